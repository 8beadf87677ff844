"""Numbers as publishers write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
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


_CONTINENTAL = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)


class ParsedNumber(NamedTuple):
    """A value, how many decimals it was written with, and whether a % sign stood behind it."""

    value: float
    decimals: int
    percent: bool


def parse_number(text: str, *, decimal_commas: bool = False) -> ParsedNumber | None:
    """Return the number of a cell; None for an empty one, or the sign of a value suppressed; raise ValueError.

    Where `decimal_commas` may be used, one comma stands before decimals, and “1,234” is refused: it may be either.
    """
    if _NO_VALUE.fullmatch(text):
        return None
    bare = text.replace("−", "-").replace("\u202f", " ").removesuffix("%").rstrip()
    if decimal_commas:
        bare = _replace_decimal_comma(bare)
    found = _NUMBER.fullmatch(bare)
    if not found:
        raise ValueError("expected a number such as 1234.5, or nothing")
    value = float(bare.replace(",", "").replace(" ", "")) + 0.0
    if value and not MIN_VALUE <= abs(value) < MAX_VALUE:
        raise ValueError(f"expected 0, or a size from {MIN_VALUE:g} to {MAX_VALUE:g}")
    decimals = max(len(found[1] or "") - int(found[2] or 0), 0)
    return ParsedNumber(value, decimals, text.endswith("%"))


def _replace_decimal_comma(text: str) -> str:
    """A number with a point for its decimal comma; raise ValueError where the comma may stand between thousands."""
    if text.count(",") != 1:
        return text if "," not in text else text.replace(",", "?")
    if "." in text:
        return text.replace(".", "").replace(",", ".") if _CONTINENTAL.fullmatch(text) else text
    if re.search(r"(?<!\d)[1-9]\d{0,2},\d{3}$", text):
        raise ValueError(
            "expected a number such as 1234,5 or 1234.5: this comma may stand before decimals or thousands"
        )
    return text.replace(",", ".")


def choose_decimals(values: Iterable[float], written: int) -> int:
    """Return with how many decimals to show values: as written or, of more than two, so that three figures are shown.

    One decimal is always kept of more than two.
    """
    if written <= USUAL_DECIMALS:
        return written
    sizes = [abs(value) for value in values if value]
    telling = USUAL_DECIMALS - floor(log10(median(sizes))) if sizes else 1
    return min(max(telling, 1), written, MOST_DECIMALS)
