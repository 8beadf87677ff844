"""Charts of indicators as lines of characters: a mark on an axis, and a trend with its axes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from icb_tui.domain.answers import IndicatorPoint, IndicatorSeries
from icb_tui.text.cells import cell_width, cut
from icb_tui.text.spans import Line, Span, column_span, indent_line, make_line, spans_width

LEFT_HALF, RIGHT_HALF, MEDIAN, ON_MEDIAN = "▌", "▐", "│", "┃"
"""The marks on an axis: a board in the left or the right half of a cell, the median, a board that has its value."""


def find_side(point: IndicatorPoint, better: str) -> str:
    """Return “better” or “worse” for a value off the median; “” on it, without a value, or where no side is better."""
    if point.value is None or point.value == point.median or better == "neither":
        return ""
    return "better" if (point.value > point.median) == (better == "higher") else "worse"


SIDE_SIGNS = {"better": "+", "worse": "-", "": " "}
"""What tells the side of the median without colour."""


def draw_axis(point: IndicatorPoint, better: str, cells: int) -> list[Span]:
    """Return an axis from the lowest to the highest board, with the median as a line and the board as a mark.

    A mark takes half a cell. It is never on the wrong side of the median, even in the same cell.
    """
    middle = _find_half(point.median, point, cells) // 2
    marks = {middle: Span(MEDIAN, "bright")}
    if point.value is not None:
        place, mark = _place_mark(point.value, point, cells)
        marks[place] = Span(mark, find_side(point, better) or "text")
    spans, at = [], 0
    for place, span in sorted(marks.items()):
        spans += [Span("─" * (place - at), "rule"), span]
        at = place + 1
    return [span for span in (*spans, Span("─" * (cells - at), "rule")) if span.text]


def _place_mark(value: float, point: IndicatorPoint, cells: int) -> tuple[int, str]:
    """The cell of a value on the axis, and its mark."""
    half, middle = _find_half(value, point, cells), _find_half(point.median, point, cells) // 2
    if value == point.median:
        return middle, ON_MEDIAN
    half = min(half, 2 * middle) if value < point.median else max(half, 2 * middle + 1)
    return half // 2, LEFT_HALF if half % 2 == 0 else RIGHT_HALF


def _find_half(value: float, point: IndicatorPoint, cells: int) -> int:
    """The half cell of a value, from 0 for the lowest board to 2 × cells − 1 for the highest."""
    span = point.most - point.least
    last = 2 * cells - 1
    return min(max(round((value - point.least) / span * last), 0), last) if span else cells


class AxisLabel(NamedTuple):
    """A text that stands at a value on a wide axis, and its style."""

    value: float
    text: str
    style: str = "text"


def draw_wide_axis(point: IndicatorPoint, better: str, values: Sequence[float], cells: int) -> list[Span]:
    """Return an axis from the lowest to the highest board with the median as a cross and some boards as marks."""
    marks = {0: Span("├", "dim"), cells - 1: Span("┤", "dim"), _find_cell(point.median, point, cells): _MEDIAN_SPAN}
    for value in values:
        side = find_side(replace(point, value=value), better)
        marks[_find_cell(value, point, cells)] = Span(OWN_MARK, side or "accent")
    return [marks.get(at, Span("─", "rule")) for at in range(cells)]


def stack_labels(labels: Sequence[AxisLabel], point: IndicatorPoint, cells: int) -> list[list[Span]]:
    """Return labels at their places along an axis, on as many lines as it takes for none to touch another."""
    lines: list[list[Span]] = []
    for label in sorted(labels, key=lambda label: label.value):
        text = cut(label.text, cells)
        width = cell_width(text)
        start = min(max(_find_cell(label.value, point, cells) - width // 2, 0), cells - width)
        line = next((line for line in lines if spans_width(line) + 2 <= start), None)
        if line is None:
            lines.append(line := [])
        line += [Span(" " * (start - spans_width(line))), Span(text, label.style)]
    return lines


def _find_cell(value: float, point: IndicatorPoint, cells: int) -> int:
    return _find_half(value, point, cells) // 2


OWN_MARK, MEDIAN_MARK, HIGHEST_MARK, LOWEST_MARK = "●", "┼", "┬", "┴"
MARKED_LETTERS = "ABCDE"
"""The marks of the boards beside it, at most as many as there are letters."""

_MEDIAN_SPAN = Span(MEDIAN_MARK, "bright")


class TrendChart(NamedTuple):
    """What a trend is drawn from: the board's series, those of others by label, and how a value is written."""

    label: str
    own: IndicatorSeries
    others: Mapping[str, IndicatorSeries]
    write_value: Callable[[float], str]


MIN_SLOT = 3
"""The fewest cells for a period. With fewer, the oldest periods are left out, and the chart says so."""


