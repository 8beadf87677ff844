"""The filter language: what it reads, what it refuses and how it answers back."""

from __future__ import annotations

import pytest
from filter_terms import ANYTHING, DATA, PLAIN_TERMS, TERMS
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wording import check_wording

from icb_tui.domain.records import UNRATED
from icb_tui.filters.language import UnknownFilterWord, format_filter, parse_filter
from icb_tui.filters.terms import Filter, Term, make_filter
from icb_tui.filters.wording import describe_evidence_types, describe_filter, label_term
from icb_tui.text.cells import clean


def read_filter(text: str) -> Filter:
    return parse_filter(text, DATA)


def quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def try_to_read(text: str) -> Filter | UnknownFilterWord:
    try:
        return read_filter(text)
    except UnknownFilterWord as refused:
        return refused


def read_refusal(text: str) -> UnknownFilterWord:
    with pytest.raises(UnknownFilterWord) as refused:
        read_filter(text)
    return refused.value


REGION, NORTH_WEST, SOUTH_EAST = Term("region", "Y60"), Term("region", "Y62"), Term("region", "Y59")
NORTH_EAST = Term("region", "Y63")
STRONG, CONCERN, NOT_RATED = Term("rating", "strong"), Term("rating", "concern"), Term("rating", UNRATED)
RATED = Term("rating", UNRATED, negated=True)
INEQUALITIES, PRODUCTIVITY = Term("aim", "inequalities"), Term("aim", "productivity")
CELL = Term("cell", "inequalities:strong")
ASSESSED, SELF = Term("evidence", "annual-assessment"), Term("evidence", "self-report")


def negate(term: Term) -> Term:
    return Term(term.facet, term.value, not term.negated)


# There and back


@settings(max_examples=1000, deadline=None)
@given(st.frozensets(TERMS, max_size=8).map(Filter))
def test_what_is_written_is_read_as_the_same_filter(wanted: Filter) -> None:
    assert read_filter(format_filter(wanted, DATA)) == wanted


@pytest.mark.parametrize("term", PLAIN_TERMS, ids=lambda term: f"{'-' * term.negated}{term.facet}={term.value}")
def test_every_term_there_is_can_be_written(term: Term) -> None:
    assert read_filter(format_filter(make_filter([term]), DATA)) == make_filter([term])


@settings(max_examples=500, deadline=None)
@given(ANYTHING.filter(lambda text: clean(text).strip()))
@example('say "aaah"')
@example("e\ufe0f\u0301")
def test_whatever_was_typed_in_quotes_is_written_and_read_again(typed: str) -> None:
    wanted = read_filter(quote(typed))
    assert read_filter(format_filter(wanted, DATA)) == wanted


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("", ""),
        ("  Midlands ", "midlands"),
        ("3:Strong", "3:strong"),
        ("not rated", "unrated"),
        ("rated", "-unrated"),
        ("north east and yorkshire", "ney"),
        ("not CONCERN lead", "1 -concern"),
        ('"Mental  Health"', '"Mental  Health"'),
        ('not "a ""b"" c"', '-"a ""b"" c"'),
    ],
)
def test_a_filter_is_written_short(typed: str, written: str) -> None:
    assert format_filter(read_filter(typed), DATA) == written


