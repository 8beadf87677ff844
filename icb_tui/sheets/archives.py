"""ZIP archives of others, opened with care: what they unpack to is counted before any library sees it."""

from __future__ import annotations

import copy
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from icb_tui.data_files.problems import FileError
from icb_tui.sheets.sheet_file import CHUNK, MAX_BYTES, SheetFile
from icb_tui.text.cells import clean, cut

MAX_MEMBERS = 10_000

BROKEN = "the file is broken or incomplete; open it in Excel or LibreOffice, and save it again"

LOCKED = "protected by a password; save it without one"


@contextmanager
def open_archive(file: SheetFile) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP archive; raise FileError where it, or what is read of it inside the block, is broken."""
    try:
        with file.open_bytes() as raw, zipfile.ZipFile(raw) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError, RuntimeError, KeyError):
        raise FileError(BROKEN) from None


def check_archive(file: SheetFile) -> list[str]:
    """Return the names of what an archive holds, all of it unpacked once and counted.

    Raises FileError where it is broken, locked, or unpacks to too much. Its own word on sizes is not believed.
    """
    unpacked = 0
    with open_archive(file) as archive:
        members = archive.infolist()
        _check_members(members)
        for member in members:
            for chunk in _unpack(archive, member):
                unpacked += len(chunk)
                if unpacked > MAX_BYTES:
                    raise FileError(f"unpacks to more than {MAX_BYTES:,} bytes; save the sheet that is wanted as CSV")
        return [member.filename for member in members]


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise FileError(LOCKED)
    if len(members) > MAX_MEMBERS:
        raise FileError(f"an archive of {len(members):,} files; expected at most {MAX_MEMBERS:,}")
    if len({member.filename.lower() for member in members}) < len(members):
        raise FileError(BROKEN)  # two files of one name: readers differ in which they take


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield all that a member unpacks to; zipfile stops at the size that the archive tells, other readers do not."""
    told = copy.copy(member)
    told.file_size = MAX_BYTES * 2
    with archive.open(told) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def read_member(file: SheetFile, name: str) -> Iterator[bytes]:
    """Yield what a member of an archive unpacks to, in pieces; capitals in its name do not count, as in Excel.

    Raises FileError where it is broken or not there.
    """
    with open_archive(file) as archive:
        members = {member.filename.lower(): member for member in archive.infolist()}
        yield from _unpack(archive, members[name.lower()])


def describe_archive(names: list[str]) -> str:
    """Return a sentence on an archive that is not a workbook."""
    files = [name for name in names if not name.endswith("/")]
    if not files:
        return "an empty ZIP archive; expected a table"
    first = ", ".join(cut(clean(name), 40) for name in files[:3])
    more = f" and {len(files) - 3:,} more" if len(files) > 3 else ""
    return f"a ZIP archive of {first}{more}; unpack it, and give one of its files"
