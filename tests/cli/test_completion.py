"""Completion as the shells ask for it, and once for real in those that are installed."""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import pty
import random
import select
import shutil
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from unittest import mock

import pyte
import pytest
from bundled_store import load_data
from click import shell_completion
from command_line import list_loaded_modules
from hypothesis import given
from hypothesis import strategies as st
from terminal_session import take_terminal
from workbooks import write_workbook

from icb_tui.__main__ import main
from icb_tui.cli import completion
from icb_tui.cli.main import icb_tui
from icb_tui.cli.shell_lines import FishLine, ShellLine


def read_output(out: io.TextIOWrapper) -> str:
    out.flush()
    assert isinstance(out.buffer, io.BytesIO)
    return out.buffer.getvalue().decode()


def complete_line(line: str, shell: str = "bash", replaced: str | None = None, laid_over: bool = False) -> list[str]:
    """The candidates at the end of a line, as the script of a shell gets them, without their types."""
    words = line.split(" ")
    asked = {"bash": words[-1] if replaced is None else replaced, "zsh": str(len(words) - 1), "fish": words[-1]}
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    told = {"_ICB_TUI_COMPLETE": f"{shell}_complete", "COMP_WORDS": line, "COMP_CWORD": asked[shell]}
    with (
        mock.patch.dict(os.environ, told),
        mock.patch("icb_tui.store.cache.load_cached_dataset", return_value=load_data())
        if not laid_over
        else contextlib.nullcontext(),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    assert (ended.value.code or 0, err.getvalue()) == (0, "")
    return [line.removeprefix("plain,") for line in read_output(out).splitlines() if line]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("icb-tui sho", ["show"]),
        ("icb-tui completion ", ["bash", "zsh", "fish"]),
        ("icb-tui llr", ["LLR"]),
        ("icb-tui cor", ["Cornwall\\ and\\ the\\ Isles\\ of\\ Scilly"]),
        ("icb-tui comp", ["compare", "completion"]),
        ("icb-tui llr ineq", ["inequalities"]),
        ("icb-tui show qk", ["QK1", "QKK", "QKS"]),
        ("icb-tui show ll", ["LLR"]),
        ("icb-tui show leic", ["Leicester,\\ Leicestershire\\ and\\ Rutland"]),
        ("icb-tui show C\\&", ["C\\&P", "C\\&W", "C\\&M"]),
        ("icb-tui show 'C&W", ["'C&W"]),
        ("icb-tui brief LLR c\\&w", ["C\\&W"]),
        ("icb-tui why LLR ", ["1", "2", "3", "4", "5"]),
        ("icb-tui why LLR hea", ["health"]),
        ("icb-tui map ine", ["inequalities"]),
        ("icb-tui list --year 2023", ["2023/24"]),
        ("icb-tui list --evidence ass", ["assessed"]),
        ("icb-tui list --voice ass", ["assessed"]),
        ("icb-tui list --ev", ["--evidence"]),
        ("icb-tui list --vo", []),
        ("icb-tui --view m", ["matrix", "map"]),
        ("icb-tui --view=ma", ["--view=matrix", "--view=map"]),
        ("icb-tui --sort r", ["rating", "region"]),
        ("icb-tui --sort w", ["worst"]),
        ("icb-tui --indicator ae", ["ae-4-hours"]),
        ("icb-tui --compare LLR,c\\&w", ["LLR,C\\&W"]),
        ("icb-tui compare LLR midl", ["Midlands"]),
        ("icb-tui compare LLR eng", ["england"]),
        ("icb-tui list midl", ["midlands"]),
        ("icb-tui list 1:str", ["1:strong"]),
        ("icb-tui list midlands not lon", ["london"]),
        ("icb-tui list kent med", ["medway"]),
        ("icb-tui list not heref", ["herefordshire"]),
        ("icb-tui list name:mid", ["name:mid"]),
        ("icb-tui list 18-w", ["rtt-within-18-weeks"]),
        ("icb-tui list rtt", ["rtt-within-18-weeks", "rtt-year-waits"]),
        ("icb-tui indicators a\\&e", ["ae-4-hours"]),
        ("icb-tui list --format js", ["json", "jsonl"]),
        ("icb-tui compare --set ", ["near", "south\\ west\\ \\&\\ me"]),
        ("icb-tui sets --delete n", ["near"]),
    ],
)
def test_a_line_is_completed(line: str, words: list[str], tmp_path: Path) -> None:
    (tmp_path / "icb-tui").mkdir()
    (tmp_path / "icb-tui" / "sets.json").write_text('{"near": ["QK1"], "south west & me": ["QWU"]}')
    with mock.patch.dict(os.environ, XDG_DATA_HOME=str(tmp_path)):
        assert complete_line(line) == words


