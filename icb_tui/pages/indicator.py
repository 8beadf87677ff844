"""One indicator of one board: what it is, its trend beside the median, and its rank among all boards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from math import ceil

from msgspec import Struct

from icb_tui.analysis import charts, indicator_periods, indicator_values
from icb_tui.analysis.predecessors import list_predecessors
from icb_tui.domain import phrases
from icb_tui.domain.answers import IndicatorPoint, IndicatorSeries
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.records import Indicator
from icb_tui.pages import evidence_list
from icb_tui.pages.predecessors import describe_values_before
from icb_tui.text.cells import cell_width, cut, upper_first
from icb_tui.text.item_lines import join_parts, write_rows
from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, column_span, indent_line, make_line

ALL_BOARDS = "boards"
"""The place of the distribution of all boards."""

PERIOD_HEADS = ("period", "value", "median", "rank", "lowest", "highest")


class IndicatorPage(Struct, frozen=True, eq=False):
    """What the page shows: an indicator, with its values of every board up to the period that counts for the year.

    `marked` are boards drawn beside this one.
    """

    data: Dataset
    indicator: Indicator
    icb: str
    series: dict[str, IndicatorSeries]
    year: str = ALL_YEARS
    marked: tuple[str, ...] = ()

    @property
    def own_series(self) -> IndicatorSeries:
        return self.series[self.icb]

    @property
    def wanted_beside(self) -> list[str]:
        """The boards to draw beside this one: those before it where it has no value of its own, and the marked ones."""
        has_value = any(point.value is not None for point in self.own_series.points)
        before = [] if has_value else [each.icb.code for each in list_predecessors(self.data.icb[self.icb], self.data)]
        return [icb for icb in dict.fromkeys((*before, *self.marked)) if icb != self.icb and icb in self.series]

    @property
    def others(self) -> dict[str, IndicatorSeries]:
        """The series of the boards beside this one, by label: as many as can be told apart."""
        beside = self.wanted_beside[: len(charts.MARKED_LETTERS)]
        return {self.data.icb[icb].label: self.series[icb] for icb in beside}


def write_indicator_page(page: IndicatorPage, cells: int, chart_rows: int = 10) -> PageText:
    """Return the page at a width of `cells`: the answer, the trend, all boards, every period, and the definition."""
    indicator, icb = page.indicator, page.data.icb[page.icb]
    direction, aim = indicator_values.DIRECTIONS[indicator.better], page.data.aim[indicator.aim].short_name
    lines = [
        *evidence_list.write_paragraph(indicator.name, cells, "bright"),
        *evidence_list.write_paragraph(f"{indicator.unit} · {direction} · aim: {aim}", cells, "dim"),
        BLANK_LINE,
        make_line(Span(icb.short_name, "bright"), Span(f"  {icb.code}", "dim")),
        *evidence_list.write_paragraph(describe_answer(page), cells),
        BLANK_LINE,
    ]
    if len(page.own_series.points) > 1:
        lines += [*_write_trend(page, cells, chart_rows), BLANK_LINE]
    places = {ALL_BOARDS: len(lines)}
    lines += [*_write_distribution(page, cells), BLANK_LINE, *_write_periods(page, cells), BLANK_LINE]
    return PageText([], [*lines, *_write_definition(indicator, page.data, cells)], places)


def describe_answer(page: IndicatorPage) -> str:
    """Return the newest value in words, with its period, and the values of the boards before a new board."""
    period = upper_first(indicator_periods.describe_period_choice(page.year))
    before = describe_values_before(page.data.icb[page.icb], page.indicator, page.series.__getitem__, page.data)
    return f"{period}: {describe_newest(page.own_series, page.indicator)} {before}".rstrip()


def write_standing(page: IndicatorPage, cells: int) -> list[Line]:
    """Return the trend of the board and the distribution of all boards, for a pane that has the height for them."""
    trend = [*_write_trend(page, cells, PANE_CHART_ROWS), BLANK_LINE] if len(page.own_series.points) > 1 else []
    return [*trend, *_write_distribution(page, cells)]


PANE_CHART_ROWS = 8
"""The lines of the trend in a pane beside the explorer's centre."""


def describe_newest(series: IndicatorSeries, indicator: Indicator) -> str:
    """Return the newest value with unit, period, median, rank and change, a sentence each."""
    newest = series.newest
    when = "" if newest.value is None else f" in {newest.period}"
    value = f"{indicator_values.describe_value_with_unit(series, indicator)}{when}"
    of_boards = phrases.format_count(newest.of, "board")
    median = f"Median of {of_boards}: {indicator_values.format_value(newest.median, indicator)}"
    rank = indicator_values.format_rank_with_direction(newest)
    change = indicator_values.describe_change(newest, series.previous, indicator)
    parts = filter(None, (value, median, upper_first(rank), upper_first(change)))
    return f"{'. '.join(parts)}."


