"""How a file is known that is too large to be read at each start; it imports next to nothing, for every start asks."""

from __future__ import annotations

import os

MAX_HASHED_BYTES = 4 * 1024 * 1024
"""A file of more bytes is known by its place, size and times, for reading it whole would take longer than opening."""


def identify_large_file(status: os.stat_result) -> bytes:
    """Return what tells a file that is not read; a change of any kind has another time of the last."""
    return f"{status.st_dev} {status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}".encode()
