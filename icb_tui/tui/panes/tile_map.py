"""The map in the centre of the explorer."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset

from icb_tui.text.spans import Line, spans_width
from icb_tui.tui.board_rows import write_no_match, write_unrated_note
from icb_tui.tui.canvas import PaneMessage, ViewPane


class TileMapPane(ViewPane, can_focus=True):
    """The pane itself."""

    _is_typing = False

    class Pointed(PaneMessage):
        """A tile was clicked."""

        def __init__(self, icb: str, *, twice: bool) -> None:
            super().__init__()
            self.icb, self.twice = icb, twice

    def paint(self, cells: int, rows: int) -> list[Line]:
        view = self.view
        if view is None or view.centre != "map":
            return []
        if not view.rows:
            return write_no_match(view, cells, is_typing=self._is_typing)
        from icb_tui.pages.map_legend import write_map_heading
        from icb_tui.pages.tile_map import write_map

        heading = write_map_heading(view, cells - 1)
        lines = [heading, *write_map(view, cells - 1, rows - 1, "bright" if self.has_focus else "dim")]
        note = [] if view.indicator or len(lines) >= rows else write_unrated_note(view, cells)
        return [*lines, *note]

    def find_focus(self) -> Offset:
        from icb_tui.pages.tile_map import OPENING_BRACKET

        for y, row in enumerate(self._lines):
            for place, run in enumerate(row.spans):
                if run.text == OPENING_BRACKET:
                    return Offset(spans_width(row.spans[: place + 1]), y)
        return super().find_focus()

    def set_typing(self, *, is_typing: bool) -> None:
        """Take notice that a filter is typed, or is no more."""
        self._is_typing = is_typing
        if self.view is not None and not self.view.rows:
            self.repaint()

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if self.view is None or at is None or not self.view.rows:
            return
        from icb_tui.pages.tile_map import choose_tile_size, find_tile

        cells, rows = self.content_size
        code = find_tile(self.view, at.x, at.y - 1, choose_tile_size(self.view, cells - 1, rows - 1))
        if code in self.view.rows:
            self.post_message(self.Pointed(code or "", twice=event.chain > 1))
