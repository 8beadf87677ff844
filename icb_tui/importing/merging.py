"""What an import changes in a file of indicators that is there: new periods join, and nothing is lost unasked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal, NamedTuple

from icb_tui.domain.errors import UserError
from icb_tui.importing.periods import sort_periods

IndicatorRecord = Mapping[str, Any]
"""An indicator as it stands in YAML; its `values` are period → ODS code → value."""

PeriodValues = Mapping[str, Mapping[str, float]]
"""Period → ODS code → value."""

MergePolicy = Literal["ask", "add", "replace"]
"""What becomes of a value that differs from the one there: ask first, keep the one there, or take the new one."""

DESCRIBING_FIELDS = ("name", "aim", "unit", "better", "note")
"""What an indicator says of itself, its source and its decimals aside, which are joined."""

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


class ValueChange(NamedTuple):
    """A value that is there, and the one that the import has in its place."""

    period: str
    code: str
    old: float
    new: float


@dataclass(frozen=True)
class MergedIndicator:
    """An indicator of an import, beside what is there.

    `record` is what is to be written if every value there stays; `changes` are the values that the import has
    otherwise. `joined` says that the indicator was there. `wanted_id` is the id that it would have had, which
    `taken_by` has, if it is another. `kept` are the fields that stay as they are there, although the import says
    otherwise, and `replaced` are those that change: what was there, and what comes. Where the order of the periods
    does not follow from how they are written, it is not `ordered`.
    """

    record: dict[str, Any]
    joined: bool
    wanted_id: str
    taken_by: str = ""
    new_periods: tuple[str, ...] = ()
    new_values: int = 0
    changes: tuple[ValueChange, ...] = ()
    kept: tuple[str, ...] = ()
    replaced: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    ordered: bool = True

    def replace_values(self) -> dict[str, Any]:
        """Return the record with the values of the import in place of those that differ."""
        values = {period: dict(row) for period, row in self.record["values"].items()}
        for change in self.changes:
            values[change.period][change.code] = change.new
        return {**self.record, "values": values}


def merge_indicators(
    imported: Sequence[IndicatorRecord],
    there: Sequence[IndicatorRecord],
    taken: Mapping[str, str],
    *,
    policy: MergePolicy = "ask",
    id_is_given: bool = False,
) -> list[MergedIndicator]:
    """Return each imported indicator beside those of the file that it is put into; raise MergeError.

    `taken` are the ids outside the file, each with who has it. An indicator joins the one there of the same name, unit
    and source: case, spacing and the dates in a source make no difference. With `add` or `replace` the source may be
    another. Where its id was given, only the indicator of that id is meant, whatever its name. All others get an id
    that is free.
    """
    homes = _Homes(there, taken, policy, id_is_given=id_is_given)
    return [_merge_indicator(record, homes.find_home(record), policy) for record in imported]


class _Home(NamedTuple):
    """Where an indicator goes: its id, the record of the file that it joins, and who has the id that it wanted."""

    id: str
    old: IndicatorRecord | None = None
    taken_by: str = ""


class _Homes:
    """The ids of a file and around it, of which each imported indicator takes one."""

    def __init__(
        self, there: Sequence[IndicatorRecord], taken: Mapping[str, str], policy: MergePolicy, *, id_is_given: bool
    ) -> None:
        self.there = {str(record["id"]): record for record in there}
        self.taken, self.policy, self.id_is_given = taken, policy, id_is_given
        self.used: set[str] = set()

    def find_home(self, record: IndicatorRecord) -> _Home:
        home = self._find_given_home(record) if self.id_is_given else self._find_free_home(record)
        self.used.add(home.id)
        return home

    def _find_given_home(self, record: IndicatorRecord) -> _Home:
        """The indicator of the very id; raise MergeError where another thing has it."""
        id = record["id"]
        if old := self.there.get(id):
            if self.policy == "ask" and not (_have_same(record, old, "unit") and _have_same_source(record, old)):
                message = f"the indicator “{id}” is there already, {_describe(old)}"
                raise MergeError(f"{message}; expected another --id, or --add or --replace to join it")
            return _Home(id, old)
        if id in self.taken and self.policy != "replace":
            message = f"the indicator “{id}” exists already, in {self.taken[id]}"
            raise MergeError(f"{message}; expected another --id, or --replace to put yours in its place")
        return _Home(id)

    def _find_free_home(self, record: IndicatorRecord) -> _Home:
        """The indicator there that is the same, else an id that nothing has."""
        wanted = record["id"]
        open_ids = sorted(set(self.there) - self.used, key=lambda id: id != wanted)
        for id in open_ids:
            if self._is_same(record, self.there[id]):
                return _Home(id, self.there[id])
        taken_by = self._name_owner(wanted) + self._advise_to_join(record)
        return _Home(next(id for id in _number_ids(wanted) if not self._name_owner(id)), None, taken_by)

    def _is_same(self, record: IndicatorRecord, old: IndicatorRecord) -> bool:
        if not _have_same(record, old, "name"):
            return False
        if self.policy == "replace" and record["id"] == old["id"]:
            return True
        return _have_same(record, old, "unit") and (self.policy != "ask" or _have_same_source(record, old))

    def _advise_to_join(self, record: IndicatorRecord) -> str:
        """What would join an indicator to the one there that differs in its source alone."""
        old = self.there.get(record["id"])
        is_alike = old and all(_have_same(record, old, field) for field in ("name", "unit"))
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


def _fold_text(text: object) -> str:
    return " ".join(str(text).casefold().split())


def _have_same(one: IndicatorRecord, two: IndicatorRecord, field: str) -> bool:
    return _fold_text(one[field]) == _fold_text(two[field])


def _have_same_source(record: IndicatorRecord, old: IndicatorRecord) -> bool:
    """Whether one of the sources there is the record's, dates aside."""
    return _strip_dates(record["source"]) in map(_strip_dates, _split_sources(old["source"]))


