"""Finding, filtering, presenting and copying as a person does them: keys in, the text of the screen out."""

from __future__ import annotations

import re
import shlex
from functools import cache
from typing import NamedTuple

import pytest
from bundled_store import load_data, open_test_store
from printed_text import join_words
from screen import ALL_EVIDENCE, press_keys, read_bottom, read_last_screen, read_message, read_title
from wording import check_wording

from icb_tui.analysis.indicator_values import format_rank, format_value
from icb_tui.analysis.telling_indicators import MAX_TOGETHER, choose_for_boards
from icb_tui.cli.launch import place_cursor
from icb_tui.cli.main import icb_tui
from icb_tui.domain.records import UNRATED
from icb_tui.filters.terms import Term, make_filter
from icb_tui.filters.wording import describe_filter
from icb_tui.pages.presenter import Slide, make_indicator_slides, make_slides, write_slide
from icb_tui.text.cells import cell_width
from icb_tui.text.spans import plain_lines
from icb_tui.views.view_state import SMALLEST_SIZE
from icb_tui.views.view_words import make_start_view

FINDINGS = {finding.id: finding for finding in load_data().findings}
LLR = make_filter([Term("cell", "inequalities:leading")])
MIDLANDS = make_filter([Term("region", "Y60")])
MIDLANDS_STRONG = make_filter([Term("region", "Y60"), Term("cell", "leadership:strong")])


@cache
def read_start_screen() -> str:
    """The start screen."""
    return read_last_screen()


def find_row(screen: str, name: str) -> str:
    return next(line for line in screen.splitlines()[1:] if name in line)


# The ten tasks, each from the start screen


class Task(NamedTuple):
    """What to press, in how many keys at most, and what must and must not stand on the screen then."""

    keys: tuple[str, ...]
    most: int
    shown: tuple[str, ...]
    hidden: tuple[str, ...] = ()


TASKS = {
    "LLR on inequalities, who said what": Task(
        ("/", *"llr", "enter", "3"),
        7,
        (
            "ICBs › Leicester, Leicestershire and Rutland 2023/24",
            "3 Tackling unequal outcomes, experience and access 2023/24 L ▲ Leading",
            "NHS England, as reported by Healthcare Leader 5 findings A041",
            "“leader”",
            "paragraph 14",
            "Healthcare Leader, January 2025: ICBs making progress at 'different speeds'",
        ),
    ),
    "the Strong-leadership boards by region": Task(
        ("f", *"1:st", "enter", "s", "s", "s"),
        14,
        ("Leadership: Strong · 15 of 42", "North East and Yorkshire 3 of 4", "Midlands 5 of 11", "South West 2 of 7"),
        ("Devon", "London 1"),
    ),
    "every concern": Task(
        ("f", *"conc", "enter"),
        6,
        ("Concern · 2 of 42", "North East London NEL", "South West London SWL", "2023/24: 2 of 42"),
        ("BSOL",),
    ),
    "Coventry and Warwickshire against Sussex, differences only": Task(
        ("/", *"c&w", "tab", *"susx", "tab", "enter", "d"),
        12,
        (
            "2 columns",
            "Coventry and Sussex (SUSX) period Warwickshire (C&W)",
            "Both are rated Strong on Leadership",
        ),
    ),
    "who covers Frimley now": Task(
        ("/", *"frim", "enter"),
        6,
        (
            "Closed 31 March 2026",
            "Thames Valley (58.9%), Hampshire and Isle of Wight (22.9%), Surrey and Sussex (18.2%)",
        ),
    ),
    "“Yorkshire and Humber”": Task(
        ("n",),
        5,
        (
            "“Yorkshire and Humber” Inequalities · 2023/24",
            ": HNY Humber and North Yorkshire",
            "WY West Yorkshire",
            "SY South Yorkshire",
            "Healthcare Leader, January 2025",
        ),
    ),
    "Midlands boards not rated at all": Task(
        ("f", *"mid", "space", *"unr", "enter"),
        9,
        ("Midlands · not rated · 4 of 42", "2023/24: 4 of 42", "Black Country"),
        ("Leicester",),
    ),
    "West Yorkshire, the regulator's words apart from its own": Task(
        ("/", *"wy", "enter", "o"),
        6,
        (
            "ICBs › West Yorkshire 2023/24 · Annual assessment",
            "NHS England, as reported by Healthcare Leader 1 finding A009",
            load_data().kind["annual-assessment"].meaning.split(":")[0],
        ),
        ("S0", "Self-report"),
    ),
    "one page on Cambridgeshire and Peterborough with a citation to paste": Task(
        ("/", *"c&p", "enter", "y", "c"),
        7,
        (
            "ICBs › Cambridgeshire and Peterborough 2023/24",
            ": Cambridgeshire and Peterborough, Leadership, 2023/24: Mixed",
            "Healthcare Leader, January 2025",
        ),
    ),
    "A&E within four hours, South West, best first": Task(
        ("i", "4", "l", "l", "s", "f", *"sw", "enter"),
        11,
        ("South West · 7 of 42", "A&E attendances within 4", "Cornwall and the Isles of", " 76.1+ "),
        ("Sussex",),
    ),
}


