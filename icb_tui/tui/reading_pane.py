"""A pane to read at length: prepared lines that scroll, with places to jump to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest

from icb_tui.domain.phrases import format_count
from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, make_line, spans_width, spread_line
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.theme import Appearance

MIN_COLUMN_CELLS, COLUMN_GAP, MAX_LINE_CELLS = 80, 5, 120
"""The least cells of a column, those between two, and the most of one alone."""


class ReadingPane(Canvas, can_focus=True):
    """A scrolling page. `write` makes its text for a width; `rewrite_text` asks for it anew."""

    def __init__(
        self, look: Appearance, write: Callable[[int], PageText], *, at: str = "", flows: bool = False
    ) -> None:
        super().__init__(look)
        self._write = write
        self._text: tuple[int, PageText] | None = None
        self._read = (at, 0.0)
        """What stands at the top: a place of the text, and which part of the way to the next one is read."""
        self.flows = flows

    def rewrite_text(self, *, from_top: bool = False) -> None:
        """Make the text again, because what it tells has changed; stay at the place that was read."""
        place = self.current_place
        self._text = None
        self._read = ("", 0.0) if from_top else (place, 0.0) if place else self._read
        self.repaint()

    @property
    def current_place(self) -> str:
        """The place of the text that is read: the one that was gone to, or the last that begins above what is read."""
        return self._read[0] if self._read[0] in self._text_for_width(self.content_size.width).places else ""

    def jump_to(self, place: str) -> bool:
        """Go to a place of the text; False if it has no such place."""
        found = place in self._text_for_width(self.content_size.width).places
        if found:
            self._read = (place, 0.0)
            self.repaint()
        return found

    @property
    def first_line(self) -> int:
        """The first line that is shown. At another size it is another line, of what was read before."""
        text = self._text_for_width(self.content_size.width)
        place, part = self._read
        start, end = _place_range(text, place)
        return max(min(start + round(part * (end - start)), len(text.lines) - self._text_rows()), 0)

    def _text_rows(self) -> int:
        """How many lines of the text there is room for."""
        cells, rows = self.content_size
        return max(rows - len(self._text_for_width(cells).head) - 1, 1)

    def _text_for_width(self, cells: int) -> PageText:
        if self._text is None or self._text[0] not in (cells, cells or self._text[0]):
            self._text = (cells, self._lay_out_text(cells - 2))
        return self._text[1]

    def _lay_out_text(self, cells: int) -> PageText:
        """The text at a width. Long lines are hard to read: where two columns fit, prose stands in two."""
        if not self.flows:
            return self._write(cells)
        column = (cells - COLUMN_GAP) // 2
        in_columns = arrange_columns(self._write(column), column + COLUMN_GAP) if column >= MIN_COLUMN_CELLS else None
        return in_columns or self._write(min(cells, MAX_LINE_CELLS))

    def paint(self, cells: int, rows: int) -> list[Line]:
        text, room, top = self._text_for_width(cells), self._text_rows(), self.first_line
        visible = text.lines[top : top + room]
        visible += [BLANK_LINE] * (room - len(visible))
        below = max(len(text.lines) - top - room, 0)
        more = [f"↑ {format_count(top, 'line')}"] * (top > 0) + [f"↓ {format_count(below, 'line')}"] * (below > 0)
        foot = spread_line((), (Span("  ".join(more), "dim"),), cells - 2)
        return [make_line(" ", *row.spans, ground=row.ground) for row in [*text.head, *visible, foot]]

    def scroll_lines(self, lines: int) -> None:
        """Scroll some lines."""
        text = self._text_for_width(self.content_size.width)
        top = max(min(self.first_line + lines, len(text.lines) - self._text_rows()), 0)
        place = _last_place(text.places, top)
        start, end = _place_range(text, place)
        self._read = (place, (top - start) / max(end - start, 1))
        self.repaint()

    def scroll_pages(self, pages: int) -> None:
        """Scroll some pages, two lines less than are shown."""
        self.scroll_lines(pages * max(self._text_rows() - 2, 1))

    def on_mouse_scroll_down(self) -> None:
        self.scroll_lines(3)

    def on_mouse_scroll_up(self) -> None:
        self.scroll_lines(-3)


def _last_place(places: Mapping[str, int], top: int) -> str:
    """The last place that begins at a line or above it, of the first column that has any; none above the first."""
    last, before = "", 0
    for name, at in places.items():
        if not before <= at <= top:
            break
        last, before = name, at
    return last


def _place_range(text: PageText, place: str) -> tuple[int, int]:
    """From which line up to which a place goes; what is no place is what stands above the first."""
    start = text.places.get(place, 0)
    return start, min((at for at in text.places.values() if at > start), default=len(text.lines))


def arrange_columns(text: PageText, cells: int) -> PageText | None:
    """Return a page in two columns, the first of so many cells; None where it has not two sections.

    Each section stands whole in one of them, and they are as even as that allows. Both columns scroll together.
    """
    starts = [at for at in text.places.values() if at > 0]
    if not starts:
        return None
    split = min(starts, key=lambda at: max(at, len(text.lines) - at))
    rows = zip_longest(text.lines[:split], text.lines[split:], fillvalue=BLANK_LINE)
    places = {name: at - split if at >= split else at for name, at in text.places.items()}
    return PageText(text.head, [_join_lines(left, right, cells) for left, right in rows], places)


def _join_lines(left: Line, right: Line, cells: int) -> Line:
    """Two lines side by side, the first in so many cells."""
    gap = Span(" " * (cells - spans_width(left.spans)))
    return make_line(*left.spans, gap, *right.spans) if right.spans else left