def _split_sources(text: str) -> list[str]:
    return [text, *re.split(r";\s+", text)]


def _strip_dates(source: str) -> str:
    """A source without its dates; one that is all dates stays as it is."""
    return _fold_text(_DATES.sub(" ", source)) or _fold_text(source)


def _merge_indicator(record: IndicatorRecord, home: _Home, policy: MergePolicy) -> MergedIndicator:
    if home.old:
        return _join_indicator(record, home.old, policy)
    values = record["values"]
    new = (tuple(values), _count_values(values))
    return MergedIndicator({**record, "id": home.id}, False, record["id"], home.taken_by, *new)


def _join_indicator(record: IndicatorRecord, old: IndicatorRecord, policy: MergePolicy) -> MergedIndicator:
    """An indicator with all that is there, and all that the import adds to it."""
    if record["better"] == "neither":
        record = {**record, "better": old["better"]}  # “neither” is what is taken where nothing is said
    values = record["values"]
    merged, ordered = _join_values(old["values"], values)
    stay = _count_values(merged) - _count_values(values)
    _refuse_mixed_units(record, old, policy, stay)
    fields = _join_fields(record, old, policy, stays=stay > 0)
    return MergedIndicator(
        {**fields, "id": old["id"], "values": merged},
        joined=True,
        wanted_id=old["id"],
        new_periods=tuple(period for period in values if period not in old["values"]),
        new_values=_count_values(merged) - _count_values(old["values"]),
        changes=tuple(_list_changes(old["values"], values)),
        kept=tuple(_list_kept_fields(record, fields)),
        replaced=_find_replaced_fields(old, fields),
        ordered=ordered,
    )


def _join_values(old: PeriodValues, new: PeriodValues) -> tuple[dict[str, dict[str, float]], bool]:
    """Every value that is there, and those that are new; and whether the order of the periods is sure."""
    periods, ordered = _order_periods(list(old), list(new))
    rows = {period: old.get(period, {}) for period in periods}
    return {period: {**row, **new.get(period, {}), **row} for period, row in rows.items()}, ordered


def _count_values(values: PeriodValues) -> int:
    return sum(map(len, values.values()))


def _list_changes(old: PeriodValues, new: PeriodValues) -> Iterator[ValueChange]:
    for period in (each for each in old if each in new):
        for code, value in old[period].items():
            if new[period].get(code, value) != value:
                yield ValueChange(period, code, value, new[period][code])


def _order_periods(old: list[str], new: list[str]) -> tuple[list[str], bool]:
    """All periods, the oldest first, and whether that order is sure; else both orders are kept, the new one's last.

    Dates such as 01/02/2024 begin with the day: a reader writes all others as 2024-01-02.
    """
    if all(period in old for period in new):
        return old, True
    if ordered := sort_periods(dict.fromkeys((*old, *new)), day_first=True):
        return ordered, True
    merged = list(old)
    for place, period in enumerate(new):
        if period not in merged:
            merged.insert(_find_place(merged, new[:place], new[place + 1 :]), period)
    return merged, False


def _find_place(merged: list[str], before: list[str], after: list[str]) -> int:
    """Behind the period that stood before it, else before one that stood after it, else at the end."""
    if before:
        return merged.index(before[-1]) + 1
    return next((merged.index(period) for period in after if period in merged), len(merged))


def _refuse_mixed_units(record: IndicatorRecord, old: IndicatorRecord, policy: MergePolicy, stay: int) -> None:
    """Values of two units never stand in one indicator; the unit can be another where every value is replaced."""
    if not _have_same(record, old, "unit") and (stay or policy != "replace"):
        message = f"the indicator “{old['id']}” is in {old['unit']}, and the values to add are in {record['unit']}"
        raise MergeError(f"{message}; expected the same --unit, or another --id")


def _join_fields(record: IndicatorRecord, old: IndicatorRecord, policy: MergePolicy, *, stays: bool) -> dict[str, Any]:
    """All fields but the values: as they are there or, with `replace`, as the import has them."""
    fields = {**old, **record} if policy == "replace" else {**old}
    fields["decimals"] = max(old["decimals"], record["decimals"])
    if stays or policy != "replace":
        fields["source"] = _join_sources(old["source"], record["source"])
    return fields


def _join_sources(old: str, new: str) -> str:
    known = map(_fold_text, _split_sources(old))
    return old if _fold_text(new) in known else f"{old}; {new}"


def _list_kept_fields(record: IndicatorRecord, fields: IndicatorRecord) -> Iterator[str]:
    for name in DESCRIBING_FIELDS:
        if record.get(name, fields.get(name)) != fields.get(name):
            yield name


def _find_replaced_fields(old: IndicatorRecord, fields: IndicatorRecord) -> dict[str, tuple[str, str]]:
    pairs = {name: (old.get(name, ""), fields.get(name, "")) for name in DESCRIBING_FIELDS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
