"""Whether this process is a session of `icb-tui serve`, drawn in a browser."""

from __future__ import annotations

from collections.abc import Mapping

SERVED_AT = "ICB_TUI_SERVED_AT"
"""The variable that the server sets for the processes of its sessions, and nobody else: its address."""


SERVED_THEME = "ICB_TUI_SERVED_THEME"
"""Likewise: the theme that the browser asks for. In the arguments it would cost each start the time to load click."""


def find_served_address(environment: Mapping[str, str]) -> str:
    """Return the address of the server whose session this is, such as http://127.0.0.1:8000/; "" in a terminal."""
    return environment.get(SERVED_AT, "")
