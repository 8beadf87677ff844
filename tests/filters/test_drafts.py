"""A filter that is half typed: what can be read of it holds, and the first word that cannot be is named."""

from __future__ import annotations

import pytest
from filter_terms import ANYTHING, DATA
from hypothesis import given, settings
from hypothesis import strategies as st

from icb_tui.filters.drafts import read_draft
from icb_tui.filters.language import parse_filter
from icb_tui.filters.lexicon import UnknownFilterWord

TYPED = st.one_of(
    ANYTHING,
    st.text('-":&not rated123strongmid\t '),
    st.lists(st.sampled_from(["midlands", "1:strong", "not", "-", '"', '""', ":", "3:", "zzzz", "-self", "m"])).map(
        " ".join
    ),
)


@pytest.mark.parametrize(
    ("typed", "read", "refused"),
    [
        ("", "", None),
        ("mid", "midlands", None),
        ("m", "", "m"),
        ("midlands 1:str", "midlands 1:strong", None),
        ("midlands 1:", "midlands", ""),
        ("midlands 1:zz", "midlands", "zz"),
        ("midlands zzzz strong", "midlands strong", "zzzz"),
        ("midlands -zzzz strong", "midlands strong", "zzzz"),
        ("not zzzz strong", "strong", "zzzz"),
        ("midlands not", "midlands", "not"),
        ('midlands "long wai', "midlands", '"long wai'),
        ('midlands "', "midlands", '"'),
        ("zzzz yyyy strong", "strong", "zzzz"),
    ],
)
def test_what_can_be_read_holds_and_the_first_word_that_cannot_is_named(
    typed: str, read: str, refused: str | None
) -> None:
    wanted, refusal = read_draft(typed, DATA)
    assert wanted == parse_filter(read, DATA)
    assert (refusal.word if refusal else None) == refused


@settings(max_examples=250, deadline=None)
@given(TYPED)
def test_any_text_can_be_read_in_part_and_a_whole_filter_is_read_whole(typed: str) -> None:
    wanted, refused = read_draft(typed, DATA)
    if refused is None:
        assert parse_filter(typed, DATA) == wanted
        return
    with pytest.raises(UnknownFilterWord) as whole:
        parse_filter(typed, DATA)
    assert (whole.value.word, whole.value.start) == (refused.word, refused.start)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["midlands", "-london", "1:strong", "unrated", "self"]), max_size=4), st.integers(0, 4))
def test_a_word_that_cannot_be_read_takes_no_other_word_with_it(words: list[str], place: int) -> None:
    wanted, refused = read_draft(" ".join([*words[:place], "zzzz", *words[place:]]), DATA)
    assert wanted == parse_filter(" ".join(words), DATA) and refused and refused.word == "zzzz"


def test_of_very_many_words_that_cannot_be_read_those_before_still_hold() -> None:
    wanted, refused = read_draft("midlands " + "zzzz " * 400 + "strong", DATA)
    assert wanted == parse_filter("midlands", DATA) and refused and refused.start == len("midlands ")
