"""One database that is asked for days: what it holds of the questions that it has answered."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bundled_store import load_data
from msgspec.structs import replace

from icb_tui.domain.dataset import Dataset
from icb_tui.store.database import Database, PreparedFile, hash_file
from icb_tui.store.tables import write_database

QUESTION, ANSWER = "select count(distinct kind) from finding join icb on icb = code", [(2,)]
LARGE_QUESTION = "select count(distinct number::varchar) from range(1000000) as numbers(number)"
FEW = 20
"""After how many questions the prepared file is opened anew here."""
PATIENCE = 30
"""Seconds within which memory must be given back: one is enough on a machine that has nothing else to do."""
NOTES = "select sum(total_insertions)::bigint from duckdb_eviction_queues()"


@dataclass
class Reread:
    """Data files, and how often they were read again."""

    data: Dataset
    count: int = field(default=0)

    def __call__(self) -> Dataset:
        self.count += 1
        return self.data


@pytest.fixture(scope="module")
def files() -> Reread:
    return Reread(replace(load_data(), findings=load_data().findings[:40], indicators=()))


@pytest.fixture
def database(tmp_path: Path, files: Reread, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr("icb_tui.store.database.MAX_QUESTIONS", FEW)
    path = tmp_path / "store.duckdb"
    write_database(files.data, path)
    database = Database(files.data, PreparedFile(path, hash_file(path), None, files))
    yield database
    database.close()


def count_notes(database: Database) -> int:
    """How many blocks of memory DuckDB has noted since it was opened."""
    count: int = database.ask(lambda connection: connection.execute(NOTES).fetchall())[0][0]
    return count


def measure_memory() -> int:
    """How much memory this process holds beside the files that it maps, in KiB."""
    (found,) = re.findall(r"^Anonymous: +(\d+)", Path("/proc/self/smaps_rollup").read_text(), re.MULTILINE)
    return int(found)


def test_a_session_of_days_holds_the_notes_of_few_questions(database: Database) -> None:
    answers = [database.query(QUESTION) for _ in range(FEW - 1)]
    some = count_notes(database)
    answers += [database.query(QUESTION) for _ in range(2 * FEW)]
    assert some >= FEW and count_notes(database) <= some
    assert answers == [ANSWER] * len(answers)


def test_a_prepared_file_that_is_gone_is_kept_open_and_the_data_are_not_read_again(
    database: Database, files: Reread
) -> None:
    assert database.prepared and database.query(QUESTION) == ANSWER
    database.prepared.path.unlink()
    assert [database.query(QUESTION) for _ in range(FEW + 1)] == [ANSWER] * (FEW + 1)
    assert files.count == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory is held")
def test_what_a_question_took_is_given_back_while_nobody_asks(database: Database) -> None:
    before = measure_memory()
    database.query(LARGE_QUESTION)
    taken, end = measure_memory() - before, time.monotonic() + PATIENCE
    while measure_memory() - before > taken / 2 and time.monotonic() < end:
        time.sleep(0.02)
    assert measure_memory() - before < taken / 2
