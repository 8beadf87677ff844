"""Prepared stores: what was read, checked and filled once is opened again, as long as no file has changed.

They lie in the user's cache folder, under a name made from the content of the files. Nothing there is trusted that
another user could have written, and whatever is not whole is made anew.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from icb_tui import __version__
from icb_tui.data_files.files import open_at_once
from icb_tui.data_files.problems import FileError
from icb_tui.data_files.snapshot import FileContents, Snapshot
from icb_tui.domain.dataset import Dataset
from icb_tui.store.answer_file import AnswerFile, Block, write_answers
from icb_tui.store.cache_folder import (
    ANSWERS,
    DATABASE,
    FACTS,
    find_usable_folder,
    is_private,
    make_store_folder,
    remove_old_stores,
)
from icb_tui.store.database import FirstAnswers, PreparedFile, hash_file
from icb_tui.store.store import Store

DIGEST_BYTES = 16

FOLDERS = ("text", "domain", "analysis", "filters", "data_files", "store")
"""The folders of the package whose modules decide what is stored: they read the data, fill the tables and ask first."""

LIBRARIES = ("duckdb", "msgspec", "yaml")
"""The libraries that do."""


class CachedFacts(Struct, frozen=True):
    """What stands beside the prepared database: all data but the findings, and what the explorer asks first.

    `digest` and `size` are those of the database, `index` is that of the prepared answers.
    """

    data: Dataset
    first_answers: FirstAnswers
    digest: bytes
    size: int
    index: Block


def open_cached_store(over: Sequence[Path] = (), *, ascii_only: bool = False) -> Store:
    """Return the store of the bundled data with these folders laid over; raise DataError with all that is wrong."""
    wanted = _WantedStore(over, ascii_only)
    return wanted.open_prepared() or wanted.prepare()


def load_cached_dataset(over: Sequence[Path] = ()) -> Dataset:
    """Return the data, without its findings where it is prepared; never waits for a database. Raises DataError."""
    prepared = _WantedStore(over, False).open_prepared()
    return prepared.data if prepared else _read_dataset(over, False)


def _read_dataset(over: Sequence[Path], ascii_only: bool, contents: FileContents | None = None) -> Dataset:
    """The data of the files, or of these contents of theirs; raise DataError."""
    from icb_tui.data_files.loader import load_dataset

    data = load_dataset(over=over, contents=contents)
    if not ascii_only:
        return data
    from icb_tui.data_files.ascii_stand_ins import convert_to_ascii

    return convert_to_ascii(data)


class _WantedStore:
    """A store that is asked for: the files that it is made of, and the place where it is prepared (None: nowhere)."""

    def __init__(self, over: Sequence[Path], ascii_only: bool) -> None:
        self._over, self._ascii_only = over, ascii_only
        self._read_again = partial(_read_dataset, over, ascii_only)
        self._snapshot: Snapshot | None = None
        self._place: Path | None = None
        if folder := find_usable_folder():
            with suppress(OSError, RuntimeError, FileError):  # which the loader explains
                self._snapshot = Snapshot(over)
                self._place = folder / self._make_name(self._snapshot)

    def _make_name(self, snapshot: Snapshot) -> str:
        """The name of a prepared store: another for anything else that it depends on."""
        digest = hashlib.blake2b(b"ascii" if self._ascii_only else b"", digest_size=DIGEST_BYTES)
        for part in (*_list_code_identities(), *_list_folder_names(self._over), *snapshot.list_identities()):
            digest.update(b"%d " % len(part) + part)
        return digest.hexdigest()

    def open_prepared(self) -> Store | None:
        """The store, if it is prepared, whole, and nobody else's."""
        return _open_prepared(self._place, self._read_again) if self._place else None

    def prepare(self) -> Store:
        """Read the data, and prepare it for this time and the next if the cache takes it; raise DataError."""
        data = _read_dataset(self._over, self._ascii_only, self._snapshot.contents if self._snapshot else None)
        if self._place and self._snapshot and self._snapshot.is_settled():
            return _write_prepared(data, self._place, self._read_again) or Store(data)
        return Store(data)


def _list_code_identities() -> Iterator[bytes]:
    """What tells the program, its Python and its libraries from others that might store something else."""
    yield f"{__version__} {sys.version}".encode()
    package = Path(__file__).parent.parent
    for folder in FOLDERS:
        with os.scandir(package / folder) as entries:
            modules = [entry for entry in entries if entry.name.endswith((".py", ".sql"))]
        yield from sorted(_identify_module(module.path, module.stat()) for module in modules)
    for library in LIBRARIES:
        found = importlib.util.find_spec(library)
        yield _identify_module(found.origin, os.stat(found.origin)) if found and found.origin else b""


