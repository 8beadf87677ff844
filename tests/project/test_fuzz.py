"""A short run of every fuzzer; `make fuzz` runs them for longer, docs/security.md says what came of that."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from bundled_store import load_data
from msgspec.structs import replace

from fuzz.bounded import bounded
from fuzz.cases import case
from fuzz.folders import LONG, MANY, STACK, TIMES, draw_pages, draw_values, grow
from fuzz.hostile import ALL, harm
from fuzz.promises import Broken, shown
from fuzz.targets import TARGETS
from icb_tui.domain.records import Tile
from icb_tui.text.cells import clean

CASES = {
    "yaml": 400,
    "folder": 60,
    "filter": 250,
    "finder": 60,
    "import": 400,
    "sheets": 400,
    "findings": 200,
    "keys": 250,
    "sql": 6,
}
EVERY = {
    "yaml": {"refused", "read", "doubled"},
    "folder": {"refused", "loaded"},
    "filter": {"unknown", "filter"},
    "finder": {"board", "ambiguous", "near", "unknown"},
    "import": {"no CSV", "problems", "indicators"},
    "sheets": {"refused", "CSV", "text", "Excel", "OpenDocument", "Parquet", "JSON", "JSON lines"},
    "findings": {"no findings", "problems", "findings"},
    "keys": {"keys", "pasted", "nothing"},
    "sql": {"answered", "refused"},
}
"""What must come of some case of each target: a fuzzer that is always refused finds nothing."""


@pytest.mark.parametrize("target", TARGETS)
def test_no_case_breaks_a_promise(target: str) -> None:
    if target == "sql" and not hasattr(os, "fork"):
        pytest.skip("each query is answered in a process that is divided from this one")
    number = CASES[target] * int(os.environ.get("ICB_TUI_FUZZ", "1"))
    outcomes = Counter(bounded(TARGETS[target], case(target, 7, n)) for n in range(number))
    assert set(outcomes) >= EVERY[target]


def test_a_case_is_the_same_for_the_same_numbers_and_another_for_others() -> None:
    for target in TARGETS:
        assert case(target, 1, 2) == case(target, 1, 2)
        assert len({case(target, 1, n) for n in range(20)} | {case(target, 2, n) for n in range(20)}) > 20


@pytest.mark.parametrize("name", ALL)
def test_what_is_made_safe_to_show_has_no_harm_in_it_and_a_fuzzer_would_see_what_is_not(name: str) -> None:
    text = ALL[name]
    shown(clean(text))
    if harm(text):
        with pytest.raises(Broken):
            shown(text)
    else:
        assert text.isprintable()


def test_a_small_case_stands_for_a_large_one_and_what_is_loaded_is_drawn() -> None:
    assert len(grow(b"a: " + LONG + STACK)) > 300_000
    assert grow(b"x: 1\n- " + MANY + b"b#\nc") == b"x: 1\n- " + b"".join(b"b%04d\n" % n for n in range(TIMES)) + b"c"
    draw_values(load_data())
    draw_pages(load_data())
    with pytest.raises(Broken):
        draw_values(replace(load_data(), icbs=(replace(load_data().icbs[0], tile=Tile(20_000, 1)),)))
