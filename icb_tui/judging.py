"""Which boards a filter finds, and how many each option would give: pure, over what the store knows of the boards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from icb_tui.model import STATUSES, UNRATED, Dataset, Facet, Filter, Icb, Match, Term

_NOT = ("not", "spared")
_PARTS = {"region": "region", "status": "status", "rating": "rating", "cell": "cell", "text": "text"} | dict.fromkeys(
    _NOT, "not"
)
"""What a board can fail, and the part of the filter that a match tells of it."""

_LEFT_OUT: dict[Facet, set[str]] = {
    "region": {"region"},
    "aim": {"rating", "spared"},
    "rating": {"rating"},
    "voice": {"rating", "cell", "text", *_NOT},
    "status": {"status"},
}
"""What the count of an option of a facet does not look at: the facet's own choice, and what hangs on it."""


class Standing(NamedTuple):
    """A board in being as a filter sees it.

    `ratings` has a rating's id or UNRATED for every aim; `kinds` are those that speak of it, `texts` the texts of the
    filter that some finding of it mentions.
    """

    icb: Icb
    ratings: Mapping[str, str]
    kinds: frozenset[str]
    texts: frozenset[str]

    @property
    def status(self) -> str:
        return "closed" if self.icb.closed else "open"

    @property
    def cells(self) -> set[str]:
        return {f"{aim}:{rating}" for aim, rating in self.ratings.items()}

    def levels(self, aims: Sequence[str]) -> set[str]:
        """The ratings on some aims (none named: on all); UNRATED alone where none of them is rated."""
        return {self.ratings.get(aim, UNRATED) for aim in aims or self.ratings} - {UNRATED} or {UNRATED}


def matches(wanted: Filter, boards: Sequence[Standing]) -> list[Match]:
    """Return every board with the parts of the filter that it misses."""
    judge = _Judge(wanted)
    return [Match(board.icb.code, judge.missed(board)) for board in boards]


def counts(wanted: Filter, boards: Sequence[Standing], data: Dataset) -> dict[Term, int]:
    """Return for each region, aim, rating, voice and status how many boards choosing it alone would give.

    The other parts of the filter are held; a rating looks at the chosen aims, and an aim at the chosen ratings.
    For a voice it is how many boards of the chosen regions and status it speaks of.
    """
    judge = _Judge(wanted)
    given = dict.fromkeys(_options(data), 0)
    for board in boards:
        failed = judge.failed(board)
        for facet, left_out in _LEFT_OUT.items():
            if failed <= left_out:
                for value in judge.gives(facet, board):
                    given[Term(facet, value)] += 1
    return given


def _options(data: Dataset) -> list[Term]:
    values: dict[Facet, Iterable[str]] = {
        "aim": data.aim,
        "rating": (*data.rating, UNRATED),
        "region": data.region,
        "status": STATUSES,
        "voice": data.kind,
    }
    return [Term(facet, value) for facet, each in values.items() for value in each]


class _Judge:
    """A filter taken apart once, to be held against many boards."""

    def __init__(self, wanted: Filter) -> None:
        self.regions, self.statuses = wanted.of("region"), wanted.of("status")
        self.aims, self.ratings = wanted.of("aim"), set(wanted.of("rating"))
        self.cells, self.texts = set(wanted.of("cell")), set(wanted.of("text"))
        self.cell_aims = {cell.split(":")[0] for cell in self.cells}
        self.not_regions, self.not_statuses = wanted.of("region", negated=True), wanted.of("status", negated=True)
        self.not_aims, self.not_ratings = wanted.of("aim", negated=True), set(wanted.of("rating", negated=True))
        self.not_cells, self.not_texts = set(wanted.of("cell", negated=True)), set(wanted.of("text", negated=True))

    def missed(self, board: Standing) -> tuple[str, ...]:
        """The parts of the filter that a board misses, in their order."""
        failed = self.failed(board)
        return tuple(dict.fromkeys(part for what, part in _PARTS.items() if what in failed))

    def failed(self, board: Standing) -> set[str]:
        """What a board fails."""
        levels = board.levels(self.aims)
        met = {
            "region": not self.regions or board.icb.region in self.regions,
            "status": not self.statuses or board.status in self.statuses,
            "rating": self._rated(levels),
            "cell": len(self.cells & board.cells) == len(self.cell_aims),
            "text": self.texts <= board.texts,
            "not": not self._refused(board),
            "spared": not self.not_ratings & levels,
        }
        return {what for what, holds in met.items() if not holds}

    def _rated(self, levels: set[str]) -> bool:
        """Whether the levels have a rating asked for; aims alone ask for any."""
        return bool(self.ratings & levels) if self.ratings else not self.aims or levels != {UNRATED}

    def _refused(self, board: Standing) -> bool:
        """Whether the filter excludes the board, but for its levels; to exclude an aim is to exclude any there."""
        return bool(
            board.icb.region in self.not_regions
            or board.status in self.not_statuses
            or self.not_cells & board.cells
            or self.not_texts & board.texts
            or any(board.ratings.get(aim, UNRATED) != UNRATED for aim in self.not_aims)
        )

    def gives(self, facet: Facet, board: Standing) -> set[str]:
        """The options of a facet that a board would be found by."""
        match facet:
            case "region":
                return {board.icb.region}
            case "status":
                return {board.status}
            case "voice":
                return set(board.kinds)
            case "rating":
                return board.levels(self.aims)
        return {aim for aim, rating in board.ratings.items() if self._on_aim(rating)}

    def _on_aim(self, rating: str) -> bool:
        asked = rating in self.ratings if self.ratings else rating != UNRATED
        return asked and rating not in self.not_ratings
