"""Sheets made of texts or rows, and what an import makes of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from icb_tui.data_files.loader import load_dataset
from icb_tui.importing.board_index import index_boards
from icb_tui.importing.choices import ImportChoices
from icb_tui.importing.indicator_drafts import ImportResult
from icb_tui.importing.indicator_reader import read_indicators
from icb_tui.importing.layout_finder import FoundLayout, find_layout
from icb_tui.sheets.encodings import find_encoding
from icb_tui.sheets.separated_text import open_text
from icb_tui.sheets.sheet import Row, Sheet
from icb_tui.sheets.sheet_file import SheetFile

DATA = load_dataset()
BOARDS = index_boards(DATA)


@dataclass(frozen=True)
class FileInMemory(SheetFile):
    """The bytes of a file that is nowhere on a disk."""

    raw: bytes = b""

    def open_bytes(self) -> BinaryIO:
        return io.BytesIO(self.raw)


def read_text_sheet(text: str | bytes) -> Sheet:
    """A text of separated cells as a sheet."""
    raw = text.encode() if isinstance(text, str) else text
    file = FileInMemory(Path("figures.csv"), "figures.csv", ".csv", raw)
    return open_text(file, find_encoding(file))


def make_sheet(rows: Sequence[Sequence[str]], kind: str = "CSV") -> Sheet:
    """A sheet of these rows; as elsewhere, blank ones are counted but not read."""
    numbered = [Row(line, list(cells)) for line, cells in enumerate(rows, 1) if any(map(str.strip, cells))]
    return Sheet("figures", "", kind, lambda: iter(numbered), line_word="line" if kind == "CSV" else "row")


def find_sheet_layout(sheet: Sheet, choices: ImportChoices | None = None) -> FoundLayout:
    return find_layout(sheet, choices or ImportChoices(), BOARDS)


def import_sheet(sheet: Sheet, choices: ImportChoices | None = None) -> ImportResult:
    """What a sheet holds that leaves nothing to ask."""
    choices = choices or ImportChoices()
    found = find_layout(sheet, choices, BOARDS)
    assert found.questions == ()
    if found.problems.count:
        return ImportResult(problems=found.problems)
    assert found.layout
    return read_indicators(sheet, found.layout, choices, BOARDS)


def list_values(result: ImportResult) -> list[dict[str, dict[str, float]]]:
    """The values of each indicator, where nothing is wrong."""
    assert result.problems.first == []
    return [indicator.values for indicator in result.indicators]
