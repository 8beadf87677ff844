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

from icb_tui import view as steps
from icb_tui.canvas import Box, Canvas
from icb_tui.clipboard import command_line
from icb_tui.export import Table, as_text
from icb_tui.grammar import heard_of, hearing, label, reading, told, unparse
from icb_tui.keys import AIMS, VOICES, WHY, YEARS, moving
from icb_tui.lines import Run
from icb_tui.look import Look
from icb_tui.model import Cell, Filter, Finding, Term, filter_of
from icb_tui.pages.tilemap import map_told
from icb_tui.pages.twin import twin_lines
from icb_tui.panes.detail import Detail
from icb_tui.panes.filterline import FilterLine
from icb_tui.panes.filters import Filters
from icb_tui.panes.indicators import Indicators
from icb_tui.panes.matrix import Matrix
from icb_tui.panes.tilemap import TileMap
from icb_tui.rows import Rows
from icb_tui.saving import stem_of
from icb_tui.screens.filtering import Filtering
from icb_tui.screens.handing import Copy
from icb_tui.search import Hit
from icb_tui.store import Store
from icb_tui.view import LEAST_COMPARED, MOST_COMPARED, View
from icb_tui.wording import citation, counted, day, introduced

if TYPE_CHECKING:
    from icb_tui.model import Evidence

WIDE = 100
"""From this many columns on, the filters stand beside the matrix; below, `f` opens them as a drawer."""

BROAD = 180
"""From this many columns on, the filters are told whole."""

TALL = 56
"""From this many lines on, the lower pane has more of them: every board has its row as well."""

TITLED = ("data", "year", "as_at", "wanted", "matches", "cells", "rows", "sort", "centre", "aim", "indicator", "marked")
"""The parts of the view that the title tells of."""

SORTED = {"name": "by name", "region": "by region"}


