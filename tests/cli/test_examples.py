"""Every example that the program prints of itself runs as written: in `--help`, in the man page and in docs/data.md."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from bundled_store import open_test_store
from command_line import run, split_command_line
from docs_scripts import load_docs_script
from web_session import make_set_event

from icb_tui.cli.exit_codes import BAD_DATA, EXIT_CODES, NO_TERMINAL
from icb_tui.cli.main import icb_tui

ROOT = Path(__file__).parent.parent.parent

OPERATORS = re.compile(r" [|>] |<\(")
"""What only a shell can do: these examples run in one."""

WAITS = "code,period,value,indicator,unit\nQK1,2026,12.5,Long waits,% of patients\n"
"""The CSV file that the example of `import` names."""


def list_help_examples() -> Iterator[str]:
    """The command lines in the help of every command."""
    for command in (icb_tui, *icb_tui.commands.values()):
        for paragraph in re.split(r"\n\s*\n", command.help or ""):
            line = " ".join(paragraph.split()).rpartition("For example: ")[2]
            if line.startswith("icb-tui "):
                yield line


def list_man_examples() -> Iterator[str]:
    yield from load_docs_script("man").EXAMPLES.values()


def list_page_examples() -> Iterator[str]:
    """The indented command lines of docs/data.md; its queries are run where the store is tested."""
    lines = (ROOT / "docs" / "data.md").read_text(encoding="utf-8").splitlines()
    yield from (line.strip() for line in lines if line.startswith("    ") and "icb-tui " in line)


EXAMPLES = [*dict.fromkeys([*list_help_examples(), *list_man_examples(), *list_page_examples()])]


def expected_code(line: str) -> int:
    """The exit code of an example without a terminal: only the explorer needs one."""
    return NO_TERMINAL if re.match(r"icb-tui (--|pick)", line) else 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a reader who has own data and a CSV file, and a home of its own."""
    (tmp_path / "my-data").mkdir()
    (tmp_path / "my-data" / "assessments.yaml").write_text('years: ["2026/27"]\n')
    (tmp_path / "waits.csv").write_text(WAITS)
    for name in ("CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home"))
    run("sets", "--keep", "neighbours", "LLR")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_runs_as_written(line: str, folder: Path) -> None:
    assert expected_code(line) in EXIT_CODES
    if OPERATORS.search(line):
        run_in_shell(line, folder)
        return
    with (
        mock.patch("icb_tui.store.cache.open_cached_store", return_value=open_test_store()),
        mock.patch("icb_tui.web.server.listen_for_signals", make_set_event),  # a server ends at once
    ):
        done = run(*split_command_line(line.replace("--port 8080", "--port 0")), code=expected_code(line))
    assert done.stdout or done.stderr


def run_in_shell(line: str, folder: Path) -> None:
    """Run a line of bash in which the program is on the path; its exit code is that of its own part of a pipe."""
    program = folder / "icb-tui"
    program.write_text(f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec '{sys.executable}' -m icb_tui \"$@\"\n")
    program.chmod(0o755)
    place = 1 if line.startswith("echo") else 0
    done = subprocess.run(
        ["bash", "-c", f"{line}\nexit ${{PIPESTATUS[{place}]}}"],
        env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == expected_code(line), done.stderr


def test_every_command_but_few_has_an_example() -> None:
    shown = {line.split()[1] for line in list_help_examples()}
    assert set(icb_tui.commands) <= shown
    assert len(EXAMPLES) >= 25


def read_readme_blocks() -> list[str]:
    """The indented blocks of the README's part on own data."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## Your own data\n", 1)[1].split("\n## ", 1)[0]
    return [textwrap.dedent(block) for block in re.findall(r"(?:^    .*\n)+", text, re.MULTILINE)]


def test_the_own_data_of_the_readme_works_as_written(folder: Path) -> None:
    data, commands, sheets = read_readme_blocks()
    (folder / "my-data" / "assessments.yaml").write_text(data, encoding="utf-8")
    assert run("check", "my-data").stdout
    listed = run("list", "--data", "my-data", "--year", "2026/27", "strong", "--format", "csv").stdout
    assert (
        listed.count("\n") == 2
        and "from my-data" in run("show", "QK1", "--data", "my-data", "--year", "2026/27").stdout
    )
    (folder / "waits.csv").write_text("code,period,value\nQK1,2026,12.5\n")
    imported, explorer = commands.replace("\\\n", " ").strip().split("\n")
    run(*split_command_line(imported))
    run(*split_command_line(explorer), code=NO_TERMINAL)
    assert "Waits over 18 weeks" in run("show", "QK1", "--data", "my-data", "--aim", "4").stdout
    template, filled = sheets.strip().split("\n")
    run(*split_command_line(template))
    assert "no finding yet" in run(*split_command_line(filled), code=BAD_DATA).stderr
