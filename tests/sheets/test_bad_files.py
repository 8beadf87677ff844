"""Files that are not what they seem, broken, locked, huge or no files at all: one sentence, soon, and nothing hangs."""

from __future__ import annotations

import gzip
import io
import os
import struct
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_files import read_all, write_document, write_excel

from fuzz.sheet_seeds import make_seeds, open_up, pack
from icb_tui.data_files.problems import FileError
from icb_tui.sheets import archives, sheet_file, worksheet_scan
from icb_tui.sheets.sheet import Row
from icb_tui.sheets.workbook import open_sheets

SEEDS = make_seeds()


def read_sheets(path: Path | None) -> list[Row]:
    return [row for sheet in open_sheets(path) for row in sheet.read_rows()]


def refuse(path: Path | None) -> str:
    """The sentence that refuses a file, which is one and can be shown."""
    with pytest.raises(FileError) as told:
        read_sheets(path)
    message = str(told.value)
    assert message.isprintable() and len(message) < 250
    return message


def refuse_bytes(raw: bytes) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.xlsx"
        path.write_bytes(raw)
        return refuse(path)


def test_what_is_no_file_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert refuse(tmp_path / "pipe") == "a pipe, not a file; give - for the file, and the pipe as standard input"
    assert "a directory, not a file" in refuse(tmp_path)
    assert "not a regular file" in refuse(Path("/dev/zero"))
    assert "not a regular file" in refuse(Path("/dev/null"))
    assert "file not found" in refuse(tmp_path / "none.csv")
    assert "cannot be read" in refuse(tmp_path / "loop")
    assert "cannot be read" in refuse(Path("a\0b"))


def test_a_file_that_may_not_be_read_is_refused_as_it_is_opened_or_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n")
    locked = PermissionError(13, "Permission denied")
    with mock.patch("pathlib.Path.open", side_effect=locked):
        assert refuse(path) == "cannot be read: Permission denied"
    with mock.patch("pathlib.Path.stat", side_effect=locked):  # as where the folder above is locked
        assert refuse(path) == "cannot be read: Permission denied"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "t.csv").open("wb") as file:
        file.truncate(sheet_file.MAX_BYTES + 1)
    assert "too large, 1,073,741,825 bytes" in refuse(tmp_path / "t.csv")


def give_standard_input(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))


@pytest.mark.parametrize("kind", SEEDS)
def test_standard_input_is_read_as_a_file_is_and_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    (tmp_path / "t").write_bytes(pack(SEEDS[kind]))
    expected = [list(sheet.read_rows()) for sheet in open_sheets(tmp_path / "t")]
    (tmp_path / "spool").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "spool"))
    give_standard_input(monkeypatch, pack(SEEDS[kind]))
    sheets = open_sheets(None)
    assert [list(sheet.read_rows()) for sheet in sheets] == expected
    assert {sheet.file for sheet in sheets} == {"standard input"}
    del sheets
    assert list((tmp_path / "spool").iterdir()) == []


