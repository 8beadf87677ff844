"""The pane under a page that tells the rule for the aim that is read."""

from __future__ import annotations

from textual.reactive import var

from icb_tui.canvas import Canvas
from icb_tui.lines import BLANK, Line
from icb_tui.look import Look
from icb_tui.model import Compared, Dataset
from icb_tui.pages.why import why_lines


class Why(Canvas):
    """The pane itself; it is as high as what it says, up to the half of the screen."""

    def __init__(self, data: Dataset, look: Look) -> None:
        super().__init__(look)
        self.data = data

    told: var[tuple[Compared, ...]] = var((), init=False, always_update=True)

    def paint(self, cells: int, rows: int) -> list[Line]:
        return self._told_in(cells, rows)

    def _told_in(self, cells: int, rows: int) -> list[Line]:
        return [BLANK, *why_lines(self.told, self.data, cells, rows - 1)] if self.told else []

    def watch_told(self) -> None:
        columns, rows = self.app.size
        self.styles.height = len(self._told_in(columns, rows // 2))
        self.repaint()
