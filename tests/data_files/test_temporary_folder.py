"""Temporary folders: gone at the end, and removed later where their maker was killed, but never while it lives."""

from __future__ import annotations

import errno
import os
import pkgutil
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from kills import kill_at_each_step
from tables import TABLE

from icb_tui.data_files import temporary_folder
from icb_tui.data_files.files import write_file
from icb_tui.data_files.temporary_folder import LOCK, make_temporary_folder, remove_abandoned_folders
from icb_tui.output.formats.for_programs import format_csv
from icb_tui.output.save import save_table
from icb_tui.user.board_sets import save_board_set
from icb_tui.user.leftovers import remove_leftovers
from icb_tui.user.settings import save_settings


def list_left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_is_left_alone_while_its_maker_lives_and_removed_once_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from icb_tui.data_files.temporary_folder import make_temporary_folder\n"
        "with make_temporary_folder(pathlib.Path(sys.argv[1])) as folder:\n"
        "    (folder / 'part').touch(); print(folder, flush=True); sys.stdin.read()"
    )
    maker = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert maker.stdin and maker.stdout
    with maker.stdin, maker.stdout:
        folder = Path(maker.stdout.readline().strip())
        with make_temporary_folder(tmp_path) as second:
            assert list_left(tmp_path) == sorted([folder.name, second.name])
        assert list_left(folder) == [LOCK, "part"]
        maker.send_signal(signal.SIGKILL)
        maker.wait(timeout=10)
    remove_abandoned_folders(tmp_path)
    assert list_left(tmp_path) == []


@pytest.mark.parametrize("moment", ["tempfile.mkdtemp", "icb_tui.data_files.temporary_folder.lock_file"])
def test_a_folder_that_is_taken_for_abandoned_before_it_is_locked_is_made_again(moment: str, tmp_path: Path) -> None:
    calls, function = list[object](), pkgutil.resolve_name(moment)

    def lose_the_first(*arguments: object, **options: object) -> object:
        """Another session removes the folder just after it is made, or just before it is locked."""
        calls.append(arguments)
        made = function(*arguments, **options) if moment == "tempfile.mkdtemp" else None
        if len(calls) == 1:
            shutil.rmtree(next(tmp_path.iterdir()))
        return made or function(*arguments, **options)

    with mock.patch(moment, lose_the_first), make_temporary_folder(tmp_path) as folder:
        assert len(calls) == 2 and list_left(tmp_path) == [folder.name] and list_left(folder) == [LOCK]
    assert list_left(tmp_path) == []


def test_a_folder_that_another_session_is_about_to_remove_is_left_to_it(tmp_path: Path) -> None:
    taken = [BlockingIOError(), None]
    with mock.patch.object(temporary_folder, "lock_file", side_effect=taken), make_temporary_folder(tmp_path) as folder:
        assert len(list_left(tmp_path)) == 2
    assert folder.name not in list_left(tmp_path)


def test_where_nothing_can_be_locked_a_folder_goes_after_a_day(tmp_path: Path) -> None:
    no_locks = OSError(errno.ENOLCK, "No locks available")
    with (
        mock.patch.object(temporary_folder, "lock_file", side_effect=no_locks),
        make_temporary_folder(tmp_path) as folder,
        make_temporary_folder(tmp_path),
    ):
        assert folder.exists()
        os.utime(folder, (0, 0))
        remove_abandoned_folders(tmp_path)
        assert not folder.exists()
    assert list_left(tmp_path) == []


def test_what_is_called_otherwise_or_is_no_folder_is_never_removed(tmp_path: Path) -> None:
    for name in (".icb-tui-", ".icb-tui-notes", ".icb-tui-UPPER123", "abcdefgh"):
        (tmp_path / name).mkdir()
    (tmp_path / ".icb-tui-abcdefgh").write_text("a file")
    (tmp_path / ".icb-tui-ijklmnop").symlink_to(tmp_path / "abcdefgh")
    before = list_left(tmp_path)
    remove_abandoned_folders(tmp_path)
    remove_abandoned_folders(tmp_path / "nowhere")
    assert list_left(tmp_path) == before


# ---- killed before each change of a file

OLD, NEW = b"old\n", b"new\n"


def write_new(folder: Path) -> None:
    write_file(folder / "file", NEW, replace=False)


def write_over(folder: Path) -> None:
    write_file(folder / "file", NEW, replace=True)


def export_over(folder: Path) -> None:
    save_table(TABLE, str(folder / "table.csv"), replace=True)


def save_set(folder: Path) -> None:
    save_board_set("mine", ["QE1"])


def save_theme(folder: Path) -> None:
    save_settings(folder / "icb-tui" / "config.toml", {"theme": "light"})


WRITES: dict[str, tuple[Callable[[Path], None], str, tuple[bytes | None, bytes]]] = {
    "new file": (write_new, "file", (None, NEW)),
    "over a file": (write_over, "file", (OLD, NEW)),
    "export": (export_over, "table.csv", (OLD, format_csv(TABLE).encode())),
    "sets": (save_set, "icb-tui/sets.json", (b"{}", b'{\n  "mine": [\n    "QE1"\n  ]\n}\n')),
    "settings": (save_theme, "icb-tui/config.toml", (b"mouse = true\n", b'mouse = true\ntheme = "light"\n')),
}
"""What writes, which file, and what is in that before (None: it is not there) and afterwards."""


@pytest.mark.parametrize("name", WRITES)
def test_whatever_kills_a_write_leaves_the_old_file_or_the_new_and_the_next_start_removes_the_rest(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    write, file, contents = WRITES[name]
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)

    def put_back() -> None:
        path.unlink(missing_ok=True)
        if contents[0] is not None:
            path.write_bytes(contents[0])

    put_back()
    seen, left = set(), 0
    for _ in kill_at_each_step(lambda: write(tmp_path)):
        found = path.read_bytes() if path.exists() else None
        assert found in contents
        seen.add(found)
        left += any(each.startswith(".icb-tui-") for each in list_left(path.parent))
        remove_leftovers([tmp_path])
        assert set(list_left(path.parent)) <= {path.name, "sets.lock"}
        put_back()
    assert seen == set(contents) and left > 3
    assert path.read_bytes() == contents[1]
