"""What is compared, and which columns of it fit: boards, and regions or England beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from icb_tui.analysis import indicator_values
from icb_tui.analysis.board_groups import GroupValue
from icb_tui.analysis.compared_values import count_ranks_between, has_same_value
from icb_tui.analysis.comparison import Comparison
from icb_tui.analysis.indicator_periods import find_period
from icb_tui.domain import phrases
from icb_tui.domain.answers import Cell, IndicatorSeries
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.records import Aim, Indicator
from icb_tui.pages.predecessors import list_values

MIN_COLUMN_CELLS, WORD_COLUMN_CELLS, MAX_COLUMN_CELLS = 9, 17, 28
"""The cells of a column: “21,345 +” at the least, the word of a rating, and at the most a value, an axis and a rank."""

MIN_NAME_CELLS, NAME_CELLS, WIDE_NAME_CELLS, MAX_NAME_CELLS = 22, 38, 44, 84
"""The cells for the names of rows: the fewest, as many as are wanted, as many as leave nearly every name whole, and as
many as leave a name whole with its unit."""

PERIOD_CELLS, MEDIAN_CELLS, DIFFERENCE_CELLS = 12, 10, 11
"""The cells of the other columns of an indicator's row. Where there is no room for them they are left out."""

RowOrder = Literal["aim", "difference"]
"""How the rows of indicators are ordered: by aim, or those first in which the boards are furthest apart in rank."""


class BoardGroup(Struct, frozen=True, eq=False):
    """A region or England among the columns: its open boards, their cells, and each indicator over them."""

    name: str
    icbs: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]
    values: dict[str, GroupValue]

    @property
    def heading(self) -> str:
        return f"{self.name}, {phrases.format_count(len(self.icbs), 'board')}"


