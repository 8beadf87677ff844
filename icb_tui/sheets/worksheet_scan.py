"""A worksheet of an .xlsx file looked through before it is read: its size, and the errors in its cells.

The library that reads it asks for memory for the whole rectangle that holds the cells, and leaves errors blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from icb_tui.data_files.problems import FileError
from icb_tui.sheets.archives import BROKEN
from icb_tui.sheets.cell_texts import ErrorCells

MAX_CELLS = 50_000_000
"""The most cells of the rectangle that holds all cells of a sheet: about 1.5 GiB of memory."""

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
"""The most rows and columns that Excel and LibreOffice have."""

MAX_BETWEEN_TAGS = 16 * 1024 * 1024
"""The most bytes from one tag to the next: a cell holds at most 32,767 characters."""

NOT_CALCULATED = "#NOT CALCULATED"
"""Stands in the cell of a formula whose result is not in the file, as in those that other programs write."""

_SIGNS = (b'"e"', b"'e'", b"</f></", b"></v>", b"<v/", b"<v />", b"<!")
"""What stands in a worksheet with an error, with a formula without a result, or with declarations."""

_OTHER_CELL, _PREFIXED_CELL = re.compile(rb"<c[\t\r\n/>]"), re.compile(rb":c[ \t\r\n/>]")
_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})\d{1,7}"')
_ROW = re.compile(rb'<c r="[A-Z]{1,3}(\d{1,7})"')


def check_area(rows: int, columns: int) -> None:
    """Raise FileError where a sheet is too large for memory."""
    if not _fits_in_memory(rows, columns):
        size = f"{MAX_ROWS:,} rows, {MAX_COLUMNS:,} columns and {MAX_CELLS:,} cells"
        wanted = f"expected at most {size}; save the part that is wanted as CSV"
        raise FileError(f"a sheet of {rows:,} rows and {columns:,} columns; {wanted}")


def _fits_in_memory(rows: int, columns: int) -> bool:
    return rows <= MAX_ROWS and columns <= MAX_COLUMNS and rows * columns <= MAX_CELLS


def scan_worksheet(read_chunks: Callable[[], Iterator[bytes]]) -> ErrorCells:
    """Return the errors in the cells of a worksheet; raise FileError where it is too large or broken."""
    return {} if _is_plainly_good(read_chunks()) else _scan_exactly(read_chunks())


def _is_plainly_good(chunks: Iterator[bytes]) -> bool:
    """Whether a quick look is enough: no error in it, every cell says where it is, and the rectangle is small.

    A million rows take four seconds so, and twenty where every tag is parsed.
    """
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    for piece in split_before_tags(chunks):
        found = _COLUMN.findall(piece)
        if len(found) != piece.count(b"<c ") or _needs_a_closer_look(piece):
            return False
        columns.update(found)
        rows.update(_ROW.findall(piece))
    if not columns:
        return False
    return _fits_in_memory(max(map(int, rows)), max(map(column_number, columns)))  # with the cells that are empty


def _needs_a_closer_look(piece: bytes) -> bool:
    is_odd = _OTHER_CELL.search(piece) or _PREFIXED_CELL.search(piece)
    return bool(is_odd) or any(sign in piece for sign in _SIGNS)


def split_before_tags(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces that no tag is split between."""
    rest = b""
    for chunk in chunks:
        end = chunk.rfind(b"<")
        if end < 0:
            rest += chunk
            if len(rest) > MAX_BETWEEN_TAGS:
                raise FileError(BROKEN)
            continue
        yield rest + chunk[:end]
        rest = chunk[end:]
    yield rest


def column_number(letters: bytes | str) -> int:
    """Return the number of a column, from 1, of its letters in capitals: AA is 27."""
    number = 0
    for letter in letters.encode() if isinstance(letters, str) else letters:
        number = number * 26 + letter - 64
    return number


def parse_xml(parser: expat.XMLParserType, chunks: Iterator[bytes]) -> None:
    """Give a document of others to a parser; raise FileError where it is broken or declares entities."""

    def refuse(*_: object) -> None:
        raise FileError(BROKEN)

    parser.StartDoctypeDeclHandler = refuse
    try:
        for chunk in split_before_tags(chunks):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):  # the last two where it names an encoding that is not there
        raise FileError(BROKEN) from None


class ElementScan(Protocol):
    """What is told of the elements of a part, and of the texts between them, in their order."""

    def start_element(self, name: str, attributes: dict[str, str]) -> None: ...

    def end_element(self, name: str) -> None: ...

    def add_text(self, text: str) -> None: ...


def feed_scan(scan: ElementScan, chunks: Iterator[bytes]) -> None:
    """Have a scan see every element and text of a part; raise FileError where it is broken."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = scan.start_element
    parser.EndElementHandler = scan.end_element
    parser.CharacterDataHandler = scan.add_text
    parse_xml(parser, chunks)


def _scan_exactly(chunks: Iterator[bytes]) -> ErrorCells:
    scan = _CellScan()
    feed_scan(scan, chunks)
    check_area(scan.rows, scan.columns)
    return scan.errors


@dataclass
class _CellScan:
    """What is known so far of the cells that hold something."""

    row: int = 0
    column: int = 0
    kind: str = ""
    text: str = ""
    is_inside: bool = False
    is_formula: bool = False
    rows: int = 0
    columns: int = 0
    errors: ErrorCells = field(default_factory=dict)

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row" and attributes.get("r", "").isdecimal():
            self.row = int(attributes["r"]) - 1
        elif tag == "c":
            self._find_place(attributes.get("r", ""))
            self.kind, self.text, self.is_inside, self.is_formula = attributes.get("t", ""), "", False, False
        elif tag == "f":
            self.is_formula = True
        elif tag in ("v", "is"):
            self.rows, self.columns = max(self.rows, self.row + 1), max(self.columns, self.column + 1)
            self.is_inside = tag == "v"

    def _find_place(self, reference: str) -> None:
        if found := re.fullmatch("([A-Z]{1,4})([0-9]{1,9})", reference.upper()):
            self.row, self.column = int(found[2]) - 1, column_number(found[1]) - 1

    def add_text(self, text: str) -> None:
        if self.is_inside:
            self.text += text

    def end_element(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self.row, self.column = self.row + 1, 0
        elif tag == "c":
            self._end_cell()
            self.column += 1
        elif tag == "v":
            self.is_inside = False

    def _end_cell(self) -> None:
        text = self.text.strip()
        if self.kind == "e" and text:
            self.errors.setdefault(self.row, {})[self.column] = text
        elif self.is_formula and not text and self.kind != "str":  # the result of one of "str" may be an empty text
            self.errors.setdefault(self.row, {})[self.column] = NOT_CALCULATED
