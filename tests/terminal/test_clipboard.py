"""What is sent to the terminal's clipboard, decoded as the terminal would; and the command that shows a view again."""

from __future__ import annotations

import base64
import datetime as dt
import re
import shlex
from collections.abc import Mapping
from typing import get_args

import pytest
from bundled_store import load_data
from filter_terms import PLAIN_TERMS, TERMS
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from icb_tui.cli.launch import place_cursor
from icb_tui.cli.main import icb_tui
from icb_tui.filters.language import parse_filter
from icb_tui.filters.terms import Filter, Term, make_filter
from icb_tui.output.command_lines import join_explorer_command, list_view_options, write_view_command
from icb_tui.terminal.clipboard import MAX_BASE64_BYTES, make_clipboard_sequence
from icb_tui.text.cells import clean
from icb_tui.views.view_state import SORTS, Centre, View
from icb_tui.views.view_steps import change_centre, choose_year
from icb_tui.views.view_words import make_start_view

TMUX, SCREEN = {"TMUX": "/tmp/tmux-1000/default,1,0"}, {"STY": "1.pts-0.host"}
ESC, BEL = "\x1b", "\x07"
HOSTILE = ["\x1b[31m", "\x1b]52;c;AAAA\x07", "\x07", "\x1b\\", "\x9b2J", "\r", "\t", "\x00", "\u202e", "\ud800"]
TEXTS = st.lists(st.one_of(st.text(st.characters(), max_size=20), st.sampled_from([*HOSTILE, "\n"])), max_size=8).map(
    "".join
)


def make_sequences(text: str, environment: Mapping[str, str] = {}) -> str:
    told = make_clipboard_sequence(text, environment)
    assert told is not None
    return told


def unwrap_sequence(told: str, environment: Mapping[str, str]) -> str:
    """What reaches the outer terminal: tmux and screen take their wrapping off."""
    if "TMUX" in environment:
        both = re.fullmatch(r"(\x1b\][^\x07]*\x07)\x1bPtmux;(.*)\x1b\\", told, re.DOTALL)
        assert both and ESC not in both[2].replace(ESC + ESC, "")
        assert both[1] == both[2].replace(ESC + ESC, ESC)
        return both[1]
    if "STY" in environment:
        pieces = told.removesuffix("\x1b\\").split("\x1b\\")
        assert all(piece.startswith("\x1bP") and len(piece) <= 512 for piece in pieces)
        return "".join(piece.removeprefix("\x1bP") for piece in pieces)
    return told


def read_clipboard(told: str, environment: Mapping[str, str] = {}) -> str:
    """The text that the clipboard then holds."""
    whole = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/]*=*)\x07", unwrap_sequence(told, environment))
    assert whole
    return base64.b64decode(whole[1], validate=True).decode()


# The sequence


def test_a_plain_terminal_gets_one_osc_52() -> None:
    assert make_sequences("LLR") == f"{ESC}]52;c;TExS{BEL}"
    assert make_sequences("LLR", {"TMUX": "", "STY": ""}) == make_sequences("LLR")


def test_tmux_gets_it_for_itself_and_in_its_wrapping_with_every_escape_doubled() -> None:
    plain = make_sequences("LLR")
    assert make_sequences("LLR", TMUX) == f"{plain}{ESC}Ptmux;{ESC}{plain}{ESC}\\"


def test_screen_gets_it_in_pieces_that_make_the_whole() -> None:
    assert make_sequences("LLR", SCREEN) == f"{ESC}P{ESC}]52;c;TExS{BEL}{ESC}\\"
    long = make_sequences("word " * 500, SCREEN)
    assert long.count("\x1bP") > 10 and read_clipboard(long, SCREEN) == "word " * 500


def test_tmux_inside_screen_is_what_is_spoken_to() -> None:
    assert make_sequences("LLR", {**TMUX, **SCREEN}) == make_sequences("LLR", TMUX)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from([{}, TMUX, SCREEN]))
@example("\n".join(HOSTILE), TMUX)
def test_the_clipboard_holds_the_cleaned_text_line_by_line(text: str, environment: dict[str, str]) -> None:
    got = read_clipboard(make_sequences(text, environment), environment)
    assert got == "\n".join(clean(part) for part in text.split("\n"))
    assert all(character.isprintable() or character == "\n" for character in got)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
@example("".join(HOSTILE))
def test_no_character_of_the_text_reaches_the_terminal_raw(text: str) -> None:
    for environment, escapes, ends in (({}, 1, 1), (TMUX, 5, 2)):
        told = make_sequences(text, environment)
        assert told.isascii() and told.count(ESC) == escapes and told.count(BEL) == ends
    assert make_sequences(text, SCREEN).isascii()


