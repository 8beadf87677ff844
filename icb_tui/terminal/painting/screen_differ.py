"""What is sent to the terminal, made short: only the cells that are not shown already, in few bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from operator import attrgetter, is_not
from typing import NamedTuple, cast

from rich.cells import cell_len, get_character_cell_size

from icb_tui.terminal.painting.cell_styles import (
    PLAIN_STYLE,
    CellStyle,
    ScreenCell,
    UnknownSequence,
    apply_sgr,
    find_cell,
    find_style_for_blank,
    write_sgr_change,
)

_SET_FLAGS = re.compile(b"\x01+")

_GET_CHARACTER, _GET_LOOK = attrgetter("character"), attrgetter("look")

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


class CellRow(NamedTuple):
    """Neighbouring cells of one row, and the wide texts among them, each with its place counted from the first cell."""

    cells: ScreenRow
    wide: tuple[WideText, ...] = ()


def make_cells(runs: Iterable[tuple[str, CellStyle]]) -> CellRow:
    """Return the cells of texts that stand beside one another."""
    cells: ScreenRow = []
    wide: list[WideText] = []
    for text, style in runs:
        if _is_single_width(text):
            cells.extend(map(_find_cells(style).__getitem__, text))
        else:
            wide.append(WideText(len(cells), text, style))
            cells.extend([None] * cell_len(text))
    return CellRow(cells, tuple(wide))


class ScreenDiffer:
    """Knows what a terminal shows, and says in few bytes what is new.

    It `erases` cells where the terminal is known to give them the colour of the ground. Where it `rewrites_rows`, a row
    of which any cell is new is sent in whole.
    """

    def __init__(self, *, erases: bool) -> None:
        self._erases, self.rewrites_rows = erases, False
        self._rows: list[ScreenRow] = []
        self._columns = 0
        self._wide: dict[int, list[WideText]] = {}
        """The wide texts that were sent last on each row."""
        self._placed, self._place = _ParsedPaint(), (0, 0)

    def forget_screen(self, columns: int, rows: int) -> None:
        """Know nothing any more of a screen of this size: whatever is painted next is sent."""
        self._columns = columns
        self._rows = [[None] * columns for _ in range(rows)]
        self._wide = {}

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

    def place_cells(self, y: int, x: int, rows: Iterable[CellRow]) -> None:
        """Put rows of cells, from a place on, into the paint that `diff_paint` ends.

        Raises UnknownSequence where they reach beyond the screen.
        """
        self._placed.place_cells(self._rows, y, x, rows)

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
            wide = read.wide.get(y, [])
            if row == self._rows[y] and wide == self._wide.get(y, []):
                continue
            for each in wide:
                sender.write_wide_text(y, each)
            before = [new and old for old, new in zip(self._rows[y], row, strict=True)] if wide else self._rows[y]
            for start, cells in _changed_runs(before, row, whole=self.rewrites_rows):
                sender.write_cells(y, start, cells)
            self._rows[y], self._wide[y] = row, wide
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
                written = make_cells([(text, style)])
                read.place_cells(self._rows, y, x, [written])
                x += len(written.cells)
            elif part[1]:
                y, x = int(part[1]) - 1, int(part[2]) - 1
            elif part[3] is not None:
                style = apply_sgr(style, part[3])
        if end != len(sent):
            raise UnknownSequence
        read.place = (y, x)
        return read


class _ParsedPaint:
    """What a paint says: each row that it touches as it will be, its wide texts, where the cursor is left."""

    def __init__(self) -> None:
        self.rows: dict[int, ScreenRow] = {}
        self.wide: dict[int, list[WideText]] = {}
        self.place = (0, 0)

    def place_cells(self, shown: Sequence[ScreenRow], y: int, x: int, parts: Iterable[CellRow]) -> None:
        """Put cells on rows, as far as they are not `shown` already."""
        for place, (cells, wide) in enumerate(parts, y):
            end = x + len(cells)
            if place >= len(shown) or end > len(shown[place]):
                raise UnknownSequence
            if not wide and place not in self.rows and shown[place][x:end] == cells:
                continue
            row = self.rows.get(place) or self.rows.setdefault(place, shown[place].copy())
            row[x:end] = cells
            if wide:
                self.wide.setdefault(place, []).extend(each._replace(x=x + each.x) for each in wide)


class _StyleCells(dict[str, ScreenCell]):
    """The cells of one style, by character: each is made once, so that two are alike only if they are the same."""

    def __init__(self, style: CellStyle) -> None:
        super().__init__()
        self._style = style

    def __missing__(self, character: str) -> ScreenCell:
        self[character] = cell = find_cell(character, self._style)
        return cell


_find_cells = cache(_StyleCells)


class _SequenceWriter:
    """Puts together what is sent, and knows in which place and style that leaves the terminal."""

    def __init__(self, erases: bool) -> None:
        self._erases = erases
        self._sent: list[str] = []
        self._place: tuple[int, int] | None = None
        self._style = PLAIN_STYLE

    def write_cells(self, y: int, x: int, cells: Sequence[ScreenCell]) -> None:
        """Send neighbouring cells of a row, all of them known."""
        text, start, end = "".join(map(_GET_CHARACTER, cells)), 0, 0
        for _, alike in groupby(cells, _GET_LOOK):
            place, end = end, end + len(list(alike))
            cell = cells[place]
            style = find_style_for_blank(self._style, cell) if cell.is_blank else cell.style
            is_erased = cell.is_blank and self._erases and end - place > _MIN_ERASED
            if style == self._style and not is_erased:
                continue
            self._write_text(y, x + start, text[start:place])
            self._move_cursor(y, x + place)
            self._set_style(style)
            start = place
            if is_erased:
                self._sent.append(f"\x1b[{end - place}X")
                start = end
        self._write_text(y, x + start, text[start:])

    def _write_text(self, y: int, x: int, text: str) -> None:
        """Send a text in the style that is set."""
        if text:
            self._move_cursor(y, x)
            self._sent.append(text)
            self._place = (y, x + len(text))

    def write_wide_text(self, y: int, wide: WideText) -> None:
        """Send a text as it is; nobody knows where that leaves the cursor."""
        self._move_cursor(y, wide.x)
        self._set_style(wide.style)
        self._sent.append(wide.text)
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


def _changed_runs(before: ScreenRow, now: ScreenRow, *, whole: bool) -> Iterator[tuple[int, list[ScreenCell]]]:
    """Yield where cells of a row are to be sent, and which: those that changed and few between, or the `whole` row."""
    cells = cast("list[ScreenCell]", now)  # of those that changed each is known
    ranges = _list_ranges(map(is_not, before, now))
    if whole and ranges:
        yield from ((start, cells[start:end]) for start, end in _list_ranges(map(bool, now)))
        return
    while ranges:
        start, end = ranges.pop(0)
        while ranges and _is_cheaper_to_rewrite(cells[end - 1], now[end : ranges[0][0]]):
            _, end = ranges.pop(0)
        yield start, cells[start:end]


def _list_ranges(flags: Iterable[bool]) -> list[tuple[int, int]]:
    """Return from where up to where flags are set."""
    return [found.span() for found in _SET_FLAGS.finditer(bytes(flags))]


def _is_cheaper_to_rewrite(last: ScreenCell, cells: Sequence[ScreenCell | None]) -> bool:
    """Whether it is shorter to send cells again than to jump over them: there are few, in the style that is set."""
    if len(cells) > _MAX_REWRITTEN:
        return False
    for cell in cells:  # a generator for `all` takes twice as long
        if cell is None or (find_style_for_blank(last.style, cell) if cell.is_blank else cell.style) != last.style:
            return False
    return True


@lru_cache(4096)
def _is_single_width(text: str) -> bool:
    """Whether each character takes one cell."""
    return text.isascii() or all(get_character_cell_size(character) == 1 for character in text)
