"""`icb-tui import --findings`: what it prints, what it writes beside what is there, and when it writes nothing."""

from __future__ import annotations

import csv
import io
import os
from difflib import ndiff
from pathlib import Path
from unittest import mock

import pytest
from bundled_store import load_data
from command_line import run
from finding_sheets import GOOD, HEADINGS, make_row
from wording import check_wording

from icb_tui.data_files.loader import load_dataset

DATA = load_data()


def write_letters(folder: Path, *rows: dict[str, str], name: str = "letters.csv") -> str:
    """Write rows to a CSV file, and return its name."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, headings)
    writer.writeheader()
    writer.writerows(rows)
    (folder / name).write_text(out.getvalue(), encoding="utf-8", newline="")
    return name


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_findings_are_printed_as_yaml(folder: Path) -> None:
    row = make_row(
        Words="strong; yes",
        Published="2025",
        Page="3",
        Figure_value="12.50",
        Figure_unit="%",
        Figure_counts="people, of all",
        Note="No: yes",
    )
    other = make_row(
        ICB="England-wide", Rating="", Source_title="", Publisher="NO", Summary="- “−5” & 'x' # no comment"
    )
    done = run("import", "--findings", write_letters(folder, row, other))
    check_wording(done.stdout)
    check_wording(done.stderr)
    (folder / "own").mkdir()
    (folder / "own" / "assessments.yaml").write_text(done.stdout, encoding="utf-8")
    one, two = load_dataset(over=[folder / "own"]).findings[-2:]
    assert (one.note, two.summary, two.scope) == ("No: yes", "- “−5” & 'x' # no comment", "national")


MINE = """\
# My findings
years: [2026/27]   # the new year

sources:
  # my letter
  - id: mine
    publisher: Me   # really
    published: '2026'

# What the letters say:
findings:
- {id: M1, icb: QK1, year: 2026/27, aim: leadership, kind: self-report, direction: neutral, summary: 1st, source: mine}

# about M2
- id: M2
  # inside
  icb: QK1
  year: 2023/24
  kind: self-report
  direction: neutral
  summary: >-
    Second,
    folded.
  source: mine

# These aliases are ours.
kinds:
  - {id: hearsay, name: Hearsay, voice: people, rated: false, meaning: What people say.}
