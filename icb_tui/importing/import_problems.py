"""What is wrong in a file that is imported, what is left out of it, and how its cells are quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from icb_tui.data_files.problems import MAX_COUNTED_PROBLEMS, Problem
from icb_tui.importing.choices import LeftOut
from icb_tui.text.cells import clean, join_names

MAX_PROBLEMS = 20
"""The problems that are listed; more are only counted."""

MAX_CELL_CHARACTERS = 300
"""The most characters of a cell that is used."""

_APOSTROPHE = re.compile(r"^'(?=[=+@-])")
"""What our own CSV files have before a text that a spreadsheet would take for a formula."""

MAX_LISTED = 26
"""The most columns or values that a message lists."""


EXAMPLE_CELLS = 4
"""The first filled cells of a row that is left out, which are shown as an example."""


class RowError(Exception):
    """A row that cannot be used: the place of the column (None: the whole row), and what is wrong."""

    def __init__(self, place: int | None, message: str) -> None:
        super().__init__(message)
        self.place = place


@dataclass
class ImportProblems:
    """The first problems of a file, each with its line and the header of its column, and how many there are."""

    first: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, column: str, message: str) -> None:
        self.count += 1
        if len(self.first) < MAX_PROBLEMS:
            self.first.append(Problem("", line, shorten_cell(column), message))

    @property
    def is_full(self) -> bool:
        """Whether there are so many that no more are looked for."""
        return self.count >= MAX_COUNTED_PROBLEMS


@dataclass
class LeftOutRows:
    """How many rows of each kind were left out, with the cells of the first of each, from `first_column` on."""

    first_column: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, cells: Sequence[str], count: int = 1) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + count
        if kind not in self.examples:
            filled = [cell for cell in (*cells[self.first_column :], *cells[: self.first_column]) if cell.strip()]
            self.examples[kind] = ", ".join(map(shorten_cell, filled[:EXAMPLE_CELLS]))

    def list_kinds(self) -> dict[str, LeftOut]:
        """The kinds in the order in which they were met."""
        return {kind: LeftOut(count, self.examples[kind]) for kind, count in self.counts.items()}


def shorten_cell(cell: str) -> str:
    """Return a cell as a message quotes it: on one line, shortened."""
    text = clean(cell[:60].strip())
    return f"{text[:40]}…" if len(text) > 40 else text


def quote_cells(cells: list[str], conjunction: str = "and") -> str:
    """Return cells as a message lists them, in quotation marks."""
    return join_names([f"“{shorten_cell(cell)}”" for cell in cells], MAX_LISTED, conjunction)


def normalise_text(text: str) -> str:
    """Return a text on one line, safe for a terminal, as it is read back from YAML."""
    while (again := " ".join(clean(text).split())) != text:
        text = again
    return text


def clean_text(cell: str) -> str:
    """Return the text of a cell, without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return normalise_text(_APOSTROPHE.sub("", cell))
