"""What is sent to the terminal: pieces of rows and erasures, in the order that takes the fewest bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from icb_tui.terminal.painting.cell_styles import PLAIN_STYLE, CellStyle, write_sgr_change
from icb_tui.terminal.painting.erasing import LONG_BLANK, LONG_BLANKS, Erasure
from icb_tui.terminal.painting.screen_rows import LookTable, Piece, ScreenRow
from icb_tui.terminal.painting.scrolling import Scroll

_MAX_REWRITTEN = 4
"""Up to so many cells it is shorter to send them again than to jump over them."""

_MIN_ERASED, _MIN_END_ERASED = 5, 3
"""From more blanks than these on it is shorter to erase them: at the end of a piece, and at the end of a row."""


class WideText(NamedTuple):
    """A text not all of whose characters take one cell: nothing is known of where it stands."""

    x: int
    text: str
    style: CellStyle


class CursorCell(NamedTuple):
    """A cell of the screen."""

    y: int
    x: int


class CellRange(NamedTuple):
    """Some cells of a row, and its number."""

    y: int
    start: int
    end: int


class SequenceWriter:
    """Puts together what is sent, and knows in which place and style that leaves the terminal.

    It `erases` cells where the terminal is known to give them the colour of the ground.
    """

    def __init__(self, looks: LookTable, columns: int, *, erases: bool) -> None:
        self._looks, self._columns, self._erases = looks, columns, erases
        self._sent: list[str] = []
        self._place: CursorCell | None = None
        self._style = PLAIN_STYLE

    def write_pieces(self, rows: Mapping[int, ScreenRow], pieces: Sequence[tuple[int, Piece]]) -> None:
        """Send pieces, given from the top down with the numbers of their rows, those of one look after each other.

        A style takes far more bytes than a jump where terminals have millions of colours.
        """
        groups, blanks = dict[str, list[CellRange]](), dict[str, list[CellRange]]()
        for y, (look, start, end) in pieces:
            is_blank = not rows[y].text[start:end].strip(" ")
            (blanks if is_blank else groups).setdefault(look, []).append(CellRange(y, start, end))
        for blank, ranges in blanks.items():
            ground = self._looks.name_blank(blank)
            look = next((look for look in groups if ground and self._looks.name_blank(look) == ground), ground or blank)
            groups[look] = sorted([*groups.get(look, ()), *ranges])
        for look in sorted(groups, key=self._rank_look):
            self.write_alike(rows, look, groups[look])

    def _rank_look(self, look: str) -> tuple[str, list[str], str]:
        """Its place in the order in which the fewest styles have another ground than the one before."""
        style = self._looks.find_style(look)
        return style.ground, sorted(style.attributes), style.text

    def write_alike(self, rows: Mapping[int, ScreenRow], look: str, ranges: Sequence[CellRange]) -> None:
        """Send cells of one look, from the top down."""
        self._set_style(self._looks.find_style(look))
        blank = self._looks.name_blank(look)
        (y, start, end), *others = ranges
        for other in others:
            if other.y != y or not self._is_near(rows[y], end, other.start, look, blank):
                self._write_range(y, rows[y], start, end, blank)
                y, start, _ = other
            end = other.end
        self._write_range(y, rows[y], start, end, blank)

    def _is_near(self, row: ScreenRow, end: int, start: int, look: str, blank: str) -> bool:
        """Whether it is shorter to send the cells between two ranges again than to jump: there are few, of one look."""
        if start - end > _MAX_REWRITTEN:
            return False
        between = zip(row.looks[end:start], row.text[end:start], strict=True)
        return all(other == look or (other == blank and character == " ") for other, character in between)

    def _write_range(self, y: int, row: ScreenRow, start: int, end: int, blank: str) -> None:
        """Send cells of a row; long blanks are erased, if they have a look of which only the ground is seen."""
        self._move_cursor(y, start)
        text = row.text[start:end]
        if not self._erases or not blank or (text[-1] != " " and LONG_BLANK not in text):
            self._send_text(y, end, text)
            return
        kept = text.rstrip(" ")
        erased = len(text) - len(kept)
        ends_row = not row.text[end:].strip(" ") and not row.looks[end:].strip(blank)
        erasure = "\x1b[K" if ends_row else f"\x1b[{erased}X"
        if erased <= (_MIN_END_ERASED if ends_row else _MIN_ERASED):
            kept, erasure = text, ""
        if kept:
            self._send_text(y, start + len(kept), LONG_BLANKS.sub(_erase_blanks, kept))
        self._sent.append(erasure)

    def _send_text(self, y: int, end: int, text: str) -> None:
        self._sent.append(text)
        self._place = CursorCell(y, end)

    def write_wide_texts(self, y: int, texts: Iterable[WideText]) -> None:
        """Send texts of a row as they are; nobody knows where that leaves the cursor."""
        for x, text, style in texts:
            self._set_style(style)
            self._move_cursor(y, x)
            self._sent.append(text)
            self._place = None

    def erase_ends(self, ends: Sequence[tuple[int, Erasure]]) -> None:
        """Erase the ends of rows, given with their numbers; last those of the ground that pieces are sent on first."""
        for y, (x, look) in sorted(ends, key=lambda end: self._rank_look(end[1].look), reverse=True):
            self._set_style(self._looks.find_style(look))
            self._move_cursor(y, x)
            self._sent.append("\x1b[K")

    def scroll(self, scroll: Scroll) -> None:
        """Scroll rows; what comes in is not known.

        By line feeds at the bottom and their reverse at the top, which every terminal with margins has.
        """
        top, bottom, rows = scroll
        edge, step = (bottom, "\n") if rows > 0 else (top, "\x1bM")
        self._sent.append(f"\x1b[{top + 1};{bottom + 1}r\x1b[{edge + 1}H{step * abs(rows)}\x1b[r")
        self._place = CursorCell(0, 0)

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
        if self._place != (y, x):
            self._sent.append(self._write_move(y, x))
            self._place = CursorCell(y, x)

    def _write_move(self, y: int, x: int) -> str:
        """The shortest way from where the cursor is; behind the last cell of a row it stands on it, or behind it."""
        here = self._place
        if here and y == here.y and here.x < x:
            return write_jump(x - here.x)
        ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"]
        if here and y - here.y in (0, 1):
            below = y - here.y
            ways.append(("\r\n" if below else "\r") + write_jump(x))
            if here.x < self._columns:
                ways.append("\x1b[B" * below + write_jump(x - here.x))
        return min(ways, key=len)


def write_jump(cells: int) -> str:
    """Return what moves the cursor some cells to the right, to the left where that is below 0."""
    if -4 < cells <= 0:
        return "\b" * -cells
    return f"\x1b[{abs(cells) if abs(cells) > 1 else ''}{'C' if cells > 0 else 'D'}"


def _erase_blanks(blanks: re.Match[str]) -> str:
    number = len(blanks[0])
    return f"\x1b[{number}X\x1b[{number}C"
