"""Sets of boards kept under names: what is written, where, and what is said when it cannot be."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from icb_tui.user import board_sets


@pytest.fixture(autouse=True)
def sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the sets, in a folder that does not exist yet."""
    path = tmp_path / "new" / "sets.json"
    monkeypatch.setattr(board_sets, "sets_file", lambda: path)
    return path


def test_a_set_is_kept_by_its_name_and_replaced_whole() -> None:
    assert board_sets.read_board_sets() == {}
    assert board_sets.save_board_set("  my   peers ", ["QK1", "QWU"]) == "my peers"
    board_sets.save_board_set("my peers", ["QNX"])
    board_sets.save_board_set("a", ["QE1"])
    assert board_sets.read_board_sets() == {"a": ("QE1",), "my peers": ("QNX",)}


def test_a_dropped_set_is_gone_and_an_unknown_one_is_named() -> None:
    board_sets.save_board_set("a", ["QE1"])
    with pytest.raises(board_sets.BoardSetsError, match="unknown set “b”; expected one of a"):
        board_sets.delete_board_set("b")
    board_sets.delete_board_set("a")
    assert board_sets.read_board_sets() == {}


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_name_has_a_length(name: str) -> None:
    with pytest.raises(board_sets.BoardSetsError, match="a set needs a name of 1 to 40 characters"):
        board_sets.save_board_set(name, ["QE1"])


def test_a_hostile_name_is_kept_harmless() -> None:
    assert board_sets.save_board_set("\x1b[31m[red]\n", ["QE1"]) == "␛[31m[red]"


def test_an_empty_set_is_none() -> None:
    with pytest.raises(board_sets.BoardSetsError, match="at least one board"):
        board_sets.save_board_set("a", [])


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 3}', "\udcff"])
def test_a_broken_file_is_named_and_never_overwritten(text: str, sets: Path) -> None:
    sets.parent.mkdir()
    sets.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(board_sets.BoardSetsError, match="is not a valid file of sets"):
        board_sets.save_board_set("a", ["QE1"])
    assert sets.read_bytes() == text.encode(errors="surrogateescape")


@pytest.mark.parametrize("name", ["sets.json", "sets.lock"])
def test_a_pipe_in_place_of_a_file_is_not_waited_for(name: str, sets: Path) -> None:
    sets.parent.mkdir()
    os.mkfifo(sets.with_name(name))
    with pytest.raises(board_sets.BoardSetsError, match=r"sets\.json"):
        board_sets.save_board_set("a", ["QE1"])


def test_the_file_is_written_whole_and_has_the_mode_of_the_umask(sets: Path) -> None:
    before = os.umask(0o027)
    try:
        board_sets.save_board_set("a", ["QE1"])
    finally:
        os.umask(before)
    assert stat.S_IMODE(sets.stat().st_mode) == 0o640
    assert sorted(path.name for path in sets.parent.iterdir()) == ["sets.json", "sets.lock"]
    assert json.loads(sets.read_text()) == {"a": ["QE1"]}


def test_where_nothing_can_be_written_it_says_so(sets: Path) -> None:
    sets.parent.write_text("a file where the folder should be")
    with pytest.raises(board_sets.BoardSetsError, match="cannot be"):
        board_sets.save_board_set("a", ["QE1"])
