"""The tables of findings in a file: which sheets have headings that are known, and where; and the place of a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from icb_tui.importing.findings.columns import HEADINGS, REQUIRED, RecognisedColumns, recognise_columns
from icb_tui.importing.import_problems import shorten_cell
from icb_tui.sheets.sheet import Row, Sheet
from icb_tui.text.cells import clean, join_names

MAX_ROWS_ABOVE = 50
"""How many rows with any text may stand above the headings, and the headings themselves."""

MIN_HEADINGS = 3
"""How many known headings a row must have to be taken for the headings: a title may hold one or two such words."""


class FindingProblem(NamedTuple):
    """One thing that is wrong in a sheet of findings.

    `sheet` is empty for a file without sheets, `line` counts from 1, `column` is a heading (empty: the row as a whole).
    """

    file: str
    sheet: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}: sheet “{self.sheet}”, row {self.line}" if self.sheet else f"{self.file}:{self.line}"
        return ": ".join(filter(None, (where, self.column, self.message)))


@dataclass(frozen=True)
class FindingTable:
    """A table of findings in a sheet: the line of its headings, these, and field → the place of its column from 0."""

    sheet: Sheet
    line: int
    headings: tuple[str, ...]
    places: dict[str, int]
    doubled: tuple[int, ...]

    def list_missing(self) -> list[str]:
        """Return the headings of the columns that must be there and are not."""
        fields = [field for field in REQUIRED if field not in self.places]
        if not {"source.publisher", "source.id"} & set(self.places):
            fields.append("source.publisher")
        return [HEADINGS[field] for field in fields]

    def list_unused(self) -> list[str]:
        """Return the headings of the columns that hold nothing of a finding."""
        used = {*self.places.values(), *self.doubled}
        return [clean(each) for place, each in enumerate(self.headings) if each.strip() and place not in used]

    def read_rows(self) -> Iterator[Row]:
        """Yield the rows below the headings; raise FileError where the file breaks off."""
        return (row for row in self.sheet.read_rows() if row.line > self.line)

    def name_column(self, field: str) -> str:
        """Return the heading of a field's column: the file's own, or the usual one where it has none."""
        place = self.places.get(field)
        return HEADINGS.get(field, field) if place is None else shorten_cell(self.headings[place])

    def name_row(self, line: int) -> str:
        """Return a row in words: “row 5”."""
        return f"{self.sheet.line_word} {line}" + (f" of “{clean(self.sheet.sheet)}”" if self.sheet.sheet else "")

    def make_problem(self, line: int, field: str, message: str) -> FindingProblem:
        """Return what is wrong in a row, in the column of a field; of an empty field, in the row as a whole."""
        return self.make_problem_at(line, self.name_column(field) if field else "", message)

    def make_problem_at(self, line: int, column: str, message: str) -> FindingProblem:
        return FindingProblem(clean(self.sheet.file), clean(self.sheet.sheet), line, column, message)

    def find_heading_problems(self) -> Iterator[FindingProblem]:
        """Yield what is wrong with the headings: two that are the same, and those that are missing."""
        for place in self.doubled:
            yield self.make_problem_at(
                self.line, shorten_cell(self.headings[place]), "the heading is there twice; expected it once"
            )
        if missing := self.list_missing():
            head = "the heading {} is missing" if len(missing) == 1 else "the headings {} are missing"
            found = join_names([f"“{shorten_cell(each)}”" for each in self.headings if each.strip()], 12, "and")
            message = f"{head.format(join_names(missing, 9, 'and'))}; the {self.sheet.line_word} has {found}"
            yield self.make_problem_at(self.line, "", message)


def find_tables(sheets: Sequence[Sheet], line: int | None = None) -> list[FindingTable]:
    """Return the tables that have every column a finding needs; where none has, the one that has the most of them.

    `line` is that of the headings, where it is known. Raises FileError where a sheet cannot be read.
    """
    tables = [table for sheet in sheets if (table := _find_table(sheet, line))]
    whole = [table for table in tables if not table.list_missing()]
    return whole or sorted(tables, key=lambda table: -len(table.places))[:1]


def _find_table(sheet: Sheet, line: int | None) -> FindingTable | None:
    """The table below the row with the most known headings, the first such row of a sheet."""
    rows = sheet.read_rows()
    near = list(islice((row for row in rows if row.line == line), 1) if line else islice(rows, MAX_ROWS_ABOVE))
    found = [(row, recognise_columns([each[:200] for each in row.cells])) for row in near]
    row, columns = max(found, key=lambda pair: len(pair[1].places), default=(Row(1, []), RecognisedColumns({}, [])))
    if len(columns.places) < MIN_HEADINGS:
        return None
    return FindingTable(sheet, row.line, tuple(row.cells), columns.places, tuple(columns.doubled))
