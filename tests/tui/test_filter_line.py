"""The filter line and the pane of options, as a person sees them: the table follows what is typed."""

from __future__ import annotations

import pytest
from bundled_store import load_data, open_test_store
from msgspec.structs import replace
from printed_text import join_words
from screen import press_and_look, press_keys, read_bottom, read_last_screen, read_message, read_title
from wording import check_wording

from icb_tui.domain.dataset import Dataset
from icb_tui.filters.language import parse_filter
from icb_tui.filters.options import list_options
from icb_tui.text.spans import plain_lines
from icb_tui.tui.panes.filters import FiltersPane, write_options
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View

SIZES = [(120, 40), (80, 24), (60, 16)]


def count_shown(screen: str) -> str:
    return next(part for part in read_title(screen).split(" · ") if part.endswith(" of 42"))[-8:].strip()


def test_the_table_follows_what_is_typed() -> None:
    screens = press_keys("f", *"mid", *" 1:strong", "enter", "u", "U", "-")
    shown = [count_shown(screen) for screen in screens]
    assert shown[2:5] == ["42 of 42", "42 of 42", "11 of 42"]
    assert shown[13:15] == ["5 of 42"] * 2
    assert shown[15:] == ["42 of 42", "5 of 42", "42 of 42"]


@pytest.mark.parametrize("size", SIZES)
def test_esc_brings_back_the_filter_of_before_the_typing(size: tuple[int, int]) -> None:
    typed, back, undone, last = press_and_look(
        *("f", *"midlands", "look", "escape", "look", "u", "look", "-", "look"),
        wanted=parse_filter("london", load_data()),
        size=size,
    )
    assert ["16 of 42" in read_title(typed), "5 of 42" in read_title(back)] == [True, True]
    assert read_message(undone) == "Nothing to undo." and read_message(last) == "No earlier view."


def test_the_cursor_comes_back_to_its_board_with_the_filter() -> None:
    before, after = press_and_look("j", "j", "3", "look", "f", *"midlands", "escape", "look")
    assert before == after


def test_what_cannot_be_read_yet_is_said_softly_and_refused_only_when_it_is_taken() -> None:
    half, unknown, taken, more = press_and_look(
        "f", *"midlands m", "look", *"zz", "look", "enter", "look", *["backspace"] * 4, "look"
    )
    assert [count_shown(screen) for screen in (half, unknown, taken, more)] == ["11 of 42"] * 4
    assert "^" not in "".join(read_bottom(half) + read_bottom(unknown) + read_bottom(more))
    assert "^^^" in read_bottom(taken)[1]
    for screen in (half, unknown, taken, more):
        check_wording("\n".join(line.rstrip() for line in read_bottom(screen)[1].splitlines()))


def test_a_click_on_a_board_keeps_what_was_typed() -> None:
    screen = read_last_screen("f", *"midlands", "click:60,5")
    assert count_shown(screen) == "11 of 42" and read_message(screen).startswith("ICBs in Midlands")


def test_the_option_that_is_pointed_at_says_what_space_does() -> None:
    screens = press_and_look(
        "f", "down", "look", *["down"] * 2, "space", "look", "down", "look", "up", "look", *["pagedown"] * 5, "look"
    )
    for screen in screens:
        check_wording(read_bottom(screen)[1])


def test_options_that_are_chosen_stay_after_esc_and_each_is_undone_alone() -> None:
    screens = press_keys("f", *["down"] * 3, "space", "down", "space", "escape", "u", "u")
    shown = [count_shown(screen).split()[0] for screen in screens[5:]]
    assert shown == ["11", "11", "17", "17", "11", "42"]


def test_what_was_typed_before_an_option_is_chosen_is_one_step_with_it() -> None:
    screens = press_keys("f", *"strong", *["down"] * 3, "space", "escape", "u")
    assert "5 of 42" in read_title(screens[-2]) and count_shown(screens[-1]) == "42 of 42"


def test_no_option_is_chosen_beside_a_word_that_cannot_be_read() -> None:
    screen = read_last_screen("f", *"zzzz", "down", "space")
    assert "^^^^" in read_bottom(screen)[1] and count_shown(screen) == "42 of 42"


