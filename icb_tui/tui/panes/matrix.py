"""The matrix: a row for each board found, a column for each aim, a letter and a symbol in each cell."""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import chain

from icb_tui.analysis.region_groups import RegionGroup, count_ratings, describe_rated
from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.domain.legend import BOARDS_BEFORE, find_signs, name_signs
from icb_tui.pages import evidence_list
from icb_tui.pages.predecessors import cell_span
from icb_tui.text.cells import cell_width, wrap_in_two
from icb_tui.text.spans import Line, Span, column_span, make_line, spans_width
from icb_tui.tui.board_columns import (
    MARK_CELLS,
    USUAL_NAME_CELLS,
    ColumnWidths,
    lead_spans,
    longest_label_cells,
    longest_name_cells,
    longest_region_cells,
    write_name_heading,
)
from icb_tui.tui.board_rows import BoardRows, write_unrated_note
from icb_tui.views.view_state import COLUMN_ARROWS, View

MIN_NAME_CELLS = 30
"""The fewest cells for the names where the headings are words; where there are fewer, the headings are numbers."""

MARKED_CELLS = 5
"""The cells of a column in which letter, symbol and a mark behind them stand, with a space after them."""

MIN_HEADING_CELLS = 6
"""The fewest cells of a heading: a word that fits in them is never broken."""

DATED_CELLS, WIDE_DATED_CELLS = 8, 10
"""The least that a rating takes with its year, and the cells in which symbol and year are written in full."""

MIN_WORD_CELLS, MAX_COLUMN_CELLS = 19, 22
"""The cells from which on a column has room for the words of a rating, and the most that it is given."""


