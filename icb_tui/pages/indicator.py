"""One indicator of one board: what it is, its trend against the median, and where it stands among all boards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from icb_tui import figures, ladder, wording
from icb_tui.lines import BLANK, Line, Run, Text, column, indented, line
from icb_tui.model import Dataset, Indicator, Series
from icb_tui.text import cut, wrap

HEADS = ("period", "value", "median", "place")


class Official(Struct, frozen=True, eq=False):
    """What the page tells: an indicator, with its values of every board."""

    data: Dataset
    indicator: Indicator
    icb: str
    series: dict[str, Series]

    @property
    def own(self) -> Series:
        return self.series[self.icb]


def indicator_text(official: Official, cells: int) -> Text:
    """Return the page at a width of `cells`."""
    indicator, icb = official.indicator, official.data.icb[official.icb]
    lines = [*ladder.paragraph(indicator.name, cells, "bright"), *_defined(indicator, official.data, cells)]
    lines += [BLANK, line(Run(icb.short_name, "bright"), Run(f"  {icb.code}", "dim"))]
    lines += ladder.paragraph(told_whole(official.own, indicator), cells)
    lines += [BLANK, *_trend(official), BLANK, *_distributed(official, cells)]
    return Text([], lines, {})


def told_whole(series: Series, indicator: Indicator) -> str:
    """Return the newest value with unit, period, median, place and trend, as one sentence."""
    newest = series.newest
    when = "" if newest.value is None else f" in {newest.period}"
    value = f"{figures.value_in_unit(series, indicator)}{when}"
    median = f"median of {newest.of} boards {figures.amount(newest.median, indicator)}"
    parts = (value, median, figures.placed(newest), figures.trend(series, indicator))
    return f"{'; '.join(part for part in parts if part)}."


def _defined(indicator: Indicator, data: Dataset, cells: int) -> Iterator[Line]:
    told = f"{indicator.unit}; {figures.BETTER[indicator.better]}; aim: {data.aim[indicator.aim].short_name}."
    yield from ladder.paragraph(told, cells)
    yield from ladder.paragraph(f"Source: {wording.source_of(indicator, data)}", cells, "dim")
    if indicator.note:
        yield from ladder.paragraph(f"Note: {indicator.note}", cells, "dim")


def _trend(official: Official) -> Iterator[Line]:
    own, medians = figures.sparks(official.own)
    label = official.data.icb[official.icb].label
    yield line(column("Trend", 12, "head"), Run(f"{label} "), Run(own, "accent"), Run(f"   median {medians}", "dim"))
    yield line(*(column(head, 12, "dim") for head in HEADS))
    for point in official.own.points:
        value = "no value" if point.value is None else figures.amount(point.value, official.indicator)
        place = f"{point.place} of {point.of}" if point.place else f"– of {point.of}"
        told = (point.period, value, figures.amount(point.median, official.indicator), place)
        yield line(*(column(part, 12) for part in told))


def _distributed(official: Official, cells: int) -> Iterator[Line]:
    newest, indicator = official.own.newest, official.indicator
    values = [s.newest.value for s in official.series.values() if s.newest.value is not None]
    steps = figures.distribution(values, newest.value, newest.median)
    widest = max(len(figures.amount(step.high, indicator)) for step in steps)
    yield line(Run("All boards", "head"), Run(f"  {newest.period}, {len(values)} boards with a value", "dim"))
    for step in steps:
        span = f"{figures.amount(step.low, indicator):>{widest}} to {figures.amount(step.high, indicator):>{widest}}"
        marks = [official.data.icb[official.icb].label] * step.here + ["median"] * step.median
        yield line(
            column(span, 2 * widest + 6, "dim"),
            column(f"{step.boards:>2}", 3),
            Run("█" * min(step.boards, cells - 2 * widest - 30), "accent" if step.here else "dim"),
            Run(f"  ◂ {', '.join(marks)}" if marks else "", "bright"),
        )


ROW = (("", 40), ("value", 9), ("unit", 23), ("period", 9), ("median", 8), ("place", 17), ("trend", 7))
"""The columns of an indicator on one line, in cells."""


def table(rows: Sequence[Series], data: Dataset, cells: int, *, start: int = ladder.INDENT) -> Iterator[Line]:
    """The indicators of a board, each on a line where there is room; else as sentences."""
    wide = cells - start >= sum(size for _, size in ROW)
    if wide:
        yield indented(start, *(column(f"{head:>8} " if head == "value" else head, size, "dim") for head, size in ROW))
    for series in rows:
        indicator = data.indicator[series.indicator]
        if wide:
            yield indented(start, *_on_one_line(series, indicator, data))
        else:
            yield from (
                indented(start, Run(part)) for part in wrap(wording.of_indicator(indicator, data), cells - start)
            )
            told = f"{told_whole(series, indicator)} {trend_marks(series)}"
            yield from (indented(start + 3, Run(part, "dim")) for part in wrap(told, cells - start - 3))


def trend_marks(series: Series) -> str:
    """The trend as blocks, where there is more than one period."""
    return figures.sparks(series)[0] if len(series.points) > 1 else ""


def _on_one_line(series: Series, indicator: Indicator, data: Dataset) -> Iterator[Run]:
    newest = series.newest
    value = "no value" if newest.value is None else figures.amount(newest.value, indicator)
    median, place = figures.amount(newest.median, indicator), figures.place_told(newest)
    told = (
        wording.of_indicator(indicator, data),
        f"{value:>8}",
        indicator.unit,
        newest.period,
        median,
        place,
        trend_marks(series),
    )
    for text, (head, size) in zip(told, ROW, strict=True):
        style = {"value": "text" if newest.value is not None else "dim", "place": "text", "": "text", "trend": "accent"}
        yield column(cut(text, size - 1) if head != "trend" else text, size, style.get(head, "dim"))
