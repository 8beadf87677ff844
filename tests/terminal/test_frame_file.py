"""The frame that is kept for the next start: nothing that decides how it looks may change without it being left out."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import icb_tui
from icb_tui.cli.arguments import read_settings
from icb_tui.data_files import snapshot
from icb_tui.data_files.snapshot import Snapshot
from icb_tui.terminal.early import frame_file
from icb_tui.terminal.early.frame_file import (
    MAX_KEPT,
    digest_file,
    find_frame_file,
    read_frame,
    write_frame,
)
from icb_tui.terminal.early.frame_inputs import list_inputs
from icb_tui.user.paths import cache_folder

SIZE = (120, 40)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text('theme = "dark"')
    return file


@pytest.fixture
def kept(tmp_path: Path, settings: Path) -> str:
    """The file of a frame that two files decided: one that is there, and one that is not."""
    file = str(tmp_path / "frames" / "name")
    other = str(tmp_path / "sets.json")
    write_frame(file, "the frame ▲", {str(settings): digest_file(str(settings)), other: digest_file(other)})
    return file


def test_a_frame_that_is_kept_is_found_again(kept: str) -> None:
    assert read_frame(kept) == "the frame ▲"


CHANGES: list[Callable[[Path], object]] = [
    lambda file: file.write_text('theme = "lite"'),
    lambda file: file.unlink(),
    lambda file: [file.unlink(), file.mkdir()],  # type: ignore[func-returns-value]
    lambda file: [file.unlink(), os.mkfifo(file)],  # type: ignore[func-returns-value]
    lambda file: file.with_name("sets.json").write_text("{}"),
]


@pytest.mark.parametrize("change", CHANGES, ids=["other content", "gone", "a folder", "a pipe", "a new file"])
def test_no_frame_comes_where_a_file_that_decided_it_is_another(
    change: Callable[[Path], object], kept: str, settings: Path
) -> None:
    change(settings)
    assert read_frame(kept) is None


def test_a_large_data_file_is_known_by_its_times_once_it_has_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert frame_file.MAX_READ_BYTES == snapshot.MAX_HASHED_BYTES
    monkeypatch.setattr(frame_file, "MAX_READ_BYTES", 10)
    monkeypatch.setattr(snapshot, "MAX_HASHED_BYTES", 10)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    large = tmp_path / "assessments.yaml"
    large.write_text("sources:\n  - {id: own, publisher: Own}\n")
    assert list_inputs(read_settings(), [tmp_path], Snapshot([tmp_path]), []) == {}
    monkeypatch.setattr(snapshot, "SETTLED_SECONDS", -1.0)
    inputs = list_inputs(read_settings(), [tmp_path], Snapshot([tmp_path]), [])
    assert str(large) in inputs and inputs == {path: digest_file(path) for path in inputs}
    os.utime(large, ns=(1, 1))
    assert inputs[str(large)] != digest_file(str(large))


def test_a_frame_that_is_damaged_anywhere_is_not_shown(kept: str) -> None:
    content = Path(kept).read_bytes()
    for place in range(len(content)):
        damaged = bytearray(content)
        damaged[place] ^= 1
        Path(kept).write_bytes(damaged)
        assert read_frame(kept) is None
        Path(kept).write_bytes(content[:place])
        assert read_frame(kept) is None


def test_a_frame_that_another_user_could_have_written_is_not_shown(kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (Path(kept), Path(kept).parent):
        mode = path.stat().st_mode
        path.chmod(mode | 0o020)
        assert read_frame(kept) is None
        path.chmod(mode)
    Path(kept).rename(f"{kept}-real")
    os.symlink(f"{kept}-real", kept)
    assert read_frame(kept) is None
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert read_frame(f"{kept}-real") is None


def test_only_the_newest_frames_are_kept(tmp_path: Path) -> None:
    for number in range(MAX_KEPT + 3):
        write_frame(str(tmp_path / f"{number}"), "frame", {})
        os.utime(tmp_path / f"{number}", (number, number))
    assert len(list(tmp_path.iterdir())) == MAX_KEPT and not (tmp_path / "0").exists()


def test_it_lies_in_the_cache_folder_of_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for cache in (None, str(tmp_path)):
        monkeypatch.delenv("XDG_CACHE_HOME") if cache is None else monkeypatch.setenv("XDG_CACHE_HOME", cache)
        assert find_frame_file([], SIZE).startswith(f"{cache_folder()}{os.sep}frames{os.sep}")
    monkeypatch.setenv("HOME", "")
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert find_frame_file([], SIZE) == ""


NAMES = ["TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "COLUMNS", "TMUX", "STY", "ICB_TUI_DATA", "TEXTUAL_THEME"]


@pytest.mark.parametrize("name", NAMES)
def test_each_variable_that_decides_how_it_looks_is_part_of_its_name(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(name, raising=False)
    before = find_frame_file([], SIZE)
    monkeypatch.setenv(name, "1")
    assert find_frame_file([], SIZE) != before


def test_so_are_arguments_size_folder_and_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = {find_frame_file([], SIZE), find_frame_file([], (80, 24)), find_frame_file(["--ascii"], SIZE)}
    assert find_frame_file([], SIZE) in names and len(names) == 3
    for folder in ("here", "there"):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        names |= {find_frame_file([], SIZE), find_frame_file(["--data", "mine"], SIZE)}
    assert len(names) == 5  # without arguments the folder does not matter
    package = tmp_path / "icb_tui"
    (package / "tui").mkdir(parents=True)
    (package / "tui" / "app.tcss").write_text("Screen {}")
    monkeypatch.setattr(icb_tui, "__file__", str(package / "__init__.py"))
    before = find_frame_file([], SIZE)
    os.utime(package / "tui" / "app.tcss", ns=(1, 1))
    assert find_frame_file([], SIZE) not in {before, *names}
