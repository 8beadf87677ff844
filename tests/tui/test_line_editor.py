"""The line that is typed in, against a naive one: a list of characters and a number."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from icb_tui.text.cells import cell_width, clean
from icb_tui.text.spans import make_line as line_of
from icb_tui.text.spans import plain_lines, spans_width
from icb_tui.tui.line_editor import MAX_CHARACTERS, LineEdit

NAMED = [
    *("backspace", "ctrl+h", "delete", "ctrl+w", "ctrl+u", "ctrl+k"),
    *("left", "right", "home", "ctrl+a", "end", "ctrl+e"),
]
LETTERS = ["a", "b", "é", " ", " ", "日"]
KEYS = st.one_of(st.sampled_from(NAMED), st.sampled_from(LETTERS))
HOSTILE = ["\x1b", "\x00", "\n", "\r", "\t", "\x7f", "\x9b", "\u202e", "\u200b", "\ufe0f", "\ud800", "\u0301" * 9]
ANYTHING = st.lists(st.one_of(st.text(st.characters(), max_size=5), st.sampled_from(HOSTILE)), max_size=6).map("".join)


class NaiveLine:
    """What each key does, the slow way."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.at = 0

    def press(self, key: str) -> None:
        if len(key) == 1:
            self.letters.insert(self.at, key)
            self.at += 1
        elif key in ("left", "right"):
            self.at = max(self.at - 1, 0) if key == "left" else min(self.at + 1, len(self.letters))
        elif key in ("home", "ctrl+a", "end", "ctrl+e"):
            self.at = 0 if key in ("home", "ctrl+a") else len(self.letters)
        else:
            self.delete(key)

    def delete(self, key: str) -> None:
        if key in ("backspace", "ctrl+h"):
            self.back(1)
        elif key == "delete":
            del self.letters[self.at : self.at + 1]
        elif key == "ctrl+k":
            del self.letters[self.at :]
        elif key == "ctrl+u":
            self.back(self.at)
        else:
            self.word()

    def back(self, letters: int) -> None:
        for _ in range(min(letters, self.at)):
            self.at -= 1
            del self.letters[self.at]

    def word(self) -> None:
        """The blanks before the caret, then the letters before them."""
        while self.at and self.letters[self.at - 1] == " ":
            self.back(1)
        while self.at and self.letters[self.at - 1] != " ":
            self.back(1)

    def __str__(self) -> str:
        return "".join(self.letters)


def press_key(line: LineEdit, key: str) -> LineEdit:
    after = line.press_key("space" if key == " " else key, key if len(key) == 1 else None)
    assert after is not None
    return after


def type_keys(*keys: str) -> LineEdit:
    line = LineEdit()
    for key in keys:
        line = press_key(line, key)
    return line


def show_line(line: LineEdit, cells: int) -> str:
    (told,) = plain_lines([line_of(*line.to_spans(cells))])
    return told


@settings(max_examples=400, deadline=None)
@given(st.lists(KEYS, max_size=40))
@example([*"a  b", "left", "ctrl+w"])
def test_any_keys_do_what_the_naive_line_does(keys: list[str]) -> None:
    line, naive = LineEdit(), NaiveLine()
    for key in keys:
        line = press_key(line, key)
        naive.press(key)
        assert (line.text, line.caret) == (str(naive), naive.at), keys


@pytest.mark.parametrize(
    ("text", "caret", "left"),
    [
        ("midlands strong", 15, "midlands "),
        ("midlands strong ", 16, "midlands "),
        ("midlands   ", 11, ""),
        ("midlands strong", 9, "strong"),
        ("midlands strong", 11, "midlands rong"),
        ("midlands  strong", 10, "strong"),
        ("one  two", 5, "two"),
        ("  one", 2, "one"),
        ("", 0, ""),
    ],
)
def test_ctrl_w_takes_the_word_before_the_caret_with_the_blanks_behind_it(text: str, caret: int, left: str) -> None:
    line = press_key(LineEdit(text, caret), "ctrl+w")
    assert line.text == left
    assert line.caret == caret - (len(text) - len(left))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(KEYS, ANYTHING.map(lambda text: f"paste:{text}")), max_size=20))
