"""The page of one board: its facts and dates, then each aim with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat

from icb_tui.analysis.indicator_periods import describe_period_choice
from icb_tui.analysis.predecessors import (
    PredecessorEvidence,
    describe_growth,
    describe_stand_ins,
    list_stand_ins,
)
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import BoardEvidence, Cell, CellEvidence, Evidence
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.legend import list_shown_marks
from icb_tui.domain.records import Icb
from icb_tui.pages import evidence_list, predecessors
from icb_tui.pages.indicator import write_indicator_rows
from icb_tui.text.cells import cell_width, wrap_items
from icb_tui.text.item_lines import join_parts
from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, column_span, make_line, spans_width, spread_line


class BoardPage(BoardEvidence, frozen=True, eq=False, kw_only=True):
    """What the page shows: one board in one year or in all, with its cells in every year and in all together.

    `predecessors` are the boards that it took over from, with what was said of them.

    `national` is the evidence of the year that names no board; it is needed only where a cell rests on it. `chosen` is
    the place of the predecessor or successor that is lit, to be opened.
    """

    data: Dataset
    national: Sequence[Evidence]
    indicator_year: str = ALL_YEARS
    predecessors: Sequence[PredecessorEvidence] = ()
    chosen: int | None = None

    @property
    def stand_ins(self) -> Sequence[PredecessorEvidence]:
        """The boards whose evidence is shown because this one was not open yet."""
        return self.predecessors if list_stand_ins(self.icb, self.year, self.data) else ()

    def list_cell_evidence(self, aim: str) -> list[CellEvidence]:
        """The cell of an aim with its evidence, or those of the boards that stand in."""
        return [board.cell_evidence(aim) for board in (*self.own_columns, *self.stand_ins)]

    @property
    def own_columns(self) -> Sequence[BoardEvidence]:
        """The board itself: not beside those that stand in, unless something was said of it before it opened."""
        return (self,) if self.evidence or not self.stand_ins else ()


WHOLE_BOARD = "whole"
"""The place of the findings that belong to no aim."""


def write_board_page(page: BoardPage, cells: int, *, printed: bool = False) -> PageText:
    """Return the page at a width of `cells`; on a printed one there are no keys to open other boards."""
    lines = [*_write_facts(page, cells), *([] if printed else _write_relatives(page, cells))]
    lines += [*_write_origin(page, cells), BLANK_LINE, *_write_overview(page, cells)]
    parts: list[Sequence[Line]] = [lines]
    places = {}
    for aim in page.data.aim:
        places[aim] = sum(map(len, parts)) + 1
        parts.append(write_aim(page, aim, cells))
    if whole := list(_write_whole(page, cells)):
        places[WHOLE_BOARD] = sum(map(len, parts)) + 1
        parts += [evidence_list.write_section_head("·", "The board as a whole", page.year, cells), *whole]
    return PageText([], join_parts([*parts, _write_population(page, cells)]), places)


def _write_whole(page: BoardPage, cells: int) -> Iterator[Sequence[Line]]:
    """The evidence on the board as a whole, and on those that stand in."""
    dated = page.year == ALL_YEARS
    if own := page.whole_evidence:
        yield evidence_list.write_by_evidence_type(own, cells, dated=dated)
    for board in page.stand_ins:
        if whole := board.whole_evidence:
            yield predecessors.write_name(board, cells)
            yield evidence_list.write_by_evidence_type(whole, cells, dated=dated)


def write_aim(page: BoardPage, aim: str, cells: int) -> Sequence[Line]:
    """Return an aim's part of the page: its evidence and its indicators."""
    compared, number = page.cell_evidence(aim), page.data.number_of(aim)
    national = [e for e in page.national if e.finding.aim == aim and e.finding.scope == "national"]
    head: Sequence[Line] = evidence_list.write_section_head(str(number), page.data.aim[aim].name, page.year, cells)
    parts = [head]
    if page.own_columns:
        parts.append(evidence_list.write_cell_evidence(compared.cell, compared.evidence, national, page.data, cells))
    if page.stand_ins:
        name, *before = predecessors.write_aim_evidence(page.stand_ins, aim, national, page.data, cells)
        parts += [name if page.own_columns else name[1:], *before]
        parts.append(list(predecessors.write_indicators(page, page.stand_ins, aim, page.data, cells)))
    else:
        parts.append(_write_indicators(page, aim, cells))
    return join_parts(parts)


def _write_facts(page: BoardPage, cells: int) -> list[Line]:
    icb = page.icb
    codes, region = f"{icb.code} · {icb.gss_code} · {icb.label}", page.data.region[icb.region].name
    if cell_width(icb.name) + cell_width(codes) < cells:
        lines = [spread_line((Span(icb.name, "bright"),), (Span(codes, "dim"),), cells)]
    else:
        lines = [*evidence_list.write_paragraph(icb.name, cells, "bright"), make_line(Span(codes, "dim"))]
    *became, opened = phrases.describe_own_dates(icb, page.data)
    for sentence in (*became, f"{region}. {opened}"):
        lines += evidence_list.write_paragraph(sentence, cells)
    return lines


def _write_origin(page: BoardPage, cells: int) -> list[Line]:
    """Whose the facts about the board are, where they are not the bundled ones."""
    if own := phrases.describe_origin(page.data.find_origin("icbs", page.icb.code)):
        return evidence_list.write_paragraph(f"These facts about the board are {own}.", cells, "dim")
    return []


