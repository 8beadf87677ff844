"""The real program in a real pseudo terminal: how it starts, ends and crashes, and what it leaves behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hostile_data import write_hostile_board
from terminal_session import DEADLINE, TerminalSession


@pytest.mark.parametrize("keys", [b"q", b"\x11"], ids=["q", "ctrl+q"])
def test_it_starts_and_quits_and_leaves_the_terminal_as_it_was(keys: bytes, sessions: list[TerminalSession]) -> None:
    session = TerminalSession()
    sessions.append(session)
    session.wait_for("42 of 42")
    session.press(keys)
    assert session.wait_for_end() == 0
    assert session.is_restored()


@pytest.mark.parametrize(
    ("number", "keys", "opened"),
    [(signal.SIGTERM, b"", ""), (signal.SIGHUP, b"/lond", "South East London"), (signal.SIGINT, b"e", "Export to")],
)
def test_a_signal_ends_it_with_its_code_and_a_whole_terminal(
    number: signal.Signals, keys: bytes, opened: str, sessions: list[TerminalSession]
) -> None:
    session = TerminalSession()
    sessions.append(session)
    session.wait_for("42 of 42")
    session.press(keys)
    session.wait_for(opened)
    session.process.send_signal(number)
    assert session.wait_for_end() == 128 + number
    assert session.is_restored()


STRUCK = """
import os, signal, sys
from icb_tui import __main__
from icb_tui.tui.app import IcbApp
from icb_tui.tui.screens.browser import BrowserScreen
start, half_made, paint = (IcbApp, "on_mount"), (BrowserScreen, "compose"), (BrowserScreen, "update_key_bar")
of, name = WHEN
real = getattr(of, name)
def struck(*told):
    os.kill(os.getpid(), signal.SIGHUP)
    return real(*told)
setattr(of, name, struck)
sys.argv[0] = "icb-tui"
__main__.main()
"""


@pytest.mark.parametrize("when", ["start", "half_made", "paint"])
def test_a_signal_before_the_first_screen_ends_it_as_well(when: str, sessions: list[TerminalSession]) -> None:
    session = TerminalSession(code=STRUCK.replace("WHEN", when))
    sessions.append(session)
    assert session.wait_for_end() == 128 + signal.SIGHUP
    assert session.is_restored() and b"internal error" not in session.sent


def take_terminal_away(session: TerminalSession) -> None:
    """Close the terminal while the program runs, as whoever closes its window does."""
    os.close(session.slave)
    os.close(session.master)
    session.master = session.slave = -1


@pytest.mark.parametrize("controlled", [True, False], ids=["with a signal", "without a signal"])
def test_a_terminal_that_goes_away_leaves_no_process_behind(controlled: bool, sessions: list[TerminalSession]) -> None:
    session = TerminalSession(controlled=controlled)
    sessions.append(session)
    session.wait_for("42 of 42")
    take_terminal_away(session)
    assert session.process.wait(timeout=DEADLINE) == 128 + signal.SIGHUP


GONE = """
import os, signal, sys, time
from icb_tui import __main__
from icb_tui.cli import launch
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
check_terminal = launch.check_terminal
def check_when_gone():
    while os.isatty(0):
        time.sleep(0.01)
    check_terminal()
