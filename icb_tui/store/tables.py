"""The model as tables: their types, and filling a DuckDB database with the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from icb_tui.data_files.progress import FOLDING, RATING, STORING, report_progress
from icb_tui.domain.dataset import Dataset, Year
from icb_tui.domain.names import fold_name
from icb_tui.domain.rating_rule import list_outcomes
from icb_tui.domain.record_sections import list_record_ids
from icb_tui.domain.records import Aim, EvidenceType, Finding, Icb, Indicator, Rating, Region, Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DUCKDB_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "async_threads": 1,  # of its own accord eight, for files on other machines
    "allocator_background_threads": True,  # else what a question took is given back only by the next one
    "memory_limit": "1GB",
    "temp_directory": "",
    "python_enable_replacements": False,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "allow_community_extensions": False,
}

SMALL_BLOCK, LARGE_BLOCK = "65536", "262144"
"""The unit of a database file, in bytes: with the larger one, which is DuckDB's own, the bundled data take 6.3 MB, not
2.3, but 100,000 findings are stored in nine tenths of the time."""

MANY_FINDINGS = 20_000
"""From how many findings on the time counts for more than the size."""

LOCK_STATEMENTS = "set enable_external_access = false; set lock_configuration = true"
"""Not among the settings, of which DuckDB may take any first: after these two no temp_directory can be set."""

_TABLES: dict[str, type[Struct]] = {
    "region": Region,
    "icb": Icb,
    "aim": Aim,
    "rating": Rating,
    "kind": EvidenceType,
    "source": Source,
    "finding": Finding,
}

_SECTIONS = {name: f"{name}s" for name in _TABLES}

_SCALARS: dict[Any, str] = {str: "varchar", int: "bigint", float: "double", bool: "boolean", dt.date: "date"}


def sql_type(kind: Any) -> str:
    """Return the DuckDB type that holds a field of the model; a number or text is held as its JSON text."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return sql_type(parts[0])
    if origin is Literal:
        return "varchar"
    if origin in (Union, UnionType):
        real = {sql_type(part) for part in parts if part is not NoneType}
        return real.pop() if len(real) == 1 else "json"
    if origin is tuple:
        return f"{sql_type(parts[0])}[]"
    if origin is dict:
        return f"map({sql_type(parts[0])}, {sql_type(parts[1])})"
    if issubclass(kind, Struct):
        return f"struct({_column_definitions(kind)})"
    return _SCALARS[kind]


def _column_definitions(kind: type[Struct], names: Iterable[str] = ()) -> str:
    """The columns of a record type, or those of some of its fields."""
    hints = get_type_hints(kind, include_extras=True)
    return ", ".join(f'"{name}" {sql_type(hints[name])}' for name in names or kind.__struct_fields__)


ROWS_PER_INSERT = 20_000
"""How many records are handed to DuckDB in one statement: a fraction of a second, between two reports of progress."""


def open_in_memory(data: Dataset) -> DuckDBPyConnection:
    """The data in a database in memory."""
    from icb_tui.store.duckdb_internals import duckdb

    database = duckdb.connect(":memory:", config=DUCKDB_SETTINGS)
    database.execute(LOCK_STATEMENTS)
    create_tables(database, data)
    return database


def write_database(data: Dataset, path: Path) -> None:
    """Write the data into a new database file; raise OSError where it cannot be written, on a full disk for example."""
    from icb_tui.store.duckdb_internals import duckdb

    block = SMALL_BLOCK if len(data.findings) < MANY_FINDINGS else LARGE_BLOCK
    with (
        raise_os_error(),
        duckdb.connect(str(path), config=DUCKDB_SETTINGS | {"default_block_size": block}) as database,
    ):
        database.execute(LOCK_STATEMENTS)
        create_tables(database, data)
        database.execute("checkpoint")


@contextmanager
def raise_os_error() -> Iterator[None]:
    """Raise OSError for whatever DuckDB finds wrong with a database file that is being made."""
    from icb_tui.store.duckdb_internals import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise OSError(str(error)) from None


def create_tables(database: DuckDBPyConnection, data: Dataset) -> None:
    """Make the tables and views of the data in an empty database.

    In one transaction they are written to the disk once, however many findings there are.
    """
    database.execute("begin")
    for name, kind in _TABLES.items():
        _create_record_table(database, name, kind, data)
    _create_years(database, data)
    _create_rating_rule(database, data)
    _create_indicators(database, data)
    _create_words(database, data)
    report_progress(RATING)
    database.execute((Path(__file__).parent / "schema.sql").read_text(encoding="utf-8"))
    database.execute("commit")


