"""The widget under every pane: it draws lines through Textual's line API and repaints only the cells that changed."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from icb_tui.lines import BLANK, Line, clipped, continued, length
from icb_tui.look import Look


class Canvas(Widget):
    """A pane of lines. Subclasses say what stands on them in `paint`, and call `repaint` when that may have changed."""

    ALLOW_SELECT = False

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.look = look
        self._lines: list[Line] = []
        self._painted = (0, 0)

    @property
    def drawn(self) -> bool:
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
        now = [row._replace(runs=clipped(row.runs, cells)) for row in painted[:rows]]
        if len(painted) > rows:
            now[-1] = continued(now[-1], cells)
        now += [BLANK] * (rows - len(now))
        self._lines = now
        if len(before) != len(now) or self._painted != (cells, rows):
            self._painted = (cells, rows)
            self.refresh()
            return
        changed = [
            _changed(y, old, new, cells) for y, (old, new) in enumerate(zip(before, now, strict=True)) if old != new
        ]
        if changed:
            self.refresh(*changed)

    def on_resize(self) -> None:
        self.repaint()

    def on_show(self) -> None:
        if not self.drawn:
            self.repaint()

    def on_focus(self) -> None:
        self.repaint()

    def on_blur(self) -> None:
        self.repaint()

    def render_line(self, y: int) -> Strip:
        row = self._lines[y] if y < len(self._lines) else BLANK
        say, style = self.look.say, self.look.style
        runs = [Segment(say(run.text), style(run.style, run.ground or row.ground)) for run in row.runs]
        cells = self.content_size.width
        rest = cells - length(row.runs)
        if rest > 0:
            runs.append(Segment(" " * rest, style("text", row.ground)))
        strip = Strip(runs)  # lines may be of another size until the pane has heard of its own
        return strip.crop(0, cells) if rest < 0 else strip


def _changed(y: int, old: Line, new: Line, cells: int) -> Region:
    """The cells of a line from the first run that changed to the last."""
    if old.ground != new.ground:
        return Region(0, y, cells, 1)
    ahead = _alike(old.runs, new.runs)
    old_rest, new_rest = old.runs[ahead:], new.runs[ahead:]
    behind = _alike(old_rest[::-1], new_rest[::-1])
    start, taken, takes = length(old.runs[:ahead]), length(old_rest), length(new_rest)
    if taken != takes:
        return Region(start, y, cells - start, 1)
    return Region(start, y, taken - length(old_rest[len(old_rest) - behind :]), 1)


def _alike(one: tuple[object, ...], two: tuple[object, ...]) -> int:
    """How many items the two begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
