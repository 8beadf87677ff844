"""The pane under a page that shows the rule for the aim that is read."""

from __future__ import annotations

from textual.reactive import var

from icb_tui.domain.answers import CellEvidence
from icb_tui.domain.dataset import Dataset
from icb_tui.pages.evidence_list import write_why
from icb_tui.text.spans import BLANK_LINE, Line
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.theme import Appearance


class WhyPane(Canvas):
    """The pane itself; it is as high as what it says, up to the half of the screen."""

    def __init__(self, data: Dataset, look: Appearance) -> None:
        super().__init__(look)
        self.data = data

    cells_shown: var[tuple[CellEvidence, ...]] = var((), init=False, always_update=True)

    def paint(self, cells: int, rows: int) -> list[Line]:
        return self._write_lines(cells, rows)

    def _write_lines(self, cells: int, rows: int) -> list[Line]:
        return [BLANK_LINE, *write_why(self.cells_shown, self.data, cells, rows - 1)] if self.cells_shown else []

    def watch_cells_shown(self) -> None:
        columns, rows = self.app.size
        self.styles.height = len(self._write_lines(columns, rows // 2))
        self.repaint()
