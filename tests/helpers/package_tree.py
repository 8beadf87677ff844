"""The files of the project and the modules of the package, as text and as imports."""

from __future__ import annotations

import ast
from pathlib import Path

import icb_tui

ROOT = Path(__file__).parent.parent.parent
PACKAGE = Path(icb_tui.__file__).parent
"""The one that is tested: in the checkout, or installed (`make dist`)."""

TEST_FILES = {path.stem: path for path in (ROOT / "tests").rglob("*.py")}


def list_modules() -> dict[str, Path]:
    """Every module of the package by its dotted name below it."""
    found = {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in PACKAGE.rglob("*.py")}
    return {name.removesuffix(".__init__"): path for name, path in found.items() if name != "__init__"}


MODULES = list_modules()


def list_imports(path: Path) -> set[str]:
    """The project's modules that a module imports, anywhere in it: lazy imports count too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("icb_tui"):
            base = (node.module or "").removeprefix("icb_tui").lstrip(".")
            names |= {f"{base}.{alias.name}".lstrip(".") for alias in node.names} | {base}
    return names & set(MODULES)
