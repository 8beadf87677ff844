"""The address of a source: opened in the user's browser where that can be, and safely."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

from icb_tui.user.settings import is_remote_session

WEB_ADDRESS = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+", re.IGNORECASE)
"""An address that a browser is given: the characters of RFC 3986, so no space, quotation mark or control character."""


def explain_not_opened(address: str, environment: Mapping[str, str]) -> str:
    """Return why an address is not opened; empty where it can be."""
    if is_remote_session(environment):  # a browser would open on the machine at the other end
        return "Over SSH an address is copied, not opened."
    return "" if WEB_ADDRESS.fullmatch(address) else "Only http and https addresses are opened."


def open_address(address: str) -> bool:
    """Open an address in the browser; False where there is none. No shell sees the address."""
    import subprocess
    import webbrowser

    if not WEB_ADDRESS.fullmatch(address):
        return False
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if type(browser) is webbrowser.GenericBrowser:  # one that takes the terminal over, such as w3m
        return False
    # In a process of its own, which has no terminal: what a browser prints would stand on the screen. With -P, for
    # without it Python takes a webbrowser.py of the folder that one is in for its own.
    nowhere = subprocess.DEVNULL
    command = [sys.executable, "-P", "-m", "webbrowser", address]
    subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)  # noqa: S603
    return True
