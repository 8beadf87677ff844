"""What a driver needs to read keys in a thread of its own: text from bytes, events from text, and an end."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from threading import Event

from textual import events
from textual.message import Message

from icb_tui.terminal.input_filter import InputFilter
from icb_tui.terminal.kitty_keys import KeySequences, read_kitty_key
from icb_tui.terminal.textual_internals import InternalsParser

POLL_SECONDS, POLLS_AFTER_INPUT = 0.02, 15
"""The seconds between two looks for the rest of a sequence, and how many looks: a lone escape is a key.

Together 0.3 s, three times what Textual waits (ESCDELAY) before it takes an escape for a key.
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
