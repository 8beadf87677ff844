"""Textual's driver for POSIX terminals, made to leave each as it found it and to survive what one may send.

The only module that needs termios: where there is none, nothing imports it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import sys
import termios
from collections.abc import Iterable
from typing import Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from icb_tui.terminal.controls import TerminalControls
from icb_tui.terminal.key_reader import POLL_SECONDS, POLLS_AFTER_INPUT, InputDecoder, KeyParser, ReadableEvent
from icb_tui.terminal.paint_sender import PaintSender

assert sys.platform != "win32", "where Textual's own driver is used"

VANISHED_EXIT_CODE = 128 + signal.SIGHUP

RESTORE_SEQUENCE = b"\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1006l\x1b[?1004l\x1b[<u\x1b[?1049l\x1b[?25h"
"""What leaves the explorer's screen, where there is no time to do it in order."""


class TerminalDriver(TerminalControls, LinuxDriver):
    """The driver of the explorer."""

    DIFFS = True

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self.exit_event = self._ending = ReadableEvent()
        self._owner, self._signals = app, asyncio.get_running_loop()
        self._suspended = False
        self._sender = PaintSender(super().write, os.environ, diffs=self.DIFFS)
        # Textual's own handlers may meet the app in the midst of a write, and start it twice after a kill -STOP.
        self._signals.add_signal_handler(signal.SIGTSTP, self.suspend_job)
        self._signals.add_signal_handler(signal.SIGCONT, self._resume_after_stop)

    def write(self, data: str) -> None:
        self._sender.send_changes(data)

    def forget_screen(self) -> None:
        self._sender.forget_screen()

    def serve_screen_reader(self) -> None:
        self._sender.serve_screen_reader()

    def start_application_mode(self) -> None:
        """Take the terminal over; give it back where no thread can be had to read its keys."""
        try:
            super().start_application_mode()  # type: ignore[no-untyped-call]
        except Exception:  # memory, or processes, have run out
            with contextlib.suppress(RuntimeError):
                self.close()  # what was on its way has arrived
            self.restore_terminal()
            raise

    def run_input_thread(self) -> None:
        """Read keys until the terminal is given back; asleep while nothing comes, where Textual looks every 0.1 s."""
        parser, decoder, looks = KeyParser(), InputDecoder(), 0
        try:
            while not self._ending.is_set():
                files, patience = [self.fileno, self._ending.reader], POLL_SECONDS if looks else None
                looks = max(looks - 1, 0)
                if self.fileno in select.select(files, [], [], patience)[0]:
                    looks = POLLS_AFTER_INPUT
                    if not (data := os.read(self.fileno, 4096)):  # the terminal hung up, even where no signal came
                        exit_if_hung_up()
                    if text := decoder.decode_input(data):  # none would end the parser
                        self._process_all(parser.feed(text))
                self._process_all(parser.tick())
        except OSError:
            exit_if_hung_up()
            raise

    def _process_all(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def suspend_job(self) -> bool:
        if os.getpgrp() == os.getsid(0):
            return False
        self.suspend_application_mode()
        self._suspended = True
        self._signals.remove_signal_handler(signal.SIGTSTP)
        os.kill(0, signal.SIGTSTP)  # the whole job, make and all: a shell sees it stop only if all of it does
        self._signals.add_signal_handler(signal.SIGTSTP, self.suspend_job)
        self._resume_application()
        return True

    def _resume_after_stop(self) -> None:
        """After a SIGSTOP, which no program is told of: the shell has had the terminal meanwhile."""
        if self._suspended:
            self._suspended = False
            return
        self.suspend_application_mode()
        self._resume_application()

    def _resume_application(self) -> None:
        self.resume_application_mode()
        self._owner.refresh(layout=True)

    def restore_terminal(self) -> None:
        """Leave the terminal as it was found, at once; what it was not sent yet is not waited for."""
        with contextlib.suppress(termios.error, OSError, ValueError):
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            if select.select([], [self.fileno], [], 0)[1]:
                os.write(self.fileno, RESTORE_SEQUENCE)

    def exit_if_hung_up(self) -> None:
        exit_if_hung_up()

    def exit_after(self, seconds: int, code: int) -> None:
        # By an alarm, which also comes while the app waits for the terminal, and needs no thread.
        signal.signal(signal.SIGALRM, lambda *_: self._exit_at_once(code))
        signal.alarm(seconds)

    def cancel_exit(self) -> None:
        signal.alarm(0)

    def _exit_at_once(self, code: int) -> None:
        self.restore_terminal()
        os._exit(code)


class WholePaintDriver(TerminalDriver):
    """The driver of --no-diff: paints are sent as Textual makes them."""

    DIFFS = False


def exit_if_hung_up() -> None:
    """End at once if the terminal is gone: there is nothing left to restore, and every write would wait for ever."""
    try:
        termios.tcgetattr(sys.__stdin__.fileno() if sys.__stdin__ else 0)
    except (termios.error, OSError, ValueError):
        os._exit(VANISHED_EXIT_CODE)
