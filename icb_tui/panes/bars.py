"""The line at the top that says what is shown, and the line at the bottom that says which keys work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.reactive import var

from icb_tui.canvas import Canvas
from icb_tui.editing import Editor
from icb_tui.lines import Line, Run, length, spread
from icb_tui.text import width, wrap

MOST_TOLD = 4
"""The lines that a message may take."""

Runs = Sequence[Run]
Key = tuple[str, str, str]
"""A key as it is shown, what it does, and its action."""


MORE: Key = ("", "…", "app.help")
"""The sign that more keys work here than are shown."""


class TitleBar(Canvas):
    """What is shown, on the left, and how much of how much, on the right."""

    sides: var[tuple[Sequence[Runs], Sequence[Runs]]] = var(((), ()), init=False)
    """What to say on the left and on the right, the fullest first: the first pair that fits is shown."""

    def paint(self, cells: int, rows: int) -> list[Line]:
        lefts, rights = self.sides
        pairs = [(left, right) for right in rights for left in lefts]
        if not pairs:
            return [Line((), "bar")]
        fitting = (pair for pair in pairs if length(pair[0]) + length(pair[1]) + 4 <= cells)
        left, right = next(fitting, pairs[-1])
        return [spread((Run(" "), *left), (*right, Run(" ")), cells, ground="bar")]

    def watch_sides(self) -> None:
        self.repaint()


class Asked(NamedTuple):
    """What is asked on the key bar, and the line that is typed for an answer."""

    question: str
    line: Editor


class KeyBar(Canvas):
    """The keys that work here, as many as fit; a question, or a message until the next key, takes their place."""

    said: var[str] = var("", init=False)
    asked: var[Asked | None] = var(None, init=False)

    class Pressed(Message):
        """A key on the bar was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    keys: var[tuple[Key, ...]] = var((), init=False)

    def paint(self, cells: int, rows: int) -> list[Line]:
        if self.said:
            return [Line((Run(" "), Run(part, "warn")), "bar") for part in self._told(self.said, cells)]
        if self.asked:
            question, typed = Run(f" {self.asked.question} ", "key"), self.asked.line
            return [Line((question, *typed.runs(max(cells - length([question]), 1))), "bar")]
        runs = [Run(" "), *(run for key in self._fitting(cells) for run in _key(key))]
        return [Line(tuple(runs), "bar")]

    def _fitting(self, cells: int) -> list[Key]:
        """The keys there is room for; the last one, which quits, always is among them."""
        *keys, last = self.keys or (("", "", ""),)
        room = cells - 1 - length(_key(last))
        if sum(length(_key(key)) for key in keys) <= room:
            return [*keys, last]
        room -= length(_key(MORE))
        kept: list[Key] = []
        for key in keys:
            room -= length(_key(key))
            if room < 0:
                break
            kept.append(key)
        return [*kept, MORE, last]

    def watch_keys(self) -> None:
        self.repaint()

    def holds(self, text: str) -> bool:
        """Whether a message can be shown whole."""
        return len(self._told(text, self.size.width)) <= MOST_TOLD

    def _told(self, text: str, cells: int) -> list[str]:
        """A message as lines, so that nothing of it is lost."""
        return [text] if width(text) < cells else wrap(text, cells - 1)

    def watch_said(self) -> None:
        cells = self.size.width
        self.styles.height = min(len(self._told(self.said, cells)), MOST_TOLD) if cells else 1
        self.repaint()

    def watch_asked(self) -> None:
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        if self.asked:
            return
        start = 1
        for key in self._fitting(self.content_size.width):
            end = start + length(_key(key))
            if start <= event.x < end - 2:
                self.post_message(self.Pressed(key[2]))
                return
            start = end


def _key(key: Key) -> tuple[Run, Run]:
    return Run(key[0], "key"), Run(f" {key[1]}  ", "dim")
