"""What a pane draws: lines of styled runs, made by pure functions and measured in cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from icb_tui.text import cut, fit, width

RATED = "rating:"
"""The prefix of the tokens (look.py) of the rating levels."""


class Run(NamedTuple):
    """A piece of one line: its text, its style (a token of look.py), and a ground of its own where it has one."""

    text: str
    style: str = "text"
    ground: str = ""


class Line(NamedTuple):
    """One line of a pane; `ground` lies under the runs that have none, and under the rest of the line."""

    runs: tuple[Run, ...] = ()
    ground: str = ""


def line(*runs: Run | str, ground: str = "") -> Line:
    """A line of runs; a bare string is a run of plain text."""
    return Line(tuple(Run(run) if isinstance(run, str) else run for run in runs), ground)


class Text(NamedTuple):
    """The lines of a page: those that stay on top, those that scroll, and where each place of it begins."""

    head: list[Line]
    lines: list[Line]
    places: dict[str, int]


BLANK = Line()


def length(runs: Iterable[Run]) -> int:
    """How many cells the runs take."""
    return width("".join([run.text for run in runs]))


def clipped(runs: Sequence[Run], cells: int) -> tuple[Run, ...]:
    """The runs in at most `cells` cells; where they are cut, an ellipsis says so."""
    if length(runs) <= cells:
        return tuple(runs)
    kept: list[Run] = []
    for run in runs:
        if (room := cells - length(kept)) <= 0:
            break
        kept.append(run if width(run.text) < room else run._replace(text=cut(run.text + "  ", room)))
    return tuple(kept)


def spread(left: Sequence[Run], right: Sequence[Run], cells: int, ground: str = "") -> Line:
    """A line with runs at both ends; the left ones are cut where they would meet the right ones."""
    right = clipped(right, cells)
    left = clipped(left, max(cells - length(right) - 1, 0))
    gap = cells - length(left) - length(right)
    return Line((*left, Run(" " * gap), *right), ground)


def indented(cells: int, *runs: Run | str) -> Line:
    """A line that begins after some blank cells."""
    return line(Run(" " * cells), *runs)


def column(text: str, cells: int, style: str = "text", ground: str = "") -> Run:
    """A run of exactly `cells` cells."""
    return Run(fit(text, cells), style, ground)


def continued(row: Line, cells: int) -> Line:
    """The line with a sign that more would follow it."""
    return row._replace(runs=(*clipped(row.runs, cells - 2), Run(" …", "dim")))


def windowed(count: int, cursor: int, rows: int, made: Callable[[int], Line]) -> list[tuple[int, Line]]:
    """As many lines of a list as there are rows, each with its place, the cursor's among them.

    Where some are left out, the first or the last line says how many.
    """
    first = min(max(cursor - rows + 2, 0), max(count - rows, 0))
    shown = [(place, made(place)) for place in range(first, min(first + rows, count))]
    if first:
        shown[0] = (first, indented(3, Run(f"↑ {first + 1} more", "dim")))
    if below := count - first - len(shown):
        shown[-1] = (shown[-1][0], indented(3, Run(f"↓ {below + 1} more", "dim")))
    return shown


def plain(lines: Iterable[Line]) -> list[str]:
    """The text of the lines, as a person without colours sees it."""
    return ["".join(run.text for run in row.runs).rstrip() for row in lines]