# Words


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("   \t\n", []),
        ("strong strong", [STRONG]),
        ("MIDLANDS Strong", [REGION, STRONG]),
        ("mid unr", [REGION, NOT_RATED]),
        ("y60", [REGION]),
        ("Mids", [REGION]),
        ("south e", [SOUTH_EAST]),
        ("se", [SOUTH_EAST]),
        ("conc", [CONCERN]),
        ("assessed", [ASSESSED]),
        ("self", [SELF]),
        ("self-reported", [SELF]),
        ("self-rep", [SELF]),
        ("as the icb tells it", [Term("evidence", "relayed-assessment")]),
        ("ICB's account", [Term("evidence", "relayed-assessment")]),
        ("cqc", [Term("evidence", "cqc-pilot")]),
        ("open", [Term("status", "open")]),
        ("clo", [Term("status", "closed")]),
        ("3", [INEQUALITIES]),
        ("1 2 3 4 5", [Term("aim", aim) for aim in DATA.aim]),
        ("3:strong", [CELL]),
        ("ineq:str", [CELL]),
        ("ACCESS:Strong", [CELL]),
        ("3:unr", [Term("cell", "inequalities:unrated")]),
        ("3 strong", [INEQUALITIES, STRONG]),
        ("unrated", [NOT_RATED]),
        ("not rated", [NOT_RATED]),
        ("rated", [RATED]),
        ("not unrated", [RATED]),
        ("-rated", [NOT_RATED]),
        ("not not rated", [RATED]),
        ("not strong", [negate(STRONG)]),
        ("NOT strong", [negate(STRONG)]),
        ("-strong", [negate(STRONG)]),
        ("not not strong", [STRONG]),
        ("not -strong", [STRONG]),
        ("-not strong", [STRONG]),
        ("not not not strong", [negate(STRONG)]),
        ("not strong concern", [negate(STRONG), CONCERN]),
        ("strong -strong", [STRONG, negate(STRONG)]),
        ("-3:strong", [negate(CELL)]),
        ("not 3:strong", [negate(CELL)]),
        ("not north west strong", [negate(NORTH_WEST), STRONG]),
        ("-north west", [negate(NORTH_WEST)]),
        ('"long waits"', [Term("text", "long waits")]),
        ('-"long waits"', [Term("text", "long waits", negated=True)]),
        ('not "long waits"', [Term("text", "long waits", negated=True)]),
        ('strong"long waits"3', [STRONG, Term("text", "long waits"), INEQUALITIES]),
        ('"not strong"', [Term("text", "not strong")]),
        ('"strong"', [Term("text", "strong")]),
        ('"say ""aah"" now"', [Term("text", 'say "aah" now')]),
        ('"one\ttwo\x1b"', [Term("text", "one two␛")]),
    ],
)
def test_words_mean_their_terms(text: str, terms: list[Term]) -> None:
    assert read_filter(text) == make_filter(terms)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("north west", [NORTH_WEST]),
        ("North  West", [NORTH_WEST]),
        ("north-west", [NORTH_WEST]),
        ("north east and yorkshire", [NORTH_EAST]),
        ("North East & Yorkshire", [NORTH_EAST]),
        ("north e", [NORTH_EAST]),
        ("north west north east", [NORTH_WEST, NORTH_EAST]),
        ("value for money", [PRODUCTIVITY]),
        ("value for money strong", [PRODUCTIVITY, STRONG]),
        ("strong value for money north west", [STRONG, PRODUCTIVITY, NORTH_WEST]),
        ("social value", [Term("aim", "social-economic")]),
        ("finance", [PRODUCTIVITY]),
        ("finance news", [Term("evidence", "finance-news")]),
        ("finance strong", [PRODUCTIVITY, STRONG]),
        ("as the icb tells it", [Term("evidence", "relayed-assessment")]),
    ],
)
def test_a_name_of_several_words_is_one_term(text: str, terms: list[Term]) -> None:
    assert read_filter(text) == make_filter(terms)


@pytest.mark.parametrize("place", range(1, len(DATA.aims) + 1))
def test_a_digit_is_the_aim_of_that_column(place: int) -> None:
    assert read_filter(str(place)) == make_filter([Term("aim", DATA.aims[place - 1].id)])


def test_every_name_and_alias_in_the_data_means_its_own() -> None:
    for region in DATA.regions:
        for name in (region.code, region.name, *region.aliases):
            assert read_filter(name) == make_filter([Term("region", region.code)])
    for aim in DATA.aims:
        for name in (aim.id, aim.name, aim.short_name, *aim.aliases):
            assert read_filter(name) == make_filter([Term("aim", aim.id)])
    for rating in DATA.ratings:
        assert read_filter(rating.id) == read_filter(rating.name) == make_filter([Term("rating", rating.id)])
    for kind in DATA.kinds:
        for name in (kind.id, kind.name, *kind.aliases):
            assert read_filter(name) == make_filter([Term("evidence", kind.id)])


WORDS = [
    *(
        "midlands",
        "ney",
        "lon",
        "-nw",
        "1",
        "health",
        "ineq",
        "-4",
        "economic",
        "strong",
        "conc",
        "-leading",
        "unrated",
    ),
    *("3:strong", "5:unr", "-2:mixed", "assessed", "self", "-context", "open", "-closed", '"mental health"', '-"debt"'),
]


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), unique=True, max_size=8).flatmap(
        lambda w: st.tuples(st.just(w), st.permutations(w))
    )
)
def test_words_in_any_order_are_the_same_filter(orders: tuple[list[str], list[str]]) -> None:
    one, other = (read_filter(" ".join(words)) for words in orders)
    assert one == other
    assert len(one.terms) == len(orders[0])


# Refused


@settings(max_examples=600, deadline=None)
@given(
    st.one_of(
        ANYTHING,
        st.text('-":&not rated123strongmid\t '),
        st.lists(
            st.sampled_from([*WORDS, "not", "-", "--", '"', '""', ":", "3:", ":x", "north", "zzz", "\x1b[31m"])
        ).map(" ".join),
    )
)
def test_any_text_is_a_filter_or_an_unknown_word(text: str) -> None:
    answer = try_to_read(text)
    if isinstance(answer, UnknownFilterWord):
        assert 0 <= answer.start <= len(text)
        assert str(answer) == clean(str(answer))
    else:
        assert read_filter(format_filter(answer, DATA)) == answer


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("north", ["North East and Yorkshire", "North West"]),
        ("strong north 3", ["North East and Yorkshire", "North West"]),
        ("south", ["South East", "South West"]),
        ("lea", ["Leading", "Leadership"]),
        ("co", ["Context", "Concern"]),
        ("y6", ["North East and Yorkshire", "North West", "Midlands", "East of England"]),
        ("as", ["Annual assessment", "ICB's account of its assessment"]),
        ("s", ["South East", "South West", "Self-report", "Strong", "Leadership", "Social"]),
    ],
)
def test_an_ambiguous_word_names_all_it_can_mean(text: str, candidates: list[str]) -> None:
    refused = read_refusal(text)
    check_wording(str(refused))
    assert sorted(candidates, key=str(refused).index) == candidates