def _write_population(page: BoardPage, cells: int) -> list[Line]:
    """The board's residents, area and local authorities: last, because what was said of it is what is asked."""
    sentences = list(describe_population(page.icb))
    lines = [BLANK_LINE, make_line(Span("Population and area", "bright"))] if sentences else []
    return [*lines, *(line for each in sentences for line in evidence_list.write_indented(each, 3, cells, "dim"))]


def _write_indicators(page: BoardPage, aim: str, cells: int) -> Sequence[Line]:
    """The indicators of an aim; ranks count from the best, where a better way exists."""
    of_aim = [series for series in page.series if page.data.indicator[series.indicator].aim == aim]
    if not of_aim:
        return []
    head = (Span(" " * evidence_list.INDENT), Span("Indicators", "head"))
    tied, period = len(page.data.list_indicators(aim)), describe_period_choice(page.indicator_year)
    some = f"{len(of_aim)} of " if len(of_aim) < tied else ""
    count = Span(f"{some}{phrases.format_count(tied, 'indicator')}, {period}", "dim")
    heading = [BLANK_LINE, spread_line(head, (count,), cells)]
    return join_parts([heading, write_indicator_rows(of_aim, page.data, cells)])


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


def describe_population(icb: Icb) -> Iterator[str]:
    """Yield the board's residents, area and local authorities, in sentences; what is not known is left out."""
    parts = phrases.describe_residents(icb)
    if icb.registered_patients is not None:
        parts.append(f"{icb.registered_patients:,} registered patients")
    if icb.aged_65_plus_percent is not None:
        parts.append(f"{phrases.format_percent(icb.aged_65_plus_percent)} aged 65 or over")
    if icb.under_18_percent is not None:
        parts.append(f"{phrases.format_percent(icb.under_18_percent)} under 18")
    if icb.area_km2 is not None:
        parts.append(f"{icb.area_km2:,} km²")
    if icb.gp_practices is not None:
        parts.append(phrases.format_count(icb.gp_practices, "GP practice"))
    if parts:
        yield " · ".join(parts)
    if icb.local_authorities:
        yield f"Local authorities: {', '.join(icb.local_authorities)}"


def _write_overview(page: BoardPage, cells: int) -> Iterator[Line]:
    """The aims at a glance, year by year; of the boards before this one in the page's year, each for itself."""
    if not page.stand_ins:
        heads = [Span(year, "key" if year == page.year else "head") for year in page.data.years]
        yield from _write_glance(page.data, heads, [(page.history, year) for year in page.data.years], cells)
        yield from [BLANK_LINE] if page.predecessors else ()
    if page.predecessors:
        intro = describe_stand_ins if page.stand_ins else describe_growth
        shares = [board.predecessor for board in page.predecessors]
        yield from evidence_list.write_paragraph(intro(page.icb, page.year, shares), cells)
        own = page.own_columns if page.stand_ins else ()
        boards: list[BoardEvidence] = [*own, *page.predecessors]
        heads = [Span(board.icb.label, "key") for board in boards]
        above = {name: [*[""] * len(own), *row] for name, row in predecessors.list_share_rows(shares, page.icb).items()}
        above["Findings"] = [count_findings(board, page.data) for board in boards]
        yield from _write_glance(page.data, heads, [(board.history, page.year) for board in boards], cells, above)
        notes = predecessors.describe_share_basis(shares)
        notes += "" if page.year == ALL_YEARS else f" Findings: {page.year} out of all years."
        yield from evidence_list.write_paragraph(notes, cells, "dim")


def count_findings(board: BoardEvidence, data: Dataset) -> str:
    """Return how many findings on an aim there are of the year, and of all years: “2 of 9”."""
    of_year, of_all = (sum(board.history[aim, year].findings for aim in data.aim) for year in (board.year, ALL_YEARS))
    return f"{of_year} of {of_all}"


def _write_glance(
    data: Dataset,
    heads: Sequence[Span],
    columns: Sequence[tuple[dict[tuple[str, str], Cell], str]],
    cells: int,
    above: Mapping[str, Sequence[str]] = {},
) -> Iterator[Line]:
    """A row for each aim, with a column for each history in a year; the rows `above` are texts.

    The cells are in words where all have room for them, else in letters with a legend.
    """
    first = min(18, cells // 3)
    size = (cells - first) // len(heads)
    seen = [history[aim, year] for history, year in columns for aim in data.aim]
    in_words = max(cell_width(_describe_glance(cell, data)) for cell in seen) < size
    yield make_line(Span(" " * first), *(column_span(head.text, size, head.style) for head in heads))
    for name, texts in above.items():
        yield make_line(column_span(name, first, "dim"), *(column_span(text, size, "dim") for text in texts))
    for number, aim in enumerate(data.aims, 1):
        of_aim = [history[aim.id, year] for history, year in columns]
        texts = [
            _describe_glance(cell, data) if in_words else evidence_list.brief_span(cell, data).text for cell in of_aim
        ]
        row = map(column_span, texts, repeat(size), map(evidence_list.cell_style, of_aim))
        yield make_line(Span(f"{number} ", "key"), column_span(aim.short_name, first - 3), Span(" "), *row)
    if not in_words:
        yield from (make_line(Span(row, "dim")) for row in wrap_items(list_shown_marks(seen, data), cells, cells, 9))


def _describe_glance(cell: Cell, data: Dataset) -> str:
    return f"{cell_words.label_cell(cell, data)} {cell_words.cell_marks(cell)}".rstrip()
