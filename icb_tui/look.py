"""The look: colours for each theme, glyphs, and the ASCII stand-ins where a terminal can show no more."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.color import Color
from rich.style import Style

from icb_tui.model import Dataset, Rating


class Shade(NamedTuple):
    """The colours of one theme: token → foreground, ground → background, and what each ground does to a foreground."""

    texts: dict[str, str]
    grounds: dict[str, str]
    over: dict[str, dict[str, str]]
    dark: bool


DARK = Shade(
    texts={
        "text": "#D8D8D8",
        "bright": "#FFFFFF",
        "dim": "#949494",
        "accent": "#57AEF8",
        "rule": "#3A3A3A",
        "warn": "#FFDD00",
    },
    grounds={"": "#121212", "bar": "#1B2733", "row": "#1B3349", "cell": "#BFDFFC", "off": "#2A2A2A"},
    over={
        "bar": {"dim": "#A8B3BD"},
        "row": {"dim": "#B4C0CA", "text": "#FFFFFF", "concern": "#FF8A4F"},
        "cell": {"*": "#0B1A28"},
        "off": {"dim": "#B0B0B0"},
    },
    dark=True,
)

LIGHT = Shade(
    texts={
        "text": "#212B32",
        "bright": "#000000",
        "dim": "#5F5F5F",
        "accent": "#005EB8",
        "rule": "#C8CDD1",
        "warn": "#6F5300",
    },
    grounds={"": "#FFFFFF", "bar": "#E8EDEE", "row": "#D6E6F5", "cell": "#003A70", "off": "#EDEDED"},
    over={
        "bar": {"dim": "#4C5860"},
        "row": {"dim": "#44525C", "text": "#000000"},
        "cell": {"*": "#FFFFFF"},
        "off": {"dim": "#4C4C4C"},
    },
    dark=False,
)

SHADES = {"dark": DARK, "light": LIGHT}

ANSI = {"accent": "cyan", "bright": "default", "warn": "yellow"}
"""The terminal's own colours: only these tokens have one, the rest is told by weight."""

BOLD = frozenset({"bright", "key", "head"})
SAME_AS = {"key": "accent", "head": "dim"}
"""Tokens that take the colour of another and differ by weight."""

RATED = "rating:"
"""The prefix of the tokens of the rating levels."""

ASCII = str.maketrans(
    {"…": "~", "·": ".", "–": "-", "—": "-", "─": "-", "│": "|", "●": "*", "✓": "x", "↑": "^", "↓": "v"}
    | {"≈": "~", "□": ":", "†": "+", "−": "-"}
    | dict(zip("▁▂▃▄▅▆▇█░━", "_.,-=+*#.=", strict=True))
    | {
        "←": "<",
        "→": ">",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "¶": "p",
        "×": "x",
        "◂": "<",
        "▸": ">",
        "›": ">",
        "↕": ":",
    }
)
"""The program's own glyphs as one ASCII character each."""


class Look:
    """One theme with the colours of the rating levels, as rich styles."""

    def __init__(self, theme: str, data: Dataset, *, ascii_only: bool = False, colour: bool = True) -> None:
        self.theme, self.ascii_only, self.colour = theme, ascii_only, colour
        self.take(data)

    def take(self, data: Dataset) -> None:
        """Draw the rating levels of these data from now on."""
        self._ratings = {RATED + rating.id: rating for rating in data.ratings}
        self.style = lru_cache(maxsize=512)(self._style)

    def say(self, text: str) -> str:
        """The text in the characters that this look may use."""
        return text.translate(ASCII) if self.ascii_only else text

    def _style(self, token: str, ground: str) -> Style:
        shade = SHADES.get(self.theme)
        bold = token in BOLD or token.startswith(RATED)
        if shade is None:
            return self._terminal_style(token, ground, bold=bold)
        colour = Color.parse(self.foreground(token, ground, shade))
        return Style(color=colour, bgcolor=Color.parse(shade.grounds[ground]), bold=bold)

    def foreground(self, token: str, ground: str, shade: Shade) -> str:
        """The colour of a token on a ground, as #RRGGBB."""
        over = shade.over.get(ground, {})
        if "*" in over:
            return over["*"]
        rating = self._ratings.get(token)
        if rating:
            return over.get(rating.id) or (rating.dark if shade.dark else rating.light)
        name = SAME_AS.get(token, token)
        return over.get(name) or shade.texts[name]

    def _terminal_style(self, token: str, ground: str, *, bold: bool) -> Style:
        """The terminal's own colours; none at all where colour is off."""
        rating, name = self._ratings.get(token), SAME_AS.get(token, token)
        colour = _ansi_colour(rating) if rating else ANSI.get(name)
        return Style(
            color=colour if self.colour and ground not in ("cell", "bar") else None,
            bold=bold or ground == "row",
            reverse=ground in ("cell", "bar"),
            dim=name in ("dim", "rule") and ground == "",
            underline=ground == "row" and not self.colour,
        )


def _ansi_colour(rating: Rating) -> str:
    """Return cyan for credit, yellow for mixed, magenta for concern: no orange, no readable blue among sixteen."""
    return {"credit": "cyan", "mixed": "yellow", "concern": "magenta"}[rating.role]