"""


@pytest.fixture
def mine(folder: Path) -> Path:
    path = folder / "own" / "assessments.yaml"
    path.parent.mkdir()
    path.write_text(MINE)
    return path


def test_nothing_that_is_in_the_file_is_lost(folder: Path, mine: Path) -> None:
    rows = [
        make_row(Evidence_type="hearsay", Year="2026/27", Rating="", Publisher="Me", Source_title="", Published="2026"),
        make_row(ICB="QK1"),
    ]
    done = run("import", "--findings", write_letters(folder, *rows), "--to", "own")
    check_wording(done.stderr)
    check_wording(mine.read_text())
    assert [line for line in ndiff(MINE.splitlines(), mine.read_text().splitlines()) if line.startswith("- ")] == []
    data = load_dataset(over=[mine.parent])
    assert [(finding.id, finding.source) for finding in data.findings[-4:]] == [
        *(("M1", "mine"), ("M2", "mine"), ("letters-1", "mine"), ("letters-2", "nhs-england-letter")),
    ]
    again = run("import", "--findings", "letters.csv", "--to", "own")
    check_wording(again.stderr)
    assert load_dataset(over=[mine.parent]).findings == data.findings


def test_findings_are_replaced_only_when_asked(folder: Path, mine: Path) -> None:
    name = write_letters(folder, make_row(Finding_ID="M2"), make_row(Finding_ID="A041", ICB="QK1"))
    refused = run("import", "--findings", name, "--to", "own", code=4)
    check_wording(refused.stderr)
    assert mine.read_text() == MINE
    done = run("import", "--findings", name, "--to", "own", "--replace")
    check_wording(done.stderr)
    check_wording(mine.read_text())
    data = load_dataset(over=[mine.parent])
    assert len(data.findings) == len(DATA.findings) + 2
    assert {f.id: f.icb for f in data.findings if f.summary == "It leads well."} == {"M2": "QE1", "A041": "QK1"}


def test_at_most_twenty_problems_are_printed_and_nothing_is_written(folder: Path, mine: Path) -> None:
    rows = [make_row(ICB=f"Nowhere {number}", Year="soon") for number in range(15)]
    done = run("import", "--findings", write_letters(folder, *rows), "--to", "own", code=4)
    told = done.stderr.splitlines()
    assert len(told) == 22 and done.stdout == ""
    assert told[0].startswith("letters.csv:2: ICB: ") and told[19].startswith("letters.csv:11: Year: ")
    assert told[20:] == ["and 10 more problems", "icb-tui: 30 problems in letters.csv; nothing was written"]
    assert mine.read_text() == MINE and list(folder.rglob(".icb-tui*")) == []


@pytest.mark.parametrize("there", ["findings: []", "findings: [{id: M1}]", "sources: {}", "findings:\n- id: M1"])
def test_a_file_that_nothing_can_be_put_into_stays_as_it_is(folder: Path, there: str) -> None:
    (folder / "own").mkdir()
    path = folder / "own" / "assessments.yaml"
    path.write_text(there)
    done = run("import", "--findings", write_letters(folder, make_row()), "--to", "own", code=4)
    assert "own/assessments.yaml" in done.stderr and path.read_text() == there


def test_a_dry_run_prints_the_file_and_writes_nothing(folder: Path, mine: Path) -> None:
    done = run("import", "--findings", write_letters(folder, make_row()), "--to", "own", "--dry-run")
    assert mine.read_text() == MINE
    run("import", "--findings", "letters.csv", "--to", "own")
    written, before = mine.read_text(), MINE
    assert done.stdout == written != before
    assert "without --dry-run own/assessments.yaml would be as printed" in done.stderr


def test_standard_input_is_read_and_ids_get_the_prefix_that_is_given(folder: Path) -> None:
    text = f"{','.join(HEADINGS)}\n{','.join(GOOD)}\n"
    with mock.patch("icb_tui.cli.import_findings.open_file") as opened:
        from finding_sheets import make_sheet

        opened.return_value = [make_sheet([line.split(",") for line in text.splitlines()], "", "standard input")]
        done = run("import", "--findings", "-", "--id-prefix", "Board-7-")
    assert "id: Board-7-1\n" in done.stdout


def test_a_sheet_and_the_row_of_its_headings_can_be_given(folder: Path) -> None:
    from xlsxwriter import Workbook

    with Workbook(str(folder / "letters.xlsx")) as workbook:
        for name, icb in (("2024", "QK1"), ("2025", "QHL")):
            sheet = workbook.add_worksheet(name)
            for line, row in enumerate([[*HEADINGS, "Draft"], [], HEADINGS, [icb, *GOOD[1:]]]):
                sheet.write_row(line, 0, row)
    arguments = ("import", "--findings", "letters.xlsx", "--sheet", "2025", "--header-row", "3")
    done = run(*arguments)
    assert "icb: QHL" in done.stdout and "QK1" not in done.stdout
    assert run(*arguments[:-1], "4", code=4).stderr.startswith("letters.xlsx: no headings of findings found")
    assert "unknown sheet “2026”" in run(*arguments[:3], "--sheet", "2026", code=2).stderr


def test_real_dates_and_numbers_of_excel_are_read(folder: Path) -> None:
    import datetime as dt

    from xlsxwriter import Workbook

    with Workbook(str(folder / "letters.xlsx")) as workbook:
        sheet, day = workbook.add_worksheet(), workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, [*HEADINGS, "Published", "Page", "Figure value", "Figure unit", "Figure counts"])
        sheet.write_row(1, 0, [GOOD[0], GOOD[1], 1, *GOOD[3:]])
        sheet.write_datetime(1, len(HEADINGS), dt.datetime(2025, 2, 1), day)
        sheet.write_row(1, len(HEADINGS) + 1, [3, 1234.5, "GBP", "all"])
    printed = run("import", "--findings", "letters.xlsx").stdout
    assert "published: '2025-02-01'" in printed and "page: 3" in printed and "{value: 1234.5, unit: GBP" in printed


@pytest.mark.parametrize(
    "raw", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0" * 40, b'{"a": [1, 2]}', b"a,b\n1,2\n", b"%PDF-1.7"]
)
def test_a_file_that_holds_no_findings_ends_with_one_sentence(folder: Path, raw: bytes) -> None:
    (folder / "letters.xlsx").write_bytes(raw)
    done = run("import", "--findings", "letters.xlsx", "--to", "own", code=4)
    *guesses, told = done.stderr.splitlines()
    assert told.startswith("letters.xlsx: ") and told.endswith("; nothing was written")
    assert len(guesses) < 3 and not (folder / "own").exists()


def test_what_is_not_a_file_is_an_error_and_never_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    for name in ("pipe", ".", "none.csv"):
        assert run("import", "--findings", name, code=4).stderr.count("\n") == 1


def test_find_without_a_text_lists_every_finding_with_every_field() -> None:
    done = run("find", "--format", "csv")
    assert done.stderr == f"Findings: {len(DATA.findings)} of {len(DATA.findings)}\n"
    rows = list(csv.DictReader(io.StringIO(done.stdout, newline="")))
    assert [row["id"] for row in rows] == [finding.id for finding in DATA.findings]
    unmatched = next(row for row in rows if row["id"] == "A037")
    assert (unmatched["scope"], unmatched["named"]) == ("unresolved", "Yorkshire and Humber")
    assert unmatched["candidates"] == "QOQ+QWO+QF7" and unmatched["note"].startswith("No ICB has this name")
    one_year = run("find", "--year", "2023/24", "--evidence", "self", "--format", "csv").stdout
    assert 0 < one_year.count("\n") < len(rows)


def test_a_source_of_another_folder_is_copied_so_that_the_folder_stands_alone(folder: Path, mine: Path) -> None:
    row = make_row(Publisher="Me", Source_title="", Published="2026")
    done = run("import", "--findings", write_letters(folder, row), "--data", "own", "--to", "other")
    check_wording(done.stderr)
    data = load_dataset(over=[folder / "other"])
    assert data.findings[-1].source == "mine" and data.source["mine"].publisher == "Me"
    assert run("import", "--findings", "letters.csv", "--data", "own", "--to", "other").stderr.startswith("New: 0 ")
