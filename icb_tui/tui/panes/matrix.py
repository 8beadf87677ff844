"""The matrix: a row for each board found, a column for each aim, a letter and a symbol in each cell."""

from __future__ import annotations

from itertools import chain

from icb_tui.analysis.region_groups import RegionGroup, count_ratings, describe_rated
from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.pages import evidence_list
from icb_tui.pages.predecessors import cell_span
from icb_tui.pages.view_state import COLUMN_ARROWS, View
from icb_tui.text.cells import cell_width
from icb_tui.text.spans import Line, Span, column_span, make_line, spans_width
from icb_tui.tui.board_rows import (
    USUAL_NAME_CELLS,
    BoardRows,
    ColumnWidths,
    lead_spans,
    longest_name_cells,
    longest_region_cells,
    write_name_arrow,
    write_unrated_note,
)

MIN_HEADING_CELLS = 10
"""The cells to which a long heading is cut before a shorter one is."""

MARK_CELLS, DATED_MARK_CELLS = 5, 10
"""The cells that a mark takes with those behind it, and what a rating takes with its year."""

MIN_WORD_CELLS, MAX_COLUMN_CELLS = 19, 22
"""The cells from which on a column has room for the words of a rating, and the most that it is given."""


def share_width(view: View, cells: int) -> ColumnWidths:
    """Share out the width: the aims as wide as their headings, unless names would get fewer than USUAL_NAME_CELLS."""
    aims = list(view.data.aims)
    mark, label_cells = 3, 6 if cells >= 64 else 0
    least = 4 if cells < 64 else 8 if view.year == ALL_YEARS else 7
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
    here, mark_cells = code == view.cursor_icb, MARK_CELLS
    if view.year == ALL_YEARS:  # every rating has its year, written alike in all columns
        mark_cells = min(DATED_MARK_CELLS, min(sizes.cells) - 1)
    runs = lead_spans(view, code, sizes, here=here and view.aim is None, lit=lit)
    for aim, cells in zip(view.data.aims, sizes.cells, strict=True):
        room = min(cells - 1, MIN_WORD_CELLS - 1 if cells >= MIN_WORD_CELLS else mark_cells)
        text, style, _ = cell_span(view, code, aim.id, room=room)
        on_cursor = "cell" if here and lit and aim.id == view.aim else ""
        runs += [column_span(text, room, style, on_cursor), Span(" " * (cells - room))]
    return make_line(*runs, ground=("row" if lit else "off") if here else "")


def write_region_line(view: View, group: RegionGroup, sizes: ColumnWidths) -> Line:
    """The heading of a region: its boards shown, and how many are rated in the column of the cursor, or at all.

    Where there is room, each rating in that column with the number of its boards.
    """
    rated = describe_rated(group, view.aim, view.cells, view.data)
    name, boards = Span(f"   {group.region.name}", "head"), f"  {len(group.icbs)} of {group.of} boards · "
    whole, brief = ([name, Span(f"{boards}{words}", "dim")] for words in (rated, rated.partition(" on ")[0]))
    counts = count_ratings(group.icbs, view.aim or "", view.cells)
    levels = [rating for rating in view.data.ratings if counts[rating.id]]
    parts = [
        (Span(f"{', ' if place else ': '}{counts[each.id]} ", "dim"), evidence_list.rating_span(each))
        for place, each in enumerate(levels)
    ]
    forms = [[*whole, *chain.from_iterable(parts)], whole, brief]
    room = sizes.lead_cells + sum(sizes.cells)
    return make_line(*next((form for form in forms if spans_width(form) <= room), brief))


class MatrixPane(BoardRows):
    """The pane itself."""

    def share_width(self, view: View, cells: int) -> ColumnWidths:
        return share_width(view, cells)

    def header_lines(self, view: View, sizes: ColumnWidths) -> list[Line]:
        return [*write_unrated_note(view, sizes.total_cells), write_header(view, sizes)]

    def region_line(self, view: View, group: RegionGroup, sizes: ColumnWidths) -> Line:
        return write_region_line(view, group, sizes)

    def row_line(self, view: View, code: str, sizes: ColumnWidths, *, lit: bool) -> Line:
        return write_board_row(view, code, sizes, lit=lit)
