"""The template of a sheet of findings: its cells and lists, and that nothing in it is a formula or a finding yet."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from bundled_store import load_data
from command_line import run
from finding_sheets import list_problems, make_table, read_csv_sheet, read_sheets
from hostile_data import write_hostile_folder
from terminal_session import TerminalSession
from wording import check_wording

from icb_tui.data_files.loader import load_dataset
from icb_tui.domain.dataset import Dataset
from icb_tui.importing.board_index import index_boards
from icb_tui.importing.findings.allowed import list_allowed_values
from icb_tui.importing.findings.cells import ENGLAND, CellReader
from icb_tui.importing.findings.columns import COLUMNS, HEADINGS
from icb_tui.importing.findings.template import TEMPLATES, make_example
from icb_tui.sheets.workbook import open_sheets
from icb_tui.text.formulas import unescape_cell

DATA = load_data()

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def write_template(ending: str, folder: Path, data: Dataset = DATA) -> Path:
    path = folder / f"letters{ending}"
    path.write_bytes(TEMPLATES[ending](data))
    return path


def read_cells(path: Path) -> dict[str, list[list[str]]]:
    """The cells of each sheet of a file."""
    return {sheet.sheet: [row.cells for row in sheet.read_rows()] for sheet in open_sheets(path)}


def test_the_cells_of_the_template(tmp_path: Path) -> None:
    cells = read_cells(write_template(".xlsx", tmp_path))
    assert list(cells) == ["Findings", "Allowed values"]
    headings, example = cells["Findings"]
    check_wording("\n".join(f"{heading}: {cell}" for heading, cell in zip(headings, example, strict=False)))
    allowed = [row for row in cells["Allowed values"] if row[0] != "ICB"]
    check_wording("\n".join(" | ".join(row) for row in allowed))
    assert len(cells["Allowed values"]) - len(allowed) == len(DATA.icbs) + 1
    assert {row[0] for row in cells["Allowed values"][1:]} == set(headings) == set(HEADINGS.values())


def test_the_template_in_csv_has_the_same_headings_and_example(tmp_path: Path) -> None:
    (cells,) = read_cells(write_template(".csv", tmp_path)).values()
    assert cells == [list(HEADINGS.values()), [str(cell) for cell in make_example(DATA)]]


def test_every_listed_value_is_read_as_what_it_means() -> None:
    reader = CellReader(DATA, index_boards(DATA))
    read: dict[str, list[object]] = {}
    for value in list_allowed_values(DATA):
        if value.listed:
            read.setdefault(value.field, []).append(reader.read(value.field, value.value))
    assert read["icb"] == [*DATA.icb, ENGLAND]
    assert read["year"] == list(DATA.years) and read["aim"] == [*DATA.aim, None] and read["kind"] == list(DATA.kind)
    assert read["direction"] == ["positive", "concern", "neutral"] and read["scope"] == [
        "icb",
        "national",
        "unresolved",
    ]
    assert read["rating"] == [level.id for level in DATA.ratings if level.role != "mixed"]


def test_a_column_with_listed_values_has_them_to_choose_from(tmp_path: Path) -> None:
    path = write_template(".xlsx", tmp_path)
    second = read_cells(path)["Allowed values"]
    with zipfile.ZipFile(path) as archive:
        sheet = Xml.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    lists = {}
    for each in sheet.iter(f"{SPREADSHEET}dataValidation"):
        formula = each.find(f"{SPREADSHEET}formula1")
        assert formula is not None and formula.text and each.get("type") == "list"
        first, last = map(int, re.fullmatch(r"'Allowed values'!\$C\$(\d+):\$C\$(\d+)", formula.text).groups())  # type: ignore[union-attr]
        column, begin, end = re.fullmatch(r"([A-Z])(\d+):\1(\d+)", each.get("sqref", "")).groups()  # type: ignore[union-attr]
        assert (begin, end) == ("2", "5001")
        lists[COLUMNS[ord(column) - ord("A")].field] = [row[2] for row in second[first - 1 : last]]
    expected: dict[str, list[str]] = {}
    for value in list_allowed_values(DATA):
        if value.listed:
            expected.setdefault(value.field, []).append(value.value)
    assert lists == expected


def list_live_parts(path: Path) -> list[str]:
    """The parts of a workbook that a spreadsheet would act on: formulas, links, macros, connections."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        found = [name for name in names if re.search("vba|external|connection|activeX|hyperlink", name, re.IGNORECASE)]
        for name in names:
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                tags = {each.tag.removeprefix(SPREADSHEET) for each in Xml.fromstring(archive.read(name)).iter()}
                found += sorted(tags & {"f", "hyperlink", "hyperlinks", "oleObject", "control"})
    return found


FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def test_nothing_in_a_template_of_hostile_data_is_live(tmp_path: Path) -> None:
    data = load_dataset(write_hostile_folder(tmp_path))
    for ending in TEMPLATES:
        path = write_template(ending, tmp_path, data)
        cells = [cell for rows in read_cells(path).values() for row in rows for cell in row]
        assert len(cells) > 50 and [cell for cell in cells if cell.startswith(FORMULA)] == []
        assert [cell for cell in cells if not unescape_cell(cell).isprintable()] == []
    assert any(cell.startswith(("'=", "'+", "'-", "'@")) for cell in cells)
    assert list_live_parts(tmp_path / "letters.xlsx") == []
    reader = CellReader(data, index_boards(data))
    assert [reader.read("kind", value.value) for value in list_allowed_values(data) if value.field == "kind"] == list(
        data.kind
    )


# ---- on the command line


@pytest.mark.parametrize("ending", TEMPLATES)
def test_an_untouched_template_holds_no_finding_yet(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"letters{ending}"
    check_wording(run("import", "--findings", "--template", str(path)).stderr)
    done = run("import", "--findings", str(path), "--to", str(tmp_path / "own"), code=4)
    check_wording(done.stderr)
    assert done.stdout == "" and not (tmp_path / "own").exists()


def test_the_example_is_never_imported_even_where_it_was_changed_in_part() -> None:
    example = dict(zip(HEADINGS.values(), map(str, make_example(DATA)), strict=True))
    mine = example | {"Finding ID": "", "Summary": "My own finding."}
    done = read_sheets(make_table(example, mine))
    assert (done.examples, [finding.summary for finding in done.findings]) == (1, ["My own finding."])
    assert list_problems(make_table(example | {"Summary": "My own finding."})) == [(2, "Finding ID")]
    assert list_problems(make_table(mine | {"Finding ID": "example"})) == [(2, "Finding ID")]


def test_a_file_that_is_there_is_never_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "letters.xlsx"
    path.write_text("mine")
    check_wording(run("import", "--findings", "--template", str(path), code=2).stderr)
    assert path.read_text() == "mine"
    run("import", "--findings", "--template", str(path), "--replace")
    assert list(read_cells(path)) == ["Findings", "Allowed values"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--template", "letters.xlsx"),
        ("--findings", "--template", "letters.ods"),
        ("--findings", "--template", "letters"),
        ("--findings", "--template", "."),
        ("--findings", "--template", "letters.csv/more.csv"),
        ("--findings", "letters.csv", "--aim", "4"),
        ("--findings", "letters.csv", "--add"),
        ("--findings", "letters.csv", "--id-prefix", "no prefix"),
    ],
    ids=" ".join,
)
def test_options_that_say_nothing_of_findings_are_refused(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letters.csv").write_text("a")
    check_wording(run("import", *arguments, code=2).stderr)


def test_a_filled_in_template_becomes_data_that_the_explorer_shows(
    tmp_path: Path, sessions: list[TerminalSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    sessions.append(session := TerminalSession("import", "--findings", "--template", "letters.csv", columns=120))
    assert session.wait_for_end() == 0
    assert "Written: letters.csv. Fill in a row for each finding" in session.text
    with Path("letters.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= {"Finding ID": "", "ICB": "QK1", "Summary": "The letter calls it a leader."}
    with Path("letters.csv").open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    arguments = ("import", "--findings", "letters.csv", "--to", "own", "--open")
    sessions.append(session := TerminalSession(*arguments, columns=120, lines=40))
    session.wait_for("The letter calls it a leader.")
    session.press(b"q")
    session.press(b"q")
    assert session.wait_for_end() == 0 and session.is_restored()
    assert [finding.id for finding in load_dataset(over=[Path("own")]).findings][-1] == "letters-1"


def test_a_sheet_read_as_it_was_written_in_csv(tmp_path: Path) -> None:
    """Marked as UTF-8, for Excel takes CSV for another encoding otherwise."""
    written = write_template(".csv", tmp_path).read_bytes()
    assert written.startswith(b"\xef\xbb\xbf") and read_sheets(read_csv_sheet(written)).examples == 1


def test_excel_keeps_what_is_typed_as_text(tmp_path: Path) -> None:
    """Else it would make a date of 2025-01, and a formula of what begins with an equals sign."""
    path = write_template(".xlsx", tmp_path)
    with zipfile.ZipFile(path) as archive:
        sheet = Xml.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        styles = Xml.fromstring(archive.read("xl/styles.xml"))
    formats = [each.get("numFmtId") for each in styles.iterfind(f"{SPREADSHEET}cellXfs/*")]
    columns = list(sheet.iter(f"{SPREADSHEET}col"))
    assert columns[0].get("min") == "1" and columns[-1].get("max") == str(len(COLUMNS))
    assert {formats[int(each.get("style", "0"))] for each in columns} == {"49"}  # 49 is Text
