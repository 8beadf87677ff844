"""The screens at three sizes, as text; `pytest tests/tui/test_snapshots.py --snapshot-update` writes them anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from screen import SIZES, SNAPSHOTS, read_last_screen

from icb_tui.filters.terms import Term, make_filter

NOTHING = make_filter([Term("region", "Y60"), Term("rating", "concern")])
SCENES: dict[str, tuple[str, ...]] = {
    "browser": (),
    "why-llr": ("3", "s", "g"),
    "filters": ("f", "down", "down", "down", "space"),
    "by-region": ("s", "s", "s", "g", "space", "space", "k"),
    "by-region-indicators": ("s", "s", "s", "g", "i", "4"),
    "palette": ("ctrl+p", *"year"),
    "board": ("3", "s", "g", "enter"),
    "why": ("1", "s", "g", "w"),
    "self-reported": ("o", "o", "3"),
    "tray": ("n",),
    "coverage": ("v",),
    "indicators": ("i", "4", "s", "g"),
    "indicator": ("i", "4", "s", "g", "enter"),
    "compare-figures": ("3", "s", "g", "space", "space", "k", "c", "i", "+"),
    "compare": ("3", "s", "g", "space", "space", "k", "c"),
}


def check_snapshot(name: str, screen: str, update: bool) -> None:
    path = SNAPSHOTS / f"{name}.txt"
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(screen)
    assert screen == path.read_text()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", SCENES)
def test_the_screen_is_as_it_was(scene: str, size: tuple[int, int], pytestconfig: pytest.Config) -> None:
    screen = read_last_screen(*SCENES[scene], size=size)
    check_snapshot(f"{scene}-{size[0]}x{size[1]}", screen, bool(pytestconfig.getoption("--snapshot-update")))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_empty_table_is_as_it_was(size: tuple[int, int], pytestconfig: pytest.Config) -> None:
    screen = read_last_screen(wanted=NOTHING, size=size)
    check_snapshot(f"empty-{size[0]}x{size[1]}", screen, bool(pytestconfig.getoption("--snapshot-update")))


def test_every_snapshot_belongs_to_a_scene() -> None:
    stems = {path.stem.rsplit("-", 1)[0] for path in Path(SNAPSHOTS).glob("*.txt")}
    assert stems == {*SCENES, "empty"}
