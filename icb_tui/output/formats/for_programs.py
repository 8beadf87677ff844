"""The formats that programs read: CSV, TSV, JSON, JSON Lines, Parquet."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from icb_tui.output.formats.table import ExactNumber, Table, Value, join_pieces
from icb_tui.text.cells import clean
from icb_tui.text.formulas import escape_cell


def format_json(table: Table) -> str:
    """One JSON value: as a rule an array of objects."""
    return join_pieces(map(_escape_invisible, _json_pieces(table.objects)))


def _json_pieces(objects: Any) -> Iterator[str]:
    """The text of a JSON value, indented, each object of an array for itself."""
    if not isinstance(objects, list) or not objects:
        yield f"{_indent_json(objects)}\n"
        return
    for place, each in enumerate(objects):
        indented = _indent_json(each).replace("\n", "\n  ")
        yield f"{',' if place else '['}\n  {indented}"
    yield "\n]\n"


def _indent_json(value: Any) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def format_jsonl(table: Table) -> str:
    """JSON Lines: an object a line."""
    import msgspec

    objects = table.objects if isinstance(table.objects, list) else [table.objects]
    return join_pieces(_escape_invisible(f"{msgspec.json.encode(each).decode()}\n") for each in objects)


def _escape_invisible(text: str) -> str:
    """JSON in which what a terminal could obey, or nobody would see, is written out: a query can make anything."""
    return _write_codes(text, lambda character: clean(character) != character)


def escape_non_ascii(text: str) -> str:
    """Return JSON in which every character that is not ASCII is written out."""
    return _write_codes(text, lambda _: True)


def _write_codes(text: str, is_written_out: Callable[[str], bool]) -> str:
    """JSON with some of its characters above “~” written out by their codes."""
    slices = (text[start : start + _SLICE] for start in range(0, len(text), _SLICE))
    return "".join(_write_codes_of_slice(part, is_written_out) for part in slices)


_SLICE = 1 << 20
"""The characters that are looked at in one go: what is done in one go holds up the clock of a query."""


def _write_codes_of_slice(text: str, is_written_out: Callable[[str], bool]) -> str:
    if text.isascii() and "\x7f" not in text:
        return text
    codes = {ord(each): _write_code(each) for each in set(text) if each > "~" and is_written_out(each)}
    return text.translate(codes) if codes else text


def _write_code(character: str) -> str:
    """A character as JSON writes it out, by its code; what has no room in four digits as a pair."""
    return re.sub("....", r"\\u\g<0>", character.encode("utf-16-be").hex())


def format_csv(table: Table) -> str:
    """RFC 4180, with a heading line; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    return _format_separated(table, ",", "\r\n")


def format_tsv(table: Table) -> str:
    """Values between tabs, for spreadsheets' clipboards, as harmless as those of the CSV."""
    return _format_separated(table, "\t", "\n")


def _format_separated(table: Table, separator: str, end: str) -> str:
    import csv

    writer = csv.writer(_PassingFile(), delimiter=separator, lineterminator=end)
    rows = (map(escape_formula, row) for row in (table.columns, *table.rows))
    return join_pieces(map(writer.writerow, rows))


class _PassingFile:
    """A file that keeps nothing: the writer of a row returns what this returns."""

    def write(self, text: str) -> str:
        return text


def escape_formula(value: Value) -> Value:
    """Return a cell so that no spreadsheet reckons with it; a carriage return would begin another in TSV."""
    if not isinstance(value, str) or isinstance(value, ExactNumber):
        return value
    return escape_cell(value).replace("\r", " ")


def format_parquet(table: Table) -> bytes:
    """Apache Parquet, written by DuckDB: columns by their types, else by their values: numbers, or text.

    Raises TemporaryFolderError.
    """
    import duckdb
    import msgspec

    from icb_tui.data_files.temporary_folder import make_scratch_folder

    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    kinds = table.types or tuple(_column_type(column) for column in columns)
    rows = [list(each.values()) for each in table.objects] if table.types else table.rows
    records = [{f"c{place}": value for place, value in enumerate(row)} for row in rows]
    shape = ", ".join(f"c{place} {kind}" for place, kind in enumerate(kinds))
    escaped = [name.replace('"', '""') for name in table.columns]
    named = ", ".join(f'r.c{place} as "{name}"' for place, name in enumerate(escaped))
    with make_scratch_folder() as folder, duckdb.connect(":memory:") as database:
        path = folder / "table.parquet"
        database.execute(
            f"create table t as select {named} from (select unnest($1::json::struct({shape})[]) as r)",  # noqa: S608
            [msgspec.json.encode(records).decode()],
        )
        try:
            database.table("t").write_parquet(str(path))
        except duckdb.IOException as error:
            found = re.search(r'"errno":"(\d+)"', str(error))
            raise OSError(0, os.strerror(int(found[1])) if found else str(error)) from None
        return path.read_bytes()


def _column_type(column: Sequence[Value]) -> str:
    """The DuckDB type of a column: a number type where every value is one."""
    kinds = {type(value) for value in column if value is not None}
    return "bigint" if kinds == {int} else "double" if kinds and kinds <= {int, float} else "varchar"
