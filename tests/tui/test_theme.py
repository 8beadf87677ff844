"""The look: every token can be read on every ground at every depth of colour, and every glyph has one cell."""

from __future__ import annotations

import ast
import itertools
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pytest
import wcwidth
from bundled_store import load_data
from rich._palettes import EIGHT_BIT_PALETTE
from rich.color import ColorSystem

import icb_tui
from icb_tui.cli.main import icb_tui as icb_tui_command
from icb_tui.pages.map_legend import LEVEL_GROUNDS, NEUTRAL_GROUNDS
from icb_tui.text.ascii import GLYPHS_IN_ASCII
from icb_tui.text.spans import RATING_STYLE
from icb_tui.tui.colours import (
    NO_COLOURS,
    PALETTE_256,
    SIXTEEN_COLOURS,
    TRUE_COLOUR,
    Depth,
    find_depth,
    nearest_readable,
    palette_hex,
)
from icb_tui.tui.theme import COLOUR_SYNONYMS, DARK, DECORATIVE_STYLES, THEME_COLOURS, Appearance

DEPTHS: tuple[Depth, ...] = (TRUE_COLOUR, PALETTE_256)
LEVELS = [RATING_STYLE + rating.id for rating in load_data().ratings]
TOKENS = [token for token in [*DARK.texts, *COLOUR_SYNONYMS, *LEVELS] if token not in DECORATIVE_STYLES]
GROUNDS = list(DARK.grounds)


