"""How many columns and rows the terminal has: its own word first, within bounds."""

from __future__ import annotations

import fcntl
import pty
import struct
import termios

import pytest
from terminal_session import TerminalSession

from icb_tui.terminal.size import MAX_COLUMNS, MAX_ROWS, measure_terminal


@pytest.mark.parametrize(
    ("known", "environment", "size"),
    [
        ((120, 40), {"COLUMNS": "40", "LINES": "10"}, (120, 40)),
        ((0, 0), {"COLUMNS": "90", "LINES": "33"}, (90, 33)),
        ((0, 0), {"COLUMNS": "²", "LINES": "-5"}, (80, 24)),
        ((120, 0), {}, (120, 24)),
        ((1, 1), {}, (1, 1)),
        ((65535, 65535), {}, (MAX_COLUMNS, MAX_ROWS)),
        ((0, 0), {"COLUMNS": "9" * 9, "LINES": "9" * 5000}, (MAX_COLUMNS, 24)),
    ],
)
def test_the_terminal_is_believed_before_the_environment_and_within_bounds(
    known: tuple[int, int], environment: dict[str, str], size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    _, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", known[1], known[0], 0, 0))
    assert measure_terminal(slave) == size


def test_an_environment_that_says_other_sizes_and_is_for_developers_does_no_harm(
    sessions: list[TerminalSession],
) -> None:
    session = TerminalSession(
        columns=100,
        lines=30,
        COLUMNS="²",
        LINES="10",
        TEXTUAL="debug,devtools",
        TEXTUAL_LOG="/nowhere/log",
        TEXTUAL_DRIVER="nowhere:Driver",
        TEXTUAL_PRESS="q",
        TEXTUAL_SCREENSHOT="0",
        TEXTUAL_ALLOW_SIGNALS="1",
        TEXTUAL_THEME="nowhere",
    )
    sessions.append(session)
    session.wait_for("42 of 42")
    session.press(b"\x03")
    session.wait_for("Press q to quit")
    session.press(b"q")
    assert session.wait_for_end() == 0
    assert session.is_restored()


def test_ctrl_c_ends_picking_as_in_any_picker(sessions: list[TerminalSession]) -> None:
    session = TerminalSession("pick")
    sessions.append(session)
    session.wait_for("Pick boards")
    session.press(b"/lon\x03")
    assert session.wait_for_end() == 130
    assert session.is_restored()
    assert session.sent.rsplit(b"\x1b[?25h", 1)[1].replace(b"\x1b[?1004l", b"") == b""
