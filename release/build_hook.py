"""What hatchling calls when it builds a wheel: the prepared data are made, and put beside the data files."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODULE, FOLDER = "release.prepared_data", "icb_tui/data/prepared"


class PreparedDataHook(BuildHookInterface):
    """Makes the prepared data for a wheel; an editable install prepares its data itself, for they change there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            self.made = tempfile.TemporaryDirectory(prefix="icb-tui-build-")  # removed when hatchling ends
            subprocess.run([sys.executable, "-m", MODULE, self.made.name], cwd=self.root, check=True, timeout=600)
            build_data["force_include"][self.made.name] = FOLDER
