"""Lines that are written when they are looked at: the same as if all had been written before."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from icb_tui.text.item_lines import ItemLines, join_parts
from icb_tui.text.spans import Line, make_line

HEIGHTS = st.lists(st.integers(0, 4), max_size=12)
ENDS = st.none() | st.integers(-60, 60)


def write_items(heights: list[int]) -> list[list[Line]]:
    """The lines of each item, each its own."""
    return [[make_line(f"{item}.{line}") for line in range(height)] for item, height in enumerate(heights)]


@given(HEIGHTS, HEIGHTS, ENDS, ENDS, st.sampled_from([None, 1, 2, -1, -3]))
def test_lines_are_those_of_a_list_of_all(
    some: list[int], others: list[int], start: int | None, stop: int | None, step: int | None
) -> None:
    written = write_items(some + others)
    parts = (written[: len(some)], written[len(some) :])
    lines = join_parts(ItemLines(part, map(len, part), lambda item: item) for part in parts)
    every = list(chain.from_iterable(written))
    assert list(lines) == every and len(lines) == len(every)
    assert lines[start:stop:step] == every[start:stop:step]
    assert [lines[at] for at in range(-len(every), len(every))] == every + every


@given(HEIGHTS, st.integers(0, 40), st.integers(0, 9))
def test_only_items_that_are_looked_at_are_written(heights: list[int], top: int, room: int) -> None:
    items, looked_at = write_items(heights), []

    def write(item: list[Line]) -> list[Line]:
        looked_at.append(item)
        return item

    seen = ItemLines(items, heights, write)[top : top + room]
    assert [item for item in looked_at if item] == [item for item in items if {*item} & {*seen}]