def test_an_empty_table_shows_no_keys_that_are_letters_of_the_filter() -> None:
    typed, taken = press_and_look("f", *"midlands 5:strong", "look", "enter", "look")
    assert "Without “Midlands”: 0 of 42" in typed and "undo" not in typed
    assert "f change   u undo   x clear the filter" in taken


def test_an_evidence_type_says_what_it_does_to_ratings_and_leaves_every_board() -> None:
    screen = read_last_screen("f", *["down"] * 22, "space")
    assert "✓ Self-report" in screen and "✓ Annual" not in screen and count_shown(screen) == "42 of 42"
    check_wording(read_bottom(screen)[1])
    check_wording(join_words(" ".join(read_bottom(read_last_screen("click:8,29"), 2))))


# The pane


def make_view(text: str = "", data: Dataset | None = None) -> View:
    data = data or load_data()
    session = ExplorerSession(open_test_store(), View(data=load_data(), year="2023/24"))
    view = session.answer_view(replace(session.view, filter=parse_filter(text, load_data())))
    return replace(view, data=data)


def read_options(text: str = "", cells: int = 24) -> list[str]:
    return plain_lines(each.line for each in write_options(make_view(text), cells, cursor=None, airy=False))


def test_chosen_and_excluded_options_have_a_mark_and_the_number_of_choosing_them() -> None:
    lines = read_options("midlands -london -1 rated")
    assert "✓ Midlands             2" in lines and "- London               5" in lines
    assert {line.split()[0] for line in lines if "1 Leadership" in line or "not rated" in line} == {"-"}


def test_evidence_stands_apart_from_the_filters_of_boards() -> None:
    lines = read_options()
    place = lines.index(" Evidence that counts o")
    assert set(lines[place - 1].strip()) == {"─"} and lines[place - 2].split() == ["closed", "12"]
    assert all(line.startswith("✓ ") for line in lines[place + 1 :])
    assert lines[place + 2].split() == ["✓", "Self-report", "16"]
    wide = read_options("self", cells=42)
    assert next(line for line in wide if "Self" in line).endswith("16 of 42")
    assert [line[:1] for line in wide[-8:]].count("✓") == 1


@pytest.mark.parametrize(("cells", "name"), [(24, "NE and Yorkshire"), (30, "North East and Yorkshire")])
def test_the_name_of_a_region_is_never_cut(cells: int, name: str) -> None:
    assert any(name in line for line in read_options(cells=cells)) and not any("…" in line for line in read_options())


def test_the_cursor_stays_on_an_option_where_the_data_have_fewer() -> None:
    pane = FiltersPane(Appearance("dark", load_data()))
    pane.view = make_view()
    pane.cursor = len(list_options(load_data())) - 1
    fewer = replace(load_data(), kinds=load_data().kinds[:2])
    pane.view = make_view(data=fewer)
    assert pane.cursor_option == list_options(fewer)[-1]
    assert pane.paint(24, 12)


def test_a_click_on_the_note_of_more_lines_leads_to_them_and_chooses_nothing() -> None:
    opened, below, chosen, above = press_keys("f", "click:8,19", "click:8,18", "click:8,2", size=(80, 24))[1:]
    assert "↓ 17 more lines" in opened.splitlines()[19] and "Context" not in opened
    assert "Context" in below and "↑" in below.splitlines()[2] and read_title(below) == read_title(opened)
    assert "Evidence that counts: ICB's account" in join_words(chosen)
    assert "Midlands" in above


def test_the_title_of_the_pane_says_out_of_how_many() -> None:
    for size in SIZES[:2]:
        assert "boards of 42" in read_last_screen("f", size=size)
    assert "boards of 36" in read_last_screen("a", "f")


def test_where_there_is_no_room_for_both_typing_shows_the_table_and_arrows_show_the_options() -> None:
    opened, typed, pointed, closed = press_and_look(
        "f", "look", *"midlands", "look", "down", "look", "escape", "look", size=(60, 16)
    )
    assert "Filters f" in opened and "Filters f" in pointed and "Black Country" not in opened + pointed
    assert "Black Country" in typed and "Filters f" not in typed
    assert "Bedfordshire" in closed and "Filters f" not in closed
