"""Tables written as files of every kind, each with a library that the program does not read it with."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from icb_tui.sheets.sheet import Row
from icb_tui.sheets.workbook import open_sheets

Table = Sequence[Sequence[Any]]


def read_all(path: Path | None) -> list[Row]:
    """The rows of the only sheet of a file."""
    (sheet,) = open_sheets(path)
    return list(sheet.read_rows())


def write_text(table: Table, separator: str = ",", ends: str = "\n") -> str:
    """A table as separated text; csv leaves some line ends bare, so that every cell is quoted where there is one."""
    text = io.StringIO()
    all_quoted = any({"\r", "\n"} & set(cell) for row in table for cell in row)
    writer = csv.writer(
        text, delimiter=separator, lineterminator=ends, quoting=csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
    )
    writer.writerows(table)
    return text.getvalue()


def find_text_lines(table: Table, separator: str, ends: str) -> list[Row]:
    """The rows that are not blank, with their lines, counted in the text that stands before each."""
    before, rows = "", []
    for row in table:
        if "".join(row).strip():
            rows.append(Row(len(re.findall("\r\n|\r|\n", before)) + 1, list(row)))
        before += write_text([row], separator, ends)  # quotation marks do not change its lines
    return rows


def trim(rows: list[Row]) -> list[Row]:
    """Rows without the empty cells at their ends, which a kind of file may add or leave out."""
    return [Row(line, cells[: max((n for n, cell in enumerate(cells, 1) if cell), default=0)]) for line, cells in rows]


def write_excel(path: Path, table: Table, *, row: int = 0, column: int = 0, sheet: str = "Data") -> Path:
    """A table in a workbook of Excel, its first cell at a place."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        for number, cells in enumerate(table, row):
            for place, cell in enumerate(cells, column):
                page.write_string(number, place, cell) if isinstance(cell, str) else page.write(number, place, cell)
    return path


def write_old_excel(path: Path, table: Table) -> Path:
    """A table in a workbook of Excel 97."""
    import xlwt

    book = xlwt.Workbook()
    page = book.add_sheet("Data")
    date = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for number, cells in enumerate(table):
        for place, cell in enumerate(cells):
            page.write(number, place, cell, *([date] if hasattr(cell, "year") else []))
    book.save(str(path))
    return path


def write_document(path: Path, table: Table, sheets: Sequence[str] = ("Data",)) -> Path:
    """A table in each sheet of an OpenDocument spreadsheet."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table as DocumentTable
    from odf.table import TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    for sheet in sheets:
        page = DocumentTable(name=sheet)
        for cells in table:
            row = TableRow()
            for cell in cells:
                row.addElement(made := TableCell(**_describe_cell(cell)))
                made.addElement(P(text=str(cell)))
            page.addElement(row)
        document.spreadsheet.addElement(page)
    document.save(str(path))
    return path


def _describe_cell(cell: Any) -> dict[str, Any]:
    if isinstance(cell, bool):
        return {"valuetype": "boolean", "booleanvalue": str(cell).lower()}
    if hasattr(cell, "year"):
        return {"valuetype": "date", "datevalue": cell.isoformat()}
    if isinstance(cell, str):
        return {"valuetype": "string"}
    return {"valuetype": "float", "value": repr(cell)}


def write_parquet(path: Path, query: str) -> Path:
    """The rows of a query in SQL as a Parquet file."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


def write_records(path: Path, records: Sequence[Any], *, lines: bool = False) -> Path:
    """Records as JSON, or as JSON lines."""
    path.write_text("\n".join(map(json.dumps, records)) if lines else json.dumps(records))
    return path
