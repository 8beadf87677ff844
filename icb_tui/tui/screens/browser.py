"""The browser: filters, matrix and lower pane. It owns the view, asks the store, and wires the panes."""

from __future__ import annotations

import shlex
from collections.abc import Awaitable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.reactive import var

from icb_tui.domain.answers import Cell
from icb_tui.domain.cell_words import cite_cell
from icb_tui.domain.name_search import SearchHit
from icb_tui.domain.phrases import format_count, format_date, introduce_evidence_types
from icb_tui.domain.records import Finding
from icb_tui.filters.language import format_filter
from icb_tui.filters.terms import Filter, Term, make_filter
from icb_tui.filters.wording import (
    describe_filter,
    label_term,
    name_evidence_types,
    order_terms,
    summarise_evidence_types,
)
from icb_tui.output.command_lines import write_explorer_command
from icb_tui.output.formats import Table, format_text
from icb_tui.output.save import make_file_stem
from icb_tui.pages import tile_map, view_state, view_steps
from icb_tui.pages.plain_text import write_plain_text
from icb_tui.pages.tile_map import describe_map
from icb_tui.pages.view_state import MAX_COMPARED, MIN_COMPARED, View
from icb_tui.store.store import Store
from icb_tui.text.spans import Span
from icb_tui.tui.base.filtering import FilterScreen
from icb_tui.tui.base.hand_out import CopyChoice
from icb_tui.tui.bindings import AIM_BINDINGS, EVIDENCE_BINDINGS, WHY_BINDING, YEAR_BINDINGS, movement_bindings
from icb_tui.tui.board_rows import BoardRows
from icb_tui.tui.canvas import Canvas, PaneContainer
from icb_tui.tui.panes.detail import DetailPane
from icb_tui.tui.panes.filter_line import FilterLine
from icb_tui.tui.panes.filters import FiltersPane
from icb_tui.tui.panes.indicators import IndicatorsPane
from icb_tui.tui.panes.matrix import MatrixPane
from icb_tui.tui.panes.tile_map import TileMapPane
from icb_tui.tui.theme import Appearance

if TYPE_CHECKING:
    from icb_tui.domain.answers import Evidence

MIN_WIDE_COLUMNS = 100
"""From this many columns on, the filters stand beside the matrix; below, `f` opens them as a drawer."""

MIN_BROAD_COLUMNS = 180
"""From this many columns on, the filters are told whole."""

MIN_TALL_LINES = 56
"""From this many lines on, the lower pane has more of them: every board has its row as well."""

TITLE_PARTS = (
    "data",
    "year",
    "as_at",
    "filter",
    "matches",
    "cells",
    "rows",
    "sort",
    "centre",
    "aim",
    "indicator",
    "marked",
)
"""The parts of the view that the title tells of."""

ORDER_WORDS = {"name": "by name", "region": "by region"}


