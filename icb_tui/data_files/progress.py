"""How far the preparing of data is: a line on standard error from the first second on, where that is a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple, TextIO

SECONDS_UNSEEN, SECONDS_BETWEEN = 1.0, 0.2
"""After how many seconds the line is shown, and how often it may change: what takes less time needs no word."""


class Step(NamedTuple):
    """A part of the work: its words, what is counted, which part of all the time it takes, and what comes before it.

    The parts were measured on 100,000 and on 1,000,000 findings.
    """

    words: str
    unit: str
    begins: float
    share: float


READING = Step("Reading the data", "characters", 0.0, 0.28)
CHECKING = Step("Checking the data", "", 0.28, 0.18)
STORING = Step("Storing the data", "findings", 0.46, 0.17)
FOLDING = Step("Preparing the search", "findings", 0.63, 0.14)
RATING = Step("Working out the ratings", "", 0.77, 0.23)


class ProgressLine:
    """The line on a terminal. Only carriage returns and spaces move it, which every terminal knows."""

    def __init__(self, output: TextIO) -> None:
        self._output = output
        self._begun = self._next = time.monotonic()
        self._step, self._shown = READING, 0

    def report(self, step: Step, done: int, total: int) -> None:
        """Show how far it is, if it is time to."""
        now = time.monotonic()
        if now >= self._begun + SECONDS_UNSEEN and (now >= self._next or step is not self._step):
            self._step, self._next = step, now + SECONDS_BETWEEN
            self._write(describe_progress(step, done, total, now - self._begun))

    def wipe(self) -> None:
        """Leave the line as it was."""
        if self._shown:
            self._write("", end="\r")

    def _write(self, text: str, end: str = "") -> None:
        """Write over the line, and its cursor back to the beginning where that is the `end`."""
        with suppress(OSError):  # a terminal that is gone; what was asked for is the answer on standard output
            columns = os.get_terminal_size(self._output.fileno()).columns or 80  # some terminals do not say
            text = text[: columns - 1]
            self._output.write(f"\r{text.ljust(self._shown)}{end}")
            self._output.flush()
            self._shown = len(text)


def describe_progress(step: Step, done: int, total: int, seconds: float) -> str:
    """Return what is done, how much of it, and how long all that comes will take, as far as the past tells."""
    part = step.begins + step.share * (done / total if total else 0)
    counted = f": {done:,} of {total:,} {step.unit}" if total else ""
    left = f", about {round(seconds * (1 - part) / part):,} s left" if part else ""
    return f"{step.words}{counted}{left}"


_lines: list[ProgressLine] = []
"""The line that is shown now, if one is: what reads and stores need not hand it down."""


def report_progress(step: Step, done: int = 0, total: int = 0) -> None:
    """Say how far the work is, if anybody is to see it."""
    for line in _lines:
        line.report(step, done, total)


@contextmanager
def show_progress() -> Iterator[None]:
    """Show the progress of what is done meanwhile, and wipe it at the end, however that comes."""
    if not sys.stderr.isatty():
        yield
        return
    line = ProgressLine(sys.stderr)
    _lines.append(line)
    try:
        yield
    finally:
        _lines.remove(line)
        line.wipe()
