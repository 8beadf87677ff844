"""The order of the rows: by name, by a column from either end, by region; and what the headings say of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bundled_store import load_data, open_test_store
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from icb_tui.domain.answers import IndicatorSeries
from icb_tui.tui.session import ExplorerSession
from icb_tui.views import view_steps
from icb_tui.views.view_state import SORTS, View

DATA = load_data()


def make_view(**parts: object) -> View:
    session = ExplorerSession(open_test_store(), replace(View(data=DATA, year="2023/24"), **parts))
    session.put_view(session.answer_view(session.view))
    return session.view


def read_values(view: View) -> list[float | None]:
    """What each row has in the column of the cursor, the higher the better; None where it has nothing."""
    if view.centre != "matrix" and view.indicator:
        sign = -1 if DATA.indicator[view.indicator].better == "lower" else 1
        return [_multiply(view.series.get((code, view.indicator)), sign) for code in view.rows]
    assert view.aim
    ratings = [view.rating_of(code, view.aim) for code in view.rows]
    return [DATA.rating[rating].rank if rating else None for rating in ratings]


def _multiply(series: IndicatorSeries | None, sign: int) -> float | None:
    value = series.newest.value if series else None
    return None if value is None else sign * value


def list_columns() -> Iterator[View]:
    yield from (make_view(aim=aim) for aim in DATA.aim)
    for indicator in list(DATA.indicators)[::4]:
        yield make_view(aim=indicator.aim, centre="indicators", indicator=indicator.id)


def test_a_column_orders_from_either_end_and_what_has_nothing_stands_last() -> None:
    for column in list_columns():
        for sort, is_worst in (("rating", False), ("worst", True)):
            view = view_steps.order_rows(replace(column, sort=sort))
            values = read_values(view)
            there = [value for value in values if value is not None]
            assert there == sorted(there, reverse=not is_worst)
            assert values[len(there) :] == [None] * (len(values) - len(there))
            assert set(view.rows) == set(column.rows)


def test_on_the_board_itself_the_number_of_rated_aims_orders() -> None:
    for sort, sign in (("rating", -1), ("worst", 1)):
        view = make_view(sort=sort)
        counts = [sum(view.rating_of(code, aim) is not None for aim in DATA.aim) for code in view.rows]
        rated = [count for count in counts if count]
        assert rated == sorted(rated, key=lambda count: sign * count) and not any(counts[len(rated) :])


def test_s_goes_through_name_best_worst_and_region_and_around() -> None:
    view, seen = make_view(aim="health"), []
    for _ in range(5):
        seen.append(view.sort)
        view = view_steps.next_order(view)
    assert seen == ["name", "rating", "worst", "region", "name"] and set(seen) == set(SORTS)


@pytest.mark.parametrize("centre", ["matrix", "indicators"])
def test_a_heading_orders_by_its_column_and_the_second_time_from_the_other_end(centre: str) -> None:
    view = make_view(centre=centre, aim="productivity")
    for place, sort in ((1, "rating"), (1, "worst"), (1, "rating"), (0, "rating"), (0, "worst"), (1, "rating")):
        view = view_steps.order_by_column(view, place)
        column = view.indicator if centre == "indicators" else view.aim
        expected = view.indicators[place].id if centre == "indicators" else DATA.aims[place].id
        assert (view.sort, column) == (sort, expected)
        assert view.rows == view_steps.order_rows(view).rows


def test_a_move_to_another_column_orders_by_that_column_in_both_directions() -> None:
    for sort in ("rating", "worst"):
        view = view_steps.move_to_aim(make_view(aim="health", sort=sort), "leadership")
        assert view.rows == view_steps.order_rows(view).rows


YEARS = ("2022/23", "2023/24", "2024/25", "2025/26")
counts_by_year = st.dictionaries(st.sampled_from((*YEARS, "1999/00")), st.integers(0, 5))


@given(counts_by_year, st.sampled_from(YEARS))
def test_the_fullest_other_year_is_the_nearest_of_those_with_the_most_findings(
    counts: dict[str, int], year: str
) -> None:
    most = max(counts.get(each, 0) for each in YEARS)
    found = view_steps.find_fuller_year(counts, year, YEARS)
    if counts.get(year, 0) == most:
        assert found is None
        return
    assert found
    other, steps = found
    assert counts[other] == most and YEARS[YEARS.index(year) + steps] == other
    assert not any(
        counts.get(each, 0) == most for each in YEARS if abs(YEARS.index(each) - YEARS.index(year)) < abs(steps)
    )


def test_what_is_no_year_of_the_data_has_no_fuller_year() -> None:
    assert view_steps.find_fuller_year({"2022/23": 3}, "all", YEARS) is None
