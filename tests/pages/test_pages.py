"""The board page and the comparison, as a person sees them."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from bundled_store import load_data, open_test_store
from msgspec.structs import replace
from screen import press_keys, read_last_screen, read_message
from wording import check_wording

from icb_tui.domain.cell_words import mark_cell
from icb_tui.pages.board import write_board_page
from icb_tui.pages.compare import find_visible_columns, write_compare_page
from icb_tui.pages.gather import gather_board_page, gather_comparison
from icb_tui.pages.view_state import View
from icb_tui.text.spans import plain_lines


def write_board(code: str, year: str = "2023/24", cells: int = 118) -> list[str]:
    facts = gather_board_page(open_test_store(), View(data=load_data(), year=year), code)
    return plain_lines(write_board_page(facts, cells).lines)


def write_comparison(*codes: str, year: str = "2023/24", cells: int = 118, only_differences: bool = False) -> list[str]:
    sides = replace(gather_comparison(open_test_store(), codes, (), year, ()), only_differences=only_differences)
    page = write_compare_page(sides, cells)
    return plain_lines([*page.head, *page.lines])


def join_lines(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def test_every_finding_of_every_board_stands_on_its_page_with_its_source() -> None:
    for icb in load_data().icbs:
        for year in sorted({f.year for f in load_data().findings if f.icb == icb.code}):
            page = join_lines(write_board(icb.code, year, cells=400))
            for finding in load_data().findings:
                if finding.icb == icb.code and finding.year == year:
                    assert finding.id in page and finding.summary in page
                    assert (load_data().source[finding.source].url or "") in page.replace(" ", "")


def test_a_closed_board_names_its_successors_with_their_shares() -> None:
    page = join_lines(write_board("QNQ"))
    assert "1 July 2022" in page and "31 March 2026" in page
    assert "Thames Valley (58.9%), Hampshire and Isle of Wight (22.9%), Surrey and Sussex (18.2%)" in page
    check_wording(page.partition("p chooses")[0])


def test_mixed_names_the_credit_and_the_concern() -> None:
    page = join_lines(write_board("QUE"))
    rule = re.search(r"Mixed: .*?A020, “strong partnership working”.*?A021, “significant concerns”.*?2023/24\.", page)
    assert rule
    check_wording(rule[0])


def test_coventry_beside_sussex_says_why_there_is_no_rating() -> None:
    lines = write_comparison("QWU", "QNX")
    rows = {line.split()[1]: " ".join(line.split()[2:]) for line in lines if re.match(r"\d ", line)}
    firsts = {aim: re.findall("[△○≈–]", row) for aim, row in rows.items()}
    assert firsts == {"Leadership": ["△"] * 2, "Health": ["○"] * 2, "Inequalities": ["△"] * 2} | {
        "Productivity": [], "Social": ["–"] * 2
    }  # fmt: skip
    check_wording("\n".join(lines))


def test_differences_leave_out_what_is_the_same_and_name_it() -> None:
    lines = join_lines(write_comparison("QWU", "QK1", only_differences=True))
    assert "Health" in lines and "Inequalities L ▲ Leading" not in lines
    assert ": Leadership, Social. " in lines
    check_wording(lines)


def test_same_is_the_same_rating_or_the_same_missing_cell() -> None:
    side = gather_comparison(open_test_store(), ("QWU", "QK1"), (), "2023/24", ()).comparison
    assert [side.is_same(aim) for aim in load_data().aim] == [True, False, False, False, True]


def test_six_boards_on_80_columns_show_two_and_scroll_by_board() -> None:
    codes = ("QWU", "QNX", "QK1", "QUE", "QMF", "QWE")
    screens = press_keys("right", "right", "l", "l", "l", "h", compared=codes, size=(80, 24))
    titles = [screen.splitlines()[0].split("◂ ")[1] for screen in screens]
    assert titles == [f"columns {n} to {n + 1} of 6 ▸" for n in (1, 1, 2, 3, 4, 5, 4)]


def test_all_boards_fit_where_the_screen_is_wide() -> None:
    sides = gather_comparison(open_test_store(), ("QWU", "QNX", "QK1"), (), "2023/24", ())
    assert [list(find_visible_columns(sides, cells)) for cells in (118, 78, 40)] == [[0, 1, 2], [0, 1], [0]]


def test_columns_move_leave_and_are_joined_by_their_region_and_england() -> None:
    screens = press_keys(">", "+", "+", "space", "space", compared=("QWU", "QNX"))
    heads = [" ".join(screen.splitlines()[2].split()) for screen in screens]
    assert heads[0] == "2023/24 Coventry and Warwickshire (C&W) Sussex (SUSX)"
    assert heads[1] == "2023/24 Sussex (SUSX) Coventry and Warwickshire (C&W)"
    assert heads[2].endswith("South East, 6 boards")
    assert "of 6 S △ Strong" in screens[2], "a region has a count of each level, never a rating"
    assert "Midlands, 11 boards" in screens[3] and "Midlands" not in heads[4] and "South East" not in heads[5]


def test_a_comparison_keeps_two_columns() -> None:
    screen = read_last_screen("space", compared=("QWU", "QNX"))
    check_wording(read_message(screen))


def test_the_indicators_of_a_comparison_are_folded_until_asked_for() -> None:
    screens = press_keys("i", "i", compared=("QUE", "QNX"), size=(120, 80))
    index = "ONS Health Index, overall"
    assert index not in screens[0] and re.search(f"{index} .*2021, median of 42 boards 103.1", screens[1])
    check_wording(screens[0] + screens[1])
    assert screens[2] == screens[0]


@pytest.mark.parametrize("size", [(120, 500), (80, 500), (60, 500)])
def test_every_indicator_of_a_comparison_names_its_median_whole(size: tuple[int, int]) -> None:
    screen = " ".join(read_last_screen("i", compared=("QUE", "QNX"), size=size).split())
    medians = re.findall(r"median of 4\d boards −?[\d,.]+", screen)
    assert len(medians) == len(load_data().indicators)


def test_each_aim_of_a_board_page_has_its_indicators_with_median_rank_and_trend() -> None:
    page = join_lines(write_board("QUE"))
    assert re.search("A&E attendances within 4 hours 67.9 % of attendances 2024/25 73.3 38.* 42 ▁▂", page)
    narrow = join_lines(write_board("QUE", cells=78))
    assert "no value for 2024/25 (32.5 in 2023/24). Median of 41 boards: 36.8." in narrow
    assert re.search(
        r"67.9% of attendances in 2024/25. Median of 42 boards: 73.3. Rank 38 of 42, .*\. \+0.8 since 2023/24", narrow
    )
    check_wording(page + "\n" + narrow)


def test_the_page_opens_at_the_aim_of_the_cursor_and_comes_back() -> None:
    screens = press_keys("3", "s", "g", "enter", "escape")
    assert screens[4].splitlines()[2].startswith("  3 Tackling unequal outcomes")
    assert screens[5] == screens[3]


def test_keys_of_the_page_next_board_year_mark_and_scroll() -> None:
    screens = press_keys("enter", "right", "space", "]", "0", "G", "g", "h")
    assert "Bedfordshire, Luton and Milton Keynes" in screens[2].splitlines()[0]
    assert "● marked · board 2 of 42" in screens[3].splitlines()[0]
    assert "2024/25" in screens[4].splitlines()[0]
    assert "↑" in screens[6] and "↓" not in screens[6].splitlines()[-2]
    assert "↑" not in screens[7].splitlines()[-2]
    assert "1 of 42" in screens[8].splitlines()[0]


def test_a_mark_made_on_the_page_counts_in_the_browser() -> None:
    assert "1 marked" in read_last_screen("enter", "space", "escape")


def test_a_board_that_is_not_open_has_a_page() -> None:
    assert "/ " in read_last_screen(opened="S0E4D")


def test_the_years_of_an_aim_are_side_by_side_and_years_without_findings_say_why() -> None:
    wide, narrow = ("\n".join(write_board("QE1", cells=cells)) for cells in (118, 58))
    assert re.search("1 Leadership *≈ .* S △ Strong † *·2 .* ·1 ", wide)
    assert re.search("1 Leadership *≈ *S △† *·2 *·1", narrow)
    check_wording(wide + "\n" + narrow)


@pytest.mark.parametrize("cells", range(56, 130, 3))
def test_no_cell_of_the_years_is_cut_or_meets_the_next(cells: int) -> None:
    """Beside the years of an aim stand words where all have room for them, else letters with a legend."""
    data = load_data()
    for icb in data.icbs[::5]:
        page = gather_board_page(open_test_store(), View(data=data, year="2023/24"), icb.code)
        lines = plain_lines(write_board_page(page, cells).lines)
        start = next(n for n, line in enumerate(lines) if line.split() == list(data.years))
        places = [lines[start].index(year) for year in data.years]
        for line, aim in zip(lines[start + 1 :], data.aims, strict=False):
            assert "…" not in line[places[0] :]
            parts = [line[at:end].strip() for at, end in pairwise([*places, None])]
            cells_of_aim = [page.history[aim.id, year] for year in data.years]
            assert all(part.startswith(mark_cell(cell, data)) for part, cell in zip(parts, cells_of_aim, strict=True))
            assert all(line[at - 1] == " " for at in places)


def test_the_aspect_stands_beside_the_rating() -> None:
    assert "S △ Strong about population health management programme " in join_lines(write_board("QNQ"))


def test_a_later_oversight_step_is_under_the_rating_that_it_does_not_change() -> None:
    page = join_lines(write_board("QE1"))
    assert re.search("S △ Strong .*“strong”.*† .*2024/25, 6 February 2025: NHS England recommended segment 4", page)


def test_the_unmatched_finding_is_evidence_for_none_of_its_candidates() -> None:
    for code in ("QOQ", "QWO", "QF7"):
        assert not any("A037" in line for line in write_board(code))


def test_a_comparison_across_evidence_types_says_so_first() -> None:
    apart, alike = write_comparison("QNX", "QWO", "QHL"), write_comparison("QWU", "QNX")
    assert apart[2] not in alike
    assert re.search("Health, .* Sussex .* Progressing; West Yorkshire has only “Self-report.*”;", join_lines(apart))
    check_wording("\n".join(apart))


def test_a_board_that_is_not_open_is_not_compared() -> None:
    told = join_lines(write_comparison("S0E4D", "QNX"))
    check_wording(told)
