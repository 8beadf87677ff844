"""Normal forms: nothing that a text stacks takes the square of its length."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

import icb_tui
from icb_tui.importing.indicator_drafts import make_id
from icb_tui.text.ascii import to_ascii
from icb_tui.text.cells import clean
from icb_tui.text.normal_forms import _MAYBE_MARKS, MAX_MARKS, is_mark, normalise

STACKS = {
    "two marks in turn": "\u0301\u0316",
    "marks that are two marks each": "\u0f73",
    "a letter that becomes a mark": "\uff9e\u0301",
    "a mark that takes room": "\u0903\u0301\u0316",
}


@pytest.mark.parametrize("stack", STACKS.values(), ids=STACKS)
def test_a_stack_of_marks_is_cut_before_it_is_sorted(stack: str) -> None:
    text = "a" + stack * 2_000
    for form in ("NFC", "NFKC", "NFKD"):
        assert len(normalise(form, text)) <= 1 + 2 * MAX_MARKS
    assert len(clean(text)) < 20 and len(to_ascii(text)) < 20 and make_id(text) == "a"


def test_the_marks_that_a_language_uses_stay() -> None:
    assert normalise("NFC", "e\u0323\u0302 " + "a" + "\u0301" * MAX_MARKS) == "ệ á" + "\u0301" * (MAX_MARKS - 1)
    assert normalise("NFKD", "─" * 40) == "─" * 40


def test_every_character_that_is_sorted_in_some_form_is_known_for_a_mark() -> None:
    two_planes = [chr(number) for number in range(0x20000)]  # the others hold ideographs
    others = [character for character in two_planes if not is_mark(character)]
    assert [character for character in two_planes if is_mark(character) and not _MAYBE_MARKS.match(character)] == []
    for form in ("NFC", "NFKD"):
        first = set(re.findall("(?<=\n).", unicodedata.normalize(form, "\n" + "\n".join(others))))
        assert [character for character in first if unicodedata.combining(character)] == []


def test_texts_are_normalised_in_one_place() -> None:
    package = Path(icb_tui.__file__).parent
    using = [path for path in package.rglob("*.py") if re.search(r"\bnormalize\(", path.read_text(encoding="utf-8"))]
    assert [path.name for path in using] == ["normal_forms.py"]
