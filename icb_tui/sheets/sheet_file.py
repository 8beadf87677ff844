"""Where the bytes of a table come from: a file, or a bounded copy of what cannot be read twice."""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from icb_tui.data_files.files import check_file, explain_error
from icb_tui.data_files.problems import FileError

MAX_BYTES = 1024**3
"""The most bytes that are read of a file, or of what is packed in it."""

CHUNK = 1024 * 1024

EXPECTED = "expected CSV, Excel, OpenDocument, Parquet or JSON"


@dataclass(frozen=True)
class SheetFile:
    """A file to read as often as wanted; `name` is as messages call it, `ending` as its name ends (".csv", or "")."""

    path: Path
    name: str
    ending: str = ""

    def open_bytes(self) -> BinaryIO:
        """Open the bytes; raise FileError."""
        try:
            return self.path.open("rb")
        except OSError as error:
            raise explain_error(error) from None

    def read_start(self, size: int) -> bytes:
        """Return the first bytes; raise FileError."""
        with self.open_bytes() as raw:
            return read_chunk(raw, size)

    def read_chunks(self) -> Iterator[bytes]:
        """Yield all bytes in pieces; raise FileError."""
        with self.open_bytes() as raw:
            while chunk := read_chunk(raw):
                yield chunk


def read_chunk(file: IO[bytes], size: int = CHUNK) -> bytes:
    """Return the next bytes of a file, none at its end; raise FileError."""
    try:
        return file.read(size)
    except OSError as error:
        raise explain_error(error) from None


def open_file(path: Path) -> SheetFile:
    """Return a file as one of tables; raise FileError where it is missing, too large, or not a regular file."""
    if _is_pipe(path):
        raise FileError("a pipe, not a file; give - for the file, and the pipe as standard input")
    try:
        check_file(path, MAX_BYTES, "CSV, Excel, OpenDocument, Parquet or JSON")
    except FileNotFoundError:
        raise FileError(f"file not found; {EXPECTED}") from None
    return SheetFile(path, str(path), path.suffix.lower())


def _is_pipe(path: Path) -> bool:
    try:
        return path.is_fifo()
    except (OSError, ValueError):  # which check_file explains
        return False


def copy_stream(stream: BinaryIO, name: str, ending: str = "", largest: int = MAX_BYTES) -> SheetFile:
    """Copy what a stream holds to a temporary file, which is removed when nothing refers to it any more.

    A file, not memory: DuckDB reads paths, and a table may be larger than memory. Raises FileError.
    """
    handle, path = tempfile.mkstemp(prefix="icb-tui-")
    file = SheetFile(Path(path), name, ending)
    weakref.finalize(file, Path(path).unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as copy:
        while chunk := read_chunk(stream):
            if copy.tell() + len(chunk) > largest:
                raise FileError(f"too large; expected at most {largest:,} bytes")
            _write_chunk(copy, chunk)
    return file


def _write_chunk(copy: IO[bytes], chunk: bytes) -> None:
    try:
        copy.write(chunk)
    except OSError as error:
        raise FileError(f"cannot be copied to the folder of temporary files: {error.strerror}") from None
