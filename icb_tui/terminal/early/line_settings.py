"""The line settings of a terminal: read, made raw, and restored. The only module that needs termios.

Nothing imports it on Windows, which has none. Each function raises OSError where the terminal is gone, or where the
shell does not let this program change it.
"""

from __future__ import annotations

import sys
import termios

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LineSettings = list["Any"]
"""What termios knows of a terminal."""


def read_settings(terminal: int) -> LineSettings:
    """Return the settings of a terminal."""
    assert sys.platform != "win32"
    try:
        return termios.tcgetattr(terminal)
    except termios.error as error:
        raise OSError(*error.args) from None


def restore_settings(terminal: int, settings: LineSettings) -> None:
    """Give a terminal its settings back at once."""
    assert sys.platform != "win32"
    try:
        termios.tcsetattr(terminal, termios.TCSANOW, settings)
    except termios.error as error:
        raise OSError(*error.args) from None


def make_raw(terminal: int, settings: LineSettings) -> None:
    """Have a terminal hand over each byte as it is typed, as Textual's driver will."""
    assert sys.platform != "win32"
    flags, controls = settings[:6], [*settings[6]]
    flags[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    flags[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    controls[termios.VMIN] = 1
    restore_settings(terminal, [*flags, controls])
