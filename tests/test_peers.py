"""Sets of boards kept under names: what is written, where, and what is said when it cannot be."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from icb_tui import peers


@pytest.fixture(autouse=True)
def sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the sets, in a folder that does not exist yet."""
    path = tmp_path / "new" / "sets.json"
    monkeypatch.setattr(peers, "place", lambda: path)
    return path


def test_a_set_is_kept_by_its_name_and_replaced_whole() -> None:
    assert peers.kept() == {}
    assert peers.keep("  my   peers ", ["QK1", "QWU"]) == "my peers"
    peers.keep("my peers", ["QNX"])
    peers.keep("a", ["QE1"])
    assert peers.kept() == {"a": ("QE1",), "my peers": ("QNX",)}


def test_a_dropped_set_is_gone_and_an_unknown_one_is_named() -> None:
    peers.keep("a", ["QE1"])
    with pytest.raises(peers.PeersError, match="there is no set “b”; the sets are a"):
        peers.drop("b")
    peers.drop("a")
    assert peers.kept() == {}


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_name_has_a_length(name: str) -> None:
    with pytest.raises(peers.PeersError, match="a set needs a name of 1 to 40 characters"):
        peers.keep(name, ["QE1"])


def test_a_hostile_name_is_kept_harmless() -> None:
    assert peers.keep("\x1b[31m[red]\n", ["QE1"]) == "␛[31m[red]"


def test_an_empty_set_is_none() -> None:
    with pytest.raises(peers.PeersError, match="at least one board"):
        peers.keep("a", [])


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 3}', "\udcff"])
def test_a_broken_file_is_named_and_never_overwritten(text: str, sets: Path) -> None:
    sets.parent.mkdir()
    sets.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(peers.PeersError, match="is no file of sets"):
        peers.keep("a", ["QE1"])
    assert sets.read_bytes() == text.encode(errors="surrogateescape")


def test_the_file_is_written_whole_and_has_the_mode_of_the_umask(sets: Path) -> None:
    before = os.umask(0o027)
    try:
        peers.keep("a", ["QE1"])
    finally:
        os.umask(before)
    assert stat.S_IMODE(sets.stat().st_mode) == 0o640
    assert sorted(path.name for path in sets.parent.iterdir()) == ["sets.json", "sets.lock"]
    assert json.loads(sets.read_text()) == {"a": ["QE1"]}


def test_where_nothing_can_be_written_it_says_so(sets: Path) -> None:
    sets.parent.write_text("a file where the folder should be")
    with pytest.raises(peers.PeersError, match="cannot be"):
        peers.keep("a", ["QE1"])