@pytest.mark.parametrize("task", TASKS.values(), ids=list(TASKS))
def test_a_task_takes_no_more_than_its_keys(task: Task) -> None:
    assert len(task.keys) <= task.most
    screen = read_last_screen(*task.keys)
    shown = join_words(screen)
    assert [part for part in task.shown if part not in shown] == []
    assert [part for part in task.hidden if part in shown] == []
    check_wording(screen)
    rows = [re.findall(r" (\d+\.\d+)[-+ ] [─│┃▌▐]", line) for line in screen.splitlines()]
    figures = [float(values[2]) for values in rows if values]
    assert "South West · 7 of 42" not in shown or (figures == sorted(figures, reverse=True) and len(figures) == 7)


# The finder


def test_tab_marks_and_stays_for_the_next() -> None:
    screen = read_last_screen("/", *"llr", "tab", *"bob", "tab")
    assert read_title(screen).strip() == "Find"
    assert "LLR and BOB" in screen


def test_what_can_mean_several_is_listed_with_region_and_dates_and_says_so_above() -> None:
    screen = read_last_screen("/", *"nw")
    assert read_title(screen).strip() == "Find"
    check_wording(screen)
    assert "NWL · QRV · 2022 to 2026 · London" in find_row(screen, "North West London")
    assert "N&W · QMM · 2022 to 2026 · East of England" in find_row(screen, "Norfolk and Waveney")
    assert find_row(screen, "  region ").split()[:3] == ["region", "North", "West"]


@pytest.mark.parametrize(
    ("typed", "board"),
    {
        "essex": "Essex",
        "Sussex": "Sussex",
        "suss": "Sussex",
        "c&p": "Cambridgeshire and Peterborough",
        "qk1": "Leicester, Leicestershire and Rutland",
        "surrey heart": "Surrey Heartlands",
        "yorkshire and humber": "South Yorkshire",
    }.items(),
)
def test_enter_opens_the_first_row_which_is_the_board_of_that_name(typed: str, board: str) -> None:
    assert read_title(read_last_screen("/", *typed, "enter")).split("  ")[0].strip() == f"ICBs › {board}"


@pytest.mark.parametrize("typed", ["lon", "a&e", "reliant", "3", "leciester", "e", "y56"])
def test_enter_leaves_the_finder_wherever_there_are_rows(typed: str) -> None:
    before, after = press_keys("/", *typed, "enter")[-2:]
    assert read_title(before).strip() == "Find" and read_title(after).strip() != "Find"


