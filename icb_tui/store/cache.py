"""Prepared stores: what was read, checked and filled once is opened again, as long as no file has changed.

They lie in the user's cache folder, under a name made from the content of the files. Nothing there is trusted that
another user could have written, and whatever is not whole is made anew.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import FILES
from icb_tui.store.database import FirstAnswers, PreparedFile
from icb_tui.store.store import Store
from icb_tui.user.paths import cache_folder

MAX_KEPT = 8
"""How many prepared stores are kept; the ones used longest ago go first."""

MAX_HASHED_BYTES = 4 * 1024 * 1024
"""A file of more bytes is known by its place, size and times, for reading it whole would take longer than opening."""

SETTLED_SECONDS = 2.0
"""For how many seconds a large file must have been left alone before its times are taken to tell its content."""


class CachedFacts(Struct, frozen=True):
    """What stands beside the prepared database: all data but the findings, and what the explorer asks first."""

    data: Dataset
    first_answers: FirstAnswers
    bytes: int


def open_cached_store(over: Sequence[Path] = (), *, ascii_only: bool = False) -> Store:
    """Return the store of the bundled data with these folders laid over; raise DataError with all that is wrong."""
    place = _cache_path(over, ascii_only)
    read_again = partial(_read_dataset, over, ascii_only)
    known = _read_cached(place, read_again) if place else None
    return known or _prepare_store(over, ascii_only, place)


def load_cached_dataset(over: Sequence[Path] = ()) -> Dataset:
    """Return the data, without its findings where it is prepared; never waits for a database. Raises DataError."""
    place = _cache_path(over, False)
    cached = _read_cached(place, partial(_read_dataset, over, False)) if place else None
    return cached.data if cached else _read_dataset(over, False)


def _read_dataset(over: Sequence[Path], ascii_only: bool) -> Dataset:
    from icb_tui.data_files.loader import load_dataset

    data = load_dataset(over=over)
    if not ascii_only:
        return data
    from icb_tui.data_files.ascii_stand_ins import convert_to_ascii

    return convert_to_ascii(data)


def _prepare_store(over: Sequence[Path], ascii_only: bool, place: Path | None) -> Store:
    """Read the data, and prepare it for this time and the next if the cache takes it.

    What was saved while it was read is not kept: it would stand under the name of the content before.
    """
    start_time = time.time()
    data = _read_dataset(over, ascii_only)
    settled = all(
        start_time - path.stat().st_mtime > SETTLED_SECONDS
        for path in _list_data_files(over)
        if path.stat().st_size > MAX_HASHED_BYTES
    )
    if place and settled and place == _cache_path(over, ascii_only):
        return _write_cached(data, place, partial(_read_dataset, over, ascii_only)) or Store(data)
    return Store(data)


def _cache_path(over: Sequence[Path], ascii_only: bool) -> Path | None:
    """The path (without its ending) of the prepared store of these files; None where no cache can be used."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_owned_by_user(folder.lstat()):
            return None
        str(folder).encode()  # DuckDB opens no file whose name is no UTF-8
        digest = hashlib.blake2b(b"ascii" if ascii_only else b"", digest_size=16)
        for part in _list_dependencies(over):
            digest.update(part + b"\0")
    except (OSError, RuntimeError, UnicodeEncodeError):
        return None
    return folder / digest.hexdigest()


def _list_dependencies(over: Sequence[Path]) -> Iterator[bytes]:
    """Everything that a prepared store depends on: the program, its libraries, the folders and their files."""
    package = Path(__file__).parent.parent
    for folder in ("text", "domain", "data_files", "store"):
        yield from map(
            _stat_identity, sorted(path for path in (package / folder).iterdir() if path.suffix in (".py", ".sql"))
        )
    for library in ("duckdb", "msgspec"):
        found = importlib.util.find_spec(library)
        yield _stat_identity(Path(found.origin)) if found and found.origin else b""
    for own in over:
        yield os.fsencode(own.absolute())
    for path in _list_data_files(over):
        yield os.fsencode(path.absolute())
        yield _stat_identity(path) if path.stat().st_size > MAX_HASHED_BYTES else path.read_bytes()


def _list_data_files(over: Sequence[Path]) -> list[Path]:
    return [folder / name for folder in (find_bundled_folder(), *over) for name in FILES if (folder / name).is_file()]


def _stat_identity(path: Path) -> bytes:
    """What tells a file that is not read: its place, and when it was last changed."""
    status = path.stat()
    return f"{path} {status.st_dev} {status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}".encode()


def _is_owned_by_user(status: os.stat_result) -> bool:
    """Whether nobody but this user can have written there."""
    if not hasattr(os, "geteuid"):  # where files have other owners than POSIX knows, the user's folder is the user's
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _read_cached(place: Path, read_again: Callable[[], Dataset]) -> Store | None:
    """The prepared store, if it is whole and nobody else's."""
    try:
        with place.with_suffix(".facts").open("rb") as file:
            if not _is_owned_by_user(os.fstat(file.fileno())):
                return None
            digest, content = file.read(16), file.read()
        database = place.with_suffix(".duckdb")
        status = database.lstat()
        whole = hashlib.blake2b(content, digest_size=16).digest() == digest
        facts = msgspec.msgpack.decode(content, type=CachedFacts) if whole else None
        if (
            not facts
            or not stat.S_ISREG(status.st_mode)
            or not _is_owned_by_user(status)
            or status.st_size != facts.bytes
        ):
            return None
        os.utime(place.with_suffix(".facts"))
    except (OSError, msgspec.MsgspecError):
        return None
    return Store(facts.data, PreparedFile(database, facts.first_answers, read_again))


def _without_findings(data: Dataset) -> Dataset:
    """The data with nothing in it that grows with the findings: those stay in the database."""
    origins = {section: value for section, value in data.origins.items() if section != "findings"}
    return replace(data, findings=(), origins=origins)


def _write_cached(data: Dataset, place: Path, read_again: Callable[[], Dataset]) -> Store | None:
    """Write a database and its facts, both whole before they have their names, the facts last; None if it can't be."""
    from icb_tui.store.tables import write_database

    try:
        with TemporaryDirectory(dir=place.parent, prefix=".making-") as making:
            database, facts = Path(making) / "store.duckdb", Path(making) / "facts"
            write_database(data, database)
            filled = Store(data, PreparedFile(database, None, read_again))
            known = CachedFacts(_without_findings(data), filled.list_first_answers(), database.stat().st_size)
            filled.close()
            content = msgspec.msgpack.encode(known)
            facts.write_bytes(hashlib.blake2b(content, digest_size=16).digest() + content)
            for path, ending in ((database, ".duckdb"), (facts, ".facts")):
                path.chmod(0o600)
                path.replace(place.with_suffix(ending))
        _delete_oldest(place.parent)
    except (OSError, msgspec.MsgspecError):
        return None
    return Store(known.data, PreparedFile(place.with_suffix(".duckdb"), known.first_answers, read_again))


def _delete_oldest(folder: Path) -> None:
    for old in sorted(folder.glob("*.facts"), key=lambda path: path.stat().st_mtime)[:-MAX_KEPT]:
        for path in (old, old.with_suffix(".duckdb")):
            path.unlink(missing_ok=True)
