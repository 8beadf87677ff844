"""The rule that fired: for each cell one sentence that a reader can recompute, and the rule itself."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import CellEvidence
from icb_tui.domain.dataset import Dataset
from icb_tui.pages import evidence_list
from icb_tui.text.cells import wrap
from icb_tui.text.spans import Line, Span, make_line, spread_line

CLOSE_HINT = (Span("w", "key"), Span(" closes", "dim"))


def write_why(told: Sequence[CellEvidence], data: Dataset, cells: int, rows: int) -> list[Line]:
    """Return for each cell its sentence, and what stands against it later; then the rule, if there are rows for it."""
    inner = cells - 2
    lines: list[Line] = []
    for place, each in enumerate(told):
        icb, aim = data.icb[each.cell.icb], data.aim[each.cell.aim]
        title = f"Why · {icb.label} · {aim.short_name} · {each.cell.year}"
        lines.append(spread_line((Span(title, "bright"),), () if place else CLOSE_HINT, inner))
        lines += evidence_list.write_paragraph(cell_words.explain_rating(each.cell, each.evidence, data), inner)
        for step in cell_words.describe_later_steps(each.cell, data):
            lines += evidence_list.write_paragraph(f"{phrases.MARK_LATER} {step}", inner, "warn")
    rule = [make_line(Span(part, "dim")) for part in wrap(cell_words.describe_rule(data), inner)]
    if any(each.cell.rating for each in told) and len(lines) + len(rule) <= rows:
        lines += rule
    return [row._replace(spans=(Span(" "), *row.spans)) for row in _keep_rows(lines, rows)]


def _keep_rows(lines: list[Line], rows: int) -> list[Line]:
    """As many of the lines as there are rows; the last one then says how many more there are."""
    left = len(lines) - rows
    return lines if left <= 0 else [*lines[: rows - 1], make_line(Span(f"↓ {left + 1} more lines", "dim"))]
