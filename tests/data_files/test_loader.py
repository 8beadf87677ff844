"""The data files: what is read of them, and the problems that are found in them."""

from __future__ import annotations

import errno
import json
import os
import signal
from collections.abc import Iterator
from math import copysign
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from naive_route import read_data_file
from wording import check_wording

from icb_tui.analysis.indicator_values import describe_change, format_value
from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.data_files.loader import load_dataset
from icb_tui.data_files.problems import DataError, Problem
from icb_tui.data_files.snapshot import MAX_FILE_BYTES
from icb_tui.data_files.yaml_reader import read_yaml
from icb_tui.domain.answers import IndicatorPoint
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.json_schema import make_schema
from icb_tui.domain.records import FILES, Tile

ICBS = """\
regions:
  - {code: Y60, gss_code: E40000011, name: Midlands, aliases: [Mids]}
  - {code: Y56, gss_code: E40000003, name: London}
icbs:
  - code: QK1
    gss_code: E54000015
    name: NHS Leicester Integrated Care Board
    short_name: Leicester
    label: LLR
    aliases: [Leics]
    region: Y60
    opened: 2022-07-01
    closed: 2026-03-31
    successors: [{code: D7T5G, percent: 100}]
    tile: {column: 1, row: 2}
    population: {2022: 1000, 2023: 1100}
  - code: D7T5G
    gss_code: E54000070
    name: NHS Leicester and Rutland Integrated Care Board
    short_name: Leicester and Rutland
    label: L&R
    region: Y60
    opened: 2026-04-01
    tile: {column: 1, row: 2}
  - code: QMF
    gss_code: E54000029
    name: NHS North East London Integrated Care Board
    short_name: North East London
    label: NEL
    region: Y56
    opened: 2022-07-01
    tile: {column: 2, row: 2}
"""

ASSESSMENTS = """\
years: [2022/23, 2023/24]
aims:
  - {id: lead, name: System leadership, short_name: Leadership, core_aim: false, aliases: [governance]}
  - {id: health, name: Population health, short_name: Health, core_aim: true}
ratings:
  - {id: strong, name: Strong, letter: S, symbol: △, ascii: "'", dark: '#8CC8FA', light: '#005EB8', role: credit,
      rank: 3, meaning: Credit and no concern.}
  - {id: mixed, name: Mixed, letter: M, symbol: ◆, ascii: '*', dark: '#FFDD00', light: '#6F5300', role: mixed,
      rank: 2, meaning: Both at once.}
  - {id: concern, name: Concern, letter: C, symbol: ▼, ascii: v, dark: '#F46A25', light: '#942514', role: concern,
      rank: 1, meaning: Only concerns.}
kinds:
  - {id: assessment, name: Annual assessment, aliases: [assessed], voice: NHS England, rated: true, meaning: Letter.}
  - {id: self-report, name: Self-reported, voice: the ICB, rated: false, meaning: What the ICB says of itself.}
sources:
  - {id: report, publisher: NHS England, published: 2025-01-16, url: 'https://example.org/report'}
findings:
  - id: A1
    icb: QK1
    year: 2023/24
    aim: health
    kind: assessment
    direction: positive
    rating: strong
    words: [robust]
    summary: Credited with a robust plan.
    figure: {value: 3, unit: places, what: hubs opened}
    source: report
    paragraph: 14
  - id: A2
    icb: QMF
    year: 2022/23
    aim: lead
    kind: assessment
    direction: concern
    rating: concern
    summary: Asked for a plan.
    source: report
  - id: S1
    icb: QMF
    year: 2022/23
    aim: lead
    kind: self-report
    direction: neutral
    summary: Says that it has a plan.
    source: report
  - id: N1
    scope: unresolved
    candidates: [QK1, QMF]
    year: 2023/24
    kind: assessment
    direction: neutral
    summary: Named no board.
    source: report
"""

INDICATORS = """\
indicators:
  - id: waiting
    name: People waiting
    aim: health
    unit: percent
    decimals: 1
    better: lower
    source: NHS England
    values:
      '2022': {QK1: 7.5, QMF: 8}
      '2023': {QK1: 7.0}
"""

TINY = {"icbs": ICBS, "assessments": ASSESSMENTS, "indicators": INDICATORS}
"""A small world that is right in every way; each test breaks one thing in it."""

Edit = tuple[str, str, str]
"""Which file, the text that stands in it exactly once, and what to write instead."""


def write_files(folder: Path, *edits: Edit) -> Path:
    """Write the small data files with some texts replaced, and return their folder."""
    texts = dict(TINY)
    for name, old, new in edits:
        assert texts[name].count(old) == 1, f"{old!r} stands {texts[name].count(old)} times in {name}"
        texts[name] = texts[name].replace(old, new)
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8", newline="")
    return folder


def list_messages(folder: Path) -> list[str]:
    """What the user reads of the problems in a folder, line by line, without the folder's own name."""
    with pytest.raises(DataError) as caught:
        load_dataset(folder)
    return [line.removeprefix(f"{folder}/") for line in str(caught.value).split("\n")]


