"""Parquet and JSON: every record is a row under the names of its fields, its values as they were written."""

from __future__ import annotations

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_files import read_all, trim, write_parquet, write_records

from icb_tui.data_files.problems import FileError
from icb_tui.sheets.sheet import Row
from icb_tui.sheets.workbook import open_sheets

FIELDS = ["code", "period", "value"]
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5)


@pytest.mark.parametrize("lines", [False, True])
@settings(deadline=None)
@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, TEXTS)), max_size=5))
def test_records_are_rows_in_their_order(lines: bool, records: list[dict[str, str]]) -> None:
    records = [{"code": "QKS", "period": "2024", "value": "1"}, {"code": "QK1"}, *records]
    with TemporaryDirectory() as folder:
        path = write_records(Path(folder) / "t.json", records, lines=lines)
        filled = [
            Row(line, [record.get(field, "") for field in FIELDS])
            for line, record in enumerate([dict(zip(FIELDS, FIELDS, strict=True)), *records], 1)
            if "".join(record.values()).strip()
        ]
        assert read_all(path) == filled


def test_numbers_of_json_are_as_they_were_written_and_what_is_nested_is_json(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text('{"meta": {"a": 1}, "rows": [{"a": 1.50, "b": 1e400, "c": true, "d": null, "e": [1, "é"]}]}')
    assert trim(read_all(path))[1].cells == ["1.50", "1e400", "TRUE", "", '["1", "é"]']


def test_half_a_character_of_json_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text('[{"\\ud800": "\\udfff", "b": ["\\ud83d\\ude00", "\\ud83d"]}]')
    assert [row.cells for row in read_all(tmp_path / "t.json")] == [["?", "b"], ["?", '["😀", "?"]']]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_json_of_other_encodings_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "t.json"
    path.write_bytes('[{"name": "£–"}]'.encode(encoding))
    assert read_all(path)[1].cells == ["£–"]


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ('[{"a": 1},\n {"b": }]', "invalid JSON (Expecting value)", 2),
        ('{"a": 1}\n{"a": 2}\n{"a"', "invalid JSON", 3),
        ('{"a": 1}\n\n[2]\n', "a value that is not an object", 3),
        ('[{"a": 1}, 2]', "a value that is not an object", None),
        ('[{"a": 1, "a": 2}]', "a field twice", None),
        ("[[1, 2]]", "a value that is not an object", None),
        ("[]", "JSON without a record", None),
        ('{"a": 1}', "JSON with no lists of objects", None),
        ('{"a": [{"b": 1}], "c": [{"d": 1}]}', "JSON with 2 lists of objects", None),
        ('[{"a": ' + "[" * 100_000, "nested too deep", 1),
    ],
)
def test_json_that_is_no_table_is_refused_with_its_line(tmp_path: Path, text: str, said: str, line: int | None) -> None:
    (tmp_path / "t.json").write_text(text)
    with pytest.raises(FileError) as told:
        open_sheets(tmp_path / "t.json")
    assert said in str(told.value) and told.value.line == line


def test_a_title_in_square_brackets_is_text(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("[c] stands for suppressed,\ncode,value\nQKS,[c]\n")
    assert read_all(tmp_path / "t.csv")[2].cells == ["QKS", "[c]"]


def test_parquet_gives_every_type_as_people_write_it(tmp_path: Path) -> None:
    query = (
        "SELECT '007' code, 0.1::FLOAT f, 2024.0::DOUBLE whole, 1.50::DECIMAL(5, 2) money, DATE '2024-03-01' d,"
        " TIMESTAMP '2024-03-01 00:00:00' midnight, TIMESTAMP '2024-03-01 12:30:00' noon, true AS flag,"
        " NULL::INT missing, [1, 2] list, {'a': 'x'} record, TIMESTAMPTZ '2024-03-01 00:00:00+00' AS zoned"
    )
    header, row = read_all(write_parquet(tmp_path / "t.parquet", query))
    assert header.cells[:2] == ["code", "f"] and (header.line, row.line) == (1, 2)
    assert row.cells[:6] == ["007", "0.1", "2024", "1.50", "2024-03-01", "2024-03-01"]
    assert row.cells[6:11] == ["2024-03-01 12:30:00", "TRUE", "", "[1,2]", '{"a":"x"}']
    assert row.cells[11].startswith("2024-0")


@pytest.mark.parametrize("name", ["year=2024/t.parquet", "t[1].parquet", "t*.parquet", "it's.parquet"])
def test_the_name_of_a_parquet_file_means_nothing_to_duckdb(tmp_path: Path, name: str) -> None:
    made = write_parquet(tmp_path / "made", "SELECT 'QKS' code, 1 AS v")
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    made.rename(path)
    write_parquet(tmp_path / "t1.parquet", "SELECT 'wrong' code, 2 AS v")
    assert [row.cells for row in read_all(path)] == [["code", "v"], ["QKS", "1"]]


@pytest.mark.parametrize("inside", ["t.csv", "t.json", "t.parquet"])
def test_what_is_packed_with_gzip_is_read_as_what_it_is(tmp_path: Path, inside: str) -> None:
    path = tmp_path / inside
    if inside.endswith("parquet"):
        write_parquet(path, "SELECT 'QKS' code, 1 AS v")
    else:
        path.write_text("code,v\nQKS,1\n" if inside.endswith("csv") else '[{"code": "QKS", "v": 1}]')
    packed = tmp_path / f"{inside}.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    (sheet,) = open_sheets(packed)
    assert [row.cells for row in sheet.read_rows()] == [["code", "v"], ["QKS", "1"]]
    assert sheet.guesses == () and sheet.file == str(packed)
