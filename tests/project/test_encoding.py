"""Files of the program are read as UTF-8, whatever the locale says."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

from package_tree import PACKAGE

TEXT_CALLS = {"read_text", "write_text", "open", "fdopen"}


def list_calls_without_encoding(path: Path) -> list[str]:
    """The places of a module that open a text in the encoding of the locale."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        opens_bytes = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in ("os", "archive")
        modes = [
            each.value for each in [*node.args, *(k.value for k in node.keywords)] if isinstance(each, ast.Constant)
        ]
        binary = any(isinstance(mode, str) and "b" in mode for mode in modes)
        if name in TEXT_CALLS and not opens_bytes and not binary and "encoding" not in {k.arg for k in node.keywords}:
            found.append(f"{path.name}:{node.lineno}")
    return found


def test_every_text_file_is_opened_with_its_encoding() -> None:
    assert [place for path in PACKAGE.rglob("*.py") for place in list_calls_without_encoding(path)] == []


def test_the_data_are_prepared_in_a_locale_that_is_not_utf_8(tmp_path: Path) -> None:
    """Python reads files as ASCII here, and as EUC-JP or Shift-JIS in a locale of Japan; both fail on UTF-8."""
    other = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "icb_tui", "list", "midlands", "--year", "2022/23", "--format", "csv"]
    done = subprocess.run(command, env={**os.environ, **other}, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout[:5]) == (0, b"code,"), done.stderr
