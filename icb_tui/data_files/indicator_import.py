"""Indicators from CSV, tidy or as Fingertips gives them: text → a series for each indicator."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from icb_tui.data_files.csv_reader import CsvRow, find_delimiter, read_rows, shorten_cell
from icb_tui.data_files.indicator_series import (
    FACTS,
    MAX_CELL_CHARACTERS,
    ImportedIndicator,
    ImportResult,
    IndicatorDraft,
    RowError,
    RowSkipped,
    normalise_text,
)
from icb_tui.data_files.number_formats import parse_number
from icb_tui.domain.names import fold_name
from icb_tui.domain.phrases import format_count
from icb_tui.text.cells import join_names

COLUMN_NAMES = {
    "board": (
        *("code", "ods_code", "ods", "icb_code", "icb", "gss_code", "gss", "area_code", "org_code", "board"),
        *("icb_name", "area_name", "board_name", "short_name", "name"),
    ),
    "period": ("period", "time_period", "year", "quarter", "month", "date"),
    "value": ("value", "figure"),
    "name": ("indicator_name", "indicator", "measure", "metric", "name"),
    "id": ("indicator_id", "indicator"),
    "unit": ("unit", "units"),
    "order": ("time_period_sortable",),
    **{fact: (fact,) for fact in FACTS},
}
"""What is read → the headers it may have, the best first; case, spacing and punctuation make no difference."""

REQUIRED_COLUMNS = ("board", "period", "value")

FINGERTIPS_COLUMNS = {
    "board": "area_code",
    "period": "time_period",
    "value": "value",
    "id": "indicator_id",
    "name": "indicator_name",
    "order": "time_period_sortable",
    "category": "category",
}
"""The columns of a Fingertips download that are read, by which it is known."""

FINGERTIPS_SPLITS = ("sex", "age", "time_period_range")
"""Columns of Fingertips that make several indicators of one, which are never mixed."""

PEEKED_ROWS = 50
"""Rows that are looked at to see whether a column `name` names boards or indicators."""

_BOARD_GSS = re.compile(r"E54\d{6}", re.ASCII)

_APOSTROPHE = re.compile(r"^'(?=[=+@-])")
"""What our own CSV files have before a text that a spreadsheet would take for a formula."""

_SUB_ICB = re.compile(r"E38\d{6}", re.ASCII)


def read_indicators(
    text: str, boards: Mapping[str, str], where: Mapping[str, str], *, skip_unknown: bool = False
) -> ImportResult:
    """Return what a CSV text holds; never raises, what is wrong is in the reading.

    `boards` is folded name → code, `where` is header → the value that rows must have. With `skip_unknown` the rows of
    boards that are not in the data are left out.
    """
    reading, delimiter = ImportResult(), find_delimiter(text)
    each = read_rows(text, delimiter, reading.problems)
    header = next(each, None)
    if header:
        table = _ImportTable(header, boards, reading, delimiter, skip_unknown=skip_unknown)
        table.require_values(where)
        if not reading.problems.count:
            table.read_rows(each)
    elif not reading.problems.count:
        reading.problems.add(1, "", "empty file; expected a header, and a row for each board and period")
    return reading


class _ImportTable:
    """The rows of one file, read into series."""

    def __init__(
        self, header: CsvRow, boards: Mapping[str, str], reading: ImportResult, delimiter: str, *, skip_unknown: bool
    ) -> None:
        self.header, self.boards, self.reading, self.skip_unknown = header, boards, reading, skip_unknown
        self.commas = delimiter != ";"
        self.columns = [
            "_".join(re.findall(r"[^\W_]+", cell[:MAX_CELL_CHARACTERS].casefold())) for cell in header.cells
        ]
        self.fingertips = {*FINGERTIPS_COLUMNS.values(), *FINGERTIPS_SPLITS[:2]} <= set(self.columns)
        self.column_index: dict[str, int] = {}
        self.required_values: dict[int, str] = {}
        self.drafts: dict[tuple[str, ...], IndicatorDraft] = {}
        for role, names in (
            COLUMN_NAMES.items() if not self.fingertips else [(r, (c,)) for r, c in FINGERTIPS_COLUMNS.items()]
        ):
            self._find_column(role, names)
        self.facts = [fact for fact in FACTS if fact in self.column_index]
        self.splits = [self.columns.index(c) for c in FINGERTIPS_SPLITS if c in self.columns] if self.fingertips else []

    def _find_column(self, role: str, names: Sequence[str]) -> None:
        """Note the first column of those that a role may have which no other role has."""
        free = [n for n in names if n in self.columns and self.columns.index(n) not in self.column_index.values()]
        if free:
            self.column_index[role] = self.columns.index(free[0])
            if self.columns.count(free[0]) > 1:
                self.reading.problems.add(self.header.line, free[0], "duplicate column; expected it once")
        elif role in REQUIRED_COLUMNS:
            message = f"no column for the {role} among {self._list_headers()}; expected {join_names(list(names), 6)}"
            self.reading.problems.add(self.header.line, "", message)

    def _list_headers(self) -> str:
        return join_names([f"“{shorten_cell(cell)}”" for cell in self.header.cells], 26, "and")

    def require_values(self, where: Mapping[str, str]) -> None:
        """Keep only the rows that have these values."""
        known = {cell.strip().casefold(): place for place, cell in enumerate(self.header.cells)}
        for column, value in where.items():
            if (place := known.get(column.strip().casefold())) is None:
                message = f"unknown column in --where; expected one of {self._list_headers()}"
                self.reading.problems.add(self.header.line, column, message)
            else:
                self.required_values[place] = normalise_text(value).casefold()

    def read_rows(self, each: Iterator[CsvRow]) -> None:
        """Read all rows into the reading's series."""
        first = list(islice(each, PEEKED_ROWS))
        self._release_board_names(first)
        for row in chain(first, each):
            try:
                self._read_row(row)
            except RowSkipped as why:
                self.reading.left_out[str(why)] += 1
            except RowError as error:
                column = "" if error.place is None else self.header.cells[error.place]
                self.reading.problems.add(row.line, column, str(error))
        for place in self.splits:
            self._refuse_mixed_splits(place)
        self._refuse_mixed_units()
        self._make_indicators()

    def _release_board_names(self, first: Iterable[CsvRow]) -> None:
        """A column `name` that holds the names of boards names no indicators."""
        place = self.column_index.get("name")
        if place is not None and self.columns[place] == "name":
            names = [fold_name(row.cells[place][:MAX_CELL_CHARACTERS]) for row in first if len(row.cells) > place]
            if any(name in self.boards for name in names):
                del self.column_index["name"]
        if not self.fingertips:
            used = {*self.column_index.values(), *self.required_values}
            self.reading.unused = [
                shorten_cell(c) for n, c in enumerate(self.header.cells) if n not in used and c.strip()
            ]

    def _read_row(self, row: CsvRow) -> None:
        self._check_length(row)
        self._check_wanted(row)
        code, period = self._find_board(row), self._required_cell(row, "period", "a period such as 2023/24")
        draft = self._find_draft(row)
        value = self._read_value(row, draft)
        if (line := draft.lines.setdefault((period, code), row.line)) != row.line:
            raise RowError(
                self.column_index["board"], f"a second row for {code} in {period}, after line {line}; expected one row"
            )
        for fact in self.facts:
            draft.facts[fact].add(normalise_text(_APOSTROPHE.sub("", row.cells[self.column_index[fact]])))
        draft.orders.setdefault(period, [int(n) for n in re.findall("[0-9]+", self._cell_of_role(row, "order"))])
        if value is None:
            raise RowSkipped("without a value (empty or suppressed)")
        draft.values.setdefault(period, {})[code] = value

    def _check_length(self, row: CsvRow) -> None:
        """Past the header only empty cells may stand, as spreadsheets leave them."""
        wanted = len(self.columns)
        if len(row.cells) < wanted or any(map(str.strip, row.cells[wanted:])):
            raise RowError(None, f"{len(row.cells)} cells; expected {wanted}, as in the header")

    def _check_wanted(self, row: CsvRow) -> None:
        if any(self._clean_cell(row, place).casefold() != value for place, value in self.required_values.items()):
            raise RowSkipped("not chosen by --where")

    def _clean_cell(self, row: CsvRow, place: int) -> str:
        cell = _APOSTROPHE.sub("", row.cells[place])
        if len(cell) > MAX_CELL_CHARACTERS:
            raise RowError(place, f"{len(cell):,} characters; expected at most {MAX_CELL_CHARACTERS}")
        return cell if cell.isalnum() and cell.isascii() else normalise_text(cell)

    def _cell_of_role(self, row: CsvRow, role: str) -> str:
        """The text of a cell; empty where there is no such column."""
        return self._clean_cell(row, self.column_index[role]) if role in self.column_index else ""

    def _required_cell(self, row: CsvRow, role: str, expected: str) -> str:
        text = self._cell_of_role(row, role)
        if not text and role in self.column_index:
            raise RowError(self.column_index[role], f"empty; expected {expected}")
        return text

    def _find_board(self, row: CsvRow) -> str:
        """The board's code, for a row that is of one board as a whole."""
        named = self._cell_of_role(row, "board")
        code = self.boards.get(fold_name(named))
        if self.fingertips and not code and not _BOARD_GSS.fullmatch(named):
            raise RowSkipped("of other areas (England, regions, sub-ICB locations, …)")
        if self._cell_of_role(row, "category"):
            raise RowSkipped("of a category, such as a deprivation decile")
        if code:
            return code
        if self.skip_unknown:
            raise RowSkipped("of boards that are not in the data")
        what = f"unknown board “{shorten_cell(named)}”" if named else "empty"
        if _SUB_ICB.fullmatch(named):
            what = f"“{named}” is the code of a sub-ICB location, not of an ICB"
        raise RowError(self.column_index["board"], f"{what}; expected a code such as QK1 or E54000015, or a name")

    def _find_draft(self, row: CsvRow) -> IndicatorDraft:
        """The series that a row belongs to; its name and unit are the same in all rows."""
        own = self._required_cell(row, "id", "the id of an indicator")
        name = self._required_cell(row, "name", "the name of an indicator") or own
        unit = self._cell_of_role(row, "unit")
        splits = tuple(self._clean_cell(row, place) for place in self.splits)
        draft = self.drafts.setdefault((own or name, *splits), IndicatorDraft(own, name, unit, splits))
        for role, mine, its in (("name", name, draft.name), ("unit", unit, draft.unit)):
            if mine != its:
                message = f"“{shorten_cell(mine)}”, but “{shorten_cell(its)}” in an earlier row"
                raise RowError(self.column_index[role], f"{message}; expected the same for the whole indicator")
        return draft

    def _read_value(self, row: CsvRow, draft: IndicatorDraft) -> float | None:
        text = self._cell_of_role(row, "value")
        try:
            read = parse_number(text, commas=self.commas)
        except ValueError as error:
            raise RowError(self.column_index["value"], f"invalid value “{shorten_cell(text)}”; {error}") from None
        if read is None:
            return None
        draft.percent_signs.setdefault(read.percent, row.line)
        draft.decimals = max(draft.decimals, read.decimals)
        return read.value

    def _refuse_mixed_splits(self, place: int) -> None:
        """What Fingertips tells apart, such as the sexes, must be chosen."""
        values_of: dict[str, dict[str, None]] = defaultdict(dict)
        for draft in self.drafts.values():
            values_of[draft.indicator_id][draft.splits[self.splits.index(place)]] = None
        for own, values in values_of.items():
            if len(values) > 1:
                header, each = shorten_cell(self.header.cells[place]), list(values)
                names = join_names([f"“{shorten_cell(value)}”" for value in each], conjunction="and")
                has = f"{names} for indicator {shorten_cell(own)}"
                chosen = f'--where "{header}={shorten_cell(each[0])}"'
                self.reading.problems.add(self.header.line, header, f"{has}; expected one, for example with {chosen}")

    def _refuse_mixed_units(self) -> None:
        """12% and 0.12 in one series would be of different units."""
        for draft in self.drafts.values():
            if len(draft.percent_signs) > 1:
                message = f"no % sign, although line {draft.percent_signs[True]} has one; expected the same in all rows"
                self.reading.problems.add(
                    draft.percent_signs[False], self.header.cells[self.column_index["value"]], message
                )

    def _make_indicators(self) -> None:
        """Make the series, of drafts that hold any value; two of them never have one id."""
        problems, names = self.reading.problems, dict[str, ImportedIndicator]()
        if problems.count:
            return
        made = [draft.to_indicator(fingertips=self.fingertips) for draft in self.drafts.values() if draft.values]
        for series in made:
            if (other := names.setdefault(series.id, series)) is not series:
                message = f"“{shorten_cell(series.name)}” and “{shorten_cell(other.name)}” would have the same id"
                problems.add(self.header.line, "", f"{message} ({series.id or 'none'}); expected --where to choose one")
        if not made:
            left = "; ".join(f"{format_count(n, 'row')} {why}" for why, n in self.reading.left_out.items())
            problems.add(self.header.line, "", f"no usable value{f' ({left})' if left else ''}; expected at least one")
        self.reading.indicators = [] if problems.count else made
