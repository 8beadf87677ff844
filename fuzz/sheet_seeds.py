"""Small files of every kind that holds sheets, and archives in a form whose insides can be changed."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

ARCHIVE, MEMBER, NAME = b"archive:", b"\n\0member\0\n", b"\n\0name\0\n"
"""How a case begins that is packed before it is read, what stands between its members, and after the name of each."""

ROWS: list[list[Any]] = [
    ["code", "period", "value"],
    ["QKS", "2024", 1.5],
    ["QK1", "2024-03-01", None],
    [],
    ["QR1", "x", True],
]


def pack(raw: bytes) -> bytes:
    """Return a case as a file: an archive where it is one in the open, else as it is."""
    if not raw.startswith(ARCHIVE):
        return raw
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        names: set[str] = set()
        for member in raw.removeprefix(ARCHIVE).split(MEMBER):
            name, _, data = member.partition(NAME)
            text = name.decode("latin-1").replace("\0", "") or "x"
            if text not in names:
                archive.writestr(text, data)
            names.add(text)
    return packed.getvalue()


def open_up(archive: bytes) -> bytes:
    """Return an archive in the open: its members one after another, not packed."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return ARCHIVE + MEMBER.join(name.encode() + NAME + opened.read(name) for name in opened.namelist())


@cache
def make_seeds() -> dict[str, bytes]:
    """Return a small file of each kind by its name."""
    excel, document = _make_excel(), _make_document()
    table = "".join(",".join("" if cell is None else str(cell) for cell in row) + "\n" for row in ROWS)
    records = [{"code": "QKS", "value": 1.5, "list": [1, {"a": None}]}, {"code": "QK1", "other": "é"}]
    return {
        "csv": table.encode(),
        "semicolons": table.replace(",", ";").encode("utf-8-sig"),
        "utf-16": table.encode("utf-16"),
        "windows": ("Kent – Medway," + table).encode("cp1252"),
        "json": json.dumps(records).encode(),
        "lines": "\n".join(map(json.dumps, records)).encode(),
        "gzip": gzip.compress(table.encode(), mtime=0),
        "excel": excel,
        "open excel": open_up(excel),
        "document": document,
        "open document": open_up(document),
        "old excel": _make_old_excel(),
        "parquet": _make_parquet(),
    }


def _make_excel() -> bytes:
    import xlsxwriter

    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # else no case is the same tomorrow
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(ROWS):
            sheet.write_row(number + 1, 1, row)
        sheet.write_formula("C9", "=1/0", None, "#DIV/0!")
        book.add_worksheet("Hidden").hide()
    return packed.getvalue()


def _make_document() -> bytes:
    """The least that is an OpenDocument spreadsheet."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    error = '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="">'
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content{names}><office:body><office:spreadsheet><table:table table:name="Data">{cells}'
        f'<table:table-row table:number-rows-repeated="3">{error}<text:p>#DIV/0!</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="4"/><table:table-cell office:value-type="float"'
        ' office:value="2"/></table:table-row></table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return packed.getvalue()


def _make_old_excel() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for number, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            sheet.write(number + 1, column, cell)
    sheet.row(8).set_cell_error(1, 0x2A)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _make_parquet() -> bytes:
    import duckdb

    with tempfile.TemporaryDirectory(prefix="icb-tui-fuzz-") as folder, duckdb.connect() as connection:
        path = Path(folder) / "t.parquet"
        query = "SELECT 'QKS' code, 1.5::FLOAT f, 2 i, [1] l, DATE '2024-03-01' d, 2.5::DOUBLE x FROM range(3)"
        connection.execute(f"COPY ({query}) TO '{path}'")
        return path.read_bytes()
