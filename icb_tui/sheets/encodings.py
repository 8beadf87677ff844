"""The encoding of a text file: by its first bytes, else UTF-8, else Windows-1252, and what was guessed is said."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from icb_tui.data_files.problems import FileError
from icb_tui.sheets.sheet_file import EXPECTED, SheetFile

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark begins it
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

MAX_LINE = 64 * 1024 * 1024
"""The most characters of a line: a JSON file may be one line, and is read up to this size."""

SAVE_AGAIN = "save it as “CSV UTF-8”"


class TextEncoding(NamedTuple):
    """The name of an encoding as Python calls it, and sentences on what was guessed of it."""

    name: str
    guesses: tuple[str, ...] = ()


def find_encoding(file: SheetFile) -> TextEncoding:
    """Return the encoding in which the whole of a text can be read.

    Raises FileError, with the line, where no encoding fits, or where the file is blank or not a text.
    """
    first = file.read_start(1024)
    if name := next((name for mark, name in BYTE_ORDER_MARKS.items() if first.startswith(mark)), ""):
        return _check_marked(file, name)
    if name := _guess_utf_16(first):
        return _check_marked(file, name)._replace(guesses=("Read as UTF-16, though it does not begin as UTF-16.",))
    try:
        check_text(file, "utf-8")
    except UnicodeDecodeError:
        return _guess_windows_1252(file)
    return TextEncoding("utf-8")


def _check_marked(file: SheetFile, name: str) -> TextEncoding:
    try:
        check_text(file, name)
    except UnicodeDecodeError:
        told = name.removesuffix("-sig").removesuffix("-le").removesuffix("-be").upper()
        line, _ = _find_line(file, name, "replace", "\ufffd")
        raise FileError(f"begins as {told}, but is not {told} throughout; {SAVE_AGAIN}", line) from None
    return TextEncoding(name)


def _guess_utf_16(first: bytes) -> str:
    """Return UTF-16 with its byte order where every other byte is mostly zero, as in texts of Western Europe."""
    even, odd = first[0::2], first[1::2]
    for zeros, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros and zeros.count(0) > len(zeros) * 0.7 and others.count(0) < max(len(others) * 0.1, 1):
            return name
    return ""


def _guess_windows_1252(file: SheetFile) -> TextEncoding:
    """Windows-1252 is what Excel on a British computer saves as "CSV"; five bytes mean nothing in it."""
    line, byte = _find_line(file, "utf-8", "surrogateescape", "[\udc80-\udcff]")
    try:
        check_text(file, "cp1252")
    except UnicodeDecodeError:
        line, byte = _find_line(file, "cp1252", "surrogateescape", "[\udc80-\udcff]")
        raise FileError(f"neither UTF-8 nor Windows-1252 (byte {_name_byte(byte)}); {SAVE_AGAIN}", line) from None
    character = byte.encode("utf-8", "surrogateescape").decode("cp1252")
    shown = f"“{character}”" if character.isprintable() and not character.isspace() else "a space"
    return TextEncoding(
        "cp1252",
        (f"Read as Windows-1252: byte {_name_byte(byte)} on line {line} is not UTF-8, and was taken for {shown}.",),
    )


def _name_byte(escaped: str) -> str:
    return escaped.encode("utf-8", "surrogateescape").hex().upper()


def check_text(file: SheetFile, encoding: str) -> None:
    """Read a text once, in pieces, and raise UnicodeDecodeError where it is in another encoding.

    Raises FileError where it is blank, holds a NUL, or has a line too long to be of a table.
    """
    decoder, blank, length = codecs.getincrementaldecoder(encoding)(), True, 0
    for chunk in file.read_chunks():
        text = decoder.decode(chunk)
        if "\0" in text:
            line, _ = _find_line(file, encoding, "replace", "\0")
            raise FileError(f"a NUL character, which no text has; {EXPECTED}", line)
        blank = blank and (not text or text.isspace())
        end = max(text.rfind("\n"), text.rfind("\r"))
        length = len(text) - end - 1 if end >= 0 else length + len(text)
        if length > MAX_LINE:
            raise FileError(f"a line of more than {MAX_LINE:,} characters; {EXPECTED}")
    decoder.decode(b"", final=True)
    if blank:
        raise FileError(f"empty file; {EXPECTED}, with a header and a row for each board and period")


def _find_line(file: SheetFile, encoding: str, errors: str, pattern: str) -> tuple[int, str]:
    """Return the first line, from 1, on which a pattern is found in a text that is decoded so, and what was found."""
    for line, piece in _read_pieces(file, encoding, errors):
        if found := re.search(pattern, piece):
            return line, found[0]
    return 1, ""


def _read_pieces(file: SheetFile, encoding: str, errors: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers, long ones in pieces: a file of zeros is one line."""
    line = 1
    with file.open_bytes() as raw, io.TextIOWrapper(raw, encoding, errors, newline="") as text:
        while piece := text.readline(MAX_LINE):
            yield line, piece
            line += piece.endswith(("\n", "\r"))
