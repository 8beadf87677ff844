"""Files read whole and written whole: nothing endless is waited for, and nobody ever sees half a file."""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import sys
from pathlib import Path

from icb_tui.data_files.problems import FileError

RESERVED_NAME = re.compile(
    r'[<>:"|?*\x00-\x1f]|[. ]$|^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\xb9\xb2\xb3]) *(\.|$)', re.IGNORECASE
)
"""A file name that Windows does not allow: with `a:b.csv` it would write into the file `a`, with `nul.csv` nowhere."""


def read_file(path: Path, largest: int, kind: str) -> bytes:
    """Return the bytes of a regular file of at most `largest` bytes; raise FileError, which calls it a `kind` file.

    No more is read than the file says it has: what the kernel shows as an empty file may have no end, or keep the
    reader waiting. A missing file is FileNotFoundError.
    """
    check_file(path, largest, kind)
    try:
        with open_at_once(path) as file:
            status = os.fstat(file.fileno())
            _check_status(status, largest, kind)
            return file.read(status.st_size) if status.st_size else b""
    except FileNotFoundError:
        raise
    except OSError as error:
        raise explain_error(error) from None


def open_at_once(path: Path) -> io.BufferedReader:
    """Open a file to read, without waiting for anything."""
    return open(path, "rb", opener=wait_for_nothing)


def wait_for_nothing(name: str, flags: int) -> int:
    """An opener for `open`: it waits neither for who reads or writes the other end of a pipe, nor for a terminal."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0), 0o666)


def check_file(path: Path, largest: int, kind: str) -> None:
    """Raise FileError where a path is not a regular file of at most `largest` bytes: nothing else is ever opened.

    A missing file is FileNotFoundError.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise explain_error(error) from None
    _check_status(status, largest, kind)


def _check_status(status: os.stat_result, largest: int, kind: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileError(f"a directory, not a file; expected a {kind} file")
    if not stat.S_ISREG(status.st_mode):
        raise FileError(f"not a regular file; expected a {kind} file")
    if status.st_size > largest:
        raise FileError(f"too large, {status.st_size:,} bytes; expected at most {largest:,}")


def is_there(path: Path) -> bool:
    """Return whether there is a file, folder or link of this name; raise FileError where the system does not say."""
    try:
        path.lstat()
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            return False
        raise explain_error(error) from None
    return True


def explain_error(error: OSError | ValueError) -> FileError:
    """Return the sentence for what the operating system says against reading a file."""
    return FileError(f"cannot be read: {getattr(error, 'strerror', None) or error}")


def read_text_file(path: Path, largest: int, kind: str) -> str:
    """Return the text of a file in UTF-8; raise as `read_file` does."""
    return decode_text(read_file(path, largest, kind))


def decode_text(raw: bytes) -> str:
    """Return the text that the bytes of a file are in UTF-8; raise FileError."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError("not a UTF-8 file; save it as UTF-8", raw.count(b"\n", 0, error.start) + 1) from None


def write_file(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a file at once, and the folders above it: others see the old file or the new one, never half of it.

    A link is followed, and a file that was there keeps its mode. Without `replace` a file that is there is left as
    it is: FileExistsError. Other errors are OSError. None leaves anything behind; what a kill leaves is removed by
    the next write into the same folder.
    """
    from icb_tui.data_files.temporary_folder import make_temporary_folder

    refuse_reserved_name(path)
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    with make_temporary_folder(path.parent) as folder:
        passing = folder / "file"
        _write_to_disk(passing, data)
        if sys.platform != "win32":  # where a mode says only whether a file is read-only
            passing.chmod(_file_mode(path))
        if replace:
            passing.replace(path)
        else:
            _name_new_file(passing, path)


def refuse_reserved_name(path: Path) -> None:
    """Raise OSError where Windows would take the name of a file for a device, or for a part of another file."""
    if sys.platform == "win32" and RESERVED_NAME.search(path.name):
        raise OSError(errno.EINVAL, f"Windows does not allow the file name “{path.name}”")


def _write_to_disk(path: Path, data: bytes) -> None:
    """Write a file that has no name of its own yet, and close it: Windows renames no file that is open."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _name_new_file(passing: Path, path: Path) -> None:
    """Give a finished file its name; raise FileExistsError where something has that name."""
    if sys.platform == "win32":
        passing.rename(path)
    else:
        _link_new_file(passing, path)


def _link_new_file(passing: Path, path: Path) -> None:
    """Likewise, by a link: only on Windows does a rename fail where something has the name."""
    try:
        os.link(passing, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: the name is taken first, by an empty file
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        try:
            passing.replace(path)
        except OSError:
            path.unlink()
            raise


def _file_mode(path: Path) -> int:
    """The mode of the file that is there, else the mode that any new file of the user would have."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask
