"""Libraries loaded without what they can do without, and what takes long to load."""

from __future__ import annotations

import sys
from importlib import import_module


def load_asyncio() -> None:
    """Load asyncio without OpenSSL, 10 ms of a start and 1 MiB: no session speaks TLS."""
    _load_without("asyncio", "ssl")


def load_msgspec() -> None:
    """Load msgspec without `typing_extensions`, which it asks first for what Python itself has: 3 ms of a command."""
    _load_without("msgspec", "typing_extensions")


def _load_without(library: str, missing: str) -> None:
    """Load a library as it is where another is not installed, which can be imported afterwards as ever."""
    if missing in sys.modules:
        return
    sys.modules[missing] = None  # type: ignore[assignment]  # an import of it fails
    try:
        import_module(library)
    finally:
        del sys.modules[missing]
