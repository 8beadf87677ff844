"""The line of a terminal: its settings read, made raw and restored, and bytes sent on it at once.

The only module that needs termios. Its functions raise OSError where the terminal is gone, or where the shell does not
let this program change it.
"""

from __future__ import annotations

import os
import sys
import termios

assert sys.platform != "win32", "which has no such settings"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def read_settings(terminal: int) -> list[Any]:
    """Return the settings of a terminal."""
    try:
        return termios.tcgetattr(terminal)
    except termios.error as error:
        raise OSError(*error.args) from None


def restore_settings(terminal: int, settings: list[Any]) -> None:
    """Give a terminal its settings back at once."""
    try:
        termios.tcsetattr(terminal, termios.TCSANOW, settings)
    except termios.error as error:
        raise OSError(*error.args) from None


def make_raw(terminal: int, settings: list[Any]) -> None:
    """Have a terminal hand over each byte as it is typed, as Textual's driver will."""
    flags, controls = settings[:6], [*settings[6]]
    flags[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    flags[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    controls[termios.VMIN] = 1
    restore_settings(terminal, [*flags, controls])


def send(terminal: int, text: str) -> None:
    """Send a text whole, past everything that Python would hold back."""
    data = text.encode()
    while data:
        data = data[os.write(terminal, data) :]
