"""One statement a screen, for a meeting: large margins, and its source always in sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import CellEvidence, Evidence
from icb_tui.domain.dataset import Dataset, in_year
from icb_tui.pages import evidence_list
from icb_tui.text.spans import BLANK_LINE, Line, Span, indent_line


class Slide(Struct, frozen=True):
    """One statement: the cell that it belongs to, and the finding; None where there is no finding."""

    cell_evidence: CellEvidence
    evidence: Evidence | None = None


def make_slides(cells: Sequence[CellEvidence]) -> list[Slide]:
    """Return a slide for each finding of each cell, board by board; a board without findings has one slide."""
    slides = [Slide(compared, each) for compared in cells for each in compared.evidence]
    with_findings = {slide.cell_evidence.cell.icb for slide in slides}
    without = {c.cell.icb: Slide(c) for c in cells if c.cell.icb not in with_findings}
    return [*slides, *without.values()]


def write_slide(slide: Slide, data: Dataset, cells: int, rows: int) -> list[Line]:
    """Return a slide in the middle of so many cells and lines."""
    for margin in (max(cells // 10, 2), 2, 1):
        lines = list(_write_slide_lines(slide, data, margin, cells - margin))
        if len(lines) <= rows:
            break
    else:
        # Blank lines are given up before the source is cut off, then its title where it has an address.
        lines = [row for row in lines if row.spans]
        if len(lines) > rows and slide.evidence and slide.evidence.source.url:
            lines = [row for row in _write_slide_lines(slide, data, margin, cells - margin, titled=False) if row.spans]
    return [*[BLANK_LINE] * max((rows - len(lines)) // 2, 0), *lines]


def _write_slide_lines(slide: Slide, data: Dataset, margin: int, cells: int, *, titled: bool = True) -> Iterator[Line]:
    cell, evidence = slide.cell_evidence.cell, slide.evidence
    yield from evidence_list.write_indented(data.icb[cell.icb].short_name, margin, cells, "bright")
    if evidence is None:
        yield BLANK_LINE
        yield from evidence_list.write_indented(
            f"No finding on any aim {in_year(cell.year)}. {cell_words.NO_JUDGEMENT}", margin, cells
        )
        return
    about = evidence_list.describe_aspect(cell, slide.cell_evidence.evidence, data)
    yield indent_line(margin, Span(f"{data.aim[cell.aim].name} · {evidence.finding.year}", "dim"))
    yield indent_line(margin, evidence_list.level_span(cell, data), Span(f"   {about}" if about else "", "dim"))
    yield BLANK_LINE
    yield from evidence_list.write_indented(evidence.finding.summary, margin, cells, "bright")
    quoted = (phrases.quote_words(evidence.finding.words), phrases.describe_figure(evidence.finding.figure))
    yield from evidence_list.write_indented(" · ".join(filter(None, quoted)), margin, cells)
    yield BLANK_LINE
    kind = evidence.kind.name if evidence.reporter else phrases.name_evidence_type(evidence.kind, [evidence])
    cited = (kind, evidence.finding.id, phrases.cite_location(evidence))
    for text in (" · ".join(cited), evidence.source.title if titled else "", evidence.source.url):
        yield from evidence_list.write_indented(text or "", margin, cells, "dim")
