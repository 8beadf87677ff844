"""A page in two columns: each section whole in one of them, none lost, and its places where they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, make_line, plain_lines
from icb_tui.tui.reading_pane import _last_place, arrange_columns

CELLS = 20


def make_page(heights: list[int]) -> PageText:
    """A page of sections of these heights; the first has no place of its own, and each line is its own."""
    lines: list[Line] = []
    places: dict[str, int] = {}
    for section, height in enumerate(heights):
        if section:
            places[f"s{section}"] = len(lines)
        lines += [make_line(Span(f"{section}.{line}")) for line in range(height)]
    return PageText([], lines, places)


@given(st.lists(st.integers(1, 30), min_size=2, max_size=8))
def test_each_section_stands_whole_in_one_column_in_its_order(heights: list[int]) -> None:
    page = make_page(heights)
    found = arrange_columns(page, CELLS)
    assert found
    rows = [(text[:CELLS].strip(), text[CELLS:].strip()) for text in plain_lines(found.lines)]
    left, right = ([text for text in column if text] for column in zip(*rows, strict=True))
    assert left + right == plain_lines(page.lines)
    assert right[0].endswith(".0") and left and right
    for place, row in found.places.items():
        assert f"{place[1:]}.0" in rows[row]


@given(st.lists(st.integers(1, 30), min_size=2, max_size=8))
def test_no_other_section_to_begin_the_second_column_would_make_a_shorter_page(heights: list[int]) -> None:
    found = arrange_columns(make_page(heights), CELLS)
    assert found
    every = [max(sum(heights[:n]), sum(heights[n:])) for n in range(1, len(heights))]
    assert len(found.lines) == min(every)


def test_a_page_of_one_section_stays_in_one_column() -> None:
    assert arrange_columns(PageText([], [BLANK_LINE], {}), CELLS) is None
    assert arrange_columns(PageText([], [BLANK_LINE], {"all": 0}), CELLS) is None


@given(st.lists(st.integers(1, 30), min_size=3, max_size=8), st.integers(0, 99))
def test_what_is_read_is_a_section_of_the_first_column(heights: list[int], top: int) -> None:
    found = arrange_columns(make_page(heights), CELLS)
    assert found
    place = _last_place(found.places, top)
    lefts = [text[:CELLS].strip() for text in plain_lines(found.lines)]
    above = [text.split(".")[0] for text in lefts[: top + 1] if text and not text.startswith("0.")]
    if "1.0" in lefts:
        assert place == (f"s{above[-1]}" if above else "")
    else:
        assert place in found.places
