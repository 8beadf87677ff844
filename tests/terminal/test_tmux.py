"""The real program in a real tmux, as tmux comes: what is copied reaches its buffer and the terminal around it."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from terminal_session import DEADLINE, TerminalSession

COMMAND = "icb-tui --year 2023/24"
COPIED = re.compile(rb"\x1b\]52;[a-z]*;([A-Za-z0-9+/=]+)(?:\x07|\x1b\\)")


@pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")
@pytest.mark.parametrize(("clipboard", "passthrough", "buffer"), [("on", "off", True), ("external", "on", False)])
def test_what_is_copied_reaches_the_buffer_of_tmux_and_the_terminal_around_it(
    clipboard: str, passthrough: str, buffer: bool, tmp_path: Path, sessions: list[TerminalSession]
) -> None:
    (tmp_path / "conf").write_text(f"set -s set-clipboard {clipboard}\nset -g allow-passthrough {passthrough}\n")
    tmux = ["tmux", "-S", str(tmp_path / "socket"), "-f", str(tmp_path / "conf")]
    program = f"import os; os.execvp('tmux', {[*tmux, 'new-session', f'{sys.executable} -m icb_tui']!r})"
    session = TerminalSession(code=program, columns=100, lines=30, TMUX="", SHELL="/bin/sh")
    sessions.append(session)
    try:
        session.wait_for("42 of 42")
        session.press(b"yv")
        end = time.monotonic() + DEADLINE
        while not (copied := COPIED.findall(session.sent)):
            assert time.monotonic() < end, f"nothing was copied:\n{session.text}"
            session.read()
        assert {base64.b64decode(each).decode() for each in copied} == {COMMAND}
        kept = subprocess.run([*tmux, "show-buffer"], capture_output=True, text=True, timeout=DEADLINE)
        assert (kept.stdout == COMMAND) == buffer
        session.press(b"q")
        assert session.wait_for_end() == 0
    finally:
        subprocess.run([*tmux, "kill-server"], capture_output=True, timeout=DEADLINE)
