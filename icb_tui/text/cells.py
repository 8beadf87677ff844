"""Text made safe to show and measured in terminal cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from rich.cells import cell_len, chop_cells, set_cell_size

from icb_tui.text.normal_forms import normalise

MAX_COMBINING_MARKS = 2
"""How many combining marks one character may carry; more would climb over the neighbouring lines."""

NARROW_TEXT = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027]*")
"""Text of letters and signs of Europe, each of which takes one cell, and none of which anything is wrong with."""

_VARIATION_SELECTORS = re.compile(r"[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""What chooses the form of the character before it, unseen, and may change its width."""


def clean(text: str) -> str:
    """Return `text` on one line, with nothing in it that a terminal could obey.

    Line ends and tabs become spaces; other control characters become their Unicode pictures (ESC is shown as ␛),
    invisible format characters such as bidirectional overrides become `�`, and stacked combining marks are capped.
    """
    if (text.isascii() and text.isprintable()) or NARROW_TEXT.fullmatch(text):
        return text
    return "".join(_replace_invisible(normalise("NFC", _VARIATION_SELECTORS.sub("", text))))


def _replace_invisible(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks > MAX_COMBINING_MARKS:
            continue
        yield character if character.isprintable() else _control_picture(character)


def _control_picture(character: str) -> str:
    code = ord(character)
    if character.isspace() and character not in "\x1c\x1d\x1e\x1f":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "�"


def cell_width(text: str) -> int:
    """Return how many terminal cells `text` takes."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, cells: int, more: str = "…") -> str:
    """Return `text` in exactly `cells` cells: padded with spaces, or cut with `more` as the sign that there is more."""
    taken = cell_width(text)
    if taken <= cells:
        return text + " " * (cells - taken)
    if cells < cell_width(more) + 1:
        return set_cell_size(text, max(cells, 0))
    return set_cell_size(text, cells - cell_width(more)) + more


def cut(text: str, cells: int, more: str = "…") -> str:
    """Return `text` in at most `cells` cells, not padded."""
    return text if cell_width(text) <= cells else fit(text, cells, more).rstrip()


def cut_middle(text: str, cells: int) -> str:
    """Return `text` in at most `cells` cells; where it is cut, its last word stays: names often differ in it alone."""
    last = text.rpartition(" ")[2]
    if cell_width(text) <= cells or cell_width(last) + 2 > cells // 2:
        return cut(text, cells)
    return f"{cut(text[: -len(last)].rstrip(), cells - cell_width(last) - 1)} {last}"


def wrap(text: str, cells: int) -> list[str]:
    """Return `text` as lines of at most `cells` cells (at least one line), broken at spaces where there are any."""
    cells = max(cells, 1)
    words = text.split() or [""]
    if cell_width(one := " ".join(words)) <= cells:
        return [one]
    return _wrap_narrow(one, cells) or _wrap_words(words, cells)


def _wrap_narrow(text: str, cells: int) -> list[str]:
    """The lines of a text whose every character takes one cell, found by its spaces; none where a word is too long."""
    lines, start, last = [], 0, len(text) - cells
    if not NARROW_TEXT.fullmatch(text):
        return []
    while start < last:
        end = text.rfind(" ", start, start + cells + 1)
        if end < 0:
            return []
        lines.append(text[start:end])
        start = end + 1
    return [*lines, text[start:]]


def _wrap_words(words: Iterable[str], cells: int) -> list[str]:
    """The lines of a text of any characters, word by word."""
    lines: list[str] = []
    line = ""
    for word in words:
        if line and cell_width(line) + 1 + cell_width(word) <= cells:
            line += " " + word
            continue
        if line:
            lines.append(line)
        *whole, line = chop_word(word, cells)
        lines += whole
    return [*lines, line]


def count_lines(text: str, cells: int) -> int:
    """Return how many lines `wrap` makes of a text, at once where one is enough."""
    return 1 if text.isascii() and len(text) <= cells else len(wrap(text, cells))


def wrap_items(items: Iterable[str], cells: int, last_cells: int, most: int) -> list[str]:
    """Return items on `most` lines at the most, the last one shorter; none is broken, and what has no room is left out.

    Where the last item is wider than the last line may be, an empty line follows.
    """
    lines: list[str] = []
    for item in items:
        joined = f"{lines[-1]}  {item}" if lines else item
        if lines and cell_width(joined) <= (cells if len(lines) < most else last_cells):
            lines[-1] = joined
        elif len(lines) < most:
            lines.append(item)
        else:
            break
    return lines if lines and cell_width(lines[-1]) <= last_cells else [*lines, ""]


def wrap_in_two(text: str, cells: int, *, hyphen: bool = False) -> list[str]:
    """Return `text` on one or two lines, broken at a space or else, with `hyphen`, in a word; empty if neither fits.

    No line begins with two consonants, if that can be had: Lead-ership, Prod-uctivity.
    """
    lines = wrap(text, cells)
    if len(lines) <= 2 and all(cell_width(word) <= cells for word in text.split()):
        return lines
    parts = [(text[:at], text[at:]) for at in range(len(text) - 1, 0, -1) if hyphen and cell_width(text[at])]
    fitting = [
        [f"{one}-", other]
        for one, other in parts
        if cell_width(one) < cells >= cell_width(other) and one[-1].isalpha() and other[0].isalpha()
    ]
    return next(
        (each for each in fitting if set(each[1][:2].casefold()) & set("aeiouy")), fitting[0] if fitting else []
    )


def chop_word(word: str, cells: int) -> list[str]:
    """A word as pieces of at most `cells` cells, no character lost: rich loses one that takes no cells."""
    if word.isascii() and word.startswith(("http://", "https://")):
        return list(_chop_address(word, cells))
    return list(filter(None, chop_cells(word, cells))) or [word]


def _chop_address(address: str, cells: int) -> Iterator[str]:
    """An address in pieces, cut behind a sign that parts it, if there is one in the second half; never inside `%29`."""
    while len(address) > cells:
        end = next((end for end in range(cells, cells // 2, -1) if address[end - 1] in "/-_?&="), cells)
        escape = address.find("%", max(end - 2, 0), end)
        end = escape if escape > 0 else end
        yield address[:end]
        address = address[end:]
    yield address


def join_names(names: list[str], most: int = 8, conjunction: str = "or") -> str:
    """Return names as English: "a", "a or b", "a, b or c"; past `most` the rest are counted."""
    if len(names) > most:
        return f"{', '.join(names[:most])} {conjunction} {len(names) - most} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"


def upper_first(text: str) -> str:
    """Return a text with its first letter a capital, and the others as they are."""
    return text[:1].upper() + text[1:]
