"""Which lines of a list a pane shows."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from icb_tui.text.spans import choose_lines, plain_lines, rule_line

small = st.integers(0, 30)


@given(small, small, st.integers(1, 12), st.integers(1, 30), st.booleans())
def test_the_line_of_the_cursor_is_always_shown(top: int, cursor: int, rows: int, lines: int, from_top: bool) -> None:
    assume(cursor < lines)
    shown = choose_lines(top, cursor, rows, lines, from_top=from_top)
    there = [line for line in shown if line is not None]
    assert cursor in there and there == sorted(set(there)) and len(shown) == min(rows, lines)
    if from_top and rows > 2:
        assert shown[: rows - 2] == list(range(min(rows, lines)))[: rows - 2]
    if None in shown:
        assert from_top and shown[-2:] == [None, cursor] and cursor >= rows
    else:
        assert there == list(range(there[0], there[0] + len(there)))


def test_a_pane_that_need_not_scroll_does_not() -> None:
    assert choose_lines(3, 5, 4, 20, from_top=False) == [3, 4, 5, 6]
    assert choose_lines(3, 9, 4, 20, from_top=False) == [6, 7, 8, 9]
    assert choose_lines(3, 3, 4, 20, from_top=True) == [0, 1, 2, 3]


def test_a_rule_has_a_text_at_each_end() -> None:
    assert plain_lines([rule_line("– no finding", "↓ 3 more", 40)]) == [" – no finding ────────────── ↓ 3 more ─"]
    assert plain_lines([rule_line("", "", 6)]) == [" ────"]