def share_width(view: View, cells: int) -> ColumnWidths:
    """Share out the width: to each aim what its marks and its heading need, and the rest to the names.

    The headings stand on one line where all names are whole beside them, on two where most are; then words are broken.
    Where a name would hardly be read even so, the headings are numbers. Room that is left after that is for the
    regions, and for the words of the ratings.
    """
    headings, room = [aim_heading(view, place) for place in range(len(view.data.aims))], cells - MARK_CELLS
    label, longest, region = longest_label_cells(view), longest_name_cells(view), longest_region_cells(view)
    size = min((room - longest - region) // len(headings), MAX_COLUMN_CELLS)
    if size > max(map(cell_width, headings)):
        return ColumnWidths(longest, label, (size,) * len(headings), region=region)
    usual, marks = min(longest, USUAL_NAME_CELLS), DATED_CELLS if view.year == ALL_YEARS else MARKED_CELLS
    for breaks, least in ((0, longest), (1, usual), (2, min(usual, MIN_NAME_CELLS))):
        columns = [max(_heading_cells(heading, breaks), marks) + 1 for heading in headings]
        if room - sum(columns) + 1 >= least:
            break
    else:
        columns = [MARKED_CELLS] * len(headings)
    columns[-1] -= 1
    return ColumnWidths(max(min(longest, room - sum(columns)), label + 2), label, tuple(columns))


@lru_cache
def _heading_cells(heading: str, breaks: int) -> int:
    """The cells that a heading needs on one line (0 breaks), on two lines (1), or on two with a word broken (2)."""
    if not breaks or cell_width(heading) <= MIN_HEADING_CELLS:
        return cell_width(heading)
    return next(
        cells
        for cells in range(MIN_HEADING_CELLS, cell_width(heading) + 1)
        if wrap_in_two(heading, cells, hyphen=breaks > 1)
    )


def aim_heading(view: View, place: int) -> str:
    """The heading of an aim's column: its key and its short name."""
    return view.data.number_and_name(view.data.aims[place].id)


def write_header(view: View, sizes: ColumnWidths) -> list[Line]:
    """The lines above the boards; the column of the cursor is lit, the heading that orders the rows has an arrow."""
    headings = [_write_heading(view, place, cells) for place, cells in enumerate(sizes.rooms)]
    lines = max(map(len, headings))
    rows: list[list[Span]] = [[Span(" " * sizes.lead_cells)] for _ in range(lines)]
    rows[-1] = [
        Span(" " * MARK_CELLS),
        column_span(write_name_heading(view), sizes.name, "key" if view.aim is None else "head"),
        column_span("Region" if sizes.region else "", sizes.region, "head"),
    ]
    for aim, parts, cells in zip(view.data.aims, headings, sizes.cells, strict=True):
        style = "key" if aim.id == view.aim else "head"
        for row, part in zip(rows, [""] * (lines - len(parts)) + parts, strict=True):
            row.append(column_span(part, cells, style))
    return [make_line(*row) for row in rows]


def _write_heading(view: View, place: int, cells: int) -> list[str]:
    """A heading on two lines at most; its number alone where it does not fit. An arrow stands behind the number."""
    number, *rest = wrap_in_two(aim_heading(view, place), cells, hyphen=True) or [str(place + 1)]
    if view.data.aims[place].id == view.aim and (arrow := COLUMN_ARROWS.get(view.sort)):
        number = number.replace(" ", arrow, 1) if " " in number else f"{number}{arrow}"
    return [number, *rest]


def write_board_row(view: View, code: str, sizes: ColumnWidths, *, lit: bool) -> Line:
    """The row of one board."""
    here, mark_cells = code == view.cursor_icb, MARKED_CELLS
    if view.year == ALL_YEARS:  # every rating has its year, written alike in all columns
        mark_cells = min(WIDE_DATED_CELLS, *sizes.rooms)
    runs = lead_spans(view, code, sizes, here=here and view.aim is None, lit=lit)
    for aim, cells, most in zip(view.data.aims, sizes.cells, sizes.rooms, strict=True):
        room = min(most, MIN_WORD_CELLS - 1 if cells >= MIN_WORD_CELLS else mark_cells)
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


def _write_head(view: View, sizes: ColumnWidths) -> list[Line]:
    """The lines above the boards, and above them why none has a rating."""
    return [*write_unrated_note(view, sizes.lead_cells + sum(sizes.cells)), *write_header(view, sizes)]


def _find_signs(view: View, code: str) -> frozenset[str]:
    """The signs of the marks on the row of a board."""
    stand_ins = [cells for aim in view.data.aim if (cells := view.list_stand_in_cells(code, aim))]
    own = [[view.cells[code, aim]] for aim in view.data.aim if not view.list_stand_in_cells(code, aim)]
    signs = find_signs(chain.from_iterable([*own, *stand_ins]), view.data)
    return signs | {BOARDS_BEFORE.mark.text} if stand_ins else signs


class MatrixPane(BoardRows):
    """The pane itself."""

    def share_width(self, view: View, cells: int) -> ColumnWidths:
        deciding = view.data, view.year, view.matches, view.sort, cells
        return self.recall_latest("widths", deciding, partial(share_width, view, cells))

    def header_lines(self, view: View, sizes: ColumnWidths) -> list[Line]:
        deciding = view.data, view.cells, view.aim, view.sort, sizes
        return self.recall_latest("header", deciding, partial(_write_head, view, sizes))

    def region_line(self, view: View, group: RegionGroup, sizes: ColumnWidths) -> Line:
        return write_region_line(view, group, sizes)

    def list_legend(self, view: View) -> list[str]:
        return self.recall_latest("legend", (view.data, view.cells, view.rows), partial(self._name_marks, view))

    def _name_marks(self, view: View) -> list[str]:
        """The marks on the rows with their names."""
        of_rows = (self.recall(("signs", code), partial(_find_signs, view, code)) for code in view.rows)
        signs = set[str]().union(*of_rows)
        before = [f"{BOARDS_BEFORE.mark.text} {BOARDS_BEFORE.name}"] * (BOARDS_BEFORE.mark.text in signs)
        return [*name_signs(signs, view.data), *before]

    def row_line(self, view: View, code: str, sizes: ColumnWidths, *, lit: bool) -> Line:
        return write_board_row(view, code, sizes, lit=lit)
