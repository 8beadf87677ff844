"""Why a cell has its rating: one sentence for each cell that a reader can check, and the rule itself."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.domain import cell_words
from icb_tui.domain.answers import CellEvidence
from icb_tui.domain.dataset import Dataset
from icb_tui.pages import evidence_list
from icb_tui.text.spans import Line, Span, indent_line, make_line, spread_line

CLOSE_HINT = (Span("w", "key"), Span(" closes", "dim"))


def write_why(compared_cells: Sequence[CellEvidence], data: Dataset, cells: int, rows: int) -> list[Line]:
    """Return the sentence of each cell and the later steps against it; then the rule, if there are rows for it."""
    inner = cells - 2
    lines: list[Line] = []
    for place, compared in enumerate(compared_cells):
        icb, aim = data.icb[compared.cell.icb], data.aim[compared.cell.aim]
        title = f"Why · {icb.label} · {aim.short_name} · {compared.cell.year}"
        lines.append(spread_line((Span(title, "bright"),), () if place else CLOSE_HINT, inner))
        lines += evidence_list.write_paragraph(cell_words.explain_rating(compared.cell, compared.evidence, data), inner)
        for step in cell_words.describe_later_steps(compared.cell, data):
            lines += evidence_list.write_paragraph(step, inner, "warn")
    rule = evidence_list.write_paragraph(cell_words.describe_rule(data), inner, "dim")
    if any(compared.cell.rating for compared in compared_cells) and len(lines) + len(rule) <= rows:
        lines += rule
    return [indent_line(1, *line.spans) for line in _cut_rows(lines, rows)]


def _cut_rows(lines: list[Line], rows: int) -> list[Line]:
    """As many of the lines as there are rows; the last one then says how many more there are."""
    left = len(lines) - rows
    return lines if left <= 0 else [*lines[: rows - 1], make_line(Span(f"↓ {left + 1} more lines", "dim"))]
