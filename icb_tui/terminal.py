"""Textual's terminal driver, made to leave every terminal as it found it and to survive what a terminal may send."""

from __future__ import annotations

import codecs
import contextlib
import os
import select
import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.message import Message

from icb_tui.incoming import Incoming
from icb_tui.sparing import PAINT, Sparing

VANISHED = 128 + signal.SIGHUP
RESTORED = b"\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h"
"""What leaves the explorer's screen, where there is no time to do it in order."""
ALTERNATE, PAINTING, PAINTED = "\x1b[?1049h", "\x1b[?2026h", "\x1b[?2026l"
ERASING = ("xterm", "tmux", "linux", "alacritty", "foot", "kitty", "putty", "rxvt", "st-", "vte", "wezterm")
"""How TERM begins for terminals whose erased cells have the colour of the ground (terminfo's bce)."""


class Terminal(linux_driver.LinuxDriver):
    """The driver of the explorer."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._stopped = False
        self._sparing = Sparing(erases="TMUX" in os.environ or os.environ.get("TERM", "").startswith(ERASING))
        self._frame: list[str] = []
        # Textual's own handlers may meet the app in the midst of a write, and start it twice after a kill -STOP.
        self._loop.add_signal_handler(signal.SIGTSTP, self.stop_for_now)
        self._loop.add_signal_handler(signal.SIGCONT, self._continued)

    def write(self, data: str) -> None:
        """Send what is not shown already: each paint in one piece, and nothing for one that changes nothing."""
        if data == ALTERNATE:
            self.forget()
        sent = self._sparing.paint(data) if PAINT.match(data) else data
        if data == PAINTING or self._frame:
            self._frame.append(sent)
            if data != PAINTED:
                return
            sent = "".join(self._frame) if any(self._frame[1:-1]) else ""
            self._frame.clear()
        if sent:
            super().write(sent)

    def forget(self) -> None:
        """Take nothing to be shown any more: the terminal has another size, or something else wrote on it."""
        self._sparing.forget(*self._get_terminal_size())

    def start_application_mode(self) -> None:
        """Take the terminal over, but for its focus reports, which nothing here heeds."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.write("\x1b[?1004l")

    def _query_in_band_window_resize(self) -> None:
        """A signal tells of a new size; reports among the keys, and with them clicks in pixels, are not asked for."""

    def _enable_mouse_support(self) -> None:
        """Ask for clicks and the wheel only: any-motion reports cost a line bandwidth and tell us nothing."""
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1006h")
            self.flush()

    def run_input_thread(self) -> None:
        """Read keys; a byte that is not UTF-8 becomes a replacement character instead of the end of the program."""
        linux_driver.getincrementaldecoder = lambda _: _Decoder  # type: ignore[attr-defined, assignment]
        linux_driver.XTermParser = _Parser  # type: ignore[attr-defined]
        try:
            super().run_input_thread()
        except OSError:
            leave_if_vanished()
            raise

    def stop_for_now(self) -> bool:
        """Give the terminal back and stop until `fg`; False where no shell is there to say it."""
        if os.getpgrp() == os.getsid(0):
            return False
        self.suspend_application_mode()
        self._stopped = True
        self._loop.remove_signal_handler(signal.SIGTSTP)
        os.kill(0, signal.SIGTSTP)  # the whole job, make and all: a shell sees it stop only if all of it does
        self._loop.add_signal_handler(signal.SIGTSTP, self.stop_for_now)
        self._start_again()
        return True

    def _continued(self) -> None:
        """After a SIGSTOP, which nobody hears: the shell has had the terminal meanwhile."""
        if self._stopped:
            self._stopped = False
            return
        self.suspend_application_mode()
        self._start_again()

    def _start_again(self) -> None:
        self.resume_application_mode()
        self._app.refresh(layout=True)

    def leave_at_once(self, code: int) -> None:
        """End the process without waiting for a terminal that takes nothing."""
        with contextlib.suppress(termios.error, OSError, ValueError):
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            if select.select([], [self.fileno], [], 0)[1]:
                os.write(self.fileno, RESTORED)
        os._exit(code)


class _Parser(XTermParser):
    """Textual's parser, in which an escape that has waited long enough is a key before anything more is read."""

    def feed(self, data: str) -> Iterator[Message]:
        yield from self.tick()
        yield from super().feed(data)


class _Decoder:
    """UTF-8 as it comes; the empty read of a terminal that hung up ends the program, even where no signal came."""

    def __init__(self) -> None:
        self._lenient = codecs.getincrementaldecoder("utf-8")("replace")
        self._incoming = Incoming()

    def decode(self, data: bytes, final: bool = False) -> str:
        if not data and not final:
            leave_if_vanished()
        return self._incoming.feed(self._lenient.decode(data, final))


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
