"""The plain text of a screen: its facts as lines, to be read aloud, or copied whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from icb_tui.output.formats import Table, format_text
from icb_tui.output.save import list_file_name_labels, make_file_stem
from icb_tui.text.cells import cell_width, chop_word, wrap
from icb_tui.text.spans import PageText, Span, make_line
from icb_tui.tui.base.hand_out import CopyChoice, make_lines_table
from icb_tui.tui.base.reader import ReadingScreen
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View

if TYPE_CHECKING:
    from icb_tui.spoken.page_lines import SpokenLine


class PlainTextScreen(ReadingScreen):
    """Plain lines: a screen's facts, or a text that was sent to the clipboard.

    `table` makes the table of the same facts, to be exported; `name` is the name that is suggested for its file.
    """

    flows = False
    export_hint = ""
    """What an export is good for, beside its key."""

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

    def list_spoken_lines(self) -> Sequence[SpokenLine]:
        from icb_tui.spoken.page_lines import list_text_lines

        return list_text_lines(self.lines)

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
        exports = (Span("e", "key"), Span(f" {self.export_hint}   ", "dim")) if self.export_hint else ()
        what = Span(f"  {self.what}", "dim")
        self.set_title(
            [(Span(self.heading, "bright"), what), (Span(self.heading, "bright"),)], [exports + copies, copies]
        )


class BriefScreen(PlainTextScreen):
    """The briefs of boards, in lines that fit the screen; copied and exported they are those of the command."""

    flows = True
    export_hint = "export; .html prints on A4"

    def __init__(self, session: ExplorerSession, look: Appearance, icbs: Sequence[str], view: View) -> None:
        from icb_tui.output.brief import gather_brief
        from icb_tui.output.brief_tables import make_brief_table

        self._briefs = [gather_brief(session.store, view, icb) for icb in icbs]
        name = f"{make_file_stem('brief', *list_file_name_labels(icbs, view.data), view.year)}.md"
        table = make_brief_table(self._briefs)
        super().__init__(session, look, _list_text_lines(table), "Brief", "", lambda: table, name)

    def write_page(self, cells: int) -> PageText:
        from icb_tui.output.brief_tables import make_brief_table

        table = make_brief_table(self._briefs, cells)
        lines = [part for line in _list_text_lines(table) for part in _wrap_line(line, cells)]
        headings = [place for place, line in enumerate(lines) if line.startswith("#")]
        styled = [make_line(Span(line, "bright" if place in headings else "text")) for place, line in enumerate(lines)]
        return PageText([], styled, {f"{place}": place for place in headings})


def _list_text_lines(table: Table) -> list[str]:
    return format_text(table).removesuffix("\n").split("\n")


def _wrap_line(line: str, cells: int) -> list[str]:
    """A line in lines of so many cells, at spaces where there are any; the columns of a table keep their spaces."""
    line = line.replace("\t", "  ")
    if cell_width(line) <= cells:
        return [line]
    if "  " in line.strip():
        return chop_word(line, cells)
    indent = " " * (len(line) - len(line.lstrip()))
    return [f"{indent}{part}" for part in wrap(line, cells - len(indent))]