@pytest.mark.parametrize(
    ("text", "word", "start", "near"),
    [
        ("midlnds", "midlnds", 0, "Midlands"),
        ("strong  midlnds 3", "midlnds", 8, "Midlands"),
        ("not stroong", "stroong", 4, "Strong"),
        ("3:stroong", "stroong", 2, "Strong"),
        ("mid inequalites:strong", "inequalites", 4, "Inequalities"),
        ("leadrship", "leadrship", 0, "Leadership"),
        ("opne", "opne", 0, "open"),
    ],
)
def test_an_unknown_word_is_named_with_its_place_and_words_like_it(text: str, word: str, start: int, near: str) -> None:
    refused = read_refusal(text)
    assert (refused.word, refused.start) == (word, start)
    check_wording(str(refused))
    assert near in str(refused)


@pytest.mark.parametrize(
    ("text", "word", "start"),
    [
        ("xyzzy", "xyzzy", 0),
        ("strong xyzzy", "xyzzy", 7),
        ("7", "7", 0),
        ("12", "12", 0),
        ("-", "-", 0),
        ("!!", "!!", 0),
        ("strong !!", "!!", 7),
        ("- strong", "-", 0),
        ("& strong 3", "&", 0),
    ],
)
def test_a_word_like_nothing_known_is_named_and_never_dropped(text: str, word: str, start: int) -> None:
    refused = read_refusal(text)
    assert (refused.word, refused.start) == (word, start)
    assert word in str(refused)
    check_wording(str(refused))


@pytest.mark.parametrize("text", ["strong:3", "midlands:strong", "3:midlands", "3:", ":strong", ":", "3:strong:x"])
def test_a_cell_is_an_aim_and_a_rating(text: str) -> None:
    check_wording(str(read_refusal(text)))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ('"', 0),
        ('strong "long waits', 7),
        ('strong -"long', 7),
        ('""', 0),
        ('3 "  \t "', 2),
        ("not", 0),
        ("strong not", 7),
        ("strong not  ", 7),
        ("strong not not", 11),
        ("strong not not not", 15),
    ],
)
def test_what_is_left_open_is_named_with_its_place(text: str, start: int) -> None:
    refused = read_refusal(text)
    check_wording(str(refused))
    assert refused.start == start


def test_a_refusal_carries_nothing_that_a_terminal_obeys() -> None:
    assert str(read_refusal("\x1b[31mred")).startswith("unknown word “␛[31mred”; ")


# In English


@pytest.mark.parametrize(
    "text",
    [
        "",
        "midlands",
        "london mids nw",
        "open",
        "closed midlands",
        "strong",
        "concern strong",
        "midlands concern",
        "3 strong",
        "3",
        "3 5",
        "rated",
        "3 rated",
        "unrated",
        "mid unrated 3",
        "3 strong unrated",
        "3:strong",
        "3:leading 3:strong 1:strong",
        "3:strong 3:unr",
        "3:unr",
        '"mental health"',
        '"debt" "waits"',
        'mid -"debt"',
        "-midlands",
        "-strong",
        "-3",
        "3 -5",
    ],
)
def test_a_filter_answers_back_in_english(text: str) -> None:
    check_wording(describe_filter(read_filter(text), DATA))


def test_to_refuse_a_level_on_an_aim_does_not_read_as_refusing_it_everywhere() -> None:
    sentence = describe_filter(read_filter("3 -strong"), DATA)
    assert "nowhere" not in sentence
    assert "Strong on Inequalities" in sentence


@settings(max_examples=300, deadline=None)
@given(st.frozensets(st.sampled_from(PLAIN_TERMS), min_size=1, max_size=6).map(Filter))
def test_every_term_has_its_part_in_the_sentence(wanted: Filter) -> None:
    sentence = describe_filter(wanted, DATA)
    for region in wanted.values_of("region") + wanted.values_of("region", negated=True):
        assert DATA.region[region].name in sentence
    for aim in wanted.values_of("aim") + wanted.values_of("aim", negated=True):
        assert DATA.aim[aim].short_name in sentence
    for level in {*wanted.values_of("rating"), *wanted.values_of("rating", negated=True)} - {UNRATED}:
        assert DATA.rating[level].name in sentence
    evidence = describe_evidence_types(wanted, DATA)
    for kind in wanted.values_of("evidence") + wanted.values_of("evidence", negated=True):
        assert DATA.kind[kind].name in evidence and DATA.kind[kind].name not in sentence


@pytest.mark.parametrize(
    "text",
    [
        "y60",
        "-y60",
        "open",
        "-closed",
        "3",
        "strong",
        "-strong",
        "unrated",
        "3:strong",
        "-3:strong",
        "3:unrated",
        "self",
        '"long waits"',
        '-"long waits"',
    ],
)
def test_a_term_has_a_label(text: str) -> None:
    (term,) = read_filter(text).terms
    check_wording(label_term(term, DATA))
