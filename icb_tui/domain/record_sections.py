"""The records of data files by section, and how the user's own data replace or join the bundled records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import starmap
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from icb_tui.domain.records import Record
from icb_tui.text.cells import join_names

REQUIRED_SECTIONS = ("years", "aims", "ratings", "regions", "kinds", "icbs")
"""Sections that must hold something."""


class PlacedRecord(NamedTuple):
    """A record with its place in its section."""

    place: int
    record: Any


class RecordSections(dict[str, list[PlacedRecord]]):
    """The sections of the data files: the records that are of the right type, and every id that the files name.

    What is worked out from them is worked out once, so it is asked for when all records are there.
    """

    def __missing__(self, section: str) -> list[PlacedRecord]:
        """A section that could not be read has no records; what refers to it is not called wrong."""
        return []

    def __init__(self) -> None:
        super().__init__()
        self.ids: dict[str, set[str]] = defaultdict(set)
        self._listed: dict[str, str] = {}
        self._by_id: dict[str, dict[str, Any]] = {}

    @classmethod
    def from_records(cls, records: dict[str, Sequence[Any]]) -> RecordSections:
        """Sections of whole, converted records."""
        sections = cls()
        for name, rows in records.items():
            sections[name] = list(starmap(PlacedRecord, enumerate(rows)))
            sections.ids[name] = set(list_record_ids(rows))
        return sections

    def add_valid_records(self, document: Any, kind: type[Record]) -> None:
        """Take what can be converted of a document, and every id, so that nothing in the file is called unknown."""
        for field in msgspec.structs.fields(kind):
            item_kind = field.type.__args__[0]
            values = document.get(field.name) if isinstance(document, dict) else None
            if not isinstance(values, list):
                continue
            self[field.name] = []
            for place, value in enumerate(values):
                self.ids[field.name].add(record_id(value))
                try:
                    self[field.name].append(PlacedRecord(place, msgspec.convert(value, item_kind)))
                except msgspec.ValidationError:
                    continue

    def list_ids(self, section: str) -> str:
        """The ids of a section, in words."""
        if section not in self._listed:
            self._listed[section] = join_names(sorted(self.ids[section]))
        return self._listed[section]

    def find_record(self, section: str, id: str | None) -> Any:
        """The first record of an id in a section; None where there is none."""
        if section not in self._by_id:
            self._by_id[section] = {record_id(row.record): row.record for row in reversed(self[section])}
        return self._by_id[section].get(id) if id else None

    @cached_property
    def rated_kinds(self) -> list[str]:
        """The ids of the evidence types of which findings are rated."""
        return [row.record.id for row in self["kinds"] if row.record.rated]


def record_id(value: Any) -> str:
    """Return the id or the code of a record, converted or not; of a year the year itself."""
    if isinstance(value, dict):
        return str(value.get("id") or value.get("code"))
    return str(getattr(value, "id", None) or getattr(value, "code", value))


def list_record_ids(records: Sequence[Any]) -> list[str]:
    """Return the id or the code of each of some converted records of one section; of years the years themselves."""
    key = next((key for key in ("id", "code") if records and hasattr(records[0], key)), None)
    return list(map(attrgetter(key), records) if key else records)


RecordHome = tuple[int, PlacedRecord]
"""The number of the layer that a record comes from, and the record with its place in the section there."""


def merge_layers(layers: list[RecordSections]) -> tuple[RecordSections, dict[str, list[RecordHome]]]:
    """Return the sections of all layers as one, and where each record comes from.

    A record takes the place of that of the same id in a layer below; a new one comes after them, a year in its order.
    """
    whole, homes = RecordSections(), {}
    for section in dict.fromkeys(section for layer in layers for section in layer):
        top = _merge_section([layer.get(section, []) for layer in layers])
        if section == "years" and any(layer for layer, _ in top):
            top.sort(key=lambda home: str(home[1].record))
        whole[section] = list(starmap(PlacedRecord, enumerate(row.record for _, row in top)))
        whole.ids[section] = set().union(*(layer.ids[section] for layer in layers))
        homes[section] = top
    return whole, homes


def _merge_section(layers: list[list[PlacedRecord]]) -> list[RecordHome]:
    """The records of a section of each layer, those above in the place of those of their ids."""
    last: dict[str, tuple[int, list[PlacedRecord]]] = {}
    for number, rows in enumerate(layers):
        mine: dict[str, list[PlacedRecord]] = {}
        for id, row in zip(list_record_ids([row.record for row in rows]), rows, strict=True):
            mine.setdefault(id, []).append(row)
        last |= {id: (number, rows) for id, rows in mine.items()}
    return [(number, row) for number, rows in last.values() for row in rows]


KeyPath = tuple[str | int, ...]
