"""The text twin of a screen: its facts as plain lines, to be read aloud, or copied whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from icb_tui.output.formats import Table
from icb_tui.pages.view_state import View
from icb_tui.store.store import Store
from icb_tui.text.cells import cell_width, chop_word, wrap
from icb_tui.text.spans import PageText, Span, make_line
from icb_tui.tui.base.hand_out import CopyChoice, make_lines_table
from icb_tui.tui.base.reader import ReadingScreen
from icb_tui.tui.theme import Appearance


class PlainTextScreen(ReadingScreen):
    """The lines of a twin, or a text that was sent to the clipboard; `table` is what they tell, to be exported."""

    flows = False

    def __init__(
        self,
        store: Store,
        look: Appearance,
        view: View,
        lines: Sequence[str],
        heading: str = "As text",
        what: str = "",
        table: Callable[[], Table | None] = lambda: None,
        name: str = "icb-tui.txt",
    ) -> None:
        super().__init__(store, look, view)
        self.lines, self.heading, self.what = lines, heading, what
        self._told, self._suggested = table, name

    def write_page(self, cells: int) -> PageText:
        return PageText([], [make_line(part) for told in self.lines for part in _wrap_line(told, cells)], {})

    def plain_text_lines(self) -> Sequence[str]:
        return ()

    def make_table(self) -> Table:
        return self._told() or make_lines_table(self.lines)

    def suggest_file_name(self) -> str:
        return self._suggested

    def list_own_copies(self) -> dict[str, CopyChoice]:
        return {"c": CopyChoice("these lines", lambda: "\n".join(self.lines))}

    def show_sent(self, text: str, what: str, heading: str) -> None:
        """Say it only: the text stands here already, or it can be shown where the lines come from."""
        self.say(f"{heading}: {what}.")

    def update_title(self) -> None:
        copies = (Span("y c", "key"), Span(" copies it", "dim"))
        what = Span(f"  {self.what}", "dim")
        self.set_title([(Span(self.heading, "bright"), what), (Span(self.heading, "bright"),)], [copies])


def _wrap_line(told: str, cells: int) -> list[str]:
    """A line in lines of so many cells, at spaces where there are any; the columns of a table keep their spaces."""
    told = told.replace("\t", "  ")
    if cell_width(told) <= cells:
        return [told]
    return chop_word(told, cells) if "  " in told.strip() else wrap(told, cells)
