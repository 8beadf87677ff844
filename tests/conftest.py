"""Options of the test run, and a cache folder of its own for each worker."""

import os
import tempfile
from pathlib import Path

import pytest

CACHE = tempfile.TemporaryDirectory(prefix="icb-tui-tests-")
os.environ["XDG_CACHE_HOME"] = str(Path(CACHE.name))
os.environ.pop("ICB_TUI_DATA", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--snapshot-update", action="store_true", help="write the screens of test_snapshots.py anew")
    parser.addoption("--golden-update", action="store_true", help="write the outputs of test_commands_golden.py anew")
