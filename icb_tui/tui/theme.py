"""The look: colours for each theme, glyphs, and the ASCII stand-ins where a terminal can show no more."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from unicodedata import east_asian_width

from rich.color import Color
from rich.style import Style

from icb_tui.domain.dataset import Dataset
from icb_tui.text.ascii import GLYPHS_IN_ASCII
from icb_tui.text.cells import cell_width
from icb_tui.text.normal_forms import normalise
from icb_tui.text.spans import RATING_STYLE
from icb_tui.tui.colours import PALETTE_256, SIXTEEN_COLOURS, TRUE_COLOUR, Depth, hex_for_palette, nearest_readable


class ThemeColours(NamedTuple):
    """The colours of one theme: token → foreground, ground → background, and what each ground does to a foreground.

    `few` are the grounds where there are 256 colours: which of them.
    """

    texts: dict[str, str]
    grounds: dict[str, str]
    few: dict[str, int]
    over: dict[str, dict[str, str]]
    dark: bool


def _ink(colour: str, grounds: str) -> dict[str, dict[str, str]]:
    """What the grounds of levels do to a foreground: all that stands on them is in one colour."""
    return {ground: {"*": colour} for ground in grounds.split()}


DARK = ThemeColours(
    texts={
        "text": "#D8D8D8",
        "bright": "#FFFFFF",
        "dim": "#949494",
        "accent": "#57AEF8",
        "worse": "#F46A25",
        "rule": "#3A3A3A",
        "warn": "#FFDD00",
    },
    grounds={"": "#121212", "bar": "#1B2733", "row": "#1B3349", "cell": "#BFDFFC", "off": "#2A2A2A"}
    | {"best": "#D2F0FF", "good": "#1787BE", "middle": "#262626", "poor": "#AF5F00", "worst": "#FFCF8A"}
    | {"highest": "#FFD7FF", "higher": "#AF5FAF", "lower": "#767676", "lowest": "#DADADA"},
    few={"": 233, "bar": 235, "row": 237, "cell": 153, "off": 235}
    | {"best": 195, "good": 31, "middle": 235, "poor": 130, "worst": 222}
    | {"highest": 225, "higher": 133, "lower": 243, "lowest": 253},
    over={
        "bar": {"dim": "#A8B3BD"},
        "row": {"dim": "#B4C0CA", "text": "#FFFFFF", "concern": "#FF8A4F", "worse": "#FF8A4F"},
        "cell": {"*": "#0B1A28"},
        "off": {"dim": "#B0B0B0"},
        **_ink("#000000", "best good worst highest higher lower lowest"),
        **_ink("#FFFFFF", "middle poor"),
    },
    dark=True,
)

LIGHT = ThemeColours(
    texts={
        "text": "#212B32",
        "bright": "#000000",
        "dim": "#5F5F5F",
        "accent": "#005EB8",
        "worse": "#942514",
        "rule": "#C8CDD1",
        "warn": "#6F5300",
    },
    grounds={"": "#FFFFFF", "bar": "#E8EDEE", "row": "#D6E6F5", "cell": "#003A70", "off": "#EDEDED"}
    | {"best": "#002F6B", "good": "#1787BE", "middle": "#EEEEEE", "poor": "#D2640A", "worst": "#5A1400"}
    | {"highest": "#5F005F", "higher": "#AF5FAF", "lower": "#767676", "lowest": "#262626"},
    few={"": 231, "bar": 255, "row": 189, "cell": 17, "off": 254}
    | {"best": 17, "good": 31, "middle": 255, "poor": 166, "worst": 52}
    | {"highest": 53, "higher": 133, "lower": 243, "lowest": 235},
    over={
        "bar": {"dim": "#4C5860"},
        "row": {"dim": "#44525C", "text": "#000000"},
        "cell": {"*": "#FFFFFF"},
        "off": {"dim": "#4C4C4C"},
        **_ink("#FFFFFF", "best worst highest lowest"),
        **_ink("#000000", "good middle poor higher lower"),
    },
    dark=False,
)

THEME_COLOURS = {"dark": DARK, "light": LIGHT}

THEMES = {
    "dark": "the dark theme",
    "light": "the light theme",
    "ansi": "the ansi theme: the terminal's own colours",
}
"""Every theme, as a person reads of it."""

ANSI_COLOURS = {"accent": "cyan", "credit": "cyan", "warn": "yellow", "mixed": "yellow"} | {
    "concern": "magenta",
    "worse": "magenta",
}
"""The terminal's own colours: only these tokens and roles have one, the rest is told by weight. Of sixteen, no blue can
be read on every black, and there is no orange."""

ANSI_LIGHT_COLOURS = {"accent": "blue", "credit": "blue", "concern": "magenta", "worse": "magenta"}
"""The same on a light ground, where neither cyan nor yellow can be read."""

DECORATIVE_STYLES = frozenset({"rule"})
"""Tokens of what nobody reads: lines between panes, and the empty part of a bar."""

BOLD_STYLES = frozenset({"bright", "key", "head"})

COLOUR_SYNONYMS = {"key": "accent", "head": "dim", "better": "accent"}
"""Tokens that take the colour of another; the first two differ by weight."""


class Appearance:
    """One theme with the colours of the rating levels, as rich styles."""

    def __init__(
        self,
        theme: str,
        data: Dataset,
        *,
        ascii_only: bool = False,
        narrow: bool = False,
        depth: Depth = TRUE_COLOUR,
        is_spoken: bool = False,
    ) -> None:
        """`narrow`: ASCII in place of the characters that terminals of East Asian locales show two cells wide.

        `is_spoken`: each screen is one pane with one line to be read aloud.
        """
        self.ascii_only, self.narrow, self.depth, self.is_spoken = ascii_only, narrow, depth, is_spoken
        self.use_theme(theme)
        self.use_ratings(data)

    def use_theme(self, theme: str) -> None:
        """Draw in the colours of a theme from now on."""
        self.theme = theme
        self.shade = THEME_COLOURS.get(theme) if self.depth > SIXTEEN_COLOURS else None
        self.forget_styles()

    def use_ratings(self, data: Dataset) -> None:
        """Draw the rating levels of these data from now on."""
        self._signs = str.maketrans({r.symbol: r.ascii for r in data.ratings if len(r.symbol) == len(r.ascii) == 1})
        self._ratings = {RATING_STYLE + rating.id: rating for rating in data.ratings}
        self.forget_styles()

    def forget_styles(self) -> None:
        """Work every style out anew; a pane sees by it that its lines look otherwise now."""
        self.style = lru_cache(maxsize=512)(self._make_style)

    def substitute(self, text: str) -> str:
        """The text in the characters that this look may use, as many cells wide as before."""
        if text.isascii() or not (self.ascii_only or self.narrow):
            return text
        text = text.translate(self._signs)
        return "".join(_ascii_stand_in(c) if self.ascii_only or east_asian_width(c) == "A" else c for c in text)

    def _make_style(self, token: str, ground: str) -> Style:
        bold = token in BOLD_STYLES or token.startswith(RATING_STYLE)
        if self.shade is None:
            return self._terminal_style(token, ground, bold=bold)
        colour, under = Color.parse(self.foreground_hex(token, ground)), Color.parse(self.ground_hex(ground))
        return Style(color=colour, bgcolor=under, bold=bold)

    def ground_hex(self, ground: str) -> str:
        """The colour of a ground of this theme, as #RRGGBB."""
        assert self.shade
        return hex_for_palette(self.shade.few[ground]) if self.depth == PALETTE_256 else self.shade.grounds[ground]

    def foreground_hex(self, token: str, ground: str) -> str:
        """The colour of a token on a ground of this theme, as #RRGGBB."""
        assert self.shade
        colour = self._designed_hex(token, ground)
        if self.depth == PALETTE_256 and token not in DECORATIVE_STYLES:
            return hex_for_palette(nearest_readable(colour, self.shade.few[ground]))
        return colour

    def _designed_hex(self, token: str, ground: str) -> str:
        assert self.shade
        over = self.shade.over.get(ground, {})
        if "*" in over:
            return over["*"]
        rating = self._ratings.get(token)
        if rating:
            return over.get(rating.id) or (rating.dark if self.shade.dark else rating.light)
        name = COLOUR_SYNONYMS.get(token, token)
        return over.get(name) or self.shade.texts[name]

    def _terminal_style(self, token: str, ground: str, *, bold: bool) -> Style:
        """The terminal's own colours, none at all where colour is off; the grounds are told by weight."""
        rating, name = self._ratings.get(token), COLOUR_SYNONYMS.get(token, token)
        colours = ANSI_LIGHT_COLOURS if self.theme == "light" else ANSI_COLOURS
        coloured = self.depth and ground not in ("cell", "bar")
        return Style(
            color=colours.get(rating.role if rating else name) if coloured else None,
            bold=bold or ground == "row",
            reverse=ground in ("cell", "bar"),
            dim=name in ("dim", "rule") and ground == "",
            underline=ground in ("row", "cell"),  # a cell on a bar, such as a caret, is reversed as all of the bar is
        )


def _ascii_stand_in(character: str) -> str:
    """As much ASCII for a character as it takes cells: its own stand-in, its letter without the accent, or `?`."""
    plain = character.translate(GLYPHS_IN_ASCII)
    if not plain.isascii():
        plain = normalise("NFKD", character)[0]
    return plain if plain.isascii() else "?" * cell_width(character)
