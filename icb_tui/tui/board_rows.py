"""A pane with a row for each board found: what the matrix and the indicators share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import is_

from textual import events
from textual.message import Message
from textual.reactive import var

from icb_tui.filters.wording import describe_filter, label_term, order_terms
from icb_tui.pages.view_state import COLUMN_ARROWS, View
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
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.theme import Appearance

FACETS_OF_PART = {
    "region": ("region",),
    "status": ("status",),
    "rating": ("rating", "aim"),
    "cell": ("cell",),
    "text": ("text",),
}
"""Which facets make up a part of the filter that a board can miss."""


def write_no_match(view: View, cells: int) -> list[Line]:
    """Return the lines for a filter that finds no board: what it asks for, and how to widen it."""
    heading = [
        make_line(f"   {part}")
        for part in wrap(f"No match: {describe_filter(view.filter, view.data)}, {view.year}.", cells - 6)
    ]
    lines = [BLANK_LINE, *heading, BLANK_LINE]
    for part, boards in view.count_without_parts():
        dropped = " and ".join(
            label_term(term, view.data)
            for term in order_terms(view.filter, view.data)
            if (term.negated and part == "not") or (not term.negated and term.facet in FACETS_OF_PART.get(part, ()))
        )
        lines.append(
            indent_line(3, Span(f"Without {dropped}: ", "dim"), Span(f"{boards} of {view.year_count}", "text"))
        )
    return [
        *lines,
        BLANK_LINE,
        indent_line(3, Span("u", "key"), Span(" undo   ", "dim"), Span("x", "key"), Span(" clear the filter", "dim")),
    ]


def _write_gap(lines: Sequence[int | None]) -> Line:
    """The line in place of those that are left out above the cursor's."""
    left_out = (lines[-1] or 0) - len(lines) + 2
    return indent_line(MARK_CELLS, Span(f"↓ {left_out} more", "dim"))


def describe_order(view: View) -> tuple[str | None, ...]:
    """What orders the rows: the sort, and the column of the cursor where it is by a column."""
    return (view.sort, *((view.centre, view.aim, view.indicator) if view.sort in COLUMN_ARROWS else ()))


