"""The wording of messages, kept apart from what a test checks: a file for each test module, a section for each test.

`make test ARGS=--golden-update` writes the files anew after a rewording; then read the diff of tests/wording/.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from pathlib import Path

from icb_tui.data_files.bundled import find_bundled_folder

if sys.platform != "win32":
    import fcntl

FOLDER = Path(__file__).parent.parent / "wording"

update = False
"""Whether the files are written anew; tests/conftest.py sets it."""

_calls: Counter[str] = Counter()
"""How many texts each test has checked so far."""


TEMPORARY = re.compile(r"(/\S+)?/pytest-of-[^/\s]+/pytest-\d+(/popen-gw\d+)?/[^/\s]+")
"""The folder of a test, which has another name in each run."""


def check_wording(text: str) -> None:
    """Compare a text with the one that was kept for this place of the running test.

    Its temporary folder reads TMP there, and the folder of the bundled data DATA.
    """
    text = TEMPORARY.sub("TMP", text).replace(str(find_bundled_folder()), "DATA").removesuffix("\n")
    path, test = os.environ["PYTEST_CURRENT_TEST"].rpartition(" (")[0].split("::", 1)
    module = Path(path).stem
    _calls[module + test] += 1
    name = f"{test} #{_calls[module + test]}"
    if update:
        _write_section(FOLDER / f"{module}.txt", name, text)
        return
    assert text == read_sections(FOLDER / f"{module}.txt").get(name)


def read_sections(path: Path) -> dict[str, str]:
    """The texts of a test module, by test and number of the call."""
    parts = re.split(r"^== (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:] if path.exists() else []
    return {name: text.removesuffix("\n\n") for name, text in zip(parts[::2], parts[1::2], strict=True)}


def _write_section(path: Path, name: str, text: str) -> None:
    """Put a text in its place; several processes of a test run may do so at once."""
    with (FOLDER / ".lock").open("w") as lock:
        if sys.platform != "win32":  # where one process must do
            fcntl.flock(lock, fcntl.LOCK_EX)
        sections = read_sections(path) | {name: text}
        path.write_text("".join(f"== {key}\n{sections[key]}\n\n" for key in sorted(sections)), encoding="utf-8")