def list_problems(folder: Path) -> list[str]:
    """The place of each problem in a folder: file, line and key; the whole messages are in tests/wording/."""
    with pytest.raises(DataError) as caught:
        load_dataset(folder)
    check_wording("\n".join(list_messages(folder)))
    places = [f"{problem.file}:{problem.line}: {problem.key}" for problem in caught.value.problems]
    return [place.removeprefix(f"{folder}/").removesuffix(": ") for place in places]


def test_the_small_world_is_right(tmp_path: Path) -> None:
    data = load_dataset(write_files(tmp_path))
    assert [icb.code for icb in data.icbs] == ["QK1", "D7T5G", "QMF"]


# ---- keys


def test_an_unknown_key_is_named_with_the_known_ones(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("icbs", "label: LLR", "label: LLR\n    lable: LLR"))) == [
        "icbs.yaml:10: icbs[0].lable"
    ]


def test_an_unknown_key_inside_a_value_is_named_with_its_path(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("assessments", "unit: places,", "unit: places, size: 2,"))) == [
        "assessments.yaml:27: findings[0].figure.size"
    ]


def test_a_merge_key_is_an_unknown_key(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path,
        ("icbs", "tile: {column: 1, row: 2}\n    population", "tile: &t {column: 1, row: 2}\n    population"),
        ("icbs", "label: NEL", "label: NEL\n    <<: *t"),
    )
    assert list_problems(folder) == ["icbs.yaml:30: icbs[2].<<"]


def test_a_list_as_a_key_is_refused(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("icbs", "    label: NEL", "    ? [label]\n    : NEL"))) == [
        "icbs.yaml:29"
    ]


def test_a_missing_key_is_named_with_the_line_of_its_record(tmp_path: Path) -> None:
    folder = write_files(tmp_path, ("icbs", "    label: LLR\n", ""), ("assessments", " unit: places,", ""))
    assert list_problems(folder) == [
        "icbs.yaml:5: icbs[0]",
        "assessments.yaml:27: findings[0].figure",
    ]


@pytest.mark.parametrize("section", ["years", "aims", "kinds", "sources", "ratings"])
def test_a_missing_section_is_one_problem_and_not_again_for_all_that_refers_to_it(tmp_path: Path, section: str) -> None:
    start = ASSESSMENTS.index(f"{section}:")
    end = ASSESSMENTS.find("\n", start) if section == "years" else ASSESSMENTS.index("\n  -", start)
    whole = ASSESSMENTS[start:end]
    folder = write_files(tmp_path, ("assessments", f"{whole}\n", f"other: # {whole}\n"))
    line = ASSESSMENTS.count("\n", 0, start) + 1
    places = ["assessments.yaml:1", f"assessments.yaml:{line}: other"]
    assert sorted(list_problems(folder), key=places.index) == places


def test_an_empty_section_is_one_problem_too(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("assessments", "years: [2022/23, 2023/24]", "years: []"))) == [
        "assessments.yaml:1: years"
    ]


def test_a_duplicate_key_is_named_with_its_line(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("icbs", "label: LLR", "label: LLR\n    label: LEIC"))) == [
        "icbs.yaml:10: icbs[0].label"
    ]


def test_a_duplicate_period_and_a_duplicate_board_in_it_are_named(tmp_path: Path) -> None:
    folder = write_files(tmp_path, ("indicators", "QMF: 8", "QK1: 8"), ("indicators", "'2023'", "'2022'"))
    assert list_problems(folder) == [
        "indicators.yaml:10: indicators[0].values.2022.QK1",
        "indicators.yaml:11: indicators[0].values.2022",
    ]


# ---- types


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("icbs", "aliases: [Leics]", "aliases: Leics", "10: icbs[0].aliases"),
        ("icbs", "label: LLR", "label: 7", "9: icbs[0].label"),
        ("icbs", "label: LLR", "label: LLLRR", "9: icbs[0].label"),
        ("icbs", "label: LLR", "label:", "9: icbs[0].label"),
        (
            "icbs",
            "gss_code: E54000029",
            "gss_code: W54000029",
            "26: icbs[2].gss_code",
        ),
        (
            "icbs",
            "opened: 2026-04-01",
            "opened: 2026-02-30",
            "23: icbs[1].opened",
        ),
        (
            "icbs",
            "{column: 2, row: 2}",
            "[2, 2]",
            "32: icbs[2].tile",
        ),
        (
            "icbs",
            "2022: 1000",
            "2022: -1",
            "16: icbs[0].population[2022]",
        ),
        ("icbs", "2022: 1000", "then: 1000", "16: icbs[0].population.then"),
        (
            "icbs",
            "percent: 100",
            "percent: 101",
            "14: icbs[0].successors[0].percent",
        ),
        ("assessments", "rated: true", "rated: yes", "13: kinds[0].rated"),
        ("assessments", "core_aim: true", "core_aim: 1", "4: aims[1].core_aim"),
        ("assessments", "letter: S", "letter: SS", "6: ratings[0].letter"),
        ("assessments", "'#8CC8FA'", "blue", "6: ratings[0].dark"),
        (
            "assessments",
            "direction: positive",
            "direction: good",
            "23: findings[0].direction",
        ),
        ("assessments", "[robust]", "[a, b, c, d]", "25: findings[0].words"),
        ("assessments", "[robust]", "{a: b}", "25: findings[0].words"),
        (
            "assessments",
            "value: 3",
            "value: true",
            "27: findings[0].figure.value",
        ),
        (
            "assessments",
            "'https://example.org/report'",
            "example.org",
            "16: sources[0].url",
        ),
        (
            "assessments",
            "published: 2025-01-16",
            "published: January 2025",
            "16: sources[0].published",
        ),
        ("assessments", "Asked for a plan.", "' '", "37: findings[1].summary"),
        ("indicators", "QK1: 7.5", "QK1: few", "10: indicators[0].values.2022.QK1"),
        ("indicators", "QK1: 7.5", "QK1: .nan", "10: indicators[0].values.2022.QK1"),
        (
            "indicators",
            "'2023'",
            "2023",
            "11: indicators[0].values[2023]",
        ),
    ],
)
def test_a_wrong_type_is_a_problem_that_names_what_was_expected(
    tmp_path: Path, name: str, old: str, new: str, place: str
) -> None:
    assert list_problems(write_files(tmp_path, (name, old, new))) == [f"{name}.yaml:{place}"]


