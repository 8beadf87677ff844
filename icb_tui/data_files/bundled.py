"""Where the data lie that came with the program."""

from __future__ import annotations

from pathlib import Path


def find_bundled_folder() -> Path:
    """The folder of the data: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    return next((d for d in (package / "data", package.parent / "data") if d.is_dir()), package / "data")
