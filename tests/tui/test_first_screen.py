"""The first screen answers before it is asked: names, headings, legend, the lower pane, and the keys between panes."""

from __future__ import annotations

import pytest
from bundled_store import load_data, open_test_store
from msgspec.structs import replace
from printed_text import join_words
from screen import press_keys, read_last_screen, read_pane, read_title

from icb_tui.data_files.ascii_stand_ins import convert_to_ascii
from icb_tui.domain.answers import BoardMatch
from icb_tui.domain.legend import list_marks
from icb_tui.text.ascii import to_ascii
from icb_tui.text.cells import cell_width
from icb_tui.text.spans import plain_lines
from icb_tui.tui.panes.detail import write_detail
from icb_tui.tui.panes.matrix import share_width, write_board_row, write_header
from icb_tui.tui.session import ExplorerSession
from icb_tui.views.view_state import View

DATA = load_data()
SIZES = [(60, 16), (80, 24), (100, 30), (120, 40)]
CENTRE_CELLS = {60: 60, 80: 80, 100: 75, 120: 95, 200: 162}
"""The width of the screen → that of its centre, beside the filters where they are shown."""


def make_view(**parts: object) -> View:
    """A view with the store's answers, the cursor at the first board unless it is said."""
    session = ExplorerSession(open_test_store(), replace(View(data=DATA, year="2023/24"), **parts))
    session.put_view(session.answer_view(session.view))
    return session.view


def count_whole_names(view: View, columns: int) -> int:
    sizes = share_width(view, CENTRE_CELLS[columns])
    rows = {code: plain_lines([write_board_row(view, code, sizes, lit=True)])[0] for code in view.rows}
    return sum(DATA.icb[code].short_name in row for code, row in rows.items())


def test_names_have_the_room_that_no_column_needs() -> None:
    view = make_view()
    boards = len(view.rows)
    assert share_width(view, CENTRE_CELLS[80]).name - 1 >= 36
    assert count_whole_names(view, 80) == boards - 3
    assert count_whole_names(view, 120) >= boards - 3
    assert count_whole_names(view, 200) == boards


@pytest.mark.parametrize("columns", [150, 160, 189, 190, 200])
def test_the_lower_pane_stands_beside_the_boards_only_where_all_names_are_whole(columns: int) -> None:
    screen = press_keys(size=(columns, 60))[0]
    rows = [line for line in screen.splitlines() if " Somerset, Swindon and Wiltshire" in line and "≈" in line]
    assert rows and ("Swindon and\n" in screen) == (columns >= 190)


@pytest.mark.parametrize("columns", range(56, 182))
def test_a_row_fills_no_more_than_its_width_and_no_heading_is_cut(columns: int) -> None:
    for view in (make_view(), make_view(sort="worst", aim="productivity")):
        sizes = share_width(view, columns)
        header = plain_lines(write_header(view, sizes))
        lines = [*header, *plain_lines([write_board_row(view, code, sizes, lit=True) for code in view.rows])]
        assert max(map(cell_width, lines)) <= columns
        assert "…" not in "".join(header)
        numbers = [f"{place}{'↑' if view.aim == aim.id else ''}" for place, aim in enumerate(DATA.aims, 1)]
        assert all(number in header[0] for number in numbers)
        if columns >= 75:
            letters = "".join(header).replace("-", "")
            assert all(aim.short_name[:4] in letters and aim.short_name[-4:] in letters for aim in DATA.aims)


def test_a_long_heading_of_other_data_is_broken_and_never_cut_short() -> None:
    aims = tuple(replace(aim, short_name=f"{aim.short_name} and sustainability 漢字") for aim in DATA.aims)
    view = replace(make_view(), data=replace(DATA, aims=aims))
    for columns in (60, 80, 95, 120, 200):
        header = plain_lines(write_header(view, share_width(view, columns)))
        assert max(map(cell_width, header)) <= columns and "…" not in "".join(header)


def test_a_view_without_boards_has_headings_too() -> None:
    view = replace(
        make_view(), matches=tuple(BoardMatch(each.icb, (("text",),)) for each in make_view().matches), rows=()
    )
    assert "Leadership" in " ".join(plain_lines(write_header(view, share_width(view, 95))))


@pytest.mark.parametrize("size", SIZES)
def test_the_legend_tells_the_marks_that_are_on_the_screen(size: tuple[int, int]) -> None:
    screen = join_words(read_last_screen(size=size))
    assert "≈ England-wide only" in screen and "– no finding" in screen
    if size[0] >= 80:
        assert "·3 unrated findings" in screen
    if size[0] >= 100:
        for mark in ("† later oversight step", "L ▲ Leading", "P ○ Progressing", "M ◆ Mixed", "C ▼ Concern"):
            assert mark in screen
    alone = join_words(read_last_screen("o", "o", size=size))
    assert "L ▲ Leading" not in alone.partition("no finding")[2] and "unrated" not in alone
    assert "□3 never rated" in alone or size[0] < 80


@pytest.mark.parametrize("columns", [60, 61, 70, 79, 80, 99, 100, 120, 161, 200])
def test_help_is_on_the_key_bar_at_every_width(columns: int) -> None:
    assert read_last_screen(size=(columns, 24)).splitlines()[-1].rstrip().endswith("? help  q quit")


@pytest.mark.parametrize("before", [(), ("f",), ("f", *"mid"), ("/",), ("tab",)])
def test_f1_opens_help_also_where_a_line_is_typed(before: tuple[str, ...]) -> None:
    assert read_title(read_last_screen(*before, "f1")).startswith(" Help")


