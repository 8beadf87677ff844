"""The widget under every pane: it draws lines through Textual's line API and repaints only the cells that changed."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from icb_tui.text.spans import BLANK_LINE, Line, clip_spans, mark_continued, spans_width
from icb_tui.tui.theme import Appearance

MAX_REMEMBERED_LINES = 1000
"""How many lines of a pane are remembered as they were styled: many times what any terminal shows of one."""


class PaneContainer(Widget):
    """What only holds panes, which cover it: nothing of its own is drawn."""

    BLANK = True


class Canvas(Widget):
    """A pane of lines. Subclasses say what stands on them in `paint`, and call `repaint` when that may have changed."""

    ALLOW_SELECT = False

    def __init__(self, look: Appearance, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.look = look
        self._lines: list[Line] = []
        self._painted = (0, 0)
        self._strips: dict[Line, Strip] = {}
        self._styles: tuple[object, int] = (None, 0)

    @property
    def is_drawn(self) -> bool:
        """Whether its lines are those of its size: until they are, they are not worth showing."""
        size = self.content_size
        return self._painted == size or not size.area

    def paint(self, cells: int, rows: int) -> list[Line]:
        """Return the lines of the pane at this size; what is missing stays blank, and of too many the last says so."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Paint again, and refresh the cells that are not what they were."""
        cells, rows = self.content_size
        if not cells or not rows or not self.display:
            self._painted = (0, 0)
            return
        before = self._lines
        painted = self.paint(cells, rows)
        now = [row._replace(spans=clip_spans(row.spans, cells)) for row in painted[:rows]]
        if len(painted) > rows:
            now[-1] = mark_continued(now[-1], cells)
        now += [BLANK_LINE] * (rows - len(now))
        self._lines = now
        if len(before) != len(now) or self._painted != (cells, rows):
            self._painted = (cells, rows)
            self.refresh()
            return
        changed = [
            _changed_region(y, old, new, cells)
            for y, (old, new) in enumerate(zip(before, now, strict=True))
            if old != new
        ]
        if changed:
            self.refresh(*changed)

    def on_resize(self) -> None:
        self.repaint()

    def on_show(self) -> None:
        if not self.is_drawn:
            self.repaint()

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
