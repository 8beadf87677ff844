"""Write CONTRIBUTING's table of folders from the folders' own docstrings: `make docs`; a test holds it current."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import icb_tui

ROOT = Path(__file__).parent.parent
PACKAGE = Path(icb_tui.__file__).parent
CONTRIBUTING = ROOT / "CONTRIBUTING.md"

FOLDERS = (
    "text domain analysis filters views data_files sheets importing user store pages output spoken reports "
    "terminal tui web cli"
).split()
"""The folders of the package, lowest first: a module imports only from its own folder and from those before it."""

INSIDE = {
    "importing": ["columns", "findings"],
    "store": ["user_sql"],
    "output": ["formats", "html_pages"],
    "terminal": ["early", "painting"],
    "tui": ["keys", "panes", "base", "screens"],
    "cli": ["commands"],
}
"""The folders inside these. Those of `terminal/` come before its own modules, those of `tui/` after them."""


def find_folders() -> Iterator[str]:
    """Yield the folders that there are, in the order of the floors, each followed by those inside it."""
    for folder in FOLDERS:
        for path in (folder, *(f"{folder}/{name}" for name in INSIDE.get(folder, ()))):
            if (PACKAGE / path / "__init__.py").exists():
                yield path


def read_first_line(path: Path) -> str:
    """Return the first line of a module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]


def make_table() -> str:
    """Return the table: a row for each folder, with what it is for and the modules in it."""
    rows = ["| folder | what it holds | modules |", "| --- | --- | --- |"]
    for folder in find_folders():
        modules = sorted(path.stem for path in (PACKAGE / folder).glob("*.py") if path.stem != "__init__")
        names = " ".join(f"`{name}`" for name in modules)
        rows.append(f"| `{folder}/` | {read_first_line(PACKAGE / folder / '__init__.py')} | {names} |")
    return "\n".join(rows)


def insert_table(text: str) -> str:
    """Return CONTRIBUTING with the table in its place."""
    pattern = r"(<!-- folders -->\n).*?(<!-- /folders -->)"
    return re.sub(pattern, lambda found: f"{found[1]}{make_table()}\n{found[2]}", text, flags=re.DOTALL)


if __name__ == "__main__":
    CONTRIBUTING.write_text(insert_table(CONTRIBUTING.read_text(encoding="utf-8")), encoding="utf-8")
