"""The page of one board: its facts and dates, then each aim with its evidence ladder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from icb_tui import ladder, wording
from icb_tui.lines import BLANK, Line, Run, column, line, spread
from icb_tui.model import Cell, Dataset, Evidence, Icb
from icb_tui.page import Text
from icb_tui.text import width


class Facts(Struct, frozen=True, eq=False):
    """What the page tells: one board in one year."""

    data: Dataset
    icb: Icb
    year: str
    cells: dict[str, Cell]
    evidence: Sequence[Evidence]
    national: Sequence[Evidence]


WHOLE = "whole"
"""The place of the findings that belong to no aim."""


def board_text(facts: Facts, cells: int) -> Text:
    """Return the page at a width of `cells`."""
    lines, places = [*_about(facts, cells), BLANK, *_overview(facts)], {}
    for number, aim in enumerate(facts.data.aims, 1):
        places[aim.id] = len(lines) + 1
        of_aim = [e for e in facts.evidence if e.finding.aim == aim.id]
        national = [e for e in facts.national if e.finding.aim == aim.id and e.finding.scope == "national"]
        lines += ladder.section(str(number), aim.name, facts.year, cells)
        lines += ladder.ladder(facts.cells[aim.id], of_aim, national, facts.data, cells)
    if whole := [e for e in facts.evidence if e.finding.aim is None]:
        places[WHOLE] = len(lines) + 1
        lines += [*ladder.section("·", "Of the board as a whole", facts.year, cells), *ladder.voices(whole, cells)]
    return Text([], lines, places)


def _about(facts: Facts, cells: int) -> list[Line]:
    icb = facts.icb
    codes, region = f"{icb.code} · {icb.gss_code} · {icb.label}", facts.data.region[icb.region].name
    if width(icb.name) + width(codes) < cells:
        lines = [spread((Run(icb.name, "bright"),), (Run(codes, "dim"),), cells)]
    else:
        lines = [*ladder.paragraph(icb.name, cells, "bright"), line(Run(codes, "dim"))]
    lines += ladder.paragraph(f"{region}. {' '.join(wording.existence(icb, facts.data))}", cells)
    for told in _figures(icb):
        lines += ladder.paragraph(told, cells, "dim")
    return lines


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


def _overview(facts: Facts) -> Iterator[Line]:
    """The aims at a glance."""
    for number, aim in enumerate(facts.data.aims, 1):
        cell = facts.cells[aim.id]
        count = wording.counted(cell.findings, "finding") if cell.findings else ""
        level = ladder.level(cell, facts.data)
        name = column(aim.short_name, 16)
        yield line(Run(f"{number} ", "key"), name, column(level.text, 22, level.style), Run(count, "dim"))
