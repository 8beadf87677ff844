"""Sheets → findings and their sources: every problem in one go, ids made or kept, and nothing twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from icb_tui.data_files.problems import MAX_COUNTED_PROBLEMS, FileError
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.record_sections import RecordSections
from icb_tui.domain.records import FILES, Finding, Source
from icb_tui.domain.validation import check_finding
from icb_tui.importing.board_index import BoardIndex
from icb_tui.importing.findings.cells import SCOPES, CellReader
from icb_tui.importing.findings.columns import HEADINGS
from icb_tui.importing.findings.ids import FindingBook, FindingConflict
from icb_tui.importing.findings.rows import EXPECTED, FindingRow, RowReader, is_example
from icb_tui.importing.findings.sources import SourceBook, SourceConflict
from icb_tui.importing.findings.tables import FindingProblem, FindingTable, find_tables
from icb_tui.sheets.sheet import Sheet

MAX_ROWS = 50_000
"""The most findings that one file may have: people write them by hand."""


@dataclass
class FindingImport:
    """What sheets hold; where there are problems, nothing of it is to be used.

    `findings` and `sources` are those that the data do not have so; `known` counts the findings that they have, and
    `known_sources` the sources. `replaced` are the ids of findings and sources of the data that others take the place
    of. `examples` counts the rows that are the example of the template, `rows` all others.
    """

    findings: list[Finding] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    problems: list[FindingProblem] = field(default_factory=list)
    rows: int = 0
    examples: int = 0
    known: int = 0
    known_sources: int = 0
    replaced: list[str] = field(default_factory=list)
    unused_columns: list[str] = field(default_factory=list)
    unused_sheets: list[str] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether there are so many problems that no more are looked for."""
        return len(self.problems) >= MAX_COUNTED_PROBLEMS


def read_findings(
    sheets: Sequence[Sheet],
    data: Dataset,
    boards: BoardIndex,
    *,
    id_prefix: str,
    replace: bool = False,
    header_line: int | None = None,
) -> FindingImport:
    """Return the findings of the rows of sheets; raise FileError where a file cannot be read or has no headings.

    A finding without an id gets the first free one of `id_prefix` and a number. With `replace` findings and sources of
    the data that have the same id give way. The headings are found, where `header_line` does not say their line.
    """
    done = FindingImport()
    tables = find_tables(sheets, header_line)
    if not tables:
        raise FileError(f"no headings of findings found; expected a row with headings such as {_list_headings()}")
    done.problems += (problem for table in tables for problem in table.find_heading_problems())
    if done.problems:
        return done
    done.unused_columns = [heading for table in tables for heading in table.list_unused()]
    done.unused_sheets = [sheet.sheet for sheet in sheets if all(table.sheet is not sheet for table in tables)]
    rows = list(_read_tables(tables, CellReader(data, boards), done))
    sources = SourceBook(data, replace=replace)
    book = FindingBook(data, (row.finding["id"] for row in rows if "id" in row.finding), id_prefix, replace=replace)
    placed = _make_findings(_join_sources(rows, sources, done), book, done)
    done.sources = [msgspec.convert(source, Source) for source in sources.list_made() if "publisher" in source]
    done.findings = [finding for _, finding in placed]
    done.replaced += [source.id for source in done.sources if source.id in data.source]
    _check_rules(placed, data, done)
    order = {sheet.sheet: number for number, sheet in enumerate(sheets)}
    done.problems.sort(key=lambda problem: (order.get(problem.sheet, 0), problem.line))
    return done


def _list_headings() -> str:
    return ", ".join(HEADINGS[name] for name in ("icb", "year", "kind", "direction", "summary", "source.publisher"))


def _read_tables(tables: Sequence[FindingTable], cells: CellReader, done: FindingImport) -> Iterator[FindingRow]:
    """Yield the rows in which nothing is wrong; count all."""
    reader = RowReader(cells, done.problems)
    for table in tables:
        for row in table.read_rows():
            if is_example(table, row):
                done.examples += 1
                continue
            done.rows += 1
            if done.rows > MAX_ROWS:
                raise FileError(f"more than {MAX_ROWS:,} rows; expected one row for each finding", row.line)
            if read := reader.read_row(table, row):
                yield read
            if done.is_full:
                return


PlacedFinding = tuple[FindingRow, Finding]
"""A finding and the row that it is from."""


def _join_sources(rows: Sequence[FindingRow], book: SourceBook, done: FindingImport) -> list[tuple[FindingRow, str]]:
    """The rows with the ids of their sources; one that only names a source may stand before one that tells of it."""
    ids: dict[int, str] = {}
    for place, row in sorted(enumerate(rows), key=lambda pair: not pair[1].source):
        try:
            ids[place] = book.add(row.source_id, row.source, row.table.name_row(row.line))
        except SourceConflict as error:
            done.problems.append(row.table.make_problem(row.line, f"source.{error.field}", str(error)))
    done.known_sources = len(set(ids.values()) - {source["id"] for source in book.list_made()})
    joined = [(row, ids[place]) for place, row in enumerate(rows) if place in ids]
    return _refuse_unpublished(joined, book, done)


def _refuse_unpublished(
    rows: Sequence[tuple[FindingRow, str]], book: SourceBook, done: FindingImport
) -> list[tuple[FindingRow, str]]:
    """The rows but those of sources that no row gives a publisher; these are problems."""
    unpublished = {source["id"] for source in book.list_made() if "publisher" not in source}
    message = f"empty; expected {EXPECTED['source.publisher']}"
    done.problems += (
        row.table.make_problem(row.line, "source.publisher", message) for row, source in rows if source in unpublished
    )
    return [(row, source) for row, source in rows if source not in unpublished]


def _make_findings(
    rows: Sequence[tuple[FindingRow, str]], book: FindingBook, done: FindingImport
) -> list[PlacedFinding]:
    """The findings that the data do not have so, each with an id of its own."""
    made = []
    for row, source in rows:
        try:
            finding = book.add(row.finding, source, row.table.name_row(row.line))
        except FindingConflict as error:
            done.problems.append(row.table.make_problem(row.line, error.field, str(error)))
            continue
        if finding:
            made.append((row, finding))
    done.known, done.replaced = book.known, book.replaced
    return made


def _check_rules(placed: Sequence[PlacedFinding], data: Dataset, done: FindingImport) -> None:
    """Note what the loader would refuse of these findings beside the data."""
    sections = {name: getattr(data, name) for name in FILES["assessments.yaml"].__struct_fields__}
    sections["sources"] = (*data.sources, *done.sources)
    whole = RecordSections.from_records({**sections, "icbs": data.icbs})
    for row, finding in placed:
        if done.is_full:
            return
        for path, message in check_finding(whole, (), finding):
            field = str(path[0]) if path else ""
            done.problems.append(row.table.make_problem(row.line, field, _name_headings(message)))


def _name_headings(message: str) -> str:
    """A message that names fields of the data files, with the headings of their columns instead."""
    scope = f"“{SCOPES['unresolved'][0]}” in the column {HEADINGS['scope']}"
    message = message.replace("`scope: unresolved`", scope)
    return re.sub(r"`(\w+):`", lambda found: HEADINGS.get(found[1], found[1]), message)
