"""Fifths of the boards on an indicator: in which one a board lies, and where each begins and ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from icb_tui.domain.answers import IndicatorPoint
from icb_tui.domain.records import Indicator

FIFTHS = 5


def find_fifth(point: IndicatorPoint) -> int | None:
    """Return in which fifth of the boards a value lies, 1 being the best (or the highest); equal values in the same."""
    return None if point.rank is None else (point.rank - 1) * FIFTHS // point.of + 1


class Fifth(NamedTuple):
    """A fifth of the boards: its first value, which is its best (or its highest), its last, and how many lie in it."""

    number: int
    first: float
    last: float
    boards: int


def list_fifths(points: Iterable[IndicatorPoint], indicator: Indicator) -> list[Fifth]:
    """Return the fifths that any board lies in."""
    known = [(find_fifth(point), point.value) for point in points]
    fifths = []
    for number in range(1, FIFTHS + 1):
        values = sorted(value for fifth, value in known if fifth == number and value is not None)
        if values:
            first, last = (values[0], values[-1]) if indicator.better == "lower" else (values[-1], values[0])
            fifths.append(Fifth(number, first, last, len(values)))
    return fifths
