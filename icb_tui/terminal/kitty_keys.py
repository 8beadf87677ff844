"""Keys as the kitty keyboard protocol sends them: which of them count, what they type, and where they lie.

https://sw.kovidgoyal.net/kitty/keyboard-protocol/
"""

from __future__ import annotations

import re
from typing import NamedTuple

PROTOCOL_START = "\x1b[>"
"""How Textual begins to ask for the protocol."""

ASK_FOR_PLACES = "\x1b[=4;2u"
"""Asks, beside what Textual asks for, where on an English keyboard a key lies: the protocol's flag 4."""

MAX_KEY_CHARACTERS = 32
"""Of each character of a longer sequence Textual's parser makes a key. A real key has 29 at most."""

LOCKS_AND_MODIFIERS = frozenset({*range(57358, 57361), *range(57441, 57455)})
"""Caps, scroll and num lock; shift, ctrl, alt and their like. They are sent too where all keys are asked for."""

KEYPAD = {57399 + place: ord(key) for place, key in enumerate("0123456789./*-+\r=,")}
"""The keys of the keypad that have a plain key, and its code. Those that move have names in Textual's parser."""

SHIFT, LOCKS = 1, 64 + 128
"""The modifiers that change what a key types: shift, and caps and num lock."""

ENGLISH_SHIFT = str.maketrans("`1234567890-=[]\\;',./", '~!@#$%^&*()_+{}|:"<>?')
"""What shift makes of the keys of an English keyboard that are no letters."""

_KEY = re.compile(
    r"""\x1b\[
        (?P<code>\d{1,7}) (?: : (?P<shifted>\d{0,7}) (?: : (?P<place>\d{1,7}) )? )?
        (?: ; (?P<modifiers>\d{0,3}) (?: ; (?P<text>\d{1,7} (?: :\d{1,7} )* ) )? )?
        (?P<end>[u~])""",
    re.VERBOSE,
)


class KeySequences(NamedTuple):
    """A key in two sequences that Textual's parser reads: of the one it takes the text, of the other the name.

    They differ where a key types no ASCII character: it does what the key in its place does on an English keyboard.
    """

    typed: str
    placed: str


def is_kitty_key(sequence: str) -> bool:
    """Return whether a sequence is a key of the protocol, and neither a lock nor a modifier alone."""
    key = _KEY.fullmatch(sequence)
    if key is None or len(sequence) > MAX_KEY_CHARACTERS or int(key["code"]) in LOCKS_AND_MODIFIERS:
        return False
    return all(_is_character(int(code)) for code in re.findall(r"\d+", ":".join(filter(None, key.groups()))))


def _is_character(code: int) -> bool:
    return code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF


def read_kitty_key(sequence: str) -> KeySequences | None:
    """Return a key of the protocol as Textual's parser reads it; None for any other sequence."""
    key = _KEY.fullmatch(sequence)
    if key is None:
        return None
    code = KEYPAD.get(int(key["code"]), int(key["code"]))
    text = _find_text(key, code) if key["end"] == "u" and _types_text(code) else ""
    typed = _write_key(code, key["modifiers"], text, key["end"])
    place = _find_place(key, text or str(code))
    return KeySequences(typed, _write_key(place, key["modifiers"], text and str(place), "u") if place else typed)


def _types_text(code: int) -> bool:
    """Whether a key may type: no lock, no function key, nor enter, whatever is said of them. 0 is an input method's."""
    return code == 0 or chr(code).isprintable()


def _find_text(key: re.Match[str], code: int) -> str:
    """The codes of what a key types. kitty before 0.28 tells it of English layouts alone: else the key is its text."""
    if key["text"]:
        return key["text"]
    modifiers = _read_modifiers(key) & ~LOCKS
    character = {0: code, SHIFT: int(key["shifted"] or 0)}.get(modifiers)
    return str(character) if character else ""


def _read_modifiers(key: re.Match[str]) -> int:
    return max(int(key["modifiers"] or 1) - 1, 0)


def _find_place(key: re.Match[str], typed: str) -> int:
    """The code of the key on an English keyboard in the place of one that types no ASCII character; 0 for any other."""
    if not key["place"] or not typed.isdecimal() or chr(int(typed)).isascii():
        return 0
    place, typed = chr(int(key["place"])), chr(int(typed))
    if not (place.isascii() and place.isprintable()):
        return 0
    modifiers = _read_modifiers(key) & ~LOCKS
    if place.isalpha() and modifiers <= SHIFT:
        return ord(place.upper() if typed.isupper() or (modifiers == SHIFT and not typed.islower()) else place)
    return ord(place.translate(ENGLISH_SHIFT) if modifiers == SHIFT else place)


def _write_key(code: int, modifiers: str | None, text: str, end: str) -> str:
    """A key with what of its parts is there."""
    return f"\x1b[{';'.join((str(code), modifiers or '', text)).rstrip(';')}{end}"
