"""Rows of the screen as strings of characters and of looks, which are compared at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import ne, or_
from typing import NamedTuple

from icb_tui.terminal.painting.cell_styles import PLAIN_STYLE, SEEN_ON_BLANK, CellStyle

UNKNOWN = "\0"
"""The character and the look of a cell of which nothing is known."""

_RUN = re.compile(b"\1(?:\0{0,4}\1+)*")
"""Cells that changed, and a few between them: to send these again is no longer than to jump over them."""

_ALIKE = re.compile(r"(.)\1*", re.DOTALL)
"""Neighbouring cells of one look."""


class ScreenRow(NamedTuple):
    """The characters of a row, of each cell the name of its look, and that of the style it was painted in."""

    text: str
    looks: str
    styles: str

    @property
    def is_known(self) -> bool:
        """Whether all of its cells are known."""
        return UNKNOWN not in self.looks

    def looks_like(self, other: ScreenRow) -> bool:
        """Whether nobody can see a difference."""
        return self.text == other.text and self.looks == other.looks

    def put(self, x: int, cells: ScreenRow) -> ScreenRow:
        """Return the row with other cells from one on."""
        end = x + len(cells.text)
        return ScreenRow(*(old[:x] + new + old[end:] for old, new in zip(self, cells, strict=True)))


def make_unknown_row(columns: int) -> ScreenRow:
    """Return a row of which nothing is known."""
    return ScreenRow(*[UNKNOWN * columns] * 3)


class Piece(NamedTuple):
    """Cells of a row that can be sent in one look; a blank among them has its ground."""

    look: str
    start: int
    end: int


class LookTable:
    """The styles of cells, each named by one character. A blank has the plain style of its ground: no text is seen."""

    def __init__(self) -> None:
        self._styles = [PLAIN_STYLE]  # in the place of the name UNKNOWN, which is none of a style
        self._names: dict[CellStyle, str] = {}
        self._blanks = {UNKNOWN: ""}
        self._spellings: dict[str, _Spelling] = {}

    def find_style(self, name: str) -> CellStyle:
        """Return the style that a name stands for."""
        return self._styles[ord(name)]

    def name_style(self, style: CellStyle) -> str:
        """Return the name of a style."""
        if style not in self._names:
            self._names[style] = chr(len(self._styles))
            self._styles.append(style)
        return self._names[style]

    def name_blank(self, name: str) -> str:
        """Return the look of a blank that is sent in a look; "" where the look shows on it, as an underline does."""
        if name not in self._blanks:
            style = self.find_style(name)
            is_seen = style.attributes & SEEN_ON_BLANK
            self._blanks[name] = "" if is_seen else self.name_style(CellStyle(ground=style.ground))
        return self._blanks[name]

    def join_texts(self, texts: Sequence[tuple[str, str]]) -> ScreenRow:
        """Return the cells of texts beside each other, each with the name of its style."""
        looks = (self._spell(text, name) if " " in text else name * len(text) for text, name in texts)
        styles = (name * len(text) for text, name in texts)
        return ScreenRow("".join([text for text, _ in texts]), "".join(looks), "".join(styles))

    def _spell(self, text: str, name: str) -> str:
        """The looks of the cells of a text."""
        if name not in self._spellings:
            self._spellings[name] = _Spelling(name, self.name_blank(name) or name)
        return text.translate(self._spellings[name])

    def split_cells(self, row: ScreenRow, changes: bytes) -> list[Piece]:
        """Return the cells of a row that changed, as few pieces as can be; none of the cells that are not known."""
        pieces = list[tuple[str, int, int]]()  # tuples: a Piece takes five times as long to make
        for run in _RUN.finditer(changes):
            for alike in _ALIKE.finditer(row.styles, *run.span()):
                piece = (alike[1], *alike.span())
                if pieces and pieces[-1][2] == piece[1] and (look := self._join_looks(row.text, pieces[-1], piece)):
                    pieces[-1] = (look, pieces[-1][1], piece[2])
                elif piece[0] != UNKNOWN and changes.find(1, *piece[1:]) >= 0:
                    pieces.append(piece)
        return [Piece(look, changes.index(1, start), changes.rindex(1, start, end) + 1) for look, start, end in pieces]

    def _join_looks(self, text: str, one: tuple[str, int, int], other: tuple[str, int, int]) -> str:
        """Return the look in which two pieces that touch can be sent as one; "" if none of them is blank."""
        (look, start, middle), (other_look, _, end) = one, other
        if text[middle:end].strip(" "):
            if text[start:middle].strip(" "):
                return ""
            look = other_look
        return look if self.name_blank(one[0]) == self.name_blank(other_look) != "" else ""


LOOKS = LookTable()
"""The names of all styles: panes remember their lines as cells that are named so."""


class _Spelling(dict[int, str]):
    """The look of each character of a text in one style."""

    def __init__(self, name: str, blank: str) -> None:
        super().__init__({ord(" "): blank})
        self.look = name

    def __missing__(self, character: int) -> str:
        return self.setdefault(character, self.look)


def mark_changes(before: ScreenRow, now: ScreenRow) -> bytes:
    """Return of each cell whether it is another than before."""
    if before.looks == now.looks:
        return bytes(map(ne, before.text, now.text))
    return bytes(map(or_, map(ne, before.text, now.text), map(ne, before.looks, now.looks)))
