"""JSON and JSON lines: records, each an object, as rows under the names of their fields.

The standard library's reader gives numbers as they are written (1.50, 007 in quotes) and the line of an error; DuckDB's
guesses types.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from icb_tui.data_files.problems import FileError
from icb_tui.sheets.encodings import TextEncoding
from icb_tui.sheets.sheet import Row, Sheet
from icb_tui.sheets.sheet_file import SheetFile

MAX_JSON_BYTES = 64 * 1024 * 1024
"""The most bytes of a JSON file, which is read whole; JSON lines are read one by one."""

MAX_LINE_CHARACTERS, MAX_FIELDS = 1024 * 1024, 16_384

EXPECTED_RECORDS = "expected a list of objects, one for each row, or such an object on each line"


def looks_like_json(start: str) -> bool:
    """Whether a text begins as a list, an object or an object a line; “[c] stands for …” is no such beginning."""
    text = start.lstrip("\ufeff \t\r\n")
    return (text[:1] == "[" and text[1:].lstrip()[:1] in ("{", "]", "[", '"')) or (
        text[:1] == "{" and text[1:].lstrip()[:1] in ('"', "}")
    )


def open_json(file: SheetFile, encoding: TextEncoding) -> list[Sheet]:
    """Return JSON, or JSON lines, as one sheet, whose first row names the fields; raise FileError."""
    is_lines = _has_record_lines(file, encoding.name)
    read_records = _read_lines if is_lines else _read_document
    fields = list_fields(read_records(file, encoding.name))
    if not fields:
        raise FileError(f"JSON without a record; {EXPECTED_RECORDS}")
    return [
        Sheet(
            file=file.name,
            sheet="",
            kind="JSON lines" if is_lines else "JSON",
            read_rows=lambda: _read_rows(lambda: read_records(file, encoding.name), fields),
            guesses=encoding.guesses,
            line_word="row",
            header_is_first=True,
        )
    ]


def _open(file: SheetFile, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(file.open_bytes(), encoding)


def _has_record_lines(file: SheetFile, encoding: str) -> bool:
    """Whether the first line that is not blank is a whole object, and more follow it."""
    with _open(file, encoding) as text:
        first = next((line for line in iter(lambda: text.readline(MAX_LINE_CHARACTERS), "") if line.strip()), "")
        try:
            return isinstance(json.loads(first), dict) and bool(text.read(1000).strip())
        except (ValueError, RecursionError):
            return False


def _read_lines(file: SheetFile, encoding: str) -> Iterator[dict[str, Any]]:
    with _open(file, encoding) as text:
        line = 0
        while piece := text.readline(MAX_LINE_CHARACTERS):
            line += 1
            if len(piece) == MAX_LINE_CHARACTERS:
                raise FileError(f"a line of more than {MAX_LINE_CHARACTERS:,} characters; {EXPECTED_RECORDS}", line)
            if piece.strip():
                yield _check_record(_parse(piece, line), line)


def _read_document(file: SheetFile, encoding: str) -> Iterator[dict[str, Any]]:
    if len(data := file.read_start(MAX_JSON_BYTES + 1)) > MAX_JSON_BYTES:
        raise FileError(f"too large for JSON; expected at most {MAX_JSON_BYTES:,} bytes, or an object on each line")
    for record in _find_records(_parse(data.decode(encoding), 1)):
        yield _check_record(record)


def _find_records(document: Any) -> list[Any]:
    """Return the list that a document is, or the one list of objects in it."""
    if isinstance(document, list):
        return document
    lists = [value for value in document.values() if isinstance(value, list)] if isinstance(document, dict) else []
    lists = [values for values in lists if values and isinstance(values[0], dict)]
    if len(lists) != 1:
        raise FileError(f"JSON with {len(lists) or 'no'} lists of objects; {EXPECTED_RECORDS}")
    return lists[0]


def _check_record(record: Any, line: int | None = None) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise FileError(f"a value that is not an object; {EXPECTED_RECORDS}", line)
    return record


def _parse(text: str, first_line: int) -> Any:
    """Parse JSON, its numbers as they are written; raise FileError with the line."""
    try:
        return json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=_refuse_doubles)
    except json.JSONDecodeError as error:
        raise FileError(f"invalid JSON ({error.msg}); {EXPECTED_RECORDS}", first_line + error.lineno - 1) from None
    except RecursionError:
        raise FileError(f"JSON that is nested too deep; {EXPECTED_RECORDS}", first_line) from None


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise FileError(f"JSON with a field twice in one object; {EXPECTED_RECORDS}")
    return record


def list_fields(records: Iterator[dict[str, Any]]) -> list[str]:
    """Return the fields of all records, in the order in which they first come; raise FileError where too many."""
    fields: dict[str, None] = {}
    for record in records:
        fields.update(dict.fromkeys(record))
        if len(fields) > MAX_FIELDS:
            raise FileError(f"records of more than {MAX_FIELDS:,} fields; {EXPECTED_RECORDS}")
    return list(fields)


def _read_rows(read_records: Callable[[], Iterator[dict[str, Any]]], fields: list[str]) -> Iterator[Row]:
    yield Row(1, [_replace_surrogates(name) for name in fields])
    for line, record in enumerate(read_records(), start=2):
        cells = [_format_value(record.get(name)) for name in fields]
        if "".join(cells).strip():
            yield Row(line, cells)


def _format_value(value: Any) -> str:
    if isinstance(value, str):
        return _replace_surrogates(value)
    if isinstance(value, bool):
        return str(value).upper()
    return "" if value is None else _replace_surrogates(json.dumps(value, ensure_ascii=False))


def _replace_surrogates(text: str) -> str:
    """Return a text with “?” for each half of a character, which JSON may name and no file may hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
