"""The list of the user's sets of boards."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import var

from icb_tui.domain.dataset import Dataset
from icb_tui.domain.phrases import format_count
from icb_tui.text.cells import cut, wrap
from icb_tui.text.spans import BLANK_LINE, Line, Span, column_span, indent_line, make_line, window_lines
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.theme import Appearance
from icb_tui.user.board_sets import BoardSets

NAME_CELLS = 24


def write_set_lines(sets: BoardSets, cursor: int, data: Dataset, cells: int, *, can_save: bool = True) -> list[Line]:
    """Return a line for each set: its name, how many boards, and which; how to make one, if it can be saved."""
    if not sets:
        how = " Mark boards with space, then come back and press +." if can_save else ""
        hint = f"No board sets yet.{how}"
        return [BLANK_LINE, *(indent_line(1, Span(part)) for part in wrap(hint, cells - 2))]
    return [
        make_line(
            Span(" "),
            column_span(name, NAME_CELLS, "bright" if place == cursor else "text"),
            column_span(format_count(len(icbs), "board"), 11, "dim"),
            Span(cut(_join_labels(icbs, data), max(cells - NAME_CELLS - 13, 1)), "dim"),
            ground="row" if place == cursor else "",
        )
        for place, (name, icbs) in enumerate(sets.items())
    ]


def _join_labels(icbs: Sequence[str], data: Dataset) -> str:
    """The boards by their labels; a code that the data does not have is marked as such."""
    return ", ".join(data.icb[icb].label if icb in data.icb else f"{icb} (not in the data)" for icb in icbs)


class BoardSetsPane(Canvas, can_focus=True):
    """The pane itself: the sets, and the place of the one under the cursor."""

    listed_sets: var[tuple[BoardSets, int]] = var(({}, 0), init=False, always_update=True)

    def __init__(self, data: Dataset, look: Appearance, *, can_save: bool) -> None:
        super().__init__(look)
        self._data, self._can_save = data, can_save

    def write_lines(self, cells: int) -> list[Line]:
        """Return every line of the list at a width."""
        sets, cursor = self.listed_sets
        return write_set_lines(sets, cursor, self._data, cells, can_save=self._can_save)

    def paint(self, cells: int, rows: int) -> list[Line]:
        lines, (_, cursor) = self.write_lines(cells), self.listed_sets
        return [row for _, row in window_lines(len(lines), cursor, rows, lines.__getitem__)]

    def watch_listed_sets(self) -> None:
        self.repaint()
