"""What the cells of a sheet of findings mean: words → ids, dates and numbers as the data files write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from icb_tui.domain.dataset import Dataset
from icb_tui.domain.names import fold_name, list_filter_words
from icb_tui.domain.phrases import MONTHS
from icb_tui.importing.board_index import AreaKind, BoardIndex
from icb_tui.importing.findings.columns import split_words
from icb_tui.importing.import_problems import normalise_text, shorten_cell
from icb_tui.text.cells import join_names
from icb_tui.text.formulas import unescape_cell

MAX_CHARACTERS = 10_000
"""The most characters that a cell may have: what a reader of a screen could read."""

ENGLAND = "England-wide"
"""What stands in the column of boards where a finding is about England as a whole."""

DIRECTIONS = {
    "positive": "The finding is favourable",
    "concern": "The finding is a concern",
    "neutral": "The finding is neither favourable nor a concern",
}

SCOPES = {
    "icb": ("board", "icb", "The finding is about the board in the column ICB"),
    "national": (ENGLAND, "national", "The finding is about England as a whole"),
    "unresolved": ("unmatched", "unresolved", "The finding names no ICB: its column Name in the source has the name"),
}
"""Scope → its word in a sheet, its word in the data files, and what it means."""

_ENGLAND_WORDS = {"england", "england wide", "national"}

_NO_AIM_WORDS = {"whole", "whole board", "none"}

_NO_RATING_WORDS = {"none", "no rating", "not rated", "unrated"}

_YEAR = re.compile(r"(?:FY ?)?(\d{4}) ?[/–-] ?(\d{2}|\d{4})", re.IGNORECASE | re.ASCII)

_NUMBER = re.compile(
    r"-?(?:0|[1-9]\d{0,14})(?P<decimal>\.\d{1,17})?(?P<exponent>e[-+]?\d{1,2})?", re.IGNORECASE | re.ASCII
)

_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)

_WORDED_DATE = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]{3,9})\.?,? (\d{4})", re.IGNORECASE | re.ASCII)

_SLASHED_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)


class CellError(ValueError):
    """A cell that cannot be used: what is wrong, and what was expected."""


class CellReader:
    """Reads the cells of each column by the words that a dataset has for its boards, aims, ratings and types."""

    def __init__(self, data: Dataset, boards: BoardIndex) -> None:
        self._data, self._boards = data, boards
        self._aims = {str(place): aim.id for place, aim in enumerate(data.aims, 1)}
        for place, aim in enumerate(data.aims, 1):
            words = list_filter_words(aim)
            self._aims |= dict.fromkeys([*words, f"aim {place}", *(f"{place} {word}" for word in words)], aim.id)
        self._kinds = {word: kind.id for kind in data.kinds for word in list_filter_words(kind)}
        self._ratings = {fold_name(r.letter): r.id for r in data.ratings} | {
            word: r.id for r in data.ratings for word in list_filter_words(r)
        }
        self._readers: dict[str, Callable[[str], Any]] = {
            "icb": self._read_board,
            "candidates": lambda text: [self._read_board(part) for part in re.split(r" ?[;,+] ?", text) if part],
            "year": self._read_year,
            "aim": self._read_aim,
            "kind": lambda text: _look_up(text, self._kinds, "evidence type", [kind.name for kind in data.kinds]),
            "direction": lambda text: _look_up(
                text, {each: each for each in DIRECTIONS}, "direction", list(DIRECTIONS)
            ),
            "rating": self._read_rating,
            "scope": _read_scope,
            "figure.value": read_number_or_text,
            "source.published": read_published,
            "page": lambda text: _read_place(text, "page", "p"),
            "paragraph": lambda text: _read_place(text, "paragraph", "para"),
        }

    def read(self, field: str, cell: str) -> Any:
        """Return what the cell of a field's column means, as the data files write it; None where it is empty.

        Texts are on one line, and safe for a terminal. Raises CellError.
        """
        bare = unescape_cell(cell.strip())
        if len(bare) > MAX_CHARACTERS:
            raise CellError(f"{len(bare):,} characters; expected at most {MAX_CHARACTERS:,}")
        if field == "words":
            return [word for word in map(normalise_text, split_words(bare)) if word] or None
        text = normalise_text(bare)
        return self._readers.get(field, str)(text) if text else None

    def _read_board(self, text: str) -> str:
        area = self._boards.identify(text)
        if area.kind is AreaKind.ENGLAND or fold_name(text) in _ENGLAND_WORDS:
            return ENGLAND
        if area.kind is AreaKind.BOARD:
            return area.code
        message = f"unknown board “{shorten_cell(text)}”; expected the code or the name of a board, or {ENGLAND}"
        raise CellError(area.problem or message)

    def _read_year(self, text: str) -> str:
        found = _YEAR.fullmatch(text)
        if not found or int(found[2]) % 100 != (int(found[1]) + 1) % 100:
            raise CellError(
                f"not a financial year: “{shorten_cell(text)}”; expected a year and the next, such as 2023/24"
            )
        year = f"{found[1]}/{found[2][-2:]}"
        if year not in self._data.years:
            known = join_names(list(self._data.years), 12)
            raise CellError(f"unknown year {year}; expected {known}, or a year under `years:` in your assessments.yaml")
        return year

    def _read_aim(self, text: str) -> str | None:
        if fold_name(text) in _NO_AIM_WORDS:
            return None
        return _look_up(
            text, self._aims, "aim", [f"1 to {len(self._data.aims)}", *(aim.short_name for aim in self._data.aims)]
        )

    def _read_rating(self, text: str) -> str | None:
        if fold_name(text) in _NO_RATING_WORDS:
            return None
        return _look_up(
            text, self._ratings, "rating", [rating.name for rating in self._data.ratings if rating.role != "mixed"]
        )


def _look_up(text: str, words: Mapping[str, str], what: str, expected: list[str]) -> str:
    if found := words.get(fold_name(text)):
        return found
    raise CellError(f"unknown {what} “{shorten_cell(text)}”; expected {join_names(expected, 12)}")


def _read_scope(text: str) -> str:
    words = {fold_name(word): scope for scope, pair in SCOPES.items() for word in pair[:2]}
    return _look_up(
        text, words | dict.fromkeys(_ENGLAND_WORDS, "national"), "scope", [w for w, _, _ in SCOPES.values()]
    )


def read_number_or_text(text: str) -> int | float | str:
    """Return the number that a whole cell is, else the text: “10”, but “over 300” and “1,234”."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return text
    return float(text) if found["decimal"] or found["exponent"] else int(text)


