"""Indicators in words and marks: values, ranks, trends and distributions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from icb_tui.domain.answers import IndicatorPoint, IndicatorSeries
from icb_tui.domain.records import Indicator

BLOCKS = "▁▂▃▄▅▆▇█"

DIRECTIONS = {"higher": "higher is better", "lower": "lower is better", "neither": "neither way is better"}


NO_VALUE = "no value"


def format_value(value: float | None, indicator: Indicator) -> str:
    """Return a value with the indicator's decimals, exact halves rounded away from zero: “72.1”, “−0.2”, “no value”."""
    if value is None:
        return NO_VALUE
    return f"{round_value(value, indicator):,}".replace("-", "−")


def round_value(value: float, indicator: Indicator) -> Decimal:
    """Return a value with the indicator's decimals, exact halves rounded away from zero."""
    return _round_decimal(Decimal(repr(value)), indicator)


def _round_decimal(value: Decimal, indicator: Indicator) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-indicator.decimals), ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


def format_with_unit(value: float, indicator: Indicator) -> str:
    """Return a value with its unit: “72.1% of attendances”, “104.2 (index, England 2015 = 100)”."""
    return add_unit(format_value(value, indicator), indicator)


def add_unit(amount: str, indicator: Indicator) -> str:
    """Return a written number with the indicator's unit."""
    unit = indicator.unit
    if unit.startswith("%"):
        return f"{amount}{unit}"
    return f"{amount} ({unit})" if unit.startswith("index") else f"{amount} {unit}"


def format_rank(point: IndicatorPoint, *, named: bool = True) -> str:
    """Return “rank 12 of 42”, “joint rank 3 of 42”; nothing where no way is better, or no value.

    In a column with the heading “rank” the word is left out: “12 of 42”, “joint 3 of 42”.
    """
    if point.place is None:
        return ""
    return f"{'joint ' if point.tied else ''}{'rank ' if named else ''}{point.place:,} of {point.of:,}"


def format_rank_with_direction(point: IndicatorPoint) -> str:
    """Return a rank with what it counts from: “rank 12 of 42, 1 = best”."""
    rank = format_rank(point)
    return f"{rank}, 1 = best" if rank else ""


def describe_value(series: IndicatorSeries, indicator: Indicator) -> str:
    """Return the newest value; where the board has none, that, and the last one that it had."""
    newest, before = series.newest, series.previous
    if newest.value is not None:
        return format_value(newest.value, indicator)
    if before is None or before.value is None:
        return f"{NO_VALUE} for {newest.period}"
    return f"{NO_VALUE} for {newest.period} ({format_value(before.value, indicator)} in {before.period})"


def describe_value_with_unit(series: IndicatorSeries, indicator: Indicator) -> str:
    """Return the newest value with its unit; where the board has none, what `describe_value` says."""
    value = series.newest.value
    return describe_value(series, indicator) if value is None else format_with_unit(value, indicator)


def list_value_and_rank(series: IndicatorSeries, indicator: Indicator) -> list[str]:
    """Return the newest value and its rank, if it has one: the parts of a cell beside other boards."""
    return [part for part in (describe_value(series, indicator), format_rank(series.newest)) if part]


def describe_change(newest: IndicatorPoint, before: IndicatorPoint | None, indicator: Indicator) -> str:
    """Return the change since an earlier point: “+1.2 since 2023/24, better”; nothing without two values."""
    if newest.value is None or before is None or before.value is None:
        return ""
    change = _round_decimal(Decimal(repr(newest.value)) - Decimal(repr(before.value)), indicator)
    if not change:
        return f"no change since {before.period}"
    better = {"higher": change > 0, "lower": change < 0}.get(indicator.better)
    verdict = "" if better is None else ", better" if better else ", worse"
    amount = format_difference(change)
    return f"{amount} since {before.period}{verdict}"


def format_difference(difference: Decimal) -> str:
    """Return “+1.2”, “−0.3” or “0.0”."""
    return f"{difference:+,}".replace("-", "−") if difference else f"{difference:,}"


def draw_spark(values: Sequence[float | None], among: Sequence[float]) -> str:
    """Return values as blocks between the least and the most of `among`; a gap where there is none."""
    least, most = min(among, default=0.0), max(among, default=0.0)
    span = (most - least) or 1.0
    return "".join(" " if v is None else BLOCKS[round((v - least) / span * (len(BLOCKS) - 1))] for v in values)


def draw_sparks(series: IndicatorSeries) -> tuple[str, str]:
    """Return the trend of the board and of the median, on one scale."""
    own = [point.value for point in series.points]
    medians = [point.median for point in series.points]
    among = [value for value in (*own, *medians) if value is not None]
    return draw_spark(own, among), draw_spark(medians, among)


class Bin(NamedTuple):
    """A step of a distribution, from `low` up to `high`: how many boards, this one or the median among them."""

    low: float
    high: float
    boards: int
    here: bool
    median: bool


def bin_values(values: Sequence[float], here: float | None, median: float, steps: int = 10) -> list[Bin]:
    """Return the values in steps of equal width from the least to the most."""
    least, most = min(values), max(values)
    size = (most - least) / steps or 1.0

    def step_of(value: float) -> int:
        # A value on an edge belongs above it, whatever the division makes of its last digit.
        return min(int((value - least) / size + 1e-9), steps - 1)

    return [
        Bin(
            low=least + size * step,
            high=min(least + size * (step + 1), most),
            boards=sum(step_of(value) == step for value in values),
            here=here is not None and step_of(here) == step,
            median=step_of(median) == step,
        )
        for step in range(steps if most > least else 1)
    ]
