"""The list of the user's sets of boards."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import var

from icb_tui.canvas import Canvas
from icb_tui.lines import BLANK, Line, Run, column, indented, line, windowed
from icb_tui.look import Look
from icb_tui.model import Dataset
from icb_tui.peers import Sets
from icb_tui.text import cut, wrap
from icb_tui.wording import counted

NAME = 24


def set_lines(sets: Sets, here: int, data: Dataset, cells: int) -> list[Line]:
    """Return a line for each set: its name, how many boards, and which."""
    if not sets:
        told = "No set is kept yet. Mark boards with space, then come back and press +."
        return [BLANK, *(indented(1, Run(part)) for part in wrap(told, cells - 2))]
    return [
        line(
            Run(" "),
            column(name, NAME, "bright" if place == here else "text"),
            column(counted(len(icbs), "board"), 11, "dim"),
            Run(cut(_labels(icbs, data), max(cells - NAME - 13, 1)), "dim"),
            ground="row" if place == here else "",
        )
        for place, (name, icbs) in enumerate(sets.items())
    ]


def _labels(icbs: Sequence[str], data: Dataset) -> str:
    """The boards by their labels; a code that the data does not have is told as such."""
    return ", ".join(data.icb[icb].label if icb in data.icb else f"{icb} (not in the data)" for icb in icbs)


class SetList(Canvas, can_focus=True):
    """The pane itself: the sets, and the place of the one under the cursor."""

    shown: var[tuple[Sets, int]] = var(({}, 0), init=False, always_update=True)

    def __init__(self, data: Dataset, look: Look) -> None:
        super().__init__(look)
        self._data = data

    def paint(self, cells: int, rows: int) -> list[Line]:
        sets, here = self.shown
        lines = set_lines(sets, here, self._data, cells)
        return [row for _, row in windowed(len(lines), here, rows, lines.__getitem__)]

    def watch_shown(self) -> None:
        self.repaint()
