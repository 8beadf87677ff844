"""The line in which a filter is typed, and under it what it asks for in words."""

from __future__ import annotations

from msgspec import Struct
from textual.reactive import var

from icb_tui.canvas import Canvas
from icb_tui.editing import Editor
from icb_tui.lines import BLANK, Line, Run, line
from icb_tui.text import width, wrap


class Typed(Struct, frozen=True):
    """The line, what it means or why it means nothing, and where in it the mistake is (None: there is none)."""

    line: Editor = Editor()
    told: str = ""
    wrong: range | None = None


START = 3
"""The cells before the line."""
HINT = "midlands 1:strong   ↑ ↓ space choose   tab completes"


class FilterLine(Canvas):
    """The pane itself."""

    typed: var[Typed] = var(Typed(), init=False, always_update=True)

    def paint(self, cells: int, rows: int) -> list[Line]:
        typed, room = self.typed, cells - START - 1
        head = line(Run(" f ", "key"), *typed.line.runs(room, HINT))
        told = [Run(" " * START + part, "warn" if typed.wrong else "dim") for part in wrap(typed.told, room)]
        lines = [head, *([line(Run(self._pointer(room), "warn"))] if typed.wrong else []), *map(line, told)]
        return [row._replace(ground="bar") for row in lines + [BLANK] * (rows - len(lines))]

    def _pointer(self, cells: int) -> str:
        """Carets under the word that is wrong, as far as it is in sight."""
        typed = self.typed
        assert typed.wrong
        first = typed.line.first(cells)
        before = typed.line.text[first : max(typed.wrong.start, first)]
        under = typed.line.text[max(typed.wrong.start, first) : typed.wrong.stop]
        return " " * (START + width(before)) + "^" * max(width(under), 1)

    def watch_typed(self) -> None:
        self.repaint()
