"""The rules of the design, the slow and plain way, over the Dataset alone: what the store is held against."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import get_args

from icb_tui.domain.answers import BoardMatch, Cell, EvidenceScope, LaterStep, MissingKind
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import UNRATED, Finding, Icb
from icb_tui.filters.terms import Facet, Filter, Term

FACETS: tuple[Facet, ...] = get_args(Facet)


class Oracle:
    """Answers for one dataset. `voices` are the kinds whose findings count: none given means all."""

    def __init__(self, data: Dataset) -> None:
        self.data = data
        self.said: dict[tuple[str | None, str], list[Finding]] = defaultdict(list)
        self.known: dict[tuple[str, str, frozenset[str]], dict[str, str]] = {}
        for finding in data.findings:
            self.said[finding.icb, finding.year].append(finding)

    def findings(self, icb: str, aim: str, year: str, voices: Iterable[str]) -> list[Finding]:
        return [f for f in self.said[icb, year] if f.aim == aim and f.kind in voices]

    def rating(self, icb: str, aim: str, year: str, voices: Iterable[str]) -> str:
        """The rule: credit and concern is mixed, only concern is concern, else the highest credit, else unrated."""
        rated = [f for f in self.findings(icb, aim, year, voices) if self.data.kind[f.kind].rated]
        levels = [self.data.rating[f.rating] for f in rated if f.rating]
        credits = [level for level in levels if level.role == "credit"]
        concerns = [level for level in levels if level.role == "concern"]
        if credits and concerns:
            return next(level.id for level in self.data.ratings if level.role == "mixed")
        if concerns:
            return concerns[0].id
        return max(credits, key=lambda level: level.rank).id if credits else UNRATED

    def ratings(self, icb: str, year: str, voices: frozenset[str]) -> dict[str, str]:
        """The rating of each aim; remembered, because every filter asks for it again."""
        key = icb, year, voices
        if key not in self.known:
            self.known[key] = {aim: self.rating(icb, aim, year, voices) for aim in self.data.aim}
        return self.known[key]

    def nothing(self, icb: Icb, aim: str, year: str, voices: Iterable[str]) -> MissingKind | None:
        if self.findings(icb.code, aim, year, voices):
            return None
        if not is_open(icb, year):
            return "not-in-being"
        national = [f for f in self.said[None, year] if f.scope == "national"]
        return "said-nationally" if any(f.aim == aim and f.kind in voices for f in national) else "not-mentioned"

    def cell(self, icb: Icb, aim: str, year: str, voices: Iterable[str] = ()) -> Cell:
        heard = set(voices) or set(self.data.kind)
        rating = self.rating(icb.code, aim, year, heard)
        return Cell(
            icb=icb.code,
            aim=aim,
            year=year,
            rating=None if rating == UNRATED else rating,
            findings=len(self.findings(icb.code, aim, year, heard)),
            missing=self.nothing(icb, aim, year, heard),
            evidence_scope=self.hearing(heard),
            later=self.later(icb.code, aim, year, rating, heard),
        )

    def hearing(self, heard: set[str]) -> EvidenceScope:
        if not any(kind.rated for kind in self.data.kinds if kind.id in heard):
            return "never-rated"
        return "all" if heard >= set(self.data.kind) else "some"

    def later(self, icb: str, aim: str, year: str, rating: str, heard: set[str]) -> tuple[LaterStep, ...]:
        """The steps of later years, of the aim or for the whole system of the board, that stand against the rating."""
        role = self.data.rating[rating].role if rating != UNRATED else "none"
        against = {"credit": "concern", "concern": "positive"}.get(role)
        aims = (aim,) if self.data.aim[aim].core_aim else (aim, None)
        return tuple(
            LaterStep(f.id, f.year, f.kind, f.source, f.summary)
            for f in self.data.findings
            if f.icb == icb and f.year > year and f.aim in aims and f.direction == against
            if f.kind in heard and self.data.kind[f.kind].follows
        )

    def find(self, wanted: Filter, year: str) -> list[BoardMatch]:
        asked = SplitFilter(wanted, self.data)
        return [BoardMatch(icb.code, self.misses(asked, icb, year)) for icb in self.data.icbs if is_open(icb, year)]

    def misses(self, asked: SplitFilter, icb: Icb, year: str) -> tuple[str, ...]:
        """The parts of the filter that a board does not meet; `not` stands for all that is negated."""
        rating = self.ratings(icb.code, year, asked.heard)
        looked_at = {rating[aim] for aim in asked.yes["aim"] or rating}
        status = "closed" if icb.closed else "open"
        met = {
            "region": not asked.yes["region"] or icb.region in asked.yes["region"],
            "status": not asked.yes["status"] or status in asked.yes["status"],
            "rating": meets_rating(asked, looked_at),
            "cell": meets_cells(asked.yes["cell"], rating),
            "text": all(self.mentions(icb, year, asked.heard, text) for text in asked.yes["text"]),
            "not": not (
                icb.region in asked.no["region"]
                or status in asked.no["status"]
                or any(rating[aim] != UNRATED for aim in asked.no["aim"])
                or any(has_rating(level, looked_at) for level in asked.no["rating"])
                or any(rating[aim] == level for aim, level in split_cells(asked.no["cell"]))
                or any(self.mentions(icb, year, asked.heard, text) for text in asked.no["text"])
            ),
        }
        return tuple(part for part, is_met in met.items() if not is_met)

    def mentions(self, icb: Icb, year: str, heard: Iterable[str], text: str) -> bool:
        """Whether one finding of the board and year says the text in one of its parts, whatever the case."""
        return any(
            text.casefold() in part.casefold()
            for finding in self.said[icb.code, year]
            if finding.kind in heard
            for part in list_texts(finding)
        )

    def facets(self, wanted: Filter, year: str) -> dict[Term, int]:
        """Each value's count: the boards found if it were the only one chosen of its facet, all else held."""
        counts = {option: self.count(choose_alone(option, wanted), year) for option in list_options(self.data)}
        pool = [m.icb for m in self.find(wanted, year) if not {"region", "status"} & set(m.misses)]
        speaks = {
            kind: {f.icb for f in self.data.findings if f.year == year and f.kind == kind} for kind in self.data.kind
        }
        return counts | {Term("voice", kind): len(speaks[kind] & set(pool)) for kind in self.data.kind}

    def count(self, wanted: Filter, year: str) -> int:
        return sum(not match.misses for match in self.find(wanted, year))


