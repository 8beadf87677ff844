"""A pane with a row for each board found: what the matrix and the indicators share."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from operator import is_
from typing import Any, TypeVar

from textual import events
from textual.geometry import Offset

from icb_tui.analysis.region_groups import RegionGroup
from icb_tui.filters.wording import order_terms, quote_term
from icb_tui.text.cells import cell_width, wrap, wrap_items
from icb_tui.text.spans import (
    BLANK_LINE,
    Line,
    Span,
    choose_lines,
    count_more,
    indent_line,
    make_line,
    rule_line,
)
from icb_tui.tui.board_columns import MARK_CELLS, ColumnWidths, Heading
from icb_tui.tui.canvas import PaneMessage, ViewPane, find_lit_cell
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import COLUMN_ARROWS, View

_Made = TypeVar("_Made")

UNSEEN_ROWS = 11
"""How many rows a pane is taken to have that is never painted, as where a row is said at a time: a page is ten."""

NO_MATCH_KEYS = {"f": "change", "u": "undo", "x": "clear the filter"}
"""The keys that change a filter which finds no board."""


def write_no_match(view: View, cells: int, *, is_typing: bool) -> list[Line]:
    """Return the lines for a filter that finds no board: what it asks for, and how to widen it.

    While it is typed, the keys are letters of it and not shown.
    """
    asked = view.describe_matches()
    lines = [BLANK_LINE, *(make_line(f"   {part}") for part in wrap(f"No match: {asked}", cells - 6)), BLANK_LINE]
    for part, boards in view.count_without_parts():
        terms = [term for term in order_terms(view.filter, view.data) if term.facet in part]
        dropped = " and ".join(quote_term(term, view.data) for term in terms)
        lines.append(indent_line(3, Span(f"Without {dropped}: ", "dim"), Span(f"{boards} of {view.year_count}")))
    keys = [span for key, does in NO_MATCH_KEYS.items() for span in (Span(key, "key"), Span(f" {does}   ", "dim"))]
    return lines if is_typing else [*lines, BLANK_LINE, indent_line(3, *keys)]


def write_unrated_note(view: View, cells: int) -> list[Line]:
    """Return the line that says why no board has a rating in the year, as much of it as fits; none where one has."""
    note = view.unrated_note
    if cell_width(note) >= cells:
        note = f"{note.split('. ')[0].rstrip('.')}."
    return [indent_line(1, Span(note, "warn"))] if note else []


def _write_gap(lines: Sequence[int | None]) -> Line:
    """The line in place of those that are left out above the cursor's."""
    left_out = (lines[-1] or 0) - len(lines) + 2
    return indent_line(MARK_CELLS, Span(f"↓ {left_out} more", "dim"))


def describe_order(view: View) -> tuple[str | None, ...]:
    """What orders the rows: the sort, and the column of the cursor where it is by a column."""
    return (view.sort, *((view.centre, view.aim, view.indicator) if view.sort in COLUMN_ARROWS else ()))


