"""How many columns and rows the terminal has."""

from __future__ import annotations

import os

MAX_COLUMNS, MAX_ROWS = 1_000, 500
"""What is drawn at most, several times what any screen has: a terminal, or a page, may say any number of cells."""


def measure_terminal(file: int = 1) -> tuple[int, int]:
    """Return the columns and rows of the terminal that a file descriptor is.

    What the terminal says itself comes first, for COLUMNS and LINES may be those of another window, or of another
    moment. They count where it knows no size, as many a serial line; without them it is taken to have 80 × 24.
    """
    try:
        known = os.get_terminal_size(file)
    except (OSError, ValueError):
        known = os.terminal_size((0, 0))
    if all(known):
        return limit_size(*known)
    import shutil

    usual = shutil.get_terminal_size()
    return limit_size(known.columns or usual.columns, known.lines or usual.lines)


def limit_size(columns: int, rows: int) -> tuple[int, int]:
    """Return the size that is drawn where so many columns and rows are asked for."""
    return min(max(columns, 1), MAX_COLUMNS), min(max(rows, 1), MAX_ROWS)