@pytest.mark.parametrize("typed", ["suss", "essex", "surrey heart", "yorkshire and humber", "e", "reliant", "qk1"])
def test_where_several_match_a_line_says_how_many_and_how_to_choose(typed: str) -> None:
    check_wording("\n".join(read_last_screen("/", *typed).splitlines()[1:7]))


def test_a_board_and_an_aim_open_the_board_at_that_aim() -> None:
    listed, opened = press_keys("/", *"sussex ineq", "enter")[-2:]
    assert "Sussex: 3 Inequalities" in listed
    assert "ICBs › Sussex" in read_title(opened) and opened.splitlines()[2].startswith("  3 Tackling unequal outcomes")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_five_keys_show_the_concern_about_a_board_and_what_became_of_another(size: tuple[int, int]) -> None:
    concern = " ".join(read_last_screen("/", *"c&p", "enter", size=size).split())
    assert "“significant concerns”, NHS England as reported by Healthcare Leader" in concern
    closed = " ".join(read_last_screen("/", *"fri", "enter", size=size).split())
    assert "Closed 31 March 2026; now Thames Valley (58.9%), Hampshire and Isle of Wight (22.9%)" in closed
    assert "S △ Strong our reading of “strong”" in closed


@pytest.mark.parametrize("typed", ["lists waiting", "waiting lis"])
def test_a_finding_is_found_by_its_words_in_any_order(typed: str) -> None:
    assert "S033" in read_last_screen("/", *typed)


def test_codes_are_whole_at_60_columns() -> None:
    screen = read_last_screen("/", *"yorkshire", size=(60, 16))
    assert all(f" · {code} · " in screen for code in ("QF7", "QOQ", "QWO"))


def test_down_chooses_and_up_goes_back() -> None:
    assert "ICBs › Mid and South Essex" in read_title(read_last_screen("/", *"essex", "down", "down", "up", "enter"))


def test_escape_leaves_the_finder_as_if_it_had_not_been() -> None:
    assert read_last_screen("/", *"llr", "escape") == read_start_screen()


def test_marks_made_in_the_finder_stay_and_are_shown_in_the_matrix() -> None:
    mark = ("/", *"llr", "tab", "escape")
    screens = press_keys(*mark, *mark)
    assert "1 marked" in read_title(screens[len(mark)]) and "● Leicester" in screens[len(mark)]
    assert screens[-1] == read_start_screen(), "tab again unmarks"


def test_the_finder_shows_the_marks_of_the_matrix_and_a_typed_name_opens_all_the_same() -> None:
    marked = ("space", "down", "space")
    screens = press_keys(*marked, "/", *"llr", "enter", "escape", "/", "enter")
    assert "marked. Press enter to compare them." in screens[len(marked) + 1]
    assert "ICBs › Leicester" in read_title(screens[len(marked) + 5])
    assert "2 columns" in read_title(screens[-1])


def test_enter_without_a_name_says_what_to_do() -> None:
    check_wording(read_message(read_last_screen("/", "enter")))


def test_nothing_found_says_so() -> None:
    screen = read_last_screen("/", *"zzzz", "enter")
    assert "“zzzz”" in screen and read_title(screen).strip() == "Find"
    check_wording(screen)


def test_a_near_spelling_is_asked_about() -> None:
    screen = read_last_screen("/", *"leciester")
    assert "Leicester, Leicestershire and Rutland" in screen and read_title(screen).strip() == "Find"
    check_wording(screen)


def test_a_finding_alone_is_not_called_several() -> None:
    check_wording(read_last_screen("/", *"a037"))


def test_a_region_filters_and_u_takes_it_back() -> None:
    screens = press_keys("/", *"mids", "enter", "u")
    assert "Midlands · 11 of 42" in read_title(screens[-2])
    assert screens[-1] == read_start_screen()


def test_an_aim_moves_the_cursor() -> None:
    assert "BSW · Inequalities · 2023/24" in read_last_screen("/", *"inequal", "enter")


