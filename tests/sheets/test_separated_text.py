"""CSV as it comes: any separator, encoding and line end gives the same rows, with the lines on which they begin."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_files import find_text_lines, read_all, write_text

from icb_tui.data_files.problems import FileError
from icb_tui.sheets.encodings import MAX_LINE
from icb_tui.sheets.separated_text import find_separator
from icb_tui.sheets.workbook import open_sheets

SEPARATORS, ENDS = ",;\t|", ("\n", "\r\n", "\r")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252")
TEXT = st.text(st.sampled_from('ab 1.–£é"\n\r'), max_size=6)


def read_bytes(raw: bytes, name: str = "t.csv") -> list[tuple[int, list[str]]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(raw)
        return [(row.line, row.cells) for row in read_all(path)]


def refuse(raw: bytes) -> tuple[str, int | None]:
    with pytest.raises(FileError) as told:
        read_bytes(raw)
    return str(told.value), told.value.line


@settings(deadline=None)
@given(
    st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(TEXT, min_size=width, max_size=width), max_size=6)),
    st.sampled_from(SEPARATORS),
    st.sampled_from(ENDS),
    st.sampled_from(ENCODINGS),
)
def test_a_table_is_read_as_it_was_written(table: list[list[str]], separator: str, ends: str, encoding: str) -> None:
    width = len(table[0]) if table else 2
    table = [["£5 – the header", *["x"] * (width - 2), f"a{separator}b"], *table]
    raw = write_text(table, separator, ends).encode(encoding)
    assert read_bytes(raw) == find_text_lines(table, separator, ends)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_known_by_its_zeros_and_that_is_told(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("code,value\nQKS,£5\n".encode(encoding))
    (sheet,) = open_sheets(path)
    assert [row.cells for row in sheet.read_rows()] == [["code", "value"], ["QKS", "£5"]]
    assert "UTF-16" in sheet.guesses[0]


def test_windows_1252_is_told_with_its_first_byte_and_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"code,name\nQK1,x\nQKS,Kent \x96 Medway\n")
    (sheet,) = open_sheets(path)
    assert list(sheet.read_rows())[2].cells == ["QKS", "Kent – Medway"]
    assert sheet.guesses == ("Read as Windows-1252: byte 96 on line 3 is not UTF-8, and was taken for “–”.",)


@pytest.mark.parametrize(
    ("raw", "said", "line"),
    [
        (b"a,b\nc,\x81\n", "neither UTF-8 nor Windows-1252 (byte 81)", 2),
        (b"\xef\xbb\xbfa,b\nc,\x96\n", "begins as UTF-8, but is not UTF-8 throughout", 2),
        (b"\xff\xfea\x00,\x00b\x00\n\x00\x00\xd8", "begins as UTF-16, but is not UTF-16 throughout", 2),
        (b"a,b\nc,d\0\n", "a NUL character", 2),
        (b"\0" * 5000, "a NUL character", 1),
        (b'a,b\n\n"c" d,e\n', "a misplaced quotation mark", 3),
        (b'a,b\n"c\nd\ne', "a misplaced quotation mark", 2),
        (b"a,b\nc," + b"d" * 200_000, "a cell that is too long", 2),
        (b"a" * (MAX_LINE + 1), "a line of more than 67,108,864 characters", None),
        (b"", "empty file", None),
        (b" \n\t\r\n", "empty file", None),
        (b"\xef\xbb\xbf\n", "empty file", None),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_with_its_line(raw: bytes, said: str, line: int | None) -> None:
    message, found = refuse(raw)
    assert said in message and "\n" not in message and len(message) < 250
    assert found == line


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("Title; of, the: sheet\n\ncode;period;value\nQKS;2024;1,5\nQK1;2024;2,5\n", ";"),
        ("Title\ncode,name,value\nQKS,a;b;c,1\nQK1,d;e,2\n", ","),
        ("code\tname\tvalue\nQKS\tKent, Medway\t1\nQK1\tLeicester, Rutland\t2\n", "\t"),
        ("code|value\nQKS|1\n", "|"),
        ('"a;b","c;d"\n"e;f","g;h"\n', ","),
        ("one\ntwo\n", ","),
    ],
)
def test_the_separator_is_the_one_on_which_most_rows_agree(text: str, separator: str) -> None:
    assert find_separator(text) == separator


def test_a_comma_may_stand_before_decimals_only_where_it_separates_no_cells(tmp_path: Path) -> None:
    tables = {"a;b\n1,5;2\n": (True, "semicolons"), "a,b\n1,2\n": (False, ""), "a\tb\n1\t2\n": (False, "tabs")}
    for text, (expected, word) in tables.items():
        (tmp_path / "t.txt").write_text(text)
        (sheet,) = open_sheets(tmp_path / "t.txt")
        assert sheet.has_decimal_commas is expected
        assert sheet.guesses == ((f"Cells are separated by {word}.",) if word else ())


def test_rows_may_differ_in_length_and_may_be_read_twice_at_once(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,c\n\n,,\nd\ne,f,g,h\n")
    (sheet,) = open_sheets(path)
    both = list(zip(sheet.read_rows(), sheet.read_rows(), strict=True))
    assert [one for one, _ in both] == [other for _, other in both]
    assert [tuple(one) for one, _ in both] == [(1, ["a", "b", "c"]), (4, ["d"]), (5, ["e", "f", "g", "h"])]
