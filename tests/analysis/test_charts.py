"""Charts: marks stand in the order of their values, never on the wrong side, and no line is too long."""

from __future__ import annotations

from statistics import median

import pytest
from bundled_store import load_data, open_test_store
from hypothesis import given
from hypothesis import strategies as st

from icb_tui.analysis import charts
from icb_tui.analysis.charts import TrendChart, draw_axis, draw_trend, find_side
from icb_tui.analysis.indicator_values import format_value
from icb_tui.domain.answers import IndicatorPoint, IndicatorSeries
from icb_tui.pages.indicator import IndicatorPage, write_indicator_page
from icb_tui.text.ascii import to_ascii
from icb_tui.text.cells import cell_width
from icb_tui.text.spans import plain_lines

DATA = load_data()
SERIES = open_test_store().list_series()
VALUES = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))
MARKS = charts.LEFT_HALF, charts.RIGHT_HALF, charts.ON_MEDIAN


def make_point(value: float | None, among: list[float]) -> IndicatorPoint:
    return IndicatorPoint("2024/25", value, None, None, False, len(among), median(among), min(among), max(among))


def find_mark(value: float, among: list[float], cells: int) -> tuple[float, str]:
    """Where the mark of a value stands, in half cells, and what it is."""
    text = "".join(span.text for span in draw_axis(make_point(value, among), "higher", cells))
    assert cell_width(text) == cells
    (place,) = (place for place, character in enumerate(text) if character in MARKS)
    return place + {"▌": 0.0, "┃": 0.25, "▐": 0.5}[text[place]], text[place]


@given(st.lists(VALUES, min_size=2, max_size=42), st.integers(4, 30))
def test_marks_stand_in_the_order_of_their_values(among: list[float], cells: int) -> None:
    marks = [find_mark(value, among, cells) for value in sorted(among)]
    assert marks == sorted(marks)
    assert all(find_mark(value, among, cells) == find_mark(value, among, cells) for value in among)


@given(st.lists(VALUES, min_size=2, max_size=42), st.integers(4, 30))
def test_a_mark_is_never_on_the_wrong_side_of_the_median(among: list[float], cells: int) -> None:
    middle, _ = find_mark(median(among), [*among, median(among)], cells)
    for value in among:
        place, mark = find_mark(value, among, cells)
        if value == median(among):
            assert mark == charts.ON_MEDIAN
        else:
            assert (value < median(among)) == (place < middle)


@given(st.lists(VALUES, min_size=3, max_size=42, unique=True), st.integers(4, 30))
def test_the_extreme_boards_stand_at_the_ends(among: list[float], cells: int) -> None:
    assert find_mark(min(among), among, cells) == (0.0, charts.LEFT_HALF)
    assert find_mark(max(among), among, cells) == (cells - 0.5, charts.RIGHT_HALF)


@pytest.mark.parametrize(
    ("better", "above", "below"), [("higher", "better", "worse"), ("lower", "worse", "better"), ("neither", "", "")]
)
def test_the_side_of_the_median_follows_the_better_way(better: str, above: str, below: str) -> None:
    sides = [find_side(make_point(value, [1.0, 2.0, 3.0]), better) for value in (3.0, 1.0, 2.0, None)]
    assert sides == [above, below, "", ""]


def test_a_board_without_a_value_has_the_axis_and_the_median_alone() -> None:
    text = "".join(span.text for span in draw_axis(make_point(None, [1.0, 2.0, 9.0]), "higher", 9))
    assert set(text) == {"─", charts.MEDIAN} and len(text) == 9


@pytest.mark.parametrize("indicator", DATA.indicators, ids=lambda indicator: indicator.id)
def test_no_line_of_an_indicators_page_is_too_long_and_ascii_loses_nothing(indicator: object) -> None:
    id = indicator.id  # type: ignore[attr-defined]
    series = {icb: each for (icb, of), each in SERIES.items() if of == id}
    for icb, cells, rows in (("QK1", 58, 7), ("QOX", 78, 9), ("D7T5G", 118, 13)):
        page = IndicatorPage(DATA, DATA.indicator[id], icb, series, marked=("QWU", "QNX", "QUE", "QHM", "QVV", "QRV"))
        lines = plain_lines(write_indicator_page(page, cells, rows).lines)
        assert [line for line in lines if cell_width(line) > cells] == []
        assert "?" not in "".join(map(to_ascii, lines)).replace("CO?", "")


def draw_bundled_trend(id: str, icb: str, cells: int, rows: int) -> list[str]:
    indicator = DATA.indicator[id]
    chart = TrendChart(
        DATA.icb[icb].label,
        SERIES[icb, id],
        {DATA.icb[other].label: SERIES[other, id] for other in ("QWU", "QNX")},
        lambda value: format_value(value, indicator),
    )
    return plain_lines(draw_trend(chart, cells, rows))


def test_a_trend_shows_each_period_with_the_board_the_median_the_ends_and_the_marked_boards() -> None:
    assert draw_bundled_trend("rtt-within-18-weeks", "QK1", 60, 8) == TREND


TREND = [
    "74.3 ┤                                                 ┬",
    "     │    ┬                          ┬        ┬        │",
    "     │    │        ┬        ┬        │        │        ┼",
    "     │    │        │        │        │        ┼A       │A",
    "59.5 ┤    ┼        │        ┼A       ┼        │ B      ● B",
    "     │    ●A       ●A       ●        ●AB      │        │",
    "     │    │        │ B      │ B      ┴        ●        ┴",
    "48.4 ┤    ┴ B      ┴        ┴",
    "     └──────────────────────────────────────────────────────",
    "      Sep 2023 Mar 2024 Sep 2024 Mar 2025 Sep 2025 Mar 2026",
    "      ● LLR   ┼ median   ┬ ┴ highest and lowest board",
    "      A C&W   B SUSX",
]


@pytest.mark.parametrize("rows", [7, 8, 12, 16])
def test_the_board_of_the_higher_value_never_stands_lower(rows: int) -> None:
    id = "cancer-28-days"
    highest: dict[str, IndicatorSeries] = {
        icb: each for (icb, of), each in SERIES.items() if of == id and each.newest.value is not None
    }
    heights = {}
    for icb in highest:
        lines = draw_bundled_trend(id, icb, 100, rows)[:rows]
        heights[icb] = max(range(rows), key=lambda row: lines[row].rfind(charts.OWN_MARK))
    by_value = sorted(heights, key=lambda icb: highest[icb].newest.value or 0.0)
    assert [heights[icb] for icb in by_value] == sorted(heights.values(), reverse=True)


def test_periods_that_do_not_fit_are_counted() -> None:
    lines = draw_bundled_trend("claimant-count", "QK1", 34, 7)
    assert any(" earlier: see below" in line for line in lines)
    assert all(cell_width(line) <= 34 for line in lines)