def test_an_indicator_opens_its_column() -> None:
    screen = read_last_screen("/", *"a year or", "enter")
    assert "4 Productivity" in screen and "BSW · Planned care waits of a year or more" in screen


def test_an_indicator_that_orders_the_rows_orders_them_by_itself() -> None:
    screen = read_last_screen("i", "4", "s", "/", *"a year or", "enter")
    assert "best first" in read_title(screen)
    values = [float(found[1]) for found in re.finditer(r" (\d\.\d\d)[-+ ] [─│┃▌▐]", screen)]
    assert len(values) > 20 and values == sorted(values)


def test_a_finding_opens_its_page_in_its_year() -> None:
    screen = read_last_screen("/", *"o007", "enter")
    assert "ICBs › Lancashire and South Cumbria 2024/25" in join_words(read_title(screen)) and "O007" in screen
    assert "A037" in read_last_screen("/", *"a037", "enter")


def test_from_a_comparison_a_board_and_a_region_are_added_to_it() -> None:
    screen = read_last_screen("/", *"llr", "enter", "/", *"mids", "enter", compared=("QWU", "QNX"))
    assert "4 columns" in read_title(screen)
    eight = ("QWU", "QNX", "QHL", "QUE", "QMF", "QWE", "QHM", "QYG")
    check_wording(read_message(read_last_screen("/", *"llr", "enter", compared=eight)))


def test_the_line_takes_any_character_and_shows_it_harmless() -> None:
    assert find_row(read_last_screen("/", *"q:f?[x]"), " / ").strip() == "/ q:f?[x]"
    assert find_row(read_last_screen("/", *"llrx", "backspace", "ctrl+w", *"bob"), " / ").strip() == "/ bob"


# The filter line


def test_the_filter_is_described_under_the_line_as_it_is_typed_with_its_count() -> None:
    screen = read_last_screen("f", *"mid 1:st")
    typed, below = read_bottom(screen)
    assert typed == " f mid 1:st" and below == f"   {describe_filter(MIDLANDS_STRONG, load_data())}, 2023/24: 5 of 42"
    assert "5 of 42" in read_title(screen), "the table follows"


def test_an_error_points_at_its_word_and_enter_does_not_take_it() -> None:
    typed, told = read_bottom(read_last_screen("f", *"mid conccern st", "enter"))
    assert typed[told.index("^") :].startswith("conccern")
    assert told.count("^") == len("conccern")
    assert "“conccern”" in told and "Concern?" in told


def test_an_error_points_at_its_word_behind_wide_characters() -> None:
    typed, told = read_bottom(read_last_screen("f", *'"日本" conccern', "enter"))
    before = typed[: typed.index("conccern")]
    assert told.index("^") == cell_width(before)


def test_the_error_can_be_read_whole_on_the_smallest_screen() -> None:
    assert "Concern?" in join_words(read_last_screen("f", *"mid conccern", size=SMALLEST_SIZE))


def test_the_error_of_a_line_longer_than_the_screen_can_be_read() -> None:
    texts = make_filter([Term("text", f"some words of finding {n}") for n in range(3)])
    typed, carets, *told = read_last_screen("f", *"conccern", "enter", wanted=texts, size=(80, 24)).splitlines()[-4:]
    assert "conccern" in typed and "“conccern”" in told[0]
    assert typed[carets.index("^") :].startswith("conccern")


def test_tab_completes_what_is_clear_and_lists_what_is_not() -> None:
    assert read_bottom(read_last_screen("f", *"mid", "tab", *"1:st", "tab"))[0] == " f midlands 1:strong"
    typed, told = read_bottom(read_last_screen("f", "s", "tab"))
    assert typed == " f s"
    assert "South East, South West, Self-report, Strong" in told.splitlines()[1]


def test_what_tab_leaves_unsure_is_not_taken() -> None:
    typed, told = read_bottom(read_last_screen("f", *"north", "tab", "enter"))
    assert typed == " f north"
    assert "North East and Yorkshire or North West" in told


