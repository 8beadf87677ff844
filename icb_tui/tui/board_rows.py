"""A pane with a row for each board found: what the matrix and the indicators share."""

from __future__ import annotations

from operator import is_
from typing import Literal, NamedTuple

from textual import events
from textual.message import Message
from textual.reactive import var

from icb_tui.analysis.region_groups import RegionGroup
from icb_tui.domain.phrases import MARK_OWN
from icb_tui.filters.wording import order_terms, quote_term
from icb_tui.pages.view_state import COLUMN_ARROWS, View
from icb_tui.text.cells import cell_width, wrap
from icb_tui.text.spans import BLANK_LINE, Line, Span, column_span, indent_line, make_line
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.theme import Appearance

Heading = int | Literal["name", "region"]
"""What a heading stands over: a column by its place, the names, or the regions."""

USUAL_NAME_CELLS = 33
"""The cells that most names need, with a space after them; the longest ones need more and are cut."""


class ColumnWidths(NamedTuple):
    """The widths of a row, in cells: the mark, the name, the label and the region (0: left out), and each column.

    `first` is the place of the first column shown, where there is not room for all.
    """

    mark: int
    name: int
    label: int
    cells: tuple[int, ...]
    first: int = 0
    region: int = 0

    @property
    def lead_cells(self) -> int:
        """The cells before the first column."""
        return self.mark + self.name + self.label + self.region

    @property
    def total_cells(self) -> int:
        """The cells of a row."""
        return self.lead_cells + sum(self.cells)

    def find_heading(self, x: int) -> Heading | None:
        """Which heading stands at a cell of the line, if any."""
        if x < self.lead_cells - self.region:
            return "name"
        return "region" if x < self.lead_cells else self.find_column(x)

    def find_column(self, x: int) -> int | None:
        """Which column stands at a cell of the line: its place, or None for the board itself."""
        x -= self.lead_cells
        if x < 0:
            return None
        for place, cells in enumerate(self.cells, self.first):
            if x < cells:
                return place
            x -= cells
        return None


def lead_spans(view: View, code: str, sizes: ColumnWidths, *, here: bool, lit: bool) -> list[Span]:
    """The mark, the name and the label of a board; lit where the cursor is on the board itself."""
    icb = view.data.icb[code]
    runs = [
        Span(" ● " if code in view.marked else "   ", "key"),
        column_span(
            icb.short_name,
            sizes.name - 1,
            "bright" if code == view.cursor_icb else "text",
            "cell" if here and lit else "",
        ),
        Span(" "),
    ]
    own = MARK_OWN if view.data.find_origin("icbs", code) else ""
    beside = ((f"{icb.label}{own}", sizes.label), (view.data.region[icb.region].name, sizes.region))
    return [*runs, *(column_span(text, cells, "dim") for text, cells in beside if cells)]


def write_name_arrow(view: View, column: str | None) -> str:
    """The arrow on the heading of the names: where they or their regions order the rows, or no column does."""
    if view.sort == "region":
        return " by region ↓"
    arrow = "↓" if view.sort == "name" else COLUMN_ARROWS.get(view.sort) if column is None else None
    return f" {arrow}" if arrow else ""


def longest_region_cells(view: View) -> int:
    """The cells that the longest name of a region takes, with space after it; none where it heads its boards."""
    return 0 if view.sort == "region" else max(cell_width(region.name) for region in view.data.regions) + 2


def longest_name_cells(view: View) -> int:
    """The cells that the longest name takes, with a space after it."""
    return max((cell_width(view.data.icb[match.icb].short_name) for match in view.matches), default=20) + 1


NO_MATCH_KEYS = {"f": "change", "u": "undo", "x": "clear the filter"}
"""The keys that change a filter which finds no board."""


def write_no_match(view: View, cells: int, *, is_typing: bool) -> list[Line]:
    """Return the lines for a filter that finds no board: what it asks for, and how to widen it.

    While it is typed, the keys are letters of it and not shown.
    """
    asked = view.describe_matches()
    lines = [BLANK_LINE, *(make_line(f"   {part}") for part in wrap(f"No match: {asked}", cells - 6)), BLANK_LINE]
    for part, boards in view.count_without_parts():
        terms = [term for term in order_terms(view.filter, view.data) if term.facet in part]
        dropped = " and ".join(quote_term(term, view.data) for term in terms)
        lines.append(indent_line(3, Span(f"Without {dropped}: ", "dim"), Span(f"{boards} of {view.year_count}")))
    keys = [span for key, does in NO_MATCH_KEYS.items() for span in (Span(key, "key"), Span(f" {does}   ", "dim"))]
    return lines if is_typing else [*lines, BLANK_LINE, indent_line(3, *keys)]


def write_unrated_note(view: View, cells: int) -> list[Line]:
    """Return the line that says why no board has a rating in the year, as much of it as fits; none where one has."""
    note = view.unrated_note
    if cell_width(note) >= cells:
        note = f"{note.split('. ')[0].rstrip('.')}."
    return [indent_line(1, Span(note, "warn"))] if note else []


def scroll_to_cursor(top: int, cursor: int, rows: int, lines: int) -> int:
    """The first line to show: as before, unless the cursor would be off the pane."""
    top = min(max(top, cursor - rows + 1), cursor)
    return max(min(top, lines - rows), 0)


