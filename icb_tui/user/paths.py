"""Where a user's own files belong: the XDG folders, or the platform's own; nothing is written elsewhere."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from icb_tui.user.home_folders import NAME, find_home_folder


def config_folder() -> Path | None:
    """Return the folder of the settings; None where the user has no home to hold one."""
    return _find_folder("config")


def data_folder() -> Path | None:
    """Return the folder of what the user keeps; None where the user has no home to hold one."""
    return _find_folder("data")


def cache_folder() -> Path | None:
    """Return the folder of what can be made again; None where the user has no home to hold one."""
    return _find_folder("cache")


def _find_folder(kind: str) -> Path | None:
    """The folder of one kind: a path that is not absolute comes of a home that is not known, or of a wrong variable."""
    if plain := find_home_folder(kind, os.environ):
        return Path(plain)
    import platformdirs

    try:
        path: Path = getattr(platformdirs, f"user_{kind}_path")(NAME, appauthor=False)
    except RuntimeError:  # what newer versions say of a home that is not known
        return None
    return path if path.is_absolute() else None


def find_nearest(folder: Path) -> tuple[Path, os.stat_result]:
    """Return a folder, or the nearest one above it that is there, and its status."""
    with suppress(OSError):
        return folder, folder.stat()
    return find_nearest(folder.parent)


def describe_other_owner(folder: Path) -> str:
    """Return that a folder, or the nearest one above it that is there, is another user's; empty where it is not.

    So it is where sudo keeps the HOME of whoever calls it: root could write there, and its files would be in the way.
    """
    place, status = find_nearest(folder)
    is_others = sys.platform != "win32" and status.st_uid not in (0, os.geteuid())
    return f"{place} belongs to another user" if is_others else ""
