"""The list of what was found: a line for each hit, the one under the cursor lit, marked boards marked."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual import events
from textual.message import Message
from textual.reactive import var

from icb_tui.canvas import Canvas
from icb_tui.editing import Editor
from icb_tui.lines import BLANK, Line, Run, column, indented, line
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


def list_lines(shown: List, cells: int, rows: int) -> list[Line]:
    """Return the pane's lines: what is said, then as many items as there is room for, the cursor's among them."""
    said = [indented(3, Run(part, "dim")) for part in wrap(shown.said, cells - 5)] if shown.said else []
    head = [line(Run(" / ", "key"), *shown.line.runs(cells - 4, shown.hint)), BLANK, *said, *([BLANK] if said else [])]
    room = max(rows - len(head), 1)
    first = min(max((shown.here or 0) - room + 1, 0), max(len(shown.items) - room, 0))
    lines = [_item(shown, place, cells) for place in range(first, min(first + room, len(shown.items)))]
    hidden = len(shown.items) - first - len(lines)
    if hidden > 0:
        lines[-1] = indented(3, Run(f"↓ {hidden + 1} more", "dim"))
    return [*head, *lines]


def _item(shown: List, place: int, cells: int) -> Line:
    item, here = shown.items[place], place == shown.here
    name = min(NAME, max((cells - KIND - 5) // 2, 10)) if item.detail else max(cells - KIND - 5, 10)
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
        return list_lines(self.shown, cells, rows)

    def watch_shown(self) -> None:
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        cells, rows = self.content_size
        head = len(list_lines(self.shown, cells, rows)) - min(len(self.shown.items), rows)
        at = event.get_content_offset(self)
        if at is not None and 0 <= at.y - head < len(self.shown.items):
            self.post_message(self.Pointed(at.y - head))
