"""What a page may send over its WebSocket, in the protocol of textual-serve: everything else is refused."""

from __future__ import annotations

from typing import Annotated

import msgspec

from icb_tui.terminal.size import limit_size

MAX_MESSAGE = 64 * 1024
"""The bytes of a message. A paste is cut by the page long before; the explorer takes 4,096 characters of one."""

Count = Annotated[int, msgspec.Meta(ge=0)]


class BrowserMessage(msgspec.Struct, array_like=True):
    """A message: its kind, then what it says."""


class TypedKeys(BrowserMessage, tag="stdin"):
    """Keys, clicks and pasted text, as a terminal sends them."""

    text: str


class WindowSize(msgspec.Struct):
    """How many columns and rows the window has room for."""

    width: Count
    height: Count


class WindowResized(BrowserMessage, tag="resize"):
    """The window has another size."""

    size: WindowSize


class LivePing(BrowserMessage, tag="ping"):
    """A question whether the server is there, to be answered with the same text."""

    text: Annotated[str, msgspec.Meta(max_length=100)]


class PageFocused(BrowserMessage, tag="focus"):
    """The page has the keys."""


class PageBlurred(BrowserMessage, tag="blur"):
    """The page does not have the keys any more."""


MESSAGE_BURST, MESSAGE_RATE = 2_000, 500
"""How many messages a page may send at once, and in each second: five times what the fastest wheel makes."""


class MessageMeter:
    """Counts messages; tells a flood from a person."""

    def __init__(self) -> None:
        self._room, self._last = float(MESSAGE_BURST), 0.0

    def allow_message(self, now: float) -> bool:
        """Count a message that comes now, in seconds; return False for one too many."""
        self._room = min(self._room + (now - self._last) * MESSAGE_RATE, MESSAGE_BURST) - 1
        self._last = now
        return self._room >= 0


_DECODER = msgspec.json.Decoder(TypedKeys | WindowResized | LivePing | PageFocused | PageBlurred)


def read_message(text: str) -> BrowserMessage:
    """Return what a page says; raise ValueError for what is no message."""
    try:
        message: BrowserMessage = _DECODER.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from None
    return message


def read_size(width: str, height: str) -> tuple[int, int]:
    """Return the columns and rows that the address of a WebSocket names; 80 and 24 where it names none."""
    digits = [text if text.isascii() and text.isdigit() and len(text) < 6 else "" for text in (width, height)]
    return limit_size(int(digits[0] or 80), int(digits[1] or 24))
