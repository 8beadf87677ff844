"""What is sent to the terminal, made short: only the cells that are not shown already, in few bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len, get_character_cell_size

PAINT = re.compile(r"\x1b\[\d+;\d+H")
"""How each paint of Textual's begins; what begins otherwise changes no cell."""
_PART = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|(\n)|([^\x00-\x1f\x7f-\x9f]+)")
"""The parts of a paint: a place, a style, the end of a line (a place follows it), a text."""

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}
"""The attributes that a style may have, and what switches each off."""
_DRAWN = frozenset("479")
"""The attributes that are seen on a blank."""
_ERASED, _REWRITTEN = 9, 4
"""From more blanks than these on it is shorter to erase; up to so many cells it is shorter to send them again."""


class Style(NamedTuple):
    """What SGR sequences have set: attributes, the colours of text and of ground; "" is the default."""

    attributes: frozenset[str] = frozenset()
    text: str = ""
    ground: str = ""


class Cell(NamedTuple):
    """A character of one cell, and how it looks."""

    character: str
    style: Style

    @property
    def blank(self) -> bool:
        """Whether only the ground is seen."""
        return self.character == " " and not self.style.attributes & _DRAWN


class Raw(NamedTuple):
    """A text not all of whose characters take one cell: nothing is known of where it stands."""

    x: int
    text: str
    style: Style


PLAIN = Style()
Row = list[Cell | None]


class Sparing:
    """Knows what a terminal shows, and says in few bytes what is new.

    It `erases` cells where the terminal is known to give them the colour of the ground.
    """

    def __init__(self, *, erases: bool) -> None:
        self._erases = erases
        self._rows: list[Row] = []
        self._columns = 0
        self._cells: dict[Style, _Cells] = {}

    def forget(self, columns: int, rows: int) -> None:
        """Know nothing any more of a screen of this size: whatever is painted next is sent."""
        self._columns = columns
        self._rows = [[None] * columns for _ in range(rows)]

    def paint(self, sent: str) -> str:
        """Return what makes the terminal show a paint, after all that was painted before; "" if it shows it already.

        What is not understood, or reaches beyond the screen, is returned as it is, and all is forgotten.
        """
        try:
            read = self._read(sent)
        except _Foreign:
            self.forget(self._columns, len(self._rows))
            return sent
        sender = _Sender(self._erases)
        for y, row in sorted(read.rows.items()):
            for raw in read.raws.get(y, ()):
                sender.raw(y, raw)
            for start, cells in _news(self._rows[y], row):
                sender.cells(y, start, cells)
            self._rows[y] = row
        return sender.ended(*read.place)

    def _read(self, sent: str) -> _Read:
        """Return what a paint says, as rows of cells; raise _Foreign for what is not understood."""
        read, y, x, style, end = _Read(), 0, 0, PLAIN, 0
        for part in _PART.finditer(sent):
            if part.start() != end:
                raise _Foreign
            end = part.end()
            if text := part[5]:
                x = self._laid(read, y, x, text, style)
            elif part[1]:
                y, x = int(part[1]) - 1, int(part[2]) - 1
            elif part[3] is not None:
                style = _styled(style, part[3])
        if end != len(sent):
            raise _Foreign
        read.place = (y, x)
        return read

    def _laid(self, read: _Read, y: int, x: int, text: str, style: Style) -> int:
        """Put a text on its row; return where it ends."""
        if y >= len(self._rows):
            raise _Foreign
        row = read.rows.get(y) or read.rows.setdefault(y, self._rows[y].copy())
        if _single(text):
            end = x + len(text)
            row[x:end] = map(self._of(style).__getitem__, text)
        else:
            read.raws.setdefault(y, []).append(Raw(x, text, style))
            end = x + cell_len(text)
            row[x:end] = [None] * (end - x)
        if end > self._columns:
            raise _Foreign
        return end

    def _of(self, style: Style) -> _Cells:
        if style not in self._cells:
            self._cells[style] = _Cells(style)
        return self._cells[style]


class _Read:
    """What a paint says: each row that it touches as it will be, the raw texts of each, where the cursor is left."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}
        self.raws: dict[int, list[Raw]] = {}
        self.place = (0, 0)


class _Foreign(Exception):
    """A paint that says something other than places, styles and texts on the screen."""


class _Cells(dict[str, Cell]):
    """The cells of one style, by character: each is made once, so that two are alike only if they are the same."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style

    def __missing__(self, character: str) -> Cell:
        self[character] = cell = _made(character, self._style)
        return cell


