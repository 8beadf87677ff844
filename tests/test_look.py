"""The colours: every token can be read on every ground, and no level is told by colour alone."""

from __future__ import annotations

import pytest
from screen import data

from icb_tui.look import DARK, LIGHT, RATED, SAME_AS, Look, Shade

THEMES = {"dark": DARK, "light": LIGHT}
CHROME = {"rule"}
"""Lines between panes: they carry nothing to read."""


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens(shade: Shade) -> list[str]:
    levels = [RATED + rating.id for rating in data().ratings]
    return [token for token in [*shade.texts, *SAME_AS, *levels] if token not in CHROME]


def test_contrast_is_reckoned_as_it_should_be() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 2) == 21
    assert round(contrast("#777777", "#FFFFFF"), 2) == 4.48


@pytest.mark.parametrize("theme", THEMES)
def test_every_token_has_a_contrast_of_four_and_a_half_on_every_ground(theme: str) -> None:
    shade, look = THEMES[theme], Look(theme, data())
    weak = {
        (token, ground): round(contrast(look.foreground(token, ground, shade), colour), 2)
        for token in tokens(shade)
        for ground, colour in shade.grounds.items()
        if contrast(look.foreground(token, ground, shade), colour) < 4.5
    }
    assert weak == {}


def test_levels_differ_by_letter_by_symbol_and_by_ascii_sign() -> None:
    for sign in ("letter", "symbol", "ascii"):
        assert len({getattr(rating, sign) for rating in data().ratings}) == len(data().ratings)


def test_without_colour_no_style_has_one() -> None:
    look = Look("ansi", data(), colour=False)
    for token in tokens(DARK):
        for ground in DARK.grounds:
            style = look.style(token, ground)
            assert style.color is None and style.bgcolor is None


def test_the_cursor_shows_without_colour() -> None:
    look = Look("ansi", data(), colour=False)
    assert look.style("text", "cell").reverse
    assert look.style("text", "row").underline
