"""What is shown of a board that others merged into: in the explorer, on its page, in a comparison and as data."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest
from bundled_store import load_data, open_test_store
from command_line import run, run_on_test_store
from naive_route import AIMS, FINDINGS, RATING, YEARS, list_predecessors, make_cells, read_data_file
from printed_text import join_words
from screen import press_keys, read_last_screen, read_pane
from wording import check_wording

from icb_tui.analysis.indicator_values import format_value
from icb_tui.pages.board import write_board_page
from icb_tui.pages.compare import write_compare_page
from icb_tui.pages.gather import gather_board_page, gather_comparison
from icb_tui.text.spans import plain_lines
from icb_tui.views.view_state import View

DATA = load_data()
NEW = [icb.code for icb in DATA.icbs if icb.opened == dt.date(2026, 4, 1)]
SIZES = [(120, 40), (80, 24)]
NOT_OPEN = re.compile("not open|/ {3}", re.IGNORECASE)


def write_page(code: str, year: str = "2023/24", cells: int = 118) -> list[str]:
    page = gather_board_page(open_test_store(), View(data=DATA, year=year), code)
    return plain_lines(write_board_page(page, cells).lines)


def join_lines(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def read_sign(code: str, aim: str, year: str = "2023/24") -> str:
    """The first sign of a cell, by the naive route."""
    cell = make_cells("all")[code, aim, year]
    missing = {"not-mentioned": "–", "said-nationally": "≈"}
    return RATING[cell.rating]["letter"] if cell.rating else missing.get(cell.missing or "", "·")


# Tasks: a few keys from the start, and the answer is there without scrolling.


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_became_of_frimley_and_what_was_said_of_it_takes_five_keys(size: tuple[int, int]) -> None:
    screen = read_last_screen("/", *"fri", "enter", size=size)
    words = " ".join(screen.split())
    became = "Closed 31 March 2026; now Thames Valley (58.9%), Hampshire and Isle of Wight (22.9%), Surrey and Sussex"
    assert f"{became} (18.2%), by NHS England's weights (basis not stated)." in words
    assert words.index("Closed 31 March") < words.index("Opened 1 July 2022")
    said = [line for line in screen.splitlines() if re.match(r"  [1-5] ", line)]
    assert "S △" in said[0] and "S △" in said[1] and "·1" in said[3]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_is_known_of_essex_takes_seven_keys(size: tuple[int, int]) -> None:
    screen = read_last_screen("/", *"essex", "enter", size=size)
    words = " ".join(screen.split())
    assert "Essex was not open in 2023/24. What follows was said of the boards before it: Mid and South Essex" in words
    assert "Taken over all 34.8% 21.4% Share of ESX 64.4% 18.5% 17.1%" in words
    counts = [
        [sum((f.get("icb"), f["year"] in years, "aim" in f) == (old, True, True) for f in FINDINGS) for years in spans]
        for old in list_predecessors("D7T5G")
        for spans in [(("2023/24",), YEARS)]
    ]
    assert f"Findings {' '.join(f'{some} of {every}' for some, every in counts)} 1 Leadership" in words
    rows = [line for line in screen.splitlines() if re.match(r"  [1-5] ", line)]
    for aim, row in zip(AIMS, rows, strict=False):
        signs = re.findall("[·≈–]|[A-Z](?= [▲△○◆▼])", row[4:])
        assert signs == [read_sign(code, aim["id"]) for code in list_predecessors("D7T5G")]


# The page


@pytest.mark.parametrize("code", NEW)
def test_the_page_of_a_new_board_has_every_finding_of_the_boards_before_it_under_their_names(code: str) -> None:
    for year in YEARS:
        page = join_lines(write_page(code, year, cells=400))
        assert len(NOT_OPEN.findall(page)) == 1, "said once"
        for aim in (*AIMS, None):
            for old in list_predecessors(code):
                expected = [f["id"] for f in FINDINGS if (f.get("icb"), f["year"]) == (old, year)]
                assert all(re.search(rf"\b{id} ", page) for id in expected), (old, aim)
        names = [DATA.icb[old].short_name for old in list_predecessors(code)]
        for old, name in zip(list_predecessors(code), names, strict=True):
            for finding in (f for f in FINDINGS if f.get("icb") == old and f["year"] == year):
                before = page[: page.index(f"{finding['id']} ")]
                last = max(names, key=lambda each: before.rfind(f" {each} · "))
                assert last == name, finding["id"]


@pytest.mark.parametrize("cells", [118, 78, 58])
@pytest.mark.parametrize("code", NEW)
def test_the_indicators_of_the_boards_before_are_side_by_side(code: str, cells: int) -> None:
    page = write_page(code, cells=cells)
    assert max(len(line) for line in page if line.startswith("   ")) <= cells
    for record in read_data_file("indicators.yaml")["indicators"]:
        indicator, newest = DATA.indicator[record["id"]], list(record["values"].values())[-1]
        expected = [format_value(newest.get(old), indicator) for old in list_predecessors(code)]
        rows = [" ".join(line.split()) for line in page if line.startswith(f"   {record['name'].split()[0]} ")]
        assert any(row.endswith(" ".join(expected)) for row in rows), record["id"]


def test_a_new_board_reads_plainly() -> None:
    check_wording("\n".join(write_page("S9B9J", cells=78)[:60]))
    check_wording("\n".join(write_page("T6Y0W", cells=58)[:40]))


def test_a_board_that_grew_has_its_own_page_and_the_ratings_of_the_board_that_it_took_over() -> None:
    page = write_page("QRL", cells=78)
    check_wording("\n".join(page[:32]))
    assert "2 Health" in join_lines(page) and "Rank" in join_lines(page)


def test_what_was_said_of_a_new_board_before_it_opened_stands_beside_the_boards_before_it(tmp_path: Path) -> None:
    (tmp_path / "assessments.yaml").write_text(
        "sources: [{id: mine, publisher: Our own reading}]\n"
        "findings:\n  - {id: M1, icb: D7T5G, year: 2025/26, aim: leadership, kind: self-report, direction: neutral,"
        " summary: The new board names its chair., source: mine}\n"
    )
    text = run("show", "D7T5G", "--year", "2025/26", "--data", str(tmp_path)).stdout
    assert re.search("ESX +MSE +SNEE +HWE", text) and "The new board names its chair." in text
    assert "M1" in run("brief", "D7T5G", "--year", "2025/26", "--data", str(tmp_path)).stdout
    listed = run("list", "--as-at", "2026-04-01", "--year", "2025/26", "--data", str(tmp_path), "--format", "csv")
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(listed.stdout))}
    assert rows["D7T5G"]["leadership"] == "unrated" and rows["D7T5G"]["inequalities"] == "not-in-being"


# The explorer


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 16)], ids=str)
def test_the_matrix_of_todays_boards_has_a_letter_for_each_board_before(size: tuple[int, int]) -> None:
    screen = read_last_screen("a", *["j"] * 4, "1", size=size)
    row = next(line for line in screen.splitlines() if "  Central East " in line)
    signs = [[read_sign(old, aim["id"]) for old in list_predecessors("S1Y5D")] for aim in AIMS]
    assert re.sub(r"[^A-Z·≈–]", "", row.split("Central East")[1].replace("CE", "")) == "".join(map("".join, signs))
    pane = read_pane(screen)
    assert "CE · Leadership · 2023/24" in pane and "Not open in 2023/24. The boards before it:" in pane
    assert re.search(f"{'C&P' if size[0] == 60 else 'Cambridgeshire and Peterborough'} +M ◆ Mixed", pane)


def test_the_legend_of_todays_boards_names_the_signs_of_the_boards_before() -> None:
    legend = read_last_screen("a", size=(120, 40)).partition(" – no finding")[2].partition("─")[0]
    assert "M ◆ Mixed" in legend and "S – boards before it" in legend and "not open" not in legend


def test_the_lower_pane_tells_what_was_said_under_each_name_where_there_is_room() -> None:
    screen = read_last_screen("a", *["j"] * 4, "1", size=(120, 60))
    told = join_words(read_pane(screen))
    concern, praise = ": NHS England is seriously", "Praise about partnership working: Credited"
    assert 0 < told.find("Mixed Cambridgeshire and Peterborough Concern") < told.find(concern) < told.find(praise)
    assert "BLMK  ≈   England-wide only" in read_last_screen("a", *["j"] * 4, "1", size=(200, 60))  # no name is cut
    check_wording(read_pane(screen))
    check_wording(read_pane(read_last_screen("a", *["j"] * 4)))
    check_wording(read_pane(read_last_screen("a", *["j"] * 4, "1", "w")))


def test_a_new_board_is_unrated_for_the_filter() -> None:
    rows = json.loads(run_on_test_store("list", "unrated", "--as-at", "2026-04-01", "--format", "json"))
    assert set(NEW) <= {row["code"] for row in rows}
    rated = json.loads(run_on_test_store("list", "1:mixed", "--as-at", "2026-04-01", "--format", "json", code=1))
    assert rated == []


def test_the_plain_text_says_once_that_a_board_was_not_open() -> None:
    text = " ".join(read_last_screen("a", "=", size=(100, 400)).split())
    said = (
        "Essex (ESX, D7T5G), East of England Not open in 2023/24. The boards before it: Leadership: MSE not rated (1);"
    )
    assert said in text


def test_indicators_of_the_boards_before_stand_in_the_lower_pane_and_on_the_page_of_an_indicator() -> None:
    screens = press_keys("a", "i", "l", *["j"] * 4, "enter", size=(120, 40))
    shown = re.search(r"Boards before it: BLMK [\d.]+, HWE [\d.]+, C&P [\d.]+\.", screens[-2])[0]  # type: ignore[index]
    assert shown in " ".join(screens[-1].split())
    assert shown in " ".join(read_last_screen("a", "i", "=", size=(100, 400)).split())


def test_the_presenter_shows_the_boards_before() -> None:
    screen = read_last_screen("a", *["j"] * 4, "P")
    assert "Hertfordshire and West Essex" in screen or "Bedfordshire" in screen


# Comparison


def test_a_new_board_beside_another_shows_the_boards_before_it() -> None:
    screen = read_last_screen(compared=("D7T5G", "QJK"), size=(80, 24))
    assert re.search(r"1 Leadership +before: · · ≈", screen)
    assert "the table shows the boards before it: MSE, SNEE and HWE" in join_words(screen)
    evidence = read_last_screen(compared=("D7T5G", "QJK"), size=(80, 400))
    assert "Not open. Boards before it:" in evidence and re.search(r"MSE +·1 +Not rated", evidence)
    check_wording(read_last_screen("i", compared=("S0E4D", "QJK"), size=(80, 40)))


@pytest.mark.parametrize("cells", [58, 78, 118, 198])
def test_a_comparison_never_denies_the_values_of_the_boards_before(cells: int) -> None:
    for codes in (["D7T5G", "QNQ"], ["D7T5G", "S1Y5D", "QNQ", "QK1", "QWU", "QOP", "QF7", "QGH"]):
        page = write_compare_page(gather_comparison(open_test_store(), codes, (), "2023/24", ()), cells)
        lines = plain_lines([*page.head, *page.lines])
        assert "Boards before: MSE 61.6, SNEE 61.9, HWE 64.8" in join_lines(lines)
        row = next(line for line in lines if re.match("  +Health.*[0-9] *$", line))
        assert re.search("61.6 61.9 64.8|below", row) and "no value" not in row
        assert not any("difference" in line for line in lines)


def test_with_only_differences_no_board_before_is_left_out() -> None:
    text = run_on_test_store("compare", "D7T5G", "S0E4D", "-d")
    assert "before: MSE not rated (1)" in text and "FRIM Strong" in text and "MSE 61.6" in text


# Data


def test_the_json_of_a_new_board_has_the_boards_before_it_with_their_evidence_and_indicators() -> None:
    board = json.loads(run_on_test_store("show", "S9B9J", "--format", "json"))
    assert [each["code"] for each in board["predecessors"]] == list_predecessors("S9B9J")
    for before in board["predecessors"]:
        own = json.loads(run_on_test_store("show", before["code"], "--format", "json"))
        for key in ("ratings", "findings", "nothing", "aims", "whole", "indicators"):
            assert before[key] == own[key], key
    frimley = board["predecessors"][0]
    assert frimley["percent"] == 18.2 and frimley["basis"] and frimley["percent_of_new"] is None


def test_the_csv_of_a_new_board_has_the_findings_of_the_boards_before_it() -> None:
    rows = list(csv.DictReader(io.StringIO(run_on_test_store("show", "D7T5G", "--format", "csv"))))
    expected = {f["id"] for f in FINDINGS if f.get("icb") in list_predecessors("D7T5G") and f["year"] == "2023/24"}
    assert {row["id"] for row in rows} == expected
    assert {row["predecessor_of"] for row in rows} == {"D7T5G"}
    own = list(csv.DictReader(io.StringIO(run_on_test_store("show", "QRL", "--format", "csv"))))
    assert {(row["code"], row["predecessor_of"]) for row in own} == {("QRL", "")}


def test_lists_and_comparisons_name_the_boards_before() -> None:
    listed = run_on_test_store("list", "--as-at", "2026-04-01", "--format", "csv")
    rows = {row["code"]: row["predecessors"] for row in csv.DictReader(io.StringIO(listed))}
    assert rows["D7T5G"] == "QH8+QJG+QM7" and rows["QRL"] == "QNQ" and rows["QK1"] == "none"
    compared = json.loads(run_on_test_store("compare", "S0E4D", "QJK", "--format", "json"))
    assert compared["predecessors"]["QJK"] == []
    assert [each["ratings"]["leadership"] for each in compared["predecessors"]["S0E4D"]] == ["strong", None]
    table = csv.DictReader(io.StringIO(run_on_test_store("compare", "S0E4D", "QJK", "--format", "csv")))
    before = [row for row in table if row["predecessor_of"] == "S0E4D"]
    assert {row["column"] for row in before} == {"QNQ", "QU9"}
    assert len(before) == 2 * (len(AIMS) + len(DATA.indicators))


def test_the_command_prints_the_page_without_the_keys_of_the_screen() -> None:
    printed = run_on_test_store("show", "D7T5G")
    assert "p chooses" not in printed and "p chooses" in join_lines(write_page("D7T5G"))


def test_why_explains_each_board_before() -> None:
    check_wording(run_on_test_store("why", "T6Y0W", "1"))
    rows = json.loads(run_on_test_store("why", "T6Y0W", "1", "--format", "json"))
    assert [(row["code"], row["rating"], row["predecessor_of"]) for row in rows] == [
        ("T6Y0W", None, None),
        ("QJG", None, "T6Y0W"),
        ("QMM", "strong", "T6Y0W"),
    ]


def test_the_trend_of_a_new_board_is_that_of_the_boards_before_it() -> None:
    screen = read_last_screen("a", *"j" * 11, "i", "enter")
    assert "A MSE   B SNEE   C HWE" in screen and "● ESX" not in screen
    assert set(re.findall("[A-Z●]", screen.partition("Trend")[2].partition("└")[0])) == set("ABC")


def test_the_trend_of_a_board_with_values_draws_no_other_unasked() -> None:
    screen = read_last_screen("i", "enter")
    assert "● BSW" in screen and not re.search(r"\bA [A-Z]{3}", screen)
