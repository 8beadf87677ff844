"""Data that wants to harm the screen: markup, escape sequences, endless names, marks and right-to-left text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_data import write_hostile_board
from rich.cells import cell_len
from screen import press_keys

from icb_tui.data_files.loader import load_dataset


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 16)])
def test_its_text_is_shown_literally_and_breaks_no_column(size: tuple[int, int], tmp_path: Path) -> None:
    data = load_dataset(write_hostile_board(tmp_path))
    screens = press_keys("g", "1", "space", "space", "k", "c", "escape", "k", "enter", size=size, dataset=data)
    for screen in screens:
        assert all(character == "\n" or character.isprintable() for character in screen)
        assert all(cell_len(line) <= size[0] for line in screen.splitlines())
    rows = screens[2].splitlines()
    strong, others = next(row for row in rows if "A[b]Very long" in row), [row for row in rows if "BLMK" in row]
    if others:  # the labels are left out of the smallest screen
        assert cell_len(strong.split("S △")[0]) == cell_len(others[0].split(" ≈")[0]) + 1
    page = " ".join(screens[-1].split())
    assert "[red]not red[/i] [x=1] ␛]0;owned" in page or size[1] < 40


def test_nothing_of_it_can_be_obeyed_by_a_terminal(tmp_path: Path) -> None:
    data = load_dataset(write_hostile_board(tmp_path))
    finding = next(finding for finding in data.findings if finding.id == "A006")
    assert finding.summary == "[red]not red[/i] [x=1] ␛]0;owned␇ ␛[2J back␈space"
    for text in (finding.summary, finding.note or "", finding.aspect or ""):
        assert text.isprintable()
