"""What is sent to the terminal, made short: only the cells that are not shown already, in few bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len, get_character_cell_size

from icb_tui.terminal.painting.cell_styles import (
    PLAIN_STYLE,
    CellStyle,
    ScreenCell,
    UnknownSequence,
    apply_sgr,
    find_style_for_blank,
    write_sgr_change,
)

PAINT_START = re.compile(r"\x1b\[\d+;\d+H")
"""How each paint of Textual's begins; what begins otherwise changes no cell."""

_PART = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|(\n)|([^\x00-\x1f\x7f-\x9f]+)")
"""The parts of a paint: a place, a style, the end of a line (a place follows it), a text."""

_MIN_ERASED, _MAX_REWRITTEN = 9, 4
"""From more blanks than these on it is shorter to erase; up to so many cells it is shorter to send them again."""


class WideText(NamedTuple):
    """A text not all of whose characters take one cell: nothing is known of where it stands."""

    x: int
    text: str
    style: CellStyle


ScreenRow = list[ScreenCell | None]


class ScreenDiffer:
    """Knows what a terminal shows, and says in few bytes what is new.

    It `erases` cells where the terminal is known to give them the colour of the ground. Where it `rewrites_rows`, a row
    of which any cell is new is sent in whole.
    """

    def __init__(self, *, erases: bool) -> None:
        self._erases, self.rewrites_rows = erases, False
        self._rows: list[ScreenRow] = []
        self._columns = 0
        self._cells: dict[CellStyle, _StyleCells] = {}
        self._placed, self._place = _ParsedPaint(), (0, 0)

    def forget_screen(self, columns: int, rows: int) -> None:
        """Know nothing any more of a screen of this size: whatever is painted next is sent."""
        self._columns = columns
        self._rows = [[None] * columns for _ in range(rows)]

    def describe_screen(self) -> str | None:
        """Return a paint of all that the terminal shows, the cursor in its place; None where a cell is not known."""
        parts, style = list[str](), PLAIN_STYLE
        for y, row in enumerate(self._rows):
            parts.append(f"\x1b[{y + 1};1H")
            for cell in row:
                if cell is None:
                    return None
                before, style = style, find_style_for_blank(style, cell) if cell.is_blank else cell.style
                parts.append(cell.character if style == before else write_sgr_change(before, style) + cell.character)
        y, x = self._place
        return "".join(parts) + f"\x1b[0m\x1b[{y + 1};{x + 1}H"

    def place_text(self, y: int, x: int, text: str, parameters: str) -> int:
        """Put a text into the paint that `diff_paint` ends, in the style of an SGR sequence; return where it ends.

        Raises UnknownSequence where that is not understood, or reaches beyond the screen.
        """
        return self._place_text(self._placed, y, x, text, apply_sgr(PLAIN_STYLE, parameters))

    def forget_placed(self) -> None:
        """Leave out of the paint what was put into it."""
        self._placed = _ParsedPaint()

    def diff_paint(self, sent: str) -> str:
        """Return what makes the terminal show a paint, after all that was painted before; "" if it shows it already.

        What is not understood, or reaches beyond the screen, is returned as it is, and all is forgotten.
        """
        try:
            read = self._parse_paint(sent)
        except UnknownSequence:
            self.forget_screen(self._columns, len(self._rows))
            return sent
        sender = _SequenceWriter(self._erases)
        for y, row in sorted(read.rows.items()):
            if row == self._rows[y] and y not in read.raws:
                continue
            for raw in read.raws.get(y, ()):
                sender.write_wide_text(y, raw)
            for start, cells in _changed_runs(self._rows[y], row, whole=self.rewrites_rows):
                sender.write_cells(y, start, cells)
            self._rows[y] = row
        self._place = read.place
        return sender.finish_sequence(*read.place)

    def _parse_paint(self, sent: str) -> _ParsedPaint:
        """Return what a paint says, as rows of cells; raise UnknownSequence for what is not understood."""
        read, y, x, style, end = self._placed, 0, 0, PLAIN_STYLE, 0
        self._placed = _ParsedPaint()
        for part in _PART.finditer(sent):
            if part.start() != end:
                raise UnknownSequence
            end = part.end()
            if text := part[5]:
                x = self._place_text(read, y, x, text, style)
            elif part[1]:
                y, x = int(part[1]) - 1, int(part[2]) - 1
            elif part[3] is not None:
                style = apply_sgr(style, part[3])
        if end != len(sent):
            raise UnknownSequence
        read.place = (y, x)
        return read

    def _place_text(self, read: _ParsedPaint, y: int, x: int, text: str, style: CellStyle) -> int:
        """Put a text on its row; return where it ends."""
        if y >= len(self._rows):
            raise UnknownSequence
        row = read.rows.get(y) or read.rows.setdefault(y, self._rows[y].copy())
        if _is_single_width(text):
            end = x + len(text)
            row[x:end] = map(self._cells_of_style(style).__getitem__, text)
        else:
            read.raws.setdefault(y, []).append(WideText(x, text, style))
            end = x + cell_len(text)
            row[x:end] = [None] * (end - x)
        if end > self._columns:
            raise UnknownSequence
        return end

    def _cells_of_style(self, style: CellStyle) -> _StyleCells:
        if style not in self._cells:
            self._cells[style] = _StyleCells(style)
        return self._cells[style]


