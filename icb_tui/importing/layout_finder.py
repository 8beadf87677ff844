"""How a table is to be read: found out from its first rows and what the user says, with questions about the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from icb_tui.importing.board_index import BoardIndex
from icb_tui.importing.choices import ImportChoices, Layout, Question
from icb_tui.importing.columns.column_finder import ColumnFinder
from icb_tui.importing.columns.header_finder import MAX_COLUMNS, PeekedTable, peek_table
from icb_tui.importing.columns.headers import find_columns, fold_header
from icb_tui.importing.columns.period_columns import FoundPeriod, find_period
from icb_tui.importing.import_problems import ImportProblems, normalise_text, quote_cells
from icb_tui.sheets.sheet import Sheet


@dataclass
class FoundLayout:
    """How a table is read, what must be asked first, and what is wrong.

    While there are questions, `layout` is how the table would be read if what they propose were answered, for a
    preview: it lacks what nothing is proposed for. It is None where no column of boards is known. `table` holds the
    first rows; it is None where no header was found.
    """

    layout: Layout | None = None
    questions: tuple[Question, ...] = ()
    problems: ImportProblems = field(default_factory=ImportProblems)
    table: PeekedTable | None = None


def find_layout(sheet: Sheet, choices: ImportChoices, boards: BoardIndex) -> FoundLayout:
    """Return how a sheet is read; raises FileError where the file breaks off in its first rows."""
    table = peek_table(sheet, choices.header_row, boards)
    if table is None:
        return _report_no_header(choices)
    if len(table.headers) > MAX_COLUMNS:
        found = FoundLayout(table=table)
        message = f"{len(table.headers):,} columns; expected at most {MAX_COLUMNS:,}"
        found.problems.add(table.header_line, "", message)
        return found
    return _LayoutFinder(sheet, table, choices, boards).find()


def _report_no_header(choices: ImportChoices) -> FoundLayout:
    found = FoundLayout()
    if choices.header_row is None:
        found.problems.add(1, "", "no header; expected the names of the columns above rows of boards and their values")
    else:
        found.problems.add(choices.header_row, "", "this row of the header is blank, or after the last row")
    return found


class _LayoutFinder:
    """One table, of which the layout is found step by step."""

    def __init__(self, sheet: Sheet, table: PeekedTable, choices: ImportChoices, boards: BoardIndex) -> None:
        self.sheet, self.table, self.choices = sheet, table, choices
        self.finder = ColumnFinder(table, boards)
        self.found = FoundLayout(table=table)
        self.questions: list[Question] = []

    def find(self) -> FoundLayout:
        where = self._find_where()
        board = self._find_board()
        numbers = self.finder.list_value_columns(board)
        period = find_period(self.sheet, self.finder, self.choices, self._exclude_chosen(numbers))
        self._report_period(period)
        values, headings = self._find_values(numbers, period)
        self.found.questions = tuple(self.questions)
        if board is not None:
            self.found.layout = self._make_layout(board, where, period, values, headings)
        return self.found

    def _add_problem(self, column: str, message: str) -> None:
        self.found.problems.add(self.table.header_line, column, message)

    def _list_headers(self) -> str:
        return quote_cells([header for header in self.table.headers if header])

    def _find_named(self, header: str, option: str) -> int | None:
        """The column that an option names; where there is none, or two, a problem."""
        places = find_columns(header, self.table.headers)
        if not places:
            self._add_problem(header, f"unknown column in --{option}; expected one of {self._list_headers()}")
        elif len(places) > 1:
            self._add_problem(header, "duplicate column; expected it once")
        return places[0] if places else None

    def _find_where(self) -> dict[int, tuple[str, ...]]:
        found: dict[int, tuple[str, ...]] = {}
        for header, values in self.choices.where.items():
            if (place := self._find_named(header, "where")) is not None:
                wanted = tuple(map(normalise_text, values))
                found[place] = (*found.get(place, ()), *wanted)
        return found

    def _find_board(self) -> int | None:
        if self.choices.board:
            return self._find_named(self.choices.board, "board")
        places = self.finder.list_board_columns()
        rivals = self.finder.list_rivals(places)
        headers = self.table.headers
        if not places or rivals:
            text = "No column holds codes or names of boards such as QK1 or E54000015."
            if rivals:
                text = f"Several columns name boards: {quote_cells([headers[n] for n in (places[0], *rivals)])}."
            offered = [places[0], *rivals] if rivals else range(len(headers))
            self.questions.append(
                Question("board", text, self.finder.offer(offered), headers[places[0]] if places else "")
            )
        return places[0] if places else None

    def _exclude_chosen(self, numbers: Sequence[int]) -> list[int]:
        """Columns of numbers, without those that `--period` names."""
        named = [n for part in self.choices.period.split(" + ") for n in find_columns(part, self.table.headers)]
        return [place for place in numbers if place not in named]

    def _report_period(self, period: FoundPeriod) -> None:
        if period.question:
            self.questions.append(period.question)
        if period.problem:
            self._add_problem(self.choices.period, period.problem)

    def _find_values(self, numbers: Sequence[int], period: FoundPeriod) -> tuple[tuple[int, ...], dict[int, str]]:
        """The columns of values, or those that have periods for headings."""
        headed = self._choose_headed(period)
        if headed is not None:
            return (), {n: text for n, text in period.value_periods.items() if n in headed}
        chosen = [self._find_named(header, "value") for header in self.choices.values]
        if self.choices.values:
            return tuple(place for place in dict.fromkeys(chosen) if place is not None), {}
        return self._choose_values([n for n in numbers if n not in period.period_columns]), {}

    def _choose_headed(self, period: FoundPeriod) -> list[int] | None:
        """The columns with periods for headings, of one measure; None where the user names columns that have none."""
        headers, wanted = self.table.headers, {*map(fold_header, self.choices.values)}
        known = {n: {fold_header(headers[n]), fold_header(period.measures[n])} for n in period.value_periods}
        if not known or not wanted <= set().union(*known.values()):
            return None
        places = [n for n, names in known.items() if names & wanted or not wanted]
        measures = list(dict.fromkeys(period.measures[n] for n in places))
        if len(measures) > 1:
            text = f"Several columns hold numbers for each period: {quote_cells(measures)}. Give one of them."
            first = {measure: next(n for n in places if period.measures[n] == measure) for measure in measures}
            answers = [replace(self.finder.offer([n])[0], answer=measure) for measure, n in first.items()]
            self.questions.append(Question("value", text, tuple(answers)))
        return places

    def _choose_values(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """The column that is plainly of the values; of several, ask."""
        usual = self.finder.find_usual_values(numbers)
        headers = self.table.headers
        if not usual:
            self._add_problem("", f"no column of numbers among {self._list_headers()}; expected one for the values")
        elif len(usual) > 1:
            proposed = self.finder.propose_values(usual)
            text = f"Several columns hold numbers: {quote_cells([headers[n] for n in usual])}."
            self.questions.append(Question("value", text, self.finder.offer(numbers), proposed, several=True))
            return tuple(find_columns(proposed, headers)[:1]) if proposed else ()
        elif len(find_columns(headers[usual[0]], headers)) > 1:
            self._add_problem(headers[usual[0]], "duplicate column; expected it once")
        return tuple(usual)

    def _make_layout(
        self,
        board: int,
        where: dict[int, tuple[str, ...]],
        period: FoundPeriod,
        values: tuple[int, ...],
        headings: dict[int, str],
    ) -> Layout:
        finder, is_fingertips = self.finder, self.finder.is_fingertips
        taken = {board, *period.period_columns, *values, *headings}
        named = {
            "id_column": finder.find_id_column(),
            "name_column": finder.find_name_column(),
            "unit_column": finder.find_unit_column(),
            "order_column": finder.find_order_column(),
            "category_column": finder.find_header(["category"]) if is_fingertips else None,
        }
        free = {field: place for field, place in named.items() if place is not None and place not in taken}
        facts = {fact: n for fact, n in finder.find_fact_columns().items() if n not in (*taken, *free.values())}
        areas = () if is_fingertips else finder.list_area_columns(board)
        used = taken | {*free.values(), *facts.values(), *where, *areas, *finder.find_splits()}
        headers = enumerate(self.table.headers)
        unused = () if is_fingertips else tuple(n for n, header in headers if header and n not in used)
        return Layout(
            self.table.header_line,
            self.table.headers,
            board,
            period.period_columns,
            period.fixed_period or self._propose_period(period),
            month_first=period.month_first,
            area_columns=tuple(place for place in areas if place not in taken),
            where_columns=where,
            value_columns=values,
            value_periods=headings,
            value_name=next((period.measures[place] for place in headings), ""),
            split_columns=finder.find_splits(),
            fact_columns=facts,
            unused_columns=unused,
            is_fingertips=is_fingertips,
            **free,
        )

    @staticmethod
    def _propose_period(period: FoundPeriod) -> str:
        """For a preview, the period that a question proposes; a proposed column is not looked at yet."""
        offered = [each.answer for each in period.question.possible] if period.question else []
        return period.question.proposed if period.question and period.question.proposed not in offered else ""
