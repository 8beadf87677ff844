"""The sources of findings from a sheet: rows with the same facts share one, and one that is in the data is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import Source
from icb_tui.importing.findings.columns import HEADINGS
from icb_tui.importing.indicator_drafts import make_id

SourceFacts = Mapping[str, str | None]
"""The fields of a source but its id; what is not known is None or missing."""

MAX_ID_CHARACTERS = 40


class SourceConflict(Exception):
    """Facts that contradict a source: the field that differs, and what is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class SourceBook:
    """The sources of the data, and those that rows make.

    With `replace` a row may say of a source of the data what the data do not.
    """

    def __init__(self, data: Dataset, *, replace: bool) -> None:
        self._data, self._replace = data, replace
        self._made: dict[str, dict[str, str | None]] = {}
        self._places: dict[str, str] = {}
        self._ids = {_make_key(_list_facts(source)): source.id for source in reversed(data.sources)}

    def add(self, id: str | None, facts: SourceFacts, place: str) -> str:
        """Return the id of the source that a row tells of, and note what it says; raise SourceConflict.

        `place` is where the row stands, in words.
        """
        if not facts:
            return self._find(id or "")
        id = id or self._ids.get(_make_key(facts)) or self._make_id(facts)
        if id in self._made:
            _check_same(self._made[id], facts, self._places[id])
        elif id in self._data.source:
            known = _list_facts(self._data.source[id])
            if not _find_difference(known, facts):
                return id
            if not self._replace:
                _check_known(id, known, facts)
            self._made[id] = known
        self._made[id] = self._made.get(id, {}) | {field: value for field, value in facts.items() if value}
        self._places.setdefault(id, place)
        self._ids.setdefault(_make_key(facts), id)
        return id

    def _find(self, id: str) -> str:
        """The id of a source that is only named; raise SourceConflict where nothing tells of it."""
        if id not in self._made and id not in self._data.source:
            expected = f"one in the data, or its {HEADINGS['source.publisher']} in this row or another"
            raise SourceConflict("id", f"unknown source “{_quote(id)}”; expected {expected}")
        return id

    def list_made(self) -> Iterator[dict[str, str]]:
        """Yield the sources that the data do not have so, in the order of their rows, without empty fields."""
        for id, facts in self._made.items():
            fields = {"id": id, **facts}
            yield {field: value for field in Source.__struct_fields__ if (value := fields.get(field))}

    def _make_id(self, facts: SourceFacts) -> str:
        """An id that no source has, from the words of a publisher and a title."""
        words = make_id(f"{facts.get('publisher') or ''} {facts.get('title') or facts.get('published') or ''}")
        base = words if len(words) <= MAX_ID_CHARACTERS else words[:MAX_ID_CHARACTERS].rpartition("-")[0]
        taken = {*self._made, *self._data.source}
        return next(id for id in _number_ids(base.strip("-") or "source") if id not in taken)


def _number_ids(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base}-{number}" for number in count(2))


def _list_facts(source: Source) -> dict[str, str | None]:
    return {field: getattr(source, field) for field in Source.__struct_fields__ if field != "id"}


def _make_key(facts: SourceFacts) -> tuple[str, ...]:
    """What makes sources the same: title, publisher and date, however they are spelt, and the very address."""
    words = ((facts.get(field) or "").casefold() for field in ("title", "publisher", "published"))
    return (*words, facts.get("url") or "")


def _check_same(there: SourceFacts, facts: SourceFacts, place: str) -> None:
    """Raise SourceConflict where a row contradicts another about one source; an empty cell says nothing."""
    said = {field: value for field, value in facts.items() if there.get(field)}
    if field := _find_difference(there, said):
        message = f"“{_quote(facts[field])}”, but {place} has “{_quote(there[field])}” for the same source"
        raise SourceConflict(field, f"{message}; expected the same, or another {HEADINGS['source.id']}")


def _check_known(id: str, known: SourceFacts, facts: SourceFacts) -> None:
    """Raise SourceConflict where a row says of a source of the data what these do not."""
    if field := _find_difference(known, facts):
        there = f"“{_quote(known[field])}”" if known.get(field) else "nothing"
        message = f"“{_quote(facts[field])}”, but the source “{id}” in the data has {there} there"
        raise SourceConflict(field, f"{message}; expected the same, another {HEADINGS['source.id']}, or --replace")


def _find_difference(there: SourceFacts, facts: SourceFacts) -> str:
    """The first field that facts fill in otherwise than it is there; empty where there is none."""
    return next(
        (f for f, value in facts.items() if value and _fold(f, value) != _fold(f, there.get(f) or "")),
        "",
    )


def _fold(field: str, text: str) -> str:
    return text if field == "url" else text.casefold()


def _quote(text: str | None) -> str:
    text = text or ""
    return f"{text[:60]}…" if len(text) > 60 else text
