"""The filter language: what it reads, what it refuses and how it answers back."""

from __future__ import annotations

import pytest
from filter_terms import ANYTHING, DATA, PLAIN_TERMS, TERMS
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from oracle import Oracle
from wording import check_wording

from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.domain.names import fold_name
from icb_tui.domain.records import UNRATED
from icb_tui.filters.conditions import parse_condition
from icb_tui.filters.language import format_filter, parse_aim, parse_filter
from icb_tui.filters.lexicon import AmbiguousFilterWord, UnknownFilterWord
from icb_tui.filters.options import drop_unknown_terms
from icb_tui.filters.terms import Filter, Term, make_filter
from icb_tui.filters.wording import describe_evidence_types, describe_filter, label_term
from icb_tui.store.store import Store
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


@settings(max_examples=400, deadline=None)
@given(st.frozensets(TERMS, max_size=8).map(Filter))
def test_what_is_written_is_read_as_the_same_filter(wanted: Filter) -> None:
    assert read_filter(format_filter(wanted, DATA)) == wanted


@pytest.mark.parametrize("term", PLAIN_TERMS, ids=lambda term: f"{'-' * term.negated}{term.facet}={term.value}")
def test_every_term_there_is_can_be_written(term: Term) -> None:
    assert read_filter(format_filter(make_filter([term]), DATA)) == make_filter([term])


@settings(max_examples=250, deadline=None)
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
        ("not CONCERN leadership", "1 -concern"),
        ("strong a&e < 70.50 %", "ae-4-hours<70.5 strong"),
        ("kent and Medway", "kent medway"),
        ("name:MID", "name:mid"),
        ("C&P", "c&p"),
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
        *(
            (text, [Term("text", "long waits")])
            for text in ("“long waits”", "„long waits“", "”long waits”", "«long waits»", "»long waits«", '"long waits”')
        ),
        *((text, [Term("text", "long waits")]) for text in ("‘long waits’", "‚long waits‘", "‹long waits›")),
        ("not “long waits” -‘debt’", [Term("text", "long waits", negated=True), Term("text", "debt", negated=True)]),
        ("strong“long waits”3", [STRONG, Term("text", "long waits"), INEQUALITIES]),
        ("“St Helen’s”", [Term("text", "St Helen’s")]),
        ("‘St Helen’s’ strong", [Term("text", "St Helen’s"), STRONG]),
        ('"say “aah”"', [Term("text", "say “aah”")]),
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
            answer = try_to_read(name)
            if isinstance(answer, AmbiguousFilterWord):  # an alias that abbreviates the name: “lead”
                assert fold_name(name) == "lead" and answer.candidates == ["leading (rating)", "leadership (aim)"]
            else:
                assert answer == make_filter([Term("aim", aim.id)])
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
    *("kent", "-name:mid", "a&e<70", "-18-weeks>=60.5", "essex"),
    *("3:strong", "5:unr", "-2:mixed", "assessed", "self", "-context", "open", "-closed", '"mental health"', '-"debt"'),
]


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), unique=True, max_size=8).flatmap(
        lambda w: st.tuples(st.just(w), st.permutations(w))
    )
)
def test_words_in_any_order_are_the_same_filter(orders: tuple[list[str], list[str]]) -> None:
    one, other = (read_filter(" ".join(words)) for words in orders)
    assert one == other
    assert len(one.terms) == len(orders[0])


# Names of boards


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("kent", ["QKS"]),
        ("KENT medway", ["QKS"]),
        ("kent and medway", ["QKS"]),
        ("surrey heart", ["QXU"]),
        ("c&p", ["QUE"]),
        ("que", ["QUE"]),
        ("south-east-london", ["QKK"]),
        ("-herts -suffolk essex", ["QH8"]),
    ],
)
def test_a_word_that_is_no_vocabulary_is_the_beginning_of_a_word_of_a_name(text: str, named: list[str]) -> None:
    wanted = read_filter(text)
    assert {term.facet for term in wanted.terms} == {"name"}
    boards = Oracle(DATA).find_boards(wanted, "2023/24")
    assert sorted(match.icb for match in boards if not match.misses) == named


@pytest.mark.parametrize("text", ["mid", "lon", "str", "self", "3"])
def test_vocabulary_comes_before_names_which_can_be_asked_for_all_the_same(text: str) -> None:
    assert {term.facet for term in read_filter(text).terms} != {"name"}
    if text in ("mid", "lon"):
        assert read_filter(f"name:{text}") == make_filter([Term("name", text)])


