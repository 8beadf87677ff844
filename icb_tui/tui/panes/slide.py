"""The slide of the presenter."""

from __future__ import annotations

from textual.reactive import var

from icb_tui.domain.dataset import Dataset
from icb_tui.pages.presenter import IndicatorSlide, Slide, write_slide
from icb_tui.text.spans import Line
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.theme import Appearance


class SlidePane(Canvas, can_focus=True):
    """The pane itself."""

    slide: var[Slide | IndicatorSlide | None] = var(None, init=False, always_update=True)

    def __init__(self, data: Dataset, look: Appearance) -> None:
        super().__init__(look)
        self._data = data

    def paint(self, cells: int, rows: int) -> list[Line]:
        return write_slide(self.slide, self._data, cells, rows) if self.slide else []

    def watch_slide(self) -> None:
        self.repaint()
