"""One statement a screen, for a meeting: large margins, and its source always in sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from icb_tui.domain import phrases
from icb_tui.domain.answers import CellEvidence, Evidence
from icb_tui.domain.dataset import Dataset
from icb_tui.pages import evidence_list
from icb_tui.text.cells import wrap
from icb_tui.text.spans import BLANK_LINE, Line, Span, indent_line


class Slide(Struct, frozen=True):
    """One statement: the cell that it belongs to, and the finding; None where there is no finding."""

    cell_evidence: CellEvidence
    evidence: Evidence | None = None


def make_slides(cells: Sequence[CellEvidence]) -> list[Slide]:
    """Return a slide for each finding of each cell, board by board; a board of which nothing is said has one."""
    made = [Slide(told, each) for told in cells for each in told.evidence]
    there = {slide.cell_evidence.cell.icb for slide in made}
    silent = {told.cell.icb: Slide(told) for told in cells if told.cell.icb not in there}
    return [*made, *silent.values()]


def write_slide(slide: Slide, data: Dataset, cells: int, rows: int) -> list[Line]:
    """Return a slide in the middle of so many cells and lines."""
    for margin in (max(cells // 10, 2), 2, 1):
        lines = list(_write_slide_lines(slide, data, margin, cells - 2 * margin))
        if len(lines) <= rows:
            break
    else:
        # What is said gives way before who said it.
        lines = [row for row in lines if row.spans]
    return [*[BLANK_LINE] * max((rows - len(lines)) // 2, 0), *lines]


def _write_slide_lines(slide: Slide, data: Dataset, margin: int, room: int) -> Iterator[Line]:
    cell = slide.cell_evidence.cell
    icb, aim = data.icb[cell.icb], data.aim[cell.aim]
    yield from (indent_line(margin, Span(part, "bright")) for part in wrap(icb.short_name, room))
    if slide.evidence is None:
        yield BLANK_LINE
        told = f"No finding speaks of it on any aim in {cell.year}; that is no judgement."
        yield from (indent_line(margin, Span(part)) for part in wrap(told, room))
        return
    about = evidence_list.describe_aspect(cell, slide.cell_evidence.evidence, data) if cell.rating else ""
    yield indent_line(margin, Span(f"{aim.name} · {cell.year}", "dim"))
    yield indent_line(margin, evidence_list.level_span(cell, data), Span(f"   {about}" if about else "", "dim"))
    yield BLANK_LINE
    yield from (indent_line(margin, Span(part, "bright")) for part in wrap(slide.evidence.finding.summary, room))
    told = " · ".join(
        t
        for t in (
            phrases.quote_words(slide.evidence.finding.words),
            phrases.describe_figure(slide.evidence.finding.figure),
        )
        if t
    )
    yield from (indent_line(margin, Span(part)) for part in (wrap(told, room) if told else ()))
    yield BLANK_LINE
    finding, source = slide.evidence.finding, slide.evidence.source
    cited = (
        f"{phrases.name_evidence_type(slide.evidence.kind)} · {finding.id} · {phrases.cite_location(slide.evidence)}"
    )
    for text in (cited, source.title or "", source.url or ""):
        yield from (indent_line(margin, Span(part, "dim")) for part in (wrap(text, room) if text else ()))
