"""Sheets of findings made of rows in a test, and what is read from them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import cache

from bundled_store import load_data
from msgspec.structs import replace

from icb_tui.domain.dataset import Dataset
from icb_tui.importing.board_index import BoardIndex, index_boards
from icb_tui.importing.findings.reader import FindingImport, read_findings
from icb_tui.sheets.sheet import Row, Sheet

HEADINGS = ("ICB", "Year", "Aim", "Evidence type", "Direction", "Rating", "Summary", "Publisher", "Source title")

GOOD = ("QE1", "2023/24", "1", "Annual assessment", "positive", "Strong", "It leads well.", "NHS England", "Letter")
"""The cells of a row in which nothing is wrong."""


def make_row(**cells: str) -> dict[str, str]:
    """A row in which nothing is wrong but what is given, by heading; “_” stands for a space in a heading."""
    return dict(zip(HEADINGS, GOOD, strict=True)) | {name.replace("_", " "): cell for name, cell in cells.items()}


def make_sheet(rows: Sequence[Sequence[str]], name: str = "Findings", file: str = "letters.xlsx") -> Sheet:
    """A sheet of a workbook with these cells, from its first row on; rows without text are not yielded."""
    placed = [Row(line, list(row)) for line, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    return Sheet(file, name, "Excel", lambda: iter(placed), line_word="row")


def make_table(*rows: dict[str, str], name: str = "Findings") -> Sheet:
    """A sheet of rows by heading, its headings in the first row."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    return make_sheet([headings, *([row.get(heading, "") for heading in headings] for row in rows)], name)


def read_csv_sheet(written: bytes) -> Sheet:
    """The sheet that a CSV file holds."""
    rows = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), strict=True)
    placed = [Row(line, cells) for line, cells in enumerate(rows, 1)]
    return Sheet("letters.csv", "", "CSV", lambda: iter(placed))


def read_sheets(*sheets: Sheet, data: Dataset | None = None, replacing: bool = False) -> FindingImport:
    """What is read from sheets beside the bundled data, or other data."""
    return read_findings(sheets, data or load_data(), index_bundled_boards(), id_prefix="letters", replace=replacing)


@cache
def index_bundled_boards() -> BoardIndex:
    return index_boards(load_data())


def list_problems(*sheets: Sheet, replacing: bool = False) -> list[tuple[int, str]]:
    """The row and the heading of each problem."""
    return [(problem.line, problem.column) for problem in read_sheets(*sheets, replacing=replacing).problems]


def forget_findings(data: Dataset) -> Dataset:
    """The data without its findings and sources."""
    return replace(data, findings=(), sources=())
