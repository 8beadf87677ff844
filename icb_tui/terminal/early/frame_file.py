"""The first frame of an earlier start, kept in the cache folder with all that decided how it looked.

It is read before anything else is imported, so this module imports next to nothing.
"""

from __future__ import annotations

import os
import stat
import sys

import icb_tui
from icb_tui.user.digest_internals import blake2b
from icb_tui.user.home_folders import find_home_folder
from icb_tui.user.ownership import is_private

TYPE_CHECKING = False  # typing itself would take a fifth of the time that all of this needs
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DIGEST_SIZE, MAX_BYTES, MAX_KEPT = 16, 4_000_000, 16
"""The bytes of a digest, the most that a file of a frame may have, and how many of these files are kept."""

MAX_READ_BYTES = 4 * 1024 * 1024
"""A file of more bytes is known by its place, size and times, as the data files are: it would take longer to read."""

DECIDING_VARIABLES = frozenset(
    "COLORTERM COLUMNS FORCE_COLOR HOME LANG LINES NO_COLOR TERM TTY_COMPATIBLE TTY_INTERACTIVE UNICODE_VERSION".split()
)
"""The variables of the environment whose values decide how the first frame looks; a test knows which are asked for."""

DECIDING_BEGINNINGS = ("ICB_TUI_", "JUPYTER_", "LC_", "PYTHON", "TEXTUAL", "XDG_")
"""How the names of others begin."""

PRESENT_VARIABLES = ("STY", "TMUX", "WT_SESSION")
"""Variables of which only matters whether they are set: their values name the session."""

LIBRARIES = ("rich", "textual")
"""The libraries that decide how a frame looks."""

Inputs = dict[str, bytes]
"""Paths of files, and the digest of what each held when the frame was made; b"" where there was none."""


def find_frame_file(arguments: Sequence[str], size: tuple[int, int]) -> str:
    """Return where the frame of a start with these arguments on so many columns and rows is kept; "" for nowhere."""
    folder = find_home_folder("cache", os.environ)
    if not folder:
        return ""
    digest = blake2b(digest_size=DIGEST_SIZE)
    for part in (*_list_circumstances(arguments, size), *_list_program_files()):
        digest.update(os.fsencode(part) + b"\0")
    return os.path.join(folder, "frames", f"{digest.hexdigest()}.frame")


def _list_circumstances(arguments: Sequence[str], size: tuple[int, int]) -> Iterator[str]:
    """What decides how a frame looks, but for the program and the files that it reads."""
    yield f"{sys.version} {sys.flags} {sys.getfilesystemencoding()} {getattr(sys.stderr, 'encoding', '')} {size}"
    yield from arguments
    environment = os.environ
    for name in sorted(environment):
        if name in DECIDING_VARIABLES or name.startswith(DECIDING_BEGINNINGS):
            yield f"{name}={environment[name]}"
    yield " ".join(name for name in PRESENT_VARIABLES if environment.get(name))
    if arguments or environment.get("ICB_TUI_DATA"):  # what they name may be beside where the program is started
        yield os.getcwd()


def _list_program_files() -> Iterator[str]:
    """Every file of the program, and one of each library: their places, sizes and times."""
    yield from _list_folder(os.path.dirname(os.path.abspath(icb_tui.__file__)))
    for library in LIBRARIES:
        for folder in sys.path:
            path = os.path.join(folder, library, "__init__.py")
            if os.path.exists(path):
                yield _describe_file(path, os.stat(path))
                break


def _list_folder(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name in ("__pycache__", "data"):
                continue
            if entry.is_dir():
                yield from _list_folder(entry.path)
            else:
                yield _describe_file(entry.path, entry.stat())


def _describe_file(path: str, status: os.stat_result) -> str:
    return f"{path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def read_frame(file: str) -> str | None:
    """Return the frame of a file; None where it is not whole, may be another's, or what decided it has changed."""
    content = _read_own_file(file)
    if content is None or content[:DIGEST_SIZE] != make_digest(content[DIGEST_SIZE:]):
        return None
    *inputs, frame = content[DIGEST_SIZE:].split(b"\0")
    for path, digest in zip(inputs[::2], inputs[1::2], strict=True):
        if digest_file(os.fsdecode(path)).hex().encode() != digest:
            return None
    return frame.decode()


def write_frame(file: str, frame: str, inputs: Inputs) -> None:
    """Keep a frame with the files that decided it, whole before it has its name; raise OSError."""
    parts = [part for path, digest in inputs.items() for part in (os.fsencode(path), digest.hex().encode())]
    content = b"\0".join([*parts, frame.encode()])
    folder = os.path.dirname(file)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    making = f"{file}.{os.getpid()}"
    with open(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as output:
        output.write(make_digest(content) + content)
    os.replace(making, file)
    _delete_oldest(folder)


def make_digest(content: bytes) -> bytes:
    """Return the digest of what a file holds."""
    return blake2b(content, digest_size=DIGEST_SIZE).digest()


def digest_file(path: str) -> bytes:
    """Return the digest of what a file holds now, or of where a folder is; b"" where there is none that can be read."""
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            return make_digest(os.fsencode(os.path.realpath(path)))
        if stat.S_ISREG(status.st_mode):
            if status.st_size > MAX_READ_BYTES:
                known_by = f"{status.st_dev} {status.st_ino} {_describe_file(path, status)}"
                return make_digest(os.fsencode(known_by))
            with open(path, "rb", buffering=0) as file:
                return make_digest(file.read())
    except OSError:
        pass
    return b""


def _read_own_file(path: str) -> bytes | None:
    """What a file holds that nobody but this user can have written; None where there is none."""
    if sys.platform != "win32":
        try:
            with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb", buffering=0) as file:
                status = os.fstat(file.fileno())
                is_usable = stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES
                if is_usable and is_private(status) and is_private(os.lstat(os.path.dirname(path))):
                    return file.read()
        except OSError:
            pass
    return None


def _delete_oldest(folder: str) -> None:
    """Keep the frames that were made last."""
    with os.scandir(folder) as entries:
        found: Iterable[os.DirEntry[str]] = sorted(entries, key=lambda entry: entry.stat().st_mtime_ns)
    for old in list(found)[:-MAX_KEPT]:
        os.unlink(old.path)
