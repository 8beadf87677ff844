"""Sets of boards that the user keeps under names, in the user's own data directory."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from icb_tui.files import write_whole
from icb_tui.places import data_folder
from icb_tui.text import clean

LONGEST = 40
"""The characters that a name may have."""

Sets = dict[str, tuple[str, ...]]
"""Name → ODS codes."""


class PeersError(Exception):
    """The sets could not be read or written; the message says which file, why, and how to mend it."""


def place() -> Path:
    """Return the file that holds the sets: under XDG_DATA_HOME, or where the platform keeps such data."""
    folder = data_folder()
    if folder is None:
        raise PeersError("there is no home folder to keep sets in; set HOME or XDG_DATA_HOME to one")
    return folder / "sets.json"


def kept() -> Sets:
    """Return the sets by name; none where nothing was kept yet. Raise PeersError where the file cannot be read."""
    try:
        sets = msgspec.json.decode(place().read_bytes(), type=Sets)
        return {clean(name): tuple(map(clean, icbs)) for name, icbs in sets.items()}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise PeersError(f"{place()} cannot be read: {error.strerror}") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        told = "expected names with lists of codes; mend it, or move it away to start anew"
        raise PeersError(f"{place()} is no file of sets ({error}); {told}") from None


def keep(name: str, icbs: Sequence[str]) -> str:
    """Keep boards under a name, in place of what it held; return the name as it was kept. Raise PeersError."""
    named = " ".join(clean(name).split())
    if not named or len(named) > LONGEST:
        raise PeersError(f"a set needs a name of 1 to {LONGEST} characters; this one has {len(named)}")
    if not icbs:
        raise PeersError("a set needs at least one board; mark boards with space first")
    with _alone():
        _write({**kept(), named: tuple(icbs)})
    return named


def drop(name: str) -> None:
    """Delete a set; raise PeersError where there is none of this name."""
    sets = kept()
    if name not in sets:
        raise PeersError(f"there is no set “{clean(name)}”; {listed(sets)}")
    with _alone():
        _write({other: icbs for other, icbs in kept().items() if other != name})


def listed(sets: Sets) -> str:
    """Return which sets there are, in words."""
    return f"the sets are {', '.join(sets)}" if sets else "no set was kept yet"


@contextmanager
def _alone() -> Iterator[None]:
    """Read and write with no other session between: each waits for the one before, a moment."""
    path = place().with_suffix(".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("w")
    except OSError as error:
        raise PeersError(f"{place()} cannot be written: {error.strerror}") from None
    with lock:
        with suppress(OSError):  # a file system may have no locks
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(sets: Sets) -> None:
    """Write all sets at once: another session sees the old file or the new one, never half of it."""
    text = msgspec.json.format(msgspec.json.encode(dict(sorted(sets.items()))), indent=2) + b"\n"
    try:
        write_whole(place(), text, replace=True)
    except OSError as error:
        raise PeersError(f"{place()} cannot be written: {error.strerror}") from None
