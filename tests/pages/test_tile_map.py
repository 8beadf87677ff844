"""The map: where the boards stand, where the arrows lead, fifths by a naive route, and the lines that are drawn."""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise

import pytest
from bundled_store import load_data, open_test_store
from click.testing import CliRunner
from filter_terms import PLAIN_TERMS
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from naive_route import list_predecessors
from screen import ALL_EVIDENCE, read_last_screen

from icb_tui.analysis.fifths import find_fifth
from icb_tui.cli.main import icb_tui
from icb_tui.domain.answers import IndicatorPoint
from icb_tui.domain.records import Indicator
from icb_tui.filters.terms import Filter, Term, make_filter
from icb_tui.pages import evidence_list
from icb_tui.pages.map_legend import (
    LEVEL_GROUNDS,
    NEUTRAL_GROUNDS,
    choose_level_ground,
    describe_map,
    write_map_heading,
    write_map_legend,
)
from icb_tui.pages.tile_map import GAP, TileSize, choose_tile_size, find_tile, write_map
from icb_tui.text.spans import plain_lines, spans_width
from icb_tui.views.map_places import move_to_neighbour, place_tiles
from icb_tui.views.view_state import View
from icb_tui.views.view_steps import apply_answers

WAYS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
NOW = dt.date(2026, 4, 1)
NEW = {"S1Y5D", "D7T5G", "T6Y0W", "S9B9J", "S0E4D", "Z9B2Z"}
PANES = [(118, 40), (93, 32), (79, 14), (59, 11), (59, 10)]
"""Cells and lines of the map's pane on wide, middling and small screens."""
INDICATORS = load_data().indicators
EVERY = Filter()


@cache
def make_view(wanted: Filter = EVERY, year: str = "2023/24", as_at: dt.date | None = None, aim: str = "") -> View:
    """The map as the browser shows it."""
    view = View(data=load_data(), year=year, filter=wanted, as_at=as_at, aim=aim or "leadership", centre="map")
    return apply_answers(
        view,
        open_test_store().match_boards(wanted, year, as_at),
        {},
        open_test_store().year_cells(year, view.counted_kinds),
    )


@cache
def make_indicator_view(indicator: str) -> View:
    aim = load_data().indicator[indicator].aim
    return replace(make_view(aim=aim), indicator=indicator, series=open_test_store().list_series(aim=aim))


def draw_map(view: View, cells: int, rows: int) -> list[str]:
    return plain_lines(write_map(view, cells, rows, "bright"))


def move_cursor(view: View, way: str, icb: str) -> str:
    """The board under the cursor after an arrow, from a board."""
    there = move_to_neighbour(replace(view, icb=icb), *WAYS[way]).cursor_icb
    assert there
    return there


def is_further(places: dict[str, tuple[int, int]], way: str, icb: str, other: str) -> bool:
    """Whether another board stands further that way."""
    (x, y), (to_x, to_y) = places[icb], places[other]
    return {"up": to_y < y, "down": to_y > y, "left": to_x < x, "right": to_x > x}[way]


# Places

VIEWS = {"2023/24": make_view(), "2022/23": make_view(year="2022/23"), "now": make_view(as_at=NOW)}


@pytest.mark.parametrize("view", VIEWS.values(), ids=list(VIEWS))
def test_each_open_board_has_a_tile_of_its_own(view: View) -> None:
    places = place_tiles(view)
    assert set(places) == {match.icb for match in view.matches}
    assert len(set(places.values())) == len(places)
    for code, place in places.items():
        if tile := load_data().icb[code].tile:
            assert place == (tile.column, tile.row)


def test_boards_without_a_tile_stand_below_all_others() -> None:
    places = place_tiles(VIEWS["now"])
    assert {code for code in places if load_data().icb[code].tile is None} == NEW
    lowest = max(row for code, (_, row) in places.items() if code not in NEW)
    assert all(places[code][1] > lowest for code in NEW)
    widest = max(column for code, (column, _) in places.items() if code not in NEW)
    assert all(0 <= places[code][0] <= widest for code in NEW), "the map is no wider for them"


def test_no_board_at_all_is_no_error() -> None:
    empty = replace(make_view(), matches=(), rows=())
    assert place_tiles(empty) == {}
    assert move_to_neighbour(empty, 1, 0).cursor_icb is None


