"""The columns of a sheet of findings: their headings, the headings that mean the same, and the row of a finding."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from icb_tui.domain.field_docs import FIELDS
from icb_tui.domain.names import fold_name
from icb_tui.domain.records import Figure, Finding, Record, Source

SheetCell = str | int | float


class FindingColumn(NamedTuple):
    """A column: the field that it fills, its heading, and the other headings that mean it, the clearest first.

    The fields of a source begin with `source.`, and those of a figure with `figure.`.
    """

    field: str
    heading: str
    others: tuple[str, ...]

    @property
    def meaning(self) -> str:
        """What the field means, in a sentence."""
        name, _, part = self.field.partition(".")
        records: dict[str, type[Record]] = {"source": Source, "figure": Figure}
        return FIELDS[records[name]][part] if part else FIELDS[Finding][name]


def _column(field: str, heading: str, others: str = "") -> FindingColumn:
    return FindingColumn(field, heading, tuple(filter(None, others.split(", "))))


COLUMNS = (
    _column("id", "Finding ID", "id, finding"),
    _column(
        "icb",
        "ICB",
        "icb code, ods code, code, board, board code, integrated care board, icb name, board name, name of icb,"
        " name of board, gss code, icb gss code, organisation",
    ),
    _column("year", "Year", "financial year, fy, assessment year, year of assessment"),
    _column("aim", "Aim", "core aim, aim number, aim name"),
    _column("kind", "Evidence type", "kind, type of evidence, evidence kind, evidence, type"),
    _column("direction", "Direction", "positive or concern, praise or concern"),
    _column("rating", "Rating", "rating level, level, our rating"),
    _column("words", "Words", "assessor's words, assessors own words, own words, key words, quotation, quote"),
    _column("summary", "Summary", "finding summary, what it says, statement, text, description"),
    _column("aspect", "Aspect", "part of the aim, theme, topic"),
    _column("figure.value", "Figure value", "value of the figure, figure, number, value"),
    _column("figure.unit", "Figure unit", "unit of the figure, unit"),
    _column("figure.what", "Figure counts", "what the figure counts, what it counts, figure what, counts"),
    _column("source.title", "Source title", "title, title of the source, document title, document, source"),
    _column("source.publisher", "Publisher", "source publisher, published by"),
    _column(
        "source.published", "Published", "date published, publication date, date of publication, source date, date"
    ),
    _column("source.url", "Address", "source address, url, source url, web address, link, web link, hyperlink"),
    _column("page", "Page", "page number, page no, pdf page"),
    _column("paragraph", "Paragraph", "paragraph number, paragraph no, para"),
    _column("note", "Note", "notes, comment, comments, remarks"),
    _column("source.author", "Author", "source author, written by"),
    _column("source.covers", "Source covers", "what the source covers, covers"),
    _column("source.id", "Source ID", "id of the source"),
    _column("scope", "Scope", "whom it is about"),
    _column("named", "Name in the source", "named, name used in the source"),
    _column("candidates", "Boards it may mean", "candidates, boards that it may mean"),
)
"""The columns in the order of the template."""

HEADINGS = {column.field: column.heading for column in COLUMNS}

REQUIRED = ("icb", "year", "kind", "direction", "summary")
"""The fields whose columns a sheet must have, beside that of the publisher or of the id of a source."""


def _fold_heading(text: str) -> str:
    """A heading as it is compared: case, spacing, punctuation and what stands in brackets make no difference."""
    return fold_name(text.partition("(")[0] or text).replace(" ", "")


_MEANINGS = {
    _fold_heading(heading): (column.field, rank)
    for column in COLUMNS
    for rank, heading in reversed([*enumerate((column.heading, *column.others))])
}
"""A folded heading → the field that it means, and its rank among the headings of this field."""


class RecognisedColumns(NamedTuple):
    """Field → the place of its column from 0, and the places of columns whose heading stands there twice."""

    places: dict[str, int]
    doubled: list[int]


def recognise_columns(headings: Sequence[str]) -> RecognisedColumns:
    """Return what the columns under these headings hold; where several mean a field, the clearest heading counts."""
    best: dict[str, tuple[int, int]] = {}
    doubled = []
    for place, heading in enumerate(headings):
        field, rank = _MEANINGS.get(_fold_heading(heading), ("", 0))
        if not field:
            continue
        if field in best and best[field][0] == rank:
            doubled.append(place)
        best[field] = min(best.get(field, (rank, place)), (rank, place))
    return RecognisedColumns({field: place for field, (_, place) in best.items()}, doubled)


def join_words(words: Iterable[str]) -> str:
    """Return words as one cell: between semicolons, in quotation marks where a word has a semicolon itself."""
    return "; ".join(
        '"{}"'.format(word.replace('"', '""')) if ";" in word or word.startswith('"') else word for word in words
    )


def split_words(cell: str) -> list[str]:
    """Return the words of a cell, which stand between semicolons or on lines of their own."""
    lines = [line for line in cell.splitlines() if line.strip()]
    try:
        parts = [part for row in csv.reader(lines, delimiter=";", skipinitialspace=True, strict=True) for part in row]
    except csv.Error:  # quotation marks that are part of a word
        parts = ";".join(lines).split(";")
    return [part.strip() for part in parts if part.strip()]


def make_finding_row(finding: Finding, source: Source) -> list[SheetCell]:
    """Return the cells of a finding, in the order of COLUMNS; empty where it has nothing."""
    fields: dict[str, object] = {
        **{name: getattr(finding, name) for name in finding.__struct_fields__},
        **{f"source.{name}": getattr(source, name) for name in source.__struct_fields__},
        **{f"figure.{name}": getattr(finding.figure, name, None) for name in Figure.__struct_fields__},
        "words": join_words(finding.words),
        "candidates": "; ".join(finding.candidates),
        "scope": "" if finding.scope == "icb" else finding.scope,
    }
    return [_make_cell(fields[column.field]) for column in COLUMNS]


def _make_cell(value: object) -> SheetCell:
    return value if isinstance(value, (str, int, float)) else ""
