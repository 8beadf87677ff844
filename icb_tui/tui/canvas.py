"""The widget under every pane: it draws lines as cells, and as Textual has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from icb_tui.terminal.cell_paints import PlacedCells, find_cell_style
from icb_tui.terminal.painting.cell_styles import CellStyle, UnknownSequence
from icb_tui.terminal.painting.screen_differ import CellRow, make_cells
from icb_tui.text.spans import BLANK_LINE, Line, clip_spans, mark_continued, plain_lines, spans_width
from icb_tui.tui.textual_internals import InternalsScreen
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View

MAX_REMEMBERED_LINES = 250
"""How many lines of a pane are remembered as they were drawn, a few KiB each: several times what is seen of one."""


class PaneMessage(Message):
    """What a person asks of a pane with the mouse. A screen hears it only while it is seen."""


class PaneContainer(Widget):
    """What only holds panes, which cover it: nothing of its own is drawn."""

    BLANK = True
    virtual_size = var(Size(0, 0))


_NOT_DRAWN: tuple[None, CellRow] = (None, make_cells([]))
"""What stands in place of a line and its cells where none was drawn."""


_Token = tuple[str, str]
"""A style by its token, and the ground under it."""


class LineDrawer:
    """Draws the lines of one pane. A pane that was widened, or whose look is another, has a new one."""

    def __init__(self, pane: Widget, look: Appearance) -> None:
        self._pane, self._look = pane, look
        self._drawn_for = self._describe_pane()
        self._width, self._padding = pane.outer_size.width, pane.styles.padding
        self._room = max(self._width - self._padding.left - self._padding.right, 0)
        self._styles: dict[_Token, Style] = {}
        self._cell_styles: dict[_Token, CellStyle] = {}
        self._strips: dict[Line, Strip] = {}
        self._cells: dict[Line, CellRow] = {}

    def _describe_pane(self) -> tuple[object, ...]:
        """What decides how a line is drawn."""
        return self._look.style, self._pane.outer_size.width, self._pane.styles.padding

    @property
    def is_current(self) -> bool:
        """Whether a line would still be drawn as those that are remembered."""
        return self._drawn_for == self._describe_pane()

    def draw_strip(self, line: Line) -> Strip:
        """Return a line as Textual has it."""
        if line not in self._strips:
            _limit_remembered(self._strips)
            runs = [Segment(text, self._find_style(token)) for text, token in self._list_runs(line)]
            self._strips[line] = Strip(runs, self._width)
        return self._strips[line]

    def draw_cells(self, line: Line, console: Console) -> CellRow:
        """Return a line as cells; raise UnknownSequence where it has a style that the console says otherwise."""
        if line not in self._cells:
            _limit_remembered(self._cells)
            self._cells[line] = self._make_cells(self._list_runs(line), console)
        return self._cells[line]

    def draw_blank(self, cells: int, console: Console) -> CellRow:
        """Return blank cells."""
        return self._make_cells([(" " * cells, ("text", ""))], console)

    def _make_cells(self, runs: Iterable[tuple[str, _Token]], console: Console) -> CellRow:
        return make_cells((text, self._find_cell_style(token, console)) for text, token in runs)

    def _list_runs(self, line: Line) -> Iterator[tuple[str, _Token]]:
        """The texts of a line from edge to edge of the pane, each with the token of its style."""
        say, spans, taken = self._look.substitute, line.spans, spans_width(line.spans)
        if taken > self._room:
            spans = clip_spans(spans, self._room)
            taken = spans_width(spans)
        inner = [(say(span.text), (span.style, span.ground or line.ground)) for span in spans]
        rest = " " * (self._room - taken), ("text", line.ground)
        left, right = self._padding.left, self._width - self._padding.left - self._room
        edges = [(" " * wide, ("text", "")) for wide in (left, right)]
        return filter(itemgetter(0), (edges[0], *inner, rest, edges[1]))

    def _find_cell_style(self, token: _Token, console: Console) -> CellStyle:
        """The style of a run as cells have it."""
        if token not in self._cell_styles:
            self._cell_styles[token] = find_cell_style(self._find_style(token), console)
        return self._cell_styles[token]

    def _find_style(self, token: _Token) -> Style:
        """The style of a run, as the filters of the app leave it."""
        if token not in self._styles:
            segment = Segment("x", self._look.style(*token))
            for each in self._pane.get_line_filters():
                (segment,) = each.apply([segment], self._pane.background_colors[1])
            self._styles[token] = segment.style or Style.null()
        return self._styles[token]


def _limit_remembered(remembered: dict[Line, Strip] | dict[Line, CellRow]) -> None:
    """Forget the lines that were drawn, where they are many."""
    if len(remembered) > MAX_REMEMBERED_LINES:
        remembered.clear()


class Canvas(Widget):
    """A pane of lines. Subclasses say what stands on them in `paint`, and call `repaint` when that may have changed.

    The screen has its panes painted just before it shows them, once a key has changed all that it changes: a pane
    paints once, at its final size, however often it was told to.
    """

    ALLOW_SELECT = False
    virtual_size = var(Size(0, 0))  # nothing scrolls: Textual's own has all laid out once more when it changes

    def __init__(self, look: Appearance, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.look = look
        self._lines: list[Line] = []
        self._is_stale, self._painted_size = True, Size(0, 0)
        self._settled_size: Size | None = None
        self._drawer: LineDrawer | None = None
        self._drawn: list[tuple[Line | None, CellRow]] = []
        """What stands on the pane from edge to edge, as it was drawn last."""

    def paint(self, cells: int, rows: int) -> list[Line]:
        """Return the lines of the pane at this size; what is missing stays blank, and of too many the last says so."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Have the pane painted anew when the screen is next shown."""
        self._is_stale = True
        if self.is_mounted and self.display and isinstance(self.screen, InternalsScreen):
            self.screen.note_change(self)  # a hidden pane is painted when the layout shows it

    def show(self, *, is_shown: bool) -> None:
        """Show the pane where the stylesheet has it, or hide it; by a class Textual would work out all styles anew."""
        self.styles.display = None if is_shown else "none"

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

    def paint_if_needed(self) -> list[Region] | None:
        """Paint if it is wanted or the size has changed; return which cells changed (none: all), None if none did."""
        size, before = self.content_size, self._lines
        if not size.area or (self._painted_size == size and not self._is_stale):
            return None
        painted = self.paint(*size)
        lines = [*painted[: size.height], *[BLANK_LINE] * (size.height - len(painted))]
        if len(painted) > size.height:
            lines[-1] = mark_continued(lines[-1], size.width)
        is_resized = self._painted_size != size
        self._lines, self._is_stale, self._painted_size = lines, False, size
        pairs = () if is_resized else enumerate(zip(before, lines, strict=True))
        changed = [Region(0, y, size.width, 1) for y, (old, new) in pairs if old != new]
        return changed if is_resized or changed else None

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
        """Return what stands on some cells of the pane: no border and no scroll bar, so Textual's own way is spared.

        Below the size that the pane knows of, rows are blank: the screen may have a larger place for it already.
        """
        draw, lines = self._find_drawer().draw_strip, self._list_lines(max(self.outer_size.height, crop.bottom))
        strips = [draw(lines[y]) for y in crop.line_range]
        return strips if crop.width == self.outer_size.width else [strip.crop(crop.x, crop.right) for strip in strips]

    def list_cells(self, console: Console) -> list[CellRow]:
        """Return the cells of each row of the pane; raise UnknownSequence where a style is none of a cell."""
        draw = self._find_drawer().draw_cells
        lines = self._list_lines(self.outer_size.height)
        known = self._drawn if len(self._drawn) == len(lines) else [_NOT_DRAWN] * len(lines)
        pairs = zip(lines, known, strict=True)
        self._drawn = [each if each[0] is line else (line, draw(line, console)) for line, each in pairs]
        return [cells for _, cells in self._drawn]

    def draw_blank(self, cells: int, console: Console) -> CellRow:
        """Return blank cells, as they are where no pane is."""
        return self._find_drawer().draw_blank(cells, console)

    def _find_drawer(self) -> LineDrawer:
        if self._drawer is None or not self._drawer.is_current:
            self._drawer, self._drawn = LineDrawer(self, self.look), []
        return self._drawer

    def _list_lines(self, rows: int) -> list[Line]:
        """The lines from the top edge of the pane, as many as `rows`."""
        top = self.styles.padding.top
        return [*[BLANK_LINE] * top, *self._lines, *[BLANK_LINE] * (rows - top - len(self._lines))][:rows]