def test_a_long_wrong_value_is_shortened(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("icbs", "opened: 2026-04-01", f"opened: {'x' * 1000}"))) == [
        "icbs.yaml:23: icbs[1].opened"
    ]


def test_a_number_too_large_to_hold_is_no_number(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("indicators", "QMF: 8", f"QMF: {'9' * 400}"))) == [
        "indicators.yaml:10: indicators[0].values.2022.QMF"
    ]


@pytest.mark.parametrize("value", ["1e22", "-1e22", "1e99", "1.1e15", "-1000000000000001", ".inf", "nan"])
def test_a_value_that_cannot_be_drawn_is_refused_with_the_bounds_of_a_value(tmp_path: Path, value: str) -> None:
    folder = write_files(tmp_path, ("indicators", "QMF: 8", f"QMF: {value}"))
    assert list_problems(folder) == ["indicators.yaml:10: indicators[0].values.2022.QMF"]


@pytest.mark.parametrize(
    ("value", "drawn"),
    [
        ("1e15", "1,000,000,000,000,000.000000"),
        ("-1e15", "−1,000,000,000,000,000.000000"),
        ("1e-99", "0.000000"),
        ("-1e-99", "0.000000"),
        ("-0.0", "0.000000"),
        ("0.0000005", "0.000001"),
    ],
)
def test_a_value_within_the_bounds_is_drawn_with_all_decimals(tmp_path: Path, value: str, drawn: str) -> None:
    edits = ("indicators", "QMF: 8", f"QMF: {value}"), ("indicators", "decimals: 1", "decimals: 6")
    (indicator,) = load_dataset(write_files(tmp_path, *edits)).indicators
    value_read = indicator.values["2022"]["QMF"]
    point = IndicatorPoint("2022", value_read, None, None, False, 1, value_read, value_read, value_read)
    assert format_value(value_read, indicator) == drawn
    assert describe_change(point, replace(point, value=-value_read), indicator)
    assert copysign(1, value_read) == 1 or value_read < 0


@pytest.mark.parametrize("text", ["[1, 2]", "just words", "# a remark"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    folder = write_files(tmp_path)
    (folder / "indicators.yaml").write_text(text)
    assert list_problems(folder) == ["indicators.yaml:1"]


# ---- what yaml would turn into something else


def test_an_unquoted_no_stays_text(tmp_path: Path) -> None:
    assert load_dataset(write_files(tmp_path, ("icbs", "label: NEL", "label: NO"))).icb["QMF"].label == "NO"


@pytest.mark.parametrize("text", ["012", "1:30", "2022-07-01", "yes", "1_000", "0x1F"])
def test_what_only_looks_like_a_number_or_a_date_stays_text(tmp_path: Path, text: str) -> None:
    assert load_dataset(write_files(tmp_path, ("assessments", "[robust]", f"[{text}]"))).findings[0].words == (text,)


def test_an_octal_number_is_no_number(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("indicators", "QMF: 8", "QMF: 010"))) == [
        "indicators.yaml:10: indicators[0].values.2022.QMF"
    ]


def test_a_tag_is_refused(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("icbs", "label: NEL", "label: !!str 012"))) == ["icbs.yaml:29"]


def test_a_second_document_is_refused(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("icbs", "icbs:\n", "---\nicbs:\n"))) == ["icbs.yaml:4"]


def test_an_anchor_may_stand_for_a_value(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path,
        ("indicators", "{QK1: 7.5, QMF: 8}", "&same {QK1: 7.5, QMF: 8}"),
        ("indicators", "{QK1: 7.0}", "*same"),
    )
    values = load_dataset(folder).indicators[0].values
    assert values["2022"] == values["2023"] == {"QK1": 7.5, "QMF": 8.0}


