"""Which rows of the screen are to be scrolled: what a page shows already is not sent again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from icb_tui.terminal.painting.screen_rows import ScreenRow

_MIN_MATCHES = 4
"""How many rows must be found again elsewhere: to scroll takes as many bytes as a short row."""


class Scroll(NamedTuple):
    """Rows of the screen, from the top one to the bottom one, that go up by some, down where that is below 0."""

    top: int
    bottom: int
    rows: int


def find_scroll(before: Sequence[ScreenRow], now: Mapping[int, ScreenRow]) -> Scroll | None:
    """Return how the rows that are painted come out of those before, if many do; None where it does not pay.

    Nothing is scrolled of which any cell is not known: it could not be written again where it should have stayed.
    """
    changed = {y: row[:2] for y, row in now.items() if not row.looks_like(before[y])}
    if len(changed) < _MIN_MATCHES:
        return None
    places = {before[y][:2]: y for y in changed}
    ways = Counter(places[row] - y for y, row in changed.items() if row in places and not _is_even(row))
    [(rows, matches)] = ways.most_common(1) or [(0, 0)]
    if matches < _MIN_MATCHES:
        return None
    # Those between that stay as they are have to be sent again.
    found = [y for y, row in changed.items() if places.get(row) == y + rows and not _is_even(row)]
    top, bottom = min(min(found), min(found) + rows), max(max(found), max(found) + rows)
    pays = len(found) >= _MIN_MATCHES + sum(y not in changed for y in range(top, bottom + 1))
    return Scroll(top, bottom, rows) if pays and all(row.is_known for row in before[top : bottom + 1]) else None


def _is_even(row: tuple[str, ...]) -> bool:
    """Whether all cells of a row are alike, as those of many rows are."""
    return row[0] == row[0][0] * len(row[0])
