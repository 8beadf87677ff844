"""The real program in a real pseudo terminal: what it sends, and the screen that a person would see."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time

import pyte

DEADLINE = 20


class TerminalSession:
    """The program in a pseudo terminal of its own, and the screen that a person would see."""

    def __init__(
        self,
        *arguments: str,
        columns: int = 80,
        lines: int = 24,
        code: str = "",
        controlled: bool = True,
        **environment: str,
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.sent = b""
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.before = termios.tcgetattr(slave)
        program = ["-c", code] if code else ["-m", "icb_tui"]
        env = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"} | environment
        self.process = subprocess.Popen(
            [sys.executable, *program, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**{k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "LC_ALL", "COLUMNS", "LINES")}, **env},
            preexec_fn=take_terminal if controlled else os.setsid,
        )
        self.slave = slave

    def read(self, seconds: float = 0.05) -> None:
        while select.select([self.master], [], [], seconds)[0]:
            try:
                chunk = os.read(self.master, 65536)
            except OSError:
                return
            self.sent += chunk
            self._stream.feed(re.sub(rb"\x1b\[[<>=?][0-9;]*u|\x1b\[\?[0-9;]*\$p", b"", chunk))

    def wait_for(self, words: str) -> None:
        end = time.monotonic() + DEADLINE
        while words not in self.text:
            assert time.monotonic() < end, f"{words!r} did not come:\n{self.text}"
            self.read()

    def press(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def wait_for_end(self) -> int:
        end = time.monotonic() + DEADLINE
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it did not end:\n{self.text}"
            self.read()
        self.read()
        return self.process.returncode

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def is_restored(self) -> bool:
        """Whether the terminal is as it was found: its settings, and every private mode switched off again."""
        modes: dict[bytes, bool] = {}
        for found in re.finditer(rb"\x1b\[\?([0-9;]+)([hl])", self.sent):
            for mode in found[1].split(b";"):
                modes[mode] = found[2] == b"h"
        left = {mode for mode, on in modes.items() if on} - {b"25", b"7"}
        return not left and modes.get(b"25", True) and termios.tcgetattr(self.slave) == self.before

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=60)
        for number in (self.master, self.slave):
            if number >= 0:
                os.close(number)


def take_terminal() -> None:
    """Make standard input the terminal that controls this process, in a session of its own."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
