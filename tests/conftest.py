"""Options of the test run, a cache folder of its own for each worker, and the fixtures that several folders use."""

from __future__ import annotations

import base64
import functools
import os
import pickle
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import wording
from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

from icb_tui.data_files import yaml_reader

if TYPE_CHECKING:
    from terminal_session import TerminalSession
    from textual.drivers.headless_driver import HeadlessDriver

CACHE = tempfile.TemporaryDirectory(prefix="icb-tui-tests-")
os.environ["XDG_CACHE_HOME"] = str(Path(CACHE.name))
os.environ.pop("ICB_TUI_DATA", None)

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each of the hundreds of processes that tests start compiles all
sys.dont_write_bytecode = False

hypothesis.settings.register_profile("icb-tui", deadline=None)  # how long a case takes depends on the machine
hypothesis.settings.load_profile("icb-tui")

read_yaml = yaml_reader.read_yaml


@functools.lru_cache(maxsize=16)
def read_and_pickle(text: str) -> bytes:
    return pickle.dumps(read_yaml(text))


def read_yaml_once(text: str) -> Any:
    """What `read_yaml` returns. The bundled files take it a fifth of a second, and hundreds of tests read them."""
    return pickle.loads(read_and_pickle(text))


yaml_reader.read_yaml = read_yaml_once


set_variables = Stylesheet.set_variables

parsed_styles: defaultdict[tuple[tuple[str, str], ...], LRUCache[Any, Any]] = defaultdict(lambda: LRUCache(512))
"""The rules of each style sheet of Textual and of the app, by the colours of the theme."""


def set_variables_and_keep_rules(sheet: Stylesheet, variables: dict[str, str]) -> None:
    """What `set_variables` does; what is parsed is kept for the next app, for tests start hundreds of them."""
    sheet._parse_cache = LRUCache(0)  # which it empties
    set_variables(sheet, variables)
    sheet._parse_cache = parsed_styles[tuple(sorted(variables.items()))]


Stylesheet.set_variables = set_variables_and_keep_rules  # type: ignore[assignment, method-assign]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--snapshot-update", action="store_true", help="write the screens of test_snapshots.py anew")
    parser.addoption("--golden-update", action="store_true", help="write tests/golden/ and tests/wording/ anew")


def pytest_configure(config: pytest.Config) -> None:
    wording.update = config.getoption("--golden-update")


NEEDS_POSIX = re.compile(
    r"^ *(import|from) (chromium|fcntl|fuzz|pty|pwd|resource|shlex|termios|terminal_session|web_session)\b"
    r"|mkfifo|symlink|chmod|st_mode|/dev/|/proc|XDG_|split_command_line",
    re.MULTILINE,
)
"""What a module of tests names that needs a pseudo terminal, signals, a POSIX shell, modes, or the XDG folders."""


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """On Windows, leave out the modules of tests that need what it does not have."""
    if sys.platform == "win32" and collection_path.name.startswith("test_"):
        return True if NEEDS_POSIX.search(collection_path.read_text(encoding="utf-8")) else None
    return None


FEW_FILES, WORKERS = 3, 3
"""Up to so many files run in one process: starting workers takes longer (1.5 s) than they save. Three workers suit two
cores, for tests of real processes and browsers wait for them: 155 s where two took 169.
"""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many processes run the tests where no `-n` says it: pytest asks this for `--numprocesses=auto`."""
    paths = [Path(argument.partition("::")[0]) for argument in config.args]
    files = {file for path in paths for file in ([path] if path.is_file() else path.rglob("test_*.py"))}
    return 0 if len(files) <= FEW_FILES else WORKERS


@pytest.fixture
def sessions() -> Iterator[list[TerminalSession]]:
    """The sessions in a terminal that a test starts: each is closed at its end, however it ends."""
    started: list[TerminalSession] = []
    yield started
    for session in started:
        session.close()


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the terminal's clipboard is given in a test of the app, decoded."""
    texts: list[str] = []

    def write(driver: HeadlessDriver, text: str) -> None:
        if found := re.fullmatch("\x1b]52;c;([A-Za-z0-9+/=]*)\x07", text):
            texts.append(base64.b64decode(found[1]).decode())

    monkeypatch.setattr("textual.drivers.headless_driver.HeadlessDriver.write", write)
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.delenv("STY", raising=False)
    return texts