def test_a_nest_of_anchors_is_refused_before_it_expands(tmp_path: Path) -> None:
    nest = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 40))
    assert list_problems(
        write_files(tmp_path, ("indicators", "indicators:\n", f"a0: &a0 [x]\n{nest}indicators:\n"))
    ) == ["indicators.yaml:6"]


def test_a_hundred_thousand_brackets_are_refused(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("icbs", "aliases: [Leics]", "aliases: " + "[" * 100_000))) == [
        "icbs.yaml:10"
    ]


@pytest.mark.parametrize("name", TINY)
def test_yaml_that_does_not_parse_is_one_problem_with_its_line(tmp_path: Path, name: str) -> None:
    folder = write_files(tmp_path)
    (folder / f"{name}.yaml").write_text(TINY[name] + "oh: no: !\n")
    line = TINY[name].count("\n") + 1
    assert list_problems(folder) == [f"{name}.yaml:{line}"]


def test_a_file_that_does_not_parse_hides_no_fault_in_the_others(tmp_path: Path) -> None:
    folder = write_files(tmp_path, ("icbs", "icbs:\n", "icbs: @\n"), ("assessments", "aim: health\n", "aim: wealth\n"))
    assert list_problems(folder) == [
        "icbs.yaml:4",
        "assessments.yaml:21: findings[0].aim",
    ]


def test_a_character_that_yaml_forbids_is_named(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("assessments", "Asked for a plan.", "Asked\x07 for a plan."))) == [
        "assessments.yaml:37"
    ]


# ---- ids that are not there, or there twice


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        (
            "assessments",
            "icb: QK1",
            "icb: QZZ",
            "19: findings[0].icb",
        ),
        (
            "assessments",
            "aim: health\n",
            "aim: wealth\n",
            "21: findings[0].aim",
        ),
        (
            "assessments",
            "    source: report\n    paragraph",
            "    source: rumour\n    paragraph",
            "28: findings[0].source",
        ),
        (
            "assessments",
            "kind: self-report",
            "kind: gossip",
            "43: findings[2].kind",
        ),
        (
            "assessments",
            "year: 2023/24\n    aim",
            "year: 2029/30\n    aim",
            "20: findings[0].year",
        ),
        (
            "assessments",
            "rating: strong",
            "rating: superb",
            "24: findings[0].rating",
        ),
        (
            "assessments",
            "[QK1, QMF]",
            "[QK1, QZZ]",
            "49: findings[3].candidates[1]",
        ),
        (
            "icbs",
            "region: Y56",
            "region: Y99",
            "30: icbs[2].region",
        ),
        (
            "icbs",
            "{code: D7T5G",
            "{code: QZZ",
            "14: icbs[0].successors[0].code",
        ),
        (
            "indicators",
            "aim: health",
            "aim: wealth",
            "4: indicators[0].aim",
        ),
        (
            "indicators",
            "{QK1: 7.0}",
            "{QZZ: 7.0}",
            "11: indicators[0].values.2023.QZZ",
        ),
    ],
)
def test_what_is_unknown_is_named_with_what_is_known(tmp_path: Path, name: str, old: str, new: str, place: str) -> None:
    assert list_problems(write_files(tmp_path, (name, old, new))) == [f"{name}.yaml:{place}"]


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("assessments", "id: A2", "id: A1", "30: findings[1].id"),
        ("assessments", "[2022/23,", "[2022/23, 2022/23,", "1: years[1]"),
        (
            "assessments",
            "findings:\n",
            "  - {id: report, publisher: NHS England}\nfindings:\n",
            "17: sources[1].id",
        ),
        (
            "icbs",
            "icbs:\n",
            "  - {code: Y60, gss_code: E40000099, name: Elsewhere}\nicbs:\n",
            "4: regions[2].code",
        ),
    ],
)
def test_an_id_that_stands_twice_is_named_with_its_first_place(
    tmp_path: Path, name: str, old: str, new: str, place: str
) -> None:
    assert list_problems(write_files(tmp_path, (name, old, new))) == [f"{name}.yaml:{place}"]


def test_a_board_that_stands_twice_is_named(tmp_path: Path) -> None:
    again = ICBS[ICBS.index("  - code: QMF") :].replace("E54000029", "E54000030").replace("column: 2", "column: 3")
    folder = write_files(tmp_path)
    (folder / "icbs.yaml").write_text(ICBS + again)
    assert list_problems(folder) == ["icbs.yaml:33: icbs[3].code"]


# ---- ratings


def test_a_rating_on_a_kind_that_is_not_rated_is_refused(tmp_path: Path) -> None:
    new = "rating: strong\n    summary: Says that it has a plan."
    folder = write_files(
        tmp_path,
        ("assessments", "summary: Says that it has a plan.", new),
        ("assessments", "kind: self-report\n    direction: neutral", "kind: self-report\n    direction: positive"),
    )
    assert list_problems(folder) == ["assessments.yaml:45: findings[2].rating"]


def test_a_rating_without_an_aim_is_refused(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("assessments", "    aim: health\n", ""))) == [
        "assessments.yaml:23: findings[0].rating"
    ]


