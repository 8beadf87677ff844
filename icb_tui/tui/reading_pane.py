"""A pane to read at length: prepared lines that scroll, with places to jump to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import NamedTuple

from icb_tui.domain.phrases import format_count
from icb_tui.text.cells import cell_width
from icb_tui.text.spans import (
    BLANK_LINE,
    Line,
    PageText,
    Span,
    list_cited_sources,
    make_line,
    spans_width,
    spread_line,
)
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.theme import Appearance

MIN_COLUMN_CELLS, COLUMN_GAP, MAX_LINE_CELLS = 80, 5, 120
"""The least cells of a column, those between two, and the most of one alone."""


class ChosenSource(NamedTuple):
    """The source that is lit: its address, and its number among all that the page cites."""

    address: str
    number: int
    of: int


class PlacedSource(NamedTuple):
    """A source that the page cites: its address, and the lines and cells of the text where it stands."""

    address: str
    lines: range
    cells: range


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
        self._sources: list[PlacedSource] = []
        """The sources of the text as it is laid out."""
        self._lit: int | None = None
        """The place of the source that is lit, among them."""

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
        column = (cells - COLUMN_GAP) // 2
        if self.flows and column >= MIN_COLUMN_CELLS:
            page = self._write(column)
            if in_columns := arrange_columns(page, column + COLUMN_GAP):
                self._sources = place_sources(page, column + COLUMN_GAP)
                return in_columns
        page = self._write(min(cells, MAX_LINE_CELLS) if self.flows else cells)
        self._sources = [PlacedSource(*source, range(cells)) for source in list_cited_sources(page.lines)]
        return page

    def _list_sources(self) -> list[PlacedSource]:
        self._text_for_width(self.content_size.width)
        return self._sources

    @property
    def _shown_range(self) -> range:
        """The lines of the text that are on the screen."""
        return range(self.first_line, self.first_line + self._text_rows())

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
        lit = self._list_sources()[self._lit]
        return [light_cells(line, lit.cells) if at in lit.lines else line for at, line in enumerate(lines)]

    def paint(self, cells: int, rows: int) -> list[Line]:
        text, room, top = self._text_for_width(cells), self._text_rows(), self.first_line
        visible = self._light_source(text.lines)[top : top + room]
        visible += [BLANK_LINE] * (room - len(visible))
        below = max(len(text.lines) - top - room, 0)
        more = [f"↑ {format_count(top, 'line')}"] * (top > 0) + [f"↓ {format_count(below, 'line')}"] * (below > 0)
        foot = spread_line((), (Span("  ".join(more), "dim"),), cells - 2)
        return [make_line(" ", *row.spans, ground=row.ground) for row in [*text.head, *visible, foot]]

    def scroll_lines(self, lines: int) -> None:
        """Scroll some lines; the source that was lit is lit no more."""
        text = self._text_for_width(self.content_size.width)
        top = max(min(self.first_line + lines, len(text.lines) - self._text_rows()), 0)
        place = _last_place(text.places, top)
        start, end = _place_range(text, place)
        self._read, self._lit = (place, (top - start) / max(end - start, 1)), None
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
    split = find_split(text)
    if not split:
        return None
    rows = zip_longest(text.lines[:split], text.lines[split:], fillvalue=BLANK_LINE)
    places = {name: at - split if at >= split else at for name, at in text.places.items()}
    return PageText(text.head, [_join_lines(left, right, cells) for left, right in rows], places)


def find_split(text: PageText) -> int:
    """Return the line at which the second column begins: a section's first, so that both are as even as that allows.

    0 where the page has not two sections.
    """
    starts = [at for at in text.places.values() if at > 0]
    return min(starts, key=lambda at: max(at, len(text.lines) - at), default=0)


def place_sources(text: PageText, cells: int) -> list[PlacedSource]:
    """Return the sources of a page that stands in two columns, the first of so many cells."""
    split = find_split(text)
    left, right = list_cited_sources(text.lines[:split]), list_cited_sources(text.lines[split:])
    return [PlacedSource(*each, range(cells)) for each in left] + [
        PlacedSource(*each, range(cells, 2 * cells)) for each in right
    ]


def light_cells(line: Line, cells: range) -> Line:
    """Return the line with a ground under the runs that begin among these cells, but for blank ones."""
    lit, at = [], 0
    for run in line.spans:
        lit.append(run._replace(ground="row") if at in cells and run.text.strip() else run)
        at += cell_width(run.text)
    return line._replace(spans=tuple(lit))


def _join_lines(left: Line, right: Line, cells: int) -> Line:
    """Two lines side by side, the first in so many cells."""
    gap = Span(" " * (cells - spans_width(left.spans)))
    return make_line(*left.spans, gap, *right.spans) if right.spans else left