class BoardRows(Canvas, can_focus=True):
    """The pane itself. Subclasses say how wide their columns are, what stands above them, and a board's row."""

    view: var[View | None] = var(None, init=False, always_update=True)
    top = 0

    def __init__(self, look: Appearance, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._tops: dict[int, int] = {}
        """The first row at each height: where it was scrolled to comes back with the height."""
        self._remembered_for: tuple[object, ...] = (None,) * 5
        self._lines_of: dict[tuple[str, ColumnWidths, bool], Line] = {}
        """The lines that were written from these parts of a view, by board or region, widths and mark."""
        self._legend: list[str] = []
        self._is_reordered = False
        """Whether the order was changed and the cursor not moved since: what stands first is shown."""
        self._shown: list[str] = []
        """What stands on each line below the headings; empty where some are left out."""

    class Scrolled(Message):
        """The wheel turned: the cursor is to go some rows further."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    class Pointed(Message):
        """A row was clicked: `column` is the place of a column, or None on the board's name."""

        def __init__(self, icb: str, column: int | None, *, on_mark: bool, twice: bool) -> None:
            super().__init__()
            self.icb, self.column, self.on_mark, self.twice = icb, column, on_mark, twice

    class HeadingPointed(Message):
        """A heading was clicked: it is to order the rows. `heading` is "name", "region" or the place of a column."""

        def __init__(self, heading: Heading) -> None:
            super().__init__()
            self.heading = heading

    def share_width(self, view: View, cells: int) -> ColumnWidths:
        """Return how the width is shared out."""
        raise NotImplementedError

    def header_lines(self, view: View, sizes: ColumnWidths) -> list[Line]:
        """Return the lines above the rows."""
        raise NotImplementedError

    def row_line(self, view: View, code: str, sizes: ColumnWidths, *, lit: bool) -> Line:
        """Return the row of one board."""
        raise NotImplementedError

    def list_legend(self, view: View) -> list[str]:
        """Return the marks on the rows with their names."""
        return []

    def list_row_keys(self, view: View) -> list[str]:
        """Return what stands on each line: a board's code; ordered by region, each region's code above its boards."""
        if view.sort != "region":
            return list(view.rows)
        by_region = groupby(view.rows, key=lambda code: view.data.icb[code].region)
        return [place for region, codes in by_region for place in (region, *codes)]

    def _remembered_line(self, view: View, place: str, sizes: ColumnWidths) -> Line:
        """A line of the pane. Rows that the cursor is not on are remembered: a move of it changes two."""
        if place == view.cursor_icb:
            return self.row_line(view, place, sizes, lit=self.has_focus)
        key = place, sizes, place in view.marked
        if key not in self._lines_of:
            heads = place not in view.data.icb
            self._lines_of[key] = (
                self._region_heading(view, place, sizes)
                if heads
                else self.row_line(view, place, sizes, lit=self.has_focus)
            )
        return self._lines_of[key]

    def _region_heading(self, view: View, region: str, sizes: ColumnWidths) -> Line:
        count = sum(view.data.icb[code].region == region for code in view.rows)
        return indent_line(MARK_CELLS, Span(view.data.region[region].name, "head"), Span(f"  {count}", "dim"))

    def paint(self, cells: int, rows: int) -> list[Line]:
        view = self.view
        if view is None:
            return []
        facts = (view.data, view.cells, view.series, view.indicators_aim, view.rows)
        if not all(map(is_, self._remembered_for, facts)):
            self._remembered_for, self._legend = facts, self.list_legend(view)
            self._lines_of.clear()
        sizes = self.share_width(view, cells)
        head = self.header_lines(view, sizes)
        if not view.rows:
            return [*head, *write_no_match(view, cells)]
        places = self.list_row_keys(view)
        *legend, last = self._wrap_legend(cells, len(places))
        head_and_legend = len(head) + len(legend) + 1
        shown = self._choose_lines(view, places, rows, max(rows - head_and_legend, 1))
        self._shown = [places[line] if line is not None else "" for line in shown]
        lines = [self._remembered_line(view, place, sizes) if place else _write_gap(shown) for place in self._shown]
        lines += [BLANK_LINE] * (rows - head_and_legend - len(lines))
        rule = rule_line(last, count_more(self.top, len(places) - 1 - (shown[-1] or 0)), cells)
        return [*head, *lines, *(indent_line(1, Span(each, "dim")) for each in legend), rule]

    def _wrap_legend(self, cells: int, rows: int) -> list[str]:
        """The legend on lines, the last for the rule below the rows; on a narrow screen only what fits into that."""
        most = 1 if self.screen.has_class("-narrow") else len(self._legend)
        beside = cell_width(count_more(rows, rows)) + 3
        return wrap_items(self._legend, cells - 2, cells - 2 - beside, most)

    def _choose_lines(self, view: View, places: Sequence[str], rows: int, room: int) -> list[int | None]:
        """Which lines to show; None: some are left out between the first ones of a new order and the cursor's."""
        cursor = places.index(view.cursor_icb or "")
        top = self._tops.get(rows, self.top)
        if cursor and places[cursor - 1] not in view.data.icb:
            top = min(top, cursor - 1)
        shown = choose_lines(top, cursor, room, len(places), from_top=self._is_reordered)
        self.top = self._tops[rows] = shown[0] or 0
        return shown

    def watch_view(self, before: View | None, view: View) -> None:
        if before and describe_order(before) != describe_order(view):
            self._is_reordered = True
        elif before and before.cursor_icb != view.cursor_icb:
            self._is_reordered = False
        self.repaint()

    @property
    def page_rows(self) -> int:
        """How many rows a page key goes."""
        return max(self.content_size.height - 3, 1)

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
