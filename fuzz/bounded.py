"""A case that takes too long is a promise broken too."""

from __future__ import annotations

import signal
from collections.abc import Callable

SECONDS = 10
"""What a case may take at most, on a machine that is busy with other things."""


class TooSlow(Exception):
    """A case that did not come to an end."""


def bounded(target: Callable[[bytes], str], raw: bytes) -> str:
    """Return what comes of a case; raise TooSlow where it has not ended after some seconds."""

    def over(*_: object) -> None:
        raise TooSlow(f"not ended after {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        return target(raw)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
