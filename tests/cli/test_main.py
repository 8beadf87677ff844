"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import run

from icb_tui.data_files.bundled import find_bundled_folder

STRONG_LEADERSHIP = {
    "QE1 QHM QOQ QWO QHL QWU QK1 QNQ QNX QVV QMM QPM QT1 QR1 QYG",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bundled data, to be broken."""
    return Path(shutil.copytree(find_bundled_folder(), tmp_path / "data"))


def break_file(folder: Path, file: str, old: str, new: str) -> Path:
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return folder


def test_fifteen_boards_are_strong_on_leadership() -> None:
    rows = json.loads(run("list", "1:strong", "--year", "2023/24", "--format", "json").stdout)
    assert {row["code"] for row in rows} == set(*(codes.split() for codes in STRONG_LEADERSHIP))
    assert len(rows) == 15
    assert {row["ratings"]["leadership"] for row in rows} == {"strong"}
    keys = "code name short_name region year voices ratings findings nothing laid_over"
    assert set(rows[0]) == set(keys.split())
    assert list(rows[0]["ratings"]) == [
        "leadership",
        "population-health",
        "inequalities",
        "productivity",
        "social-economic",
    ]


def test_exactly_two_boards_have_a_concern() -> None:
    done = run("list", "concern", "--year", "2023/24")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["code", "QMF", "QWE"]
    assert done.stderr == "ICBs rated Concern on any aim, 2023/24: 2 of 42\n"


def test_text_has_its_golden_bytes() -> None:
    assert run("list", "mid", "3:lead").stdout == (
        "code  label  ICB                                    region    Leadership  Health           Inequalities"
        "  Productivity     Social\n"
        "QK1   LLR    Leicester, Leicestershire and Rutland  Midlands  Strong      said nationally  Leading     "
        "  said nationally  not mentioned\n"
    )


def test_csv_has_its_golden_bytes() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "icb_tui", "list", "3:leading", "--format", "csv"],
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == (
        b"code,name,short_name,region,region_name,year,voices,"
        b"leadership,population-health,inequalities,productivity,social-economic,laid_over\r\n"
        b'QK1,"NHS Leicester, Leicestershire and Rutland Integrated Care Board",'
        b'"Leicester, Leicestershire and Rutland",Y60,Midlands,2023/24,all,'
        b"strong,said-nationally,leading,said-nationally,not-mentioned,none\r\n"
    )


def test_json_has_its_golden_bytes() -> None:
    assert run("list", "3:leading", "--format", "json").stdout == (
        '[\n  {\n    "code": "QK1",\n    "name": "NHS Leicester, Leicestershire and Rutland Integrated Care Board",\n'
        '    "short_name": "Leicester, Leicestershire and Rutland",\n    "region": "Y60",\n    "year": "2023/24",\n'
        '    "voices": "all",\n    "ratings": {\n      "leadership": "strong",\n      "population-health": null,\n'
        '      "inequalities": "leading",\n      "productivity": null,\n      "social-economic": null\n    },\n'
        '    "findings": {\n      "leadership": 1,\n      "population-health": 0,\n      "inequalities": 5,\n'
        '      "productivity": 0,\n      "social-economic": 0\n    },\n'
        '    "nothing": {\n      "leadership": null,\n      "population-health": "said-nationally",\n'
        '      "inequalities": null,\n      "productivity": "said-nationally",\n'
        '      "social-economic": "not-mentioned"\n    },\n    "laid_over": []\n  }\n]\n'
    )


def test_no_cell_of_the_csv_is_empty() -> None:
    rows = list(csv.reader(io.StringIO(run("list", "--format", "csv").stdout)))
    assert len(rows) == 43
    assert all(cell for row in rows for cell in row)


def test_no_match_exits_1_and_counts_0() -> None:
    done = run("list", "midlands", "concern", code=1)
    assert done.stdout == ""
    assert done.stderr == "ICBs in Midlands, rated Concern on any aim, 2023/24: 0 of 11\n"
    assert run("list", "midlands", "concern", "--format", "json", code=1).stdout == "[]\n"


def test_an_unknown_word_is_pointed_at_and_exits_2() -> None:
    done = run("list", "midlands", "xyz", code=2)
    assert done.stderr == (
        "icb-tui: filter: “xyz” is no region, aim, rating, voice or status\n  midlands xyz\n           ^^^\n"
    )


def test_an_excluded_word_may_begin_with_a_minus() -> None:
    rows = json.loads(run("list", "1:strong", "-midlands", "--format", "json").stdout)
    assert len(rows) == 10
    assert "Y60" not in {row["region"] for row in rows}


@pytest.mark.parametrize("year", ["2023-24", "2023/24"])
def test_a_year_is_written_either_way(year: str) -> None:
    assert "2 of 42" in run("list", "concern", "--year", year).stderr


def test_an_unknown_year_names_the_known_ones_and_exits_2() -> None:
    assert run("list", "--year", "1999/00", code=2).stderr == (
        "icb-tui: --year: “1999/00” is not in the data; expected one of 2022/23, 2023/24, 2024/25, 2025/26\n"
    )


def test_check_counts_what_the_data_holds() -> None:
    counts = dict(line.rsplit(maxsplit=1) for line in run("check").stdout.splitlines()[1:])
    assert counts["findings"] == "324" and counts["sources"] == "54" and counts["values"] == "2,729"
    assert counts["boards"] == "48" and counts["boards in 2025/26"] == "42" and counts["indicators"] == "29"


def test_check_says_all_that_is_wrong_and_exits_4(folder: Path) -> None:
    break_file(folder, "icbs.yaml", "region: Y62", "region: Y99")
    break_file(folder, "assessments.yaml", "kind: context", "kind: gossip")
    done = run("check", str(folder), code=4)
    first, second = done.stdout.splitlines()
    assert first.startswith(
        f"{folder / 'icbs.yaml'}:24: icbs[0].region: is “Y99”, which is not under `regions:`; expected"
    )
    assert second.startswith(f"{folder / 'assessments.yaml'}:")
    assert ": findings[1].kind: is “gossip”, which is not under `kinds:`; expected one of" in second
    assert "2 problems" in done.stderr


def test_check_says_it_as_json_and_csv_too(folder: Path) -> None:
    break_file(folder, "icbs.yaml", "region: Y62", "region: Y99")
    (problem,) = json.loads(run("check", str(folder), "--format", "json", code=4).stdout)
    assert (problem["line"], problem["key"]) == (24, "icbs[0].region")
    rows = list(csv.reader(io.StringIO(run("check", str(folder), "--format", "csv", code=4).stdout)))
    assert rows[0] == ["file", "line", "key", "message"] and rows[1][1:3] == ["24", "icbs[0].region"]
    assert json.loads(run("check", "--format", "json").stdout) == []


def test_bad_data_ends_every_command_with_4(folder: Path) -> None:
    break_file(folder, "icbs.yaml", "region: Y62", "region: Y99")
    for arguments in (("list", "--data", str(folder)), ("--data", str(folder), "list")):
        assert "icbs.yaml:24: icbs[0].region: is “Y99”" in run(*arguments, code=4).stderr


def test_the_explorer_without_a_terminal_is_one_clear_line_and_5() -> None:
    done = run(code=5)
    assert done.stdout == ""
    assert done.stderr == (
        "icb-tui: the explorer needs a terminal, and standard input or output is none;"
        " icb-tui list prints the same facts\n"
    )


def test_usage_errors_exit_2_and_help_and_version_0() -> None:
    assert "No such option" in run("--nonsense", code=2).stderr
    assert "No such command" in run("nonsense", code=2).stderr
    assert "icb-tui --filter" in run("--help").stdout
    assert run("--version").stdout.startswith("icb-tui, version ")


def test_a_closed_pipe_is_silent() -> None:
    command = f"'{sys.executable}' -m icb_tui list --format csv | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[0].startswith("code,name")
    assert done.stdout.splitlines()[1] in ("0", "141")
    assert "Error" not in done.stderr


def test_an_ascii_locale_gets_ascii() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "icb_tui", "list", "2023/24", "strong"],
        capture_output=True,
        env={**os.environ, "LC_ALL": "C"},
        check=False,
        timeout=60,
    )
    assert done.stdout.isascii()


def test_a_hostile_argument_reaches_the_terminal_as_text() -> None:
    for arguments in (("list", "\x1b[31mred"), ("list", "--year", "\x1b]0;x\x07")):
        done = run(*arguments, code=2)
        assert "\x1b" not in done.stderr and "␛" in done.stderr


def test_why_prints_the_rule_that_fired_and_its_findings() -> None:
    text = " ".join(run("why", "QUE", "1").stdout.split())
    assert text.startswith("Cambridgeshire and Peterborough (QUE) · Leadership · 2023/24 · all voices M ◆ Mixed")
    assert "Mixed: credit (A020, “strong partnership working”, about partnership working) and concern (A021," in text
    assert "The rule, for one ICB, aim and year: any credit and any concern is Mixed" in text
    (told,) = json.loads(run("why", "c&p", "lead", "--format", "json").stdout)
    assert (told["rating"], told["nothing"], told["fired"]) == ("mixed", None, ["A020", "A021"])
    assert {finding["id"] for finding in told["findings"]} == {"A020", "A021", "R001"}
    assert told["findings"][0]["source"]["publisher"] == "Healthcare Leader"


def test_why_in_csv_says_why_there_is_no_rating() -> None:
    rows = list(csv.DictReader(io.StringIO(run("why", "S0E4D", "1", "--format", "csv").stdout)))
    assert [(row["code"], row["reading"]) for row in rows] == [("S0E4D", "not-in-being")]
    assert run("why", "QF7", "4", "--format", "csv").stdout.count("said-nationally") == 1


def test_why_names_the_later_oversight_steps() -> None:
    (told,) = json.loads(run("why", "QE1", "1", "--format", "json").stdout)
    assert (told["rating"], told["later"]) == ("strong", ["O005", "O006"])
    (assessed,) = json.loads(run("why", "QE1", "1", "--voice", "assessed", "--format", "json").stdout)
    assert (assessed["rating"], assessed["later"], assessed["voices"]) == ("strong", [], "annual-assessment")


def test_the_evidence_type_is_in_every_export() -> None:
    rows = json.loads(run("list", "london", "--voice", "self", "--format", "json").stdout)
    assert {row["voices"] for row in rows} == {"self-report"}
    assert not any(rating for row in rows for rating in row["ratings"].values())
    both = run("list", "london", "--voice", "self", "--voice", "assessed", "--format", "csv").stdout
    assert ",annual-assessment+self-report," in both
    assert json.loads(run("list", "--voice", "all", "--format", "json").stdout)[0]["voices"] == "all"


def test_an_unknown_evidence_type_names_the_known_ones() -> None:
    done = run("list", "--voice", "gossip", code=2)
    assert done.stderr.startswith("icb-tui: --voice: “gossip” is no voice; expected one of Annual assessment, Self-rep")


def test_the_boards_as_at_a_day() -> None:
    done = run("list", "--as-at", "2026-04-01", "--format", "json")
    codes = {row["code"] for row in json.loads(done.stdout)}
    assert len(codes) == 36 and "S0E4D" in codes and "QNQ" not in codes
    assert done.stderr == "ICBs, 2023/24, boards of 1 April 2026: 36 of 36\n"
    assert len(json.loads(run("list", "--as-at", "2026-03-31", "--format", "json").stdout)) == 42
    assert run("list", "--as-at", "2020-01-01", code=1).stdout == ""
    assert "“soon” is no day; expected year, month and day" in run("list", "--as-at", "soon", code=2).stderr


def test_the_england_wide_findings_and_the_unmatched_one() -> None:
    text = " ".join(run("national").stdout.split())
    assert "“Yorkshire and Humber” Inequalities · 2023/24" in text and "It may mean 3 boards; none is chosen" in text
    rows = list(csv.DictReader(io.StringIO(run("national", "--format", "csv").stdout)))
    assert [row["id"] for row in rows if row["scope"] == "unresolved"] == ["A037"]
    assert [row["candidates"] for row in rows if row["named"]] == ["QOQ+QWO+QF7"]
    assert run("national", "--year", "2022/23", "--voice", "self", code=1).stdout


def test_coverage_counts_findings_boards_and_gaps() -> None:
    text = " ".join(run("coverage", "midlands").stdout.split())
    assert text.startswith("Coverage · ICBs in Midlands · all voices") and "8 on 5 of 11" in text
    rows = list(csv.DictReader(io.StringIO(run("coverage", "--format", "csv").stdout)))
    leadership = next(r for r in rows if (r["voice"], r["aim"], r["year"]) == ("all", "leadership", "2023/24"))
    assert (leadership["rated"], leadership["spoken"], leadership["said_nationally"]) == ("16", "17", "25")


def test_a_comparison_as_text_markdown_csv_and_json() -> None:
    text = run("compare", "C&W", "sussex").stdout
    assert text.startswith(
        "What differs: Coventry and Warwickshire's Inequalities reading rests on three findings, Sussex"
    )
    assert "(one with a figure: 20 of 25 indicators)." in text.splitlines()[0]
    assert "Both: Strong on Leadership, Progressing on Health and Strong on Inequalities (2023/24)." in text
    markdown = run("compare", "C&W", "sussex", "--format", "markdown").stdout
    assert (
        "| Leadership | Strong | Strong |\n" in markdown
        and "- What nobody mentions: Neither is mentioned on" in markdown
    )
    told = json.loads(run("compare", "C&W", "sussex", "--format", "json").stdout)
    assert told["icbs"] == ["QWU", "QNX"] and len(told["sentences"]) == 4
    assert [row["same"] for row in told["rows"]] == [True] * 5
    assert told["rows"][0] == {
        "aim": "leadership",
        "same": True,
        "ratings": {"QWU": "strong", "QNX": "strong"},
        "nothing": {"QWU": None, "QNX": None},
        "findings": {"QWU": ["A011"], "QNX": ["A014"]},
    }
    assert json.loads(run("compare", "C&W", "sussex", "-d", "--format", "json").stdout)["rows"] == []


def test_a_region_beside_a_board_is_a_count_of_each_level_on_its_base() -> None:
    text = " ".join(run("compare", "LLR", "Midlands").stdout.split())
    assert "Inequalities Leading 1 Leading, 1 Strong, 9 not rated of 11" in text
    rows = list(csv.DictReader(io.StringIO(run("compare", "LLR", "england", "--format", "csv").stdout)))
    leadership = next(row for row in rows if (row["row"], row["column"]) == ("leadership", "England"))
    assert leadership["reading"] == "15 Strong, 1 Mixed, 26 not rated of 42"
    told = json.loads(run("compare", "LLR", "ney", "--format", "json").stdout)
    assert [(group["name"], group["boards"]) for group in told["groups"]] == [("North East and Yorkshire", 4)]


def test_a_comparison_needs_two_columns() -> None:
    assert "1 board and 0 regions named; expected one to 6 boards" in run("compare", "LLR", code=2).stderr
    assert "0 boards" in run("compare", "midlands", "london", code=2).stderr


def test_indicators_of_a_region_on_an_aim() -> None:
    done = run("indicators", "south", "west", "--aim", "4")
    assert (
        "1. A&E attendances within 4 hours: % of attendances; 2024/25; median of 42 boards 73.3; higher is better"
        in (done.stdout)
    )
    rows = json.loads(run("indicators", "london", "--aim", "4", "--format", "json").stdout)
    assert len(rows) == 5 * 7
    assert rows[0] == {
        "indicator": "ae-4-hours",
        "code": "QMJ",
        "period": "2024/25",
        "value": 72.85,
        "unit": "% of attendances",
        "median": 73.3,
        "place": 25,
        "of": 42,
    }
    missing = next(
        row
        for row in json.loads(run("indicators", "east of england", "--format", "json").stdout)
        if (row["indicator"], row["code"]) == ("no-longer-meeting-criteria", "QUE")
    )
    assert (missing["value"], missing["place"], missing["of"]) == (None, None, 41)


def test_an_aim_without_indicators_exits_1() -> None:
    done = run("indicators", "--aim", "1", code=1)
    assert done.stdout == "" and "No official figure is tied to Leadership." in done.stderr


def test_sets_are_kept_listed_used_and_deleted(tmp_path: Path) -> None:
    home = str(tmp_path)
    assert run("sets", code=1, XDG_DATA_HOME=home).stdout == ""
    assert "Kept “near”" in run("sets", "--keep", "near", "llr", "c&w", XDG_DATA_HOME=home).stderr
    assert json.loads(run("sets", "--format", "json", XDG_DATA_HOME=home).stdout) == [
        {"set": "near", "codes": ["QK1", "QWU"]}
    ]
    assert json.loads(run("compare", "--set", "near", "--format", "json", XDG_DATA_HOME=home).stdout)["icbs"] == [
        "QK1",
        "QWU",
    ]
    assert (
        "there is no set “far”; the sets are near" in run("compare", "--set", "far", code=1, XDG_DATA_HOME=home).stderr
    )
    assert run("sets", "--delete", "near", code=1, XDG_DATA_HOME=home).stdout == ""
