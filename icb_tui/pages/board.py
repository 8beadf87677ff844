"""The page of one board: its facts and dates, then each aim with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from icb_tui.analysis.indicator_periods import describe_period_choice
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import Cell, CellEvidence, Evidence, IndicatorSeries
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.records import UNRATED, Icb
from icb_tui.pages import evidence_list
from icb_tui.pages.indicator import write_indicator_rows
from icb_tui.text.cells import cell_width
from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, column_span, make_line, spans_width, spread_line


class BoardPage(Struct, frozen=True, eq=False):
    """What the page shows: one board in one year or in all, with its cells in every year and in all together.

    `national` is the evidence of the year that names no board; it is needed only where a cell rests on it. `chosen` is
    the place of the predecessor or successor that is lit, to be opened.
    """

    data: Dataset
    icb: Icb
    year: str
    history: dict[tuple[str, str], Cell]
    evidence: Sequence[Evidence]
    national: Sequence[Evidence]
    series: Sequence[IndicatorSeries] = ()
    indicator_year: str = ALL_YEARS
    chosen: int | None = None

    def cell_evidence(self, aim: str) -> CellEvidence:
        """The cell of an aim in the page's year, with its evidence."""
        return CellEvidence(self.history[aim, self.year], tuple(e for e in self.evidence if e.finding.aim == aim))

    @property
    def whole_evidence(self) -> list[Evidence]:
        """The evidence of the year on the board as a whole."""
        return [e for e in self.evidence if e.finding.aim is None]


WHOLE_BOARD = "whole"
"""The place of the findings that belong to no aim."""


def write_board_page(page: BoardPage, cells: int) -> PageText:
    """Return the page at a width of `cells`."""
    lines, places = [*_write_facts(page, cells), BLANK_LINE, *_write_years(page, cells)], {}
    for aim in page.data.aim:
        places[aim] = len(lines) + 1
        lines += write_aim(page, aim, cells)
    if whole := page.whole_evidence:
        places[WHOLE_BOARD] = len(lines) + 1
        lines += [
            *evidence_list.write_section_head("·", "The board as a whole", page.year, cells),
            *evidence_list.write_by_evidence_type(whole, cells, dated=page.year == ALL_YEARS),
        ]
    return PageText([], lines, places)


def write_aim(page: BoardPage, aim: str, cells: int) -> list[Line]:
    """Return an aim's part of the page: its evidence and its indicators."""
    compared, number = page.cell_evidence(aim), page.data.number_of(aim)
    national = [e for e in page.national if e.finding.aim == aim and e.finding.scope == "national"]
    lines = evidence_list.write_section_head(str(number), page.data.aim[aim].name, page.year, cells)
    lines += evidence_list.write_cell_evidence(compared.cell, compared.evidence, national, page.data, cells)
    return [*lines, *_write_indicators(page, aim, cells)]


def _write_facts(page: BoardPage, cells: int) -> list[Line]:
    icb = page.icb
    codes, region = f"{icb.code} · {icb.gss_code} · {icb.label}", page.data.region[icb.region].name
    if cell_width(icb.name) + cell_width(codes) < cells:
        lines = [spread_line((Span(icb.name, "bright"),), (Span(codes, "dim"),), cells)]
    else:
        lines = [*evidence_list.write_paragraph(icb.name, cells, "bright"), make_line(Span(codes, "dim"))]
    lines += evidence_list.write_paragraph(f"{region}. {' '.join(phrases.describe_dates(icb, page.data))}", cells)
    lines += _write_relatives(page, cells)
    if own := phrases.describe_origin(page.data.find_origin("icbs", icb.code)):
        lines += evidence_list.write_paragraph(f"These facts about the board are {own}.", cells, "dim")
    for sentence in _describe_facts(icb):
        lines += evidence_list.write_paragraph(sentence, cells, "dim")
    return lines


def _write_indicators(page: BoardPage, aim: str, cells: int) -> list[Line]:
    """The indicators of an aim; ranks count from the best, where a better way exists."""
    of_aim = [series for series in page.series if page.data.indicator[series.indicator].aim == aim]
    if not of_aim:
        return []
    head = (Span(" " * evidence_list.INDENT), Span("Indicators", "head"))
    tied, period = len(page.data.list_indicators(aim)), describe_period_choice(page.indicator_year)
    some = f"{len(of_aim)} of " if len(of_aim) < tied else ""
    count = Span(f"{some}{phrases.format_count(tied, 'indicator')}, {period}", "dim")
    return [BLANK_LINE, spread_line(head, (count,), cells), *write_indicator_rows(of_aim, page.data, cells)]


