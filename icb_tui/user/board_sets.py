"""Sets of boards that the user keeps under names, in the user's own data directory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from icb_tui.data_files.file_lock import lock_file
from icb_tui.data_files.files import is_there, read_file, wait_for_nothing, write_file
from icb_tui.data_files.problems import FileError
from icb_tui.domain.errors import UserError
from icb_tui.text.cells import clean
from icb_tui.user.paths import data_folder, describe_other_owner

MAX_NAME_CHARACTERS = 40
"""The characters that a name may have."""

MAX_BYTES = 10_000_000
"""The bytes that the file of the sets may have."""

BoardSets = dict[str, tuple[str, ...]]
"""Name → ODS codes."""


class BoardSetsError(UserError):
    """The sets could not be read or written; the message says which file, why, and how to mend it."""


class UnreadableSetsError(BoardSetsError):
    """The file of the sets is there and cannot be read."""

    category = "data"


def sets_file() -> Path:
    """Return the file that holds the sets: under XDG_DATA_HOME, or where the platform keeps such data."""
    folder = data_folder()
    if folder is None:
        raise BoardSetsError("no home folder to save sets in; set HOME or XDG_DATA_HOME")
    return folder / "sets.json"


def read_board_sets() -> BoardSets:
    """Return the sets by name; none where nothing was kept yet. Raise BoardSetsError where the file cannot be read."""
    try:
        if not is_there(sets_file()):
            return {}
        sets = msgspec.json.decode(read_file(sets_file(), MAX_BYTES, "JSON"), type=BoardSets)
        return {clean(name): tuple(map(clean, icbs)) for name, icbs in sets.items()}
    except FileNotFoundError:
        return {}
    except FileError as error:
        raise UnreadableSetsError(f"{sets_file()}: {error}") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        expected = "expected names with lists of codes; correct the file, or move it away"
        raise UnreadableSetsError(f"{sets_file()} is not a valid file of sets ({error}); {expected}") from None


def save_board_set(name: str, icbs: Sequence[str]) -> str:
    """Keep boards under a name, in place of what it held; return the name as it was kept. Raise BoardSetsError."""
    named = " ".join(clean(name).split())
    if not named or len(named) > MAX_NAME_CHARACTERS:
        raise BoardSetsError(f"a set needs a name of 1 to {MAX_NAME_CHARACTERS} characters; this one has {len(named)}")
    if not icbs:
        raise BoardSetsError("a set needs at least one board; mark boards with space first")
    with _lock_sets():
        _write_sets({**read_board_sets(), named: tuple(icbs)})
    return named


def delete_board_set(name: str) -> None:
    """Delete a set; raise BoardSetsError where there is none of this name."""
    sets = read_board_sets()
    if name not in sets:
        raise BoardSetsError(f"unknown set “{clean(name)}”; {list_set_names(sets)}")
    with _lock_sets():
        _write_sets({other: icbs for other, icbs in read_board_sets().items() if other != name})


def list_set_names(sets: BoardSets) -> str:
    """Return which sets there are, in words."""
    return f"expected one of {', '.join(sets)}" if sets else "no set is saved yet"


@contextmanager
def _lock_sets() -> Iterator[None]:
    """Read and write with no other session between: each waits for the one before, a moment."""
    path = sets_file().with_suffix(".lock")
    if other := describe_other_owner(path.parent):
        raise BoardSetsError(f"sets are not saved: {other}; set XDG_DATA_HOME to a folder of your own")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = open(path, "ab", opener=wait_for_nothing)  # noqa: SIM115 - Windows empties no locked file
    except OSError as error:
        raise BoardSetsError(f"{sets_file()} cannot be written: {error.strerror}") from None
    with lock:
        with suppress(OSError):  # nothing can be locked there: the last to write has written
            lock_file(lock)
        yield


def _write_sets(sets: BoardSets) -> None:
    """Write all sets at once: another session sees the old file or the new one, never half of it."""
    text = msgspec.json.format(msgspec.json.encode(dict(sorted(sets.items()))), indent=2) + b"\n"
    try:
        write_file(sets_file(), text, replace=True)
    except OSError as error:
        raise BoardSetsError(f"{sets_file()} cannot be written: {error.strerror}") from None
