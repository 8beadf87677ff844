"""The line in which a filter is typed, and under it what it asks for in words."""

from __future__ import annotations

from msgspec import Struct
from textual.reactive import var

from icb_tui.text.cells import cell_width, wrap
from icb_tui.text.spans import BLANK_LINE, Line, Span, indent_line, make_line
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.line_editor import LineEdit


class FilterDraft(Struct, frozen=True):
    """The line, what it asks for, what else is to be said, and which of it cannot be read (None: nothing).

    What cannot be read yet is said softly; with `is_refused`, once it was to be taken as it is, as an error.
    """

    edit: LineEdit = LineEdit()
    message: str = ""
    note: str = ""
    unread: range | None = None
    is_refused: bool = False


LEAD_CELLS = 3
"""The cells before the line."""

HINT = "type midlands 1:strong  ↑ ↓ space choose  tab complete  enter keep"


class FilterLine(Canvas):
    """The pane itself."""

    draft: var[FilterDraft] = var(FilterDraft(), init=False, always_update=True)

    def paint(self, cells: int, rows: int) -> list[Line]:
        typed, room = self.draft, cells - LEAD_CELLS - 1
        head = make_line(Span(" f ", "key"), *typed.edit.to_spans(room, HINT))
        if typed.is_refused and typed.unread:
            style, parts = "warn", [_point_under(typed.edit, typed.unread, room), *wrap(typed.note, room)]
        else:
            style, parts = "dim", [part for text in (typed.message, typed.note) if text for part in wrap(text, room)]
        lines = [head, *(indent_line(LEAD_CELLS, Span(part, style)) for part in parts)]
        return [row._replace(ground="bar") for row in lines + [BLANK_LINE] * (rows - len(lines))]

    def watch_draft(self) -> None:
        self.repaint()


def _point_under(edit: LineEdit, unread: range, cells: int) -> str:
    """Carets under the word that cannot be read, as far as it is in sight."""
    first = edit.first_visible(cells)
    before, under = edit.text[first : max(unread.start, first)], edit.text[max(unread.start, first) : unread.stop]
    return " " * cell_width(before) + "^" * max(cell_width(under), 1)
