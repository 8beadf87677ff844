"""The rule that fired: for each cell one sentence that a reader can recompute, and the rule itself."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui import ladder, wording
from icb_tui.lines import Line, Run, line, spread
from icb_tui.model import Compared, Dataset
from icb_tui.text import wrap

CLOSES = (Run("w", "key"), Run(" closes", "dim"))


def why_lines(told: Sequence[Compared], data: Dataset, cells: int, rows: int) -> list[Line]:
    """Return for each cell its sentence, and what stands against it later; then the rule, if there are rows for it."""
    inner = cells - 2
    lines: list[Line] = []
    for place, each in enumerate(told):
        icb, aim = data.icb[each.cell.icb], data.aim[each.cell.aim]
        title = f"Why · {icb.label} · {aim.short_name} · {each.cell.year}"
        lines.append(spread((Run(title, "bright"),), () if place else CLOSES, inner))
        lines += ladder.paragraph(wording.why(each.cell, each.evidence, data), inner)
        for step in wording.later(each.cell, data):
            lines += ladder.paragraph(f"{wording.LATER} {step}", inner, "warn")
    rule = [line(Run(part, "dim")) for part in wrap(wording.rule(data), inner)]
    if any(each.cell.rating for each in told) and len(lines) + len(rule) <= rows:
        lines += rule
    return [row._replace(runs=(Run(" "), *row.runs)) for row in _kept(lines, rows)]


def _kept(lines: list[Line], rows: int) -> list[Line]:
    """As many of the lines as there are rows; the last one then says how many more there are."""
    left = len(lines) - rows
    return lines if left <= 0 else [*lines[: rows - 1], line(Run(f"↓ {left + 1} more lines", "dim"))]
