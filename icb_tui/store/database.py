"""The DuckDB database of a dataset: opened, or filled, when the first question needs it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from icb_tui.data_files.problems import DataChanged
from icb_tui.domain.answers import Cell
from icb_tui.domain.dataset import Dataset
from icb_tui.store.queries import FINDINGS_BY_YEAR

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class FirstAnswers(Struct, frozen=True):
    """What the explorer asks first, answered beforehand: every cell of a year, and the evidence types of each board.

    `finding_counts` is how many findings there are by board, aim and year, in all years.
    """

    year: str
    cells: list[Cell]
    evidence_types: dict[str, frozenset[str]]
    finding_counts: list[tuple[str, str, str, int]]


class PreparedFile(NamedTuple):
    """A database file, and the answers known beforehand; `read_again` reads the data files, should it be broken."""

    path: Path
    first_answers: FirstAnswers | None
    read_again: Callable[[], Dataset]


class Database:
    """The data, and the database that is filled with them: a prepared file, or one in memory.

    The two always belong together: where the prepared file is gone and the data files were changed meanwhile, nothing
    is opened, and `DataChanged` is raised.
    """

    def __init__(self, data: Dataset, prepared: PreparedFile | None = None) -> None:
        self.data, self.prepared = data, prepared
        self._lock = Lock()
        self._connection: DuckDBPyConnection | None = None

    def connect(self) -> DuckDBPyConnection:
        """Return the one connection, opened by whoever needs it first; raise DataError where that cannot be done."""
        with self._lock:
            if self._connection is None:
                self._connection = self._open_prepared() or self._fill_in_memory()
        return self._connection

    def query(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a statement; a parameter is `$name` in it."""
        return self.connect().execute(sql, parameters).fetchall()

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        with self._lock:
            if self._connection:
                self._connection.close()
            self._connection = None

    def list_known_answers(self, year: str) -> FirstAnswers | None:
        """Return the answers that are known beforehand for a year, if any are."""
        known = self.prepared.first_answers if self.prepared else None
        return known if known and known.year == year else None

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
        if self.prepared is None:
            return None
        import duckdb

        from icb_tui.store.tables import DUCKDB_SETTINGS, LOCK_STATEMENTS

        try:
            connection = duckdb.connect(str(self.prepared.path), read_only=True, config=DUCKDB_SETTINGS)
        except duckdb.Error:
            with suppress(OSError):
                self.prepared.path.unlink()
            return None
        connection.execute(LOCK_STATEMENTS)
        return connection

    def _fill_in_memory(self) -> DuckDBPyConnection:
        """A database in memory, filled with the same data."""
        from icb_tui.store.tables import open_in_memory

        data = self.prepared.read_again() if self.prepared else self.data
        if data.fingerprint != self.data.fingerprint:
            raise DataChanged
        return open_in_memory(data)
