"""A lock on a file: two sessions write one after the other. It does nothing where the platform has no such lock."""

from __future__ import annotations

from contextlib import suppress
from typing import IO

try:
    import fcntl
except ImportError:  # not a POSIX system
    fcntl = None  # type: ignore[assignment]


def lock_file(file: IO[bytes]) -> None:
    """Wait until no other session has the file locked, and lock it until it is closed."""
    if fcntl is not None:
        with suppress(OSError):  # a file system may have no locks
            fcntl.flock(file, fcntl.LOCK_EX)
