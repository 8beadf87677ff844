"""Indicators → YAML, alone or put into a file that holds others, of which nothing is lost."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, cast

import yaml

from icb_tui import yamlread

Record = dict[str, Any]

HEAD = "indicators:\n"

_BASE: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class CannotPut(Exception):
    """The file is written in a way that nothing can be put into; the message says which way is expected."""


class _Row(dict[str, float]):
    """The values of a period: on one line, as far as they fit."""


class _Dumper(_BASE):  # type: ignore[misc]
    """YAML in which a text that would be read as something else is quoted."""


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = None if yamlread.is_plain(text) else "'"
    return cast("yaml.ScalarNode", dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style))


def _row(dumper: _Dumper, row: _Row) -> yaml.MappingNode:
    return cast("yaml.MappingNode", dumper.represent_mapping("tag:yaml.org,2002:map", row, flow_style=True))


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Row, _row)


def written(records: Sequence[Record]) -> str:
    """Return records as a whole file."""
    return HEAD + _entries(records, 2)


def put_in(text: str, records: Sequence[Record]) -> tuple[str, list[Any]]:
    """Return the text of a file with records put in, and all records of it then.

    They take the place of those of the same id, or come after the last. The file must be one that the loader takes.
    Every other line stays as it is. Raises CannotPut.
    """
    document, _ = yamlread.read(text)
    before = (document or {}).get("indicators", [])
    wanted = {str(record["id"]): record for record in records}
    expected = [wanted.get(_id(old), old) for old in before]
    expected += [record for id, record in wanted.items() if id not in map(_id, before)]
    lines = list(io.StringIO(text, newline=""))
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    lines = _put_lines(lines, before, wanted, text) if before else [*lines, written(records)]
    merged = "".join(lines)
    try:
        found, doubled = yamlread.read(merged)
    except yamlread.Unreadable:
        found, doubled = None, []
    if doubled or found != {"indicators": expected}:
        raise CannotPut(
            "is written so that nothing can be put in; expected `indicators:` with an entry a line, each `- id:`"
        )
    return merged, expected


def comments_lost(before: str, after: str) -> int:
    """Return how many lines of comment a text has lost."""
    return sum(map(_is_comment, before.splitlines())) - sum(map(_is_comment, after.splitlines()))


def _put_lines(lines: list[str], before: list[Any], wanted: Mapping[str, Record], text: str) -> list[str]:
    """The lines with the entries put in, from the last to the first, so that the places before stay right."""
    at = yamlread.lines(text)
    starts = [at[("indicators", place)] - 1 for place in range(len(before))]
    indent = len(lines[starts[0]]) - len(lines[starts[0]].lstrip())
    new = [record for id, record in wanted.items() if id not in map(_id, before)]
    lines = [*lines, *(["\n", _entries(new, indent)] if new else [])]
    ends = [*starts[1:], len(lines) - (2 if new else 0)]
    for place in reversed(range(len(before))):
        if _id(before[place]) in wanted:
            start, end = starts[place], ends[place]
            while end > start and (not lines[end - 1].strip() or _is_comment(lines[end - 1])):
                end -= 1  # what stands after an entry may speak of the next
            lines[start:end] = [_entries([wanted[_id(before[place])]], indent)]
    return lines


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _id(record: Any) -> str:
    return str(record.get("id")) if isinstance(record, Mapping) else ""


def _entries(records: Sequence[Record], indent: int) -> str:
    """Records as entries of a list, with an empty line between them."""
    entries = [
        yaml.dump([_shaped(record)], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=118 - indent)
        for record in records
    ]
    return textwrap.indent("\n".join(entries), " " * indent)


def _shaped(record: Record) -> Record:
    return {key: _rows(value) if key == "values" else value for key, value in record.items()}


def _rows(values: Mapping[str, Mapping[str, float]]) -> dict[str, _Row]:
    """Values by period; those without decimals are written without."""
    return {
        period: _Row({code: int(value) if value.is_integer() else value for code, value in row.items()})
        for period, row in values.items()
    }
