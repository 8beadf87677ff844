"""The row of the cursor as one line."""

from __future__ import annotations

from typing import Any

from bundled_store import load_data, open_test_store
from msgspec.structs import replace

from icb_tui.filters.terms import Term, make_filter
from icb_tui.spoken.board_rows import describe_cursor_row
from icb_tui.tui.session import ExplorerSession
from icb_tui.views.view_state import View
from icb_tui.views.view_steps import change_centre

LLR = "Leicester, Leicestershire and Rutland, Midlands"


def describe(**options: Any) -> str:
    view = replace(View(data=load_data(), year="2023/24", icb="QK1"), **options)
    session = ExplorerSession(open_test_store(), view)
    session.put_view(session.answer_view(change_centre(replace(view, centre="matrix"), view.centre)))
    return describe_cursor_row(session.view)


def test_a_row_says_the_board_every_aim_and_the_position() -> None:
    assert describe() == (
        f"{LLR}, aim 1 Leadership Strong, aim 2 Health England-wide only, aim 3 Inequalities Leading,"
        " aim 4 Productivity not rated, 2 findings, aim 5 Social no finding, 23 of 42."
    )


def test_on_an_aim_its_rating_comes_first_and_the_rest_of_the_row_last() -> None:
    said = describe(aim="inequalities", marked=("QK1",))
    assert said.startswith(f"Aim 3 Inequalities Leading, {LLR}, marked, 23 of 42, aim 1 Leadership Strong, aim 2")
    assert said.count("nequalities") == 1
    assert describe(centre="map").startswith(f"Aim 1 Leadership Strong, {LLR}, 23 of 42, aim 2")


def test_the_rule_behind_a_rating_is_said_where_it_is_asked_for() -> None:
    assert describe(aim="inequalities", shows_why=True).endswith(
        "Leading: the highest level praised (A041, “leader”), no concern."
        " NHS England, as reported by Healthcare Leader."
    )
    assert "The rule for one ICB" in describe(shows_why=True) and "The rule" not in describe()


def test_an_indicator_says_value_period_rank_and_which_of_how_many() -> None:
    said = describe(aim="population-health", centre="indicators")
    assert said.startswith("Healthy life expectancy at birth, women: 60.4 years, 2022-24, rank 25 of 42, 1 = best")
    assert said.endswith(f"{LLR}, 23 of 42, indicator 1 of 16.")
    assert describe(aim="leadership", centre="indicators").startswith("No indicators for Leadership.")


def test_of_a_board_that_was_not_open_yet_the_boards_before_are_said() -> None:
    data = load_data()
    new = next(icb for icb in data.icbs if icb.short_name == "Thames Valley")
    said = describe(icb=new.code, as_at=data.newest_opening, aim="leadership")
    assert (
        said.startswith("Aim 1 Leadership FRIM Strong; BOB England-wide only") and "Thames Valley, South East" in said
    )


def test_where_no_board_is_found_the_ways_on_are_said() -> None:
    said = describe(filter=make_filter([Term("region", "Y56"), Term("rating", "leading")]))
    assert said.startswith("No match: ") and said.endswith(
        "Press f to change the filter, u to undo, x to clear the filter."
    )
