"""The page of one board: its facts and dates, then each aim with its evidence ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import Cell, CellEvidence, Evidence, IndicatorSeries
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import Icb
from icb_tui.pages import evidence_list
from icb_tui.pages.indicator import write_indicator_rows
from icb_tui.text.cells import cell_width
from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, column_span, make_line, spans_width, spread_line


class BoardPage(Struct, frozen=True, eq=False):
    """What the page tells: one board in one year, with its cells in every year.

    `chosen` is the place of the predecessor or successor that is lit, to be opened.
    """

    data: Dataset
    icb: Icb
    year: str
    history: dict[tuple[str, str], Cell]
    evidence: Sequence[Evidence]
    national: Sequence[Evidence]
    series: Sequence[IndicatorSeries] = ()
    chosen: int | None = None

    def cell_evidence(self, aim: str) -> CellEvidence:
        """The cell of an aim in the page's year, with its evidence."""
        return CellEvidence(self.history[aim, self.year], tuple(e for e in self.evidence if e.finding.aim == aim))


WHOLE_BOARD = "whole"
"""The place of the findings that belong to no aim."""


def write_board_page(facts: BoardPage, cells: int) -> PageText:
    """Return the page at a width of `cells`."""
    lines, places = [*_write_facts(facts, cells), BLANK_LINE, *_write_years(facts, cells)], {}
    for aim in facts.data.aim:
        places[aim] = len(lines) + 1
        lines += write_aim(facts, aim, cells)
    if whole := [e for e in facts.evidence if e.finding.aim is None]:
        places[WHOLE_BOARD] = len(lines) + 1
        lines += [
            *evidence_list.write_section_head("·", "Of the board as a whole", facts.year, cells),
            *evidence_list.write_by_evidence_type(whole, cells),
        ]
    return PageText([], lines, places)


def write_aim(facts: BoardPage, aim: str, cells: int) -> list[Line]:
    """Return an aim's part of the page: its ladder, and its official figures."""
    told, number = facts.cell_evidence(aim), facts.data.number_of(aim)
    national = [e for e in facts.national if e.finding.aim == aim and e.finding.scope == "national"]
    lines = evidence_list.write_section_head(str(number), facts.data.aim[aim].name, facts.year, cells)
    lines += evidence_list.write_cell_evidence(told.cell, told.evidence, national, facts.data, cells)
    return [*lines, *_write_indicators(facts, aim, cells)]


def _write_facts(facts: BoardPage, cells: int) -> list[Line]:
    icb = facts.icb
    codes, region = f"{icb.code} · {icb.gss_code} · {icb.label}", facts.data.region[icb.region].name
    if cell_width(icb.name) + cell_width(codes) < cells:
        lines = [spread_line((Span(icb.name, "bright"),), (Span(codes, "dim"),), cells)]
    else:
        lines = [*evidence_list.write_paragraph(icb.name, cells, "bright"), make_line(Span(codes, "dim"))]
    lines += evidence_list.write_paragraph(f"{region}. {' '.join(phrases.describe_dates(icb, facts.data))}", cells)
    lines += _write_relatives(facts, cells)
    if own := phrases.describe_origin(facts.data.find_origin("icbs", icb.code)):
        lines += evidence_list.write_paragraph(f"These facts of the board are {own}.", cells, "dim")
    for told in _describe_facts(icb):
        lines += evidence_list.write_paragraph(told, cells, "dim")
    return lines


def _write_indicators(facts: BoardPage, aim: str, cells: int) -> list[Line]:
    """The aim's indicators; their place counts from the best, where a better way exists."""
    of_aim = [series for series in facts.series if facts.data.indicator[series.indicator].aim == aim]
    if not of_aim:
        return []
    head = (Span(" " * evidence_list.INDENT), Span("Official figures", "head"))
    count = Span(phrases.format_count(len(of_aim), "indicator"), "dim")
    return [BLANK_LINE, spread_line(head, (count,), cells), *write_indicator_rows(of_aim, facts.data, cells)]


def _write_relatives(facts: BoardPage, cells: int) -> list[Line]:
    """The boards before and after, each to be opened: `p` lights one after the other."""
    relatives = facts.data.list_relatives(facts.icb)
    if not relatives:
        return []
    rows: list[list[Span]] = [
        [Span("p", "key"), Span(" chooses  ", "dim"), Span("enter", "key"), Span(" opens ", "dim")]
    ]
    for place, icb in enumerate(relatives):
        name = Span(f" {icb.short_name} ", "bright", "cell" if place == facts.chosen else "row")
        if spans_width([*rows[-1], Span(" "), name]) > cells:
            rows.append([])
        rows[-1] += [Span(" "), name]
    return [make_line(*row) for row in rows]


def _describe_facts(icb: Icb) -> Iterator[str]:
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
        told.append(phrases.format_count(icb.gp_practices, "GP practice"))
    if told:
        yield " · ".join(told)
    if icb.local_authorities:
        yield f"Local authorities: {', '.join(icb.local_authorities)}"


def _write_years(facts: BoardPage, cells: int) -> Iterator[Line]:
    """The aims at a glance, year by year: in words where there is room, else in letters with a legend."""
    data, first = facts.data, min(18, cells // 3)
    size = (cells - first) // len(data.years)
    head = [column_span(year, size, "key" if year == facts.year else "head") for year in data.years]
    yield make_line(Span(" " * first), *head)
    for number, aim in enumerate(data.aims, 1):
        row = [_year_cell(facts.history[aim.id, year], data, size) for year in data.years]
        yield make_line(Span(f"{number} ", "key"), column_span(aim.short_name, first - 3), Span(" "), *row)
    if size < MIN_WORD_CELLS:
        yield from evidence_list.write_paragraph(write_legend(facts.history.values(), data), cells, "dim")


MIN_WORD_CELLS = 18
"""The least width of a year's column that has room for words."""


def _year_cell(cell: Cell, data: Dataset, size: int) -> Span:
    if size < MIN_WORD_CELLS:
        brief = evidence_list.brief_span(cell, data)
        return column_span(brief.text, size, brief.style)
    level = evidence_list.level_span(cell, data)
    return column_span(f"{level.text} {cell_words.cell_marks(cell)}", size, level.style)


def write_legend(cells: Iterable[Cell], data: Dataset) -> str:
    """What the letters and marks among the cells mean, in the order of the data."""
    there = list(cells)
    ratings = [f"{r.letter} {r.symbol} {r.name}" for r in data.ratings if any(c.rating == r.id for c in there)]
    silent = [f"{s.glyph} {s.word}" for n, s in cell_words.MISSING.items() if any(c.missing == n for c in there)]
    unrated = {cell_words.mark_cell(c, data)[0] for c in there if not c.rating and not c.missing}
    counts = [f"{mark}3 three findings, {cell_words.NOT_RATED}" for mark in sorted(unrated)]
    behind = {mark for c in there for mark in cell_words.cell_marks(c)}
    marks = [f"{mark} {means}" for mark, means in cell_words.MARK_MEANINGS.items() if mark in behind]
    return " · ".join([*ratings, *counts, *silent, *marks])
