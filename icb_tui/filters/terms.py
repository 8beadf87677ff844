"""A filter: its terms, and which evidence types count. Pure values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct

STATUSES = {"open": "still open", "closed": "since closed"}
"""Whether a board is open today, as a filter says it and in words."""

NO_EVIDENCE_TYPE = "nobody"
"""An evidence type that no finding has."""

Facet = Literal["region", "status", "name", "aim", "rating", "cell", "indicator", "evidence", "text"]

FACETS: tuple[str, ...] = get_args(Facet)
"""The facets in the order in which a filter is put into words."""


class Term(Struct, frozen=True):
    """One condition of a filter.

    `value` is a region code, `open` or `closed`, the folded beginning of a word of a board's name, an aim id, a rating
    id or UNRATED, `aim id:rating id` for a cell, a condition on an indicator such as `ae-4-hours<70`, a kind id for an
    evidence type, or words to look for in the findings.
    """

    facet: Facet
    value: str
    negated: bool = False

    @property
    def opposite(self) -> Term:
        """The term that excludes what this one asks for, or asks for what it excludes."""
        return Term(self.facet, self.value, not self.negated)


class Filter(Struct, frozen=True):
    """Which boards to show: or within a facet, and across facets, every negated term on its own.

    A rating looks at the chosen aims, or at all; aims alone ask for any rating on one of them; UNRATED asks that
    none of them is rated. Cells are or within one aim, and across aims. Each word of a name must be met, and each
    condition on an indicator, even a negated one, by a value that there is. Each text must be in some finding of the
    year. Evidence types say whose findings count, for ratings and texts alike.
    """

    terms: frozenset[Term] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def values_of(self, facet: Facet, negated: bool | None = False) -> list[str]:
        """The chosen (or excluded; None: both) values of a facet, sorted."""
        return sorted({t.value for t in self.terms if t.facet == facet and negated in (None, t.negated)})

    def counted_kinds(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """The evidence types that count, of all that there are; NO_EVIDENCE_TYPE alone where every one is excluded."""
        chosen, excluded = self.values_of("evidence"), self.values_of("evidence", negated=True)
        return tuple(kind for kind in kinds if kind not in excluded and (not chosen or kind in chosen)) or (
            NO_EVIDENCE_TYPE,
        )

    def with_evidence_types(self, *kinds: str) -> Filter:
        """The filter in which only these evidence types count; none given: all."""
        others = {term for term in self.terms if term.facet != "evidence"}
        return Filter(frozenset(others | {Term("evidence", kind) for kind in kinds}))

    def toggle_evidence_type(self, kind: str, kinds: Iterable[str]) -> Filter:
        """The filter in which, of all these types, one more counts or one fewer; from all of them, it counts alone."""
        every = set(kinds)
        counted = set(self.counted_kinds(every))
        changed = {kind} if counted == every else counted & every ^ {kind}
        return self.with_evidence_types(*(changed if changed != every else ()))

    def choose(self, term: Term) -> Filter:
        """The filter with this term, and without its opposite."""
        return Filter(self.terms - {term.opposite} | {term})

    def toggle(self, term: Term) -> Filter:
        """The filter with this term chosen, or taken away where it was there."""
        return Filter(self.terms - {term}) if term in self.terms else self.choose(term)


def make_filter(terms: Iterable[Term]) -> Filter:
    """A filter of these terms."""
    return Filter(frozenset(terms))