# Indicators

AE, RTT = "ae-4-hours", "rtt-within-18-weeks"


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("a&e<70", [f"{AE}<70"]),
        ("A&E attendances within 4 hours<70", [f"{AE}<70"]),
        ("ae-4-hours < 70 %", [f"{AE}<70"]),
        ("ae <=70%", [f"{AE}<=70"]),
        ("ae>= 070.50", [f"{AE}>=70.5"]),
        ("18-weeks<60", [f"{RTT}<60"]),
        ("planned care waits within 18 weeks = 60", [f"{RTT}=60"]),
        ("a&e>=60 a&e<70", [f"{AE}<70", f"{AE}>=60"]),
        ("emissions>.5", ["emissions>0.5"]),
        ("disposable>£20000", ["disposable-income>20000"]),
        ("ethnic gap<-2.0", ["talking-therapies-ethnic-gap<-2"]),
        ("ethnic gap < −0", ["talking-therapies-ethnic-gap<0"]),
        ("child-poverty<10", ["child-poverty<10"]),
        ("deprivation<20", ["deprivation<20"]),
        ("health deprivation<1", ["health-deprivation<1"]),
    ],
)
def test_an_indicator_is_compared_by_any_clear_part_of_its_name(text: str, conditions: list[str]) -> None:
    wanted = read_filter(text)
    assert wanted == make_filter(Term("indicator", condition) for condition in conditions)
    assert read_filter(f"strong {text} kent") == make_filter([*wanted.terms, STRONG, Term("name", "kent")])
    check_wording(describe_filter(wanted, DATA))


def test_conditions_stand_first_so_that_no_word_joins_the_name_of_an_indicator() -> None:
    wanted = make_filter([Term("aim", "population-health"), Term("indicator", "deprivation<20")])
    assert format_filter(wanted, DATA) == "deprivation<20 2"
    assert read_filter("health deprivation<20") != read_filter("deprivation<20 health") == wanted


def test_a_negated_condition_asks_for_a_value_all_the_same() -> None:
    without = replace(DATA.indicator[AE], values={"2024/25": {"QKS": 69.9, "QUE": 70.0}})
    data = replace(DATA, indicators=(without,))
    for text, found in (("a&e<70", ["QKS"]), ("-a&e<70", ["QUE"]), ("a&e=70", ["QUE"]), ("not a&e>=69.90", [])):
        matches = Store(data).match_boards(parse_filter(text, data), "2023/24")
        assert [match.icb for match in matches if not match.misses] == found
        assert sum(match.lacks_value for match in matches) == 40


@pytest.mark.parametrize(("year", "period"), [("2023/24", "2023/24"), ("2025/26", "2024/25"), (ALL_YEARS, "2024/25")])
def test_a_condition_looks_at_the_period_that_counts_for_the_year(year: str, period: str) -> None:
    wanted, values = read_filter("a&e<70"), DATA.indicator[AE].values[period]
    matches = Store(DATA).match_boards(wanted, "2023/24", None, year)
    assert {match.icb for match in matches if not match.misses} == {icb for icb in values if values[icb] < 70}
    assert f"below 70% of attendances ({period})" in describe_filter(wanted, DATA, year)


def test_terms_that_other_data_do_not_know_are_dropped() -> None:
    wanted = read_filter('kent "kent" a&e<70 smoke<10 mid')
    data = replace(
        DATA,
        icbs=tuple(icb for icb in DATA.icbs if icb.code != "QKS"),
        indicators=tuple(each for each in DATA.indicators if each.id != AE),
    )
    assert format_filter(drop_unknown_terms(wanted, data), data) == 'smoking<10 midlands "kent"'


def test_before_the_first_period_no_board_has_a_value() -> None:
    wanted = read_filter("18-weeks>0")
    matches = Store(DATA).match_boards(wanted, "2023/24", None, "2016/17")
    assert sum(match.lacks_value for match in matches) == len(matches) == 42
    assert "(no period to 2016/17)" in describe_filter(wanted, DATA, "2016/17")