def test_standard_input_is_bounded_and_never_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    give_standard_input(monkeypatch, b"a,b\n" * 1000)
    monkeypatch.setattr(sheet_file.copy_stream, "__defaults__", ("", 1000))
    assert refuse(None) == "too large; expected at most 1,000 bytes"
    with mock.patch.object(sys.stdin, "isatty", return_value=True):
        assert "standard input is a terminal" in refuse(None)
    monkeypatch.setattr(sys, "stdin", None)
    assert "standard input is a terminal" in refuse(None)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "a web page (HTML), not a workbook"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<p>", "a web page (HTML), not a workbook"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "Excel 2003"),
        (b'<?xml version="1.0"?><x/>', "an XML file"),
        (b"%PDF-1.7\n", "a PDF, not a table"),
        (b"PK\x05\x06" + bytes(18), "an empty ZIP archive"),
        (b"PK\x03\x04" + bytes(40), "broken or incomplete"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "broken or incomplete"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a Word document"),
        (b"PAR1" + bytes(40) + b"PAR1", "a Parquet file that is broken"),
        (gzip.compress(b"a,b\n", mtime=0)[:-4], "gzip data that is broken"),
        (b"\x1f\x8b\x08\x00nonsense", "gzip data that is broken"),
        (gzip.compress(gzip.compress(b"a,b\n", mtime=0), mtime=0), "packed with gzip twice"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_is_no_table_is_refused_by_what_it_is(raw: bytes, said: str) -> None:
    assert said in refuse_bytes(raw)


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("excel", "waits.csv", "waits.csv is an Excel workbook, and was read as one, though its name ends in .csv."),
        ("csv", "waits.xlsx", "waits.xlsx is a text file (CSV), and was read as one, though its name ends in .xlsx."),
        ("old excel", "a.ods", "a.ods is an Excel workbook, and was read as one, though its name ends in .ods."),
        ("parquet", "a.json", "a.json is a Parquet file, and was read as one, though its name ends in .json."),
        ("csv", "a.xls.gz", "a.xls.gz is a text file (CSV), and was read as one, though its name ends in .xls."),
    ],
)
def test_where_name_and_content_disagree_the_content_is_read_and_that_is_told(
    tmp_path: Path, kind: str, name: str, said: str
) -> None:
    (tmp_path / name).write_bytes(gzip.compress(SEEDS[kind]) if name.endswith(".gz") else SEEDS[kind])
    assert open_sheets(tmp_path / name)[0].guesses[0] == said


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.data", "a", "a.CSV"])
def test_where_name_and_content_agree_nothing_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(SEEDS["csv"])
    assert open_sheets(tmp_path / name)[0].guesses == ()


def lie_about_size(archive: bytes) -> bytes:
    """An archive that says of its last member that it is a byte long."""
    at = archive.rindex(b"PK\x01\x02")
    return archive[: at + 24] + struct.pack("<I", 1) + archive[at + 28 :]


def test_what_an_archive_unpacks_to_is_counted_and_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 1_000_000)
    bomb = pack(open_up(SEEDS["excel"]) + b"\n\0member\0\nxl/z.xml\n\0name\0\n" + b" " * 2_000_000)
    assert "unpacks to more than 1,000,000 bytes" in refuse_bytes(bomb)
    assert "unpacks to more than 1,000,000 bytes" in refuse_bytes(lie_about_size(bomb))


def test_gzip_is_unpacked_no_further_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_file.copy_stream, "__defaults__", ("", 1_000_000))
    assert refuse_bytes(gzip.compress(b"a,b\n" * 1_000_000)) == "too large; expected at most 1,000,000 bytes"


