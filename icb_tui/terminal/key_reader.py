"""What a driver needs to read keys in a thread of its own: text from bytes, events from text, and an end."""

from __future__ import annotations

import asyncio
import codecs
import os
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from threading import Event
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message

from icb_tui.terminal.input_filter import InputFilter
from icb_tui.terminal.kitty_keys import KeySequences, read_kitty_key
from icb_tui.terminal.textual_internals import InternalsParser

POLL_SECONDS, POLLS_AFTER_INPUT = 0.02, 15
"""The seconds between two looks for the rest of a sequence, and how many looks: a lone escape is a key.

Together 0.3 s, three times what Textual waits (ESCDELAY) before it takes an escape for a key.
"""

READ_BYTES, MAX_WAITING = 1_024, 200
"""How many bytes are read at once, and how many messages may wait for the app before no more are.

Keys that come faster than they are answered fill the terminal, and not the memory: a message takes 4 KB.
"""


class ReadableEvent(Event):
    """An event that can be waited for as a file is: `reader` can be read from once it is set."""

    def __init__(self) -> None:
        super().__init__()
        self.reader, self._writer = os.pipe()

    def set(self) -> None:
        super().set()
        os.write(self._writer, b"x")

    def clear(self) -> None:
        if self.is_set():
            os.read(self.reader, 4096)
        super().clear()


SAME_KEYS = {"ctrl+j": "enter"}
"""Keys that are another key. A line feed is what some terminals send for enter, and what the terminal's own line
discipline makes of one that is typed before the program reads keys.
"""


class KeyParser(InternalsParser):
    """Textual's parser, with every key by the name that it has in bindings.

    An escape that has waited long enough is a key before anything more is read.
    """

    def feed(self, data: str) -> Iterator[Message]:
        yield from self.tick()
        yield from super().feed(data)

    def make_keys(self, sequence: str, *, alt: bool) -> Iterator[events.Key]:
        read = read_kitty_key(sequence) or KeySequences(sequence, sequence)
        named = list(super().make_keys(read.placed, alt=alt))
        typed = named if read.typed == read.placed else super().make_keys(read.typed, alt=alt)
        for name, text in zip(named, typed, strict=True):
            yield events.Key(SAME_KEYS.get(name.key, name.key), text.character)


class InputDecoder:
    """UTF-8 as it comes, of which the filter passes what is a key, a click or a paste."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._filter = InputFilter()

    def decode_input(self, data: bytes) -> str:
        return self._filter.filter_chunk(self._decoder.decode(data))


class InputPacer:
    """Keeps the thread that reads keys from running ahead of the app that answers them."""

    def __init__(self, app: App[Any], ending: Event) -> None:
        self._owner, self._ending, self._answering = app, ending, asyncio.get_running_loop()
        self._unchecked = 0

    def wait_for_app(self, characters: int) -> None:
        """Return once the app has little left to do; at once while few characters were read since it had."""
        self._unchecked += characters
        while self._unchecked > MAX_WAITING and not self._ending.is_set():
            if self._count_waiting() <= MAX_WAITING:
                self._unchecked = 0
            else:
                self._ending.wait(POLL_SECONDS)

    def _count_waiting(self) -> int:
        """Return how many messages wait; it is counted in the thread of the app, after those that are on their way."""
        counted: Future[int] = Future()
        self._answering.call_soon_threadsafe(lambda: counted.set_result(count_messages(self._owner)))
        while not self._ending.is_set():
            with suppress(TimeoutError):
                return counted.result(POLL_SECONDS)
        return 0


def count_messages(app: App[Any]) -> int:
    """Return how many messages wait for an app, its screens and their widgets."""
    nodes = (node for screen in app.screen_stack for node in screen.walk_children(with_self=True))
    return app.message_queue_size + sum(node.message_queue_size for node in nodes)
