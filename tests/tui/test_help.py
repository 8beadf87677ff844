"""The help: every action has its group, every word is explained, and it fits the screens."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from bundled_store import load_data
from screen import press_keys, read_bottom, read_last_screen, read_title

from icb_tui.domain import cell_words
from icb_tui.filters.language import parse_filter
from icb_tui.pages.help import FILTER_WORDS, KeyHelp, write_help_page
from icb_tui.text.cells import cell_width
from icb_tui.text.spans import plain_lines
from icb_tui.tui.app import IcbApp
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.keymap import list_actions
from icb_tui.tui.keys.action_words import ACTION_GROUPS, ACTION_HELP
from icb_tui.tui.textual_internals import list_bindings

WITHOUT_HELP = {"help_quit"}
"""Actions of keys that only say which key is meant."""


def list_screens(screen: type[BaseScreen] = BaseScreen) -> list[type[BaseScreen]]:
    return [screen, *(each for below in screen.__subclasses__() for each in list_screens(below))]


def list_action_names() -> set[str]:
    """The actions of all keys of ours, on every screen."""
    list_actions()  # loads the screens
    own = [vars(screen).get("BINDINGS", []) for screen in (*list_screens(), IcbApp)]
    bindings = [binding for screen in list_screens() for binding in list_bindings(screen)]
    inherited_from_textual = {"app.focus_next", "app.focus_previous", "screen.copy_text", "minimize", "blur"}
    actions = {binding.action for each in own for binding in each} | {binding.action for binding in bindings}
    return {action.split("(")[0].rpartition(".")[2] for action in actions - inherited_from_textual}


def write_page(cells: int) -> list[str]:
    return plain_lines(write_help_page([KeyHelp("Move", "Go back", "esc")], load_data(), cells).lines)


def test_every_action_has_one_group_and_is_described() -> None:
    grouped = Counter(action for actions in ACTION_GROUPS.values() for action in actions)
    assert list_action_names() - WITHOUT_HELP == set(grouped) == set(ACTION_HELP)
    assert set(grouped.values()) == {1}


def test_every_description_begins_with_a_capital_and_ends_without_a_stop() -> None:
    for does in ACTION_HELP.values():
        assert re.fullmatch(r"[A-Z].{2,58}[^.]", does), does


def test_the_words_of_a_filter_that_help_lists_can_be_typed_and_stand_in_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    table = re.search(r"\| word \| finds boards \|\n.*\n((?:\|.*\n)+)", readme)
    assert table
    rows = [row.strip("| ").split(" | ") for row in table[1].splitlines()]
    examples = {"  ".join(re.findall("`([^`]+)`", words)): means.replace("`", "") for words, means in rows}
    assert examples == FILTER_WORDS
    for example in "  ".join(FILTER_WORDS).split("  "):
        assert parse_filter(example, load_data())


def test_help_shows_the_groups_in_their_order() -> None:
    lines = [line.strip() for line in read_last_screen("?", size=(120, 80)).splitlines()]
    shown = [line for line in lines if line in ACTION_GROUPS]
    assert shown == list(ACTION_GROUPS)


@pytest.mark.parametrize("cells", [56, 76, 116])
def test_help_is_as_wide_as_its_screen_and_cuts_nothing(cells: int) -> None:
    lines = write_page(cells)
    assert max(map(cell_width, lines)) <= cells and not any("…" in line for line in lines)


def test_help_explains_every_word_that_the_screens_use() -> None:
    page = " ".join(" ".join(write_page(76)).split()).casefold()
    words = "ICB, aim, finding, evidence type, rating, indicator, rank, median, your data, later oversight step"
    missing = [each.word for each in (*cell_words.MISSING.values(), cell_words.UNMATCHED)]
    names = [*(each.name for each in load_data().ratings), *(each.name for each in load_data().kinds)]
    for word in (*words.split(", "), *missing, *names):
        assert word.casefold() in page, word


def test_every_sentence_of_the_help_ends_within_thirty_words() -> None:
    sentences = re.split(r"(?<=[.:])\s+", " ".join(write_page(76)))
    assert [text for text in sentences if len(text.split()) > 30] == []


@pytest.mark.parametrize("open_help", ["?", "f1"])
@pytest.mark.parametrize("keys", [(), ("enter",), ("v",), ("S",)])
def test_question_mark_and_f1_open_the_help(keys: tuple[str, ...], open_help: str) -> None:
    assert read_title(read_last_screen(*keys, open_help)).strip().startswith("Help ")


def test_f1_opens_the_help_where_every_other_key_is_typed() -> None:
    finder, helped, back = press_keys("/", "f1", "escape")[1:]
    assert "F1 help" in read_bottom(finder, 1)[0]
    assert read_title(helped).strip().startswith("Help ") and "tab " in helped
    assert back == finder
