"""Where the header of a table is: under titles, notes and blank rows, perhaps with merged headings over it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from icb_tui.importing.board_index import AreaKind, BoardIndex
from icb_tui.importing.import_problems import MAX_CELL_CHARACTERS, normalise_text
from icb_tui.importing.numbers import ParsedNumber, parse_number
from icb_tui.importing.periods import FIRST_YEAR, LAST_YEAR
from icb_tui.sheets.sheet import Row, Sheet

PEEKED_ROWS = 200
"""Rows that are looked at to find the header, and below it to find what each column is."""

PEEKED_CELLS, FEWEST_ROWS = 40_000, 20
"""Of wide tables fewer rows are looked at: as many as have so many cells, but never fewer rows than these."""

SAMPLED_ROWS = 50
"""Rows of boards that are looked for further on, where the first rows are all of other areas."""

MAX_COLUMNS = 2000
"""The most columns that are looked at; a table of more is refused."""


@dataclass(frozen=True)
class PeekedTable:
    """The first rows of a table: what stands above its header, the header, and rows below it.

    `headers` are made distinct by the merged headings above them, where there are any. `is_cut`: there are more rows.
    """

    titles: tuple[Row, ...]
    header_line: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    is_cut: bool = False

    def list_cells(self, place: int) -> list[str]:
        """The cells of a column that are not blank."""
        return [cell for row in self.rows if len(row.cells) > place and (cell := row.cells[place].strip())]


def peek_table(sheet: Sheet, header_row: int | None, boards: BoardIndex) -> PeekedTable | None:
    """Return the first rows of a sheet around its header, or around the row that is said to be it; None without one."""
    most = 2 * PEEKED_ROWS + (header_row or 0)
    rows = list(islice(sheet.read_rows(), most))
    place = _place_header(sheet, rows, header_row, boards)
    if place is None:
        return None
    below = rows[place + 1 :][: _limit_rows(rows[place].cells)]
    is_cut = bool(below) and (len(rows) == most or below[-1] is not rows[-1])
    headers = _join_headings(rows[:place], rows[place].cells, below)
    if is_cut and not any(_names_board(row, boards) for row in below):
        below += _find_board_rows(sheet, below[-1].line, boards)
    return PeekedTable(tuple(rows[:place]), rows[place].line, headers, tuple(below), is_cut)


def _limit_rows(cells: Sequence[str]) -> int:
    """How many rows are looked at of a table that is as wide as one of its rows."""
    return min(2 * PEEKED_ROWS, max(FEWEST_ROWS, PEEKED_CELLS // max(len(cells), 1)))


def is_value(cell: str) -> bool:
    """Return whether a cell holds a number, or the sign of a value that is suppressed."""
    try:
        _parse_either(cell)
    except ValueError:
        return False
    return True


def is_number(cell: str) -> bool:
    """Return whether a cell holds a number."""
    try:
        return _parse_either(cell) is not None
    except ValueError:
        return False


def _parse_either(cell: str) -> ParsedNumber | None:
    """The number of a cell, with a point or a comma before its decimals: which one it is, the reader of rows says."""
    text = cell.strip()[:MAX_CELL_CHARACTERS]
    try:
        return parse_number(text)
    except ValueError:
        return parse_number(text, decimal_commas=True)


def _place_header(sheet: Sheet, rows: Sequence[Row], header_row: int | None, boards: BoardIndex) -> int | None:
    if header_row is not None:
        return next((place for place, row in enumerate(rows) if row.line == header_row), None)
    if sheet.header_is_first or len(rows) < 2:
        return 0 if rows else None
    widest = max((row.cells for row in rows[:FEWEST_ROWS]), key=len)
    first = _find_first_data(rows[: min(PEEKED_ROWS, _limit_rows(widest))], boards)
    if first is None:  # no area that is known: the first of the fullest rows
        return max(range(min(len(rows), PEEKED_ROWS)), key=lambda place: (_count_headings(rows[place].cells), -place))
    free = [place for place in range(first) if not _holds_code(rows[place], boards)]
    filled = {n for row in rows[first : first + FEWEST_ROWS] for n, cell in enumerate(row.cells) if cell.strip()}
    scores = {place: _score_header(_merge_above(rows, place), filled) for place in free}
    own = {place: _count_headings(rows[place].cells) for place in free}
    best = max(scores, key=lambda place: (scores[place], own[place], place), default=None)
    return best if best is not None and _count_headings(rows[best].cells) else None


def _find_first_data(rows: Sequence[Row], boards: BoardIndex) -> int | None:
    """The first row that names an area and holds a value; else the first that names one."""
    places = [place for place, row in enumerate(rows) if _names_area(row, boards)]
    with_value = (place for place in places if any(_is_certain_value(cell) for cell in rows[place].cells))
    return next(with_value, next((place for place in places if place), None))


def _is_certain_value(cell: str) -> bool:
    """Whether a cell holds a number that is no year, or a sign that stands for one."""
    text = cell.strip()
    return bool(text) and is_value(text) and not _is_year(text)


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) < LAST_YEAR


def _names_area(row: Row, boards: BoardIndex) -> bool:
    """Whether any cell is the code or the name of an area."""
    kinds = {AreaKind.NOTE, AreaKind.UNKNOWN, AreaKind.OTHER}
    areas = [boards.identify(cell) for cell in row.cells[:MAX_COLUMNS] if cell.strip()]
    return any(area.kind not in kinds and (area.has_code or area.kind != AreaKind.UNMATCHED) for area in areas)


def _holds_code(row: Row, boards: BoardIndex) -> bool:
    return any(boards.identify(cell).has_code for cell in row.cells[:MAX_COLUMNS] if cell.strip())


def _names_board(row: Row, boards: BoardIndex) -> bool:
    return any(boards.identify(cell).kind == AreaKind.BOARD for cell in row.cells[:MAX_COLUMNS] if cell.strip())


def _find_board_rows(sheet: Sheet, after: int, boards: BoardIndex) -> list[Row]:
    """The first rows after a line that name a board."""
    known = {*boards.codes, *(f"n{code}" for code in boards.codes)}
    rows = (row for row in sheet.read_rows() if row.line > after and not known.isdisjoint(row.cells))
    return list(islice(rows, SAMPLED_ROWS))


def _count_headings(cells: Sequence[str]) -> int:
    """How many cells may be headings: texts, and numbers that are years."""
    return sum(_is_heading(cell) for cell in cells[:MAX_COLUMNS])


def _is_heading(cell: str) -> bool:
    text = cell.strip()
    return bool(text) and (not is_value(text) or _is_year(text))


def _merge_above(rows: Sequence[Row], place: int) -> list[str]:
    """The cells of a row, each blank one filled from above: cells may be merged from the one row to the other."""
    cells, above = rows[place].cells, rows[place - 1].cells if place else []
    return [cell if cell.strip() else "".join(above[n : n + 1]) for n, cell in enumerate(cells)]


def _score_header(header: Sequence[str], filled: set[int]) -> int:
    """How many columns that are filled below have a heading, less the headings over blank columns, and numbers."""
    places = [place for place, cell in enumerate(header[:MAX_COLUMNS]) if _is_heading(cell)]
    numbers = sum(is_number(cell) and not _is_year(cell.strip()) for cell in header[:MAX_COLUMNS] if cell.strip())
    return 2 * len(filled.intersection(places)) - len(places) - 2 * numbers


def _join_headings(above: Sequence[Row], header: Sequence[str], below: Sequence[Row]) -> tuple[str, ...]:
    """The headers of all columns: of two alike each begins with the merged heading above it, where these differ."""
    width = len(header)
    own = [normalise_text(cell[:MAX_CELL_CHARACTERS]) for cell in header]
    upper = [normalise_text(cell[:MAX_CELL_CHARACTERS]) for cell in above[-1].cells[:width]] if above else []
    upper += [""] * (width - len(upper))
    merged = list(accumulate(upper, _repeat_heading))
    joined = [f"{group}: {cell}" if cell and group else cell for group, cell in zip(merged, own, strict=True)]
    doubled = {cell for cell, times in Counter(own).items() if cell and times > 1}
    distinct = len({joined[n] for n, cell in enumerate(own) if cell in doubled}) == sum(c in doubled for c in own)
    filled = [_fill_header(own[n], upper[n], n, below) for n in range(width)]
    headers = [joined[n] if own[n] in doubled and distinct else filled[n] for n in range(width)]
    while len(headers) > MAX_COLUMNS and not headers[-1]:  # as formats of whole rows leave them
        headers.pop()
    return tuple(headers)


def _repeat_heading(before: str, cell: str) -> str:
    """A merged heading, which stands in its first cell alone, in all of its cells."""
    return cell or before


def _fill_header(own: str, upper: str, place: int, below: Sequence[Row]) -> str:
    """A header; where it is blank over a filled column, the cell above it, which may be merged with it."""
    has_cells = any(len(row.cells) > place and row.cells[place].strip() for row in below[:20])
    return own or (upper if has_cells else "")
