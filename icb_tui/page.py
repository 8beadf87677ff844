"""A pane to read at length: prepared lines that scroll, with places to jump to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest

from icb_tui.canvas import Canvas
from icb_tui.lines import BLANK, Line, Run, Text, length, line, spread
from icb_tui.look import Look
from icb_tui.wording import counted

MEASURE, GAP, LONGEST = 80, 5, 120
"""The cells of a line from which on two columns are read more easily, those between them, and the most of one alone."""


class Page(Canvas, can_focus=True):
    """A scrolling page. `write` makes its text for a width; `rewrite` asks for it anew."""

    def __init__(self, look: Look, write: Callable[[int], Text], *, at: str = "", flows: bool = False) -> None:
        super().__init__(look)
        self._write = write
        self._text: tuple[int, Text] | None = None
        self._read = (at, 0.0)
        """What stands at the top: a place of the text, and which part of the way to the next one is read."""
        self.flows = flows

    def rewrite(self, *, from_top: bool = False) -> None:
        """Make the text again, because what it tells has changed; stay at the place that was read."""
        place = self.place
        self._text = None
        self._read = ("", 0.0) if from_top else (place, 0.0) if place else self._read
        self.repaint()

    @property
    def place(self) -> str:
        """The place of the text that is read: the one that was gone to, or the last that begins above what is read."""
        return self._read[0] if self._read[0] in self._at(self.content_size.width).places else ""

    def jump(self, place: str) -> bool:
        """Go to a place of the text; False if it has no such place."""
        found = place in self._at(self.content_size.width).places
        if found:
            self._read = (place, 0.0)
            self.repaint()
        return found

    @property
    def top(self) -> int:
        """The first line that is shown. At another size it is another line, of what was read before."""
        text = self._at(self.content_size.width)
        place, part = self._read
        start, end = _span(text, place)
        return max(min(start + round(part * (end - start)), len(text.lines) - self._shown()), 0)

    def _shown(self) -> int:
        """How many lines of the text there is room for."""
        cells, rows = self.content_size
        return self._columns(cells) * self._room(rows)

    def _room(self, rows: int) -> int:
        return max(rows - len(self._at(self.content_size.width).head) - 1, 1)

    def _columns(self, cells: int) -> int:
        """Long lines are hard to read: where they would be longer than twice MEASURE, the text flows in two columns."""
        return 2 if self.flows and cells >= 2 * MEASURE + GAP else 1

    def _measure(self, cells: int) -> int:
        """The cells of a line of the text."""
        if self._columns(cells) > 1:
            return (cells - GAP) // 2 - 1
        return min(cells - 2, LONGEST) if self.flows else cells - 2

    def _at(self, cells: int) -> Text:
        if self._text is None or self._text[0] not in (cells, cells or self._text[0]):
            self._text = (cells, self._write(self._measure(cells)))
        return self._text[1]

    def paint(self, cells: int, rows: int) -> list[Line]:
        text, room, top = self._at(cells), self._room(rows), self.top
        number = self._columns(cells)
        columns = [text.lines[top + n * room :][:room] for n in range(number)]
        shown = [_beside(row, self._measure(cells) + GAP) for row in zip_longest(*columns, fillvalue=BLANK)]
        shown += [BLANK] * (room - len(shown))
        below = max(len(text.lines) - top - number * room, 0)
        more = [f"↑ {counted(top, 'line')}"] * (top > 0) + [f"↓ {counted(below, 'line')}"] * (below > 0)
        foot = spread((), (Run("  ".join(more), "dim"),), cells - 2)
        return [line(" ", *row.runs, ground=row.ground) for row in [*text.head, *shown, foot]]

    def go(self, lines: int) -> None:
        """Scroll some lines."""
        text = self._at(self.content_size.width)
        top = max(min(self.top + lines, len(text.lines) - self._shown()), 0)
        place = _place(text.places, top)
        start, end = _span(text, place)
        self._read = (place, (top - start) / max(end - start, 1))
        self.repaint()

    def go_pages(self, pages: int) -> None:
        """Scroll some pages, two lines less than are shown."""
        self.go(pages * max(self._shown() - 2, 1))

    def on_mouse_scroll_down(self) -> None:
        self.go(3)

    def on_mouse_scroll_up(self) -> None:
        self.go(-3)


def _place(places: Mapping[str, int], top: int) -> str:
    """The last place that begins at a line or above it; none above the first."""
    return max(((at, name) for name, at in places.items() if at <= top), default=(0, ""))[1]


def _span(text: Text, place: str) -> tuple[int, int]:
    """From which line up to which a place goes; what is no place is what stands above the first."""
    start = text.places.get(place, 0)
    return start, min((at for at in text.places.values() if at > start), default=len(text.lines))


def _beside(row: tuple[Line, ...], cells: int) -> Line:
    """The lines of the columns side by side, each but the last in so many cells."""
    *lefts, last = row
    if not lefts:
        return last
    padded = (run for left in lefts for run in (*left.runs, Run(" " * (cells - length(left.runs)))))
    return line(*padded, *last.runs)
