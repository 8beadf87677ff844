"""Records → YAML, alone or put into a file that holds others, of which nothing is lost."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, cast

import yaml

from icb_tui.data_files import yaml_reader
from icb_tui.data_files.plain_yaml import is_plain_scalar
from icb_tui.data_files.problems import FileError
from icb_tui.domain.record_sections import KeyPath

RecordDict = dict[str, Any]

INDICATORS = "indicators"
"""The section that records are put into where none is named."""

_BASE: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _FlowMapping(dict[str, Any]):
    """The values of a period, or a figure: on one line, as far as they fit."""


class _FlowList(list[Any]):
    """A list on one line, as far as it fits."""


class _Dumper(_BASE):  # type: ignore[misc]
    """YAML in which a text that would be read as something else is quoted."""


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = None if is_plain_scalar(text) else "'"
    return cast("yaml.ScalarNode", dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style))


def _represent_flow_mapping(dumper: _Dumper, row: _FlowMapping) -> yaml.MappingNode:
    return cast("yaml.MappingNode", dumper.represent_mapping("tag:yaml.org,2002:map", row, flow_style=True))


def _represent_flow_list(dumper: _Dumper, row: _FlowList) -> yaml.SequenceNode:
    return cast("yaml.SequenceNode", dumper.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True))


_Dumper.add_representer(str, _represent_text)

_Dumper.add_representer(_FlowMapping, _represent_flow_mapping)

_Dumper.add_representer(_FlowList, _represent_flow_list)


def write_records(records: Sequence[RecordDict], section: str = INDICATORS) -> str:
    """Return records as a whole section."""
    return f"{section}:\n{_write_entries(records, 2)}"


def merge_records(text: str, records: Sequence[RecordDict], section: str = INDICATORS) -> tuple[str, list[Any]]:
    """Return the text of a file with records put into a section, and all records of the section then.

    They take the place of those of the same id, or come after the last. The file must be one that the loader takes.
    Every other line stays as it is. Raises FileError.
    """
    document = yaml_reader.read_yaml(text)[0] or {}
    before = document.get(section, [])
    wanted = {str(record["id"]): record for record in records}
    there = set(map(_record_id, before))
    new = [record for id, record in wanted.items() if id not in there]
    expected = [wanted.get(_record_id(old), old) for old in before] + new
    lines = list(io.StringIO(text, newline=""))
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if before:
        paths = [*((key,) for key in document), *((section, place) for place in range(len(before)))]
        lines = _merge_lines(lines, before, wanted, new, yaml_reader.find_lines(text, paths), section)
    elif records:
        lines += [*(["\n"] if document else []), write_records(records, section)]
    merged = "".join(lines)
    try:
        found, doubled = yaml_reader.read_yaml(merged)
    except FileError:
        _refuse_unreadable(records, section)
        found, doubled = None, []
    if doubled or (found or {}) != document | ({section: expected} if expected else {}):
        raise FileError(
            f"nothing can be added to this file; expected `{section}:` with each entry on its own lines, from `- id:`"
        )
    return merged, expected


def _refuse_unreadable(records: Sequence[RecordDict], section: str) -> None:
    """Raise FileError where a record holds more than a file may, wherever in it the record stands."""
    for record in records:
        try:
            yaml_reader.read_yaml(write_records([record], section))
        except FileError as error:
            raise FileError(f"“{record['id']}” holds {error}") from None


def count_lost_comments(before: str, after: str) -> int:
    """Return how many lines of comment a text has lost."""
    return sum(map(_is_comment, before.splitlines())) - sum(map(_is_comment, after.splitlines()))


def _merge_lines(
    lines: list[str],
    before: list[Any],
    wanted: Mapping[str, RecordDict],
    new: Sequence[RecordDict],
    at: Mapping[KeyPath, int],
    section: str,
) -> list[str]:
    """The lines with the entries put in, from the last to the first: places before stay right. New ones come last."""
    starts = [at[section, place] - 1 for place in range(len(before))]
    indent = len(lines[starts[0]]) - len(lines[starts[0]].lstrip())
    end = _find_section_end(lines, starts[-1], at)
    if new:
        lines = [*lines[:end], "\n", _write_entries(new, indent), *lines[end:]]
    ends = [*starts[1:], end]
    for place in reversed(range(len(before))):
        if _record_id(before[place]) in wanted:
            start, last = starts[place], _leave_comments(lines, starts[place], ends[place])
            lines[start:last] = [_write_entries([wanted[_record_id(before[place])]], indent)]
    return lines


def _find_section_end(lines: Sequence[str], start: int, at: Mapping[KeyPath, int]) -> int:
    """The line, from 0, behind the section that has an entry at `start`; what stands before the next is the next's."""
    later = [line - 1 for path, line in at.items() if len(path) == 1 and line - 1 > start]
    return _leave_comments(lines, start, min(later)) if later else len(lines)


def _leave_comments(lines: Sequence[str], start: int, end: int) -> int:
    """The end of an entry without the blank lines and comments behind it: they may be about what follows."""
    while end > start and (not lines[end - 1].strip() or _is_comment(lines[end - 1])):
        end -= 1
    return end


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
    return {key: _shape_values(value) if key == "values" else _shape_value(value) for key, value in record.items()}


def _shape_value(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return _FlowList(value)
    return _FlowMapping(value) if isinstance(value, Mapping) else value


def _shape_values(values: Mapping[str, Mapping[str, float]]) -> dict[str, _FlowMapping]:
    """Values by period; those without decimals are written without."""
    return {
        period: _FlowMapping({code: int(value) if float(value).is_integer() else value for code, value in row.items()})
        for period, row in values.items()
    }
