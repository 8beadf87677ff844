"""OpenDocument spreadsheets (.ods), looked through before they are read: their size, and the errors in their cells.

One cell of it may stand for millions, and the library that reads it leaves errors blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from icb_tui.data_files.problems import FileError
from icb_tui.sheets.archives import LOCKED, read_member
from icb_tui.sheets.calamine_sheets import open_workbook
from icb_tui.sheets.cell_texts import ErrorCells
from icb_tui.sheets.sheet import Sheet
from icb_tui.sheets.sheet_file import SheetFile
from icb_tui.sheets.worksheet_scan import check_area, feed_scan

CELLS = ("table:table-cell", "table:covered-table-cell")

ERROR = re.compile("#[A-Z][A-Z0-9/]*[!?]?|Err:[0-9]+")
"""What a cell shows where its formula failed."""


def open_document(file: SheetFile) -> list[Sheet]:
    """Return the sheets of an .ods file; raise FileError."""
    if b"encryption-data" in b"".join(read_member(file, "META-INF/manifest.xml")):
        raise FileError(LOCKED)
    errors = scan_open_document(read_member(file, "content.xml"))
    return open_workbook(file, "OpenDocument", lambda place: errors[place], len(errors))


def scan_open_document(chunks: Iterator[bytes]) -> list[ErrorCells]:
    """Return the errors in the cells of each sheet; raise FileError where one is too large or broken."""
    scan = _TableScan()
    feed_scan(scan, chunks)
    return scan.errors


@dataclass
class _TableScan:
    """What is known so far of the sheet that is read: where we are, and the area that its cells take."""

    row: int = 0
    column: int = 0
    row_repeats: int = 1
    repeats: int = 1
    text: str = ""
    is_filled: bool = False
    rows: int = 0
    columns: int = 0
    row_cells: int = 0
    row_errors: dict[int, str] = field(default_factory=dict)
    errors: list[ErrorCells] = field(default_factory=list)

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.row, self.rows, self.columns = 0, 0, 0
            self.errors.append({})
        elif name == "table:table-row":
            self.column, self.row_cells, self.row_errors = 0, 0, {}
            self.row_repeats = _read_count(attributes, "table:number-rows-repeated")
        elif name in CELLS:
            self.text = ""
            self.repeats = _read_count(attributes, "table:number-columns-repeated")
            self.is_filled = any(key.startswith("office:") or key == "table:formula" for key in attributes)

    def add_text(self, text: str) -> None:
        if len(self.text) < 100:
            self.text += text

    def end_element(self, name: str) -> None:
        if name in CELLS:
            self._end_cell()
        elif name == "table:table-row":
            self._end_row()

    def _end_cell(self) -> None:
        if self.is_filled or self.text.strip():
            self.row_cells = self.column + self.repeats
            check_area(1, self.row_cells)
        if ERROR.fullmatch(text := self.text.strip()):
            self.row_errors |= dict.fromkeys(range(self.column, self.column + self.repeats), text)
        self.column += self.repeats

    def _end_row(self) -> None:
        if self.row_cells:
            self.rows, self.columns = self.row + self.row_repeats, max(self.columns, self.row_cells)
            check_area(self.rows, self.columns)
        if self.row_errors and self.errors:
            self.errors[-1] |= dict.fromkeys(range(self.row, self.row + self.row_repeats), self.row_errors)
        self.row += self.row_repeats


def _read_count(attributes: dict[str, str], key: str) -> int:
    text = attributes.get(key, "1")
    return int(text) if text.isdecimal() and len(text) < 12 else 1
