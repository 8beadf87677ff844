"""Which board a person means by a code, an alias or part of a name."""

from __future__ import annotations

from icb_tui.model import Dataset, Icb
from icb_tui.rules import folded, names_of
from icb_tui.text import one_of


class Ambiguous(Exception):
    """A name that fits several boards; `candidates` are they, and none is chosen."""

    def __init__(self, text: str, candidates: list[Icb]) -> None:
        names = one_of([f"{icb.short_name} ({icb.code})" for icb in candidates], 12)
        super().__init__(f"“{text}” can mean {names}")
        self.candidates = candidates


class Unknown(Exception):
    """A name that fits no board."""


def icb_named(text: str, data: Dataset) -> Icb:
    """Return the one board that a name means; raise Unknown or Ambiguous."""
    found = candidates(text, data)
    if not found:
        raise Unknown(
            f"“{text}” is no ICB; expected a code, an abbreviation or part of a name, such as QK1 or Leicester"
        )
    if len(found) > 1:
        raise Ambiguous(text, found)
    return found[0]


def candidates(text: str, data: Dataset) -> list[Icb]:
    """Return the boards that a name fits: by exact code or alias, else by the beginning of words, else by any part."""
    wanted = folded(text)
    if not wanted:
        return []
    names = {icb.code: [*names_of(icb), *map(folded, icb.other_gss_codes)] for icb in data.icbs}
    tests = (
        lambda name: name == wanted,
        lambda name: f" {name}".find(f" {wanted}") >= 0,
        lambda name: wanted in name,
    )
    for test in tests:
        if found := [icb for icb in data.icbs if any(map(test, names[icb.code]))]:
            return found
    return []
