"""One statement a screen, for a meeting: large margins, and its source always in sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from icb_tui import ladder, wording
from icb_tui.lines import BLANK, Line, Run, indented
from icb_tui.model import Compared, Dataset, Evidence
from icb_tui.text import wrap


class Slide(Struct, frozen=True):
    """One statement: the cell that it belongs to, and the finding; None where there is no finding."""

    told: Compared
    shown: Evidence | None = None


def slides(cells: Sequence[Compared]) -> list[Slide]:
    """Return a slide for each finding of each cell, board by board; a board of which nothing is said has one."""
    made = [Slide(told, each) for told in cells for each in told.evidence]
    there = {slide.told.cell.icb for slide in made}
    silent = {told.cell.icb: Slide(told) for told in cells if told.cell.icb not in there}
    return [*made, *silent.values()]


def slide_lines(slide: Slide, data: Dataset, cells: int, rows: int) -> list[Line]:
    """Return a slide in the middle of so many cells and lines."""
    for margin in (max(cells // 10, 2), 2, 1):
        lines = list(_slide(slide, data, margin, cells - 2 * margin))
        if len(lines) <= rows:
            break
    else:
        # What is said gives way before who said it.
        lines = [row for row in lines if row.runs]
    return [*[BLANK] * max((rows - len(lines)) // 2, 0), *lines]


def _slide(slide: Slide, data: Dataset, margin: int, room: int) -> Iterator[Line]:
    cell = slide.told.cell
    icb, aim = data.icb[cell.icb], data.aim[cell.aim]
    yield from (indented(margin, Run(part, "bright")) for part in wrap(icb.short_name, room))
    if slide.shown is None:
        yield BLANK
        told = f"No finding speaks of it on any aim in {cell.year}; that is no judgement."
        yield from (indented(margin, Run(part)) for part in wrap(told, room))
        return
    about = ladder.aspect(cell, slide.told.evidence, data) if cell.rating else ""
    yield indented(margin, Run(f"{aim.name} · {cell.year}", "dim"))
    yield indented(margin, ladder.level(cell, data), Run(f"   {about}" if about else "", "dim"))
    yield BLANK
    yield from (indented(margin, Run(part, "bright")) for part in wrap(slide.shown.finding.summary, room))
    told = " · ".join(t for t in (wording.quoted(slide.shown.finding.words), wording.figure(slide.shown.finding)) if t)
    yield from (indented(margin, Run(part)) for part in (wrap(told, room) if told else ()))
    yield BLANK
    finding, source = slide.shown.finding, slide.shown.source
    cited = f"{wording.voice(slide.shown.kind)} · {finding.id} · {wording.where(slide.shown)}"
    for text in (cited, source.title or "", source.url or ""):
        yield from (indented(margin, Run(part, "dim")) for part in (wrap(text, room) if text else ()))
