"""The private names of Textual's driver for POSIX terminals. Read in Textual 8.2.8.

`_get_terminal_size` is what the driver asks for the size of the terminal, at each start and each SIGWINCH. Textual's
own believes COLUMNS and LINES first, and any number of cells.
"""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from icb_tui.terminal.size import measure_terminal


class MeasuringDriver(LinuxDriver):
    """Textual's driver, which believes the terminal itself of its size, within bounds."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._size = self.measure_terminal()

    def measure_terminal(self) -> tuple[int, int]:
        """Return how many columns and rows the terminal has, as far as they are drawn."""
        return measure_terminal(self.fileno)

    def _get_terminal_size(self) -> tuple[int, int]:
        return self.measure_terminal()
