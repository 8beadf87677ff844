"""The command line in a test: run a command, and take what it prints and how it ends."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest
from bundled_store import open_test_store

from icb_tui.__main__ import main


class CommandResult(NamedTuple):
    """What a command printed."""

    stdout: str
    stderr: str


def run(*arguments: str, code: int = 0, **environment: str) -> CommandResult:
    """Run the command line in this process, which spares a start of Python for each test."""
    out, err = io.StringIO(newline=""), io.StringIO()
    with (
        Path(os.devnull).open() as nowhere,
        mock.patch.object(sys, "argv", ["icb-tui", *arguments]),
        mock.patch.object(sys, "stdin", nowhere),
        mock.patch.dict(os.environ, environment),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    done = CommandResult(out.getvalue(), err.getvalue())
    assert (ended.value.code or 0) == code, done
    assert "Traceback" not in done.stderr
    return done


def run_on_test_store(*arguments: str, code: int = 0) -> str:
    """What a command prints from the store of the tests, which spares reading the files; each line ends with "\\n"."""
    with mock.patch("icb_tui.store.cache.open_cached_store", return_value=open_test_store()):
        return run(*arguments, code=code).stdout.replace("\r\n", "\n")


def split_command_line(line: str) -> list[str]:
    """The arguments of a command line as a shell would split it; what would be an operator to the shell fails."""
    words = list(shlex.shlex(line, posix=True, punctuation_chars=True))
    assert not {"&", ";", "(", ")", "<", "|"} & set(words), line
    return shlex.split(line)[1:]


def list_loaded_modules(*arguments: str) -> set[str]:
    """The top-level modules in memory after a command of the program in a fresh interpreter."""
    code = (
        "import sys\n"
        "from icb_tui.__main__ import main\n"
        "sys.argv = ['icb-tui', *sys.argv[1:]]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stderr.splitlines()[-1].split())
