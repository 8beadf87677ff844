"""The matrix: a row for each board found, a column for each aim, a letter and a symbol in each cell."""

from __future__ import annotations

from icb_tui.pages.predecessors import cell_span
from icb_tui.pages.view_state import COLUMN_ARROWS, View
from icb_tui.text.cells import cell_width
from icb_tui.text.spans import Line, Span, column_span, make_line
from icb_tui.tui.board_rows import (
    USUAL_NAME_CELLS,
    BoardRows,
    ColumnWidths,
    lead_spans,
    longest_name_cells,
    longest_region_cells,
    write_name_arrow,
)

MIN_HEADING_CELLS = 10
"""The cells to which a long heading is cut before a shorter one is."""

MIN_WORD_CELLS, MAX_COLUMN_CELLS = 19, 22
"""The cells from which on a column has room for the words of a rating, and the most that it is given."""


def share_width(view: View, cells: int) -> ColumnWidths:
    """Share out the width: the aims as wide as their headings, unless names would get fewer than USUAL_NAME_CELLS."""
    aims = list(view.data.aims)
    mark, label_cells = 3, 6 if cells >= 64 else 0
    least = 7 if cells >= 64 else 4
    room = cells - mark - label_cells
    headings = [cell_width(aim_heading(view, place)) + 1 for place in range(len(aims))]
    name = min(longest_name_cells(view), max(room - sum(headings), min(USUAL_NAME_CELLS, room - len(aims) * least)))
    left = max(room - name, 0)
    region = longest_region_cells(view)
    whole = max(headings) + 1
    if left - region < len(aims) * whole:
        return ColumnWidths(mark, max(name, 8), label_cells, _shrink_columns(headings, left, least))
    size = min((left - region) // len(aims), MAX_COLUMN_CELLS)
    return ColumnWidths(mark, name, label_cells, (size,) * len(aims), region=region)


def _shrink_columns(wanted: list[int], room: int, least: int) -> tuple[int, ...]:
    """As much for each as it wants; the widest are narrowed first, so that the headings of the others stay whole."""
    given = list(wanted)
    while sum(given) > room and max(given) > least:
        widest = max(
            range(len(given)),
            key=lambda n: (
                (given[n] > MIN_HEADING_CELLS, wanted[n], given[n]) if max(given) > MIN_HEADING_CELLS else (given[n],)
            ),
        )
        given[widest] -= 1
    return tuple(given)


def aim_heading(view: View, place: int) -> str:
    """The heading of an aim's column: its key and its short name."""
    return view.data.number_and_name(view.data.aims[place].id)


def _fit_heading(view: View, place: int, cells: int) -> Span:
    """A heading that fits: below six cells the key alone, because two letters of a name mean nothing."""
    style = "key" if view.data.aims[place].id == view.aim else "head"
    return column_span(aim_heading(view, place) if cells > 5 else str(place + 1), cells, style)


def write_header(view: View, sizes: ColumnWidths) -> Line:
    """The line above the boards; the column of the cursor is lit, and the one that orders the rows is marked."""
    by_name = write_name_arrow(view, view.aim)
    runs = [
        Span(" " * sizes.mark),
        column_span(f"ICB{by_name}", sizes.name + sizes.label, "key" if view.aim is None else "head"),
    ]
    if sizes.region:
        runs.append(column_span("Region", sizes.region, "head"))
    for place, (aim, cells) in enumerate(zip(view.data.aims, sizes.cells, strict=True)):
        mark = COLUMN_ARROWS.get(view.sort, "") if aim.id == view.aim else ""
        runs += [_fit_heading(view, place, cells - 1 - len(mark)), Span(f"{mark} ", "key")]
    return make_line(*runs)


def write_board_row(view: View, code: str, sizes: ColumnWidths, *, lit: bool) -> Line:
    """The row of one board."""
    here = code == view.cursor_icb
    runs = lead_spans(view, code, sizes, here=here and view.aim is None, lit=lit)
    for aim, cells in zip(view.data.aims, sizes.cells, strict=True):
        room = min(cells - 1, MIN_WORD_CELLS - 1 if cells >= MIN_WORD_CELLS else 5)
        text, style, _ = cell_span(view, code, aim.id, room=room)
        on_cursor = "cell" if here and lit and aim.id == view.aim else ""
        runs += [column_span(text, room, style, on_cursor), Span(" " * (cells - room))]
    return make_line(*runs, ground=("row" if lit else "off") if here else "")


class MatrixPane(BoardRows):
    """The pane itself."""

    def share_width(self, view: View, cells: int) -> ColumnWidths:
        return share_width(view, cells)

    def header_lines(self, view: View, sizes: ColumnWidths) -> list[Line]:
        return [write_header(view, sizes)]

    def row_line(self, view: View, code: str, sizes: ColumnWidths, *, lit: bool) -> Line:
        return write_board_row(view, code, sizes, lit=lit)
