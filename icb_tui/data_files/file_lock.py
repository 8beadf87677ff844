"""A lock on a file, held until the file is closed, or whoever holds it is dead."""

from __future__ import annotations

import errno
from typing import IO

try:
    import fcntl
except ImportError:  # not a POSIX system
    fcntl = None  # type: ignore[assignment]


def lock_file(file: IO[bytes], *, wait: bool = True) -> None:
    """Lock a file until it is closed, after waiting until no other session has it.

    Raises BlockingIOError where another has it and this one does not wait, and OSError where nothing can be locked.
    """
    if fcntl is None:
        raise OSError(errno.ENOTSUP, "no locks on this platform")
    fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