def _create_record_table(database: DuckDBPyConnection, name: str, kind: type[Struct], data: Dataset) -> None:
    """Make a table from a record type, with the order in the file and the folder laid over, and fill it."""
    records = _order_records(name, data)
    find_origin = data.origins.get(_SECTIONS[name], {}).get
    columns, encode = _column_definitions(kind), msgspec.json.Encoder().encode
    database.execute(f'create table "{name}" (place integer, origin varchar, {columns})')
    for start in range(0, len(records), ROWS_PER_INSERT):
        part = records[start : start + ROWS_PER_INSERT]
        places, rows = [place for place, _ in part], [row for _, row in part]
        texts, origins = [encode(row).decode() for row in rows], [*map(find_origin, list_record_ids(rows))]
        database.execute(
            f'insert into "{name}" select place, origin, unnest(text::json::struct({columns})) from'  # noqa: S608
            " (select unnest($2::integer[]) as place, unnest($3::varchar[]) as origin, unnest($1) as text)",
            [texts, places, origins],
        )
        if name == "finding":
            report_progress(STORING, start + len(rows), len(records))


def _order_records(name: str, data: Dataset) -> Sequence[tuple[int, Struct]]:
    """The records as they come to lie in their table, each with its place in the data.

    The findings of a board and year lie together, so that a page of them reads a small part of the table.
    """
    findings = enumerate(data.findings)
    if name == "finding":
        return sorted(findings, key=lambda row: (row[1].icb or "", row[1].year))
    return list(enumerate(getattr(data, _SECTIONS[name])))


def _create_years(database: DuckDBPyConnection, data: Dataset) -> None:
    """Make the years, which boards are open in each, and on which days: SQL decides none of that."""
    database.execute("create table year (place integer, id varchar, starts date, ends date)")
    years = [Year(year) for year in data.years]
    rows = [(place, year.id, year.starts, year.ends) for place, year in enumerate(years)]
    _insert_rows(database, "year", rows)
    database.execute("create table being (icb varchar, year varchar)")
    open_in = [(icb.code, year.id) for icb in data.icbs for year in years if year.is_open(icb)]
    _insert_rows(database, "being", open_in)
    database.execute("create table open_days (icb varchar, first date, last date)")
    _insert_rows(database, "open_days", [(icb.code, icb.opened, icb.last_day) for icb in data.icbs])


def _create_rating_rule(database: DuckDBPyConnection, data: Dataset) -> None:
    """Make a table of the rule's cases, so that SQL looks a rating up and decides nothing."""
    database.execute("create table rating_rule (credit bigint, concern boolean, rating varchar)")
    _insert_rows(database, "rating_rule", list_outcomes(data.ratings))


def _create_indicators(database: DuckDBPyConnection, data: Dataset) -> None:
    named = [name for name in Indicator.__struct_fields__ if name != "values"]
    database.execute(f"create table indicator (place integer, origin varchar, {_column_definitions(Indicator, named)})")
    own = data.origins.get("indicators", {})
    rows = [(n, own.get(i.id), *(getattr(i, name) for name in named)) for n, i in enumerate(data.indicators)]
    _insert_rows(database, "indicator", rows)
    database.execute("create table measure (indicator varchar, period varchar, nth integer, icb varchar, value double)")
    rows = [
        (indicator.id, period, nth, code, value)
        for indicator in data.indicators
        for nth, (period, values) in enumerate(indicator.values.items())
        for code, value in values.items()
    ]
    _insert_rows(database, "measure", rows)


def _create_words(database: DuckDBPyConnection, data: Dataset) -> None:
    """Each finding's words: folded as a quoted text of the filter is looked for, and as the finder looks."""
    database.execute("create table words (place integer, finding varchar, text varchar, folded varchar)")
    for start in range(0, len(data.findings), ROWS_PER_INSERT):
        some = enumerate(data.findings[start : start + ROWS_PER_INSERT], start)
        _insert_rows(database, "words", [(place, f.id, filter_text(f), _finder_text(f)) for place, f in some])
        report_progress(FOLDING, min(start + ROWS_PER_INSERT, len(data.findings)), len(data.findings))


def _insert_rows(database: DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Fill a table, a whole column at a time."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        database.execute(f"insert into {table} select {', '.join(['unnest(?)'] * len(columns))}", columns)


def _finder_text(finding: Finding) -> str:
    """The words of a finding that the finder looks in."""
    figure = [finding.figure.what, str(finding.figure.value)] if finding.figure else []
    parts = [finding.id, finding.named, finding.summary, finding.aspect, *finding.words, *figure]
    return fold_name(" ".join(part for part in parts if part))


def filter_text(finding: Finding) -> str:
    """The words of a finding that a quoted text is looked for in, folded."""
    figure = finding.figure
    parts = [finding.summary, finding.aspect, *finding.words, *((figure.what, str(figure.value)) if figure else ())]
    return "\n".join(part for part in parts if part).casefold()