def _write_definition(indicator: Indicator, data: Dataset, cells: int) -> Iterator[Line]:
    yield from evidence_list.write_paragraph(f"Source: {phrases.cite_indicator_source(indicator, data)}", cells, "dim")
    if indicator.note:
        yield from evidence_list.write_paragraph(f"Note: {indicator.note}", cells, "dim")


def _write_trend(page: IndicatorPage, cells: int, rows: int) -> Iterator[Line]:
    """The chart of every period, with other boards beside this one."""
    label, wanted = page.data.icb[page.icb].label, len(page.wanted_beside)
    yield make_line(Span("Trend", "head"), Span(f"  {_describe_long_change(page)}", "dim"))
    chart = charts.TrendChart(
        label, page.own_series, page.others, lambda value: indicator_values.format_value(value, page.indicator)
    )
    yield from charts.draw_trend(chart, cells, rows)
    if wanted > len(page.others):
        yield make_line(Span(f"{len(page.others)} of {wanted} boards beside {label} are drawn.", "dim"))
    elif not set(page.marked) - {page.icb}:
        yield from evidence_list.write_paragraph(
            "Boards that you mark in the explorer are drawn here too.", cells, "dim"
        )


def _describe_long_change(page: IndicatorPage) -> str:
    """The change since the first period with a value, where that is not the period before."""
    series = page.own_series
    first = next((point for point in series.points if point.value is not None), None)
    if first is None or first in (series.newest, series.previous):
        return ""
    return indicator_values.describe_change(series.newest, first, page.indicator)


def _write_periods(page: IndicatorPage, cells: int) -> Iterator[Line]:
    """Every period with the board's value and rank, and the median, the lowest and the highest board."""
    write = partial(indicator_values.format_value, indicator=page.indicator)
    rows = [
        (
            point.period,
            write(point.value),
            write(point.median),
            _write_rank(point),
            *(f"{write(value)} {_name_boards_at(page, place, value)}" for value in (point.least, point.most)),
        )
        for place, point in enumerate(page.own_series.points)
    ]
    table = [PERIOD_HEADS, *rows]
    widths = [max(cell_width(row[column]) for row in table) + 2 for column in range(len(PERIOD_HEADS))]
    shown = max(count for count in range(3, len(widths) + 1) if count == 3 or sum(widths[:count]) - 2 <= cells)
    yield make_line(Span("Every period", "head"))
    for row in reversed(table[1:] + table[:1]):
        style = "dim" if row is PERIOD_HEADS else "text"
        yield make_line(*(column_span(row[at], widths[at], style) for at in range(shown)))


def _write_rank(point: IndicatorPoint) -> str:
    return f"{point.place} of {point.of}" if point.place else f"– of {point.of}"


def _name_boards_at(page: IndicatorPage, place: int, value: float) -> str:
    """The board that has a value in a period, or how many have it."""
    boards = [icb for icb, series in page.series.items() if series.points[place].value == value]
    return page.data.icb[boards[0]].label if len(boards) == 1 else phrases.format_count(len(boards), "board")


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
) -> Sequence[Line]:
    """The indicators of a board, each on a line where there is room; else as sentences."""
    if cells - start < sum(size for _, size in ROW_COLUMNS):
        return [line for series in rows for line in _write_sentences(series, data, cells, start)]
    heads = (f"{head:>8} " if head == "value" else head for head, _ in ROW_COLUMNS)
    spans = (column_span(head, size, "dim") for head, (_, size) in zip(heads, ROW_COLUMNS, strict=True))
    written = write_rows(rows, lambda series: indent_line(start, *_write_row(series, data)))
    return join_parts([[indent_line(start, *spans)], written])


def _write_sentences(series: IndicatorSeries, data: Dataset, cells: int, start: int) -> Iterator[Line]:
    """An indicator where a line has no room for its columns: its name, and below it the newest value and the trend."""
    indicator = data.indicator[series.indicator]
    yield from evidence_list.write_indented(phrases.name_indicator(indicator, data), start, cells)
    newest = f"{describe_newest(series, indicator)} {draw_trend(series)}"
    yield from evidence_list.write_indented(newest, start + 3, cells, "dim")


def draw_trend(series: IndicatorSeries) -> str:
    """The trend as blocks, where there is more than one period."""
    return indicator_values.draw_sparks(series)[0] if len(series.points) > 1 else ""


def _write_row(series: IndicatorSeries, data: Dataset) -> Iterator[Span]:
    newest, indicator = series.newest, data.indicator[series.indicator]
    value = indicator_values.format_value(newest.value, indicator)
    median = indicator_values.format_value(newest.median, indicator)
    rank = indicator_values.format_rank(newest, named=False)
    name, trend = phrases.name_indicator(indicator, data), draw_trend(series)[-dict(ROW_COLUMNS)["trend"] :]
    row = (name, f"{value:>8}", indicator.unit, newest.period, median, rank, trend)
    styles = {"value": "dim" if newest.value is None else "text", "rank": "text", "": "text", "trend": "accent"}
    for text, (head, size) in zip(row, ROW_COLUMNS, strict=True):
        yield column_span(cut(text, size - 1) if head != "trend" else text, size, styles.get(head, "dim"))
