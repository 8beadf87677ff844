"""A page in two columns: each section whole in one of them, none lost, and its places where they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, make_line, plain_lines
from icb_tui.tui.reading_pane import PageColumns, choose_split

CELLS = 20

HEIGHTS = st.lists(st.integers(1, 30), min_size=2, max_size=8)


def make_page(heights: list[int]) -> PageText:
    """A page of sections of these heights; the first has no place of its own, and each line is its own."""
    lines: list[Line] = []
    places: dict[str, int] = {}
    for section, height in enumerate(heights):
        if section:
            places[f"s{section}"] = len(lines)
        lines += [make_line(Span(f"{section}.{line}")) for line in range(height)]
    return PageText([], lines, places)


def arrange(page: PageText) -> tuple[PageColumns, list[tuple[str, str]]]:
    """The page in two columns, and what stands on each row of them."""
    columns = PageColumns(page, choose_split(page), CELLS)
    rows = plain_lines(columns.join_rows(0, columns.height))
    return columns, [(row[:CELLS].strip(), row[CELLS:].strip()) for row in rows]


@given(HEIGHTS)
def test_each_section_stands_whole_in_one_column_in_its_order(heights: list[int]) -> None:
    page = make_page(heights)
    columns, rows = arrange(page)
    left, right = ([text for text in column if text] for column in zip(*rows, strict=True))
    assert left + right == plain_lines(page.lines)
    assert right[0].endswith(".0") and left and len(rows) == columns.height
    for place, line in page.places.items():
        assert f"{place[1:]}.0" in rows[columns.row_of(line)]


@given(HEIGHTS)
def test_no_other_section_to_begin_the_second_column_would_make_a_shorter_page(heights: list[int]) -> None:
    columns, _ = arrange(make_page(heights))
    assert columns.height == min(max(sum(heights[:n]), sum(heights[n:])) for n in range(1, len(heights)))


@given(HEIGHTS, st.integers(0, 60), st.integers(1, 20))
def test_the_rows_from_any_top_are_those_of_the_whole_page(heights: list[int], top: int, room: int) -> None:
    columns, _ = arrange(make_page(heights))
    every = columns.join_rows(0, columns.height)
    assert columns.join_rows(top, room) == every[top : top + room]


def test_a_page_of_one_section_stays_in_one_column() -> None:
    assert choose_split(PageText([], [BLANK_LINE], {})) == 0
    assert choose_split(PageText([], [BLANK_LINE], {"all": 0})) == 0


@given(HEIGHTS, st.integers(0, 60), st.integers(0, 60))
def test_the_lines_that_are_lit_are_the_only_ones_with_a_ground(heights: list[int], start: int, more: int) -> None:
    columns, _ = arrange(make_page(heights))
    rows = columns.join_rows(0, columns.height, range(start, start + more))
    lit = [run.text for row in rows for run in row.spans if run.ground == "row"]
    assert sorted(lit) == sorted(plain_lines(columns.text.lines[start : start + more]))
