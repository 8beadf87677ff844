"""Rows in the order of regions: a heading above the boards of each, which the cursor and the mouse pass over."""

from __future__ import annotations

import re
import statistics

import pytest
from bundled_store import load_data, open_test_store
from msgspec.structs import replace
from screen import press_and_look, press_keys, read_last_screen, read_title

from icb_tui.analysis.indicator_values import format_value
from icb_tui.output.board_tables import make_view_table
from icb_tui.pages.plain_text import write_plain_text
from icb_tui.text.cells import cell_width
from icb_tui.text.spans import plain_lines
from icb_tui.tui.panes import indicators, matrix
from icb_tui.tui.session import ExplorerSession
from icb_tui.views.view_state import View

DATA = load_data()
SIZES = [(60, 16), (80, 24), (120, 40)]
BY_REGION = ("s", "s", "s", "g")
REGIONS = [region.name for region in DATA.regions]


def make_view(**parts: object) -> View:
    session = ExplorerSession(open_test_store(), replace(View(data=DATA, year="2023/24"), sort="region", **parts))
    session.put_view(session.answer_view(session.view))
    return session.view


def list_matrix_headings(view: View, cells: int) -> list[str]:
    sizes = matrix.share_width(view, cells)
    return plain_lines(matrix.write_region_line(view, group, sizes) for group in view.region_groups.values())


def test_a_heading_counts_its_boards_and_those_rated_in_the_column_of_the_cursor() -> None:
    view = make_view(aim="leadership")
    lines = list_matrix_headings(view, 120)
    assert [line.split("  ")[0].strip() or line.strip().split("  ")[0] for line in lines] == REGIONS
    for line, group in zip(lines, view.region_groups.values(), strict=True):
        ratings = [view.rating_of(code, "leadership") for code in group.icbs]
        rated = sum(rating is not None for rating in ratings)
        assert f"{len(group.icbs)} of {group.of} boards · {rated} of {len(group.icbs)} rated on Leadership" in line
        numbers = [int(number) for number in re.findall(r"[:,] (\d+) [A-Z] ", line)]
        assert sum(numbers) == rated


def test_on_the_board_itself_a_rating_on_any_aim_counts() -> None:
    view = make_view()
    for line, group in zip(list_matrix_headings(view, 120), view.region_groups.values(), strict=True):
        rated = sum(any(view.rating_of(code, aim) for aim in DATA.aim) for code in group.icbs)
        assert line.endswith(f"{rated} of {len(group.icbs)} rated")


@pytest.mark.parametrize("cells", [60, 80, 95, 200])
@pytest.mark.parametrize("aim", [None, *DATA.aim])
def test_no_heading_is_wider_than_the_pane(cells: int, aim: str | None) -> None:
    assert max(map(cell_width, list_matrix_headings(make_view(aim=aim), cells))) <= cells


@pytest.mark.parametrize("cells", [60, 80, 95, 174])
@pytest.mark.parametrize("aim", [aim.id for aim in DATA.aims if DATA.list_indicators(aim.id)])
def test_a_heading_has_the_median_of_its_boards_in_each_column(cells: int, aim: str) -> None:
    view = make_view(centre="indicators", aim=aim, indicator=DATA.list_indicators(aim)[0].id)
    sizes = indicators.share_width(view, cells)
    for group in view.region_groups.values():
        (line,) = plain_lines([indicators.write_region_line(view, group, sizes)])
        found = re.findall(r"(\S+)(?: median)? of ?(\d+)", line[sizes.lead_cells :])
        expected = []
        for indicator in indicators.list_visible(view, sizes):
            values = [view.series[code, indicator.id].newest.value for code in group.icbs]
            there = [value for value in values if value is not None]
            median = format_value(round(statistics.median(there), 9), indicator) if there else "none"
            expected.append((median, str(len(there))))
        assert found == expected


def test_a_filter_leaves_the_medians_of_the_boards_that_are_shown() -> None:
    screen = read_last_screen(*BY_REGION, "f", *"1:strong", "enter", "i", "4")
    assert re.search(r"Midlands  5 of 11 .*\d of 5", screen)


@pytest.mark.parametrize("size", SIZES)
def test_the_order_is_told_in_words_and_by_the_arrow(size: tuple[int, int]) -> None:
    screen = read_last_screen(*BY_REGION, size=size)
    assert "ICB by region ↓" in screen
    assert "by region" in read_title(screen) or size[0] < 80


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("centre", [(), ("i", "4")])
def test_the_page_keys_pass_every_board_and_the_cursor_is_never_on_a_heading(
    size: tuple[int, int], centre: tuple[str, ...]
) -> None:
    pages = ["pagedown", "look"] * 20
    screens = press_and_look(*BY_REGION, *centre, "look", *pages, size=size)
    names = {DATA.icb[code].short_name for code in make_view().rows}
    seen = {name for name in names for screen in screens if name[:20] in screen}
    assert seen == names
    back = press_and_look(*BY_REGION, *centre, "G", "look", *(["pageup", "look"] * 20), size=size)
    assert {name for name in names for screen in back if name[:20] in screen} == names
    assert re.search("(North East|NE) and Yorkshire  4 of 4", back[-1])


def test_a_click_on_a_row_goes_to_its_board_and_one_on_a_heading_to_nothing() -> None:
    lines = read_last_screen(*BY_REGION).splitlines()
    heading = next(y for y, line in enumerate(lines) if "North West  3 of 3" in line)
    row = next(y for y, line in enumerate(lines) if "Greater Manchester" in line)
    screens = press_keys(*BY_REGION, f"click:40,{heading}", f"click:40,{row}")
    assert screens[-2] == screens[-3]
    assert "NHS Greater Manchester Integrated Care Board" in screens[-1]


def test_a_file_of_the_view_has_a_row_for_each_board_and_none_for_a_region() -> None:
    table = make_view_table(make_view(aim="leadership"))
    assert len(table.rows) == len(make_view().rows)


def test_the_plain_text_has_the_facts_of_the_headings() -> None:
    text = " ".join(write_plain_text(make_view(aim="leadership")))
    assert "Midlands: 11 of 11 boards, 5 of 11 rated on Leadership." in text
    indicator = DATA.list_indicators("productivity")[0]
    view = make_view(centre="indicators", aim="productivity", indicator=indicator.id)
    assert "Midlands: 11 of 11 boards. Their medians:" in write_plain_text(view)
    assert text.count(" boards, ") >= len(REGIONS)
    assert "Midlands:" not in " ".join(write_plain_text(replace(view, sort="name")))
