"""The evidence ladder as lines: rating → why → findings by voice → source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from icb_tui import wording
from icb_tui.lines import BLANK, RATED, Line, Run, indented, length, line, spread
from icb_tui.model import Cell, Dataset, Evidence, Source
from icb_tui.text import width, wrap

INDENT = 3


def level(cell: Cell, data: Dataset) -> Run:
    """The rating of a cell in full, or which kind of nothing it is, as one run."""
    if cell.rating:
        rating = data.rating[cell.rating]
        return Run(f"{rating.letter} {rating.symbol} {rating.name}", RATED + rating.id)
    if cell.nothing:
        nothing = wording.NOTHING[cell.nothing]
        return Run(f"{nothing.glyph}   {nothing.word.capitalize()}", "dim")
    if cell.heard == "never-rated":
        return Run(f"{wording.HOLLOW}   Said, not rated", "dim")
    return Run(f"{wording.SAID}   Not rated", "dim")


def brief(cell: Cell | None, data: Dataset, *, room: int = 5) -> Run:
    """What stands for a cell in a table: letter and symbol, how many findings without a rating, or a nothing's glyph.

    A dagger says that a later step stands against the rating, a plus that findings were laid over the bundled ones, if
    there is room for it; with more room, the rating is named.
    """
    if cell is None:
        return Run("", "dim")
    if cell.rating:
        rating = data.rating[cell.rating]
        dagger = wording.LATER if cell.later and room > 3 else ""
        marks = f"{dagger}{_laid(cell, room)}"
        named = f" {rating.name}" if room > len(rating.name) + 6 else ""
        return Run(f"{rating.letter} {rating.symbol}{marks:<{2 * bool(named)}}{named}", RATED + rating.id)
    if cell.nothing:
        return Run(wording.NOTHING[cell.nothing].glyph, "dim")
    return Run(
        f"{wording.HOLLOW if cell.heard == 'never-rated' else wording.SAID}{cell.findings}{_laid(cell, room)}", "dim"
    )


def _laid(cell: Cell, room: int) -> str:
    return wording.LAID if cell.laid and room > 3 else ""


def ladder(
    cell: Cell, evidence: Sequence[Evidence], national: Sequence[Evidence], data: Dataset, cells: int
) -> list[Line]:
    """The whole ladder of one cell; `national` is what was said of the aim and year without naming a board."""
    lines = verdict(cell, evidence, data, cells)
    reason = wording.why(cell, evidence, data) if cell.rating else wording.meaning(cell)
    lines += [indented(INDENT, Run(part, "dim")) for part in wrap(reason, cells - INDENT)]
    for step in wording.later(cell, data):
        lines += [indented(INDENT, Run(part, "warn")) for part in wrap(f"{wording.LATER} {step}", cells - INDENT)]
    lines += voices(evidence, cells)
    if cell.nothing == "said-nationally":
        lines += [BLANK, indented(INDENT, Run("Said nationally, no board named", "head"))]
        lines += findings(national, cells)
    return lines


def verdict(cell: Cell, evidence: Sequence[Evidence], data: Dataset, cells: int) -> list[Line]:
    """The rating, what part of the aim it speaks of, and whose words it reads."""
    head = level(cell, data)
    if not cell.rating:
        return [indented(INDENT, head)]
    beside = width(head.text) + 3
    about, reading = aspect(cell, evidence, data), wording.reading_of(cell, evidence, data)
    first, *rest = [
        *(Run(part) for part in (wrap(about, cells - INDENT - beside) if about else ())),
        *(Run(part, "dim") for part in wrap(reading, cells - INDENT - beside)),
    ]
    return [indented(INDENT, head, Run("   "), first), *(indented(INDENT + beside, run) for run in rest)]


def aspect(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> str:
    """What part of the aim a rating speaks of, where its findings say so: “about primary care”."""
    return wording.aspects(wording.fired(cell, evidence, data), data.aim[cell.aim])


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
    first, *rest = wrap(finding.summary, max(cells - start - (width(where) + 2 if where else 1), 16))
    head = (Run(" " * INDENT), Run(f"{finding.id:<5} ", "accent"), Run(first))
    yield spread(head, (Run(where, "dim"),), cells)
    for part in rest:
        yield indented(start, Run(part))
    about = f"about {finding.aspect}" if finding.aspect else ""
    note = f"Note: {finding.note}" if finding.note else ""
    words = (wording.quoted(finding.words), about, wording.figure(finding), wording.laid(each.origin))
    for told in (" · ".join(t for t in words if t), note):
        for part in wrap(told, cells - start) if told else ():
            yield indented(start, Run(part, "dim"))


def _source(source: Source, cells: int) -> Iterator[Line]:
    start = INDENT + 6
    for part in wrap(wording.cited(source), cells - start):
        yield indented(start, Run(part, "dim"))
    for part in wrap(source.url, cells - start) if source.url else ():
        yield indented(start, Run(part, "accent"))


def section(number: str, title: str, right: str, cells: int) -> list[Line]:
    """The heading of an aim's part of a page; where both sides do not fit one line, the right one has its own."""
    left = (Run(f"{number} ", "key"), Run(title, "bright"))
    if length(left) + width(right) < cells:
        return [BLANK, spread(left, (Run(right, "dim"),), cells)]
    return [BLANK, line(*left), line(Run(f"  {right}", "dim"))]


def paragraph(text: str, cells: int, style: str = "text") -> list[Line]:
    """A text as lines."""
    return [line(Run(part, style)) for part in wrap(text, cells)]
