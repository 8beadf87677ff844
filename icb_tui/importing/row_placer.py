"""Rows one by one, each with the board, the period and the series that it is of; what is of none is counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from icb_tui.importing.board_index import NO_AREA, PARTS, Area, AreaKind, BoardIndex, holds_local_authority
from icb_tui.importing.choices import ImportChoices, Layout
from icb_tui.importing.columns.header_finder import is_number
from icb_tui.importing.import_problems import (
    MAX_CELL_CHARACTERS,
    ImportProblems,
    LeftOutRows,
    RowError,
    clean_text,
    normalise_text,
    quote_cells,
    shorten_cell,
)
from icb_tui.importing.periods import name_period
from icb_tui.sheets.sheet import Sheet

NOT_CHOSEN = "not chosen by --where"

OF_CATEGORY = "of a category, such as a deprivation decile"

BLANK = "without any text"

_LINE_BREAK = re.compile(r"\r\n?|\n")

HEADINGS = "headings"
"""What stands for the period of a row whose values have their periods in the header."""

MAX_CACHED = 100_000
"""The most different cells, or groups of cells, that a cache remembers."""


class PlacedRow(NamedTuple):
    """A row of a board: its cells as many as the header's, and the cells that tell its series from others."""

    line: int
    cells: list[str]
    code: str
    period: str
    series: tuple[str, ...]


PlainRow = tuple[int, list[str], str, str, tuple[str, ...]]
"""A PlacedRow as a plain tuple, which is made in a third of the time."""