# Refused


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        ANYTHING,
        st.text('-":&<>=%not rated123strongmid\t '),
        st.lists(st.sampled_from([*WORDS, *'not and < 70 % - -- " "" : 3: :x north zzz \x1b[31m'.split(" ")])).map(
            " ".join
        ),
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
        ("north", ["north east and yorkshire", "north west"]),
        ("strong north 3", ["north east and yorkshire", "north west"]),
        ("south", ["south east", "south west"]),
        ("lea", ["leading", "leadership"]),
        ("lead", ["leading", "leadership"]),
        ("midlands -lead", ["leading", "leadership"]),
        ("co", ["context", "concern"]),
        ("y6", ["y63", "y62", "y60", "y61"]),
        ("as", ["assessed", "as the icb tells it"]),
        ("s", ["south east", "south west", "self report", "strong", "system leadership", "social economic"]),
        ("rtt<60", ["rtt-within-18-weeks", "rtt-year-waits"]),
        ("midlands cancer>=75", ["cancer-28-days", "cancer-within-62-days"]),
    ],
)
def test_an_ambiguous_word_names_all_it_can_mean_as_it_can_be_typed(text: str, candidates: list[str]) -> None:
    refused = read_refusal(text)
    assert isinstance(refused, AmbiguousFilterWord)
    check_wording(str(refused))
    assert [candidate.split(" (")[0] for candidate in refused.candidates] == candidates
    for candidate in candidates:
        typed = text.replace(refused.word, candidate)
        assert len(read_filter(typed).terms) == len(typed.split()) - candidate.count(" ")


def test_a_word_for_one_thing_alone_is_taken_where_only_such_things_stand() -> None:
    assert parse_aim("lead", DATA) == "leadership"
    assert read_filter("lead:strong 1:lead") == read_filter("1:strong 1:leading")


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
        ("and strong", "and", 0),
        ("strong -and", "and", 7),
        ("kent zzz", "zzz", 5),
        ("name:zzz", "zzz", 5),
        ("name:", "", 5),
        ("strong cancer", "cancer", 7),
        ("waits<60 strong", "waits", 0),
        ("strong zzz<60", "zzz", 7),
        ("<60", "", 0),
    ],
)
def test_a_word_like_nothing_known_is_named_and_never_dropped(text: str, word: str, start: int) -> None:
    refused = read_refusal(text)
    assert (refused.word, refused.start) == (word, start)
    assert word in str(refused)
    check_wording(str(refused))


@pytest.mark.parametrize(
    "condition", "a&e< a&e<x a&e<1e3 a&e<1,000 a&e<. a&e==70 a&e<70<80 a&e<£5 a&e<--5 disposable>20000%".split()
)
def test_a_condition_compares_with_a_number_in_the_unit_of_the_indicator(condition: str) -> None:
    check_wording(str(read_refusal(f"strong {condition}")))


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


def test_an_apostrophe_within_a_word_is_no_quotation_mark() -> None:
    assert read_refusal("strong Helen’s ‘long waits’").word == "Helen’s"
    assert read_filter("‘strong").terms == read_filter("strong’").terms == {STRONG}


@pytest.mark.parametrize(("text", "start"), [("strong “long waits", 7), ("“long” ”", 7), ("strong “”", 7)])
def test_a_curly_quotation_mark_that_is_left_open_is_named_with_its_place(text: str, start: int) -> None:
    assert read_refusal(text).start == start


def test_very_many_single_quotes_are_read_in_no_time() -> None:
    text = "‘strong " * 5_000
    assert read_filter(text).terms == {STRONG}


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
        "kent medway",
        "midlands -bir",
        "a&e<70",
        "mid strong a&e>=70 18-weeks=60.5",
        "not a&e<70 -emissions<=5",
        'mid -"debt"',
        "-midlands",
        "-strong",
        "-3",
        "3 -5",
    ],
)
def test_a_filter_answers_back_in_english(text: str) -> None:
    check_wording(describe_filter(read_filter(text), DATA))


def test_a_text_that_is_a_word_of_the_language_reads_as_a_text() -> None:
    assert describe_filter(read_filter('-"unrated"'), DATA) == "ICBs without “unrated” in the findings"
    assert label_term(Term("text", UNRATED, negated=True), DATA) == "not “unrated”"


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
    for word in wanted.values_of("name", None):
        assert f"“{word}”" in sentence
    for condition in wanted.values_of("indicator", None):
        assert DATA.indicator[parse_condition(condition).indicator].name in sentence
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
        "kent",
        "-kent",
        "a&e<70",
        "-a&e>=70",
    ],
)
def test_a_term_has_a_label(text: str) -> None:
    (term,) = read_filter(text).terms
    check_wording(label_term(term, DATA))
