"""Paints handed to the differ as cells: as text, which Textual makes of them, they would have to be read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from icb_tui.terminal.painting.cell_styles import UnknownSequence
from icb_tui.terminal.painting.screen_differ import ScreenDiffer
from icb_tui.terminal.textual_internals import ChopsUpdate, CompositorUpdate, LayoutUpdate

_STYLED = re.compile(r"\x1b\[([\d;]*)mx\x1b\[0m")


class CellPaint(CompositorUpdate):
    """A paint of Textual's whose cells go to a differ when it is rendered; what is left to be sent as text is nothing.

    The differ says what is new of it when Textual has added where the cursor is. What it does not know is text as ever.
    """

    def __init__(self, update: LayoutUpdate | ChopsUpdate, differ: ScreenDiffer) -> None:
        self._update, self._differ = update, differ

    def render_segments(self, console: Console) -> str:
        try:
            for y, x, strip in list_strips(self._update):
                for text, style, _ in strip:
                    x = self._differ.place_text(y, x, text, find_parameters(style, console))
        except UnknownSequence:
            self._differ.forget_placed()
            return self._update.render_segments(console)
        return ""


def list_strips(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """Yield row and column of each strip of a paint, and the strip."""
    if isinstance(update, ChopsUpdate):
        yield from _list_chops(update)
        return
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in strips:
            yield y, x, strip
            x += strip.cell_length


def _list_chops(update: ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The strips of the parts of lines that changed."""
    for y, start, end in update.spans:
        for chop_end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= end and chop_end > start:
                is_inside = start <= x < end and chop_end <= end
                yield y, x, strip if is_inside else strip.crop(0, min(chop_end, end) - x)


@lru_cache(4096)
def find_parameters(style: Style | None, console: Console) -> str:
    """Return the parameters of the SGR sequence that a console sends for a style; raise UnknownSequence for others."""
    styled = Strip([Segment("x", style)], 1).render(console)
    if styled == "x":
        return ""
    if found := _STYLED.fullmatch(styled):
        return found[1]
    raise UnknownSequence
