"""Where a user's own files belong, as platformdirs finds it, which takes longer to load than a command may take.

It imports next to nothing: the early frame is looked for with it.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing itself would take a fifth of the time that the early frame needs
if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "icb-tui"

PLACES = {
    "config": ("XDG_CONFIG_HOME", ".config", "Library/Application Support"),
    "data": ("XDG_DATA_HOME", ".local/share", "Library/Application Support"),
    "cache": ("XDG_CACHE_HOME", ".cache", "Library/Caches"),
}
"""By what a folder is for: the variable that names it, and where it is in the home folder without one, on a Mac too."""


def find_home_folder(kind: str, environment: Mapping[str, str]) -> str:
    """Return the folder of the program for one of PLACES; "" where only platformdirs knows it, or nobody."""
    variable, usual, of_mac = PLACES[kind]
    home, wanted = environment.get("HOME", ""), environment.get(variable, "")
    is_known = sys.platform == "linux" and "ANDROID_DATA" not in environment and (not wanted or os.path.isabs(wanted))
    is_mac = sys.platform == "darwin" and not wanted  # whether a variable counts there depends on its version
    if not (is_known or is_mac) or not os.path.isabs(home):
        return ""
    return os.path.join(wanted or os.path.join(home, of_mac if is_mac else usual), NAME)
