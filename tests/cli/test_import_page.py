"""The page on importing: each of its commands is run, and prints what the page says."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import sys
from pathlib import Path
from unittest import mock

import pytest
import wording
from command_line import split_command_line
from terminal_session import TerminalSession
from workbooks import write_workbook

from icb_tui.__main__ import main

PAGE = Path(__file__).parent.parent.parent / "docs" / "import.md"

DOWNLOADS = Path(__file__).parent.parent / "importing" / "downloads"

BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)

DIALOGUE = re.compile(r"```text\n\$ ([^\n]*)\n(.*?)```", re.DOTALL)
"""A command line at a terminal, and the screen at its end."""

ANSWERS = {
    "--value: ": "",
    "--aim: ": "4",
    "--source: ": "NHS England, A&E attendances, June 2026",
}
"""What is answered in the dialogue of the page, by the beginning of each prompt."""

SESSION = re.compile(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
"""A command line, which may go on behind a backslash, and what it prints."""


def list_sections() -> list[str]:
    """The parts of the page: each has a folder of its own."""
    return re.split(r"^(?=## )", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]


def read_dialogue() -> tuple[str, str]:
    """The command line of the page's dialogue, and what stands below it."""
    found = DIALOGUE.search(PAGE.read_text(encoding="utf-8"))
    assert found
    return found[1], found[2]


def make_downloads(folder: Path) -> None:
    for path in DOWNLOADS.glob("*.csv"):
        shutil.copy(path, folder)
    for path in DOWNLOADS.glob("*.xlsx.json"):
        write_workbook(folder / path.name.removesuffix(".json"), json.loads(path.read_text(encoding="utf-8")))


def print_together(line: str) -> str:
    """What a command line prints on both streams, as a terminal would show it."""
    out = io.StringIO(newline="")
    with (
        Path(os.devnull).open() as nowhere,
        mock.patch.object(sys, "argv", split_command_line(line.replace("\\\n", " "))),
        mock.patch.object(sys, "stdin", nowhere),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        contextlib.suppress(SystemExit),
    ):
        sys.argv.insert(0, "icb-tui")
        main()
    return out.getvalue()


def run_section(section: str) -> str:
    """The part of the page with what its commands print now."""
    return BLOCK.sub(lambda block: f"```console\n{SESSION.sub(run_line, block[1])}```", section)


def run_line(found: re.Match[str]) -> str:
    return f"$ {found[1]}\n{print_together(found[1])}"


@pytest.mark.parametrize("section", list_sections(), ids=lambda section: section.split("\n")[0])
def test_a_command_prints_what_the_page_says(section: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_downloads(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    printed = run_section(section)
    if wording.update:
        PAGE.write_text(PAGE.read_text(encoding="utf-8").replace(section, printed), encoding="utf-8")
    else:
        assert printed == section


def test_the_dialogue_at_a_terminal_is_as_the_page_shows_it(
    sessions: list[TerminalSession], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_downloads(tmp_path)
    monkeypatch.chdir(tmp_path)
    line, shown = read_dialogue()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    session = TerminalSession(*split_command_line(line), columns=110, lines=60, PYTHONPATH=str(PAGE.parent.parent))
    sessions.append(session)
    for prompt, typed in ANSWERS.items():
        session.wait_for(prompt)
        session.press(typed.encode() + b"\r")
    assert session.wait_for_end() == 0
    screen = "\n".join(line.rstrip() for line in session.text.splitlines()).rstrip() + "\n"
    if wording.update:
        PAGE.write_text(PAGE.read_text(encoding="utf-8").replace(f"{line}\n{shown}", f"{line}\n{screen}"), "utf-8")
    else:
        assert screen == shown


def test_the_page_shows_each_kind_of_file() -> None:
    publishers = ("NHS England", "NHS Digital", "Fingertips", "ONS", "OpenPrescribing", "own")
    with_commands = [section.split("\n")[0] for section in list_sections() if SESSION.search(section)]
    assert [each for each in publishers if not any(each in title for title in with_commands)] == []
