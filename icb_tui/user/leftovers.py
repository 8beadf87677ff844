"""What killed sessions left in the user's own folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from icb_tui.data_files.temporary_folder import remove_abandoned_folders
from icb_tui.user.paths import config_folder, data_folder


def remove_leftovers(data_folders: Sequence[Path]) -> None:
    """Remove it from the folders of the settings, of the sets, and of the user's own data. Never fails."""
    for folder in (config_folder(), data_folder(), *data_folders):
        if folder:
            remove_abandoned_folders(folder)