# Arrows


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("view", VIEWS.values(), ids=list(VIEWS))
def test_an_arrow_leads_that_way_if_any_board_lies_there(view: View, way: str) -> None:
    places = place_tiles(view)
    for icb in view.rows:
        there = move_cursor(view, way, icb)
        if any(is_further(places, way, icb, other) for other in view.rows):
            assert is_further(places, way, icb, there), (icb, there)
        else:
            assert there == icb


@pytest.mark.parametrize("way", WAYS)
def test_an_arrow_leads_to_the_tile_next_to_it_where_there_is_one(way: str) -> None:
    view = make_view()
    places = place_tiles(view)
    on = {place: code for code, place in places.items()}
    across, down = WAYS[way]
    beside = [(code, on[x + across, y + down]) for code, (x, y) in places.items() if (x + across, y + down) in on]
    assert len(beside) > 25
    assert all(move_cursor(view, way, icb) == other for icb, other in beside)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("view", VIEWS.values(), ids=list(VIEWS))
def test_the_same_arrow_again_and_again_comes_to_an_end(view: View, way: str) -> None:
    for icb in view.rows:
        path = [icb]
        while (there := move_cursor(view, way, path[-1])) != path[-1]:
            path.append(there)
            assert len(path) == len(set(path)) <= len(view.rows)


def list_reached(view: View, start: str) -> set[str]:
    """The boards that some arrow keys lead to."""
    seen, left = {start}, [start]
    while left:
        icb = left.pop()
        new = {move_cursor(view, way, icb) for way in WAYS} - seen
        seen |= new
        left += new
    return seen


@pytest.mark.parametrize("view", VIEWS.values(), ids=list(VIEWS))
def test_every_board_can_be_reached_from_every_other(view: View) -> None:
    leads = {icb: {move_cursor(view, way, icb) for way in WAYS} for icb in view.rows}
    towards: dict[str, set[str]] = {icb: {other for other in view.rows if icb in leads[other]} for icb in view.rows}
    start = view.rows[0]
    seen, left = {start}, [start]
    while left:
        new = towards[left.pop()] - seen
        seen |= new
        left += new
    assert list_reached(view, start) == set(view.rows), "from the first to all"
    assert seen == set(view.rows), "from all to the first"


@pytest.mark.parametrize("region", load_data().region)
def test_every_board_of_a_region_can_be_reached(region: str) -> None:
    view = make_view(make_filter([Term("region", region)]))
    assert all(list_reached(view, icb) == set(view.rows) for icb in view.rows)


FILTERS = st.frozensets(st.sampled_from([term for term in PLAIN_TERMS if term.facet != "evidence"]), max_size=4).map(
    Filter
)


@settings(max_examples=40, deadline=None)
@given(FILTERS, st.sampled_from(list(load_data().icb)), st.lists(st.sampled_from(list(WAYS)), max_size=25))
def test_the_cursor_stays_among_the_boards_found(wanted: Filter, start: str, ways: list[str]) -> None:
    view = replace(make_view(wanted), icb=start)
    places = place_tiles(view)
    for way in ways:
        before, view = view.cursor_icb, move_to_neighbour(view, *WAYS[way])
        assert view.cursor_icb in view.rows if view.rows else view.cursor_icb is None
        if before and any(is_further(places, way, before, other) for other in view.rows):
            assert view.cursor_icb and is_further(places, way, before, view.cursor_icb)
        else:
            assert view.cursor_icb == before


def test_marks_and_the_filter_stay_while_the_cursor_moves() -> None:
    view = replace(make_view(), icb="QK1", marked=("QK1",))
    moved = move_to_neighbour(view, 1, 0)
    assert (moved.marked, moved.filter, moved.rows, moved.cursor_icb) == (("QK1",), view.filter, view.rows, "QUE")


# Fifths


def get_newest_values(indicator: Indicator) -> dict[str, float]:
    return indicator.values[list(indicator.values)[-1]]


