"""What a person looks for by a few letters: boards, regions, aims, indicators and findings, the best fit first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from icb_tui.model import Dataset, Evidence, Finding, Icb
from icb_tui.rules import folded, names_of, words_of
from icb_tui.text import clean, one_of

Kind = Literal["board", "region", "aim", "indicator", "finding"]
KINDS: tuple[Kind, ...] = ("board", "region", "aim", "indicator", "finding")

EXACT, WORD, PART, MENTION, NEAR = range(5)
"""How well a text fits: a code or alias, the beginning of a word, any part, words of a finding, nearly so spelt."""

NOISE = frozenset({"nhs", "icb", "ics", "integrated", "care", "board"})
"""Words that stand in every board's full name and tell none from another."""

MOST_WORDS = 4
"""The words of a text of which the longest alone is looked for, where the whole is nothing."""

MOST_FINDINGS = 30


class Hit(NamedTuple):
    """Something that fits: its kind and id, how well, whether the text is its whole short name, and the finding."""

    kind: Kind
    id: str
    fit: int
    whole: bool = False
    finding: Finding | None = None


class _Entry(NamedTuple):
    """What can be found, by its exact words and by its names."""

    kind: Kind
    id: str
    exact: frozenset[str]
    names: tuple[str, ...]


Mentions = Callable[[str, int], Sequence[Evidence]]
"""Gives the first findings among whose words, folded, a text is."""


class Index:
    """Everything that can be found in the data, folded once; findings where it is told who knows them."""

    def __init__(self, data: Dataset, mentions: Mentions | None = None) -> None:
        self.data, self._mentions = data, mentions
        self._entries = list(_entries(data))
        self._words: dict[str, dict[_Entry, None]] = defaultdict(dict)
        for entry in self._entries:
            for name in entry.names:
                for word in {name, *name.split()} - NOISE:
                    self._words[word][entry] = None

    def find(self, text: str) -> list[Hit]:
        """Return what fits, the best first; nearly so spelt only where nothing else does."""
        wanted = folded(text)
        if not wanted:
            return []
        bare = _without_noise(wanted)
        return self._fitting(wanted) or (self._fitting(bare) if bare else []) or list(self._near(bare))

    def _fitting(self, wanted: str) -> list[Hit]:
        hits = [
            Hit(e.kind, e.id, fit, wanted in e.names[:1]) for e in self._entries if (fit := _fit(e, wanted)) is not None
        ]
        best = sorted(hits, key=lambda hit: (hit.fit, KINDS.index(hit.kind)))
        mentions = self._mentions(wanted, MOST_FINDINGS) if self._mentions else ()
        said = [Hit("finding", e.finding.id, MENTION, finding=e.finding) for e in mentions]
        return [*best, *_followers(best, self.data), *said]

    def _near(self, wanted: str) -> Iterator[Hit]:
        import difflib

        words = wanted.split()
        longest = max(words, key=len) if 1 < len(words) <= MOST_WORDS else wanted
        near = (difflib.get_close_matches(text, self._words, n=6, cutoff=0.72) for text in (wanted, longest))
        close = next((found for found in near if found), [])
        for entry in dict.fromkeys(entry for word in close for entry in self._words[word]):
            yield Hit(entry.kind, entry.id, NEAR)


def chosen(hits: Sequence[Hit], data: Dataset) -> Hit | None:
    """Return the one hit that a text can only mean; None where it may mean several, or is no word that names one.

    Part of a closed board's name may as well mean a board that followed it, and a region's name one of its boards.
    """
    best = [hit for hit in hits if hit.fit == hits[0].fit and hit.kind != "finding"] if hits else []
    boards = [hit for hit in hits if hit.kind == "board" and hit.fit < MENTION]
    if len(best) != 1 or best[0].fit > WORD:
        return None
    (hit,) = best
    if hit.fit == EXACT:
        return hit if hit.kind == "board" or not boards else None
    follows = hit.kind == "board" and data.icb[hit.id].closed and not hit.whole
    return None if follows else hit


def _entries(data: Dataset) -> Iterator[_Entry]:
    for icb in data.icbs:
        exact = [icb.code, icb.gss_code, icb.name, icb.label, *icb.aliases, *icb.other_gss_codes]
        yield _Entry("board", icb.code, frozenset(map(folded, exact)), (folded(icb.short_name), *names_of(icb)))
    for region in data.regions:
        yield _Entry("region", region.code, frozenset(words_of(region)), (folded(region.name), *words_of(region)))
    for number, aim in enumerate(data.aims, 1):
        yield _Entry("aim", aim.id, frozenset([str(number), *words_of(aim)]), tuple(words_of(aim)))
    for indicator in data.indicators:
        yield _Entry("indicator", indicator.id, frozenset([folded(indicator.id)]), (folded(indicator.name),))


def _fit(entry: _Entry, wanted: str) -> int | None:
    if wanted in entry.exact:
        return EXACT
    if any(f" {name}".find(f" {wanted}") >= 0 for name in entry.names):
        return WORD
    if len(wanted) > 2 and any(wanted in name for name in entry.names):
        return PART
    return None


def _followers(hits: Iterable[Hit], data: Dataset) -> list[Hit]:
    """The boards that followed closed ones among the hits."""
    there = {hit.id for hit in hits}
    followed = (s.code for hit in hits if hit.kind == "board" for s in data.icb[hit.id].successors)
    return [Hit("board", code, PART) for code in dict.fromkeys(followed) if code not in there and code in data.icb]


def _without_noise(wanted: str) -> str:
    return " ".join(word for word in wanted.split() if word not in NOISE)


class Ambiguous(Exception):
    """A name that fits several boards; `candidates` are they, and none is chosen."""

    def __init__(self, text: str, candidates: list[Icb]) -> None:
        names = one_of([f"{icb.short_name} ({icb.code})" for icb in candidates], 12)
        super().__init__(f"“{clean(text)}” can mean {names}")
        self.candidates = candidates


class Unknown(Exception):
    """A name that fits no board."""


def icb_named(text: str, data: Dataset) -> Icb:
    """Return the one board that a name means, a whole short name before a part of one; raise Unknown or Ambiguous."""
    hits = [hit for hit in Index(data).find(text) if hit.kind == "board"]
    fitting = [hit for hit in hits if hit.fit <= WORD]
    whole = [hit for hit in fitting if hit.whole and hit.fit <= fitting[0].fit]
    best = [data.icb[hit.id] for hit in whole or fitting if hit.fit == fitting[0].fit]
    if len(best) == 1:
        return best[0]
    if best:
        raise Ambiguous(text, best)
    near = one_of([f"{data.icb[hit.id].short_name} ({hit.id})" for hit in hits])
    told = (
        f"did you mean {near}?"
        if near
        else "expected a code, an abbreviation or part of a name, such as QK1 or Leicester"
    )
    raise Unknown(f"“{clean(text)}” is no ICB; {told}")
