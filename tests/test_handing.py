"""What the screens hand out: `y` sends what the commands print, `e` writes it, and the command line shows the same."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
from pathlib import Path
from unittest import mock

import pytest
from click.testing import CliRunner
from screen import data, last, press, store, text
from test_export import printed
from test_finding_keys import clipboard, foot, words

from icb_tui import clipboard as terminals
from icb_tui import peers
from icb_tui.app import IcbApp
from icb_tui.cli import icb_tui
from icb_tui.model import Filter, Term, filter_of

__all__ = ["clipboard"]

MIDLANDS = filter_of([Term("region", "Y60")])

SAME = {
    "matrix": ((), ("list", "midlands")),
    "indicators": (("4", "i"), ("indicators", "midlands", "--aim", "4")),
    "map": (("3", "m"), ("map", "3", "--filter", "midlands")),
    "board": (("enter",), ("show", "QHL")),
    "comparison": (("space", "j", "space", "c"), ("compare", "QHL", "QUA")),
    "tray": (("n",), ("national",)),
    "coverage": (("v",), ("coverage", "midlands")),
    "brief": (("b",), ("brief", "QHL")),
}
"""Screens, by the keys that lead to them, and the commands that print the same."""


@pytest.mark.parametrize("name", SAME)
def test_y_sends_the_view_as_the_command_prints_it(name: str, clipboard: list[str]) -> None:
    keys, command = SAME[name]
    last(*keys, *"yt", "escape", *"ym", "escape", *"ys", wanted=MIDLANDS)
    styles = ("text", "markdown", "tsv")
    assert clipboard == [printed(*command, "--format", style).removesuffix("\n") for style in styles]


def started(command: str) -> str:
    """The first screen of a command line that opens the explorer; what it prints, where it is another."""
    program, *arguments = shlex.split(command)
    assert program == "icb-tui"
    if not (arguments and arguments[0].startswith("-")):
        return printed(*arguments)
    apps: list[IcbApp] = []

    def run(app: IcbApp, *, mouse: bool) -> int:
        apps.append(app)
        return 0

    with (
        mock.patch("icb_tui.prepared.opened", return_value=store()),
        mock.patch("icb_tui.cli.check_terminal"),
        mock.patch("icb_tui.app.run", run),
    ):
        done = CliRunner().invoke(icb_tui, arguments)
    assert done.exit_code == 0, done.output
    return asyncio.run(_first(apps[0]))


async def _first(app: IcbApp) -> str:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.pause()
        return text(app)


SHOWN = {
    "figures of an aim": ("4", "i", "l", "s"),
    "board": ("j", "3", "enter", "["),
    "figure of a board": ("4", "i", "j", "enter"),
    "comparison with a region": ("space", "j", "space", "c", "+", "o"),
    "tray": ("n", "o", "["),
    "coverage": ("o", "v"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_y_v_sends_the_command_that_shows_the_same(name: str, clipboard: list[str]) -> None:
    keys = SHOWN[name]
    sent = last(*keys, "y", "v", wanted=MIDLANDS)
    (command,) = clipboard
    assert f"Sent to the terminal's clipboard: {command}" in sent
    shown = started(command)
    if name in ("tray", "coverage"):
        last(*keys, "y", "t", wanted=MIDLANDS)
        assert clipboard[1] == shown.removesuffix("\n")
    else:
        assert _body(shown) == _body(sent)


def _body(screen: str) -> list[str]:
    """A screen without its key bar, nor the marks, nor the place on its page that follow from the keys."""
    bare = re.sub(r"( · \d marked|●|[↑↓] \d+ lines)", "", screen)
    return [" ".join(line.split()) for line in bare.splitlines()[:-2]]


def test_a_row_is_sent_with_its_heads(clipboard: list[str]) -> None:
    last("y", "r", "escape", "i", "y", "r", "escape", "enter", "y", "r", wanted=MIDLANDS)
    ratings, figures, board = clipboard
    assert [line.split()[:3] for line in ratings.split("\n")] == [
        ["code", "label", "ICB"],
        ["QHL", "BSOL", "Birmingham"],
    ]
    assert "median of 42 boards" in figures and figures.split("\n")[-1].startswith("QHL   BSOL")
    assert len(board.split("\n")) in (2, len(figures.split("\n")))


def test_a_long_text_that_is_sent_is_shown_and_esc_goes_back(clipboard: list[str]) -> None:
    screens = press("y", "t", "escape", wanted=MIDLANDS, size=(160, 40))
    assert screens[2].startswith(" Sent to the terminal's clipboard  the view as text")
    assert all(line in screens[2] for line in clipboard[0].split("\n"))
    assert "copied" not in screens[2]
    assert screens[3].splitlines()[:-2] == screens[0].splitlines()[:-2]


def test_a_text_too_long_for_a_clipboard_is_shown_and_can_be_exported(
    clipboard: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(terminals, "MOST", 100)
    monkeypatch.chdir(tmp_path)
    screens = press("y", "t", "e", "enter", wanted=MIDLANDS, size=(160, 40))
    assert clipboard == []
    assert "Too long for a terminal's clipboard (" in screens[2] and "e writes it" in screens[2]
    assert "Birmingham and Solihull" in screens[2]
    assert (tmp_path / "icbs-2023-24-midlands.csv").read_bytes().decode() == printed(
        "list", "midlands", "--format", "csv"
    )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_e_suggests_a_name_writes_and_says_where(here: Path) -> None:
    screens = press("e", *"-b", "enter", wanted=MIDLANDS)
    assert foot(screens[1], 1) == [" Export to icbs-2023-24-midlands.csv"]
    assert foot(screens[3], 1) == [" Export to icbs-2023-24-midlands-b.csv"]
    path = Path(os.path.realpath(here)) / "icbs-2023-24-midlands-b.csv"
    assert words(screens[4].partition("Written:")[2]) == words(f"{path}, 11 rows")
    assert path.read_bytes().decode() == printed("list", "midlands", "--format", "csv")


def test_e_never_overwrites_unasked(here: Path) -> None:
    file = here / "coverage.csv"
    file.write_text("mine")
    screens = press("v", "e", "enter", "n", "enter")
    assert "is there already; y overwrites it, any other key goes back." in words(screens[3])
    assert foot(screens[4], 1) == [" Export to coverage.csv"]
    assert file.read_text() == "mine"
    last("v", "e", "enter", "y")
    assert file.read_bytes().decode() == printed("coverage", "--format", "csv")


def test_a_name_that_will_not_do_is_told_and_kept(here: Path) -> None:
    screens = press("e", "ctrl+u", "ctrl+k", *"a.xls", "enter", "left", "escape", "q")
    assert "“.xls” is no ending that says a format; expected .txt, .md," in screens[8]
    assert foot(screens[9], 1) == [" Export to a.xls"]
    assert "/ find" in foot(screens[10], 1)[0] and os.listdir(here) == []


def test_a_file_name_is_hostile_too(here: Path) -> None:
    screen = last("e", "ctrl+u", *"[b]", "enter", opened="QK1")
    assert "[b].csv, " in screen and os.listdir(here) == ["[b].csv"]


def test_every_screen_with_rows_has_a_name_for_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "place", lambda: tmp_path / "sets.json")
    peers.keep("near", ["QK1"])
    suggested = {
        ("m",): "map-2023-24.csv",
        ("i",): "figures-2023-24.csv",
        ("enter",): "bsw-2023-24.csv",
        ("space", "j", "space", "c"): "compared-bsw-blmk-2023-24.csv",
        ("n",): "national-2023-24.csv",
        ("S",): "sets.csv",
        ("b",): "brief-bsw-2023-24.md",
        ("4", "i", "enter"): f"{data().indicators_of('productivity')[0].id}.csv",
        ("=",): "icbs-2023-24.txt",
    }
    assert {keys: foot(last(*keys, "e"), 1)[0].removeprefix(" Export to ") for keys in suggested} == suggested


def test_a_view_without_rows_has_none_to_hand_out(clipboard: list[str]) -> None:
    nothing: Filter = filter_of([Term("text", "no finding says this")])
    assert foot(last("e", wanted=nothing), 1) == [" Nothing to export here."]
    assert "v the command" in last("y", wanted=nothing)


# Picking


def picked(*keys: str, arguments: tuple[str, ...] = ()) -> tuple[int, str, str]:
    """The exit code of `icb-tui pick`, what it prints, and the last screen."""
    screens = []

    def run(app: IcbApp, *, mouse: bool) -> int:
        screens.append(asyncio.run(_pressed(app, keys)))
        return app.return_code or 0

    with (
        mock.patch("icb_tui.prepared.opened", return_value=store()),
        mock.patch("icb_tui.cli.check_terminal"),
        mock.patch("icb_tui.app.run", run),
        mock.patch("icb_tui.terminal.os.isatty", return_value=True),
    ):
        done = CliRunner().invoke(icb_tui, arguments or ("pick",), standalone_mode=True)
    return done.exit_code, done.stdout, screens[0]


async def _pressed(app: IcbApp, keys: tuple[str, ...]) -> str:
    from screen import _do, settled

    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        shown = text(app)
        for key in keys:
            await _do(pilot, key)
            if app._exit:
                return shown
            await settled(pilot)
            shown = text(app)
    return shown


def test_pick_prints_the_marked_boards_a_line_each() -> None:
    code, out, screen = picked(
        *"f-xm", "escape", "space", "j", "j", "space", "enter", arguments=("--filter", "mid", "pick")
    )
    assert (code, out) == (0, "QHL\nQWU\n")
    assert screen.startswith(" Pick boards  2023/24") and "enter pick" in screen


def test_pick_prints_the_board_under_the_cursor_where_none_is_marked() -> None:
    assert picked("j", "enter", arguments=("pick", "--filter", "mid", "--format", "csv"))[:2] == (0, "code\r\nQUA\r\n")


def test_pick_marks_what_the_finder_finds() -> None:
    assert picked("/", *"llr", "enter", "/", *"c&p", "enter", "enter")[1] == "QK1\nQUE\n"


@pytest.mark.parametrize("keys", [("space", "q"), ("escape", "escape")], ids=["q", "esc esc"])
def test_pick_without_a_board_prints_nothing(keys: tuple[str, ...]) -> None:
    code, out, _ = picked(*keys)
    assert (code, out) == (1, "")


def test_one_esc_leaves_nothing_and_a_key_between_two_takes_it_back() -> None:
    assert "esc again leaves without a board." in picked("escape", "q")[2]
    assert picked("escape", "j", "escape", "enter")[1] == "QHG\n"


def test_a_page_can_be_read_while_picking() -> None:
    code, out, _ = picked("p", "escape", "enter")
    assert (code, out) == (0, "QOX\n")
