"""The rows of a table, taken from its objects, so that each value is written once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from icb_tui.analysis.predecessors import Predecessor
from icb_tui.domain.records import UNRATED
from icb_tui.output.formats import Table, TablePart, Value
from icb_tui.views.view_state import View

Columns = Mapping[str, str | Callable[[Any], Any]]
"""The columns of a table in their order, each with where an object has its value: a path of keys such as
`source.title`, or a function that takes the value from the object."""


def same_keys(names: str) -> dict[str, str]:
    """Return columns, given in one text, that objects have under the same keys."""
    return {name: name for name in names.split()}


def take_reading(rating: str | None, missing: str | None) -> str:
    """Return the id of a rating, or why there is none."""
    return rating or missing or UNRATED


def make_share_object(predecessor: Predecessor) -> dict[str, Any]:
    """A board before a board, with its shares, as programs read it."""
    icb = predecessor.icb
    return {
        "code": icb.code,
        "short_name": icb.short_name,
        "percent": predecessor.percent,
        "basis": predecessor.basis,
        "percent_of_new": None if predecessor.percent_of_new is None else round(predecessor.percent_of_new, 1),
    }


def make_table(
    parts: Sequence[TablePart], columns: Columns, objects: Any, records: Iterable[Any] | None = None
) -> Table:
    """Return a table with a row for each object.

    Where the objects are nested, `records` are those that have a row each. A list is joined with “+”; what an object
    does not have is None.
    """
    each_row = objects if records is None else records
    rows = [[_take_value(record, source) for source in columns.values()] for record in each_row]
    return Table(parts, tuple(columns), rows, objects)


def _take_value(record: Any, source: str | Callable[[Any], Any]) -> Value:
    if callable(source):
        value = source(record)
    else:
        value = record
        for key in source.split("."):
            value = value.get(key)
    return "+".join(value) if isinstance(value, (list, tuple)) else value


def list_evidence_types(view: View) -> str:
    """Return the evidence types that count, by id; “all” where they all do."""
    return "all" if len(view.counted_kinds) == len(view.data.kinds) else "+".join(view.counted_kinds)
