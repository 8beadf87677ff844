"""What can be wrong with a file, apart from what reads it: reporting it needs neither YAML nor msgspec."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong in a file; `line` counts from 1 (None: of no line), `key` is empty for the whole file."""

    file: str
    line: int | None
    key: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (where, self.key, self.message) if part)


class DataError(Exception):
    """The data files cannot be used; `problems` says why, in the order of the files and lines."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class DataChanged(DataError):
    """The data files are no longer those that were read, and what was read of them is gone."""

    def __init__(self) -> None:
        super().__init__([Problem("", None, "", "the data files have changed since they were read; run it again")])
