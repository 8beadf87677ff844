"""The rows of the database as cells, of one year and of all years, and as series of indicators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import msgspec

from icb_tui.domain.answers import Cell, IndicatorPoint, IndicatorSeries, LaterStep, SeriesByKey
from icb_tui.domain.rating_rule import combine_years


def make_cells(rows: Iterable[Sequence[Any]]) -> list[Cell]:
    """Return a cell for each row of the matrix."""
    return [
        Cell(icb, aim, year, rating, findings, missing, scope, tuple(LaterStep(**step) for step in later), own)
        for icb, aim, year, rating, findings, missing, scope, later, own in rows
    ]


def combine_cells(cells: Iterable[Cell]) -> list[Cell]:
    """Return the cell of all years of each board and aim, whose cells follow each other, the oldest year first."""
    return [combine_years(list(of_place)) for _, of_place in groupby(cells, key=lambda cell: (cell.icb, cell.aim))]


def make_series(rows: Iterable[Sequence[str]]) -> SeriesByKey:
    """Return a series for each row: a board, an indicator, and the points as JSON."""
    decode = msgspec.json.Decoder(tuple[IndicatorPoint, ...]).decode
    return {(icb, id): IndicatorSeries(id, icb, decode(points)) for icb, id, points in rows}
