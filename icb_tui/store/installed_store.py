"""The prepared stores that come with the program, so that its first start is as fast as any other.

They are made with the wheel (release/prepared_data.py). A checkout has none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from icb_tui import __version__
from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.data_files.snapshot import FileContents, Snapshot
from icb_tui.domain.records import FILES
from icb_tui.store.prepared_files import DIGEST_BYTES, read_dataset, write_prepared_files
from icb_tui.user.digest_internals import blake2b

FOLDER = "prepared"
"""The folder in which they are, beside the data files."""


def find_installed_place(contents: FileContents, *, ascii_only: bool) -> Path | None:
    """Return where the store of these bundled files is, if it came with the program; None where that is not known."""
    name = _make_name(contents, ascii_only)
    return find_bundled_folder() / FOLDER / name if name else None


def _make_name(contents: FileContents, ascii_only: bool) -> str:
    """The name of a store: another for other data files; empty where they were not read."""
    digest = blake2b(f"{__version__} {ascii_only}".encode(), digest_size=DIGEST_BYTES)
    for path in (find_bundled_folder() / name for name in FILES):
        content = contents.get(path)
        if content is None:
            return ""
        digest.update(b"%d " % len(content) + content)
    return digest.hexdigest()


def write_installed_stores(folder: Path, finish: Callable[[Path], None]) -> None:
    """Write the stores of the bundled data, as they are and in ASCII, into a folder; `finish` is given each database.

    Raises DataError and OSError.
    """
    contents = Snapshot(()).contents
    for ascii_only in (False, True):
        place = folder / _make_name(contents, ascii_only)
        place.mkdir(parents=True)
        read_again = partial(read_dataset, (), ascii_only, contents)
        write_prepared_files(read_again(), place, read_again, finish)
