"""What an import changes in a file of indicators that is there: new periods join, and nothing is lost unasked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from icb_tui.importing.indicator_homes import (
    IndicatorHome,
    IndicatorHomes,
    IndicatorRecord,
    MergeError,
    MergePolicy,
    fold_text,
    have_same,
    split_sources,
)
from icb_tui.importing.periods import sort_periods

PeriodValues = Mapping[str, Mapping[str, float]]
"""Period → ODS code → value."""

DESCRIBING_FIELDS = ("name", "aim", "unit", "better", "note")
"""What an indicator says of itself, its source and its decimals aside, which are joined."""


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
    homes = IndicatorHomes(there, taken, policy, id_is_given=id_is_given)
    return [_merge_indicator(record, homes.find_home(record), policy) for record in imported]


def _merge_indicator(record: IndicatorRecord, home: IndicatorHome, policy: MergePolicy) -> MergedIndicator:
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
    changes, new = tuple(_list_changes(old["values"], values)), _count_values(merged) - _count_values(old["values"])
    is_used = bool(new or (changes and policy == "replace"))
    fields = _join_fields(record, old, policy, is_used=is_used, stays=stay > 0 or policy != "replace")
    return MergedIndicator(
        {**fields, "id": old["id"], "values": merged},
        joined=True,
        wanted_id=old["id"],
        new_periods=tuple(period for period in values if period not in old["values"]),
        new_values=new,
        changes=changes,
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
    if not have_same(record, old, "unit") and (stay or policy != "replace"):
        message = f"the indicator “{old['id']}” is in {old['unit']}, and the values to add are in {record['unit']}"
        raise MergeError(f"{message}; expected the same --unit, or another --id")


def _join_fields(
    record: IndicatorRecord, old: IndicatorRecord, policy: MergePolicy, *, is_used: bool, stays: bool
) -> dict[str, Any]:
    """All fields but the values: as they are there or, with `replace`, as the import has them.

    Source and decimals are those of the values: of both, where a value of the import `is_used` and another `stays`.
    """
    fields = {**old, **record} if policy == "replace" else {**old}
    if not is_used:
        return fields | {"source": old["source"], "decimals": old["decimals"]}
    joined = _join_sources(old["source"], record["source"]) if stays else record["source"]
    return fields | {"source": joined, "decimals": max(old["decimals"], record["decimals"])}


def _join_sources(old: str, new: str) -> str:
    known = map(fold_text, split_sources(old))
    return old if fold_text(new) in known else f"{old}; {new}"


def _list_kept_fields(record: IndicatorRecord, fields: IndicatorRecord) -> Iterator[str]:
    for name in DESCRIBING_FIELDS:
        if record.get(name, fields.get(name)) != fields.get(name):
            yield name


def _find_replaced_fields(old: IndicatorRecord, fields: IndicatorRecord) -> dict[str, tuple[str, str]]:
    pairs = {name: (old.get(name, ""), fields.get(name, "")) for name in DESCRIBING_FIELDS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
