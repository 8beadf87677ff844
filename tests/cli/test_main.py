"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bundled_store import load_data
from command_line import run
from naive_route import make_cells, read_data_file
from printed_text import join_words
from wording import check_wording

from icb_tui.analysis.indicator_values import format_value
from icb_tui.cli.main import icb_tui
from icb_tui.data_files.bundled import find_bundled_folder

GOLDEN = Path(__file__).parent.parent / "golden"
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
    keys = "code name short_name region year voices ratings rating_years findings nothing laid_over predecessors"
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
    check_wording(done.stderr)


def test_words_of_a_filter_may_be_shortened() -> None:
    assert run("list", "mid", "3:lead").stdout == (GOLDEN / "list.text").read_text()


def test_csv_has_its_golden_bytes_in_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "icb_tui", "list", "3:leading", "--format", "csv"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    assert done.stdout == (GOLDEN / "list.csv").read_bytes()


def test_no_cell_of_the_csv_is_empty() -> None:
    rows = list(csv.reader(io.StringIO(run("list", "--format", "csv").stdout)))
    assert len(rows) == 43
    assert all(cell for row in rows for cell in row)


def test_no_match_exits_1_and_counts_0() -> None:
    done = run("list", "midlands", "concern", code=1)
    assert done.stdout == ""
    assert done.stderr.endswith(": 0 of 42\n")
    check_wording(done.stderr)
    assert run("list", "midlands", "concern", "--format", "json", code=1).stdout == "[]\n"


def test_an_unknown_word_is_pointed_at_and_exits_2() -> None:
    done = run("list", "midlands", "xyz", code=2)
    assert done.stderr.endswith("\n  midlands xyz\n           ^^^\n")
    check_wording(done.stderr)


def test_a_word_that_can_mean_two_things_is_refused_with_what_can_be_typed() -> None:
    done = run("list", "midlands", "lead", code=2)
    assert "“lead” can mean leading (rating) or leadership (aim); type one of them\n  midlands lead\n" in done.stderr
    done = run("indicators", "cancer<60", code=2)
    assert "“cancer” can mean cancer-28-days or cancer-within-62-days" in done.stderr


def test_boards_are_listed_by_name_and_by_an_indicator() -> None:
    listed = run("list", "18-weeks<60", "--format", "json")
    assert {row["code"] for row in json.loads(listed.stdout)} == {"QH8", "QK1"}
    assert listed.stderr.endswith("below 60% of incomplete pathways (Mar 2026), 2023/24: 2 of 42\n")
    assert [row["code"] for row in json.loads(run("list", "kent", "and", "medway", "--format", "json").stdout)] == [
        "QKS"
    ]
    values = json.loads(run("indicators", "a&e", "<", "70%", "--aim", "4", "--format", "json").stdout)
    assert all(row["value"] < 70 for row in values if row["indicator"] == "ae-4-hours")
    assert "(41 of 42" not in run("list", "not", "no-longer", "<", "0").stderr
    assert run("list", "no-longer", ">=", "0").stderr.endswith(": 41 of 42 (1 with no value)\n")


def test_an_excluded_word_may_begin_with_a_minus() -> None:
    rows = json.loads(run("list", "1:strong", "-midlands", "--format", "json").stdout)
    assert len(rows) == 10
    assert "Y60" not in {row["region"] for row in rows}


@pytest.mark.parametrize("year", ["2023-24", "2023/24"])
def test_a_year_is_written_either_way(year: str) -> None:
    assert "2 of 42" in run("list", "concern", "--year", year).stderr


def test_an_unknown_year_names_the_known_ones_and_exits_2() -> None:
    error = run("list", "--year", "1999/00", code=2).stderr
    check_wording(error)
    assert all(year in error for year in ("--year", "2022/23", "2023/24", "2024/25", "2025/26"))


def test_check_counts_what_the_data_holds() -> None:
    counts = dict(line.rsplit(maxsplit=1) for line in run("check").stdout.splitlines()[1:])
    sections = {**read_data_file("assessments.yaml"), **read_data_file("indicators.yaml")}
    values = sum(len(boards) for indicator in sections["indicators"] for boards in indicator["values"].values())
    assert {name: counts[name] for name in ("findings", "sources", "indicators", "values")} == {
        **{name: f"{len(sections[name]):,}" for name in ("findings", "sources", "indicators")},
        "values": f"{values:,}",
    }
    assert counts["boards"] == "48" and counts["boards in 2025/26"] == "42"


