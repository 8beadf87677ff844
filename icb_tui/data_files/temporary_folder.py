"""Folders to work in, gone at the end: where their maker was killed, they go when the next one is made beside them.

Each holds a locked file. The system releases the lock when its holder dies, whatever it dies of, and on whichever
machine of a shared home, so a folder whose lock can be had is nobody's.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from icb_tui.data_files.file_lock import lock_file

PREFIX = ".icb-tui-"

LOCK = "lock"

SECONDS_OF_A_DAY = 24 * 60 * 60
"""How old a folder must be to be nobody's where nothing can be locked."""


class TemporaryFolderError(OSError):
    """The system's folder of temporary files cannot be used: there is no room in it, for example."""


@contextmanager
def make_scratch_folder() -> Iterator[Path]:
    """Make a folder among the system's temporary files, gone at the end; every OSError is a TemporaryFolderError."""
    import tempfile

    try:
        with make_temporary_folder(Path(tempfile.gettempdir())) as folder:
            yield folder
    except OSError as error:
        where = "in the folder of temporary files (TMPDIR)"
        raise TemporaryFolderError(errno.EIO, f"{error.strerror}, {where}") from None


@contextmanager
def make_temporary_folder(parent: Path, prefix: str = PREFIX) -> Iterator[Path]:
    """Make a folder inside another, and remove it at the end; those of the dead are removed first. Raises OSError."""
    import shutil

    remove_abandoned_folders(parent, prefix)
    folder, lock = _make_locked_folder(parent, prefix)
    try:
        yield folder
    finally:
        lock.close()  # before the removal: a network drive keeps what is open, and the folder with it
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned_folders(parent: Path, prefix: str = PREFIX) -> None:
    """Remove the folders that killed sessions of this user left inside another. Never fails."""
    with suppress(OSError), os.scandir(parent) as entries:
        for path in [Path(entry.path) for entry in entries if entry.name.startswith(prefix)]:
            with suppress(OSError):
                _remove_if_abandoned(path, prefix)


def _make_locked_folder(parent: Path, prefix: str) -> tuple[Path, IO[bytes]]:
    """Make a folder, and lock it; make another where it was taken for abandoned in the moment between."""
    import tempfile

    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        if lock := _lock_folder(folder):
            return folder, lock


def _lock_folder(folder: Path) -> IO[bytes] | None:
    """Lock a new folder; None where another session has removed it, or is about to."""
    with ExitStack() as stack, suppress(FileNotFoundError):
        lock = stack.enter_context((folder / LOCK).open("ab"))
        if _take_lock(lock) is not False and _is_same_file(lock, folder / LOCK):
            stack.pop_all()
            return lock
    return None


def _remove_if_abandoned(folder: Path, prefix: str) -> None:
    """Remove a folder unless it is another user's, or somebody works in it. Raises OSError."""
    import shutil
    import stat

    status = folder.lstat()
    is_own = sys.platform == "win32" or status.st_uid == os.geteuid()
    if not (is_own and stat.S_ISDIR(status.st_mode) and re.fullmatch("[a-z0-9_]{8}", folder.name[len(prefix) :])):
        return
    with (folder / LOCK).open("ab") as lock:
        locked = _take_lock(lock)
        if locked:
            shutil.rmtree(folder, ignore_errors=True)
    if locked:  # where the open lock kept the folder; one that has a new lock meanwhile is not empty, and stays
        folder.rmdir()
    elif locked is None and time.time() - status.st_mtime > SECONDS_OF_A_DAY:
        shutil.rmtree(folder, ignore_errors=True)


def _take_lock(file: IO[bytes]) -> bool | None:
    """Whether the lock could be had; None where nothing can be locked."""
    try:
        lock_file(file, wait=False)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _is_same_file(file: IO[bytes], path: Path) -> bool:
    """Whether an open file is still the one that has this name; raise FileNotFoundError."""
    return os.path.samestat(os.fstat(file.fileno()), path.stat())
