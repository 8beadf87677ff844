"""Indicators as tables for commands, copies and exports."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.domain import indicator_values
from icb_tui.domain.answers import IndicatorSeries
from icb_tui.domain.phrases import name_indicator
from icb_tui.domain.records import Aim, Indicator
from icb_tui.output.formats import Table, TablePart, Value
from icb_tui.pages.view_state import View


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


def make_indicator_table(view: View, series: dict[tuple[str, str], IndicatorSeries], only: str | None = None) -> Table:
    """The indicators of the boards found: of one aim or, where the cursor is on none, of every aim in turn.

    `only` is an indicator that is wanted alone.
    """
    data = view.data
    aims = [aim for aim in data.aims if view.aim in (None, aim.id)]
    asked = {aim: [i for i in data.list_indicators(aim.id) if only in (None, i.id)] for aim in aims}
    indicators = [indicator for each in asked.values() for indicator in each]
    rows = [(indicator, series[code, indicator.id]) for indicator in indicators for code in view.rows]
    columns = ("indicator", "code", "period", "value", "unit", "median", "place", "of")
    objects = [make_indicator_object(each, indicator) for indicator, each in rows]
    return Table(
        parts=[_make_aim_part(view, aim, each, series) for aim, each in asked.items() if each] if view.rows else [],
        columns=columns,
        rows=[[_cell_value(each, column) for column in columns] for each in objects],
        objects=objects,
    )


def _cell_value(each: dict[str, object], column: str) -> Value:
    value = each[column]
    if value is None and column in ("value", "place"):
        return "no value" if column == "value" else "none"
    assert isinstance(value, (str, int, float))
    return value


def _make_aim_part(
    view: View, aim: Aim, indicators: Sequence[Indicator], series: dict[tuple[str, str], IndicatorSeries]
) -> TablePart:
    """Indicators of an aim: what each is, numbered, then the boards with a column for each number."""
    notes, lines = [], []
    for number, indicator in enumerate(indicators, 1):
        newest = next(iter(each for (_, key), each in series.items() if key == indicator.id)).newest
        median = f"median of {newest.of} boards {indicator_values.format_value(newest.median, indicator)}"
        told = (indicator.unit, newest.period, median, indicator_values.DIRECTIONS[indicator.better])
        notes.append(f"{number}. {name_indicator(indicator, view.data)}: {'; '.join(told)}")
    for code in view.rows:
        icb = view.data.icb[code]
        values = [_format_newest(series[code, indicator.id], indicator) for indicator in indicators]
        lines.append([code, icb.label, icb.short_name, *values])
    numbers = [str(number) for number in range(1, len(indicators) + 1)]
    return TablePart(title=aim.name, notes=notes, heads=("code", "label", "ICB", *numbers), lines=lines)


def _format_newest(series: IndicatorSeries, indicator: Indicator) -> str:
    value = series.newest.value
    return "no value" if value is None else indicator_values.format_value(value, indicator)