def compute_luminance(colour: tuple[int, ...]) -> float:
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def compute_contrast(one: tuple[int, ...], two: tuple[int, ...]) -> float:
    light, dark = sorted((compute_luminance(one), compute_luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def reduce_colours(look: Appearance, token: str, ground: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The colours of a token and of its ground as a terminal shows them, after rich has reduced them."""
    style = look.style(token, ground)
    assert style.color and style.bgcolor
    if look.depth == TRUE_COLOUR:
        return tuple(style.color.triplet or ()), tuple(style.bgcolor.triplet or ())
    sent = [colour.downgrade(ColorSystem.EIGHT_BIT).number for colour in (style.color, style.bgcolor)]
    text, under = (tuple(EIGHT_BIT_PALETTE[number or 0]) for number in sent)
    return text, under


def test_contrast_is_reckoned_as_it_should_be() -> None:
    assert round(compute_contrast((0, 0, 0), (255, 255, 255)), 2) == 21
    assert round(compute_contrast((0x77,) * 3, (255, 255, 255)), 2) == 4.48


@pytest.mark.parametrize("many", DEPTHS)
@pytest.mark.parametrize("theme", THEME_COLOURS)
def test_every_token_has_a_contrast_of_four_and_a_half_on_every_ground(theme: str, many: Depth) -> None:
    look = Appearance(theme, load_data(), depth=many)
    contrasts = {
        (token, ground): compute_contrast(*reduce_colours(look, token, ground))
        for token in TOKENS
        for ground in GROUNDS
    }
    assert {at: round(each, 2) for at, each in contrasts.items() if each < 4.5} == {}


STEPS = (0, 95, 135, 175, 215, 255)
"""The brightness of the steps of the colour cube among 256."""


def reduce_as_tmux(colour: tuple[int, ...]) -> tuple[int, ...]:
    """What tmux makes of one of all colours where the terminal outside has 256: the nearer of a cube's and a grey."""
    cube = tuple(STEPS[0 if part < 48 else 1 if part < 114 else (part - 35) // 40] for part in colour)
    average = sum(colour) // 3
    grey = (8 + 10 * (23 if average > 238 else max((average - 3) // 10, 0)),) * 3
    return min(cube, grey, key=lambda found: sum((a - b) ** 2 for a, b in zip(found, colour, strict=True)))


@pytest.mark.parametrize("theme", THEME_COLOURS)
def test_the_contrast_holds_where_tmux_reduces_all_colours_to_256(theme: str) -> None:
    look = Appearance(theme, load_data())
    pairs = {(token, ground): reduce_colours(look, token, ground) for token in TOKENS for ground in GROUNDS}
    contrasts = {at: compute_contrast(*map(reduce_as_tmux, colours)) for at, colours in pairs.items()}
    assert {at: round(each, 2) for at, each in contrasts.items() if each < 4.5} == {}


@pytest.mark.parametrize("many", DEPTHS)
@pytest.mark.parametrize("theme", THEME_COLOURS)
def test_levels_are_no_two_of_one_colour_and_none_is_the_grey_of_nothing(theme: str, many: Depth) -> None:
    look = Appearance(theme, load_data(), depth=many)
    for ground in ("", "row", "off"):
        colours = {token: reduce_colours(look, token, ground)[0] for token in [*LEVELS, "dim"]}
        for (one, its), (other, their) in itertools.combinations(colours.items(), 2):
            assert sum(abs(a - b) for a, b in zip(its, their, strict=True)) >= 24, (one, other, ground)


@pytest.mark.parametrize("order", [LEVEL_GROUNDS, NEUTRAL_GROUNDS], ids=["levels", "neutral"])
@pytest.mark.parametrize("many", DEPTHS)
@pytest.mark.parametrize("theme", THEME_COLOURS)
def test_grounds_of_neighbouring_levels_differ_three_to_one_in_brightness(
    theme: str, many: Depth, order: tuple[str, ...]
) -> None:
    look = Appearance(theme, load_data(), depth=many)
    under = [reduce_colours(look, "text", ground)[1] for ground in order]
    contrasts = [round(compute_contrast(one, other), 2) for one, other in itertools.pairwise(under)]
    assert min(contrasts) >= 3, contrasts
    assert len(set(under)) == len(under), "levels that are no neighbours are told apart by hue"


@pytest.mark.parametrize("theme", THEME_COLOURS)
def test_the_grounds_of_levels_differ_three_to_one_where_tmux_reduces_all_colours_to_256(theme: str) -> None:
    look = Appearance(theme, load_data())
    for order in (LEVEL_GROUNDS, NEUTRAL_GROUNDS):
        under = [reduce_as_tmux(reduce_colours(look, "text", ground)[1]) for ground in order]
        assert min(itertools.starmap(compute_contrast, itertools.pairwise(under))) >= 3


@pytest.mark.parametrize("many", DEPTHS)
@pytest.mark.parametrize("theme", THEME_COLOURS)
def test_the_lit_row_and_the_lit_cell_stand_out_from_the_screen(theme: str, many: Depth) -> None:
    look = Appearance(theme, load_data(), depth=many)
    under = {ground: reduce_colours(look, "text", ground)[1] for ground in GROUNDS}
    assert compute_contrast(under["cell"], under[""]) > 4.5 and compute_contrast(under["cell"], under["row"]) > 4.5
    assert compute_contrast(under["row"], under[""]) > 1.2 and under["row"] != under["off"] != under[""]


def test_a_level_that_somebody_adds_is_read_among_256_colours_too() -> None:
    for colour in ("#123456", "#777777", "#FF0000", "#00FF7F"):
        for ground in (*THEME_COLOURS["dark"].few.values(), *THEME_COLOURS["light"].few.values()):
            entries = [EIGHT_BIT_PALETTE[n] for n in (nearest_readable(colour, ground), ground)]
            assert compute_contrast(tuple(entries[0]), tuple(entries[1])) >= 4.5
    assert palette_hex(nearest_readable("#FF0000", 233)) == "#FF0000"


@pytest.mark.parametrize(
    ("environment", "many"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, TRUE_COLOUR),
        ({"TERM": "tmux-256color"}, PALETTE_256),
        ({"TERM": "xterm-kitty"}, PALETTE_256),
        ({"TERM": "alacritty"}, PALETTE_256),
        ({"TERM": "linux"}, SIXTEEN_COLOURS),
        ({"TERM": "screen"}, SIXTEEN_COLOURS),
        ({"TERM": "xterm"}, SIXTEEN_COLOURS),
        ({"TERM": "xterm-mono"}, NO_COLOURS),
        ({"TERM": "vt220", "COLORTERM": "truecolor"}, NO_COLOURS),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, NO_COLOURS),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, PALETTE_256),
        ({"TERM": "screen.xterm-256color", "COLORTERM": "truecolor", "STY": "1.tty"}, PALETTE_256),
        ({"TERM": "screen", "COLORTERM": "truecolor", "STY": "1.tty"}, SIXTEEN_COLOURS),
        ({"TERM": "tmux-256color", "COLORTERM": "truecolor", "TMUX": "/tmp/x"}, TRUE_COLOUR),
        ({"WT_SESSION": "1"}, TRUE_COLOUR),
        ({"WT_SESSION": "1", "NO_COLOR": "1"}, NO_COLOURS),
        ({"TERM": "screen-256color", "WT_SESSION": "1", "STY": "1.tty"}, PALETTE_256),
        ({}, SIXTEEN_COLOURS),
    ],
)
def test_as_many_colours_as_the_environment_says(environment: dict[str, str], many: Depth) -> None:
    assert find_depth(environment) == many


@pytest.mark.parametrize(
    ("environment", "build", "many"),
    [
        ({}, 14393, SIXTEEN_COLOURS),
        ({}, 19045, TRUE_COLOUR),
        ({"NO_COLOR": "1"}, 19045, NO_COLOURS),
        ({"TERM": "xterm-256color"}, 19045, PALETTE_256),  # over SSH from elsewhere
        ({"WT_SESSION": "1"}, 14393, TRUE_COLOUR),
    ],
)
def test_the_console_of_windows_shows_all_colours_unless_it_is_old(
    environment: dict[str, str], build: int, many: Depth
) -> None:
    assert find_depth(environment, build) == many


def test_levels_differ_by_letter_by_symbol_and_by_ascii_sign() -> None:
    for sign in ("letter", "symbol", "ascii"):
        assert len({getattr(rating, sign) for rating in load_data().ratings}) == len(load_data().ratings)


@pytest.mark.parametrize("theme", ["dark", "light", "ansi"])
def test_without_colour_no_style_has_one(theme: str) -> None:
    look = Appearance(theme, load_data(), depth=NO_COLOURS)
    for token, ground in itertools.product(TOKENS, GROUNDS):
        style = look.style(token, ground)
        assert style.color is None and style.bgcolor is None


@pytest.mark.parametrize("theme", ["dark", "light", "ansi"])
def test_sixteen_colours_are_the_terminals_own_and_leave_its_ground(theme: str) -> None:
    look = Appearance(theme, load_data(), depth=SIXTEEN_COLOURS)
    for token, ground in itertools.product(TOKENS, GROUNDS):
        style = look.style(token, ground)
        assert style.bgcolor is None and (style.color is None or (style.color.number or 0) < 8)
    names = {look.style(level, "").color for level in LEVELS}
    assert len(names) == 3  # credit, mixed and concern; the letter says which


def test_without_colour_weight_shows_the_same() -> None:
    look = Appearance("dark", load_data(), depth=NO_COLOURS)
    plain = look.style("text", "")
    assert look.style("text", "cell").reverse and look.style("text", "bar").reverse
    assert look.style("text", "row").underline and look.style("text", "row").bold
    assert look.style("dim", "").dim and look.style("key", "").bold
    assert not (plain.bold or plain.dim or plain.reverse or plain.underline)


def list_characters() -> set[str]:
    """Every character of a string in the program's own code that may come on the screen."""
    found: set[str] = set()
    for path in Path(icb_tui.__file__).parent.rglob("*.py"):
        if path.stem not in ("ascii", "normal_forms"):  # what they name comes from data, and goes
            strings = (n.value for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Constant))
            found.update(*(text for text in strings if isinstance(text, str)))
    recognised = set("\ufeff\udc80\udcff©\u202f„‟«»＂‚‛‹›")  # in files, and never shown by these strings
    return found - recognised - {*map(chr, range(32)), *"\x7f\x80\x9f\ufe00\ufe0f"}


def test_every_glyph_has_one_cell_and_is_no_emoji_and_no_braille() -> None:
    for character in list_characters() | {rating.symbol for rating in load_data().ratings}:
        assert wcwidth.wcwidth(character) == 1, character
        assert unicodedata.east_asian_width(character) not in "WF", character
        assert not 0x2800 <= ord(character) <= 0x28FF and ord(character) < 0x1F000, character


def list_texts(value: object) -> Iterator[str]:
    """Every text in plain data, the names of fields among them."""
    match value:
        case str():
            yield value
        case dict():
            yield from itertools.chain.from_iterable(map(list_texts, itertools.chain(value, value.values())))
        case list():
            yield from itertools.chain.from_iterable(map(list_texts, value))


def test_the_bundled_data_and_the_helps_have_one_cell_a_character_and_stand_ins_for_all() -> None:
    context = click.Context(icb_tui_command, info_name="icb-tui")
    commands = [icb_tui_command, *icb_tui_command.commands.values()]
    helps = [command.get_help(context) for command in commands]
    used = set().union(*list_texts(msgspec.to_builtins(load_data())), *helps) - {"\n"}
    look = Appearance("dark", load_data(), ascii_only=True)
    assert {c for c in used if wcwidth.wcwidth(c) != 1 or unicodedata.east_asian_width(c) in "WF"} == set()
    assert {c for c in used if not look.substitute(c).isascii() or (look.substitute(c) == "?" and c != "?")} == set()


def test_every_glyph_has_an_ascii_stand_in_of_its_own() -> None:
    look = Appearance("dark", load_data(), ascii_only=True)
    pictures = {"␛", "␡", "�"}  # of what is no text at all: a question mark is all that there is to say
    for character in list_characters() - pictures:
        assert (said := look.substitute(character)).isascii() and len(said) == 1 and (said != "?" or character == "?")
    assert {chr(key) for key in GLYPHS_IN_ASCII} >= list_characters() - pictures - {"²"} - set(map(chr, range(128)))


def test_where_glyphs_are_wide_they_are_ascii_and_what_the_data_holds_stays() -> None:
    look = Appearance("dark", load_data(), narrow=True)
    assert look.substitute("漢字 “gŵyl” … ● ↓") == '漢字 "gŵyl" ~ * v'
    for character in list_characters():
        assert unicodedata.east_asian_width(look.substitute(character)) != "A"
    assert Appearance("dark", load_data(), ascii_only=True).substitute("漢 é £") == "?? e #"
