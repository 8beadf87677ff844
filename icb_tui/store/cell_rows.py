"""Cells from the rows of the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from icb_tui.domain.answers import Cell, LaterStep


def make_cell(row: Sequence[Any]) -> Cell:
    """Return the cell of a row of the matrix."""
    icb, aim, year, rating, findings, missing, scope, later, has_own_data = row
    return Cell(
        icb, aim, year, rating, findings, missing, scope, tuple(LaterStep(**step) for step in later), has_own_data
    )
