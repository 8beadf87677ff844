"""Unicode normal forms in bounded time: the one place that normalises a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

MAX_MARKS = 16
"""How many combining marks in a row are kept. Sorting them takes the square of their number; no language uses more."""

_SOUND_MARKS = "\uff9e\uff9f"
"""The half-width sound marks of Japanese: letters, which become combining marks in a compatibility form."""

_MAYBE_MARKS = re.compile(rf"[^\w\x00-\u02ff{_SOUND_MARKS}]|[{_SOUND_MARKS}]")
"""A character that may be or become a mark: none is a letter or a digit, but for the sound marks."""

_STACK = re.compile(rf"(?:{_MAYBE_MARKS.pattern}){{{MAX_MARKS + 1}}}")


def normalise(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    """Return a text in a normal form, without the marks past the first sixteen in a row."""
    return unicodedata.normalize(form, "".join(_drop_marks(text)) if _STACK.search(text) else text)


def _drop_marks(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if is_mark(character) else 0
        if marks <= MAX_MARKS:
            yield character


def is_mark(character: str) -> bool:
    """Whether a character combines with the one before, or would in some normal form."""
    return unicodedata.category(character)[0] == "M" or character in _SOUND_MARKS
