"""Everything in ASCII, for terminals and locales that show no more."""

from __future__ import annotations

import unicodedata
from typing import Any

import msgspec

from icb_tui.look import ASCII
from icb_tui.model import Dataset

SPELLED = str.maketrans({"£": "GBP ", "€": "EUR ", "²": "2", "³": "3", "½": "1/2", "ß": "ss", "æ": "ae", "ø": "o"})


def ascii_text(text: str) -> str:
    """Return a text in ASCII: letters without their accents, symbols spelt out, what is left as `?`."""
    if text.isascii():
        return text
    spelled = unicodedata.normalize("NFKD", text.translate(SPELLED)).translate(ASCII)
    return "".join(c if c.isascii() else "?" for c in spelled if not unicodedata.combining(c))


def in_ascii(data: Dataset) -> Dataset:
    """Return the data in ASCII, the symbols of the ratings as their stand-ins."""
    plain = _walked(msgspec.to_builtins(data))
    for rating in plain["ratings"]:
        rating["symbol"] = rating["ascii"]
    return msgspec.convert(plain, Dataset)


def _walked(value: Any) -> Any:
    match value:
        case str():
            return ascii_text(value)
        case dict():
            return {_walked(key): _walked(item) for key, item in value.items()}
        case list() | tuple():
            return [_walked(item) for item in value]
    return value


def ascii_lines(text: str) -> str:
    """Return printed lines in ASCII."""
    return "".join(ascii_text(line) for line in text.splitlines(keepends=True))
