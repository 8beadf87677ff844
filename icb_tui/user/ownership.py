"""Whose a file or folder is, and who can write in it; imports next to nothing, for every start asks."""

from __future__ import annotations

import os
import stat
import sys

WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def is_private(status: os.stat_result) -> bool:
    """Return whether nobody but this user can have written there; Windows has no such modes."""
    return is_owned(status) and (sys.platform == "win32" or not status.st_mode & WRITABLE_BY_OTHERS)


def is_owned(status: os.stat_result) -> bool:
    """Return whether a file or folder is this user's; on Windows the user's folder is the user's."""
    return sys.platform == "win32" or status.st_uid == os.geteuid()