def test_bash_gets_what_stands_after_a_colon_an_equals_sign_or_a_quotation_mark() -> None:
    assert complete_line("icb-tui list 1:st", replaced="st") == ["strong"]
    assert complete_line("icb-tui --view=ma", replaced="ma") == ["matrix", "map"]
    assert complete_line("icb-tui --filter 'midlands 1:str", replaced="midlands 1:str") == ["midlands 1:strong"]
    assert complete_line('icb-tui show "leic', replaced="leic") == ["Leicester, Leicestershire and Rutland"]


def test_help_stands_beside_where_the_shell_shows_it() -> None:
    name = "NHS Leicester, Leicestershire and Rutland Integrated Care Board"
    assert complete_line("icb-tui show LLR", "fish") == [f"LLR\t{name}"]
    assert complete_line("icb-tui show LLR", "zsh") == ["plain", "LLR", name]


def test_every_board_is_found_by_its_code_its_label_and_its_short_name() -> None:
    for icb in load_data().icbs:
        for form in (icb.code, icb.label, icb.short_name):
            assert (form, icb.name) in completion.complete_board(load_data(), form.lower())


def test_bad_data_and_unreadable_sets_give_no_candidates_and_no_word(tmp_path: Path) -> None:
    (tmp_path / "icbs.yaml").write_text("icbs: 1")
    (tmp_path / "icb-tui").mkdir()
    (tmp_path / "icb-tui" / "sets.json").write_text("{")
    environment = {"_ICB_TUI_COMPLETE": "bash_complete", "COMP_CWORD": "", "XDG_DATA_HOME": str(tmp_path)}
    for line in (f"icb-tui --data {tmp_path} show ", f"icb-tui show --data {tmp_path} ", "icb-tui --set "):
        with mock.patch.dict(os.environ, {**environment, "COMP_WORDS": line}):
            done = subprocess.run(
                [sys.executable, "-m", "icb_tui"], capture_output=True, text=True, check=False, timeout=60
            )
        assert (done.stdout.strip(), done.stderr, done.returncode) == ("", "", 0)


SHELL_NAMES = ("bash", "zsh", "fish")

TYPED = [
    "",
    "a",
    "c",
    "ll",
    "LEIC",
    "mid",
    "1:str",
    "not",
    "'C&W",
    '"leic',
    "c\\&",
    "=",
    "-",
    "--ye",
    "q",
    "2023",
    "é",
    "x ",
]


def complete_by_click(line: str, shell: str) -> list[str]:
    with mock.patch("icb_tui.cli.word_completion.complete_plain_word", return_value=False):
        return complete_line(line, shell)


@pytest.mark.parametrize("shell", SHELL_NAMES)
def test_a_line_without_options_has_the_candidates_that_click_finds(shell: str) -> None:
    chance = random.Random(20)
    starts = [
        "",
        *(f"{name} " for name in icb_tui.commands),
        "show LLR ",
        "why kent ",
        "llr ",
        "brief LLR kent ",
        "x y ",
    ]
    starts += ["list midlands ", "compare LLR C\\&W ", "'' ", "--year 2023/24 list ", "list --year ", "show -- "]
    lines = [f"icb-tui {start}{typed}" for start in starts for typed in ("", *chance.sample(TYPED, 4))]
    for line in lines:
        assert complete_line(line, shell) == complete_by_click(line, shell), line


def test_click_is_not_loaded_for_a_word_of_a_line_without_options() -> None:
    for line in ("icb-tui sho", "icb-tui show le", "icb-tui why LLR h", "icb-tui list mid"):
        asked = {"_ICB_TUI_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": ""}
        with mock.patch.dict(os.environ, asked):
            assert not {"click", "inspect", "typing_extensions", "_duckdb", "textual"} & list_loaded_modules()


HOSTILE = st.text("ab '\"\\:=,\n\t\x1b-&é\u202e\udcff", max_size=12)


READERS: list[tuple[type[shell_completion.ShellComplete], type[ShellLine]]] = [
    (shell_completion.ZshComplete, ShellLine),
    (shell_completion.FishComplete, FishLine),
][: 2 if hasattr(shell_completion, "PowerShellComplete") else 1]
"""How click reads the line of a shell, and how we do; before 8.5 it left a word of fish in its quotation marks."""


def read_or_none(read: Callable[[], object]) -> object:
    try:
        return read()
    except (LookupError, ValueError):
        return None


@given(HOSTILE, HOSTILE | st.integers(-3, 5).map(str))
def test_whatever_zsh_and_fish_hand_over_is_read_as_click_reads_it(words: str, word: str) -> None:
    for kind, own in READERS:
        asked = kind(icb_tui, {}, "icb-tui", completion.COMPLETE_VARIABLE)
        with mock.patch.dict(os.environ, {"COMP_WORDS": words, "COMP_CWORD": word}):
            line = read_or_none(partial(own, os.environ))
            read = line and (line.words, line.typed)  # type: ignore[attr-defined]
            assert read == read_or_none(asked.get_completion_args)