def find_line(path: Path, text: str) -> int:
    """The number of the first line that holds a text."""
    return next(number for number, line in enumerate(path.read_text().splitlines(), 1) if text in line)


def test_check_says_all_that_is_wrong_and_exits_4(folder: Path) -> None:
    break_file(folder, "icbs.yaml", "region: Y62", "region: Y99")
    break_file(folder, "assessments.yaml", "kind: context", "kind: gossip")
    done = run("check", str(folder), code=4)
    first, second = done.stdout.splitlines()
    line = find_line(folder / "icbs.yaml", "Y99")
    assert first.startswith(f"{folder / 'icbs.yaml'}:{line}: icbs[0].region: ") and "“Y99”" in first
    assert second.startswith(f"{folder / 'assessments.yaml'}:") and ": findings[1].kind: " in second
    assert "2 problems" in done.stderr
    check_wording(done.stdout + done.stderr)


def test_check_says_it_as_json_and_csv_too(folder: Path) -> None:
    break_file(folder, "icbs.yaml", "region: Y62", "region: Y99")
    (problem,) = json.loads(run("check", str(folder), "--format", "json", code=4).stdout)
    line = find_line(folder / "icbs.yaml", "Y99")
    assert (problem["line"], problem["key"]) == (line, "icbs[0].region")
    rows = list(csv.reader(io.StringIO(run("check", str(folder), "--format", "csv", code=4).stdout)))
    assert rows[0] == ["file", "line", "key", "message"] and rows[1][1:3] == [str(line), "icbs[0].region"]
    assert json.loads(run("check", "--format", "json").stdout) == []


def test_bad_data_ends_every_command_with_4(folder: Path) -> None:
    break_file(folder, "icbs.yaml", "region: Y62", "region: Y99")
    for arguments in (("list", "--data", str(folder)), ("--data", str(folder), "list")):
        line = find_line(folder / "icbs.yaml", "Y99")
        assert f"icbs.yaml:{line}: icbs[0].region: " in run(*arguments, code=4).stderr


def test_the_explorer_without_a_terminal_is_one_clear_line_and_5() -> None:
    done = run(code=5)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    check_wording(done.stderr)


def test_usage_errors_exit_2_and_help_and_version_0() -> None:
    assert "No such option" in run("--nonsense", code=2).stderr
    assert "No such option" in run("sussex", "--nonsense", code=2).stderr
    assert "icb-tui --filter" in run("--help").stdout
    assert run("--version").stdout.startswith("icb-tui, version ")


@pytest.mark.parametrize(
    ("words", "same"),
    [
        (["sussex"], ["show", "QNX"]),
        (["sussex", "3"], ["show", "QNX", "--aim", "3"]),
        (["c&p", "leadership"], ["show", "QUE", "--aim", "1"]),
        (["LLR", "inequalities"], ["show", "QK1", "--aim", "3"]),
        (["surrey", "heartlands", "2"], ["show", "QXU", "--aim", "2"]),
        (["surrey heart", "value for money"], ["show", "QXU", "--aim", "4"]),
        (["qk1", "--year", "2022/23", "--format", "json"], ["show", "LLR", "--year", "2022/23", "--format", "json"]),
        (["--evidence", "self", "bob", "1"], ["show", "BOB", "--aim", "1", "--evidence", "self"]),
    ],
    ids=" ".join,
)
def test_the_name_of_a_board_prints_what_show_prints(words: list[str], same: list[str]) -> None:
    assert run(*words).stdout == run(*same).stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("yorkshire 3", 3),
        ("yorkshire and humber", 3),
        ("shwo", 2),
        ("leciester 3", 2),
        ("midlands", 2),
        ("sussex zzz", 2),
        ("qwertyuiop", 2),
        pytest.param("\x1b[31mred", 2, id="control characters"),
    ],
)
def test_what_is_no_command_and_no_board_says_what_it_could_mean(words: str, code: int) -> None:
    done = run(*words.split(), code=code)
    assert done.stdout == "" and "\x1b" not in done.stderr
    check_wording(done.stderr)


