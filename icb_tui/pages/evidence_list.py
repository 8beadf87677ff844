"""The evidence of a cell as lines: its rating, the reason, the findings by evidence type, their sources."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import Cell, Evidence
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.records import Rating, Source
from icb_tui.text.cells import cell_width, count_lines, wrap
from icb_tui.text.item_lines import ItemLines, join_parts
from icb_tui.text.spans import BLANK_LINE, RATING_STYLE, Line, Span, indent_line, make_line, spans_width, spread_line

INDENT, FINDING_INDENT = 3, 9
"""The blank cells before the evidence of an aim, and before the summary of a finding, behind its id."""


def level_span(cell: Cell, data: Dataset) -> Span:
    """A cell with its mark and name, in the colour of its rating."""
    return Span(cell_words.label_cell(cell, data), cell_style(cell))


def brief_span(cell: Cell | None, data: Dataset, *, room: int = 5) -> Span:
    """A cell in a table of `room` cells a column: the fullest form that fits."""
    if cell is None:
        return Span("", "dim")
    forms = cell_words.list_cell_forms(cell, data)
    return Span(next((form for form in forms if cell_width(form) <= room), forms[-1]), cell_style(cell))


def cell_style(cell: Cell) -> str:
    """The style of a cell: that of its rating."""
    return RATING_STYLE + cell.rating if cell.rating else "dim"


def rating_span(rating: Rating, *, named: bool = False) -> Span:
    """A level with its mark, and its name if wanted, in its colour."""
    return Span(f"{rating.mark} {rating.name}" if named else rating.mark, RATING_STYLE + rating.id)


def write_cell_evidence(
    cell: Cell, evidence: Sequence[Evidence], national: Sequence[Evidence], data: Dataset, cells: int
) -> Sequence[Line]:
    """All evidence of one cell; `national` are the findings on the aim and year that name no board."""
    dated, deciding = cell.year == ALL_YEARS, cell_words.find_deciding_evidence(cell, evidence, data)
    lines = write_rating_lines(cell, deciding, data, cells)
    lines += write_indented(cell_words.explain_rating(cell, deciding, data), INDENT, cells, "dim")
    for step in cell_words.describe_later_steps(cell, data):
        lines += write_indented(step, INDENT, cells, "warn")
    parts = [lines, write_by_evidence_type(evidence, cells, dated=dated)]
    if cell.missing == "said-nationally":
        parts.append(write_by_evidence_type(national, cells, scope="England-wide · ", dated=dated))
    return join_parts(parts)


def write_rating_lines(cell: Cell, evidence: Sequence[Evidence], data: Dataset, cells: int) -> list[Line]:
    """The rating, what part of the aim it is about, and whose words it reads."""
    head = level_span(cell, data)
    if not cell.rating:
        return [indent_line(INDENT, head)]
    beside = cell_width(head.text) + 3
    about, reading = describe_aspect(cell, evidence, data), cell_words.describe_reading(cell, evidence, data)
    first, *rest = [
        *(Span(part) for part in (wrap(about, cells - INDENT - beside) if about else ())),
        *(Span(part, "dim") for part in wrap(reading, cells - INDENT - beside)),
    ]
    return [indent_line(INDENT, head, Span("   "), first), *(indent_line(INDENT + beside, run) for run in rest)]


def describe_aspect(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> str:
    """What part of the aim a rating is about, where its findings name one: “about primary care”."""
    return phrases.describe_aspects(cell_words.find_deciding_evidence(cell, evidence, data), data.aim[cell.aim])


def write_by_evidence_type(evidence: Sequence[Evidence], cells: int, *, scope: str = "", dated: bool) -> Sequence[Line]:
    """The findings under a heading for each evidence type, which begins with the `scope`; with its year if `dated`."""
    parts: list[Sequence[Line]] = []
    for kind, group in phrases.group_by_evidence_type(evidence):
        heading = f"{scope}{phrases.name_evidence_type(kind, group, dated=dated)}"
        parts += [_write_type_head(heading, len(group), cells), write_findings(group, cells)]
    return join_parts(parts)


def _write_type_head(heading: str, findings: int, cells: int) -> list[Line]:
    count = Span(phrases.format_count(findings, "finding"), "dim")
    first, *rest = wrap(heading, cells - INDENT - cell_width(count.text) - 1)
    head = spread_line((Span(" " * INDENT), Span(first, "head")), (count,), cells)
    return [BLANK_LINE, head, *(indent_line(INDENT, Span(part, "head")) for part in rest)]


def write_findings(evidence: Sequence[Evidence], cells: int) -> Sequence[Line]:
    """Findings, one after the other, with their source after the last one that it has."""
    items: list[Evidence | Source] = []
    for source, group in groupby(evidence, key=lambda e: e.source):
        items += [*group, source]
    heights = (
        _count_source_lines(each, cells) if isinstance(each, Source) else _count_finding_lines(each, cells)
        for each in items
    )
    return ItemLines(items, heights, lambda each: _write_item(each, cells))


def _write_item(item: Evidence | Source, cells: int) -> list[Line]:
    return write_source(item, FINDING_INDENT, cells) if isinstance(item, Source) else _write_finding(item, cells)


def _write_finding(each: Evidence, cells: int) -> list[Line]:
    finding, where = each.finding, phrases.locate_in_source(each.finding)
    first, *rest = wrap(finding.summary, _find_summary_cells(where, cells))
    head = (Span(" " * INDENT), Span(f"{finding.id:<5} ", "accent"), Span(first))
    lines = [spread_line(head, (Span(where, "dim"),), cells)]
    lines += (indent_line(FINDING_INDENT, Span(part)) for part in rest)
    for text in _list_details(each):
        lines += write_indented(text, FINDING_INDENT, cells, "dim")
    return lines


def _count_finding_lines(each: Evidence, cells: int) -> int:
    """How many lines a finding takes, as `_write_finding` writes it."""
    where = phrases.locate_in_source(each.finding)
    lines = count_lines(each.finding.summary, _find_summary_cells(where, cells))
    for text in _list_details(each):
        lines += count_lines(text, cells - FINDING_INDENT)
    return lines


def _find_summary_cells(where: str, cells: int) -> int:
    """How many cells a line of the summary has, beside the place in the source."""
    return max(cells - FINDING_INDENT - (cell_width(where) + 2 if where else 1), 16)


def _list_details(each: Evidence) -> list[str]:
    """What stands below the summary of a finding: the words, aspect, figure and origin, and the note."""
    finding, parts = each.finding, []
    if finding.words:
        parts.append(phrases.quote_words(finding.words))
    if finding.aspect:
        parts.append(f"about {finding.aspect}")
    if finding.figure:
        parts.append(phrases.describe_figure(finding.figure))
    if each.origin:
        parts.append(phrases.describe_origin(each.origin))
    note = [f"Note: {finding.note}"] if finding.note else []
    return [" · ".join(parts), *note] if parts else note


def write_source(source: Source, start: int, cells: int) -> list[Line]:
    """A source as it is cited, and its address."""
    address = source.url or ""
    lines = [
        *write_indented(phrases.cite_source(source), start, cells, "dim"),
        *write_indented(address, start, cells, "accent"),
    ]
    return [line._replace(address=address) for line in lines]


@lru_cache
def _count_source_lines(source: Source, cells: int) -> int:
    """How many lines a source takes below its findings."""
    texts = filter(None, (phrases.cite_source(source), source.url))
    return sum(count_lines(text, cells - FINDING_INDENT) for text in texts)


def write_section_head(number: str, title: str, right: str, cells: int) -> list[Line]:
    """The heading of an aim's part of a page; where both sides do not fit one line, the right one has its own."""
    left = (Span(f"{number} ", "key"), Span(title, "bright"))
    if spans_width(left) + cell_width(right) < cells:
        return [BLANK_LINE, spread_line(left, (Span(right, "dim"),), cells)]
    return [BLANK_LINE, make_line(*left), make_line(Span(f"  {right}", "dim"))]


def write_paragraph(text: str, cells: int, style: str = "text") -> list[Line]:
    """A text as lines."""
    return [make_line(Span(part, style)) for part in wrap(text, cells)]


def write_indented(text: str, start: int, cells: int, style: str = "text") -> list[Line]:
    """A text as lines of at most `cells` cells that begin with `start` blank ones; no line where there is no text."""
    return [indent_line(start, Span(part, style)) for part in wrap(text, cells - start)] if text else []
