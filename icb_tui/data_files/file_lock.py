"""A lock on a file, held until the file is closed, or whoever holds it is dead."""

from __future__ import annotations

import errno
import sys
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def lock_file(file: IO[bytes], *, wait: bool = True) -> None:
        """Lock a file until it is closed, after waiting ten seconds at most until no other session has it.

        Raises OSError where nothing can be locked, and where this one does not wait: Windows removes no open file.
        """
        if not wait:
            raise OSError(errno.EOPNOTSUPP, "no need to look who has it")
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def lock_file(file: IO[bytes], *, wait: bool = True) -> None:
        """Lock a file until it is closed, after waiting until no other session has it.

        Raises BlockingIOError where another has it and this one does not wait, and OSError where nothing can be locked.
        """
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