def test_tab_completes_the_names_of_boards_and_indicators() -> None:
    assert read_bottom(read_last_screen("f", *"herefo", "tab", *"18-w", "tab", *"<60"))[0] == (
        " f herefordshire rtt-within-18-weeks<60"
    )
    typed, told = read_bottom(read_last_screen("f", *"rtt", "tab"))
    assert typed == " f rtt" and "rtt-within-18-weeks or rtt-year-waits" in told


def test_an_ambiguous_word_is_not_taken_and_says_what_can_be_typed() -> None:
    typed, told = read_bottom(read_last_screen("f", *"mid lead", "enter"))
    assert typed == " f mid lead"
    assert "“lead” can mean leading (rating) or leadership (aim)" in told


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_boards_below_a_value_of_an_indicator_are_seen_worst_first_in_sixteen_keys(size: tuple[int, int]) -> None:
    keys = ["f", *"18-weeks<60", "enter", "i", "s", "s"]
    screen = read_last_screen(*keys, size=size)
    assert len(keys) == 16
    assert "18 weeks < 60 · 2 of 42" in read_title(screen)
    worst, next_worst = find_row(screen, "Mid and South Essex"), find_row(screen, "Leicester, Leic")
    assert "53.1" in worst and "59.8" in next_worst
    assert screen.index(worst) < screen.index(next_worst)


def test_among_indicators_a_filter_by_another_one_shows_its_values() -> None:
    screen = read_last_screen("i", "2", "f", *"a&e<70", "enter", size=(80, 24))
    assert "A&E attendances" in screen and "productivity" not in screen
    back = read_last_screen("i", "2", "f", *"kent", "enter", size=(80, 24))
    assert "A&E attendances" not in back and "1 of 42" in read_title(back)


def test_tab_never_turns_a_word_into_its_opposite() -> None:
    screens = press_keys("f", *"rat", "tab")
    before, after = read_bottom(screens[-2])[1], read_bottom(screens[-1])[1]
    rated = make_filter([Term("rating", UNRATED, negated=True)])
    assert before.startswith(f"   {describe_filter(rated, load_data())}")
    assert after == before


def test_tab_reads_the_words_before_as_the_filter_does() -> None:
    screens = press_keys("f", *"south e", "tab")
    assert read_bottom(screens[-2])[1].startswith("   ICBs in South East,")
    assert "South East" in read_bottom(screens[-1])[1] and "Social" not in read_bottom(screens[-1])[1]


def test_tab_leaves_words_in_quotation_marks_alone() -> None:
    screens = press_keys("f", *'"mid', "tab")
    assert read_bottom(screens[-1])[0] == read_bottom(screens[-2])[0] == ' f "mid'


def test_rated_is_never_called_not_not_rated() -> None:
    screens = press_keys("f", "r", "tab", "ctrl+u", *"1:x")
    texts = [read_bottom(screens[3])[1], read_bottom(screens[-1])[1]]
    assert "Recommendation" in texts[0] and "“x”" in texts[1] and "not not" not in "".join(texts)
    check_wording("\n".join(texts))


def test_arrows_and_space_choose_an_option_and_the_text_follows() -> None:
    *_, screen, after = press_keys("f", "down", "down", "down", "space", "space")
    assert "✓ Midlands" in screen and "Midlands · 11 of 42" in read_title(screen)
    assert read_bottom(screen)[0].split() == ["f", "midlands"]
    assert (
        read_title(after) == read_title(read_start_screen())
        and read_bottom(after)[1].splitlines()[0] == "   ICBs, 2023/24: 42 of 42"
    )


def test_what_was_typed_is_not_lost_when_an_option_is_chosen() -> None:
    screen = read_last_screen("f", *"1:st ", "down", "down", "down", "space")
    assert "Leadership: Strong" in read_title(screen) and "Midlands" in read_title(screen)


