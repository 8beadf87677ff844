"""A pane to read at length: prepared lines that scroll, with places to jump to."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from msgspec import Struct
from textual.geometry import Offset

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
from icb_tui.tui.canvas import Canvas, find_lit_cell
from icb_tui.tui.theme import Appearance

MIN_COLUMN_CELLS, COLUMN_GAP, MAX_LINE_CELLS = 80, 5, 120
"""The least cells of a column, those between two, and the most of one alone."""


class ChosenSource(NamedTuple):
    """The source that is lit: its address, and its number among all that the page cites."""

    address: str
    number: int
    of: int


class PageColumns(Struct, frozen=True, dict=True):
    """A page at a width: its text, the line at which its second column begins, and the cells of the first.

    Each section stands whole in one of them, and both columns scroll together.
    """

    text: PageText
    split: int
    cells: int

    @property
    def height(self) -> int:
        """How many rows the page has."""
        return max(self.split, len(self.text.lines) - self.split)

    def row_of(self, line: int) -> int:
        """Return the row on which a line of the text stands."""
        return line - self.split if line >= self.split else line

    @cached_property
    def sources(self) -> list[CitedSource]:
        """The sources with an address, in the order of the text, of which every line is looked at for them."""
        return list_cited_sources(self.text.lines)

    def rows_of(self, source: CitedSource) -> range:
        """Return the rows on which a source stands."""
        return range(self.row_of(source.lines.start), self.row_of(source.lines[-1]) + 1)

    def join_rows(self, top: int, room: int, lit: Container[int] = ()) -> list[Line]:
        """Return some rows from the top on: the lines of the text side by side, the `lit` ones with a ground."""
        left = self._take_lines(top, min(top + room, self.split), lit)
        right = self._take_lines(self.split + top, self.split + top + room, lit)
        return [_join_lines(*row, self.cells) for row in zip_longest(left, right, fillvalue=BLANK_LINE)]

    def _take_lines(self, start: int, end: int, lit: Container[int]) -> list[Line]:
        """Some lines of the text: no other is laid out."""
        lines = enumerate(self.text.lines[start:end], start)
        return [light_line(line, "row") if place in lit else line for place, line in lines]


class ReadingPane(Canvas, can_focus=True):
    """A scrolling page. `write` makes its text for a width; `rewrite_text` asks for it anew."""

    def __init__(
        self, look: Appearance, write: Callable[[int], PageText], *, at: str = "", flows: bool = False
    ) -> None:
        super().__init__(look)
        self._write = write
        self._columns: tuple[int, PageColumns] | None = None
        self._read = (at, 0.0)
        """What stands at the top: a place of the text, and which part of the way to the next one is read."""
        self.flows = flows
        self._lit: int | None = None
        """The place of the source that is lit, among all that the page cites."""

    def rewrite_text(self, *, from_top: bool = False) -> None:
        """Make the text again, because what it tells has changed; stay at the place that was read."""
        place = self.current_place
        self._columns = self._lit = None
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
        """The first row that is shown. At another size it is another one, of what was read before."""
        columns = self._page
        place, part = self._read
        start, end = _place_range(columns.text, place)
        return self._keep_on_page(columns.row_of(start) + round(part * (end - start)))

    def _keep_on_page(self, row: int) -> int:
        """The row, or the nearest at which the page ends at the bottom of the pane."""
        height = self._page.height
        return max(min(row, height - self._shown_rows()), 0)

    def _shown_rows(self) -> int:
        """How many rows of the text there is room for."""
        cells, rows = self.content_size
        return max(rows - len(self._text_for_width(cells).head) - 1, 1)

    @property
    def text_cells(self) -> int:
        """The cells of a line."""
        return self.content_size.width - 2

    def _text_for_width(self, cells: int) -> PageText:
        return self._columns_for_width(cells).text

    def _columns_for_width(self, cells: int) -> PageColumns:
        if self._columns is None or self._columns[0] not in (cells, cells or self._columns[0]):
            self._columns = (cells, self._lay_out_text(cells - 2))
        return self._columns[1]

    def _lay_out_text(self, cells: int) -> PageColumns:
        """The page at a width. Long lines are hard to read: prose stands in two columns where there is room."""
        column = (cells - COLUMN_GAP) // 2
        if self.flows and column >= MIN_COLUMN_CELLS:
            text = self._write(column)
            if split := choose_split(text):
                return PageColumns(text, split, column + COLUMN_GAP)
        text = self._write(min(cells, MAX_LINE_CELLS) if self.flows else cells)
        return PageColumns(text, len(text.lines), cells)

    @property
    def _page(self) -> PageColumns:
        return self._columns_for_width(self.content_size.width)

    @property
    def _lit_source(self) -> CitedSource | None:
        """The source that is lit, as long as it is on the screen."""
        sources = self._page.sources if self._lit is not None else []
        if self._lit is None or self._lit >= len(sources):
            return None
        source, top = sources[self._lit], self.first_line
        return source if self._page.rows_of(source).start in range(top, top + self._shown_rows()) else None

    @property
    def chosen_source(self) -> ChosenSource | None:
        """The source that is lit, as long as it is on the screen."""
        source = self._lit_source
        if source is None or self._lit is None:
            return None
        return ChosenSource(source.address, self._lit + 1, len(self._page.sources))

    def choose_source(self, steps: int) -> ChosenSource | None:
        """Light the source some steps on, the nearest on the screen to begin with; None where the page cites none."""
        page, top, bottom = self._page, self.first_line, self.first_line + self._shown_rows()
        if not page.sources:
            return None
        starts = [page.rows_of(each).start for each in page.sources]
        if self._lit is not None and self._lit_source:
            place = min(max(self._lit + steps, 0), len(starts) - 1)
        elif steps > 0:
            place = next((n for n, start in enumerate(starts) if start >= top), len(starts) - 1)
        else:
            place = max((n for n, start in enumerate(starts) if start < bottom), default=0)
        rows = page.rows_of(page.sources[place])
        self.scroll_lines(min(rows.start - top, 0) + max(rows.stop + 1 - bottom, 0))
        self._lit = place
        return self.chosen_source

    def paint(self, cells: int, rows: int) -> list[Line]:
        columns, room, top = self._columns_for_width(cells), self._shown_rows(), self.first_line
        source = self._lit_source
        visible = columns.join_rows(top, room, source.lines if source else ())
        visible += [BLANK_LINE] * (room - len(visible))
        below = max(columns.height - top - room, 0)
        more = [f"↑ {format_count(top, 'line')}"] * (top > 0) + [f"↓ {format_count(below, 'line')}"] * (below > 0)
        foot = spread_line((), (Span("  ".join(more), "dim"),), cells - 2)
        return [make_line(" ", *row.spans, ground=row.ground) for row in [*columns.text.head, *visible, foot]]

    def find_focus(self) -> Offset:
        """Return where the source or the board that is lit stands, else the first line of what is read."""
        head, row = len(self._text_for_width(self.content_size.width).head), 0
        if source := self._lit_source:
            row = self._page.rows_of(source).start - self.first_line
        return find_lit_cell(self._lines[head + row :]) + Offset(0, head + row)

    def scroll_lines(self, lines: int) -> None:
        """Scroll some lines; what is read then is a place of the first column, and no source is lit."""
        columns, top = self._page, self._keep_on_page(self.first_line + lines)
        place = _last_place(columns.text.places, min(top, columns.split - 1))
        start, end = _place_range(columns.text, place)
        self._read, self._lit = (place, (top - start) / max(end - start, 1)), None
        self.repaint()

    def scroll_pages(self, pages: int) -> None:
        """Scroll some pages, two lines less than are shown."""
        self.scroll_lines(pages * max(self._shown_rows() - 2, 1))

    def on_mouse_scroll_down(self) -> None:
        self.scroll_lines(3)

    def on_mouse_scroll_up(self) -> None:
        self.scroll_lines(-3)


def _last_place(places: Mapping[str, int], line: int) -> str:
    """The last place that begins at a line or above it; none above the first."""
    return max(((at, name) for name, at in places.items() if at <= line), default=(0, ""))[1]


def _place_range(text: PageText, place: str) -> tuple[int, int]:
    """From which line up to which a place goes; what is no place is what stands above the first."""
    start = text.places.get(place, 0)
    return start, min((at for at in text.places.values() if at > start), default=len(text.lines))


def choose_split(text: PageText) -> int:
    """Return the line at which a second column begins: that of the place that makes them most even; 0 without one."""
    starts = (at for at in text.places.values() if at > 0)
    return min(starts, key=lambda at: max(at, len(text.lines) - at), default=0)


def _join_lines(left: Line, right: Line, cells: int) -> Line:
    """Two lines side by side, the first in so many cells; a line that stands alone stays as it is."""
    if not right.spans:
        return left
    gap = Span(" " * (cells - spans_width(left.spans)))
    return make_line(*left.spans, gap, *right.spans)
