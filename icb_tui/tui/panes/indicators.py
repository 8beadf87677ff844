"""The indicators of an aim: a row for each board found, in each column a value and where it lies among all boards."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from operator import eq

from icb_tui.analysis import indicator_values
from icb_tui.analysis.indicator_periods import describe_period_choice, find_period
from icb_tui.analysis.region_groups import RegionGroup
from icb_tui.domain.answers import IndicatorPoint
from icb_tui.domain.names import fit_name
from icb_tui.domain.phrases import MARK_OWN, format_count, name_indicator
from icb_tui.domain.records import Indicator
from icb_tui.text.cells import cell_width, cut, wrap, wrap_in_two
from icb_tui.text.spans import BLANK_LINE, Line, Span, column_span, indent_line, make_line
from icb_tui.tui.board_columns import (
    MARK_CELLS,
    ColumnWidths,
    lead_spans,
    longest_label_cells,
    longest_name_cells,
    write_name_heading,
)
from icb_tui.tui.board_rows import BoardRows
from icb_tui.views.view_state import COLUMN_ARROWS, View

MIN_COLUMN_CELLS, MAX_COLUMN_CELLS = 12, 24
"""The fewest cells in which a value can be read with its axis, and the most that a column is given."""

NAME_CELLS, MIN_NAME_CELLS, MANY_COLUMNS = 30, 20, 8
"""The cells that the columns leave to the names, and the fewest: where as many columns as that fit beside them."""

NO_VALUE = "none"

NAME_LINES = 2
"""The lines that the indicators' names have."""


