"""The data files as they are at one moment: each is read once, so that what is hashed is what is parsed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.data_files.files import check_file, is_there, read_file
from icb_tui.data_files.large_files import MAX_HASHED_BYTES, identify_large_file
from icb_tui.domain.records import FILES

MAX_FILE_BYTES = 1024 * 1024 * 1024
"""The most bytes that one data file may have."""

SETTLED_SECONDS = 2.0
"""For how many seconds a large file must have been left alone before its times are taken to tell its content."""

FileContents = Mapping[Path, bytes | None]
"""The bytes of each data file that there is; None for one that is too large to be read before it is needed."""


class Snapshot:
    """The data files of the bundled folder and of those laid over it.

    `contents` are the bytes of each that there is, and `large_files` what the system says of those without.
    """

    def __init__(self, over: Sequence[Path]) -> None:
        """Read the files; raise OSError or FileError where one cannot be."""
        self._taken_at = time.time()
        self.large_files: dict[Path, os.stat_result] = {}
        self.contents: dict[Path, bytes | None] = {}
        for path in [folder / name for folder in (find_bundled_folder(), *over) for name in FILES]:
            if is_there(path):
                self.contents[path] = self._read_small(path)

    def _read_small(self, path: Path) -> bytes | None:
        check_file(path, MAX_FILE_BYTES, "YAML")
        if path.stat().st_size <= MAX_HASHED_BYTES:
            return read_file(path, MAX_HASHED_BYTES, "YAML")
        self.large_files[path] = path.stat()
        return None

    def list_identities(self) -> Iterator[bytes]:
        """Yield what tells these files from any others: their places, and their contents or what stands for those."""
        for path, content in self.contents.items():
            yield os.fsencode(path.absolute())
            yield identify_large_file(self.large_files[path]) if content is None else content

    def is_settled(self) -> bool:
        """Whether nobody has written a large file since shortly before the snapshot was taken."""
        with suppress(OSError):
            return all(
                identify_large_file(path.stat()) == identify_large_file(status)
                and self._taken_at - max(status.st_mtime, status.st_ctime) > SETTLED_SECONDS
                for path, status in self.large_files.items()
            )
        return False