def _write_relatives(page: BoardPage, cells: int) -> list[Line]:
    """The boards before and after, each to be opened: `p` lights one after the other."""
    relatives = page.data.list_relatives(page.icb)
    if not relatives:
        return []
    rows: list[list[Span]] = [
        [Span("p", "key"), Span(" chooses  ", "dim"), Span("enter", "key"), Span(" opens ", "dim")]
    ]
    for place, icb in enumerate(relatives):
        name = Span(f" {icb.short_name} ", "bright", "cell" if place == page.chosen else "row")
        if spans_width([*rows[-1], Span(" "), name]) > cells:
            rows.append([])
        rows[-1] += [Span(" "), name]
    return [make_line(*row) for row in rows]


def _describe_facts(icb: Icb) -> Iterator[str]:
    """The board's facts, in sentences; what is not known is left out."""
    parts = phrases.describe_residents(icb)
    if icb.registered_patients is not None:
        parts.append(f"{icb.registered_patients:,} registered patients")
    if icb.aged_65_plus_percent is not None:
        parts.append(f"{icb.aged_65_plus_percent:g}% aged 65 or over")
    if icb.under_18_percent is not None:
        parts.append(f"{icb.under_18_percent:g}% under 18")
    if icb.area_km2 is not None:
        parts.append(f"{icb.area_km2:,} km²")
    if icb.gp_practices is not None:
        parts.append(phrases.format_count(icb.gp_practices, "GP practice"))
    if parts:
        yield " · ".join(parts)
    if icb.local_authorities:
        yield f"Local authorities: {', '.join(icb.local_authorities)}"


def _write_years(page: BoardPage, cells: int) -> Iterator[Line]:
    """The aims at a glance, year by year: in words where there is room, else in letters with a legend."""
    data, first = page.data, min(18, cells // 3)
    size = (cells - first) // len(data.years)
    head = [column_span(year, size, "key" if year == page.year else "head") for year in data.years]
    yield make_line(Span(" " * first), *head)
    for number, aim in enumerate(data.aims, 1):
        row = [_year_cell(page.history[aim.id, year], data, size) for year in data.years]
        yield make_line(Span(f"{number} ", "key"), column_span(aim.short_name, first - 3), Span(" "), *row)
    if size < MIN_WORD_CELLS:
        yield from evidence_list.write_paragraph(
            _write_legend([c for (_, year), c in page.history.items() if year != ALL_YEARS], data), cells, "dim"
        )


MIN_WORD_CELLS = 18
"""The least width of a year's column that has room for words."""


def _year_cell(cell: Cell, data: Dataset, size: int) -> Span:
    if size < MIN_WORD_CELLS:
        brief = evidence_list.brief_span(cell, data)
        return column_span(brief.text, size, brief.style)
    level = evidence_list.level_span(cell, data)
    return column_span(f"{level.text} {cell_words.cell_marks(cell)}", size, level.style)


MEANING_OF_COUNT = {
    phrases.MARK_UNRATED: cell_words.NOT_RATED,
    phrases.MARK_NEVER_RATED: "of types that are never rated",
}


def _write_legend(cells: Iterable[Cell], data: Dataset) -> str:
    """What the letters and marks among the cells mean, in the order of the data."""
    cells = list(cells)
    readings = {cell.reading_id for cell in cells}
    ratings = [f"{rating.mark} {rating.name}" for rating in data.ratings if rating.id in readings]
    missing = [f"{words.glyph} {words.word}" for id, words in cell_words.MISSING.items() if id in readings]
    unrated = {cell_words.mark_cell(cell, data)[0] for cell in cells if cell.reading_id == UNRATED}
    counts = [f"{mark}3 3 findings, {MEANING_OF_COUNT[mark]}" for mark in sorted(unrated)]
    used = {mark for cell in cells for mark in cell_words.cell_marks(cell)}
    marks = [f"{mark} {meaning}" for mark, meaning in cell_words.MARK_MEANINGS.items() if mark in used]
    return " · ".join([*ratings, *counts, *missing, *marks])
