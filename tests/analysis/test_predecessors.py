"""Boards that others merged into: shares by a naive route over the YAML, and by chance against exact fractions."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from bundled_store import load_data
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from naive_route import BOARDS, YEARS, is_open, list_predecessors
from wording import check_wording

from icb_tui.analysis import predecessors
from icb_tui.analysis.predecessors import describe_share, list_stand_ins, replace_with_stand_ins
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.phrases import describe_dates
from icb_tui.domain.records import Icb, Succession

BOARD = {board["code"]: board for board in BOARDS}
OPENED_2026 = [code for code, board in BOARD.items() if board["opened"] == dt.date(2026, 4, 1)]
TAKING_OVER = [code for code in BOARD if list_predecessors(code)]


def find_share(old: str, new: str) -> tuple[float | None, str | None]:
    """The share of an old board that went to a new one, as the file has it, and what it is of."""
    successors = BOARD[old]["successors"]
    (share,) = [each for each in successors if each["code"] == new]
    return share.get("percent", 100 if len(successors) == 1 else None), share.get("basis")


def test_six_boards_opened_in_2026_and_one_grew() -> None:
    assert len(OPENED_2026) == 6 and set(TAKING_OVER) - set(OPENED_2026) == {"QRL"}


@pytest.mark.parametrize("new", BOARD)
def test_the_boards_before_and_their_shares_are_those_of_the_file(new: str) -> None:
    found = predecessors.list_predecessors(load_data().icb[new], load_data())
    assert [each.icb.code for each in found] == list_predecessors(new)
    assert [(each.percent, each.basis) for each in found] == [find_share(old, new) for old in list_predecessors(new)]


@pytest.mark.parametrize("new", TAKING_OVER)
def test_a_share_of_the_new_board_is_worked_out_only_from_residents(new: str) -> None:
    found = predecessors.list_predecessors(load_data().icb[new], load_data())
    of_frimley = "QNQ" in list_predecessors(new)
    assert [each.percent_of_new is None for each in found] == [of_frimley] * len(found)
    if not of_frimley:
        moved = {old: BOARD[old]["population"][2024] * (find_share(old, new)[0] or 0) for old in list_predecessors(new)}
        for each in found:
            assert each.percent_of_new == pytest.approx(100 * moved[each.icb.code] / sum(moved.values()))


def test_shares_read_as_the_data_have_them() -> None:
    lines = [
        f"{new}, {each.icb.code}: {describe_share(each)}"
        for new in TAKING_OVER
        for each in predecessors.list_predecessors(load_data().icb[new], load_data())
    ]
    check_wording("\n".join(lines))
    check_wording(" ".join(describe_dates(load_data().icb["QNQ"], load_data())))


@pytest.mark.parametrize("year", [*YEARS, "2026/27"])
def test_the_boards_before_stand_in_only_until_the_new_one_opens(year: str) -> None:
    for code, board in BOARD.items():
        stand_ins = [each.icb.code for each in list_stand_ins(load_data().icb[code], year, load_data())]
        assert stand_ins == ([] if is_open(board, year) else list_predecessors(code))


def test_boards_are_replaced_by_those_before_them_once() -> None:
    shown = replace_with_stand_ins(["D7T5G", "QNX", "QM7", "S1Y5D"], "2023/24", load_data())
    assert shown == ["QH8", "QJG", "QM7", "QNX", "QHG", "QUE"]


OLD_BOARDS = [icb for icb in load_data().icbs if not icb.closed][:6]
MERGED = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 1000).map(lambda tenths: tenths / 10)),
        st.sampled_from([None, None, None, "weights"]),
        st.dictionaries(st.sampled_from([2023, 2024, 2024]), st.integers(0, 4_000_000), max_size=2),
    ),
    min_size=1,
    max_size=6,
)


def merge_boards(shares: list[tuple[float | None, str | None, dict[int, int]]]) -> tuple[Icb, Dataset]:
    """A new board that takes over from as many others as there are shares."""
    new = replace(load_data().icb["D7T5G"], code="NEW")
    old = [
        replace(
            icb,
            closed=dt.date(2026, 3, 31),
            successors=(Succession("NEW", percent, basis),),
            population=population,
        )
        for icb, (percent, basis, population) in zip(OLD_BOARDS, shares, strict=False)
    ]
    return new, replace(load_data(), icbs=(*old, new))


@given(MERGED)
def test_shares_of_a_new_board_are_exact_or_none_and_add_up(
    shares: list[tuple[float | None, str | None, dict[int, int]]],
) -> None:
    found = [each.percent_of_new for each in predecessors.list_predecessors(*merge_boards(shares))]
    years = {max(population, default=None) for _, _, population in shares}
    known = len(years) == 1 and None not in years and not any(basis for _, basis, _ in shares)
    moved: list[Fraction] = [
        Fraction(str(100 if percent is None else percent)) * population[max(population)]
        for percent, _, population in shares
        if population
    ]
    if known and (total := sum(moved, Fraction())):
        assert found == pytest.approx([float(100 * each / total) for each in moved])
        assert sum(each or 0 for each in found) == pytest.approx(100)
    else:
        assert found == [None] * len(shares)
