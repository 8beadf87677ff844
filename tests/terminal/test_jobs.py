"""Signals and job control, in a real shell: what ends the explorer, what stops it, and what brings it back."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from terminal_session import DEADLINE, TerminalSession

SHELL = "import os; os.execvp('bash', ['bash', '--norc', '--noprofile', '-i'])"
PROGRAM = f"{sys.executable} -m icb_tui".encode()
STOPPED_START = """
import os, signal
from textual.drivers.linux_driver import LinuxDriver
from icb_tui.__main__ import main
from icb_tui.terminal.posix_driver import TerminalDriver

def take_terminal(driver):
    steps = [lambda: os.kill(os.getpid(), signal.SIGSTOP), lambda: start(driver)]
    for step in steps[::ORDER]:
        step()

start = DRIVER.start_application_mode
DRIVER.start_application_mode = take_terminal
main()
"""
needs_shell = pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell with job control")


def open_shell(sessions: list[TerminalSession]) -> TerminalSession:
    session = TerminalSession(code=SHELL, PS1="ready> ", columns=100, lines=30)
    sessions.append(session)
    session.wait_for("ready>")
    return session


def run_until(session: TerminalSession, line: bytes, words: str) -> None:
    """Type a line, and wait for what the terminal is sent after it; the command may be asked again until it says so."""
    session.sent = b""
    end = time.monotonic() + DEADLINE
    session.press(line)
    while not re.search(words.encode(), session.sent):
        assert time.monotonic() < end, f"{words!r} did not come:\n{session.sent[-2000:]!r}"
        session.read(0.2)
        if line == b"jobs\n":
            session.press(line)


@needs_shell
def test_a_start_in_the_background_stops_and_comes_up_at_fg(sessions: list[TerminalSession]) -> None:
    session = open_shell(sessions)
    session.press(PROGRAM + b" &\n")
    run_until(session, b"jobs\n", r"Stopped")
    run_until(session, b"fg\n", "42 of 42")
    run_until(session, b"q", re.escape("\x1b[?1049l"))
    run_until(session, b"echo en''ded $?; stty -a | grep -o '[^ ]*icanon'\n", r"ended 0\s+icanon")


@needs_shell
@pytest.mark.parametrize("stop", ["ctrl+z", "kill -STOP"])
def test_a_stopped_explorer_ends_when_it_is_killed(stop: str, sessions: list[TerminalSession]) -> None:
    session = open_shell(sessions)
    run_until(session, PROGRAM + b"\n", "42 of 42")
    run_until(session, b"?", "Help")
    if stop == "ctrl+z":
        run_until(session, b"\x1a", "Stopped")
    else:
        stop_it = ["pkill", "-STOP", "-P", str(session.process.pid)]
        subprocess.run(stop_it, check=True, timeout=DEADLINE)
        run_until(session, b"", "Stopped")
    assert_killed(session)


@needs_shell
@pytest.mark.parametrize(("driver", "order"), [("TerminalDriver", 1), ("LinuxDriver", 1), ("LinuxDriver", -1)])
def test_one_that_is_stopped_while_it_starts_ends_when_it_is_killed(
    driver: str, order: int, sessions: list[TerminalSession], tmp_path: Path
) -> None:
    """Before it takes the terminal over, in the midst of that, or behind it."""
    program = tmp_path / "stopped.py"
    program.write_text(STOPPED_START.replace("DRIVER", driver).replace("ORDER", str(order)))
    session = open_shell(sessions)
    run_until(session, f"{sys.executable} {program}\n".encode(), "Stopped")
    assert_killed(session)


def assert_killed(session: TerminalSession) -> None:
    session.press(b"kill %1\n")
    run_until(session, b"jobs\n", "Exit 143")
    run_until(session, b"stty -a | grep -o '[^ ]*icanon'; echo en''ded\n", r"\bicanon\s+ended")


@pytest.mark.parametrize("keys", [b"", b"q"])
def test_nothing_starts_it_again_once_it_ends(keys: bytes, sessions: list[TerminalSession]) -> None:
    """`timeout` sends SIGCONT right behind its SIGTERM."""
    session = TerminalSession()
    sessions.append(session)
    session.wait_for("42 of 42")
    if keys:
        session.press(keys)
    else:
        session.process.send_signal(signal.SIGTERM)
    for _ in range(20):
        if session.process.poll() is None:
            session.process.send_signal(signal.SIGCONT)
        time.sleep(0.002)
    assert session.wait_for_end() == (0 if keys else 128 + signal.SIGTERM)
    assert session.is_restored()


@pytest.mark.parametrize("number", [signal.SIGQUIT, signal.SIGUSR1, signal.SIGRTMIN])
def test_a_signal_that_kills_leaves_the_terminal_whole_and_is_told(
    number: signal.Signals, sessions: list[TerminalSession]
) -> None:
    session = TerminalSession()
    sessions.append(session)
    session.wait_for("42 of 42")
    session.process.send_signal(number)
    assert session.wait_for_end() == -number
    assert session.is_restored()


def test_a_signal_ends_it_while_more_keys_come_than_it_can_answer(sessions: list[TerminalSession]) -> None:
    session = TerminalSession()
    sessions.append(session)
    session.wait_for("42 of 42")
    os.set_blocking(session.master, False)
    for _ in range(20):
        with contextlib.suppress(BlockingIOError):
            os.write(session.master, b"jk" * 512)
        session.read(0)
    session.process.send_signal(signal.SIGTERM)
    assert session.wait_for_end() == 128 + signal.SIGTERM
    assert session.is_restored()
