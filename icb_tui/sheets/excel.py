"""Excel files (.xlsx, .xlsm, .xlsb): which part of one holds which sheet, and what a look through that part finds."""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator
from xml.parsers import expat

from icb_tui.data_files.problems import FileError
from icb_tui.sheets.archives import BROKEN, read_member
from icb_tui.sheets.calamine_sheets import open_workbook
from icb_tui.sheets.cell_texts import ErrorCells
from icb_tui.sheets.sheet import Sheet
from icb_tui.sheets.sheet_file import SheetFile
from icb_tui.sheets.worksheet_scan import check_area, parse_xml, scan_worksheet

BUNDLE_SHEET = 0x9C
"""The record of an .xlsb workbook that names a sheet (BrtBundleSh)."""

NO_PART = b"\xff\xff\xff\xff"
"""Stands for the name of its part where a sheet has none."""

ROW, CELL_KINDS, ERROR_KINDS = 0x00, range(0x02, 0x0C), (0x03, 0x0B)
"""The records of a row, of its cells that hold something, and of those that hold an error."""

ERROR_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""The errors of Excel by their codes."""


def open_excel(file: SheetFile, parts: list[str]) -> list[Sheet]:
    """Return the sheets of an .xlsx, .xlsm or .xlsb file with these parts; raise FileError."""
    binary = any(part.lower() == "xl/workbook.bin" for part in parts)
    if sum(posixpath.basename(part.lower()).startswith("workbook.") for part in parts) > 2:
        raise FileError(BROKEN)  # two workbooks and their relations: readers would differ in which they take
    sheets = _list_binary_sheets(file) if binary else _list_sheets(file)

    def scan_sheet(place: int) -> ErrorCells:
        if binary:
            return scan_binary_sheet(read_member(file, sheets[place]))
        return scan_worksheet(lambda: read_member(file, sheets[place]))

    return open_workbook(file, "Excel", scan_sheet, len(sheets))


def _list_sheets(file: SheetFile) -> list[str]:
    """Return the names of the parts that hold the sheets, in the order of the sheets."""
    targets = _read_relations(file, "xl/_rels/workbook.xml.rels")
    sheets = _list_elements(file, "xl/workbook.xml", "sheet")
    return [targets.get(_find_relation(attributes), "") for attributes in sheets]


def _list_binary_sheets(file: SheetFile) -> list[str]:
    targets = _read_relations(file, "xl/_rels/workbook.bin.rels")
    try:
        return [
            targets.get(read_wide_text(data, 8), "")
            for kind, data in read_records(read_member(file, "xl/workbook.bin"))
            if kind == BUNDLE_SHEET and data[8:12] != NO_PART
        ]
    except (struct.error, IndexError):
        raise FileError(BROKEN) from None


def _read_relations(file: SheetFile, part: str) -> dict[str, str]:
    """Return the ids of what a workbook refers to → the names of their parts."""
    return {
        attributes.get("Id", ""): posixpath.join("/xl", attributes.get("Target", "")).lstrip("/")
        for attributes in _list_elements(file, part, "Relationship")
    }


def _find_relation(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")


def _list_elements(file: SheetFile, part: str, tag: str) -> list[dict[str, str]]:
    """Return the attributes of the elements of one name in a part, in their order."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == tag:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parse_xml(parser, read_member(file, part))
    return found


def scan_binary_sheet(chunks: Iterator[bytes]) -> ErrorCells:
    """Return the errors in the cells of a sheet of an .xlsb file; raise FileError where it is too large or broken."""
    errors: ErrorCells = {}
    row = rows = columns = 0
    try:
        for kind, data in read_records(chunks):
            if kind == ROW:
                (row,) = struct.unpack_from("<I", data)
            elif kind in CELL_KINDS:
                (column,) = struct.unpack_from("<I", data)
                rows, columns = max(rows, row + 1), max(columns, column + 1)
                if kind in ERROR_KINDS:
                    errors.setdefault(row, {})[column] = ERROR_TEXTS.get(data[8], "#ERROR!")
    except (struct.error, IndexError):
        raise FileError(BROKEN) from None
    check_area(rows, columns)
    return errors


def read_records(chunks: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part of an .xlsb file, each with its kind; raise IndexError where it breaks off."""
    data = b"".join(chunks)
    at = 0
    while at < len(data):
        kind = data[at]
        if kind & 0x80:
            kind, at = (kind & 0x7F) | (data[at + 1] & 0x7F) << 7, at + 1
        at += 1
        size = 0
        for place in range(4):
            size |= (data[at] & 0x7F) << 7 * place
            at += 1
            if data[at - 1] < 0x80:
                break
        yield kind, data[at : at + size]
        at += size


def read_wide_text(data: bytes, at: int) -> str:
    """Return the text that stands at a place of a record: how many characters, and they in UTF-16."""
    (length,) = struct.unpack_from("<I", data, at)
    return data[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace")