class SplitFilter:
    """A filter taken apart: what it asks for, what it refuses, and whose findings it hears."""

    def __init__(self, wanted: Filter, data: Dataset) -> None:
        self.yes = {facet: wanted.values_of(facet) for facet in FACETS}
        self.no = {facet: wanted.values_of(facet, negated=True) for facet in FACETS}
        self.heard = frozenset(self.yes["voice"] or data.kind) - frozenset(self.no["voice"])


def meets_rating(asked: SplitFilter, looked_at: set[str]) -> bool:
    if levels := asked.yes["rating"]:
        return any(has_rating(level, looked_at) for level in levels)
    return not asked.yes["aim"] or looked_at != {UNRATED}


def has_rating(level: str, looked_at: set[str]) -> bool:
    """Whether some aim that is looked at has the level; `unrated` asks it of every one of them."""
    return looked_at == {UNRATED} if level == UNRATED else level in looked_at


def meets_cells(chosen: list[str], rating: dict[str, str]) -> bool:
    """Cells are or within one aim, and across aims."""
    levels = defaultdict(set)
    for aim, level in split_cells(chosen):
        levels[aim].add(level)
    return all(rating[aim] in levels[aim] for aim in levels)


def is_open(icb: Icb, year: str) -> bool:
    """Whether the board was open on any day from 1 April to the 31 March after."""
    first, last = dt.date(int(year[:4]), 4, 1), dt.date(int(year[:4]) + 1, 3, 31)
    return icb.opened <= last and not (icb.closed and icb.closed < first)


def list_texts(finding: Finding) -> list[str]:
    figure = [finding.figure.what, str(finding.figure.value)] if finding.figure else []
    return [finding.summary, finding.aspect or "", *finding.words, *figure]


def split_cells(cells: list[str]) -> list[tuple[str, str]]:
    """Cells such as `inequalities:strong` as aim and level."""
    return [(aim, level) for aim, _, level in (cell.partition(":") for cell in cells)]


def list_options(data: Dataset) -> list[Term]:
    """Every value of the facets that are counted."""
    return [
        *(Term("region", region.code) for region in data.regions),
        Term("status", "open"),
        Term("status", "closed"),
        *(Term("aim", aim.id) for aim in data.aims),
        *(Term("rating", rating.id) for rating in data.ratings),
        Term("rating", UNRATED),
    ]


def choose_alone(option: Term, wanted: Filter) -> Filter:
    others = [term for term in wanted.terms if term.negated or term.facet != option.facet]
    return Filter(frozenset([*others, option]))
