"""Queries for `icb-tui sql`, each answered in a process of its own and held to its clock, memory and format."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from fuzz.hostile import harm
from icb_tui.cli.commands.sql import GRACE, LARGEST
from icb_tui.data_files import loader
from icb_tui.domain.errors import MOST_CHARACTERS
from icb_tui.output.formats import FORMATS
from icb_tui.store.database import PreparedFile, hash_file
from icb_tui.store.store import Store
from icb_tui.store.tables import write_database
from icb_tui.store.user_sql.table_docs import TABLE_DOCS

SECONDS = 0.5
"""The clock of a query: most end long before."""

BUSY = 5
"""The seconds more that a process may take to start and to end, on a machine that is busy with other things."""

VALUES = (
    """
repeat('x', 1000000) ; repeat('é…', 100000) ; case when range = 0 then repeat('x', 1000000) else 'x' end ; uuid()
chr(27) || '[31m=' ; repeat('&<|', 9000) ; [range, null] ; list(range) over () ; {'a': range, 'b': [repeat('x', 900)]}
map {'key': 'ab', range::varchar: '1'} ; range / 3 ; -1.5 ; 'nan'::double ; 2::hugeint ** 100 ; range::decimal(18, 3)
date '2026-04-01' ; now() ; interval (range) month ; to_json({'a': 1e300}) ; '[1e999]'::json ; 'a'::variant ; 'x'::blob
repeat('[', 5000) || repeat(']', 5000) ; (repeat('[', 900) || repeat(']', 900))::json ; '101'::bit ; null ; 'a' || range
struct_pack() ; union_value(a := interval 1 month) ; array_value(1, 2) ; time '10:00:00' ; repeat(chr(769), 9000)
string_agg(repeat('x', 1000), '') over () ; levenshtein(repeat('a', 99999), repeat('b', 99999)) ; printf('%10000d', 1)
""".strip()
    .replace("\n", " ; ")
    .split(" ; ")
)

SOURCES = [
    *(
        "range(3)",
        "range(0)",
        "range(4000)",
        "range(100000)",
        "range(1000000000)",
        "range(9), finding",
        "range(9), icb",
    ),
    *("range(2000), range(2000) b(other)", "range(30) order by 1 desc", "range(30) group by all", "range(30) limit 2"),
]


@cache
def make_seeds() -> list[str]:
    """Return queries, each behind a sign for its format: those of the documentation, and values from sources."""
    named = product(VALUES, VALUES, SOURCES)
    made = [f'select {one} as "a", {other} b from {source}' for one, other, source in named]
    asked = [*made, *(doc.example for doc in TABLE_DOCS.values())]
    return [f"{place % len(FORMATS)}{query}" for place, query in enumerate(asked)]


class Ended(NamedTuple):
    """How a process ended: its exit code, its seconds, the most memory that it had, and what it wrote."""

    code: int
    seconds: float
    most_bytes: int
    stdout: bytes
    stderr: str


def answer_apart(style: str, query: str) -> Ended:
    """Answer a query as the command does, in a process of its own."""
    prepare()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # that other threads run, of whom the child has none
            child = os.fork()
        if not child:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            _answer(style, query)
        _, status, used = os.wait4(child, 0)
        seconds = time.monotonic() - start
        out.seek(0), err.seek(0)
        code = os.waitstatus_to_exitcode(status)
        return Ended(code, seconds, used.ru_maxrss * 1024, out.read(), err.read().decode("utf-8", "replace"))


def _answer(style: str, query: str) -> None:
    """Be the command, and end."""
    from icb_tui.cli.exit_codes import run_command
    from icb_tui.cli.main import run_command_line

    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    sys.argv = ["icb-tui", "sql", f"--format={style}", f"--seconds={SECONDS}", "--limit=0", "--", query]
    code = 70
    try:
        with mock.patch("icb_tui.cli.commands.sql.open_store", return_value=open_prepared()):
            code = run_command(run_command_line)
            sys.stdout.flush()
    finally:
        os._exit(code)


@cache
def prepare() -> tempfile.TemporaryDirectory[str]:
    """Write the bundled data into a database file, once: no connection may be open when a process divides."""
    folder = tempfile.TemporaryDirectory(prefix="icb-tui-fuzz-")
    write_database(read_data(), Path(folder.name) / "data.duckdb")
    return folder


def open_prepared() -> Store:
    """The store of the bundled data."""
    database = Path(prepare().name) / "data.duckdb"
    return Store(read_data(), PreparedFile(database, hash_file(database), None, read_data))


read_data = cache(loader.load_dataset)


def find_fault(style: str, ended: Ended) -> str:
    """What is wrong with an answer or a refusal; empty where nothing is."""
    if ended.code not in (0, 1, 2) or harm(ended.stderr):
        return f"it ended with {ended.code} and said {ended.stderr!a}"
    if ended.seconds > SECONDS + GRACE + BUSY or ended.most_bytes > LARGEST:
        return f"it took {ended.seconds:.1f} s and {ended.most_bytes >> 20} MB"
    if ended.code == 2:
        return f"refused, it printed {ended.stdout[:99]!a}" if ended.stdout else ""
    if len(ended.stdout) > 7 * MOST_CHARACTERS:
        return f"it printed {len(ended.stdout)} bytes"
    try:
        return READERS[style](ended.stdout)
    except (ValueError, csv.Error) as error:
        return f"it cannot be read back: {error}"


def _read_sheet(separator: str) -> Callable[[bytes], str]:
    def read(written: bytes) -> str:
        csv.field_size_limit(MOST_CHARACTERS)
        text = io.StringIO(written.decode(), newline="")
        widths = {len(row) for row in csv.reader(text, delimiter=separator, strict=True)}
        return "" if len(widths) == 1 else f"rows have {widths} cells"

    return read


def _read_lines(written: bytes) -> str:
    return "a terminal could obey it" if harm(written.decode()) else ""


def _read_json(written: bytes) -> str:
    return _read_lines(written) or ("" if isinstance(json.loads(written), list) else "no array")


def _read_json_lines(written: bytes) -> str:
    return _read_lines(written) or ("" if all(json.loads(line) for line in written.splitlines()) else "no object")


def _read_frame(start: bytes, end: bytes) -> Callable[[bytes], str]:
    return lambda written: "" if written.startswith(start) and written.endswith(end) else "it is not whole"


READERS: dict[str, Callable[[bytes], str]] = {
    "text": _read_lines,
    "markdown": _read_lines,
    "csv": _read_sheet(","),
    "tsv": _read_sheet("\t"),
    "json": _read_json,
    "jsonl": _read_json_lines,
    "html": _read_frame(b"<!doctype html>", b"</html>\n"),
    "parquet": _read_frame(b"PAR1", b"PAR1"),
}
