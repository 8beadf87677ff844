"""Which rows are erased first: what is then written is shorter where much of a row becomes blank."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from icb_tui.terminal.painting.screen_rows import LookTable, Piece, ScreenRow, mark_changes

LONG_BLANK = " " * 10
LONG_BLANKS = re.compile(f"{LONG_BLANK}+")
"""As many blanks as are longer than to erase them and to jump over them."""

_JUMP_BYTES, _ERASURE_BYTES = 5, 10
"""The bytes of a jump to a piece, and those of a jump to the end of a row that is erased, with the erasure."""

_MIN_BLANKS = 2
"""How many blanks there must be to look at whether it is shorter to erase the row."""


class Erasure(NamedTuple):
    """The end of a row that is erased, from a cell on, in a look."""

    start: int
    look: str


class RowChange(NamedTuple):
    """How a row is changed: its end is erased, if at all, and pieces are sent."""

    erasure: Erasure | None
    pieces: list[Piece]


def plan_row(looks: LookTable, before: ScreenRow, now: ScreenRow, *, erases: bool) -> RowChange:
    """Return what is to be sent of a row that shows another, as few bytes as can be."""
    changes = mark_changes(before, now)
    plain = RowChange(None, looks.split_cells(now, changes))
    is_worth_it = erases and _count_blanks(now, plain.pieces) >= _MIN_BLANKS and now.is_known
    erasure = _find_erasure(looks, now, changes) if is_worth_it else None
    if erasure is None:
        return plain
    start, look = erasure
    rest = len(now.text) - start
    blank = before.put(start, ScreenRow(" " * rest, look * rest, look * rest))
    erased = RowChange(erasure, looks.split_cells(now, mark_changes(blank, now)))
    cost = _ERASURE_BYTES + _count_bytes(now, erased.pieces)
    return erased if cost < _count_bytes(now, plain.pieces) else plain


def _count_blanks(row: ScreenRow, pieces: Iterable[Piece]) -> int:
    """How many blanks are to be sent that take a jump of their own, or an erasure."""
    texts = (row.text[start:end] for _, start, end in pieces)
    return sum(text.count(LONG_BLANK) or not text.strip(" ") for text in texts)


def _find_erasure(looks: LookTable, now: ScreenRow, changes: bytes) -> Erasure | None:
    """From the first cell on that becomes blank in the ground of the last one."""
    look = now.looks[-1]
    if now.text[-1] != " " or looks.name_blank(look) != look:
        return None
    start = next(
        (x for x, cell in enumerate(zip(changes, now.text, now.looks, strict=True)) if cell == (1, " ", look)), None
    )
    return None if start is None else Erasure(start, look)


def _count_bytes(row: ScreenRow, pieces: Iterable[Piece]) -> int:
    """About how many bytes pieces of a row take."""
    return sum(_JUMP_BYTES + len(LONG_BLANKS.sub(LONG_BLANK, row.text[start:end])) for _, start, end in pieces)
