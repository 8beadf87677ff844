"""Which board a name means, where it must be one: of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from icb_tui.domain.dataset import Dataset
from icb_tui.domain.errors import UserError
from icb_tui.domain.name_search import EXACT, WORDS, SearchIndex
from icb_tui.domain.names import fold_name
from icb_tui.domain.records import Icb
from icb_tui.text.cells import clean, join_names


class AmbiguousName(UserError):
    """A name (`text`) that fits several boards; `candidates` are they, and none is chosen."""

    category = "ambiguous"

    def __init__(self, text: str, candidates: list[Icb], *, names_no_icb: bool = False) -> None:
        names = join_names([*map(name_with_code, candidates)], 12)
        super().__init__(f"“{clean(text)}” {'names no ICB. It ' if names_no_icb else ''}can mean {names}")
        self.text, self.candidates = text, candidates


class UnknownName(UserError):
    """A name that fits no board; `near` are boards with a similar name."""

    category = "no match"

    def __init__(self, text: str, near: Sequence[Icb]) -> None:
        hint = (
            f"did you mean {join_names([*map(name_with_code, near)])}?"
            if near
            else "expected a code, an abbreviation or part of a name, such as QK1 or Leicester"
        )
        super().__init__(f"unknown board “{clean(text)}”; {hint}")
        self.near = tuple(near)


class NameMatch(NamedTuple):
    """The board that a name means, and the other boards that the name fits in part."""

    icb: Icb
    others: list[Icb]


def match_icb(text: str, data: Dataset) -> NameMatch:
    """Return the board that a name is the whole name of, else the only one that it fits in part.

    Raise UnknownName or AmbiguousName.
    """
    hits = [hit for hit in _find_index(data).find_hits(text) if hit.kind == "board" and not hit.aim]
    fitting = [data.icb[hit.id] for hit in hits if hit.fit <= WORDS]
    exact = [data.icb[hit.id] for hit in hits if hit.fit == EXACT]
    best = exact or fitting
    if len(best) == 1:
        return NameMatch(best[0], [icb for icb in fitting if icb is not best[0]])
    if best:
        unmatched = fold_name(text) in map(fold_name, data.unmatched_names)
        raise AmbiguousName(text, best, names_no_icb=unmatched and not exact)
    raise UnknownName(text, [data.icb[hit.id] for hit in hits])


def _find_index(data: Dataset) -> SearchIndex:
    # Kept where the dataset keeps what it works out itself: a command may name many boards.
    if "name_index" not in vars(data):
        vars(data)["name_index"] = SearchIndex(data)
    index: SearchIndex = vars(data)["name_index"]
    return index


def describe_others(text: str, match: NameMatch) -> str:
    """Return the sentence that a whole name was taken although it fits other boards in part."""
    others = join_names([*map(name_with_code, match.others)], 6, "and")
    return f"“{clean(text)}” is {name_with_code(match.icb)}. The name also matches {others}."


def name_with_code(icb: Icb) -> str:
    """Return a board's name and code: “Essex (D7T5G)”."""
    return f"{icb.short_name} ({icb.code})"
