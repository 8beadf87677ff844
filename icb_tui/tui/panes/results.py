"""The list of what was found: a line for each hit, the one under the cursor lit, marked boards marked."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual import events
from textual.geometry import Offset
from textual.reactive import var

from icb_tui.text.cells import cell_width, cut, wrap
from icb_tui.text.spans import BLANK_LINE, Line, Span, column_span, indent_line, make_line, window_lines
from icb_tui.tui.canvas import Canvas, PaneMessage, find_lit_cell
from icb_tui.tui.line_editor import LineEdit


class ResultItem(Struct, frozen=True):
    """A line of the list: what it is, its name, and what distinguishes it from others."""

    kind: str
    name: str
    detail: str
    marked: bool = False


class ResultList(Struct, frozen=True, eq=False):
    """What the pane shows: the line typed in, items, the cursor's place (None: on none), and a message above.

    `is_pointed`: the last key moved the cursor, and typed nothing.
    """

    edit: LineEdit = LineEdit()
    hint: str = ""
    items: Sequence[ResultItem] = ()
    cursor: int | None = None
    message: str = ""
    is_pointed: bool = False


KIND_CELLS, NAME_CELLS, DETAIL_CELLS = 10, 44, 16
"""The cells of what an item is, the most of its name, and the least of what distinguishes it: a label and a code."""


def write_results(results: ResultList, cells: int, rows: int) -> list[tuple[int | None, Line]]:
    """Return the pane's lines: a message, then as many items as there is room for, each with its place."""
    message = (
        [indent_line(3, Span(part, "dim")) for part in wrap(results.message, cells - 5)] if results.message else []
    )
    head = [
        make_line(Span(" / ", "key"), *results.edit.to_spans(cells - 4, results.hint)),
        BLANK_LINE,
        *message,
        *([BLANK_LINE] if message else []),
    ]
    room, name = max(rows - len(head), 1), _name_width(results.items, cells)
    items = window_lines(
        len(results.items), results.cursor or 0, room, lambda place: _write_item(results, place, name, cells)
    )
    return [*((None, row) for row in head), *items]


def _name_width(items: Sequence[ResultItem], cells: int) -> int:
    """The width of the names: half of the room, or what those up to NAME_CELLS need; more if the details leave it."""
    room = cells - KIND_CELLS - 5
    if not any(item.detail for item in items):
        return max(room, 10)
    names, details = [cell_width(item.name) for item in items], [cell_width(item.detail) for item in items]
    left, longest = room - max(details), max(names)
    usual = min(NAME_CELLS, room // 2, max(left, longest))
    needed = max((name for name in names if name <= NAME_CELLS), default=0)
    return max(usual, min(needed, room - DETAIL_CELLS), min(longest, left), 10)


def _write_item(results: ResultList, place: int, name: int, cells: int) -> Line:
    item, here = results.items[place], place == results.cursor
    detail = cells - KIND_CELLS - name - 5
    return make_line(
        Span(" ● " if item.marked else "   ", "key"),
        column_span(item.kind, KIND_CELLS, "dim"),
        column_span(item.name, name, "bright" if here else "text"),
        Span(f" {cut(item.detail, detail)}" if detail > 8 and cell_width(item.detail) else "", "dim"),
        ground="row" if here else "",
    )


class ResultsPane(Canvas):
    """The pane itself."""

    results: var[ResultList] = var(ResultList(), init=False, always_update=True)

    class Pointed(PaneMessage):
        """A line was clicked."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    def paint(self, cells: int, rows: int) -> list[Line]:
        return [row for _, row in write_results(self.results, cells, rows)]

    def find_focus(self) -> Offset:
        return find_lit_cell(self._lines[1:]) + Offset(0, 1) if self.results.is_pointed else super().find_focus()

    def watch_results(self) -> None:
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        lines, at = write_results(self.results, *self.content_size), event.get_content_offset(self)
        place = lines[at.y][0] if at is not None and at.y < len(lines) else None
        if place is not None:
            self.post_message(self.Pointed(place))