class BoardRows(Canvas, can_focus=True):
    """The pane itself. Subclasses say how wide their columns are, what stands above them, and a board's row."""

    view: var[View | None] = var(None, init=False, always_update=True)
    top = 0

    def __init__(self, look: Appearance, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._tops: dict[int, int] = {}
        """The first row at each height: where it was scrolled to comes back with the height."""
        self._is_typing = False
        self._room = 1
        """How many lines there are for the rows."""
        self._remembered_for: tuple[object, ...] = (None,) * 5
        self._lines_of: dict[tuple[str, ColumnWidths, bool], Line] = {}
        """The lines that were written from these parts of a view, by board, widths and mark."""

    class Scrolled(Message):
        """The wheel turned: the cursor is to go some rows further."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    class Pointed(Message):
        """A row was clicked: `column` is the place of a column, or None on the board's name."""

        def __init__(self, icb: str, column: int | None, *, on_mark: bool, twice: bool) -> None:
            super().__init__()
            self.icb, self.column, self.on_mark, self.twice = icb, column, on_mark, twice

    class HeadingPointed(Message):
        """A heading was clicked: it is to order the rows. `heading` is "name", "region" or the place of a column."""

        def __init__(self, heading: Heading) -> None:
            super().__init__()
            self.heading = heading

    def set_typing(self, *, is_typing: bool) -> None:
        """Take notice that a filter is typed, or is no more: keys that are letters then are not shown."""
        self._is_typing = is_typing
        if self.view is not None and not self.view.rows:
            self.repaint()

    def share_width(self, view: View, cells: int) -> ColumnWidths:
        """Return how the width is shared out."""
        raise NotImplementedError

    def header_lines(self, view: View, sizes: ColumnWidths) -> list[Line]:
        """Return the lines above the rows."""
        raise NotImplementedError

    def row_line(self, view: View, code: str, sizes: ColumnWidths, *, lit: bool) -> Line:
        """Return the row of one board."""
        raise NotImplementedError

    def region_line(self, view: View, group: RegionGroup, sizes: ColumnWidths) -> Line:
        """Return the heading of a region above its boards."""
        raise NotImplementedError

    def list_row_keys(self, view: View) -> list[str]:
        """Return what stands on each line: a board's code; ordered by region, each region's code above its boards."""
        if view.sort != "region":
            return list(view.rows)
        return [place for region, group in view.region_groups.items() for place in (region, *group.icbs)]

    def _remembered_line(self, view: View, place: str, sizes: ColumnWidths) -> Line:
        """A line of the pane. Rows that the cursor is not on are remembered: a move of it changes two."""
        if place not in view.data.icb:
            return self.region_line(view, view.region_groups[place], sizes)
        if place == view.cursor_icb:
            return self.row_line(view, place, sizes, lit=self.has_focus)
        facts = (view.data, view.cells, view.series, view.indicators_aim, view.rows)
        if not all(map(is_, self._remembered_for, facts)):
            self._remembered_for = facts
            self._lines_of.clear()
        key = place, sizes, place in view.marked
        if key not in self._lines_of:
            self._lines_of[key] = self.row_line(view, place, sizes, lit=self.has_focus)
        return self._lines_of[key]

    def paint(self, cells: int, rows: int) -> list[Line]:
        view = self.view
        if view is None:
            return []
        sizes = self.share_width(view, cells)
        head = self.header_lines(view, sizes)
        if not view.rows:
            return [*head, *write_no_match(view, cells, is_typing=self._is_typing)]
        places = self.list_row_keys(view)
        room = self._room = max(rows - len(head) - 1, 1)
        cursor = places.index(view.cursor_icb or "")
        top = self._tops.get(rows, self.top)
        if cursor and places[cursor - 1] not in view.data.icb:
            top = min(top, cursor - 1)
        self.top = self._tops[rows] = scroll_to_cursor(top, cursor, room, len(places))
        lines = [self._remembered_line(view, place, sizes) for place in places[self.top : self.top + room]]
        lines += [BLANK_LINE] * (room - len(lines))
        return [*head, *lines, self._bottom_rule(cells, room, len(places))]

    def _bottom_rule(self, cells: int, room: int, lines: int) -> Line:
        """The rule below, which says how much is above and below the lines shown."""
        above, below = self.top, max(lines - self.top - room, 0)
        more = "  ".join([f"↑ {above} more"] * bool(above) + [f"↓ {below} more"] * bool(below))
        note = f" {more} " if more else ""
        return make_line(
            Span(" "), Span("─" * max(cells - 4 - cell_width(note), 0), "rule"), Span(note, "dim"), Span("──", "rule")
        )

    def watch_view(self) -> None:
        self.repaint()

    def count_page_rows(self, pages: int) -> int:
        """Return how many rows a page key goes on or back: as many as have room, with the headings of regions."""
        view = self.view
        if view is None or view.cursor_icb is None:
            return 0
        places = self.list_row_keys(view)
        here, lines = places.index(view.cursor_icb), max(self._room - 1, 1)
        passed = places[here + 1 :][: pages * lines] if pages > 0 else places[max(here + pages * lines, 0) : here]
        boards = sum(place in view.data.icb for place in passed)
        return max(boards, 1) * (1 if pages > 0 else -1)

    def on_mouse_scroll_down(self) -> None:
        self.post_message(self.Scrolled(3))

    def on_mouse_scroll_up(self) -> None:
        self.post_message(self.Scrolled(-3))

    def on_click(self, event: events.Click) -> None:
        view, at = self.view, event.get_content_offset(self)
        if view is None or at is None or not view.rows:
            return
        sizes = self.share_width(view, self.content_size.width)
        place = at.y - len(self.header_lines(view, sizes))
        heading = sizes.find_heading(at.x)
        if place < 0 and heading is not None:
            self.post_message(self.HeadingPointed(heading))
        places = self.list_row_keys(view)
        code = places[place + self.top] if 0 <= place < len(places) - self.top else None
        if code in view.data.icb:
            on_mark, twice = at.x < sizes.mark, event.chain > 1
            self.post_message(self.Pointed(code, sizes.find_column(at.x), on_mark=on_mark, twice=twice))