@pytest.mark.parametrize("word", ["", " ", "'", "\t", "x" * 5000], ids=lambda word: ascii(word)[:9])
def test_a_name_without_letters_is_a_usage_error(word: str) -> None:
    assert "unknown command or board" in run(word, code=2).stderr
    assert "icb-tui list ney lists the boards that match" in run("ney", code=2).stderr  # not “did you mean Norfolk”


def test_an_exact_name_is_taken_and_said() -> None:
    check_wording(run("essex", "3").stderr)


def test_the_name_of_a_command_always_wins(tmp_path: Path) -> None:
    (tmp_path / "icbs.yaml").write_text(
        "icbs:\n- {code: QXX, gss_code: E54999999, name: Schema, short_name: schema, label: list, region: Y60,"
        " opened: 2022-07-01, tile: {column: 40, row: 40}}\n"
    )
    assert run("--data", str(tmp_path), "list", "--format", "json").stdout.startswith("[")


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
    check_wording(run("why", "QUE", "1").stdout)
    (told,) = json.loads(run("why", "c&p", "lead", "--format", "json").stdout)
    assert (told["rating"], told["nothing"], told["fired"]) == ("mixed", None, ["A020", "A021"])
    assert {finding["id"] for finding in told["findings"]} == {"A020", "A021", "R001"}
    assert told["findings"][0]["source"]["publisher"] == "Healthcare Leader"


def test_why_in_csv_says_why_there_is_no_rating() -> None:
    rows = list(csv.DictReader(io.StringIO(run("why", "S0E4D", "1", "--format", "csv").stdout)))
    assert [(row["code"], row["reading"], row["predecessor_of"]) for row in rows] == [
        ("S0E4D", "not-in-being", ""),
        ("QNQ", "strong", "S0E4D"),
        ("QU9", "said-nationally", "S0E4D"),
    ]
    code, aim, _ = next(
        place for place, cell in make_cells("all").items() if (place[2], cell.missing) == ("2023/24", "said-nationally")
    )
    assert run("why", code, aim, "--format", "csv").stdout.count("said-nationally") == 1


def test_why_names_the_later_oversight_steps() -> None:
    (told,) = json.loads(run("why", "QE1", "1", "--format", "json").stdout)
    assert (told["rating"], told["later"]) == ("strong", ["O005", "O006"])
    (assessed,) = json.loads(run("why", "QE1", "1", "--evidence", "assessed", "--format", "json").stdout)
    assert (assessed["rating"], assessed["later"], assessed["voices"]) == ("strong", [], "annual-assessment")


def test_the_evidence_type_is_in_every_export() -> None:
    rows = json.loads(run("list", "london", "--evidence", "self", "--format", "json").stdout)
    assert {row["voices"] for row in rows} == {"self-report"}
    assert not any(rating for row in rows for rating in row["ratings"].values())
    both = run("list", "london", "--evidence", "self", "--evidence", "assessed", "--format", "csv").stdout
    assert ",annual-assessment+self-report," in both
    assert json.loads(run("list", "--evidence", "all", "--format", "json").stdout)[0]["voices"] == "all"


def test_the_option_voice_keeps_working_and_is_not_shown() -> None:
    asked = ("london", "--format", "csv")
    assert run("list", *asked, "--voice", "self") == run("list", *asked, "--evidence", "self")
    assert run("--voice", "self", "list", *asked) == run("--evidence", "self", "list", *asked)
    both = run("list", *asked, "--voice", "self", "--evidence", "assessed").stdout
    assert ",annual-assessment+self-report," in both
    for name, command in icb_tui.commands.items():
        options = {option for each in command.params for option in each.opts}
        assert ("--voice" in options) == ("--evidence" in options)
        assert "voice" not in run(name, "--help").stdout
    assert "--evidence TYPE" in run("--help").stdout and "voice" not in run("--help").stdout


def test_an_unknown_evidence_type_names_the_known_ones() -> None:
    done = run("list", "--evidence", "gossip", code=2)
    assert all(kind.name in done.stderr for kind in load_data().kinds)
    check_wording(done.stderr)


