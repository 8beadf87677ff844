"""Text made safe to show and measured in terminal cells."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from icb_tui.text.cells import (
    MAX_COMBINING_MARKS,
    NARROW_TEXT,
    cell_width,
    clean,
    count_lines,
    cut,
    fit,
    join_names,
    wrap,
    wrap_in_two,
    wrap_items,
)

ODD = (
    "a b\t\n\r\x00\x1b\x7f\x85\x9b\u00a0\u00ad\u0301\u0300\u0338\u20dd\u1100\u1161\u200b\u200d\u202e\u2028\ufe00\ufe0f"
    "漢é❤"
)
"""Characters that change lines, widths, directions or their neighbours."""

anything = st.lists(st.integers(0, 0x10FFFF).map(chr)).map("".join) | st.text(ODD)
shown = anything.map(clean)
cells = st.integers(0, 40)


def test_plain_text_stays_as_it_is() -> None:
    assert clean("Bath & NE Somerset, “Côte” – 100% ▲ 漢") == "Bath & NE Somerset, “Côte” – 100% ▲ 漢"


def test_line_ends_and_tabs_become_spaces() -> None:
    assert clean("a\nb\rc\td\x85e\u2028f\u00a0g") == "a b c d e f g"


def test_control_characters_become_their_pictures() -> None:
    assert clean("\x1b[31mred\x00\x07\x7f") == "␛[31mred␀␇␡"


def test_invisible_format_characters_become_a_replacement_character() -> None:
    assert clean("\u202eevil\u2066\u200b\u200d\x9b") == "�evil����"


def test_stacked_combining_marks_are_capped() -> None:
    assert clean("q" + "\u0316" * 50 + "r") == "q" + "\u0316" * MAX_COMBINING_MARKS + "r"


def test_variation_selectors_are_taken_away() -> None:
    assert [clean(f"❤{selector}") for selector in "\ufe0f\U000e0100\U000e01ef\u180b"] == ["❤"] * 4


def test_decomposed_letters_are_composed() -> None:
    assert clean("Co\u0302te") == "Côte"


@given(anything)
def test_clean_text_is_printable(text: str) -> None:
    assert clean(text).isprintable()


@given(anything)
@example("a\ufe00\u0301")
@example("\u1100\ufe00\u1161")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(anything)
def test_clean_text_never_stacks_more_marks_than_allowed(text: str) -> None:
    run = 0
    for character in clean(text):
        run = run + 1 if unicodedata.combining(character) else 0
        assert run <= MAX_COMBINING_MARKS


def test_width_counts_terminal_cells() -> None:
    assert [cell_width(text) for text in ("", "abc", "é", "e\u0301", "漢字", "▲")] == [0, 3, 1, 1, 4, 1]


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("abc", 5, "abc  "),
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("abcd", 2, "a…"),
        ("abcd", 1, "a"),
        ("abcd", 0, ""),
        ("abcd", -1, ""),
        ("漢字", 3, "漢…"),
        ("漢字", 2, " …"),
        ("漢字", 1, " "),
    ],
)
def test_fit_pads_or_cuts_with_a_sign(text: str, cells: int, expected: str) -> None:
    assert fit(text, cells) == expected


def test_fit_takes_another_sign_where_only_ascii_can_be_shown() -> None:
    assert fit("abcdefgh", 6, "...") == "abc..."


@given(shown, cells, st.sampled_from(["…", "...", ""]))
def test_fit_takes_exactly_the_cells_asked_for(text: str, cells: int, more: str) -> None:
    assert cell_width(fit(text, cells, more)) == cells


@given(shown, cells)
def test_fit_keeps_the_beginning_of_what_it_cuts(text: str, cells: int) -> None:
    assert text.startswith(fit(text, cells).rstrip(" ").removesuffix("…").rstrip(" "))


@given(shown, cells)
def test_cut_keeps_what_fits_and_never_takes_more_cells(text: str, cells: int) -> None:
    result = cut(text, cells)
    assert cell_width(result) <= cells
    assert result == text or cell_width(text) > cells


def test_cut_is_not_padded() -> None:
    assert [cut("ab", 5), cut("漢字", 1), cut("abcd", 3)] == ["ab", "", "ab…"]


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
        ("漢字漢", 4, ["漢字", "漢"]),
        ("漢字", 1, ["漢", "字"]),
        ("ab", 0, ["a", "b"]),
        ("", 5, [""]),
    ],
)
def test_wrap_breaks_at_spaces_and_else_anywhere(text: str, cells: int, expected: list[str]) -> None:
    assert wrap(text, cells) == expected


ADDRESSES = st.lists(st.sampled_from(["a", "bc", "%29", "%C3%A9", "/", "-", "?q=", "&", "%"]), max_size=60).map(
    lambda parts: f"https://example.org/{''.join(parts)}"
)


@given(ADDRESSES, st.integers(3, 40))
def test_an_address_loses_nothing_and_is_not_cut_inside_an_escape(address: str, cells: int) -> None:
    lines = wrap(address, cells)
    assert "".join(lines) == address and all(0 < len(line) <= cells for line in lines)
    assert not any(
        re.search("%[0-9A-F]?$", line) and re.match("[0-9A-F]{1,2}", after) for line, after in pairwise(lines)
    )


def test_an_address_is_cut_behind_a_sign_that_parts_it() -> None:
    assert wrap("https://example.org/some-page/of-the-site", 24) == ["https://example.org/", "some-page/of-the-site"]
    assert wrap("https://example.organisation%28ICB%29", 30) == ["https://example.organisation", "%28ICB%29"]


def test_wrap_makes_no_empty_line_of_a_space_at_the_edge() -> None:
    assert wrap("abcde ", 5) == ["abcde"]


@given(shown, cells)
def test_wrap_loses_nothing_but_spaces(text: str, cells: int) -> None:
    assert "".join(wrap(text, cells)).replace(" ", "") == text.replace(" ", "")


@given(shown, cells)
def test_no_wrapped_line_is_too_wide_unless_one_character_is(text: str, cells: int) -> None:
    for line in wrap(text, cells):
        assert cell_width(line) <= max(cells, 1) or not cell_width(line[1:])  # marks stay with their character


@given(
    st.lists(st.text("abc’é—", min_size=1, max_size=9), min_size=1), st.integers(2, 20), st.sampled_from([" ", "  "])
)
def test_a_wide_character_at_the_end_of_a_text_changes_no_line_before(words: list[str], cells: int, gap: str) -> None:
    text = gap.join(words)
    *lines, last = wrap(f"{text} 漢", cells)
    assert wrap(text, cells) == [*lines, *filter(None, [last.removesuffix("漢").rstrip()])]


@given(shown, cells)
def test_lines_are_counted_as_they_are_wrapped(text: str, cells: int) -> None:
    assert count_lines(text, cells) == len(wrap(text, cells))


def test_each_character_of_narrow_text_takes_one_cell_and_only_its_space_ends_a_word() -> None:
    narrow = [character for code in range(0x3000) if NARROW_TEXT.fullmatch(character := chr(code))]
    assert all(cell_width(character) == 1 for character in narrow) and {"a", "é", "“", "–"} <= {*narrow}
    assert [character for character in narrow if not character.split()] == [" "]
    looked_at_one_by_one = clean("".join(narrow) + "\ufe0f")
    assert looked_at_one_by_one == "".join(narrow) == clean("".join(narrow))


@given(st.lists(st.text("abc", min_size=1, max_size=4), min_size=1), st.integers(4, 20))
def test_wrap_breaks_no_word_that_fits_on_a_line(words: list[str], cells: int) -> None:
    assert " ".join(wrap(" ".join(words), cells)).split() == words


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a or b"),
        (["a", "b", "c"], "a, b or c"),
        (list("abcdefgh"), "a, b, c, d, e, f, g or h"),
        (list("abcdefghij"), "a, b, c, d, e, f, g, h or 2 more"),
    ],
)
def test_names_are_listed_as_english(names: list[str], expected: str) -> None:
    assert join_names(names) == expected


def test_the_conjunction_and_the_cap_can_be_chosen() -> None:
    assert join_names(["a", "b"], conjunction="and") == "a and b"
    assert join_names(["a", "b", "c"], most=1, conjunction="and") == "a and 2 more"


def test_a_heading_breaks_at_a_space_or_else_in_a_word() -> None:
    assert wrap_in_two("2 Health", 6) == ["2", "Health"]
    assert wrap_in_two("1 Leadership", 9) == [] and wrap_in_two("1 Leadership", 10) == ["1", "Leadership"]
    broken = {"1 Leadership": ["1 Lead-", "ership"], "4 Productivity": ["4 Prod-", "uctivity"]}
    for text, lines in broken.items():
        assert wrap_in_two(text, max(map(len, lines)), hyphen=True) == lines


@given(shown, st.integers(1, 40), st.booleans())
def test_two_lines_hold_the_whole_text_or_there_are_none(text: str, size: int, hyphen: bool) -> None:
    lines = wrap_in_two(text, size, hyphen=hyphen)
    assert len(lines) <= 2 and all(cell_width(line) <= size for line in lines)
    broken = "".join(lines).replace(" ", "")
    whole = "".join(text.split())
    assert not lines or broken == whole or (hyphen and broken.replace("-", "") == whole.replace("-", ""))


@given(st.lists(st.text("ab", min_size=1, max_size=9), max_size=9), cells, cells, st.integers(1, 4))
def test_items_stay_whole_and_in_order(items: list[str], size: int, last: int, most: int) -> None:
    lines = wrap_items(items, size, min(size, last), most)
    placed = [item for line in lines for item in line.split("  ") if item]
    assert placed == items[: len(placed)]
    assert len([line for line in lines if line]) <= most
    assert cell_width(lines[-1]) <= min(size, last)
    assert all(cell_width(line) <= size or "  " not in line for line in lines)