def compute_fifths(indicator: Indicator) -> dict[str, int]:
    """The fifth of each board: how many are better than it, in fifths of all that have a value."""
    values = get_newest_values(indicator)
    better = operator.lt if indicator.better == "lower" else operator.gt
    fifths = {}
    for icb, value in values.items():
        ahead = sum(better(other, value) for other in values.values())
        fifths[icb] = next(n for n in range(1, 6) if ahead < n * len(values) / 5)
    return fifths


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_fifths_are_those_of_the_naive_route(indicator: Indicator) -> None:
    naive = compute_fifths(indicator)
    for (icb, key), series in open_test_store().list_series(aim=indicator.aim).items():
        if key == indicator.id:
            assert find_fifth(series.newest) == naive.get(icb), icb


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 60), st.data())
def test_a_fifth_is_one_of_five_and_never_better_for_a_worse_place(of: int, draw: st.DataObject) -> None:
    rank = draw.draw(st.integers(1, of))
    point = IndicatorPoint("2024", 1.0, rank, rank, False, of, 1.0, 1.0, 1.0)
    mine = find_fifth(point)
    assert mine in range(1, 6)
    assert find_fifth(replace(point, rank=1)) == 1
    assert of == rank or (mine or 0) <= (find_fifth(replace(point, rank=rank + 1)) or 0)
    assert find_fifth(replace(point, rank=None, place=None, value=None)) is None


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_equal_values_lie_in_one_fifth(indicator: Indicator) -> None:
    by_value: dict[float, set[int | None]] = {}
    for (icb, key), series in open_test_store().list_series(aim=indicator.aim).items():
        if key == indicator.id and icb in get_newest_values(indicator):
            by_value.setdefault(get_newest_values(indicator)[icb], set()).add(find_fifth(series.newest))
    assert all(len(fifths) == 1 for fifths in by_value.values())


def write_value(value: float, indicator: Indicator) -> str:
    """A value with the indicator's decimals, exact halves away from zero."""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-indicator.decimals), ROUND_HALF_UP)
    return f"{rounded + 0:,}".replace("-", "−")


def compute_legend(indicator: Indicator) -> Iterator[str]:
    """Each fifth from its best value to its worst, and how many boards of all lie in it."""
    fifths, values = compute_fifths(indicator), get_newest_values(indicator)
    for number in range(1, 6):
        there = sorted(values[icb] for icb in fifths if fifths[icb] == number)
        ends = there if indicator.better == "lower" else there[::-1]
        if there:
            cut = " to ".join(write_value(value, indicator) for value in (ends[0], ends[-1]))
            word = {1: "highest ", 5: "lowest "} if indicator.better == "neither" else {1: "best ", 5: "worst "}
            yield f"{number} {word.get(number, '')}{cut} {len(there)}"


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_the_legend_has_the_cut_points_whole(indicator: Indicator) -> None:
    lines = [" ".join(row.split()) for row in plain_lines(write_map_legend(make_indicator_view(indicator.id)))]
    assert lines[0] == f"Fifths boards of {len(get_newest_values(indicator))}"
    assert lines[1:-1] == list(compute_legend(indicator))


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_the_legend_is_aligned(indicator: Indicator) -> None:
    head, *rows, _ = plain_lines(write_map_legend(make_indicator_view(indicator.id)))
    assert {len(row) for row in (head, *rows)} == {len(head)} and len({row.index(" to ") for row in rows}) == 1
    head, *rows = plain_lines(write_map_legend(make_view()))
    assert {len(row) for row in (head, *rows)} == {len(head)}


def test_fifths_are_named_as_such_and_say_which_end_is_best() -> None:
    assert plain_lines(write_map_legend(make_indicator_view("smoking")))[-1] == "Lower is better."
    neither = load_data().indicator["fair-share"]
    assert neither.better == "neither"
    assert plain_lines(write_map_legend(make_indicator_view(neither.id)))[-1] == "Neither way is better."
    (heading,) = plain_lines([write_map_heading(make_indicator_view(neither.id), 90)])
    assert heading == f" {neither.name} · 2025/26 · neither way is better"
    assert describe_map(make_indicator_view(neither.id)) == f"map · {neither.name}"


