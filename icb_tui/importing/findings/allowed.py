"""What the cells of a sheet of findings may hold: listed values with their meanings, and the form of all others."""

from __future__ import annotations

from typing import NamedTuple

from icb_tui.domain.dataset import Dataset, Year
from icb_tui.domain.phrases import format_date
from icb_tui.domain.records import EvidenceType, Icb
from icb_tui.importing.findings.cells import DIRECTIONS, ENGLAND, SCOPES
from icb_tui.importing.findings.columns import COLUMNS, REQUIRED


class AllowedValue(NamedTuple):
    """What a cell of a field's column may hold, and what that means. Of `listed` values a cell holds one."""

    field: str
    value: str
    meaning: str
    listed: bool = True


FORMS = {
    "id": "letters, digits and hyphens; where it is empty, an id is made",
    "words": "at most three, with semicolons between them",
    "figure.value": "a number, or a text such as over 300",
    "source.published": "2025, 2025-01 or 2025-01-16",
    "source.url": "an address that begins with https:// or http://",
    "source.id": "lower-case letters, digits and hyphens; where it is empty, an id is made",
    "page": "a whole number, from 1",
    "paragraph": "a whole number, from 1",
    "candidates": "codes or names of boards, with semicolons between them",
}
"""How a cell is written whose values are not listed; all others hold text."""


def list_allowed_values(data: Dataset) -> list[AllowedValue]:
    """Return what the cells of each column may hold, in the order of the columns."""
    listed = _list_values(data)
    allowed = []
    for column in COLUMNS:
        values = [AllowedValue(column.field, value, meaning) for value, meaning in listed.get(column.field, {}).items()]
        form = FORMS.get(column.field, "text")
        allowed += values or [AllowedValue(column.field, form, column.meaning, listed=False)]
    return allowed


def is_needed(field: str) -> bool:
    """Whether a finding must have something in a field's column."""
    return field in (*REQUIRED, "source.publisher")


def _list_values(data: Dataset) -> dict[str, dict[str, str]]:
    """Field → value → its meaning, of the fields whose values are listed."""
    return {
        "icb": {icb.short_name: _describe_board(icb) for icb in data.icbs} | {ENGLAND: "England as a whole, no board"},
        "year": {year: _describe_year(year) for year in data.years},
        "aim": {data.number_and_name(aim.id): aim.name for aim in data.aims}
        | {"Whole board": "The board as a whole; an empty cell means the same"},
        "kind": {kind.name: _describe_type(kind) for kind in data.kinds},
        "direction": DIRECTIONS,
        # The rule makes the mixed level from several findings: none has it itself.
        "rating": {rating.name: rating.meaning for rating in data.ratings if rating.role != "mixed"},
        "scope": {word: meaning for word, _, meaning in SCOPES.values()},
    }


def _describe_board(icb: Icb) -> str:
    return f"{icb.code}, {icb.name}" + (f", closed on {format_date(icb.closed)}" if icb.closed else "")


def _describe_year(year: str) -> str:
    return f"{format_date(Year(year).starts)} to {format_date(Year(year).ends)}"


def _describe_type(kind: EvidenceType) -> str:
    rated = "Its findings can have a rating." if kind.rated else "Its findings never have a rating."
    return f"{kind.meaning.rstrip('.')}. {rated}"
