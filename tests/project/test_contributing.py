"""CONTRIBUTING tells the truth about the folders, and names only files that there are."""

from __future__ import annotations

import re

from docs_scripts import load_docs_script
from package_tree import PACKAGE, ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_table_of_folders_is_current() -> None:
    """`make docs` writes it anew."""
    assert load_docs_script("folders").make_table() in TEXT


def test_every_folder_of_the_package_is_in_the_table() -> None:
    inside = {path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("__init__.py")}
    assert set(load_docs_script("folders").find_folders()) == inside - {"."}


def test_every_file_that_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z_]*(?:\.[a-z]+)?)`", TEXT))
    places = (ROOT, PACKAGE, PACKAGE.parent)  # the package may be an installed one
    assert len(named) > 30
    assert [name for name in sorted(named) if not any((place / name).exists() for place in places)] == []
