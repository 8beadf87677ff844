"""Which driver the explorer has on this platform, and on which terminal it runs."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager

from textual.driver import Driver

from icb_tui.terminal.served import find_served_address


def find_driver(*, diffs: bool) -> type[Driver] | None:
    """Return the driver; None where the platform has no POSIX terminal, and Textual chooses its own.

    Without `diffs` it sends paints as Textual makes them.
    """
    if importlib.util.find_spec("termios") is None:
        return None
    if find_served_address(os.environ):
        from icb_tui.terminal.web_driver import WebSessionDriver, WholePaintWebDriver

        return WebSessionDriver if diffs else WholePaintWebDriver
    from icb_tui.terminal.posix_driver import TerminalDriver, WholePaintDriver

    return TerminalDriver if diffs else WholePaintDriver


@contextmanager
def use_controlling_terminal() -> Iterator[None]:
    """Have standard input, output and error on the terminal, where there is one: a pipe may have any of them.

    Nothing is changed for a session in a browser, which talks to its server through them.
    """
    served = find_served_address(os.environ)
    elsewhere = [number for number in (0, 1, 2) if not served and not os.isatty(number)]
    try:
        terminal = os.open("/dev/tty", os.O_RDWR) if elsewhere else -1
    except OSError:
        elsewhere = []
    saved = {number: os.dup(number) for number in elsewhere}
    for number in elsewhere:
        os.dup2(terminal, number)
    try:
        yield
    finally:
        for number, file in saved.items():
            os.dup2(file, number)


def wait_for_foreground() -> bool:
    """Have a job in the background stop, as a shell expects it, until it is in front; False where no shell is there."""
    if importlib.util.find_spec("termios") is None or find_served_address(os.environ):
        return True
    from icb_tui.terminal.posix_driver import stop_until_foreground

    return stop_until_foreground(0)
