"""Store, screens, commands and exports agree with the naive route on every rating, count and missing cell.

What is expected comes from helpers/naive_route.py, which asks the program for nothing: no mistake can be made twice.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from itertools import cycle, takewhile
from typing import Any, NamedTuple

import pytest
from bundled_store import load_data, open_test_store
from command_line import run, run_on_test_store
from naive_route import (
    AIMS,
    ALL_YEARS,
    BOARDS,
    EVIDENCE,
    FINDINGS,
    KIND,
    RATING,
    YEARS,
    NaiveCell,
    Place,
    list_evidence_types,
    list_findings,
    list_findings_of,
    list_open_boards,
    list_predecessors,
    make_cells,
    make_row,
    write_code,
    write_glyph,
    write_level,
    write_speaker,
    write_word,
    write_year_cell,
)
from printed_text import join_words, read_columns, read_csv_rows
from screen import press_keys

from icb_tui.domain.answers import Cell
from icb_tui.pages.board import BoardPage, write_board_page
from icb_tui.text.spans import plain_lines

UNRESOLVED = "A037"

# 1. What the store answers.


CHOICES = [*YEARS, ALL_YEARS]
"""What can be chosen as the year."""


def summarise_answer(cell: Cell) -> tuple[object, ...]:
    return cell.rating, cell.rating_year, cell.missing, cell.findings, [step.id for step in cell.later]


def summarise_cell(told: NaiveCell) -> tuple[object, ...]:
    return told.rating, told.rating_year, told.missing, len(told.findings), told.later


@cache
def ask_history(code: str, evidence: str) -> dict[tuple[str, str], Cell]:
    return open_test_store().board_cells(code, list_evidence_types(evidence))


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_the_store_has_the_same_cells_in_every_year(evidence: str) -> None:
    asked = {
        (*at, year): cell
        for year in CHOICES
        for at, cell in open_test_store().year_cells(year, list_evidence_types(evidence)).items()
    }
    assert {place: summarise_answer(cell) for place, cell in asked.items()} == {
        place: summarise_cell(told) for place, told in make_cells(evidence).items()
    }


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_the_store_has_the_same_history_of_a_board(evidence: str) -> None:
    # Every board with all evidence, and with one type more, each in its turn: the pages below read some types of each.
    boards = BOARDS if evidence == "all" else BOARDS[list(KIND).index(evidence) :: len(KIND)]
    for board in boards:
        asked = ask_history(board["code"], evidence)
        assert {(board["code"], *at): summarise_answer(cell) for at, cell in asked.items()} == {
            place: summarise_cell(told) for place, told in make_cells(evidence).items() if place[0] == board["code"]
        }


def test_one_rating_alone_has_later_oversight_steps() -> None:
    assert {place: told.later for place, told in make_cells("all").items() if told.later} == {
        ("QE1", "leadership", year): ["O005", "O006"] for year in ("2023/24", ALL_YEARS)
    }


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_the_findings_of_each_year_are_counted(evidence: str) -> None:
    counts = open_test_store().count_findings_by_year(() if evidence == "all" else EVIDENCE[evidence])
    told = {(icb, aim): counts.get((icb, aim), {}).get(year, 0) for icb, aim, year in make_cells(evidence)}
    assert told.keys() >= counts.keys()
    for (icb, aim, year), cell in make_cells(evidence).items():
        assert year == ALL_YEARS or counts.get((icb, aim), {}).get(year, 0) == len(cell.findings)


# 2. The explorer's first screen, as it is painted.

SIZE = (156, 60)
"""A terminal with room for every open board, every name, label and heading in full and every option of the filters."""

HEADINGS = [f"{number} {aim['short_name']}" for number, aim in enumerate(AIMS, 1)]
LABEL = {board["label"]: board["code"] for board in BOARDS}


class PaintedScreen(NamedTuple):
    """The first screen as text: the matrix by board, the counts beside it, the title bar."""

    matrix: dict[str, list[str]]
    counts: dict[str, int]
    title: str


def parse_screen(lines: list[str]) -> PaintedScreen:
    """Take a screen apart where its headings stand."""
    top = next(number for number, line in enumerate(lines) if all(head in line for head in HEADINGS))
    pane, first = lines[top].index("ICB"), lines[top].rindex(HEADINGS[0])
    rows = list(takewhile(lambda line: (line[pane:first].split() or [""])[-1] in LABEL, lines[top + 1 :]))
    matrix = {LABEL[line[pane:first].split()[-1]]: read_columns(HEADINGS, lines[top], line) for line in rows}
    options = [re.fullmatch(r"[✓ ]*(\S.*?\S) +(\d+)( of \d+)? *", line[:pane]) for line in lines[top:]]
    return PaintedScreen(matrix, {join_words(found[1]): int(found[2]) for found in options if found}, lines[0])


def count_options(year: str, evidence: str) -> dict[str, int]:
    """How many boards are rated on each aim, have each level on any, have none, and are spoken of by each voice.

    A name that is too wide for the pane is its first alias.
    """
    rows = [[told.rating for told in make_row(code, year, evidence)] for code in list_open_boards(year)]
    spoken = {
        kind: {f["icb"] for f in list_findings(kind) if "icb" in f and year in (f["year"], ALL_YEARS)} for kind in KIND
    }
    return {
        **{heading: sum(row[place] is not None for row in rows) for place, heading in enumerate(HEADINGS)},
        **{f"{r['letter']} {r['symbol']} {r['name']}": sum(r["id"] in row for row in rows) for r in RATING.values()},
        "· not rated": sum(not any(row) for row in rows),
        **{write_short_name(KIND[kind]): len(boards & set(list_open_boards(year))) for kind, boards in spoken.items()},
    }


def write_short_name(kind: dict[str, Any]) -> str:
    name: str = kind["name"] if len(kind["name"]) < 20 else kind["aliases"][0]
    return name


def shorten_glyph(text: str) -> str:
    """A cell of the matrix as there is room for it: a rating with its year leaves the symbol out."""
    return re.sub(r" \S (?=\d\d/\d\d)", " ", text)


def write_title(year: str, evidence: str) -> str:
    """What the title bar counts: the boards, those with a rating, and the unresolved statements."""
    boards = len(list_open_boards(year))
    rated = sum(any(told.rating for told in make_row(code, year, evidence)) for code in list_open_boards(year))
    lost = sum(finding["scope"] == "unresolved" for finding in list_findings_of(None, year, evidence))
    return f" {boards} of {boards} · {rated} rated" + (f" · {lost} unmatched" if lost else "")


@pytest.mark.parametrize("year", CHOICES)
def test_the_screen_shows_the_same_with_each_evidence_type(year: str) -> None:
    shown = press_keys(*"o" * len(KIND), year=year, size=SIZE)
    for evidence, text in zip(EVIDENCE, shown, strict=True):
        screen, counts = parse_screen(text.splitlines()), count_options(year, evidence)
        assert screen.matrix == {
            code: [shorten_glyph(write_glyph(told)) for told in make_row(code, year, evidence)]
            for code in list_open_boards(year)
        }, evidence
        assert {name: screen.counts.get(name) for name in counts} == counts, evidence
        assert screen.title.endswith(write_title(year, evidence)), evidence


# 3. The page of every board.

WIDE = 118
PAGES = {
    "all": CHOICES,
    "annual-assessment": ["2023/24"],
    "self-report": ["2022/23"],
    "oversight": ["2024/25"],
}
"""The evidence and years in which each board's page is read: all types, and one alone in the year with most of it."""


