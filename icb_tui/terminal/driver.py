"""Which driver the explorer has on this platform, and on which terminal it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from textual.driver import Driver

from icb_tui.terminal.served import find_served_address

TERMINAL_FILES = ("CONIN$", "CONOUT$", "CONOUT$") if sys.platform == "win32" else ("/dev/tty",) * 3
"""The terminal that the program runs in, as a file to read keys from, to draw on and to say errors on."""


def find_driver(*, diffs: bool) -> type[Driver] | None:
    """Return the driver; None on Windows, which has no POSIX terminals: Textual has a driver of its own there.

    Without `diffs` it sends paints as Textual makes them.
    """
    driver: type[Driver] | None = None
    if find_served_address(os.environ):
        from icb_tui.terminal.web_driver import WebSessionDriver, WholePaintWebDriver

        driver = WebSessionDriver if diffs else WholePaintWebDriver
    elif sys.platform != "win32":
        from icb_tui.terminal.posix_driver import TerminalDriver, WholePaintDriver

        driver = TerminalDriver if diffs else WholePaintDriver
    return driver


@contextmanager
def use_controlling_terminal() -> Iterator[None]:
    """Have standard input, output and error on the terminal, where there is one: a pipe may have any of them.

    Nothing is changed for a session in a browser, which talks to its server through them.
    """
    served = find_served_address(os.environ)
    elsewhere = [number for number in (0, 1, 2) if not served and not os.isatty(number)]
    try:
        terminal = [os.open(TERMINAL_FILES[number], os.O_RDWR) for number in elsewhere]
    except OSError:
        elsewhere = terminal = []
    saved = {number: os.dup(number) for number in elsewhere}
    for number, file in zip(elsewhere, terminal, strict=True):
        os.dup2(file, number)
        os.close(file)
    try:
        with _reopen_streams(elsewhere):
            yield
    finally:
        for number, file in saved.items():
            os.dup2(file, number)
            os.close(file)


@contextmanager
def _reopen_streams(numbers: Sequence[int]) -> Iterator[None]:
    """Have Python read and write these files as a console is, which on Windows is another thing than a pipe."""
    reopened = numbers if sys.platform == "win32" else ()
    names = [("stdin", "stdout", "stderr")[number] for number in reopened]
    before = {each: getattr(sys, each) for name in names for each in (name, f"__{name}__")}
    for number, name in zip(reopened, names, strict=True):
        stream = open(number, "r" if name == "stdin" else "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    try:
        yield
    finally:
        for each, stream in before.items():
            setattr(sys, each, stream)


def wait_for_foreground() -> bool:
    """Have a job in the background stop, as a shell expects it, until it is in front; False where no shell is there."""
    is_in_front = True
    if sys.platform != "win32" and not find_served_address(os.environ):
        from icb_tui.terminal.posix_driver import stop_until_foreground

        is_in_front = stop_until_foreground(0)
    return is_in_front