class Browser(Filtering):
    """The explorer's first screen."""

    AUTO_FOCUS = "#matrix"
    BINDINGS = [
        Binding("f", "filters", "filters"),
        Binding("space", "mark", "mark"),
        Binding("c", "compare", "compare"),
        Binding("enter", "open", "open"),
        WHY,
        *VOICES,
        *YEARS,
        *AIMS,
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
        *moving("move", "page"),
        Binding("left,h", "sideways(-1)", "left", key_display="← →", show=False),
        Binding("right,l", "sideways(1)", "right", key_display="← →", show=False),
        Binding("ctrl+c", "how_to_quit", show=False, priority=True),
    ]

    headings = ("ICBs of England", "ICBs")
    """What stands in the title bar, in full and where there is little room."""

    view: var[View | None] = var(None, init=False, always_update=True)

    def __init__(self, store: Store, look: Look, start: View) -> None:
        super().__init__(store, look)
        self._start = start
        self._past: list[View] = []

    def middle(self) -> ComposeResult:
        with Box(id="middle"):
            yield Filters(self.look, id="filters").data_bind(Browser.view)
            with Box(id="right"):
                yield Matrix(self.look, id="matrix").data_bind(Browser.view)
                yield Indicators(self.look, id="indicators").data_bind(Browser.view)
                yield TileMap(self.look, id="map").data_bind(Browser.view)
                yield Detail(self.look, id="detail").data_bind(Browser.view)
        yield FilterLine(self.look)

    def on_mount(self) -> None:
        self._show(self._asked(self._start))
        self._place(self._start.centre)

    @property
    def now(self) -> View:
        """The view as it stands."""
        return self.view or self._start

    def _asked(self, view: View) -> View:
        """The view with the store's answers for its filter and year."""
        cells = self.store.matrix(view.year, view.voices)
        matches = self.store.find(view.wanted, view.year, view.as_at)
        facets = self.store.facets(view.wanted, view.year, view.as_at)
        return steps.found(view, matches, facets, cells)

    def _show(self, view: View) -> None:
        """Show a view, and remember the one before where it showed something else."""
        before = self.view
        if before and steps.elsewhere(before, view):
            self._past.append(before)
        self._put(view)

    def _put(self, view: View) -> None:
        """Show a view, with the evidence and the figures for where its cursor is."""
        view = self._officially(view)
        self.view = replace(view, icb=view.icb or view.here, evidence=self._evidence(view))

    def _officially(self, view: View) -> View:
        """The view with every indicator's values, once they are needed; in order again where one of them orders it."""
        if view.series or not (view.centre == "indicators" or view.indicator):
            return view
        return steps.ordered(replace(view, series=self.store.series()))

    def renewed(self) -> bool:
        data = self.store.data
        self.renew_filters(data)
        self._past = [steps.renewed(view, data) for view in self._past]
        self._put(self._asked(steps.renewed(self.now, data)))
        return True

    @property
    def printed_by(self) -> str:
        view = self.now
        words = unparse(view.wanted, view.data).split()
        match view.centre:
            case "map":
                told = [
                    "map",
                    str(view.data.number_of(view.map_aim)),
                    *(["--filter", " ".join(words)] if words else []),
                ]
            case "indicators":
                told = ["indicators", *words, "--aim", str(view.data.number_of(view.figures_aim))]
            case _:
                told = ["list", *words]
        at = ["--as-at", view.as_at.isoformat()] if view.as_at else []
        return shlex.join(["icb-tui", *told, "--year", view.year, *at])

    @property
    def middle_pane(self) -> Canvas:
        """The pane in the centre."""
        return self.query_one(f"#{self.now.centre}", Canvas)

    def _evidence(self, view: View) -> tuple[Evidence, ...]:
        cell = view.cell
        if cell is None or cell.nothing in ("not-mentioned", "not-in-being"):
            return ()
        voices = view.voices
        icb = None if cell.nothing == "said-nationally" else cell.icb
        if view.why and icb:
            return tuple(self.store.evidence(icb, aim=cell.aim, year=cell.year, voices=voices))
        return tuple(self.store.glimpse(icb, aim=cell.aim, year=cell.year, voices=voices))

    def watch_view(self, before: View | None, view: View) -> None:
        if before is None or any(getattr(before, part) is not getattr(view, part) for part in TITLED):
            self._entitle(view)

    def _entitle(self, view: View) -> None:
        by_rating = _by_rating(view)
        when = f"{view.year} · boards of {day(view.as_at)}" if view.as_at else view.year
        order = map_told(view) if view.centre == "map" else SORTED.get(view.sort, by_rating)
        shown, long, short = f"{when} · {hearing(view.wanted, view.data)}", *self.headings
        briefly = f"{view.year} · {heard_of(view.wanted, view.data)}"
        counts = f"{len(view.rows)} of {view.base}"
        names = [label(term, view.data) for term in told(view.wanted, view.data) if term.facet != "voice"]
        unresolved = [f"{view.unresolved} unresolved"] if view.unresolved else []
        marked = [f"{len(view.marked)} marked"] if view.marked else []
        rights = [[*names, counts, f"{view.rated} rated", *unresolved], [*names, counts], [counts]]
        self.title_is(
            [
                (Run(long, "bright"), Run(f"  {shown} · {order}", "dim")),
                (Run(long, "bright"), Run(f"  {shown}", "dim")),
                (Run(short, "bright"), Run(f"  {briefly}", "dim")),
                (Run(briefly, "dim"),),
            ],
            [(Run(" · ".join([*right, *marked]), "dim"),) for right in rights],
        )

    def filtered(self, wanted: Filter) -> None:
        """Show the boards of another filter, and say what it asks for."""
        view = self._asked(replace(self.now, wanted=wanted))
        self._show(view)
        self.say(f"{reading(wanted, view.data)}, {view.year}: {len(view.rows)} of {view.pool}" if wanted else "")

    def action_voice(self, voices: int) -> None:
        self.filter_by(steps.next_voice(self.now, voices))
        view = self.now
        speaks = [view.facets[Term("voice", kind)] for kind in view.wanted.of("voice")]
        of_boards = f", on {speaks[0]} of {view.pool} boards" if speaks else ""
        self.say(introduced(view.voices, view.data, of_boards))

    def on_rows_scrolled(self, message: Rows.Scrolled) -> None:
        self.action_move(message.rows)

    def on_rows_pointed(self, message: Rows.Pointed) -> None:
        self.action_back()
        self._show(steps.at_column(replace(self.now, icb=message.icb), message.column))
        if message.on_mark:
            self.action_mark()
        elif message.twice:
            self.action_open()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.set_class(event.size.width < WIDE, "-narrow")
        self.set_class(event.size.width < 80, "-slim")
        self.set_class(event.size.height < 24, "-low")
        self.set_class(event.size.width >= BROAD, "-broad")
        self.set_class(event.size.height >= TALL, "-tall")
        self.set_class(self.has_class("-narrow") and self.filtering, "-drawer")

    def action_move(self, rows: int) -> None:
        if self.now.centre == "map":
            self._show(steps.to_neighbour(self.now, 0, max(min(rows, 1), -1)))
        else:
            self._show(steps.moved(self.now, rows))

    def action_page(self, pages: int) -> None:
        pane = self.middle_pane
        self.action_move(pages * (pane.page if isinstance(pane, Rows) else 1))

    def action_sideways(self, columns: int) -> None:
        if self.now.centre == "map":
            self._show(steps.to_neighbour(self.now, columns, 0))
        else:
            self._show(steps.sideways(self.now, columns))

    def action_aim(self, number: int) -> None:
        aims = [None, *self.now.data.aim]
        if number < len(aims):
            self._show(steps.looking_at(self.now, aims[number]))

    def action_year(self, years: int) -> None:
        if view := self.in_year(self.now, years):
            self._show(self._asked(view))

    def on_tile_map_pointed(self, message: TileMap.Pointed) -> None:
        self.action_back()
        self._show(replace(self.now, icb=message.icb))
        if message.twice:
            self.action_open()

    def action_map(self) -> None:
        """Change between the map and what was in the centre: the matrix, or the indicators it shows fifths of."""
        back: steps.Centre = "indicators" if self.now.indicator else "matrix"
        self.centre_on(back if self.now.centre == "map" else "map")

    def action_indicators(self) -> None:
        """Change between the matrix and the indicators of the cursor's aim."""
        self.centre_on("matrix" if self.now.centre == "indicators" else "indicators")

    def centre_on(self, centre: steps.Centre) -> None:
        """Show something else in the centre."""
        if centre != self.now.centre:
            self._show(steps.centred(self.now, centre))
            self._place(centre)

    def _place(self, centre: steps.Centre) -> None:
        """Give the centre to a pane."""
        for name in ("indicators", "map"):
            self.set_class(centre == name, f"-{name}")
        self.set_focus(self.query_one(f"#{centre}", Canvas))

    def action_sort(self) -> None:
        self._show(steps.sorted_next(self.now))

    def action_mark(self) -> None:
        here = self.now.here
        if here:
            self.mark(here)

    def mark(self, icb: str) -> None:
        """Mark a board, or unmark it."""
        self._show(steps.marked(self.now, icb))

    def unmark(self, icb: str) -> None:
        """Take the mark off a board."""
        if icb in self.now.marked:
            self.mark(icb)

    def action_open(self) -> None:
        if self.now.here:
            self.open_page(self.now.here)

    def open_page(self, icb: str) -> None:
        """Open the page of a board; where the cursor is on an official figure, the figure's page for it."""
        from icb_tui.screens.indicator import IndicatorScreen

        view = self.now
        if view.indicator:
            self.app.push_screen(IndicatorScreen(self.store, self.look, view, icb, view.indicator))
        else:
            self.open_board(icb)

    def open_board(self, icb: str) -> None:
        """Open the page of a board, at the aim of the cursor; it need not be among those found."""
        self._open_board(self.now, icb)

    def _open_board(self, view: View, icb: str) -> None:
        from icb_tui.screens.board import BoardScreen

        self.app.push_screen(BoardScreen(self.store, self.look, view, icb, self))

    def action_compare(self) -> None:
        icbs = self.now.marked
        if not LEAST_COMPARED <= len(icbs) <= MOST_COMPARED:
            self.say(f"Mark two to {MOST_COMPARED} boards with space to compare them; {len(icbs)} marked.")
            return
        self.open_comparison(icbs)

    def open_comparison(self, icbs: tuple[str, ...], groups: tuple[str, ...] = ()) -> None:
        """Open the comparison of these boards, with these groups beside them."""
        from icb_tui.screens.compare import CompareScreen

        self.app.push_screen(CompareScreen(self.store, self.look, self.now, icbs, self, groups))

    def action_why(self) -> None:
        self._show(replace(self.now, why=not self.now.why))

    def action_present(self) -> None:
        """Show what was said of the marked boards, or of this one, a statement a screen."""
        from icb_tui.screens.presenter import PresenterScreen

        view = self.now
        if view.meant:
            self.app.push_screen(PresenterScreen(self.store, self.look, view, view.meant))

    def twin(self) -> Sequence[str]:
        return twin_lines(self.now)

    def action_brief(self) -> Awaitable[None] | None:
        """Show a page of Markdown on each marked board, or on this one."""
        return self.open_briefs(self.now.meant, self.now) if self.now.meant else None

    def open_briefs(self, icbs: Sequence[str], view: View) -> Awaitable[None]:
        """Show a page of Markdown on each of these boards, to be copied."""
        from icb_tui.listing import briefed
        from icb_tui.screens.twin import TwinScreen

        table = briefed(view, icbs, self.store)
        name = f"{stem_of('brief', *(view.data.icb[icb].label.replace('&', '') for icb in icbs), view.year)}.md"
        lines = as_text(table).removesuffix("\n").split("\n")
        return self.app.push_screen(TwinScreen(self.store, self.look, view, lines, "Brief", "", lambda: table, name))

    def table(self) -> Table | None:
        from icb_tui.listing import browsed

        return browsed(self.now) if self.now.rows else None

    def file_name(self) -> str:
        view = self.now
        figures = f"figures {view.figures_aim}"
        what = {"matrix": "icbs", "map": view.indicator or f"map {view.map_aim}", "indicators": figures}[view.centre]
        return f"{stem_of(what, view.year, unparse(view.wanted, view.data))}.csv"

    def command(self) -> str:
        return command_line(self.now)

    def own_copies(self) -> dict[str, Copy]:
        view, copies = self.now, {}
        if cell := view.cell:
            copies["c"] = Copy("the cell with its citation", partial(self._cited, cell))
        if here := view.here:
            copies["r"] = Copy("the row", partial(_row, view, here))
        return copies

    def _cited(self, cell: Cell) -> str:
        """The cell's citation, from every finding of it: the lower pane may hold only the first."""
        whole = self._evidence(replace(self.now, why=True))
        return citation(cell, whole, self.now.data)

    def action_tray(self) -> None:
        self._open_tray(self.now)

    def _open_tray(self, view: View) -> None:
        from icb_tui.screens.tray import TrayScreen

        self.app.push_screen(TrayScreen(self.store, self.look, view))

    def action_sets(self) -> None:
        from icb_tui.screens.sets import SetsScreen

        self.app.push_screen(SetsScreen(self.store, self.look, self.now, self))

    def mark_only(self, icbs: Sequence[str]) -> None:
        """Mark these boards, as far as the data has them, and no other."""
        known = tuple(icb for icb in icbs if icb in self.now.data.icb)
        self._show(replace(self.now, marked=known))
        self.say(f"{counted(len(known), 'board')} marked.")

    def action_coverage(self) -> None:
        from icb_tui.screens.coverage import CoverageScreen

        self.app.push_screen(CoverageScreen(self.store, self.look, self.now))

    def action_as_at(self) -> None:
        """Change between the boards of the year and those there are now."""
        view = self.now
        as_at = None if view.as_at else view.data.newest_opening
        self._show(self._asked(replace(view, as_at=as_at)))
        now = f"since {day(as_at)}, whatever the year" if as_at else f"in being in {view.year}"
        self.say(f"{counted(len(self.now.matches), 'board')} {now}.")

    def go_to(self, hit: Hit) -> None:
        """Go to what the finder found."""
        self._come_back()
        match hit.kind:
            case "board":
                self.open_board(hit.id)
            case "region":
                others = [term for term in self.now.wanted.terms if term.facet != "region"]
                self.filter_by(filter_of([*others, Term("region", hit.id)]))
            case "aim":
                self._show(steps.looking_at(self.now, hit.id))
            case "indicator":
                self.centre_on("indicators")
                aim = self.now.data.indicator[hit.id].aim
                self._show(steps.ordered(replace(steps.looking_at(self.now, aim), indicator=hit.id)))
            case "finding":
                assert hit.finding
                self._open_finding(hit.finding)

    def _come_back(self) -> None:
        """Leave every screen above this one."""
        while self.app.screen is not self:
            self.app.pop_screen()

    def _open_finding(self, finding: Finding) -> None:
        """Open the page that a finding stands on, in its year: its board's, or the tray."""
        heard = self.now.wanted if finding.kind in self.now.voices else self.now.wanted.voiced()
        there = replace(self.now, year=finding.year, aim=finding.aim, wanted=heard)
        if finding.icb:
            self._open_board(there, finding.icb)
        else:
            self._open_tray(there)

    def compare_boards(self, icbs: tuple[str, ...]) -> None:
        """Put the boards that were marked in the finder side by side."""
        self._come_back()
        self._show(replace(self.now, marked=icbs))
        self.action_compare()

    def action_last_view(self) -> None:
        """Go back to the view before: its filter, year, voices, order, and what was in the centre."""
        if not self._past:
            self.say("No view before this one.")
            return
        before = replace(self._past.pop(), marked=self.now.marked, icb=self.now.icb)
        self._place(before.centre)
        self._put(self._asked(before))
        more = f"{counted(len(self._past), 'view')} before this one." if self._past else "this is the first view."
        self.say(f"Back: {more}")

    def action_how_to_quit(self) -> None:
        self.say("q quits.")


def _row(view: View, icb: str) -> str:
    """The row of a board as text."""
    from icb_tui.listing import board_row

    return as_text(board_row(view, icb))


def _by_rating(view: View) -> str:
    """What the order by rating is by, in words."""
    if view.centre != "matrix" and view.indicator:
        best = "highest" if view.data.indicator[view.indicator].better == "neither" else "best"
        return f"{best} first"
    return f"by rating on {view.data.aim[view.aim].short_name}" if view.aim else "by number of aims rated"