class BoardRows(ViewPane, can_focus=True):
    """The pane itself. Subclasses say how wide their columns are, what stands above them, and a board's row."""

    top = 0

    def __init__(self, look: Appearance, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._tops: dict[int, int] = {}
        """The first row at each height: where it was scrolled to comes back with the height."""
        self._is_typing = False
        self._room = UNSEEN_ROWS
        """How many lines there are for the rows."""
        self._head_lines = 0
        self._widths: ColumnWidths | None = None
        self._parts: tuple[object, ...] = ()
        self._remembered: dict[Hashable, Any] = {}
        """What was made of these parts of a view, at these widths."""
        self._latest: dict[str, tuple[tuple[object, ...], Any]] = {}
        self._is_reordered = False
        """Whether the order was changed and the cursor not moved since: what stands first is shown."""
        self._shown: list[str] = []
        """What stands on each line below the headings; empty where some are left out."""

    class Scrolled(PaneMessage):
        """The wheel turned: the cursor is to go some rows further."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    class Pointed(PaneMessage):
        """A row was clicked: `column` is the place of a column, or None on the board's name."""

        def __init__(self, icb: str, column: int | None, *, on_mark: bool, twice: bool) -> None:
            super().__init__()
            self.icb, self.column, self.on_mark, self.twice = icb, column, on_mark, twice

    class HeadingPointed(PaneMessage):
        """A heading was clicked: it is to order the rows. `heading` is "name", "region" or the place of a column."""

        def __init__(self, heading: Heading) -> None:
            super().__init__()
            self.heading = heading

    def set_typing(self, *, is_typing: bool) -> None:
        """Take notice that a filter is typed, or is no more: keys that are letters then are not shown."""
        self._is_typing = is_typing
        if self.view is not None and not self.view.rows:
            self.repaint()

    def share_width(self, view: View, cells: int) -> ColumnWidths:
        """Return how the width is shared out."""
        raise NotImplementedError

    def header_lines(self, view: View, sizes: ColumnWidths) -> list[Line]:
        """Return the lines above the rows."""
        raise NotImplementedError

    def row_line(self, view: View, code: str, sizes: ColumnWidths, *, lit: bool) -> Line:
        """Return the row of one board."""
        raise NotImplementedError

    def region_line(self, view: View, group: RegionGroup, sizes: ColumnWidths) -> Line:
        """Return the heading of a region above its boards."""
        raise NotImplementedError

    def list_legend(self, view: View) -> list[str]:
        """Return the marks on the rows with their names."""
        return []

    def list_row_keys(self, view: View) -> list[str]:
        """Return what stands on each line: a board's code; ordered by region, each region's code above its boards."""
        if view.sort != "region":
            return list(view.rows)
        return [place for region, group in view.region_groups.items() for place in (region, *group.icbs)]

    def recall(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what was made of the parts of the view that stay the same when the filter or the cursor changes."""
        if key not in self._remembered:
            self._remembered[key] = make()
        made: _Made = self._remembered[key]
        return made

    def recall_latest(self, name: str, deciding: tuple[object, ...], make: Callable[[], _Made]) -> _Made:
        """Return what was made last under a name, as long as what decides it is the same."""
        if name not in self._latest or self._latest[name][0] != deciding:
            self._latest[name] = deciding, make()
        made: _Made = self._latest[name][1]
        return made

    def _forget_other(self, view: View, sizes: ColumnWidths) -> None:
        """Forget what was made of other data, another year, other evidence types, or at other widths."""
        parts = (view.data, view.cells, view.series, view.indicators_aim)
        if sizes != self._widths or not all(map(is_, self._parts, parts)):
            self._widths, self._parts = sizes, parts
            self._remembered.clear()

    def _write_line(self, view: View, place: str, sizes: ColumnWidths) -> Line:
        """A line of the pane. Rows that the cursor is not on are remembered: a move of it changes two."""
        if place not in view.data.icb:
            return self.region_line(view, view.region_groups[place], sizes)
        write = partial(self.row_line, view, place, sizes, lit=self.has_focus)
        return write() if place == view.cursor_icb else self.recall((place, place in view.marked), write)

    def paint(self, cells: int, rows: int) -> list[Line]:
        view = self.view
        if view is None:
            return []
        sizes = self.share_width(view, cells)
        self._forget_other(view, sizes)
        head = self.header_lines(view, sizes)
        self._head_lines = len(head)
        if not view.rows:
            return [*head, *write_no_match(view, cells, is_typing=self._is_typing)]
        places = self.list_row_keys(view)
        *legend, last = self._wrap_legend(self.list_legend(view), cells, len(places))
        head_and_legend = len(head) + len(legend) + 1
        self._room = max(rows - head_and_legend, 1)
        shown = self._choose_lines(view, places, rows, self._room)
        self._shown = [places[line] if line is not None else "" for line in shown]
        lines = [self._write_line(view, place, sizes) if place else _write_gap(shown) for place in self._shown]
        lines += [BLANK_LINE] * (rows - head_and_legend - len(lines))
        rule = rule_line(last, count_more(self.top, len(places) - 1 - (shown[-1] or 0)), cells)
        return [*head, *lines, *(indent_line(1, Span(each, "dim")) for each in legend), rule]

    def find_focus(self) -> Offset:
        """Return the lit cell; where no board is found, what says so below the headings."""
        head = 0 if self.view is None or self.view.rows else self._head_lines
        return find_lit_cell(self._lines[head:]) + Offset(0, head)

    def _wrap_legend(self, legend: list[str], cells: int, rows: int) -> list[str]:
        """The legend on lines, the last for the rule below the rows; on a narrow screen only what fits into that."""
        most = 1 if self.screen.has_class("-narrow") else len(legend)
        beside = cell_width(count_more(rows, rows)) + 3
        return wrap_items(legend, cells - 2, cells - 2 - beside, most)

    def _choose_lines(self, view: View, places: Sequence[str], rows: int, room: int) -> list[int | None]:
        """Which lines to show; None: some are left out between the first ones of a new order and the cursor's."""
        cursor = places.index(view.cursor_icb or "")
        top = self._tops.get(rows, self.top)
        if cursor and places[cursor - 1] not in view.data.icb:
            top = min(top, cursor - 1)
        shown = choose_lines(top, cursor, room, len(places), from_top=self._is_reordered)
        self.top = self._tops[rows] = shown[0] or 0
        return shown

    def follow_view(self, before: View | None, view: View) -> None:
        if before and describe_order(before) != describe_order(view):
            self._is_reordered = True
        elif before and before.cursor_icb != view.cursor_icb:
            self._is_reordered = False
        self.repaint()

    def count_page_rows(self, pages: int) -> int:
        """Return how many rows a page key goes on or back: as many as have room, with the headings of regions."""
        view = self.view
        if view is None or view.cursor_icb is None:
            return 0
        places = self.list_row_keys(view)
        here, lines = places.index(view.cursor_icb), max(self._room - 1, 1)
        passed = places[here + 1 :][: pages * lines] if pages > 0 else places[max(here + pages * lines, 0) : here]
        boards = sum(place in view.data.icb for place in passed)
        return max(boards, 1) * (1 if pages > 0 else -1)

    def on_mouse_scroll_down(self) -> None:
        self.post_message(self.Scrolled(3))

    def on_mouse_scroll_up(self) -> None:
        self.post_message(self.Scrolled(-3))

    def on_click(self, event: events.Click) -> None:
        view, at = self.view, event.get_content_offset(self)
        if view is None or at is None or not view.rows:
            return
        sizes = self.share_width(view, self.content_size.width)
        row = at.y - len(self.header_lines(view, sizes))
        heading = sizes.find_heading(at.x)
        if row < 0 and heading is not None:
            self.post_message(self.HeadingPointed(heading))
        code = self._shown[row] if 0 <= row < len(self._shown) else None
        if code in view.data.icb:
            on_mark, twice = at.x < MARK_CELLS, event.chain > 1
            self.post_message(self.Pointed(code, sizes.find_column(at.x), on_mark=on_mark, twice=twice))
