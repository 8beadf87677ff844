"""The line in which a filter is typed, and under it what it asks for in words."""

from __future__ import annotations

from msgspec import Struct
from textual.reactive import var

from icb_tui.text.cells import cell_width, wrap
from icb_tui.text.spans import BLANK_LINE, Line, Span, make_line
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.line_editor import LineEdit


class FilterDraft(Struct, frozen=True):
    """The line, what it means or why it means nothing, and where in it the mistake is (None: there is none)."""

    edit: LineEdit = LineEdit()
    message: str = ""
    error_range: range | None = None


LEAD_CELLS = 3
"""The cells before the line."""

HINT = "type midlands 1:strong  ↑ ↓ space choose  tab complete"


class FilterLine(Canvas):
    """The pane itself."""

    draft: var[FilterDraft] = var(FilterDraft(), init=False, always_update=True)

    def paint(self, cells: int, rows: int) -> list[Line]:
        typed, room = self.draft, cells - LEAD_CELLS - 1
        head = make_line(Span(" f ", "key"), *typed.edit.to_spans(room, HINT))
        words = [
            Span(" " * LEAD_CELLS + part, "warn" if typed.error_range else "dim") for part in wrap(typed.message, room)
        ]
        lines = [
            head,
            *([make_line(Span(self._error_pointer(room), "warn"))] if typed.error_range else []),
            *map(make_line, words),
        ]
        return [row._replace(ground="bar") for row in lines + [BLANK_LINE] * (rows - len(lines))]

    def _error_pointer(self, cells: int) -> str:
        """Carets under the word that is wrong, as far as it is in sight."""
        typed = self.draft
        assert typed.error_range
        first = typed.edit.first_visible(cells)
        before = typed.edit.text[first : max(typed.error_range.start, first)]
        under = typed.edit.text[max(typed.error_range.start, first) : typed.error_range.stop]
        return " " * (LEAD_CELLS + cell_width(before)) + "^" * max(cell_width(under), 1)

    def watch_draft(self) -> None:
        self.repaint()
