"""How the explorer ends: by a key, by a signal, or by an error, which is kept for the command line to report."""

from __future__ import annotations

import asyncio
import signal
import sys
import traceback
from functools import partial
from typing import Any

from icb_tui.data_files.problems import DataError
from icb_tui.terminal.controls import TerminalControls
from icb_tui.terminal.early.early_frame import die_by_signal, list_deadly_signals
from icb_tui.terminal.painting.paint_sender import SHOW_CURSOR
from icb_tui.tui.textual_internals import InternalsApp, get_driver

END_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT", "SIGBREAK") if hasattr(signal, name)]
"""The signals that end it, as far as the platform has them: Windows sends SIGBREAK as its window is closed."""

GRACE_SECONDS = 3
"""The seconds that an orderly end may take after a signal."""

INTERNAL_ERROR = 70


class EndingApp(InternalsApp):
    """An app that a signal ends with the signal's code, and that keeps the traceback of an error.

    `crash` is the traceback, without local values, of what ended it. `data_error` is set where it ended
    because the data must be read again.
    """

    crash = ""
    data_error: DataError | None = None
    event_loop: asyncio.AbstractEventLoop | None = None
    """The loop that it runs in, once it does."""
    _signal_code = 0

    @property
    def terminal(self) -> TerminalControls:
        """What the driver can do beyond Textual's own; nothing where it is one of Textual's."""
        driver = get_driver(self)
        return driver if isinstance(driver, TerminalControls) else TerminalControls()

    def serve_screen_reader(self) -> None:
        """Show the terminal's cursor from now on, and rewrite lines in whole."""
        if driver := get_driver(self):
            self.terminal.serve_screen_reader()
            driver.write(SHOW_CURSOR)

    def handle_signal(self, number: int, _: object = None) -> None:
        """End with the signal's code: in order, or in a moment if the terminal takes nothing any more."""
        code = 128 + number
        if self.event_loop is None or self.event_loop.is_closed():
            raise SystemExit(code)
        self._signal_code = code
        if number == getattr(signal, "SIGHUP", None):
            self.terminal.exit_if_hung_up()
        self.terminal.exit_after(GRACE_SECONDS, code)
        self.event_loop.call_soon_threadsafe(partial(self.exit, return_code=code))

    def die_by_signal(self, number: int, _: object = None) -> None:
        """End at once, by the signal itself, which whoever waits for the process may want to know of."""
        self.terminal.restore_at_once()
        die_by_signal(number)

    def report_exception(self) -> None:
        error = sys.exc_info()[1]
        self.data_error = error if isinstance(error, DataError) else None
        self._record_crash(error)

    def panic(self, *renderables: Any) -> None:
        """End after an error outside a handler (the input thread), likewise."""
        self._record_crash(sys.exc_info()[1], "\n".join(map(str, renderables)))

    def _record_crash(self, error: BaseException | None, otherwise: str = "") -> None:
        try:
            if not self._signal_code:  # else a screen that was being made has met the end half made
                self.crash = "".join(traceback.format_exception(error)) if error else otherwise or "unknown error"
        except MemoryError:
            self.crash = "MemoryError"
        self.end_after_error(self._signal_code or INTERNAL_ERROR)


def run_app(app: EndingApp, *, mouse: bool) -> int:
    """Run the app until it ends; return the exit code."""
    for number in END_SIGNALS:
        signal.signal(number, app.handle_signal)
    for number in list_deadly_signals():
        if signal.getsignal(number) in (signal.SIG_DFL, die_by_signal):
            signal.signal(number, app.die_by_signal)
    app.run(mouse=mouse)
    app.terminal.cancel_exit()
    if app.crash:
        app.terminal.exit_if_hung_up()  # what broke was a write, before the signal came
    code = app.return_code
    return INTERNAL_ERROR if app.crash or code is None else code