@pytest.mark.parametrize("size", PANES, ids=str)
@pytest.mark.parametrize("indicator", ["ae-4-hours", "health-index", "health-deprivation", "fair-share"])
def test_every_fifth_stands_on_the_map_with_all_its_cut_points(indicator: str, size: tuple[int, int]) -> None:
    record = load_data().indicator[indicator]
    lines = draw_map(make_indicator_view(indicator), *size)
    for icb, number in compute_fifths(record).items():
        assert read_tile(lines, make_indicator_view(indicator), icb, size).startswith(str(number))
    worst = [each.split(" to ")[1].split()[0] for each in compute_legend(record)]
    assert all(cut in " ".join(lines) for cut in worst)
    assert max(map(len, lines)) <= size[0], "what is wider is cut by the pane"


def test_a_board_without_a_value_is_in_no_fifth() -> None:
    view = make_indicator_view("no-longer-meeting-criteria")
    assert read_tile(draw_map(view, 93, 32), view, "QUE", (93, 32)) == "–×"


# Lines


def read_tile(lines: list[str], view: View, icb: str, size: tuple[int, int]) -> str:
    """What stands on a board's tile beside its label; raise where the label is not on it."""
    tile = choose_tile_size(view, *size)
    x, y = place_tiles(view)[icb]
    left, top = GAP + x * (tile.cells + GAP), y * (tile.lines + tile.between)
    text = " ".join(lines[top + part][left : left + tile.cells] for part in range(tile.lines))
    label, *said = text.replace("●", " ").split()
    assert label == load_data().icb[icb].label
    return "".join(said)


def read_level(view: View, icb: str, aim: str, *, narrow: bool) -> str:
    """The level of a board or, of one that was not open, the first sign of each board before it, if they fit."""

    def read_sign(code: str) -> str:
        return evidence_list.brief_span(view.cells[code, aim], load_data(), room=3).text.replace(" ", "")

    signs = "".join(read_sign(code)[0] for code in list_predecessors(icb)) if icb in NEW else read_sign(icb)
    return "/" if narrow and len(signs) > 2 else signs


@pytest.mark.parametrize("size", PANES[:3], ids=str)
def test_a_tile_says_that_its_board_has_closed_or_opened_since(size: tuple[int, int]) -> None:
    signs = {icb: "×" if load_data().icb[icb].closed else "" for icb in load_data().icb}
    for view in (make_view(), make_view(as_at=NOW)):
        lines = draw_map(view, *size)
        with_word = choose_tile_size(view, *size).lines > 1
        for icb in view.rows:
            sign = "new" if icb in NEW and with_word else signs[icb]
            assert re.sub(r"[^×a-z]", "", read_tile(lines, view, icb, size)) == sign
        words = " ".join(" ".join(lines).split())
        assert ("× closed since 12" in words) == (not view.as_at) and ("new opened since 6" in words) == bool(
            view.as_at
        )


@pytest.mark.parametrize("size", PANES, ids=str)
@pytest.mark.parametrize("aim", load_data().aim)
@pytest.mark.parametrize("as_at", [None, NOW], ids=["then", "now"])
def test_every_board_and_its_level_stand_on_the_map_at_every_size(
    aim: str, size: tuple[int, int], as_at: dt.date | None
) -> None:
    view = make_view(aim=aim, as_at=as_at)
    lines = draw_map(view, *size)
    for icb in view.rows:
        tile = read_tile(lines, view, icb, size).removesuffix("×").removesuffix("new")
        assert tile == read_level(view, icb, aim, narrow=choose_tile_size(view, *size).cells < 8)
    assert max(map(len, lines)) <= size[0]


@pytest.mark.parametrize("size", [size for size in PANES if size[1] > 10], ids=str)
def test_the_map_with_its_legend_is_no_higher_than_its_pane(size: tuple[int, int]) -> None:
    assert len(draw_map(make_view(), *size)) <= size[1]
    assert len(draw_map(make_indicator_view(INDICATORS[0].id), *size)) <= size[1]


@pytest.mark.parametrize("size", PANES[:3], ids=str)
def test_the_boards_of_today_fit_with_their_legend(size: tuple[int, int]) -> None:
    assert len(draw_map(make_view(as_at=NOW), *size)) <= size[1]


@pytest.mark.parametrize("wanted", [EVERY, make_filter([Term("region", "Y60")])], ids=["all", "midlands"])
@pytest.mark.parametrize("aim", load_data().aim)
def test_the_counts_of_the_legend_stand_on_the_boards_found_and_add_up(aim: str, wanted: Filter) -> None:
    view = make_view(wanted, aim=aim)
    legend = [line for line in plain_lines(write_map_legend(view)) if "closed since" not in line]
    head, *rows = legend
    assert head.split() == ["boards", "of", str(len(view.rows))]
    assert sum(int(row.split()[-1]) for row in rows) == len(view.rows)


