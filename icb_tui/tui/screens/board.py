"""The page of one board."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from functools import partial
from typing import Protocol

from msgspec.structs import replace
from textual.binding import Binding

from icb_tui.domain.answers import CellEvidence
from icb_tui.domain.cell_words import cite_cell
from icb_tui.output.board_tables import make_evidence_table, make_row_table
from icb_tui.output.command_lines import write_explorer_command
from icb_tui.output.formats import PAGE_WIDTH, Table, format_text
from icb_tui.output.save import make_file_stem
from icb_tui.pages import view_steps
from icb_tui.pages.board import WHOLE_BOARD, write_board_page
from icb_tui.pages.gather import gather_board_page
from icb_tui.pages.view_state import View
from icb_tui.store.store import Store
from icb_tui.text.spans import PageText, Span
from icb_tui.tui.base.hand_out import CopyChoice
from icb_tui.tui.base.reader import ReadingScreen
from icb_tui.tui.bindings import AIM_BINDINGS, EVIDENCE_BINDINGS, WHY_BINDING, YEAR_BINDINGS
from icb_tui.tui.theme import Appearance


class Marker(Protocol):
    """Whoever keeps the marks."""

    def toggle_mark(self, icb: str) -> None:
        """Mark a board, or unmark it."""
        ...

    def action_compare(self) -> None:
        """Compare the marked boards."""
        ...

    def open_briefs(self, icbs: Sequence[str], view: View) -> Awaitable[None]:
        """Show a page of Markdown on each of these boards."""
        ...


class BoardScreen(ReadingScreen):
    """One board in one year, opened at the aim that the browser's cursor was on."""

    can_reload = True
    BINDINGS = [
        *AIM_BINDINGS,
        Binding("0", "aim(0)", "top", show=False),
        Binding("left,h", "next(-1)", "board", key_display="← →"),
        Binding("right,l", "next(1)", "board", key_display="← →", show=False),
        *YEAR_BINDINGS,
        *EVIDENCE_BINDINGS,
        WHY_BINDING,
        Binding("space", "mark", "mark"),
        Binding("c", "compare", "compare"),
        Binding("b", "brief", "brief", show=False),
        Binding("p", "relative", "before, after"),
        Binding("enter", "follow", "open", show=False),
    ]

    def __init__(self, store: Store, look: Appearance, view: View, icb: str, marker: Marker) -> None:
        super().__init__(store, look, view)
        self.icb, self.marker = icb, marker
        self.start = view.aim or ""
        self.gather_facts()

    def write_page(self, cells: int) -> PageText:
        return write_board_page(self.page, cells)

    def gather_facts(self) -> None:
        self.page = gather_board_page(self.store, self.current_view, self.icb)

    def list_boards_shown(self) -> Sequence[str]:
        return (self.icb,)

    @property
    def print_command(self) -> str:
        return self.print_command_for("show", self.page.icb.label)

    def update_title(self) -> None:
        icb, rows = self.page.icb, self.current_view.rows
        among = f"{rows.index(self.icb) + 1} of {len(rows)}" if self.icb in rows else "not among the boards found"
        marked = Span("● marked · " if self.icb in self.current_view.marked else "", "key")
        rights = [(marked, Span(place, "dim")) for place in (among, among.removesuffix(" among the boards found"))]
        self.set_title(self.list_titles(icb.short_name, icb.label), rights)

    def list_why_cells(self) -> list[CellEvidence]:
        aims = list(self.current_view.data.aim)
        place = self.reading_pane.current_place
        return [self.page.cell_evidence(place if place in aims else aims[0])]

    def make_table(self) -> Table:
        return make_evidence_table(replace(self.current_view, aim=None), self.icb, self.store, PAGE_WIDTH)

    def suggest_file_name(self) -> str:
        return f"{make_file_stem(self.page.icb.label, self.current_view.year)}.csv"

    def explorer_command(self) -> str:
        return write_explorer_command(replace(self.current_view, centre="matrix", indicator=None), "--open", self.icb)

    def list_own_copies(self) -> dict[str, CopyChoice]:
        (told,), now = self.list_why_cells(), self.current_view
        aim = now.data.aim[told.cell.aim].short_name
        return {
            "c": CopyChoice(f"{aim} with its citation", partial(cite_cell, told.cell, told.evidence, now.data)),
            "r": CopyChoice("the row", self._row),
        }

    def _row(self) -> str:
        """The board's row of the explorer, in the year and voices of the page."""
        cells = self.store.year_cells(self.current_view.year, self.current_view.counted_kinds)
        return format_text(
            make_row_table(replace(self.current_view, cells=cells, indicator=None, centre="matrix"), self.icb)
        )

    def action_aim(self, number: int) -> None:
        aims = ["", *self.current_view.data.aim, WHOLE_BOARD]
        if number == 0:
            self.reading_pane.rewrite_text(from_top=True)
        elif number < len(aims) and self.reading_pane.jump_to(aims[number]):
            self.current_view = view_steps.move_to_aim(
                self.current_view, aims[number] if aims[number] != WHOLE_BOARD else None
            )
        self.update_why()

    def action_next(self, boards: int) -> None:
        rows = self.current_view.rows
        if self.icb in rows:
            self.icb = rows[min(max(rows.index(self.icb) + boards, 0), len(rows) - 1)]
            self.show_view(self.current_view)

    def action_mark(self) -> None:
        self.marker.toggle_mark(self.icb)
        self.current_view = view_steps.toggle_mark(self.current_view, self.icb)
        self.update_title()

    def action_compare(self) -> None:
        self.marker.action_compare()

    def action_brief(self) -> Awaitable[None]:
        """Show a page of Markdown on the board."""
        return self.marker.open_briefs((self.icb,), self.current_view)

    def action_relative(self) -> None:
        """Light the next of the boards before and after this one."""
        relatives = self.current_view.data.list_relatives(self.page.icb)
        if not relatives:
            self.say("No board came before this one, and none after it.")
            return
        chosen = -1 if self.page.chosen is None else self.page.chosen
        self.page = replace(self.page, chosen=(chosen + 1) % len(relatives))
        self.rewrite_page(from_top=True)

    def action_follow(self) -> None:
        """Open the board that is lit."""
        if self.page.chosen is not None:
            icb = self.current_view.data.list_relatives(self.page.icb)[self.page.chosen]
            self.app.push_screen(BoardScreen(self.store, self.look, self.current_view, icb.code, self.marker))