class BrowserScreen(FilterScreen):
    """The explorer's first screen."""

    AUTO_FOCUS = "#matrix"
    BINDINGS = [
        Binding("f", "filters", "filters"),
        Binding("space", "mark", "mark"),
        Binding("c", "compare", "compare"),
        Binding("enter", "open", "open"),
        WHY_BINDING,
        *EVIDENCE_BINDINGS,
        *YEAR_BINDINGS,
        *AIM_BINDINGS,
        Binding("0", "aim(0)", "board", show=False),
        Binding("i", "indicators", "indicators"),
        Binding("m", "map", "map"),
        Binding("s", "sort", "sort"),
        Binding("n", "tray", "of no board"),
        Binding("v", "coverage", "coverage"),
        Binding("S", "sets", "sets", show=False),
        Binding("a", "as_at", "as at", show=False),
        Binding("u", "undo", "undo"),
        Binding("U", "redo", "redo", show=False),
        Binding("x", "clear", "clear"),
        Binding("minus", "last_view", "last view", key_display="-", show=False),
        Binding("b", "brief", "brief", show=False),
        Binding("P", "present", "present", show=False),
        Binding("escape", "back", "back", show=False),
        *movement_bindings("move", "page"),
        Binding("left,h", "sideways(-1)", "left", key_display="← →", show=False),
        Binding("right,l", "sideways(1)", "right", key_display="← →", show=False),
        Binding("ctrl+c", "how_to_quit", show=False, priority=True),
    ]

    headings = ("ICBs of England", "ICBs")
    """What stands in the title bar, in full and where there is little room."""

    view: var[View | None] = var(None, init=False, always_update=True)

    def __init__(self, store: Store, look: Appearance, start: View) -> None:
        super().__init__(store, look)
        self._start = start
        self._past: list[View] = []

    def compose_middle(self) -> ComposeResult:
        with PaneContainer(id="middle"):
            yield FiltersPane(self.look, id="filters").data_bind(BrowserScreen.view)
            with PaneContainer(id="right"):
                yield MatrixPane(self.look, id="matrix").data_bind(BrowserScreen.view)
                yield IndicatorsPane(self.look, id="indicators").data_bind(BrowserScreen.view)
                yield TileMapPane(self.look, id="map").data_bind(BrowserScreen.view)
                yield DetailPane(self.look, id="detail").data_bind(BrowserScreen.view)
        yield FilterLine(self.look)

    def on_mount(self) -> None:
        self._show_view(self._query_view(self._start))
        self._place_centre(self._start.centre)

    @property
    def current_view(self) -> View:
        """The view as it stands."""
        return self.view or self._start

    def _query_view(self, view: View) -> View:
        """The view with the store's answers for its filter and year."""
        cells = self.store.year_cells(view.year, view.counted_kinds)
        matches = self.store.match_boards(view.filter, view.year, view.as_at)
        facets = self.store.count_options(view.filter, view.year, view.as_at)
        return view_steps.apply_answers(view, matches, facets, cells)

    def _show_view(self, view: View) -> None:
        """Show a view, and remember the one before where it showed something else."""
        before = self.view
        if before and view_steps.shows_other_boards(before, view):
            self._past.append(before)
        self._put_view(view)

    def _put_view(self, view: View) -> None:
        """Show a view, with the evidence and the figures for where its cursor is."""
        view = self._add_series(view)
        self.view = replace(view, icb=view.icb or view.cursor_icb, evidence=self._find_evidence(view))

    def _add_series(self, view: View) -> View:
        """The view with every indicator's values, once they are needed; in order again where one of them orders it."""
        if view.series or not (view.centre == "indicators" or view.indicator):
            return view
        return view_steps.order_rows(replace(view, series=self.store.list_series()))

    def reload_data(self) -> bool:
        data = self.store.data
        self.replace_filter_data(data)
        self._past = [view_steps.replace_data(view, data) for view in self._past]
        self._put_view(self._query_view(view_steps.replace_data(self.current_view, data)))
        return True

    @property
    def print_command(self) -> str:
        view = self.current_view
        words = format_filter(view.filter, view.data).split()
        match view.centre:
            case "map":
                told = [
                    "map",
                    str(view.data.number_of(view.map_aim)),
                    *(["--filter", " ".join(words)] if words else []),
                ]
            case "indicators":
                told = ["indicators", *words, "--aim", str(view.data.number_of(view.indicators_aim))]
            case _:
                told = ["list", *words]
        at = ["--as-at", view.as_at.isoformat()] if view.as_at else []
        return shlex.join(["icb-tui", *told, "--year", view.year, *at])

    @property
    def centre_pane(self) -> Canvas:
        """The pane in the centre."""
        return self.query_one(f"#{self.current_view.centre}", Canvas)

    def _find_evidence(self, view: View) -> tuple[Evidence, ...]:
        cell = view.cursor_cell
        if cell is None or cell.missing in ("not-mentioned", "not-in-being"):
            return ()
        voices = view.counted_kinds
        icb = None if cell.missing == "said-nationally" else cell.icb
        if view.shows_why and icb:
            return tuple(self.store.list_evidence(icb, aim=cell.aim, year=cell.year, voices=voices))
        return tuple(self.store.glimpse_evidence(icb, aim=cell.aim, year=cell.year, voices=voices))

    def watch_view(self, before: View | None, view: View) -> None:
        if before is None or any(getattr(before, part) is not getattr(view, part) for part in TITLE_PARTS):
            self._update_title(view)

    def _update_title(self, view: View) -> None:
        by_rating = _describe_rating_order(view)
        when = f"{view.year} · boards of {format_date(view.as_at)}" if view.as_at else view.year
        order = describe_map(view) if view.centre == "map" else ORDER_WORDS.get(view.sort, by_rating)
        shown, long, short = f"{when} · {name_evidence_types(view.filter, view.data)}", *self.headings
        briefly = f"{view.year} · {summarise_evidence_types(view.filter, view.data)}"
        counts = f"{len(view.rows)} of {view.year_count}"
        names = [label_term(term, view.data) for term in order_terms(view.filter, view.data) if term.facet != "voice"]
        unresolved = [f"{view.unmatched_count} unresolved"] if view.unmatched_count else []
        marked = [f"{len(view.marked)} marked"] if view.marked else []
        rights = [[*names, counts, f"{view.rated_count} rated", *unresolved], [*names, counts], [counts]]
        self.set_title(
            [
                (Span(long, "bright"), Span(f"  {shown} · {order}", "dim")),
                (Span(long, "bright"), Span(f"  {shown}", "dim")),
                (Span(short, "bright"), Span(f"  {briefly}", "dim")),
                (Span(briefly, "dim"),),
            ],
            [(Span(" · ".join([*right, *marked]), "dim"),) for right in rights],
        )

    def show_filter(self, wanted: Filter) -> None:
        """Show the boards of another filter, and say what it asks for."""
        view = self._query_view(replace(self.current_view, filter=wanted))
        self._show_view(view)
        self.say(
            f"{describe_filter(wanted, view.data)}, {view.year}: {len(view.rows)} of {view.pool_count}"
            if wanted
            else ""
        )

    def action_voice(self, voices: int) -> None:
        self.apply_filter(view_steps.next_evidence_type(self.current_view, voices))
        view = self.current_view
        speaks = [view.option_counts[Term("voice", kind)] for kind in view.filter.values_of("voice")]
        of_boards = f", on {speaks[0]} of {view.pool_count} boards" if speaks else ""
        self.say(introduce_evidence_types(view.counted_kinds, view.data, of_boards))

    def on_board_rows_scrolled(self, message: BoardRows.Scrolled) -> None:
        self.action_move(message.rows)

    def on_board_rows_pointed(self, message: BoardRows.Pointed) -> None:
        self.action_back()
        self._show_view(view_steps.move_to_column(replace(self.current_view, icb=message.icb), message.column))
        if message.on_mark:
            self.action_mark()
        elif message.twice:
            self.action_open()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.set_class(event.size.width < MIN_WIDE_COLUMNS, "-narrow")
        self.set_class(event.size.width < 80, "-slim")
        self.set_class(event.size.height < 24, "-low")
        self.set_class(event.size.width >= MIN_BROAD_COLUMNS, "-broad")
        self.set_class(event.size.height >= MIN_TALL_LINES, "-tall")
        self.set_class(self.has_class("-narrow") and self.is_filtering, "-drawer")

    def action_move(self, rows: int) -> None:
        if self.current_view.centre == "map":
            self._show_view(tile_map.move_to_neighbour(self.current_view, 0, max(min(rows, 1), -1)))
        else:
            self._show_view(view_steps.move_cursor(self.current_view, rows))

    def action_page(self, pages: int) -> None:
        pane = self.centre_pane
        self.action_move(pages * (pane.page_rows if isinstance(pane, BoardRows) else 1))

    def action_sideways(self, columns: int) -> None:
        if self.current_view.centre == "map":
            self._show_view(tile_map.move_to_neighbour(self.current_view, columns, 0))
        else:
            self._show_view(view_steps.move_sideways(self.current_view, columns))

    def action_aim(self, number: int) -> None:
        aims = [None, *self.current_view.data.aim]
        if number < len(aims):
            self._show_view(view_steps.move_to_aim(self.current_view, aims[number]))

    def action_year(self, years: int) -> None:
        if view := self.view_in_year(self.current_view, years):
            self._show_view(self._query_view(view))

    def on_tile_map_pane_pointed(self, message: TileMapPane.Pointed) -> None:
        self.action_back()
        self._show_view(replace(self.current_view, icb=message.icb))
        if message.twice:
            self.action_open()

    def action_map(self) -> None:
        """Change between the map and what was in the centre: the matrix, or the indicators it shows fifths of."""
        back: view_state.Centre = "indicators" if self.current_view.indicator else "matrix"
        self.centre_on(back if self.current_view.centre == "map" else "map")

    def action_indicators(self) -> None:
        """Change between the matrix and the indicators of the cursor's aim."""
        self.centre_on("matrix" if self.current_view.centre == "indicators" else "indicators")

    def centre_on(self, centre: view_state.Centre) -> None:
        """Show something else in the centre."""
        if centre != self.current_view.centre:
            self._show_view(view_steps.change_centre(self.current_view, centre))
            self._place_centre(centre)

    def _place_centre(self, centre: view_state.Centre) -> None:
        """Give the centre to a pane."""
        for name in ("indicators", "map"):
            self.set_class(centre == name, f"-{name}")
        self.set_focus(self.query_one(f"#{centre}", Canvas))

    def action_sort(self) -> None:
        self._show_view(view_steps.next_order(self.current_view))

    def action_mark(self) -> None:
        here = self.current_view.cursor_icb
        if here:
            self.toggle_mark(here)

    def toggle_mark(self, icb: str) -> None:
        """Mark a board, or unmark it."""
        self._show_view(view_steps.toggle_mark(self.current_view, icb))

    def remove_mark(self, icb: str) -> None:
        """Take the mark off a board."""
        if icb in self.current_view.marked:
            self.toggle_mark(icb)

    def action_open(self) -> None:
        if self.current_view.cursor_icb:
            self.open_page(self.current_view.cursor_icb)

    def open_page(self, icb: str) -> None:
        """Open the page of a board; where the cursor is on an official figure, the figure's page for it."""
        from icb_tui.tui.screens.indicator import IndicatorScreen

        view = self.current_view
        if view.indicator:
            self.app.push_screen(IndicatorScreen(self.store, self.look, view, icb, view.indicator))
        else:
            self.open_board(icb)

    def open_board(self, icb: str) -> None:
        """Open the page of a board, at the aim of the cursor; it need not be among those found."""
        self._open_board(self.current_view, icb)

    def _open_board(self, view: View, icb: str) -> None:
        from icb_tui.tui.screens.board import BoardScreen

        self.app.push_screen(BoardScreen(self.store, self.look, view, icb, self))

    def action_compare(self) -> None:
        icbs = self.current_view.marked
        if not MIN_COMPARED <= len(icbs) <= MAX_COMPARED:
            self.say(f"Mark two to {MAX_COMPARED} boards with space to compare them; {len(icbs)} marked.")
            return
        self.open_comparison(icbs)

    def open_comparison(self, icbs: tuple[str, ...], groups: tuple[str, ...] = ()) -> None:
        """Open the comparison of these boards, with these groups beside them."""
        from icb_tui.tui.screens.compare import CompareScreen

        self.app.push_screen(CompareScreen(self.store, self.look, self.current_view, icbs, self, groups))

    def action_why(self) -> None:
        self._show_view(replace(self.current_view, shows_why=not self.current_view.shows_why))

    def action_present(self) -> None:
        """Show what was said of the marked boards, or of this one, a statement a screen."""
        from icb_tui.tui.screens.presenter import PresenterScreen

        view = self.current_view
        if view.target_icbs:
            self.app.push_screen(PresenterScreen(self.store, self.look, view, view.target_icbs))

    def plain_text_lines(self) -> Sequence[str]:
        return write_plain_text(self.current_view)

    def action_brief(self) -> Awaitable[None] | None:
        """Show a page of Markdown on each marked board, or on this one."""
        return (
            self.open_briefs(self.current_view.target_icbs, self.current_view)
            if self.current_view.target_icbs
            else None
        )

    def open_briefs(self, icbs: Sequence[str], view: View) -> Awaitable[None]:
        """Show a page of Markdown on each of these boards, to be copied."""
        from icb_tui.output.board_tables import make_brief_table
        from icb_tui.tui.screens.plain_text import PlainTextScreen

        table = make_brief_table(view, icbs, self.store)
        name = f"{make_file_stem('brief', *(view.data.icb[icb].label.replace('&', '') for icb in icbs), view.year)}.md"
        lines = format_text(table).removesuffix("\n").split("\n")
        return self.app.push_screen(
            PlainTextScreen(self.store, self.look, view, lines, "Brief", "", lambda: table, name)
        )

    def make_table(self) -> Table | None:
        from icb_tui.output.board_tables import make_view_table

        return make_view_table(self.current_view) if self.current_view.rows else None

    def suggest_file_name(self) -> str:
        view = self.current_view
        figures = f"figures {view.indicators_aim}"
        what = {"matrix": "icbs", "map": view.indicator or f"map {view.map_aim}", "indicators": figures}[view.centre]
        return f"{make_file_stem(what, view.year, format_filter(view.filter, view.data))}.csv"

    def explorer_command(self) -> str:
        return write_explorer_command(self.current_view)

    def list_own_copies(self) -> dict[str, CopyChoice]:
        view, copies = self.current_view, {}
        if cell := view.cursor_cell:
            copies["c"] = CopyChoice("the cell with its citation", partial(self._cite_cursor, cell))
        if here := view.cursor_icb:
            copies["r"] = CopyChoice("the row", partial(_row_text, view, here))
        return copies

    def _cite_cursor(self, cell: Cell) -> str:
        """The cell's citation, from every finding of it: the lower pane may hold only the first."""
        whole = self._find_evidence(replace(self.current_view, shows_why=True))
        return cite_cell(cell, whole, self.current_view.data)

    def action_tray(self) -> None:
        self._open_tray(self.current_view)

    def _open_tray(self, view: View) -> None:
        from icb_tui.tui.screens.national import NationalScreen

        self.app.push_screen(NationalScreen(self.store, self.look, view))

    def action_sets(self) -> None:
        from icb_tui.tui.screens.board_sets import BoardSetsScreen

        self.app.push_screen(BoardSetsScreen(self.store, self.look, self.current_view, self))

    def mark_only(self, icbs: Sequence[str]) -> None:
        """Mark these boards, as far as the data has them, and no other."""
        known = tuple(icb for icb in icbs if icb in self.current_view.data.icb)
        self._show_view(replace(self.current_view, marked=known))
        self.say(f"{format_count(len(known), 'board')} marked.")

    def action_coverage(self) -> None:
        from icb_tui.tui.screens.coverage import CoverageScreen

        self.app.push_screen(CoverageScreen(self.store, self.look, self.current_view))

    def action_as_at(self) -> None:
        """Change between the boards of the year and those there are now."""
        view = self.current_view
        as_at = None if view.as_at else view.data.newest_opening
        self._show_view(self._query_view(replace(view, as_at=as_at)))
        now = f"since {format_date(as_at)}, whatever the year" if as_at else f"in being in {view.year}"
        self.say(f"{format_count(len(self.current_view.matches), 'board')} {now}.")

    def go_to(self, hit: SearchHit) -> None:
        """Go to what the finder found."""
        self._close_screens_above()
        match hit.kind:
            case "board":
                self.open_board(hit.id)
            case "region":
                others = [term for term in self.current_view.filter.terms if term.facet != "region"]
                self.apply_filter(make_filter([*others, Term("region", hit.id)]))
            case "aim":
                self._show_view(view_steps.move_to_aim(self.current_view, hit.id))
            case "indicator":
                self.centre_on("indicators")
                aim = self.current_view.data.indicator[hit.id].aim
                self._show_view(
                    view_steps.order_rows(replace(view_steps.move_to_aim(self.current_view, aim), indicator=hit.id))
                )
            case "finding":
                assert hit.finding
                self._open_finding(hit.finding)

    def _close_screens_above(self) -> None:
        """Leave every screen above this one."""
        while self.app.screen is not self:
            self.app.pop_screen()

    def _open_finding(self, finding: Finding) -> None:
        """Open the page that a finding stands on, in its year: its board's, or the tray."""
        heard = (
            self.current_view.filter
            if finding.kind in self.current_view.counted_kinds
            else self.current_view.filter.with_evidence_types()
        )
        there = replace(self.current_view, year=finding.year, aim=finding.aim, filter=heard)
        if finding.icb:
            self._open_board(there, finding.icb)
        else:
            self._open_tray(there)

    def compare_boards(self, icbs: tuple[str, ...]) -> None:
        """Put the boards that were marked in the finder side by side."""
        self._close_screens_above()
        self._show_view(replace(self.current_view, marked=icbs))
        self.action_compare()

    def action_last_view(self) -> None:
        """Go back to the view before: its filter, year, voices, order, and what was in the centre."""
        if not self._past:
            self.say("No view before this one.")
            return
        before = replace(self._past.pop(), marked=self.current_view.marked, icb=self.current_view.icb)
        self._place_centre(before.centre)
        self._put_view(self._query_view(before))
        more = f"{format_count(len(self._past), 'view')} before this one." if self._past else "this is the first view."
        self.say(f"Back: {more}")

    def action_how_to_quit(self) -> None:
        self.say("q quits.")


def _row_text(view: View, icb: str) -> str:
    """The row of a board as text."""
    from icb_tui.output.board_tables import make_row_table

    return format_text(make_row_table(view, icb))


def _describe_rating_order(view: View) -> str:
    """What the order by rating is by, in words."""
    if view.centre != "matrix" and view.indicator:
        best = "highest" if view.data.indicator[view.indicator].better == "neither" else "best"
        return f"{best} first"
    return f"by rating on {view.data.aim[view.aim].short_name}" if view.aim else "by number of aims rated"
