"""The line in which a filter is typed, and under it what it asks for in words."""

from __future__ import annotations

from msgspec import Struct
from textual.reactive import var

from icb_tui.canvas import Canvas
from icb_tui.editing import Editor
from icb_tui.lines import Line, Run, line
from icb_tui.text import cut


class Typed(Struct, frozen=True):
    """The line, what it means or why it means nothing, and where in it the mistake is (None: there is none)."""

    line: Editor = Editor()
    told: str = ""
    wrong: range | None = None


HINT = "midlands 1:strong   ↑ ↓ space choose   tab completes"


class FilterLine(Canvas):
    """The pane itself."""

    typed: var[Typed] = var(Typed(), init=False, always_update=True)

    def paint(self, cells: int, rows: int) -> list[Line]:
        typed = self.typed
        head = line(Run(" f ", "key"), *typed.line.runs(cells - 4, HINT), ground="bar")
        style = "warn" if typed.wrong else "dim"
        under = " " * 3 + " " * typed.wrong.start + "^" * len(typed.wrong) if typed.wrong else ""
        told = line(Run(cut(f"{under}  {typed.told}" if under else f"   {typed.told}", cells), style), ground="bar")
        return [head, told]

    def watch_typed(self) -> None:
        self.repaint()
