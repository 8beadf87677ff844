"""Similar boards: the same by a second route over the YAML, and what is said where facts are missing."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from math import sqrt
from typing import Any

import pytest
import yaml
from bundled_store import load_data, open_test_store
from msgspec.structs import replace
from package_tree import ROOT
from wording import check_wording

from icb_tui.analysis.similar import FACTS, Similarity, find_similar
from icb_tui.output.similar_tables import list_notes

DATA = load_data()


def find(code: str, most: int = 5, data: Any = DATA) -> Similarity:
    return find_similar(data.icb[code], data, open_test_store().list_series().values(), most)


@cache
def read_facts() -> dict[str, list[float]]:
    """The five facts of each board that has them, read from the YAML by hand."""
    boards = yaml.load((ROOT / "data/icbs.yaml").read_text(), Loader=yaml.CSafeLoader)["icbs"]
    indicators = yaml.load((ROOT / "data/indicators.yaml").read_text(), Loader=yaml.CSafeLoader)["indicators"]
    periods = next(each["values"] for each in indicators if each["id"] == "deprivation")
    score = periods[list(periods)[-1]]
    facts = {}
    for board in boards:
        if "population" in board:
            people = board["population"][sorted(board["population"])[-1]]
            shares = [board["aged_65_plus_percent"], board["under_18_percent"]]
            facts[board["code"]] = [people, *shares, people / board["area_km2"], score[board["code"]]]
    return facts


def rank_by_hand(code: str) -> list[tuple[float, str]]:
    """Every other board with its distance, the nearest first. All boards with facts were open at the same time."""
    facts = read_facts()
    columns = list(zip(*facts.values(), strict=True))
    means = [sum(column) / len(column) for column in columns]
    spreads = [
        sqrt(sum((value - mean) ** 2 for value in column) / len(column))
        for column, mean in zip(columns, means, strict=True)
    ]
    scores = {
        each: [(value - mean) / spread for value, mean, spread in zip(row, means, spreads, strict=True)]
        for each, row in facts.items()
    }
    return sorted(
        (sqrt(sum((a - b) ** 2 for a, b in zip(scores[code], scores[other], strict=True)) / 5), other)
        for other in facts
        if other != code
    )


@pytest.mark.parametrize("code", sorted(read_facts()))
def test_a_second_route_finds_the_same_boards_at_the_same_distances(code: str) -> None:
    found = find(code, 99)
    assert found.facts == FACTS and found.compared == len(found.nearest) == 41
    by_hand = rank_by_hand(code)
    assert [each.icb for each in found.nearest] == [other for _, other in by_hand]
    assert [each.distance for each in found.nearest] == pytest.approx([distance for distance, _ in by_hand])


def test_two_boards_are_equally_far_from_each_other() -> None:
    distances = {(code, each.icb): each.distance for code in read_facts() for each in find(code, 99).nearest}
    assert all(distances[pair] == pytest.approx(distances[pair[::-1]]) for pair in combinations(read_facts(), 2))


def test_a_new_board_without_facts_says_so_and_names_the_boards_before_it() -> None:
    found = find("D7T5G")
    assert found.nearest == () and found.facts == () and found.missing == FACTS
    (sentence,) = list_notes(found, DATA)
    assert "none of the 5 facts of Essex" in sentence and "Mid and South Essex" in sentence
    check_wording(sentence)


def test_boards_that_lack_a_fact_are_left_out_and_named() -> None:
    icbs = tuple(replace(icb, under_18_percent=None) if icb.code == "QWU" else icb for icb in DATA.icbs)
    found = find("QK1", 99, replace(DATA, icbs=icbs))
    assert "QWU" in found.left_out and "QWU" not in {each.icb for each in found.nearest} and found.compared == 40
    notes = "\n".join(list_notes(found, DATA))
    assert "Not compared, because a fact is not known: " in notes
    check_wording(notes)


def test_a_board_that_lacks_a_fact_is_compared_by_the_others() -> None:
    icbs = tuple(replace(icb, area_km2=None) if icb.code == "QK1" else icb for icb in DATA.icbs)
    found = find("QK1", 99, replace(DATA, icbs=icbs))
    assert [fact.id for fact in found.missing] == ["density"] and found.compared == 41
    assert "Not known of Leicester, Leicestershire and Rutland: density." in list_notes(found, DATA)


def test_a_closed_board_is_never_compared_with_those_that_opened_after_it() -> None:
    new = {icb.code for icb in DATA.icbs if icb.opened == DATA.newest_opening}
    assert not new & {*find("QNQ").left_out, *(each.icb for each in find("QNQ", 99).nearest)}
    assert new <= set(find("QK1").left_out)


def test_a_fact_that_is_equal_everywhere_tells_no_board_from_another() -> None:
    icbs = tuple(replace(icb, aged_65_plus_percent=20.0, under_18_percent=20.0) for icb in DATA.icbs)
    data = replace(DATA, icbs=icbs)
    assert all(each.distance > 0 for each in find("QK1", 99, data).nearest)
