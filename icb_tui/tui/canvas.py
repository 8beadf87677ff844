"""The widget under every pane: it draws lines through Textual's line API and repaints only the cells that changed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import messages
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from icb_tui.text.spans import BLANK_LINE, Line, clip_spans, mark_continued, plain_lines, spans_width
from icb_tui.tui.textual_internals import mark_changed
from icb_tui.tui.theme import Appearance

MAX_REMEMBERED_LINES = 250
"""How many lines of a pane are remembered as they were styled, a few KiB each: several times what is seen of one."""


class PaneMessage(Message):
    """What a person asks of a pane with the mouse. A screen hears it only while it is seen."""


class PaneContainer(Widget):
    """What only holds panes, which cover it: nothing of its own is drawn."""

    BLANK = True


class Canvas(Widget):
    """A pane of lines. Subclasses say what stands on them in `paint`, and call `repaint` when that may have changed.

    The screen has its panes painted just before it shows them, once a key has changed all that it changes: a pane
    paints once, at its final size, however often it was told to.
    """

    ALLOW_SELECT = False

    def __init__(self, look: Appearance, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.look = look
        self._lines: list[Line] = []
        self._is_stale, self._painted_size = True, Size(0, 0)
        self._settled_size: Size | None = None
        self._strips: dict[Line, Strip] = {}
        self._styles: tuple[object, int] = (None, 0)

    def paint(self, cells: int, rows: int) -> list[Line]:
        """Return the lines of the pane at this size; what is missing stays blank, and of too many the last says so."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Have the pane painted anew when the screen is next shown."""
        self._is_stale = True
        if self.is_mounted and self.display:  # a hidden one is painted when the layout shows it
            self.screen.post_message(messages.Update(self))

    def redraw(self) -> None:
        """Have every cell drawn anew when the screen is next shown: its colours or characters are others now."""
        self._painted_size = Size(0, 0)
        self.repaint()

    @property
    def is_settled(self) -> bool:
        """Whether the pane has heard of its size: when it does, Textual refreshes it as a whole, and lays out again.

        Of a new size it may never hear: Textual tells of none that it came upon while asked for the place of a pane
        that was hidden. So a pane that has nothing more to hear is settled too.
        """
        is_told = self._settled_size == self.outer_size or not self.outer_size.area
        return is_told or not self.message_queue_size

    def paint_if_needed(self) -> bool:
        """Paint if it is wanted or the size has changed; return whether any cell is another than before."""
        size, before = self.content_size, self._lines
        if not size.area or (self._painted_size == size and not self._is_stale):
            return False
        painted = self.paint(*size)
        lines = [row._replace(spans=clip_spans(row.spans, size.width)) for row in painted[: size.height]]
        if len(painted) > size.height:
            lines[-1] = mark_continued(lines[-1], size.width)
        self._lines = [*lines, *[BLANK_LINE] * (size.height - len(lines))]
        is_resized = self._painted_size != size
        pairs = () if is_resized else enumerate(zip(before, self._lines, strict=True))
        changed = [_changed_region(y, old, new, size.width) for y, (old, new) in pairs if old != new]
        self._is_stale, self._painted_size = False, size
        if is_resized or changed:
            mark_changed(self, *changed)
        return is_resized or bool(changed)

    def find_focus(self) -> Offset:
        """Return the cell of the content on which the terminal's cursor stands while the pane has the keys."""
        return find_lit_cell(self._lines)

    def on_resize(self) -> None:
        self._settled_size = self.outer_size
        self.repaint()

    def on_hide(self) -> None:
        self._settled_size = None

    def on_focus(self) -> None:
        self.repaint()

    def on_blur(self) -> None:
        self.repaint()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return what stands on some cells of the pane: no border and no scroll bar, so Textual's own way is spared."""
        if self._styles != (self.look.style, self.outer_size.width):
            self._styles = self.look.style, self.outer_size.width
            self._strips.clear()
        top = self.styles.padding.top
        rows = (self._lines[y - top] if 0 <= y - top < len(self._lines) else BLANK_LINE for y in crop.line_range)
        strips = [self._strips.get(row) or self._make_strip(row) for row in rows]
        return strips if crop.width == self.outer_size.width else [strip.crop(crop.x, crop.right) for strip in strips]

    def _make_strip(self, row: Line) -> Strip:
        """A line as Textual has it, from edge to edge of the pane; remembered, for most stay as they are."""
        say, style, cells = self.look.substitute, self.look.style, self.outer_size.width
        left, after = self.styles.padding.left, cells - self.styles.padding.right
        runs = [Segment(say(run.text), style(run.style, run.ground or row.ground)) for run in row.spans]
        inner = Strip(runs).adjust_cell_length(max(after - left, 0), style("text", row.ground))
        edge = style("text", "")
        edges = [[Segment(" " * wide, edge)] if wide else [] for wide in (left, cells - after)]
        strip = Strip([*edges[0], *inner, *edges[1]], cells)
        for each in self.get_line_filters():
            strip = strip.apply_filter(each, self.background_colors[1])
        if len(self._strips) > MAX_REMEMBERED_LINES:
            self._strips.clear()
        self._strips[row] = strip
        return strip


def find_lit_cell(lines: Sequence[Line]) -> Offset:
    """Return where the caret or the lit cell stands; else where the lowest lit row begins, or what is written first."""
    for y, row in enumerate(lines):
        for place, run in enumerate(row.spans):
            if run.ground == "cell":
                return Offset(spans_width(row.spans[:place]), y)
    lit = [y for y, row in enumerate(lines) if row.ground == "row"][-1:]
    for y in lit or range(len(lines)):
        (text,) = plain_lines([lines[y]])
        if lit or text:
            return Offset(len(text) - len(text.lstrip()), y)
    return Offset(0, 0)


def _changed_region(y: int, old: Line, new: Line, cells: int) -> Region:
    """The cells of a line from the first run that changed to the last."""
    if old.ground != new.ground:
        return Region(0, y, cells, 1)
    ahead = _common_prefix(old.spans, new.spans)
    old_rest, new_rest = old.spans[ahead:], new.spans[ahead:]
    behind = _common_prefix(old_rest[::-1], new_rest[::-1])
    start, taken, takes = spans_width(old.spans[:ahead]), spans_width(old_rest), spans_width(new_rest)
    if taken != takes:
        return Region(start, y, cells - start, 1)
    return Region(start, y, taken - spans_width(old_rest[len(old_rest) - behind :]), 1)


def _common_prefix(one: tuple[object, ...], two: tuple[object, ...]) -> int:
    """How many items the two begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
