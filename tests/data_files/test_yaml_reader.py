"""One YAML text as plain Python."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wording import check_wording

from icb_tui.data_files import yaml_reader
from icb_tui.data_files.problems import FileError
from icb_tui.data_files.yaml_reader import (
    MAX_DEPTH,
    MAX_REPEATED,
    VALUE_CHARACTERS,
    find_lines,
    format_path,
    read_yaml,
)
from icb_tui.domain.record_sections import KeyPath


def read_value(text: str) -> Any:
    """Return the document of a text in which no key stands twice."""
    document, faults = read_yaml(text)
    assert faults == []
    return document


def read_refusal(text: str) -> int:
    """The line for which a text is refused; the reasons are in tests/wording/."""
    with pytest.raises(FileError) as caught:
        read_yaml(text)
    check_wording(str(caught.value))
    return caught.value.line or 0


@pytest.mark.parametrize("text", ["NO", "no", "Yes", "on", "off", "y", "True", "NULL", "None"])
def test_words_that_yaml_1_1_would_turn_into_something_else_stay_text(text: str) -> None:
    assert read_value(text) == text


@pytest.mark.parametrize(
    "text", ["012", "0o14", "0x10", "0b1", "1_000", "1:30", "190:20:30", "2022-07-01", "2022/23", ".inf", ".nan", "1."]
)
def test_numbers_and_dates_in_disguise_stay_text(text: str) -> None:
    assert read_value(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", 0), ("-7", -7), ("+7", 7), ("2022", 2022), ("1.50", 1.5), ("-0.5", -0.5), ("1e3", 1000.0)],
)
def test_plain_decimal_numbers_are_numbers(text: str, expected: float) -> None:
    value = read_value(text)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(("text", "expected"), [("true", True), ("false", False), ("null", None), ("~", None)])
def test_the_words_of_yaml_1_2_are_read(text: str, expected: bool | None) -> None:
    assert read_value(text) is expected


def test_a_key_without_a_value_has_nothing() -> None:
    assert read_value("a:\nb: 1") == {"a": None, "b": 1}


@pytest.mark.parametrize("text", ["'7'", '"7"', "|-\n  7", ">-\n  7"])
def test_what_is_quoted_is_text(text: str) -> None:
    assert read_value(text) == "7"


def test_text_is_made_safe_to_show() -> None:
    assert read_value('{"\\ek": "\\e[31m\\0", b: \u202ex}') == {"␛k": "␛[31m␀", "b": "�x"}


@pytest.mark.parametrize("text", ["", "# nothing but a remark\n", "---\n...\n"])
def test_a_text_without_a_document_has_nothing(text: str) -> None:
    assert read_value(text) is None


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert read_value("a: &a {x: 1}\nb: {<<: *a}") == {"a": {"x": 1}, "b": {"<<": {"x": 1}}}


def test_an_anchor_is_repeated_where_it_is_named() -> None:
    assert read_value("a: &a [1, &b x]\nc: *a\nd: *b\n*b : 2") == {"a": [1, "x"], "c": [1, "x"], "d": "x", "x": 2}


def test_every_duplicate_key_is_named_with_its_line() -> None:
    text = "a: 1\nb:\n  - {c: 1,\n     c: 2}\na: 2\na: 3\n"
    what = "duplicate key; expected each key once"
    assert read_yaml(text)[1] == [(4, ("b", 0, "c"), what), (5, ("a",), what), (6, ("a",), what)]


def test_the_same_key_in_two_mappings_is_no_duplicate() -> None:
    assert read_value("- {a: 1}\n- {a: 2, b: {a: 3}}") == [{"a": 1}, {"a": 2, "b": {"a": 3}}]


def test_a_tag_is_refused() -> None:
    assert read_refusal("a: 1\nb: !!str 012") == 2


@pytest.mark.parametrize("text", ["!!python/object/apply:os.system [x]", "!!set {a}", "!mine {}", "!!map {}"])
def test_a_tag_on_a_list_or_a_mapping_is_refused(text: str) -> None:
    assert read_refusal(text) == 1


def test_a_second_document_is_refused() -> None:
    assert read_refusal("a: 1\n---\nb: 2") == 2


def test_an_anchor_that_is_not_there_is_refused() -> None:
    assert read_refusal("a: 1\nb: *c") == 2


def test_an_anchor_that_holds_itself_is_refused() -> None:
    assert read_refusal("a: &a\n  - *a") == 2


@pytest.mark.parametrize("text", ["a: 1\n? [1]\n: 2", "a: 1\n? {b: 1}\n: 2", "a: &l [1]\n*l : 2"])
def test_a_list_or_a_mapping_as_a_key_is_refused_with_its_line(text: str) -> None:
    assert read_refusal(text) == 2


def test_anchors_that_would_expand_without_end_are_refused() -> None:
    nest = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 30)
    )
    assert read_refusal(nest) == 5


def test_many_repetitions_of_a_small_anchor_are_refused_too() -> None:
    most = MAX_REPEATED // (1 + VALUE_CHARACTERS)
    assert len(read_value("[&a x" + ", *a" * most + "]")) == most + 1
    assert read_refusal("[&a x" + ",\n *a" * (most + 1) + "]") == most + 2


def test_a_few_repetitions_of_a_long_text_are_refused_where_they_stand_for_too_much() -> None:
    text = f"a: &a {'x' * (MAX_REPEATED // 4)}\n" + "".join(f"b{number}: {{c: *a}}\n" for number in range(9))
    assert read_refusal(text) == 5


@pytest.mark.parametrize("entry", ["k{}: 1\n", "k: {}\n", "- {}\n", "- []\n"])
def test_more_keys_or_plain_values_than_any_record_has_are_refused_before_they_are_all_read(
    entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_reader, "MAX_PLAIN_VALUES", 200)
    text = "".join(entry.format(number) for number in range(201))
    assert read_refusal(text + "}") == 201


def test_a_list_may_hold_more_mappings_than_plain_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "MAX_PLAIN_VALUES", 200)
    assert len(read_value("[" + "{}," * 201 + "]")) == 201


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_a_hundred_thousand_levels_are_refused(opening: str) -> None:
    assert read_refusal(opening * 100_000) == 1


def test_the_deepest_nesting_allowed_is_read() -> None:
    assert str(read_value("[" * MAX_DEPTH + "]" * MAX_DEPTH)) == "[" * MAX_DEPTH + "]" * MAX_DEPTH


@pytest.mark.parametrize(
    ("text", "line"), [("a: 1\nb: [1, 2\n", 3), ("a: 'x\n", 2), ("a: b: c", 1), ("a: 1\nb: @x", 2)]
)
def test_text_that_is_not_yaml_is_refused_with_its_line(text: str, line: int) -> None:
    assert read_refusal(text) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b\nc: \x00\n", 2),
        ("é: 1\né: x\x07y\nz: 1\n", 2),
        ("a: ééééééé\n\x1b", 2),
        ("a: \ufffe", 1),
    ],
)
def test_a_character_that_yaml_forbids_is_named_with_its_line(text: str, line: int) -> None:
    assert read_refusal(text) == line


def test_every_key_and_value_has_its_line() -> None:
    text = "a:\n  - x\n  -\n    b:\n      {c: 1,\n       d: 2}\n2022: 1\n"
    lines: dict[KeyPath, int] = {
        (): 1,
        ("a",): 1,
        ("a", 0): 2,
        ("a", 1): 4,
        ("a", 1, "b"): 4,
        ("a", 1, "b", "c"): 5,
        ("a", 1, "b", "d"): 6,
        (2022,): 7,
    }
    assert find_lines(text, lines) == lines
    assert find_lines(text, [("a", 1, "b", "e"), ("z",)]) == {("a", 1, "b", "e"): 4, ("z",): 1}


def test_lines_are_looked_for_no_further_than_the_last_that_is_wanted() -> None:
    assert find_lines("a: 1\nb: 2\n}", [("b",)]) == {("b",): 2}


def test_a_path_is_written_as_people_write_it() -> None:
    assert format_path(("findings", 3, "figure", "value")) == "findings[3].figure.value"
    assert format_path(()) == ""


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text("ab NO0:-#'é", max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4),
    max_leaves=12,
)


def write_yaml(value: Any) -> str:
    """Write a value as YAML in flow style, by hand, so that no other library is asked."""
    match value:
        case dict():
            return "{" + ", ".join(f"'{key}': {write_yaml(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(write_yaml, value)) + "]"
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case _:
            return "'" + str(value).replace("'", "''") + "'"


@given(plain)
def test_what_is_written_is_read(value: Any) -> None:
    assert read_value(write_yaml(value)) == value


@given(st.text("ab:-[]{}&*!|>'\"%@`#,?~ \n\t\\é\x00\x85\ufeff", max_size=60))
def test_any_text_is_read_or_refused_with_a_line_that_is_there(text: str) -> None:
    line, reason = 1, "read"
    try:
        read_yaml(text)
    except FileError as error:
        line, reason = error.line or 0, str(error)
    assert 1 <= line <= len(text.splitlines()) + 1
    assert reason.isprintable()
