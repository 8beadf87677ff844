"""Indicators → YAML, alone or put into a file that holds others, of which nothing is lost."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, cast

import yaml

from icb_tui.data_files import yaml_reader
from icb_tui.data_files.problems import FileError

RecordDict = dict[str, Any]

HEAD = "indicators:\n"

_BASE: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _FlowMapping(dict[str, float]):
    """The values of a period: on one line, as far as they fit."""


class _Dumper(_BASE):  # type: ignore[misc]
    """YAML in which a text that would be read as something else is quoted."""


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = None if yaml_reader.is_plain_scalar(text) else "'"
    return cast("yaml.ScalarNode", dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style))


def _represent_flow_mapping(dumper: _Dumper, row: _FlowMapping) -> yaml.MappingNode:
    return cast("yaml.MappingNode", dumper.represent_mapping("tag:yaml.org,2002:map", row, flow_style=True))


_Dumper.add_representer(str, _represent_text)

_Dumper.add_representer(_FlowMapping, _represent_flow_mapping)


def write_records(records: Sequence[RecordDict]) -> str:
    """Return records as a whole file."""
    return HEAD + _write_entries(records, 2)


def merge_records(text: str, records: Sequence[RecordDict]) -> tuple[str, list[Any]]:
    """Return the text of a file with records put in, and all records of it then.

    They take the place of those of the same id, or come after the last. The file must be one that the loader takes.
    Every other line stays as it is. Raises FileError.
    """
    document, _ = yaml_reader.read_yaml(text)
    before = (document or {}).get("indicators", [])
    wanted = {str(record["id"]): record for record in records}
    there = set(map(_record_id, before))
    new = [record for id, record in wanted.items() if id not in there]
    expected = [wanted.get(_record_id(old), old) for old in before] + new
    lines = list(io.StringIO(text, newline=""))
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    lines = _merge_lines(lines, before, wanted, new, text) if before else [*lines, write_records(records)]
    merged = "".join(lines)
    try:
        found, doubled = yaml_reader.read_yaml(merged)
    except FileError:
        found, doubled = None, []
    if doubled or found != {"indicators": expected}:
        raise FileError(
            "nothing can be added to this file; expected `indicators:` with each entry on its own lines, from `- id:`"
        )
    return merged, expected


def count_lost_comments(before: str, after: str) -> int:
    """Return how many lines of comment a text has lost."""
    return sum(map(_is_comment, before.splitlines())) - sum(map(_is_comment, after.splitlines()))


def _merge_lines(
    lines: list[str], before: list[Any], wanted: Mapping[str, RecordDict], new: Sequence[RecordDict], text: str
) -> list[str]:
    """The lines with the entries put in, from the last to the first: places before stay right. New ones come last."""
    at = yaml_reader.find_lines(text)
    starts = [at[("indicators", place)] - 1 for place in range(len(before))]
    indent = len(lines[starts[0]]) - len(lines[starts[0]].lstrip())
    lines = [*lines, *(["\n", _write_entries(new, indent)] if new else [])]
    ends = [*starts[1:], len(lines) - (2 if new else 0)]
    for place in reversed(range(len(before))):
        if _record_id(before[place]) in wanted:
            start, end = starts[place], ends[place]
            while end > start and (not lines[end - 1].strip() or _is_comment(lines[end - 1])):
                end -= 1  # what stands after an entry may speak of the next
            lines[start:end] = [_write_entries([wanted[_record_id(before[place])]], indent)]
    return lines


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _record_id(record: Any) -> str:
    return str(record.get("id")) if isinstance(record, Mapping) else ""


def _write_entries(records: Sequence[RecordDict], indent: int) -> str:
    """Records as entries of a list, with an empty line between them."""
    entries = [
        yaml.dump([_shape_record(record)], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=118 - indent)
        for record in records
    ]
    return textwrap.indent("\n".join(entries), " " * indent)


def _shape_record(record: RecordDict) -> RecordDict:
    return {key: _shape_values(value) if key == "values" else value for key, value in record.items()}


def _shape_values(values: Mapping[str, Mapping[str, float]]) -> dict[str, _FlowMapping]:
    """Values by period; those without decimals are written without."""
    return {
        period: _FlowMapping({code: int(value) if float(value).is_integer() else value for code, value in row.items()})
        for period, row in values.items()
    }
