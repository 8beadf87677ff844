"""Where the data lie that came with the program."""

from __future__ import annotations

from pathlib import Path


def bundled() -> Path:
    """The folder of the data: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    return next((d for d in (package / "data", package.parent / "data") if d.is_dir()), package / "data")
