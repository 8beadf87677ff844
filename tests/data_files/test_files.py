"""Files written whole: the old one or the new one, never half of one, and nothing left beside it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from unittest import mock

import pytest

from icb_tui.data_files.files import open_at_once, read_file, write_file


def test_a_file_that_is_there_is_kept_unless_it_may_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    write_file(path, b"one", replace=False)
    with pytest.raises(FileExistsError):
        write_file(path, b"two", replace=False)
    assert path.read_bytes() == b"one"
    write_file(path, b"two", replace=True)
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


def test_where_there_are_no_hard_links_a_file_is_kept_too(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with mock.patch("os.link", side_effect=PermissionError):
        write_file(path, b"one", replace=False)
        with pytest.raises(FileExistsError):
            write_file(path, b"two", replace=False)
    assert path.read_bytes() == b"one"


def test_a_link_is_followed_and_a_mode_is_kept(tmp_path: Path) -> None:
    path, link = tmp_path / "file", tmp_path / "link"
    path.touch(0o600)
    link.symlink_to(path)
    write_file(link, b"one", replace=True)
    assert link.is_symlink() and path.read_bytes() == b"one"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    full = OSError(28, "No space left on device")
    with mock.patch("os.fsync", side_effect=full), pytest.raises(OSError, match="No space left"):
        write_file(path, b"new", replace=True)
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no files of the kernel here")
def test_no_more_is_read_than_a_file_says_it_has() -> None:
    """Such a file may be endless, as /proc/self/pagemap is, or keep the reader waiting, as /proc/kmsg does."""
    assert read_file(Path("/proc/self/status"), 1_000_000, "YAML") == b""


def test_a_pipe_is_opened_without_waiting_for_who_writes_into_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with open_at_once(tmp_path / "pipe") as pipe:
        assert stat.S_ISFIFO(os.fstat(pipe.fileno()).st_mode)