def _identify_module(path: str, status: os.stat_result) -> bytes:
    """What tells a module that is not read; not its number on the disk, which a copy of the disk may not have."""
    return os.fsencode(path) + f" {status.st_size} {status.st_mtime_ns}".encode()


def _list_folder_names(over: Sequence[Path]) -> Iterator[bytes]:
    """The folders laid over, as they are given and where their links lead: records keep the name of theirs."""
    for own in over:
        yield os.fsencode(own.absolute())
        yield os.fsencode(os.path.realpath(own))


def _open_prepared(place: Path, read_again: Callable[[], Dataset]) -> Store | None:
    """The store that is prepared there, if it is whole and nobody else's."""
    try:
        facts = _read_facts(place)
        if not facts or not is_private(place.lstat()):
            return None
        files = [((place / DATABASE).lstat(), facts.size), ((place / ANSWERS).lstat(), sum(facts.index))]
    except (OSError, msgspec.MsgspecError):
        return None
    if not all(stat.S_ISREG(file.st_mode) and is_private(file) and file.st_size == size for file, size in files):
        return None
    with suppress(OSError):  # a disk that can only be read keeps what it has, used or not
        os.utime(place / FACTS)
    answers = AnswerFile(place / ANSWERS, facts.index)
    return Store(facts.data, PreparedFile(place / DATABASE, facts.digest, facts.first_answers, read_again, answers))


def _read_facts(place: Path) -> CachedFacts | None:
    """The facts of a prepared store, if they are whole and nobody else's; raise OSError or MsgspecError."""
    with open_at_once(place / FACTS) as file:
        status = os.fstat(file.fileno())
        if not (stat.S_ISREG(status.st_mode) and is_private(status)):
            return None
        digest, content = file.read(DIGEST_BYTES), file.read()
    whole = hashlib.blake2b(content, digest_size=DIGEST_BYTES).digest() == digest
    return msgspec.msgpack.decode(content, type=CachedFacts) if whole else None


def _write_prepared(data: Dataset, place: Path, read_again: Callable[[], Dataset]) -> Store | None:
    """Prepare a store: a database and its facts, both whole before they have their place; None if it can't be."""
    try:
        with make_store_folder(place.parent) as making:
            ready = making / "store"
            ready.mkdir(mode=0o700)
            _write_files(data, ready, read_again)
            store = _put_in_place(ready, place, making, read_again)
            remove_old_stores(place.parent, making)
            return store
    except (OSError, msgspec.MsgspecError):
        return None


def _write_files(data: Dataset, folder: Path, read_again: Callable[[], Dataset]) -> None:
    """Write the database of a store, its prepared answers, and its facts."""
    from icb_tui.store.answer_preparation import list_prepared_answers
    from icb_tui.store.tables import raise_os_error, write_database

    database, prepared, facts = folder / DATABASE, folder / ANSWERS, folder / FACTS
    write_database(data, database)
    digest = hash_file(database)
    filled = Store(data, PreparedFile(database, digest, None, read_again))
    with raise_os_error():
        answers = filled.list_first_answers()
        index = write_answers(prepared, list_prepared_answers(filled))
        filled.close()
    known = CachedFacts(_without_findings(data), answers, digest, database.stat().st_size, index)
    content = msgspec.msgpack.encode(known)
    facts.write_bytes(hashlib.blake2b(content, digest_size=DIGEST_BYTES).digest() + content)
    for path in (database, prepared, facts):
        path.chmod(0o600)


def _without_findings(data: Dataset) -> Dataset:
    """The data with nothing in it that grows with the findings: those stay in the database."""
    origins = {section: value for section, value in data.origins.items() if section != "findings"}
    return replace(data, findings=(), origins=origins)


def _put_in_place(ready: Path, place: Path, making: Path, read_again: Callable[[], Dataset]) -> Store | None:
    """Give a store its name, in place of a broken one; where another session was faster, take what that has made."""
    with suppress(OSError):
        ready.rename(place)
    if store := _open_prepared(place, read_again):
        return store
    place.rename(making / "broken")
    ready.rename(place)
    return _open_prepared(place, read_again)
