"""The browser as a person sees it: keys in, the text of the screen out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bundled_store import load_data, open_test_store
from naive_route import FINDINGS, YEARS
from printed_text import join_words
from screen import (
    ALL_EVIDENCE,
    NO_MATCH,
    press_keys,
    read_bottom,
    read_centre,
    read_last_screen,
    read_message,
    read_pane,
    read_title,
)
from wording import check_wording

from icb_tui.domain import cell_words
from icb_tui.domain.answers import CellEvidence
from icb_tui.filters.terms import Term, make_filter
from icb_tui.pages.evidence_list import write_why
from icb_tui.text.spans import plain_lines
from icb_tui.user import board_sets

MIDLANDS_CONCERN = make_filter([Term("region", "Y60"), Term("rating", "concern")])


def find_row(screen: str, name: str) -> str:
    return next(line for line in screen.splitlines() if name in line)


def has_line(screen: str, name: str) -> bool:
    return any(name in line for line in screen.splitlines())


def test_it_opens_on_every_board_of_the_newest_rated_year() -> None:
    screen = read_last_screen()
    assert f"2023/24 · {ALL_EVIDENCE}" in screen and re.search("42 of 42 · 22 rated · 1 ", screen)
    assert "↓ 15 more" in screen
    check_wording(read_title(screen))


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 16)])
def test_four_keys_tell_why_llr_is_leading_who_says_so_and_where(size: tuple[int, int]) -> None:
    screens = press_keys("3", "s", "g", "enter", size=size)
    below = join_words(" ".join(screens[3].splitlines()[-8:]))
    assert "LLR · Inequalities · 2023/24" in below and "L ▲ Leading" in below and "“leader”" in below
    assert "Healthcare Leader, January 2025, paragraph 14" in below
    page = join_words(screens[4])
    assert "(A041, “leader”)" in page and "paragraph 14" in page
    check_wording(read_pane(screens[3]))


def test_a_region_filter_counts_on_its_base() -> None:
    screen = read_last_screen("f", "down", "down", "down", "space")
    assert "Midlands · 11 of 42 · 7 rated · 1 " in screen
    assert "2023/24: 11 of 42" in screen
    assert "✓ Midlands" in screen
    assert not has_line(screen, "Sussex")


def test_two_regions_are_or_and_a_rating_beside_them_is_and() -> None:
    screen = read_last_screen("f", *["down"] * 3, "space", "down", "down", "space", *["down"] * 12, "space")
    assert "2023/24: 2 of 42" in screen
    assert has_line(screen, "North East London") and has_line(screen, "South West London")
    assert not has_line(screen, "Lincolnshire")


def test_undo_redo_and_clear_of_filters() -> None:
    screens = press_keys("f", "down", "down", "down", "space", "escape", "u", "U", "x", "u", "U", "U")
    titles = [screen.splitlines()[0] for screen in screens]
    assert ["Midlands" in title for title in titles[5:]] == [True, True, False, True, False, True, False, False]
    check_wording(read_message(screens[-1]))


def test_the_cursor_stays_on_its_board_through_filter_sort_and_year() -> None:
    keys = ["j"] * 9
    for more in (
        ["s"],
        ["s", "s"],
        ["s", "s", "s"],
        ["["],
        ["]", "["],
        ["f", "down", "down", "down", "space"],
        ["f", "down", "down", "space", "escape", "x"],
    ):
        assert "NHS Coventry and Warwickshire Integrated Care Board" in read_last_screen(*keys, *more), more


def test_a_hidden_board_gives_the_cursor_to_the_next_and_gets_it_back() -> None:
    screens = press_keys(*["j"] * 9, "f", "down", "space", "escape", "x")
    assert "NHS Humber and North Yorkshire" in screens[-2]
    assert "NHS Coventry and Warwickshire" in screens[-1]


def test_an_empty_table_says_which_filter_emptied_it_and_how_to_widen_it() -> None:
    screen = read_last_screen(wanted=MIDLANDS_CONCERN)
    words = read_centre(screen)
    assert (
        NO_MATCH in words
        and "Without “Concern”: 11 of 42" in words
        and "Without “Midlands”: 2 of 42" in words
        and "0 of 42" in words
    )
    check_wording(words[words.index(NO_MATCH) : words.index("11 of 42") + 8])
    assert "u undo" in screen and "x clear the filter" in screen


def test_keys_on_an_empty_table_do_no_harm() -> None:
    keys = ["j", "k", "G", "g", "space", "enter", "c", "s", "3", "l", "pagedown", "[", "]"]
    assert NO_MATCH in read_last_screen(*keys, wanted=MIDLANDS_CONCERN)


def test_digits_put_the_cursor_on_an_aim_and_zero_on_the_board() -> None:
    screens = press_keys("3", "5", "0", "9")
    assert "BSW · Inequalities · 2023/24" in screens[1]
    assert "BSW · Social · 2023/24" in screens[2]
    assert "QOX · South West" in screens[3]
    assert screens[4] == screens[3]


def test_brackets_go_through_the_years_and_say_where_they_end() -> None:
    screens = press_keys("[", "[", "]", "]", "]", "]", "]")
    assert f"2022/23 · {ALL_EVIDENCE}" in screens[1] and "2025/26" in read_title(screens[5])
    assert f"all years · {ALL_EVIDENCE}" in screens[6]
    for end, year in ((screens[2], "2022/23"), (screens[7], "All years")):
        assert read_message(end).startswith(year)
        check_wording(read_message(end))
    assert " 0 rated" in screens[1].splitlines()[0]


def test_marks_are_shown_counted_and_taken_back() -> None:
    screens = press_keys("space", "space", "up", "space")
    assert "● Bath" in screens[1] and "1 marked" in screens[1]
    assert "2 marked" in screens[2] and "1 marked" in screens[4]


def test_all_boards_shown_are_marked_with_one_key_and_marks_are_undone_with_the_filter() -> None:
    screens = press_keys("f", *"midlands", "enter", "*", "u", "u", "U", "U", "M", "u")[11:]
    titles = [read_title(screen) for screen in screens]
    assert ["Midlands" in title for title in titles] == [True, True, False, True, True, True, True]
    assert ["11 marked" in title for title in titles] == [True, False, False, False, True, False, True]
    for screen in screens:
        check_wording(read_message(screen))


def test_comparing_needs_two_boards() -> None:
    check_wording(read_message(read_last_screen("space", "c")))


def test_a_facet_a_cell_a_mark_and_a_key_can_be_clicked() -> None:
    screens = press_keys("click:8,6", "click:92,5", "click:26,4", "click:3,39")
    assert "Midlands · 11 of 42" in screens[1]
    assert "Inequalities · 2023/24" in screens[2]
    assert "1 marked" in screens[3]


def test_a_heading_that_is_clicked_orders_by_its_column_and_again_from_the_other_end() -> None:
    keys = ("click:72,2", "click:72,3", "click:72,2", "click:32,2", "s", "s", "s", "click:72,3")
    screens = press_keys(*keys)
    orders = ["Leadership, best", "Leadership, worst", "Leadership, best", "by name"]
    orders += ["Leadership, best", "Leadership, worst", "by region", "Leadership, best"]
    for screen, order in zip(screens[1:], orders, strict=True):
        assert order in read_title(screen)
        numbers, names = screen.splitlines()[2:4]
        assert ("1↓  " in numbers) == ("best" in order)
        assert ("1↑  " in numbers) == ("worst" in order)
        assert ("ICB ↓" in names) == ("name" in order)


def test_a_heading_of_an_indicator_or_of_the_regions_can_be_clicked() -> None:
    screens = press_keys("i", "4", "click:70,3", "click:70,3", size=(120, 40))
    assert "best first" in read_title(screens[3]) and "worst first" in read_title(screens[4])
    assert "↓" in screens[3].splitlines()[5] and "↑" in screens[4].splitlines()[5]
    wide = press_keys(size=(300, 60))[0]
    at = wide.splitlines()[2].index("Region")
    assert "by region" in read_title(press_keys(f"click:{at},2", size=(300, 60))[1])


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)])
def test_the_title_tells_the_order_where_it_has_room(size: tuple[int, int]) -> None:
    screens = press_keys("3", "s", "s", size=size)
    heads = ["".join(screen.splitlines()[1:5]) for screen in screens]
    assert "3↓" in heads[2] and "3↑" in heads[3]
    assert ["ICB ↓" in head for head in heads] == [True, True, False, False]
    if size[0] >= 80:
        assert "best first" in read_title(screens[2]) and "worst first" in read_title(screens[3])
        assert "worst first" in read_title(press_keys("i", "4", "s", "s", size=size)[-1])


def test_the_title_says_that_unrated_boards_stand_last_where_the_fewest_rated_aims_come_first() -> None:
    most, fewest = press_keys("s", "s")[-2:]
    assert "aims rated, most first" in read_title(most)
    assert "aims rated: fewest first, unrated last" in read_title(fewest)


def test_the_drawer_opens_and_closes_on_a_narrow_screen() -> None:
    screens = press_keys("f", "escape", size=(80, 24))
    assert "Filters" not in screens[0]
    assert "Filters f" in screens[1] and "L ▲  Leading" in screens[1]
    assert "Filters" not in screens[2]


def test_below_the_least_size_one_line_says_what_is_needed_and_growing_brings_all_back() -> None:
    screens = press_keys("j", "space", "size:50x10", "size:120x40")
    assert "60×16" in screens[3] and "50×10" in screens[3]
    check_wording(join_words(screens[3]))
    assert "1 marked" in screens[4] and "● Bedfordshire" in screens[4]


def test_no_line_is_cut_without_a_sign_that_there_is_more() -> None:
    for size in ((60, 16), (80, 24), (120, 40)):
        for screen in press_keys("3", "s", "g", "j", "j", size=size):
            for line in screen.splitlines():
                assert len(line) <= size[0]
                assert line.count("“") == line.count("”") or line.endswith("…"), line


def test_in_ascii_mode_every_character_is_ascii() -> None:
    for screen in press_keys("3", "s", "g", "enter", "escape", "space", "space", "k", "c", ascii_only=True):
        assert screen.isascii()
    assert "L ^" in read_last_screen("3", "s", "g", ascii_only=True)


@pytest.mark.parametrize("theme", ["light", "ansi"])
def test_other_themes_show_the_same_text(theme: str) -> None:
    assert read_last_screen("3", "s", "g", theme=theme) == read_last_screen("3", "s", "g")
    assert read_last_screen("3", "s", "g", theme="ansi", depth=0) == read_last_screen("3", "s", "g")


def test_a_filtered_evidence_type_is_in_the_title_and_in_every_cell() -> None:
    alone = read_last_screen(wanted=make_filter([Term("evidence", "self-report")]))
    assert "2023/24 · Self-report" in alone and "0 rated" in alone
    without = read_last_screen(
        "1", "space", "space", "k", "c", wanted=make_filter([Term("evidence", "annual-assessment", negated=True)])
    )
    assert f"{ALL_EVIDENCE} but Annual assessment" in without and "Strong" not in without


def test_o_goes_through_the_evidence_types_and_around_and_u_undoes_it() -> None:
    screens = press_keys("o", "o", "u", "O", "O")
    assert "2023/24 · Annual assessment" in screens[1] and "22 rated" in screens[1]
    assert "2023/24 · Self-report" in screens[2] and "0 rated" in screens[2]
    boards = {f.icb for f in load_data().findings if (f.kind, f.year) == ("self-report", "2023/24")} - {None}
    message = join_words(" ".join(read_bottom(screens[2], 2)))
    assert f" {len(boards)} of 42" in message and load_data().kind["self-report"].meaning in message
    check_wording(message[message.index("Only") :])
    assert "2023/24 · Annual assessment" in screens[3]
    assert f"2023/24 · {ALL_EVIDENCE}" in screens[4]
    assert "2023/24 · Context" in screens[5]


def test_self_reports_are_hollow_marks_and_counts_and_never_a_rating() -> None:
    screen = read_last_screen("o", "o")
    assert "□1" in find_row(screen, "Coventry and Warwickshire")
    assert not any(f" {letter} " in line[25:] for line in screen.splitlines()[3:30] for letter in ("S △", "P ○", "C ▼"))


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 16)])
def test_the_evidence_type_is_in_the_title_at_every_size(size: tuple[int, int]) -> None:
    for screen in press_keys("o", "o", "enter", "escape", "n", "escape", "v", "escape", size=size)[2:]:
        assert "Self-report" in screen.splitlines()[0]
    chosen = make_filter([Term("evidence", kind) for kind in ("oversight", "context", "cqc-pilot")])
    assert "3 of 8 " in read_title(read_last_screen(size=size, wanted=chosen)) or size == (120, 40)


def test_w_tells_the_rule_of_the_cell_under_the_cursor_and_follows_it() -> None:
    screens = press_keys("1", "s", "g", "w", "j", "w")
    assert "Why · BSOL · Leadership · 2023/24" in screens[4] and "(A010, “strong”" in screens[4]
    check_wording(read_pane(screens[4]))
    assert "Why · C&M · Leadership" in screens[5]
    assert "Why" not in screens[6] and "enter all 2 findings" in screens[6]


def test_w_on_the_board_itself_tells_the_rule() -> None:
    screen = read_last_screen("w")
    assert "Why · BSW · 2023/24" in screen
    check_wording(read_pane(screen))


@pytest.mark.parametrize(("cells", "rows"), [(120, 6), (80, 6), (60, 5)])
def test_the_sentence_of_every_cell_fits_the_pane(cells: int, rows: int) -> None:
    for (icb, aim), cell in open_test_store().year_cells("2023/24").items():
        told = CellEvidence(cell, tuple(open_test_store().list_evidence(icb, aim=aim, year="2023/24")))
        shown = " ".join(" ".join(plain_lines(write_why([told], load_data(), cells, rows))).split())
        assert cell_words.explain_rating(cell, told.evidence, load_data()) in shown


def test_w_on_a_page_tells_the_aim_that_is_read() -> None:
    screens = press_keys("2", "w", opened="QUE")
    assert "Why · C&P · Health · 2023/24" in screens[2]
    assert read_last_screen("w", compared=("QWU", "QNX")).count("Why · ") == 2


def test_a_later_oversight_step_is_beside_the_rating_with_its_date() -> None:
    screen = read_last_screen("1", "s", "g", *"jjjjjjj")
    assert "S △†" in find_row(screen, "Lancashire and South Cumbria")
    assert "2024/25, 6 February 2025: NHS England recommended segment 4" in read_pane(screen)
    check_wording(read_pane(screen))
    assert "†" not in read_last_screen("o", "1", "s", "g", *"jjjjjjj")


def test_the_national_page_lists_what_an_unmatched_name_may_mean_and_chooses_none() -> None:
    screens = press_keys("n", "[", "escape")
    page = join_words(screens[1])
    assert "“Yorkshire and Humber” Inequalities · 2023/24" in page and "HNY Humber and North Yorkshire QOQ" in page
    assert "WY West Yorkshire QWO" in page and "SY South Yorkshire QF7" in page
    check_wording(page[page.index("“Yorkshire") : page.rindex("QF7")])
    assert f"2022/23 · {ALL_EVIDENCE}" in screens[2] and " 0 " in read_title(screens[2])
    assert screens[3] == screens[0]


def count_findings(year: str) -> tuple[int, int]:
    """How many findings on leadership name a board, and how many boards they name."""
    boards = [f["icb"] for f in FINDINGS if (f.get("aim"), f["year"]) == ("leadership", year) and "icb" in f]
    return len(boards), len(set(boards))


def is_england_wide(year: str) -> bool:
    """Whether there is an England-wide comment on leadership."""
    return ("leadership", year, "national") in {(f.get("aim"), f["year"], f.get("scope")) for f in FINDINGS}


def test_coverage_counts_on_its_base() -> None:
    screen = " ".join(read_last_screen("v", size=(120, 60)).split())
    found = [count_findings(year) for year in YEARS]
    assert re.search(" ".join(["Leadership", *(f"{n} on {boards} of 42 [█░]*" for n, boards in found)]), screen)
    gaps = [
        f"{'≈' if is_england_wide(year) else '–'} {42 - boards} of 42"
        for year, (_, boards) in zip(YEARS, found, strict=True)
    ]
    assert " ".join([*YEARS, "Leadership", *gaps]) in screen
    midlands = read_last_screen("f", "down", "down", "down", "space", "escape", "v")
    assert "ICBs in Midlands" in midlands and "of 11" in midlands and "of 42" not in midlands


def test_a_new_board_opens_those_it_took_over_from() -> None:
    screens = press_keys("enter", "p", "p", "enter", "escape", opened="S0E4D")
    assert "Thames Valley" in screens[1].splitlines()[0], "enter opens nothing where none is lit"
    assert "Buckinghamshire, Oxfordshire and Berkshire West" in screens[4].splitlines()[0]
    assert re.search("Closed 31 March 2026;.* Thames Valley", screens[4])
    assert "Thames Valley" in screens[5].splitlines()[0]
    check_wording(read_message(read_last_screen("p", opened="QWU")))


def test_the_boards_of_today_can_be_shown_in_any_year() -> None:
    screens = press_keys("a", "a")
    assert "2023/24 · today's boards" in screens[1] and "36 of 36" in screens[1]
    assert "1 April 2026" in read_message(screens[1])
    check_wording(read_message(screens[1]))
    assert "42 of 42" in screens[2]


def test_open_and_closed_are_filters() -> None:
    to_closed = ("f", *["down"] * 20)
    screen = read_last_screen(*to_closed, "space")
    assert "closed · 12 of 42" in screen and "2023/24: 12 of 42" in screen
    assert "42 of 42" in read_last_screen(*to_closed, "space", "space")


def test_an_evidence_type_chosen_among_the_filters_counts_alone() -> None:
    assert "2023/24 · Context" in read_last_screen("f", *["pagedown"] * 7, "space")


def test_the_indicators_of_an_aim_take_the_place_of_the_matrix() -> None:
    screens = press_keys("i", "4", "l", "l", "l", "s", "g", "enter", "escape", "i")
    assert "2 Health" in screens[1] and "Healthy life expectancy" in screens[1]
    del screens[2:4]
    assert "A&E attendances within 4" in screens[2] and "72.7" in find_row(screens[2], "Bath and North")
    assert "BLMK · Emergency admissions over 4 hours from decision to admit" in screens[5]
    assert "Rank 1 of 42, 1 = best" in screens[5]
    assert "2024/25, 42 boards" in screens[6]
    assert screens[7] == screens[5]
    assert "4 Productivity" in screens[8] and "A&E" not in screens[8]


def test_an_aim_without_indicators_says_so() -> None:
    screen = read_last_screen("1", "i", "j", "enter", "escape")
    assert "2, 3, 4, 5" in screen
    check_wording(read_centre(screen).partition(" ──")[0])


def test_a_missing_value_is_shown_with_the_last_one_there_was() -> None:
    ids = [each.id for each in load_data().indicators if each.aim == "productivity"]
    screen = read_last_screen("i", "4", *"l" * ids.index("no-longer-meeting-criteria"), *"jjjjjj")
    assert " none " in find_row(screen, "Cambridgeshire")
    assert "no value for 2024/25 (32.5 in 2023/24). Median of 41 boards: 36.8." in screen
    check_wording(read_pane(screen))


def test_filters_and_marks_hold_among_the_indicators() -> None:
    screen = read_last_screen("space", "i", "4", "s", "f", *["down"] * 7, "space")
    assert "South West · 7 of 42" in screen and "● Bath" in screen and "best first" in screen


def test_marks_are_kept_under_a_name_and_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(board_sets, "sets_file", lambda: tmp_path / "sets.json")
    screens = press_keys(
        "space", "space", "up", "S", "+", "n", "e", "a", "r", "enter", "x", "u", "escape", "space", "S", "enter"
    )
    assert "near" in screens[10] and "BSW, BLMK" in screens[10] and ": 2 boards, in " in read_message(screens[10])
    assert "near" in screens[12]
    assert "1 marked" in screens[14] and "2 marked" in screens[16]
    check_wording(join_words(screens[4]))
    check_wording("\n".join(read_message(screens[number]) for number in (11, 16)))
    assert board_sets.read_board_sets() == {"near": ("QOX", "QHG")}


def test_nothing_marked_is_no_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_sets, "sets_file", lambda: tmp_path / "sets.json")
    check_wording(read_message(read_last_screen("S", "+")))
    assert board_sets.read_board_sets() == {}