def test_escape_leaves_the_line_without_applying_it() -> None:
    assert read_last_screen("f", *"mid", "escape") == read_start_screen()


def test_the_line_is_filled_with_the_filter_there_is_and_can_be_emptied() -> None:
    _, screen, _, emptied = press_keys("f", "ctrl+u", "enter", wanted=MIDLANDS_STRONG)
    assert read_bottom(screen) == [
        " f midlands 1:strong",
        f"   {describe_filter(MIDLANDS_STRONG, load_data())}, 2023/24: 5 of 42",
    ]
    assert read_title(emptied) == read_title(read_start_screen())


# Typed ahead


def test_keys_typed_ahead_are_carried_out_in_order_on_the_screen_that_each_meets() -> None:
    two = ("/", *"c&w", "tab", *"tv", "tab", "enter", "d", "escape")
    screen = read_last_screen("f", *"mid", "enter", *two, "s", "s", "s", "/", *"llr", "enter", "escape")
    assert "by region" in read_title(screen) or "Midlands · 11 of 42" in read_title(screen)
    assert "2 marked" in read_title(screen) and "● Coventry and Warwickshire" in screen
    assert "Midlands  11 of 11 boards" in screen, "ordered by region"


# The palette and the help


def test_the_palette_opens_a_board_and_carries_out_an_action_of_the_screen() -> None:
    assert "ICBs › Leicester, Leicestershire and Rutland" in read_title(read_last_screen("ctrl+p", *"leic", "enter"))
    assert "differences only" in read_title(read_last_screen("ctrl+p", *"only", "enter", compared=("QWU", "QNX")))


def test_the_palette_says_when_nothing_fits_and_escape_leaves_it() -> None:
    screens = press_keys("ctrl+p", *"zz", "enter", "escape")
    check_wording(join_words(screens[-2]))
    assert screens[-1] == read_start_screen()


def test_no_two_lines_of_the_palette_are_the_same() -> None:
    listed = [line for line in read_last_screen("ctrl+p", size=(120, 60)).splitlines()[4:-1] if line]
    assert len(listed) > 30
    assert [line for line in set(listed) if listed.count(line) > 1] == []


def test_the_palette_cuts_no_name_that_there_is_room_for() -> None:
    screen = read_last_screen("ctrl+p", *"the", size=(120, 60))
    assert len(screen.splitlines()) > 10 and "…" not in screen.replace("1–5", "")


def test_help_lists_the_keys_of_the_screen_that_it_is_asked_on() -> None:
    screen = read_last_screen("?", size=(120, 82))
    assert {"/", "f", "m", "-", "P", "y", "ctrl+p"} <= set(screen.split()) and "S △ Strong" in join_words(screen)
    check_wording(screen)


def test_help_on_a_board_page_lists_the_keys_of_a_board_page() -> None:
    _, page, shown, after = press_keys("enter", "?", "escape", size=(120, 80))
    keys = {line.split()[0] for line in shown.splitlines() if line.strip()}
    assert {"p", "←"} <= keys and "m" not in keys
    check_wording(shown)
    assert after == page


# The last view


def test_the_last_view_brings_filter_year_order_and_centre_back_and_keeps_the_marks() -> None:
    screens = press_keys("s", "]", "m", "space", "-", "-", "-", "-", wanted=MIDLANDS, size=(160, 40))
    titles = [read_title(screen) for screen in screens]
    assert f"2024/25 · {ALL_EVIDENCE} · map" in titles[4] and "1 marked" in titles[4]
    assert "2024/25" in titles[5] and "map" not in titles[5] and "1 marked" in titles[5]
    assert f"2023/24 · {ALL_EVIDENCE}" in titles[6] and "by number" in titles[6] and "Midlands · 11 of 42" in titles[6]
    assert "by name" in titles[7] and "1 marked" in titles[7]
    check_wording(read_message(screens[7]) + "\n" + read_message(screens[8]))


