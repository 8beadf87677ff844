"""Textual's terminal driver, made to leave every terminal as it found it and to survive what a terminal may send."""

from __future__ import annotations

import codecs
import contextlib
import os
import select
import signal
import sys
import termios
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.message import Message

from icb_tui.terminal.input_filter import InputFilter
from icb_tui.terminal.screen_differ import PAINT_START, ScreenDiffer

VANISHED_EXIT_CODE = 128 + signal.SIGHUP

RESTORE_SEQUENCE = b"\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1006l\x1b[?1004l\x1b[<u\x1b[?1049l\x1b[?25h"
"""What leaves the explorer's screen, where there is no time to do it in order."""

ALTERNATE_SCREEN, BEGIN_PAINT, END_PAINT = "\x1b[?1049h", "\x1b[?2026h", "\x1b[?2026l"

POLL_SECONDS, POLLS_AFTER_INPUT = 0.02, 15
"""The seconds, and how often, that it is waited for the rest of a sequence: a lone escape is a key."""

ERASING_TERMINALS = ("xterm", "tmux", "linux", "alacritty", "foot", "kitty", "putty", "rxvt", "st-", "vte", "wezterm")
"""How TERM begins for terminals whose erased cells have the colour of the ground (terminfo's bce)."""


def erases_with_background(environment: Mapping[str, str]) -> bool:
    """Return whether erased cells have the colour of the ground, as TERM says.

    Never in GNU screen, where they do not; nor in tmux, where sparing saves the line nothing, for tmux sends what it
    shows anew, and a pane that is captured would lack the ground of what was erased.
    """
    return environment.get("TERM", "").startswith(ERASING_TERMINALS) and not (
        environment.get("TMUX") or environment.get("STY")
    )


class TerminalDriver(linux_driver.LinuxDriver):
    """The driver of the explorer."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.exit_event = self._ending = _ReadableEvent()
        self._stopped = False
        self._sparing = ScreenDiffer(erases=erases_with_background(os.environ))
        self._frame: list[str] = []
        # Textual's own handlers may meet the app in the midst of a write, and start it twice after a kill -STOP.
        self._loop.add_signal_handler(signal.SIGTSTP, self.suspend)
        self._loop.add_signal_handler(signal.SIGCONT, self._resume_after_stop)

    def write(self, data: str) -> None:
        """Send what is not shown already: each paint in one piece, and nothing for one that changes nothing."""
        if data == ALTERNATE_SCREEN:
            self.forget_screen()
        sent = self._sparing.diff_paint(data) if PAINT_START.match(data) else data
        if data == BEGIN_PAINT or self._frame:
            self._frame.append(sent)
            if data != END_PAINT:
                return
            sent = "".join(self._frame) if any(self._frame[1:-1]) else ""
            self._frame.clear()
        if sent:
            super().write(sent)

    def forget_screen(self) -> None:
        """Take nothing to be shown any more: the terminal has another size, or something else wrote on it."""
        self._sparing.forget_screen(*self._get_terminal_size())

    def start_application_mode(self) -> None:
        """Take the terminal over, but for its focus reports, which nothing here heeds."""
        try:
            super().start_application_mode()  # type: ignore[no-untyped-call]
        except Exception:  # no thread to read the keys with: memory, or processes, have run out
            with contextlib.suppress(RuntimeError):
                self.close()  # what was on its way has arrived
            self.restore_terminal()
            raise
        self.write("\x1b[?1004l")

    def _query_in_band_window_resize(self) -> None:
        """A signal tells of a new size; reports among the keys, and with them clicks in pixels, are not asked for."""

    def _enable_mouse_support(self) -> None:
        """Ask for clicks and the wheel only: any-motion reports cost a line bandwidth and tell us nothing."""
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1006h")
            self.flush()

    def run_input_thread(self) -> None:
        """Read keys until the terminal is given back; asleep while nothing comes, where Textual looks every 0.1 s."""
        parser, decoder, looks = _Parser(self._debug), _InputDecoder(), 0
        try:
            while not self._ending.is_set():
                files, patience = [self.fileno, self._ending.reader], POLL_SECONDS if looks else None
                looks = max(looks - 1, 0)
                if self.fileno in select.select(files, [], [], patience)[0]:
                    looks = POLLS_AFTER_INPUT
                    if text := decoder.decode(os.read(self.fileno, 4096)):  # none would end the parser
                        self._process_messages(parser.feed(text))
                self._process_messages(parser.tick())
        except OSError:
            exit_if_hung_up()
            raise

    def _process_messages(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def suspend(self) -> bool:
        """Give the terminal back and stop until `fg`; False where no shell is there to say it."""
        if os.getpgrp() == os.getsid(0):
            return False
        self.suspend_application_mode()
        self._stopped = True
        self._loop.remove_signal_handler(signal.SIGTSTP)
        os.kill(0, signal.SIGTSTP)  # the whole job, make and all: a shell sees it stop only if all of it does
        self._loop.add_signal_handler(signal.SIGTSTP, self.suspend)
        self._resume()
        return True

    def _resume_after_stop(self) -> None:
        """After a SIGSTOP, which nobody hears: the shell has had the terminal meanwhile."""
        if self._stopped:
            self._stopped = False
            return
        self.suspend_application_mode()
        self._resume()

    def _resume(self) -> None:
        self.resume_application_mode()
        self._app.refresh(layout=True)

    def restore_terminal(self) -> None:
        """Leave the terminal as it was found, at once; what it was not sent yet is not waited for."""
        with contextlib.suppress(termios.error, OSError, ValueError):
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            if select.select([], [self.fileno], [], 0)[1]:
                os.write(self.fileno, RESTORE_SEQUENCE)

    def exit_at_once(self, code: int) -> None:
        """End the process without waiting for a terminal that takes nothing."""
        self.restore_terminal()
        os._exit(code)


class _ReadableEvent(Event):
    """An event that can be waited for as a file is: `reader` can be read from once it is set."""

    def __init__(self) -> None:
        super().__init__()
        self.reader, self._writer = os.pipe()

    def set(self) -> None:
        super().set()
        os.write(self._writer, b"x")

    def clear(self) -> None:
        if self.is_set():
            os.read(self.reader, 4096)
        super().clear()


class _Parser(XTermParser):
    """Textual's parser, in which an escape that has waited long enough is a key before anything more is read."""

    def feed(self, data: str) -> Iterator[Message]:
        yield from self.tick()
        yield from super().feed(data)


class _InputDecoder:
    """UTF-8 as it comes; the empty read of a terminal that hung up ends the program, even where no signal came."""

    def __init__(self) -> None:
        self._lenient = codecs.getincrementaldecoder("utf-8")("replace")
        self._incoming = InputFilter()

    def decode(self, data: bytes) -> str:
        if not data:
            exit_if_hung_up()
        return self._incoming.filter_chunk(self._lenient.decode(data))


def exit_if_hung_up() -> None:
    """End at once if the terminal is gone: there is nothing left to restore, and every write would wait for ever."""
    try:
        termios.tcgetattr(sys.__stdin__.fileno() if sys.__stdin__ else 0)
    except (termios.error, OSError, ValueError):
        os._exit(VANISHED_EXIT_CODE)


@contextmanager
def use_controlling_terminal() -> Iterator[None]:
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
