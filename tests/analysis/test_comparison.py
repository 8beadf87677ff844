"""The sentences of a comparison: their grammar, the facts that they name, and that nothing is left out.

Each form of a sentence is written out here as a pattern. A sentence must be of exactly one form; it is then read back
into facts, and each fact is looked up in what the YAML files say (helpers/naive_route.py, nothing of the program).
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

import pytest
from bundled_store import load_data, open_test_store
from command_line import run_on_test_store
from naive_route import (
    AIMS,
    BOARDS,
    EVIDENCE,
    FINDINGS,
    KIND,
    RATING,
    YEARS,
    NaiveCell,
    list_evidence_types,
    list_predecessors,
    make_cells,
)
from naive_route import list_open_boards as in_being_in
from printed_text import join_words
from screen import read_last_screen

from icb_tui.analysis.comparison import Comparison, write_sentences
from icb_tui.domain.answers import Cell, CellEvidence
from icb_tui.domain.dataset import ALL_YEARS

CODES: list[str] = [board["code"] for board in BOARDS]
BOARD: dict[str, dict[str, Any]] = {board["code"]: board for board in BOARDS}
CODE: dict[str, str] = {board[name]: board["code"] for board in BOARDS for name in ("short_name", "label")}
AIM: dict[str, str] = {aim["short_name"]: aim["id"] for aim in AIMS}
LEVEL: dict[str, str] = {rating["name"]: id for id, rating in RATING.items()}
FINDING: dict[str, dict[str, Any]] = {finding["id"]: finding for finding in FINDINGS}
NUMBER = {
    word: number for number, word in enumerate("one two three four five six seven eight nine ten eleven".split(), 1)
}

TOPICS = ["apart", "differs", "same", "silent"]
"""What cannot be compared and why; what differs; what is the same; what nobody mentions."""


class Group(NamedTuple):
    """Boards beside each other, in one year and of some evidence types."""

    boards: tuple[str, ...]
    year: str
    evidence: str = "all"

    def told(self, aim: str) -> dict[str, NaiveCell]:
        """What the files say on an aim of each of the boards that were in being."""
        return {code: make_cells(self.evidence)[code, aim, self.year] for code in self.there}

    @property
    def there(self) -> list[str]:
        return [code for code in self.boards if code in get_open_boards(self.year)]


@cache
def get_open_boards(year: str) -> frozenset[str]:
    return frozenset(in_being_in(year))


# What is compared.


@cache
def compare_all_boards(year: str, evidence: str) -> dict[tuple[str, str], CellEvidence]:
    """The cells of every board: asked for once, as a comparison needs only those of its own boards."""
    return open_test_store().compare_boards(CODES, year, list_evidence_types(evidence))


def make_comparison(group: Group) -> Comparison:
    every = compare_all_boards(group.year, group.evidence)
    own = {(code, aim["id"]): every[code, aim["id"]] for code in group.boards for aim in AIMS}
    return Comparison(load_data(), group.year, group.boards, own)


class Sentence(NamedTuple):
    """A sentence of the program, with its topic."""

    topic: str
    text: str


@cache
def make_sentences(group: Group) -> list[Sentence]:
    return [Sentence(*each) for each in write_sentences(make_comparison(group))]


@cache
def list_pairs(year: str) -> list[Group]:
    """Every two boards that were in being."""
    return [Group(two, year) for two in combinations(in_being_in(year), 2)]


@cache
def sample_groups(year: str) -> list[Group]:
    """Sets of three to six, evidence types alone, and boards that were not open: the same ones in every run."""
    chance = random.Random(f"boards of {year}")
    several = [Group(tuple(chance.sample(in_being_in(year), chance.randint(3, 6))), year) for _ in range(100)]
    mixed = [Group(tuple(chance.sample(CODES, chance.randint(2, 6))), year) for _ in range(60)]
    alone = [
        Group(tuple(chance.sample(CODES, chance.choice((2, 2, 3, 5)))), year, kind) for kind in KIND for _ in range(25)
    ]
    absent = [code for code in CODES if code not in get_open_boards(year)]
    beside = [Group(two, year) for code in absent for two in ((code, "QNX"), ("QWU", code), (code, absent[0]))]
    return [*several, *mixed, *alone, *(group for group in beside if len(set(group.boards)) == 2)]


@pytest.fixture(params=YEARS)
def groups(request: pytest.FixtureRequest) -> list[Group]:
    """All that is compared in one year."""
    return [*list_pairs(request.param), *sample_groups(request.param)]


def test_there_are_861_pairs_in_each_year_and_they_all_have_sentences() -> None:
    for year in YEARS:
        assert len(list_pairs(year)) == 861
        assert all(make_sentences(group) for group in list_pairs(year))


# The grammar: one pattern for each form of a sentence.


def match_any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"


def match_list(item: str, conjunction: str = "and") -> str:
    """Two items with a conjunction, more with commas before it; or one alone."""
    return f"(?:{item}(?:, {item})* {conjunction} {item}|{item})"


NAME, AIM_NAME, RATING_NAME = match_any(CODE), match_any(AIM), match_any(LEVEL)
KIND_NAME = match_any(kind["name"] for kind in KIND.values())
COUNT = match_any(NUMBER)
# A figure is a number, with what it is of and what it counts: “20 of 25 indicators”.
FIGURE = r"[^(),;:]*\d[^(),;:]*"
FOUND = "(?:one finding|(?!one )" + COUNT + " findings)"
SEVERAL = f"{NAME}(?:, {NAME})* and {NAME}"
YEAR = r"\d{4}/\d{2}"


def match_verb(singular: str, plural: str) -> str:
    """Boards with their verb: one is, several are."""
    return f"(?:{NAME} {singular}|{SEVERAL} {plural})"


STANDING = {
    "rated": f"{match_verb('is', 'are')} rated {RATING_NAME}",
    "unrated": f"(?:{NAME} has {FOUND}|{SEVERAL} have {FOUND} each), not rated",
    "said-nationally": f"{match_verb('has', 'have')} England-wide comment only",
    "not-mentioned": f"{match_verb('has', 'have')} no finding",
}
STANDS = f"(?:{'|'.join(STANDING.values())})"
HEARING = {
    "rated": STANDING["rated"],
    "only": f"{NAME} has only (?:“{KIND_NAME}”|(?:“{KIND_NAME}”, )*“{KIND_NAME}” and “{KIND_NAME}”)",
}
# “Sussex's”, “Surrey Heartlands'”.
WHOSE = f"(?:{NAME}(?:(?<=s)'|(?<!s)'s))"
BASIS = rf"on {FOUND}(?: \({COUNT} with a figure: {match_list(FIGURE)}\))?"
ALL = f"(?:Both|All {COUNT}|The other {COUNT})"

FORMS: dict[str, tuple[str, str]] = {
    "absent": (
        "apart",
        rf"(?P<boards>{match_verb('was', 'were')}) not open in (?P<year>{YEAR}),"
        r" so there is nothing to compare\.",
    ),
    "before": (
        "apart",
        rf"For (?P<new>{NAME}) the table shows the boards before it: (?P<boards>{match_list(NAME)})\.",
    ),
    "unheard": ("apart", r"None of the chosen evidence types is ever rated, so no rating is compared\."),
    "left out": ("apart", r"Only the chosen evidence types count\. Other findings are left out\."),
    "voices": (
        "apart",
        rf"(?P<aim>{AIM_NAME}), different evidence types: "
        rf"(?P<parts>(?:{HEARING['rated']}; )*{HEARING['only']}(?:; {HEARING['only']})*)\.",
    ),
    "standing": ("differs", rf"(?P<aim>{AIM_NAME}): (?P<parts>{STANDS}(?:; {STANDS})+)\."),
    "resting": (
        "differs",
        rf"(?P<parts>{WHOSE} (?P<aim>{AIM_NAME}) rating is based {BASIS}(?:, {WHOSE} {BASIS})+)\.",
    ),
    "alike": (
        "same",
        rf"(?P<all>{ALL}) are rated (?P<parts>{match_list(f'{RATING_NAME} on {AIM_NAME}')}) \((?P<year>{YEAR})\)\.",
    ),
    "as many": (
        "same",
        rf"(?P<all>{ALL}) have (?P<parts>{match_list(f'{FOUND} on {AIM_NAME}')}), not rated \((?P<year>{YEAR})\)\.",
    ),
    "silent": (
        "silent",
        rf"(?P<all>Neither|None of the {COUNT}|(?:Neither|None) of the other {COUNT}) has a finding"
        rf" on (?P<parts>{match_list(AIM_NAME, 'or')})\.",
    ),
    "national": (
        "silent",
        rf"On (?P<parts>{match_list(AIM_NAME)}) (?P<all>both|all {COUNT}|the other {COUNT})"
        r" have England-wide comment only\.",
    ),
}
PATTERN = {form: re.compile(pattern) for form, (_, pattern) in FORMS.items()}


class ParsedSentence(NamedTuple):
    """A sentence read: its form, and the parts of it that differ."""

    form: str
    parts: dict[str, str]


@cache
def parse_sentence(text: str) -> ParsedSentence:
    """Read a sentence; it has to be of one form, and of one only."""
    found = [(form, match) for form, pattern in PATTERN.items() if (match := pattern.fullmatch(text))]
    assert len(found) == 1, text
    form, match = found[0]
    return ParsedSentence(form, match.groupdict())


@cache
def read_boards(text: str) -> list[str]:
    """The boards that a text begins with, as codes."""
    names = re.match(match_list(NAME), text)
    assert names, text
    return [CODE[name] for name in re.findall(NAME, names[0])]


def read_aims(text: str) -> list[str]:
    return [AIM[name] for name in re.findall(AIM_NAME, text)]


def read_number(text: str) -> int:
    """The first number of a text; “both” and “neither” are of two."""
    if re.match("both|neither", text, re.IGNORECASE):
        return 2
    found = re.search(rf"\b{COUNT}\b", text)
    assert found, text
    return NUMBER[found[0]]


def test_every_sentence_is_of_one_form_and_stands_under_its_topic(groups: list[Group]) -> None:
    for group in groups:
        for sentence in make_sentences(group):
            assert FORMS[parse_sentence(sentence.text).form][0] == sentence.topic, sentence


def test_every_form_of_a_sentence_is_met() -> None:
    met = Counter(
        parse_sentence(s.text).form
        for year in YEARS
        for group in [*list_pairs(year), *sample_groups(year)]
        for s in make_sentences(group)
    )
    assert set(met) == set(FORMS)


def test_the_topics_come_in_their_order(groups: list[Group]) -> None:
    for group in groups:
        places = [TOPICS.index(sentence.topic) for sentence in make_sentences(group)]
        assert places == sorted(places), group


def test_every_sentence_is_written_as_a_sentence(groups: list[Group]) -> None:
    for text in {sentence.text for group in groups for sentence in make_sentences(group)}:
        assert text[0].isupper() and text.endswith(".") and not text.endswith(".."), text
        assert "  " not in text and "()" not in text and text == text.strip(), text
        assert not re.search(r"[.,;:] *[.,;:]|\( | \)", text), text


NAMES = re.compile(rf"(?<![\w&]){match_list(NAME)}(?![\w&])")


@cache
def read_names(text: str) -> list[list[str]]:
    """The names of boards, as they stand together in lists."""
    return [re.findall(NAME, found) for found in NAMES.findall(text)]


def test_only_the_boards_themselves_are_named_and_lists_of_them_can_be_told_apart(groups: list[Group]) -> None:
    for group in groups:
        for sentence in make_sentences(group):
            for names in read_names(sentence.text):
                before = {old for code in group.boards for old in list_predecessors(code)}
                of_others = before if parse_sentence(sentence.text).form == "before" else set()
                assert {CODE[name] for name in names} <= {*group.boards, *of_others}, sentence
                short = [name == BOARD[CODE[name]]["short_name"] for name in names]
                assert len(set(short)) == 1, sentence
                # A list of names, one of which holds an “and” or a comma, could not be read.
                assert len(names) == 1 or not any(" and " in name or "," in name for name in names), sentence


WEIGHING = """better best worse worst higher lower more less most least well badly much far very quite rather almost
nearly still yet already even just again also too however but while whereas although though unlike ahead behind lags
leads outperforms exceeds trails beats improves improved good poor weak weaker stronger larger smaller similar notable
clear significant considerable marked markedly strongly clearly significantly considerably notably overall""".split()


OF_THE_DATA = re.compile(rf"(?<![\w&])(?:{NAME}|{RATING_NAME}|{KIND_NAME})(?![\w&])")
"""Names, which may hold any word."""


def test_no_word_judges_or_weighs(groups: list[Group]) -> None:
    for text in {sentence.text for group in groups for sentence in make_sentences(group)}:
        rest = re.findall("[a-z]+", OF_THE_DATA.sub(" ", text).lower())
        assert not set(rest) & set(WEIGHING), text
        assert {word for word in rest if word.endswith("ly")} <= {"only"}, text
        # “Only” is said of findings, never of a rating or a board.
        about_findings = " has only “|England-wide comment only|^Only the chosen evidence types count"
        assert len(re.findall(r"\bonly\b", text, re.IGNORECASE)) == len(re.findall(about_findings, text))


# The facts: each sentence is read back, and what it says is looked up.


def list_kinds(told: NaiveCell) -> set[str]:
    return {FINDING[id]["kind"] for id in told.findings}


def list_assessments(told: NaiveCell) -> list[dict[str, Any]]:
    """The findings of the kinds that are rated: what a reading is said to rest on, whether they decide it or not."""
    return [FINDING[id] for id in told.findings if KIND[FINDING[id]["kind"]]["rated"]]


def check_absent(group: Group, parts: dict[str, str]) -> None:
    assert read_boards(parts["boards"]) == [code for code in group.boards if code not in get_open_boards(group.year)]


def check_before(group: Group, parts: dict[str, str]) -> None:
    (new,) = read_boards(parts["new"])
    assert new in group.boards and new not in get_open_boards(group.year)
    assert read_boards(parts["boards"]) == list_predecessors(new)


def check_unrated(group: Group, parts: dict[str, str]) -> None:
    assert not any(KIND[kind]["rated"] for kind in EVIDENCE[group.evidence])


def check_left_out(group: Group, parts: dict[str, str]) -> None:
    assert len(EVIDENCE[group.evidence]) < len(KIND)


def check_evidence(group: Group, parts: dict[str, str]) -> None:
    """Who is rated how, and of whom the others that speak are all that there is."""
    told = group.told(AIM[parts["aim"]])
    named = []
    for part in parts["parts"].split("; "):
        codes = read_boards(part)
        named += codes
        if " rated " in part:
            assert all(part.endswith(f" rated {RATING[told[code].rating or '']['name']}") for code in codes)
        else:
            (code,) = codes
            named_kinds = re.findall(f"“({KIND_NAME})”", part)
            assert not told[code].rating
            assert named_kinds == [KIND[kind]["name"] for kind in KIND if kind in list_kinds(told[code])]
    assert sorted(named) == sorted(code for code in told if told[code].findings)


def check_standing(group: Group, parts: dict[str, str]) -> None:
    """What each part says of each of its boards."""
    told = group.told(AIM[parts["aim"]])
    every = parts["parts"].split("; ")
    codes = [code for part in every for code in read_boards(part)]
    assert len(codes) == len(set(codes))
    assert len({re.sub(match_list(NAME), "", part, count=1) for part in every}) == len(every), "one state, one part"
    for part in every:
        (state,) = [state for state, pattern in STANDING.items() if re.fullmatch(pattern, part)]
        for code in read_boards(part):
            check_state(told[code], state, part)


def check_state(told: NaiveCell, state: str, part: str) -> None:
    if state == "rated":
        assert part.endswith(f" rated {RATING[told.rating or '']['name']}")
    elif state == "unrated":
        assert not told.rating and len(told.findings) == read_number(re.split(" has | have ", part)[1])
    else:
        assert told.missing == state and not told.findings


def check_resting(group: Group, parts: dict[str, str]) -> None:
    """All of a sentence have one rating; of each is said how many assessments there are, and which figures."""
    told = group.told(AIM[parts["aim"]])
    bases = re.findall(rf"({NAME})'s?(?: {AIM_NAME} rating is based)? ({BASIS})", parts["parts"])
    codes = [CODE[name] for name, _ in bases]
    (rating,) = {told[code].rating for code in codes}
    assert sorted(codes) == sorted(code for code in told if told[code].rating == rating)
    assert len({basis for _, basis in bases}) > 1
    for code, (_, basis) in zip(codes, bases, strict=True):
        given = [finding["figure"] for finding in list_assessments(told[code]) if "figure" in finding]
        assert read_number(basis) == len(list_assessments(told[code]))
        assert ("with a figure" in basis) == bool(given)
        if given:
            assert read_number(basis.split("(")[1]) == len(given)
            assert all(f"{figure['value']} {figure['unit']}" in basis for figure in given)


def check_alike(group: Group, parts: dict[str, str]) -> None:
    """All that are rated alike on an aim, and nothing else; so many boards, all that were in being."""
    alike = re.findall(f"({RATING_NAME}) on ({AIM_NAME})", parts["parts"])
    assert read_number(parts["all"]) == len(group.there)
    assert [(LEVEL[rating], AIM[aim]) for rating, aim in alike] == [
        (rating, aim)
        for aim in AIM.values()
        for rating in RATING
        if all(told.rating == rating for told in group.told(aim).values())
    ]


def check_as_many(group: Group, parts: dict[str, str]) -> None:
    as_many = re.findall(f"({FOUND}) on ({AIM_NAME})", parts["parts"])
    assert read_number(parts["all"]) == len(group.there)
    assert [(read_number(found), AIM[aim]) for found, aim in as_many] == [
        (numbers.pop(), aim)
        for aim in AIM.values()
        if not any(told.rating or told.missing for told in group.told(aim).values())
        and not is_incomparable(group.told(aim))
        and len(numbers := {len(told.findings) for told in group.told(aim).values()}) == 1
    ]


def check_silent(group: Group, parts: dict[str, str], nothing: str = "not-mentioned") -> None:
    assert read_number(parts["all"]) == len(group.there)
    assert read_aims(parts["parts"]) == [
        aim for aim in AIM.values() if all(told.missing == nothing for told in group.told(aim).values())
    ]


def check_national(group: Group, parts: dict[str, str]) -> None:
    check_silent(group, parts, "said-nationally")


CHECKS = {
    "absent": check_absent,
    "before": check_before,
    "unheard": check_unrated,
    "left out": check_left_out,
    "voices": check_evidence,
    "standing": check_standing,
    "resting": check_resting,
    "alike": check_alike,
    "as many": check_as_many,
    "silent": check_silent,
    "national": check_national,
}


def test_every_sentence_says_what_the_files_say(groups: list[Group]) -> None:
    for group in groups:
        for sentence in make_sentences(group):
            form, parts = parse_sentence(sentence.text)
            assert parts.get("year", group.year) == group.year
            CHECKS[form](group, parts)


# Nothing is left out.


def list_forms(group: Group) -> list[tuple[str, str]]:
    """The forms of the sentences, each with its aim, if it has one."""
    read = [parse_sentence(sentence.text) for sentence in make_sentences(group)]
    return [(form, AIM.get(parts.get("aim", ""), "")) for form, parts in read]


def list_accounts(group: Group) -> Iterator[tuple[str, str, str]]:
    """Each board and aim of which some sentence says something, and its form."""
    for sentence in make_sentences(group):
        form, parts = parse_sentence(sentence.text)
        if form in ("voices", "standing"):
            named = [code for part in parts["parts"].split("; ") for code in read_boards(part)]
            yield from ((code, AIM[parts["aim"]], form) for code in named)
        elif form in ("alike", "as many", "silent", "national"):
            yield from ((code, aim, form) for aim in read_aims(parts["parts"]) for code in group.there)


def test_every_board_is_accounted_for_on_every_aim(groups: list[Group]) -> None:
    for group in groups:
        # Of one board alone there is nothing to be said.
        there = group.there if len(group.there) > 1 else []
        told = {(code, aim) for code, aim, _ in list_accounts(group)}
        assert told == {(code, aim) for code in there for aim in AIM.values()}, group


def is_incomparable(told: dict[str, NaiveCell]) -> bool:
    """Whether boards have findings on an aim of evidence types that cannot be compared."""
    assessed = [each for each in told.values() if each.rating]
    others = [list_kinds(each) for each in told.values() if each.findings and not each.rating]
    if not others or len(assessed) + len(others) < 2:
        return False
    return bool(assessed) or not set.intersection(*others)


def list_uneven_ratings(told: dict[str, NaiveCell]) -> list[str]:
    """The ratings that several boards have, on unlike numbers of findings or figures."""
    bases: dict[str, list[tuple[int, list[str]]]] = {}
    for each in told.values():
        if each.rating:
            given = [str(finding["figure"]) for finding in list_assessments(each) if "figure" in finding]
            bases.setdefault(each.rating, []).append((len(list_assessments(each)), given))
    return [rating for rating, of_rating in bases.items() if any(basis != of_rating[0] for basis in of_rating)]


def test_what_cannot_be_compared_is_named_wherever_it_is_so_and_nowhere_else(groups: list[Group]) -> None:
    for group in groups:
        told = Counter(list_forms(group))
        absent = [code for code in group.boards if code not in get_open_boards(group.year)]
        assert told["before", ""] == sum(bool(list_predecessors(code)) for code in absent), group
        assert told["absent", ""] == any(code not in get_open_boards(group.year) for code in group.boards), group
        assert told["unheard", ""] == (not any(KIND[kind]["rated"] for kind in EVIDENCE[group.evidence])), group
        for aim in AIM.values():
            assert told["voices", aim] == is_incomparable(group.told(aim)), group
            assert told["resting", aim] == len(list_uneven_ratings(group.told(aim))), group


def test_no_sentence_is_written_twice(groups: list[Group]) -> None:
    for group in groups:
        assert len(set(make_sentences(group))) == len(make_sentences(group)), group
        several = ("resting", "before")
        assert all(number == 1 for (form, _), number in Counter(list_forms(group)).items() if form not in several), (
            group
        )


def test_same_is_the_same_rating_or_the_same_missing_cell(groups: list[Group]) -> None:
    for group in groups:
        for aim in AIM.values():
            naive = {told.rating or told.missing for told in get_cells(group, aim).values()}
            # Of findings without a rating, see the next test.
            # What was not open is shown by the boards before it, which are not compared.
            same = len(naive) == 1 and naive != {"not-in-being"}
            assert naive == {None} or make_comparison(group).is_same(aim) == same, (group, aim)


def get_cells(group: Group, aim: str) -> dict[str, NaiveCell]:
    """What the files say on an aim of all the boards, in being or not."""
    return {code: make_cells(group.evidence)[code, aim, group.year] for code in group.boards}


def test_what_is_written_as_different_is_not_flagged_the_same(groups: list[Group]) -> None:
    # Where only differences are shown, an aim so flagged is left out, as “the same for all”.
    apart = [(group, aim) for group in groups for form, aim in list_forms(group) if form in ("voices", "standing")]
    assert [(group.boards, group.year, aim) for group, aim in apart if make_comparison(group).is_same(aim)] == []


# One comparison, word for word; and as the command prints it.

EXAMPLE = [
    (
        "differs",
        "Coventry and Warwickshire's Inequalities rating is based on three findings, Sussex's on two findings"
        " (one with a figure: 20 of 25 indicators).",
    ),
    ("same", "Both are rated Strong on Leadership, Progressing on Health and Strong on Inequalities (2023/24)."),
    ("same", "Both have one finding on Productivity, not rated (2023/24)."),
    ("silent", "Neither has a finding on Social."),
]


def test_coventry_and_warwickshire_beside_sussex() -> None:
    assert make_sentences(Group(("QWU", "QNX"), "2023/24")) == [Sentence(*each) for each in EXAMPLE]


@pytest.mark.parametrize(
    "group",
    [
        Group(("QWU", "QNX"), "2023/24"),
        Group(("QNX", "QWO", "QHL"), "2023/24"),
        Group(("QUE", "QMF", "QWE", "QYG", "QK1", "QNQ"), "2023/24"),
        Group(("S0E4D", "QNX", "QE1"), "2024/25"),
        Group(("QE1", "QHL"), "2022/23", "finance-news"),
    ],
)
def test_the_json_has_the_same_sentences_and_cells(group: Group) -> None:
    asked = ("compare", *group.boards, "--year", group.year, "--format", "json")
    told = json.loads(run_on_test_store(*asked, *(("--evidence", group.evidence) if group.evidence != "all" else ())))
    assert (told["icbs"], told["year"], told["voices"]) == (list(group.boards), group.year, group.evidence)
    assert told["sentences"] == [sentence.text for sentence in make_sentences(group)]
    assert [row["aim"] for row in told["rows"]] == list(AIM.values())
    for row in told["rows"]:
        check_json(group, row)


def check_json(group: Group, row: dict[str, Any]) -> None:
    """The cells of an aim, and whether they are the same."""
    naive = get_cells(group, row["aim"])
    assert row["ratings"] == {code: told.rating for code, told in naive.items()}
    assert row["nothing"] == {code: told.missing for code, told in naive.items()}
    assert {code: sorted(ids) for code, ids in row["findings"].items()} == {
        code: sorted(told.findings) for code, told in naive.items()
    }
    assert row["same"] == make_comparison(group).is_same(row["aim"])


HEADINGS = ["Not comparable", "Differences", "The same", "Gaps"]


@pytest.mark.parametrize("boards", [("QWU", "QNX"), ("QNX", "QWO", "QHL"), ("S0E4D", "QNX", "QE1")])
def test_the_text_has_the_sentences_under_their_headings(boards: tuple[str, ...]) -> None:
    naive = [f"{HEADINGS[TOPICS.index(topic)]}: {text}" for topic, text in make_sentences(Group(boards, "2023/24"))]
    assert join_words(run_on_test_store("compare", *boards)).startswith(" ".join(naive))
    shown = join_words(read_last_screen(compared=boards, size=(200, 500)))
    assert all(text in shown for _, text in make_sentences(Group(boards, "2023/24")))
    found = [shown.index(HEADINGS[TOPICS.index(topic)]) for topic, _ in make_sentences(Group(boards, "2023/24"))]
    assert found == sorted(found)


def test_the_order_of_the_boards_changes_no_fact(groups: list[Group]) -> None:
    for group in groups[::7]:
        turned = group._replace(boards=group.boards[::-1])
        assert set(list_accounts(turned)) == set(list_accounts(group)), group


def test_of_all_years_equal_ratings_of_two_years_are_not_the_same() -> None:
    data = load_data()
    cells = {
        (code, aim): CellEvidence(Cell(code, aim, ALL_YEARS, "strong", 1, None, rating_year=year))
        for code, year in (("QWU", "2022/23"), ("QNX", "2023/24"))
        for aim in data.aim
    }
    comparison = Comparison(data, ALL_YEARS, ("QWU", "QNX"), cells)
    assert not comparison.is_same("leadership")
    sentences = [sentence.text for sentence in write_sentences(comparison)]
    assert "Leadership: Coventry and Warwickshire is rated Strong (2022/23); Sussex is rated Strong (2023/24)." in [
        text.replace("C&W", "Coventry and Warwickshire") for text in sentences
    ]
    assert not any(text.startswith("Both are rated") for text in sentences)


def test_all_years_are_compared_with_the_year_of_each_rating() -> None:
    boards = ["QWU", "QNX"]
    cells = open_test_store().compare_boards(boards, ALL_YEARS)
    texts = [sentence.text for sentence in write_sentences(Comparison(load_data(), ALL_YEARS, tuple(boards), cells))]
    rated = [text for text in texts if " rated Strong" in text]
    assert rated and all("rated Strong (2023/24)" in text for text in rated)
