"""Regions as groups of the boards shown: counts, ratings and medians against what is counted one by one."""

from __future__ import annotations

import statistics

from bundled_store import load_data, open_test_store
from hypothesis import given
from hypothesis import strategies as st

from icb_tui.analysis.board_groups import summarize_values
from icb_tui.analysis.region_groups import count_ratings, describe_rated, group_by_region

DATA = load_data()
CODES = [icb.code for icb in DATA.icbs]
CELLS = open_test_store().year_cells("2023/24")
OPEN = sorted({code for code, _ in CELLS}, key=CODES.index)


@given(st.lists(st.none() | st.floats(-1e6, 1e6).map(lambda value: round(value, 4))))
def test_a_median_is_that_of_the_values_that_there_are(values: list[float | None]) -> None:
    there = [value for value in values if value is not None]
    median, of, *_ = summarize_values(values)
    assert of == len(there)
    assert median == (round(statistics.median(there), 9) if there else None)


@given(st.sets(st.sampled_from(OPEN)))
def test_the_boards_shown_stand_under_their_regions_out_of_all_that_were_open(chosen: set[str]) -> None:
    regions = list(DATA.region)
    shown = sorted(chosen, key=lambda code: (regions.index(DATA.icb[code].region), code))
    groups = group_by_region(shown, OPEN, DATA)
    assert [code for group in groups.values() for code in group.icbs] == shown
    assert list(groups) == [region for region in regions if any(DATA.icb[code].region == region for code in shown)]
    for region, group in groups.items():
        assert group.region.code == region and {DATA.icb[code].region for code in group.icbs} == {region}
        assert group.of == sum(DATA.icb[code].region == region for code in OPEN)


@given(st.sets(st.sampled_from(OPEN), min_size=1), st.sampled_from([None, *DATA.aim]))
def test_boards_are_counted_by_their_ratings(chosen: set[str], aim: str | None) -> None:
    region = DATA.icb[min(chosen)].region
    shown = tuple(sorted(code for code in chosen if DATA.icb[code].region == region))
    group = group_by_region(shown, OPEN, DATA)[region]
    ratings = {code: [CELLS[code, each].rating for each in DATA.aim if aim in (None, each)] for code in shown}
    rated = sum(any(of_board) for of_board in ratings.values())
    on = f" on {DATA.aim[aim].short_name}" if aim else ""
    assert describe_rated(group, aim, CELLS, DATA) == f"{rated} of {len(shown)} rated{on}"
    if aim:
        counts = count_ratings(shown, aim, CELLS)
        assert counts.total() == rated
        assert all(counts[id] == sum(each == [id] for each in ratings.values()) for id in DATA.rating)