def test_a_locked_archive_and_one_of_many_or_doubled_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = bytearray(SEEDS["excel"])
    packed[packed.rindex(b"PK\x01\x02") + 8] |= 1
    assert "protected by a password" in refuse_bytes(bytes(packed))
    locked = open_up(SEEDS["document"]).replace(b"<manifest/>", b"<manifest><encryption-data/></manifest>")
    assert "protected by a password" in refuse_bytes(pack(locked))
    doubled = io.BytesIO()
    with zipfile.ZipFile(doubled, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        archive.writestr("XL/workbook.xml", "<b/>")
    assert "broken" in refuse_bytes(doubled.getvalue())
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    assert "expected at most 3" in refuse_bytes(SEEDS["excel"])


FAR = b'r="XFD1048576"><v>1</v>'


@pytest.mark.parametrize(
    "cell",
    [
        b"<c " + FAR + b"</c>",
        b"<c\t" + FAR + b"</c>",
        b"<x:c " + FAR + b"</x:c>",
        b"<c><v>1</v></c>" * 16_384 + b'</row><row r="1048576"><c r="A1048576"><v>1</v></c>',
        b'<c r="A9999999"><v>1</v></c>',
    ],
)
def test_a_worksheet_that_would_take_all_memory_is_refused(tmp_path: Path, cell: bytes) -> None:
    opened = open_up(write_excel(tmp_path / "t.xlsx", [["code", "value"]]).read_bytes())
    named = opened.replace(b"<worksheet ", b'<worksheet xmlns:x="x" ')
    assert "and 50,000,000 cells" in refuse_bytes(pack(named.replace(b"</row>", cell + b"</row>", 1)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"number-columns-repeated", b'number-columns-repeated="16000000000" table:x'),
        (b"number-columns-repeated", b'number-columns-repeated="16385" table:x'),
        (b"number-rows-repeated", b'number-rows-repeated="90000000" table:x'),
        (b"number-rows-repeated", b'number-rows-repeated="1048577" table:x'),
        (b"number-rows-repeated", b'number-rows-repeated="1000000" table:x'),
    ],
)
def test_a_cell_that_stands_for_too_many_is_refused(old: bytes, new: bytes) -> None:
    opened = SEEDS["open document"].replace(b'columns-repeated="4"', b'columns-repeated="60"')
    assert old in opened
    assert "and 50,000,000 cells" in refuse_bytes(pack(opened.replace(old, new, 1)))


def test_an_archive_of_two_workbooks_is_refused() -> None:
    """The library might take the one that was not looked through."""
    other = b"\n\0member\0\nevil/workbook.xml\n\0name\0\n<workbook/>"
    assert refuse_bytes(pack(SEEDS["open excel"] + other)) == archives.BROKEN
    assert refuse_bytes(pack(SEEDS["open excel"] + b"\n\0member\0\ncontent.xml\n\0name\0\n<a")) == archives.BROKEN


def test_a_row_as_wide_as_excel_allows_is_read(tmp_path: Path) -> None:
    path = write_excel(tmp_path / "t.xlsx", [[str(number) for number in range(16_384)], ["a"]])
    assert [len(row.cells) for row in read_all(path)] == [16_384, 16_384]


def test_formats_that_reach_the_last_row_and_column_are_no_cells(tmp_path: Path) -> None:
    path = write_excel(tmp_path / "t.xlsx", [["code", "value"]])
    opened = open_up(path.read_bytes())
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    path.write_bytes(pack(opened.replace(b"</sheetData>", far)))
    assert [row.cells for row in read_all(path)] == [["code", "value"]]


def test_a_worksheet_that_declares_entities_is_refused(tmp_path: Path) -> None:
    path = write_excel(tmp_path / "t.xlsx", [["code", "value"]])
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet '
    assert "broken" in refuse_bytes(pack(open_up(path.read_bytes()).replace(b"<worksheet ", declared)))


def test_a_text_without_a_tag_is_given_up_soon(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(worksheet_scan, "MAX_BETWEEN_TAGS", 1_000_000)
    path = write_document(tmp_path / "t.ods", [["a"]])
    opened = open_up(path.read_bytes()).replace(b"<office:body", b" " * 4_000_000 + b"<office:body")
    assert "broken" in refuse_bytes(pack(opened))


def test_a_panic_of_the_library_is_a_broken_file() -> None:
    panic = type("PanicException", (BaseException,), {})
    with mock.patch("python_calamine.CalamineWorkbook.from_path", side_effect=panic("at src/lib.rs")):
        assert refuse_bytes(SEEDS["excel"]) == archives.BROKEN


@pytest.mark.parametrize("kind", SEEDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_file_cut_anywhere_is_refused_or_read_as_text(kind: str, data: st.DataObject) -> None:
    raw = pack(SEEDS[kind])
    cut = raw[: data.draw(st.integers(8, len(raw) - 1))]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t"
        path.write_bytes(cut)
        if kind in ("csv", "semicolons", "utf-16", "windows", "lines", "old excel", "json"):
            with suppress(FileError):
                read_sheets(path)
        else:
            refuse(path)