class ViewPane(Canvas):
    """A pane that draws a view. Textual's reactive would take as long as all else that a move of the cursor changes."""

    view: View | None = None

    def show_view(self, view: View) -> None:
        """Draw another view when the screen is next shown."""
        before, self.view = self.view, view
        self.follow_view(before, view)

    def follow_view(self, before: View | None, view: View) -> None:
        """Do what follows from another view: it is drawn."""
        self.repaint()


def list_pane_cells(
    visible: Mapping[Widget, tuple[Region, Region]], size: Size, console: Console
) -> Iterator[PlacedCells]:
    """Yield what the panes show that are seen on a screen, each given with its place and the part of it that is seen.

    Raises UnknownSequence where that cannot be said in cells.
    """
    panes = [(pane, *place) for pane, place in visible.items() if isinstance(pane, Canvas)]
    if any(not clip.contains_region(region) or region.size != pane.outer_size for pane, region, clip in panes):
        raise UnknownSequence  # Textual cuts what is too large, and a pane may not know its size yet
    if sum(region.area for _, region, _ in panes) != size.area:
        blank = panes[0][0].draw_blank(size.width, console)
        yield 0, 0, [blank] * size.height
    for pane, region, _ in panes:
        yield region.y, region.x, pane.list_cells(console)


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