def read_published(text: str) -> str:
    """Return a date as exactly as it is given: 2025, 2025-01 or 2025-01-16; raise CellError."""
    if found := _ISO_DATE.fullmatch(text):
        return _check_date(text, found[1], found[2], found[3])
    if found := _WORDED_DATE.fullmatch(text):
        return _check_date(text, found[3], _find_month(text, found[2]), found[1])
    if found := _SLASHED_DATE.fullmatch(text):
        if int(found[2]) == int(found[1]) or int(found[1]) > 12:
            return _check_date(text, found[3], found[2], found[1])
        raise CellError(f"unclear which is the day and which the month: {text}; expected 2025-01-16 or 16 January 2025")
    raise _make_date_error(text)


def _find_month(text: str, word: str) -> str:
    months = [n for n, month in enumerate(MONTHS, 1) if month.casefold().startswith(word.casefold())]
    if len(months) != 1:
        raise _make_date_error(text)
    return str(months[0])


def _check_date(text: str, year: str, month: str | None, day: str | None) -> str:
    try:
        date = dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise _make_date_error(text) from None
    return date.isoformat()[: 10 if day else 7 if month else 4]


def _make_date_error(text: str) -> CellError:
    return CellError(
        f"not a valid date: “{shorten_cell(text)}”; expected one such as 2025, 2025-01, 2025-01-16 or 16 January 2025"
    )


def _read_place(text: str, word: str, short: str) -> int:
    """The number of a page or a paragraph, with or without its word."""
    found = re.fullmatch(rf"(?:(?:{word}|{short}\.?) ?)?([1-9][0-9]{{0,5}})(?:\.0)?", text, re.IGNORECASE)
    if not found:
        raise CellError(f"not the number of a {word}: “{shorten_cell(text)}”; expected one whole number, from 1")
    return int(found[1])