class ComparePage(Struct, frozen=True, eq=False):
    """What the page shows. `columns` are the boards and then the groups; `at` is the place of the lit column.

    `everyone` is each indicator over all boards, as far as it has a period that counts for `indicator_year`.
    `cells_before` are the cells of the boards before those that were not open yet.
    """

    comparison: Comparison
    series: dict[tuple[str, str], IndicatorSeries] = {}
    everyone: dict[str, GroupValue] = {}
    groups: tuple[BoardGroup, ...] = ()
    indicator_year: str = ALL_YEARS
    cells_before: dict[tuple[str, str], Cell] = {}
    at: int = 0
    only_differences: bool = False
    order: RowOrder = "aim"

    @property
    def data(self) -> Dataset:
        return self.comparison.data

    @property
    def year(self) -> str:
        return self.comparison.year

    @property
    def columns(self) -> tuple[str | BoardGroup, ...]:
        return (*self.comparison.icbs, *self.groups)

    def list_series(self, indicator: Indicator) -> list[IndicatorSeries]:
        """The series of the boards."""
        return [self.series[icb, indicator.id] for icb in self.comparison.icbs]

    def find_value(self, column: str | BoardGroup, indicator: Indicator) -> float | None:
        """The newest value of a board, or the median of a group."""
        if isinstance(column, BoardGroup):
            return column.values[indicator.id].median
        return self.series[column, indicator.id].newest.value

    def describe_difference(self, indicator: Indicator) -> str:
        """How much the second of two columns is above the first, as they are shown; nothing where one has no value."""
        first, second = (self.find_value(column, indicator) for column in self.columns)
        if first is None or second is None:
            return ""
        return indicator_values.format_difference(
            indicator_values.round_value(second, indicator) - indicator_values.round_value(first, indicator)
        )

    @property
    def has_differences(self) -> bool:
        """Whether there are two columns, and an indicator that both have."""
        return len(self.columns) == 2 and any(map(self.describe_difference, self.list_indicators()))

    def list_aims(self) -> list[Aim]:
        """The aims that are shown: with only differences wanted, not those that are the same for all boards."""
        return [aim for aim in self.data.aims if not (self.only_differences and self.comparison.is_same(aim.id))]

    def list_indicators(self) -> list[Indicator]:
        """The indicators that are shown, in their order: not those whose values look the same, as above."""
        shown = [
            indicator
            for indicator in self.data.indicators
            if indicator.id in self.everyone and not (self.only_differences and self._looks_same(indicator))
        ]
        if self.order == "difference":
            return sorted(shown, key=lambda indicator: -count_ranks_between(self.list_series(indicator)))
        aims = list(self.data.aim)
        return sorted(shown, key=lambda indicator: aims.index(indicator.aim))

    def _looks_same(self, indicator: Indicator) -> bool:
        """Whether all boards have the same value as it is shown, and none is told by the boards before it."""
        series = self.list_series(indicator)
        return has_same_value(series, indicator) and not any(
            self.list_values_before(each.icb, indicator) for each in series
        )

    def find_period(self, indicator: Indicator) -> str:
        """The period that counts for the year."""
        return find_period(indicator, self.indicator_year) or ""

    def list_values_before(self, icb: str, indicator: Indicator) -> list[str]:
        """The values of the boards before a board that was not open yet, where it has none of its own."""
        if self.series[icb, indicator.id].newest.value is not None:
            return []
        before = [self.series[each.icb.code, indicator.id] for each in self.comparison.list_stand_ins(icb)]
        return list_values(before, indicator, self.data)

    def list_cells_before(self, icb: str, aim: str) -> list[Cell]:
        """The cells of the boards before a board that was not open yet."""
        if self.comparison.cells[icb, aim].cell.missing != "not-in-being":
            return []
        return [self.cells_before[each.icb.code, aim] for each in self.comparison.list_stand_ins(icb)]

    def name_column(self, column: str | BoardGroup) -> str:
        """The name of a column in full, with a board's label."""
        if isinstance(column, BoardGroup):
            return column.heading
        icb = self.data.icb[column]
        return f"{icb.short_name} ({icb.label})"

    def label_column(self, column: str | BoardGroup) -> str:
        """The short name of a column: a board's label, or a region's abbreviation."""
        if isinstance(column, str):
            return self.data.icb[column].label
        region = next((region for region in self.data.regions if region.name == column.name), None)
        return next((alias for alias in region.aliases if alias.isalnum()), column.name) if region else column.name


class TableLayout(NamedTuple):
    """The places of the columns drawn, and the cells of each part of a row; 0: there is no room for it."""

    places: range
    name: int
    period: int
    median: int
    size: int
    difference: int


def plan_table(page: ComparePage, cells: int) -> TableLayout:
    """Share out a width: as many columns as can be read, the lit one among them, and what is left to the names."""
    difference = DIFFERENCE_CELLS if cells >= 70 and page.has_differences else 0
    room = cells - difference
    number = max(min(len(page.columns), (room - MIN_NAME_CELLS) // MIN_COLUMN_CELLS), 1)
    size = (room - WIDE_NAME_CELLS - PERIOD_CELLS) // number
    if size < WORD_COLUMN_CELLS:
        size = min((room - NAME_CELLS) // number, WORD_COLUMN_CELLS)
    size = min(max(size, MIN_COLUMN_CELLS), MAX_COLUMN_CELLS)
    left = room - size * number
    period = PERIOD_CELLS if left >= WIDE_NAME_CELLS + PERIOD_CELLS else 0
    median = MEDIAN_CELLS if left - period >= WIDE_NAME_CELLS + MEDIAN_CELLS else 0
    first = min(max(page.at - number + 1, 0), len(page.columns) - number)
    name = min(left - period - median, MAX_NAME_CELLS)
    return TableLayout(range(first, first + number), name, period, median, size, difference)


def find_visible_columns(page: ComparePage, cells: int) -> range:
    """The places of the columns that are drawn at a width."""
    return plan_table(page, cells).places


def list_drawn(page: ComparePage, layout: TableLayout) -> Sequence[str | BoardGroup]:
    """The columns that are drawn."""
    return [page.columns[place] for place in layout.places]