def test_the_legend_counts_each_level() -> None:
    told = " ".join(" ".join(plain_lines(write_map_legend(make_view()))).split())
    assert "boards of 42 L ▲ Leading 0 S △ Strong 15" in told
    assert "M ◆ Mixed 1" in told


@pytest.mark.parametrize("size", PANES, ids=str)
def test_a_tile_is_what_is_clicked_and_a_gap_is_nothing(size: tuple[int, int]) -> None:
    view = make_view()
    tile = choose_tile_size(view, *size)
    for icb, (x, y) in place_tiles(view).items():
        left, top = GAP + x * (tile.cells + GAP), y * (tile.lines + tile.between)
        assert find_tile(view, left, top, tile) == icb == find_tile(view, left + tile.cells - 1, top, tile)
        assert find_tile(view, left + tile.cells, top, tile) is None


def test_tiles_grow_with_the_pane() -> None:
    sizes = [choose_tile_size(make_view(), *size) for size in PANES]
    assert sizes[0] == TileSize(8, 2, 1) and sizes[-1].lines == 1
    assert all(one.cells * one.lines >= other.cells * other.lines for one, other in pairwise(sizes))


def test_marks_stand_on_the_map_and_boards_not_found_have_no_ground() -> None:
    view = replace(make_view(make_filter([Term("region", "Y60")])), marked=("QK1",))
    lines = write_map(view, 93, 32, "bright")
    assert sum("●" in row for row in plain_lines(lines)) == 1
    grounds = {run.text.strip(): run.ground for row in lines for run in row.spans if run.text.strip()}
    assert grounds["SUSX"] == "" and grounds["LLR"] == "good" and spans_width(lines[0].spans) <= 93


@pytest.mark.parametrize("size", PANES, ids=str)
def test_the_ground_of_a_tile_is_that_of_its_level_and_brackets_stand_about_the_cursor(size: tuple[int, int]) -> None:
    view = replace(make_view(), icb="QMJ")
    lines = write_map(view, *size, "bright")
    grounds = {run.text.split()[0]: run.ground for row in lines for run in row.spans if run.text.split()}
    order = [rating.id for rating in sorted(load_data().ratings, key=lambda rating: -rating.rank)]
    for code in view.rows:
        rating = view.cells[code, "leadership"].rating
        wanted = LEVEL_GROUNDS[order.index(rating)] if rating else ""
        assert grounds[load_data().icb[code].label] == wanted
    text = "\n".join(plain_lines(lines))
    assert re.search(r"\[ ?NCL\b[^\[\]\n]*\]", text) and text.count("[") == choose_tile_size(view, *size).lines


@pytest.mark.parametrize("indicator", ["ae-4-hours", "fair-share"])
def test_the_ground_of_a_tile_is_that_of_its_fifth(indicator: str) -> None:
    view = make_indicator_view(indicator)
    order = NEUTRAL_GROUNDS if load_data().indicator[indicator].better == "neither" else LEVEL_GROUNDS
    spans = [run for row in write_map(view, 118, 40) for run in row.spans if run.text.split()]
    grounds = {run.text.split()[0]: run.ground for run in spans}
    for icb, fifth in compute_fifths(load_data().indicator[indicator]).items():
        assert grounds[load_data().icb[icb].label] == order[fifth - 1]


def test_levels_in_order_have_grounds_in_order_however_many_there_are() -> None:
    for of in range(1, 9):
        places = [LEVEL_GROUNDS.index(choose_level_ground(place, of)) for place in range(of)]
        assert places == sorted(places) and (of == 1 or (places[0], places[-1]) == (0, 4))
        assert of > 5 or len(set(places)) == of


