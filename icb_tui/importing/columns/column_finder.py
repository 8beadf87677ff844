"""What the columns of a table hold, by their contents and their headers: areas, values, names of indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from icb_tui.importing.board_index import PARTS, Area, AreaKind, BoardIndex
from icb_tui.importing.choices import PossibleAnswer
from icb_tui.importing.columns.header_finder import PeekedTable, is_number, is_value
from icb_tui.importing.columns.headers import (
    BOARD_HEADERS,
    FACTS,
    FINGERTIPS_HEADERS,
    FINGERTIPS_SPLITS,
    ID_HEADERS,
    NAME_HEADERS,
    ORDER_HEADERS,
    PERIOD_HEADERS,
    UNIT_HEADERS,
    VALUE_HEADERS,
    fold_header,
    says_auxiliary,
    says_percent,
    says_period,
)
from icb_tui.importing.import_problems import shorten_cell

SHOWN_EXAMPLES = 3
"""The first values of a column that a question shows."""

USUAL_SHARE = 0.8
"""The share of a column's cells that must be of a kind for the column to be taken for it."""


@dataclass(frozen=True)
class ColumnFinder:
    """The columns of a table whose first rows are known."""

    table: PeekedTable
    boards: BoardIndex

    @property
    def is_fingertips(self) -> bool:
        """Whether the table is a Fingertips download, or what the fingertipsR package gives."""
        return {*FINGERTIPS_HEADERS.values(), *FINGERTIPS_SPLITS[:2]} <= set(map(fold_header, self.table.headers))

    def find_header(self, names: Sequence[str]) -> int | None:
        """The first column that has the first of some folded headers."""
        folded = [fold_header(header) for header in self.table.headers]
        return next((folded.index(name) for name in names if name in folded), None)

    def offer(self, places: Sequence[int]) -> tuple[PossibleAnswer, ...]:
        """Columns as answers of a question, each with its first values."""
        return tuple(
            PossibleAnswer(
                self.table.headers[place],
                tuple(map(shorten_cell, list(dict.fromkeys(self.table.list_cells(place)))[:SHOWN_EXAMPLES])),
            )
            for place in places
            if self.table.headers[place]
        )

    # Areas

    def list_board_columns(self) -> list[int]:
        """The columns of boards, the best first: those of codes, else of names, else of other areas, else by header."""
        if self.is_fingertips:
            return [place for place in [self.find_header(["areacode"])] if place is not None]
        free = [place for place, header in enumerate(self.table.headers) if fold_header(header) not in _OTHER_ROLES]
        areas = {place: self._identify_column(place) for place in free}
        for of_board in (lambda area: area.kind == AreaKind.BOARD and area.has_code, _is_board, _is_area):
            counts = {place: sum(map(of_board, each)) for place, each in areas.items() if _are_areas(each)}
            if any(counts.values()):
                return sorted((place for place, count in counts.items() if count), key=lambda place: -counts[place])
        by_header = self.find_header(BOARD_HEADERS)
        return [] if by_header is None else [by_header]

    def list_rivals(self, places: Sequence[int]) -> list[int]:
        """The columns of boards' codes that name another board than the first one in any row."""
        return [place for place in places[1:] if self._disagree(places[0], place)]

    def list_area_columns(self, board_column: int) -> tuple[int, ...]:
        """The other columns of areas: of names, and of codes of parts of a board."""
        others = (place for place in range(len(self.table.headers)) if place != board_column)
        return tuple(place for place in others if self._holds_areas(place))

    def _holds_areas(self, place: int) -> bool:
        areas = self._identify_column(place)
        coded = [
            cell
            for cell in self.table.list_cells(place)
            if (area := self.boards.identify(cell)).has_code and area.kind in PARTS
        ]
        # Words of three capitals look like codes of trusts.
        has_parts = any(any(map(str.isdigit, cell)) for cell in coded)
        return _are_areas(areas) and (has_parts or any(not area.has_code for area in areas))

    def _identify_column(self, place: int) -> list[Area]:
        return [self.boards.identify(cell) for cell in self.table.list_cells(place)]

    def _disagree(self, one: int, other: int) -> bool:
        rows = [row.cells for row in self.table.rows if len(row.cells) > max(one, other)]
        pairs = [(self.boards.identify(cells[one]), self.boards.identify(cells[other])) for cells in rows]
        boards = [(mine, its) for mine, its in pairs if mine.code and its.code and mine.has_code and its.has_code]
        return any(mine.code != its.code for mine, its in boards)

    # Values

    def list_value_columns(self, board_column: int | None) -> list[int]:
        """The columns of numbers, whatever they are of, but for those of dates and codes."""
        rows = [row.cells for row in self.table.rows if self._is_data(row.cells, board_column)]
        return [
            place
            for place, header in enumerate(self.table.headers)
            if place != board_column and header and self._are_values(rows, place)
        ]

    def find_usual_values(self, places: Sequence[int]) -> list[int]:
        """Of columns of numbers, the one that has a usual header, or those that are no counts, limits or denominators.

        Where there are no others, all of them.
        """
        usual = self.find_header(VALUE_HEADERS)
        if usual is not None:
            return [usual]
        telling = [place for place in places if not says_auxiliary(self.table.headers[place])]
        return telling or list(places)

    def propose_values(self, places: Sequence[int]) -> str:
        """The header of the only column of percentages; empty where nothing is more likely than the rest."""
        percent = [place for place in places if self.holds_percent(place)]
        return self.table.headers[percent[0]] if len(percent) == 1 else ""

    def holds_percent(self, place: int) -> bool:
        """Whether a column is of percentages, by its header or its cells."""
        return says_percent(self.table.headers[place]) or any(c.endswith("%") for c in self.table.list_cells(place))

    def _is_data(self, cells: list[str], board_column: int | None) -> bool:
        if board_column is None:
            return True
        cell = cells[board_column] if len(cells) > board_column else ""
        return self.boards.identify(cell).kind != AreaKind.NOTE

    def _are_values(self, rows: Sequence[list[str]], place: int) -> bool:
        if says_period(self.table.headers[place]) or fold_header(self.table.headers[place]) in _NEVER_VALUES:
            return False
        cells = [cells[place] for cells in rows if len(cells) > place and cells[place].strip()]
        return any(map(is_number, cells)) and sum(map(is_value, cells)) >= USUAL_SHARE * len(cells)

    # Indicators

    def find_name_column(self) -> int | None:
        """The column of the names of indicators; a column of the names of boards is none."""
        for header in NAME_HEADERS:
            place = self.find_header([header])
            if place is not None and not self._names_no_indicator(place):
                return place
        return None

    def find_id_column(self) -> int | None:
        """The column of the ids of indicators; of “indicator” and “indicator_name” it is the first."""
        name = self.find_name_column()
        return next((place for h in ID_HEADERS if (place := self.find_header([h])) not in (None, name)), None)

    def find_fact_columns(self) -> dict[str, int]:
        """The columns that say more of an indicator, as our own CSV files have them."""
        found = {} if self.is_fingertips else {fact: self.find_header([fact]) for fact in FACTS}
        return {fact: place for fact, place in found.items() if place is not None}

    def find_unit_column(self) -> int | None:
        return self.find_header(UNIT_HEADERS)

    def find_order_column(self) -> int | None:
        return self.find_header(ORDER_HEADERS)

    def find_splits(self) -> tuple[int, ...]:
        """The columns of Fingertips that keep indicators apart."""
        places = (self.find_header([name]) for name in FINGERTIPS_SPLITS) if self.is_fingertips else ()
        return tuple(place for place in places if place is not None)

    def _names_no_indicator(self, place: int) -> bool:
        cells = self.table.list_cells(place)
        return bool(cells) and (any(map(_is_board, self._identify_column(place))) or all(map(is_number, cells)))


_OTHER_ROLES = {*FACTS, *PERIOD_HEADERS, *VALUE_HEADERS, *NAME_HEADERS, *ID_HEADERS, *UNIT_HEADERS, *ORDER_HEADERS} - {
    "name"
}
"""Headers of columns that are never of boards, whatever stands in them."""

_NEVER_VALUES = {*FACTS, *ID_HEADERS, *ORDER_HEADERS, *BOARD_HEADERS}


def _is_board(area: Area) -> bool:
    return area.kind == AreaKind.BOARD


def _is_area(area: Area) -> bool:
    return area.kind not in (AreaKind.NOTE, AreaKind.UNKNOWN) and (area.has_code or area.kind != AreaKind.UNMATCHED)


def _are_areas(areas: Sequence[Area]) -> bool:
    """Whether most cells that are no notes are areas, or say that the area is not known."""
    telling = [area for area in areas if area.kind != AreaKind.NOTE]
    known = [area for area in telling if _is_area(area) or area.kind == AreaKind.UNKNOWN]
    return len(known) * 2 >= len(telling) > 0
