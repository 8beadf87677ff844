"""A query in SQL from outside: what it may hold, how it is stopped, and what is wrong with it, in our words."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple, Protocol

import duckdb
import msgspec

MAX_CHARACTERS = 1_000_000
"""The most characters of a query."""

FETCHED_ROWS = 2_000
"""The rows that are fetched at once."""

TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest", "repeat", "json_each", "json_tree"})
"""The functions that a query may read from, beside the store's own macros: none of them leaves the database."""

_REFUSED_FUNCTIONS = re.compile(
    r"getenv|current_setting|getvariable|current_query.*|current_user|current_role|session_user|.*sleep.*|nextval|currval"
    r"|setval|setseed|write_log|json_(de)?serialize_.*|json_execute_.*|(pg|duckdb|pragma|inet|has|obj|shobj|col)_.*"
)
"""The functions of the value kind that ask of the process, its settings or its connections, or change what they are."""

_ALLOWED_FUNCTIONS = frozenset({"pg_typeof"})

_READING_NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})


class ColumnType(Protocol):
    """The type of a column, as DuckDB tells it."""

    @property
    def id(self) -> str: ...
    @property
    def children(self) -> Any: ...


class QueryResult(NamedTuple):
    """What a query gave; `more` says that it had more rows than were asked for."""

    columns: tuple[str, ...]
    types: tuple[ColumnType, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool


class QueryRefused(Exception):
    """A query that is not answered: why, in a sentence, and where: a line of it with a pointer below, or none."""

    def __init__(self, message: str, *place: str) -> None:
        super().__init__(message)
        self.place = place


def run_query(
    connection: duckdb.DuckDBPyConnection, sql: str, names: Collection[str], *, seconds: float, limit: int
) -> QueryResult:
    """Return the first `limit` rows (0: all) of one SELECT that reads only from `names`; raise Refused.

    The connection must be one of its own, on a database that is locked down: it is left in a read-only transaction.
    """
    clock = _QueryTimer(connection, seconds)
    try:
        check_query(connection, sql, names)
        connection.execute(_BEGIN_READ_ONLY)
        connection.execute(sql)
        columns, types = _describe_columns(connection, sql)
        rows = _fetch_rows(connection, clock, limit)
    except duckdb.InterruptException:
        raise (clock.refusal if clock.expired else KeyboardInterrupt) from None
    except duckdb.Error as error:
        raise _explain_error(error) from None
    except (MemoryError, OverflowError):
        raise QueryRefused(_OUT_OF_MEMORY) from None
    finally:
        clock.stop()
    more = bool(limit) and len(rows) > limit
    return QueryResult(columns, types, rows[:limit] if more else rows, more)


_BEGIN_READ_ONLY = "begin transaction read only"


def _describe_columns(
    connection: duckdb.DuckDBPyConnection, sql: str
) -> tuple[tuple[str, ...], tuple[ColumnType, ...]]:
    """The columns and their types, asked apart: only a relation tells them, only a query where it is wrong."""
    with connection.cursor() as apart:
        apart.execute(_BEGIN_READ_ONLY)
        asked = apart.sql(sql)
        columns, types = _number_repeats(asked.columns), tuple(asked.types)
    for column, kind in zip(columns, types, strict=True):
        if "TIME ZONE" in str(kind):
            raise QueryRefused(f"column “{column}” has a time zone; expected one without: write {column}::timestamp")
    return columns, types


def _fetch_rows(connection: duckdb.DuckDBPyConnection, clock: _QueryTimer, limit: int) -> list[tuple[Any, ...]]:
    """The rows, piece by piece: all, or one more than the limit."""
    rows: list[tuple[Any, ...]] = []
    while piece := connection.fetchmany(min(FETCHED_ROWS, limit + 1 - len(rows)) if limit else FETCHED_ROWS):
        rows += piece
        if clock.expired:
            raise clock.refusal
        if limit and len(rows) > limit:
            break
    return rows


def _number_repeats(names: list[str]) -> tuple[str, ...]:
    """The names of the columns, those that come again with a number."""
    taken: list[str] = []
    for name in names:
        numbered = (f"{name}_{n}" for n in range(2, len(names) + 2))
        taken.append(name if name not in taken else next(other for other in numbered if other not in taken))
    return tuple(taken)


class _QueryTimer:
    """Interrupts a connection when its time is over."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, seconds: float) -> None:
        self.seconds, self._end = seconds, time.monotonic() + seconds
        self._timer = threading.Timer(seconds, connection.interrupt)
        self._timer.daemon = True
        self._timer.start()

    @property
    def expired(self) -> bool:
        return time.monotonic() >= self._end

    @property
    def refusal(self) -> QueryRefused:
        return QueryRefused(describe_timeout(self.seconds))

    def stop(self) -> None:
        self._timer.cancel()


def describe_timeout(seconds: float) -> str:
    """What is said of a query whose time is over."""
    unit = "second" if seconds == 1 else "seconds"
    return f"stopped after {seconds:g} {unit}; ask for less, or give it longer with --seconds"


def check_query(connection: duckdb.DuckDBPyConnection, sql: str, names: Collection[str]) -> None:
    """Raise Refused where a query is anything but one SELECT of tables, functions and macros that it may use."""
    if len(sql) > MAX_CHARACTERS:
        raise QueryRefused(f"the query has {len(sql):,} characters; expected at most {MAX_CHARACTERS:,}")
    try:
        sql.encode()
    except UnicodeEncodeError:
        raise QueryRefused("the query is not UTF-8; expected text in UTF-8") from None
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        told = "there is no query" if not statements else f"there are {len(statements)} statements"
        raise QueryRefused(f"{told}; expected one SELECT")
    kind = statements[0].type.name
    if kind != "SELECT":
        what = "PIVOT without IN (…)" if kind == "MULTI" else kind.replace("_", " ")
        raise QueryRefused(f"{what} is not answered; expected a SELECT (the store can only be read)")
    row = connection.execute("select json_serialize_sql($1::varchar)", [sql]).fetchone()
    try:
        tree = msgspec.json.decode(str(row[0] if row else ""))
        parts = list(_walk_tree(tree))
    except (RecursionError, msgspec.DecodeError):
        raise QueryRefused("the query is nested too deeply; expected a simpler one") from None
    if tree.get("error") or len(tree["statements"]) != 1:
        raise QueryRefused("this is not answered; expected a SELECT (the store can only be read)")
    own = {
        key["key"].casefold() for part in parts if isinstance(part.get("cte_map"), dict) for key in _cte_entries(part)
    }
    own -= _system_views(connection) if own else set()
    for part in parts:
        _check_part(part, {name.casefold() for name in names}, own, sql)


def _cte_entries(part: dict[str, Any]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = part["cte_map"]["map"]
    return entries


def _system_views(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """DuckDB's own views, which no name that a query gives to a part of itself may hide: WITH reaches only so far."""
    return {name.casefold() for (name,) in connection.execute("select view_name from duckdb_views()").fetchall()}


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


def _check_part(part: dict[str, Any], names: Collection[str], own: Collection[str], sql: str) -> None:
    kind = part.get("type")
    if isinstance(kind, str) and kind.endswith("_NODE") and kind not in _READING_NODES:
        raise QueryRefused("a part of the query would change data; expected a SELECT (the store can only be read)")
    if kind == "BASE_TABLE":
        _check_table(part, names, own, sql)
    elif kind == "TABLE_FUNCTION":
        called = part["function"]
        name = str(called.get("function_name", "")).casefold()
        if name not in names and name not in TABLE_FUNCTIONS:
            where = _locate_part(sql, called)
            raise QueryRefused(
                f"“{name}” cannot be read from; expected a table (icb-tui sql --tables lists them)", *where
            )
    elif kind == "SHOW_REF" and (part.get("table_name") or not part.get("query")):
        raise QueryRefused("SHOW is not answered; icb-tui sql --tables lists the tables, DESCRIBE a table its columns")
    elif "function_name" in part:
        name = str(part["function_name"]).casefold()
        if _REFUSED_FUNCTIONS.fullmatch(name) and name not in _ALLOWED_FUNCTIONS:
            raise QueryRefused(
                f"the function {name} is not answered; expected one that reads only data", *_locate_part(sql, part)
            )


def _check_table(part: dict[str, Any], names: Collection[str], own: Collection[str], sql: str) -> None:
    name = str(part.get("table_name", "")).casefold()
    elsewhere = part.get("catalog_name") or part.get("schema_name") not in ("", None, "main")
    if elsewhere or (name not in names and name not in own):
        told = f"there is no table “{part.get('table_name')}”; icb-tui sql --tables lists them"
        raise QueryRefused(told, *_locate_part(sql, part))


def _locate_part(sql: str, part: dict[str, Any]) -> tuple[str, ...]:
    """The line of a query where a part of it begins, and a pointer to it."""
    start = part.get("query_location")
    if not isinstance(start, int) or start >= len(sql.encode()):
        return ()
    before = sql.encode()[:start].decode(errors="replace")
    line = sql.split("\n")[before.count("\n")]
    return _point_at_column(line, len(before.rpartition("\n")[2]), before.count("\n") + 1, sql.count("\n") > 0)


def _point_at_column(line: str, column: int, number: int, told: bool) -> tuple[str, ...]:
    """A line of a query, cut where it is long, and below it a pointer to a column."""
    start = max(0, column - 50)
    head = f"  line {number}: " if told else "  "
    shown = line[start : start + 70].replace("\t", " ")
    return f"{head}{shown}", " " * (len(head) + column - start) + "^"


_OUT_OF_MEMORY = "it needs more memory than a query may take; ask for less"

_ERROR_LOCATION = re.compile(r"\n\s*LINE (\d+): (.*)\n(\s*)(\^+)\s*$", re.DOTALL)

_REWORDINGS = (
    (r"Table with name (.+?) does not exist!", r"there is no table “\1”"),
    (r"(?:Scalar|Aggregate|Table)? ?Function with name (.+?) does not exist!", r"there is no function “\1”"),
    (r'Referenced column "(.+?)" (?:not found in FROM clause!|was not found.*)', r"there is no column “\1”"),
    (r'Table "(.+?)" does not have a column named "(.+?)"', r"“\1” has no column “\2”"),
    (r'Referenced table "(.+?)" not found!', r"there is no table “\1” in this query"),
    (r"syntax error at or near \"(.*)\"", r"“\1” was not expected there"),
    (r"syntax error at end of input", r"the query ends too early"),
    (r"Values were not provided for the following.*", r"a query takes no parameters; write the value into it"),
    (r"Max expression depth limit of (\d+).*", r"the query is nested more than \1 deep; expected a simpler one"),
)


def _explain_error(error: duckdb.Error) -> QueryRefused:
    """What DuckDB says is wrong, without its headings and its advice on settings."""
    if isinstance(error, duckdb.OutOfMemoryException):
        return QueryRefused(_OUT_OF_MEMORY)
    text = str(error)
    place: tuple[str, ...] = ()
    if at := _ERROR_LOCATION.search(text):
        text = text[: at.start()]
        place = _convert_pointer(at[1], at[2], at[3], at[4])
    said = re.sub(r"^[\w ]*Error: ", "", text).split("Possible solutions")[0]
    said = re.sub(r"\n\s*Did you mean (.*)", r"; did you mean \1", said)
    said = re.sub(r"\n\s*Candidate bindings:[ :]*(.*)", r"; there is \1", said)
    for theirs, ours in _REWORDINGS:
        said = re.sub(theirs, ours, said, count=1, flags=re.DOTALL if theirs.endswith(".*") else 0)
    return QueryRefused(" ".join(said.split()), *place)


def _convert_pointer(number: str, line: str, indent: str, carets: str) -> tuple[str, ...]:
    """DuckDB's line and pointer under our heading; its pointer counts the cells of “LINE n: ” too."""
    head = f"  line {number}: " if number != "1" else "  "
    column = len(indent) - len(f"LINE {number}: ")
    return f"{head}{line}", " " * (len(head) + max(column, 0)) + carets
