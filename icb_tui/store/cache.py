"""Prepared stores: what was read, checked and filled once is opened again, as long as no file has changed.

They lie in the user's cache folder, under a name made from the content of the files. Nothing there is trusted that
another user could have written, and whatever is not whole is made anew.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from icb_tui import __version__
from icb_tui.data_files.problems import FileError
from icb_tui.data_files.snapshot import Snapshot
from icb_tui.domain.dataset import Dataset
from icb_tui.store.cache_folder import find_usable_folder, make_store_folder, remove_old_stores
from icb_tui.store.database import PreparedFile
from icb_tui.store.installed_store import find_installed_place
from icb_tui.store.prepared_files import (
    DIGEST_BYTES,
    PreparedData,
    find_prepared_files,
    read_dataset,
    write_prepared_files,
)
from icb_tui.user.digest_internals import blake2b

if TYPE_CHECKING:
    from icb_tui.store.store import Store

FOLDERS = ("text", "domain", "analysis", "filters", "data_files", "user", "store")
"""The folders of the package whose modules decide what is stored: they read the data, fill the tables and ask first."""

LIBRARIES = ("duckdb", "msgspec", "yaml")
"""The libraries that do."""


def open_cached_store(over: Sequence[Path] = (), *, ascii_only: bool = False) -> Store:
    """Return the store of the bundled data with these folders laid over; raise DataError with all that is wrong."""
    from icb_tui.store.store import Store

    wanted = _WantedStore(over, ascii_only)
    store = Store(*(wanted.find_prepared() or wanted.prepare()))
    store.snapshot = wanted.snapshot
    return store


def load_cached_dataset(over: Sequence[Path] = ()) -> Dataset:
    """Return the data, as far as a prepared store gives them away; never waits for a database. Raises DataError."""
    prepared = _WantedStore(over, False).find_prepared()
    return prepared[0] if prepared else read_dataset(over, False)


class _WantedStore:
    """A store that is asked for: the files that it is made of, and the places where it may be prepared."""

    def __init__(self, over: Sequence[Path], ascii_only: bool) -> None:
        self._over, self._ascii_only = over, ascii_only
        self._read_again = partial(read_dataset, over, ascii_only)
        self._folder = find_usable_folder()
        self.snapshot: Snapshot | None = None
        with suppress(OSError, RuntimeError, FileError):  # which the loader explains
            self.snapshot = Snapshot(over)

    @cached_property
    def _place(self) -> Path | None:
        """Where it is prepared in the cache; None for nowhere."""
        if not self._folder or not self.snapshot:
            return None
        with suppress(OSError, RuntimeError):
            return self._folder / self._make_name(self.snapshot)
        return None

    def _make_name(self, snapshot: Snapshot) -> str:
        """The name of a prepared store: another for anything else that it depends on."""
        digest = blake2b(b"ascii" if self._ascii_only else b"", digest_size=DIGEST_BYTES)
        for part in (*_list_code_identities(), *_list_folder_names(self._over), *snapshot.list_identities()):
            digest.update(b"%d " % len(part) + part)
        return digest.hexdigest()

    def find_prepared(self) -> PreparedData | None:
        """What of it came with the program, or is prepared in the cache, whole, and nobody else's."""
        if found := self._find_installed():
            return found
        return find_prepared_files(self._place, self._read_again) if self._place else None

    def _find_installed(self) -> PreparedData | None:
        """What of it came with the program, if nothing is laid over and no data file was changed."""
        if self._over or not self.snapshot:
            return None
        place = find_installed_place(self.snapshot.contents, ascii_only=self._ascii_only)
        return find_prepared_files(place, self._read_again, is_installed=True) if place else None

    def prepare(self) -> tuple[Dataset, PreparedFile | None]:
        """Read the data, and prepare it for this time and the next if the cache takes it; raise DataError."""
        data = read_dataset(self._over, self._ascii_only, self.snapshot.contents if self.snapshot else None)
        if self._place and self.snapshot and self.snapshot.is_settled():
            return _write_prepared(data, self._place, self._read_again) or (data, None)
        return data, None


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


def _write_prepared(data: Dataset, place: Path, read_again: Callable[[], Dataset]) -> PreparedData | None:
    """Prepare a store: a database and its facts, both whole before they have their place; None if it can't be."""
    try:
        with make_store_folder(place.parent) as making:
            ready = making / "store"
            ready.mkdir(mode=0o700)
            write_prepared_files(data, ready, read_again)
            prepared = _put_in_place(ready, place, making, read_again)
            remove_old_stores(place.parent, making)
            return prepared
    except (OSError, msgspec.MsgspecError):
        return None


def _put_in_place(ready: Path, place: Path, making: Path, read_again: Callable[[], Dataset]) -> PreparedData | None:
    """Give a store its name, in place of a broken one; where another session was faster, take what that has made."""
    with suppress(OSError):
        ready.rename(place)
    if prepared := find_prepared_files(place, read_again):
        return prepared
    place.rename(making / "broken")
    ready.rename(place)
    return find_prepared_files(place, read_again)
