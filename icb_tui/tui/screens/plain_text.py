"""The plain text of a screen: its facts as lines, to be read aloud, or copied whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from icb_tui.output.formats import Table, format_text
from icb_tui.output.save import list_file_name_labels, make_file_stem
from icb_tui.pages.view_state import View
from icb_tui.text.cells import cell_width, chop_word, wrap
from icb_tui.text.spans import PageText, Span, make_line
from icb_tui.tui.base.hand_out import CopyChoice, make_lines_table
from icb_tui.tui.base.reader import ReadingScreen
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance


class PlainTextScreen(ReadingScreen):
    """Plain lines: a screen's facts, or a text that was sent to the clipboard.

    `table` makes the table of the same facts, to be exported; `name` is the name that is suggested for its file.
    """

    flows = False

    def __init__(
        self,
        session: ExplorerSession,
        look: Appearance,
        lines: Sequence[str],
        heading: str,
        what: str,
        table: Callable[[], Table | None],
        name: str,
    ) -> None:
        super().__init__(session, look)
        self.lines, self.heading, self.what = lines, heading, what
        self._make_own_table, self._file_name = table, name

    def write_page(self, cells: int) -> PageText:
        return PageText([], [make_line(part) for line in self.lines for part in _wrap_line(line, cells)], {})

    def plain_text_lines(self) -> Sequence[str]:
        return ()

    def make_table(self) -> Table:
        return self._make_own_table() or make_lines_table(self.lines)

    def suggest_file_name(self) -> str:
        return self._file_name

    def list_own_copies(self) -> dict[str, CopyChoice]:
        return {"c": CopyChoice("these lines", lambda: "\n".join(self.lines))}

    def show_sent(self, text: str, what: str, heading: str) -> None:
        """Say it only: the text stands here already, or it can be shown where the lines come from."""
        self.say(f"{heading}: {what}.")

    def update_title(self) -> None:
        copies = (Span("y c", "key"), Span(" copy", "dim"))
        what = Span(f"  {self.what}", "dim")
        self.set_title([(Span(self.heading, "bright"), what), (Span(self.heading, "bright"),)], [copies])


def make_brief_screen(session: ExplorerSession, look: Appearance, icbs: Sequence[str], view: View) -> PlainTextScreen:
    """Return a screen with a page of Markdown on each of these boards, to be copied."""
    from icb_tui.output.board_tables import make_brief_table

    table = make_brief_table(view, icbs, session.store)
    name = f"{make_file_stem('brief', *list_file_name_labels(icbs, view.data), view.year)}.md"
    lines = format_text(table).removesuffix("\n").split("\n")
    return PlainTextScreen(session, look, lines, "Brief", "", lambda: table, name)


def _wrap_line(line: str, cells: int) -> list[str]:
    """A line in lines of so many cells, at spaces where there are any; the columns of a table keep their spaces."""
    line = line.replace("\t", "  ")
    if cell_width(line) <= cells:
        return [line]
    return chop_word(line, cells) if "  " in line.strip() else wrap(line, cells)
