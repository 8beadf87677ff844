"""The line at the top that says what is shown, and the line at the bottom that says which keys work."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.reactive import reactive

from icb_tui.canvas import Canvas
from icb_tui.lines import Line, Run, clipped, length, spread
from icb_tui.look import Look


class TitleBar(Canvas):
    """What is shown, on the left, and how much of how much, on the right."""

    left: reactive[tuple[Run, ...]] = reactive((), init=False)
    right: reactive[tuple[Run, ...]] = reactive((), init=False)

    def paint(self, cells: int, rows: int) -> list[Line]:
        pad = Run(" ")
        return [spread((pad, *self.left), (*self.right, pad), cells, ground="bar")]

    def watch_left(self) -> None:
        self.repaint()

    def watch_right(self) -> None:
        self.repaint()


class KeyBar(Canvas):
    """The keys that work here, as many as fit; a message takes their place until the next key."""

    said: reactive[str] = reactive("", init=False)

    class Pressed(Message):
        """A key on the bar was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, look: Look, keys: Sequence[tuple[str, str, str]], *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.keys = keys
        """(key as it is shown, what it does, action)."""

    def paint(self, cells: int, rows: int) -> list[Line]:
        if self.said:
            return [Line(clipped((Run(" "), Run(self.said, "warn")), cells), "bar")]
        runs: list[Run] = [Run(" ")]
        for key, what, _ in self.keys:
            more = (Run(key, "key"), Run(f" {what}  ", "dim"))
            if length(runs) + length(more) - 1 > cells:
                break
            runs += more
        return [Line(tuple(runs), "bar")]

    def watch_said(self) -> None:
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        start = 1
        for key, what, action in self.keys:
            end = start + length((Run(key), Run(f" {what}  ")))
            if start <= event.x < end - 1:
                self.post_message(self.Pressed(action))
                return
            start = end
