"""Where a user's own files belong: the XDG folders, or the platform's own; nothing is written elsewhere."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def config_folder() -> Path | None:
    """Return the folder of the settings; None where the user has no home to hold one."""
    return _absolute_or_none(platformdirs.user_config_path("icb-tui", appauthor=False))


def data_folder() -> Path | None:
    """Return the folder of what the user keeps; None where the user has no home to hold one."""
    return _absolute_or_none(platformdirs.user_data_path("icb-tui", appauthor=False))


def cache_folder() -> Path | None:
    """Return the folder of what can be made again; None where the user has no home to hold one."""
    return _absolute_or_none(platformdirs.user_cache_path("icb-tui", appauthor=False))


def _absolute_or_none(path: Path) -> Path | None:
    """A path that is not absolute comes of a home that is not known, or of a variable that means nothing here."""
    return path if path.is_absolute() else None
