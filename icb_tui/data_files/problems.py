"""What can be wrong with a file, apart from what reads it: reporting it needs neither YAML nor msgspec."""

from __future__ import annotations

from typing import NamedTuple

from icb_tui.domain.errors import UserError


class Problem(NamedTuple):
    """One thing that is wrong in a file.

    `file` is empty where the reader of a text does not know it, `line` counts from 1 (None: on no line), `key` is the
    key or the column (empty: the file or the line as a whole).
    """

    file: str
    line: int | None
    key: str
    message: str

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line) if part)
        return ": ".join(part for part in (where, self.key, self.message) if part)


class FileError(UserError):
    """A file that cannot be used: why, and on which line from 1 (None: on no line)."""

    category = "data"

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class DataError(UserError):
    """The data files cannot be used; `problems` says why, in the order of the files and lines."""

    category = "data"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class DataChanged(DataError):
    """The data files are no longer those that were read, and what was read of them is gone."""

    def __init__(self) -> None:
        super().__init__([Problem("", None, "", "the data files have changed since they were read; run icb-tui again")])
