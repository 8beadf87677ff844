"""A pane to read at length: prepared lines that scroll, with places to jump to."""

from __future__ import annotations

from collections.abc import Callable

from icb_tui.canvas import Canvas
from icb_tui.lines import BLANK, Line, Run, Text, line, spread
from icb_tui.look import Look
from icb_tui.wording import counted


class Page(Canvas, can_focus=True):
    """A scrolling page. `write` makes its text for a width; `rewrite` asks for it anew."""

    def __init__(self, look: Look, write: Callable[[int], Text], *, at: str = "") -> None:
        super().__init__(look)
        self._write = write
        self._first = at
        self._text: tuple[int, Text] | None = None
        self.top = 0

    def rewrite(self, *, from_top: bool = False) -> None:
        """Make the text again, because what it tells has changed; stay at the place that was read."""
        place = self.place
        cells = self.content_size.width
        self._text = None
        self.top = 0 if from_top else self._at(cells).places.get(place, self.top)
        self.repaint()

    @property
    def place(self) -> str:
        """The place of the text that is read: the last that begins at the top or above it."""
        places = self._at(self.content_size.width).places
        return max(((at, name) for name, at in places.items() if at <= self.top), default=(0, ""))[1]

    def jump(self, place: str) -> bool:
        """Go to a place of the text; False if it has no such place."""
        places = self._at(self.content_size.width).places
        if place in places:
            self.top = places[place]
            self.repaint()
        return place in places

    def _at(self, cells: int) -> Text:
        if self._text is None or self._text[0] != cells:
            self._text = (cells, self._write(cells - 2))
            self.top = self._text[1].places.get(self._first, self.top)
            self._first = ""
        return self._text[1]

    def paint(self, cells: int, rows: int) -> list[Line]:
        text = self._at(cells)
        room = max(rows - len(text.head) - 1, 1)
        self.top = max(min(self.top, len(text.lines) - room), 0)
        shown = text.lines[self.top : self.top + room]
        shown += [BLANK] * (room - len(shown))
        below = len(text.lines) - self.top - room
        more = [f"↑ {counted(self.top, 'line')}"] * (self.top > 0) + [f"↓ {counted(below, 'line')}"] * (below > 0)
        foot = spread((), (Run("  ".join(more), "dim"),), cells - 2)
        return [line(" ", *row.runs, ground=row.ground) for row in [*text.head, *shown, foot]]

    def go(self, lines: int) -> None:
        """Scroll some lines."""
        self.top = max(self.top + lines, 0)
        self.repaint()

    def go_pages(self, pages: int) -> None:
        """Scroll some pages, a line less than is shown."""
        head = len(self._at(self.content_size.width).head)
        self.go(pages * max(self.content_size.height - head - 3, 1))

    def on_mouse_scroll_down(self) -> None:
        self.go(3)

    def on_mouse_scroll_up(self) -> None:
        self.go(-3)
