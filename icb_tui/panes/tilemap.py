"""The map in the centre of the browser."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.reactive import var

from icb_tui.canvas import Canvas
from icb_tui.lines import Line
from icb_tui.pages.tilemap import map_lines, size_for, tile_at
from icb_tui.rows import empty
from icb_tui.view import View


class TileMap(Canvas, can_focus=True):
    """The pane itself."""

    view: var[View | None] = var(None, init=False, always_update=True)

    class Pointed(Message):
        """A tile was clicked."""

        def __init__(self, icb: str, *, twice: bool) -> None:
            super().__init__()
            self.icb, self.twice = icb, twice

    def paint(self, cells: int, rows: int) -> list[Line]:
        view = self.view
        if view is None or view.centre != "map":
            return []
        if not view.rows:
            return empty(view, cells)
        return map_lines(view, cells - 1, rows, lit=self.has_focus)

    def watch_view(self) -> None:
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if self.view is None or at is None or not self.view.rows:
            return
        cells, rows = self.content_size
        code = tile_at(self.view, at.x, at.y, size_for(self.view, cells - 1, rows))
        if code in self.view.rows:
            self.post_message(self.Pointed(code or "", twice=event.chain > 1))