@cache
def _made(character: str, style: Style) -> Cell:
    """Return the cell; the text of a blank has no colour."""
    cell = Cell(character, style)
    plainer = Style(ground=style.ground)
    return _made(character, plainer) if cell.blank and style != plainer else cell


class _Sender:
    """Puts together what is sent, and knows in which place and style that leaves the terminal."""

    def __init__(self, erases: bool) -> None:
        self._erases = erases
        self._sent: list[str] = []
        self._place: tuple[int, int] | None = None
        self._style = PLAIN

    def cells(self, y: int, x: int, cells: Row) -> None:
        """Send neighbouring cells of a row, all of them known."""
        for _, alike in groupby(cells, id):
            cell, *more = alike
            if cell is None:
                continue
            number = 1 + len(more)
            self._go(y, x)
            self._dress(_worn(self._style, cell) if cell.blank else cell.style)
            x += number
            if cell.blank and self._erases and number > _ERASED:
                self._sent.append(f"\x1b[{number}X")
            else:
                self._sent.append(cell.character * number)
                self._place = (y, x)

    def raw(self, y: int, raw: Raw) -> None:
        """Send a text as it is; nobody knows where that leaves the cursor."""
        self._go(y, raw.x)
        self._dress(raw.style)
        self._sent.append(raw.text)
        self._place = None

    def ended(self, y: int, x: int) -> str:
        """Return all that is to be sent, with the cursor at this place in the end; "" if there is nothing."""
        if self._sent:
            self._dress(PLAIN)
            self._go(y, x)
        return "".join(self._sent)

    def _dress(self, style: Style) -> None:
        if style != self._style:
            self._sent.append(_change(self._style, style))
            self._style = style

    def _go(self, y: int, x: int) -> None:
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


def _news(before: Row, now: Row) -> Iterator[tuple[int, Row]]:
    """Yield where cells of a row are to be sent, and which: those that changed, and few ones between that did not."""
    changed = [x for x, (old, new) in enumerate(zip(before, now, strict=True)) if new is not old and new is not None]
    if not changed:
        return
    start = end = changed[0]
    for x in changed:
        if x - end > 1 and not _go_along(now[end], now[end + 1 : x]):
            yield start, now[start : end + 1]
            start = x
        end = x
    yield start, now[start : end + 1]


def _go_along(last: Cell | None, cells: Row) -> bool:
    """Whether it is shorter to send cells again than to jump over them: there are few, in the style that is worn."""
    return len(cells) <= _REWRITTEN and all(
        last and cell and (_worn(last.style, cell) if cell.blank else cell.style) == last.style for cell in cells
    )


def _worn(style: Style, blank: Cell) -> Style:
    """The style most like this one in which a blank looks as it should: the colour of its text is never seen."""
    return Style(style.attributes - _DRAWN, style.text, blank.style.ground)


@lru_cache(4096)
def _single(text: str) -> bool:
    """Whether each character takes one cell."""
    return text.isascii() or all(get_character_cell_size(character) == 1 for character in text)


@cache
def _styled(style: Style, parameters: str) -> Style:
    """Return the style that an SGR sequence makes of one; raise _Foreign for what it should not say."""
    rest = iter(parameters.split(";"))
    for code in rest:
        if code in ("", "0"):
            style = PLAIN
        elif code in _OFF:
            style = style._replace(attributes=style.attributes | {code})
        elif code in ("38", "48"):
            kind = next(rest, "")
            number = {"5": 1, "2": 3}.get(kind, 0)
            colour = ";".join([code, kind, *(next(rest, "") for _ in range(number))])
            style = style._replace(text=colour) if code == "38" else style._replace(ground=colour)
        elif re.fullmatch(r"3[0-7]|9[0-7]", code):
            style = style._replace(text=code)
        elif re.fullmatch(r"4[0-7]|10[0-7]", code):
            style = style._replace(ground=code)
        elif code == "39":
            style = style._replace(text="")
        elif code == "49":
            style = style._replace(ground="")
        else:
            raise _Foreign
    return style


@cache
def _change(style: Style, other: Style) -> str:
    """Return the shortest SGR sequence that makes one style of another."""
    off = {_OFF[code] for code in style.attributes - other.attributes}
    on = {code for code in other.attributes if code not in style.attributes or _OFF[code] in off}
    codes = sorted(off) + sorted(on)
    codes += [other.text or "39"] * (style.text != other.text) + [other.ground or "49"] * (style.ground != other.ground)
    afresh = ["0", *sorted(other.attributes), *filter(None, (other.text, other.ground))]
    shortest = "" if other == PLAIN else min(";".join(codes), ";".join(afresh), key=len)
    return f"\x1b[{shortest}m"
