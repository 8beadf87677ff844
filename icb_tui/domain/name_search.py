"""What a person looks for by a few letters: boards, regions, aims, indicators and findings, the best fit first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from icb_tui.domain.answers import Evidence
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.names import begins_word, fold_name, list_board_names, list_filter_words
from icb_tui.domain.records import Finding

HitKind = Literal["board", "region", "aim", "indicator", "finding"]

HIT_KINDS: tuple[HitKind, ...] = ("board", "region", "aim", "indicator", "finding")

EXACT, WORD, WORDS, PART, MENTION, NEAR = range(6)
"""How well a text fits: a whole name, code or alias; the beginning of a word; each of its words the beginning of one;
any part; words of a finding; a similar spelling."""

COMMON_WORDS = frozenset({"nhs", "icb", "ics", "integrated", "care", "board"})
"""Words of every board's full name, which distinguish none."""

MAX_WORDS = 4
"""The most words of a text of which the longest alone is tried, where the whole text fits nothing."""

MAX_FINDINGS = 30

MAX_AIM_WORDS = 6
"""The most words at the end of a text that are taken for an aim."""


class SearchHit(NamedTuple):
    """Something that fits: its kind and id, how well, and the finding.

    `is_successor`: the text does not fit it, but a closed board that it followed. `aim`: the aim that is named after
    a board.
    """

    kind: HitKind
    id: str
    fit: int
    finding: Finding | None = None
    is_successor: bool = False
    aim: str = ""


class _SearchEntry(NamedTuple):
    """What can be found: by its whole names and codes, by parts of its names, and by their words."""

    kind: HitKind
    id: str
    exact: frozenset[str]
    names: tuple[str, ...]
    words: frozenset[str]


FindMentions = Callable[[str, int], Sequence[Evidence]]
"""Returns the first findings that have each word of a folded text; the number is the most that are wanted."""


class SearchIndex:
    """Everything that can be found in the data, folded once; findings only with `mentions`."""

    def __init__(self, data: Dataset, mentions: FindMentions | None = None) -> None:
        self.data, self._mentions = data, mentions
        self._entries = list(_list_entries(data))
        self._unmatched = [(fold_name(named), icbs) for named, icbs in data.unmatched_names.items()]
        self._words: dict[str, dict[_SearchEntry, None]] = defaultdict(dict)
        for entry in self._entries:
            for name in entry.names:
                for word in {name, *name.split()} - COMMON_WORDS:
                    self._words[word][entry] = None

    def find_hits(self, text: str) -> list[SearchHit]:
        """Return what fits, the best first; similar spellings only where nothing else fits."""
        wanted = fold_name(text)
        if not wanted:
            return []
        bare = _remove_common_words(wanted)
        fitting = self._find_fitting(wanted)
        if bare not in ("", wanted) and all(hit.fit > EXACT for hit in fitting):
            # “Sussex Integrated Care Board” is part of another board's name; “Sussex” is a whole one.
            better = self._find_fitting(bare)
            if better and (not fitting or better[0].fit < fitting[0].fit):
                fitting = _join_hits(better, fitting)
        if all(hit.kind == "finding" for hit in fitting):
            fitting = [*self._find_board_aim(bare), *fitting]
        return fitting or list(self._find_similar(bare))

    def _find_fitting(self, wanted: str) -> list[SearchHit]:
        """What a text names, the best fit first, then the findings that mention it."""
        mentions = self._mentions(wanted, MAX_FINDINGS) if self._mentions else ()
        findings = [SearchHit("finding", e.finding.id, MENTION, e.finding) for e in mentions]
        return [*self._find_named(wanted), *findings]

    def _find_named(self, wanted: str) -> list[SearchHit]:
        words = _split_words(wanted)
        candidates = self._list_candidates(wanted, words)
        hits = [
            (fit, HIT_KINDS.index(entry.kind), not entry.names[0].startswith(wanted), entry)
            for entry in self._entries
            if (fit := _match_quality(entry, wanted, words, candidates)) is not None
        ]
        best = [SearchHit(entry.kind, entry.id, fit) for fit, _, _, entry in sorted(hits, key=lambda hit: hit[:3])]
        return [*best, *_list_successors(best, self.data)]

    def _list_candidates(self, wanted: str, words: frozenset[str]) -> frozenset[str]:
        """The boards that a name may mean which is no board's but stands in an unmatched finding."""
        return frozenset(
            icb
            for named, candidates in self._unmatched
            if wanted == named or _match_every_word(words, _split_words(named))
            for icb in candidates
        )

    def _find_board_aim(self, wanted: str) -> list[SearchHit]:
        """The boards that the first words name, at the aim that the last ones name: “sussex 3”."""
        words = wanted.split()
        for split in range(max(1, len(words) - MAX_AIM_WORDS), len(words)):
            aim, name = self._find_aim(" ".join(words[split:])), " ".join(words[:split])
            boards = [hit for hit in self._find_named(name) if hit.kind == "board"] if aim else []
            if boards and boards[0].fit <= WORDS:
                return [hit._replace(aim=aim) for hit in boards if hit.fit <= WORDS]
        return []

    def _find_aim(self, wanted: str) -> str:
        """The aim that a whole name means, else the only one with a name that begins so; empty where there is none."""
        aims = [entry for entry in self._entries if entry.kind == "aim"]
        exact = [entry.id for entry in aims if wanted in entry.exact]
        found = exact or [entry.id for entry in aims if any(name.startswith(wanted) for name in entry.names)]
        return found[0] if len(found) == 1 else ""

    def _find_similar(self, wanted: str) -> Iterator[SearchHit]:
        import difflib

        words = wanted.split()
        longest = max(words, key=len) if 1 < len(words) <= MAX_WORDS else wanted
        near = (difflib.get_close_matches(text, self._words, n=6, cutoff=0.72) for text in (wanted, longest))
        close = next((found for found in near if found), [])
        for entry in dict.fromkeys(entry for word in close for entry in self._words[word]):
            yield SearchHit(entry.kind, entry.id, NEAR)


