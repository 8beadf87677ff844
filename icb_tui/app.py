"""The Textual app: theme, signals, and the browser as its first screen."""

from __future__ import annotations

import asyncio
import signal
import sys
import traceback
from typing import Any

from textual.app import App
from textual.binding import Binding
from textual.driver import Driver
from textual.theme import Theme

from icb_tui.look import SHADES, Look
from icb_tui.screens.browser import Browser
from icb_tui.store import Store
from icb_tui.terminal import leave_if_vanished
from icb_tui.view import View

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
INTERNAL_ERROR = 70


class IcbApp(App[None]):
    """The explorer. `crash` is the traceback, without local values, of what ended it, if anything did."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [Binding("ctrl+q", "quit", show=False, priority=True)]

    def __init__(
        self,
        store: Store,
        look: Look,
        start: View,
        *,
        opened: str | None = None,
        compared: tuple[str, ...] = (),
        driver: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver, ansi_color=look.theme not in SHADES)
        self.browser = Browser(store, look, start)
        self.crash = ""
        self._opened, self._compared = opened, compared
        for name, shade in SHADES.items():
            ground, text = shade.grounds[""], shade.texts["text"]
            self.register_theme(
                Theme(f"icb-{name}", primary=shade.texts["accent"], background=ground, foreground=text, dark=shade.dark)
            )
        self.theme = f"icb-{look.theme}" if look.theme in SHADES else "ansi-dark"

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self._signalled, number)
        self.push_screen(self.browser)
        if self._opened:
            self.call_later(self.browser.open_board, self._opened)
        if self._compared:
            self.call_later(self.browser.open_comparison, self._compared)

    def _signalled(self, number: int) -> None:
        if number == signal.SIGHUP:
            leave_if_vanished()
        self.exit(return_code=128 + number)

    def _fatal_error(self) -> None:
        """End after an unhandled exception, keeping the traceback for the command line instead of printing it."""
        self._ended_by(sys.exc_info()[1])

    def panic(self, *renderables: Any) -> None:
        """End after an error outside a handler (the input thread), likewise."""
        self._ended_by(sys.exc_info()[1], "\n".join(map(str, renderables)))

    def _ended_by(self, error: BaseException | None, otherwise: str = "") -> None:
        self.crash = "".join(traceback.format_exception(error)) if error else otherwise or "unknown error"
        self._return_code = INTERNAL_ERROR
        self._close_messages_no_wait()


def run(app: IcbApp, *, mouse: bool) -> int:
    """Run the app until it ends; return the exit code."""
    app.run(mouse=mouse)
    code = app.return_code
    return INTERNAL_ERROR if app.crash or code is None else code
