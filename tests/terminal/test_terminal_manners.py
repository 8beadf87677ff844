"""Manners in a real terminal: stopping and coming back, hostile input, no home, and how it ends when all goes wrong."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from typing import Any

import pytest
from terminal_session import DEADLINE, TerminalSession

from icb_tui.terminal.input_filter import SEQUENCE_TIMEOUT

SHELL = "import os; os.execvp('bash', ['bash', '--norc', '--noprofile', '-i'])"


def wait_for_bytes(session: TerminalSession, what: str) -> None:
    """Wait for something that the terminal is sent, on the screen or not."""
    end = time.monotonic() + DEADLINE
    while what.encode() not in session.sent:
        assert time.monotonic() < end, f"{what!r} did not come:\n{session.text}"
        session.read()


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell with job control")
def test_ctrl_z_gives_the_terminal_back_and_fg_brings_the_screen_back_whole(sessions: list[TerminalSession]) -> None:
    session = TerminalSession(code=SHELL, PS1="ready> ", columns=100, lines=30)
    sessions.append(session)
    session.wait_for("ready>")
    session.press(f"{sys.executable} -m icb_tui\n".encode())
    session.wait_for("42 of 42")
    before = session.text
    session.press(b"\x1a")
    wait_for_bytes(session, "Stopped")
    session.sent = b""
    session.press(b"stty -a | grep -o '[^ ]*icanon\\|[^ ]*echo ' | tr '\\n' ' '; echo st''opped\n")
    wait_for_bytes(session, "stopped")
    assert b"-icanon" not in session.sent and b"-echo " not in session.sent and b"icanon" in session.sent
    session.screen.reset()
    session.press(b"fg\n")
    session.wait_for("42 of 42")
    session.read(0.3)
    assert session.text == before
    session.press(b"\x1a")
    wait_for_bytes(session, "Stopped")
    fcntl.ioctl(session.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    session.screen.resize(24, 80)
    session.press(b"fg\n")
    session.wait_for("42 of 42")
    session.press(b"q")
    session.read(0.5)
    session.sent = b""
    session.press(b"stty -a | grep -o '[^ ]*icanon'; echo en''ded $?; exit\n")
    wait_for_bytes(session, "ended 0")
    assert b"-icanon" not in session.sent
    session.wait_for_end()


def test_kill_stop_and_cont_bring_the_screen_back_and_ctrl_z_without_a_shell_says_so(
    sessions: list[TerminalSession],
) -> None:
    session = TerminalSession()
    sessions.append(session)
    session.wait_for("42 of 42")
    session.press(b"\x1a")
    session.wait_for("No shell to go back to")
    session.process.send_signal(signal.SIGSTOP)
    time.sleep(0.1)
    session.screen.reset()
    session.process.send_signal(signal.SIGCONT)
    session.wait_for("42 of 42")
    session.press(b"3")
    session.wait_for("Inequalities")
    session.press(b"q")
    assert session.wait_for_end() == 0
    assert session.is_restored()


HOSTILE = [
    b"\x1b[I\x1b[O",
    b"\x00\x00\x00\xff\xfe\xc3",
    b"\x1b[999;999;999Z\x1b[?62;22c\x1b[5;9R",
    b"\x1b[" + b"9;" * 20_000 + b"q",
    b"\x1b]11;rgb:0000/1111/qqqq\x07\x1b]52;c;" + b"q" * 50_000 + b"\x1b\\",
    b"\x1bP1$rq\x1b\\\x1b_q\x1b\\\x1b^q\x1b\\",
    b"\x1b[M\xff\xff\xff\x1b[<0;99999;99999M\x1b[<999;0;0m\x1b[32;10;10M\x1b[<-1;-1M",
    b"\x1b[48;9999;9999;0;0t\x1b[?2048;2$y\x1b[99999999999u\x1b[1:2;3:4;5:6u",
]


def test_ctrl_l_mends_a_screen_that_something_else_wrote_on(sessions: list[TerminalSession]) -> None:
    session = TerminalSession()
    sessions.append(session)
    session.wait_for("42 of 42")
    session.read(0.3)
    whole = session.text
    session.screen.erase_in_display(2)
    session.press(b"\x0c")
    session.wait_for("42 of 42")
    session.read(0.2)
    assert session.text == whole


def test_whatever_the_terminal_sends_the_app_still_answers(sessions: list[TerminalSession]) -> None:
    session = TerminalSession()
    sessions.append(session)
    session.wait_for("42 of 42")
    for number, hostile in enumerate(HOSTILE):
        session.press(hostile + (b"3", b"1")[number % 2])
        session.wait_for(("BSW · Inequalities", "BSW · Leadership")[number % 2])
    session.press(b"\x1b]an unfinished reply: q")
    time.sleep(SEQUENCE_TIMEOUT + 0.1)
    session.press(b"q")
    assert session.wait_for_end() == 0
    assert session.is_restored()


def test_a_megabyte_of_paste_does_no_harm_and_is_cut_with_a_word(sessions: list[TerminalSession]) -> None:
    session = TerminalSession(columns=100)
    sessions.append(session)
    session.wait_for("42 of 42")
    for key, size in ((b"", 60_000), (b"f", 300), (b"/", 300)):
        paste = b"\x1b[200~" + b"midlands \x1b[31m q" * size + b"\x1b[201~"
        session.press(key)
        session.wait_for({b"f": "midlands 1:strong", b"/": "Find"}.get(key, ""))
        for at in range(0, len(paste), 4096):
            os.write(session.master, paste[at : at + 4096])
            session.read(0)
        session.wait_for("Pasted only in part" if key else "42 of 42")
        session.press(b"\x1b")
        time.sleep(0.3)
    session.press(b"q")
    assert session.wait_for_end() == 0


NO_MEMORY = """
import resource, sys
from icb_tui import __main__ as cli
from icb_tui.views import view_steps
from icb_tui.store.store import Store
# The C library itself ends a process that has no memory left for a library that is being loaded.
Store.open_ahead = lambda _: None
def hungry(*_):
    resource.setrlimit(resource.RLIMIT_AS, (1 << 20, 1 << 20))
    hog = [bytearray(1 << 20) for _ in range(1 << 20)]
view_steps.next_order = hungry
sys.argv[0] = "icb-tui"
cli.main()
"""


def test_without_memory_it_ends_in_one_line_and_70(sessions: list[TerminalSession]) -> None:
    session = TerminalSession(code=NO_MEMORY, TERM="xterm", COLORTERM="")
    sessions.append(session)
    session.wait_for("42 of 42")
    session.press(b"s")
    assert session.wait_for_end() == 70
    assert session.is_restored()
    after = " ".join(session.sent.rsplit(b"\x1b[?1049l", 1)[1].decode().split())
    assert "MemoryError: there is not enough memory" in after and "whoever gave you icb-tui" in after
    assert "Traceback" not in after


NO_THREAD = """
import sys, threading
from icb_tui import __main__
begin = threading.Thread.start
def start(thread):
    if thread.name == "textual-input":
        raise RuntimeError("can't start new thread")
    begin(thread)
threading.Thread.start = start
sys.argv[0] = "icb-tui"
__main__.main()
"""


def test_where_no_thread_can_be_started_the_terminal_is_given_back(sessions: list[TerminalSession]) -> None:
    session = TerminalSession(code=NO_THREAD)
    sessions.append(session)
    assert session.wait_for_end() == 70
    assert session.is_restored()
    assert b"can't start new thread" in session.sent and b"Traceback" not in session.sent


def test_a_second_signal_changes_nothing(sessions: list[TerminalSession]) -> None:
    session = TerminalSession(TERM="linux", COLORTERM="")
    sessions.append(session)
    session.wait_for("42 of 42")
    session.process.send_signal(signal.SIGTERM)
    session.process.send_signal(signal.SIGTERM)
    assert session.wait_for_end() == 128 + signal.SIGTERM
    assert session.is_restored()


HASTY = """
import sys
from icb_tui import __main__ as cli
from icb_tui.tui import endings
endings.GRACE_SECONDS = 1
sys.argv[0] = "icb-tui"
cli.main()
"""


def test_a_terminal_that_takes_nothing_holds_no_process_back(sessions: list[TerminalSession]) -> None:
    session = TerminalSession(code=HASTY, columns=300, lines=100)
    sessions.append(session)
    session.wait_for("42 of 42")
    for key in b"\x0c" * 10:  # each sends the whole screen, which nobody takes
        session.press(bytes([key]))
        time.sleep(0.1)
    session.process.send_signal(signal.SIGTERM)
    assert session.process.wait(timeout=DEADLINE) == 128 + signal.SIGTERM
    assert termios.tcgetattr(session.slave) == session.before


def test_without_a_home_and_with_wrong_settings_it_starts_and_says_so(
    tmp_path: Path, sessions: list[TerminalSession]
) -> None:
    folder = tmp_path / "icb-tui"
    folder.mkdir()
    (folder / "config.toml").write_text('theme = "darc"\n[start]\nfilter = "midlands"\n[keys]\nquit = "Q"\n')
    session = TerminalSession(
        HOME="/proc", XDG_CONFIG_HOME=str(tmp_path), XDG_DATA_HOME="", XDG_CACHE_HOME="", columns=100
    )
    sessions.append(session)
    session.wait_for("11 of 42")
    session.wait_for('config.toml:1: theme: unknown value: “darc”; expected "dark", "light" or "ansi"')
    session.press(b"q")
    session.press(b"Q")
    assert session.wait_for_end() == 0
    assert session.is_restored()


def test_a_whole_session_writes_nowhere_but_in_the_xdg_folders_with_the_mode_of_the_umask(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    sessions: list[TerminalSession],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    folders = {name: tmp_path / name for name in (*names, "XDG_RUNTIME_DIR", "here")}
    for folder in folders.values():
        folder.mkdir()
    monkeypatch.chdir(folders["here"])
    own = tmp_path_factory.mktemp("own")  # which never came prepared with the program
    (own / "assessments.yaml").write_text("sources:\n  - {id: x, publisher: One}\n")
    before = os.umask(0o027)
    environment: dict[str, Any] = {name: str(folder) for name, folder in folders.items()} | {"ICB_TUI_DATA": str(own)}
    try:
        session = TerminalSession(PYTHONDONTWRITEBYTECODE="1", **environment)
    finally:
        os.umask(before)
    sessions.append(session)
    session.wait_for("42 of 42")
    for keys, shown in ((b" S+near\r", "near"), (b"\x1b", "42 of 42"), (b"/llr\r", "Leicester"), (b"\x1b", "42 of 42")):
        session.press(keys)
        session.wait_for(shown)
    session.press(b"yt")
    session.wait_for("Sent to the terminal's clipboard")
    session.press(b"q")
    assert session.wait_for_end() == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.relative_to(tmp_path).parts[0] for path in files} == {"XDG_DATA_HOME", "XDG_CACHE_HOME"}
    modes = {path.suffix or path.name: path.stat().st_mode & 0o777 for path in files}
    prepared = {"answers": 0o600, "facts": 0o600, ".duckdb": 0o600, ".frame": 0o600}  # the cache trusts nobody
    assert modes == {".json": 0o640, ".lock": 0o640, **prepared}


def test_at_rest_it_sends_nothing_and_over_ssh_inside_tmux_it_leaves_the_mouse_alone(
    sessions: list[TerminalSession],
) -> None:
    session = TerminalSession(TERM="screen", SSH_TTY="/dev/pts/0", TMUX="/tmp/tmux,1,0")
    sessions.append(session)
    session.wait_for("42 of 42")
    session.read(0.3)
    sent = len(session.sent)
    session.read(1)
    assert len(session.sent) == sent
    session.press(b"q")
    assert session.wait_for_end() == 0
    assert session.is_restored()
    assert b"\x1b[?1000h" not in session.sent
