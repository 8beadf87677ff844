"""A pane with a row for each board found: what the matrix and the indicators share."""

from __future__ import annotations

from itertools import groupby
from operator import is_
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.reactive import var

from icb_tui.canvas import Canvas
from icb_tui.grammar import label, reading, told
from icb_tui.lines import BLANK, Line, Run, column, indented, line
from icb_tui.look import Look
from icb_tui.text import width, wrap
from icb_tui.view import View
from icb_tui.wording import LAID

PART_OF = {
    "region": ("region",),
    "status": ("status",),
    "rating": ("rating", "aim"),
    "cell": ("cell",),
    "text": ("text",),
}
"""Which facets make up a part of the filter that a board can miss."""

NAME = 33
"""The cells that most names need, with a space after them; the longest ones need more and are cut."""


class Columns(NamedTuple):
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
    def lead(self) -> int:
        """The cells before the first column."""
        return self.mark + self.name + self.label + self.region

    def at(self, x: int) -> int | None:
        """Which column stands at a cell of the line: its place, or None for the board itself."""
        x -= self.lead
        if x < 0:
            return None
        for place, cells in enumerate(self.cells, self.first):
            if x < cells:
                return place
            x -= cells
        return None


def lead(view: View, code: str, sizes: Columns, *, here: bool, lit: bool) -> list[Run]:
    """The mark, the name and the label of a board; lit where the cursor is on the board itself."""
    icb = view.data.icb[code]
    runs = [
        Run(" ● " if code in view.marked else "   ", "key"),
        column(
            icb.short_name, sizes.name - 1, "bright" if code == view.here else "text", "cell" if here and lit else ""
        ),
        Run(" "),
    ]
    own = LAID if view.data.origin("icbs", code) else ""
    beside = ((f"{icb.label}{own}", sizes.label), (view.data.region[icb.region].name, sizes.region))
    return [*runs, *(column(text, cells, "dim") for text, cells in beside if cells)]


def longest_region(view: View) -> int:
    """The cells that the longest name of a region takes, with space after it; none where it heads its boards."""
    return 0 if view.sort == "region" else max(width(region.name) for region in view.data.regions) + 2


def longest_name(view: View) -> int:
    """The cells that the longest name takes, with a space after it."""
    return max((width(view.data.icb[match.icb].short_name) for match in view.matches), default=20) + 1


def empty(view: View, cells: int) -> list[Line]:
    """What is said where the filter leaves no board: what emptied it, and how to widen it."""
    said = [
        line(f"   {part}") for part in wrap(f"No match: {reading(view.wanted, view.data)}, {view.year}.", cells - 6)
    ]
    lines = [BLANK, *said, BLANK]
    for part, boards in view.widened():
        dropped = " and ".join(
            label(term, view.data)
            for term in told(view.wanted, view.data)
            if (term.negated and part == "not") or (not term.negated and term.facet in PART_OF.get(part, ()))
        )
        lines.append(indented(3, Run(f"Without {dropped}: ", "dim"), Run(f"{boards} of {view.base}", "text")))
    return [
        *lines,
        BLANK,
        indented(3, Run("u", "key"), Run(" undo   ", "dim"), Run("x", "key"), Run(" clear all", "dim")),
    ]


def scrolled(top: int, cursor: int, rows: int, lines: int) -> int:
    """The first line to show: as before, unless the cursor would be off the pane."""
    top = min(max(top, cursor - rows + 1), cursor)
    return max(min(top, lines - rows), 0)


