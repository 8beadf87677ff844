"""The answers that are prepared beside a database, so that looking at boards needs no DuckDB, read when asked for.

They are the cells of each year and of each board, the series of each board, the values of each indicator, and the
first findings of each board, aim and year. Those that name no board, and those on no aim, stand under None in its
place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Raw, Struct

from icb_tui.domain.answers import Cell, IndicatorSeries, SeriesByKey
from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.store.database import Database, YearAnswers
from icb_tui.store.rows import EvidenceRow


class KindFindings(Struct, frozen=True, array_like=True):
    """The first findings of an evidence type as JSON, the rated ones first, and whether they are all that it has."""

    kind: str
    is_all: bool
    rows: Raw


_decode_year = msgspec.msgpack.Decoder(YearAnswers).decode
_decode_cells = msgspec.msgpack.Decoder(list[Cell]).decode
_decode_series = msgspec.msgpack.Decoder(list[IndicatorSeries]).decode
_decode_values = msgspec.msgpack.Decoder(dict[str, dict[str, float]]).decode
_decode_kinds = msgspec.json.Decoder(list[KindFindings]).decode


def make_key(*parts: str | None) -> str:
    """Return the key of an answer: what is asked, and of what."""
    return msgspec.json.encode(parts).decode()


class PreparedAnswers:
    """What is prepared of a database's answers. Each is None where it is not, and the database is to be asked."""

    def __init__(self, database: Database) -> None:
        self._read, self._data = database.read_answers, database.data
        self._first = database.prepared.first_answers if database.prepared else None

    def find_year(self, year: str) -> YearAnswers | None:
        """Return the cells of a year, or of all years, and the evidence types in it."""
        if self._first and self._first.year == year:
            return self._first.of_year
        found = self._read([make_key("year", year)])
        return _decode_year(found[0]) if found else None

    def find_board_cells(self, icb: str) -> list[Cell] | None:
        """Return the cells of a board in each year, and those of all years."""
        found = self._read([make_key("board", icb)])
        return _decode_cells(found[0]) if found else None

    def find_series(self, icb: str | None) -> SeriesByKey | None:
        """Return every series of a board, or of all boards."""
        found = self._read([make_key("series", each) for each in (self._data.icb if icb is None else [icb])])
        series = [each for content in found or () for each in _decode_series(content)]
        return {(each.icb, each.indicator): each for each in series} if found else None

    def find_values(self, indicator: str) -> dict[str, dict[str, float]] | None:
        """Return the values of an indicator, by period and board."""
        found = self._read([make_key("values", indicator)])
        return _decode_values(found[0]) if found else None

    def find_first_findings(
        self, icb: str | None, aim: str, year: str, kinds: Sequence[str]
    ) -> list[EvidenceRow] | None:
        """Return the first findings of a cell, or of what is England-wide, by evidence type."""
        found = self._read_kinds(icb, [aim], year, kinds)
        if found is None:
            return None
        by_kind = sorted(found, key=lambda each: kinds.index(each.kind))
        return [row for each in by_kind for row in _decode_rows(each)]

    def find_findings(
        self, icb: str | None, aim: str | None, year: str | None, kinds: Sequence[str]
    ) -> list[EvidenceRow] | None:
        """Return all findings of a board, or those that name none, in the order of the store's `list_evidence`."""
        found = self._read_kinds(icb, [*self._data.aim, None] if aim is None else [aim, None], year, kinds)
        if found is None or not all(each.is_all for each in found):
            return None
        rows = [row for each in found for row in _decode_rows(each) if aim in (None, row["aim"])]
        rows.sort(key=lambda row: row["place"])
        rows.sort(key=lambda row: row["year"], reverse=True)
        return sorted(rows, key=lambda row: kinds.index(row["kind"]))

    def _read_kinds(
        self, icb: str | None, aims: Iterable[str | None], year: str | None, kinds: Sequence[str]
    ) -> list[KindFindings] | None:
        """What there is of these evidence types, the newest year first."""
        years = sorted(self._data.list_years(year or ALL_YEARS), reverse=True)
        keys = [make_key("findings", icb, aim, each) for each in years for aim in aims]
        found = self._read(keys)
        if found is None:
            return None
        return [each for content in found for each in _decode_kinds(content) if each.kind in kinds]


def _decode_rows(of_kind: KindFindings) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = msgspec.json.decode(of_kind.rows)
    return rows
