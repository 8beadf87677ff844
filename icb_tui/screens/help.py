"""Help for the screen that it was asked on."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.lines import Run, Text
from icb_tui.look import Look
from icb_tui.pages.help import KeyHelp, help_text
from icb_tui.screens.frame import Reader
from icb_tui.store import Store
from icb_tui.view import View


class HelpScreen(Reader):
    """The keys of a screen, then what the marks mean, then the rule."""

    def __init__(self, store: Store, look: Look, view: View, keys: Sequence[KeyHelp]) -> None:
        super().__init__(store, look, view)
        self.keys = keys

    def write(self, cells: int) -> Text:
        return help_text(self.keys, self.store.data, cells)

    def entitle(self) -> None:
        self.title_is([(Run("Help", "bright"),)], [()])