def choose_hit(hits: Sequence[SearchHit], data: Dataset) -> SearchHit | None:
    """Return the only hit that a text can mean; None where it may mean several or names none.

    Part of a closed board's name may as well mean a board that followed it, and a region's name one of its boards.
    """
    best = [hit for hit in hits if hit.fit == hits[0].fit and hit.kind != "finding"] if hits else []
    boards = [hit for hit in hits if hit.kind == "board" and hit.fit < MENTION]
    if len(best) != 1 or best[0].fit > WORDS:
        return None
    (hit,) = best
    if hit.fit == EXACT:
        return hit if hit.kind == "board" or not boards else None
    follows = hit.kind == "board" and data.icb[hit.id].closed
    return None if follows or list_other_matches(hits, "board") else hit


def list_other_matches(hits: Sequence[SearchHit], *kinds: HitKind) -> list[SearchHit]:
    """Return what a text fits besides the first hit: the beginnings of all its words, in things of these kinds."""
    return [hit for hit in hits[1:] if hit.kind in kinds and hit.fit <= WORDS]


def _list_entries(data: Dataset) -> Iterator[_SearchEntry]:
    for icb in data.icbs:
        exact = [icb.code, icb.gss_code, icb.name, icb.short_name, icb.label, *icb.aliases, *icb.other_gss_codes]
        yield _make_entry("board", icb.code, map(fold_name, exact), fold_name(icb.short_name), *list_board_names(icb))
    for region in data.regions:
        words = list_filter_words(region)
        yield _make_entry("region", region.code, words, fold_name(region.name), *words)
    for number, aim in enumerate(data.aims, 1):
        words = list_filter_words(aim)
        yield _make_entry("aim", aim.id, [str(number), *words], *words)
    for indicator in data.indicators:
        yield _make_entry("indicator", indicator.id, [fold_name(indicator.id)], fold_name(indicator.name))


def _make_entry(kind: HitKind, id: str, exact: Iterable[str], *names: str) -> _SearchEntry:
    return _SearchEntry(kind, id, frozenset(exact), names, _split_words(" ".join(names)))


def _match_quality(entry: _SearchEntry, wanted: str, words: frozenset[str], candidates: frozenset[str]) -> int | None:
    if wanted in entry.exact:
        return EXACT
    if entry.id in candidates or begins_word(wanted, entry.names):
        return WORD
    if _match_every_word(words, entry.words):
        return WORDS
    if len(wanted) > 2 and any(wanted in name for name in entry.names):
        return PART
    return None


def _split_words(folded: str) -> frozenset[str]:
    return frozenset(folded.split()) - {"and", *COMMON_WORDS}


def _match_every_word(words: frozenset[str], names: frozenset[str]) -> bool:
    """Whether each of several words begins a word of the names."""
    return len(words) > 1 and all(any(name.startswith(word) for name in names) for word in words)


def _list_successors(hits: Iterable[SearchHit], data: Dataset) -> list[SearchHit]:
    """The boards that followed closed ones among the hits."""
    there = {hit.id for hit in hits}
    followed = (s.code for hit in hits if hit.kind == "board" for s in data.icb[hit.id].successors)
    return [
        SearchHit("board", code, PART, is_successor=True)
        for code in dict.fromkeys(followed)
        if code not in there and code in data.icb
    ]


def _join_hits(bare: Sequence[SearchHit], whole: Sequence[SearchHit]) -> list[SearchHit]:
    """What a text fits without its common words, then the findings that hold it; of each, else of the other text."""
    named, others = ([hit for hit in hits if hit.kind != "finding"] for hits in (bare, whole))
    findings, more = ([hit for hit in hits if hit.kind == "finding"] for hits in (whole, bare))
    return [*(named or others), *(findings or more)]


def _remove_common_words(wanted: str) -> str:
    return " ".join(word for word in wanted.split() if word not in COMMON_WORDS)
