"""Values of an indicator beside each other: whether they are the same, which is best, and how far apart they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from icb_tui.analysis import indicator_values
from icb_tui.domain.answers import IndicatorSeries
from icb_tui.domain.records import Indicator


def has_same_value(series: Iterable[IndicatorSeries], indicator: Indicator) -> bool:
    """Return whether boards have the same newest value as it is shown: with the indicator's decimals."""
    shown = [indicator_values.describe_value(each, indicator) for each in series]
    return len(shown) > 1 and len(set(shown)) == 1


def find_best_and_worst(values: Sequence[float | None], indicator: Indicator) -> list[str]:
    """Return for each value “better” where it is the best of them, “worse” where it is the worst, else “”.

    Values that look the same, with the indicator's decimals, count as the same. Where neither way is better, or all
    look the same, none is best or worst.
    """
    shown = [None if value is None else indicator_values.round_value(value, indicator) for value in values]
    known = [value for value in shown if value is not None]
    if indicator.better == "neither" or len(set(known)) < 2:
        return [""] * len(values)
    ends = {min(known): "worse", max(known): "better"}
    if indicator.better == "lower":
        ends = {min(known): "better", max(known): "worse"}
    return ["" if value is None else ends.get(value, "") for value in shown]


def count_ranks_between(series: Iterable[IndicatorSeries]) -> int:
    """Return how many ranks lie between the first and the last of some boards; −1 where fewer than two have one."""
    ranks = [rank for each in series if (rank := each.newest.rank) is not None]
    return max(ranks) - min(ranks) if len(ranks) > 1 else -1
