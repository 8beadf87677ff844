"""Every screen as a screen reader is given it: one line in words, no picture, and the cursor at its start."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from bundled_store import load_ascii_data, load_data, open_store_of, open_test_store
from explorer_start import start_explorer
from screen import do_action, read_screen, wait_until_settled

from icb_tui.terminal.served import SERVED_AT
from icb_tui.tui.app import IcbApp
from icb_tui.tui.theme import Appearance
from icb_tui.user import board_sets
from icb_tui.views.view_state import View

PICTURES = re.compile("[\u2190-\u21ff\u2500-\u25ff\u2800-\u28ff]|  ")
"""Arrows, lines of boxes, blocks, shapes and braille patterns, and columns."""

SCENES: dict[str, tuple[Sequence[str], str]] = {
    "the start": ((), "ICBs of England, 2023/24, all evidence, by name"),
    "the next board": (("down",), "Bedfordshire, Luton and Milton Keynes, East of England, aim 1"),
    "ten boards on": (("pagedown",), "Devon, South West"),
    "a year without ratings": (("[",), "2022/23, 0 rated. Devon"),
    "the last board": (("]", "end"), "West Yorkshire, North East and Yorkshire, aim 1 Leadership Strong"),
    "no further": (("down",), "West Yorkshire, North East and Yorkshire, aim 1 "),
    "a key that does nothing": (("F5", "tab", "F"), "West Yorkshire, North East and Yorkshire, aim 1 "),
    "a message": (("u",), "Nothing to undo. West Yorkshire"),
    "the rule": (("1", "w"), "Aim 1 Leadership Strong, West Yorkshire"),
    "a mark": (("w", "space"), "1 marked. Aim 1 Leadership Strong, West Yorkshire, North East and Yorkshire, marked"),
    "marks removed": (("M",), "All marks removed."),
    "the filter": (("f", *"lond"), "Filter: lond"),
    "an option of it": (("down",), "Filter: lond space adds “Region: North East and Yorkshire”: 9 of 42."),
    "another option": (("down",), "Filter: lond space adds “Region: North West”: 8 of 42."),
    "the filter kept": (("enter",), "ICBs in London, 2023/24: 5 of 42."),
    "a filter that finds nothing": (
        ("f", *"1:concern", "enter"),
        "No match: ICBs in London, rated Concern on Leadership, 2023/24: 0 of 42. Press f",
    ),
    "a filter that cannot be read": (("x", "f", *"qqq", "enter"), "Filter: qqq"),
    "evidence": (("escape", "o"), "Only Annual assessment counts"),
    "order": (("O", "s", "home"), "Aim 1 Leadership Strong, Birmingham"),
    "indicators": (("2", "i"), "to 2023/24, best first. Healthy life expectancy at birth, women: 60.6 years"),
    "another indicator": (("right",), "Healthy life expectancy at birth, men:"),
    "an indicator's page": (("enter",), "Birmingham and Solihull, Healthy life expectancy at birth, men"),
    "a period of it": (("pagedown", "down"), "2020-22: 60.1, rank 36 of 42"),
    "all boards": (("pagedown", "down"), "Buckinghamshire, Oxfordshire and Berkshire West: 67.4, rank 1 of 42"),
    "the map": (("escape", "i", "m"), "map"),
    "another tile": (("right",), "Aim 2 Health"),
    "a board's page": (
        ("m", "/", *"llr", "enter"),
        "ICBs, Leicester, Leicestershire and Rutland, 2023/24, all evidence, board 29 of 42. Heading 2: 2",
    ),
    "its next line": (("down",), "England-wide only. "),
    "an aim of it": (("3",), "Heading 2: 3 Tackling unequal outcomes"),
    "a source of it": (("tab",), "Source 4 of "),
    "another source": (("tab",), "Source 5 of "),
    "the source before": (("shift+tab",), "Source 4 of "),
    "a question": (("y",), "Copy: c Inequalities with citation, r row"),
    "a line to type in": (("escape", "e"), "Export to llr-2023-24.csv"),
    "the reason": (
        ("escape", "3", "w"),
        "Heading 2: 3 Tackling unequal outcomes, experience and access, 2023/24. Leading:",
    ),
    "the board after": (("right",), "Coventry and Warwickshire, board 2 of 42. Heading 2: 3 Tackling"),
    "a year of the page": (("]",), "2024/25"),
    "the page as text": (("=",), "Plain text"),
    "a board that came after": (
        ("escape", "escape", "/", *"frim", "enter", "p"),
        "Thames Valley. enter opens this board.",
    ),
    "that board": (("enter",), "ICBs, Thames Valley"),
    "help": (("?",), "Help"),
    "its keys": (("pagedown", "down"), "slash: Find a board"),
    "the finder": (("escape", "escape", "escape", "/", *"sus"), "Find: sus"),
    "a hit": (("down", "down"), "Find: sus Has discussed at length"),
    "a comparison": (
        ("escape", "space", "space", "c"),
        "ICBs, Comparison, 2023/24, all evidence, 2 columns. Not comparable: ",
    ),
    "its indicators": (("i", "down"), "Healthy life expectancy at birth, women (years, 2020-22). "),
    "its next column": (("right",), "Column 2 of 2: "),
    "what can be added": (("+",), "Add to the comparison:"),
    "the palette": (("escape", "escape", "ctrl+p", *"theme"), "Commands: theme"),
    "a command": (("down",), "Commands: theme Use the ansi theme: the terminal's own colours, 2 of 4."),
    "a look": (("enter",), "Now in the"),
    "board sets": (("S", "+", *"near", "enter"), "Saved “near”: 2 boards"),
    "a set": (("S", "S"), "near, 2 boards, "),
    "a set marked": (("enter",), "2 boards marked."),
    "the presenter": (("P",), "Presenter"),
    "an indicator of it": (("i",), "period to 2023/24, screen 11 of 22. Cancer confirmed"),
    "coverage": (("escape", "v", "down", "down"), "Leadership. 2022/23: "),
    "England-wide": (("escape", "n"), "ICBs, England-wide and unmatched"),
    "a brief": (("escape", "b", "down"), "NHS "),
    "a small screen": (("escape", "size:60x16"), "ICBs of England"),
    "too small a screen": (("size:50x10",), "icb-tui needs 60×16 cells"),
    "a screen again": (("size:120x30",), "ICBs of England"),
}
"""What is gone to, one after the other in one session, and how what is said then begins."""

BELOW_A_LINE = ("an option of it", "another option", "a hit", "a command")
"""What is said below a line that is typed, with the cursor there."""


@pytest.fixture(autouse=True)
def own_sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_sets, "sets_file", lambda: tmp_path / "sets.json")


async def tour(
    scenes: Mapping[str, tuple[Sequence[str], str]], *, ascii_only: bool = False
) -> list[tuple[str, str, str, int]]:
    """Each scene with its whole screen, what stands there on one line, and the row of the cursor."""
    data = load_ascii_data() if ascii_only else load_data()
    look = Appearance("dark", data, ascii_only=ascii_only, is_spoken=True)
    store = open_store_of(data) if ascii_only else open_test_store()
    app = IcbApp(store, look, View(data=data, year="2023/24"))
    seen = []
    async with app.run_test(size=(120, 30)) as pilot:
        for name, (keys, _) in scenes.items():
            for key in keys:
                await do_action(pilot, key)
                await wait_until_settled(pilot)
            await wait_until_settled(pilot)
            screen = read_screen(app)
            text = " ".join(line for line in screen.splitlines() if line)
            seen.append((name, screen, text, app.cursor_position.y))
    return seen


def test_every_screen_says_one_line_in_words() -> None:
    seen = asyncio.run(tour(SCENES))
    assert [(name, text[:90]) for name, _, text, _ in seen if not text.startswith(SCENES[name][1])] == []
    assert [(name, found[0]) for name, _, text, _ in seen if (found := PICTURES.search(text))] == []
    assert [(name, row) for name, _, text, row in seen if row != (name in BELOW_A_LINE)] == []


def test_what_is_said_is_in_ascii_where_that_is_asked_for() -> None:
    scenes = {
        name: (keys, "") for name, keys in {"start": (), "page": ("enter",), "text": ("=",), "help": ("?",)}.items()
    }
    seen = asyncio.run(tour(scenes, ascii_only=True))
    assert len(seen) == 4 and [name for name, screen, *_ in seen if not screen.isascii()] == []


@pytest.mark.parametrize(
    ("setting", "option", "served", "spoken"),
    [
        ("", "", "", False),
        ("", "--screen-reader", "", True),
        ("screen_reader = true", "", "", True),
        ("screen_reader = true", "--no-screen-reader", "", False),
        ("screen_reader = true", "", "http://127.0.0.1:8000/", False),
    ],
)
def test_the_option_comes_before_the_setting_and_a_browser_keeps_its_panes(
    setting: str, option: str, served: str, spoken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "icb-tui").mkdir()
    (tmp_path / "icb-tui" / "config.toml").write_text(setting)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv(SERVED_AT, served)
    for name in ("STY", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    started = []

    def run(app: IcbApp, *, mouse: bool) -> int:
        started.append((app.look.is_spoken, mouse))
        return 0

    done = start_explorer(option.split(), run)
    assert done.exit_code == 0, done.output
    assert started == [(spoken, not spoken)]  # a reader has the mouse to itself
