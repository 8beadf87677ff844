"""A pane to read at length: prepared lines that scroll, with places to jump to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import NamedTuple

from icb_tui.domain.phrases import format_count
from icb_tui.text.spans import (
    BLANK_LINE,
    CitedSource,
    Line,
    PageText,
    Span,
    light_line,
    list_cited_sources,
    make_line,
    spans_width,
    spread_line,
)
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.theme import Appearance

MIN_COLUMN_CELLS, COLUMN_GAP, MAX_LINE_CELLS = 80, 5, 120
"""The cells of a line from which on two columns are read more easily, those between them, and the most of one alone."""


class ChosenSource(NamedTuple):
    """The source that is lit: its address, and its number among all that the page cites."""

    address: str
    number: int
    of: int


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
        self._lit: int | None = None
        """The place of the source that is lit, among all that the page cites."""

    def rewrite_text(self, *, from_top: bool = False) -> None:
        """Make the text again, because what it tells has changed; stay at the place that was read."""
        place = self.current_place
        self._text = self._lit = None
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
            self._read, self._lit = (place, 0.0), None
            self.repaint()
        return found

    @property
    def first_line(self) -> int:
        """The first line that is shown. At another size it is another line, of what was read before."""
        text = self._text_for_width(self.content_size.width)
        place, part = self._read
        start, end = _place_range(text, place)
        return max(min(start + round(part * (end - start)), len(text.lines) - self._shown_lines()), 0)

    def _shown_lines(self) -> int:
        """How many lines of the text there is room for."""
        cells, rows = self.content_size
        return self._column_count(cells) * self._text_rows(rows)

    def _text_rows(self, rows: int) -> int:
        return max(rows - len(self._text_for_width(self.content_size.width).head) - 1, 1)

    def _column_count(self, cells: int) -> int:
        """Long lines are hard to read: where they would be longer than twice MEASURE, the text flows in two columns."""
        return 2 if self.flows and cells >= 2 * MIN_COLUMN_CELLS + COLUMN_GAP else 1

    def _column_cells(self, cells: int) -> int:
        """The cells of a line of the text."""
        if self._column_count(cells) > 1:
            return (cells - COLUMN_GAP) // 2 - 1
        return min(cells - 2, MAX_LINE_CELLS) if self.flows else cells - 2

    def _text_for_width(self, cells: int) -> PageText:
        if self._text is None or self._text[0] not in (cells, cells or self._text[0]):
            self._text = (cells, self._write(self._column_cells(cells)))
        return self._text[1]

    def _list_sources(self) -> list[CitedSource]:
        return list_cited_sources(self._text_for_width(self.content_size.width).lines)

    @property
    def _shown_range(self) -> range:
        """The lines of the text that are on the screen."""
        return range(self.first_line, self.first_line + self._shown_lines())

    @property
    def chosen_source(self) -> ChosenSource | None:
        """The source that is lit, as long as it is on the screen."""
        sources = self._list_sources() if self._lit is not None else []
        if self._lit is None or self._lit >= len(sources) or sources[self._lit].lines.start not in self._shown_range:
            return None
        return ChosenSource(sources[self._lit].address, self._lit + 1, len(sources))

    def choose_source(self, steps: int) -> ChosenSource | None:
        """Light the source some steps on, the nearest on the screen to begin with; None where the page cites none."""
        sources, shown = self._list_sources(), self._shown_range
        if not sources:
            return None
        if self._lit is not None and self.chosen_source:
            place = min(max(self._lit + steps, 0), len(sources) - 1)
        elif steps > 0:
            place = next((n for n, each in enumerate(sources) if each.lines.start >= shown.start), len(sources) - 1)
        else:
            place = max((n for n, each in enumerate(sources) if each.lines.start < shown.stop), default=0)
        lines = sources[place].lines
        self.scroll_lines(min(lines.start - shown.start, 0) + max(lines.stop + 1 - shown.stop, 0))
        self._lit = place
        return self.chosen_source

    def _light_source(self, lines: list[Line]) -> list[Line]:
        """The lines of the text, those of the chosen source lit."""
        if not self.chosen_source or self._lit is None:
            return lines
        lit = self._list_sources()[self._lit].lines
        return [*lines[: lit.start], *(light_line(lines[at], "row") for at in lit), *lines[lit.stop :]]

    def paint(self, cells: int, rows: int) -> list[Line]:
        text, room, top = self._text_for_width(cells), self._text_rows(rows), self.first_line
        number, lines = self._column_count(cells), self._light_source(text.lines)
        columns = [lines[top + n * room :][:room] for n in range(number)]
        visible = [
            _join_columns(row, self._column_cells(cells) + COLUMN_GAP)
            for row in zip_longest(*columns, fillvalue=BLANK_LINE)
        ]
        visible += [BLANK_LINE] * (room - len(visible))
        below = max(len(text.lines) - top - number * room, 0)
        more = [f"↑ {format_count(top, 'line')}"] * (top > 0) + [f"↓ {format_count(below, 'line')}"] * (below > 0)
        foot = spread_line((), (Span("  ".join(more), "dim"),), cells - 2)
        return [make_line(" ", *row.spans, ground=row.ground) for row in [*text.head, *visible, foot]]

    def scroll_lines(self, lines: int) -> None:
        """Scroll some lines; the source that was lit is lit no more."""
        text = self._text_for_width(self.content_size.width)
        top = max(min(self.first_line + lines, len(text.lines) - self._shown_lines()), 0)
        place = _last_place(text.places, top)
        start, end = _place_range(text, place)
        self._read, self._lit = (place, (top - start) / max(end - start, 1)), None
        self.repaint()

    def scroll_pages(self, pages: int) -> None:
        """Scroll some pages, two lines less than are shown."""
        self.scroll_lines(pages * max(self._shown_lines() - 2, 1))

    def on_mouse_scroll_down(self) -> None:
        self.scroll_lines(3)

    def on_mouse_scroll_up(self) -> None:
        self.scroll_lines(-3)


def _last_place(places: Mapping[str, int], top: int) -> str:
    """The last place that begins at a line or above it; none above the first."""
    return max(((at, name) for name, at in places.items() if at <= top), default=(0, ""))[1]


def _place_range(text: PageText, place: str) -> tuple[int, int]:
    """From which line up to which a place goes; what is no place is what stands above the first."""
    start = text.places.get(place, 0)
    return start, min((at for at in text.places.values() if at > start), default=len(text.lines))


def _join_columns(row: tuple[Line, ...], cells: int) -> Line:
    """The lines of the columns side by side, each but the last in so many cells."""
    *lefts, last = row
    if not lefts:
        return last
    padded = (run for left in lefts for run in (*left.spans, Span(" " * (cells - spans_width(left.spans)))))
    return make_line(*padded, *last.spans)
