"""Help for the screen that it was asked on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from icb_tui.pages.help import KeyHelp, write_help_page
from icb_tui.text.spans import PageText, Span
from icb_tui.tui.base.reader import ReadingScreen
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance

if TYPE_CHECKING:
    from icb_tui.spoken.page_lines import SpokenLine


class HelpScreen(ReadingScreen):
    """The keys of a screen, then what the marks and words mean, then the rule and the data."""

    def __init__(self, session: ExplorerSession, look: Appearance, keys: Sequence[KeyHelp]) -> None:
        super().__init__(session, look)
        self.keys = keys

    def list_spoken_lines(self) -> Sequence[SpokenLine]:
        from icb_tui.spoken.key_help import list_help_lines

        return list_help_lines(self.keys, self.store.data)

    def write_page(self, cells: int) -> PageText:
        return write_help_page(self.keys, self.store.data, cells)

    def update_title(self) -> None:
        contents = Span("  Keys on this screen · marks · words · filters · ratings · data", "dim")
        heading = (Span("Help", "bright"),)
        self.set_title([heading] if self.speech else [(*heading, contents), heading], [()])
