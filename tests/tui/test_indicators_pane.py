"""The indicators view: how many columns stand side by side, what their headings say, and where each value's mark is."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from bundled_store import load_data, open_test_store
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from screen import press_keys, read_last_screen, read_message, read_title
from wording import check_wording

from icb_tui.analysis.indicator_values import format_value
from icb_tui.domain.records import Indicator
from icb_tui.store.store import Store
from icb_tui.text.ascii import to_ascii
from icb_tui.text.cells import cell_width
from icb_tui.text.spans import plain_lines
from icb_tui.tui.board_columns import ColumnWidths
from icb_tui.tui.panes import indicators
from icb_tui.tui.session import ExplorerSession
from icb_tui.views.view_state import View
from icb_tui.views.view_steps import change_centre, move_sideways

DATA = load_data()
AIMS = [aim.id for aim in DATA.aims if DATA.list_indicators(aim.id)]
WIDTHS = [60, 80, 95, 108, 120, 174]
NARROW, BESIDE_FILTERS, WHOLE = 80, 95, 120
"""The cells of the pane at 80 columns, and at 120 with the filters and without."""

PLACES = {"▌": 0.0, "┃": 0.25, "▐": 0.5}


def make_view(aim: str, store: Store | None = None) -> View:
    store = store or open_test_store()
    session = ExplorerSession(store, change_centre(View(data=store.data, year="2023/24", aim=aim), "indicators"))
    session.put_view(session.answer_view(session.view))
    return session.view


def find_cells(sizes: ColumnWidths, line: str) -> list[str]:
    """What stands in each column of a line."""
    ends = [sizes.lead_cells]
    for cells in sizes.cells:
        ends.append(ends[-1] + cells)
    return [line[start:end] for start, end in pairwise(ends)]


def list_every_column(view: View, cells: int) -> list[tuple[Indicator, dict[str, str]]]:
    """Each indicator of the aim with its column: what stands there for each board."""
    columns: dict[str, dict[str, str]] = {}
    for indicator in view.indicators:
        here = replace(view, indicator=indicator.id)
        sizes = indicators.share_width(here, cells)
        place = view.indicators.index(indicator) - sizes.first
        lines = plain_lines(indicators.write_board_row(here, code, sizes, lit=True) for code in view.rows)
        columns[indicator.id] = {
            code: find_cells(sizes, line)[place] for code, line in zip(view.rows, lines, strict=True)
        }
    return [(indicator, columns[indicator.id]) for indicator in view.indicators]


@pytest.mark.parametrize("aim", AIMS)
def test_five_columns_fit_beside_the_filters_eight_without_them_and_three_on_a_small_screen(aim: str) -> None:
    view = make_view(aim)
    counts = [len(indicators.share_width(view, cells).cells) for cells in (NARROW, BESIDE_FILTERS, WHOLE)]
    assert all(count >= least for count, least in zip(counts, (3, 5, 8), strict=True))


@pytest.mark.parametrize("cells", WIDTHS)
@pytest.mark.parametrize("aim", AIMS)
def test_marks_stand_in_the_order_of_values_and_those_of_extreme_boards_at_the_ends(aim: str, cells: int) -> None:
    view = make_view(aim)
    for indicator, column in list_every_column(view, cells):
        values = {code: view.series[code, indicator.id].newest.value for code in view.rows}
        assert {code for code, text in column.items() if text.split() == ["none"]} == {
            code for code, value in values.items() if value is None
        }
        marks: list[tuple[float, float]] = []
        for code, value in values.items():
            if value is not None:
                number, sign, axis = re.fullmatch(r" *(\S*\d)([-+ ]) (\S+) *", column[code]).groups()  # type: ignore[union-attr]
                point = view.series[code, indicator.id].newest
                assert number == format_value(value, indicator)
                is_better = (value > point.median) == (indicator.better == "higher")
                is_off = value != point.median and indicator.better != "neither"
                assert sign == (("+" if is_better else "-") if is_off else " ")
                (mark,) = (place + PLACES[each] for place, each in enumerate(axis) if each in PLACES)
                marks.append((value, mark))
                # The axis goes from the lowest of all boards to the highest, and the median is inside.
                if value == point.least < point.median:
                    assert mark == 0.0
                if value == point.most > point.median:
                    assert mark == len(axis) - 0.5
                step = (point.most - point.least) / (2 * len(axis) - 1)
        marks.sort()
        assert [mark for _, mark in marks] == sorted(mark for _, mark in marks)
        for (low, left), (high, right) in pairwise(marks):
            assert left == right or low != high
            assert left != right or high - low < 2 * step


@pytest.mark.parametrize("cells", WIDTHS)
@pytest.mark.parametrize("aim", AIMS)
def test_every_line_has_the_width_of_the_pane_at_most(aim: str, cells: int) -> None:
    view = make_view(aim)
    by_region = replace(view, sort="region")
    for indicator in (None, view.indicators[0].id, view.indicators[-1].id):
        for each in (replace(view, indicator=indicator), replace(by_region, indicator=indicator)):
            sizes = indicators.share_width(each, cells)
            lines = [*indicators.write_header(each, sizes), indicators.write_board_row(each, "QOX", sizes, lit=True)]
            lines += [indicators.write_region_line(each, group, sizes) for group in each.region_groups.values()]
            assert max(map(cell_width, plain_lines(lines))) <= cells
            assert cell_width("".join(span.text for span in lines[1].spans)) <= cells


@pytest.mark.parametrize("cells", [NARROW, BESIDE_FILTERS, WHOLE])
@pytest.mark.parametrize("aim", AIMS)
def test_the_indicator_of_the_cursor_has_its_name_whole_above_the_headings(aim: str, cells: int) -> None:
    view = make_view(aim)
    for number, indicator in enumerate(view.indicators, 1):
        here = replace(view, indicator=indicator.id)
        first = plain_lines(indicators.write_header(here, indicators.share_width(here, cells)))[0]
        assert first.startswith(f"   {number} of {len(view.indicators)} · {indicator.name}") or cells == NARROW
        assert indicator.name in first
        if cells == WHOLE and cell_width(first) < 90:
            assert all(part in first for part in (indicator.unit, "is better", list(indicator.values)[-1]))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(AIMS), st.integers(60, 200), st.lists(st.sampled_from([-9, -3, -1, 1, 2, 12]), max_size=12))
def test_the_cursor_is_always_among_the_columns_and_the_arrows_count_the_others(
    aim: str, cells: int, steps: list[int]
) -> None:
    view, shown_from = make_view(aim), 0
    for step in steps:
        view = move_sideways(view, step)
        before = shown_from
        sizes = indicators.share_width(view, cells, shown_from)
        shown_from = sizes.first
        shown = [indicator.id for indicator in indicators.list_visible(view, sizes)]
        assert len(shown) == len(sizes.cells) == len(sizes.values)
        assert view.indicator is None or view.indicator in shown
        # The columns stay where they are while the cursor is among them.
        places = [None, *(indicator.id for indicator in view.indicators)]
        if before < places.index(view.indicator) <= before + len(shown) and before <= len(places) - 1 - len(shown):
            assert shown_from == before
        lead = "\n".join(line[: sizes.lead_cells] for line in plain_lines(indicators.write_header(view, sizes)))
        left, right = re.search(r"◂ (\d+) more", lead), re.search(r"(\d+) more ▸", lead)
        hidden = int(left[1]) if left else 0, int(right[1]) if right else 0
        assert hidden == (shown_from, len(view.indicators) - shown_from - len(shown))


@pytest.mark.parametrize("cells", [11, 12, 15, 20, 23])
@pytest.mark.parametrize("aim", AIMS)
def test_no_two_headings_of_an_aim_are_the_same(aim: str, cells: int) -> None:
    names = tuple(indicator.name for indicator in DATA.list_indicators(aim))
    headings = [tuple(lines) for lines in indicators.shorten_names(names, cells)]
    assert len(set(headings)) == len(names)
    assert len({to_ascii(" ".join(lines)) for lines in headings}) == len(names)


@given(st.lists(st.text(st.sampled_from("ab é日 -,"), max_size=30), max_size=6), st.integers(5, 24))
def test_a_heading_of_any_name_has_two_lines_that_fit(names: list[str], cells: int) -> None:
    for lines in indicators.shorten_names(tuple(names), cells):
        assert len(lines) == indicators.NAME_LINES and max(map(cell_width, lines)) <= cells


def test_twins_are_told_apart_by_the_words_in_which_they_differ() -> None:
    names = ("Life expectancy at birth, women", "Life expectancy at birth, men", "Waits")
    assert indicators.shorten_names(names, 11) == [["Life", "…women"], ["Life", "…men"], ["", "Waits"]]


def test_the_users_own_indicators_come_first_and_have_their_mark() -> None:
    own = replace(DATA.indicator["rtt-within-18-weeks"], id="own", name="A made-up share of residents, counted here")
    data = replace(DATA, indicators=(*DATA.indicators, own), origins={"indicators": {"own": "my-data"}})
    store = Store(data)
    view = replace(make_view("productivity", store), indicator="own")
    store.close()
    header = plain_lines(indicators.write_header(view, sizes := indicators.share_width(view, WHOLE)))
    assert [each.id for each in view.indicators][:2] == ["own", "rtt-within-18-weeks"]
    assert header[0].startswith("   1 of 15 · A made-up share of residents, counted here +")
    assert find_cells(sizes, header[3])[0].strip() == "Mar 2026 +"


def test_the_filters_go_and_come_back_at_a_key() -> None:
    beside, away, typing, closed, back = press_keys("i", "4", "F", "f", "escape", "F", size=(120, 40))[2:]
    assert "Rated on" in beside and "6 more ▸" not in beside
    assert "Rated on" not in away and "6 more ▸" in away
    assert "Rated on" in typing and "Rated on" not in closed
    assert back == beside


def test_hiding_the_filters_moves_the_focus_to_the_boards() -> None:
    screens = press_keys("shift+tab", "F", "j", size=(120, 40))
    assert "NHS Bedfordshire" in screens[-1]


def test_where_the_filters_are_a_drawer_the_key_says_so() -> None:
    screen = read_last_screen("F", size=(80, 24))
    check_wording(read_message(screen))
    assert read_title(screen) == read_title(read_last_screen(size=(80, 24)))


def test_a_click_on_a_value_goes_to_its_column_and_the_columns_stay() -> None:
    first, clicked = press_keys("i", "4", "click:80,12", size=(120, 40))[2:]
    assert "1 of 14" in first and "2 of 14" in clicked
    assert [line[27:60] for line in clicked.splitlines()[5:20]] == [line[27:60] for line in first.splitlines()[5:20]]


@pytest.mark.parametrize("place", ["80,2", "80,12"])
def test_a_click_where_an_aim_has_no_indicators_changes_nothing(place: str) -> None:
    before, after = press_keys("1", "i", f"click:{place}", size=(120, 40))[2:]
    assert before == after
