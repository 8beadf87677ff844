"""The kitty keyboard protocol: what each key does and types, from the bytes that the terminal sends to the event."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events

from icb_tui.terminal.key_reader import InputDecoder, KeyParser
from icb_tui.terminal.kitty_keys import LOCKS_AND_MODIFIERS, is_kitty_key
from icb_tui.terminal.textual_internals import ANSI_SEQUENCES_KEYS
from icb_tui.tui.keys.bindings import list_bound_keys
from icb_tui.tui.line_editor import LineEdit


def read_keys(sent: str) -> list[events.Key]:
    """The keys that come of what a terminal sends at once."""
    passed, parser = InputDecoder().decode_input(sent.encode()), KeyParser()
    read = list(parser.feed(passed)) if passed else []
    assert all(isinstance(event, events.Key) for event in read)
    return [event for event in read if isinstance(event, events.Key)]


def name_keys(sent: str) -> list[str]:
    return [event.key for event in read_keys(sent)]


def type_in_line(sent: str) -> str:
    line = LineEdit()
    for event in read_keys(sent):
        line = line.press_key(event.key, event.character) or line
    return line.text


@pytest.mark.parametrize("code", sorted(LOCKS_AND_MODIFIERS))
def test_a_lock_or_a_modifier_alone_does_and_types_nothing(code: int) -> None:
    for sent in (f"\x1b[{code}u", f"\x1b[{code};2u", f"\x1b[{code};;65u", f"\x1b[{code};65;65u", f"\x1b[{code}~"):
        assert name_keys(sent) == []


@pytest.mark.parametrize(
    "sent", ["\x1b[57376;;65u", "\x1b[57363;;65u", "\x1b[57430;;65u", "\x1b[27;;65u", "\x1b[13;;65u", "\x1b[5;;65~"]
)
def test_a_key_that_has_no_character_types_none_whatever_is_said_of_it(sent: str) -> None:
    assert len(read_keys(sent)) == 1 and type_in_line(sent) == ""


PLAIN_KEYS = dict(
    enumerate(
        [
            *("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "full_stop", "slash", "asterisk", "minus", "plus"),
            *("enter", "equals_sign", "comma", "left", "right", "up", "down", "pageup", "pagedown", "home", "end"),
            *("insert", "delete"),
        ],
        57399,
    )
)


@pytest.mark.parametrize(("code", "key"), PLAIN_KEYS.items())
def test_a_key_of_the_keypad_is_the_plain_key_with_and_without_num_lock(code: int, key: str) -> None:
    assert name_keys(f"\x1b[{code}u") == name_keys(f"\x1b[{code};129u") == [key]


@pytest.mark.parametrize("typed", "0123456789./*-+=,")
def test_the_keypad_types_and_does_what_the_plain_keys_do(typed: str) -> None:
    code = 57399 + "0123456789./*-+\r=,".index(typed)
    (event,) = read_keys(f"\x1b[{code};129;{ord(typed)}u")
    (plain,) = read_keys(typed)
    assert (event.key, event.character) == (plain.key, plain.character)


@pytest.mark.parametrize(
    ("sent", "does", "types"),
    [
        ("\x1b[1081::113;;1081u", "q", "й"),
        ("\x1b[1081:1049:113;2;1049u", "Q", "Й"),
        ("\x1b[1081:1049:113;65;1049u", "Q", "Й"),
        ("\x1b[1081:1049:113;66;1081u", "q", "й"),
        ("\x1b[945::97;;945u", "a", "α"),
        ("\x1b[1513::97;;1513u", "a", "ש"),
        ("\x1b[1093::91;;1093u", "left_square_bracket", "х"),
        ("\x1b[1073:1041:44;2;1041u", "less_than_sign", "Б"),
        ("\x1b[233:50:50;;233u", "2", "é"),
        # kitty 0.26 says of no other layout than a Latin one what a key types: seen with the Russian and the German.
        ("\x1b[1081::113;u", "q", "й"),
        ("\x1b[1081:1049:113;2u", "Q", "Й"),
        ("\x1b[226::97;u", "a", "â"),
        ("\x1b[57442u", "", ""),
        ("\x1b[1089::99;5u", "ctrl+c", ""),
        ("\x1b[1086::106;5u", "enter", ""),
        # Where a layout types Latin letters and ASCII signs, what is typed counts, wherever it lies: Dvorak, Russian.
        ("\x1b[107::118;;107u", "k", "k"),
        ("\x1b[107::118;5u", "ctrl+k", ""),
        ("\x1b[55:63;2;63u", "question_mark", "?"),
        ("\x1b[46::47;;46u", "full_stop", "."),
        ("\x1b[103:71;2;71u", "G", "G"),
        ("\x1b[101;;8364u", "euro_sign", "€"),
        ("\x1b[0;;233u", "é", "é"),
        ("\x1b[1081::7;;1081u", "й", "й"),
    ],
)
def test_a_key_does_what_lies_in_its_place_and_types_what_its_layout_has(sent: str, does: str, types: str) -> None:
    assert "".join(name_keys(sent)) == does
    assert type_in_line(sent) == types


def test_a_letter_that_the_settings_give_a_meaning_has_it_before_that_of_its_place() -> None:
    (event,) = read_keys("\x1b[1081::113;;1081u")
    assert list_bound_keys(event) == ("й", "q")
    assert [list_bound_keys(event) for event in read_keys("q\r")] == [("q",), ("enter",)]


@pytest.mark.parametrize(
    "sent", ["\n", "\r", "\r\n", "\x1b[13u", "\x1b[13;129u", "\x1b[106;5u", "\x1b[106;133u", "\x1bOM"]
)
def test_whatever_a_terminal_sends_for_enter_is_one_enter(sent: str) -> None:
    assert name_keys(sent) == ["enter"]
    assert name_keys(f"a{sent}b{sent}") == ["a", "enter", "b", "enter"]


NUMBERS = st.one_of(st.integers(0, 1_200_000), st.sampled_from([0, 13, 65, 106, 57358, 57410, 57441, 1081, 0xD800]))


@settings(max_examples=300)
@given(
    st.lists(st.lists(NUMBERS.map(str) | st.just(""), min_size=1, max_size=4).map(":".join), min_size=1, max_size=3),
    st.sampled_from("u~"),
)
def test_of_any_sequence_come_as_many_keys_as_it_has_characters_or_none(parts: list[str], end: str) -> None:
    sent = f"\x1b[{';'.join(parts)}{end}"
    keys = name_keys(f"{sent}q")
    assert keys[-1:] == ["q"]
    if is_kitty_key(sent):
        assert 2 <= len(keys) <= 1 + len(parts[2].split(":") if len(parts) > 2 else [""])
    else:
        assert len(keys) == 1 or sent in ANSI_SEQUENCES_KEYS
