"""Colours: how many a terminal shows, how well one is read on another, and the nearest that can be read among 256."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from typing import Literal

from rich.color import Color, ColorSystem

Depth = Literal[0, 16, 256, 16777216]
"""How many colours there are: none, the terminal's own sixteen, the fixed 256, or all."""

NO_COLOURS: Depth = 0

SIXTEEN_COLOURS: Depth = 16

PALETTE_256: Depth = 256

TRUE_COLOUR: Depth = 16777216

MIN_CONTRAST = 4.5
"""The least contrast of a text on its ground (WCAG 2, level AA)."""

TERM_DEPTHS: dict[str, Depth] = dict.fromkeys(
    ("256color", "direct", "kitty", "alacritty", "foot", "ghostty", "wezterm"), PALETTE_256
)
"""What the last part of TERM says; others have sixteen colours."""


TRUE_COLOUR_BUILD = 15063
"""The build of Windows (10, version 1703) whose console was the first to show all colours."""


def read_windows_build() -> int:
    """Return the build of Windows; 0 elsewhere."""
    build = 0
    if sys.platform == "win32":
        build = sys.getwindowsversion().build
    return build


def find_depth(environment: Mapping[str, str], windows_build: int = 0) -> Depth:
    """Return how many colours to send: what NO_COLOR, COLORTERM and TERM say, and WT_SESSION of Windows Terminal.

    GNU screen hands COLORTERM on, but takes the parts of a colour for styles of their own, blinking among them.
    Windows knows no TERM: what its console shows depends on how old it is.
    """
    term = environment.get("TERM", "").lower()
    kind = term.rpartition("-")[2]
    if environment.get("NO_COLOR") or kind in ("mono", "m") or term.startswith("vt"):
        return NO_COLOURS
    says_all = environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") or environment.get("WT_SESSION")
    if (says_all and not environment.get("STY")) or (windows_build >= TRUE_COLOUR_BUILD and not term):
        return TRUE_COLOUR
    return TERM_DEPTHS.get(kind, SIXTEEN_COLOURS)


def contrast_ratio(one: str, two: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2 reckons it."""
    light, dark = sorted((_relative_luminance(one), _relative_luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PINNED_COLOURS = {"#002D54": 17, "#4C6272": 60, "#E3EFF6": 195, "#F46A25": 202}
"""Colours of ratings that must stay apart from one another and from grey: which of the 256 stands for each."""


@cache
def nearest_readable(colour: str, ground: int) -> int:
    """Return which of the 256 is most like a colour and can be read on a ground, which is one of them itself."""
    fit = [
        number
        for number in _reachable_numbers()
        if contrast_ratio(palette_hex(number), palette_hex(ground)) >= MIN_CONTRAST
    ]
    return min(
        fit, key=lambda number: (PINNED_COLOURS.get(colour) != number, _colour_distance(palette_hex(number), colour))
    )


@cache
def palette_hex(number: int) -> str:
    """Return one of the 256 as #RRGGBB, as a terminal shows it."""
    return Color.from_ansi(number).get_truecolor().hex.upper()


def hex_for_palette(number: int) -> str:
    """Return the #RRGGBB that rich reduces to one of the 256: it counts the light greys differently."""
    level = round((number - 231) * 255 / 25)
    return f"#{level:02X}{level:02X}{level:02X}" if number > 231 else palette_hex(number)


@cache
def _reachable_numbers() -> tuple[int, ...]:
    """The colours that rich can be made to send, of those that are the same on every terminal."""
    return tuple(
        n for n in range(16, 256) if Color.parse(hex_for_palette(n)).downgrade(ColorSystem.EIGHT_BIT).number == n
    )


def _colour_distance(one: str, two: str) -> float:
    """How far two colours are apart, in brightness and in hue."""
    return sum((a - b) ** 2 for a, b in zip(_opponent_channels(one), _opponent_channels(two), strict=True))


def _opponent_channels(colour: str) -> tuple[float, float, float]:
    """Brightness, as Rec. 601 weighs the channels, then how blue and how red."""
    red, green, blue = _rgb_channels(colour)
    bright = 0.299 * red + 0.587 * green + 0.114 * blue
    return bright, blue - bright, red - bright


@cache
def _relative_luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (p / 255 for p in _rgb_channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rgb_channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
