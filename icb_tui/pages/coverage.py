"""Coverage: how many findings and ratings there are by aim, year and evidence type, each out of how many boards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from msgspec import Struct

from icb_tui.domain import cell_words
from icb_tui.domain.answers import AimCoverage, EvidenceTypeCoverage
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.names import fit_name
from icb_tui.pages import evidence_list
from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, clip_spans, column_span, make_line, spans_width

BAR_CELLS = 8
"""The cells of a bar for all boards of a year."""

MIN_COLUMN_CELLS = 15
"""The fewest cells in which a year's column can be read; years that do not fit come in a further table below."""

MAX_NAME_CELLS = 20
"""The cells of the first column, where the page is wide enough."""

WriteCell = Callable[[Any, str, int], Sequence[Span]]
"""Writes the cell of a row (the id of an aim or an evidence type) and a year, in a column of so many cells."""


class CoverageTable(NamedTuple):
    """One of the tables of the page: `rows` is the name of each row by its id, and `row_head` what they are."""

    title: str
    row_head: str
    meaning: str
    rows: Mapping[Any, str]
    write_cell: WriteCell


class CoveragePage(Struct, frozen=True, eq=False):
    """What the page shows: how much is known of some boards, by aim and year, and by evidence type and year."""

    data: Dataset
    by_aim: Sequence[AimCoverage]
    by_evidence_type: Sequence[EvidenceTypeCoverage]


def write_coverage_page(coverage: CoveragePage, cells: int) -> PageText:
    """Return the page at a width of `cells`."""
    lines = [line for table in list_tables(coverage) for line in _write_table(coverage.data, table, cells)]
    return PageText([], lines[1:], {})


def list_tables(coverage: CoveragePage) -> list[CoverageTable]:
    """Return the tables of the page."""
    known = {(each.aim, each.year): each for each in coverage.by_aim}
    of_kind = {(each.kind, each.year): each for each in coverage.by_evidence_type}
    aims: dict[str | None, str] = {aim.id: aim.short_name for aim in coverage.data.aims}
    with_whole = {**aims, None: "Whole board"}
    kinds = {
        kind.id: fit_name(kind, MAX_NAME_CELLS - 1)
        for kind in coverage.data.kinds
        if any(kind.id == id for id, _ in of_kind)
    }
    gaps = " or ".join(
        f"{words.glyph} {words.word}" for words in (cell_words.MISSING[missing] for missing in MISSING_WHEN_OPEN)
    )
    national, unmatched = WITHOUT_BOARD
    unnamed = f"How many statements are {national.glyph} England-wide or {unmatched.glyph} {unmatched.word}."
    of_open = "of the boards open in the year"
    with_findings, with_gaps = f"on how many {of_open}.", f"How many {of_open} have {gaps}."
    with_ratings, by_type = f"How many {of_open} have one.", f"How many findings each has, {with_findings}"
    return [
        CoverageTable("Findings", "Aim", f"How many, {with_findings}", with_whole, partial(_write_findings, known)),
        CoverageTable("Ratings", "Aim", with_ratings, aims, partial(_write_rated, known)),
        CoverageTable("Gaps", "Aim", with_gaps, aims, partial(_write_gaps, known)),
        CoverageTable("England-wide and unmatched", "Aim", unnamed, with_whole, partial(_write_unnamed, known)),
        CoverageTable("Evidence types", "Evidence type", by_type, kinds, partial(_write_findings, of_kind)),
    ]


MISSING_WHEN_OPEN = ("not-mentioned", "said-nationally")
"""Why a board that is open has no finding."""

WITHOUT_BOARD = (cell_words.MISSING["said-nationally"], cell_words.UNMATCHED)
"""The words for statements that name no board."""


def _write_table(data: Dataset, table: CoverageTable, cells: int) -> Iterator[Line]:
    first = min(MAX_NAME_CELLS, cells // 4)
    at_once = max(min(len(data.years), (cells - first) // MIN_COLUMN_CELLS), 1)
    size = (cells - first) // at_once
    yield BLANK_LINE
    yield from _write_title(table, cells)
    for years in (data.years[start : start + at_once] for start in range(0, len(data.years), at_once)):
        yield make_line(Span(" " * first), *(column_span(year, size, "head") for year in years))
        for row, name in table.rows.items():
            runs = [run for year in years for run in _fit_spans(table.write_cell(row, year, size - 1), size)]
            yield make_line(column_span(name, first - 1), Span(" "), *runs)


def _write_title(table: CoverageTable, cells: int) -> list[Line]:
    """The title and what the numbers mean, on one line where there is room."""
    title, meaning = Span(table.title, "bright"), Span(f"  {table.meaning}", "dim")
    if spans_width([title, meaning]) <= cells:
        return [make_line(title, meaning)]
    return [make_line(title), *evidence_list.write_paragraph(table.meaning, cells, "dim")]


def _fit_spans(runs: Sequence[Span], size: int) -> Sequence[Span]:
    fitting = clip_spans(runs, size - 1)
    return (*fitting, Span(" " * (size - spans_width(fitting))))


def _write_findings(
    counts: Mapping[Any, AimCoverage | EvidenceTypeCoverage], row: str | None, year: str, size: int
) -> Sequence[Span]:
    """For example “32 on 17 of 42 ███░░░░░”."""
    each = counts[row, year]
    count = Span(f"{each.findings:>2} on ", "text" if each.findings else "dim")
    return count, *_write_share(each.spoken, each.base, size - spans_width([count]))


def _write_rated(known: Mapping[Any, AimCoverage], aim: str, year: str, size: int) -> Sequence[Span]:
    return _write_share(known[aim, year].rated, known[aim, year].base, size)


def _write_share(part: int, base: int, size: int) -> Sequence[Span]:
    """For example “16 of 42 ███░░░░░”; the bar, and blanks to align, only where there is room for them."""
    aligned = f"{part:>2} of {base:<2}"
    count = Span(aligned if len(aligned) <= size else f"{part} of {base}", "text" if part else "dim")
    if not base or size < BAR_CELLS + spans_width([count]) + 1:
        return (count,)
    full = -(-part * BAR_CELLS // base)  # rounded up, so that one board is seen
    return count, Span(" "), Span("█" * full, "accent"), Span("░" * (BAR_CELLS - full), "rule")


def _write_gaps(known: Mapping[Any, AimCoverage], aim: str, year: str, _: int) -> Sequence[Span]:
    each = known[aim, year]
    counts = zip(MISSING_WHEN_OPEN, (each.not_mentioned, each.said_nationally), strict=True)
    text = "  ".join(f"{cell_words.MISSING[missing].glyph} {count}" for missing, count in counts if count)
    return (Span(f"{text or '0'} of {each.base}", "text" if text else "dim"),)


def _write_unnamed(known: Mapping[Any, AimCoverage], aim: str | None, year: str, _: int) -> Sequence[Span]:
    """For example “≈ 1  ? 1”."""
    each = known[aim, year]
    counts = zip(WITHOUT_BOARD, (each.national, each.unresolved), strict=True)
    text = "  ".join(f"{words.glyph} {count}" for words, count in counts if count)
    return (Span(text or "none", "text" if text else "dim"),)
