"""The rows of the database as evidence: findings with their sources and evidence types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from icb_tui.domain.answers import Evidence
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import Finding

EvidenceRow = dict[str, Any]
"""A finding as the JSON of the database has it: its fields, its place in the data, and the user's folder of it."""


def decode_evidence(rows: Iterable[Sequence[str]], data: Dataset) -> list[Evidence]:
    """Return the finding of each row of the database, which holds its JSON text."""
    return make_evidence((msgspec.json.decode(text) for (text,) in rows), data)


def make_evidence(rows: Iterable[EvidenceRow], data: Dataset) -> list[Evidence]:
    """Return findings with their sources, their kinds, and the user's folders that they or their sources come from."""
    return [_make_one(row, data) for row in rows]


def _make_one(row: EvidenceRow, data: Dataset) -> Evidence:
    origin, _ = row.pop("origin") or data.find_origin("sources", row["source"]), row.pop("place")
    finding = msgspec.convert(row, Finding)
    source, kind = data.source[finding.source], data.kind[finding.kind]
    return Evidence(finding, source, kind, origin, data.name_reporter(kind, source))
