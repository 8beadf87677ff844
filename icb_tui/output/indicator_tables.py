"""Indicators as tables for commands, copies and exports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from icb_tui.analysis import indicator_values
from icb_tui.analysis.indicator_periods import describe_period_choice, list_dated_indicators
from icb_tui.domain.answers import IndicatorSeries, SeriesByKey
from icb_tui.domain.phrases import format_count, name_indicator
from icb_tui.domain.records import Aim, Indicator
from icb_tui.output.formats import Table, TablePart
from icb_tui.output.rows import Columns, make_table, same_keys
from icb_tui.views.view_state import View


def take_value(each: dict[str, Any]) -> Any:
    """Return the value of an indicator's object; the word for none where it is null."""
    return indicator_values.NO_VALUE if each["value"] is None else each["value"]


INDICATOR_COLUMNS: Columns = {
    **same_keys("indicator code period"),
    "value": take_value,
    **same_keys("unit median"),
    "place": lambda each: each["place"] or "none",
    "of": "of",
    **same_keys("indicator_name aim decimals better source"),
    "note": lambda each: each["note"] or "",
}
"""The columns; with those at the end `icb-tui import` makes the same indicators of a CSV file again."""


def make_indicator_object(series: IndicatorSeries, indicator: Indicator) -> dict[str, object]:
    """An indicator's newest value of one board, as programs read it; no value is null."""
    point = series.newest
    return {
        "indicator": indicator.id,
        "code": series.icb,
        "period": point.period,
        "value": point.value,
        "unit": indicator.unit,
        "median": point.median,
        "place": point.place,
        "of": point.of,
    }


def _make_described_object(series: IndicatorSeries, indicator: Indicator) -> dict[str, object]:
    """The same with what the indicator is, for a table that is read back."""
    return {
        **make_indicator_object(series, indicator),
        "indicator_name": indicator.name,
        "aim": indicator.aim,
        "decimals": indicator.decimals,
        "better": indicator.better,
        "source": indicator.source,
        "note": indicator.note,
    }


def make_indicator_table(view: View, series: SeriesByKey, only: Collection[str] = ()) -> Table:
    """The indicators of the boards found: of one aim or, where the cursor is on none, of every aim in turn.

    `only` are the indicators that are wanted; where none is named, all are.
    """
    aims = [aim for aim in view.data.aims if view.aim in (None, aim.id)]
    dated = list_dated_indicators(view.data.indicators, view.indicator_year)
    by_aim = {aim: [i for i in dated if i.aim == aim.id and (not only or i.id in only)] for aim in aims}
    parts = [_make_aim_part(view, aim, indicators, series) for aim, indicators in by_aim.items() if indicators]
    objects = [
        _make_described_object(series[code, indicator.id], indicator)
        for indicators in by_aim.values()
        for indicator in indicators
        for code in view.rows
    ]
    table = make_table(parts if view.rows else [], INDICATOR_COLUMNS, objects)
    return table if len(parts) == 1 else table._replace(title="Indicators")


def _make_aim_part(view: View, aim: Aim, indicators: Sequence[Indicator], series: SeriesByKey) -> TablePart:
    """Indicators of an aim: what each is, numbered, then the boards with a column for each number."""
    notes = [
        f"{number}. {name_indicator(indicator, view.data)}: {_describe_indicator(indicator, series)}"
        for number, indicator in enumerate(indicators, 1)
    ]
    lines = []
    for code in view.rows:
        icb = view.data.icb[code]
        values = [indicator_values.format_value(series[code, i.id].newest.value, i) for i in indicators]
        lines.append([code, icb.label, icb.short_name, *values])
    numbers = [str(number) for number in range(1, len(indicators) + 1)]
    title = f"{aim.name} · {describe_period_choice(view.indicator_year)}"
    return TablePart(title=title, notes=notes, heads=("code", "label", "ICB", *numbers), lines=lines)


def _describe_indicator(indicator: Indicator, series: SeriesByKey) -> str:
    newest = next(each for (_, key), each in series.items() if key == indicator.id).newest
    median = f"median of {format_count(newest.of, 'board')} {indicator_values.format_value(newest.median, indicator)}"
    return "; ".join((indicator.unit, newest.period, median, indicator_values.DIRECTIONS[indicator.better]))
