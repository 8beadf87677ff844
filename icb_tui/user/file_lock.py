"""A lock on a file: two sessions write one after the other. It does nothing where a file system has no locks."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def lock_file(file: IO[bytes]) -> None:
        """Wait until no other session has the file locked, ten seconds at most, and lock it until it is closed."""
        with suppress(OSError):
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def lock_file(file: IO[bytes]) -> None:
        """Wait until no other session has the file locked, and lock it until it is closed."""
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)
