"""Periods as publishers write them: what is one, in which order they are, and how each is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from icb_tui.analysis.indicator_periods import find_period_end
from icb_tui.importing.import_problems import normalise_text

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Numbers from the one up to the other are years."""

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

_PARTS = re.compile(rf"\d+|(?:{'|'.join(_MONTHS)})[a-z]*|[^\d\s]+|\s+")

_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)

_TIME = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})[T ]0?0:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?")

_QUARTER = re.compile(r"(?:q|quarter)\s*([1-4])", re.IGNORECASE)


def is_period(text: str) -> bool:
    """Return whether a text names a period, such as 2024/25, March 2025 or 30/09/2024."""
    end = find_period_end(name_period([text])) or find_period_end(name_period([text], month_first=True))
    return end is not None and FIRST_YEAR <= end.year < LAST_YEAR


def name_period(cells: Sequence[str], *, month_first: bool = False) -> str:
    """Return the name of the period that one cell tells, or two: the year, then the month or the quarter.

    It is the text of the cell, without a time of midnight. Of dates that have the month first it is the ISO date: all
    others are day/month/year.
    """
    if len(cells) == 2:
        return _join_year(*map(normalise_text, cells))
    text = normalise_text(cells[0])
    if found := _TIME.fullmatch(text):
        text = found[1]
    if found := _SLASHED.fullmatch(text):
        year = found[4] if len(found[4]) == 4 else f"20{found[4]}"
        return f"{year}-{found[1]:0>2}-{found[3]:0>2}" if month_first else "".join((*found.group(1, 2, 3, 2), year))
    return text


def _join_year(year: str, part: str) -> str:
    """A month or a quarter with its year: “Apr 2020”, “2020/21 Q1”; of a financial year the calendar year counts."""
    if quarter := _QUARTER.fullmatch(part):
        return f"{year} Q{quarter[1]}"
    month = find_month(part)
    first = re.match(r"\d{4}", year)
    if not month or not first:
        return f"{part} {year}".strip()
    is_later = year != first[0] and month < 4
    return f"{_MONTHS[month - 1].capitalize()} {int(first[0]) + is_later}"


def find_month(text: str) -> int:
    """Return the number of a month that is named or numbered; 0 where a text is none."""
    bare = text.strip().casefold()
    if bare.isascii() and bare.isdecimal():
        return int(bare) if len(bare) < 3 and 1 <= int(bare) <= 12 else 0
    return _MONTHS.index(bare[:3]) + 1 if re.fullmatch("[a-z]{3,9}", bare) and bare[:3] in _MONTHS else 0


def is_quarter(text: str) -> bool:
    """Return whether a text names a quarter without its year."""
    return bool(_QUARTER.fullmatch(text.strip()))


def find_date_order(texts: Iterable[str]) -> str | None:
    """Return which number of dates such as 30/09/2024 comes first: “day” or “month”, as any number over 12 shows.

    It is None where no number shows it, and empty where there are no such dates.
    """
    found = [_SLASHED.fullmatch(name_period([text])) for text in texts]
    pairs = [(int(each[1]), int(each[3])) for each in found if each]
    if any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs):
        return "month"
    return "" if not pairs else "day" if any(first > 12 for first, _ in pairs) else None


def sort_periods(periods: Iterable[str], *, day_first: bool = False) -> list[str] | None:
    """Return periods with the oldest first; None where they are not all written alike, or their order is not sure.

    `day_first` says that dates such as 01/02/2024 are known to begin with the day; else a day over 12 must show it.
    """
    each = list(periods)
    day_first = day_first or find_date_order(each) == "day"
    parts_of = {period: _PARTS.findall(period.casefold()) for period in each}
    shapes = {tuple(map(_find_shape, parts)) for parts in parts_of.values()}
    if len(shapes) > 1:
        return None
    keys = {period: _make_key(period, parts, day_first) for period, parts in parts_of.items()}
    if any(key is None for key in keys.values()):
        return None
    return sorted(keys, key=lambda period: keys[period] or ())


def _find_shape(part: str) -> str:
    if part.isdecimal():
        return "day" if len(part) < 3 else str(len(part))
    return "month" if part[:3] in _MONTHS else part


def _make_key(period: str, parts: list[str], day_first: bool) -> tuple[int, ...] | None:
    """Year, month by name or quarter, then all numbers; None where a day or a month may stand before the year."""
    if found := _SLASHED.fullmatch(period):
        return (int(found[4]), int(found[3]), int(found[1])) if day_first and len(found[4]) == 4 else None
    numbers = [int(part) for part in parts if part.isdecimal()]
    months = [_MONTHS.index(part[:3]) + 1 for part in parts if part[:3] in _MONTHS]
    quarters = [number for before, number in _list_after(parts) if before == "q"]
    years = [number for number in numbers if FIRST_YEAR <= number < LAST_YEAR]
    if not years and numbers:
        years = _find_hidden_years(parts, numbers, months)
    if not years or not (numbers[0] in (years[0], _join_digits(parts)) or months or quarters):
        return None
    return (years[0], *months[:1], *quarters[:1], *numbers)


def _find_hidden_years(parts: list[str], numbers: list[int], months: list[int]) -> list[int]:
    """The year in “Mar-25”, “202503” or “20250331”, where it is no number of its own."""
    if digits := _join_digits(parts):
        return [int(str(digits)[:4])]
    return [2000 + numbers[-1]] if months and numbers[-1] < 100 and parts[-1].isdecimal() else []


def _join_digits(parts: list[str]) -> int | None:
    """The only number, where it is a year and month or a whole date."""
    is_date = len(parts) == 1 and len(parts[0]) in (6, 8) and is_period(parts[0])
    return int(parts[0]) if is_date else None


def _list_after(parts: list[str]) -> list[tuple[str, int]]:
    """Each number with what stands before it."""
    return [(before, int(part)) for before, part in pairwise(parts) if part.isdecimal()]
