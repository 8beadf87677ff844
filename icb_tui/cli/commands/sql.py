"""The command that answers a query in SQL, and what ends one that nothing else can stop."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from icb_tui.cli.arguments import exit_on_user_error, open_store, print_note
from icb_tui.cli.exit_codes import NOTHING_MATCHED, USAGE, CommandExit
from icb_tui.cli.options import (
    OuterOptions,
    data_option,
    format_option,
    print_output,
    print_table,
    terminal_width,
    write_for_output,
)

LARGEST = 3 << 30
"""The bytes of address space that a query may add to the program's: a single value escapes DuckDB's own limit."""

GRACE = 1.0
"""The seconds that may pass after a query was interrupted: DuckDB does not look up inside a single function, and what
came of it is still to be made text."""


@click.command(
    help="""Answer a query in SQL, which can only read the data.

    The query is in DuckDB's SQL, and is an argument or comes from standard input.

    For example: icb-tui sql "select icb, rating from matrix where year = '2023/24' and aim = 'inequalities'"

    The option --tables lists the tables, and --tables finding lists the columns of the table finding.
    """
)
@click.argument("text", required=False, metavar="[SELECT|-]")
@click.option(
    "--tables", is_flag=False, flag_value="", metavar="[TABLE]", help="List the tables, or the columns of one."
)
@click.option(
    "--seconds",
    type=click.FloatRange(0, 3600, min_open=True),
    default=10,
    show_default=True,
    help="Stop the query after this time.",
)
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=100_000,
    show_default=True,
    help="Print at most this many rows. 0 means all.",
)
@data_option
@format_option
@click.pass_obj
def sql(
    outer: OuterOptions,
    /,
    text: str | None,
    tables: str | None,
    seconds: float,
    limit: int,
    data: tuple[Path, ...],
    style: str,
) -> None:
    from icb_tui.domain.phrases import format_count
    from icb_tui.output.sql_tables import make_result_table

    if tables is not None or (text is None and sys.stdin.isatty()):
        list_tables(tables or "", data or outer["data"], style)
        return
    query = _read_query() if text in (None, "-") else text or ""
    store = open_store(data or outer["data"])
    with exit_on_user_error("sql"), limit_resources(seconds + GRACE):
        answer = store.run_user_query(query, seconds=seconds, limit=limit)
        output = write_for_output(style, make_result_table(answer, terminal_width(style)))
    print_output(style, output)
    more = f"; there are more: use --limit {limit * 10}, or --limit 0 for all" if answer.truncated else ""
    print_note(f"{format_count(len(answer.rows), 'row')}{more}")
    if not answer.rows:
        raise CommandExit(NOTHING_MATCHED)


def list_tables(name: str, data: tuple[Path, ...], style: str) -> None:
    """Print the tables, or the columns of one; raise CommandExit where there is no such table."""
    from icb_tui.output.sql_tables import make_column_table, make_relation_table
    from icb_tui.store.user_sql.table_docs import TABLE_DOCS

    if not name:
        print_table(style, make_relation_table(terminal_width(style)))
        return
    if name not in TABLE_DOCS:
        raise CommandExit(
            USAGE, f"icb-tui: sql: --tables: unknown table “{name}”; expected one of {', '.join(TABLE_DOCS)}"
        )
    print_table(style, make_column_table(open_store(data), name, terminal_width(style)))


def _read_query() -> str:
    """The query on standard input, no longer than one may be and a little, so that it is refused for its length."""
    from icb_tui.store.user_sql.sql_guard import MAX_CHARACTERS

    try:
        return sys.stdin.read(MAX_CHARACTERS + 1)
    except UnicodeDecodeError:
        raise CommandExit(USAGE, "icb-tui: sql: standard input is not UTF-8; save the query as UTF-8") from None


@contextmanager
def limit_resources(seconds: float) -> Iterator[None]:
    """Hold what runs within an amount of memory, and leave the program if it has not ended after some seconds.

    Raise QueryRefused where there is no memory left, or no room for what is nested any deeper.
    """
    from icb_tui.store.user_sql.sql_guard import OUT_OF_MEMORY, TOO_DEEP, QueryRefused

    # The thread first: Python waits for ever for one that has no memory to begin.
    ending = threading.Timer(seconds, _exit_process, [seconds - GRACE])
    ending.daemon = True
    ending.start()
    try:
        with _limit_memory():
            yield
    except MemoryError:
        raise QueryRefused(OUT_OF_MEMORY) from None
    except RecursionError:
        raise QueryRefused(TOO_DEEP) from None
    finally:
        ending.cancel()


@contextmanager
def _limit_memory() -> Iterator[None]:
    """Hold what runs within an amount of memory; only Linux tells how much is taken, and keeps this limit."""
    if sys.platform == "linux":
        import resource

        before = resource.getrlimit(resource.RLIMIT_AS)
        with suppress(OSError, ValueError):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
            resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + LARGEST, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, before)
    else:
        yield


def _exit_process(seconds: float) -> None:
    """End the process at once: the thread that would unwind is inside DuckDB and does not answer."""
    from icb_tui.store.user_sql.sql_guard import describe_timeout

    os.write(2, f"icb-tui: sql: {describe_timeout(seconds)}\n".encode())
    os._exit(USAGE)
