"""The event loop that Textual runs on, loaded without OpenSSL: no session speaks TLS."""

from __future__ import annotations

import sys


def load_asyncio() -> None:
    """Load asyncio as it is where Python was built without OpenSSL, which takes 10 ms of a start and 1 MiB.

    `ssl` itself can be imported afterwards as ever.
    """
    if "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # an import of it fails
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]
