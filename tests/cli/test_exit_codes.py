"""How the commands end: every exit code, closed pipes, full disks, closed streams; and the man page that tells of them.

Where each exit code is tested is a table, which is held to what the program says.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from unittest import mock

import duckdb
import pytest
from bundled_store import open_test_store
from command_cases import CASES, PRINTING
from command_line import run
from docs_scripts import load_docs_script
from terminal_session import TerminalSession

from icb_tui.__main__ import main
from icb_tui.cli.exit_codes import EXIT_CODES
from icb_tui.cli.main import icb_tui

TESTS = Path(__file__).parent.parent
TESTED = {
    0: "cli/test_main.py::test_fifteen_boards_are_strong_on_leadership",
    1: "cli/test_main.py::test_no_match_exits_1_and_counts_0",
    2: "cli/test_main.py::test_an_unknown_word_is_pointed_at_and_exits_2",
    3: "cli/test_exit_codes.py::test_an_ambiguous_name_is_3",
    4: "cli/test_main.py::test_bad_data_ends_every_command_with_4",
    5: "terminal/test_pty.py::test_a_dumb_or_a_small_terminal_is_one_clear_line_and_5",
    70: "terminal/test_pty.py::test_a_crash_is_one_plain_line_and_70",
    74: "cli/test_exit_codes.py::test_a_full_disk_is_one_clear_line_and_74",
    130: "cli/test_exit_codes.py::test_ctrl_c_is_130",
    143: "terminal/test_pty.py::test_a_signal_ends_it_with_its_code_and_a_whole_terminal",
}


def test_every_exit_code_is_tested_and_documented() -> None:
    assert set(TESTED) == {*EXIT_CODES, 143}
    for named in TESTED.values():
        file, test = named.split("::")
        assert f"def {test}(" in (TESTS / file).read_text()
    readme = (TESTS.parent / "README.md").read_text(encoding="utf-8")
    for code in set(EXIT_CODES) - {130}:
        assert f"\n| {code} | " in readme


def test_an_ambiguous_name_is_3() -> None:
    assert "can mean" in run("show", "yorkshire", code=3).stderr


@pytest.mark.parametrize(
    ("name", "codes"),
    {
        "suss": "QNX S9B9J",
        "north london": "QMF QMJ QRV Z9B2Z",
        "yorkshire and humber": "QF7 QOQ QWO",
    }.items(),
)
def test_no_guess_is_made_between_boards_that_a_name_fits_in_part(name: str, codes: str) -> None:
    ended = run("show", name, code=3)
    assert ended.stdout == "" and all(f"({code})" in ended.stderr for code in codes.split())


def test_a_whole_name_is_taken_and_the_boards_that_it_also_matches_are_named() -> None:
    for command in (("show", "sussex"), ("why", "sussex", "1"), ("brief", "sussex"), ("compare", "C&W", "sussex")):
        said = run(*command).stderr
        assert said.startswith("“sussex” is Sussex (QNX). The name also matches Surrey and Sussex (S9B9J).\n"), command
    assert "also matches" not in run("show", "QNX").stderr
    assert "also matches" not in run("show", "surrey heart").stderr


def test_ctrl_c_is_130() -> None:
    with mock.patch("icb_tui.cli.commands.facts.print_report", side_effect=KeyboardInterrupt):
        assert run("list", code=130).stdout == ""


def interrupted(code: str) -> subprocess.CompletedProcess[str]:
    """A program that sends itself ctrl+c, also where the tests are run with that ignored (`nohup make test`)."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, preexec_fn=_heed_ctrl_c)


def _heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_while_the_program_is_being_loaded_says_nothing() -> None:
    code = (
        "import os, signal, sys\n"
        "class Struck:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'icb_tui.cli.main': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Struck())\n"
        "sys.argv = ['icb-tui', 'list']\n"
        "from icb_tui.__main__ import main; main()"
    )
    done = interrupted(code)
    assert (done.returncode, done.stderr) == (130, "")


def test_ctrl_c_while_the_database_works_is_130_and_says_nothing() -> None:
    code = (
        "import os, signal, sys, threading\nfrom icb_tui import __main__; from icb_tui.store.store import Store\n"
        "def long(self, *_, **__):\n"
        "    self._database.connect()\n"
        "    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "    return self._database.query('select sum(a.range * b.range) from range(1000000) a, range(999999) b')\n"
        "Store.match_boards = long; sys.argv = ['icb-tui', 'list']; __main__.main()"
    )
    done = interrupted(code)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_command_that_breaks_is_one_line_and_70() -> None:
    with mock.patch("icb_tui.cli.commands.facts.print_report", side_effect=OSError(13, "secret")):
        said = run("list", code=70).stderr
    assert said.startswith("icb-tui: internal error") and said.count("\n") == 1


def test_memory_that_runs_out_in_the_database_is_said_by_the_first_line_of_its_error() -> None:
    error = duckdb.OutOfMemoryException(
        "Out of Memory Error: 2.0 MiB\n\nPossible solutions:\n* a\n\nSee also https://a.b"
    )
    with mock.patch("icb_tui.cli.commands.facts.print_report", side_effect=error):
        said = run("list", code=70).stderr
    assert "OutOfMemoryException: Out of Memory Error: 2.0 MiB; please" in said and "a.b" not in said


