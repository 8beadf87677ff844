"""One indicator of one board: what it is, its trend beside the median, and its rank among all boards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from msgspec import Struct

from icb_tui.analysis import indicator_periods, indicator_values
from icb_tui.domain import phrases
from icb_tui.domain.answers import IndicatorSeries
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.records import Indicator
from icb_tui.pages import evidence_list
from icb_tui.pages.predecessors import describe_values_before
from icb_tui.text.cells import cut, upper_first
from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, column_span, indent_line, make_line

ALL_BOARDS = "boards"
"""The place of the distribution of all boards."""

TREND_HEADS = ("period", "value", "median", "rank")


class IndicatorPage(Struct, frozen=True, eq=False):
    """What the page shows: an indicator, with its values of every board up to the period that counts for the year."""

    data: Dataset
    indicator: Indicator
    icb: str
    series: dict[str, IndicatorSeries]
    year: str = ALL_YEARS

    @property
    def own_series(self) -> IndicatorSeries:
        return self.series[self.icb]


def write_indicator_page(page: IndicatorPage, cells: int) -> PageText:
    """Return the page at a width of `cells`."""
    indicator, icb = page.indicator, page.data.icb[page.icb]
    lines = [
        *evidence_list.write_paragraph(indicator.name, cells, "bright"),
        *_write_definition(indicator, page.data, cells),
    ]
    lines += [BLANK_LINE, make_line(Span(icb.short_name, "bright"), Span(f"  {icb.code}", "dim"))]
    heading = upper_first(indicator_periods.describe_period_choice(page.year))
    before = describe_values_before(icb, indicator, page.series.__getitem__, page.data)
    lines += evidence_list.write_paragraph(f"{heading}: {describe_newest(page.own_series, indicator)} {before}", cells)
    lines += [BLANK_LINE, *_write_trend(page), BLANK_LINE]
    places = {ALL_BOARDS: len(lines)}
    return PageText([], [*lines, *_write_distribution(page, cells)], places)


def write_standing(page: IndicatorPage, cells: int) -> list[Line]:
    """Return the trend of the board and the distribution of all boards, for a pane that has the height for them."""
    return [*_write_trend(page), BLANK_LINE, *_write_distribution(page, cells)]


def describe_newest(series: IndicatorSeries, indicator: Indicator) -> str:
    """Return the newest value with unit, period, median, rank and trend, a sentence each."""
    newest = series.newest
    when = "" if newest.value is None else f" in {newest.period}"
    value = f"{indicator_values.describe_value_with_unit(series, indicator)}{when}"
    of_boards = phrases.format_count(newest.of, "board")
    median = f"Median of {of_boards}: {indicator_values.format_value(newest.median, indicator)}"
    rank = indicator_values.format_rank_with_direction(newest)
    change = indicator_values.describe_change(series, indicator)
    parts = filter(None, (value, median, upper_first(rank), upper_first(change)))
    return f"{'. '.join(parts)}."


def _write_definition(indicator: Indicator, data: Dataset, cells: int) -> Iterator[Line]:
    direction, aim = indicator_values.DIRECTIONS[indicator.better], data.aim[indicator.aim].short_name
    yield from evidence_list.write_paragraph(f"{indicator.unit} · {direction} · aim: {aim}", cells)
    yield from evidence_list.write_paragraph(f"Source: {phrases.cite_indicator_source(indicator, data)}", cells, "dim")
    if indicator.note:
        yield from evidence_list.write_paragraph(f"Note: {indicator.note}", cells, "dim")


def _write_trend(page: IndicatorPage) -> Iterator[Line]:
    own, medians = indicator_values.draw_sparks(page.own_series)
    label = page.data.icb[page.icb].label
    yield make_line(
        column_span("Trend", 12, "head"), Span(f"{label} "), Span(own, "accent"), Span(f"   median {medians}", "dim")
    )
    yield make_line(*(column_span(head, 12, "dim") for head in TREND_HEADS))
    for point in page.own_series.points:
        value = indicator_values.format_value(point.value, page.indicator)
        rank = f"{point.place} of {point.of}" if point.place else f"– of {point.of}"
        row = (point.period, value, indicator_values.format_value(point.median, page.indicator), rank)
        yield make_line(*(column_span(part, 12) for part in row))


def _write_distribution(page: IndicatorPage, cells: int) -> Iterator[Line]:
    newest, indicator = page.own_series.newest, page.indicator
    values = [s.newest.value for s in page.series.values() if s.newest.value is not None]
    steps = indicator_values.bin_values(values, newest.value, newest.median)
    widest = max(len(indicator_values.format_value(step.high, indicator)) for step in steps)
    yield make_line(
        Span("All boards", "head"),
        Span(f"  {newest.period}, {phrases.format_count(len(values), 'board')} with a value", "dim"),
    )
    room, most = cells - 2 * widest - 30, max(step.boards for step in steps)
    for step in steps:
        length = ceil(step.boards * min(room / most, 1))
        span = " to ".join(
            f"{indicator_values.format_value(end, indicator):>{widest}}" for end in (step.low, step.high)
        )
        marks = [page.data.icb[page.icb].label] * step.here + ["median"] * step.median
        yield make_line(
            column_span(span, 2 * widest + 6, "dim"),
            column_span(f"{step.boards:>2}", 3),
            Span("█" * length, "accent" if step.here else "dim"),
            Span(f"  ◂ {', '.join(marks)}" if marks else "", "bright"),
        )


ROW_COLUMNS = (("", 39), ("value", 9), ("unit", 18), ("period", 11), ("median", 8), ("rank", 17), ("trend", 11))
"""The columns of an indicator on one line, in cells: together 113, which a screen of 120 has."""


def write_indicator_rows(
    rows: Sequence[IndicatorSeries], data: Dataset, cells: int, *, start: int = evidence_list.INDENT
) -> Iterator[Line]:
    """The indicators of a board, each on a line where there is room; else as sentences."""
    wide = cells - start >= sum(size for _, size in ROW_COLUMNS)
    if wide:
        yield indent_line(
            start, *(column_span(f"{head:>8} " if head == "value" else head, size, "dim") for head, size in ROW_COLUMNS)
        )
    for series in rows:
        indicator = data.indicator[series.indicator]
        if wide:
            yield indent_line(start, *_write_row(series, indicator, data))
        else:
            yield from evidence_list.write_indented(phrases.name_indicator(indicator, data), start, cells)
            newest = f"{describe_newest(series, indicator)} {draw_trend(series)}"
            yield from evidence_list.write_indented(newest, start + 3, cells, "dim")


def draw_trend(series: IndicatorSeries) -> str:
    """The trend as blocks, where there is more than one period."""
    return indicator_values.draw_sparks(series)[0] if len(series.points) > 1 else ""


def _write_row(series: IndicatorSeries, indicator: Indicator, data: Dataset) -> Iterator[Span]:
    newest = series.newest
    value = indicator_values.format_value(newest.value, indicator)
    median = indicator_values.format_value(newest.median, indicator)
    rank = indicator_values.format_rank(newest, named=False)
    name, trend = phrases.name_indicator(indicator, data), draw_trend(series)[-dict(ROW_COLUMNS)["trend"] :]
    row = (name, f"{value:>8}", indicator.unit, newest.period, median, rank, trend)
    styles = {"value": "dim" if newest.value is None else "text", "rank": "text", "": "text", "trend": "accent"}
    for text, (head, size) in zip(row, ROW_COLUMNS, strict=True):
        yield column_span(cut(text, size - 1) if head != "trend" else text, size, styles.get(head, "dim"))