@pytest.mark.parametrize("cells", range(161, 215, 7))
def test_names_on_tiles_are_never_broken_in_a_word(cells: int) -> None:
    view = make_view(as_at=NOW)
    size = choose_tile_size(view, cells, 60)
    assert size.lines == 3
    lines = plain_lines(write_map(view, cells, 60))
    for icb, (x, y) in place_tiles(view).items():
        left, top = GAP + x * (size.cells + GAP), y * (size.lines + size.between)
        shown = " ".join(lines[top + part][left : left + size.cells].strip() for part in (1, 2)).strip()
        name = load_data().icb[icb].short_name.split()
        assert shown.removesuffix("…").split() == name[: len(shown.split())]
        assert shown.endswith("…") == (len(shown.split()) < len(name))


def test_the_smallest_map_has_its_legend_in_words() -> None:
    assert draw_map(make_view(), 59, 11)[-2:] == [
        " CIOS ≈   42 boards:  S △ Strong 15  M ◆ Mixed 1",
        " ·n not rated 4  ≈ England-wide only 22  × closed since 12",
    ]
    assert draw_map(make_indicator_view("rtt-within-18-weeks"), 59, 11)[-2:] == [
        " CIOS 1   1 best: 74.3 to 67.8  2: 67.7 to 66.4",
        " 3: 66.3 to 64.4  4: 64.0 to 62.5  5 worst: 61.7 to 53.1",
    ]


# In the browser and on the command line


def test_the_arrows_of_the_map_go_where_the_tiles_lie() -> None:
    assert "HIOW · Leadership · 2023/24" in read_last_screen("m", "right", "j")
    assert "FRIM · Leadership · 2023/24" in read_last_screen("m", "l", "down", "up")
    assert "CIOS · Leadership · 2023/24" in read_last_screen("m", *["down"] * 5, *["left"] * 5, "down", "pagedown")


def test_keys_of_the_matrix_work_on_the_map() -> None:
    screen = read_last_screen("3", "m", "o", "[", "space", "l", "space", "/", *"mids", "enter")
    title = screen.splitlines()[0]
    assert "2022/23 · Annual assessment · map · 3 Inequalities" in title
    assert "Midlands · 11 of 42" in title and "2 marked" in title
    assert "5 Social" in read_last_screen("m", "5").splitlines()[0]


def test_enter_on_the_map_opens_the_board_and_m_leads_back_to_the_matrix() -> None:
    llr = make_filter([Term("cell", "inequalities:leading")])
    assert "Leicester, Leicestershire and Rutland" in read_last_screen("3", "m", "enter", wanted=llr).splitlines()[0]
    assert read_last_screen("3", "m", "m") == read_last_screen("3")
    assert read_last_screen("i", "4", "l", "m", "m") == read_last_screen("i", "4", "l")


def test_with_an_indicator_the_map_shows_fifths_named_as_such() -> None:
    screen = read_last_screen("i", "4", "l", "l", "m")
    assert "map · A&E attendances within 4 hours" in screen.splitlines()[0]
    assert "1 best: 81.4 to 75.7" in screen or " 1  best  81.4 to 75.7   9" in screen
    assert "BSW · A&E attendances within 4 hours" in screen


def read_below(lines: list[str], label: str) -> str:
    """What stands on the line under a label."""
    row = next(n for n, line in enumerate(lines) if f" {label} " in f"{line} ")
    start = f" {lines[row]} ".index(f" {label} ")
    return lines[row + 1][start : start + 8].strip()


def test_icb_tui_map_prints_it() -> None:
    done = CliRunner().invoke(icb_tui, ["map", "3"])
    assert done.exit_code == 0
    head, *lines = done.stdout.splitlines()
    assert head == f"Tackling unequal outcomes, experience and access · 2023/24 · {ALL_EVIDENCE} · 42 of 42 boards"
    assert all(len(line) <= 80 for line in lines)
    for icb in make_view().rows:
        level = evidence_list.brief_span(make_view().cells[icb, "inequalities"], load_data(), room=3).text
        assert read_below(lines, load_data().icb[icb].label).removesuffix("×").strip() == level
    assert read_below(lines, "LLR") == "L ▲"


def test_icb_tui_map_takes_a_filter_and_a_day() -> None:
    of_region = CliRunner().invoke(icb_tui, ["map", "health", "--filter", "midlands"]).stdout
    assert "11 of 42" in of_region and "11 boards:" in of_region
    today = CliRunner().invoke(icb_tui, ["map", "--as-at", "2026-04-01"]).stdout
    assert {load_data().icb[icb].label for icb in NEW} <= set(today.split()) and "BOB" not in today
