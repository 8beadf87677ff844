"""How much is known: findings by aim, year and voice, each count on its base, and where the holes are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from icb_tui.domain import cell_words
from icb_tui.domain.answers import AimCoverage, EvidenceTypeCoverage
from icb_tui.domain.dataset import Dataset
from icb_tui.pages import evidence_list
from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, clip_spans, column_span, make_line, spans_width

BAR_CELLS = 8
"""The cells of a bar that stands for all boards of a year."""

MIN_COLUMN_CELLS = 15
"""The fewest cells in which a year's column can be read; where not all years fit, the rest stand below."""

WriteCell = Callable[[Any, str, int], Sequence[Span]]
"""What stands in the cell of a row (an aim or a voice) and a year, in a column of so many cells."""


class CoveragePage(Struct, frozen=True, eq=False):
    """What the page tells: what is known of some boards, by aim and year, and who said it."""

    data: Dataset
    by_aim: Sequence[AimCoverage]
    by_evidence_type: Sequence[EvidenceTypeCoverage]


def write_coverage_page(coverage: CoveragePage, cells: int) -> PageText:
    """Return the page at a width of `cells`."""
    data = coverage.data
    known = {(each.aim, each.year): each for each in coverage.by_aim}
    said = {(each.kind, each.year): each for each in coverage.by_evidence_type}
    aims: dict[str | None, str] = {aim.id: aim.short_name for aim in data.aims}
    voices = {
        kind.id: kind.name for kind in data.kinds if any(each.kind == kind.id for each in coverage.by_evidence_type)
    }

    whole = {**aims, None: "Whole board"}
    unnamed = ", ".join(f"{w.glyph} {w.word}" for w in (cell_words.MISSING["said-nationally"], cell_words.UNMATCHED))
    silent = " or ".join(f"{cell_words.MISSING[n].glyph} {cell_words.MISSING[n].word}" for n in MISSING_WHEN_OPEN)
    tables: list[tuple[str, str, Mapping[Any, str], WriteCell]] = [
        (
            "Findings",
            "Findings, on how many of the boards in being in the year.",
            whole,
            lambda *at: _write_findings(known, *at),
        ),
        ("Ratings", "Boards with a rating, of those in being.", aims, lambda *at: _write_rated(known, *at)),
        ("Holes", f"Boards without a finding: {silent}.", aims, lambda *at: _write_gaps(known, *at)),
        ("Of no board", f"Statements: {unnamed}.", whole, lambda *at: _write_unnamed(known, *at)),
        (
            "Voices",
            "Findings, on how many of the boards.",
            voices,
            lambda *at: _write_findings(said, *at),
        ),
    ]
    lines = [row for title, means, rows, told in tables for row in _write_table(data, title, means, rows, told, cells)]
    return PageText([], lines[1:], {})


MISSING_WHEN_OPEN = ("not-mentioned", "said-nationally")
"""The kinds of nothing of boards in being."""


def _write_table(
    data: Dataset, title: str, means: str, rows: Mapping[Any, str], told: WriteCell, cells: int
) -> Iterator[Line]:
    first = min(20, cells // 4)
    at_once = max(min(len(data.years), (cells - first) // MIN_COLUMN_CELLS), 1)
    size = (cells - first) // at_once
    yield BLANK_LINE
    yield from evidence_list.write_paragraph(means, cells, "dim")
    for years in (data.years[start : start + at_once] for start in range(0, len(data.years), at_once)):
        yield make_line(column_span(title, first, "bright"), *(column_span(year, size, "head") for year in years))
        for row, name in rows.items():
            runs = [run for year in years for run in _fit_spans(told(row, year, size - 1), size)]
            yield make_line(column_span(name, first - 1), Span(" "), *runs)


def _fit_spans(runs: Sequence[Span], size: int) -> Sequence[Span]:
    kept = clip_spans(runs, size - 1)
    return (*kept, Span(" " * (size - spans_width(kept))))


def _write_findings(
    counts: Mapping[Any, AimCoverage | EvidenceTypeCoverage], row: str | None, year: str, size: int
) -> Sequence[Span]:
    """For example “32 on 17 of 42 ███░░░░░”."""
    each = counts[row, year]
    told = Span(f"{each.findings:>2} on ", "text" if each.findings else "dim")
    return told, *_write_share(each.spoken, each.base, size - spans_width([told]))


def _write_rated(known: Mapping[Any, AimCoverage], aim: str, year: str, size: int) -> Sequence[Span]:
    return _write_share(known[aim, year].rated, known[aim, year].base, size)


def _write_share(part: int, base: int, size: int) -> Sequence[Span]:
    """For example “16 of 42 ███░░░░░”; the bar only where there is room for it."""
    told = Span(f"{part:>2} of {base:<2}", "text" if part else "dim")
    if not base or size < BAR_CELLS + spans_width([told]) + 1:
        return (told,)
    full = -(-part * BAR_CELLS // base)
    return told, Span(" "), Span("█" * full, "accent"), Span("░" * (BAR_CELLS - full), "rule")


def _write_gaps(known: Mapping[Any, AimCoverage], aim: str, year: str, _: int) -> Sequence[Span]:
    each = known[aim, year]
    counts = zip(MISSING_WHEN_OPEN, (each.not_mentioned, each.said_nationally), strict=True)
    told = "  ".join(f"{cell_words.MISSING[nothing].glyph} {count}" for nothing, count in counts if count)
    return (Span(f"{told or '0'} of {each.base}", "text" if told else "dim"),)


def _write_unnamed(known: Mapping[Any, AimCoverage], aim: str | None, year: str, _: int) -> Sequence[Span]:
    """For example “≈ 1  ? 1”: said nationally, and unresolved."""
    each = known[aim, year]
    told = [f"{cell_words.MISSING['said-nationally'].glyph} {each.national}"] if each.national else []
    told += [f"{cell_words.UNMATCHED.glyph} {each.unresolved}"] if each.unresolved else []
    return (Span("  ".join(told) or "none", "text" if told else "dim"),)
