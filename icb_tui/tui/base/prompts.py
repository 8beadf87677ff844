"""What a screen asks: a line to be typed on the key bar, or one more key."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.message import Message

from icb_tui.text.cells import clean
from icb_tui.tui.canvas import PaneMessage
from icb_tui.tui.keys.bindings import RESERVED_KEYS
from icb_tui.tui.line_editor import LineEdit
from icb_tui.tui.panes.bars import KeyBar, Prompt
from icb_tui.tui.textual_internals import InternalsScreen


class PromptScreen(InternalsScreen):
    """A screen with a key bar, where it says things and asks them. A question takes every key until it is answered."""

    def __init__(self, key_bar: KeyBar) -> None:
        super().__init__()
        self.key_bar = key_bar
        self._line: Callable[[str], None] | None = None
        self._key: Callable[[str], None] | None = None

    @property
    def is_asking(self) -> bool:
        """Whether a question waits for its answer."""
        return bool(self._key or self._line)

    def say(self, text: str) -> None:
        """Say something on the key bar, until the next key."""
        self.key_bar.message = clean(text)

    def ask_line(self, question: str, line: LineEdit, take: Callable[[str], None]) -> None:
        """Ask for a line: enter hands it over, esc gives it up. Where it will not do, `take` asks again."""
        self._line = take
        self.key_bar.prompt = Prompt(question, line)

    def ask_key(self, question: str, take: Callable[[str], None]) -> None:
        """Ask for a key: the next one, whichever it is, is handed over by its name."""
        self._key = take
        self.say(question)

    @property
    def is_seen(self) -> bool:
        """Whether the screen is the one that is seen: no other covers it, and it was not taken off."""
        return self.app.screen_stack[-1:] == [self]

    def is_heard(self, message: Message) -> bool:
        """Leave out what is asked of a pane too late: of two clicks at once the first may have closed the screen."""
        return self.is_seen or not isinstance(message, PaneMessage)

    def close(self) -> bool:
        """Take the screen off; False where it is not seen any more: of two that are asked for, the first did it."""
        if closes := self.is_seen:
            self.app.pop_screen()
        return closes

    async def handle_key(self, event: events.Key) -> bool:
        """Take a key before any binding does; False where nothing is asked. Keys typed ahead so stay in order."""
        if event.key in RESERVED_KEYS or not self.is_asking:
            return False
        if self._key:
            take, self._key = self._key, None
            take(event.key)
        elif event.key in ("enter", "escape"):
            self._finish_prompt(given_up=event.key == "escape")
        elif (pressed := self._open_prompt.edit.press_key(event.key, event.character)) is not None:
            self.key_bar.prompt = self._open_prompt._replace(edit=pressed)
        return True

    def handle_paste(self, text: str) -> None:
        """Take a pasted text."""
        if self._line:
            self.key_bar.prompt = self._open_prompt._replace(edit=self._open_prompt.edit.insert(text))

    @property
    def _open_prompt(self) -> Prompt:
        prompt = self.key_bar.prompt
        assert prompt is not None
        return prompt

    def _finish_prompt(self, *, given_up: bool) -> None:
        """End the question, and hand over what was typed."""
        text, take = self._open_prompt.edit.text, self._line
        self._line, self.key_bar.prompt = None, None
        if take and not given_up:
            take(text)
