"""Where an imported indicator goes in a file that is there: what it joins, else an id that nothing has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Literal, NamedTuple

from icb_tui.domain.errors import UserError

IndicatorRecord = Mapping[str, Any]
"""An indicator as it stands in YAML; its `values` are period → ODS code → value."""

MergePolicy = Literal["ask", "add", "replace"]
"""What becomes of a value that differs from the one there: ask first, keep the one there, or take the new one."""

_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)

_DATES = re.compile(
    rf"(?:\b\d\d?(?:st|nd|rd|th)?\s+)?\b(?:{_MONTH})\b\.?|\b\d{{4}}(?:[/–-]\d{{1,4}})*\b|\b\d\d?[/.]\d\d?[/.]\d{{2,4}}\b|"
    r"\bq[1-4]\b|[^\w\s&]",
    re.IGNORECASE | re.ASCII,
)
"""What differs between the issues of one publication, with the punctuation around it."""


class MergeError(UserError):
    """Indicators that cannot be put beside those that are there."""


class IndicatorHome(NamedTuple):
    """Where an indicator goes: its id, the record of the file that it joins, and who has the id that it wanted."""

    id: str
    old: IndicatorRecord | None = None
    taken_by: str = ""


class IndicatorHomes:
    """The ids of a file and around it, of which each imported indicator takes one."""

    def __init__(
        self, there: Sequence[IndicatorRecord], taken: Mapping[str, str], policy: MergePolicy, *, id_is_given: bool
    ) -> None:
        self.there = {str(record["id"]): record for record in there}
        self.taken, self.policy, self.id_is_given = taken, policy, id_is_given
        self.used: set[str] = set()
        self.ids_by_name: dict[str, list[str]] = defaultdict(list)
        for id, record in self.there.items():
            self.ids_by_name[fold_text(record["name"])].append(id)

    def find_home(self, record: IndicatorRecord) -> IndicatorHome:
        """Return where an indicator goes, which no other one can have then; raise MergeError."""
        home = self._find_given_home(record) if self.id_is_given else self._find_free_home(record)
        self.used.add(home.id)
        return home

    def _find_given_home(self, record: IndicatorRecord) -> IndicatorHome:
        """The indicator of the very id; raise MergeError where another thing has it."""
        id = record["id"]
        if old := self.there.get(id):
            if self.policy == "ask" and not (have_same(record, old, "unit") and _have_same_source(record, old)):
                message = f"the indicator “{id}” is there already, {_describe(old)}"
                raise MergeError(f"{message}; expected another --id, or --add or --replace to join it")
            return IndicatorHome(id, old)
        if id in self.taken and self.policy != "replace":
            message = f"the indicator “{id}” exists already, in {self.taken[id]}"
            raise MergeError(f"{message}; expected another --id, or --replace to put yours in its place")
        return IndicatorHome(id)

    def _find_free_home(self, record: IndicatorRecord) -> IndicatorHome:
        """The indicator there that is the same, else an id that nothing has."""
        wanted = record["id"]
        of_name = [id for id in self.ids_by_name.get(fold_text(record["name"]), []) if id not in self.used]
        for id in sorted(of_name, key=lambda id: id != wanted):
            if self._is_same(record, self.there[id]):
                return IndicatorHome(id, self.there[id])
        taken_by = self._name_owner(wanted) + self._advise_to_join(record)
        return IndicatorHome(next(id for id in _number_ids(wanted) if not self._name_owner(id)), None, taken_by)

    def _is_same(self, record: IndicatorRecord, old: IndicatorRecord) -> bool:
        """Whether a record of the same name is the indicator that is there."""
        if self.policy == "replace" and record["id"] == old["id"]:
            return True
        return have_same(record, old, "unit") and (self.policy != "ask" or _have_same_source(record, old))

    def _advise_to_join(self, record: IndicatorRecord) -> str:
        """What would join an indicator to the one there that differs in its source alone."""
        old = self.there.get(record["id"])
        is_alike = old and all(have_same(record, old, field) for field in ("name", "unit"))
        return ", which --add would join" if is_alike and record["id"] not in self.used else ""

    def _name_owner(self, id: str) -> str:
        """Who has an id; empty where nobody has."""
        if id in self.used:
            return "another indicator of this file"
        if id in self.there:
            return f"an indicator that is there, {_describe(self.there[id])}"
        return self.taken.get(id, "")


def _number_ids(wanted: str) -> Iterator[str]:
    yield wanted
    yield from (f"{wanted}-{number}" for number in count(2))


def _describe(old: IndicatorRecord) -> str:
    return f"“{old['name']}” in {old['unit']} from “{old['source']}”"


def fold_text(text: object) -> str:
    """Return a text as it is compared: case and spacing make no difference."""
    return " ".join(str(text).casefold().split())


def have_same(one: IndicatorRecord, two: IndicatorRecord, field: str) -> bool:
    """Return whether two indicators say the same in a field."""
    return fold_text(one[field]) == fold_text(two[field])


def _have_same_source(record: IndicatorRecord, old: IndicatorRecord) -> bool:
    """Whether one of the sources there is the record's, dates aside."""
    return _strip_dates(record["source"]) in map(_strip_dates, split_sources(old["source"]))


def split_sources(text: str) -> list[str]:
    """Return a source as a whole, and each of those that it was joined of."""
    return [text, *re.split(r";\s+", text)]


def _strip_dates(source: str) -> str:
    """A source without its dates; one that is all dates stays as it is."""
    return fold_text(_DATES.sub(" ", source)) or fold_text(source)
