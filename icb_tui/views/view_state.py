"""What the explorer shows, as one immutable value."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Literal

from msgspec import Struct

from icb_tui.analysis.indicator_periods import list_dated_indicators
from icb_tui.analysis.predecessors import list_stand_ins
from icb_tui.analysis.region_groups import RegionGroup, group_by_region
from icb_tui.domain.answers import BoardMatch, Cell, CellEvidence, Evidence, SeriesByKey
from icb_tui.domain.cell_words import explain_unrated_year
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.records import Indicator
from icb_tui.filters.matching import FilterSubject, match_boards
from icb_tui.filters.terms import Filter, Term, make_filter
from icb_tui.filters.wording import describe_filter, describe_matches

Centre = Literal["matrix", "indicators", "map"]

Sort = Literal["name", "rating", "worst", "region"]

SORTS: tuple[Sort, ...] = ("name", "rating", "worst", "region")
"""The orders of the rows: by the column of the cursor, `rating` is best first and `worst` is worst first."""

COLUMN_ARROWS = {"rating": "↓", "worst": "↑"}
"""What marks the heading of the column that orders the rows."""

MIN_COMPARED, MAX_COMPARED = 2, 8

SMALLEST_SIZE = (60, 16)
"""The least columns and lines in which a screen can be read."""


class View(Struct, frozen=True, eq=False, dict=True):
    """What the explorer shows. `icb` and `aim` are where the cursor wants to be; no aim means the whole board.

    `year` is one of the data, or ALL_YEARS. Indicators follow it once a year was chosen: `indicator_year` is then the
    same; before that, and for all years, it is ALL_YEARS, which is the newest period of each.

    The cursor's board stays when a filter hides it, so that it is there again when the filter goes. With `as_at` the
    boards are those that were open on that day, whatever the year. `shows_why`: the lower pane shows the rule that a
    rating comes from. `year_counts`: how many findings each year has, by board and aim.
    """

    data: Dataset
    year: str
    indicator_year: str = ALL_YEARS
    filter: Filter = Filter()
    matches: tuple[BoardMatch, ...] = ()
    option_counts: dict[Term, int] = {}
    cells: dict[tuple[str, str], Cell] = {}
    icb: str | None = None
    aim: str | None = None
    marked: tuple[str, ...] = ()
    sort: Sort = "name"
    as_at: dt.date | None = None
    shows_why: bool = False
    centre: Centre = "matrix"
    indicator: str | None = None
    series: SeriesByKey = {}
    year_counts: dict[tuple[str, str], dict[str, int]] = {}
    rows: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @cached_property
    def cursor_icb(self) -> str | None:
        """The board under the cursor: the wanted one, or where a filter hides it the next by name that is shown."""
        if self.icb in self.rows or not self.rows:
            return self.icb if self.rows else None
        if self.icb not in self.data.icb:
            return self.rows[0]
        hidden, names = self.data.icb[self.icb].short_name, {code: self.data.icb[code].short_name for code in self.rows}
        return min(self.rows, key=lambda code: (names[code] < hidden, names[code]))

    @property
    def cursor_row(self) -> int:
        """The row of the cursor, from 0."""
        here = self.cursor_icb
        return self.rows.index(here) if here else 0

    @cached_property
    def counted_kinds(self) -> tuple[str, ...]:
        """The evidence types whose findings count."""
        return self.filter.counted_kinds(self.data.kind)

    @property
    def cursor_cell(self) -> Cell | None:
        """The cell under the cursor, if the cursor is on one."""
        return self.cells.get((self.cursor_icb or "", self.aim or ""))

    @property
    def cursor_evidence(self) -> list[CellEvidence]:
        """The cell under the cursor with its evidence; of a board that was not open yet, those of the boards before."""
        cell = self.cursor_cell
        cells = (self.list_stand_in_cells(cell.icb, cell.aim) or [cell]) if cell else []
        return [CellEvidence(c, tuple(e for e in self.evidence if e.finding.icb in (c.icb, None))) for c in cells]

    @property
    def indicators_aim(self) -> str:
        """The aim whose indicators are shown: that of the cursor, else the first that has any."""
        return self.aim or next((i.aim for i in self.data.indicators), self.data.aims[0].id)

    @property
    def map_aim(self) -> str:
        """The aim that the map shows: that of the cursor, else the first."""
        return self.aim or self.data.aims[0].id

    @cached_property
    def indicators(self) -> list[Indicator]:
        """The indicators of that aim that have a period which counts for the year, the user's own first."""
        there = list_dated_indicators(self.data.list_indicators(self.indicators_aim), self.indicator_year)
        return sorted(there, key=lambda indicator: not self.data.find_origin("indicators", indicator.id))

    @property
    def shows_indicators(self) -> bool:
        """Whether the centre shows indicators: their rows, or the map of one."""
        return self.centre == "indicators" or (self.centre == "map" and self.indicator is not None)

    @property
    def target_icbs(self) -> tuple[str, ...]:
        """The boards that an action on boards is meant for: the marked ones, else the one under the cursor."""
        return self.marked or ((self.cursor_icb,) if self.cursor_icb else ())

    @cached_property
    def region_groups(self) -> dict[str, RegionGroup]:
        """The boards found by their region, each group out of the boards that the region had."""
        return group_by_region(self.rows, (match.icb for match in self.matches), self.data)

    @property
    def year_count(self) -> int:
        """How many boards were open in the year."""
        return len(self.matches)

    @property
    def without_value_count(self) -> int:
        """How many boards of the year have no value of an indicator that the filter compares."""
        return sum(match.lacks_value for match in self.matches)

    @property
    def pool_icbs(self) -> list[str] | None:
        """Every board of the chosen regions and status, open in any year; None where the filter names neither."""
        wanted_filter = make_pool_filter(self.filter)
        if not wanted_filter:
            return None
        boards = [FilterSubject(icb, {}, frozenset(), frozenset()) for icb in self.data.icbs]
        return [match.icb for match in match_boards(wanted_filter, boards) if not match.misses]

    @property
    def rated_count(self) -> int:
        """How many of the boards found have a rating on any aim."""
        return sum(any(self.rating_of(code, aim) for aim in self.data.aim) for code in self.rows)

    @property
    def unmatched_count(self) -> int:
        """How many findings of the year, of the evidence types that count, name no board that there is."""
        return sum(
            count
            for year in self.data.list_years(self.year)
            for kind, count in self.data.unmatched.get(year, {}).items()
            if kind in self.counted_kinds
        )

    @cached_property
    def unrated_note(self) -> str:
        """Why no board has a rating in the year, in one line; nothing where one has."""
        if not self.cells or any(cell.rating for cell in self.cells.values()):
            return ""
        return explain_unrated_year(self.data, self.year, self.counted_kinds)

    def rating_of(self, icb: str, aim: str) -> str | None:
        cell = self.cells.get((icb, aim))
        return cell.rating if cell else None

    def list_stand_in_cells(self, icb: str, aim: str) -> list[Cell]:
        """The cells of the boards before a board that was not open yet; none where it has a cell of its own to show."""
        cell = self.cells.get((icb, aim))
        if cell is None or cell.missing != "not-in-being":
            return []
        stand_ins = list_stand_ins(self.data.icb[icb], self.year, self.data)
        return [cell for each in stand_ins if (cell := self.cells.get((each.icb.code, aim)))]

    @property
    def filter_words(self) -> str:
        """What the filter asks for."""
        return describe_filter(self.filter, self.data, self.indicator_year)

    def describe_matches(self, when: str = "") -> str:
        """What the filter asks for, `when` (else in the year), and how many boards of how many it finds."""
        counts = len(self.rows), self.year_count, self.without_value_count
        return describe_matches(self.filter, self.data, when or self.year, *counts, self.indicator_year)

    def count_without_parts(self) -> list[tuple[tuple[str, ...], int]]:
        """For each part of the filter that a board misses (the facets of it), how many would be found without it."""
        parts = dict.fromkeys(part for match in self.matches for part in match.misses)
        return [(part, sum(set(match.misses) <= {part} for match in self.matches)) for part in parts]


def make_pool_filter(wanted_filter: Filter) -> Filter:
    """The part of a filter that says which boards there are to choose from: their regions and status."""
    return make_filter(term for term in wanted_filter.terms if term.facet in ("region", "status"))
