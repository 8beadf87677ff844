"""A platform without the modules and functions that only POSIX systems have: every module can still be imported."""

from __future__ import annotations

import subprocess
import sys

from package_tree import MODULES

POSIX_ONLY = {"terminal.posix_driver"}
"""The modules that nothing imports there."""

WITHOUT_POSIX = """
import asyncio, os, platformdirs, signal, sys  # these two choose by platform what they import
for name in ("fcntl", "termios", "resource", "pwd", "grp", "tty", "pty"):
    sys.modules[name] = None
for name in ("geteuid", "getuid", "getpgrp", "getsid", "killpg"):
    delattr(os, name)
for name in ("SIGHUP", "SIGTSTP", "SIGCONT", "SIGALRM", "SIGWINCH", "alarm"):
    delattr(signal, name)
"""


def run_without_posix(code: str) -> str:
    command = [sys.executable, "-c", WITHOUT_POSIX + code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_module_can_be_imported_and_the_commands_answer() -> None:
    names = [f"icb_tui.{name}" for name in MODULES if name not in {"__main__", *POSIX_ONLY}]
    out = run_without_posix(
        f"from importlib import import_module\nfor name in {names}: import_module(name)\n"
        "from icb_tui.terminal.driver import find_driver; assert find_driver(diffs=True) is None\n"
        "sys.argv = ['icb-tui', 'list', 'concern', '--format', 'tsv']\n"
        "from icb_tui import __main__\n__main__.main()"
    )
    assert len(out.splitlines()) == 3


def test_a_query_is_answered_without_a_limit_of_memory() -> None:
    out = run_without_posix("from icb_tui import __main__\nsys.argv = ['icb-tui', 'sql', 'select 1']\n__main__.main()")
    assert "1" in out
