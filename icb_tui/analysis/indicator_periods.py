"""Which period of an indicator counts: the newest of all, or the newest that ends in a year or before."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from icb_tui.domain.answers import SeriesByKey
from icb_tui.domain.dataset import ALL_YEARS, Year
from icb_tui.domain.phrases import MONTHS, format_count
from icb_tui.domain.records import Indicator

_MONTH_NAMES = [month[:3].casefold() for month in MONTHS]

# Patterns are compiled when the first period of a year is looked for: until then the explorer does without.
_DAY_AND_MONTH = (
    rf"(?:(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s-]*|(?<![a-z]))({'|'.join(_MONTH_NAMES)})[a-z]*\.?"
    r"[\s'’-]*(\d{4}|\d{2})(?!\d|,? \d{4})"
)

_ISO_DATE = r"(\d{4})-?(\d{2})(?:-?(\d{2}))?"

_BRITISH_DATE = r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})"

_YEARS = r"(?:q([1-4])\s+)?(\d{4})(?:\s*(?:[/–-]|to)\s*(\d{4}|\d{2}))?(?:\s+q([1-4]))?"


def find_period(indicator: Indicator, year: str) -> str | None:
    """Return the period of an indicator that counts for a year; None where it has none.

    It is the newest that ends in the year or before. For ALL_YEARS it is the newest of all: the last of the file.
    """
    number = count_periods(indicator, year)
    return indicator.periods[number - 1] if number else None


def count_periods(indicator: Indicator, year: str) -> int:
    """Return how many periods there are up to the one that counts for a year."""
    if year == ALL_YEARS:
        return len(indicator.periods)
    last_day, count = Year(year).ends, 0
    for place, period in enumerate(indicator.periods, 1):
        end = find_period_end(period)
        if end is not None and end <= last_day:
            count = place
    return count


def list_dated_indicators(indicators: Sequence[Indicator], year: str) -> list[Indicator]:
    """Return the indicators that have a period which counts for a year."""
    return [indicator for indicator in indicators if count_periods(indicator, year)]


def cut_series(series: SeriesByKey, indicators: Sequence[Indicator], year: str) -> SeriesByKey:
    """Return values of boards up to the period that counts for a year, without indicators that have none."""
    if year == ALL_YEARS:
        return series
    counts = {indicator.id: count_periods(indicator, year) for indicator in indicators}
    return {key: replace(each, points=each.points[: counts[key[1]]]) for key, each in series.items() if counts[key[1]]}


def describe_period_choice(year: str, *, short: bool = False) -> str:
    """Return which period of each indicator is shown: “newest period”, “period to 2022/23”; short “newest”."""
    newest, earlier = ("newest", f"to {year}") if short else ("newest period", f"period to {year}")
    return newest if year == ALL_YEARS else earlier


def describe_undated(indicators: Sequence[Indicator], year: str) -> str:
    """Return how many of the indicators have no period that counts for a year, in a sentence; nothing where all do."""
    every, left = len(indicators), len(indicators) - len(list_dated_indicators(indicators, year))
    have = "has" if left == 1 else "have"
    return (
        f"{left} of {format_count(every, 'indicator')} {have} no period that ends in {year} or before." if left else ""
    )


@lru_cache(maxsize=4096)
def find_period_end(period: str) -> dt.date | None:
    """Return the last day of a period; None where it does not say which.

    Of “2023/24” and “2023-24” it is 31 March 2024, of “2022-24” the end of 2024, of “2024” the end of the year, of
    “2023/24 Q3” 31 December 2023, of “Mar 2024”, “Mar-24” and “202403” the end of the month. “01/02/2024” is
    1 February: an import writes dates that have the month first in another way.
    """
    text = " ".join(period.casefold().split())
    try:
        if named := re.findall(_DAY_AND_MONTH, text):
            day, month, year = named[-1]
            return _end_of_month(_full_year(year), _MONTH_NAMES.index(month) + 1, int(day or 0))
        return _find_numeric_end(text)
    except ValueError:
        return None


def _find_numeric_end(text: str) -> dt.date | None:
    """The last day of a period that is written in numbers alone; raise ValueError where there is no such day."""
    found = re.fullmatch(_YEARS, text)
    if not found or (found[3] and _last_year(found[2], found[3]) <= int(found[2])):
        return _find_date(text)
    first, quarter = int(found[2]), int(found[1] or found[4] or 4)
    last = _last_year(found[2], found[3]) if found[3] else first
    if last == first + 1:  # a financial year, however it is written
        return _end_of_month(last, 3) if quarter == 4 else _end_of_month(first, 3 * quarter + 3)
    return _end_of_month(last, 3 * quarter)


def _find_date(text: str) -> dt.date | None:
    """A date in numbers, or the end of a year and month; raise ValueError where there is no such day."""
    if iso := re.fullmatch(_ISO_DATE, text):
        return _end_of_month(int(iso[1]), int(iso[2]), int(iso[3] or 0))
    british = re.fullmatch(_BRITISH_DATE, text)
    return dt.date(int(british[4]), int(british[3]), int(british[1])) if british else None


def _full_year(year: str) -> int:
    """The year that four digits name, or the last two."""
    return int(year if len(year) == 4 else f"20{year}")


def _last_year(first: str, last: str) -> int:
    """The year that ends a span: of 2022 and “24” it is 2024."""
    return int(last if len(last) == 4 else first[:2] + last)


def _end_of_month(year: int, month: int, day: int = 0) -> dt.date:
    """A day of a month or, where none is given, its last."""
    first = dt.date(year, month, 1)
    if day:
        return first.replace(day=day)
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
