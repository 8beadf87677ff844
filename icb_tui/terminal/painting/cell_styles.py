"""How cells look: styles read from SGR sequences, and the shortest sequences that change one into another."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_SWITCH_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}
"""The attributes that a style may have, and what switches each off."""

_SWITCHED = {on: (frozenset({on}), frozenset[str]()) for on in _SWITCH_OFF} | {
    off: (frozenset[str](), frozenset(on for on in _SWITCH_OFF if _SWITCH_OFF[on] == off))
    for off in _SWITCH_OFF.values()
}
"""The codes that change attributes: which each switches on, and which off."""

SEEN_ON_BLANK = frozenset("479")
"""The attributes that are seen on a blank."""


class CellStyle(NamedTuple):
    """What SGR sequences have set: attributes, the colours of text and of ground; "" is the default."""

    attributes: frozenset[str] = frozenset()
    text: str = ""
    ground: str = ""


PLAIN_STYLE = CellStyle()


class UnknownSequence(Exception):
    """A paint that says something other than places, styles and texts on the screen."""


@cache
def apply_sgr(style: CellStyle, parameters: str) -> CellStyle:
    """Return the style that an SGR sequence makes of one; raise UnknownSequence for what it should not say."""
    rest = iter(parameters.split(";"))
    for code in rest:
        if code in ("", "0"):
            style = PLAIN_STYLE
        elif code in _SWITCHED:
            on, off = _SWITCHED[code]
            style = style._replace(attributes=style.attributes - off | on)
        elif code in ("38", "48"):
            kind = next(rest, "")
            number = {"5": 1, "2": 3}.get(kind, 0)
            colour = ";".join([code, kind, *(next(rest, "") for _ in range(number))])
            style = style._replace(text=colour) if code == "38" else style._replace(ground=colour)
        elif re.fullmatch(r"3[0-7]|9[0-7]", code):
            style = style._replace(text=code)
        elif re.fullmatch(r"4[0-7]|10[0-7]", code):
            style = style._replace(ground=code)
        elif code == "39":
            style = style._replace(text="")
        elif code == "49":
            style = style._replace(ground="")
        else:
            raise UnknownSequence
    return style


@cache
def write_sgr_change(style: CellStyle, other: CellStyle) -> str:
    """Return the shortest SGR sequence that makes one style of another."""
    off = {_SWITCH_OFF[code] for code in style.attributes - other.attributes}
    on = {code for code in other.attributes if code not in style.attributes or _SWITCH_OFF[code] in off}
    codes = sorted(off) + sorted(on)
    codes += [other.text or "39"] * (style.text != other.text) + [other.ground or "49"] * (style.ground != other.ground)
    afresh = ["0", *sorted(other.attributes), *filter(None, (other.text, other.ground))]
    shortest = "" if other == PLAIN_STYLE else min(";".join(codes), ";".join(afresh), key=len)
    return f"\x1b[{shortest}m"
