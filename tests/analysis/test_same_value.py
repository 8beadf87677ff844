"""Boards have the same value where it is shown the same: on the screen, in the command and in the export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import run
from msgspec.structs import replace
from screen import read_last_screen

from icb_tui.data_files.loader import load_dataset
from icb_tui.domain.dataset import Dataset
from icb_tui.output.compare_tables import make_compare_table
from icb_tui.pages.gather import gather_comparison
from icb_tui.store.store import Store

INDICATORS = """\
indicators:
  - {id: close, name: Close together, aim: leadership, unit: "%", decimals: 1, better: higher, source: me,
     values: {2024/25: {QWU: 70.01, QK1: 70.04}}}
  - {id: apart, name: Far apart, aim: leadership, unit: "%", decimals: 1, better: higher, source: me,
     values: {2024/25: {QWU: 70.04, QK1: 70.05}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "indicators.yaml").write_text(INDICATORS)
    return tmp_path


@pytest.fixture
def dataset(folder: Path) -> Dataset:
    return load_dataset(over=[folder])


def test_the_screen_hides_values_that_look_the_same(dataset: Dataset) -> None:
    screen = read_last_screen("d", "i", compared=("QWU", "QK1"), dataset=dataset, size=(120, 100))
    assert "Far apart" in screen and "Close together" not in screen


def test_the_command_hides_them_too(folder: Path) -> None:
    printed = run("--data", str(folder), "compare", "QWU", "QK1", "-d").stdout
    assert "Far apart" in printed and "Close together" not in printed


def test_the_export_leaves_them_out_in_every_format(dataset: Dataset) -> None:
    sides = gather_comparison(Store(dataset), ("QWU", "QK1"), (), "2023/24", ())
    table = make_compare_table(replace(sides, only_differences=True), "all")
    rows = {row[0] for row in table.rows}
    assert "apart" in rows and "close" not in rows
    indicators = {each["indicator"] for each in table.objects["indicators"]}
    assert "apart" in indicators and "close" not in indicators
    assert "Close together" not in json.dumps([part.lines for part in table.parts])
    whole = make_compare_table(sides, "all")
    assert {"apart", "close"} <= {row[0] for row in whole.rows}
