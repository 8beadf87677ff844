"""Textual's terminal driver, made to leave every terminal as it found it and to survive what a terminal may send."""

from __future__ import annotations

import codecs
import os
import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager

from textual.drivers import linux_driver

VANISHED = 128 + signal.SIGHUP


class Terminal(linux_driver.LinuxDriver):
    """The driver of the explorer."""

    def _enable_mouse_support(self) -> None:
        """Ask for clicks and the wheel only: any-motion reports cost a line bandwidth and tell us nothing."""
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1006h")
            self.flush()

    def _disable_mouse_support(self) -> None:
        """Take back also the pixel reports that Textual leaves on."""
        super()._disable_mouse_support()
        if self._mouse_pixels:
            self.write("\x1b[?1016l")
            self.flush()

    def run_input_thread(self) -> None:
        """Read keys; a byte that is not UTF-8 becomes a replacement character instead of the end of the program."""
        linux_driver.getincrementaldecoder = lambda _: _Decoder  # type: ignore[attr-defined, assignment]
        try:
            super().run_input_thread()
        except OSError:
            leave_if_vanished()
            raise


class _Decoder:
    """UTF-8 as it comes; the empty read of a terminal that hung up ends the program, even where no signal came."""

    def __init__(self) -> None:
        self._lenient = codecs.getincrementaldecoder("utf-8")("replace")

    def decode(self, data: bytes, final: bool = False) -> str:
        if not data and not final:
            leave_if_vanished()
        return self._lenient.decode(data, final)


def leave_if_vanished() -> None:
    """End at once if the terminal is gone: there is nothing left to restore, and every write would wait for ever."""
    try:
        termios.tcgetattr(sys.__stdin__.fileno() if sys.__stdin__ else 0)
    except (termios.error, OSError, ValueError):
        os._exit(VANISHED)


@contextmanager
def on_terminal() -> Iterator[None]:
    """Have standard input, output and error on the terminal, where there is one: a pipe may have any of them."""
    elsewhere = [number for number in (0, 1, 2) if not os.isatty(number)]
    try:
        terminal = os.open("/dev/tty", os.O_RDWR) if elsewhere else -1
    except OSError:
        elsewhere = []
    kept = {number: os.dup(number) for number in elsewhere}
    for number in elsewhere:
        os.dup2(terminal, number)
    try:
        yield
    finally:
        for number, file in kept.items():
            os.dup2(file, number)
