"""A query in SQL from outside: what it may read and call, and how long it may run.

DuckDB itself refuses files, the network, extensions, settings that change and every write: the database is locked
(LOCK_STATEMENTS in store/tables.py) and the transaction is read-only. It does not refuse what this module checks: to
read settings, catalogues and logs, to sleep, and to run for ever.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

import duckdb
import msgspec

from icb_tui.domain.errors import MOST_CHARACTERS, OutputTooLarge, UserError

MAX_CHARACTERS = 1_000_000
"""The most characters of a query."""

FETCHED_ROWS = 100
"""The rows that are fetched at once: few, for each may be long, and none is measured before it is there."""

LONGEST_ROW = 10_000_000
"""The most characters of a row: what is done to it in one go holds up the clock."""

TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest", "repeat", "json_each", "json_tree"})
"""The functions that a query may read from, beside the store's own macros: none of them leaves the database."""

_REFUSED_FUNCTIONS = re.compile(
    r"getenv|getvariable|current_(setting|query.*|user|role)|session_user|.*sleep.*|nextval|(curr|set)val|setseed"
    r"|write_log|json_((de)?serialize|execute)_.*|pg_(?!typeof$).*|(duckdb|pragma|inet|has|obj|shobj|col)_.*"
)
"""Functions that ask of the process, its settings or its connections, or change what they are."""

OUT_OF_MEMORY = "the query needs more memory than it may take; ask for less"

TOO_DEEP = "the answer is nested too deeply; expected a simpler one"


class ColumnType(Protocol):
    """The type of a column, as DuckDB describes it."""

    @property
    def id(self) -> str: ...
    @property
    def children(self) -> Any: ...


