"""The list of what was found: a line for each hit, the one under the cursor lit, marked boards marked."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual import events
from textual.message import Message
from textual.reactive import var

from icb_tui.canvas import Canvas
from icb_tui.editing import Editor
from icb_tui.lines import BLANK, Line, Run, column, indented, line, windowed
from icb_tui.text import cut, width, wrap


class Item(Struct, frozen=True):
    """A line of the list: what it is, its name, and what tells it from others."""

    kind: str
    name: str
    detail: str
    marked: bool = False


class List(Struct, frozen=True, eq=False):
    """What the pane shows: the line typed in, items, the cursor's place (None: on none), and what is said above."""

    line: Editor = Editor()
    hint: str = ""
    items: Sequence[Item] = ()
    here: int | None = None
    said: str = ""


KIND, NAME = 10, 44


def list_lines(shown: List, cells: int, rows: int) -> list[tuple[int | None, Line]]:
    """Return the pane's lines: what is said, then as many items as there is room for, each with its place."""
    said = [indented(3, Run(part, "dim")) for part in wrap(shown.said, cells - 5)] if shown.said else []
    head = [line(Run(" / ", "key"), *shown.line.runs(cells - 4, shown.hint)), BLANK, *said, *([BLANK] if said else [])]
    room, name = max(rows - len(head), 1), _name_cells(shown.items, cells)
    items = windowed(len(shown.items), shown.here or 0, room, lambda place: _item(shown, place, name, cells))
    return [*((None, row) for row in head), *items]


def _name_cells(items: Sequence[Item], cells: int) -> int:
    """The width of the names: NAME or half of the room, and as much more as they need where the details leave it."""
    room = cells - KIND - 5
    if not any(item.detail for item in items):
        return max(room, 10)
    longest, details = (max(map(width, texts)) for texts in zip(*((i.name, i.detail) for i in items), strict=True))
    return max(min(NAME, room // 2), min(longest, room - details), 10)


def _item(shown: List, place: int, name: int, cells: int) -> Line:
    item, here = shown.items[place], place == shown.here
    detail = cells - KIND - name - 5
    return line(
        Run(" ● " if item.marked else "   ", "key"),
        column(item.kind, KIND, "dim"),
        column(item.name, name, "bright" if here else "text"),
        Run(f" {cut(item.detail, detail)}" if detail > 8 and width(item.detail) else "", "dim"),
        ground="row" if here else "",
    )


class Found(Canvas):
    """The pane itself."""

    shown: var[List] = var(List(), init=False, always_update=True)

    class Pointed(Message):
        """A line was clicked."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    def paint(self, cells: int, rows: int) -> list[Line]:
        return [row for _, row in list_lines(self.shown, cells, rows)]

    def watch_shown(self) -> None:
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        lines, at = list_lines(self.shown, *self.content_size), event.get_content_offset(self)
        place = lines[at.y][0] if at is not None and at.y < len(lines) else None
        if place is not None:
            self.post_message(self.Pointed(place))
