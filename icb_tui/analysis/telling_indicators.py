"""The indicators that a brief shows of a board, and on which side of the median it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from icb_tui.domain.answers import IndicatorPoint, IndicatorSeries, SeriesByKey
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import Indicator

MAX_FURTHEST = 3
"""The most indicators that are chosen on each side of the median: those furthest from it."""

Side = Literal["better", "worse", "equal", "higher", "lower"]
"""On which side of the median a value lies; where neither way is better, it is only higher or lower."""


def choose_telling_indicators(
    every_series: Iterable[IndicatorSeries], data: Dataset, furthest: int = MAX_FURTHEST
) -> list[IndicatorSeries]:
    """Return the first indicator of each aim, and some `furthest` from the median on its better and its worse side.

    They come in the order of the data.
    """
    in_order = _list_comparable(every_series, data)
    chosen = {s.indicator for s in list_first_of_aims(in_order, data)}
    for side in ("better", "worse"):
        others = (s for s in in_order if s.indicator not in chosen)
        on_side = [s for s in others if find_side(s.newest, data.indicator[s.indicator]) == side]
        chosen |= {s.indicator for s in sorted(on_side, key=_measure_distance, reverse=True)[:furthest]}
    return [s for s in in_order if s.indicator in chosen]


MAX_TOGETHER = 12
"""How many indicators are chosen at most for several boards together."""


def choose_for_boards(series: SeriesByKey, icbs: Sequence[str], data: Dataset) -> list[Indicator]:
    """Return the indicators that say most of some boards, in the order of the data.

    They are those chosen of each board; of more than MAX_TOGETHER, those in which a board is furthest from the median.
    """
    distances: dict[str, float] = {}
    for icb in icbs:
        for each in choose_telling_indicators((s for (code, _), s in series.items() if code == icb), data):
            distances[each.indicator] = max(distances.get(each.indicator, 0), _measure_distance(each))
    kept = sorted(distances, key=lambda indicator: -distances[indicator])[:MAX_TOGETHER]
    return [indicator for indicator in data.indicators if indicator.id in kept]


def list_first_of_aims(every_series: Iterable[IndicatorSeries], data: Dataset) -> list[IndicatorSeries]:
    """Return of each aim the first indicator that can be compared: the data files have the most telling one first."""
    first: dict[str, IndicatorSeries] = {}
    for each in _list_comparable(every_series, data):
        first.setdefault(data.indicator[each.indicator].aim, each)
    return list(first.values())


def _list_comparable(every_series: Iterable[IndicatorSeries], data: Dataset) -> list[IndicatorSeries]:
    """The series in which the board has a value, and not every board the same, in the order of the data."""
    known = {s.indicator: s for s in every_series if s.newest.value is not None and s.newest.most > s.newest.least}
    return [known[indicator.id] for indicator in data.indicators if indicator.id in known]


def find_side(point: IndicatorPoint, indicator: Indicator) -> Side:
    """Return on which side of the median the value of a point lies; it has one."""
    assert point.value is not None
    if point.value == point.median:
        return "equal"
    is_higher = point.value > point.median
    if indicator.better == "neither":
        return "higher" if is_higher else "lower"
    return "better" if is_higher == (indicator.better == "higher") else "worse"


def place_on_axis(value: float, point: IndicatorPoint, indicator: Indicator) -> float:
    """Return where a value lies between all boards: 0 is the worst (or the lowest), 1 the best (or the highest)."""
    part = (value - point.least) / ((point.most - point.least) or 1.0)
    return 1 - part if indicator.better == "lower" else part


def _measure_distance(series: IndicatorSeries) -> float:
    """How far a value is from the median, as a part of the whole range of the boards."""
    point = series.newest
    return abs((point.value or 0) - point.median) / (point.most - point.least)
