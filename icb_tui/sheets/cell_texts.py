"""Values of spreadsheet cells as texts, the same for every kind of workbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

ErrorCells = dict[int, dict[int, str]]
"""The cells of a sheet that hold an error: row → column, both from 0 → its text, such as "#N/A"."""

EXACT_INTEGERS = 2.0**53
"""From here on a float no longer tells every whole number from the next."""


def format_cell(value: object) -> str:
    """Return the text of a cell: whole numbers without decimals, dates as ISO, TRUE and FALSE as spreadsheets do."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < EXACT_INTEGERS else repr(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _format_duration(value)
    return "" if value is None else str(value)


def _format_duration(duration: timedelta) -> str:
    minutes, seconds = divmod(round(duration.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def format_cells(values: Iterable[object]) -> list[str]:
    """Return the texts of the cells of a row; most are texts already, or numbers."""
    return [value if type(value) is str else format_cell(value) for value in values]


def put_errors(cells: list[str], errors: dict[int, str]) -> list[str]:
    """Return the cells of a row with the texts of its errors (column → text) in their places."""
    for column, text in errors.items():
        cells += [""] * (column + 1 - len(cells))
        cells[column] = text
    return cells
