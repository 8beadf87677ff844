"""What the screens hand out: `y` sends what the commands print, `e` writes it, and the command line shows the same."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
from pathlib import Path

import pytest
from bundled_store import load_data
from command_line import run_on_test_store
from explorer_start import start_explorer
from printed_text import join_words
from screen import (
    do_action,
    press_keys,
    read_bottom,
    read_last_screen,
    read_message,
    read_screen,
    read_title,
    wait_until_settled,
)
from wording import check_wording

from icb_tui.filters.terms import Term, make_filter
from icb_tui.tui.app import IcbApp
from icb_tui.tui.base.hand_out import HandOutController

MIDLANDS = make_filter([Term("region", "Y60")])

SAME = {
    ("list", "midlands"): ((), ()),
    ("indicators", "midlands", "--aim", "4"): (("4", "i"), ("i",)),
    ("map", "3", "--filter", "midlands"): (("3", "m"), ("m", "0")),
    ("show", "QHL"): (("enter",), ("escape",)),
    ("compare", "QHL", "QUA"): (("space", "space", "k", "c"), ("escape", "M", "k")),
    ("national",): (("n",), ("escape",)),
    ("brief", "QHL"): (("b",), ()),
}
"""Commands, and the keys that lead to the screens that show the same, and back."""


def test_y_sends_each_view_as_its_command_prints_it(clipboard: list[str]) -> None:
    copying = (*"yt", "escape", *"ym", "escape", *"ys", "escape")
    read_last_screen(
        *(key for there, back in list(SAME.values())[:-1] for key in (*there, *copying, *back)),
        *"bytymys",
        wanted=MIDLANDS,
    )
    styles = ("text", "markdown", "tsv")
    assert clipboard == [
        run_on_test_store(*to, "--format", style).removesuffix("\n") for to in SAME for style in styles
    ]


def start_command(command: str) -> str:
    """The first screen of a command line that opens the explorer."""
    program, *arguments = shlex.split(command)
    assert program == "icb-tui"
    apps: list[IcbApp] = []

    def run(app: IcbApp, *, mouse: bool) -> int:
        apps.append(app)
        return 0

    done = start_explorer(arguments, run)
    assert done.exit_code == 0, done.output
    return asyncio.run(_read_first_screen(apps[0]))


async def _read_first_screen(app: IcbApp) -> str:
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until_settled(pilot)
        return read_screen(app)


SHOWN = {
    "figure of a board": ("4", "i", "j", "enter"),
    "comparison with a region": ("space", "space", "k", "c", "+", "enter", "o", "z"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_y_v_sends_the_command_that_shows_the_same(name: str, clipboard: list[str]) -> None:
    *_, before, _, sent = press_keys(*SHOWN[name], "y", "v", wanted=MIDLANDS)
    (command,) = clipboard
    assert f": {command}" in join_words(sent)
    assert _read_body(start_command(command)) == _read_body(before)


def test_y_v_sends_the_command_that_opens_a_page_or_where_there_is_none_prints_it(clipboard: list[str]) -> None:
    printing = ("n", "o", *"yv", "escape", "v", *"yv", "o", *"yv", "escape", "S", *"yv", "escape")
    read_last_screen(*printing, "enter", "[", *"yv", wanted=MIDLANDS)
    assert clipboard == [
        "icb-tui national --year 2023/24 --evidence annual-assessment",
        "icb-tui coverage midlands",
        "icb-tui coverage midlands --evidence annual-assessment",
        "icb-tui sets",
        "icb-tui --open QHL --filter midlands --year 2022/23",
    ]
    assert run_on_test_store(*clipboard[0].split()[1:]).count("2023/24 · Annual assessment") > 0


def _read_body(screen: str) -> list[str]:
    """A screen without its key bar, nor the marks, nor the place on its page that follow from the keys."""
    bare = re.sub(r"( · \d marked|●|[↑↓] \d+ lines)", "", screen)
    return [" ".join(line.split()) for line in bare.splitlines()[:-2]]


def test_a_row_is_sent_with_its_heads(clipboard: list[str]) -> None:
    read_last_screen("y", "r", "escape", "i", "y", "r", "escape", "enter", "y", "r", wanted=MIDLANDS)
    ratings, figures, figure = clipboard
    assert [line.split()[:3] for line in ratings.split("\n")] == [
        ["code", "label", "ICB"],
        ["QHL", "BSOL", "Birmingham"],
    ]
    assert "median of 42 boards" in figures and figures.split("\n")[-1].startswith("QHL   BSOL")
    assert len(figure.split("\n")) == 5
    first = next(each for each in load_data().indicators if each.aim == "population-health")
    assert figure.split("\n")[1].startswith(f"1. {first.name}")


def test_a_long_text_that_is_sent_is_shown_and_esc_goes_back(clipboard: list[str]) -> None:
    screens = press_keys("y", "t", "escape", wanted=MIDLANDS, size=(180, 40))
    check_wording(read_title(screens[2]))
    assert all(line in screens[2] for line in clipboard[0].split("\n"))
    assert screens[3].splitlines()[:-2] == screens[0].splitlines()[:-2]


def test_a_text_too_long_for_a_clipboard_is_shown_and_can_be_exported(
    clipboard: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(HandOutController, "clipboard_size", 100)
    monkeypatch.chdir(tmp_path)
    screens = press_keys("y", "t", "e", "enter", wanted=MIDLANDS, size=(160, 40))
    assert clipboard == []
    check_wording(read_title(screens[2]) + read_message(screens[2]))
    assert "Birmingham and Solihull" in screens[2]
    assert (tmp_path / "icbs-2023-24-midlands.csv").read_text() == run_on_test_store(
        "list", "midlands", "--format", "csv"
    )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_e_suggests_a_name_writes_says_where_and_never_overwrites_unasked(here: Path) -> None:
    again = ("e", "ctrl+u", *"[x]", "enter")
    screens = press_keys(*again, *again, "n", "escape", wanted=MIDLANDS)
    path = Path(os.path.realpath(here)) / "[x].csv"
    assert read_bottom(screens[1], 1) == [" Export to icbs-2023-24-midlands.csv"]
    assert read_bottom(screens[5], 1) == [" Export to [x].csv"]
    assert screens[6].replace("\n", "").replace(" ", "").endswith(f"Exported11rowsto{path}".replace(" ", ""))
    assert path.read_text() == run_on_test_store("list", "midlands", "--format", "csv")
    check_wording(join_words(screens[12]).rpartition("[x].csv")[2])
    assert read_bottom(screens[13], 1) == [" Export to [x].csv"] and "/ find" in read_bottom(screens[14], 1)[0]
    path.write_text("mine")
    read_last_screen("n", *again, "n", "enter", "y", "q")
    assert path.read_text() == run_on_test_store("national", "--format", "csv") and os.listdir(here) == ["[x].csv"]


def test_an_unusable_file_name_is_an_error_and_stays_to_be_mended(here: Path) -> None:
    screens = press_keys("e", "ctrl+k", *".xls", "enter", "left", "escape", wanted=MIDLANDS)
    check_wording(read_message(screens[7]))
    assert read_bottom(screens[8], 1) == [" Export to icbs-2023-24-midlands.xls"]
    assert "/ find" in read_bottom(screens[9], 1)[0] and os.listdir(here) == []


def test_a_screen_with_rows_has_a_name_for_them() -> None:
    suggested = [
        (("space", "space", "k", "c"), "compared-bsw-blmk-2023-24.csv", ("escape",)),
        (("b",), "brief-bsw-blmk-2023-24.md", ()),
    ]
    screens = iter(press_keys(*(key for there, _, back in suggested for key in (*there, "e", "escape", *back)))[1:])
    for there, name, back in suggested:
        asked = [next(screens) for _ in (*there, "e", "escape", *back)][len(there)]
        assert read_bottom(asked, 1) == [f" Export to {name}"]


def test_a_view_without_rows_has_none_to_hand_out(clipboard: list[str]) -> None:
    nothing = make_filter([Term("text", "no finding says this")])
    _, exported, asked, copied = press_keys("e", "y", "t", wanted=nothing)
    assert read_bottom(exported, 1) == [" Nothing to export here."]
    assert "v command" in asked and read_bottom(copied, 1) == [" Nothing copied."] and clipboard == []


# Picking


def run_pick(*keys: str, arguments: tuple[str, ...] = ()) -> tuple[int, str, str]:
    """The exit code of `icb-tui pick`, what it prints, and its screens."""
    screens = []

    def run(app: IcbApp, *, mouse: bool) -> int:
        screens.append(asyncio.run(_press_keys(app, keys)))
        return app.return_code or 0

    done = start_explorer(arguments or ("pick",), run)
    return done.exit_code, done.stdout, screens[0]


async def _press_keys(app: IcbApp, keys: tuple[str, ...]) -> str:

    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until_settled(pilot)
        shown = read_screen(app)
        for key in keys:
            await do_action(pilot, key)
            await wait_until_settled(pilot)
            shown += read_screen(app)
    return shown


def test_pick_prints_the_marked_boards_a_line_each() -> None:
    keys = ("f", "escape", "space", "k", "p", "escape", "/", *"c&p", "enter", "enter")
    code, out, screens = run_pick(*keys, arguments=("--filter", "mid", "pick"))
    assert (code, out) == (0, "QHL\nQUE\n")
    assert screens.startswith(" Pick boards  2023/24") and "enter pick" in screens and "ICBs › Birmingham" in screens


def test_pick_prints_the_board_under_the_cursor_where_none_is_marked() -> None:
    arguments = ("pick", "--filter", "mid", "--format", "csv")
    assert run_pick("escape", "j", "escape", "enter", arguments=arguments)[:2] == (0, "code\nQUA\n")


@pytest.mark.parametrize("keys", [("space", "q"), ("escape", "escape")], ids=["q", "esc esc"])
def test_pick_without_a_board_prints_nothing(keys: tuple[str, ...]) -> None:
    code, out, screens = run_pick(*keys)
    assert (code, out) == (1, "")
    assert ("Press esc again to leave without a board." in screens) == ("escape" in keys)
