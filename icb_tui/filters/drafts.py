"""A filter while it is typed: what can be read of it already, and what cannot be read yet."""

from __future__ import annotations

import re

from icb_tui.domain.dataset import Dataset
from icb_tui.filters.language import parse_filter
from icb_tui.filters.lexicon import QUOTES, UnknownFilterWord
from icb_tui.filters.terms import Filter

_BEGINNING = re.compile(rf"(?:(?<!\S)-?not\s+)*[^\s{QUOTES}]*$", re.IGNORECASE)
"""What stands before the place of a refusal in its word, and each `not` before that: it would negate the next word."""

_REST = re.compile(rf"[^\s{QUOTES}]*")

MAX_UNREAD_WORDS = 8
"""After so many words that cannot be read the rest is not looked at: 2,000 characters that were pasted took seconds."""


def read_draft(text: str, data: Dataset) -> tuple[Filter, UnknownFilterWord | None]:
    """Return the filter of the words that can be read, and the refusal of the first word that cannot be, if any."""
    first: UnknownFilterWord | None = None
    for unread in range(MAX_UNREAD_WORDS):
        try:
            return parse_filter(text, data), first
        except UnknownFilterWord as refused:
            first = first or refused
            start = _BEGINNING.search(text, 0, refused.start).start()  # type: ignore[union-attr]
            end = _REST.match(text, refused.start + max(len(refused.word), 1)).end()  # type: ignore[union-attr]
            text = f"{text[:start]} {text[end:] if unread < MAX_UNREAD_WORDS - 2 else ''}"
    return Filter(), first