@pytest.mark.parametrize("environment", [{}, TMUX, SCREEN])
def test_a_text_too_long_for_one_sequence_is_not_sent(environment: dict[str, str]) -> None:
    most = MAX_BASE64_BYTES // 4 * 3
    assert read_clipboard(make_sequences("x" * most, environment), environment) == "x" * most
    assert make_clipboard_sequence("x" * (most + 1), environment) is None
    assert make_clipboard_sequence("é" * (most // 2 + 1), environment) is None


# The command

DAYS = st.one_of(st.none(), st.dates(dt.date(2022, 7, 1), dt.date(2030, 1, 1)))
WANTED = st.frozensets(st.one_of(st.sampled_from(PLAIN_TERMS), TERMS), max_size=5).map(Filter)


@st.composite
def draw_view(draw: st.DrawFn) -> View:
    """A view as the browser may show it, before the store has answered."""
    view = View(
        data=load_data(),
        year=draw(st.sampled_from(load_data().year_choices)),
        filter=draw(WANTED),
        aim=draw(st.sampled_from([None, *load_data().aim])),
        as_at=draw(DAYS),
        sort=draw(st.sampled_from(SORTS)),
    )
    if view.year != view.data.rated_year or draw(st.booleans()):
        view = choose_year(view, view.year)
    centre: Centre = draw(st.sampled_from(get_args(Centre)))
    return change_centre(view, centre) if centre != "matrix" else view


def open_command(command: str) -> View:
    """The view that a command line opens, by way of the program's own options."""
    program, *arguments = shlex.split(command)
    assert program == "icb-tui"
    options = icb_tui.make_context("icb-tui", arguments).params
    asked = {key: options[key] for key in ("wanted", "year", "aim", "evidence", "as_at")}
    view = make_start_view(load_data(), **asked)
    return place_cursor(view, (), options["sort"], options["centre"], options["indicator"])


@settings(max_examples=150, deadline=None)
@given(draw_view())
@example(View(data=load_data(), year="2023/24", filter=make_filter([Term("text", '\'; rm -rf "$HOME" `id` \\')])))
@example(View(data=load_data(), year="2023/24", filter=make_filter([Term("rating", "strong", negated=True)])))
def test_the_command_opens_the_same_view(view: View) -> None:
    shown = open_command(join_explorer_command(list_view_options(view)))
    if view.shows_indicators:
        assert shown.indicator_year == view.indicator_year
    for key in ("year", "filter", "as_at", "aim", "centre", "sort", "indicator"):
        assert getattr(shown, key) == getattr(view, key), key


@settings(max_examples=100, deadline=None)
@given(draw_view())
def test_the_command_is_one_line_that_a_shell_splits_into_its_words(view: View) -> None:
    command = join_explorer_command(list_view_options(view))
    assert command.isprintable()
    assert shlex.join(shlex.split(command)) == command


def test_the_command_is_as_short_as_the_view_is_plain() -> None:
    plain = View(data=load_data(), year="2023/24")
    assert join_explorer_command(list_view_options(plain)) == "icb-tui --year 2023/24"
    asked = replace(plain, filter=make_filter([Term("region", "Y60"), Term("cell", "leadership:strong")]))
    assert shlex.split(join_explorer_command(list_view_options(asked))) == [
        "icb-tui",
        "--filter",
        "midlands 1:strong",
        "--year",
        "2023/24",
    ]
    told = replace(asked, aim="inequalities", sort="region", as_at=dt.date(2026, 4, 1), centre="map")
    assert join_explorer_command(list_view_options(told)).endswith(
        "--as-at 2026-04-01 --aim 3 --view map --sort region"
    )


@pytest.mark.parametrize("centre", ["indicators", "map"])
def test_the_command_keeps_the_indicator_of_the_cursor(centre: Centre) -> None:
    third = load_data().list_indicators("productivity")[2].id
    among = View(
        data=load_data(), year="2023/24", aim="productivity", centre="indicators", indicator=third, sort="rating"
    )
    shown = open_command(join_explorer_command(list_view_options(change_centre(among, centre))))
    assert (shown.centre, shown.indicator) == (centre, third)


@pytest.mark.parametrize("centre", ["matrix", "indicators", "map"])
def test_a_command_that_prints_a_view_has_its_filter_whole(centre: Centre) -> None:
    data = load_data()
    wanted = parse_filter('a&e<70 kent name:mid -"two  spaces, a ""quotation"" and $HOME"', data)
    words = shlex.split(write_view_command(View(data=data, year="2023/24", filter=wanted, centre=centre)))
    typed = words[words.index("--filter") + 1] if centre == "map" else " ".join(words[2:]).partition(" --")[0]
    assert parse_filter(typed, data) == wanted
