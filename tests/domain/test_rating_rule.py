"""The rating rule, case by case, and the same rule where SQL looks it up."""

from __future__ import annotations

import pytest
from bundled_store import load_data, open_test_store

from icb_tui.domain.rating_rule import list_outcomes, rate


@pytest.mark.parametrize(
    ("credit", "concern", "role"),
    [(None, False, None), (None, True, "concern"), (1, True, "mixed"), (1, False, "credit"), (2, False, "credit")],
)
def test_a_rating_follows_from_the_highest_credit_and_any_concern(
    credit: int | None, concern: bool, role: str | None
) -> None:
    ranks = sorted(level.rank for level in load_data().ratings if level.role == "credit")
    rank = None if credit is None else ranks[credit - 1]
    level = load_data().rating.get(rate(rank, concern, load_data().ratings) or "")
    assert (level and level.role) == role
    assert role != "credit" or (level and level.rank == rank)


def test_without_a_level_for_it_there_is_no_rating() -> None:
    assert rate(1, False, ()) is None and rate(None, True, ()) is None


def test_sql_looks_up_every_case_of_the_rule() -> None:
    rows = open_test_store()._database.query("select credit, concern, rating from rating_rule")
    assert rows == list_outcomes(load_data().ratings)
    assert len(rows) == 2 * (1 + sum(level.role == "credit" for level in load_data().ratings))


def test_sql_knows_the_same_open_boards_by_year_and_by_day() -> None:
    for icb in load_data().icbs:
        for day in {icb.opened, icb.closed or icb.opened}:
            found = open_test_store()._database.query("select code from in_being('2023/24', $day)", day=day)
            assert (icb.code,) in found
            assert found == [(other.code,) for other in load_data().icbs if other.is_open(day, day)]
