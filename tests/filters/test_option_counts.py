"""The numbers beside the options of a filter: what choosing gives, exactly."""

from __future__ import annotations

import datetime as dt

import pytest
from bundled_store import load_data, open_test_store
from filter_terms import PLAIN_TERMS
from hypothesis import example, given, settings
from hypothesis import strategies as st

from icb_tui.domain.records import UNRATED
from icb_tui.filters.language import parse_filter
from icb_tui.filters.options import list_options, toggle_option
from icb_tui.filters.terms import Filter, Term, make_filter

DATA = load_data()
YEARS = st.sampled_from(DATA.years)
DAYS = st.sampled_from([None, DATA.newest_opening, dt.date(2022, 7, 1)])
TERMS = st.one_of(
    st.sampled_from(PLAIN_TERMS),
    st.sampled_from(
        [Term("text", word, negated) for word in ("waits", "strong", "no such words") for negated in (False, True)]
    ),
)
FILTERS = st.lists(TERMS, max_size=7).map(make_filter)
ROW_OPTIONS = [option for option in list_options(DATA) if option.facet != "evidence"]


def count_rows(wanted: Filter, year: str, as_at: dt.date | None = None) -> int:
    return sum(not match.misses for match in open_test_store().match_boards(wanted, year, as_at))


def count_rows_chosen(wanted: Filter, option: Term, year: str, as_at: dt.date | None) -> int:
    """The rows once the option is chosen, as the pane chooses it: of one that is chosen already, the rows now."""
    return count_rows(wanted if option in wanted.terms else toggle_option(wanted, option, DATA), year, as_at)


@settings(max_examples=1000, deadline=None)
@given(wanted=FILTERS, year=YEARS, as_at=DAYS)
@example(wanted=parse_filter("midlands 1:strong", DATA), year="2023/24", as_at=None)
@example(wanted=parse_filter("midlands 1:strong self", DATA), year="2023/24", as_at=None)
@example(wanted=parse_filter("-london -strong 3 rated", DATA), year="2023/24", as_at=None)
@example(wanted=parse_filter("london -london", DATA), year="2023/24", as_at=None)
def test_the_number_beside_an_option_is_the_rows_after_choosing_it(
    wanted: Filter, year: str, as_at: dt.date | None
) -> None:
    counts = open_test_store().count_options(wanted, year, as_at)
    assert {option: counts[option] for option in ROW_OPTIONS} == {
        option: count_rows_chosen(wanted, option, year, as_at) for option in ROW_OPTIONS
    }


@settings(max_examples=100, deadline=None)
@given(wanted=FILTERS, year=YEARS)
def test_an_evidence_type_has_the_same_number_whatever_is_filtered(wanted: Filter, year: str) -> None:
    spoken = {kind: {f.icb for f in DATA.findings if f.kind == kind and f.year == year} - {None} for kind in DATA.kind}
    boards = {match.icb for match in open_test_store().match_boards(Filter(), year)}
    counts = open_test_store().count_options(wanted, year)
    assert {kind: counts[Term("evidence", kind)] for kind in DATA.kind} == {
        kind: len(icbs & boards) for kind, icbs in spoken.items()
    }


@settings(max_examples=150, deadline=None)
@given(wanted=FILTERS, option=st.sampled_from(list_options(DATA)))
def test_an_option_that_is_chosen_twice_leaves_it_unchosen_and_never_beside_its_opposite(
    wanted: Filter, option: Term
) -> None:
    once = toggle_option(wanted, option, DATA)
    assert not {option, option.opposite} <= once.terms
    twice = toggle_option(once, option, DATA)
    if option.facet == "evidence":
        assert set(twice.counted_kinds(DATA.kind)) in (
            set(wanted.counted_kinds(DATA.kind)),
            set(DATA.kind),
            {option.value},
        )
    else:
        assert (option in twice.terms) == (option in wanted.terms)


def list_counted(wanted: Filter) -> list[str]:
    return sorted(wanted.counted_kinds(DATA.kind))


def test_the_first_evidence_type_chosen_counts_alone_and_others_join_it() -> None:
    wanted = Filter()
    self_report, context = Term("evidence", "self-report"), Term("evidence", "context")
    wanted = toggle_option(wanted, self_report, DATA)
    assert list_counted(wanted) == ["self-report"]
    wanted = toggle_option(wanted, context, DATA)
    assert list_counted(wanted) == ["context", "self-report"]
    wanted = toggle_option(wanted, self_report, DATA)
    assert list_counted(wanted) == ["context"]
    assert toggle_option(wanted, context, DATA) == Filter()


def test_an_evidence_type_that_was_excluded_joins_the_others_again() -> None:
    assert toggle_option(parse_filter("midlands -context", DATA), Term("evidence", "context"), DATA) == parse_filter(
        "midlands", DATA
    )


@pytest.mark.parametrize(
    ("text", "option", "chosen"),
    [
        ("", Term("region", "Y60"), "midlands"),
        ("midlands", Term("region", "Y60"), ""),
        ("-midlands strong", Term("region", "Y60"), "midlands strong"),
        ("rated", Term("rating", UNRATED), "unrated"),
    ],
)
def test_choosing_an_option_takes_its_opposite_away(text: str, option: Term, chosen: str) -> None:
    assert toggle_option(parse_filter(text, DATA), option, DATA) == parse_filter(chosen, DATA)


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("london 5:strong", {("region",): 0, ("cell",): 5}),
        ("-midlands -london -3 3", {("region",): 0, ("aim", "rating"): 26}),
    ],
)
def test_each_part_that_a_board_misses_is_named_with_what_it_excludes(
    text: str, without: dict[tuple[str, ...], int]
) -> None:
    matches = open_test_store().match_boards(parse_filter(text, DATA), "2023/24")
    assert {part for match in matches for part in match.misses} == set(without)
    for part, rows in without.items():
        assert sum(set(match.misses) <= {part} for match in matches) == rows
