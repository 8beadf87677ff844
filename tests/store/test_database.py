"""One database that is asked for days: what it holds of the questions that it has answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bundled_store import load_data
from msgspec.structs import replace

from icb_tui.domain.dataset import Dataset
from icb_tui.store.database import MAX_QUESTIONS, Database, PreparedFile, hash_file
from icb_tui.store.tables import write_database

QUESTION, ANSWER = "select count(distinct kind) from finding join icb on icb = code", [(2,)]
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
def database(tmp_path: Path, files: Reread) -> Iterator[Database]:
    path = tmp_path / "store.duckdb"
    write_database(files.data, path)
    database = Database(files.data, PreparedFile(path, hash_file(path), None, files))
    yield database
    database.close()


def count_notes(database: Database) -> int:
    """How many blocks of memory DuckDB has noted since it was opened."""
    count: int = database.ask(lambda connection: connection.execute(NOTES).fetchall())[0][0]
    return count


def test_a_session_of_days_holds_the_notes_of_few_questions(database: Database) -> None:
    answers = [database.query(QUESTION) for _ in range(MAX_QUESTIONS - 1)]
    some = count_notes(database)
    answers += [database.query(QUESTION) for _ in range(2 * MAX_QUESTIONS)]
    assert some >= MAX_QUESTIONS and count_notes(database) <= some
    assert answers == [ANSWER] * len(answers)


def test_a_prepared_file_that_is_gone_is_kept_open_and_the_data_are_not_read_again(
    database: Database, files: Reread
) -> None:
    assert database.prepared and database.query(QUESTION) == ANSWER
    database.prepared.path.unlink()
    assert [database.query(QUESTION) for _ in range(MAX_QUESTIONS + 1)] == [ANSWER] * (MAX_QUESTIONS + 1)
    assert files.count == 0
