"""What a screen asks: a line to be typed on the key bar, or one more key."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.screen import Screen

from icb_tui.editing import Editor
from icb_tui.keys import LEAVING
from icb_tui.panes.bars import Asked, KeyBar
from icb_tui.text import clean


class Asking(Screen[None]):
    """A screen with a key bar, where it says things and asks them. A question takes every key until it is answered."""

    def __init__(self) -> None:
        super().__init__()
        self._line: Callable[[str], None] | None = None
        self._key: Callable[[str], None] | None = None

    @property
    def bar(self) -> KeyBar:
        return self.query_one(KeyBar)

    def say(self, text: str) -> None:
        """Say something on the key bar, until the next key."""
        self.bar.said = clean(text)

    def ask_line(self, question: str, line: Editor, take: Callable[[str], None]) -> None:
        """Ask for a line: enter hands it over, esc gives it up. Where it will not do, `take` asks again."""
        self._line = take
        self.bar.asked = Asked(question, line)

    def ask_key(self, question: str, take: Callable[[str], None]) -> None:
        """Ask for a key: the next one, whichever it is, is handed over by its name."""
        self._key = take
        self.say(question)

    async def typed(self, event: events.Key) -> bool:
        """Take a key before any binding does; False where nothing is asked. Keys typed ahead so stay in order."""
        if event.key in LEAVING or not (self._key or self._line):
            return False
        if self._key:
            take, self._key = self._key, None
            take(event.key)
        elif event.key in ("enter", "escape"):
            self._answered(given_up=event.key == "escape")
        elif (pressed := self._typing.line.pressed(event.key, event.character)) is not None:
            self.bar.asked = self._typing._replace(line=pressed)
        return True

    def pasted(self, text: str) -> None:
        """Take a pasted text."""
        if self._line:
            self.bar.asked = self._typing._replace(line=self._typing.line.insert(text))

    @property
    def _typing(self) -> Asked:
        asked = self.bar.asked
        assert asked is not None
        return asked

    def _answered(self, *, given_up: bool) -> None:
        """End the question, and hand over what was typed."""
        text, take = self._typing.line.text, self._line
        self._line, self.bar.asked = None, None
        if take and not given_up:
            take(text)