def write_page(code: str, year: str, evidence: str) -> list[str]:
    """The text of a board's page."""
    voices = list_evidence_types(evidence)
    facts = BoardPage(
        data=load_data(),
        icb=load_data().icb[code],
        year=year,
        history=ask_history(code, evidence),
        evidence=open_test_store().list_evidence(code, year=year, voices=voices),
        national=ask_england_wide(year, evidence),
    )
    return plain_lines(write_board_page(facts, WIDE).lines)


@cache
def ask_england_wide(year: str, evidence: str) -> Any:
    return open_test_store().list_evidence(None, year=year, voices=list_evidence_types(evidence))


def read_years(lines: list[str]) -> list[list[str]]:
    """The table of the page: what stands in each aim's line under each year."""
    top = next(number for number, line in enumerate(lines) if line.split() == YEARS)
    return [read_columns(YEARS, lines[top], line) for line in lines[top + 1 : top + 1 + len(AIMS)]]


def read_level(lines: list[str], number: int, year: str) -> str:
    """The first line below the heading of an aim's section."""
    heading = f"{number} {AIMS[number - 1]['name']} {year}"
    return join_words(lines[list(map(join_words, lines)).index(heading) + 1])


def read_ids(lines: Iterable[str]) -> set[str]:
    """The findings that a page names."""
    return {finding["id"] for finding in FINDINGS} & set(re.findall(r"\w+", "\n".join(lines)))


