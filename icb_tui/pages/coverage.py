"""How much is known: findings by aim, year and voice, each count on its base, and where the holes are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from icb_tui import ladder, wording
from icb_tui.lines import BLANK, Line, Run, Text, clipped, column, length, line
from icb_tui.model import Dataset, Known, Said

BAR = 8
"""The cells of a bar that stands for all boards of a year."""

LEAST = 15
"""The fewest cells in which a year's column can be read; where not all years fit, the rest stand below."""

Told = Callable[[Any, str, int], Sequence[Run]]
"""What stands in the cell of a row (an aim or a voice) and a year, in a column of so many cells."""


class Coverage(Struct, frozen=True, eq=False):
    """What the page tells: what is known of some boards, by aim and year, and who said it."""

    data: Dataset
    known: Sequence[Known]
    said: Sequence[Said]


def coverage_text(coverage: Coverage, cells: int) -> Text:
    """Return the page at a width of `cells`."""
    data = coverage.data
    known = {(each.aim, each.year): each for each in coverage.known}
    said = {(each.kind, each.year): each for each in coverage.said}
    aims: dict[str | None, str] = {aim.id: aim.short_name for aim in data.aims}
    voices = {kind.id: kind.name for kind in data.kinds if any(each.kind == kind.id for each in coverage.said)}

    whole = {**aims, None: "Whole board"}
    unnamed = f"{wording.NOTHING['said-nationally'].glyph} said nationally, {wording.UNRESOLVED.glyph} unresolved"
    silent = " or ".join(f"{wording.NOTHING[n].glyph} {wording.NOTHING[n].word}" for n in SILENT)
    tables: list[tuple[str, str, Mapping[Any, str], Told]] = [
        (
            "Findings",
            "Findings, on how many of the boards in being in the year.",
            whole,
            lambda *at: _found(known, *at),
        ),
        ("Ratings", "Boards with a rating, of those in being.", aims, lambda *at: _rated(known, *at)),
        ("Holes", f"Boards without a finding: {silent}.", aims, lambda *at: _holes(known, *at)),
        ("Of no board", f"Statements: {unnamed}.", whole, lambda *at: _unnamed(known, *at)),
        (
            "Voices",
            "Findings, on how many of the boards.",
            voices,
            lambda *at: _found(said, *at),
        ),
    ]
    lines = [row for title, means, rows, told in tables for row in _table(data, title, means, rows, told, cells)]
    return Text([], lines[1:], {})


SILENT = ("not-mentioned", "said-nationally")
"""The kinds of nothing of boards in being."""


def _table(data: Dataset, title: str, means: str, rows: Mapping[Any, str], told: Told, cells: int) -> Iterator[Line]:
    first = min(20, cells // 4)
    at_once = max(min(len(data.years), (cells - first) // LEAST), 1)
    size = (cells - first) // at_once
    yield BLANK
    yield from ladder.paragraph(means, cells, "dim")
    for years in (data.years[start : start + at_once] for start in range(0, len(data.years), at_once)):
        yield line(column(title, first, "bright"), *(column(year, size, "head") for year in years))
        for row, name in rows.items():
            runs = [run for year in years for run in _fitted(told(row, year, size - 1), size)]
            yield line(column(name, first - 1), Run(" "), *runs)


def _fitted(runs: Sequence[Run], size: int) -> Sequence[Run]:
    kept = clipped(runs, size - 1)
    return (*kept, Run(" " * (size - length(kept))))


def _found(counts: Mapping[Any, Known | Said], row: str | None, year: str, size: int) -> Sequence[Run]:
    """For example “32 on 17 of 42 ███░░░░░”."""
    each = counts[row, year]
    told = Run(f"{each.findings:>2} on ", "text" if each.findings else "dim")
    return told, *_share(each.spoken, each.base, size - length([told]))


def _rated(known: Mapping[Any, Known], aim: str, year: str, size: int) -> Sequence[Run]:
    return _share(known[aim, year].rated, known[aim, year].base, size)


def _share(part: int, base: int, size: int) -> Sequence[Run]:
    """For example “16 of 42 ███░░░░░”; the bar only where there is room for it."""
    told = Run(f"{part:>2} of {base:<2}", "text" if part else "dim")
    if not base or size < BAR + length([told]) + 1:
        return (told,)
    full = -(-part * BAR // base)
    return told, Run(" "), Run("█" * full, "accent"), Run("░" * (BAR - full), "rule")


def _holes(known: Mapping[Any, Known], aim: str, year: str, _: int) -> Sequence[Run]:
    each = known[aim, year]
    counts = zip(SILENT, (each.not_mentioned, each.said_nationally), strict=True)
    told = "  ".join(f"{wording.NOTHING[nothing].glyph} {count}" for nothing, count in counts if count)
    return (Run(f"{told or '0'} of {each.base}", "text" if told else "dim"),)


def _unnamed(known: Mapping[Any, Known], aim: str | None, year: str, _: int) -> Sequence[Run]:
    """For example “≈ 1  ? 1”: said nationally, and unresolved."""
    each = known[aim, year]
    told = [f"{wording.NOTHING['said-nationally'].glyph} {each.national}"] if each.national else []
    told += [f"{wording.UNRESOLVED.glyph} {each.unresolved}"] if each.unresolved else []
    return (Run("  ".join(told) or "none", "text" if told else "dim"),)