def test_a_meaning_never_ends_a_candidate() -> None:
    asked = {"COMP_WORDS": "icb-tui ", "COMP_CWORD": "1"}
    assert ShellLine(asked).format_candidate("plain", "1:strong", "a rating") == "plain\n1\\:strong\na rating"
    assert ShellLine(asked).format_candidate("plain", "1:strong", None) == "plain\n1:strong\n_"
    assert FishLine(asked).format_candidate("plain", "list", "one\ttwo\nthree") == "plain,list\tone two\\nthree"
    assert FishLine(asked).format_candidate("plain", "list", None) == "plain,list"


def test_own_data_are_completed_too(tmp_path: Path) -> None:
    (tmp_path / "assessments.yaml").write_text('years: ["2026/27"]\n')
    assert complete_line(f"icb-tui --data {tmp_path} list --year 2026", laid_over=True) == ["2026/27"]


CASES = Path(__file__).parent.parent / "importing" / "cases"


@pytest.mark.parametrize(
    ("file", "typed", "words"),
    [
        ("05-nhs-england-sheet.csv", "--value Tot", ["Total attendances"]),
        ("03-own-headers.csv", "--board ", ["icb22_code", "date", "total_attendances", "pct_attendance_over_4hours"]),
        ("12-measures.csv", "--where MEASURE_", ["MEASURE_ID=", "MEASURE_NAME=", "MEASURE_VALUE="]),
        ("12-measures.csv", "--where MEASURE_ID=", ["MEASURE_ID=M1", "MEASURE_ID=M1b"]),
        ("12-measures.csv", "--where nothing=", []),
        ("none.csv", "--value ", []),
        ("12-measures.csv", "--aim hea", ["health"]),
    ],
)
def test_what_a_file_holds_is_completed(file: str, typed: str, words: list[str]) -> None:
    found = complete_line(f"icb-tui import {CASES / file} {typed}", "fish")
    assert [line.split("\t")[0] for line in found] == words


def test_the_sheets_of_a_workbook_are_completed(tmp_path: Path) -> None:
    write_workbook(tmp_path / "two.xlsx", {"About": [["Title"]], "Data": [["Code", "Value"], ["QKS", 1]]})
    assert complete_line(f"icb-tui import {tmp_path}/two.xlsx --sheet ", "fish") == ["About", "Data"]
    assert complete_line(f"icb-tui import {tmp_path}/two.xlsx --sheet Data --value V", "fish") == ["Value\t1"]


def test_completing_imports_neither_duckdb_nor_textual() -> None:
    told = {"_ICB_TUI_COMPLETE": "bash_complete", "COMP_WORDS": "icb-tui compare mid", "COMP_CWORD": "mid"}
    with mock.patch.dict(os.environ, told):
        assert not {"_duckdb", "textual"} & list_loaded_modules()


SHELLS = {
    "bash": (["bash", "--norc", "-i"], "source <(icb-tui completion bash)"),
    "zsh": (["zsh", "-f", "-i"], "autoload -U compinit; compinit -u; source <(icb-tui completion zsh)"),
    "fish": (["fish", "--no-config", "-i"], "icb-tui completion fish | source"),
}


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 120, 0, 0))
    yield master, slave
    os.close(master)
    os.close(slave)


@pytest.mark.parametrize("shell", SHELL_NAMES)
def test_a_real_shell_completes_a_name_with_spaces(shell: str, tmp_path: Path, terminal: tuple[int, int]) -> None:
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")
    program = tmp_path / "icb-tui"
    here = Path(__file__).parent.parent.parent
    program.write_text(f"#!/bin/sh\nPYTHONPATH='{here}' exec '{sys.executable}' -m icb_tui \"$@\"\n")
    program.chmod(0o755)
    command, load = SHELLS[shell]
    master, slave = terminal
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path), "TERM": "xterm"}
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environment, preexec_fn=take_terminal
    )
    screen = pyte.Screen(120, 24)
    try:
        type_and_wait(master, screen, f"{load}; echo rea''dy\n", "ready")
        type_and_wait(master, screen, "icb-tui show leic\t", "show Leicester,\\ Leicestershire\\ and\\ Rutland")
    finally:
        process.kill()
        process.wait(timeout=60)


def type_and_wait(master: int, screen: pyte.Screen, typed: str, words: str) -> None:
    """Type something, and wait until it has been answered."""
    stream, end = pyte.ByteStream(screen), time.monotonic() + 20
    os.write(master, typed.encode())
    while words not in "\n".join(screen.display):
        assert time.monotonic() < end, "\n".join(screen.display)
        if select.select([master], [], [], 0.05)[0]:
            sent = os.read(master, 65536)
            stream.feed(sent)
            if b"\x1b[c" in sent or b"\x1b[0c" in sent:  # fish waits for a terminal that says what it is
                os.write(master, b"\x1b[?1;2c")