def list_expected_ids(code: str, year: str, evidence: str) -> set[str]:
    """The board's own findings of the year, the later steps, and the England-wide ones where it has none itself."""
    ids = {finding["id"] for finding in list_findings_of(code, year, evidence)}
    for aim, told in zip(AIMS, make_row(code, year, evidence), strict=True):
        ids |= set(told.later)
        if told.missing == "said-nationally":
            ids |= {
                f["id"]
                for f in list_findings_of(None, year, evidence)
                if f["scope"] == "national" and f.get("aim") == aim["id"]
            }
    return ids


@pytest.mark.parametrize("evidence", PAGES)
def test_the_page_of_every_board_tells_the_same(evidence: str) -> None:
    for board in BOARDS:
        code = board["code"]
        table = [[write_year_cell(make_cells(evidence)[code, aim["id"], year]) for year in YEARS] for aim in AIMS]
        for year in PAGES[evidence]:
            lines = write_page(code, year, evidence)
            assert read_years(lines) == table, code
            assert read_ids(lines) == list_expected_ids(code, year, evidence), (code, year)
            for number, told in enumerate(make_row(code, year, evidence), 1):
                first, where = read_level(lines, number, year), (code, year, number)
                assert first.startswith(f"{write_level(told)} ") if told.rating else first == write_level(told), where


# 4. The commands, and the formats that they export.


def run_list(style: str, year: str, evidence: str) -> str:
    return run_on_test_store(*list_arguments(style, year, evidence))


def list_arguments(style: str, year: str, evidence: str) -> list[str]:
    return ["list", "--year", year, "--evidence", evidence, "--format", style]


def read_csv_cells(text: str, year: str, evidence: str) -> dict[str, list[str]]:
    rows = read_csv_rows(text)
    assert {(row["year"], row["voices"]) for row in rows} == {(year, evidence)}
    return {row["code"]: [row[aim["id"]] for aim in AIMS] for row in rows}


def read_json_cells(text: str, year: str, evidence: str) -> dict[str, list[tuple[Any, ...]]]:
    boards = json.loads(text)
    assert {(board["year"], board["voices"]) for board in boards} == {(year, evidence)}
    parts = ("ratings", "rating_years", "nothing", "findings")
    cells = {board["code"]: [[board[part][aim["id"]] for part in parts] for aim in AIMS] for board in boards}
    if year != ALL_YEARS:
        assert {(rating is None, of) for row in cells.values() for rating, of, *_ in row} <= {
            (False, year),
            (True, None),
        }
    of_all = year == ALL_YEARS
    return {code: [(rating, of if of_all else None, *rest) for rating, of, *rest in row] for code, row in cells.items()}


def read_text_cells(text: str, year: str, evidence: str) -> dict[str, list[str]]:
    header, *lines = text.splitlines()
    heads = [aim["short_name"] for aim in AIMS]
    return {line.split()[0]: read_columns(heads, header, line) for line in lines}


def write_json(told: NaiveCell) -> tuple[object, ...]:
    return told.rating, told.rating_year or None, told.missing, len(told.findings)


STYLES: dict[str, tuple[Callable[[str, str, str], object], Callable[[NaiveCell], object]]] = {
    "csv": (read_csv_cells, write_code),
    "json": (read_json_cells, write_json),
    "text": (read_text_cells, write_word),
}
"""How each format of the list is read, and how it writes a cell."""


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_the_list_prints_the_same_in_every_format(evidence: str) -> None:
    for year in CHOICES:
        for style, (seen, wanted) in STYLES.items():
            naive = {code: [wanted(told) for told in make_row(code, year, evidence)] for code in list_open_boards(year)}
            assert seen(run_list(style, year, evidence), year, evidence) == naive, style


