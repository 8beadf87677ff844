"""Numbers and periods as publishers write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from math import floor, log10
from statistics import median
from typing import NamedTuple

MAX_VALUE, MIN_VALUE = 1e15, 1e-12
"""Between these lies the size of a value that is not 0: what can be written, read again and shown."""

MOST_DECIMALS = 6

USUAL_DECIMALS = 2
"""Decimals that are taken over as they are written; of more, only as many are shown as tell something."""

_NO_VALUE = re.compile(r"[*:xcz–—…-]|\.{2,3}|n/?a|no value|\[[a-z]{1,4}\]|", re.IGNORECASE)

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:[, ]\d{3})+|\d+|(?=\.\d))(?:\.(\d*))?(?:[eE]([-+]?\d{1,2}))?", re.ASCII)

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

_PARTS = re.compile(rf"\d+|(?:{'|'.join(_MONTHS)})[a-z]*|[^\d\s]+|\s+")


class ParsedNumber(NamedTuple):
    """A value, how many decimals it was written with, and whether a % sign stood behind it."""

    value: float
    decimals: int
    percent: bool


def parse_number(text: str, *, commas: bool = True) -> ParsedNumber | None:
    """Return the number of a cell; None for an empty one, or the sign of a value suppressed; raise ValueError.

    `commas` says that a comma can only stand between thousands; where it might as well be a decimal one, it is refused.
    """
    if _NO_VALUE.fullmatch(text):
        return None
    bare = text.replace("−", "-").removesuffix("%").rstrip()
    found = _NUMBER.fullmatch(bare)
    if not found or ("," in bare and not commas):
        raise ValueError("expected a number such as 1234.5, or nothing")
    value = float(bare.replace(",", "").replace(" ", "")) + 0.0
    if value and not MIN_VALUE <= abs(value) < MAX_VALUE:
        raise ValueError(f"expected 0, or a size from {MIN_VALUE:g} to {MAX_VALUE:g}")
    decimals = max(len(found[1] or "") - int(found[2] or 0), 0)
    return ParsedNumber(value, decimals, text.endswith("%"))


def choose_decimals(values: Iterable[float], written: int) -> int:
    """Return with how many decimals to show values: as written or, of more than two, so that three figures are shown.

    One decimal is always kept of more than two.
    """
    if written <= USUAL_DECIMALS:
        return written
    sizes = [abs(value) for value in values if value]
    telling = USUAL_DECIMALS - floor(log10(median(sizes))) if sizes else 1
    return min(max(telling, 1), written, MOST_DECIMALS)


def sort_periods(periods: Iterable[str]) -> list[str] | None:
    """Return periods with the oldest first; None where they are not all written alike, or their order is not sure."""
    parts_of = {period: _PARTS.findall(period.casefold()) for period in periods}
    shapes = {tuple(map(_period_part, parts)) for parts in parts_of.values()}
    if len(shapes) > 1:
        return None
    keys = {period: _period_key(parts) for period, parts in parts_of.items()}
    if any(key is None for key in keys.values()):
        return None
    return sorted(keys, key=lambda period: keys[period] or ())


def _period_part(part: str) -> str:
    if part.isdecimal():
        return "day" if len(part) < 3 else str(len(part))
    return "month" if part[:3] in _MONTHS else part


def _period_key(parts: list[str]) -> tuple[int, ...] | None:
    """Year, month by name or quarter, then all numbers; None where a day or a month may stand before the year."""
    numbers = [int(part) for part in parts if part.isdecimal()]
    years = [number for number in numbers if 1900 <= number < 2100]
    months = [_MONTHS.index(part[:3]) + 1 for part in parts if part[:3] in _MONTHS]
    quarters = [number for before, number in _numbers_after(parts) if before == "q"]
    if not years or not (numbers[0] == years[0] or months or quarters):
        return None
    return (years[0], *months[:1], *quarters[:1], *numbers)


def _numbers_after(parts: list[str]) -> list[tuple[str, int]]:
    """Each number with what stands before it."""
    return [(before, int(part)) for before, part in pairwise(parts) if part.isdecimal()]
