"""Text as it is heard: signs in words, and nothing that only makes a picture."""

from __future__ import annotations

import re
from collections.abc import Iterable

from icb_tui.domain.cell_words import MISSING, UNMATCHED
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.phrases import MARK_NEVER_RATED, MARK_UNRATED

SIGNS_IN_WORDS = str.maketrans(
    {
        "·": ", ",
        "−": "minus ",
        "×": " by ",
        "↑": "up arrow",
        "↓": "down arrow",
        "←": "left arrow",
        "→": "right arrow",
    }
)

_PICTURES = re.compile(r"[\u2190-\u21ff\u2500-\u25ff\u2713\u2800-\u28ff†≈›]+")
"""Arrows, lines of boxes, blocks, shapes, braille patterns, and marks that stand beside words."""


def speak_text(text: str) -> str:
    """Return a text as it is heard; what stands in columns has commas between them."""
    spoken = re.sub(" {2,}", ", ", text.strip()).translate(SIGNS_IN_WORDS)
    spoken = " ".join(_PICTURES.sub(" ", spoken).split())
    return re.sub(r"(?: ?,)+(?= |$)", ",", spoken).strip(", ")


class MarkRemover:
    """Leaves out the marks before the words that say the same: “Strong” for “S △ Strong”."""

    def __init__(self, data: Dataset) -> None:
        glyphs = [*(rating.mark for rating in data.ratings), *(each.glyph for each in MISSING.values())]
        counts = rf"[{MARK_UNRATED}{MARK_NEVER_RATED}]\d*"
        marks = "|".join([*map(re.escape, [*glyphs, UNMATCHED.glyph]), counts])
        self._before_words = re.compile(rf"(?:(?<=^)|(?<=[:;,] ))(?:{marks}) +(?=\w)", re.MULTILINE)

    def remove_marks(self, text: str) -> str:
        """Return a text without its marks."""
        return self._before_words.sub("", text)


def join_sentences(parts: Iterable[str]) -> str:
    """Return parts as sentences; an empty one is left out."""
    said = [part.strip() for part in parts if part.strip()]
    return " ".join(part if part.endswith((".", "?", "!", ":")) else f"{part}." for part in said)
