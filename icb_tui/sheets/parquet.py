"""Parquet files, read by DuckDB, which is allowed to read that one file and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from icb_tui.data_files.problems import FileError
from icb_tui.sheets.cell_texts import format_cells
from icb_tui.sheets.sheet import Row, Sheet
from icb_tui.sheets.sheet_file import SheetFile, copy_stream

if TYPE_CHECKING:
    import duckdb

ROWS_AT_ONCE = 10_000

MAX_ROWS, MAX_COLUMNS = 50_000_000, 16_384

SELECT = "FROM read_parquet(?, hive_partitioning = false)"
"""All of the file in SQL; the names of its folders make no columns."""

BROKEN_PARQUET = "a Parquet file that is broken or incomplete; write it again"


def open_parquet(file: SheetFile) -> list[Sheet]:
    """Return a Parquet file as one sheet, whose first row names the columns; raise FileError."""
    if set("*?[") & set(str(file.path)):  # signs that stand for several files
        with file.open_bytes() as stream:
            file = copy_stream(stream, file.name, file.ending)
    columns = _list_columns(file)
    return [
        Sheet(
            file=file.name,
            sheet="",
            kind="Parquet",
            read_rows=lambda: _read_rows(file, columns),
            line_word="row",
            header_is_first=True,
        )
    ]


def _connect(file: SheetFile) -> duckdb.DuckDBPyConnection:
    """A database in memory that may open one file, and can neither be widened nor load anything."""
    import duckdb

    connection = duckdb.connect(":memory:")
    connection.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    connection.execute("SET memory_limit = '1GiB'; SET threads = 2; SET temp_directory = ''")
    connection.execute(f"SET allowed_paths = [{_quote(str(file.path.absolute()))}]")
    connection.execute("SET enable_external_access = false; SET lock_configuration = true")
    return connection


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _list_columns(file: SheetFile) -> list[tuple[str, str]]:
    """Return the names of the columns with their types."""
    columns = [(str(row[0]), str(row[1])) for row in _fetch(file, f"DESCRIBE {SELECT}")]
    if len(columns) > MAX_COLUMNS:
        raise FileError(f"a table of {len(columns):,} columns; expected at most {MAX_COLUMNS:,}")
    if any(_fetch(file, f"{SELECT} LIMIT 1 OFFSET {MAX_ROWS}")):
        raise FileError(f"a table of more than {MAX_ROWS:,} rows; save those that are wanted")
    return columns


def _read_rows(file: SheetFile, columns: list[tuple[str, str]]) -> Iterator[Row]:
    yield Row(1, [name for name, _ in columns])
    names = ", ".join(f"c{place}" for place in range(len(columns)))
    values = ", ".join(_select_value(f"c{place}", kind) for place, (_, kind) in enumerate(columns))
    rows = _fetch(file, f"SELECT {values} {SELECT} AS t({names})")
    for line, row in enumerate(rows, start=2):
        cells = format_cells(row)
        if "".join(cells).strip():
            yield Row(line, cells)


def _select_value(name: str, kind: str) -> str:
    """Return the SQL for a column: a text as far as that is what Python would make of it, and quicker to make."""
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION")):
        return f"coalesce(to_json({name})::VARCHAR, '')"
    if kind == "FLOAT":
        return f"{name}::VARCHAR::DOUBLE"  # 0.1, where the nearest double of it is 0.10000000149011612
    is_formatted = kind in ("BOOLEAN", "DOUBLE", "DATE", "TIMESTAMP", "TIMESTAMP_NS") or kind.startswith("DECIMAL")
    return name if is_formatted else f"coalesce({name}::VARCHAR, '')"


def _fetch(file: SheetFile, query: str) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a query on the file, some thousands at once; raise FileError where it is broken."""
    import duckdb

    try:
        with _connect(file) as connection:
            result = connection.execute(query, [str(file.path.absolute())])
            while rows := result.fetchmany(ROWS_AT_ONCE):
                yield from rows
    except (duckdb.Error, ValueError, OverflowError):
        raise FileError(BROKEN_PARQUET) from None
