"""The rows of the database as answers: cells of one year and of all years, series, and findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import msgspec

from icb_tui.domain.answers import Cell, Evidence, IndicatorPoint, IndicatorSeries, LaterStep, SeriesByKey
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.rating_rule import combine_years
from icb_tui.domain.records import Finding

EvidenceRow = dict[str, Any]
"""A finding as the JSON of the database has it: its fields, its place in the data, and the user's folder of it."""


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


def decode_evidence(rows: Sequence[Sequence[Any]], data: Dataset) -> list[Evidence]:
    """Return the finding of each row of the database: the user's folder that it comes from, and its JSON text."""
    from icb_tui.store.stored_findings import read_finding_rows

    findings = read_finding_rows([text for _, text in rows])
    return [_make_one(origin, finding, data) for (origin, _), finding in zip(rows, findings, strict=True)]


def decode_lists(texts: Iterable[str], data: Dataset) -> list[Evidence]:
    """Return the findings of texts that hold a list each."""
    from icb_tui.store.stored_findings import read_finding_list

    return [_make_one(origin, finding, data) for text in texts for origin, finding in read_finding_list(text)]


def make_evidence(rows: Iterable[EvidenceRow], data: Dataset) -> list[Evidence]:
    """Return findings that were decoded already."""
    from icb_tui.store.stored_findings import StoredFinding

    return [_make_one(row["origin"], msgspec.convert(row, StoredFinding), data) for row in rows]


def _make_one(origin: str | None, finding: Finding, data: Dataset) -> Evidence:
    """A finding with its source, its kind, and the user's folder that it or its source comes from."""
    source, kind = data.source[finding.source], data.kind[finding.kind]
    origin = origin or data.find_origin("sources", finding.source)
    return Evidence(finding, source, kind, origin, data.name_reporter(kind, source))
