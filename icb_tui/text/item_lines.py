"""The lines of a page, each written when it is looked at; how many there are is known before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, repeat
from typing import TypeVar, overload

from icb_tui.text.spans import Line

Item = TypeVar("Item")

MAX_REMEMBERED_ROWS = 64
"""How many rows are remembered as they were written: a screenful, most of which stay when a page is scrolled."""


class ItemLines(Sequence[Line]):
    """The lines of some items: `heights` says how many each one takes, `write` returns them.

    An item is written each time that one of its lines is looked at, and no other with it.
    """

    def __init__(self, items: Sequence[Item], heights: Iterable[int], write: Callable[[Item], Sequence[Line]]) -> None:
        self._starts = [*accumulate(heights, initial=0)]
        self._write_nth: Callable[[int], Sequence[Line]] = lambda nth: write(items[nth])

    def __len__(self) -> int:
        return self._starts[-1]

    def __iter__(self) -> Iterator[Line]:
        for nth in range(len(self._starts) - 1):
            yield from self._write_nth(nth)

    @overload
    def __getitem__(self, wanted: int) -> Line: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Line]: ...
    def __getitem__(self, wanted: int | slice) -> Line | list[Line]:
        places = range(len(self))[wanted]
        if isinstance(places, int):
            return self._list_lines(places, places + 1)[0]
        lines = self._list_lines(min(places), max(places) + 1) if places else []
        return lines[:: places.step]

    def _list_lines(self, start: int, stop: int) -> list[Line]:
        """The lines from one up to another."""
        lines: list[Line] = []
        for nth in range(bisect_right(self._starts, start) - 1, len(self._starts) - 1):
            above = self._starts[nth]
            if above >= stop:
                break
            lines += self._write_nth(nth)[max(start - above, 0) : stop - above]
        return lines


def join_parts(parts: Iterable[Sequence[Line]]) -> ItemLines:
    """Return the lines of parts that follow each other; none is looked at before its lines are."""
    parts = list(parts)
    return ItemLines(parts, map(len, parts), lambda part: part)


def write_rows(items: Sequence[Item], write: Callable[[Item], Line]) -> ItemLines:
    """Return the lines of items that take one each; the last that were looked at are remembered."""
    write_nth = lru_cache(MAX_REMEMBERED_ROWS)(lambda nth: (write(items[nth]),))
    return ItemLines(range(len(items)), repeat(1, len(items)), write_nth)
