"""The evidence ladder as lines: rating → why → findings by voice → source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from icb_tui import wording
from icb_tui.lines import BLANK, Line, Run, indented, line, spread
from icb_tui.look import RATED
from icb_tui.model import Cell, Dataset, Evidence, Source
from icb_tui.text import width, wrap

INDENT = 3


def level(cell: Cell, data: Dataset) -> Run:
    """The rating of a cell in full, or which kind of nothing it is, as one run."""
    if cell.rating:
        rating = data.rating[cell.rating]
        return Run(f"{rating.letter} {rating.symbol} {rating.name}", RATED + rating.id)
    if cell.nothing:
        return Run(f"–   {wording.NOTHING[cell.nothing].capitalize()}", "dim")
    return Run("·   Not rated", "dim")


def ladder(
    cell: Cell, evidence: Sequence[Evidence], national: Sequence[Evidence], data: Dataset, cells: int
) -> list[Line]:
    """The whole ladder of one cell; `national` is what was said of the aim and year without naming a board."""
    reading = f"   {wording.reading_of(cell, evidence, data)}" if cell.rating else ""
    lines = [indented(INDENT, level(cell, data), Run(reading, "dim"))]
    lines += [indented(INDENT, Run(part, "dim")) for part in wrap(wording.why(cell, evidence, data), cells - INDENT)]
    lines += voices(evidence, cells)
    if cell.nothing == "said-nationally":
        lines += [BLANK, indented(INDENT, Run("Said nationally, no board named", "head"))]
        lines += findings(national, cells)
    return lines


def voices(evidence: Sequence[Evidence], cells: int) -> Iterator[Line]:
    """The findings under the voice that each is said in."""
    for kind, group in wording.by_voice(evidence):
        yield BLANK
        count = Run(wording.counted(len(group), "finding"), "dim")
        yield spread((Run(" " * INDENT), Run(wording.voice(kind), "head")), (count,), cells)
        yield from findings(group, cells)


def findings(evidence: Sequence[Evidence], cells: int) -> Iterator[Line]:
    """Findings, one after the other, with their source after the last one that it has."""
    for source, group in groupby(evidence, key=lambda e: e.source):
        for each in group:
            yield from _finding(each, cells)
        yield from _source(source, cells)


def _finding(each: Evidence, cells: int) -> Iterator[Line]:
    finding, start = each.finding, INDENT + 6
    where = f"paragraph {finding.paragraph}" if finding.paragraph else ""
    first, *rest = wrap(finding.summary, max(cells - start - (width(where) + 2 if where else 0), 16))
    head = (Run(" " * INDENT), Run(f"{finding.id:<5} ", "accent"), Run(first))
    yield spread(head, (Run(where, "dim"),), cells)
    for part in rest:
        yield indented(start, Run(part))
    about = f"about {finding.aspect}" if finding.aspect else ""
    note = f"Note: {finding.note}" if finding.note else ""
    for told in (" · ".join(t for t in (wording.quoted(finding.words), about, wording.figure(finding)) if t), note):
        for part in wrap(told, cells - start) if told else ():
            yield indented(start, Run(part, "dim"))


def _source(source: Source, cells: int) -> Iterator[Line]:
    start = INDENT + 6
    for part in wrap(wording.cited(source), cells - start):
        yield indented(start, Run(part, "dim"))
    for part in wrap(source.url, cells - start) if source.url else ():
        yield indented(start, Run(part, "accent"))


def section(number: str, title: str, right: str, cells: int) -> list[Line]:
    """The heading of an aim's part of a page."""
    return [BLANK, spread((Run(f"{number} ", "key"), Run(title, "bright")), (Run(right, "dim"),), cells)]


def paragraph(text: str, cells: int, style: str = "text") -> list[Line]:
    """A text as lines."""
    return [line(Run(part, style)) for part in wrap(text, cells)]
