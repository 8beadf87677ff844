"""What the store answers: cells with their ratings, evidence, counts, and indicator series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct, field

from icb_tui.domain.records import (
    EvidenceType,
    Finding,
    Icb,
    Source,
)
from icb_tui.text.cells import join_names

MissingKind = Literal["not-mentioned", "said-nationally", "not-in-being"]


EvidenceScope = Literal["all", "some", "never-rated"]
"""Which evidence types a cell counts: all, some, or only such as are never rated."""


class LaterStep(Struct, frozen=True):
    """A finding of a later year that contradicts a rating."""

    id: str
    year: str
    kind: str
    source: str
    summary: str


class Cell(Struct, frozen=True):
    """One board and aim in one year: its rating, how many findings it has, or why it has none.

    Of all years (ALL_YEARS) the rating is the newest one, `rating_year` is the year that it is of, and the findings are
    those of every year; of one year it is empty. `later` are the first findings of later years that contradict the
    rating; they never change it. `has_own_data` says that some of its findings come from the user's data.
    """

    icb: str
    aim: str
    year: str
    rating: str | None
    findings: int
    missing: MissingKind | None
    evidence_scope: EvidenceScope = "all"
    later: tuple[LaterStep, ...] = ()
    has_own_data: bool = False
    rating_year: str = ""

    @property
    def year_of_rating(self) -> str | None:
        """The year that the rating is of; None without one."""
        return (self.rating_year or self.year) if self.rating else None


class BoardMatch(Struct, frozen=True):
    """A board that was open in the year, and the parts of the filter that it misses (none: it is found).

    A part is the facets that say one thing together, such as aim and rating. One that `lacks_value` has none of an
    indicator that the filter compares.
    """

    icb: str
    misses: tuple[tuple[str, ...], ...] = ()
    lacks_value: bool = False


ONE_ICB, EVERY_ICB = "the ICB", "ICBs"
"""Who speaks in a self-report: of one board, and England-wide."""

MAX_REPORTERS = 3
"""How many reporters are named of findings under one heading; the others are counted."""


def name_speaker(voice: str, reporters: Iterable[str] = (), *, comma: bool = True) -> str:
    """Return “NHS England, as reported by Healthcare Leader”.

    `reporters` has an entry for each finding; an empty one is a finding in a document of the speaker's own.
    """
    reporters = list(dict.fromkeys(reporters))
    named = [reporter for reporter in reporters if reporter]
    if not named:
        return voice
    if (left := len(named) - MAX_REPORTERS) > 0:
        named[MAX_REPORTERS:] = [f"{left} {'other' if left == 1 else 'others'}"]
    part = "in part " if "" in reporters else ""
    return f"{voice}{',' if comma else ''} {part}as reported by {join_names(named, 99, 'and')}"


class Evidence(Struct, frozen=True, gc=False):
    """A finding with its source and kind written out.

    `origin` is the user's folder that it comes from, and `reporter` who reports the speaker's words, if any.
    """

    finding: Finding
    source: Source
    kind: EvidenceType
    origin: str = ""
    reporter: str = ""

    @property
    def voice(self) -> str:
        """Whose words the finding holds: “ICBs” for “the ICB” of its evidence type where it is England-wide."""
        is_national = self.finding.scope == "national"
        return EVERY_ICB if is_national and self.kind.voice == ONE_ICB else self.kind.voice

    @property
    def speaker(self) -> str:
        """Whose words the finding holds, and who reports them: “NHS England, as reported by Healthcare Leader”."""
        return name_speaker(self.voice, [self.reporter])


class AimCoverage(Struct, frozen=True):
    """How much is known on an aim (None: of the boards as wholes) in a year.

    Of `base` open boards it counts those with a rating, those with a finding (`spoken`) and those without, and the
    statements that name no board.
    """

    aim: str | None
    year: str
    base: int
    rated: int
    spoken: int
    findings: int
    not_mentioned: int
    said_nationally: int
    national: int
    unresolved: int


class EvidenceTypeCoverage(Struct, frozen=True):
    """The findings of an evidence type in a year, on how many of `base` boards, and those that name no board."""

    kind: str
    year: str
    base: int
    spoken: int
    findings: int
    national: int
    unresolved: int


class IndicatorPoint(Struct, frozen=True):
    """An indicator's value of one board in a period, among the `of` boards that have one; None: no value.

    `place` counts from the best, where a better way exists; `rank` from the best or, where neither way is better, from
    the highest; `tied` says that others have the same value.
    """

    period: str
    value: float | None
    place: int | None
    rank: int | None
    tied: bool
    of: int
    median: float
    least: float
    most: float


class IndicatorSeries(Struct, frozen=True):
    """An indicator's values of one board, a point for each period that any board has a value in."""

    indicator: str
    icb: str
    points: tuple[IndicatorPoint, ...]

    @property
    def newest(self) -> IndicatorPoint:
        return self.points[-1]

    @property
    def previous(self) -> IndicatorPoint | None:
        """The last point with a value before the newest period."""
        return next((point for point in reversed(self.points[:-1]) if point.value is not None), None)


SeriesByKey = dict[tuple[str, str], IndicatorSeries]
"""The values of boards by board and indicator."""


class CellEvidence(Struct, frozen=True):
    """One cell of a comparison, with its evidence."""

    cell: Cell
    evidence: tuple[Evidence, ...] = field(default_factory=tuple)


class BoardEvidence(Struct, frozen=True, eq=False, kw_only=True, dict=True):
    """What is known of one board: its cells by aim and year, its evidence in one year, and its indicators."""

    icb: Icb
    year: str
    history: dict[tuple[str, str], Cell]
    evidence: Sequence[Evidence]
    series: Sequence[IndicatorSeries] = ()

    def cell_evidence(self, aim: str) -> CellEvidence:
        """The cell of an aim in the year, with its evidence."""
        return CellEvidence(self.history[aim, self.year], tuple(self._evidence_by_aim[aim]))

    @property
    def whole_evidence(self) -> list[Evidence]:
        """The evidence of the year on the board as a whole."""
        return self._evidence_by_aim[None]

    @cached_property
    def _evidence_by_aim(self) -> dict[str | None, list[Evidence]]:
        """The evidence on each aim, and on none: thousands are looked through once."""
        by_aim = defaultdict[str | None, list[Evidence]](list)
        for each in self.evidence:
            by_aim[each.finding.aim].append(each)
        return by_aim
