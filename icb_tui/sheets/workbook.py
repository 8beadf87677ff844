"""Any file that an analyst has, opened as sheets: what its bytes say counts, not how its name ends."""

from __future__ import annotations

import sys
from pathlib import Path

from icb_tui.data_files.problems import FileError
from icb_tui.sheets import separated_text
from icb_tui.sheets.encodings import find_encoding
from icb_tui.sheets.sheet import Sheet
from icb_tui.sheets.sheet_file import EXPECTED, SheetFile, copy_stream, open_file


def open_sheets(path: Path | None) -> list[Sheet]:
    """Return the sheets of a file, at least one, in their order; None is standard input.

    Raises FileError with one sentence, and the line where there is one, where the file cannot be read.
    """
    file = open_file(path) if path else _open_standard_input()
    if not file.read_start(1):
        raise FileError(f"empty file; {EXPECTED}")
    return [separated_text.open_text(file, find_encoding(file))]


def _open_standard_input() -> SheetFile:
    if sys.stdin is None or sys.stdin.isatty():
        raise FileError("standard input is a terminal; pipe a file into it, or give the name of a file")
    return copy_stream(sys.stdin.buffer, "standard input")
