"""The page of one board: its facts and dates, then each aim with its evidence ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from icb_tui import ladder, wording
from icb_tui.lines import BLANK, Line, Run, Text, column, length, line, spread
from icb_tui.model import Cell, Compared, Dataset, Evidence, Icb, Series
from icb_tui.pages.indicator import table
from icb_tui.text import width


class Facts(Struct, frozen=True, eq=False):
    """What the page tells: one board in one year, with its cells in every year.

    `chosen` is the place of the predecessor or successor that is lit, to be opened.
    """

    data: Dataset
    icb: Icb
    year: str
    history: dict[tuple[str, str], Cell]
    evidence: Sequence[Evidence]
    national: Sequence[Evidence]
    series: Sequence[Series] = ()
    chosen: int | None = None

    def told(self, aim: str) -> Compared:
        """The cell of an aim in the page's year, with its evidence."""
        return Compared(self.history[aim, self.year], tuple(e for e in self.evidence if e.finding.aim == aim))


WHOLE = "whole"
"""The place of the findings that belong to no aim."""


def board_text(facts: Facts, cells: int) -> Text:
    """Return the page at a width of `cells`."""
    lines, places = [*_about(facts, cells), BLANK, *_years(facts, cells)], {}
    for aim in facts.data.aim:
        places[aim] = len(lines) + 1
        lines += aim_lines(facts, aim, cells)
    if whole := [e for e in facts.evidence if e.finding.aim is None]:
        places[WHOLE] = len(lines) + 1
        lines += [*ladder.section("·", "Of the board as a whole", facts.year, cells), *ladder.voices(whole, cells)]
    return Text([], lines, places)


def aim_lines(facts: Facts, aim: str, cells: int) -> list[Line]:
    """Return an aim's part of the page: its ladder, and its official figures."""
    told, number = facts.told(aim), facts.data.number_of(aim)
    national = [e for e in facts.national if e.finding.aim == aim and e.finding.scope == "national"]
    lines = ladder.section(str(number), facts.data.aim[aim].name, facts.year, cells)
    lines += ladder.ladder(told.cell, told.evidence, national, facts.data, cells)
    return [*lines, *_official(facts, aim, cells)]


def _about(facts: Facts, cells: int) -> list[Line]:
    icb = facts.icb
    codes, region = f"{icb.code} · {icb.gss_code} · {icb.label}", facts.data.region[icb.region].name
    if width(icb.name) + width(codes) < cells:
        lines = [spread((Run(icb.name, "bright"),), (Run(codes, "dim"),), cells)]
    else:
        lines = [*ladder.paragraph(icb.name, cells, "bright"), line(Run(codes, "dim"))]
    lines += ladder.paragraph(f"{region}. {' '.join(wording.existence(icb, facts.data))}", cells)
    lines += _relatives(facts, cells)
    if own := wording.laid(facts.data.origin("icbs", icb.code)):
        lines += ladder.paragraph(f"These facts of the board are {own}.", cells, "dim")
    for told in _figures(icb):
        lines += ladder.paragraph(told, cells, "dim")
    return lines


def _official(facts: Facts, aim: str, cells: int) -> list[Line]:
    """The aim's indicators; their place counts from the best, where a better way exists."""
    of_aim = [series for series in facts.series if facts.data.indicator[series.indicator].aim == aim]
    if not of_aim:
        return []
    head = (Run(" " * ladder.INDENT), Run("Official figures", "head"))
    count = Run(wording.counted(len(of_aim), "indicator"), "dim")
    return [BLANK, spread(head, (count,), cells), *table(of_aim, facts.data, cells)]


def _relatives(facts: Facts, cells: int) -> list[Line]:
    """The boards before and after, each to be opened: `p` lights one after the other."""
    relatives = facts.data.relatives(facts.icb)
    if not relatives:
        return []
    rows: list[list[Run]] = [[Run("p", "key"), Run(" chooses  ", "dim"), Run("enter", "key"), Run(" opens ", "dim")]]
    for place, icb in enumerate(relatives):
        name = Run(f" {icb.short_name} ", "bright", "cell" if place == facts.chosen else "row")
        if length([*rows[-1], Run(" "), name]) > cells:
            rows.append([])
        rows[-1] += [Run(" "), name]
    return [line(*row) for row in rows]


def _figures(icb: Icb) -> Iterator[str]:
    """The board's facts, in sentences; what is not known is not told."""
    told = []
    if icb.population:
        year = max(icb.population)
        told.append(f"{icb.population[year]:,} residents ({year})")
    if icb.registered_patients is not None:
        told.append(f"{icb.registered_patients:,} registered patients")
    if icb.aged_65_plus_percent is not None:
        told.append(f"{icb.aged_65_plus_percent:g}% aged 65 or over")
    if icb.under_18_percent is not None:
        told.append(f"{icb.under_18_percent:g}% under 18")
    if icb.area_km2 is not None:
        told.append(f"{icb.area_km2:,} km²")
    if icb.gp_practices is not None:
        told.append(wording.counted(icb.gp_practices, "GP practice"))
    if told:
        yield " · ".join(told)
    if icb.local_authorities:
        yield f"Local authorities: {', '.join(icb.local_authorities)}"


def _years(facts: Facts, cells: int) -> Iterator[Line]:
    """The aims at a glance, year by year: in words where there is room, else in letters with a legend."""
    data, first = facts.data, min(18, cells // 3)
    size = (cells - first) // len(data.years)
    head = [column(year, size, "key" if year == facts.year else "head") for year in data.years]
    yield line(Run(" " * first), *head)
    for number, aim in enumerate(data.aims, 1):
        row = [_in_year(facts.history[aim.id, year], data, size) for year in data.years]
        yield line(Run(f"{number} ", "key"), column(aim.short_name, first - 3), Run(" "), *row)
    if size < WORDS:
        yield from ladder.paragraph(legend(facts.history.values(), data), cells, "dim")


WORDS = 18
"""The least width of a year's column that has room for words."""


def _in_year(cell: Cell, data: Dataset, size: int) -> Run:
    brief, level = ladder.brief(cell, data), ladder.level(cell, data)
    if size < WORDS:
        return column(brief.text, size, brief.style)
    if cell.rating:
        marks = f"{wording.LATER if cell.later else ''}{wording.LAID if cell.laid else ''}"
        return column(f"{level.text} {marks}", size, level.style)
    return column(level.text if cell.nothing else f"{brief.text:<4}Not rated", size, level.style)


def legend(cells: Iterable[Cell], data: Dataset) -> str:
    """What the letters and marks among the cells mean, in the order of the data."""
    there = list(cells)
    ratings = [f"{r.letter} {r.symbol} {r.name}" for r in data.ratings if any(c.rating == r.id for c in there)]
    silent = [f"{s.glyph} {s.word}" for n, s in wording.NOTHING.items() if any(c.nothing == n for c in there)]
    unrated = [c for c in there if not c.rating and not c.nothing]
    marks = {wording.HOLLOW if c.heard == "never-rated" else wording.SAID for c in unrated}
    counts = [f"{mark}3 three findings, not rated" for mark in sorted(marks)]
    later = [f"{wording.LATER} a later step stands against it"] if any(c.later for c in there) else []
    laid = [f"{wording.LAID} with findings laid over"] if any(c.laid for c in there) else []
    return " · ".join([*ratings, *counts, *silent, *later, *laid])
