"""Which indicators a brief shows, and where a board stands on each, against a naive reading of the data files."""

from __future__ import annotations

from statistics import median

import pytest
from bundled_store import load_data, open_test_store
from hypothesis import given
from hypothesis import strategies as st

from icb_tui.analysis.telling_indicators import MAX_FURTHEST, choose_telling_indicators, find_side, place_on_axis
from icb_tui.domain.answers import IndicatorPoint

VALUES = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 2))
INDICATOR_OF = {indicator.better: indicator for indicator in load_data().indicators}


def make_point(value: float, others: list[float]) -> IndicatorPoint:
    every = [value, *others]
    return IndicatorPoint("2025", value, 1, 1, False, len(every), median(every), min(every), max(every))


@given(VALUES, st.lists(VALUES, min_size=1, max_size=9))
def test_the_better_side_is_the_right_one_and_the_ends_are_the_worst_and_the_best(
    value: float, others: list[float]
) -> None:
    point = make_point(value, others)
    for better, indicator in INDICATOR_OF.items():
        side = find_side(point, indicator)
        here, middle = (place_on_axis(each, point, indicator) for each in (value, point.median))
        assert 0 <= here <= 1 and 0 <= middle <= 1
        if value == point.median:
            assert side == "equal"
        elif better == "neither":
            assert side == ("higher" if value > point.median else "lower") and (here >= middle) == (side == "higher")
        else:
            assert side == ("better" if (value > point.median) == (better == "higher") else "worse")
            assert here >= middle if side == "better" else here <= middle
        ends = (point.most, point.least) if better == "lower" else (point.least, point.most)
        if point.least < point.most:
            assert [place_on_axis(end, point, indicator) for end in ends] == [0, 1]


@pytest.mark.parametrize("icb", [icb.code for icb in load_data().icbs])
def test_the_first_of_each_aim_and_the_furthest_of_each_side_are_chosen(icb: str) -> None:
    data, ways, far = load_data(), {}, {}
    for indicator in data.indicators:
        values = list(indicator.values.values())[-1]
        if icb in values and len(set(values.values())) > 1:
            own, middle = values[icb], median(values.values())
            ways[indicator.id] = 0 if own == middle else (own > middle) - (own < middle)
            far[indicator.id] = abs(own - middle) / (max(values.values()) - min(values.values()))
    chosen = [
        series.indicator for series in choose_telling_indicators(open_test_store().list_series(icb=icb).values(), data)
    ]
    firsts = {next((i.id for i in data.list_indicators(aim) if i.id in far), None) for aim in data.aim} - {None}
    assert firsts <= set(chosen)
    assert chosen == [indicator.id for indicator in data.indicators if indicator.id in chosen]
    better = {i.id: ways.get(i.id, 0) * {"higher": 1, "lower": -1, "neither": 0}[i.better] for i in data.indicators}
    for side in (1, -1):
        of_side = sorted((far[id] for id in far if better[id] == side and id not in firsts), reverse=True)
        picked = [far[id] for id in chosen if better[id] == side and id not in firsts]
        assert sorted(picked, reverse=True) == pytest.approx(of_side[:MAX_FURTHEST])


def test_a_board_without_values_has_no_telling_indicator() -> None:
    assert choose_telling_indicators([], load_data()) == []
