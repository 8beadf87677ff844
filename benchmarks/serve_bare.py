"""The bare table served by the explorer's own server, to the same page: what is left of a difference is the app's."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest import mock

from icb_tui.store.cache import open_cached_store
from icb_tui.web import sessions
from icb_tui.web.server import ServerSettings, run_server
from icb_tui.web.session_process import SessionProcess

TABLE = Path(__file__).parent / "bare_table.py"


class BareProcess(SessionProcess):
    """A session of the bare table, drawn by Textual's own driver for the web."""

    def __init__(self, arguments: object, environment: Mapping[str, str], **options: Any) -> None:
        super().__init__((), environment, **options)
        self.arguments = [sys.executable, str(TABLE), sys.argv[1]]


if __name__ == "__main__":
    os.environ["TEXTUAL_DRIVER"] = "textual.drivers.web_driver:WebDriver"
    limits = sessions.SessionLimits(sessions=25, idle_minutes=60)
    settings = ServerSettings(
        "127.0.0.1", 0, "", "a-token", limits, (), (), lambda _: None, open_cached_store(), "dark"
    )
    with mock.patch.object(sessions, "SessionProcess", BareProcess):
        run_server(settings, lambda address: print(address, flush=True))
