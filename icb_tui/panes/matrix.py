"""The matrix: a row for each board found, a column for each aim, a letter and a symbol in each cell."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.reactive import var

from icb_tui import ladder
from icb_tui.canvas import Canvas
from icb_tui.grammar import label, reading, told
from icb_tui.lines import BLANK, Line, Run, column, indented, line
from icb_tui.text import width, wrap
from icb_tui.view import View

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
CUT = 10
"""The cells to which a long heading is cut before a shorter one is."""


class Columns(NamedTuple):
    """The widths of the matrix, in cells: the mark, the name, the label (0: left out) and each aim."""

    mark: int
    name: int
    label: int
    aims: tuple[int, ...]

    def aim_at(self, x: int) -> int | None:
        """Which aim stands at a cell of the line: its place, or None for the board itself."""
        x -= self.mark + self.name + self.label
        if x < 0:
            return None
        for place, cells in enumerate(self.aims):
            if x < cells:
                return place
            x -= cells
        return None


def columns(view: View, cells: int) -> Columns:
    """Share out the width: the aims as wide as their headings, unless that would cut the names below NAME."""
    aims = list(view.data.aims)
    mark, label_cells = 3, 6 if cells >= 64 else 0
    least = 7 if cells >= 64 else 4
    longest = max((width(view.data.icb[match.icb].short_name) for match in view.matches), default=20) + 1
    room = cells - mark - label_cells
    headings = [width(heading(view, place)) + 1 for place in range(len(aims))]
    name = min(longest, max(room - sum(headings), min(NAME, room - len(aims) * least)))
    left = max(room - name, 0)
    return Columns(mark, max(name, 8), label_cells, _shared(headings, left, least))


def _shared(wanted: list[int], room: int, least: int) -> tuple[int, ...]:
    """As much for each as it wants; the widest give way first, down to CUT, so that the others stay whole."""
    given = list(wanted)
    while sum(given) > room and max(given) > least:
        widest = max(
            range(len(given)), key=lambda n: (given[n] > CUT, wanted[n], given[n]) if max(given) > CUT else (given[n],)
        )
        given[widest] -= 1
    return tuple(given)


def heading(view: View, place: int) -> str:
    """What stands over an aim's column: its key and its short name."""
    return f"{place + 1} {view.data.aims[place].short_name}"


def _short_heading(view: View, place: int, cells: int) -> Run:
    """A heading that fits: below six cells the key alone, for two letters of a name tell nothing."""
    style = "key" if view.data.aims[place].id == view.aim else "head"
    return column(heading(view, place) if cells > 5 else str(place + 1), cells, style)


def header(view: View, sizes: Columns) -> Line:
    """The line above the boards; the column of the cursor is lit, and the one that orders the rows is marked."""
    by_name = " ↓" if view.sort == "name" or (view.sort == "rating" and view.aim is None) else ""
    runs = [
        Run(" " * sizes.mark),
        column(f"ICB{by_name}", sizes.name + sizes.label, "key" if view.aim is None else "head"),
    ]
    for place, (aim, cells) in enumerate(zip(view.data.aims, sizes.aims, strict=True)):
        mark = "↓" if aim.id == view.aim and view.sort == "rating" else ""
        runs += [_short_heading(view, place, cells - 1 - len(mark)), Run(f"{mark} ", "key")]
    return line(*runs)


def board_line(view: View, code: str, sizes: Columns, *, lit: bool) -> Line:
    """The row of one board."""
    icb, here = view.data.icb[code], code == view.here
    runs = [
        Run(" ● " if code in view.marked else "   ", "key"),
        column(icb.short_name, sizes.name - 1, "bright" if here else "text", _cursor(here and view.aim is None, lit)),
        Run(" "),
    ]
    if sizes.label:
        runs.append(column(icb.label, sizes.label, "dim"))
    for aim, cells in zip(view.data.aims, sizes.aims, strict=True):
        on_cursor = _cursor(here and aim.id == view.aim, lit)
        room = min(cells - 1, 5)
        text, style, _ = ladder.brief(view.cells.get((code, aim.id)), view.data, room=room)
        runs += [column(text, room, style, on_cursor), Run(" " * (cells - room))]
    return line(*runs, ground=("row" if lit else "off") if here else "")


def _cursor(here: bool, lit: bool) -> str:
    return "cell" if here and lit else ""


def body(view: View, sizes: Columns, *, lit: bool) -> list[tuple[Line, str | None]]:
    """The rows, each with its board; ordered by region, each region has a heading."""
    out: list[tuple[Line, str | None]] = []
    region = None
    for code in view.rows:
        if view.sort == "region" and view.data.icb[code].region != region:
            region = view.data.icb[code].region
            count = sum(view.data.icb[other].region == region for other in view.rows)
            out.append(
                (indented(sizes.mark, Run(view.data.region[region].name, "head"), Run(f"  {count}", "dim")), None)
            )
        out.append((board_line(view, code, sizes, lit=lit), code))
    return out


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


class Matrix(Canvas, can_focus=True):
    """The pane itself."""

    view: var[View | None] = var(None, init=False, always_update=True)
    top = 0

    class Scrolled(Message):
        """The wheel turned: the cursor is to go some rows further."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    class Pointed(Message):
        """A cell was clicked: `aim` is None on the board's name."""

        def __init__(self, icb: str, aim: str | None, *, on_mark: bool, twice: bool) -> None:
            super().__init__()
            self.icb, self.aim, self.on_mark, self.twice = icb, aim, on_mark, twice

    def paint(self, cells: int, rows: int) -> list[Line]:
        view = self.view
        if view is None:
            return []
        sizes = columns(view, cells)
        if not view.rows:
            return [header(view, sizes), *empty(view, cells)]
        lines = body(view, sizes, lit=self.has_focus)
        room = max(rows - 2, 1)
        cursor = [code for _, code in lines].index(view.here)
        if cursor and lines[cursor - 1][1] is None:
            self.top = min(self.top, cursor - 1)
        self.top = scrolled(self.top, cursor, room, len(lines))
        shown = [row for row, _ in lines[self.top : self.top + room]]
        shown += [BLANK] * (room - len(shown))
        return [header(view, sizes), *shown, self._edge(cells, room, len(lines))]

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
        cells, _ = self.content_size
        sizes = columns(view, cells)
        lines = body(view, sizes, lit=True)
        place = at.y - 1 + self.top
        code = lines[place][1] if at.y >= 1 and place < len(lines) else None
        if code is not None:
            aim = sizes.aim_at(at.x)
            self.post_message(
                self.Pointed(
                    code,
                    None if aim is None else view.data.aims[aim].id,
                    on_mark=at.x < sizes.mark,
                    twice=event.chain > 1,
                )
            )
