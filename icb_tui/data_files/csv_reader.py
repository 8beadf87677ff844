"""CSV as people save it: bytes → rows with their lines, and everything wrong in them collected."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from icb_tui.data_files.problems import FileError, Problem
from icb_tui.text.cells import clean

MAX_BYTES = 64 * 1024 * 1024
"""The most bytes that a CSV file may have."""

MAX_PROBLEMS = 20
"""The problems that are listed; more are only counted."""

DELIMITERS = ",;\t"


class CsvRow(NamedTuple):
    """The cells of a row, and the line on which it begins."""

    line: int
    cells: list[str]


@dataclass
class CsvProblems:
    """The first problems of a file, each with its line and the header of its column, and how many there are."""

    first: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, column: str, message: str) -> None:
        self.count += 1
        if len(self.first) < MAX_PROBLEMS:
            self.first.append(Problem("", line, shorten_cell(column), message))


def decode_csv(raw: bytes) -> str:
    """Return the text of a CSV file; raise FileError where it is empty, in another encoding, or no text."""
    if raw.startswith(b"PK\x03\x04"):
        raise FileError("a spreadsheet or an archive, not CSV; save the sheet as “CSV UTF-8”")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in (raw[:1], raw[1:2]):
        raise FileError("a UTF-16 file, not UTF-8; save it as “CSV UTF-8”")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"not a UTF-8 file (byte {raw[error.start]:02X}), perhaps Latin-1 or Windows-1252"
        raise FileError(f"{message}; save it as “CSV UTF-8”", line) from None
    if (at := text.find("\0")) >= 0:
        raise FileError("a NUL character; expected text", text.count("\n", 0, at) + 1)
    if not text.strip():
        raise FileError("empty file; expected a header, and a row for each board and period")
    return text


def find_delimiter(text: str) -> str:
    """Return what stands between the cells of the header."""
    header = next((line for line in io.StringIO(text) if line.strip()), "")
    return max(DELIMITERS, key=header.count)


def read_rows(text: str, delimiter: str, problems: CsvProblems) -> Iterator[CsvRow]:
    """Yield the rows that are not blank; quoting that cannot be read is noted, and ends them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = "a cell that is too long" if "limit" in str(error) else "a misplaced quotation mark"
            problems.add(
                line,
                "",
                f"{what} ({clean(str(error))}); expected quotation marks around the whole cell, and doubled inside it",
            )
            return
        if any(map(str.strip, cells)):
            yield CsvRow(line, cells)


def shorten_cell(cell: str) -> str:
    """Return a cell as a message quotes it: on one line, shortened."""
    text = clean(cell[:60].strip())
    return f"{text[:40]}…" if len(text) > 40 else text