launch.check_terminal = check_when_gone
sys.argv[0] = "icb-tui"
__main__.main()
"""


def test_a_terminal_that_goes_away_behind_an_early_frame_ends_it_before_the_signal_comes(
    sessions: list[TerminalSession],
) -> None:
    first = TerminalSession()
    sessions.append(first)
    first.wait_for("42 of 42")
    first.press(b"q")
    assert first.wait_for_end() == 0
    session = TerminalSession(code=GONE)
    sessions.append(session)
    session.wait_for("42 of 42")
    take_terminal_away(session)
    assert session.process.wait(timeout=DEADLINE) == 128 + signal.SIGHUP


CRASH = """
import sys
from icb_tui.tui.panes import detail, results
def broken(*_): secret = "a local value"; raise RuntimeError("boom \\x1b[31m")
from icb_tui import __main__ as cli
real = detail.write_detail
detail.write_detail = lambda view, *rest: broken() if view.aim else real(view, *rest)
results.write_results = broken
sys.argv[0] = "icb-tui"
cli.main()
"""


def test_a_crash_is_one_plain_line_and_70(sessions: list[TerminalSession]) -> None:
    session = TerminalSession(code=CRASH)
    sessions.append(session)
    session.wait_for("42 of 42")
    session.press(b"3")
    assert session.wait_for_end() == 70
    assert session.is_restored()
    after = session.sent.rsplit(b"\x1b[?1049l", 1)[1].decode()
    assert "icb-tui: internal error in version" in after and "RuntimeError: boom ␛[31m" in after
    assert "Traceback" not in after and "a local value" not in after


def test_with_debug_the_crash_has_its_traceback_without_local_values(sessions: list[TerminalSession]) -> None:
    session = TerminalSession("--debug", code=CRASH)
    sessions.append(session)
    session.wait_for("42 of 42")
    session.press(b"/")
    assert session.wait_for_end() == 70
    after = session.sent.rsplit(b"\x1b[?1049l", 1)[1].decode()
    assert "Traceback" in after and "RuntimeError" in after
    assert "secret =" not in after.replace('secret = "a local value"; raise', "")


def test_bytes_that_are_no_text_do_no_harm(sessions: list[TerminalSession]) -> None:
    session = TerminalSession()
    sessions.append(session)
    session.wait_for("42 of 42")
    session.press(b"\xff\xfe\xe9\x1b[999;999;999Z\x1b[200~" + b"paste me\xff" * 1000 + b"\x1b[201~")
    session.press(b"3")
    session.wait_for("BSW · Inequalities")
    session.press(b"q")
    assert session.wait_for_end() == 0


def test_no_mouse_asks_for_none_and_the_mouse_asks_for_no_motion(sessions: list[TerminalSession]) -> None:
    for arguments, asked in (((), True), (("--no-mouse",), False)):
        session = TerminalSession(*arguments)
        sessions.append(session)
        session.wait_for("42 of 42")
        session.press(b"q")
        session.wait_for_end()
        assert (b"\x1b[?1000h" in session.sent) == asked
        assert b"\x1b[?1003h" not in session.sent and b"\x1b[?1002h" not in session.sent


def test_a_dumb_or_a_small_terminal_is_one_clear_line_and_5(sessions: list[TerminalSession]) -> None:
    dumb, small = TerminalSession(TERM="dumb"), TerminalSession(columns=50, lines=10)
    sessions.extend([dumb, small])
    assert (dumb.wait_for_end(), small.wait_for_end()) == (5, 5)
    assert b"TERM says that this one cannot" in dumb.sent
    assert "needs 60×16 cells, and this terminal has 50×10" in " ".join(small.sent.decode().split())
    assert b"\x1b" not in dumb.sent + small.sent


def test_options_open_what_they_name(sessions: list[TerminalSession]) -> None:
    opened = TerminalSession("--open", "LLR", "--aim", "3", columns=120, lines=40)
    beside = TerminalSession("--compare", "c&w,sussex", "--year", "2023-24", columns=120, lines=50)
    filtered = TerminalSession("--filter", "mid unr", columns=120, lines=40)
    sessions.extend([opened, beside, filtered])
    opened.wait_for("Described as being out in front")
    beside.wait_for("› Comparison")
    beside.wait_for("Healthy life expectancy at birth, women")
    filtered.wait_for("Midlands · not rated · 4 of 42")


@pytest.mark.parametrize("view", ["map", "indicators"])
def test_a_view_is_drawn_from_the_start_on_a_wide_terminal(view: str, sessions: list[TerminalSession]) -> None:
    sessions.append(TerminalSession("--view", view, columns=160, lines=45))
    sessions[0].wait_for("? help")
    assert re.search("DEV|Devon", sessions[0].text)


def test_an_ambiguous_board_lists_its_candidates_and_exits_3(sessions: list[TerminalSession]) -> None:
    session = TerminalSession("--open", "yorkshire", columns=120)
    nothing = TerminalSession("--open", "atlantis", columns=120)
    sessions.extend([session, nothing])
    assert (session.wait_for_end(), nothing.wait_for_end()) == (3, 1)
    said = " ".join(session.sent.decode().split())
    for name in ("South Yorkshire (QF7)", "Humber and North Yorkshire (QOQ)", "West Yorkshire (QWO)"):
        assert name in said


def test_a_hostile_data_file_is_shown_literally_and_sends_no_escape(
    tmp_path: Path, sessions: list[TerminalSession]
) -> None:

    session = TerminalSession("--data", str(write_hostile_board(tmp_path)), columns=120, lines=40)
    sessions.append(session)
    session.wait_for("ICBs of England")
    session.press(b"1")
    session.wait_for("␛]0;owned")
    session.press(b"\r")
    session.wait_for("[x=1]")
    session.press(b"q")
    assert session.wait_for_end() == 0
    assert b"owned\x07" not in session.sent and b"\x1b]0;" not in session.sent
    assert "\u202e".encode() not in session.sent


def test_pick_prints_to_a_pipe_while_its_screen_is_on_the_terminal(sessions: list[TerminalSession]) -> None:
    pick = f"'{sys.executable}' -m icb_tui pick --filter midlands </dev/null 2>/dev/null"
    shell = f"import subprocess; subprocess.run(['sh', '-c', {f'{pick} | xargs echo picked:'!r}])"
    session = TerminalSession(code=shell, columns=100, lines=30)
    sessions.append(session)
    session.wait_for("Pick boards")
    assert "11 of 42" in session.text and len(session.text.split("\n")[0]) == 100
    session.press(b"  \r")
    session.wait_for("picked: QHL QUA")
    assert session.wait_for_end() == 0
    assert session.is_restored()


def test_pick_without_a_terminal_is_5_and_a_signal_its_code(sessions: list[TerminalSession]) -> None:
    nowhere = subprocess.run(
        [sys.executable, "-m", "icb_tui", "pick"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        start_new_session=True,
        timeout=60,
    )
    assert (nowhere.returncode, nowhere.stdout) == (5, b"") and b"needs a terminal" in nowhere.stderr
    session = TerminalSession("pick")
    sessions.append(session)
    session.wait_for("Pick")
    session.process.send_signal(signal.SIGTERM)
    assert session.wait_for_end() == 128 + signal.SIGTERM
    assert session.is_restored()


COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])[;m]")
"""A sequence that sets a colour, if only the terminal's own."""


