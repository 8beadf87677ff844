"""Textual's driver for POSIX terminals, made to leave each as it found it and to survive what one may send."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from textual.app import App
from textual.events import InputEvent, Paste
from textual.message import Message

from icb_tui.terminal.controls import TerminalControls
from icb_tui.terminal.early import posix_line
from icb_tui.terminal.early.early_frame import EarlyStart
from icb_tui.terminal.key_reader import (
    POLL_SECONDS,
    POLLS_AFTER_INPUT,
    READ_BYTES,
    InputDecoder,
    InputPacer,
    KeyParser,
    ReadableEvent,
)
from icb_tui.terminal.kitty_keys import ASK_FOR_PLACES, PROTOCOL_START
from icb_tui.terminal.painting.paint_sender import PaintSender
from icb_tui.terminal.painting.screen_differ import ScreenDiffer
from icb_tui.terminal.posix_internals import MeasuringDriver

assert sys.platform != "win32", "where Textual's own driver is used"

VANISHED_EXIT_CODE = 128 + signal.SIGHUP

RESTORE_SEQUENCE = b"\x1b[?2026l\x1b[r\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1006l\x1b[?1004l\x1b[<u\x1b[?1049l\x1b[?25h"
"""What leaves the explorer's screen, where there is no time to do it in order."""

SIGNAL_SECONDS = 0.05
"""How long a signal that came together with SIGCONT may take to be heard of: another thread may have met it."""


