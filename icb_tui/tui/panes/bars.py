"""The line at the top that says what is shown, and the line at the bottom that says which keys work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.reactive import var

from icb_tui.text.cells import cell_width, wrap
from icb_tui.text.spans import Line, Span, Spans, spans_width, spread_line
from icb_tui.tui.canvas import Canvas, PaneMessage
from icb_tui.tui.line_editor import LineEdit

MAX_MESSAGE_LINES = 4
"""The lines that a message may take."""


KeyHint = tuple[str, str, str]
"""A key as it is shown, what it does, and its action."""


ALWAYS_SHOWN = ("app.help", "app.quit")
"""The actions whose keys the bar shows at any width, at its end."""

MORE_KEYS: KeyHint = ("", "…", "app.help")
"""The sign that more keys work here than are shown."""


class TitleBar(Canvas):
    """What is shown, on the left, and how much of how much, on the right."""

    wordings: var[tuple[Sequence[Spans], Sequence[Spans]]] = var(((), ()), init=False)
    """What to say on the left and on the right, the fullest first: the first pair that fits is shown."""

    def paint(self, cells: int, rows: int) -> list[Line]:
        lefts, rights = self.wordings
        pairs = [(left, right) for right in rights for left in lefts]
        if not pairs:
            return [Line((), "bar")]
        fitting = (pair for pair in pairs if spans_width(pair[0]) + spans_width(pair[1]) + 4 <= cells)
        left, right = next(fitting, pairs[-1])
        return [spread_line((Span(" "), *left), (*right, Span(" ")), cells, ground="bar")]

    def watch_wordings(self) -> None:
        self.repaint()


class Prompt(NamedTuple):
    """What is asked on the key bar, and the line that is typed for an answer."""

    question: str
    edit: LineEdit


class KeyBar(Canvas):
    """The keys that work here, as many as fit; a question, or a message until the next key, takes their place."""

    message: var[str] = var("", init=False)
    prompt: var[Prompt | None] = var(None, init=False)

    class Pressed(PaneMessage):
        """A key on the bar was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    keys: var[tuple[KeyHint, ...]] = var((), init=False)

    def paint(self, cells: int, rows: int) -> list[Line]:
        if self.message:
            return [Line((Span(" "), Span(part, "warn")), "bar") for part in self._message_lines(self.message, cells)]
        if self.prompt:
            question, typed = Span(f" {self.prompt.question} ", "key"), self.prompt.edit
            return [Line((question, *typed.to_spans(max(cells - spans_width([question]), 1))), "bar")]
        runs = [Span(" "), *(run for key in self._fitting_keys(cells) for run in _key_spans(key))]
        return [Line(tuple(runs), "bar")]

    def _fitting_keys(self, cells: int) -> list[KeyHint]:
        """The keys there is room for; those that always work, for help and to quit, are among them."""
        keys = [key for key in self.keys if key[2] not in ALWAYS_SHOWN]
        ends = [key for key in self.keys if key[2] in ALWAYS_SHOWN]
        room = cells - 1 - sum(spans_width(_key_spans(key)) for key in ends)
        if sum(spans_width(_key_spans(key)) for key in keys) <= room:
            return [*keys, *ends]
        room -= spans_width(_key_spans(MORE_KEYS))
        fitting: list[KeyHint] = []
        for key in keys:
            room -= spans_width(_key_spans(key))
            if room < 0:
                break
            fitting.append(key)
        return [*fitting, MORE_KEYS, *ends]

    def watch_keys(self) -> None:
        self.repaint()

    def fits_message(self, text: str) -> bool:
        """Whether a message can be shown whole."""
        return len(self._message_lines(text, self.size.width)) <= MAX_MESSAGE_LINES

    def _message_lines(self, text: str, cells: int) -> list[str]:
        """A message as lines, so that nothing of it is lost."""
        return [text] if cell_width(text) < cells else wrap(text, cells - 1)

    def watch_message(self) -> None:
        cells = self.size.width
        self.styles.height = min(len(self._message_lines(self.message, cells)), MAX_MESSAGE_LINES) if cells else 1
        self.repaint()

    def watch_prompt(self) -> None:
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        if self.prompt:
            return
        start = 1
        for key in self._fitting_keys(self.content_size.width):
            end = start + spans_width(_key_spans(key))
            if start <= event.x < end - 2:
                self.post_message(self.Pressed(key[2]))
                return
            start = end


def _key_spans(key: KeyHint) -> tuple[Span, Span]:
    return Span(key[0], "key"), Span(f" {key[1]}  ", "dim")
