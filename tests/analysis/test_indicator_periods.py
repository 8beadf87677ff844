"""Which period of an indicator counts for a year."""

from __future__ import annotations

import datetime as dt

import pytest
from bundled_store import load_data
from hypothesis import given
from hypothesis import strategies as st

from icb_tui.analysis.indicator_periods import find_period, find_period_end, list_dated_indicators
from icb_tui.domain.dataset import ALL_YEARS, Year
from icb_tui.domain.records import Indicator

ENDS = {
    "2014": "2014-12-31",
    "2023/24": "2024-03-31",
    "2023-24": "2024-03-31",
    "2023–24": "2024-03-31",
    "2023/2024": "2024-03-31",
    "2009-10": "2010-03-31",
    "2022-24": "2024-12-31",
    "2020 to 2022": "2022-12-31",
    "2023/24 Q1": "2023-06-30",
    "2023/24 Q3": "2023-12-31",
    "Q4 2023/24": "2024-03-31",
    "2024 Q1": "2024-03-31",
    "Mar 2024": "2024-03-31",
    "Feb 2024": "2024-02-29",
    "31 March 2024": "2024-03-31",
    "1 September 2023": "2023-09-01",
    "Apr 2023 to Mar 2024": "2024-03-31",
    "Year ending December 2023": "2023-12-31",
    "2023-09": "2023-09-30",
    "2023-09-15": "2023-09-15",
}

UNDATED = (
    "",
    "latest",
    "wave 3",
    "2023-13",
    "2023-02-30",
    "30 Feb 2024",
    "24/25",
    "2023/24 Q5",
    "99999",
    "0000",
    "Mar",
)


@pytest.mark.parametrize(("period", "end"), ENDS.items())
def test_the_last_day_of_a_period_follows_from_how_it_is_written(period: str, end: str) -> None:
    assert find_period_end(period) == dt.date.fromisoformat(end)
    assert find_period_end(f"  {period.upper()} ") == dt.date.fromisoformat(end)


@pytest.mark.parametrize("period", UNDATED)
def test_a_period_that_says_no_day_has_none(period: str) -> None:
    assert find_period_end(period) is None


@given(st.text(max_size=12) | st.text("0123456789/-– Qq", max_size=12))
def test_no_text_breaks_the_reading_of_a_period(text: str) -> None:
    end = find_period_end(text)
    assert end is None or isinstance(end, dt.date)


def test_every_bundled_period_is_dated_and_in_order() -> None:
    for indicator in load_data().indicators:
        ends = [find_period_end(period) for period in indicator.values]
        assert None not in ends
        assert ends == sorted(end for end in ends if end)


def make_indicator(*periods: str) -> Indicator:
    return Indicator(
        id="x", name="X", aim="a", unit="%", decimals=1, better="higher", source="S", values={p: {} for p in periods}
    )


def test_the_newest_period_that_ends_in_the_year_or_before_counts() -> None:
    quarters = make_indicator("2023/24 Q4", "2024/25 Q1", "2024/25 Q4", "2025/26 Q1")
    assert [find_period(quarters, year) for year in ("2022/23", "2023/24", "2024/25", "2025/26", ALL_YEARS)] == [
        None,
        "2023/24 Q4",
        "2024/25 Q4",
        "2025/26 Q1",
        "2025/26 Q1",
    ]
    # A calendar year ends in December, and so in the financial year that begins in it.
    assert find_period(make_indicator("2023", "2024"), "2023/24") == "2023"


def test_a_period_without_a_date_counts_only_as_the_newest() -> None:
    undated = make_indicator("2022/23", "latest")
    assert find_period(undated, "2024/25") == "2022/23"
    assert find_period(undated, ALL_YEARS) == "latest"


def test_naively_the_period_of_every_bundled_indicator_and_year() -> None:
    data = load_data()
    for year in data.years:
        for indicator in data.indicators:
            there = [p for p in indicator.values if (find_period_end(p) or dt.date.max) <= Year(year).ends]
            assert find_period(indicator, year) == (there[-1] if there else None)
        dated = list_dated_indicators(data.indicators, year)
        assert [i for i in data.indicators if find_period(i, year)] == dated