class Rows(Canvas, can_focus=True):
    """The pane itself. Subclasses say how wide their columns are, what stands above them, and a board's row."""

    view: var[View | None] = var(None, init=False, always_update=True)
    top = 0

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._tops: dict[int, int] = {}
        """The first row at each height: where it was scrolled to comes back with the height."""
        self._told: tuple[object, ...] = (None,) * 5
        self._lines_of: dict[tuple[str, Columns, bool], Line] = {}
        """The lines that tell of what was told last, by what stands on them."""

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

    def sized(self, view: View, cells: int) -> Columns:
        """Return how the width is shared out."""
        raise NotImplementedError

    def header(self, view: View, sizes: Columns) -> list[Line]:
        """Return the lines above the rows."""
        raise NotImplementedError

    def row(self, view: View, code: str, sizes: Columns, *, lit: bool) -> Line:
        """Return the row of one board."""
        raise NotImplementedError

    def places(self, view: View) -> list[str]:
        """Return what stands on each line: a board's code; ordered by region, each region's code above its boards."""
        if view.sort != "region":
            return list(view.rows)
        by_region = groupby(view.rows, key=lambda code: view.data.icb[code].region)
        return [place for region, codes in by_region for place in (region, *codes)]

    def _line(self, view: View, place: str, sizes: Columns) -> Line:
        """A line of the pane. Rows that the cursor is not on are remembered: a move of it changes two."""
        if place == view.here:
            return self.row(view, place, sizes, lit=self.has_focus)
        told = (view.data, view.cells, view.series, view.figures_aim, view.rows)
        if not all(map(is_, self._told, told)):
            self._told = told
            self._lines_of.clear()
        key = place, sizes, place in view.marked
        if key not in self._lines_of:
            heads = place not in view.data.icb
            self._lines_of[key] = (
                self._heading(view, place, sizes) if heads else self.row(view, place, sizes, lit=self.has_focus)
            )
        return self._lines_of[key]

    def _heading(self, view: View, region: str, sizes: Columns) -> Line:
        count = sum(view.data.icb[code].region == region for code in view.rows)
        return indented(sizes.mark, Run(view.data.region[region].name, "head"), Run(f"  {count}", "dim"))

    def paint(self, cells: int, rows: int) -> list[Line]:
        view = self.view
        if view is None:
            return []
        sizes = self.sized(view, cells)
        head = self.header(view, sizes)
        if not view.rows:
            return [*head, *empty(view, cells)]
        places = self.places(view)
        room = max(rows - len(head) - 1, 1)
        cursor = places.index(view.here or "")
        top = self._tops.get(rows, self.top)
        if cursor and places[cursor - 1] not in view.data.icb:
            top = min(top, cursor - 1)
        self.top = self._tops[rows] = scrolled(top, cursor, room, len(places))
        shown = [self._line(view, place, sizes) for place in places[self.top : self.top + room]]
        shown += [BLANK] * (room - len(shown))
        return [*head, *shown, self._edge(cells, room, len(places))]

    def _edge(self, cells: int, room: int, lines: int) -> Line:
        """The rule below, which says how much is above and below what is shown."""
        above, below = self.top, max(lines - self.top - room, 0)
        more = "  ".join([f"↑ {above} more"] * bool(above) + [f"↓ {below} more"] * bool(below))
        note = f" {more} " if more else ""
        return line(Run(" "), Run("─" * max(cells - 4 - width(note), 0), "rule"), Run(note, "dim"), Run("──", "rule"))

    def watch_view(self) -> None:
        self.repaint()

    @property
    def page(self) -> int:
        """How many rows a page key goes."""
        return max(self.content_size.height - 3, 1)

    def on_mouse_scroll_down(self) -> None:
        self.post_message(self.Scrolled(3))

    def on_mouse_scroll_up(self) -> None:
        self.post_message(self.Scrolled(-3))

    def on_click(self, event: events.Click) -> None:
        view, at = self.view, event.get_content_offset(self)
        if view is None or at is None or not view.rows:
            return
        sizes = self.sized(view, self.content_size.width)
        place = at.y - len(self.header(view, sizes))
        places = self.places(view)
        code = places[place + self.top] if 0 <= place < len(places) - self.top else None
        if code in view.data.icb:
            on_mark, twice = at.x < sizes.mark, event.chain > 1
            self.post_message(self.Pointed(code, sizes.at(at.x), on_mark=on_mark, twice=twice))