def test_the_last_view_brings_back_a_filter() -> None:
    assert "North West · 3 of 42" in read_title(read_last_screen("f", *"nw", "enter", "x", "-"))


# The presenter


def test_the_presenter_goes_through_the_marked_boards_a_statement_a_screen_with_its_source() -> None:
    marked = ("/", *"llr", "tab", *"c&p", "tab", "enter", "escape")
    screens = press_keys(*marked, "P", *["space"] * 2, "backspace", "escape")
    shown, after = screens[len(marked) + 1 : -1], screens[-1]
    said = [f for f in load_data().findings if f.icb in ("QK1", "QUE") and f.year == "2023/24" and f.aim is not None]
    places = [read_title(screen).split()[-3:] for screen in shown]
    assert places == [[str(place), "of", str(len(said) + MAX_TOGETHER)] for place in (1, 2, 3, 2)]
    for screen in shown:
        finding = FINDINGS[next(word for word in screen.split() if word in FINDINGS)]
        source, told = load_data().source[finding.source], join_words(screen)
        assert finding.summary in told and source.publisher in told
        assert (source.title or "") in told and (source.url or "") in told.replace(" ", "")
    assert after == screens[len(marked)]


def test_the_presenter_without_marks_shows_the_board_of_the_cursor() -> None:
    assert "Leicester, Leicestershire and Rutland" in read_last_screen("P", wanted=LLR)


def test_the_presenter_goes_on_to_the_indicators_and_i_leads_there_and_back() -> None:
    first, to_indicators, next_one, back, last, beyond = press_keys(
        "P", "i", "l", "i", "G", "space", wanted=LLR, size=(80, 24)
    )[1:]
    assert "newest period" in read_title(to_indicators) and back == first and beyond == last
    assert "This is 1 of" in join_words(to_indicators) and "This is 2 of" in join_words(next_one)
    series = open_test_store().list_series(icb="QK1")
    chosen = choose_for_boards(series, ["QK1"], load_data())
    for screen, indicator in ((to_indicators, chosen[0]), (next_one, chosen[1]), (last, chosen[-1])):
        newest, told = series["QK1", indicator.id].newest, join_words(screen)
        assert indicator.name in told and newest.period in told and indicator.source in told
        assert f"LLR {format_value(newest.value, indicator)}" in told
        assert f"median {format_value(newest.median, indicator)}" in told
        assert f"{len(chosen)} of {len(load_data().indicators)} indicators" in told


@pytest.mark.parametrize("icbs", [["QK1"], ["QK1", "QUE"], list(load_data().icb)[:8]], ids=len)
@pytest.mark.parametrize("size", [SMALLEST_SIZE, (80, 24), (120, 40)], ids=str)
def test_every_indicator_slide_has_each_value_with_its_rank_and_its_source(
    size: tuple[int, int], icbs: list[str]
) -> None:
    data, (columns, rows) = load_data(), size
    slides = make_indicator_slides(open_test_store().list_series(), icbs, data)
    assert 0 < len(slides) <= MAX_TOGETHER
    for slide in slides:
        lines = plain_lines(write_slide(slide, data, columns, rows - 3))
        told = join_words(" ".join(lines))
        assert len(lines) <= rows - 3 and max(map(len, lines)) <= columns, slide.indicator.id
        assert slide.indicator.name in told and f"Source: {slide.indicator.source}" in told
        for icb, series in slide.series.items():
            label, point = data.icb[icb].label, series.newest
            if point.value is None:
                assert label in told.partition("No value: ")[2]
            else:
                told_value = f"{label} {format_value(point.value, slide.indicator)}"
                assert ", ".join(filter(None, (told_value, format_rank(point)))) in told


