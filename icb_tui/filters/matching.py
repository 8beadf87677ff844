"""Which boards a filter finds, and how many each option would give: pure, over what the store knows of the boards."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from icb_tui.domain.answers import BoardMatch
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.names import begins_word
from icb_tui.domain.records import UNRATED, Icb
from icb_tui.filters.conditions import list_conditions
from icb_tui.filters.options import list_options
from icb_tui.filters.terms import Facet, Filter, Term

_EXCLUSIONS = ("not", "spared")

_PART_OF_CHECK = {
    "region": "region",
    "status": "status",
    "name": "name",
    "rating": "rating",
    "cell": "cell",
    "indicator": "indicator",
    "text": "text",
} | dict.fromkeys(_EXCLUSIONS, "not")
"""What a board can fail, and the part of the filter that is then missed."""

_IGNORED_BY_FACET: dict[Facet, set[str]] = {
    "region": {"region"},
    "aim": {"rating", "spared"},
    "rating": {"rating"},
    "evidence": {"name", "rating", "cell", "indicator", "text", *_EXCLUSIONS},
    "status": {"status"},
}
"""What the count of an option of a facet does not look at: the facet's own choice, and what hangs on it."""


class FilterSubject(NamedTuple):
    """An open board as a filter sees it.

    `ratings` has a rating's id or UNRATED for every aim; `evidence_types` are those of its findings, `texts` the texts
    of the filter that some finding of it mentions, `names` the folded words that mean it, and `values` its values of
    the indicators of the filter, as far as there are any.
    """

    icb: Icb
    ratings: Mapping[str, str]
    evidence_types: frozenset[str]
    texts: frozenset[str]
    names: Collection[str] = ()
    values: Mapping[str, float] = MappingProxyType({})

    @property
    def status(self) -> str:
        return "closed" if self.icb.closed else "open"

    @property
    def cells(self) -> set[str]:
        return {f"{aim}:{rating}" for aim, rating in self.ratings.items()}

    def ratings_on(self, aims: Sequence[str]) -> set[str]:
        """The ratings on some aims (none named: on all); UNRATED alone where none of them is rated."""
        return {self.ratings.get(aim, UNRATED) for aim in aims or self.ratings} - {UNRATED} or {UNRATED}


def match_boards(wanted_filter: Filter, boards: Sequence[FilterSubject]) -> list[BoardMatch]:
    """Return every board with the parts of the filter that it misses."""
    matcher = _FilterMatcher(wanted_filter)
    return [BoardMatch(board.icb.code, matcher.list_missed_parts(board)) for board in boards]


def count_options(wanted_filter: Filter, boards: Sequence[FilterSubject], data: Dataset) -> dict[Term, int]:
    """Return for each region, aim, rating, evidence type and status how many boards choosing it alone would give.

    The other parts of the filter are held; a rating looks at the chosen aims, and an aim at the chosen ratings.
    For an evidence type it is how many boards of the chosen regions and status have a finding of it.
    """
    matcher = _FilterMatcher(wanted_filter)
    given = dict.fromkeys(list_options(data), 0)
    for board in boards:
        failed = matcher.find_failed_checks(board)
        for facet, left_out in _IGNORED_BY_FACET.items():
            if failed <= left_out:
                for value in matcher.list_options_met(facet, board):
                    given[Term(facet, value)] += 1
    return given


class _FilterMatcher:
    """A filter taken apart once, to be compared with many boards."""

    def __init__(self, wanted_filter: Filter) -> None:
        self.regions, self.statuses = wanted_filter.values_of("region"), wanted_filter.values_of("status")
        self.aims, self.ratings = wanted_filter.values_of("aim"), set(wanted_filter.values_of("rating"))
        self.cells, self.texts = set(wanted_filter.values_of("cell")), set(wanted_filter.values_of("text"))
        self.cell_aims = {cell.split(":")[0] for cell in self.cells}
        self.not_regions, self.not_statuses = (
            wanted_filter.values_of("region", negated=True),
            wanted_filter.values_of("status", negated=True),
        )
        self.not_aims, self.not_ratings = (
            wanted_filter.values_of("aim", negated=True),
            set(wanted_filter.values_of("rating", negated=True)),
        )
        self.not_cells, self.not_texts = (
            set(wanted_filter.values_of("cell", negated=True)),
            set(wanted_filter.values_of("text", negated=True)),
        )
        self.names, self.not_names = wanted_filter.values_of("name"), wanted_filter.values_of("name", negated=True)
        self.conditions, self.not_conditions = list_conditions(wanted_filter), list_conditions(wanted_filter, True)

    def list_missed_parts(self, board: FilterSubject) -> tuple[str, ...]:
        """The parts of the filter that a board misses, in their order."""
        failed = self.find_failed_checks(board)
        return tuple(dict.fromkeys(part for what, part in _PART_OF_CHECK.items() if what in failed))

    def find_failed_checks(self, board: FilterSubject) -> set[str]:
        """What a board fails."""
        levels = board.ratings_on(self.aims)
        met = {
            "region": not self.regions or board.icb.region in self.regions,
            "status": not self.statuses or board.status in self.statuses,
            "name": all(begins_word(word, board.names) for word in self.names),
            "rating": self._has_wanted_rating(levels),
            "cell": len(self.cells & board.cells) == len(self.cell_aims),
            "indicator": all(each.is_met(board.values) for each in self.conditions),
            "text": self.texts <= board.texts,
            "not": not self._is_excluded(board),
            "spared": not self.not_ratings & levels,
        }
        return {what for what, holds in met.items() if not holds}

    def _has_wanted_rating(self, levels: set[str]) -> bool:
        """Whether the levels have a rating asked for; aims alone ask for any."""
        return bool(self.ratings & levels) if self.ratings else not self.aims or levels != {UNRATED}

    def _is_excluded(self, board: FilterSubject) -> bool:
        """Whether the filter excludes the board, but for its levels; to exclude an aim is to exclude any there."""
        return bool(
            board.icb.region in self.not_regions
            or board.status in self.not_statuses
            or self.not_cells & board.cells
            or self.not_texts & board.texts
            or any(board.ratings.get(aim, UNRATED) != UNRATED for aim in self.not_aims)
            or any(begins_word(word, board.names) for word in self.not_names)
            or not all(each.is_met(board.values, negated=True) for each in self.not_conditions)
        )

    def list_options_met(self, facet: Facet, board: FilterSubject) -> set[str]:
        """The options of a facet that a board would be found by."""
        match facet:
            case "region":
                return {board.icb.region}
            case "status":
                return {board.status}
            case "evidence":
                return set(board.evidence_types)
            case "rating":
                return board.ratings_on(self.aims)
        return {aim for aim, rating in board.ratings.items() if self._counts_for_aim(rating)}

    def _counts_for_aim(self, rating: str) -> bool:
        is_chosen = rating in self.ratings if self.ratings else rating != UNRATED
        return is_chosen and rating not in self.not_ratings
