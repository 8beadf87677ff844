"""Text in ASCII, for terminals and locales that show no more."""

from __future__ import annotations

import unicodedata

from icb_tui.text.normal_forms import normalise

SPELLED_OUT = str.maketrans({"£": "GBP ", "€": "EUR ", "²": "2", "³": "3", "½": "1/2", "ß": "ss", "æ": "ae", "ø": "o"})


def to_ascii(text: str) -> str:
    """Return a text in ASCII: letters without their accents, symbols spelt out, what is left as `?`; never empty."""
    if text.isascii():
        return text
    spelled = normalise("NFKD", text.translate(SPELLED_OUT)).translate(GLYPHS_IN_ASCII)
    return "".join(c if c.isascii() else "?" for c in spelled if not unicodedata.combining(c)) or "?"


def lines_to_ascii(text: str) -> str:
    """Return printed lines in ASCII."""
    return "".join(to_ascii(line) for line in text.splitlines(keepends=True))


GLYPHS_IN_ASCII = str.maketrans(
    {"…": "~", "·": ".", "–": "-", "—": "-", "─": "-", "│": "|", "●": "*", "✓": "x", "↑": "^", "↓": "v"}
    | {"┬": "-", "┴": "-", "┼": "+", "┤": "|", "├": "|", "└": "+", "▌": "(", "▐": ")", "┃": "x"}
    | {"▲": "^", "△": "'", "○": "o", "◆": "*", "▼": "v"}
    | {"≈": "~", "□": ":", "†": "!", "−": "-", "£": "#"}
    | dict(zip("▁▂▃▄▅▆▇█░━", "_.,-=+*#.=", strict=True))
    | {
        "←": "<",
        "→": ">",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "¶": "p",
        "×": "x",
        "◂": "<",
        "▸": ">",
        "›": ">",
        "↕": ":",
    }
)
"""The program's own glyphs as one ASCII character each."""
