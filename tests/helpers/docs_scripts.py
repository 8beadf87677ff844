"""The scripts in docs/ that write pages, loaded as modules."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

DOCS = Path(__file__).parent.parent.parent / "docs"


@cache
def load_docs_script(name: str) -> ModuleType:
    """Return the script docs/NAME.py as a module."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
