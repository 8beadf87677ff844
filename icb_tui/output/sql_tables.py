"""What a query in SQL gave, and what there is to ask, as tables to print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

import msgspec

from icb_tui.output.formats import ExactNumber, Table, TablePart, Value
from icb_tui.output.rows import make_table, same_keys
from icb_tui.store.store import Store
from icb_tui.store.user_sql.sql_guard import ColumnType, QueryResult
from icb_tui.store.user_sql.table_docs import TABLE_DOCS
from icb_tui.text.cells import cell_width, clean, cut, fit, wrap

NARROWEST = 8
"""The cells that a column needs at least; where there are fewer, each row is printed as lines."""

NULL = "NULL"


def make_result_table(answer: QueryResult, cells: int | None) -> Table:
    """The rows of an answer, fitted to `cells` (None: any width).

    Nested values are JSON where text is asked for. NULL is “NULL” in text, an empty cell in CSV, null in JSON.
    """
    exact = [[_plain_value(value, kind) for value, kind in zip(row, answer.types, strict=True)] for row in answer.rows]
    rows = [[_cell_value(value) for value in row] for row in exact]
    return Table(
        parts=[_make_part(answer.columns, [[NULL if v is None else str(v) for v in row] for row in rows], cells)],
        columns=tuple(clean(name) for name in answer.columns),
        rows=rows,
        objects=[dict(zip(answer.columns, row, strict=True)) for row in exact],
        types=tuple(_storage_type(kind) for kind in answer.types),
    )


_SAME_TYPES = frozenset(
    "BOOLEAN TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT FLOAT DOUBLE DATE TIME"
    " TIMESTAMP UUID JSON".split()
)
"""The types that a column has in Parquet too; columns of other types are text there."""


def _storage_type(kind: ColumnType) -> str:
    """The type that holds the values of a column as `_plain_value` gives them."""
    if kind.id == "struct" and kind.children:
        fields = [(name.replace('"', '""'), _storage_type(of)) for name, of in kind.children]
        listed = ", ".join(f'"{name}" {of}' for name, of in fields)
        return f"struct({listed})"
    if kind.id == "map":
        (_, of_key), (_, of) = kind.children
        return f"map({_storage_type(of_key)}, {_storage_type(of)})"
    if kind.id in ("list", "array"):
        return f"{_storage_type(kind.children[0][1])}[]"
    return str(kind) if str(kind) in _SAME_TYPES or kind.id == "decimal" else "varchar"


def _plain_value(value: Any, kind: ColumnType) -> Any:
    """A value as JSON has it: exact numbers as they are written, dates and what else there is as text."""
    if value is None or isinstance(value, bool):
        return value
    if kind.id == "struct":
        return {name: _plain_value(value[name], of) for name, of in kind.children}
    if kind.id == "map":
        (_, of_key), (_, of) = kind.children
        entries = _map_entries(value, of_key)
        return {_write_key(_plain_value(key, of_key)): _plain_value(item, of) for key, item in entries}
    if kind.id in ("list", "array"):
        of = kind.children[0][1]
        return [_plain_value(item, of) for item in value]
    if str(kind) == "JSON":
        with suppress(msgspec.DecodeError):  # DuckDB writes nan as it is, which is no JSON
            return msgspec.json.decode(value)
    return _plain_scalar(value)


def _map_entries(value: Any, of_key: ColumnType) -> Any:
    """The entries of a map, which DuckDB gives as two lists where its keys are no plain values."""
    return zip(value["key"], value["value"], strict=True) if of_key.id in _NESTED else value.items()


def _write_key(key: Any) -> str:
    return key if isinstance(key, str) else str(_cell_value(key))


_NESTED = ("struct", "map", "list", "array", "union")


def _plain_scalar(value: Any) -> Any:
    match value:
        case int() if abs(value) >= 2**63:
            return msgspec.Raw(str(value).encode())
        case float() if value != value or value in (float("inf"), float("-inf")):
            return str(value)
        case int() | float() | str():
            return value
        case Decimal():
            return msgspec.Raw(f"{value:f}".encode()) if value.is_finite() else str(value)
        case dt.date() | dt.time():
            return value.isoformat()
        case bytes():
            return value.hex()
    return str(value)


def _cell_value(value: Any) -> Value:
    """A value in one cell: numbers as they are, text made safe, what is nested as JSON."""
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case int() | float():
            return value
        case str():
            return clean(value)
        case msgspec.Raw():
            return ExactNumber(bytes(value).decode())
    return clean(msgspec.json.encode(value).decode())


def _make_part(columns: Sequence[str], lines: list[list[str]], cells: int | None) -> TablePart:
    """A table; its widest columns are cut until it fits, and where they are too many each row is printed as lines."""
    heads = tuple(clean(name) for name in columns)
    if cells is None or not lines:
        return TablePart(heads=heads, lines=lines)
    if len(heads) * (NARROWEST + 2) > cells + 2:
        return TablePart(prose=_rows_as_lines(heads, lines, cells))
    sizes = [min(max(map(cell_width, column)), cells) for column in zip(heads, *lines, strict=True)]
    while sum(sizes) + 2 * (len(sizes) - 1) > cells:
        sizes[sizes.index(max(sizes))] -= 1
    fitted = [[cut(cell, size) for cell, size in zip(line, sizes, strict=True)] for line in [heads, *lines]]
    return TablePart(heads=tuple(fitted[0]), lines=fitted[1:])


def _rows_as_lines(heads: Sequence[str], lines: list[list[str]], cells: int) -> list[str]:
    """Each row as lines of its columns and values, with an empty line between rows."""
    left = min(max(map(cell_width, heads)), cells // 3)
    printed = []
    for line in lines:
        for head, value in zip(heads, line, strict=True):
            first, *rest = wrap(value, cells - left - 2)
            printed.append(f"{fit(head, left)}  {first}".rstrip())
            printed += [f"{'':{left}}  {more}" for more in rest]
        printed.append("")
    return printed[:-1]


def make_relation_table(cells: int | None) -> Table:
    """The tables, views and macros that a query can read from."""
    objects = [{"table": relation.call or name, "meaning": relation.about} for name, relation in TABLE_DOCS.items()]
    return _make_docs_table("table meaning", objects, cells)


def make_column_table(store: Store, name: str, cells: int | None) -> Table:
    """The columns of one of them, with their types and meanings."""
    relation = TABLE_DOCS[name]
    objects = [
        {"column": column, "type": kind.lower(), "meaning": relation.describe_column(column)}
        for column, kind in store.list_columns(name).items()
    ]
    return _make_docs_table("column type meaning", objects, cells)


def _make_docs_table(columns: str, objects: list[dict[str, str]], cells: int | None) -> Table:
    lines = [list(each.values()) for each in objects]
    return make_table([_make_part(columns.split(), lines, cells)], same_keys(columns), objects)