@pytest.mark.parametrize("arguments", [("--debug", "show", "QUE"), ("show", "QUE", "--debug"), ("list", "--debug")])
def test_debug_is_understood_before_and_after_a_command(arguments: tuple[str, ...]) -> None:
    broken = mock.patch("icb_tui.cli.commands.facts.print_report", side_effect=OSError(13, "secret"))
    with broken, Path(os.devnull).open("w") as nowhere:
        code, said = run_into(nowhere, *arguments)
    assert code == 70 and said.startswith("Traceback") and "give this line, and the lines above" in said


def test_every_command_takes_debug_and_does_not_list_it() -> None:
    for command in icb_tui.commands.values():
        assert [option.opts for option in command.params].count(["--debug"]) == 1
        assert command.name == "pick" or "--debug" not in run(command.name or "", "--help").stdout


def run_into(output: io.TextIOWrapper, *arguments: str) -> tuple[int, str]:
    """The exit code of a command that prints there, and what it said on standard error."""
    err = io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["icb-tui", *arguments]),
        mock.patch("icb_tui.store.cache.open_cached_store", return_value=open_test_store()),
        mock.patch("icb_tui.data_files.loader.load_dataset", return_value=open_test_store().data),
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as end,
    ):
        main()
    output.close()
    return int(end.value.code or 0), err.getvalue()


def get_arguments(name: str) -> tuple[str, ...]:
    case = CASES[name]
    assert not isinstance(case, str)
    return case


@pytest.mark.parametrize("name", [*(name for name in PRINTING if name != "sets"), "--help", "completion"])
def test_a_closed_pipe_is_silent_and_0(name: str) -> None:
    read, write = os.pipe()
    os.close(read)
    arguments = {"completion": ("completion", "bash"), "--help": ("--help",)}.get(name) or get_arguments(name)
    code, said = run_into(os.fdopen(write, "w"), *arguments)
    assert code == 0 and "rror" not in said and "rite" not in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("style", ["text", "parquet"])
@pytest.mark.parametrize("name", ["list", "show", "check"])
def test_a_full_disk_is_one_clear_line_and_74(name: str, style: str) -> None:
    with Path("/dev/full").open("w") as full:
        code, said = run_into(full, *get_arguments(name), "--format", style)
    assert (code, said) == (74, "icb-tui: the output cannot be written: No space left on device\n")


def test_a_closed_pipe_and_closed_streams_of_a_whole_process() -> None:
    program = f"'{sys.executable}' -m icb_tui"
    script = (
        f"{program} indicators --format json | head -n 1; echo ${{PIPESTATUS[0]}}\n"
        f"{program} list concern >&-; echo $?\n{program} list xyz 2>&-; echo $?\n{program} <&- >&-; echo $?"
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["[", "0", "0", "2", "5"]
    assert done.stderr.splitlines() == [
        "ICBs, 2023/24: 42 of 42",
        "ICBs rated Concern on any aim, 2023/24: 2 of 42",
        "icb-tui: the explorer needs a terminal, and standard input or output is not one;"
        " icb-tui list prints the same facts",
    ]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_an_answer_is_given_whatever_becomes_of_the_notes_beside_it(tmp_path: Path) -> None:
    """Of the user's own data a note comes before the answer, and of the number of boards one after it."""
    (tmp_path / "assessments.yaml").write_text("findings: []\n")
    program = f"'{sys.executable}' -m icb_tui list concern --data '{tmp_path}' --format tsv"
    starts = [f"{program} {error}; echo $?\n" for error in ("2>/dev/full", "2>&-", "2>&3")]
    script = f"exec 3> >(exec <&-)\nwait $!\n{''.join(starts)}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[3::4] == ["0", "0", "0"] and done.stdout.count("QMF") == 3
    assert done.stderr == ""


def test_a_command_in_a_terminal_prints_no_escape_byte_and_keeps_to_its_width() -> None:
    session = TerminalSession("list", "concern", columns=70)
    try:
        assert session.wait_for_end() == 0
        assert b"QMF" in session.sent and b"\x1b" not in session.sent
        assert max(map(len, session.sent.decode().splitlines())) <= 70
    finally:
        session.close()


def test_the_man_page_is_that_of_the_program() -> None:
    """`make docs` writes it anew."""
    page = load_docs_script("man")
    assert page.PAGE.read_text() == page.page()
    assert page.page().isascii()


def test_the_man_page_formats_without_warnings() -> None:
    if not shutil.which("groff"):
        pytest.skip("no groff here")
    command = ["groff", "-man", "-ww", "-Tutf8", "-P-cbou", str(load_docs_script("man").PAGE)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""
    words = " ".join(done.stdout.split())
    for told in ("icb-tui list midlands 1:strong", "--format", "74 The output cannot be written", "XDG_DATA_HOME"):
        assert told in words
