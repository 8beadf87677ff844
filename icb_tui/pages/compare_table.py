"""The table of a comparison: a row for each aim and each indicator, a column for each board or region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from icb_tui.analysis import charts, indicator_values
from icb_tui.analysis.board_groups import GroupValue
from icb_tui.analysis.compared_values import find_best_and_worst
from icb_tui.domain.answers import Cell, IndicatorSeries
from icb_tui.domain.cell_words import label_cell
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.phrases import name_indicator
from icb_tui.domain.records import Aim, Indicator
from icb_tui.pages.compare_columns import BoardGroup, ComparePage, TableLayout, list_drawn
from icb_tui.pages.evidence_list import brief_span, level_span, rating_span, write_paragraph
from icb_tui.pages.predecessors import write_stand_ins
from icb_tui.text.cells import cell_width, cut, cut_middle, wrap
from icb_tui.text.item_lines import join_parts, write_rows
from icb_tui.text.spans import Line, Span, clip_spans, column_span, make_line, spans_width

VALUE_CELLS, AXIS_CELLS = 8, 8
"""The cells of a value (fewer in a narrow column), and those of the axis beside it."""

MIN_AXIS_COLUMN, MIN_RANK_COLUMN = 19, 28
"""The cells of a column from which on it has room for the axis, and for the rank as well."""

MIN_NAMED_COLUMN, HEAD_LINES = 14, 3
"""From how many cells on a column has its name over it, and in how many lines at most; else its label stands there."""

SEE_BELOW = "see below"
"""In place of the values of the boards before a board, where a column has no room: they stand below the table too."""


def list_heads(page: ComparePage, layout: TableLayout) -> list[list[str]]:
    """The lines over each column: its name where all names fit, else the labels."""
    columns = list_drawn(page, layout)
    names = [wrap(page.name_column(column), layout.size - 2) for column in columns]
    if max(map(len, names)) <= HEAD_LINES and layout.size >= MIN_NAMED_COLUMN:
        return names
    return [[cut(page.label_column(column), layout.size - 1)] for column in columns]


def write_head(page: ComparePage, layout: TableLayout) -> list[Line]:
    """The names over the columns, the lit one marked, and what the other parts of a row are."""
    names = list_heads(page, layout)
    height = max(map(len, names))
    lines = []
    for row in range(height):
        last = row == height - 1
        spans = [column_span(page.year if row == 0 else "", layout.name, "dim")]
        parts = (("period", layout.period), (f"{'median':>{VALUE_CELLS}}", layout.median))
        spans += [column_span(part if last else "", cells, "dim") for part, cells in parts if cells]
        spans += _write_head_names(page, layout, [name[row] if row < len(name) else "" for name in names])
        spans += [column_span("difference" if last else "", layout.difference, "dim")] if layout.difference else []
        lines.append(make_line(*spans))
    return lines


def _write_head_names(page: ComparePage, layout: TableLayout, parts: Sequence[str]) -> Iterator[Span]:
    for place, part in zip(layout.places, parts, strict=True):
        lit = place == page.at and len(page.columns) > 1
        yield column_span(part, layout.size - 1, *(("key", "row") if lit else ("bright", "")))
        yield Span(" ")


def write_aim_rows(page: ComparePage, layout: TableLayout) -> list[Line]:
    """A row for each aim that is shown."""
    return [_write_aim_row(page, layout, aim) for aim in page.list_aims()]


def _write_aim_row(page: ComparePage, layout: TableLayout, aim: Aim) -> Line:
    number, before = f"{page.data.number_of(aim.id)} ", layout.name + layout.period + layout.median
    spans = [Span(number, "key"), column_span(aim.short_name, before - len(number), "bright")]
    for column in list_drawn(page, layout):
        spans += _pad(_write_aim_cell(page, column, aim, layout.size - 1), layout.size)
    return make_line(*spans)


def _write_aim_cell(page: ComparePage, column: str | BoardGroup, aim: Aim, cells: int) -> list[Span]:
    """The rating of a board; of a group how many boards have each, for a group itself has none."""
    if isinstance(column, str):
        if before := page.list_cells_before(column, aim.id):
            return [Span(write_stand_ins(before, page.data, cells), "dim")]
        cell = page.comparison.cells[column, aim.id].cell
        whole = level_span(cell, page.data)
        return [whole if cell_width(label_cell(cell, page.data)) <= cells else brief_span(cell, page.data, room=cells)]
    return _write_group_counts([column.cells[icb, aim.id] for icb in column.icbs], page.data, cells)


def _write_group_counts(of_group: Sequence[Cell], data: Dataset, cells: int) -> list[Span]:
    """How many boards of a group have each rating, with the year of it where all years stand together."""
    counts = Counter((cell.rating, cell.rating_year) for cell in of_group if cell.rating)
    order = sorted(counts, key=lambda key: (list(data.rating).index(key[0] or ""), key[1] or ""))
    base = f"of {len(of_group)}"
    for named in (True, False):
        spans: list[Span] = []
        for rating, year in order:
            when = f" {year[2:]} " if year else " "
            spans += [
                Span(f"{counts[rating, year]} "),
                rating_span(data.rating[rating or ""], named=named),
                Span(when, "dim"),
            ]
        if spans and spans_width(spans) + len(base) <= cells:
            return [*spans, Span(base, "dim")]
    rated = counts.total()
    return [Span(f"{rated} {base}{' rated' if cells >= 16 else ''}", "dim")]


def write_indicator_rows(page: ComparePage, layout: TableLayout) -> Sequence[Line]:
    """A row for each indicator that is shown, under its aim; or without aims, the furthest apart in rank first."""
    indicators = page.list_indicators()
    if page.order == "difference":
        head = make_line(Span("Indicators, furthest apart in rank first", "head"))
        return join_parts([[head], _write_group(page, layout, indicators)] if indicators else ())
    parts: list[Sequence[Line]] = []
    for aim, group in groupby(indicators, key=lambda indicator: indicator.aim):
        number, name = f"{page.data.number_of(aim)} ", page.data.aim[aim].short_name
        parts += [[make_line(Span(number, "key"), Span(name, "head"))], _write_group(page, layout, [*group])]
    return join_parts(parts)


def _write_group(page: ComparePage, layout: TableLayout, indicators: Sequence[Indicator]) -> Sequence[Line]:
    return write_rows(indicators, lambda indicator: _write_indicator_row(page, layout, indicator))


def _write_indicator_row(page: ComparePage, layout: TableLayout, indicator: Indicator) -> Line:
    spans = _write_name(name_indicator(indicator, page.data), indicator.unit, layout.name)
    if layout.period:
        spans.append(column_span(cut(page.find_period(indicator), layout.period - 1), layout.period, "dim"))
    if layout.median:
        median = indicator_values.format_value(page.everyone[indicator.id].median, indicator)
        spans.append(column_span(f"{median:>{VALUE_CELLS}}", layout.median, "dim"))
    boards = find_best_and_worst([each.newest.value for each in page.list_series(indicator)], indicator)
    ends = dict(zip(page.comparison.icbs, boards, strict=True))
    for column in list_drawn(page, layout):
        if isinstance(column, BoardGroup):
            value = _write_group_value(column.values[indicator.id], indicator, layout.size - 1)
        else:
            before = [value.split(" ", 1)[1] for value in page.list_values_before(column, indicator)]
            forms = (" ".join(before), SEE_BELOW) if before else ()
            fitting = (form for form in forms if cell_width(form) < layout.size)
            value = [Span(next(fitting, "below"), "dim")]
            if not before:
                series = page.series[column, indicator.id]
                value = _write_board_value(series, indicator, ends[column], layout.size - 1)
        spans += _pad(value, layout.size)
    if layout.difference:
        spans.append(column_span(f"{page.describe_difference(indicator):>{layout.difference - 1}}", layout.difference))
    return make_line(*spans)


def _write_name(name: str, unit: str, cells: int) -> list[Span]:
    """The name of an indicator, with its unit where there is room for both."""
    whole = f" · {unit}" if cell_width(f"  {name} · {unit}") < cells else ""
    return _pad([Span("  "), Span(cut_middle(name, cells - 3)), Span(whole, "dim")], cells)


def _write_board_value(series: IndicatorSeries, indicator: Indicator, end: str, cells: int) -> list[Span]:
    """A board's value and whether it is the best or the worst of those compared; with room for them, axis and rank."""
    point, room = series.newest, min(VALUE_CELLS, cells - 2)
    if point.value is None:
        return [Span(f"{indicator_values.NO_VALUE if cells >= VALUE_CELLS else 'none':>{room}}", "dim")]
    spans = [Span(f"{indicator_values.format_value(point.value, indicator):>{room}}"), Span(" ")]
    spans.append(Span(charts.SIDE_SIGNS[end], end or "dim"))
    if cells >= MIN_AXIS_COLUMN - 1:
        spans += [Span(" "), *charts.draw_axis(point, indicator.better, AXIS_CELLS)]
    if cells >= MIN_RANK_COLUMN - 1 and point.place:
        spans.append(Span(f" {point.place} of {point.of}", "dim"))
    return spans


