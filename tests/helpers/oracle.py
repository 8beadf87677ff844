"""The rules of the design over the Dataset alone, slow and plain: the store must agree."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import get_args

from icb_tui.domain.answers import BoardMatch, Cell, EvidenceScope, LaterStep, MissingKind
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.names import fold_name
from icb_tui.domain.records import UNRATED, Finding, Icb
from icb_tui.filters.terms import Facet, Filter, Term

FACETS: tuple[Facet, ...] = get_args(Facet)


class Oracle:
    """Answers for one dataset. `kinds` are the evidence types that count: none given means all."""

    def __init__(self, data: Dataset) -> None:
        self.data = data
        self.findings_of: dict[tuple[str | None, str], list[Finding]] = defaultdict(list)
        self.known_ratings: dict[tuple[str, str, frozenset[str]], dict[str, str]] = {}
        for finding in data.findings:
            self.findings_of[finding.icb, finding.year].append(finding)

    def list_years(self, year: str) -> list[str]:
        """The years that are meant, the newest first."""
        return list(reversed(self.data.years)) if year == ALL_YEARS else [year]

    def list_findings_of(self, icb: str | None, year: str) -> list[Finding]:
        return [f for each in self.list_years(year) for f in self.findings_of[icb, each]]

    def list_findings(self, icb: str, aim: str, year: str, kinds: Iterable[str]) -> list[Finding]:
        return [f for f in self.list_findings_of(icb, year) if f.aim == aim and f.kind in kinds]

    def find_rated_year(self, icb: str, aim: str, year: str, kinds: Iterable[str]) -> str:
        """The newest of the years that are meant in which there is a rating, else the newest of them."""
        years = self.list_years(year)
        return next((each for each in years if self.rate(icb, aim, each, kinds) != UNRATED), years[0])

    def rate(self, icb: str, aim: str, year: str, kinds: Iterable[str]) -> str:
        """The rule: credit and concern is mixed, only concern is concern, else the highest credit, else unrated."""
        if year == ALL_YEARS:
            return self.rate(icb, aim, self.find_rated_year(icb, aim, year, kinds), kinds)
        rated = [f for f in self.list_findings(icb, aim, year, kinds) if self.data.kind[f.kind].rated]
        levels = [self.data.rating[f.rating] for f in rated if f.rating]
        credits = [level for level in levels if level.role == "credit"]
        concerns = [level for level in levels if level.role == "concern"]
        if credits and concerns:
            return next(level.id for level in self.data.ratings if level.role == "mixed")
        if concerns:
            return concerns[0].id
        return max(credits, key=lambda level: level.rank).id if credits else UNRATED

    def rate_aims(self, icb: str, year: str, kinds: frozenset[str]) -> dict[str, str]:
        """The rating of each aim; remembered, because every filter asks for it again."""
        key = icb, year, kinds
        if key not in self.known_ratings:
            self.known_ratings[key] = {aim: self.rate(icb, aim, year, kinds) for aim in self.data.aim}
        return self.known_ratings[key]

    def explain_missing(self, icb: Icb, aim: str, year: str, kinds: Iterable[str]) -> MissingKind | None:
        if self.list_findings(icb.code, aim, year, kinds):
            return None
        open_years = [each for each in self.list_years(year) if is_open(icb, each)]
        if not open_years:
            return "not-in-being"
        national = [f for each in open_years for f in self.findings_of[None, each] if f.scope == "national"]
        return "said-nationally" if any(f.aim == aim and f.kind in kinds for f in national) else "not-mentioned"

    def make_cell(self, icb: Icb, aim: str, year: str, kinds: Iterable[str] = ()) -> Cell:
        counted = set(kinds) or set(self.data.kind)
        rating, rated_year = self.rate(icb.code, aim, year, counted), self.find_rated_year(icb.code, aim, year, counted)
        return Cell(
            icb=icb.code,
            aim=aim,
            year=year,
            rating=None if rating == UNRATED else rating,
            findings=len(self.list_findings(icb.code, aim, year, counted)),
            missing=self.explain_missing(icb, aim, year, counted),
            evidence_scope=self.get_evidence_scope(counted),
            later=self.list_later_steps(icb.code, aim, rated_year, rating, counted),
            rating_year=rated_year if year == ALL_YEARS and rating != UNRATED else "",
        )

    def get_evidence_scope(self, counted: set[str]) -> EvidenceScope:
        if not any(kind.rated for kind in self.data.kinds if kind.id in counted):
            return "never-rated"
        return "all" if counted >= set(self.data.kind) else "some"

    def list_later_steps(self, icb: str, aim: str, year: str, rating: str, counted: set[str]) -> tuple[LaterStep, ...]:
        """The steps of later years, of the aim or for the whole system of the board, that contradict the rating."""
        role = self.data.rating[rating].role if rating != UNRATED else "none"
        against = {"credit": "concern", "concern": "positive"}.get(role)
        aims = (aim,) if self.data.aim[aim].core_aim else (aim, None)
        return tuple(
            LaterStep(f.id, f.year, f.kind, f.source, f.summary)
            for f in self.data.findings
            if f.icb == icb and f.year > year and f.aim in aims and f.direction == against
            if f.kind in counted and self.data.kind[f.kind].follows
        )

    def find_boards(self, wanted: Filter, year: str) -> list[BoardMatch]:
        parts = SplitFilter(wanted, self.data)
        return [
            BoardMatch(icb.code, self.list_misses(parts, icb, year), self.lacks_value(parts, icb))
            for icb in self.data.icbs
            if any(is_open(icb, each) for each in self.list_years(year))
        ]

    def list_misses(self, parts: SplitFilter, icb: Icb, year: str) -> tuple[tuple[str, ...], ...]:
        """The parts of the filter, by the facets of each, that a board does not meet."""
        rating = self.rate_aims(icb.code, year, parts.counted)
        ratings = {rating[aim] for aim in parts.yes["aim"] or rating}
        status = "closed" if icb.closed else "open"
        met = {
            ("region",): not parts.yes["region"] or icb.region in parts.yes["region"],
            ("status",): not parts.yes["status"] or status in parts.yes["status"],
            ("name",): all(has_word(icb, beginning) for beginning in parts.yes["name"]),
            ("aim", "rating"): meets_rating(parts, ratings),
            ("cell",): meets_cells(parts.yes["cell"], rating),
            ("indicator",): all(self.compare(icb, condition) is True for condition in parts.yes["indicator"]),
            ("text",): all(self.mentions(icb, year, parts.counted, text) for text in parts.yes["text"]),
        }
        excluded = {
            ("region",): icb.region in parts.no["region"],
            ("status",): status in parts.no["status"],
            ("name",): any(has_word(icb, beginning) for beginning in parts.no["name"]),
            ("indicator",): any(self.compare(icb, condition) is not False for condition in parts.no["indicator"]),
            ("aim", "rating"): any(rating[aim] != UNRATED for aim in parts.no["aim"])
            or any(has_rating(level, ratings) for level in parts.no["rating"]),
            ("cell",): any(rating[aim] == level for aim, level in split_cells(parts.no["cell"])),
            ("text",): any(self.mentions(icb, year, parts.counted, text) for text in parts.no["text"]),
        }
        return tuple(part for part, is_met in met.items() if not is_met or excluded[part])

    def lacks_value(self, parts: SplitFilter, icb: Icb) -> bool:
        """Whether the board has no value of an indicator that the filter compares."""
        return any(self.compare(icb, condition) is None for condition in parts.yes["indicator"] + parts.no["indicator"])

    def compare(self, icb: Icb, condition: str) -> bool | None:
        """Whether the newest value of the board is as a condition says; None where it has none."""
        id, operator, number = re.fullmatch(r"(.+?)([<>]?=|[<>])(.+)", condition).groups()  # type: ignore[union-attr]
        indicator = next(each for each in self.data.indicators if each.id == id)
        value = list(indicator.values.values())[-1].get(icb.code)
        if value is None:
            return None
        difference = Fraction(str(value)) - Fraction(number)
        return (
            (difference < 0 and "<" in operator)
            or (difference > 0 and ">" in operator)
            or (difference == 0 and "=" in operator)
        )

    def mentions(self, icb: Icb, year: str, counted: Iterable[str], text: str) -> bool:
        """Whether one finding of the board and year says the text in one of its parts, whatever the case."""
        return any(
            text.casefold() in part.casefold()
            for finding in self.list_findings_of(icb.code, year)
            if finding.kind in counted
            for part in list_texts(finding)
        )

    def count_options(self, wanted: Filter, year: str) -> dict[Term, int]:
        """The boards found with each option chosen beside what is chosen; those that an evidence type speaks of."""
        counts = {option: self.count_boards(choose(option, wanted), year) for option in list_options(self.data)}
        boards = {icb.code for icb in self.data.icbs if any(is_open(icb, each) for each in self.list_years(year))}
        boards_of = {
            kind: {f.icb for f in self.data.findings if f.year in self.list_years(year) and f.kind == kind}
            for kind in self.data.kind
        }
        return counts | {Term("evidence", kind): len(boards_of[kind] & boards) for kind in self.data.kind}

    def count_boards(self, wanted: Filter, year: str) -> int:
        return sum(not match.misses for match in self.find_boards(wanted, year))


class SplitFilter:
    """A filter in parts: what it asks for, what it excludes, and the evidence types that count."""

    def __init__(self, wanted: Filter, data: Dataset) -> None:
        self.yes = {facet: wanted.values_of(facet) for facet in FACETS}
        self.no = {facet: wanted.values_of(facet, negated=True) for facet in FACETS}
        self.counted = frozenset(self.yes["evidence"] or data.kind) - frozenset(self.no["evidence"])


def meets_rating(parts: SplitFilter, ratings: set[str]) -> bool:
    if levels := parts.yes["rating"]:
        return any(has_rating(level, ratings) for level in levels)
    return not parts.yes["aim"] or ratings != {UNRATED}


def has_rating(level: str, ratings: set[str]) -> bool:
    """Whether some aim that is looked at has the level; `unrated` asks it of every one of them."""
    return ratings == {UNRATED} if level == UNRATED else level in ratings


def meets_cells(chosen: list[str], rating: dict[str, str]) -> bool:
    """Cells are or within one aim, and across aims."""
    levels = defaultdict(set)
    for aim, level in split_cells(chosen):
        levels[aim].add(level)
    return all(rating[aim] in levels[aim] for aim in levels)


def has_word(icb: Icb, beginning: str) -> bool:
    """Whether a word of the board's names and codes begins so, with as much of what follows it."""
    names = [icb.code, icb.gss_code, icb.name, icb.short_name, icb.label, *icb.aliases]
    words = [fold_name(name).split() for name in names]
    return any(" ".join(each[n:]).startswith(beginning) for each in words for n in range(len(each)))


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


def choose(option: Term, wanted: Filter) -> Filter:
    """The filter with an option asked for, and no more excluded; one that asks for it stays as it is."""
    if option in wanted.terms:
        return wanted
    others = [term for term in wanted.terms if (term.facet, term.value) != (option.facet, option.value)]
    return Filter(frozenset([*others, option]))