class TerminalDriver(TerminalControls, MeasuringDriver):
    """The driver of the explorer.

    While it holds the terminal it hears of job control. What it gave back it takes again only where it was stopped,
    once the shell has put it in front, and never after the app was told to end.
    """

    DIFFS = True

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)  # Textual's handlers may start an app twice, or one that ended
        signal.signal(signal.SIGCONT, lambda *_: EarlyStart.doubt_frame())
        self.exit_event = self._ending = ReadableEvent()
        self._owner, self._signals = app, asyncio.get_running_loop()
        self._holds_terminal = self._is_over = False
        self._pacer = InputPacer(app, self._ending)
        self._sender = PaintSender(
            super().write,
            os.environ,
            diffs=self.DIFFS,
            measure=self.measure_terminal,
            shown=EarlyStart.frame,
            keep_frame=EarlyStart.keep_frame,
        )

    def write(self, data: str) -> None:
        if not self._holds_terminal:
            return
        self._sender.send_changes(data)
        if data.startswith(PROTOCOL_START):
            self._sender.send_changes(ASK_FOR_PLACES)

    @property
    def differ(self) -> ScreenDiffer | None:
        return self._sender.differ

    def forget_screen(self) -> None:
        self._sender.forget_screen()

    def note_resize(self) -> None:
        self._sender.note_resize()

    def serve_screen_reader(self) -> None:
        self._sender.serve_screen_reader()

    def start_application_mode(self) -> None:
        """Take the terminal over, once the shell has put this job in front, unless the app was told to end meanwhile.

        Give it back where no thread can be had to read its keys. End at once where no shell is there any more.
        """
        if not stop_until_foreground(self.fileno, lambda: self._is_over):
            if not self._is_over:
                os._exit(VANISHED_EXIT_CODE)
            return
        self._holds_terminal = True
        try:
            self._start_drawing()
        except BaseException:  # memory, or processes, have run out; or a signal ends it
            with contextlib.suppress(RuntimeError):
                self.close()  # what was on its way has arrived
            self.restore_terminal()
            raise
        # By the loop: a handler of Python's own may meet the app in the midst of a write.
        self._signals.add_signal_handler(signal.SIGTSTP, self.suspend_job)
        self._signals.add_signal_handler(signal.SIGCONT, self._resume_after_stop)

    def _start_drawing(self) -> None:
        """Have Textual take the terminal over, with the settings to be restored from before an early frame."""
        frame = EarlyStart.take_over_frame()
        try:
            super().start_application_mode()  # type: ignore[no-untyped-call]
        finally:
            if frame:
                self.attrs_before = frame.settings

    def stop_application_mode(self) -> None:
        """Give the terminal back, if it was not given back before."""
        if not self._holds_terminal:
            return
        for number in (signal.SIGTSTP, signal.SIGCONT):
            self._signals.remove_signal_handler(number)
        if not is_in_foreground(self.fileno):
            self.attrs_before = None  # the shell has made its own settings
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # which would stop it here
        super().stop_application_mode()
        self.close()
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        self._holds_terminal = False

    def disable_input(self) -> None:
        if self._holds_terminal:
            super().disable_input()

    def run_input_thread(self) -> None:
        """Read keys until the terminal is given back; asleep while nothing comes, where Textual looks every 0.1 s."""
        parser, decoder, looks = KeyParser(), InputDecoder(), 0
        try:
            while not self._ending.is_set():
                files, patience = [self.fileno, self._ending.reader], POLL_SECONDS if looks else None
                looks = max(looks - 1, 0)
                if self.fileno in select.select(files, [], [], patience)[0]:
                    if not is_in_foreground(self.fileno):  # what is typed is for the shell, and reading would stop us
                        self._ending.wait(POLL_SECONDS)
                        continue
                    looks = POLLS_AFTER_INPUT
                    if not (data := os.read(self.fileno, READ_BYTES)):  # it hung up, even where no signal came
                        exit_if_hung_up()
                    if text := decoder.decode_input(data):  # none would end the parser
                        self._process_all(parser.feed(text))
                        self._pacer.wait_for_app(len(text))
                self._process_all(parser.tick())
        except OSError:
            exit_if_hung_up()
            raise

    def _process_all(self, messages: Iterable[Message]) -> None:
        for message in messages:
            if isinstance(message, (InputEvent, Paste)):
                self._sender.note_input()
            self.process_message(message)

    def suspend_job(self) -> bool:
        if not self._holds_terminal or os.getpgrp() == os.getsid(0):
            return False
        self.stop_application_mode()
        os.kill(0, signal.SIGTSTP)  # the whole job, make and all: a shell sees it stop only if all of it does
        self._take_terminal_again()
        return True

    def _resume_after_stop(self) -> None:
        """After a SIGSTOP, which no program is told of: the shell has had the terminal meanwhile."""
        if self._holds_terminal and not self._is_over:
            self.stop_application_mode()
            self._take_terminal_again()

    def _take_terminal_again(self) -> None:
        self.start_application_mode()
        if self._holds_terminal:
            self._owner.refresh(layout=True)

    def restore_terminal(self) -> None:
        """Leave the terminal as it was found, as the process ends; what it was not sent yet is not waited for."""
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # which would stop it here
        with contextlib.suppress(OSError, ValueError):
            if self.attrs_before is not None and is_in_foreground(self.fileno):  # else the shell has made its own
                posix_line.restore_settings(self.fileno, self.attrs_before)
            if select.select([], [self.fileno], [], 0)[1]:
                os.write(self.fileno, RESTORE_SEQUENCE)

    def restore_at_once(self) -> None:
        if self._holds_terminal:
            # The thread that writes may be in the midst of a paint, whose rest would come after what restores.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stderr__.fileno() if sys.__stderr__ else 2)
            self.restore_terminal()

    def exit_if_hung_up(self) -> None:
        exit_if_hung_up()

    def exit_after(self, seconds: int, code: int) -> None:
        self._is_over = True
        # By an alarm, which also comes while the app waits for the terminal, and needs no thread.
        signal.signal(signal.SIGALRM, lambda *_: self._exit_at_once(code))
        signal.alarm(seconds)

    def cancel_exit(self) -> None:
        signal.alarm(0)

    def _exit_at_once(self, code: int) -> None:
        self.restore_at_once()
        os._exit(code)


class WholePaintDriver(TerminalDriver):
    """The driver of --no-diff: paints are sent as Textual makes them."""

    DIFFS = False


def exit_if_hung_up() -> None:
    """End at once if the terminal is gone: there is nothing left to restore, and every write would wait for ever."""
    try:
        posix_line.read_settings(sys.__stdin__.fileno() if sys.__stdin__ else 0)
    except (OSError, ValueError):
        os._exit(VANISHED_EXIT_CODE)


def is_in_foreground(terminal: int) -> bool:
    """Return whether the shell has put this job in front on a terminal; also where no shell controls it."""
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return True


def stop_until_foreground(terminal: int, is_over: Callable[[], bool] = lambda: False) -> bool:
    """Stop, as any job in the background that needs the terminal, until the shell puts this one in front.

    Return False where there is no shell to do so, or where `is_over` after a signal has come.
    """
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    if not is_in_foreground(terminal):
        time.sleep(SIGNAL_SECONDS)
    while not is_over():
        try:
            posix_line.restore_settings(terminal, posix_line.read_settings(terminal))  # which stops it
        except OSError as error:
            if error.errno != errno.EINTR:
                return False
        else:
            return True
    return False
