"""Keys in words."""

from __future__ import annotations

import pytest
from bundled_store import load_data

from icb_tui.pages.help import KeyHelp
from icb_tui.spoken.key_help import list_help_lines, name_keys


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ("↓ j", "down arrow or j"),
        ("M", "capital M"),
        ("ctrl+p", "ctrl p"),
        ("page keys", "page up or page down"),
        ("[ ]", "left bracket or right bracket"),
        ("1–5", "1 to 5"),
        ("F1", "F1"),
        ("", ""),
    ],
)
def test_keys_are_named_in_words(keys: str, named: str) -> None:
    assert name_keys(keys) == named


def test_the_help_says_how_to_read_then_each_key_and_word_in_a_sentence() -> None:
    keys = [KeyHelp("Move", "Move up or down", "↑ k ↓ j"), KeyHelp("Move", "Go back", "esc")]
    said = [line.said for line in list_help_lines(keys, load_data())]
    assert said[0] == "Heading 2: How to read with a screen reader"
    at = said.index("Heading 2: Move")
    assert said[at + 1 : at + 3] == ["up arrow, k, down arrow or j: Move up or down.", "escape: Go back."]
    assert any(line.startswith("Finding: One statement") for line in said)