def test_the_list_prints_the_same_from_the_files_themselves() -> None:
    naive = {
        code: [write_code(told) for told in make_row(code, "2023/24", "all")] for code in list_open_boards("2023/24")
    }
    assert read_csv_cells(run(*list_arguments("csv", "2023/24", "all")).stdout, "2023/24", "all") == naive


def list_why_cases() -> list[tuple[Place, str]]:
    """Every rated cell, and one cell of each board that has none: in turn of each aim, year and evidence."""
    rated = [place for place, told in make_cells("all").items() if told.rating]
    others = [board["code"] for board in BOARDS if board["code"] not in {code for code, _, _ in rated}]
    turns = zip(others, cycle(aim["id"] for aim in AIMS), cycle(CHOICES), cycle(EVIDENCE), strict=False)
    return [(place, "all") for place in rated] + [((code, aim, year), evidence) for code, aim, year, evidence in turns]


@pytest.mark.parametrize("part", range(4))
def test_why_gives_the_same_findings_as_its_reason(part: int) -> None:
    for place, evidence in list_why_cases()[part::4]:
        code, aim, year = place
        told, *before = json.loads(
            run_on_test_store("why", code, aim, "--year", year, "--evidence", evidence, "--format", "json")
        )
        naive = make_cells(evidence)[place]
        assert (told["code"], told["aim"], told["year"], told["voices"]) == (*place, evidence)
        assert [each["code"] for each in before] == (list_predecessors(code) if naive.missing == "not-in-being" else [])
        assert (told["rating"], told["nothing"], told["later"]) == (naive.rating, naive.missing, naive.later)
        assert told["rating_year"] == ((naive.rating_year or year) if naive.rating else None)
        assert sorted(told["fired"]) == sorted(naive.fired)
        assert sorted(finding["id"] for finding in told["findings"]) == sorted(naive.findings)


# 5. How much is known.

WHOLE = "whole"
"""The aim of the findings that are of none, but of the board as a whole."""


def make_coverage_row(aim: str, year: str, evidence: str) -> dict[str, str]:
    """A line of the coverage: sums over the cells of an aim, or over the findings of no aim."""
    column = [make_cells(evidence)[code, aim, year] for code in list_open_boards(year)] if aim != WHOLE else []
    whole = (
        [f for code in list_open_boards(year) for f in list_findings_of(code, year, evidence) if "aim" not in f]
        if aim == WHOLE
        else []
    )
    scopes = Counter(f["scope"] for f in list_findings_of(None, year, evidence) if f.get("aim", WHOLE) == aim)
    counts = {
        "base": len(list_open_boards(year)),
        "rated": sum(told.rating is not None for told in column),
        "spoken": sum(bool(told.findings) for told in column) + len({f["icb"] for f in whole}),
        "findings": sum(len(told.findings) for told in column) + len(whole),
        "not_mentioned": sum(told.missing == "not-mentioned" for told in column),
        "said_nationally": sum(told.missing == "said-nationally" for told in column),
        "national": scopes["national"],
        "unresolved": scopes["unresolved"],
    }
    return {"voice": evidence, "aim": aim, "year": year, **{name: str(count) for name, count in counts.items()}}


def test_the_coverage_counts_the_same_by_aim_year_and_evidence_type() -> None:
    rows = {
        (row["voice"], row["aim"], row["year"]): row
        for row in read_csv_rows(run_on_test_store("coverage", "--format", "csv"))
    }
    aims = [*(aim["id"] for aim in AIMS), WHOLE]
    assert rows == {
        (evidence, aim, year): make_coverage_row(aim, year, evidence)
        for evidence in EVIDENCE
        for aim in aims
        for year in YEARS
    }


def test_the_coverage_page_shows_the_same_counts_by_aim_and_evidence_type() -> None:
    lines = [join_words(re.sub("[█░]", "", line)) for line in run_on_test_store("coverage").splitlines()]
    for aim in AIMS:
        counts = [make_coverage_row(aim["id"], year, "all") for year in YEARS]
        assert (
            " ".join([aim["short_name"], *(f"{n['findings']} on {n['spoken']} of {n['base']}" for n in counts)])
            in lines
        )
        assert " ".join([aim["short_name"], *(f"{n['rated']} of {n['base']}" for n in counts)]) in lines
    for kind in KIND.values():
        assert " ".join([write_short_name(kind), *(count_findings(kind["id"], year) for year in YEARS)]) in lines


