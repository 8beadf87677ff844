"""Periods as publishers write them: what is one, its end, its name and its order."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icb_tui.analysis.indicator_periods import find_period_end
from icb_tui.importing.periods import find_date_order, is_period, name_period, sort_periods

DATES = st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31))


@pytest.mark.parametrize(
    ("text", "named", "end"),
    [
        ("2024-09-30", "2024-09-30", "2024-09-30"),
        ("2024-09-30 00:00:00", "2024-09-30", "2024-09-30"),
        ("2024-09-30T00:00:00Z", "2024-09-30", "2024-09-30"),
        ("30/09/2024", "30/09/2024", "2024-09-30"),
        ("30/9/24", "30/9/2024", "2024-09-30"),
        ("30.09.2024 00:00", "30.09.2024", "2024-09-30"),
        ("Mar-25", "Mar-25", "2025-03-31"),
        ("March 2025", "March 2025", "2025-03-31"),
        ("Sept 2024", "Sept 2024", "2024-09-30"),
        ("01FEB2023", "01FEB2023", "2023-02-01"),
        ("30-Sep-24", "30-Sep-24", "2024-09-30"),
        ("2024/25", "2024/25", "2025-03-31"),
        ("2024-25", "2024-25", "2025-03-31"),
        ("Q1 2025/26", "Q1 2025/26", "2025-06-30"),
        ("2025/26 Q1", "2025/26 Q1", "2025-06-30"),
        ("202403", "202403", "2024-03-31"),
        ("2018 - 20", "2018 - 20", "2020-12-31"),
    ],
)
def test_a_period_keeps_its_text_and_has_an_end(text: str, named: str, end: str) -> None:
    assert is_period(text) and name_period([text]) == named
    assert str(find_period_end(named)) == end


@pytest.mark.parametrize(
    "text", ["", "18", "1500", "wave 1", "202299", "12.5", "31/31/2024", "QKS", "Total", "x" * 900]
)
def test_what_is_no_period(text: str) -> None:
    assert not is_period(text)


@pytest.mark.parametrize(
    ("year", "part", "named"),
    [
        ("2020", "Apr", "Apr 2020"),
        ("2020", "4", "Apr 2020"),
        ("2020/21", "April", "Apr 2020"),
        ("2020/21", "March", "Mar 2021"),
        ("2020-21", "1", "Jan 2021"),
        ("2020/21", "Q3", "2020/21 Q3"),
        ("2024", "Quarter 2", "2024 Q2"),
    ],
)
def test_a_year_with_its_month_or_quarter(year: str, part: str, named: str) -> None:
    assert name_period([year, part]) == named and is_period(named)


@given(st.lists(DATES, min_size=1, max_size=8, unique=True))
def test_a_day_over_12_tells_which_number_comes_first(dates: list[dt.date]) -> None:
    british, american = (
        [f"{d.day}/{d.month}/{d.year}" for d in dates],
        [f"{d.month:02}/{d.day:02}/{d.year}" for d in dates],
    )
    is_sure = any(date.day > 12 for date in dates)
    assert (find_date_order(british), find_date_order(american)) == (("day", "month") if is_sure else (None, None))


@given(
    st.lists(DATES, min_size=1, max_size=8, unique=True), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d%b%Y", "%Y%m%d"])
)
def test_dates_are_sorted_and_end_on_their_day(dates: list[dt.date], style: str) -> None:
    names = [name_period([date.strftime(style)], month_first=style == "%m/%d/%Y") for date in dates]
    in_order = sort_periods(names, day_first=True)
    assert in_order and [find_period_end(name) for name in in_order] == sorted(dates)


@pytest.mark.parametrize(
    ("found", "ordered"),
    [
        ("Mar-25|Apr-24|Dec-24", "Apr-24|Dec-24|Mar-25"),
        ("202403|202312", "202312|202403"),
        ("30/09/2024|31/08/2024|01/10/2024", "31/08/2024|30/09/2024|01/10/2024"),
        ("02/01/2024|01/02/2024", None),
        ("01FEB2023|01JAN2024|01DEC2022", "01DEC2022|01FEB2023|01JAN2024"),
        ("Mar-25|April 2024", None),
    ],
)
def test_periods_of_one_shape_are_put_in_order(found: str, ordered: str | None) -> None:
    assert sort_periods(found.split("|")) == (ordered.split("|") if ordered else None)
