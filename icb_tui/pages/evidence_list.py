"""The evidence of a cell as lines: its rating, the reason, the findings by evidence type, their sources."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import Cell, CellEvidence, Evidence
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.rating_rule import find_deciding
from icb_tui.domain.records import Rating, Source
from icb_tui.text.cells import cell_width, count_lines, cut, wrap
from icb_tui.text.item_lines import ItemLines, join_parts
from icb_tui.text.spans import BLANK_LINE, RATING_STYLE, Line, Span, indent_line, make_line, spans_width, spread_line

INDENT, FINDING_INDENT = 3, 9
"""The blank cells before the evidence of an aim, and before the summary of a finding, behind its id."""

SIDES = {"concern": "Concern", "credit": "Praise"}
"""What stands before each side of a rating that has two."""


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
        count = Span(phrases.format_count(len(group), "finding"), "dim")
        heading = f"{scope}{phrases.name_evidence_type(kind, group, dated=dated)}"
        first, *rest = wrap(heading, cells - INDENT - cell_width(count.text) - 1)
        parts.append([BLANK_LINE, spread_line((Span(" " * INDENT), Span(first, "head")), (count,), cells)])
        parts += [[indent_line(INDENT, Span(part, "head")) for part in rest], write_findings(group, cells)]
    return join_parts(parts)


def write_findings(evidence: Sequence[Evidence], cells: int) -> Sequence[Line]:
    """Findings, one after the other, with their source after the last one that it has."""
    items: list[Evidence | Source] = []
    for source, group in groupby(evidence, key=lambda e: e.source):
        items += [*group, source]
    heights = [
        _count_source_lines(each, cells) if isinstance(each, Source) else _count_finding_lines(each, cells)
        for each in items
    ]

    def write(each: Evidence | Source) -> list[Line]:
        return write_source(each, FINDING_INDENT, cells) if isinstance(each, Source) else _write_finding(each, cells)

    return ItemLines(items, heights, write)


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
    lines = write_indented(phrases.cite_source(source), start, cells, "dim")
    lines += write_indented(address, start, cells, "accent")
    return [line._replace(address=address) for line in lines]


@lru_cache
def _count_source_lines(source: Source, cells: int) -> int:
    """How many lines a source takes below its findings."""
    texts = (phrases.cite_source(source), source.url)
    return sum(count_lines(text, cells - FINDING_INDENT) for text in texts if text)


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


def list_first_evidence(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> list[Evidence]:
    """The findings to show first: the concern and then the praise where there are both, else one that decides."""
    credits, concerns = find_deciding(cell_words.list_rated_evidence(cell, evidence), data) if cell.rating else ([], [])
    if credits and concerns:
        return [concerns[0], credits[0]]
    return [*credits, *concerns, *evidence][:1]


def fit_findings(first: Sequence[Evidence], data: Dataset, cells: int, room: int, *, dated: bool = False) -> list[Line]:
    """The findings to show first, with what each is about and its source as far as there is room for that.

    Where several years stand together, each source is `dated` with the year of its finding.
    """
    if len(first) == 1:
        source = write_location(first[0], cells, dated=dated)
        summary = _cut_rows(wrap(first[0].finding.summary, cells), max(room - len(source), 1), cells)
        return [*map(make_line, summary), *source]
    wordings = [
        _write_both_sides(first, data, cells, details=details, sources=sources, dated=dated)
        for details in (2, 1, 0)
        for sources in (True, False)
    ]
    cut_short = _write_both_sides(first, data, cells, details=0, sources=False, most=max(room // 2, 1))
    return next((lines for lines in wordings if len(lines) <= room), cut_short)


def _write_both_sides(
    both: Sequence[Evidence],
    data: Dataset,
    cells: int,
    *,
    details: int,
    sources: bool,
    most: int | None = None,
    dated: bool = False,
) -> list[Line]:
    """Concern and praise, each on `most` lines. `details`: 2 with what each is about, 1 without, 0 unnamed."""
    lines = []
    for place, each in enumerate(both):
        level = data.rating[each.finding.rating or ""]
        about = f" about {each.finding.aspect}" if details > 1 and each.finding.aspect else ""
        word = SIDES[level.role] if details else ""
        label = f"{word}{about}: " if word else ""
        start, *rest = _cut_rows(wrap(f"{label}{each.finding.summary}", cells), most, cells)
        lines.append(make_line(Span(start[: len(word)], RATING_STYLE + level.id), start[len(word) :]))
        lines += map(make_line, rest)
        source = write_location(each, cells, dated=dated)
        if sources and (each is both[-1] or source != write_location(both[place + 1], cells, dated=dated)):
            lines += source
    return lines


def write_location(each: Evidence, cells: int, *, dated: bool = False) -> list[Line]:
    """Which evidence type a finding is of, with its year if `dated`, and where it was published."""
    kind = f"{each.kind.name} {each.finding.year}" if dated else each.kind.name
    return write_paragraph(f"{kind} · {phrases.cite_location(each)}", cells, "dim")


def _cut_rows(parts: list[str], room: int | None, cells: int) -> list[str]:
    """As many lines as there is room for, an ellipsis where more would follow."""
    return parts if room is None or len(parts) <= room else [*parts[: room - 1], cut(f"{parts[room - 1]} …", cells)]


def write_rating_briefly(cell: Cell, evidence: Sequence[Evidence], data: Dataset, cells: int, room: int) -> list[Line]:
    """The rating and whose words it reads, as fully as there is room for; nothing of it is cut.

    What a rating with two sides is about stands with each of them.
    """
    level = level_span(cell, data)
    if cell.rating is None:
        return [make_line(level._replace(style="bright"), Span(f"   {cell_words.summarise_missing(cell)}", "dim"))]
    has_two_sides = len(list_first_evidence(cell, evidence, data)) > 1
    about = "" if has_two_sides else describe_aspect(cell, evidence, data)
    rated = [level, *([Span(f"  {about}")] if about else [])]
    deciding = cell_words.find_deciding_evidence(cell, evidence, data)
    words, speakers = cell_words.quote_deciding_words(deciding), phrases.name_speakers(deciding)
    whole = cell_words.describe_reading(cell, evidence, data)
    # Below two sides there may be no room for the source, which says whose words they are.
    brief = f"our reading of {words if words and not has_two_sides else speakers}"
    wordings = (
        [make_line(*rated, Span(f"  {whole}", "dim"))],
        [make_line(*rated), *write_paragraph(whole, cells, "dim")],
        [make_line(*rated, Span(f"  {brief}", "dim"))],
        [make_line(*rated), *write_paragraph(brief, cells, "dim")],
        *([[make_line(*rated)]] if about else []),
        [make_line(level, Span(f"  {brief}", "dim"))],
        [make_line(level, Span(f"  {speakers}", "dim"))],
    )
    fitting = (
        lines for lines in wordings if len(lines) <= room and all(spans_width(line.spans) <= cells for line in lines)
    )
    return next(fitting, [make_line(level)])


CLOSE_HINT = (Span("w", "key"), Span(" closes", "dim"))


def write_why(compared_cells: Sequence[CellEvidence], data: Dataset, cells: int, rows: int) -> list[Line]:
    """Return the sentence of each cell and the later steps against it; then the rule, if there are rows for it."""
    inner = cells - 2
    lines: list[Line] = []
    for place, compared in enumerate(compared_cells):
        icb, aim = data.icb[compared.cell.icb], data.aim[compared.cell.aim]
        title = f"Why · {icb.label} · {aim.short_name} · {compared.cell.year}"
        lines.append(spread_line((Span(title, "bright"),), () if place else CLOSE_HINT, inner))
        lines += write_paragraph(cell_words.explain_rating(compared.cell, compared.evidence, data), inner)
        for step in cell_words.describe_later_steps(compared.cell, data):
            lines += write_paragraph(step, inner, "warn")
    rule = write_paragraph(cell_words.describe_rule(data), inner, "dim")
    if any(compared.cell.rating for compared in compared_cells) and len(lines) + len(rule) <= rows:
        lines += rule
    return [indent_line(1, *line.spans) for line in _cut_lines(lines, rows)]


def _cut_lines(lines: list[Line], rows: int) -> list[Line]:
    """As many of the lines as there are rows; the last one then says how many more there are."""
    left = len(lines) - rows
    return lines if left <= 0 else [*lines[: rows - 1], make_line(Span(f"↓ {left + 1} more lines", "dim"))]
