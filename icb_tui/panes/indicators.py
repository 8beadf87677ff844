"""The indicators of an aim: a row for each board found, in each column a value and where it lies among all boards."""

from __future__ import annotations

from icb_tui import figures
from icb_tui.lines import BLANK, Line, Run, column, indented, line
from icb_tui.model import Indicator, Series
from icb_tui.rows import NAME, Columns, Rows, lead, longest_name
from icb_tui.text import cut, width, wrap
from icb_tui.view import View
from icb_tui.wording import of_indicator

LEAST = 19
"""The fewest cells in which an indicator's column can be read."""
BAR = 8
NAMES = 2
"""The lines that the indicators' names have."""


def columns(view: View, cells: int) -> Columns:
    """Share out the width: as many indicators as can be read, the one of the cursor among them."""
    mark, label_cells = 3, 6 if cells >= 64 else 0
    whole = cells - mark - label_cells - longest_name(view) >= LEAST * len(view.indicators)
    name = longest_name(view) if whole else min(longest_name(view), NAME)
    room = max(cells - mark - label_cells - name, LEAST)
    indicators = view.indicators
    shown = max(min(len(indicators), room // LEAST), 1)
    cursor = [i.id for i in indicators].index(view.indicator) if view.indicator else 0
    first = min(max(cursor - shown + 1, 0), max(len(indicators) - shown, 0))
    size = min(room // shown, 30)
    return Columns(mark, name, label_cells, (size,) * min(shown, len(indicators)), first)


def shown_of(view: View, sizes: Columns) -> list[Indicator]:
    """The indicators that there is room for."""
    return view.indicators[sizes.first : sizes.first + len(sizes.cells)]


def header_lines(view: View, sizes: Columns) -> list[Line]:
    """The lines above the boards: the names, then unit and period, each as whole as there is room for."""
    lead_cells = sizes.lead
    shown = shown_of(view, sizes)
    before, after = sizes.first, len(view.indicators) - sizes.first - len(shown)
    more = "".join([f"◂ {before} more  "] * bool(before) + [f"{after} more ▸"] * bool(after))
    by_name = " ↓" if view.sort == "name" or (view.sort == "rating" and view.indicator is None) else ""
    head = view.data.numbered(view.figures_aim)
    rows = [[column(f"   {head}", lead_cells, "head")], [column(f"   {more}", lead_cells, "dim")]]
    rows.append([Run(" " * sizes.mark), column(f"ICB{by_name}", lead_cells - sizes.mark, "head")])
    for indicator, cells in zip(shown, sizes.cells, strict=True):
        style = "key" if indicator.id == view.indicator else "head"
        for row, part in zip(rows, _heading(view, indicator, cells - 2), strict=True):
            row.append(column(part, cells, style if row is not rows[-1] else "dim"))
    return [line(*row) for row in rows]


def _heading(view: View, indicator: Indicator, cells: int) -> list[str]:
    """The name on NAMES lines, then the unit and the newest period, and whether the column orders the rows."""
    parts = wrap(of_indicator(indicator, view.data), cells)
    name = parts if len(parts) <= NAMES else [*parts[: NAMES - 1], cut(" ".join(parts[NAMES - 1 :]), cells)]
    period = indicator.newest_period
    mark = " ↓" if view.sort == "rating" and indicator.id == view.indicator else ""
    unit = cut(indicator.unit, cells - width(period) - 1 - len(mark))
    return [*([""] * (NAMES - len(name))), *name, f"{unit} {period}{mark}"]


def board_line(view: View, code: str, sizes: Columns, *, lit: bool) -> Line:
    """The row of one board."""
    here = code == view.here
    runs = lead(view, code, sizes, here=here and view.indicator is None, lit=lit)
    for indicator, cells in zip(shown_of(view, sizes), sizes.cells, strict=True):
        on_cursor = "cell" if here and lit and indicator.id == view.indicator else ""
        runs += _cell(view.series.get((code, indicator.id)), indicator, cells, on_cursor)
    return line(*runs, ground=("row" if lit else "off") if here else "")


def _cell(series: Series | None, indicator: Indicator, cells: int, ground: str) -> list[Run]:
    """The value, its decimals under each other, and where it lies among all boards; or that there is none."""
    if series is None or series.newest.value is None:
        return [column("no value", 8, "dim", ground), Run(" " * (cells - 8))]
    value = f"{figures.amount(series.newest.value, indicator):>8}"
    bar = figures.bar(series.newest, BAR)
    return [Run(value, "text", ground), Run(" "), *bar, Run(" " * (cells - BAR - 9))]


def nothing_official(view: View, cells: int) -> list[Line]:
    """What is said where no indicator is tied to the aim."""
    name = view.data.aim[view.figures_aim].short_name
    others = [str(n) for n, aim in enumerate(view.data.aims, 1) if view.data.indicators_of(aim.id)]
    told = f"No official figure is tied to {name}. Aims with figures: {', '.join(others)}."
    return [BLANK, *(indented(3, Run(part)) for part in wrap(told, cells - 6))]


class Indicators(Rows):
    """The pane itself."""

    def paint(self, cells: int, rows: int) -> list[Line]:
        if self.view is not None and not self.view.indicators:
            return nothing_official(self.view, cells)
        return super().paint(cells, rows)

    def sized(self, view: View, cells: int) -> Columns:
        return columns(view, cells)

    def header(self, view: View, sizes: Columns) -> list[Line]:
        return header_lines(view, sizes)

    def row(self, view: View, code: str, sizes: Columns, *, lit: bool) -> Line:
        return board_line(view, code, sizes, lit=lit)