def test_a_rating_without_a_board_is_refused(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("assessments", "icb: QK1", "scope: national"))) == [
        "assessments.yaml:24: findings[0].rating"
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("direction: positive", "direction: concern", "23: findings[0].direction"),
        ("direction: positive", "direction: neutral", "23: findings[0].direction"),
    ],
)
def test_a_direction_that_disagrees_with_credit_is_refused(tmp_path: Path, old: str, new: str, place: str) -> None:
    assert list_problems(write_files(tmp_path, ("assessments", old, new))) == [f"assessments.yaml:{place}"]


def test_a_direction_that_disagrees_with_a_concern_is_refused(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("assessments", "direction: concern", "direction: positive"))) == [
        "assessments.yaml:35: findings[1].direction"
    ]


def test_a_mixed_rating_on_a_finding_is_refused(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("assessments", "rating: strong", "rating: mixed"))) == [
        "assessments.yaml:24: findings[0].rating"
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("letter: S", "letter: M", "8: ratings[1].letter"),
        ("symbol: △", "symbol: ▼", "10: ratings[2].symbol"),
        ("rank: 3", "rank: 1", "11: ratings[2].rank"),
        ("role: mixed", "role: credit", "5: ratings"),
        ("role: credit", "role: concern", "5: ratings"),
        (
            "letter: S",
            "letter: 漢",
            "6: ratings[0].letter",
        ),
    ],
)
def test_levels_that_the_rule_or_a_reader_cannot_tell_apart_are_refused(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    assert f"assessments.yaml:{place}" in list_problems(write_files(tmp_path, ("assessments", old, new)))


def test_no_level_is_called_unrated(tmp_path: Path) -> None:
    place = "assessments.yaml:10: ratings[2].id"
    folder = write_files(tmp_path, ("assessments", "- {id: concern", "- {id: unrated"))
    assert place in list_problems(folder)


# ---- scopes


def test_a_finding_that_names_no_board_must_say_why(tmp_path: Path) -> None:
    old = "    scope: unresolved\n    candidates: [QK1, QMF]\n"
    assert list_problems(write_files(tmp_path, ("assessments", old, ""))) == ["assessments.yaml:47: findings[3]"]


def test_a_national_finding_has_no_board(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("assessments", "icb: QK1", "icb: QK1\n    scope: national"))) == [
        "assessments.yaml:20: findings[0].scope"
    ]


def test_candidates_are_only_for_an_unmatched_name(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("assessments", "scope: unresolved", "scope: national"))) == [
        "assessments.yaml:49: findings[3].candidates"
    ]


# ---- dates, successors and tiles


def test_a_board_that_closes_before_it_opens_is_refused(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("icbs", "closed: 2026-03-31", "closed: 2022-06-30"))) == [
        "icbs.yaml:13: icbs[0].closed"
    ]


def test_years_must_stand_in_order(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("assessments", "[2022/23, 2023/24]", "[2023/24, 2022/23]"))) == [
        "assessments.yaml:1: years"
    ]


def test_a_year_must_end_in_the_next(tmp_path: Path) -> None:
    assert list_problems(
        write_files(tmp_path, ("assessments", "[2022/23, 2023/24]", "[2022/23, 2023/24, 2024/26]"))
    ) == ["assessments.yaml:1: years[2]"]


def test_the_turn_of_a_century_is_a_year_too(tmp_path: Path) -> None:
    folder = write_files(tmp_path, ("assessments", "[2022/23, 2023/24]", "[2022/23, 2023/24, 2099/00]"))
    assert load_dataset(folder).years == ("2022/23", "2023/24", "2099/00")


def test_successors_need_a_date_of_closing(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path, ("icbs", "    closed: 2026-03-31\n", ""), ("icbs", "tile: {column: 2, row: 2}", "tile:")
    )
    assert list_problems(folder)[0] == "icbs.yaml:13: icbs[0].successors"


def test_no_board_succeeds_itself(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("icbs", "{code: D7T5G", "{code: QK1"))) == [
        "icbs.yaml:14: icbs[0].successors[0].code"
    ]


def test_successors_take_no_more_than_the_whole_board(tmp_path: Path) -> None:
    folder = write_files(tmp_path, ("icbs", "percent: 100}]", "percent: 60}, {code: QMF, percent: 41}]"))
    assert list_problems(folder) == ["icbs.yaml:14: icbs[0].successors"]


def test_a_gss_code_means_one_board(tmp_path: Path) -> None:
    folder = write_files(tmp_path, ("icbs", "label: NEL", "label: NEL\n    other_gss_codes: [E54000030, E54000015]"))
    assert list_problems(folder) == ["icbs.yaml:30: icbs[2].other_gss_codes[1]"]


def test_a_period_has_a_value_for_some_board(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("indicators", "{QK1: 7.0}", "{}"))) == [
        "indicators.yaml:11: indicators[0].values.2023"
    ]


def test_two_boards_on_one_tile_are_refused(tmp_path: Path) -> None:
    assert list_problems(write_files(tmp_path, ("icbs", "opened: 2026-04-01", "opened: 2026-03-31"))) == [
        "icbs.yaml:24: icbs[1].tile"
    ]


