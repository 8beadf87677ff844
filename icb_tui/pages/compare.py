"""Boards side by side: aims as rows, boards as columns, with what was said of each and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct

from icb_tui import ladder, wording
from icb_tui.comparison import apart
from icb_tui.lines import BLANK, Line, Run, Text, clipped, length, line
from icb_tui.model import Compared, Dataset, Source
from icb_tui.text import wrap

LEAST = 30
"""The fewest cells in which a board's column can be read."""


class Sides(Struct, frozen=True, eq=False):
    """What the page tells: some boards in one year, from the `first` that fits."""

    data: Dataset
    icbs: tuple[str, ...]
    year: str
    cells: dict[tuple[str, str], Compared]
    only_differences: bool = False
    first: int = 0


def shown(sides: Sides, cells: int) -> tuple[str, ...]:
    """The boards that fit beside the aims at this width, from the first to show."""
    number = max(min(len(sides.icbs), (cells - aim_cells(cells)) // LEAST), 1)
    first = min(sides.first, len(sides.icbs) - number)
    return sides.icbs[first : first + number]


def aim_cells(cells: int) -> int:
    """The width of the first column."""
    return 18 if cells >= 100 else 15


def same(sides: Sides, aim: str) -> bool:
    """Whether all boards stand alike on an aim: the same rating, or the same kind of nothing."""
    return len({(c.rating, c.nothing) for c in (sides.cells[icb, aim].cell for icb in sides.icbs)}) == 1


def compare_text(sides: Sides, cells: int) -> Text:
    """Return the page at a width of `cells`."""
    icbs, first = shown(sides, cells), aim_cells(cells)
    size = (cells - first) // len(icbs)
    lines = _apart(sides, cells)
    places: dict[str, int] = {}
    hidden: list[str] = []
    for number, aim in enumerate(sides.data.aims, 1):
        if sides.only_differences and same(sides, aim.id):
            hidden.append(aim.short_name)
            continue
        places[aim.id] = len(lines)
        stacks = [list(_stack(sides.cells[icb, aim.id], sides.data, size - 2)) for icb in icbs]
        label = [(Run(f"{number} ", "key"), Run(aim.short_name, "bright"))]
        lines += [_across(row, first, size) for row in zip_longest(label, *stacks, fillvalue=())]
        lines.append(BLANK)
    if hidden:
        lines += ladder.paragraph(f"The same for all, not shown: {', '.join(hidden)}. d shows them.", cells, "dim")
        lines.append(BLANK)
    return Text(_head(sides, icbs, first, size), [*lines, *_sources(sides, cells)], places)


def _apart(sides: Sides, cells: int) -> list[Line]:
    """What cannot be compared, said before anything else."""
    told = [part for sentence in apart(sides.icbs, sides.cells, sides.data) for part in wrap(sentence, cells - 2)]
    head = [line(Run("Not to be compared", "warn"))] if told else []
    return [*head, *(line(Run("  "), Run(part)) for part in told), *([BLANK] if told else [])]


def _head(sides: Sides, icbs: Sequence[str], first: int, size: int) -> list[Line]:
    """The boards' names, as many lines as the longest needs."""
    names = [[(Run(part, "bright"),) for part in wrap(sides.data.icb[icb].short_name, size - 2)] for icb in icbs]
    rows = zip_longest([(Run(sides.year, "dim"),)], *names, fillvalue=())
    return [*(_across(row, first, size) for row in rows), BLANK]


def _across(row: Sequence[Sequence[Run]], first: int, size: int) -> Line:
    """One line over all columns: the aim, then each board."""
    runs: list[Run] = []
    for place, piece in enumerate(row):
        cells = first if place == 0 else size
        kept = clipped(piece, cells - 1)
        runs += [*kept, Run(" " * (cells - length(kept)))]
    return line(*runs)


def _stack(compared: Compared, data: Dataset, cells: int) -> Iterator[tuple[Run, ...]]:
    """What stands in one cell, from the rating down to who said it."""
    cell, evidence = compared.cell, compared.evidence
    yield (ladder.level(cell, data),)
    yield from _wrapped(ladder.aspect(cell, evidence, data), cells)
    for step in wording.later(cell, data):
        yield from _wrapped(f"{wording.LATER} {step}", cells, "warn")
    for kind, group in wording.by_voice(evidence):
        yield ()
        yield from _wrapped(wording.voice(kind), cells, "head")
        for each in group:
            yield from _wrapped(each.finding.summary, cells)
            told = [wording.quoted(each.finding.words), wording.figure(each.finding)]
            for text in [*told, f"{each.finding.id} · {wording.where(each.finding, each.source)}"]:
                yield from _wrapped(text, cells, "dim")


def _wrapped(text: str, cells: int, style: str = "text") -> Iterator[tuple[Run, ...]]:
    """A text as lines of one run each; no text is no line."""
    for part in wrap(text, cells) if text else ():
        yield (Run(part, style),)


def _sources(sides: Sides, cells: int) -> Iterator[Line]:
    """Every source that the page cites, once."""
    cited: dict[str, Source] = {e.source.id: e.source for c in sides.cells.values() for e in c.evidence}
    if cited:
        yield line(Run("Sources", "head"))
    for source in cited.values():
        yield from ladder.paragraph(wording.cited(source), cells, "dim")
        if source.url:
            yield from ladder.paragraph(source.url, cells, "accent")
