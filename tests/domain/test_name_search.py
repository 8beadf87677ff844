"""What a few letters find: the table of inputs, as a user means them, and what must hold for any text at all."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from icb_tui.data_files import loader
from icb_tui.domain.board_names import (
    AmbiguousName,
    UnknownName,
    describe_others,
    match_icb,
)
from icb_tui.domain.name_search import (
    EXACT,
    MENTION,
    NEAR,
    PART,
    WORD,
    WORDS,
    SearchHit,
    SearchIndex,
    choose_hit,
)
from icb_tui.domain.names import fold_name
from icb_tui.domain.records import Icb
from icb_tui.store.store import Store
from icb_tui.store.tables import _finder_text

DATA = loader.load_dataset()
STORE = Store(DATA)
BARE = SearchIndex(DATA)
"""The index without findings, which the store is not asked for."""
IDS = {
    "board": set(DATA.icb),
    "region": set(DATA.region),
    "aim": set(DATA.aim),
    "indicator": set(DATA.indicator),
    "finding": {finding.id for finding in DATA.findings},
}

# The table. Codes are written out, as a reader of the data files knows them.

ONE = {
    # the issue's own
    "llr": "QK1",
    "bob": "QU9",
    "k&m": "QKS",
    "K and M": "QKS",
    "qk1": "QK1",
    "E54000015": "QK1",
    "nhs leicester icb": "QK1",
    # codes, old and new, labels and abbreviations
    "QK1": "QK1",
    "qnq": "QNQ",
    "D7T5G": "D7T5G",
    "d7t5g": "D7T5G",
    "T6Y0W": "T6Y0W",
    "s9b9j": "S9B9J",
    "S0E4D": "S0E4D",
    "z9b2z": "Z9B2Z",
    "s1y5d": "S1Y5D",
    "e54000015": "QK1",
    "E54000070": "S0E4D",
    "E54000009": "QF7",
    "E54000053": "QNX",
    "e54000052": "QXU",
    "FRIM": "QNQ",
    "surh": "QXU",
    "susx": "QNX",
    "ESX": "D7T5G",
    "tv": "S0E4D",
    "wnl": "Z9B2Z",
    "ce": "S1Y5D",
    "nenc": "QHM",
    "bnssg": "QUY",
    "BNSG": "QUY",
    "jucd": "QJ2",
    "kernow": "QT6",
    "brum": "QHL",
    "nel": "QMF",
    "NW London": "QRV",
    "se london": "QKK",
    "one devon": "QJK",
    "Improving Lives NW": "QMM",
    "happy healthy lives": "QWU",
    "herts": "QM7",
    "notts": "QT1",
    "staffs": "QNC",
    "cov and warks": "QWU",
    # case, spaces, punctuation, & and “and”, apostrophes, hyphens
    "  LLR  ": "QK1",
    "l.l.r.": "QK1",
    "(QK1)": "QK1",
    "“llr”": "QK1",
    "K & M": "QKS",
    "k and m": "QKS",
    "C&P": "QUE",
    "c and p": "QUE",
    "D & D": "QJ2",
    "n&n": "QT1",
    "N AND W": "QMM",
    "h&w": "QGH",
    "c&w": "QWU",
    "kent & medway": "QKS",
    "Kent and Medway": "QKS",
    "bri'stol": "QUY",
    "bri’stol": "QUY",
    "stoke-on-trent": "QNC",
    "stoke on trent": "QNC",
    "Leicester,Leicestershire & Rutland": "QK1",
    "Shropshire, Telford & Wrekin": "QOC",
    # what stands in every board's name
    "NHS Leicester, Leicestershire and Rutland Integrated Care Board": "QK1",
    "nhs llr": "QK1",
    "LLR ICB": "QK1",
    "nhs gm": "QOP",
    "nhs dorset icb": "QVV",
    "gloucestershire icb": "QR1",
    "frimley ics": "QNQ",
    "Kent and Medway Integrated Care Board": "QKS",
    "nhs essex integrated care board": "D7T5G",
    "thames valley icb": "S0E4D",
    # whole and part names that only one board can mean
    "leicester": "QK1",
    "rutland": "QK1",
    "nottinghamshire": "QT1",
    "derbyshire": "QJ2",
    "lincolnshire": "QJM",
    "west yorkshire": "QWO",
    "south yorks": "QF7",
    "north yorkshire": "QOQ",
    "humber": "QOQ",
    "frimley": "QNQ",
    "surrey heartlands": "QXU",
    "mid and south essex": "QH8",
    "north central london": "QMJ",
    "south cumbria": "QE1",
    "isle of wight": "QRL",
    "isles of scilly": "QT6",
    "milton keynes": "QHG",
    "bath": "QOX",
    "telford": "QOC",
    "black": "QUA",
    "devon": "QJK",
    "thames valley": "S0E4D",
    "central east": "S1Y5D",
    # every word of it is a word's beginning in one board alone
    "rutland leicester": "QK1",
    "nhs scilly corn icb": "QT6",
    # a whole name, though it is part of others
    "essex": "D7T5G",
    "ESSEX ICB": "D7T5G",
    "sussex": "QNX",
    "Gloucestershire": "QR1",
    "somerset": "QSL",
    # what a terminal or another page may bring along
    "llr\n": "QK1",
    "\tllr\x00": "QK1",
    "\u202ellr": "QK1",
    "[llr]": "QK1",
}

LISTED = {
    # the issue's own
    "esse": {"D7T5G", "QH8", "QJG", "QM7"},
    "suss": {"QNX", "S9B9J"},
    # a name in the data that is no board's: its candidates
    "yorkshire and humber": {"QF7", "QOQ", "QWO"},
    "Humber & Yorkshire ICB": {"QF7", "QOQ", "QWO"},
    "yorkshire hum": {"QF7", "QOQ", "QWO"},
    "yorkshire": {"QF7", "QOQ", "QWO", "Y63"},
    "nw": {"Y62", "QRV", "QMM"},
    "surrey": {"QXU", "S9B9J"},
    "berkshire": {"QU9", "S0E4D"},
    "london": {"Y56", "QKK", "QMF", "QMJ", "QRV", "QWE", "Z9B2Z"},
    # directions and parts that several have
    "se": {"Y59", "QKK"},
    "sw": {"Y58", "QWE"},
    "lon": {"Y56", "QKK", "QMF"},
    "east": {"Y61", "QHM", "QJG", "QKK", "QMF", "S1Y5D"},
    "north east": {"Y63", "QHM", "QMF", "QJG", "QOX"},
    "south east": {"Y59", "QKK"},
    "west london": {"QRV", "QWE"},
    "east london": {"QKK", "QMF"},
    "central": {"QMJ", "S1Y5D"},
    "cumbria": {"QE1", "QHM"},
    "yorks": {"QF7", "QWO", "QOQ"},
    "Glouc": {"QR1", "QUY"},
    "somers": {"QSL", "QOX", "QUY"},
    "north london": {"QMF", "QMJ", "QRV", "Z9B2Z"},
    # closed boards with those that followed them
    "norfolk": {"QMM", "T6Y0W"},
    "suffolk": {"QJG", "T6Y0W"},
    "hertfordshire": {"QM7", "S1Y5D", "D7T5G"},
    "buckinghamshire": {"QU9", "S0E4D"},
    "peterborough": {"QUE", "S1Y5D"},
    "luton": {"QHG", "S1Y5D"},
    "surrey heart": {"QXU", "S9B9J"},
    "heart surrey": {"QXU", "S9B9J"},
    "waveney": {"QMM", "T6Y0W"},
    "south essex": {"QH8", "D7T5G"},
    # words that tell no board from another
    "nhs": {"QE1", "QF7", "QGH"},
    "integrated care board": {"QE1", "QF7", "QGH"},
    "&": {"QE1", "QGH", "QH8"},
}

ELSEWHERE = {
    "midlands": ("region", "Y60"),
    "MIDS": ("region", "Y60"),
    "east of england": ("region", "Y61"),
    "EoE": ("region", "Y61"),
    "north east and yorkshire": ("region", "Y63"),
    "y59": ("region", "Y59"),
    "inequalities": ("aim", "inequalities"),
    "leadership": ("aim", "leadership"),
    "3": ("aim", "inequalities"),
    "finance": ("aim", "productivity"),
    "value for money": ("aim", "productivity"),
    "a&e": ("indicator", "ae-4-hours"),
    "A and E attendances": ("indicator", "ae-4-hours"),
    "smoke": ("indicator", "smoking"),
    "rtt-within-18-weeks": ("indicator", "rtt-within-18-weeks"),
    "a year or more": ("indicator", "rtt-year-waits"),
}

MISSPELT = {
    # letters swapped, dropped, doubled
    "leciester": {"QK1"},
    "licester": {"QK1"},
    "leicesterr": {"QK1"},
    "llrr": {"QK1"},
    "birmingam": {"QHL"},
    "covnetry": {"QWU"},
    "notingham": {"QT1"},
    "lancashrie": {"QE1"},
    "devvon": {"QJK"},
    "dorest": {"QVV"},
    "cheshrie": {"QYG"},
    "hampshrie": {"QRL"},
    "mancester": {"QOP"},
    "shropshrie": {"QOC"},
    "cambridgshire": {"QUE"},
    "warwikshire": {"QWU"},
    "lincolnshrie": {"QJM"},
    "hertfordshre": {"QM7"},
    "berkshrie": {"QU9"},
    "frimly": {"QNQ"},
    "thames vally": {"S0E4D"},
    "greter manchester": {"QOP"},
    "kent and medwy": {"QKS"},
    "nhs leciester icb": {"QK1"},
    # where the right spelling means several, so does the wrong one
    "yorkshrie": {"QF7", "QOQ", "QWO"},
    "esex": {"D7T5G", "QH8", "QJG", "QM7"},
    "esex icb": {"D7T5G", "QH8", "QJG", "QM7"},
    "susex": {"QNX", "S9B9J"},
    "norfok": {"QMM", "T6Y0W"},
    "suffolkk": {"QJG", "T6Y0W"},
    "surrrey": {"QXU", "S9B9J"},
    "somerst": {"QSL"},
    "cumbira": {"QE1", "QHM"},
    # regions and aims
    "midlnads": {"Y60"},
    "londn": {"Y56"},
    "inequalites": {"inequalities"},
    "leadershp": {"leadership"},
    "productvity": {"productivity"},
}

NOTHING = [
    "",
    "   ",
    "\n\t",
    "...",
    "'",
    "?!",
    "\x00\x1b",
    "🏥",
    "[/]",
    "zzzz",
    "xyzzy",
    "qwertyuiop",
    "0000000",
    "; DROP TABLE icbs",
    "<script>alert(1)</script>",
    "x" * 5000,
    "leicesterx " * 300,
    "boardd",
    "integratd",
]

MENTIONED = {
    "yorkshire and humber": {"A037"},
    "reliant": {"A049"},
    "A010": {"A010"},
    "well regarded": {"A032"},
    "struggling trusts": {"R001"},
}

MISTAKEN = {"hull": "QHL", "chester": "QOP"}
"""A town of one board whose letters stand inside another word of another board: Solihull, Manchester."""


@cache
def make_index() -> SearchIndex:
    return SearchIndex(DATA, cache(STORE.search_folded))


@cache
def find_hits(text: str) -> list[SearchHit]:
    return make_index().find_hits(text)


def choose(text: str) -> SearchHit | None:
    return choose_hit(find_hits(text), DATA)


def list_ids(hits: list[SearchHit]) -> list[str]:
    return [hit.id for hit in hits]


def resolve_boards(text: str) -> set[str]:
    """The boards that the command line takes a text for: one, or those among which it does not choose."""
    try:
        return {match_icb(text, DATA).icb.code}
    except AmbiguousName as several:
        return {icb.code for icb in several.candidates}
    except UnknownName:
        return set()


def test_the_table_has_the_inputs_that_were_asked_for() -> None:
    tables = (ONE, LISTED, ELSEWHERE, MISSPELT, MENTIONED, MISTAKEN)
    assert len({text for table in tables for text in table} | set(NOTHING)) >= 120


@pytest.mark.parametrize(("text", "code"), ONE.items())
def test_a_text_that_means_one_board_goes_to_it(text: str, code: str) -> None:
    hit = choose(text)
    assert hit and (hit.kind, hit.id) == ("board", code)
    assert find_hits(text)[0].id == code


@pytest.mark.parametrize(("text", "those"), LISTED.items())
def test_a_text_that_means_several_lists_them_and_chooses_none(text: str, those: set[str]) -> None:
    assert choose(text) is None
    assert those <= set(list_ids(find_hits(text))[: len(those) + 4])


@pytest.mark.parametrize(("text", "where"), ELSEWHERE.items())
def test_regions_aims_and_indicators_are_found_by_their_words(text: str, where: tuple[str, str]) -> None:
    hit = choose(text)
    assert hit and (hit.kind, hit.id) == where
    assert find_hits(text)[0] == hit


@pytest.mark.parametrize(("text", "those"), MISSPELT.items())
def test_a_misspelt_name_lists_whom_it_may_mean_and_chooses_none(text: str, those: set[str]) -> None:
    hits = find_hits(text)
    assert {hit.fit for hit in hits} == {NEAR}
    assert those <= set(list_ids(hits))
    assert choose(text) is None


@pytest.mark.parametrize("text", NOTHING, ids=lambda text: ascii(text)[:24])
def test_noise_finds_nothing(text: str) -> None:
    assert find_hits(text) == [] and choose(text) is None


@pytest.mark.parametrize(("text", "those"), MENTIONED.items())
def test_words_of_findings_are_found_and_none_is_chosen(text: str, those: set[str]) -> None:
    hits = find_hits(text)
    assert those <= {hit.id for hit in hits if hit.kind == "finding" and hit.fit == MENTION}
    assert choose(text) is None


@pytest.mark.parametrize(("town", "other"), MISTAKEN.items())
def test_letters_inside_a_word_choose_no_other_board(town: str, other: str) -> None:
    hit = choose(town)
    assert hit is None or hit.id != other


@pytest.mark.parametrize(("town", "other"), MISTAKEN.items())
def test_letters_inside_a_word_name_no_other_board(town: str, other: str) -> None:
    assert resolve_boards(town) != {other}


def test_the_countys_common_abbreviation_finds_its_board_and_not_the_neighbour() -> None:
    assert list_ids(find_hits("leics"))[:1] in ([], ["QK1"])


def test_the_word_icb_alone_means_no_board() -> None:
    assert choose("icb") is None and choose("nhs icb") is None


# Every board, by everything that names it


@pytest.mark.parametrize("icb", DATA.icbs, ids=lambda icb: icb.code)
def test_a_board_is_found_first_by_all_that_names_it_alone(icb: Icb) -> None:
    names = [icb.code, icb.label, icb.gss_code, *icb.other_gss_codes, icb.name]
    for text in [*names, *(name.lower() for name in names), *(f" {name.upper()} " for name in names)]:
        hits = find_hits(text)
        assert hits[0] == SearchHit("board", icb.code, EXACT)
        assert choose(text) == hits[0]
    for alias in icb.aliases:
        assert find_hits(alias)[0][:3] == ("board", icb.code, EXACT)


@pytest.mark.parametrize("icb", DATA.icbs, ids=lambda icb: icb.code)
def test_a_board_is_named_by_its_code_label_gss_code_and_both_names(icb: Icb) -> None:
    for text in (icb.code, icb.label, icb.gss_code, icb.name, icb.short_name, icb.short_name.upper()):
        assert match_icb(text, DATA).icb == icb
    for text in (f"NHS {icb.short_name} ICB", f"{icb.short_name} Integrated Care Board", f"nhs {icb.label}"):
        assert match_icb(text, DATA).icb == icb and find_hits(text)[0][:3] == ("board", icb.code, EXACT)


@pytest.mark.parametrize("icb", [icb for icb in DATA.icbs if icb.successors], ids=lambda icb: icb.code)
def test_a_closed_board_lists_those_that_followed_it(icb: Icb) -> None:
    for text in (icb.code, icb.short_name):
        assert {successor.code for successor in icb.successors} <= set(list_ids(find_hits(text)))


def test_the_first_letters_of_each_word_of_a_name_find_its_board() -> None:
    for icb in DATA.icbs:
        for word in icb.short_name.replace(",", "").split():
            for end in {1, 2, 3, len(word)}:
                fits = [hit.fit for hit in BARE.find_hits(word[:end]) if hit.id == icb.code]
                assert fits and fits[0] <= WORD, (icb.code, word[:end])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_three_letters_inside_a_name_find_its_board(draw: st.DataObject) -> None:
    icb = draw.draw(st.sampled_from(DATA.icbs))
    word = draw.draw(st.sampled_from([word for word in re.split("[ ,-]+", icb.short_name) if len(word) > 3]))
    start = draw.draw(st.integers(0, len(word) - 3))
    fits = [hit.fit for hit in find_hits(word[start : start + 3]) if hit.id == icb.code]
    assert fits and fits[0] <= PART


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_wrong_letter_in_the_longest_word_of_a_name_still_finds_its_board(draw: st.DataObject) -> None:
    icb = draw.draw(st.sampled_from(DATA.icbs))
    word = max(icb.short_name.replace(",", "").split(), key=len)
    place = draw.draw(st.integers(1, len(word) - 2))
    wrong = draw.draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + word[place] + word[place:],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            ]
        )
    )
    hits = find_hits(wrong)
    assert icb.code in list_ids(hits) or any(hit.fit < NEAR for hit in hits), (wrong, list_ids(hits))


# What holds for any text

PIECES = [part for icb in DATA.icbs for part in (*icb.name.split(), icb.code, icb.label, *icb.aliases)]
PIECES += ["&", "and", "[", "]", "\x1b[31m", "'", "’", ".", "-", "nhs", "ICB", "1", "E540"]
TEXTS = st.one_of(
    st.text(st.characters(), max_size=40),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=4).map(" ".join),
)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
@example("\ud800")
@example("ß" * 50)
@example("e")
@example("surey")
def test_whatever_is_typed_every_hit_is_in_the_data_once_and_the_best_fits_come_first(text: str) -> None:
    hits = find_hits(text)
    assert all(hit.id in IDS[hit.kind] for hit in hits)
    assert len({hit[:2] for hit in hits}) == len(hits)
    assert all(one.fit <= other.fit for one, other in pairwise(hits))
    assert all((hit.kind == "finding") == (hit.fit == MENTION) for hit in hits)
    assert len({hit.fit == NEAR for hit in hits}) < 2, "close spelling is the last resort"
    choosing = choose_hit(hits, DATA)
    assert choosing is None or (choosing in hits and choosing.fit == hits[0].fit and choosing.kind != "finding")


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_a_board_that_is_named_is_one_that_was_found(text: str) -> None:
    boards = {hit.id for hit in BARE.find_hits(text) if hit.kind == "board" and hit.fit <= WORDS and not hit.aim}
    assert resolve_boards(text) <= boards and bool(resolve_boards(text)) == bool(boards)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(PIECES), st.sampled_from(PIECES))
def test_case_spaces_and_and_make_no_difference(one: str, other: str) -> None:
    hits = find_hits(f"{one} and {other}")
    assert find_hits(f"  {one.upper()}  &{other.lower()} ") == hits


# One board from the command line


@pytest.mark.parametrize(
    ("text", "code"),
    {"essex": "D7T5G", "sussex": "QNX", "Somerset": "QSL", "nhs leicester icb": "QK1", "frimley": "QNQ"}.items(),
)
def test_a_whole_short_name_comes_before_part_of_another(text: str, code: str) -> None:
    assert match_icb(text, DATA).icb.code == code


@pytest.mark.parametrize(
    ("text", "codes"),
    {
        "yorkshire": {"QF7", "QOQ", "QWO"},
        "surrey": {"QXU", "S9B9J"},
        "london": {"QKK", "QMF", "QMJ", "QRV", "QWE", "Z9B2Z"},
        "cumbria": {"QE1", "QHM"},
        "suss": {"QNX", "S9B9J"},
        "north london": {"QMF", "QMJ", "QRV", "Z9B2Z"},
        "yorkshire and humber": {"QF7", "QOQ", "QWO"},
    }.items(),
)
def test_a_name_that_fits_several_boards_names_them_all(text: str, codes: set[str]) -> None:
    with pytest.raises(AmbiguousName) as several:
        match_icb(text, DATA)
    assert {icb.code for icb in several.value.candidates} == codes
    assert all(f"({code})" in str(several.value) for code in codes)


@pytest.mark.parametrize(
    ("text", "others"),
    {"essex": {"QH8", "QJG", "QM7"}, "sussex": {"S9B9J"}, "susx": set(), "qk1": set(), "rutland": set()}.items(),
)
def test_a_whole_name_tells_which_other_boards_it_is_part_of(text: str, others: set[str]) -> None:
    match = match_icb(text, DATA)
    assert {icb.code for icb in match.others} == others
    assert all(f"({icb.code})" in describe_others(text, match) for icb in (match.icb, *match.others))


@pytest.mark.parametrize("text", ["surrey heart", "heart surrey", "surrey heart icb"])
def test_every_word_must_match(text: str) -> None:
    assert [hit.id for hit in find_hits(text) if hit.kind == "board" and not hit.is_successor] == ["QXU"]
    assert match_icb(text, DATA) == (DATA.icb["QXU"], [])


@pytest.mark.parametrize(
    ("text", "code", "aim"),
    [
        ("sussex 3", "QNX", "inequalities"),
        ("c&p leadership", "QUE", "leadership"),
        ("LLR inequalities", "QK1", "inequalities"),
        ("surrey heartlands 2", "QXU", "population-health"),
        ("surrey heart icb lead", "QXU", "leadership"),
        ("leicester value for money", "QK1", "productivity"),
        ("sussex", "QNX", ""),
    ],
)
def test_an_aim_may_follow_the_name_of_a_board(text: str, code: str, aim: str) -> None:
    hit = find_hits(text)[0]
    assert (hit.kind, hit.id, hit.aim) == ("board", code, aim)


@pytest.mark.parametrize("text", ["1", "leadership", "1 1", "icb 3", "bob s", "zzzz 3", "3 sussex"])
def test_an_aim_without_the_name_of_a_board_is_none(text: str) -> None:
    assert not any(hit.aim for hit in find_hits(text))


def test_several_boards_may_be_meant_at_an_aim() -> None:
    assert {hit.id for hit in find_hits("yorkshire 3") if hit.aim} == {"QF7", "QOQ", "QWO"}


def test_the_names_of_a_command_are_indexed_once() -> None:
    data = loader.load_dataset()
    with mock.patch("icb_tui.domain.board_names.SearchIndex", wraps=SearchIndex) as made:
        assert [match_icb(text, data).icb.code for text in ("llr", "bob", "essex")] == ["QK1", "QU9", "D7T5G"]
    assert made.call_count == 1


WORDS_OF_FINDINGS = sorted({word for f in DATA.findings for word in fold_name(f.summary).split()})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS_OF_FINDINGS), min_size=1, max_size=3), st.integers(1, 12))
def test_findings_are_those_with_every_word_and_the_whole_text_comes_first(words: list[str], letters: int) -> None:
    text = " ".join([*words[:-1], words[-1][: max(letters, 3)]])
    folded = {f.id: _finder_text(f) for f in DATA.findings}
    whole = [id for id, said in folded.items() if f" {text}" in f" {said}"]
    every = [id for id, said in folded.items() if id not in whole and _has_every_word(text, said)]
    assert [e.finding.id for e in STORE.search_folded(text, 30)] == [*whole, *every][:30]


def _has_every_word(text: str, said: str) -> bool:
    """Whether each word begins a word of what is said; one of one or two letters is one of its words."""
    words = said.split()
    return all(any(w == word if len(word) < 3 else w.startswith(word) for w in words) for word in text.split())


def test_a_name_of_an_unmatched_finding_comes_from_the_data() -> None:
    assert DATA.unmatched_names["Yorkshire and Humber"] == ("QOQ", "QWO", "QF7")


def test_part_of_a_name_lists_first_the_board_whose_name_begins_with_it() -> None:
    assert list_ids(find_hits("suss"))[:2] == ["QNX", "S9B9J"]
    assert list_ids(find_hits("somers"))[0] == "QSL"


@pytest.mark.parametrize("text", ["", "zzzz", "midlands", "inequalities", "smoke", "reliant"])
def test_what_is_no_board_says_what_is_expected(text: str) -> None:
    with pytest.raises(UnknownName, match=r"unknown board .*; expected a code, an abbreviation or part of a name"):
        match_icb(text, DATA)


def test_a_misspelt_board_is_asked_about() -> None:
    with pytest.raises(UnknownName, match=r"unknown board “leciester”; did you mean Leicester, .* \(QK1\)\?"):
        match_icb("leciester", DATA)


@given(st.text(st.characters(max_codepoint=127), max_size=20))
def test_a_name_of_plain_letters_is_folded_as_it_is_beside_others(name: str) -> None:
    assert fold_name(f"{name} é") == f"{fold_name(name)} é".strip()