def test_the_boards_as_at_a_day() -> None:
    done = run("list", "--as-at", "2026-04-01", "--format", "json")
    codes = {row["code"] for row in json.loads(done.stdout)}
    assert len(codes) == 36 and "S0E4D" in codes and "QNQ" not in codes
    assert done.stderr.endswith(": 36 of 36\n")
    check_wording(done.stderr)
    assert len(json.loads(run("list", "--as-at", "2026-03-31", "--format", "json").stdout)) == 42
    assert run("list", "--as-at", "2020-01-01", code=1).stdout == ""
    check_wording(run("list", "--as-at", "soon", code=2).stderr)


def test_the_england_wide_findings_and_the_unmatched_one() -> None:
    check_wording(run("national").stdout)
    rows = list(csv.DictReader(io.StringIO(run("national", "--format", "csv").stdout)))
    assert [row["id"] for row in rows if row["scope"] == "unresolved"] == ["A037"]
    assert [row["candidates"] for row in rows if row["named"]] == ["QOQ+QWO+QF7"]
    assert run("national", "--year", "2022/23", "--evidence", "cqc", code=1).stdout


def test_coverage_counts_findings_boards_and_gaps() -> None:
    text = run("coverage", "midlands").stdout
    assert "8 on 5 of 11" in join_words(text)
    check_wording(text)
    rows = list(csv.DictReader(io.StringIO(run("coverage", "--format", "csv").stdout)))
    leadership = next(r for r in rows if (r["voice"], r["aim"], r["year"]) == ("all", "leadership", "2023/24"))
    cells = [cell for (_, *place), cell in make_cells("all").items() if place == ["leadership", "2023/24"]]
    assert [leadership["rated"], leadership["spoken"], leadership["said_nationally"]] == [
        str(sum(cell.rating is not None for cell in cells)),
        str(sum(bool(cell.findings) for cell in cells)),
        str(sum(cell.missing == "said-nationally" for cell in cells)),
    ]


def test_a_comparison_as_text_markdown_csv_and_json() -> None:
    check_wording(run("compare", "C&W", "sussex").stdout)
    assert "| Leadership | Strong | Strong |\n" in run("compare", "C&W", "sussex", "--format", "markdown").stdout
    told = json.loads(run("compare", "C&W", "sussex", "--format", "json").stdout)
    assert told["icbs"] == ["QWU", "QNX"] and len(told["sentences"]) == 4
    assert [row["same"] for row in told["rows"]] == [True] * 5
    assert told["rows"][0] == {
        "aim": "leadership",
        "same": True,
        "ratings": {"QWU": "strong", "QNX": "strong"},
        "rating_years": {"QWU": "2023/24", "QNX": "2023/24"},
        "nothing": {"QWU": None, "QNX": None},
        "findings": {"QWU": ["A011"], "QNX": ["A014"]},
    }
    assert json.loads(run("compare", "C&W", "sussex", "-d", "--format", "json").stdout)["rows"] == []


def test_a_region_beside_a_board_is_a_count_of_each_level_on_its_base() -> None:
    check_wording(run("compare", "LLR", "Midlands").stdout)
    rows = list(csv.DictReader(io.StringIO(run("compare", "LLR", "england", "--format", "csv").stdout)))
    leadership = next(row for row in rows if (row["row"], row["column"]) == ("leadership", "England"))
    assert re.findall(r"\d+", leadership["reading"]) == ["15", "1", "26", "42"]
    check_wording(leadership["reading"])
    told = json.loads(run("compare", "LLR", "ney", "--format", "json").stdout)
    assert [(group["name"], group["boards"]) for group in told["groups"]] == [("North East and Yorkshire", 4)]


def test_a_comparison_needs_two_columns() -> None:
    check_wording(run("compare", "LLR", code=2).stderr)
    check_wording(run("compare", "england", code=2).stderr)


def test_regions_are_compared_with_regions() -> None:
    told = json.loads(run("compare", "midlands", "london", "--format", "json").stdout)
    assert told["icbs"] == [] and [group["name"] for group in told["groups"]] == ["Midlands", "London"]
    assert told["sentences"] == [] and len(told["groups"][0]["medians"]) == len(load_data().indicators)