def draw_trend(chart: TrendChart, cells: int, rows: int) -> list[Line]:
    """Return the values of every period on one scale, `rows` lines high, with periods below and a legend."""
    every = chart.own.points
    drawn = [value for point in every for value in (point.least, point.most)]
    low, high = min(drawn), max(drawn)
    labels = {row: chart.write_value(value) for row, value in _list_ticks(low, high, rows)}
    margin = max(map(cell_width, labels.values())) + 1
    slot = min(max((cells - margin - 1) // len(every), MIN_SLOT), 12)
    kept = min(len(every), max((cells - margin - 1) // slot, 1))
    grid = _plot(chart, kept, slot, rows, (low, high))
    lines = [
        make_line(
            column_span(f"{labels.get(row, ''):>{margin - 1}} ", margin, "dim"),
            Span("┤" if row in labels else "│", "dim"),
            *cells_of,
        )
        for row, cells_of in enumerate(grid)
    ]
    lines += _write_periods([point.period for point in every[-kept:]], slot, margin)
    if left := len(every) - kept:
        lines.append(indent_line(margin + 1, Span(cut(f"{left} earlier: see below", cells - margin - 1), "dim")))
    return [*lines, *_write_legend(chart, margin, cells)]


def _list_ticks(low: float, high: float, rows: int) -> list[tuple[int, float]]:
    """The rows that have a value beside the axis, the highest first: the ends, and one row in four between them."""
    count = max(min((rows - 1) // 3, 4), 1)
    return [
        (round(part * (rows - 1) / count), high - (high - low) * round(part * (rows - 1) / count) / (rows - 1))
        for part in range(count + 1)
    ]


def _find_row(value: float, ends: tuple[float, float], rows: int) -> int:
    low, high = ends
    return round((high - value) / (high - low) * (rows - 1)) if high > low else rows // 2


def _plot(chart: TrendChart, kept: int, slot: int, rows: int, ends: tuple[float, float]) -> list[list[Span]]:
    """The rows of the chart: for each of the last `kept` periods `slot` cells, with its marks in them."""
    placed: dict[tuple[int, int], Span] = {}
    for number, point in enumerate(chart.own.points[-kept:]):
        centre = number * slot + slot // 2
        top, bottom = (_find_row(value, ends, rows) for value in (point.most, point.least))
        placed |= {(row, centre): Span("│", "rule") for row in range(top, bottom + 1)}
        placed |= {(top, centre): Span(HIGHEST_MARK, "dim"), (bottom, centre): Span(LOWEST_MARK, "dim")}
        placed[_find_row(point.median, ends, rows), centre] = Span(MEDIAN_MARK, "bright")
        for place, other in enumerate(chart.others.values()):
            value = other.points[len(other.points) - kept + number].value
            if value is not None:
                at = centre + 1 + place % max(slot - 1 - slot // 2, 1)
                placed[_find_row(value, ends, rows), at] = Span(MARKED_LETTERS[place], "text")
        if point.value is not None:
            placed[_find_row(point.value, ends, rows), centre] = Span(OWN_MARK, "accent")
    return [_join_row({at: span for (row, at), span in placed.items() if row == line}) for line in range(rows)]


def _join_row(marks: dict[int, Span]) -> list[Span]:
    spans, end = [], 0
    for at, span in sorted(marks.items()):
        spans += [Span(" " * (at - end)), span]
        end = at + 1
    return [span for span in spans if span.text]


def _write_periods(periods: Sequence[str], slot: int, margin: int) -> list[Line]:
    """The line below the chart, and the periods under it, over as many lines as the longest needs."""
    parts = [_break_period(period, slot - 1) for period in periods]
    height = max(map(len, parts))
    rule = make_line(Span(" " * margin), Span("└" + "─" * (slot * len(periods)), "dim"))
    return [
        rule,
        *(
            make_line(
                Span(" " * (margin + 1)),
                *(column_span(f"{part[line] if line < len(part) else '':^{slot}}", slot, "dim") for part in parts),
            )
            for line in range(height)
        ),
    ]


def _break_period(period: str, cells: int) -> list[str]:
    """A period in pieces that fit: at its spaces, then after a stroke or a slash, else anywhere."""
    pieces: list[str] = []
    for word in period.split():
        for part in word.replace("/", "/ ").replace("-", "- ").split() if len(word) > cells else [word]:
            if pieces and len(pieces[-1]) + len(part) + (not pieces[-1].endswith(("/", "-"))) <= cells:
                pieces[-1] += part if pieces[-1].endswith(("/", "-")) else f" {part}"
            else:
                pieces += [part[at : at + cells] for at in range(0, len(part), cells)]
    return pieces


def _write_legend(chart: TrendChart, margin: int, cells: int) -> list[Line]:
    """What each mark means, over as many lines as there is room for."""
    has_own = any(point.value is not None for point in chart.own.points)
    entries = [
        *[(OWN_MARK, "accent", chart.label)] * has_own,
        (MEDIAN_MARK, "bright", "median"),
        (f"{HIGHEST_MARK} {LOWEST_MARK}", "dim", "highest and lowest board"),
        *((letter, "text", label) for letter, label in zip(MARKED_LETTERS, chart.others, strict=False)),
    ]
    lines: list[list[Span]] = [[]]
    for mark, style, label in entries:
        entry = [Span(f"{mark} ", style), Span(f"{label}   ", "dim")]
        if lines[-1] and spans_width([*lines[-1], *entry]) - 3 > cells - margin - 1:
            lines.append([])
        lines[-1] += entry
    return [indent_line(margin + 1, *line) for line in lines]