def _write_group_value(value: GroupValue, indicator: Indicator, cells: int) -> list[Span]:
    """The median of a group's boards and of how many; with room for it, from the lowest to the highest."""
    if value.median is None or value.least is None or value.most is None:
        return [Span(f"{'none':>{min(VALUE_CELLS, cells - 2)}}", "dim")]
    median, *ends = (indicator_values.format_value(each, indicator) for each in (value.median, value.least, value.most))
    spans = [Span(f"{median:>{min(VALUE_CELLS, cells - 2)}}")]
    for more in (f" of {value.of}", f" ({' to '.join(ends)})"):
        if spans_width(spans) + cell_width(more) <= cells:
            spans.append(Span(more, "dim"))
    return spans


def _pad(spans: Iterable[Span], cells: int) -> list[Span]:
    """The spans in exactly so many cells."""
    fitting = clip_spans(list(spans), cells)
    return [*fitting, Span(" " * (cells - spans_width(fitting)))]


def write_legend(page: ComparePage, layout: TableLayout, cells: int) -> list[Line]:
    """What the signs of the table mean, those that can be on it, and the names of the columns that go by labels."""
    parts = ["+ best and - worst of these boards"] if len(page.comparison.icbs) > 1 else []
    parts += ["│ median of all boards", "rank 1 = best"]
    parts += ["a region shows the median of its boards"] if page.groups else []
    parts += [f"difference: {' − '.join(map(page.label_column, reversed(page.columns)))}"] * bool(layout.difference)
    names = [page.name_column(column) for column in list_drawn(page, layout)]
    parts += (
        [", ".join(names)] if list_heads(page, layout)[0] == [page.label_column(page.columns[layout.places[0]])] else []
    )
    return write_paragraph(" · ".join(parts), cells, "dim")
