"""Texts of separated cells (CSV and its kin): the separator guessed, the rows streamed with their lines."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from icb_tui.data_files.files import explain_error
from icb_tui.data_files.problems import FileError
from icb_tui.sheets.encodings import TextEncoding
from icb_tui.sheets.sheet import Row, Sheet
from icb_tui.sheets.sheet_file import SheetFile
from icb_tui.text.cells import clean

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}

SAMPLE_CHARACTERS, SAMPLE_ROWS = 256 * 1024, 200
"""How much of the start is looked at for the separator."""


def open_text(file: SheetFile, encoding: TextEncoding) -> Sheet:
    """Return a text of separated cells as a sheet; raise FileError."""
    separator = find_separator(_read_sample(file, encoding.name))
    guesses = encoding.guesses
    if separator != ",":
        guesses = (*guesses, f"Cells are separated by {SEPARATORS[separator]}.")
    return Sheet(
        file=file.name,
        sheet="",
        kind="CSV" if separator in ",;" else "text",
        read_rows=lambda: read_rows(file, encoding.name, separator),
        guesses=guesses,
        has_decimal_commas=separator == ";",
    )


def _read_sample(file: SheetFile, encoding: str) -> str:
    """Return the first whole lines of a text."""
    with _open_lines(file, encoding) as text:
        sample = text.read(SAMPLE_CHARACTERS)
        return sample + text.readline(SAMPLE_CHARACTERS)


@contextmanager
def _open_lines(file: SheetFile, encoding: str) -> Iterator[io.TextIOWrapper]:
    """Open a text whose line ends stay as they are: csv tells those inside cells from those between rows."""
    with file.open_bytes() as raw, io.TextIOWrapper(raw, encoding, newline="") as text:
        try:
            yield text
        except UnicodeDecodeError:
            raise FileError("changed while it was read; try again") from None
        except OSError as error:
            raise explain_error(error) from None


def find_separator(sample: str) -> str:
    """Return the separator with which the most rows have the same count of cells, two or more; a comma where none has.

    Titles above a table and notes below it have other counts, so csv.Sniffer, which wants all rows alike, is no help.
    """
    return max(SEPARATORS, key=lambda separator: _count_agreeing(sample, separator))


def _count_agreeing(sample: str, separator: str) -> tuple[int, int]:
    """Return how many rows have the commonest count of cells above one, and that count."""
    counts: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            counts[len(row)] += any(map(str.strip, row))
            if counts.total() >= SAMPLE_ROWS:
                break
    except csv.Error:  # told by read_rows, which knows the line
        pass
    agreeing = [(rows, cells) for cells, rows in counts.items() if cells > 1 and rows]
    return max(agreeing, default=(0, 0))


def read_rows(file: SheetFile, encoding: str, separator: str) -> Iterator[Row]:
    """Yield the rows that are not blank, each with the line on which it begins.

    Raises FileError, with that line, where quoting or a cell cannot be read.
    """
    with _open_lines(file, encoding) as text:
        reader = csv.reader(text, delimiter=separator, strict=True)
        make_row = tuple.__new__  # twice as fast as Row itself, for a million rows
        line = 1
        try:
            for cells in reader:
                if (cells and cells[0].strip()) or "".join(cells).strip():
                    yield make_row(Row, (line, cells))
                line = reader.line_num + 1
        except csv.Error as error:
            raise _explain_csv_error(error, line) from None


def _explain_csv_error(error: csv.Error, line: int) -> FileError:
    what = "a cell that is too long" if "limit" in str(error) else "a misplaced quotation mark"
    return FileError(
        f"{what} ({clean(str(error))}); expected quotation marks around the whole cell, and doubled inside it", line
    )