def share_width(view: View, cells: int, shown_from: int = 0) -> ColumnWidths:
    """Share out the width: to as many indicators as can be read, the cursor's among them, and the rest to the names.

    They are those from the place `shown_from` on; where the cursor is not among them, it is the first or the last.
    """
    there, longest, room = len(view.indicators), longest_name_cells(view), cells - MARK_CELLS
    count = (room - min(longest, NAME_CELLS)) // MIN_COLUMN_CELLS
    if room - MANY_COLUMNS * MIN_COLUMN_CELLS >= MIN_NAME_CELLS:
        count = max(count, MANY_COLUMNS)
    count = max(min(count, there), 1)
    size = min(max((room - longest) // count, MIN_COLUMN_CELLS), MAX_COLUMN_CELLS)
    cursor = [i.id for i in view.indicators].index(view.indicator) if view.indicator else 0
    if not shown_from <= cursor < shown_from + count:
        shown_from = cursor if cursor > shown_from else cursor - count + 1
    first = max(min(shown_from, there - count), 0)
    values = tuple(_count_value_cells(view, indicator) for indicator in view.indicators[first : first + count])
    name = min(longest, room - size * count)
    return ColumnWidths(name, longest_label_cells(view), (size,) * len(values), first, values=values)


def _count_value_cells(view: View, indicator: Indicator) -> int:
    """The cells that the values of a column take: as many as the longer one of the lowest and the highest."""
    point = next((each.newest for code in view.rows if (each := view.series.get((code, indicator.id)))), None)
    ends = (point.least, point.most) if point else ()
    words = [NO_VALUE, *(indicator_values.format_value(end, indicator) for end in ends)]
    return max(map(cell_width, words))


def list_visible(view: View, sizes: ColumnWidths) -> list[Indicator]:
    """The indicators that there is room for."""
    return view.indicators[sizes.first : sizes.first + len(sizes.cells)]


def write_header(view: View, sizes: ColumnWidths) -> list[Line]:
    """The lines above the boards: the cursor's indicator in full, then the names and periods of the columns."""
    room = sizes.lead_cells - MARK_CELLS
    visible = list_visible(view, sizes)
    names = tuple(indicator.name for indicator in view.indicators)
    order = write_name_heading(view)
    medians = f"{order}, with medians" if view.sort == "region" else order
    order = medians if cell_width(medians) < room else order
    leads = [_write_choice(view, room), _count_hidden(view, sizes), order]
    rows = [
        [Span(" " * MARK_CELLS), column_span(lead, room, style)]
        for lead, style in zip(leads, ("head", "dim", "head"), strict=True)
    ]
    for place, (indicator, cells) in enumerate(zip(visible, sizes.cells, strict=True), sizes.first):
        name = shorten_names(names, cells - 1)[place]
        style = "key" if indicator.id == view.indicator else "head"
        for row, part in zip(rows, [*name, _write_period(view, indicator, cells - 1)], strict=True):
            row.append(column_span(part, cells, style if row is not rows[-1] else "dim"))
    chosen = column_span(_describe_cursor(view, room + sum(sizes.cells)), room + sum(sizes.cells), "key")
    return [indent_line(MARK_CELLS, chosen), *(make_line(*row) for row in rows)]


def _write_choice(view: View, cells: int) -> str:
    """The aim and which period counts, in short or without it where there is less room."""
    aim = view.data.number_and_name(view.indicators_aim)
    forms = (f"{aim} · {describe_period_choice(view.indicator_year, short=short)}" for short in (False, True))
    return next((form for form in forms if cell_width(form) < cells), aim)


def _count_hidden(view: View, sizes: ColumnWidths) -> str:
    """How many indicators have no period that counts, and how many more there are at either side."""
    before, after = sizes.first, len(view.indicators) - sizes.first - len(sizes.cells)
    there, tied = len(view.indicators), len(view.data.list_indicators(view.indicators_aim))
    some = [f"{there} of {tied} · "] if there < tied else []
    return "".join([*some, *[f"◂ {before} more  "] * bool(before), *[f"{after} more ▸"] * bool(after)])


def _describe_cursor(view: View, cells: int) -> str:
    """The indicator of the cursor: its place, its name in full, and as much of the rest as fits."""
    there = len(view.indicators)
    if view.indicator is None:
        return format_count(there, "indicator")
    indicator = view.data.indicator[view.indicator]
    name, place = name_indicator(indicator, view.data), f"{view.indicators.index(indicator) + 1} of {there}"
    period, direction = find_period(indicator, view.indicator_year) or "", indicator_values.DIRECTIONS[indicator.better]
    rests = ((indicator.unit, period, direction), (indicator.unit, direction), (indicator.unit,), (direction,), ())
    forms = [*(" · ".join((place, name, *rest)) for rest in rests), name]
    return next((form for form in forms if cell_width(form) <= cells), cut(name, cells))


@lru_cache(maxsize=32)
def shorten_names(names: tuple[str, ...], cells: int) -> list[list[str]]:
    """Return each name on NAME_LINES lines. Where names that are cut would be the same, they go on where they part."""
    plain = [_break_name(name, name, cells) for name in names]
    shortened = []
    for name, lines in zip(names, plain, strict=True):
        twins = [other for other, each in zip(names, plain, strict=True) if each == lines and other != name]
        shortened.append(_break_name(name, _find_parting(name, twins), cells) if twins else lines)
    return shortened


def _break_name(name: str, rest: str, cells: int) -> list[str]:
    """A name on its lines: its first words, and then those that follow or, where the whole is cut, a `rest` of it."""
    if whole := wrap_in_two(name, cells, hyphen=any(cell_width(word) > cells for word in name.split())):
        return whole if len(whole) == NAME_LINES else ["", *whole]
    first, *more = wrap(name, cells)
    if cell_width(word := name.split()[0]) > cells:
        first, more = cut(word, cells), name.split()[1:]
    return [first, cut(" ".join(more) if rest == name else f"…{rest}", cells)]


def _find_parting(name: str, others: Sequence[str]) -> str:
    """The words of a name from the first on that is not at the same place in one of the others."""
    words = name.split()
    shared = max(sum(1 for _ in takewhile(bool, map(eq, words, other.split()))) for other in others)
    return " ".join(words[shared:] or words[-1:])


def _write_period(view: View, indicator: Indicator, cells: int) -> str:
    """The period, a mark where the indicator is the user's own, and an arrow where it orders the rows."""
    own = MARK_OWN if view.data.find_origin("indicators", indicator.id) else ""
    mark = own + (COLUMN_ARROWS.get(view.sort, "") if indicator.id == view.indicator else "")
    period = cut(find_period(indicator, view.indicator_year) or "", cells - len(mark))
    return f"{period} {mark}" if cell_width(period) + len(mark) < cells else f"{period}{mark}"


def write_board_row(view: View, code: str, sizes: ColumnWidths, *, lit: bool) -> Line:
    """The row of one board."""
    from icb_tui.analysis.charts import draw_axis

    here = code == view.cursor_icb
    runs = lead_spans(view, code, sizes, here=here and view.indicator is None, lit=lit)
    for indicator, cells, size in zip(list_visible(view, sizes), sizes.cells, sizes.values, strict=True):
        series = view.series.get((code, indicator.id))
        on_cursor = "cell" if here and lit and indicator.id == view.indicator else ""
        if series is None or series.newest.value is None:
            runs += [Span(f"{NO_VALUE:>{size}} ", "dim", on_cursor), Span(" " * (cells - size - 1))]
        else:
            runs += _write_value(series.newest, indicator, size, on_cursor)
            runs += [Span(" "), *draw_axis(series.newest, indicator.better, cells - size - 3), Span(" ")]
    return make_line(*runs, ground=("row" if lit else "off") if here else "")


def _write_value(point: IndicatorPoint, indicator: Indicator, cells: int, ground: str) -> list[Span]:
    """The value, its decimals under each other, and the sign of its side of the median."""
    from icb_tui.analysis.charts import SIDE_SIGNS, find_side

    side = find_side(point, indicator.better)
    value = f"{indicator_values.format_value(point.value, indicator):>{cells}}"
    return [Span(value, "text", ground), Span(SIDE_SIGNS[side], side or "dim", ground)]


def write_region_line(view: View, group: RegionGroup, sizes: ColumnWidths) -> Line:
    """The heading of a region: its boards shown, and in each column their median, and of how many it is one."""
    from icb_tui.analysis.board_groups import summarize_values

    counts = f"  {len(group.icbs)} of {group.of}"
    room = sizes.lead_cells - MARK_CELLS - cell_width(counts) - 1
    name = f"   {cut(fit_name(group.region, room), room)}"
    runs = [Span(name, "head"), column_span(counts, sizes.lead_cells - cell_width(name), "dim")]
    for indicator, cells, size in zip(list_visible(view, sizes), sizes.cells, sizes.values, strict=True):
        series = (view.series.get((code, indicator.id)) for code in group.icbs)
        summary = summarize_values(each.newest.value for each in series if each)
        value = NO_VALUE if summary.median is None else indicator_values.format_value(summary.median, indicator)
        runs += [Span(f"{value:>{size}}", "head"), _write_median_base(summary.of, cells - size)]
    return make_line(*runs)


def _write_median_base(of: int, cells: int) -> Span:
    """Of how many boards a value is the median, in the words that there is room for, and a blank."""
    forms = (f" median of {of}", f" of {of}", f" of{of}")
    return column_span(next((form for form in forms if cell_width(form) < cells), forms[-1]), cells, "dim")


def write_no_indicators(view: View, cells: int) -> list[Line]:
    """Return the lines for an aim that no indicator is tied to."""
    from icb_tui.pages.plain_text import describe_no_indicators

    words = describe_no_indicators(view)
    return [BLANK_LINE, *(indent_line(3, Span(part)) for part in wrap(words, cells - 6))]


class IndicatorsPane(BoardRows):
    """The pane itself. The columns that it shows stay until the cursor leaves them."""

    _shown_from = 0

    def paint(self, cells: int, rows: int) -> list[Line]:
        if self.view is not None and not self.view.indicators:
            return write_no_indicators(self.view, cells)
        return super().paint(cells, rows)

    def share_width(self, view: View, cells: int) -> ColumnWidths:
        sizes = share_width(view, cells, self._shown_from)
        self._shown_from = sizes.first
        return sizes

    def list_legend(self, view: View) -> list[str]:
        return ["+ better, - worse than the median │"]

    def header_lines(self, view: View, sizes: ColumnWidths) -> list[Line]:
        return write_header(view, sizes)

    def region_line(self, view: View, group: RegionGroup, sizes: ColumnWidths) -> Line:
        return write_region_line(view, group, sizes)

    def row_line(self, view: View, code: str, sizes: ColumnWidths, *, lit: bool) -> Line:
        return write_board_row(view, code, sizes, lit=lit)
