"""Where the bytes of a table come from: a file, or a bounded copy of what cannot be read twice."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from icb_tui.data_files.files import check_file, explain_error
from icb_tui.data_files.problems import FileError
from icb_tui.data_files.temporary_folder import make_scratch_folder

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
    if not path.stat().st_size:  # which what the kernel shows has too, and reading that may wait for ever
        raise FileError(f"empty file; {EXPECTED}")
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
    try:
        with ExitStack() as stack:
            file = SheetFile(stack.enter_context(make_scratch_folder()) / "table", name, ending)
            _copy_chunks(stream, file.path, largest)
            weakref.finalize(file, stack.pop_all().close)
    except OSError as error:
        raise FileError(f"cannot be copied: {error.strerror}") from None
    return file


def _copy_chunks(stream: BinaryIO, path: Path, largest: int) -> None:
    with path.open("xb") as copy:
        while chunk := read_chunk(stream):
            if copy.tell() + len(chunk) > largest:
                raise FileError(f"too large; expected at most {largest:,} bytes")
            copy.write(chunk)
