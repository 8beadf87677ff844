"""Rows of a sheet → indicators: each row is read once, and nothing is guessed into a board or lost unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from icb_tui.domain.phrases import format_count
from icb_tui.importing.board_index import BoardIndex
from icb_tui.importing.choices import ImportChoices, Layout
from icb_tui.importing.columns.headers import VALUE_HEADERS, fold_header, says_percent
from icb_tui.importing.draft_checks import Clash, DraftChecks
from icb_tui.importing.import_problems import MAX_PROBLEMS, RowError, shorten_cell
from icb_tui.importing.indicator_drafts import (
    ImportedIndicator,
    ImportResult,
    IndicatorDraft,
    make_ids_distinct,
)
from icb_tui.importing.numbers import parse_number
from icb_tui.importing.row_placer import MAX_CACHED, PlacedRow, PlainRow, RowPlacer
from icb_tui.sheets.sheet import Sheet

NO_VALUE = "without a value (empty or suppressed)"

SOME_VALUES = "in which some values are empty or suppressed"

REPEATED = "with the same value as another row"

_PLAIN_NUMBER = re.compile(r"-?\d{1,12}(?:\.(\d{1,12}))?", re.ASCII)

_FORMULA_ERROR = re.compile(
    r"#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)|Err:\d{3}", re.ASCII
)


def read_indicators(sheet: Sheet, layout: Layout, choices: ImportChoices, boards: BoardIndex) -> ImportResult:
    """Return what a sheet holds; what is wrong in it is in the result. Raises FileError where the file breaks off."""
    return _IndicatorReader(sheet, layout, choices, boards).read()


_Number = tuple[float | None, int]
"""A value, None for one that is suppressed, and with how many decimals it is written."""


class _Target(NamedTuple):
    """Where a cell of a row belongs: its column, the series, and the period if a heading says it."""

    place: int
    draft: IndicatorDraft
    period: str


class _IndicatorReader:
    """One sheet, read into drafts of indicators."""

    def __init__(self, sheet: Sheet, layout: Layout, choices: ImportChoices, boards: BoardIndex) -> None:
        self.sheet, self.layout, self.choices, self.boards = sheet, layout, choices, boards
        self.rows = RowPlacer(sheet, layout, choices, boards)
        self.result = ImportResult(problems=self.rows.problems)
        self.targets: dict[tuple[str, ...], list[_Target]] = {}
        self.drafts: dict[tuple[str, ...], IndicatorDraft] = {}
        self.clashes: list[Clash] = []
        self.clash_count = 0
        self.numbers: dict[str, _Number] = {}

    def read(self) -> ImportResult:
        read_row, has_facts = self._read_row, bool(self.layout.fact_columns)
        for line, cells, code, period, series in self.rows.place_rows():
            try:
                read_row(line, cells, code, period, series)
                if has_facts:
                    self._note_facts(cells, series)
            except RowError as error:
                self.rows.add_problem(line, error)
                if self.result.problems.is_full:
                    break
        if not self.result.problems.is_full:
            self._finish()
        return self.result

    def _finish(self) -> None:
        """Check what all rows together say, and make indicators of it."""
        self.rows.report_unseen()
        checks = DraftChecks(self.sheet, self.layout, self.choices, self.rows)
        checks.report_clashes(self.clashes, self.clash_count, self._find_earlier_rows)
        checks.refuse_unfit_drafts(list(self.drafts.values()))
        self.result.warnings += checks.warnings
        self.result.questions += checks.questions
        self.result.left_out = self.rows.left_out.list_kinds()
        self._make_indicators()

    # Rows

    def _read_row(self, line: int, cells: list[str], code: str, period: str, series: tuple[str, ...]) -> None:
        targets = self.targets.get(series) or self._make_targets(series)
        missing = 0
        for place, draft, heading in targets:
            number = self.numbers.get(cells[place])
            if number is None:
                number = self._read_value(line, cells, place, draft)
            elif not draft.plain_line:
                draft.plain_line = line
            value = number[0]
            if value is None:
                missing += 1
            elif number[1] > draft.decimals:
                draft.decimals = number[1]
            known = draft.values.get(heading or period) or self._add_period(cells, draft, heading or period)
            if code not in known:
                known[code] = value
            elif draft.is_summed and value is not None and (before := known[code]) is not None:
                known[code] = before + value  # as _join does, without the call: this may come a million times
            else:
                placed = (line, cells, code, period, series)
                self._join(placed, place, draft, heading or period, value)
        if missing:
            self.rows.left_out.add(NO_VALUE if missing == len(targets) else SOME_VALUES, cells)

    def _note_facts(self, cells: list[str], series: tuple[str, ...]) -> None:
        for _, draft, _ in self.targets[series]:
            for fact, column in self.layout.fact_columns.items():
                draft.facts.setdefault(fact, set()).add(cells[column])

    def _make_targets(self, series: tuple[str, ...]) -> list[_Target]:
        """The drafts of the series that a row belongs to; its name and unit are the same in all rows."""
        if self.layout.value_periods:
            draft = self._find_draft(series, None)
            targets = [_Target(place, draft, period) for place, period in self.layout.value_periods.items()]
        else:
            several = len(self.layout.value_columns) > 1
            targets = [
                _Target(place, self._find_draft(series, place if several else None), "")
                for place in self.layout.value_columns
            ]
        self.targets[series] = targets
        return targets

    def _find_draft(self, series: tuple[str, ...], place: int | None) -> IndicatorDraft:
        own, name, unit, *splits = series
        key = (own or name, *splits, "" if place is None else str(place))
        draft = self.drafts.get(key)
        if draft is None:
            column = next(iter((*self.layout.value_columns, *self.layout.value_periods))) if place is None else place
            draft = self.drafts[key] = IndicatorDraft(own, name, unit, tuple(splits), column)
        columns = (("name", self.layout.name_column), ("unit", self.layout.unit_column))
        for (field, column_of), mine in zip(columns, (name, unit), strict=True):
            if mine != (its := getattr(draft, field)):
                message = f"“{shorten_cell(mine)}”, but “{shorten_cell(its)}” in an earlier row"
                raise RowError(column_of, f"{message}; expected the same for the whole indicator")
        return draft

    def _add_period(self, cells: list[str], draft: IndicatorDraft, period: str) -> dict[str, float | None]:
        order = self.layout.order_column
        sortable = "" if order is None else self.rows.clean_cell(cells, order)
        draft.orders[period] = [int(number) for number in re.findall("[0-9]+", sortable)]
        return draft.values.setdefault(period, {})

    def _read_value(self, line: int, cells: list[str], place: int, draft: IndicatorDraft) -> _Number:
        """The value of a cell, None for one that is suppressed, and its decimals."""
        text = cells[place]
        plain = _PLAIN_NUMBER.fullmatch(text)
        if plain is None:
            return self._parse_value(line, cells, place, draft)
        draft.plain_line = draft.plain_line or line
        number = float(text) + 0.0, len(plain[1] or "")
        if len(self.numbers) < MAX_CACHED:
            self.numbers[text] = number
        return number

    def _parse_value(self, line: int, cells: list[str], place: int, draft: IndicatorDraft) -> _Number:
        text = self.rows.clean_cell(cells, place)
        if _FORMULA_ERROR.fullmatch(text):
            raise RowError(place, f"formula error “{text}”; expected a number such as 1234.5, or nothing")
        try:
            read = parse_number(text, decimal_commas=self.sheet.has_decimal_commas)
        except ValueError as error:
            raise RowError(place, f"invalid value “{shorten_cell(text)}”; {error}") from None
        if read is None:
            return None, 0
        if read.percent:
            draft.percent_line = draft.percent_line or line
        else:
            draft.plain_line = draft.plain_line or line
        return read.value, read.decimals

    def _join(self, placed: PlainRow, place: int, draft: IndicatorDraft, period: str, value: float | None) -> None:
        """Take a second value for a board and a period: one that is alike, or added up if the user says so."""
        known, code = draft.values[period], placed[2]
        before = known[code]
        if self.choices.sum_rows:
            known[code] = (before or 0) + (value or 0)
            draft.is_summed = True
            if before is None or value is None:
                draft.incomplete.add((period, code))
        elif before == value:
            self.rows.left_out.add(REPEATED, placed[1])
        else:
            self.clash_count += 1
            if len(self.clashes) < MAX_PROBLEMS:
                self.clashes.append(Clash(PlacedRow(*placed), place, period, (before, value)))

    def _find_earlier_rows(self) -> Iterator[PlainRow]:
        """The rows once more, to find the first ones of boards and periods that have two values."""
        return RowPlacer(self.sheet, self.layout, self.choices, self.boards).place_rows()

    # Indicators

    def _make_indicators(self) -> None:
        """Make the indicators, of drafts that hold any value; two of them never have one id."""
        if self.result.problems.count:
            return
        drafts = [draft for draft in self.drafts.values() if any(draft.list_values().values())]
        made = [self._make_indicator(draft) for draft in drafts]
        if not made:
            self._report_no_values()
            return
        self.result.warnings += make_ids_distinct(made) if len(made) > 1 else []
        if parts := sum(len(draft.incomplete) for draft in drafts):
            sums = format_count(parts, "sum")
            self.result.warnings.append(f"{sums} left out, of which a part is empty or suppressed")
        self.result.indicators = made

    def _make_indicator(self, draft: IndicatorDraft) -> ImportedIndicator:
        header = self.layout.value_name if self.layout.value_periods else self.layout.headers[draft.column]
        if header and fold_header(header) not in VALUE_HEADERS:
            several = len(self.layout.value_columns) > 1
            draft.name = f"{draft.name}: {header}" if draft.name and several else draft.name or header
        made = draft.to_indicator(id_of_name=self.layout.is_fingertips or len(self.layout.value_columns) > 1)
        own = made.unit or ("%" if says_percent(header) else "")
        percent = next(filter(says_percent, (self.choices.unit, own)), "")
        is_doubtful = not draft.percent_line and bool(doubt := doubt_fractions(made, percent))
        if is_doubtful:
            self.result.doubts.append(doubt)
        if self.choices.unit or not is_doubtful:
            made.unit = own
        return made

    def _report_no_values(self) -> None:
        left = "; ".join(f"{format_count(each.count, 'row')} {kind}" for kind, each in self.result.left_out.items())
        has_parts = self.rows.has_parts and not self.choices.sum_rows
        advice = "; --sum adds up the parts of a board, which is right for counts only" if has_parts else ""
        message = f"no usable value{f' ({left})' if left else ''}; expected at least one{advice}"
        self.result.problems.add(self.layout.header_line, "", message)


def doubt_fractions(indicator: ImportedIndicator, unit: str) -> str:
    """Return a sentence on fractions whose unit says percent; empty where the unit says none, or they are none."""
    if not says_percent(unit) or not _are_fractions(indicator):
        return ""
    name = indicator.name or "the values"
    return f"The unit of {name} is {unit}, and all values lie between 0 and 1; they are taken as they are"


def _are_fractions(indicator: ImportedIndicator) -> bool:
    """Whether all values lie between 0 and 1, and not all are one of the two."""
    values = list(chain.from_iterable(row.values() for row in indicator.values.values()))
    return all(0 <= value <= 1 for value in values) and any(0 < value < 1 for value in values)