def test_tab_goes_from_pane_to_pane_and_the_keys_mean_what_they_say_there() -> None:
    screens = press_keys("tab", "tab", "down", "space", "tab", "down", "shift+tab", "up", "enter", "escape", "down")
    assert "space choose" in screens[2] and "space choose" not in screens[1]
    assert "✓ North West" in screens[4] and "North West · 3 of 42" in read_title(screens[4])
    assert "LSC" not in read_pane(screens[5]) and "Greater Manchester" in read_pane(screens[6])
    assert "✓ NE and Yorkshire" in screens[9] and "North East and Yorkshire · North West" in read_title(screens[9])
    assert read_pane(screens[10]) != read_pane(screens[11])


def test_arrows_scroll_the_lower_pane_and_leave_the_cursor_where_it_is() -> None:
    screens = press_keys("2", "j", "j", "tab", "down", "G", "g", "j", "escape", "j", size=(80, 24))
    assert all("BSOL · Health" in screen for screen in screens[3:10])
    assert "↓ 12 more" in screens[4] and "↑ 1 line  ↓ 11 more" in screens[5]
    assert "↑ 12 lines" in screens[6] and "more" not in find_title(screens[6])
    assert screens[7] == screens[4] and screens[9] == screens[3]
    assert "BC · Health" in screens[10]


def find_title(screen: str) -> str:
    """The title of the lower pane."""
    return next(line for line in screen.splitlines() if "BSOL · Health" in line)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (200, 60)])
def test_concern_comes_before_praise_and_neither_is_cut(size: tuple[int, int]) -> None:
    screen = join_words(read_last_screen("1", *"jjjjjj", size=size))
    concern = "NHS England is seriously worried that several trusts in the area are performing poorly."
    praise = "Credited with effective collaboration between partners."
    assert "M ◆ Mixed" in screen
    words = " ".join(join_words(line) for line in read_pane_lines(screen, size))
    assert words.index(concern) < words.index(praise) and "Healthcare Leader" in words
    if size[0] >= 80:
        assert "Concern about performance of trusts (not the ICB itself): " in words


def read_pane_lines(screen: str, size: tuple[int, int]) -> list[str]:
    """The lines of the lower pane on Cambridgeshire and Peterborough, as the pane alone writes them at that size."""
    cells = CENTRE_CELLS[size[0]]
    rows = 11 if size[1] >= 56 else 5 if size[1] < 24 else 6
    assert "C&P · Leadership · 2023/24" in screen
    return plain_lines(write_detail(make_view(icb="QUE", aim="leadership"), cells, rows))


@pytest.mark.parametrize("cells", [60, 75, 80, 95, 162])
def test_nothing_in_brackets_is_cut_and_each_cell_names_who_speaks(cells: int) -> None:
    view = make_view()
    for code in view.rows:
        for aim in DATA.aim:
            lines = plain_lines(write_detail(make_view(icb=code, aim=aim), cells, 6))
            cut = [line for line in lines if line.endswith("…") and not line.startswith(" † ")]
            assert all(line.count("(") == line.count(")") for line in cut), lines
            assert all("…" not in line for line in lines[:2])
        title = plain_lines(write_detail(replace(view, icb=code), cells, 6))[0]
        assert DATA.icb[code].short_name in title and "…" not in title


def test_another_year_that_says_more_is_named_with_its_key() -> None:
    screens = press_keys("1", "j", "[", "]", "]")
    assert "3 findings in 2022/23: [ shows them" in read_pane(screens[2])
    assert "enter all 3 findings" in read_pane(screens[3]) and "shows them" not in read_pane(screens[3])
    assert "2022/23: [ [ shows them" in read_pane(screens[5])
    assert "5 findings in 2024/25: ] shows them" in read_pane(screens[0])


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)])
def test_a_new_order_shows_its_first_rows_and_the_board_of_the_cursor(size: tuple[int, int]) -> None:
    screens = press_keys("3", "G", "s", "g", "G", "s", size=size)
    for screen in (screens[3], screens[6]):
        assert "Leicester" in screen and "SY · Ineq" not in screen
        assert "WY · Inequalities" in screen and "↓" in screen
    first, second = (screen.splitlines() for screen in (screens[3], screens[6]))
    assert any("West Yorkshire" in line for line in first) and any("West Yorkshire" in line for line in second)
    gap = next(number for number, line in enumerate(first) if line.endswith(" more") and "↓" in line)
    assert "West Yorkshire" in first[gap + 1]


def test_a_click_below_the_gap_of_a_new_order_is_on_the_row_that_is_seen() -> None:
    screen = press_keys("3", "G", "s", size=(80, 24))[-1].splitlines()
    row = next(number for number, line in enumerate(screen) if "West Yorkshire" in line)
    clicked = press_keys("3", "G", "s", "0", f"click:10,{row}", size=(80, 24))[-1]
    assert "QWO · North East and Yorkshire" in clicked
    beside = press_keys("3", "G", "s", f"click:10,{row - 1}", size=(80, 24))
    assert beside[-1] == beside[-2]


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
def test_the_title_tells_the_order_by_rated_aims_and_no_heading_has_its_arrow(size: tuple[int, int]) -> None:
    most, fewest = press_keys("s", "s", size=size)[1:]
    assert "rated" in read_title(most).partition(" of 42")[0]
    for screen, arrow, word in ((most, "↓", "most"), (fewest, "↑", "fewest")):
        title = read_title(screen)
        assert word in title or f"aims rated {arrow}" in title
        assert arrow not in "".join(screen.splitlines()[2:4]).replace("more", "")


def test_no_two_marks_look_alike_in_ascii() -> None:
    data = convert_to_ascii(DATA)
    marks = [to_ascii(each.mark.text) for each in list_marks(data)]
    assert len({*marks}) == len(marks), marks
