"""The template of a sheet of findings: headings, an example that is never read as a finding, and the allowed values."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from icb_tui.domain.dataset import Dataset
from icb_tui.importing.findings.allowed import AllowedValue, is_needed, list_allowed_values
from icb_tui.importing.findings.columns import COLUMNS, HEADINGS, SheetCell
from icb_tui.importing.findings.rows import EXAMPLE_ID, EXAMPLE_SUMMARY
from icb_tui.text.formulas import escape_cell

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

SHEET, ALLOWED_SHEET = "Findings", "Allowed values"

ALLOWED_HEADINGS = ("Heading", "Needed", "Allowed", "Meaning")

MAX_LIST_ROWS = 5000
"""How many rows of the sheet have drop-down lists."""

_TEXT_FORMAT = {"num_format": 49, "text_wrap": True, "valign": "top"}
"""Number 49 is Excel's own format Text: what is typed into such a cell stays as it is typed."""

_WIDTHS = {"summary": 60, "source.title": 40, "source.url": 40, "icb": 32, "note": 40, "kind": 24, "words": 28}

_ALLOWED_WIDTHS = (20, 9, 50, 100)


def make_example(data: Dataset) -> list[SheetCell]:
    """Return the example of the template, in the order of the columns."""
    rating = next(rating for rating in data.ratings if rating.role == "credit")
    cells: dict[str, SheetCell] = {
        "id": EXAMPLE_ID,
        "icb": next(icb for icb in data.icbs if not icb.closed).short_name,
        "year": data.rated_year,
        "aim": data.number_and_name(data.aims[0].id),
        "kind": next((kind for kind in data.kinds if kind.rated), data.kinds[0]).name,
        "direction": "positive",
        "rating": rating.name,
        "words": "; ".join(rating.words[:2]),
        "summary": EXAMPLE_SUMMARY,
        "figure.value": 8,
        "figure.unit": "partners",
        "figure.what": "partners that the letter names",
        "source.title": "Letter on the annual assessment",
        "source.publisher": "NHS England",
        "source.published": "2025-01-16",
        "source.url": "https://example.org/letter",
        "page": 2,
        "paragraph": 5,
        "note": "All of this row is invented.",
    }
    return [cells.get(column.field, "") for column in COLUMNS]


def write_csv_template(data: Dataset) -> bytes:
    """Return the headings and the example as CSV, marked as UTF-8 so that Excel reads it so."""
    return write_finding_csv([make_example(data)])


def write_finding_csv(rows: Sequence[Sequence[SheetCell]]) -> bytes:
    """Return the headings and rows of cells as CSV in which no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS.values())
    writer.writerows([escape_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx_template(data: Dataset) -> bytes:
    """Return the headings and the example as an Excel workbook, with lists to choose from."""
    return write_finding_workbook([make_example(data)], data)


def write_finding_workbook(rows: Sequence[Sequence[SheetCell]], data: Dataset) -> bytes:
    """Return the headings and rows of cells as an Excel workbook, with the allowed values on a second sheet."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as workbook:
        sheet, second = workbook.add_worksheet(SHEET), workbook.add_worksheet(ALLOWED_SHEET)
        allowed = list_allowed_values(data)
        _write_rows(sheet, workbook, list(HEADINGS.values()), rows)
        _set_columns(sheet, workbook)
        _add_lists(sheet, allowed)
        _write_allowed_values(second, workbook, allowed)
    return out.getvalue()


def _write_rows(
    sheet: Worksheet, workbook: Workbook, headings: Sequence[str], rows: Sequence[Sequence[SheetCell]]
) -> None:
    """Headings that stay in sight, and rows; a text is always written as a text."""
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    text = workbook.add_format(_TEXT_FORMAT)
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if cell and isinstance(cell, str):
                sheet.write_string(line, place, escape_cell(cell), text)
            elif not isinstance(cell, str):
                sheet.write_number(line, place, cell)
    sheet.freeze_panes(1, 0)


def _set_columns(sheet: Worksheet, workbook: Workbook) -> None:
    """The format of cells to come is text: Excel would make a day of 2025-01 or 1/2, and a formula of “=…”."""
    from xlsxwriter.utility import xl_range

    text = workbook.add_format(_TEXT_FORMAT)
    for place, field in enumerate(HEADINGS):
        sheet.set_column(place, place, _WIDTHS.get(field, 16), text)
    sheet.ignore_errors({"number_stored_as_text": xl_range(1, 0, MAX_LIST_ROWS, len(HEADINGS) - 1)})


def _add_lists(sheet: Worksheet, allowed: Sequence[AllowedValue]) -> None:
    """A list to choose from in each column whose values are listed; other ways to write them are taken too."""
    places = {field: place for place, field in enumerate(HEADINGS)}
    line = 2
    for field, group in groupby(allowed, key=lambda value: value.field):
        values = list(group)
        if values[0].listed:
            source = f"='{ALLOWED_SHEET}'!$C${line}:$C${line + len(values) - 1}"
            sheet.data_validation(1, places[field], MAX_LIST_ROWS, places[field], _make_list(source))
        line += len(values)


def _make_list(source: str) -> dict[str, str]:
    return {
        "validate": "list",
        "source": source,
        "error_type": "information",
        "error_title": "Not on the list",
        "error_message": f"The sheet “{ALLOWED_SHEET}” says what this column may hold. Codes and other names work too.",
    }


def _write_allowed_values(sheet: Worksheet, workbook: Workbook, allowed: Sequence[AllowedValue]) -> None:
    rows = [
        (HEADINGS[value.field], "yes" if is_needed(value.field) else "no", value.value, value.meaning)
        for value in allowed
    ]
    _write_rows(sheet, workbook, ALLOWED_HEADINGS, rows)
    for place, width in enumerate(_ALLOWED_WIDTHS):
        sheet.set_column(place, place, width)


TEMPLATES: dict[str, Callable[[Dataset], bytes]] = {".xlsx": write_xlsx_template, ".csv": write_csv_template}
"""The ending of a file → how its template is written."""
