"""The one pane that a screen reader is given: a line that is typed, what is said, and how to get help."""

from __future__ import annotations

from typing import NamedTuple

from textual.geometry import Offset

from icb_tui.text.cells import wrap
from icb_tui.text.spans import BLANK_LINE, Line, Span, make_line, spans_width
from icb_tui.tui.canvas import Canvas, find_lit_cell
from icb_tui.tui.line_editor import LineEdit


class Utterance(NamedTuple):
    """What is said of a screen; where a line is typed, that line with what stands before it.

    `is_typed`: the cursor stands at the caret of the line, and not at what is said.
    """

    text: str = ""
    lead: str = ""
    edit: LineEdit | None = None
    is_typed: bool = False


class SpokenPane(Canvas):
    """The pane itself. What is said is one run of text, and so is sent anew in whole when any of it changes."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self._said, self._hint = Utterance(), ""

    def show_said(self, said: Utterance, hint: str) -> None:
        """Say something with the paint that is under way; the `hint` stands below."""
        self._is_stale = self._is_stale or (said, hint) != (self._said, self._hint)
        self._said, self._hint = said, hint

    def paint(self, cells: int, rows: int) -> list[Line]:
        typed, lines = self._said.edit, []
        if typed:
            lead = Span(f"{self._said.lead} ", "key")
            lines.append(make_line(lead, *typed.to_spans(max(cells - spans_width([lead]), 1))))
        lines += (make_line(part) for part in wrap(self._said.text, cells))
        gap = rows - len(lines) - 1
        return [*lines, *[BLANK_LINE] * gap, make_line(Span(self._hint, "dim"))] if gap > 0 else lines

    def find_focus(self) -> Offset:
        return find_lit_cell(self._lines) if self._said.is_typed else Offset(0, 1 if self._said.edit else 0)
