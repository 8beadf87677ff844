"""Which boards a filter finds, and how many each option would give: pure, over what the store knows of the boards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from icb_tui.domain.answers import BoardMatch
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.names import begins_word
from icb_tui.domain.records import UNRATED, Icb
from icb_tui.filters.conditions import list_conditions
from icb_tui.filters.options import list_options
from icb_tui.filters.terms import Facet, Filter, Term


class FilterSubject(NamedTuple):
    """An open board as a filter sees it.

    `ratings` has a rating's id or UNRATED for every aim; `evidence_types` are those of its findings, `texts` the texts
    of the filter that some finding of it mentions, `names` the folded words that mean it, and `values` its value of
    each indicator that the filter compares; None where it has none.
    """

    icb: Icb
    ratings: Mapping[str, str]
    evidence_types: frozenset[str]
    texts: frozenset[str]
    names: Collection[str] = ()
    values: Mapping[str, float | None] = MappingProxyType({})

    @property
    def status(self) -> str:
        return "closed" if self.icb.closed else "open"

    def ratings_on(self, aims: Sequence[str]) -> set[str]:
        """The ratings on some aims (none named: on all); UNRATED alone where none of them is rated."""
        return {self.ratings.get(aim, UNRATED) for aim in aims or self.ratings} - {UNRATED} or {UNRATED}


Check = Callable[[FilterSubject], bool]
"""Whether a board has what a part of a filter asks for, and nothing of what the part excludes."""

FilterPart = tuple[Facet, ...]
"""The facets that say one thing together: a board is found where every part of the filter finds it on its own."""


def _check_region(part: Filter) -> Check:
    chosen, excluded = part.values_of("region"), part.values_of("region", negated=True)
    return lambda board: (not chosen or board.icb.region in chosen) and board.icb.region not in excluded


def _check_status(part: Filter) -> Check:
    chosen, excluded = part.values_of("status"), part.values_of("status", negated=True)
    return lambda board: (not chosen or board.status in chosen) and board.status not in excluded


def _check_ratings(part: Filter) -> Check:
    """Ratings look at the chosen aims, or at all; aims alone ask for any rating there, or exclude any."""
    aims, excluded_aims = part.values_of("aim"), part.values_of("aim", negated=True)
    chosen, excluded = set(part.values_of("rating")), set(part.values_of("rating", negated=True))

    def check(board: FilterSubject) -> bool:
        levels = board.ratings_on(aims)
        wanted = chosen & levels if chosen else not aims or levels != {UNRATED}
        return (
            bool(wanted)
            and not excluded & levels
            and not any(board.ratings.get(aim, UNRATED) != UNRATED for aim in excluded_aims)
        )

    return check


def _check_cells(part: Filter) -> Check:
    """Cells are or within one aim, and across aims."""
    chosen: dict[str, set[str]] = defaultdict(set)
    excluded: dict[str, set[str]] = defaultdict(set)
    for term in part.terms:
        aim, rating = term.value.split(":", 1)
        (excluded if term.negated else chosen)[aim].add(rating)
    return lambda board: (
        all(board.ratings.get(aim) in levels for aim, levels in chosen.items())
        and not any(board.ratings.get(aim) in levels for aim, levels in excluded.items())
    )


def _check_names(part: Filter) -> Check:
    chosen, excluded = part.values_of("name"), part.values_of("name", negated=True)
    return lambda board: (
        all(begins_word(word, board.names) for word in chosen)
        and not any(begins_word(word, board.names) for word in excluded)
    )


def _check_indicators(part: Filter) -> Check:
    """A board without a value meets neither a condition nor its opposite."""
    chosen, excluded = list_conditions(part), list_conditions(part, True)
    return lambda board: (
        all(each.is_met(board.values) for each in chosen)
        and all(each.is_met(board.values, negated=True) for each in excluded)
    )


def _check_texts(part: Filter) -> Check:
    chosen, excluded = set(part.values_of("text")), set(part.values_of("text", negated=True))
    return lambda board: chosen <= board.texts and not excluded & board.texts


_CHECK_OF_PART: dict[FilterPart, Callable[[Filter], Check]] = {
    ("region",): _check_region,
    ("status",): _check_status,
    ("name",): _check_names,
    ("aim", "rating"): _check_ratings,
    ("cell",): _check_cells,
    ("indicator",): _check_indicators,
    ("text",): _check_texts,
}
"""The parts of a filter, and what makes the check of each. Evidence types are no part: they choose what counts."""


def _split_filter(wanted_filter: Filter) -> dict[FilterPart, Filter]:
    """The terms of each part, of which there may be none."""
    return {
        part: Filter(frozenset(term for term in wanted_filter.terms if term.facet in part)) for part in _CHECK_OF_PART
    }


def match_boards(wanted_filter: Filter, boards: Sequence[FilterSubject]) -> list[BoardMatch]:
    """Return every board with the parts of the filter that it misses."""
    checks = {part: _CHECK_OF_PART[part](terms) for part, terms in _split_filter(wanted_filter).items() if terms}
    return [
        BoardMatch(
            board.icb.code,
            tuple(part for part, check in checks.items() if not check(board)),
            None in board.values.values(),
        )
        for board in boards
    ]


def count_options(wanted_filter: Filter, boards: Sequence[FilterSubject], data: Dataset) -> dict[Term, int]:
    """Return for each option of the filter how many boards are found with it chosen, beside all that is chosen now.

    For one that is chosen already, that is how many are found now. An evidence type is no option of this kind: for it
    the count is how many of all the boards have a finding of it.
    """
    misses = [set(match.misses) for match in match_boards(wanted_filter, boards)]
    counts = {}
    parts = _split_filter(wanted_filter)
    found_but_for = {
        part: [board for board, missed in zip(boards, misses, strict=True) if missed <= {part}] for part in parts
    }
    for option in list_options(data):
        if option.facet == "evidence":
            counts[option] = sum(option.value in board.evidence_types for board in boards)
            continue
        part = next(part for part in parts if option.facet in part)
        terms = parts[part]
        check = _CHECK_OF_PART[part](terms if option in terms.terms else terms.choose(option))
        counts[option] = sum(map(check, found_but_for[part]))
    return counts
