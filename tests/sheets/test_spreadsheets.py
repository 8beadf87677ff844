"""Workbooks: the rows that were written come back as texts, with their numbers and the errors in their cells."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_files import read_all, trim, write_document, write_excel, write_old_excel

from fuzz.sheet_seeds import MEMBER, NAME, make_seeds, open_up, pack
from icb_tui.data_files.problems import FileError
from icb_tui.sheets.sheet import Row
from icb_tui.sheets.workbook import open_sheets

WRITERS: dict[str, Callable[..., Path]] = {
    "t.xlsx": write_excel,
    "t.xls": write_old_excel,
    "t.ods": write_document,
}
CELL = st.one_of(
    st.text("aé–£%,.7", min_size=1, max_size=5),
    st.integers(-(2**40), 2**40),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 6)),
    st.booleans(),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
)


def show(cell: Any) -> str:
    """A cell as the program is to give it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=25, deadline=None)
@given(table=st.lists(st.lists(CELL, max_size=4), max_size=5))
def test_a_table_is_read_as_it_was_written(name: str, table: list[list[Any]]) -> None:
    with TemporaryDirectory() as folder:
        path = WRITERS[name](Path(folder) / name, table)
        expected = [Row(line, [show(cell) for cell in row]) for line, row in enumerate(table, 1) if row]
        assert trim(read_all(path)) == expected


@given(st.integers(0, 40), st.integers(0, 30))
@settings(max_examples=20, deadline=None)
def test_empty_rows_and_columns_before_a_table_keep_their_places(row: int, column: int) -> None:
    with TemporaryDirectory() as folder:
        path = write_excel(Path(folder) / "t.xlsx", [["a", "b"], [], [1, 2.5]], row=row, column=column)
        before = [""] * column
        assert read_all(path) == [Row(row + 1, [*before, "a", "b"]), Row(row + 3, [*before, "1", "2.5"])]


def test_every_sheet_is_there_in_order_and_a_hidden_one_is_told(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "t.xlsx") as book:
        book.add_worksheet("Notes").write_string(0, 0, "Source")
        book.add_chartsheet("Chart").set_chart(_add_chart(book))
        data = book.add_worksheet("Data")
        data.write_row(2, 1, ["code", "period", "value"])
        data.write_row(3, 1, ["QKS", 2024, 1.5])
        book.add_worksheet("Old").hide()
    sheets = open_sheets(tmp_path / "t.xlsx")
    assert [sheet.sheet for sheet in sheets] == ["Notes", "Data", "Old"]
    assert [len(sheet.guesses) for sheet in sheets] == [0, 0, 1] and "hidden" in sheets[2].guesses[0]
    rows = [[row.cells for row in sheet.read_rows()] for sheet in sheets]
    assert [(len(each), max(map(len, each), default=0)) for each in rows] == [(1, 1), (2, 4), (0, 0)]
    assert [[text for text in each[0] if text] for each in rows[:2]] == [["Source"], ["code", "period", "value"]]


def _add_chart(book: Any) -> Any:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$D$4:$D$4"})
    return chart


def test_moments_are_dates_where_the_clock_says_midnight(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "t.xlsx") as book:
        form = book.add_format({"num_format": "mmm-yy"})
        clock = book.add_format({"num_format": "dd/mm/yy hh:mm"})
        page = book.add_worksheet()
        page.write_datetime(0, 0, datetime(2025, 3, 1), form)
        page.write_datetime(0, 1, datetime(2025, 3, 1, 12, 30), clock)
        page.write_number(0, 2, 74.299999999999997)
    assert read_all(tmp_path / "t.xlsx")[0].cells == ["2025-03-01", "2025-03-01 12:30:00", "74.3"]


