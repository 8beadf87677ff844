"""What of a cell's evidence fits in a few rows: the findings to show first, the rating, why it is so."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import Cell, CellEvidence, Evidence
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.rating_rule import find_deciding
from icb_tui.pages.evidence_list import describe_aspect, level_span, write_paragraph
from icb_tui.text.cells import cut, wrap
from icb_tui.text.spans import RATING_STYLE, Line, Span, indent_line, make_line, spans_width, spread_line

SIDES = {"concern": "Concern", "credit": "Praise"}
"""What stands before each side of a rating that has two."""


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
