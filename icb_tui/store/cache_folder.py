"""The folder of the prepared stores: whether it can be trusted, what lies in it, and what is removed from it.

Each prepared store is a folder of its own, under a name made from what it depends on. It is made elsewhere in the
cache folder and then gets its name, so it is there as a whole or not at all.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from icb_tui.data_files.temporary_folder import make_temporary_folder, remove_abandoned_folders
from icb_tui.user.ownership import is_owned, is_private
from icb_tui.user.paths import cache_folder, describe_other_owner, find_nearest

MAX_KEPT = 8
"""How many prepared stores are kept; the ones used longest ago go first."""

MAKING = ".making-"
"""How the names of the folders begin in which stores are made, or removed."""

FACTS, ANSWERS, DATABASE = "facts", "answers", "store.duckdb"
"""The files of a prepared store."""

KEY_CHARACTERS = 32


class CacheState(NamedTuple):
    """Where the cache is (None: nowhere), why it is not used (empty: it is), and the bytes of its prepared stores."""

    folder: Path | None
    fault: str
    size: int
    is_read_only: bool


def find_usable_folder() -> Path | None:
    """Return the cache folder, which is made if it is not there; None where it cannot be used."""
    folder = cache_folder()
    if folder is None or find_fault(folder):
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    if find_fault(folder):
        return None
    remove_abandoned_folders(folder, MAKING)
    return folder


def describe_cache() -> CacheState:
    """Return where the cache is, and what is in it; nothing is made or removed."""
    folder = cache_folder()
    if folder is None:
        return CacheState(None, "no home folder; set HOME or XDG_CACHE_HOME", 0, False)
    names = (FACTS, ANSWERS, DATABASE)
    files = [store / name for store in _list_stores(folder) for name in names if (store / name).is_file()]
    unwritable = _describe_unwritable(folder) if folder.exists() else ""
    fault = find_fault(folder) or ("" if files else unwritable)
    return CacheState(folder, fault, sum(path.stat().st_size for path in files), bool(unwritable))


def find_fault(folder: Path) -> str:
    """Return why a cache folder is not used; empty where it is, or can be made."""
    try:
        str(folder).encode()
        if not os.path.lexists(folder):
            return describe_other_owner(folder) or _describe_unwritable(find_nearest(folder)[0])
        target = Path(os.path.realpath(folder))
        link, status = folder.lstat(), folder.stat()
    except UnicodeEncodeError:  # DuckDB opens no such file
        return "its name is not UTF-8"
    except OSError as error:
        return f"it leads to {target}, which is not there" if folder.is_symlink() else str(error.strerror)
    if not stat.S_ISDIR(status.st_mode):
        return "it is not a folder"
    if not (is_owned(link) and is_owned(status)):
        return f"{target} belongs to another user"
    return "" if is_private(status) else f"other users can write in {target}; run chmod go-w on it"


def _describe_unwritable(folder: Path) -> str:
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"nothing can be written in {folder}"


@contextmanager
def make_store_folder(folder: Path) -> Iterator[Path]:
    """Make a folder in which a store can be made; it is removed at the end with what is still in it. Raises OSError."""
    with make_temporary_folder(folder, MAKING) as making:
        yield making


def remove_old_stores(folder: Path, making: Path) -> None:
    """Remove the stores used longest ago; each loses its name first, so that none is ever there in part."""
    by_use = sorted(_list_stores(folder), key=_find_last_use)
    for store in by_use[:-MAX_KEPT]:
        with suppress(OSError):
            store.rename(making / store.name)
    for ending in ("facts", "duckdb"):  # of version 0.1, which kept them so
        for path in folder.glob(f"{'?' * KEY_CHARACTERS}.{ending}"):
            path.unlink(missing_ok=True)


def _list_stores(folder: Path) -> Iterator[Path]:
    """The prepared stores."""
    with suppress(OSError):
        yield from (path for path in folder.glob("?" * KEY_CHARACTERS) if path.is_dir())


def _find_last_use(store: Path) -> float:
    """When a store was opened last, in seconds since 1970; 0 where it is not whole."""
    try:
        return (store / FACTS).stat().st_mtime
    except OSError:
        return 0
