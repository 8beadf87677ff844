"""Excel workbooks of several sheets, made for a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

Cell = str | int | float


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
    """Write a workbook: the name of each sheet → its rows; an empty text leaves a cell blank."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
