"""Workbooks of Excel (.xlsx, .xlsm, .xlsb) and OpenDocument (.ods), read by python-calamine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from icb_tui.data_files.problems import FileError
from icb_tui.sheets.archives import BROKEN, LOCKED
from icb_tui.sheets.cell_texts import ErrorCells, format_cells, put_errors
from icb_tui.sheets.sheet import Row, Sheet
from icb_tui.sheets.sheet_file import SheetFile

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

HIDDEN = "This sheet is hidden in the workbook."

SheetScan = Callable[[int], ErrorCells]
"""Looks through the sheet at a place, from 0, and returns its errors; raises FileError where it is too large."""


def open_workbook(file: SheetFile, kind: str, scan_sheet: SheetScan, count: int) -> list[Sheet]:
    """Return the sheets of a workbook, hidden ones too, in their order; those of charts are left out.

    Raises FileError where there is none, or where the workbook has not as many sheets as those that scan it found.
    """
    with _explain_failures():
        from python_calamine import CalamineWorkbook, SheetTypeEnum

        workbook = CalamineWorkbook.from_path(file.path)
        tables = [each.typ == SheetTypeEnum.WorkSheet for each in workbook.sheets_metadata]
    if len(tables) != count:
        raise FileError(BROKEN)
    if not any(tables):
        raise FileError("a workbook without a sheet of cells; expected a table")
    reader = _WorkbookReader(workbook, scan_sheet)
    return [
        Sheet(
            file=file.name,
            sheet=each.name,
            kind=kind,
            read_rows=reader.make_row_reader(place),
            guesses=() if str(each.visible).endswith(".Visible") else (HIDDEN,),
            line_word="row",
        )
        for place, each in enumerate(workbook.sheets_metadata)
        if tables[place]
    ]


class _WorkbookReader:
    """Reads the sheets of a workbook, and keeps the last one: reading it again takes as long as the first time."""

    def __init__(self, workbook: CalamineWorkbook, scan_sheet: SheetScan) -> None:
        self._workbook = workbook
        self._scan_sheet = scan_sheet
        self._kept: tuple[int, CalamineSheet, ErrorCells] | None = None

    def make_row_reader(self, place: int) -> Callable[[], Iterator[Row]]:
        return lambda: self._read_rows(place)

    def _read_rows(self, place: int) -> Iterator[Row]:
        if self._kept is None or self._kept[0] != place:
            self._kept = None  # its memory is free before the next one is read
            self._kept = (place, *self._load(place))
        _, sheet, errors = self._kept
        before, end = [""] * (sheet.start[1] if sheet.start else 0), 0
        rows = sheet.iter_rows() if sheet.height else ()  # which some versions panic at
        for end, values in enumerate(rows, start=1):
            cells = put_errors(before + format_cells(values), errors.get(end - 1, {}))
            if "".join(cells).strip():
                yield Row(end, cells)
        for number in sorted(row for row in errors if row >= end):
            yield Row(number + 1, put_errors([], errors[number]))

    def _load(self, place: int) -> tuple[CalamineSheet, ErrorCells]:
        errors = self._scan_sheet(place)
        with _explain_failures():
            return self._workbook.get_sheet_by_index(place), errors


@contextmanager
def _explain_failures() -> Iterator[None]:
    """Raise FileError for whatever the library says of a workbook; a panic of Rust is no Exception."""
    from python_calamine import PasswordError

    try:
        yield
    except PasswordError:
        raise FileError(LOCKED) from None
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise FileError(BROKEN) from None
        raise
