"""What a pane draws: lines of styled runs, made by pure functions and measured in cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from icb_tui.text.cells import cell_width, cut, fit

RATING_STYLE = "rating:"
"""The prefix of the tokens (tui/theme.py) of the rating levels."""


class Span(NamedTuple):
    """A piece of one line: its text, its style (a token of tui/theme.py), and a ground of its own where it has one."""

    text: str
    style: str = "text"
    ground: str = ""


Spans = Sequence[Span]


class Line(NamedTuple):
    """One line of a pane; `ground` lies under the runs that have none, and under the rest of the line.

    `address` is that of the source which the line cites.
    """

    spans: tuple[Span, ...] = ()
    ground: str = ""
    address: str = ""


def make_line(*runs: Span | str, ground: str = "") -> Line:
    """A line of runs; a bare string is a run of plain text."""
    return Line(tuple(Span(run) if isinstance(run, str) else run for run in runs), ground)


class PageText(NamedTuple):
    """The lines of a page: those that stay on top, those that scroll, and where each place of it begins."""

    head: list[Line]
    lines: Sequence[Line]
    places: dict[str, int]


BLANK_LINE = Line()


class CitedSource(NamedTuple):
    """A source with an address that a page cites: the address, and the lines on which it stands."""

    address: str
    lines: range


def list_cited_sources(lines: Iterable[Line]) -> list[CitedSource]:
    """Return the sources with an address in the order of the lines; lines with the same one that touch are one."""
    sources, start = [], 0
    for address, group in groupby(line.address for line in lines):
        end = start + len(list(group))
        if address:
            sources.append(CitedSource(address, range(start, end)))
        start = end
    return sources


def light_line(line: Line, ground: str) -> Line:
    """Return the line with a ground under all of its runs."""
    return line._replace(spans=tuple(run._replace(ground=ground) for run in line.spans))


def spans_width(runs: Iterable[Span]) -> int:
    """How many cells the runs take."""
    return cell_width("".join([run.text for run in runs]))


def clip_spans(runs: Sequence[Span], cells: int) -> tuple[Span, ...]:
    """The runs in at most `cells` cells; where they are cut, an ellipsis says so."""
    if spans_width(runs) <= cells:
        return tuple(runs)
    fitting: list[Span] = []
    for run in runs:
        if (room := cells - spans_width(fitting)) <= 0:
            break
        fitting.append(run if cell_width(run.text) < room else run._replace(text=cut(run.text + "  ", room)))
    return tuple(fitting)


def spread_line(left: Sequence[Span], right: Sequence[Span], cells: int, ground: str = "") -> Line:
    """A line with runs at both ends; the left ones are cut where they would meet the right ones."""
    right = clip_spans(right, cells)
    left = clip_spans(left, max(cells - spans_width(right) - 1, 0))
    gap = cells - spans_width(left) - spans_width(right)
    return Line((*left, Span(" " * gap), *right), ground)


def indent_line(cells: int, *runs: Span | str) -> Line:
    """A line that begins after some blank cells."""
    return make_line(Span(" " * cells), *runs)


def column_span(text: str, cells: int, style: str = "text", ground: str = "") -> Span:
    """A run of exactly `cells` cells."""
    return Span(fit(text, cells), style, ground)


def mark_continued(row: Line, cells: int) -> Line:
    """The line with a sign that more would follow it."""
    return row._replace(spans=(*clip_spans(row.spans, cells - 2), Span(" …", "dim")))


def window_lines(count: int, cursor: int, rows: int, made: Callable[[int], Line]) -> list[tuple[int, Line]]:
    """As many lines of a list as there are rows, each with its place, the cursor's among them.

    Where some are left out, the first or the last line says how many.
    """
    first = min(max(cursor - rows + 2, 0), max(count - rows, 0))
    visible = [(place, made(place)) for place in range(first, min(first + rows, count))]
    if first:
        visible[0] = (first, indent_line(3, Span(f"↑ {first + 1} more", "dim")))
    if below := count - first - len(visible):
        visible[-1] = (visible[-1][0], indent_line(3, Span(f"↓ {below + 1} more", "dim")))
    return visible


def scroll_to_cursor(top: int, cursor: int, rows: int, lines: int) -> int:
    """The first line to show: as before, unless the cursor would be off the pane."""
    top = min(max(top, cursor - rows + 1), cursor)
    return max(min(top, lines - rows), 0)


def choose_lines(top: int, cursor: int, rows: int, lines: int, *, from_top: bool) -> list[int | None]:
    """Which lines to show, the cursor's among them: from `top` on, unless that would be off the pane.

    With `from_top` the first ones are shown, and the cursor's below them; None stands for those that are left out.
    """
    if from_top and cursor >= rows > 2:
        return [*range(rows - 2), None, cursor]
    top = scroll_to_cursor(0 if from_top else top, cursor, rows, lines)
    return list(range(top, min(top + rows, lines)))


def count_more(above: int, below: int) -> str:
    """How many lines are above and below those that are shown."""
    return "  ".join([f"↑ {above} more"] * bool(above) + [f"↓ {below} more"] * bool(below))


def rule_line(lead: str, note: str, cells: int) -> Line:
    """A rule with a text at its start and one at its end."""
    start, end = f" {lead} " if lead else " ", f" {note} " if note else ""
    dashes = max(cells - cell_width(start + end) - 2, 0)
    return make_line(Span(start, "dim"), Span("─" * dashes, "rule"), Span(end, "dim"), Span("─", "rule"))


def plain_lines(lines: Iterable[Line]) -> list[str]:
    """The text of the lines, as a person without colours sees it."""
    return ["".join(run.text for run in row.spans).rstrip() for row in lines]