def test_indicators_of_a_region_on_an_aim() -> None:
    check_wording(run("indicators", "south", "west", "--aim", "4").stdout)
    rows = json.loads(run("indicators", "london", "--aim", "4", "--format", "json").stdout)
    indicators = [i["id"] for i in read_data_file("indicators.yaml")["indicators"] if i["aim"] == "productivity"]
    assert [row["indicator"] for row in rows] == [indicator for indicator in indicators for _ in range(5)]
    assert next(row for row in rows if row["indicator"] == "ae-4-hours") == {
        "indicator": "ae-4-hours",
        "code": "QMJ",
        "period": "2024/25",
        "value": 72.85,
        "unit": "% of attendances",
        "median": 73.3,
        "place": 25,
        "of": 42,
        "indicator_name": "A&E attendances within 4 hours",
        "aim": "productivity",
        "decimals": 1,
        "better": "higher",
        "source": load_data().indicator["ae-4-hours"].source,
        "note": load_data().indicator["ae-4-hours"].note,
    }
    missing = next(
        row
        for row in json.loads(run("indicators", "east of england", "--format", "json").stdout)
        if (row["indicator"], row["code"]) == ("no-longer-meeting-criteria", "QUE")
    )
    assert (missing["value"], missing["place"], missing["of"]) == (None, None, 41)


def test_indicators_prints_in_every_format_what_its_numbers_are_rounded_from() -> None:
    rows = json.loads(run("indicators", "london", "--format", "json").stdout)
    text = run("indicators", "london").stdout
    for key, group in itertools.groupby(rows, lambda row: row["indicator"]):
        indicator, values = load_data().indicator[key], list(group)
        median = format_value(values[0]["median"], indicator)
        note, section = next(
            (line, part)
            for part in text.split("\n\n")
            for line in part.splitlines()
            if f". {indicator.name}: {indicator.unit};" in line
        )
        assert f"median of {values[0]['of']} boards {median};" in note
        place = int(note.split(".")[0])
        lines = text.split(section)[1].strip().splitlines()[1:6]
        for row, line in zip(values, lines, strict=True):
            assert re.split(" {2,}", line.strip())[2 + place] == format_value(row["value"], indicator)


def test_indicators_are_chosen_by_id_or_by_a_part_of_a_name() -> None:
    chosen = run("indicators", "LLR", "--indicator", "a&e", "--indicator", "rtt-within-18", "--format", "csv").stdout
    assert [line.split(",")[0] for line in chosen.splitlines()[1:]] == ["rtt-within-18-weeks", "ae-4-hours"]
    assert "can mean cancer-28-days" in run("indicators", "--indicator", "canc", code=3).stderr
    assert "unknown indicator “xyzzy”" in run("indicators", "--indicator", "xyzzy", code=2).stderr
    assert "tied to Leadership" in run("indicators", "--aim", "1", "--indicator", "a&e", code=1).stderr


def test_a_printed_board_has_no_hints_of_keys() -> None:
    assert "chooses" not in run("show", "essex", "--year", "2023/24").stdout


def test_an_aim_without_indicators_exits_1() -> None:
    done = run("indicators", "--aim", "1", code=1)
    assert done.stdout == "" and "Leadership" in done.stderr
    check_wording(done.stderr)


def test_sets_are_kept_listed_used_and_deleted(tmp_path: Path) -> None:
    home = str(tmp_path)
    assert run("sets", code=1, XDG_DATA_HOME=home).stdout == ""
    check_wording(run("sets", "--keep", "near", "llr", "c&w", XDG_DATA_HOME=home).stderr)
    assert json.loads(run("sets", "--format", "json", XDG_DATA_HOME=home).stdout) == [
        {"set": "near", "codes": ["QK1", "QWU"]}
    ]
    assert json.loads(run("compare", "--set", "near", "--format", "json", XDG_DATA_HOME=home).stdout)["icbs"] == [
        "QK1",
        "QWU",
    ]
    check_wording(run("compare", "--set", "far", code=1, XDG_DATA_HOME=home).stderr)
    assert run("sets", "--delete", "near", code=1, XDG_DATA_HOME=home).stdout == ""
