"""The indicators of an aim: a row for each board found, in each column a value and where it lies among all boards."""

from __future__ import annotations

from icb_tui.analysis import indicator_values
from icb_tui.analysis.board_groups import summarize_values
from icb_tui.analysis.indicator_periods import describe_period_choice, describe_undated, find_period
from icb_tui.analysis.region_groups import RegionGroup
from icb_tui.domain.answers import IndicatorSeries
from icb_tui.domain.phrases import name_indicator
from icb_tui.domain.records import Indicator
from icb_tui.text.cells import cell_width, cut, wrap
from icb_tui.text.spans import BLANK_LINE, Line, Span, column_span, indent_line, make_line
from icb_tui.tui.board_columns import (
    MARK_CELLS,
    USUAL_NAME_CELLS,
    ColumnWidths,
    lead_spans,
    longest_label_cells,
    longest_name_cells,
    write_name_heading,
)
from icb_tui.tui.board_rows import BoardRows
from icb_tui.views.view_state import COLUMN_ARROWS, View

MIN_COLUMN_CELLS = 19
"""The fewest cells in which an indicator's column can be read."""

BAR_CELLS = 8

NAME_LINES = 2
"""The lines that the indicators' names have."""


def share_width(view: View, cells: int) -> ColumnWidths:
    """Share out the width: as many indicators as can be read, the one of the cursor among them."""
    indicators, longest = view.indicators, longest_name_cells(view)
    whole = cells - MARK_CELLS - longest >= MIN_COLUMN_CELLS * len(indicators)
    name = longest if whole else min(longest, USUAL_NAME_CELLS)
    room = max(cells - MARK_CELLS - name, MIN_COLUMN_CELLS)
    count = max(min(len(indicators), room // MIN_COLUMN_CELLS), 1)
    cursor = [i.id for i in indicators].index(view.indicator) if view.indicator else 0
    first = min(max(cursor - count + 1, 0), max(len(indicators) - count, 0))
    size = min(room // count, 30)
    return ColumnWidths(name, longest_label_cells(view), (size,) * min(count, len(indicators)), first)


def list_visible(view: View, sizes: ColumnWidths) -> list[Indicator]:
    """The indicators that there is room for."""
    return view.indicators[sizes.first : sizes.first + len(sizes.cells)]


def write_header(view: View, sizes: ColumnWidths) -> list[Line]:
    """The lines above the boards: the names, then unit and period, each as whole as there is room for."""
    lead_cells = sizes.lead_cells
    visible = list_visible(view, sizes)
    before, after = sizes.first, len(view.indicators) - sizes.first - len(visible)
    there, tied = len(view.indicators), len(view.data.list_indicators(view.indicators_aim))
    some = [f"{there} of {tied} · "] if there < tied else []
    more = "".join([*some, *[f"◂ {before} more  "] * bool(before), *[f"{after} more ▸"] * bool(after)])
    head, period = view.data.number_and_name(view.indicators_aim), describe_period_choice(view.indicator_year)
    rows = [[column_span(f"   {head} · {period}", lead_cells, "head")], [column_span(f"   {more}", lead_cells, "dim")]]
    rows.append([Span(" " * MARK_CELLS), column_span(write_name_heading(view), lead_cells - MARK_CELLS, "head")])
    for indicator, cells in zip(visible, sizes.cells, strict=True):
        style = "key" if indicator.id == view.indicator else "head"
        for row, part in zip(rows, _write_heading(view, indicator, cells - 2), strict=True):
            row.append(column_span(part, cells, style if row is not rows[-1] else "dim"))
    return [make_line(*row) for row in rows]


def _write_heading(view: View, indicator: Indicator, cells: int) -> list[str]:
    """The name on NAME_LINES lines, then the unit and the newest period, and whether the column orders the rows."""
    parts = wrap(name_indicator(indicator, view.data), cells)
    name = (
        parts if len(parts) <= NAME_LINES else [*parts[: NAME_LINES - 1], cut(" ".join(parts[NAME_LINES - 1 :]), cells)]
    )
    period = find_period(indicator, view.indicator_year) or ""
    arrow = COLUMN_ARROWS.get(view.sort) if indicator.id == view.indicator else None
    mark = f" {arrow}" if arrow else ""
    unit = cut(indicator.unit, cells - cell_width(period) - 1 - len(mark))
    return [*([""] * (NAME_LINES - len(name))), *name, f"{unit} {period}{mark}"]


def write_board_row(view: View, code: str, sizes: ColumnWidths, *, lit: bool) -> Line:
    """The row of one board."""
    here = code == view.cursor_icb
    runs = lead_spans(view, code, sizes, here=here and view.indicator is None, lit=lit)
    for indicator, cells in zip(list_visible(view, sizes), sizes.cells, strict=True):
        on_cursor = "cell" if here and lit and indicator.id == view.indicator else ""
        runs += _write_value(view.series.get((code, indicator.id)), indicator, cells, on_cursor)
    return make_line(*runs, ground=("row" if lit else "off") if here else "")


def _write_value(series: IndicatorSeries | None, indicator: Indicator, cells: int, ground: str) -> list[Span]:
    """The value, its decimals under each other, and where it lies among all boards; or that there is none."""
    if series is None or series.newest.value is None:
        return [column_span("no value", 8, "dim", ground), Span(" " * (cells - 8))]
    value = f"{indicator_values.format_value(series.newest.value, indicator):>8}"
    bar = indicator_values.draw_bar(series.newest, BAR_CELLS)
    return [Span(value, "text", ground), Span(" "), *bar, Span(" " * (cells - BAR_CELLS - 9))]


def write_region_line(view: View, group: RegionGroup, sizes: ColumnWidths) -> Line:
    """The heading of a region: its boards shown, and in each column their median, and of how many it is one."""
    name, counts = f"   {group.region.name}", f"  {len(group.icbs)} of {group.of}"
    runs = [Span(name, "head"), column_span(counts, sizes.lead_cells - cell_width(name), "dim")]
    for indicator, cells in zip(list_visible(view, sizes), sizes.cells, strict=True):
        series = (view.series.get((code, indicator.id)) for code in group.icbs)
        summary = summarize_values(each.newest.value for each in series if each)
        value = f"{indicator_values.format_value(summary.median, indicator):>8}"
        rest = cells - cell_width(value)
        runs += [Span(value, "head"), column_span(_write_median_base(summary.of, rest), rest, "dim")]
    return make_line(*runs)


def _write_median_base(of: int, cells: int) -> str:
    """Of how many boards a value is the median, in the words that there is room for."""
    whole = f" median of {of}"
    return whole if cell_width(whole) < cells else f" med. of {of}"


def write_no_indicators(view: View, cells: int) -> list[Line]:
    """Return the lines for an aim that no indicator is tied to."""
    name = view.data.aim[view.indicators_aim].short_name
    others = [str(n) for n, aim in enumerate(view.data.aims, 1) if view.data.list_indicators(aim.id)]
    undated = describe_undated(view.data.list_indicators(view.indicators_aim), view.indicator_year)
    words = undated or f"No indicators for {name}. Aims with indicators: {', '.join(others)}."
    return [BLANK_LINE, *(indent_line(3, Span(part)) for part in wrap(words, cells - 6))]


class IndicatorsPane(BoardRows):
    """The pane itself."""

    def paint(self, cells: int, rows: int) -> list[Line]:
        if self.view is not None and not self.view.indicators:
            return write_no_indicators(self.view, cells)
        return super().paint(cells, rows)

    def share_width(self, view: View, cells: int) -> ColumnWidths:
        return share_width(view, cells)

    def header_lines(self, view: View, sizes: ColumnWidths) -> list[Line]:
        return write_header(view, sizes)

    def region_line(self, view: View, group: RegionGroup, sizes: ColumnWidths) -> Line:
        return write_region_line(view, group, sizes)

    def row_line(self, view: View, code: str, sizes: ColumnWidths, *, lit: bool) -> Line:
        return write_board_row(view, code, sizes, lit=lit)