def test_a_tile_is_on_a_map_that_can_be_drawn(tmp_path: Path) -> None:
    edits = ("icbs", "tile: {column: 2, row: 2}", "tile: {column: 65, row: 20000}")
    assert list_problems(write_files(tmp_path, edits)) == [
        "icbs.yaml:32: icbs[2].tile.column",
        "icbs.yaml:32: icbs[2].tile.row",
    ]
    place = ("icbs", "tile: {column: 2, row: 2}", "tile: {column: 64, row: 0}")
    assert load_dataset(write_files(tmp_path, place)).icb["QMF"].tile == Tile(64, 0)


def test_two_boards_that_were_never_open_together_may_share_a_tile(tmp_path: Path) -> None:
    data = load_dataset(write_files(tmp_path))
    assert data.icb["QK1"].tile == data.icb["D7T5G"].tile is not None


# ---- words that mean two things


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("[Leics]", "[north-east  LONDON]", "28: icbs[2].short_name"),
        ("label: NEL", "label: llr", "29: icbs[2].label"),
        ("label: NEL", "label: L&R", "29: icbs[2].label"),
        ("label: NEL", "label: NEL\n    aliases: [NEL, QK1]", "30: icbs[2].aliases[1]"),
    ],
)
def test_no_two_boards_share_a_word(tmp_path: Path, old: str, new: str, place: str) -> None:
    assert list_problems(write_files(tmp_path, ("icbs", old, new))) == [f"icbs.yaml:{place}"]


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (
            ("assessments", "[governance]", "[london]"),
            "assessments.yaml:3: aims[0].aliases[0]",
        ),
        (("icbs", "[Mids]", "[Strong]"), "assessments.yaml:6: ratings[0].id"),
        (("icbs", "[Mids]", "[London]"), "icbs.yaml:3: regions[1].name"),
        (
            ("assessments", "[assessed]", "[HEALTH]"),
            "assessments.yaml:13: kinds[0].aliases[0]",
        ),
        (
            ("assessments", "name: Self-reported", "name: Mixed"),
            "assessments.yaml:14: kinds[1].name",
        ),
        (
            ("icbs", "[Mids]", "[Unrated]"),
            "icbs.yaml:2: regions[0].aliases[0]",
        ),
        (
            ("assessments", "name: Strong", "name: Open"),
            "assessments.yaml:6: ratings[0].name",
        ),
        (
            ("assessments", "[governance]", "[not]"),
            "assessments.yaml:3: aims[0].aliases[0]",
        ),
        (
            ("assessments", "[assessed]", "[not rated]"),
            "assessments.yaml:13: kinds[0].aliases[0]",
        ),
        (
            ("assessments", "[assessed]", "['2']"),
            "assessments.yaml:13: kinds[0].aliases[0]",
        ),
    ],
)
def test_regions_aims_ratings_evidence_types_and_the_filter_language_share_no_word(
    tmp_path: Path, edit: Edit, place: str
) -> None:
    assert list_problems(write_files(tmp_path, edit)) == [place]


# ---- files


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (write_files(tmp_path) / "icbs.yaml").unlink()
    assert list_problems(tmp_path) == ["icbs.yaml:1"]


def test_a_folder_that_is_not_there_misses_every_file(tmp_path: Path) -> None:
    assert list_problems(tmp_path / "nowhere") == [f"{name}:1" for name in FILES]


@pytest.mark.parametrize("text", ["", " \n\n"])
def test_an_empty_file_is_named_with_the_keys_it_should_have(tmp_path: Path, text: str) -> None:
    (write_files(tmp_path) / "icbs.yaml").write_text(text)
    assert list_problems(tmp_path) == ["icbs.yaml:1"]


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    (write_files(tmp_path) / "icbs.yaml").unlink()
    (tmp_path / "icbs.yaml").mkdir()
    assert list_problems(tmp_path) == ["icbs.yaml:1"]


