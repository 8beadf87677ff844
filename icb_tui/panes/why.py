"""The rule that fired, for the cell under the cursor: one sentence that a reader can recompute, and the rule itself."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import var

from icb_tui import ladder, wording
from icb_tui.canvas import Canvas
from icb_tui.lines import BLANK, Line, Run, line, spread
from icb_tui.look import Look
from icb_tui.model import Compared, Dataset
from icb_tui.text import wrap

CLOSES = (Run("w", "key"), Run(" closes", "dim"))


def why_lines(told: Sequence[Compared], data: Dataset, cells: int) -> list[Line]:
    """Return the pane's lines: for each cell its sentence, and what stands against it later; the rule below."""
    inner = cells - 2
    lines = [BLANK]
    for place, each in enumerate(told):
        icb, aim = data.icb[each.cell.icb], data.aim[each.cell.aim]
        title = f"Why · {icb.label} · {aim.short_name} · {each.cell.year}"
        lines.append(spread((Run(title, "bright"),), () if place else CLOSES, inner))
        lines += ladder.paragraph(wording.why(each.cell, each.evidence, data), inner)
        for step in wording.later(each.cell, data):
            lines += ladder.paragraph(f"{wording.LATER} {step}", inner, "warn")
    if any(each.cell.rating for each in told):
        lines += [line(Run(part, "dim")) for part in wrap(wording.rule(data), inner)]
    return [row._replace(runs=(Run(" "), *row.runs)) for row in lines]


class Why(Canvas):
    """The pane itself; it is as high as what it says, up to the half of the screen."""

    def __init__(self, data: Dataset, look: Look, *, id: str) -> None:
        super().__init__(look, id=id)
        self._data = data

    told: var[tuple[Compared, ...]] = var((), init=False, always_update=True)

    def paint(self, cells: int, rows: int) -> list[Line]:
        lines = why_lines(self.told, self._data, cells) if self.told else []
        left = len(lines) - rows
        return (
            lines
            if left <= 0
            else [*lines[: rows - 1], line(Run(f" ↓ {left + 1} more lines, on the board's page", "dim"))]
        )

    def watch_told(self) -> None:
        rows = len(why_lines(self.told, self._data, self.app.size.width)) if self.told else 0
        self.styles.height = min(rows, self.app.size.height // 2)
        self.repaint()
