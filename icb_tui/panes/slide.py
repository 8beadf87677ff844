"""The slide of the presenter."""

from __future__ import annotations

from textual.reactive import var

from icb_tui.canvas import Canvas
from icb_tui.lines import Line
from icb_tui.look import Look
from icb_tui.model import Dataset
from icb_tui.pages.presenter import Slide, slide_lines


class SlidePane(Canvas, can_focus=True):
    """The pane itself."""

    slide: var[Slide | None] = var(None, init=False, always_update=True)

    def __init__(self, data: Dataset, look: Look) -> None:
        super().__init__(look)
        self._data = data

    def paint(self, cells: int, rows: int) -> list[Line]:
        return slide_lines(self.slide, self._data, cells, rows) if self.slide else []

    def watch_slide(self) -> None:
        self.repaint()
