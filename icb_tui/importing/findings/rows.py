"""One row of a sheet of findings: its cells made the fields of a finding and its source, or problems by column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from icb_tui.data_files.type_errors import find_type_faults
from icb_tui.domain.names import fold_name
from icb_tui.domain.records import Figure, Finding, Source
from icb_tui.importing.findings.cells import ENGLAND, SCOPES, CellError, CellReader
from icb_tui.importing.findings.columns import COLUMNS, HEADINGS, REQUIRED
from icb_tui.importing.findings.tables import FindingProblem, FindingTable
from icb_tui.importing.import_problems import shorten_cell
from icb_tui.sheets.sheet import Row

EXAMPLE_ID = "EXAMPLE"
"""What the example of the template has for an id; a row that has it is never a finding."""

EXAMPLE_SUMMARY = "Example, to be deleted: the letter praises how the board leads its partners."

EXPECTED = {
    "icb": f"a board or {ENGLAND}, or “unmatched” in the column {HEADINGS['scope']}",
    "year": "a financial year, such as 2023/24",
    "kind": "an evidence type, such as Annual assessment",
    "direction": "positive, concern or neutral",
    "summary": "what the finding says, in your words",
    "figure.value": "the number, or a text such as over 300",
    "figure.unit": "the unit of the figure, such as GBP or %",
    "figure.what": "what the figure counts",
    "source.publisher": f"who published the source, or the {HEADINGS['source.id']} of one in the data",
}
"""What is expected where a cell must not be empty."""


@dataclass(frozen=True)
class FindingRow:
    """The fields of a finding and those of its source, as far as the row has them, without the source's id."""

    table: FindingTable
    line: int
    finding: dict[str, Any]
    source_id: str | None
    source: dict[str, str]


class RowReader:
    """Reads rows; what is wrong in them is added to `problems`."""

    def __init__(self, cells: CellReader, problems: list[FindingProblem]) -> None:
        self._cells, self.problems = cells, problems

    def read_row(self, table: FindingTable, row: Row) -> FindingRow | None:
        """Return what a row holds; None where anything in it is wrong."""
        before = len(self.problems)
        fields, unread = self._read_cells(table, row)
        if not unread:
            self.problems += _find_stray_cells(table, row)
        found = [*_set_scope(fields, unread), *_find_empty_cells(fields, unread)]
        finding, source_id, source = _split_fields(fields)
        found += _find_faults(finding, source_id, source)
        self.problems += (table.make_problem(row.line, field, message) for field, message in found)
        return None if len(self.problems) > before else FindingRow(table, row.line, finding, source_id, source)

    def _read_cells(self, table: FindingTable, row: Row) -> tuple[dict[str, Any], set[str]]:
        """The values of the cells by field, and the fields whose cells could not be read."""
        fields, unread = {}, set[str]()
        for column in COLUMNS:
            place = table.places.get(column.field, len(row.cells))
            try:
                value = self._cells.read(column.field, row.cells[place]) if place < len(row.cells) else None
            except CellError as error:
                self.problems.append(table.make_problem(row.line, column.field, str(error)))
                unread.add(column.field)
                continue
            if value is not None:
                fields[column.field] = value
        return fields, unread


def is_example(table: FindingTable, row: Row) -> bool:
    """Whether a row is the example of the template, as it was written."""
    cells = {field: row.cells[place] for field, place in table.places.items() if place < len(row.cells)}
    return cells.get("id", "").strip() == EXAMPLE_ID and cells.get("summary", "").strip() == EXAMPLE_SUMMARY


def _find_stray_cells(table: FindingTable, row: Row) -> Iterator[FindingProblem]:
    """The first cell that has no heading: its column was forgotten, or a comma in a text divides the row too often."""
    for place, cell in enumerate(row.cells):
        if cell.strip() and not (place < len(table.headings) and table.headings[place].strip()):
            message = f"a cell without a heading: “{shorten_cell(cell)}”"
            yield table.make_problem(row.line, "", f"{message}; expected as many cells as headings")
            return


def _set_scope(fields: dict[str, Any], unread: set[str]) -> Iterator[tuple[str, str]]:
    """Work out whom a finding is about, from the board and the scope; yield what is wrong."""
    if fields.get("icb") == ENGLAND:
        del fields["icb"]
        if fields.setdefault("scope", "national") != "national":
            yield "icb", f"{ENGLAND}, although the {HEADINGS['scope']} is another; expected only one of the two"
    elif "icb" in fields and fields.get("scope", "icb") != "icb":
        word = SCOPES[fields["scope"]][0]
        yield "scope", f"{word}, although the column {HEADINGS['icb']} has a board; expected only one of the two"
    elif "icb" not in fields and fields.get("scope", "icb") == "icb" and not unread & {"icb", "scope"}:
        yield "icb", f"empty; expected {EXPECTED['icb']}"


def _find_empty_cells(fields: dict[str, Any], unread: set[str]) -> Iterator[tuple[str, str]]:
    """The cells that must not be empty; that of the board is seen to with the scope."""
    needed = [field for field in REQUIRED if field != "icb"]
    if "source.id" not in fields and "source.id" not in unread:
        needed.append("source.publisher")
    if any(f"figure.{name}" in fields for name in Figure.__struct_fields__):
        needed += (f"figure.{name}" for name in Figure.__struct_fields__)
    for field in needed:
        if field not in fields and field not in unread:
            yield field, f"empty; expected {EXPECTED[field]}"


def _split_fields(fields: dict[str, Any]) -> tuple[dict[str, Any], str | None, dict[str, str]]:
    """The fields of the finding, the id of the source, and its other fields."""
    finding = {field: value for field, value in fields.items() if "." not in field}
    source = {field.removeprefix("source."): value for field, value in fields.items() if field.startswith("source.")}
    if figure := {f.removeprefix("figure."): value for f, value in fields.items() if f.startswith("figure.")}:
        finding["figure"] = figure
    return finding, source.pop("id", None), source


def _find_faults(finding: dict[str, Any], source_id: str | None, source: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The fields that have a value of which the data files would not be taken; missing ones are seen to before."""
    if fold_name(str(finding.get("id"))) == fold_name(EXAMPLE_ID):
        yield "id", f"{EXAMPLE_ID}, as in the template; expected the row deleted, or another id, or none"
    for path, message in find_type_faults(finding, Finding):
        if path == ("id",):
            yield "id", f"“{shorten_cell(finding['id'])}”; expected letters, digits and hyphens, such as A041"
        elif path and path[0] != "figure":
            yield str(path[0]), message
    for path, message in find_type_faults({"id": source_id or "none", **source}, Source):
        if path:
            yield f"source.{path[0]}", message
