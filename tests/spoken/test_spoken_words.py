"""Text as it is heard: signs in words, marks left out, no pictures."""

from __future__ import annotations

import pytest
from bundled_store import load_data

from icb_tui.spoken.words import MarkRemover, join_sentences, speak_text


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("2023/24 · all evidence", "2023/24, all evidence"),
        ("  ● marked · board 3 of 42", "marked, board 3 of 42"),
        ("−1.15 average score", "minus 1.15 average score"),
        ("↓ chooses another", "down arrow chooses another"),
        ("Leadership      Strong   3 of 42", "Leadership, Strong, 3 of 42"),
        ("60.4 ──▌─┼──┤ 76", "60.4 76"),
        ("trend ▆█▆▆▄▁", "trend"),
        ("Strong †", "Strong"),
        ("£272 million: 18.3% of a “budget”, well-run…", "£272 million: 18.3% of a “budget”, well-run…"),
        ("│ ┌ ⠿", ""),
    ],
)
def test_signs_are_words_and_pictures_are_left_out(text: str, spoken: str) -> None:
    assert speak_text(text) == spoken == speak_text(spoken)


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("S △ Strong, later oversight step", "Strong, later oversight step"),
        ("≈ England-wide only", "England-wide only"),
        ("·2 not rated, 2 findings", "not rated, 2 findings"),
        ("□3 not rated, 3 findings", "not rated, 3 findings"),
        ("2022/23: – no finding; 2023/24: L ▲ Leading", "2022/23: no finding; 2023/24: Leading"),
        ("? Unmatched", "Unmatched"),
        ("A – B", "A – B"),
        ("NHS S △ Strong", "NHS S △ Strong"),
    ],
)
def test_marks_before_the_words_that_say_the_same_are_left_out(text: str, without: str) -> None:
    assert MarkRemover(load_data()).remove_marks(text) == without


def test_parts_become_sentences() -> None:
    assert join_sentences(["1 marked", "", "Saved.", "Which one?"]) == "1 marked. Saved. Which one?"
