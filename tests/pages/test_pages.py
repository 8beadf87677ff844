"""The board page and the comparison, as a person sees them."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest
from bundled_store import load_data, open_test_store
from command_line import run_on_test_store
from msgspec.structs import replace
from printed_text import join_words
from screen import press_keys, read_last_screen, read_message, read_title
from wording import check_wording

from icb_tui.analysis.indicator_values import format_value
from icb_tui.analysis.similar import find_similar
from icb_tui.domain.answers import IndicatorSeries
from icb_tui.domain.cell_words import mark_cell
from icb_tui.pages.board import write_board_page
from icb_tui.pages.compare import write_compare_page
from icb_tui.pages.compare_columns import ComparePage, find_visible_columns
from icb_tui.pages.gather import gather_board_page, gather_comparison
from icb_tui.text.cells import cell_width
from icb_tui.text.spans import plain_lines
from icb_tui.views.view_state import View


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
    rows: dict[str, str] = {}
    for line in lines:
        if re.match(r"\d ", line):
            rows.setdefault(line.split()[1], " ".join(line.split()[2:]))
    firsts = {aim: re.findall("[△○≈–]", row) for aim, row in rows.items()}
    assert firsts == {"Leadership": ["△"] * 2, "Health": ["○"] * 2, "Inequalities": ["△"] * 2} | {
        "Productivity": [], "Social": ["–"] * 2
    }  # fmt: skip
    check_wording("\n".join(lines))


def test_differences_leave_out_what_is_the_same_and_name_it() -> None:
    lines = join_lines(write_comparison("QWU", "QK1", only_differences=True))
    assert "Health" in lines and "Inequalities L ▲ Leading" not in lines
    assert "not shown: Leadership and Social. " in lines
    check_wording(lines)


def test_same_is_the_same_rating_or_the_same_missing_cell() -> None:
    side = gather_comparison(open_test_store(), ("QWU", "QK1"), (), "2023/24", ()).comparison
    assert [side.is_same(aim) for aim in load_data().aim] == [True, False, False, False, True]


def test_six_boards_fit_80_columns_and_eight_scroll_by_board() -> None:
    eight = ("QWU", "QNX", "QK1", "QUE", "QMF", "QWE", "QHL", "QHM")
    assert "6 columns" in read_title(read_last_screen(compared=eight[:6], size=(80, 24)))
    screens = press_keys(*["right"] * 7, "left", compared=eight, size=(80, 24))
    titles = [read_title(screen).split("◂ ")[1] for screen in screens]
    assert titles == [f"columns {n} to {n + 5} of 8 ▸" for n in (1, 1, 1, 1, 1, 1, 2, 3, 2)]


LABELS = {icb.code: icb.label for icb in load_data().icbs}


@pytest.mark.parametrize("cells", range(58, 239, 7))
def test_the_columns_drawn_are_those_that_the_title_names(cells: int) -> None:
    codes = ("QWU", "QNX", "QK1", "QUE", "QMF", "QWE", "QHL", "QHM")
    for number in range(2, 9):
        for at in (0, number - 1):
            sides = replace(gather_some(codes[:number]), at=at)
            places = find_visible_columns(sides, cells)
            text = write_compare_page(sides, cells)
            lines = plain_lines([*text.head, *text.lines])
            assert [line for line in lines if cell_width(line) > cells] == []
            head = " ".join(" ".join(plain_lines(text.head)).split())
            drawn = [
                LABELS[code] for code in codes[:number] if re.search(rf"(^|[ (]){re.escape(LABELS[code])}\b", head)
            ]
            assert drawn == [LABELS[codes[place]] for place in places] and at in places


@cache
def gather_some(codes: tuple[str, ...]) -> ComparePage:
    return gather_comparison(open_test_store(), codes, (), "2023/24", ())


def test_columns_move_leave_and_are_joined_by_their_region_and_england() -> None:
    screens = press_keys(">", "+", "enter", "space", "space", compared=("QWU", "QNX"), size=(80, 24))
    heads = [re.findall(r"C&W|SUSX|SE|Mids", join_lines(screen.splitlines()[2:4])) for screen in screens]
    assert heads == [["C&W", "SUSX"], ["SUSX", "C&W"], [], ["SUSX", "C&W", "SE"], ["SUSX", "C&W"], ["SUSX", "C&W"]]
    assert "region    South East" in screens[2] and "similar   " in screens[2]
    assert re.search(r"1 Leadership .* \d S △ of 6", screens[3]), "a region has a count of each level, never a rating"


def test_a_comparison_keeps_two_columns() -> None:
    screen = read_last_screen("space", compared=("QWU", "QNX"))
    check_wording(read_message(screen))


def test_a_comparison_has_every_indicator_once_in_its_table_and_once_in_full() -> None:
    lines = write_comparison("QUE", "QNX", cells=200)
    for indicator in load_data().indicators:
        (row,) = (line for line in lines if line.startswith(f"  {indicator.name[:45]}"))
        assert f"{indicator.name}: {indicator.unit}, {list(indicator.values)[-1]}, median of 4" in join_lines(lines)
        assert list(indicator.values)[-1] in row


@pytest.mark.parametrize("size", [(120, 500), (80, 500), (60, 500)])
def test_every_indicator_of_a_comparison_names_its_median_whole(size: tuple[int, int]) -> None:
    screen = " ".join(read_last_screen("i", compared=("QUE", "QNX"), size=size).split())
    medians = re.findall(r"median of 4\d boards −?[\d,.]+", screen)
    assert len(medians) == len(load_data().indicators)


def test_the_best_and_the_worst_of_a_row_are_marked_where_a_better_way_exists() -> None:
    codes = ("QWU", "QNX", "QK1", "QHL")
    lines = write_comparison(*codes, cells=200)
    series = open_test_store().list_series()
    for indicator in load_data().indicators:
        (row,) = (line for line in lines if line.startswith(f"  {indicator.name[:45]}"))
        shown = [format_value(series[code, indicator.id].newest.value, indicator) for code in codes]
        found = re.search("".join(rf".* {re.escape(text)} ([-+ ])" for text in shown), row)
        assert found, indicator.id
        signs = list(found.groups())
        values = [float(text.replace("−", "-").replace(",", "")) for text in shown]
        best, worst = (max(values), min(values)) if indicator.better == "higher" else (min(values), max(values))
        plain = indicator.better == "neither" or best == worst
        assert signs == [" " if plain else {best: "+", worst: "-"}.get(value, " ") for value in values], indicator.id


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
    assert re.search(r"1 Leadership *≈ .* S △ Strong † *·2 .* ·1 ", wide)
    assert re.search(r"1 Leadership *≈ *S △† *·2 *·1", narrow)
    check_wording(wide + "\n" + narrow)


@pytest.mark.parametrize("cells", range(56, 130, 3))
def test_no_cell_of_the_years_is_cut_or_meets_the_next(cells: int) -> None:
    """Beside the years of an aim stand words where all have room for them, else letters with a legend."""
    data = load_data()
    for icb in [icb for icb in data.icbs if not data.predecessors[icb.code]][::5]:
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
    assert apart[3] not in alike
    assert re.search("Health, .* Sussex .* Progressing; West Yorkshire has only “Self-report.*”;", join_lines(apart))
    check_wording("\n".join(apart))


def test_a_board_that_is_not_open_is_not_compared() -> None:
    told = join_lines(write_comparison("S0E4D", "QNX"))
    check_wording(told)


def test_a_board_is_compared_with_the_five_most_like_it() -> None:
    nearest = [each.icb for each in find_similar(load_data().icb["QOX"], load_data(), list_all()).nearest]
    screen = read_last_screen("C", size=(140, 40))
    assert re.findall(r"[A-Z][A-Z&]+", screen.splitlines()[2]) == [LABELS[icb] for icb in ("QOX", *nearest)]
    assert "none of the 5 facts of Essex" in join_words(read_last_screen("a", *"jjjjjjjjjjj", "C"))


def list_all() -> list[IndicatorSeries]:
    return list(open_test_store().list_series().values())


@pytest.mark.parametrize(
    "command", [("national",), ("show", "LSC"), ("show", "D7T5G"), ("why", "D7T5G", "1")], ids=" ".join
)
def test_of_all_years_each_evidence_type_has_its_year(command: tuple[str, ...]) -> None:
    types = "|".join(re.escape(kind.name) for kind in load_data().kinds)
    lines = run_on_test_store(*command, "--year", "all").split("“Yorkshire and Humber”")[-1].splitlines()
    headings = [line for line in lines if re.match(f" {{3}}(England-wide · )?({types})\\b", line)]
    assert headings and all(re.search(r" 20\d\d/\d\d · ", line) for line in headings[command == ("national",) :])


@pytest.mark.parametrize(("typed", "column"), [("midl", "Mids"), ("llr", "LLR"), ("surrey heart", "SURH")])
def test_any_region_or_board_that_is_typed_is_added_to_a_comparison(typed: str, column: str) -> None:
    keys = ("space" if key == " " else key for key in typed)
    screen = read_last_screen("plus", *keys, "enter", compared=("QOX", "QHG"), size=(80, 24))
    assert "3 columns" in read_title(screen) and column in screen.splitlines()[2]
