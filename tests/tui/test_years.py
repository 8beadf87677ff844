"""All years as a step after the newest, and indicators that follow the year, as a person sees them."""

from __future__ import annotations

import re

import pytest
from bundled_store import load_data
from screen import press_keys, read_centre, read_last_screen, read_message, read_title
from wording import check_wording

from icb_tui.domain.dataset import ALL_YEARS

ROW = "Lancashire and South Cumbria"


def find_row(screen: str, name: str = ROW) -> str:
    return next(line for line in screen.splitlines() if name[:20] in line)


@pytest.mark.parametrize(("size", "rating"), [((120, 40), "S 23/24†"), ((80, 24), "S 23/24†"), ((60, 16), "S23")])
def test_in_all_years_a_rating_stands_with_its_year_at_every_width(size: tuple[int, int], rating: str) -> None:
    screen = read_last_screen("]", "]", "]", *"j" * 22, size=size)
    assert f" {rating} " in find_row(screen) and "all years" in screen.splitlines()[0]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 16)])
def test_the_map_of_all_years_has_the_year_in_every_rated_tile(size: tuple[int, int]) -> None:
    tiles = read_centre(read_last_screen("m", year=ALL_YEARS, size=size))
    assert "S 23" in tiles or "S23" in tiles
    assert "S △" not in re.sub(r"S △ +Strong", "", tiles), "but in the legend"


def test_the_lower_pane_of_all_years_says_of_which_year_rating_and_finding_are() -> None:
    at_rating, why = press_keys("1", "j", "j", "w", year=ALL_YEARS)[3:]
    assert "Strong (2023/24)" in at_rating and "Annual assessment 2023/24 · " in at_rating
    assert "Strong (2023/24): the highest level praised" in why


def test_a_year_without_a_rating_says_why_in_one_line_above_the_matrix() -> None:
    wide, narrow = (read_last_screen("]", size=size) for size in ((120, 40), (60, 16)))
    assert "No board's annual assessment of 2024/25 is in the data. Other findings: 119." in wide
    assert "No board's annual assessment of 2024/25 is in the data.\n" in narrow
    assert "annual assessment of" not in read_last_screen("]", "[")


def test_indicators_begin_with_the_newest_period_and_step_back_from_it() -> None:
    newest, last, before, again, end = press_keys("4", "i", "[", "[", "]", "]", "]")[2:7]
    assert "Productivity · newest period" in newest and "Mar 2026" in newest and "newest · " in read_title(newest)
    assert "13 of 14 · " not in newest and "13 of 14 · " in before
    assert "Productivity · to 2025/26" in last and "Mar 2026" in last
    assert "Productivity · to 2024/25" in before and "Mar 2025" in before and "Mar 2026" not in before
    assert " · to 2025/26" in again and "newest period" in end


def test_after_the_newest_period_there_is_none_and_the_first_year_is_the_oldest() -> None:
    screens = press_keys("4", "i", "]", "[", "[", "[", "[", "[")
    for screen in (screens[3], screens[8]):
        check_wording(read_message(screen))
    assert "to 2022/23" in screens[8]


def test_a_chosen_year_is_that_of_the_indicators_on_every_page() -> None:
    keys = ("[", "4", "i", "l", "enter", "[", "]", "escape", "i", "h", "enter", "3")
    screens = press_keys(*keys, year="2024/25")
    assert "Period to 2023/24: " in screens[5] and "No period ends in 2022/23" in screens[6]
    assert "Period to 2024/25: " in screens[7] and " · to 2023/24" in screens[8]
    assert "6 of 20 indicators, period to 2022/23" in read_last_screen(
        "[", "enter", "3", "pagedown", "pagedown", size=(120, 60)
    )


def test_a_cursor_on_an_indicator_without_a_period_goes_to_one_that_has_it() -> None:
    there = {i.id: i.name for i in load_data().list_indicators("productivity")}
    screen = read_last_screen("4", "i", "[", "[", "[", "[")
    assert there["rtt-within-18-weeks"][:18] not in screen and there["no-longer-meeting-criteria"][:10] in screen


def test_the_palette_goes_to_a_year_and_to_all_years() -> None:
    assert "2025/26" in read_title(read_last_screen("ctrl+p", *"2025", "enter"))
    assert "all years" in read_title(read_last_screen("ctrl+p", *"all", "space", *"years", "enter"))
