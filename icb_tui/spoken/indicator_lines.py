"""The page of an indicator as lines that are read one by one: the board's own values, then what it measures."""

from __future__ import annotations

from collections.abc import Iterator

from icb_tui.analysis.indicator_values import DIRECTIONS, format_rank_with_direction, format_value
from icb_tui.domain.answers import IndicatorPoint
from icb_tui.domain.phrases import cite_indicator_source
from icb_tui.domain.records import Indicator
from icb_tui.pages.indicator import IndicatorPage, describe_answer
from icb_tui.spoken.page_lines import SpokenLine


def list_indicator_lines(page: IndicatorPage) -> Iterator[SpokenLine]:
    """Yield the lines about the board and the indicator; those about all boards follow in the table."""
    indicator, icb = page.indicator, page.data.icb[page.icb]
    yield SpokenLine(f"{icb.short_name}: {indicator.name}", 2)
    yield SpokenLine(describe_answer(page))
    yield SpokenLine(f"Unit: {indicator.unit}. {DIRECTIONS[indicator.better].capitalize()}.")
    yield SpokenLine(f"Source: {cite_indicator_source(indicator, page.data)}")
    if indicator.note:
        yield SpokenLine(f"Note: {indicator.note}")
    yield SpokenLine("Every period", 2)
    for point in reversed(page.own_series.points):
        yield SpokenLine(_describe_point(point, indicator))
    yield SpokenLine("All boards, best rank first" if page.own_series.newest.of else "All boards", 2)
    for code, series in sorted(page.series.items(), key=lambda pair: pair[1].newest.place or len(page.series)):
        value, rank = format_value(series.newest.value, indicator), format_rank_with_direction(series.newest)
        yield SpokenLine(f"{page.data.icb[code].short_name}: {', '.join(filter(None, (value, rank)))}")


def _describe_point(point: IndicatorPoint, indicator: Indicator) -> str:
    """A period with the board's value and rank, the median, and the lowest and the highest board."""
    ends = f"lowest {format_value(point.least, indicator)}, highest {format_value(point.most, indicator)}"
    rank = format_rank_with_direction(point)
    parts = (format_value(point.value, indicator), rank, f"median {format_value(point.median, indicator)}", ends)
    return f"{point.period}: {', '.join(filter(None, parts))}"