@pytest.mark.parametrize(
    ("environment", "seen", "unseen"),
    [
        ({"NO_COLOR": "1"}, rb"\x1b\[[0-9;]*7m", COLOUR.pattern),
        ({"TERM": "vt100", "COLORTERM": ""}, rb"\x1b\[[0-9;]*7m", COLOUR.pattern),
        ({"TERM": "linux", "COLORTERM": ""}, rb"[\[;]36[;m]", rb"[34]8;[25];"),
        ({"COLORTERM": ""}, rb"48;5;237", rb"[34]8;2;"),
        ({"NO_COLOR": ""}, rb"48;2;27;51;73", rb"[34]8;5;"),
    ],
    ids=["NO_COLOR", "vt100", "linux", "256", "empty NO_COLOR"],
)
def test_no_more_colours_are_sent_than_the_terminal_has(
    environment: Any, seen: bytes, unseen: bytes, sessions: list[TerminalSession]
) -> None:
    session = TerminalSession(**environment)
    sessions.append(session)
    session.wait_for("42 of 42")
    session.press(b"1 j/lon")
    session.wait_for("South East London")
    session.press(b"\x11")
    assert session.wait_for_end() == 0
    assert re.search(seen, session.sent) and not re.search(unseen, session.sent)


def test_what_is_typed_before_the_first_screen_counts_and_so_do_keys_of_a_cyrillic_layout(
    sessions: list[TerminalSession],
) -> None:
    session = TerminalSession(columns=100)
    sessions.append(session)
    session.press(b"/llr\r")  # the terminal itself makes a line feed of the enter: the program reads no keys yet
    session.wait_for("ICBs › Leicester")
    assert re.search(rb"\x1b\[>\d+u\x1b\[=4;2u", session.sent)
    session.press(b"\x1b[27u\x1b[1089::99;5u")
    session.wait_for("Press q to quit")
    session.press(b"\x1b[1081::113;;1081u")
    assert session.wait_for_end() == 0
    assert session.is_restored()