@pytest.fixture
def _alarm() -> Iterator[None]:
    """End a test that waits for ever."""

    def ring(number: int, frame: object) -> None:
        raise TimeoutError("still waiting after ten seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(10)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("_alarm")
def test_a_fifo_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    (write_files(tmp_path) / "icbs.yaml").unlink()
    os.mkfifo(tmp_path / "icbs.yaml")
    assert list_problems(tmp_path) == ["icbs.yaml:1"]


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (write_files(tmp_path) / "icbs.yaml").unlink()
    (tmp_path / "icbs.yaml").symlink_to("icbs.yaml")
    assert list_messages(tmp_path) == [f"icbs.yaml:1: cannot be read: {os.strerror(errno.ELOOP)}"]


def test_a_file_that_is_not_utf_8_is_named_with_the_line(tmp_path: Path) -> None:
    (write_files(tmp_path) / "icbs.yaml").write_bytes(ICBS.replace("name: London", "name: Côte").encode("latin-1"))
    assert list_problems(tmp_path) == ["icbs.yaml:3"]


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    (write_files(tmp_path) / "icbs.yaml").write_text(ICBS, encoding="utf-8-sig")
    assert len(load_dataset(tmp_path).icbs) == 3


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    plain = load_dataset(write_files(tmp_path))
    for name, text in TINY.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8", newline="\r\n")
    assert load_dataset(tmp_path) == plain


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    os.truncate(write_files(tmp_path) / "icbs.yaml", MAX_FILE_BYTES + 1)
    assert list_problems(tmp_path) == ["icbs.yaml:1"]


def test_every_file_that_cannot_be_used_is_named_at_once(tmp_path: Path) -> None:
    (write_files(tmp_path) / "assessments.yaml").write_text("")
    (tmp_path / "indicators.yaml").unlink()
    assert list_problems(tmp_path) == [
        "assessments.yaml:1",
        "indicators.yaml:1",
    ]


def test_everything_wrong_in_every_file_is_reported_at_once_by_file_and_line(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path,
        ("indicators", "decimals: 1", "decimals: 1\n    decimals: 2"),
        ("indicators", "aim: health", "aim: wealth"),
        ("assessments", "paragraph: 14", "paragraph: many"),
        ("assessments", "rating: strong", "rating: mixed"),
        ("icbs", "region: Y56", "region: Y99"),
        ("icbs", "closed: 2026-03-31", "closed: 2021-03-31"),
        ("icbs", "    label: L&R\n", ""),
    )
    assert list_problems(folder) == [
        "icbs.yaml:13: icbs[0].closed",
        "icbs.yaml:17: icbs[1]",
        "icbs.yaml:29: icbs[2].region",
        "assessments.yaml:29: findings[0].paragraph",
        "indicators.yaml:4: indicators[0].aim",
        "indicators.yaml:7: indicators[0].decimals",
    ]


# ---- text that would obey a terminal


HOSTILE = r"\e[31mred\0\a\u202Eevil\u200B\r\n\tz" + r"\u0300" * 40


def list_strings(value: Any) -> Iterator[str]:
    """Yield every string inside plain Python values, keys too."""
    match value:
        case str():
            yield value
        case dict():
            for key, item in value.items():
                yield from list_strings(key)
                yield from list_strings(item)
        case list() | tuple():
            for item in value:
                yield from list_strings(item)


def write_hostile_files(folder: Path) -> Path:
    """Write the small data files with hostile text wherever text may stand."""
    return write_files(
        folder,
        ("icbs", "name: Midlands", f'name: "{HOSTILE} 1"'),
        ("icbs", "name: NHS Leicester Integrated Care Board", f'name: "{HOSTILE} 2"'),
        ("icbs", "[Leics]", f'["{HOSTILE} 3"]'),
        ("assessments", "name: Strong", f'name: "{HOSTILE} 4"'),
        ("assessments", "summary: Asked for a plan.", f'summary: "{HOSTILE}"'),
        ("assessments", "what: hubs opened", f'what: "{HOSTILE}"'),
        ("assessments", "summary: Named no board.", "summary: |-\n      one\n      \u202etwo\n      three"),
        ("indicators", "unit: percent", f'unit: "{HOSTILE}"'),
        ("indicators", "'2023'", f'"{HOSTILE}"'),
    )


def test_no_string_of_the_data_can_obey_a_terminal(tmp_path: Path) -> None:
    data = load_dataset(write_hostile_files(tmp_path))
    assert [text for text in list_strings(msgspec.to_builtins(data)) if not text.isprintable()] == []


def test_hostile_text_is_shown_and_not_dropped(tmp_path: Path) -> None:
    data = load_dataset(write_hostile_files(tmp_path))
    assert data.findings[1].summary == "␛[31mred␀␇�evil�   z\u0300\u0300"
    assert data.findings[3].summary == "one �two three"


def test_hostile_text_in_a_complaint_is_made_safe_too(tmp_path: Path) -> None:
    folder = tmp_path / "\x1b[31m\u202e"
    folder.mkdir()
    write_files(
        folder,
        ("icbs", "label: NEL", f'label: "{HOSTILE}"'),
        ("icbs", "label: LLR", f'label: LLR\n    "{HOSTILE}": 1'),
        ("assessments", "aim: health\n", f'aim: "{HOSTILE}"\n'),
    )
    with pytest.raises(DataError) as caught:
        load_dataset(folder)
    lines = str(caught.value).split("\n")
    assert len(lines) == 3
    assert all(line.isprintable() for line in lines)
    assert all("/␛[31m�/" in line for line in lines)


# ---- the bundled data


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load_dataset()


def test_the_bundled_data_load_whole(data: Dataset) -> None:
    assessments, measured = read_data_file("assessments.yaml"), [indicator.values for indicator in data.indicators]
    assert (len(data.icbs), len(data.regions), len(data.findings), len(data.sources)) == (
        48,
        7,
        len(assessments["findings"]),
        len(assessments["sources"]),
    )
    assert measured == [indicator["values"] for indicator in read_data_file("indicators.yaml")["indicators"]]
    assert (len(data.aims), len(data.ratings), len(data.kinds), len(data.years)) == (5, 5, 8, 4)


def test_no_string_of_the_bundled_data_can_obey_a_terminal(data: Dataset) -> None:
    assert [text for text in list_strings(msgspec.to_builtins(data)) if not text.isprintable()] == []


def test_new_boards_know_whom_they_took_over_from(tmp_path: Path) -> None:
    predecessors = load_dataset(write_files(tmp_path)).predecessors
    assert {code: [icb.code for icb in boards] for code, boards in predecessors.items()} == {
        "QK1": [],
        "D7T5G": ["QK1"],
        "QMF": [],
    }


# ---- the JSON schema


def list_misfits(value: Any, schema: dict[str, Any], named: dict[str, Any], at: str = "") -> list[str]:
    """Return where a plain value has not the structure that a schema asks for."""
    if "$ref" in schema:
        return list_misfits(value, named[schema["$ref"].removeprefix("#/$defs/")], named, at)
    if "anyOf" in schema:
        tries = [list_misfits(value, option, named, at) for option in schema["anyOf"]]
        return min(tries, key=len)
    kinds: dict[str, type | tuple[type, ...]] = {
        "object": dict,
        "array": list,
        "string": str,
        "boolean": bool,
        "integer": int,
        "number": (int, float),
        "null": type(None),
    }
    if "type" in schema and not isinstance(value, kinds[schema["type"]]):
        return [f"{at} is no {schema['type']}"]
    if isinstance(value, list):
        return [bad for n, item in enumerate(value) for bad in list_misfits(item, schema["items"], named, f"{at}[{n}]")]
    if not isinstance(value, dict):
        return [f"{at} is none of {schema['enum']}"] if value not in schema.get("enum", [value]) else []
    found = [f"{at} has no {key}" for key in schema.get("required", []) if key not in value]
    for key, item in value.items():
        of_key = schema.get("properties", {}).get(key, schema["additionalProperties"])
        found += [f"{at} has {key}"] if of_key is False else list_misfits(item, of_key, named, f"{at}.{key}")
    return found


@pytest.mark.parametrize("name", FILES)
def test_the_bundled_data_have_the_structure_of_the_json_schema(name: str) -> None:
    schema = make_schema(name)
    document, _ = read_yaml((find_bundled_folder() / name).read_text(encoding="utf-8"))
    assert list_misfits(document, schema, schema["$defs"]) == []


def test_the_json_schema_asks_for_something() -> None:
    schema = make_schema("icbs.yaml")
    document, _ = read_yaml(ICBS.replace("    label: LLR\n", "    lable: LLR\n").replace("[Leics]", "Leics"))
    assert list_misfits(document, schema, schema["$defs"]) == [
        ".icbs[0] has no label",
        ".icbs[0] has lable",
        ".icbs[0].aliases is no array",
    ]


def make_schemas() -> dict[str, dict[str, Any]]:
    return {name: make_schema(name) for name in FILES}


def test_the_json_schema_names_each_file_and_its_sections() -> None:
    titles = {
        name: (schema["$ref"].removeprefix("#/$defs/"), schema["$defs"][schema["$ref"].removeprefix("#/$defs/")])
        for name, schema in make_schemas().items()
    }
    assert {name: (title, top["title"], list(top["properties"])) for name, (title, top) in titles.items()} == {
        "icbs.yaml": ("IcbFile", "IcbFile", ["regions", "icbs"]),
        "assessments.yaml": (
            "AssessmentFile",
            "AssessmentFile",
            ["years", "aims", "ratings", "kinds", "sources", "findings"],
        ),
        "indicators.yaml": ("IndicatorFile", "IndicatorFile", ["indicators"]),
    }


def test_the_json_schema_can_be_written_as_json() -> None:
    assert list(json.loads(json.dumps(make_schemas()))) == list(FILES)


# ---- whatever the files hold


def load_or_explain(folder: Path) -> None:
    """Load a folder; a refusal must give a reason, by file and line, that can be shown."""
    problems: list[Problem] = []
    try:
        load_dataset(folder)
    except DataError as error:
        problems = error.problems
        assert problems, "refused without a reason"
    for problem in problems:
        text = (folder / Path(problem.file).name).read_text(encoding="utf-8")
        assert problem.line and 1 <= problem.line <= len(text.splitlines()) + 1
        assert problem.message
        assert str(problem).isprintable()


def list_places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every container inside a plain value with each key or index of it."""
    if isinstance(value, (dict, list)):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from list_places(value[key])


odd_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 2**62)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["", " ", "QK1", "Y60", "lead", "strong", "mixed", "unrated", "2022/23", "2022-07-01", "é\u202e"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "code", "x"]), inner, max_size=3)
    ),
    max_leaves=4,
)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(TINY)), st.integers(0, 200), odd_values)
def test_any_value_in_any_place_loads_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, place: int, value: Any
) -> None:
    document, _ = read_yaml(TINY[name])
    found = list(list_places(document))
    holder, key = found[place % len(found)]
    holder[key] = value
    folder = write_files(tmp_path_factory.getbasetemp())
    (folder / f"{name}.yaml").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    load_or_explain(folder)
