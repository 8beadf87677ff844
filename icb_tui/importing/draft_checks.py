"""What may be wrong with the rows of a sheet taken together: two values for one, mixed units, sums of percentages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, starmap
from typing import NamedTuple

from icb_tui.importing.board_index import AreaKind
from icb_tui.importing.choices import ImportChoices, Layout, PossibleAnswer, Question
from icb_tui.importing.columns.headers import says_ratio
from icb_tui.importing.import_problems import RowError, quote_cells, shorten_cell
from icb_tui.importing.indicator_drafts import IndicatorDraft
from icb_tui.importing.row_placer import PlacedRow, PlainRow, RowPlacer
from icb_tui.sheets.sheet import Sheet


class Clash(NamedTuple):
    """A second value for a board and a period, which differs from the first; None is one that is suppressed."""

    row: PlacedRow
    place: int
    period: str
    values: tuple[float | None, float | None]


class DraftChecks:
    """What is checked when all rows are read; problems are noted where those of the rows are."""

    def __init__(self, sheet: Sheet, layout: Layout, choices: ImportChoices, rows: RowPlacer) -> None:
        self.sheet, self.layout, self.choices, self.rows = sheet, layout, choices, rows
        self.warnings: list[str] = []
        self.questions: list[Question] = []

    def report_clashes(
        self, clashes: Sequence[Clash], count: int, read_again: Callable[[], Iterator[PlainRow]]
    ) -> None:
        """Name both rows of two values for one board and period, and the columns in which the rows differ."""
        earlier = _find_first_rows(clashes, read_again)
        for clash in clashes:
            row, other = clash.row, earlier.get(_make_key(clash.row))
            line = f", after {self.sheet.line_word} {other.line}" if other else ""
            one, two = ("none" if value is None else f"{value:.12g}" for value in clash.values)
            said = f"a second row for {row.code} in {clash.period}{line}, with another value ({two}, not {one})"
            self.rows.add_problem(row.line, RowError(self.layout.board_column, f"{said}; {self._advise(clash, other)}"))
        self.rows.problems.count += count - len(clashes)

    def _advise(self, clash: Clash, other: PlacedRow | None) -> str:
        """How to choose one of two rows."""
        values = {*self.layout.value_columns, *self.layout.value_periods}
        cells = enumerate(zip(clash.row.cells, other.cells if other else clash.row.cells, strict=True))
        headers = [self.layout.headers[n] for n, (mine, its) in cells if mine != its and n not in values]
        differing = [header for header in headers if header]
        where = f" (the rows differ in {quote_cells(differing)}; --where chooses)" if differing else ""
        summed = "" if self._is_ratio(clash.place, "") else ", or --sum to add up counts"
        return f"expected one row{where}{summed}"

    def _is_ratio(self, place: int, names: str) -> bool:
        return says_ratio(f"{self.layout.headers[place]} {names} {self.choices.unit}")

    def refuse_unfit_drafts(self, drafts: Sequence[IndicatorDraft]) -> None:
        """Note what is wrong with the series as a whole."""
        self._refuse_ambiguous_names()
        for at, place in enumerate(self.layout.split_columns):
            self._refuse_mixed_splits(drafts, at, place)
        for draft in drafts:
            self._refuse_mixed_units(draft)
            if draft.is_summed:
                self._refuse_sum(draft)

    def _refuse_ambiguous_names(self) -> None:
        """Names that are boards' and local authorities' are no boards where other rows are of local authorities."""
        seen = self.rows.seen_names
        if AreaKind.BOARD in seen and AreaKind.LOCAL_AUTHORITY in seen:
            line, name = seen[AreaKind.BOARD]
            other_line, other = seen[AreaKind.LOCAL_AUTHORITY]
            message = f"“{shorten_cell(name)}” is a board and a local authority, and “{shorten_cell(other)}”"
            word = self.sheet.line_word
            said = (
                f"{message} ({word} {other_line}) is a local authority; expected codes, or local authorities left out"
            )
            self.rows.add_problem(line, RowError(self.layout.board_column, said))

    def _refuse_mixed_splits(self, drafts: Sequence[IndicatorDraft], at: int, place: int) -> None:
        """What Fingertips tells apart, such as the sexes, must be chosen."""
        values_of: dict[str, dict[str, None]] = defaultdict(dict)
        for draft in drafts:
            values_of[draft.indicator_id][draft.splits[at]] = None
        for own, values in values_of.items():
            if len(values) > 1:
                header, each = shorten_cell(self.layout.headers[place]), list(values)
                has = f"{quote_cells(each)} for indicator {shorten_cell(own)}"
                chosen = f'--where "{header}={shorten_cell(each[0])}"'
                message = f"{has}; expected one, for example with {chosen}"
                self.rows.problems.add(self.layout.header_line, header, message)
        self._ask_for_one(place, list(dict.fromkeys(chain(*(each for each in values_of.values() if len(each) > 1)))))

    def _ask_for_one(self, place: int, values: Sequence[str]) -> None:
        """Ask which of the values that are never mixed is meant, unless --where has said something of them."""
        if values and place not in self.layout.where_columns:
            header = self.layout.headers[place]
            possible = tuple(PossibleAnswer(f"{header}={value}") for value in values)
            text = f"{shorten_cell(header)} keeps indicators apart: which one is meant?"
            self.questions.append(Question("where", text, possible, possible[0].answer))

    def _refuse_mixed_units(self, draft: IndicatorDraft) -> None:
        """12% and 0.12 in one series would be of different units."""
        if draft.plain_line and draft.percent_line:
            other = f"{self.sheet.line_word} {draft.percent_line}"
            message = f"no % sign, although {other} has one; expected the same in all rows"
            self.rows.add_problem(draft.plain_line, RowError(draft.column, message))

    def _refuse_sum(self, draft: IndicatorDraft) -> None:
        """Only counts can be added up."""
        header = self.layout.headers[draft.column]
        if draft.percent_line or self._is_ratio(draft.column, f"{draft.unit} {draft.name}"):
            message = "percentages and rates cannot be added up; expected counts with --sum"
            self.rows.add_problem(draft.percent_line or self.layout.header_line, RowError(draft.column, message))
        elif draft.decimals:
            self.warnings.append(f"Values with decimals were added up ({header}), although only counts can be")


def _make_key(row: PlacedRow) -> tuple[tuple[str, ...], str, str]:
    return row.series, row.code, row.period


def _find_first_rows(
    clashes: Sequence[Clash], read_again: Callable[[], Iterator[PlainRow]]
) -> dict[tuple[tuple[str, ...], str, str], PlacedRow]:
    """The first rows of the boards and periods that have two values, found by reading again: no line is kept."""
    wanted = {_make_key(clash.row) for clash in clashes}
    found: dict[tuple[tuple[str, ...], str, str], PlacedRow] = {}
    if wanted:
        for row in starmap(PlacedRow, read_again()):
            if _make_key(row) in wanted:
                found.setdefault(_make_key(row), row)
                if len(found) == len(wanted):
                    break
    return found
