"""What is sent to the terminal, made short: only the cells that are not shown already, in few bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, get_character_cell_size

from icb_tui.terminal.painting.cell_styles import (
    PLAIN_STYLE,
    CellStyle,
    UnknownSequence,
    apply_sgr,
    write_sgr_change,
)
from icb_tui.terminal.painting.erasing import Erasure, plan_row
from icb_tui.terminal.painting.screen_rows import LOOKS, UNKNOWN, Piece, ScreenRow, make_unknown_row
from icb_tui.terminal.painting.scrolling import find_scroll
from icb_tui.terminal.painting.sequence_writer import CellRange, SequenceWriter, WideText

PAINT_START = re.compile(r"\x1b\[\d+;\d+H")
"""How each paint of Textual's begins; what begins otherwise changes no cell."""

_PART = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|(\n)|([^\x00-\x1f\x7f-\x9f]+)")
"""The parts of a paint: a place, a style, the end of a line (a place follows it), a text."""


class ScreenDiffer:
    """Knows what a terminal shows, and says in few bytes what is new.

    It `erases` cells where the terminal is known to give them the colour of the ground, and `scrolls` rows where it is
    known to have margins. Where it `rewrites_rows`, a row of which any cell is new is sent in whole.
    """

    def __init__(self, *, erases: bool, scrolls: bool = False) -> None:
        self._erases, self._scrolls, self.rewrites_rows = erases, scrolls, False
        self._rows: list[ScreenRow] = []
        self._columns = 0
        self._looks = LOOKS
        self._wide: dict[int, list[WideText]] = {}
        """The wide texts that were sent last on each row."""
        self._placed, self._place = _ParsedPaint(), (0, 0)

    def forget_screen(self, columns: int, rows: int) -> None:
        """Know nothing any more of a screen of this size: whatever is painted next is sent."""
        self._columns = columns
        self._rows = [make_unknown_row(columns)] * rows
        self._wide = {}

    def describe_screen(self) -> str | None:
        """Return a paint of all that the terminal shows, the cursor in its place; None where a cell is not known."""
        parts, style = list[str](), PLAIN_STYLE
        for y, row in enumerate(self._rows):
            if not row.is_known:
                return None
            parts.append(f"\x1b[{y + 1};1H")
            for look, start, end in self._looks.split_cells(row, b"\1" * self._columns):
                before, style = style, self._looks.find_style(look)
                parts += [write_sgr_change(before, style)] * (style != before) + [row.text[start:end]]
        y, x = self._place
        return "".join(parts) + f"\x1b[0m\x1b[{y + 1};{x + 1}H"

    def place_cells(self, y: int, x: int, parts: Iterable[CellRow]) -> None:
        """Put rows of cells, from a place on, into the paint that `diff_paint` ends.

        Raises UnknownSequence where they reach beyond the screen.
        """
        for place, part in enumerate(parts, y):
            self._placed.place_row(self._rows, place, x, part)

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
        writer = SequenceWriter(self._looks, self._columns, erases=self._erases)
        if self.rewrites_rows:
            self._write_whole_rows(read, writer)
        else:
            self._scroll(read, writer)
            self._write_changes(read, writer)
        for y, row in read.rows.items():
            self._rows[y], self._wide[y] = row, read.wide.get(y, [])
        self._place = read.place
        return writer.finish_sequence(*read.place)

    def _write_whole_rows(self, read: _ParsedPaint, writer: SequenceWriter) -> None:
        """Send each row of which a cell is new, from its first cell to its last."""
        for y, row in read.list_changed(self._rows, self._wide):
            writer.write_wide_texts(y, read.wide.get(y, ()))
            for look, start, end in self._looks.split_cells(row, b"\1" * self._columns):
                writer.write_alike({y: row}, look, [CellRange(y, start, end)])

    def _write_changes(self, read: _ParsedPaint, writer: SequenceWriter) -> None:
        """Send what is new of each row."""
        rows = read.list_changed(self._rows, self._wide)
        ends, pieces = list[tuple[int, Erasure]](), list[tuple[int, Piece]]()
        for y, row in rows:
            writer.write_wide_texts(y, read.wide.get(y, ()))
            change = plan_row(self._looks, self._rows[y], row, erases=self._erases)
            ends += [(y, change.erasure)] if change.erasure else []
            pieces += [(y, piece) for piece in change.pieces]
        writer.erase_ends(ends)
        writer.write_pieces(dict(rows), pieces)

    def _scroll(self, read: _ParsedPaint, writer: SequenceWriter) -> None:
        """Scroll rows that are painted elsewhere; those between that stay where they were are painted again."""
        scroll = find_scroll(self._rows, read.rows) if self._scrolls and not read.wide else None
        if scroll is None:
            return
        top, bottom, rows = scroll
        moved = range(top, bottom + 1)
        read.rows |= {y: read.rows.get(y, self._rows[y]) for y in moved}
        unknown = make_unknown_row(self._columns)
        self._rows[top : bottom + 1] = [self._rows[y + rows] if y + rows in moved else unknown for y in moved]
        writer.scroll(scroll)

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
                read.place_row(self._rows, y, x, written)
                x += len(written.row.text)
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

    def place_row(self, shown: Sequence[ScreenRow], y: int, x: int, part: CellRow) -> None:
        """Put cells on a row, unless they are `shown` there already."""
        end = x + len(part.row.text)
        if y >= len(shown) or end > len(shown[y].text):
            raise UnknownSequence
        before = self.rows.get(y, shown[y])
        if part.wide:
            self.wide.setdefault(y, []).extend(each._replace(x=x + each.x) for each in part.wide)
        elif before.text[x:end] == part.row.text and before.looks[x:end] == part.row.looks:
            return
        self.rows[y] = before.put(x, part.row)

    def list_changed(
        self, before: Sequence[ScreenRow], wide: Mapping[int, list[WideText]]
    ) -> list[tuple[int, ScreenRow]]:
        """Return the rows that are others than before, or whose wide texts are, from the top down."""
        return [
            (y, row)
            for y, row in sorted(self.rows.items())
            if not row.looks_like(before[y]) or self.wide.get(y, []) != wide.get(y, [])
        ]


class CellRow(NamedTuple):
    """Neighbouring cells of one row, and the wide texts among them, each with its place counted from the first cell."""

    row: ScreenRow
    wide: tuple[WideText, ...] = ()


def make_cells(runs: Iterable[tuple[str, CellStyle]]) -> CellRow:
    """Return the cells of texts that stand beside one another."""
    texts: list[tuple[str, str]] = []
    wide: list[WideText] = []
    taken = 0
    for text, style in runs:
        if _is_single_width(text):
            texts.append((text, LOOKS.name_style(style)))
        else:
            wide.append(WideText(taken, text, style))
            texts.append((UNKNOWN * cell_len(text), UNKNOWN))
        taken += len(texts[-1][0])
    return CellRow(LOOKS.join_texts(texts), tuple(wide))


@lru_cache(4096)
def _is_single_width(text: str) -> bool:
    """Whether each character takes one cell."""
    return text.isascii() or all(get_character_cell_size(character) == 1 for character in text)