def count_findings(kind: str, year: str) -> str:
    """How many findings a voice has, on how many boards."""
    said = [f["icb"] for code in list_open_boards(year) for f in list_findings_of(code, year, kind)]
    return f"{len(said)} on {len(set(said))} of {len(list_open_boards(year))}"


# 6. The year that is rated.

RATED = {"leading": 1, "strong": 18, "progressing": 6, "mixed": 1, "concern": 2}


FINDING: dict[str, dict[str, Any]] = {finding["id"]: finding for finding in FINDINGS}


def list_csv_rows(*command: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run_on_test_store(*command, "--format", "csv"))))


def test_every_finding_names_whose_words_it_holds_and_who_reports_them() -> None:
    for year in YEARS:
        for code in (*(board["code"] for board in BOARDS), None):
            for each in open_test_store().list_evidence(code, year=year):
                assert each.speaker == write_speaker(FINDING[each.finding.id])
    told = [write_speaker(finding) for finding in FINDINGS if finding["kind"] == "annual-assessment"]
    assert "NHS England" in told and "NHS England, as reported by Healthcare Leader" in told
    assert "the ICB" in map(write_speaker, FINDINGS) and "press" in map(write_speaker, FINDINGS)


def test_every_table_of_findings_ends_with_the_speaker() -> None:
    for board in BOARDS:
        rows = list_csv_rows("show", board["code"], "--year", "2023/24")
        assert all(list(row)[-1] == "speaker" for row in rows)
        assert all(row["speaker"] == write_speaker(FINDING[row["id"]]) for row in rows)
    rows = [*list_csv_rows("national"), *list_csv_rows("find", "a")]
    assert len(rows) > 200
    for row in rows:
        assert list(row)[-1] == "speaker" and row["speaker"] == write_speaker(FINDING[row["id"]])


def test_28_cells_of_2023_24_are_rated_and_none_of_another_year() -> None:
    rated = [(p[2], told.rating) for p, told in make_cells("all").items() if told.rating and p[2] != ALL_YEARS]
    assert len(rated) == sum(RATED.values()) == 28
    assert Counter(rated) == {("2023/24", rating): count for rating, count in RATED.items()}


def test_28_cells_of_the_screen_carry_a_letter_with_all_evidence_and_with_the_rated_type() -> None:
    for text in press_keys("o", year="2023/24", size=SIZE):
        letters = Counter(cell[0] for cells in parse_screen(text.splitlines()).matrix.values() for cell in cells)
        assert {id: letters[rating["letter"]] for id, rating in RATING.items()} == RATED
        assert sum(letters.values()) == len(list_open_boards("2023/24")) * len(AIMS) == 210


def test_28_cells_of_the_exported_list_are_rated() -> None:
    exported = read_csv_cells(run_list("csv", "2023/24", "all"), "2023/24", "all")
    levels = Counter(level for row in exported.values() for level in row)
    assert {id: levels[id] for id in RATING} == RATED


# 7. The statement under a name that is no board's.


def test_the_unmatched_finding_counts_for_no_board() -> None:
    (lost,) = [finding for finding in FINDINGS if finding.get("scope") == "unresolved"]
    assert lost["id"] == UNRESOLVED and "icb" not in lost and lost["candidates"]
    for code in lost["candidates"]:
        assert UNRESOLVED not in {evidence.finding.id for evidence in open_test_store().list_evidence(code)}
        for year in YEARS:
            assert UNRESOLVED not in read_ids(write_page(code, year, "all"))
            assert UNRESOLVED not in list_compared_ids(code, year)


def list_compared_ids(code: str, year: str) -> set[str]:
    """The evidence of a board's cells, as the comparison has it."""
    return {
        evidence.finding.id
        for each in open_test_store().compare_boards((code,), year).values()
        for evidence in each.evidence
    }


@pytest.mark.parametrize("year", YEARS)
def test_the_national_page_has_every_finding_of_no_board_and_no_other(year: str) -> None:
    exported = json.loads(run_on_test_store("national", "--year", year, "--format", "json"))
    assert sorted(finding["id"] for finding in exported) == sorted(f["id"] for f in list_findings_of(None, year, "all"))
    assert read_ids([run_on_test_store("national", "--year", year)]) == {
        f["id"] for f in list_findings_of(None, year, "all")
    }
