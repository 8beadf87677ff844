"""Any file that an analyst has, opened as sheets: what its bytes say counts, not how its name ends."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from icb_tui.data_files.problems import FileError
from icb_tui.sheets.encodings import TextEncoding, find_encoding
from icb_tui.sheets.kinds import (
    GZIP,
    OLD_OFFICE,
    PARQUET,
    ZIP,
    name_other_kind,
    refuse_markup,
    refuse_other_kinds,
)
from icb_tui.sheets.sheet import Sheet
from icb_tui.sheets.sheet_file import EXPECTED, SheetFile, copy_stream, open_file

START = 4096
"""How many bytes tell the kind of a file."""


def open_sheets(path: Path | None) -> list[Sheet]:
    """Return the sheets of a file, at least one, in their order; None is standard input.

    Raises FileError with one sentence, and the line where there is one, where the file cannot be read.
    """
    file = open_file(path) if path else _open_standard_input()
    if file.read_start(2) == GZIP:
        file = _unpack_gzip(file)
    sheets = _open_by_kind(file, file.read_start(START))
    return [replace(sheet, guesses=(*name_other_kind(file, sheet), *sheet.guesses)) for sheet in sheets]


def _open_standard_input() -> SheetFile:
    if sys.stdin is None or sys.stdin.isatty():
        raise FileError("standard input is a terminal; pipe a file into it, or give the name of a file")
    return copy_stream(sys.stdin.buffer, "standard input")


def _unpack_gzip(file: SheetFile) -> SheetFile:
    import gzip
    import io
    import zlib

    ending = Path(file.name[: -len(file.ending)]).suffix.lower() if file.ending == ".gz" else file.ending
    try:
        with file.open_bytes() as packed, gzip.GzipFile(fileobj=packed) as stream:
            unpacked = copy_stream(io.BufferedReader(stream), file.name, ending)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise FileError("gzip data that is broken or incomplete; pack it again") from None
    if unpacked.read_start(2) == GZIP:
        raise FileError("packed with gzip twice; unpack it, and give what was in it")
    return unpacked


def _open_by_kind(file: SheetFile, start: bytes) -> list[Sheet]:
    """Open a file with the reader of its kind, which is imported only now."""
    if not start:
        raise FileError(f"empty file; {EXPECTED}")
    refuse_other_kinds(start)
    if start.startswith(ZIP) and start[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return _open_archive(file)
    if start.startswith(OLD_OFFICE):
        from icb_tui.sheets.old_excel import open_old_excel

        return open_old_excel(file)
    if start.startswith(PARQUET):
        from icb_tui.sheets.parquet import open_parquet

        return open_parquet(file)
    return _open_text(file, find_encoding(file), start)


def _open_archive(file: SheetFile) -> list[Sheet]:
    from icb_tui.sheets.archives import BROKEN, check_archive, describe_archive

    parts = check_archive(file)
    names = {part.lower() for part in parts}
    is_excel = bool(names & {"xl/workbook.xml", "xl/workbook.bin"})
    if is_excel and "content.xml" in names:
        raise FileError(BROKEN)  # two workbooks: the library might take the one that was not looked through
    if is_excel:
        from icb_tui.sheets.excel import open_excel

        return open_excel(file, parts)
    if {"mimetype", "content.xml"} <= names:
        from icb_tui.sheets.open_document import open_document

        return open_document(file)
    raise FileError(describe_archive(parts))


def _open_text(file: SheetFile, encoding: TextEncoding, start: bytes) -> list[Sheet]:
    from icb_tui.sheets.json_records import looks_like_json, open_json
    from icb_tui.sheets.separated_text import open_text

    text = start.decode(encoding.name, "ignore")
    refuse_markup(text)
    return open_json(file, encoding) if looks_like_json(text) else [open_text(file, encoding)]
