"""A command line that opens the explorer, up to the moment at which the app would run on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from unittest import mock

from bundled_store import open_test_store
from click.testing import CliRunner, Result

from icb_tui.cli.main import icb_tui


def start_explorer(arguments: Sequence[str], run: Callable[..., int]) -> Result:
    """Do what a command line asks for; `run` stands for the app's run, and is given the app and `mouse`."""
    with (
        mock.patch("icb_tui.store.cache.open_cached_store", return_value=open_test_store()),
        mock.patch("icb_tui.cli.launch.check_terminal"),
        mock.patch("icb_tui.terminal.driver.wait_for_foreground", return_value=True),
        mock.patch("icb_tui.terminal.driver.os.isatty", return_value=True),
        mock.patch("icb_tui.tui.endings.run_app", run),
    ):
        return CliRunner().invoke(icb_tui, arguments)