class QueryResult(NamedTuple):
    """What a query gave; `truncated` says that it had more rows than were asked for."""

    columns: tuple[str, ...]
    types: tuple[ColumnType, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool


class QueryRefused(UserError):
    """A query that is not answered: why, in one line; the details are DuckDB's two lines that point at the place."""

    def __init__(self, message: str, *place: str) -> None:
        super().__init__(message)
        self.details = place


def run_query(
    connection: duckdb.DuckDBPyConnection, sql: str, names: Collection[str], *, seconds: float, limit: int
) -> QueryResult:
    """Return the first `limit` rows (0: all) of one SELECT that reads only from `names`; raise QueryRefused.

    The connection must be one of its own, on a database that is locked down: it is left in a read-only transaction.
    """
    expired = threading.Event()

    def interrupt_query() -> None:
        expired.set()
        connection.interrupt()

    timer = threading.Timer(seconds, interrupt_query)
    timer.daemon = True
    timer.start()
    try:
        check_query(connection, sql, names)
        connection.execute(_BEGIN_READ_ONLY)
        connection.execute(sql)
        columns, types = _describe_columns(connection, sql)
        if any(map(_is_text_alone, types)):
            types = _ask_for_texts(connection, sql, types)
        rows = _fetch_rows(connection, limit, expired)
    except duckdb.InterruptException:
        if not expired.is_set():
            raise KeyboardInterrupt from None
        raise QueryRefused(describe_timeout(seconds)) from None
    except (duckdb.OutOfMemoryException, MemoryError, OverflowError):
        raise QueryRefused(OUT_OF_MEMORY) from None
    except RecursionError:
        raise QueryRefused(TOO_DEEP) from None
    except duckdb.Error as error:
        raise _explain_error(error) from None
    finally:
        timer.cancel()
    truncated = bool(limit) and len(rows) > limit
    return QueryResult(columns, types, rows[:limit] if truncated else rows, truncated)


_BEGIN_READ_ONLY = "begin transaction read only"


def describe_timeout(seconds: float) -> str:
    """Return what is said of a query whose time is over."""
    unit = "second" if seconds == 1 else "seconds"
    return f"the query was stopped after {seconds:g} {unit}; ask for less, or allow more with --seconds"


def _describe_columns(
    connection: duckdb.DuckDBPyConnection, sql: str
) -> tuple[tuple[str, ...], tuple[ColumnType, ...]]:
    """The columns and their types, asked apart: only a relation has them, and only a query says where it is wrong."""
    with connection.cursor() as apart:
        apart.execute(_BEGIN_READ_ONLY)
        relation = apart.sql(sql)
        return _number_repeats(relation.columns), tuple(relation.types)


def _is_text_alone(kind: ColumnType) -> bool:
    """Whether Python has no value for a type, or for one that it holds: an interval, a time with its zone.

    In Python an interval is a number of days, in which a month has 30 and a year 360.
    """
    if kind.id in _NESTED:
        return any(_is_text_alone(of) for name, of in kind.children if (kind.id, name) != ("array", "size"))
    return kind.id == "interval" or kind.id.endswith("time zone")


_NESTED = ("struct", "map", "list", "array", "union")


def _ask_for_texts(
    connection: duckdb.DuckDBPyConnection, sql: str, types: Sequence[ColumnType]
) -> tuple[ColumnType, ...]:
    """Ask again, with what Python has no value for as texts of DuckDB, and return the types of all columns."""
    casts = [f"#{place}{'::varchar' * _is_text_alone(kind)}" for place, kind in enumerate(types, 1)]
    quoted = sql.replace("'", "''")
    connection.execute(f"select {', '.join(casts)} from query('{quoted}')")  # noqa: S608 - it was checked before
    with connection.cursor() as apart:
        (text,) = apart.sql("select ''").types
    return tuple(text if _is_text_alone(kind) else kind for kind in types)


def _fetch_rows(connection: duckdb.DuckDBPyConnection, limit: int, expired: threading.Event) -> list[tuple[Any, ...]]:
    """The rows, piece by piece: all, or one more than the limit."""
    rows: list[tuple[Any, ...]] = []
    size = 0
    while piece := connection.fetchmany(min(FETCHED_ROWS, limit + 1 - len(rows)) if limit else FETCHED_ROWS):
        rows += piece
        size += _measure_rows(piece)
        if size > MOST_CHARACTERS:
            raise OutputTooLarge
        if expired.is_set():
            raise duckdb.InterruptException
        if limit and len(rows) > limit:
            break
    return rows


def _measure_rows(rows: Sequence[tuple[Any, ...]]) -> int:
    """The characters of rows; raise QueryRefused where one has too many."""
    sizes = [_count_characters(row) for row in rows]
    if max(sizes) > LONGEST_ROW:
        raise QueryRefused("a row is longer than 10 MB; ask for parts of its texts, for example left(summary, 1000)")
    return sum(sizes)


def _count_characters(value: Any) -> int:
    """The characters that a value takes at least when it is printed, or about that."""
    match value:
        case str() | bytes():
            return len(value)
        case list() | tuple():
            return sum(map(_count_characters, value))
        case dict():
            return _count_characters([*value, *value.values()])
    return 4


def _number_repeats(names: list[str]) -> tuple[str, ...]:
    """The names of the columns, those that come again with a number."""
    taken: list[str] = []
    for name in names:
        numbered = (f"{name}_{n}" for n in range(2, len(names) + 2))
        taken.append(name if name not in taken else next(other for other in numbered if other not in taken))
    return tuple(taken)


def check_query(connection: duckdb.DuckDBPyConnection, sql: str, names: Collection[str]) -> None:
    """Raise QueryRefused where a query is not one SELECT of the tables, functions and macros that it may use."""
    if len(sql) > MAX_CHARACTERS:
        raise QueryRefused(f"the query has {len(sql):,} characters; expected at most {MAX_CHARACTERS:,}")
    try:
        sql.encode()
        count = len(connection.extract_statements(sql))
        (serialized,) = connection.execute("select json_serialize_sql($1::varchar)", [sql]).fetchall()[0]
        tree = msgspec.json.decode(serialized)
    except UnicodeEncodeError:
        raise QueryRefused("the query is not UTF-8; expected text in UTF-8") from None
    except (RecursionError, msgspec.DecodeError):
        raise QueryRefused("the query is nested too deeply; expected a simpler one") from None
    if count != 1 or tree["error"]:
        found = f", found {count} statements" if count != 1 else "; the data can only be read"
        raise QueryRefused(f"expected one SELECT{found}")
    parts = list(_walk_tree(tree))
    views = {name for (name,) in connection.execute("select view_name from duckdb_views() where internal").fetchall()}
    # A name that a query gives to a part of itself may hide no view of DuckDB's: it holds only inside that WITH.
    own = {each["key"].casefold() for part in parts for each in part.get("cte_map", {}).get("map", ())} - views
    for part in parts:
        _check_part(part, {*names}, own)


def _walk_tree(tree: Any) -> Iterator[dict[str, Any]]:
    """Every mapping of a syntax tree, at any depth."""
    waiting = [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _check_part(part: dict[str, Any], names: Collection[str], own: Collection[str]) -> None:
    """Raise QueryRefused for a table, a function to read from, or a function of values that is not for queries."""
    match part:
        case {"type": "BASE_TABLE"}:
            elsewhere = part.get("catalog_name") or part.get("schema_name") not in ("", None, "main")
            if elsewhere or part["table_name"].casefold() not in {*names, *own}:
                raise QueryRefused(f"unknown table “{part['table_name']}”; icb-tui sql --tables lists the tables")
        case {"type": "TABLE_FUNCTION"}:
            name = part["function"]["function_name"].casefold()
            if name not in {*names, *TABLE_FUNCTIONS}:
                raise QueryRefused(f"“{name}” cannot be read from; icb-tui sql --tables lists the tables")
        case {"type": "SHOW_REF"} if part.get("table_name") or not part.get("query"):
            raise QueryRefused("SHOW is not allowed; use icb-tui sql --tables, or DESCRIBE with a table")
        case {"function_name": str(name)} if _REFUSED_FUNCTIONS.fullmatch(name.casefold()):
            raise QueryRefused(f"the function {name.casefold()} is not allowed; expected one that reads only the data")


_ERROR_LOCATION = re.compile(r"\n\s*(LINE \d+: .*)\n(\s*\^+)\s*$", re.DOTALL)


def _explain_error(error: duckdb.Error) -> QueryRefused:
    """What DuckDB says is wrong, on one line, without its heading and its advice on settings."""
    text = re.sub(r"^[\w ]*Error: ", "", str(error))
    place = _ERROR_LOCATION.search(text)
    text = re.split(r'Possible solutions|Use "SET', text[: place.start()] if place else text)[0]
    return QueryRefused(" ".join(text.split()), *(place.groups() if place else ()))