def test_a_board_without_findings_has_one_slide_that_says_so() -> None:
    cells = open_test_store().compare_boards(["D7T5G"], "2023/24", ())
    (slide,) = make_slides([cells["D7T5G", aim] for aim in load_data().aim])
    told = join_words(" ".join(plain_lines(write_slide(slide, load_data(), 60, 13))))
    assert told.startswith("Essex ") and "2023/24" in told
    check_wording(told)


@pytest.mark.parametrize("size", [SMALLEST_SIZE, (60, 20), (80, 24)], ids=str)
def test_the_source_is_in_sight_on_every_slide_there_can_be(size: tuple[int, int]) -> None:
    hidden = []
    for year in load_data().years:
        cells = open_test_store().compare_boards([icb.code for icb in load_data().icbs], year, ())
        made = make_slides([cells[icb.code, aim] for icb in load_data().icbs for aim in load_data().aim])
        hidden += [slide.evidence.finding.id for slide in made if slide.evidence and not names_source(slide, *size)]
    assert hidden == []


def names_source(slide: Slide, columns: int, rows: int) -> bool:
    """Whether publisher and address of a slide's source are among the lines that there is room for."""
    room = rows - 3
    lines = plain_lines(write_slide(slide, load_data(), columns, room))[:room]
    assert slide.evidence
    source, told = slide.evidence.source, join_words(" ".join(lines))
    return source.publisher in told and (source.url or "") in told.replace(" ", "")


# Copying


def test_y_lists_what_can_be_copied_and_any_other_key_copies_nothing(clipboard: list[str]) -> None:
    screens = press_keys("3", "y", "x", "y", "escape", wanted=MIDLANDS_STRONG)
    choices = join_words("".join(read_bottom(screens[2], 2)))
    assert re.findall("[:,] ([a-z]) ", choices) == list("crtmsv")
    assert "Midlands" in read_title(screens[3]) and clipboard == []
    check_wording("\n".join([choices, read_message(screens[3]), read_message(screens[5])]))


def test_y_v_sends_the_command_that_shows_the_view(clipboard: list[str]) -> None:
    screen = read_last_screen("f", *"mid -strong", "enter", "3", "]", "s", "m", "y", "v")
    (command,) = clipboard
    assert read_message(screen).endswith(f": {command}")
    assert command.startswith("icb-tui --filter ")
    options = icb_tui.make_context("icb-tui", shlex.split(command)[1:]).params
    asked = {key: options[key] for key in ("wanted", "year", "aim", "evidence", "as_at")}
    view = place_cursor(make_start_view(load_data(), **asked), (), options["sort"])
    assert view.filter == make_filter([Term("region", "Y60"), Term("rating", "strong", negated=True)])
    assert (view.year, view.aim, view.sort, options["centre"]) == ("2024/25", "inequalities", "rating", "map")


def test_y_c_sends_the_citation_whole(clipboard: list[str]) -> None:
    read_last_screen("/", *"c&p", "enter", "y", "c")
    (told,) = clipboard
    assert told.startswith("Cambridgeshire and Peterborough, Leadership, 2023/24: Mixed, ")
    for finding in ("A020", "A021"):
        assert f"({finding}; Healthcare Leader, January 2025, paragraph 6)" in told
    assert all(FINDINGS[finding].summary in told for finding in ("A020", "A021"))


def test_y_c_on_a_cell_and_on_a_comparison(clipboard: list[str]) -> None:
    read_last_screen("3", "y", "c", wanted=LLR)
    read_last_screen("y", "c", compared=("QWU", "QNX"))
    cell, sentences = clipboard
    assert cell.startswith("Leicester, Leicestershire and Rutland, Inequalities, 2023/24: Leading,")
    assert "A041" in cell and "paragraph 14" in cell
    assert "Strong on Leadership" in sentences and "\n" in sentences


def test_where_nothing_can_be_copied_it_says_so(clipboard: list[str]) -> None:
    for key in ("y", "e"):
        check_wording(read_message(read_last_screen("P", key)))
    assert clipboard == []
