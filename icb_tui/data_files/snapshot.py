"""The data files as they are at one moment: each is read once, so that what is hashed is what is parsed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.data_files.files import check_file, is_there, read_file
from icb_tui.domain.records import FILES

MAX_FILE_BYTES = 1024 * 1024 * 1024
"""The most bytes that one data file may have."""

MAX_HASHED_BYTES = 4 * 1024 * 1024
"""A file of more bytes is known by its place, size and times, for reading it whole would take longer than opening."""

SETTLED_SECONDS = 2.0
"""For how many seconds a large file must have been left alone before its times are taken to tell its content."""

FileContents = Mapping[Path, bytes | None]
"""The bytes of each data file that there is; None for one that is too large to be read before it is needed."""


class Snapshot:
    """The data files of the bundled folder and of the user's own.

    `contents` are the bytes of each that there is, and `large_files` what tells those without.
    """

    def __init__(self, over: Sequence[Path]) -> None:
        """Read the files; raise OSError or FileError where one cannot be."""
        self._taken_at = time.time()
        self.large_files: dict[Path, bytes] = {}
        self.contents: dict[Path, bytes | None] = {}
        for path in [folder / name for folder in (find_bundled_folder(), *over) for name in FILES]:
            if is_there(path):
                self.contents[path] = self._read_small(path)

    def _read_small(self, path: Path) -> bytes | None:
        check_file(path, MAX_FILE_BYTES, "YAML")
        if path.stat().st_size <= MAX_HASHED_BYTES:
            return read_file(path, MAX_HASHED_BYTES, "YAML")
        self.large_files[path] = _identify_large_file(path)
        return None

    def list_identities(self) -> Iterator[bytes]:
        """Yield what tells these files from any others: their places, and their contents or what stands for those."""
        for path, content in self.contents.items():
            yield os.fsencode(path.absolute())
            yield self.large_files[path] if content is None else content

    def is_settled(self) -> bool:
        """Whether nobody has written a large file since shortly before the snapshot was taken."""
        with suppress(OSError):
            return all(
                _identify_large_file(path) == identity and self._taken_at - _find_last_change(path) > SETTLED_SECONDS
                for path, identity in self.large_files.items()
            )
        return False


def _identify_large_file(path: Path) -> bytes:
    """What tells a file that is not read: a change of any kind has another time of the last."""
    status = path.stat()
    return f"{status.st_dev} {status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}".encode()


def _find_last_change(path: Path) -> float:
    """The seconds since 1970 at which a file was last written, renamed or given another time."""
    status = path.stat()
    return max(status.st_mtime, status.st_ctime)
