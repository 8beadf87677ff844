"""A sheet as it stands in a file: rows of cells, each row with its line, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Row(NamedTuple):
    """The cells of a row as texts, and where it stands.

    `line` counts from 1: the line of a text file on which the row begins, the row of a sheet, or the record of a file
    of records (Parquet, JSON), whose header is line 1. Rows without any text are not yielded.
    """

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file, or the whole of a file that has no sheets; it may be read again and again.

    `kind` is as a sentence names it ("CSV", "Excel", "Parquet"). `guesses` are sentences on what was guessed, such as
    the encoding. `line_word` is "line" or "row". `has_decimal_commas` says that a comma may stand before decimals, as
    where cells are separated by semicolons. `header_is_first` holds where the format itself names the columns.
    `read_rows` yields rows as they are read, and raises FileError with the line where the file breaks off.
    """

    file: str
    sheet: str
    kind: str
    read_rows: Callable[[], Iterator[Row]]
    guesses: tuple[str, ...] = ()
    line_word: str = "line"
    has_decimal_commas: bool = False
    header_is_first: bool = False
