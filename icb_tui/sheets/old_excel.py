"""Workbooks of Excel 97 to 2003 (.xls), read by xlrd: it tells errors apart, and takes memory for filled cells only."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from icb_tui.data_files.problems import FileError
from icb_tui.sheets.archives import BROKEN, LOCKED
from icb_tui.sheets.calamine_sheets import HIDDEN
from icb_tui.sheets.cell_texts import format_cell
from icb_tui.sheets.sheet import Row, Sheet
from icb_tui.sheets.sheet_file import SheetFile

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Cell
    from xlrd.sheet import Sheet as OldSheet

MAX_OLD_BYTES = 256 * 1024 * 1024
"""The most bytes of an .xls file: 65,536 rows of 256 columns are less."""

ENCRYPTED, DOCUMENT = (name.encode("utf-16-le") for name in ("EncryptedPackage", "WordDocument"))


def open_old_excel(file: SheetFile) -> list[Sheet]:
    """Return the sheets of an .xls file, hidden ones too; raise FileError."""
    data = file.read_start(MAX_OLD_BYTES + 1)
    if len(data) > MAX_OLD_BYTES:
        raise FileError(f"too large for an Excel workbook of this kind; expected at most {MAX_OLD_BYTES:,} bytes")
    if ENCRYPTED in data:
        raise FileError(LOCKED)
    if DOCUMENT in data:
        raise FileError("a Word document, not a workbook; copy its table into Excel, and save that")
    book = _open_book(data)
    return [_make_sheet(file, book, sheet) for sheet in book.sheets()]


def _open_book(data: bytes) -> Book:
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), ragged_rows=True)
    except Exception as error:  # of any type, where the bytes mislead it
        raise FileError(LOCKED if "encrypted" in str(error) else BROKEN) from None
    if not book.nsheets:
        raise FileError("a workbook without a sheet of cells; expected a table")
    return book


def _make_sheet(file: SheetFile, book: Book, sheet: OldSheet) -> Sheet:
    return Sheet(
        file=file.name,
        sheet=sheet.name,
        kind="Excel",
        read_rows=lambda: _read_rows(book, sheet),
        guesses=(HIDDEN,) if sheet.visibility else (),
        line_word="row",
    )


def _read_rows(book: Book, sheet: OldSheet) -> Iterator[Row]:
    for number in range(sheet.nrows):
        cells = [_format_old_cell(book, cell) for cell in sheet.row(number)]
        if "".join(cells).strip():
            yield Row(number + 1, cells)


def _format_old_cell(book: Book, cell: Cell) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERROR!"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return format_cell(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _format_date(cell.value, book.datemode)
    return format_cell(cell.value)


def _format_date(value: float, mode: int) -> str:
    """Return a date, or a time of day where there is no day; a number that is neither stays a number."""
    import xlrd

    try:
        moment = xlrd.xldate_as_datetime(value, mode)
    except (xlrd.XLDateError, OverflowError, ValueError):
        return format_cell(value)
    return format_cell(moment.time() if 0 <= value < 1 else moment)
