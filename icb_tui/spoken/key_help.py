"""The help of a screen as it is heard: its keys in sentences, then what the words mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from icb_tui.domain import cell_words
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.legend import GlossaryEntry
from icb_tui.pages.help import FILTER_RULES, FILTER_WORDS, KeyHelp, list_evidence_types, list_words
from icb_tui.spoken.page_lines import SpokenLine
from icb_tui.spoken.words import speak_text
from icb_tui.text.cells import join_names

HOW_TO_READ = (
    "Each move says one line, and the cursor stands at its start.",
    "On a page, up arrow and down arrow read line by line. Page up and page down go from heading to heading.",
    "Equals opens the whole screen as plain text, to be read line by line.",
)

KEYS_IN_WORDS = {
    "↑": "up arrow",
    "↓": "down arrow",
    "←": "left arrow",
    "→": "right arrow",
    "esc": "escape",
    "/": "slash",
    "?": "question mark",
    "=": "equals",
    "+": "plus",
    "-": "minus",
    "*": "star",
    "[": "left bracket",
    "]": "right bracket",
    "<": "less than",
    ">": "greater than",
    "1–5": "1 to 5",
}


def name_key(key: str) -> str:
    """Return a key in words: “capital M”, “left arrow”; a reader may pass over a sign."""
    capital = "capital " if len(key) == 1 and key.isupper() else ""
    return KEYS_IN_WORDS.get(key) or f"{capital}{key.replace('+', ' ')}"


def name_keys(keys: str) -> str:
    """Return keys that a space parts: “down arrow or j”."""
    return join_names([name_key(key) for key in keys.split()] if keys != "page keys" else ["page up", "page down"])


def list_help_lines(keys: Sequence[KeyHelp], data: Dataset) -> list[SpokenLine]:
    """Return the lines of the help."""
    parts = {
        "How to read with a screen reader": HOW_TO_READ,
        **{
            group: [f"{name_keys(each.key)}: {each.does}." for each in members]
            for group, members in groupby(keys, attrgetter("group"))
        },
        "Words": list(_join_entries(list_words(data))),
        "A filter finds boards": [*(f"{words}: {finds}." for words, finds in FILTER_WORDS.items()), *FILTER_RULES],
        "How a rating is made": [cell_words.describe_rule(data)],
        "Evidence types": list(_join_entries(list_evidence_types(data))),
    }
    return [line for heading, said in parts.items() for line in _list_part(heading, said)]


def _list_part(heading: str, said: Sequence[str]) -> Iterator[SpokenLine]:
    yield SpokenLine(heading, 2)
    yield from (SpokenLine(speak_text(each)) for each in said)


def _join_entries(entries: Sequence[GlossaryEntry]) -> Iterator[str]:
    return (f"{each.name}: {each.meaning}" for each in entries)