@example(["paste:ab\x1b[31m", "left", "paste:\n\n", "delete"])
def test_the_caret_is_always_within_the_text_and_nothing_in_it_can_be_obeyed(keys: list[str]) -> None:
    line = LineEdit()
    for key in keys:
        line = line.insert(key[6:]) if key.startswith("paste:") else press_key(line, key)
        assert 0 <= line.caret <= len(line.text) <= MAX_CHARACTERS
        assert all(character.isprintable() for character in line.text)


@settings(max_examples=150, deadline=None)
@given(ANYTHING, st.integers(0, 5))
def test_a_paste_stands_cleaned_at_the_caret(text: str, caret: int) -> None:
    line = LineEdit("abcde", caret).insert(text)
    assert line.text == "abcde"[:caret] + clean(text) + "abcde"[caret:]
    assert line.caret == caret + len(clean(text))


@pytest.mark.parametrize("character", HOSTILE[:9])
def test_a_key_that_is_no_character_to_read_means_nothing(character: str) -> None:
    assert LineEdit("ab", 1).press_key("unknown", character) is None
    assert LineEdit("ab", 1).press_key("f5", None) is None


def test_marks_that_climb_over_the_lines_are_capped() -> None:
    text = LineEdit().insert("a" + "\u0301" * 50).text
    assert sum(unicodedata.combining(c) > 0 for c in text) <= 2


def test_a_line_has_an_end() -> None:
    line = LineEdit("ab", 1).insert("x" * 10_000)
    assert len(line.text) == MAX_CHARACTERS and line.text.startswith("axx") and line.text.endswith("xb")
    assert press_key(line, "y").text == line.text
    assert type_keys("a", "b").move_caret(99).caret == 2 and type_keys("a").move_caret(-5).caret == 0


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab 日é"), max_size=60), st.integers(0, 60), st.integers(4, 40))
@example("x" * 50, 0, 20)
@example("日" * 20, 10, 9)
def test_the_line_fits_its_cells_whatever_its_length_and_caret(text: str, caret: int, cells: int) -> None:
    assert spans_width(LineEdit(text).move_caret(caret).to_spans(cells)) <= cells


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab 日é"), max_size=60), st.integers(0, 60), st.integers(4, 40))
def test_the_caret_is_always_in_sight_on_its_character(text: str, caret: int, cells: int) -> None:
    line = LineEdit(text).move_caret(caret)
    before, on, *_ = line.to_spans(cells)
    assert on.ground == "cell"
    assert on.text == (line.text[line.caret : line.caret + 1] or " ")
    assert cell_width(before.text) + cell_width(on.text) <= cells
    scrolled = before.text.startswith("…")
    assert line.text[: line.caret].endswith(before.text.lstrip("… ") if scrolled else before.text)
    assert scrolled or before.text == line.text[: line.caret] or not cell_width(before.text)


def test_a_short_line_is_shown_whole_and_the_hint_only_while_it_is_empty() -> None:
    assert show_line(LineEdit.with_text("midlands 1:strong"), 40) == "midlands 1:strong"
    assert show_line(LineEdit("midlands", 3), 40) == "midlands"
    assert "a hint" in "".join(run.text for run in LineEdit().to_spans(40, "a hint"))
    assert "a hint" not in "".join(run.text for run in LineEdit.with_text("x").to_spans(40, "a hint"))


def test_a_long_line_is_shown_from_where_the_caret_can_be_seen() -> None:
    line = LineEdit.with_text("0123456789" * 3)
    assert show_line(line, 12).endswith("789") and len(show_line(line, 12)) >= 10
    assert show_line(line.move_caret(0), 12).startswith("0123")
