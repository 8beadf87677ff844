"""Help: the keys that work here, what the letters, marks and words mean, and the rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from icb_tui import __version__, ladder, wording
from icb_tui.lines import BLANK, RATED, Line, Run, Text, column, indented, line
from icb_tui.model import Dataset
from icb_tui.text import one_of, width, wrap

NO_GRADE = "NHS England gives no grade: a rating is this tool's reading of its words."


class KeyHelp(NamedTuple):
    """A key as it is shown, and what it does."""

    key: str
    does: str


def help_text(keys: Sequence[KeyHelp], data: Dataset, cells: int) -> Text:
    """Return the page at a width of `cells`."""
    lines = [line(Run("Keys here", "bright")), *_keys(keys, cells)]
    lines += [BLANK, line(Run("In a cell", "bright")), *_marks(data, cells)]
    lines += [BLANK, line(Run("Who speaks", "bright")), *_voices(data, cells)]
    lines += [BLANK, line(Run("The rule", "bright")), *ladder.paragraph(wording.rule(data), cells)]
    lines += ladder.paragraph(f"{NO_GRADE} Never carried over years, never added up.", cells)
    lines += [BLANK, line(Run("The data", "bright"))]
    told = [f"Bundled with icb-tui {__version__}; fingerprint {data.fingerprint}.", *wording.laid_over(data)]
    return Text([], [*lines, *(each for part in told for each in ladder.paragraph(part, cells))], {})


def _keys(keys: Sequence[KeyHelp], cells: int) -> Iterator[Line]:
    size = max((width(each.key) for each in keys), default=0) + 3
    for each in keys:
        first, *rest = wrap(each.does, cells - size - 2)
        yield line("  ", column(each.key, size, "key"), first)
        yield from (indented(size + 2, part) for part in rest)


def _marks(data: Dataset, cells: int) -> Iterator[Line]:
    for rating in data.ratings:
        run = Run(f"{rating.letter} {rating.symbol}", RATED + rating.id)
        yield from _told(run, rating.name, rating.meaning, cells)
    yield from _told(
        Run(wording.LATER, "warn"), "Later", "A later step stands against the rating; it changes nothing.", cells
    )
    if data.folders:
        laid = f"Findings were laid over the bundled ones, from {one_of(list(data.folders), 9, 'and')}."
        yield from _told(Run(wording.LAID, "dim"), "Laid over", laid, cells)
    yield from _told(
        Run(f"{wording.SAID}3", "dim"), "Not rated", "Three findings, none of a kind that is rated.", cells
    )
    hollow = "Three findings, of voices that are never rated, such as self-reports."
    yield from _told(Run(f"{wording.HOLLOW}3", "dim"), "Said, not rated", hollow, cells)
    for nothing in (*wording.NOTHING.values(), wording.UNRESOLVED):
        yield from _told(Run(nothing.glyph, "dim"), nothing.word.capitalize(), nothing.means, cells)


def _voices(data: Dataset, cells: int) -> Iterator[Line]:
    for kind in data.kinds:
        rated = "Rated. " if kind.rated else ""
        yield from _told(Run(""), kind.name, f"{kind.voice}. {rated}{kind.meaning}", cells)


def _told(mark: Run, name: str, meaning: str, cells: int) -> Iterator[Line]:
    """A mark, its name and its meaning, which is wrapped under itself."""
    start, size = 2 + 5, 22
    first, *rest = wrap(meaning, max(cells - start - size, 20))
    gap = Run(" " * max(5 - width(mark.text), 1))
    yield line("  ", mark, gap, column(name, size), Run(first, "dim"))
    yield from (indented(start + size, Run(part, "dim")) for part in rest)
