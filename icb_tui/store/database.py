"""The DuckDB database of a dataset: opened, or filled, when the first question needs it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from msgspec import Struct

from icb_tui.data_files.files import open_at_once
from icb_tui.data_files.problems import DataChanged
from icb_tui.domain.answers import Cell
from icb_tui.domain.dataset import Dataset
from icb_tui.store.answer_file import AnswerFile
from icb_tui.store.queries import FINDINGS_BY_YEAR
from icb_tui.user.digest_internals import blake2b

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Answer = TypeVar("Answer")

MAX_QUESTIONS = 200
"""How many questions a prepared file answers before it is opened anew, in some 20 ms.

DuckDB keeps a note of 200 bytes for each block of memory that a question used, and looks through its notes only once
there are tens of thousands (`duckdb_eviction_queues()`): a session of days would hold 45 MiB of them.
"""


class YearAnswers(Struct, frozen=True):
    """Every cell of a year, or of all years, and the evidence types with a finding on each board in it."""

    cells: list[Cell]
    evidence_types: dict[str, list[str]]


class FirstAnswers(Struct, frozen=True):
    """What the explorer asks first, answered beforehand: the answers of a year.

    `finding_counts` is how many findings there are by board, aim and year, in all years.
    """

    year: str
    of_year: YearAnswers
    finding_counts: list[tuple[str, str, str, int]]


class PreparedFile(NamedTuple):
    """A database file, and the answers known beforehand; `read_again` reads the data files, should it be broken.

    `digest` is what `hash_file` gave when it was written. `answers` are those that are read when they are asked for.
    One that `is_installed` came with the program, and stays.
    """

    path: Path
    digest: bytes
    first_answers: FirstAnswers | None
    read_again: Callable[[], Dataset]
    answers: AnswerFile | None = None
    is_installed: bool = False


def hash_file(path: Path) -> bytes:
    """Return 16 bytes that change with any change of a file; raise OSError."""
    import hashlib

    with open_at_once(path) as file:
        return hashlib.file_digest(file, partial(blake2b, digest_size=16)).digest()


class Database:
    """The data, and the database that is filled with them: a prepared file, or one in memory.

    The two always belong together: where the prepared file is gone and the data files were changed meanwhile, nothing
    is opened, and `DataChanged` is raised.
    """

    def __init__(self, data: Dataset, prepared: PreparedFile | None = None) -> None:
        self.data, self.prepared = data, prepared
        self._lock = Lock()
        self._answers = prepared.answers if prepared else None
        self._is_in_memory = False
        self._asked = 0
        self._connection: DuckDBPyConnection | None = None

    def connect(self) -> DuckDBPyConnection:
        """Return the one connection, opened by whoever needs it first; raise DataError where that cannot be done."""
        with self._lock:
            if self._connection is None:
                self._connection, self._asked = self._open_prepared() or self._fill_in_memory(), 0
        return self._connection

    def query(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a statement; a parameter is `$name` in it."""
        return self.ask(lambda connection: connection.execute(sql, parameters).fetchall())

    def ask(self, question: Callable[[DuckDBPyConnection], Answer]) -> Answer:
        """Return what a function answers from the connection; where the prepared file is broken, it is asked again.

        The second answer comes from the data files. Raises DataError where they cannot be read, or have changed.
        """
        self._close_worn_out()
        try:
            return question(self.connect())
        except Exception:
            if not self._discard_broken():
                raise
        self.close()
        return question(self.connect())

    def ask_apart(self, question: Callable[[DuckDBPyConnection], Answer]) -> Answer:
        """Return the same from a connection of its own, which is closed afterwards."""

        def ask(connection: DuckDBPyConnection) -> Answer:
            with connection.cursor() as apart:
                return question(apart)

        return self.ask(ask)

    def _close_worn_out(self) -> None:
        """Close the connection that has answered enough questions, if the prepared file can be opened anew."""
        self._asked += 1
        path = self.prepared.path if self.prepared and not self._is_in_memory else None
        if path and self._asked > MAX_QUESTIONS and os.access(path, os.R_OK):
            self.close()

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        with self._lock:
            if self._connection:
                self._connection.close()
            self._connection = None

    def read_answers(self, keys: Iterable[str]) -> list[bytes] | None:
        """Return the prepared answers of those keys that have one; None where none are prepared, or they are broken."""
        if self._answers is None:
            return None
        try:
            return self._answers.read_answers(keys)
        except OSError:
            self._remove_broken(self._answers.path)
            self._answers = None
            return None

    def list_finding_counts(self, kinds: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        """Return board, aim, year and the number of findings of these evidence types, of all where none is given."""
        return self.query(FINDINGS_BY_YEAR, kinds=list(kinds))

    def count_findings(self, kinds: Sequence[str]) -> dict[tuple[str, str], dict[str, int]]:
        """Return the same by board and aim."""
        is_all = not kinds or len(kinds) == len(self.data.kind)
        known = self.prepared.first_answers if self.prepared and is_all else None
        rows = known.finding_counts if known else self.list_finding_counts(kinds)
        return {key: {row[2]: row[3] for row in of_cell} for key, of_cell in groupby(rows, itemgetter(0, 1))}

    def _open_prepared(self) -> DuckDBPyConnection | None:
        """The prepared file, which nobody can change; None where there is none, or where it is broken."""
        if self.prepared is None or self._is_in_memory:
            return None
        from icb_tui.store.duckdb_internals import duckdb
        from icb_tui.store.tables import DUCKDB_SETTINGS, LOCK_STATEMENTS

        try:
            connection = duckdb.connect(str(self.prepared.path), read_only=True, config=DUCKDB_SETTINGS)
            connection.execute(LOCK_STATEMENTS)
        except duckdb.Error:
            self._discard_broken()
            return None
        return connection

    def _discard_broken(self) -> bool:
        """Answer from memory from now on if the prepared file is broken, which the next start then prepares anew."""
        if self.prepared is None or self._is_in_memory or not _is_changed(self.prepared):
            return False
        self._is_in_memory = True
        self._remove_broken(self.prepared.path)
        return True

    def _remove_broken(self, path: Path) -> None:
        """Remove a file that is broken, so that the next start prepares it anew; what came with the program stays."""
        if self.prepared and not self.prepared.is_installed:
            with suppress(OSError):
                path.unlink()

    def _fill_in_memory(self) -> DuckDBPyConnection:
        """A database in memory, filled with the same data."""
        from icb_tui.store.tables import open_in_memory

        data = self.prepared.read_again() if self.prepared else self.data
        if data.fingerprint != self.data.fingerprint:
            raise DataChanged
        return open_in_memory(data)


def _is_changed(prepared: PreparedFile) -> bool:
    """Whether a prepared file is no longer what was written: a disk may change a bit of it.

    Only what fails asks this. DuckDB has a checksum on each block, so whatever it answers from the file is right.
    """
    try:
        return hash_file(prepared.path) != prepared.digest
    except FileNotFoundError:  # deleted, and still whole for whoever has it open
        return False
    except OSError:
        return True
