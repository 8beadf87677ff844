"""The files of a prepared store: a database, the answers that need none, and the facts.

The facts are all that the first screen needs.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from icb_tui.data_files.files import open_at_once
from icb_tui.data_files.snapshot import FileContents
from icb_tui.domain.dataset import Dataset
from icb_tui.store.answer_file import AnswerFile, Block, write_answers
from icb_tui.store.cache_folder import ANSWERS, DATABASE, FACTS
from icb_tui.store.database import FirstAnswers, PreparedFile, hash_file
from icb_tui.user.digest_internals import blake2b
from icb_tui.user.ownership import is_private

DIGEST_BYTES = 16


class CachedFacts(Struct, frozen=True):
    """What stands beside the prepared database: all data but findings and values, and what the explorer asks first.

    `digest` and `size` are those of the database, `index` is that of the prepared answers.
    """

    data: Dataset
    first_answers: FirstAnswers
    digest: bytes
    size: int
    index: Block


def read_dataset(over: Sequence[Path], ascii_only: bool, contents: FileContents | None = None) -> Dataset:
    """Return the data of the files, or of these contents of theirs; raise DataError."""
    from icb_tui.data_files.loader import load_dataset

    data = load_dataset(over=over, contents=contents)
    if not ascii_only:
        return data
    from icb_tui.data_files.ascii_stand_ins import convert_to_ascii

    return convert_to_ascii(data)


PreparedData = tuple[Dataset, PreparedFile]
"""What a prepared store is made of: the data that it gives away, and the file that has the rest."""


def find_prepared_files(
    place: Path, read_again: Callable[[], Dataset], *, is_installed: bool = False
) -> PreparedData | None:
    """Return what is prepared in a folder, if it is whole and nobody else's.

    One that `is_installed` came with the program: it is trusted as the program is, whoever installed it, and stays.
    """
    try:
        facts = _read_facts(place, is_installed)
        if not facts or not (is_installed or is_private(place.lstat())):
            return None
        files = [((place / DATABASE).lstat(), facts.size), ((place / ANSWERS).lstat(), sum(facts.index))]
    except (OSError, msgspec.MsgspecError):
        return None
    if not all(stat.S_ISREG(file.st_mode) and file.st_size == size for file, size in files):
        return None
    if not (is_installed or all(is_private(file) for file, _ in files)):
        return None
    if not is_installed:
        with suppress(OSError):  # a disk that can only be read keeps what it has, used or not
            os.utime(place / FACTS)
    answers = AnswerFile(place / ANSWERS, facts.index)
    prepared = PreparedFile(place / DATABASE, facts.digest, facts.first_answers, read_again, answers, is_installed)
    return facts.data, prepared


def _read_facts(place: Path, is_installed: bool) -> CachedFacts | None:
    """The facts of a prepared store, if they are whole and nobody else's; raise OSError or MsgspecError."""
    with open_at_once(place / FACTS) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or not (is_installed or is_private(status)):
            return None
        digest, content = file.read(DIGEST_BYTES), file.read()
    whole = blake2b(content, digest_size=DIGEST_BYTES).digest() == digest
    return msgspec.msgpack.decode(content, type=CachedFacts) if whole else None


def write_prepared_files(
    data: Dataset, folder: Path, read_again: Callable[[], Dataset], finish: Callable[[Path], None] | None = None
) -> None:
    """Write the database of a store, its answers, and its facts, into a folder; raise OSError.

    `finish` is given the database when it is filled, and may change it once more.
    """
    from icb_tui.store.answer_preparation import list_prepared_answers
    from icb_tui.store.store import Store
    from icb_tui.store.tables import raise_os_error, write_database

    database, prepared, facts = folder / DATABASE, folder / ANSWERS, folder / FACTS
    write_database(data, database)
    if finish:
        finish(database)
    digest = hash_file(database)
    filled = Store(data, PreparedFile(database, digest, None, read_again))
    with raise_os_error():
        answers = filled.list_first_answers()
        index = write_answers(prepared, list_prepared_answers(filled))
        filled.close()
    known = CachedFacts(_reduce_data(data), answers, digest, database.stat().st_size, index)
    content = msgspec.msgpack.encode(known)
    facts.write_bytes(blake2b(content, digest_size=DIGEST_BYTES).digest() + content)
    for path in (database, prepared, facts):
        path.chmod(0o600)


def _reduce_data(data: Dataset) -> Dataset:
    """The data without findings and values, which grow: the database and the answers have them."""
    origins = {section: value for section, value in data.origins.items() if section != "findings"}
    indicators = tuple(replace(each, values={period: {} for period in each.values}) for each in data.indicators)
    return replace(data, findings=(), indicators=indicators, origins=origins)