class RowPlacer:
    """The rows of a sheet, as its layout says; it may be gone through once.

    `seen_names` is kind of area → the first name, with its line, that is a board's and a local authority's, or a local
    authority's alone. `has_parts`: some rows are of parts of a board, which `--sum` would add up.
    """

    def __init__(self, sheet: Sheet, layout: Layout, choices: ImportChoices, boards: BoardIndex) -> None:
        self.sheet, self.layout, self.choices, self.boards = sheet, layout, choices, boards
        self.problems, self.left_out = ImportProblems(), LeftOutRows(layout.board_column)
        self.width = len(layout.headers)
        self.seen_names: dict[AreaKind, tuple[int, str]] = {}
        self.has_parts = False
        self.where_cells: dict[int, dict[str, bool]] = {place: {} for place in layout.where_columns}
        self._areas: dict[tuple[str, ...], Area] = {}
        self._codes: dict[tuple[str, ...], str] = {}
        self._named: dict[tuple[str, ...], str] = {}
        self._periods: dict[tuple[str, ...], str] = {}
        self._series: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._get_area = _make_getter(layout.board_column, *layout.area_columns)
        self._get_period = _make_getter(*layout.period_columns)
        self._get_series = _make_getter(*self._list_series_columns())

    def place_rows(self) -> Iterator[PlainRow]:
        """Yield the rows of boards as PlacedRow has them, in plain tuples: a million rows are no rare case.

        What is wrong in other rows is noted, and what is of no use is counted.
        """
        header_line, width = self.layout.header_line, self.width
        codes, named, periods, every_series = self._codes, self._named, self._periods, self._series
        get_area, get_period, get_series = self._get_area, self._get_period, self._get_series
        line_before, cells_before = header_line, list[str]()
        for line, cells in self.sheet.read_rows():
            if line <= header_line:
                cells_before = cells
                continue
            if line > line_before + 1:
                self._count_blank_rows(line - line_before, cells_before)
            line_before, cells_before = line, cells
            if len(cells) == width:
                key, period = get_area(cells), periods.get(get_period(cells))
                code = codes.get(key) or (self._check_named(key, cells) if named else "")
                series = every_series.get(get_series(cells))
                if code and period and series:  # all cells have been met before
                    yield line, cells, code, period, series
                    continue
            if placed := self._try_to_place(line, cells):
                yield placed
            elif self.problems.is_full:
                return

    def _try_to_place(self, line: int, cells: list[str]) -> PlacedRow | None:
        try:
            return self._place(line, cells)
        except RowError as error:
            self.add_problem(line, error)
            return None

    def _count_blank_rows(self, lines: int, cells: list[str]) -> None:
        """Count the blank rows in so many lines, which begin with the row of these cells."""
        taken = 1 + sum(len(_LINE_BREAK.findall(cell)) for cell in cells) if self.sheet.line_word == "line" else 1
        if lines > taken:
            self.left_out.add(BLANK, (), lines - taken)

    def add_problem(self, line: int, error: RowError) -> None:
        column = "" if error.place is None else self.layout.headers[error.place]
        self.problems.add(line, column, str(error))

    def clean_cell(self, cells: Sequence[str], place: int) -> str:
        """The text of a cell; raise RowError where it is too long."""
        cell = cells[place]
        if len(cell) > MAX_CELL_CHARACTERS:
            raise RowError(place, f"{len(cell):,} characters; expected at most {MAX_CELL_CHARACTERS}")
        return clean_text(cell)

    def _place(self, line: int, cells: list[str]) -> PlacedRow | None:
        if len(cells) != self.width:
            cells = self._fit_width(cells)
        if self.where_cells and not self._is_wanted(cells):
            self.left_out.add(NOT_CHOSEN, cells)
            return None
        key = self._get_area(cells)
        area = self._areas.get(key) or _remember(self._areas, key, self._find_area(cells))
        if area.kind == AreaKind.BOARD and area.has_code:
            _remember(self._codes, key, area.code)
        else:
            area = self._check_area(line, cells, area)
            if area.kind == AreaKind.BOARD:
                _remember(self._named, key, area.code)
        if not area.code:
            self._leave_out(cells, area)
            return None
        if self.layout.category_column is not None and cells[self.layout.category_column].strip():
            self.left_out.add(OF_CATEGORY, cells)
            return None
        return PlacedRow(line, cells, area.code, self._find_period(cells), self._find_series(cells))

    def _fit_width(self, cells: list[str]) -> list[str]:
        """As many cells as the header has: past it only empty cells may stand, and spreadsheets leave out the last."""
        fitted = cells[: self.width] + [""] * (self.width - len(cells))
        is_short = len(cells) < self.width and self.sheet.line_word == "line"
        if (is_short or any(map(str.strip, cells[self.width :]))) and not self._is_note(fitted):
            raise RowError(None, f"{len(cells)} cells; expected {self.width}, as in the header")
        return fitted

    def _is_wanted(self, cells: list[str]) -> bool:
        """Whether a row has one of the values that `--where` asks for, in each of its columns."""
        chosen = [self._is_chosen(cells[place], place, known) for place, known in self.where_cells.items()]
        return all(chosen)

    def _is_chosen(self, cell: str, place: int, known: dict[str, bool]) -> bool:
        chosen = known.get(cell)
        if chosen is None:
            wanted = {text.casefold() for text in self.layout.where_columns[place]}
            chosen = normalise_text(cell[:MAX_CELL_CHARACTERS]).casefold() in wanted
            _remember(known, cell, chosen)
        return chosen

    # Areas

    def _find_area(self, cells: list[str]) -> Area:
        """What a row is of: of its board, unless another cell says that it is of a part of one."""
        area = self.boards.identify(cells[self.layout.board_column])
        others = [self.boards.identify(cells[place]) for place in self.layout.area_columns]
        if area.kind in (AreaKind.NOTE, AreaKind.UNKNOWN):
            area = next((other for other in others if other.kind not in (AreaKind.NOTE, AreaKind.UNKNOWN)), area)
        part = next((other for other in others if other.has_code and other.kind in PARTS), None)
        if not part or area.kind != AreaKind.BOARD:
            return area
        is_of_board = area.has_code or part.kind != AreaKind.LOCAL_AUTHORITY
        self.has_parts = self.has_parts or is_of_board
        return area if is_of_board and self.choices.sum_rows else part

    def _check_area(self, line: int, cells: list[str], area: Area) -> Area:
        """The area of a row that no code of a board shows: a name alone is no board beside a local authority's code."""
        if area.is_local_authority:
            self.seen_names.setdefault(area.kind, (line, cells[self.layout.board_column]))
        if area.kind == AreaKind.BOARD:
            return Area(AreaKind.LOCAL_AUTHORITY) if holds_local_authority(cells) else area
        if self._is_note(cells):
            return NO_AREA
        return Area(AreaKind.OTHER) if self.layout.is_fingertips and self._is_other_area(cells, area) else area

    def _check_named(self, key: tuple[str, ...], cells: list[str]) -> str:
        """The board whose name was met before, if the row holds no code of a local authority."""
        code = self._named.get(key, "")
        return "" if code and holds_local_authority(cells) else code

    def _is_other_area(self, cells: list[str], area: Area) -> bool:
        named = cells[self.layout.board_column].strip().removeprefix("n")
        return area.kind in (AreaKind.UNMATCHED, AreaKind.NOTE) and not named.startswith("E54")

    def _is_note(self, cells: list[str]) -> bool:
        """Whether a row holds no value and no period, but perhaps a text."""
        board = cells[self.layout.board_column].strip()
        if board == self.layout.headers[self.layout.board_column]:
            return True  # the header again, over another part of the table
        area = self.boards.identify(board)
        values = [cells[place] for place in (*self.layout.value_columns, *self.layout.value_periods)]
        if area.kind == AreaKind.NOTE:
            return not any(value.strip() and is_number(value) for value in values)
        used = [*values, *(cells[place] for place in self.layout.period_columns)]
        return area.kind == AreaKind.UNMATCHED and not area.has_code and not any(map(str.strip, used))

    def _leave_out(self, cells: list[str], area: Area) -> None:
        """Count a row that is of no board; raise RowError where it may be of one."""
        board = self.layout.board_column
        if area.kind == AreaKind.NOTE and not self._is_note(cells):
            self.clean_cell(cells, board)
            area = Area(AreaKind.UNMATCHED)
        if area.kind == AreaKind.DISAGREEING:
            raise RowError(board, area.problem)
        if area.kind == AreaKind.UNMATCHED and not self.choices.skip_unknown:
            named = cells[board].strip()
            what = f"unknown board “{shorten_cell(named)}”" if named else "empty"
            raise RowError(board, area.problem or f"{what}; expected a code such as QK1 or E54000015, or a name")
        self.left_out.add(area.kind, cells)

    # Periods and series

    def _find_period(self, cells: list[str]) -> str:
        key = self._get_period(cells)
        return self._periods.get(key) or _remember(self._periods, key, self._read_period(cells))

    def _read_period(self, cells: list[str]) -> str:
        if not self.layout.period_columns:
            return self.layout.fixed_period or HEADINGS
        texts = [self.clean_cell(cells, place) for place in self.layout.period_columns]
        for text, place in zip(texts, self.layout.period_columns, strict=True):
            if not text:
                raise RowError(place, "empty; expected a period such as 2023/24")
        return name_period(texts, month_first=self.layout.month_first)

    def _list_series_columns(self) -> list[int]:
        """The columns that tell of which series a row is, and whether it is wanted."""
        layout = self.layout
        places = (layout.id_column, layout.name_column, layout.unit_column, layout.category_column)
        return [*(n for n in places if n is not None), *layout.split_columns, *layout.where_columns]

    def _find_series(self, cells: list[str]) -> tuple[str, ...]:
        key = self._get_series(cells)
        series = self._series.get(key)
        if series is None:
            series = _remember(self._series, key, self._read_series(cells))
        return series

    def _read_series(self, cells: list[str]) -> tuple[str, ...]:
        """The id, name and unit of a row's indicator, and what keeps it apart from others of its id."""
        layout = self.layout
        own = self._read_required(cells, layout.id_column, "the id of an indicator")
        name = self._read_required(cells, layout.name_column, "the name of an indicator") or own
        unit = "" if layout.unit_column is None else self.clean_cell(cells, layout.unit_column)
        return own, name, unit, *(self.clean_cell(cells, place) for place in layout.split_columns)

    def _read_required(self, cells: list[str], place: int | None, expected: str) -> str:
        text = "" if place is None else self.clean_cell(cells, place)
        if not text and place is not None:
            raise RowError(place, f"empty; expected {expected}")
        return text

    def report_unseen(self) -> None:
        """Note the values of `--where` that no row had, with those that there are."""
        for place, known in self.where_cells.items():
            seen = {normalise_text(cell[:MAX_CELL_CHARACTERS]): None for cell in known if cell.strip()}
            folded = {cell.casefold() for cell in seen}
            for wanted in self.layout.where_columns[place]:
                if wanted.casefold() not in folded:
                    message = f"no row has “{shorten_cell(wanted)}”, as --where asks; expected one of"
                    listed = quote_cells(list(seen)) or "the values of this column, which is blank"
                    self.problems.add(self.layout.header_line, self.layout.headers[place], f"{message} {listed}")


def _make_getter(*places: int) -> Callable[[Sequence[str]], Any]:
    """What returns the cells in some places of a row, as a key of a cache."""
    return itemgetter(*places) if places else lambda _: ""


def _remember(cache: dict[Any, Any], key: Any, value: Any) -> Any:
    """Keep what was found out, as long as there is room."""
    if len(cache) < MAX_CACHED:
        cache[key] = value
    return value