def test_an_error_of_a_formula_keeps_its_text_and_never_becomes_an_empty_cell(tmp_path: Path) -> None:
    import xlsxwriter
    import xlwt

    with xlsxwriter.Workbook(tmp_path / "t.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(1, 1, ["QKS", 1.5])
        page.write_formula(1, 3, "=NA()", None, "#N/A")
        page.write_formula(4, 0, "=1/0", None, "#DIV/0!")
        page.write_formula(4, 1, '=""', None, "x")
    path = tmp_path / "t.xlsx"
    path.write_bytes(pack(open_up(path.read_bytes()).replace(b"<v>x</v>", b"<v></v>")))
    assert trim(read_all(path)) == [Row(2, ["", "QKS", "1.5", "#N/A"]), Row(5, ["#DIV/0!"])]

    old = xlwt.Workbook()
    row = old.add_sheet("Data").row(2)
    row.set_cell_text(0, "QKS")
    row.set_cell_error(1, 0x17)
    old.save(str(tmp_path / "t.xls"))
    assert read_all(tmp_path / "t.xls") == [Row(3, ["QKS", "#REF!"])]

    (tmp_path / "t.ods").write_bytes(make_seeds()["document"])
    assert trim(read_all(tmp_path / "t.ods"))[-1].cells == ["#DIV/0!", "", "", "", "", "2"]


def test_a_formula_whose_result_is_not_in_the_file_is_no_empty_cell(tmp_path: Path) -> None:
    """As openpyxl and others write them; Excel reckons when it opens the file."""
    path = write_excel(tmp_path / "t.xlsx", [["QKS", "x"], ["QK1"]])
    cell = b'<c r="C2"><f>1+1</f></c></row><row r="9"><c r="B9"><f>1+1</f><v/></c>'
    path.write_bytes(pack(open_up(path.read_bytes()).replace(b"</row></sheetData>", cell + b"</row></sheetData>")))
    assert trim(read_all(path))[1:] == [
        Row(2, ["QK1", "", "#NOT CALCULATED"]),
        Row(9, ["", "#NOT CALCULATED"]),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<c r="A1" t="s">', b'<c t="s">'),
        (b'<c r="A1" t="s">', b"<c\n r='A1'\tt='s'>"),
        (b"<c r", b"<x:c r"),
    ],
)
def test_cells_that_are_written_otherwise_are_read_alike(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = write_excel(tmp_path / "t.xlsx", [["code", "value"], ["QKS", 1.5]])
    opened = open_up(path.read_bytes()).replace(old, new)
    if b"<x:c" in new:
        opened = opened.replace(b"</c>", b"</x:c>").replace(b"<worksheet ", b'<worksheet xmlns:x="x" ')
    path.write_bytes(pack(opened))
    assert trim(read_all(path)) == [Row(1, ["code", "value"]), Row(2, ["QKS", "1.5"])]


def test_a_binary_workbook_is_read_with_its_errors(tmp_path: Path) -> None:
    (tmp_path / "t.xlsb").write_bytes(make_binary_workbook())
    (sheet,) = open_sheets(tmp_path / "t.xlsb")
    assert sheet.sheet == "Data"
    assert [row.cells for row in sheet.read_rows()] == [["QKS", "1.5"], ["", "#N/A"]]


def make_binary_workbook() -> bytes:
    """The least that is an .xlsb file: records of a number, a size and their bytes."""

    def record(kind: int, data: bytes = b"") -> bytes:
        number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return number + bytes([len(data)]) + data

    def text(words: str) -> bytes:
        return len(words).to_bytes(4, "little") + words.encode("utf-16-le")

    def cell(column: int, data: bytes) -> bytes:
        return column.to_bytes(4, "little") + bytes(4) + data

    number = bytes.fromhex("000000000000f83f")
    sheet = record(0x81) + record(0x94, bytes(16)) + record(0x91) + record(0, bytes(20))
    sheet += record(6, cell(0, text("QKS"))) + record(5, cell(1, number)) + record(0, b"\2" + bytes(19))
    sheet += record(3, cell(1, b"\x2a")) + record(0x92) + record(0x82)
    book = record(0x83) + record(0x8F) + record(0x9C, bytes(8) + text("rId1") + text("Data")) + record(0x90)
    relation = (
        '<Relationships xmlns="x"><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin">'
        "</Relationship></Relationships>"
    )
    members = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.bin": book + record(0x84),
        "xl/_rels/workbook.bin.rels": relation.encode(),
        "xl/worksheets/sheet1.bin": sheet,
    }
    return pack(b"archive:" + MEMBER.join(name.encode() + NAME + data for name, data in members.items()))


def test_a_plain_archive_of_files_is_refused_with_their_names(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        for month in ("march", "april", "may", "june"):
            archive.writestr(f"{month}.csv", "a,b\n")
    with pytest.raises(FileError, match=r"^a ZIP archive of march.csv, april.csv, may.csv and 1 more; unpack it"):
        open_sheets(tmp_path / "t.zip")
