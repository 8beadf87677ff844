"""The page of one board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.binding import Binding

from icb_tui.domain.answers import CellEvidence
from icb_tui.domain.cell_words import cite_cell
from icb_tui.pages.board import WHOLE_BOARD, write_board_page
from icb_tui.pages.gather import gather_board_page
from icb_tui.text.spans import PageText, Span
from icb_tui.tui.base.reader import ReadingScreen
from icb_tui.tui.keys.bindings import AIM_BINDINGS, EVIDENCE_BINDINGS, SOURCE_BINDINGS, WHY_BINDING, YEAR_BINDINGS
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View
from icb_tui.views.view_steps import step_along

if TYPE_CHECKING:
    from icb_tui.output.formats import Table
    from icb_tui.tui.base.hand_out import CopyChoice


class BoardScreen(ReadingScreen):
    """One board in one year, opened at the aim that the explorer's cursor was on."""

    can_reload = True
    BINDINGS = [
        *AIM_BINDINGS,
        Binding("0", "aim(0)", "top", show=False),
        Binding("left,h", "next(-1)", "board", key_display="← →"),
        Binding("right,l", "next(1)", "board", key_display="← →", show=False),
        *YEAR_BINDINGS,
        *EVIDENCE_BINDINGS,
        *SOURCE_BINDINGS,
        WHY_BINDING,
        Binding("space", "mark", "mark"),
        Binding("c", "compare", "compare"),
        Binding("b", "brief", "brief", show=False),
        Binding("p", "relative", "related board"),
        Binding("enter", "follow", "open", show=False),
    ]

    def __init__(self, session: ExplorerSession, look: Appearance, icb: str, view: View | None = None) -> None:
        super().__init__(session, look, view)
        self.icb = icb
        self.start = self.aim or ""

    def write_page(self, cells: int) -> PageText:
        return write_board_page(self.page, cells)

    def list_spoken_places(self) -> Mapping[str, str]:
        return {**super().list_spoken_places(), WHOLE_BOARD: "The board as a whole"}

    def write_plain_page(self, cells: int) -> PageText:
        return write_board_page(self.page, cells, printed=True)

    def gather_facts(self) -> None:
        self.page = gather_board_page(self.store, self.current_view, self.icb)

    def list_boards_shown(self) -> Sequence[str]:
        return (self.icb,)

    @property
    def print_command(self) -> str:
        return self.print_command_for("show", self.page.icb.label, with_indicators=True)

    def update_title(self) -> None:
        icb, rows = self.page.icb, self.current_view.rows
        place = f"board {rows.index(self.icb) + 1} of {len(rows)}" if self.icb in rows else "not in the list"
        marked = Span("● marked · " if self.icb in self.session.view.marked else "", "key")
        rights = [(marked, Span(each, "dim")) for each in (place, place.removeprefix("board "))]
        self.set_title(self.list_titles(icb.short_name, icb.label), rights)

    def list_why_cells(self) -> list[CellEvidence]:
        aims = list(self.current_view.data.aim)
        place = self.reading_pane.current_place
        return self.page.list_cell_evidence(place if place in aims else aims[0])

    def make_table(self) -> Table:
        from icb_tui.output.evidence_tables import make_evidence_table
        from icb_tui.output.formats import PAGE_WIDTH

        return make_evidence_table(replace(self.current_view, aim=None), self.icb, self.store, PAGE_WIDTH)

    def list_file_name_words(self) -> Sequence[str]:
        return self.page.icb.label, self.year

    def explorer_options(self) -> Sequence[str]:
        from icb_tui.output.command_lines import list_view_options

        return list_view_options(replace(self.current_view, centre="matrix", indicator=None), "--open", self.icb)

    def list_own_copies(self) -> dict[str, CopyChoice]:
        from icb_tui.tui.base.hand_out import CopyChoice

        read, data = self.list_why_cells(), self.current_view.data
        return {
            "c": CopyChoice(
                f"{data.aim[read[0].cell.aim].short_name} with citation",
                lambda: "\n".join(cite_cell(each.cell, each.evidence, data) for each in read),
            ),
            "r": CopyChoice("row", self._format_row),
        }

    def _format_row(self) -> str:
        """The board's row of the explorer, in the year and evidence types of the page."""
        from icb_tui.output.board_tables import make_row_table
        from icb_tui.output.formats import format_text

        view = self.current_view
        cells = self.store.year_cells(view.year, view.counted_kinds)
        return format_text(make_row_table(replace(view, cells=cells, indicator=None, centre="matrix"), self.icb))

    def action_aim(self, number: int) -> None:
        aims = ["", *self.current_view.data.aim, WHOLE_BOARD]
        if number == 0:
            self.reading_pane.rewrite_text(from_top=True)
        elif number < len(aims) and self.reading_pane.jump_to(aims[number]):
            self.aim = aims[number] if aims[number] != WHOLE_BOARD else None
        self.update_why()

    def action_next(self, boards: int) -> None:
        rows = self.current_view.rows
        if self.icb in rows:
            self.icb = step_along(rows, self.icb, boards)
            self.reload_page()

    def action_mark(self) -> None:
        self.session.toggle_mark(self.icb)
        self.update_title()

    def action_compare(self) -> None:
        from icb_tui.tui.screens.compare import compare_marked

        compare_marked(self)

    async def action_brief(self) -> None:
        """Show the brief of the board."""
        from icb_tui.tui.screens.plain_text import BriefScreen

        await self.app.push_screen(BriefScreen(self.session, self.look, (self.icb,), self.current_view))

    def action_relative(self) -> None:
        """Light the next of the boards before and after this one."""
        relatives = self.current_view.data.list_relatives(self.page.icb)
        if not relatives:
            self.say("No board came before or after this one.")
            return
        chosen = -1 if self.page.chosen is None else self.page.chosen
        self.page = replace(self.page, chosen=(chosen + 1) % len(relatives))
        self.rewrite_page(from_top=True)
        if self.speech:
            self.say(f"{relatives[(chosen + 1) % len(relatives)].short_name}. enter opens this board.")

    def action_follow(self) -> None:
        """Open the board that is lit."""
        if self.page.chosen is not None:
            icb = self.current_view.data.list_relatives(self.page.icb)[self.page.chosen]
            self.app.push_screen(BoardScreen(self.session, self.look, icb.code, self.current_view))