class _ParsedPaint:
    """What a paint says: each row that it touches as it will be, the raw texts of each, where the cursor is left."""

    def __init__(self) -> None:
        self.rows: dict[int, ScreenRow] = {}
        self.raws: dict[int, list[WideText]] = {}
        self.place = (0, 0)


class _StyleCells(dict[str, ScreenCell]):
    """The cells of one style, by character: each is made once, so that two are alike only if they are the same."""

    def __init__(self, style: CellStyle) -> None:
        super().__init__()
        self._style = style

    def __missing__(self, character: str) -> ScreenCell:
        self[character] = cell = _make_cell(character, self._style)
        return cell


@cache
def _make_cell(character: str, style: CellStyle) -> ScreenCell:
    """Return the cell; the text of a blank has no colour."""
    cell = ScreenCell(character, style)
    plainer = CellStyle(ground=style.ground)
    return _make_cell(character, plainer) if cell.is_blank and style != plainer else cell


class _SequenceWriter:
    """Puts together what is sent, and knows in which place and style that leaves the terminal."""

    def __init__(self, erases: bool) -> None:
        self._erases = erases
        self._sent: list[str] = []
        self._place: tuple[int, int] | None = None
        self._style = PLAIN_STYLE

    def write_cells(self, y: int, x: int, cells: ScreenRow) -> None:
        """Send neighbouring cells of a row, all of them known."""
        for _, alike in groupby(cells, id):
            cell, *more = alike
            if cell is None:
                continue
            number = 1 + len(more)
            self._move_cursor(y, x)
            self._set_style(find_style_for_blank(self._style, cell) if cell.is_blank else cell.style)
            x += number
            if cell.is_blank and self._erases and number > _MIN_ERASED:
                self._sent.append(f"\x1b[{number}X")
            else:
                self._sent.append(cell.character * number)
                self._place = (y, x)

    def write_wide_text(self, y: int, raw: WideText) -> None:
        """Send a text as it is; nobody knows where that leaves the cursor."""
        self._move_cursor(y, raw.x)
        self._set_style(raw.style)
        self._sent.append(raw.text)
        self._place = None

    def finish_sequence(self, y: int, x: int) -> str:
        """Return all that is to be sent, with the cursor at this place in the end; "" if there is nothing."""
        if self._sent:
            self._set_style(PLAIN_STYLE)
            self._move_cursor(y, x)
        return "".join(self._sent)

    def _set_style(self, style: CellStyle) -> None:
        if style != self._style:
            self._sent.append(write_sgr_change(self._style, style))
            self._style = style

    def _move_cursor(self, y: int, x: int) -> None:
        here, self._place = self._place, (y, x)
        if here == (y, x):
            return
        ahead = x - here[1] if here and here[0] == y else 0
        if ahead > 0:
            self._sent.append(f"\x1b[{ahead}C" if ahead > 1 else "\x1b[C")
        elif here and (here[0] + 1, 0) == (y, x):
            self._sent.append("\r\n")
        else:
            self._sent.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H")


def _changed_runs(before: ScreenRow, now: ScreenRow, *, whole: bool) -> Iterator[tuple[int, ScreenRow]]:
    """Yield where cells of a row are to be sent, and which: those that changed and few between, or the `whole` row."""
    changed = [x for x, (old, new) in enumerate(zip(before, now, strict=True)) if new is not old and new is not None]
    if not changed or whole:
        yield from [(0, now)] * bool(changed)
        return
    start = end = changed[0]
    for x in changed:
        if x - end > 1 and not _cheaper_to_rewrite(now[end], now[end + 1 : x]):
            yield start, now[start : end + 1]
            start = x
        end = x
    yield start, now[start : end + 1]


def _cheaper_to_rewrite(last: ScreenCell | None, cells: ScreenRow) -> bool:
    """Whether it is shorter to send cells again than to jump over them: there are few, in the style that is set."""
    return len(cells) <= _MAX_REWRITTEN and all(
        last and cell and (find_style_for_blank(last.style, cell) if cell.is_blank else cell.style) == last.style
        for cell in cells
    )


@lru_cache(4096)
def _is_single_width(text: str) -> bool:
    """Whether each character takes one cell."""
    return text.isascii() or all(get_character_cell_size(character) == 1 for character in text)
