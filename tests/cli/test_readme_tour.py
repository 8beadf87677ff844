"""What the README promises: its tour is walked key by key, and its command lines are run."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from unittest import mock

from bundled_store import open_test_store
from command_line import run, split_command_line
from screen import press_and_look
from web_session import make_set_event

README = (Path(__file__).parent.parent.parent / "README.md").read_text()
NAMED = {"esc": "escape", "↓": "down", "↑": "up"}
WORDS = ("enter", "escape", "tab", "space", "down", "up")


def read_section(title: str) -> str:
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def list_steps() -> list[list[str]]:
    """The keys of each step of the tour, in order; a text to type is its characters."""
    found = re.split(r"\n\d+\. ", read_section("A tour in sixty seconds"))[1:]
    assert len(found) == len(PROMISED)
    return [[key for text in re.findall(r"`([^`]+)`", step) for key in split_keys(text)] for step in found]


def split_keys(text: str) -> list[str]:
    key = NAMED.get(text, text)
    return [key] if key in WORDS or "+" in key[1:] else list(key)


PROMISED: list[dict[str, str]] = [
    {"r": "Leicester, Leicestershire and Rutland", "3": "Leading: the highest level praised", "escape": "42 of 42"},
    {"s": "by rating on Inequalities"},
    {
        "tab": "ICBs in Midlands, rated Strong on Leadership, 2023/24: 5 of 42",
        "enter": "Midlands · Leadership: Strong · 5 of 42",
        "u": "42 of 42",
    },
    {"space": "4 of 42", "x": "42 of 42"},
    {"space 2": "2 marked", "c": "Differences", "d": "only", "s": "furthest apart", "+": "similar"},
    {"m": "NENC", "m 2": "ICB ", "w": "The rule", "w 2": "ICB "},
    {"o": "Annual assessment", "O": "all evidence"},
    {"n": "The statement names no ICB", "v": "of the boards open in the year"},
    {"i": "best first", "enter": "higher is better", "escape": "best first"},
    {"[": "to 2025/26", "]": "newest period", "-": "to 2025/26", "P": "1 of"},
    {
        "v": "Sent to the terminal's clipboard",
        "?": "Keys",
        "ctrl+p": "type a command, a board, a year or an aim",
        "escape 3": "ICBs of England",
    },
]
"""What each step shows after a key of it; a number tells which time the key is pressed."""


def number_keys(pressed: list[str]) -> list[tuple[str, str]]:
    """Each key of a step, and what PROMISED calls it."""
    counts: Counter[str] = Counter()
    named = []
    for key in pressed:
        counts[key] += 1
        named.append((key, key if counts[key] == 1 else f"{key} {counts[key]}"))
    return named


def test_the_tour_shows_what_it_promises() -> None:
    pressed, told = [], []
    for step, promised in zip(list_steps(), PROMISED, strict=True):
        named = number_keys(step)
        assert set(promised) <= {name for _, name in named}, step
        for key, name in named:
            pressed += [key, "look"] if name in promised else [key]
            told += [(name, promised[name])] if name in promised else []
    assert pressed.pop() == "q"
    screens = zip(press_and_look(*pressed), told, strict=True)
    broken = [f"after {name} no “{words}”:\n{screen}" for screen, (name, words) in screens if words not in screen]
    assert not broken, "\n".join(broken)


ENDS = {"icb-tui": 5, "icb-tui --filter 'midlands 1:strong'": 5, "icb-tui pick": 5}
"""The command lines that need a terminal."""


def list_command_lines() -> list[str]:
    """The command lines of the README, without what stands for an argument of the reader's own."""
    block = [line.strip() for line in read_section("Command line").splitlines() if line.startswith("    icb-tui")]
    typed = [re.split(r"  +| \| ", line)[0].replace(" [DIR]", "").replace(" [FILE]", "") for line in block]
    return [line.replace("serve", "serve --port 0") for line in typed if "xlsx" not in line]


def test_every_command_line_of_the_readme_can_be_run(tmp_path: Path) -> None:
    assert len(list_command_lines()) >= 14
    with (
        mock.patch("icb_tui.store.cache.open_cached_store", return_value=open_test_store()),
        mock.patch("icb_tui.web.server.listen_for_signals", make_set_event),
    ):
        for line in list_command_lines():
            run(*split_command_line(line), code=ENDS.get(line, 0), XDG_DATA_HOME=str(tmp_path))
