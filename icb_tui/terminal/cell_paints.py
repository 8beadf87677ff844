"""Paints handed to the differ as cells: as text, which Textual makes of them, they would have to be read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from icb_tui.terminal.painting.cell_styles import PLAIN_STYLE, CellStyle, UnknownSequence, apply_sgr
from icb_tui.terminal.painting.screen_differ import CellRow, ScreenDiffer
from icb_tui.terminal.textual_internals import CompositorUpdate

_STYLED = re.compile(r"\x1b\[([\d;]*)mx\x1b\[0m")

PlacedCells = tuple[int, int, Iterable[CellRow]]
"""The row and the column of the screen from which on rows of cells stand, and these."""


class CellPaint(CompositorUpdate):
    """All that a screen shows. Its cells go to a differ when it is rendered, and nothing is left as text.

    The differ says what is new of it when Textual has added where the cursor is. `list_parts` may raise
    UnknownSequence: then the paint is what `make_update` returns, as text.
    """

    def __init__(
        self,
        differ: ScreenDiffer,
        list_parts: Callable[[Console], Iterable[PlacedCells]],
        make_update: Callable[[], CompositorUpdate],
    ) -> None:
        self._differ, self._list_parts, self._make_update = differ, list_parts, make_update

    def render_segments(self, console: Console) -> str:
        try:
            for part in self._list_parts(console):
                self._differ.place_cells(*part)
        except UnknownSequence:
            self._differ.forget_placed()
            return self._make_update().render_segments(console)
        return ""


def find_cell_style(style: Style | None, console: Console) -> CellStyle:
    """Return what the SGR sequence sets that a console sends for a style; raise UnknownSequence where it sends more."""
    styled = Strip([Segment("x", style)], 1).render(console)
    if styled == "x":
        return PLAIN_STYLE
    if found := _STYLED.fullmatch(styled):
        return apply_sgr(PLAIN_STYLE, found[1])
    raise UnknownSequence
