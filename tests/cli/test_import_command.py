"""`icb-tui import` as a whole: bad files, standard input, ids, values that differ, and what is changed when."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from command_line import CommandResult, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wording import check_wording
from workbooks import Cell, write_workbook

from icb_tui.data_files import yaml_reader
from icb_tui.data_files.loader import load_dataset

WAITS = "code,period,value\nQKS,March 2025,81.8\n"

DESCRIBED = ("--name", "Waits", "--unit", "%", "--aim", "4", "--source", "NHS England, March 2025")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "waits.csv"
    path.write_text(WAITS)
    return path


def import_text(text: str, folder: Path, *options: str, code: int = 0) -> CommandResult:
    (folder / "new.csv").write_text(text)
    return run("import", str(folder / "new.csv"), *DESCRIBED, "--to", str(folder), *options, code=code)


def read_indicators(folder: Path) -> list[dict[str, Any]]:
    return list(yaml_reader.read_yaml((folder / "indicators.yaml").read_text())[0]["indicators"])


BAD_FILES = {
    "broken.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "cut.xlsx": b"PK\x03\x04 and no more",
    "empty.csv": b"",
    "blank.csv": b"\n , \n",
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "half.json": b'[{"code": "QKS", ',
    "formula.csv": b"code,period,value\nQKS,2024,#DIV/0!\n",
    "header.csv": b"code,period,value\n",
    "wide.csv": b",".join(b"c%d" % n for n in range(16384)) + b"\n" + b"QKS," * 16384,
    "words.txt": b"This is a letter.\nIt has no table.\n",
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_one_sentence_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name])
    done = run("import", str(tmp_path / name), *DESCRIBED, "--to", str(tmp_path / "own"), code=4)
    assert done.stdout == "" and not (tmp_path / "own").exists()
    assert len(done.stderr) < 800 and done.stderr.count("\n") <= 2
    check_wording(done.stderr)


@pytest.mark.parametrize("name", ["folder", "pipe", "/dev/zero", "missing.csv"])
def test_what_is_no_file_is_refused_at_once(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    done = run("import", str(tmp_path / name), *DESCRIBED, "--to", str(tmp_path / "own"), code=4)
    assert done.stderr.count("\n") == 1 and not (tmp_path / "own").exists()


def pipe_in(raw: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "icb_tui", "import", "-", *options]
    return subprocess.run(command, input=raw, capture_output=True, check=False, timeout=60)


def test_standard_input_is_a_file_too(file: Path) -> None:
    assert pipe_in(WAITS.encode(), *DESCRIBED).stdout.decode() == run("import", str(file), *DESCRIBED).stdout
    empty = pipe_in(b"", *DESCRIBED)
    assert empty.returncode == 4 and empty.stderr.startswith(b"standard input: empty file")


def test_all_that_is_missing_is_one_error(file: Path) -> None:
    check_wording(run("import", str(file), code=2).stderr)


def test_a_sheet_is_chosen_by_name_or_number_or_named_in_the_error(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Code", "Period", "Value"], ["QKS", "2024", 1.5]]
    write_workbook(tmp_path / "two.xlsx", {"About": [["Mine"]], "One": rows, "Two": [rows[0], ["QKS", "2024", 2.5]]})
    for sheet, value in (("two", "2.5"), ("2", "1.5")):
        assert value in run("import", str(tmp_path / "two.xlsx"), "--sheet", sheet, *DESCRIBED).stdout
    check_wording(run("import", str(tmp_path / "two.xlsx"), *DESCRIBED, code=2).stderr)
    check_wording(run("import", str(tmp_path / "two.xlsx"), "--sheet", "Three", *DESCRIBED, code=2).stderr)


def test_a_wrong_column_is_a_problem_of_the_only_sheet_with_boards(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Code", "Period", "Value"], ["QKS", "2024", 1.5]]
    write_workbook(tmp_path / "one.xlsx", {"About": [["Mine"]], "One": rows})
    done = run("import", str(tmp_path / "one.xlsx"), "--value", "Rate", *DESCRIBED, code=4)
    assert "Rate: unknown column in --value; expected one of “Code”, “Period” and “Value”" in done.stderr


def test_a_header_row_that_is_named_is_used(tmp_path: Path) -> None:
    text = "code,period,value\nthe next row is meant,,\ncode,period,value\nQKS,2024,1\n"
    done = import_text(text, tmp_path, "--header-row", "3", "--dry-run")
    assert "headings in line 3" in done.stderr and "{QKS: 1}" in done.stdout


def test_a_dry_run_prints_what_would_be_written_and_changes_nothing(tmp_path: Path) -> None:
    done = import_text(WAITS, tmp_path, "--dry-run")
    assert not (tmp_path / "indicators.yaml").exists()
    import_text(WAITS, tmp_path)
    assert (tmp_path / "indicators.yaml").read_text() == done.stdout
    again = import_text(WAITS.replace("March", "June"), tmp_path, "--dry-run")
    assert (tmp_path / "indicators.yaml").read_text() == done.stdout and "June 2025" in again.stdout


def test_the_same_file_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    import_text(WAITS, tmp_path)
    before = (tmp_path / "indicators.yaml").read_text().replace("Waits\n", "Waits  # mine\n")
    (tmp_path / "indicators.yaml").write_text(before)
    check_wording(import_text(WAITS, tmp_path).stderr)
    assert (tmp_path / "indicators.yaml").read_text() == before


def test_a_value_that_differs_is_shown_and_replaced_only_on_request(tmp_path: Path) -> None:
    import_text(WAITS, tmp_path)
    before = (tmp_path / "indicators.yaml").read_text()
    other = WAITS.replace("81.8", "82") + "QK1,March 2025,75.3\n"
    check_wording(import_text(other, tmp_path, code=2).stderr)
    assert (tmp_path / "indicators.yaml").read_text() == before
    check_wording(import_text(other, tmp_path, "--add").stderr)
    assert read_indicators(tmp_path)[0]["values"] == {"March 2025": {"QKS": 81.8, "QK1": 75.3}}
    check_wording(import_text(other, tmp_path, "--replace").stderr)
    assert read_indicators(tmp_path)[0]["values"] == {"March 2025": {"QKS": 82, "QK1": 75.3}}


def test_another_source_or_unit_is_another_indicator_and_that_is_said(tmp_path: Path) -> None:
    import_text(WAITS, tmp_path)
    check_wording(import_text(WAITS, tmp_path, "--source", "Mine").stderr)
    assert [each["id"] for each in read_indicators(tmp_path)] == ["waits", "waits-2"]
    check_wording(import_text(WAITS, tmp_path, "--id", "waits", "--unit", "days", "--replace", code=0).stderr)


def test_a_unit_is_for_the_columns_that_have_none(tmp_path: Path) -> None:
    (tmp_path / "two.csv").write_text("icb,date,% seen,n seen\nQKS,2024,0.5,100\nQK1,2024,0.25,90\n")
    columns = ("--value", "% seen", "--value", "n seen", "--aim", "4", "--source", "S")
    done = run("import", str(tmp_path / "two.csv"), *columns, "--unit", "people")
    assert [each["unit"] for each in yaml_reader.read_yaml(done.stdout)[0]["indicators"]] == ["%", "people"]
    assert "The unit of % seen is %, and all values lie between 0 and 1" in done.stderr
    assert "--unit is missing" in run("import", str(tmp_path / "two.csv"), *columns, code=2).stderr


def test_a_prefix_keeps_ids_apart_from_those_of_the_bundled_data(tmp_path: Path) -> None:
    import_text(WAITS, tmp_path, "--name", "Smoking", "--id-prefix", "mine")
    assert read_indicators(tmp_path)[0]["id"] == "mine-smoking"
    for options in (("--id-prefix", "A B"), ("--id", "a", "--id-prefix", "b"), ("--open",)):
        check_wording(run("import", str(tmp_path / "new.csv"), *DESCRIBED, *options, code=2).stderr)


def test_an_id_of_the_bundled_data_is_taken_only_where_both_are_asked_for(tmp_path: Path) -> None:
    import_text(WAITS, tmp_path, "--id", "smoking", code=2)
    import_text(WAITS, tmp_path, "--id", "smoking", "--replace")
    assert load_dataset(over=[tmp_path]).indicator["smoking"].name == "Waits"


MONTHS = ("Jan 2025", "Feb 2025", "Mar 2025", "Apr 2025", "May 2025")

SHEETS = st.dictionaries(
    st.sampled_from(MONTHS),
    st.dictionaries(st.sampled_from(("QKS", "QK1", "QUE")), st.sampled_from(("1", "2.5", "*")), min_size=1),
    min_size=1,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(SHEETS, st.sampled_from(((), ("--add",), ("--replace",)))), min_size=2, max_size=4))
def test_months_are_never_lost_by_an_import(
    tmp_path: Path, imports: list[tuple[dict[str, dict[str, str]], tuple[str, ...]]]
) -> None:
    target = tmp_path / "indicators.yaml"
    target.unlink(missing_ok=True)
    known: dict[tuple[str, str], float] = {}
    for sheet, options in imports:
        rows = [(code, month, value) for month, row in sheet.items() for code, value in row.items()]
        new = {(month, code): float(value) for code, month, value in rows if value != "*"}
        differs = any(known.get(at, value) != value for at, value in new.items())
        code = 4 if not new else 2 if differs and not options else 0
        text = "code,period,value\n" + "".join(",".join(row) + "\n" for row in rows)
        with mock.patch.object(sys, "stdin", None):
            import_text(text, tmp_path, *options, code=code)
        if code == 0:
            known = {**known, **new} if options == ("--replace",) else {**new, **known}
        if known:
            (indicator,) = read_indicators(tmp_path)
            found = {(month, code): value for month, row in indicator["values"].items() for code, value in row.items()}
            assert found == known
            assert list(indicator["values"]) == sorted(indicator["values"], key=MONTHS.index)
