"""What can be wrong with a file, apart from what reads it: reporting it needs neither YAML nor msgspec."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from icb_tui.domain.errors import UserError

MAX_LISTED_PROBLEMS = 100
"""How many problems are listed; more are only counted."""

MAX_COUNTED_PROBLEMS = 10_000
"""How many problems are counted; where there are so many, no more are looked for."""

MAX_KEY_CHARACTERS, MAX_MESSAGE_CHARACTERS = 200, 1_000
"""How much of a key and of a message a problem repeats: both hold texts of the file, which may be of any length."""


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


def make_problem(file: str, line: int | None, key: str, message: str) -> Problem:
    """Return a problem that repeats no more of a file than people read."""
    return Problem(file, line, shorten_text(key, MAX_KEY_CHARACTERS), shorten_text(message, MAX_MESSAGE_CHARACTERS))


def shorten_text(text: str, most: int) -> str:
    """Return a text of at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def list_first_problems(problems: Sequence[Problem], count: int) -> list[Problem]:
    """Return the first problems and, where there are more, one that says how many; `count` is how many there are."""
    first = list(problems[:MAX_LISTED_PROBLEMS])
    return [*first, *(Problem("", None, "", more) for more in describe_more_problems(count, len(first)))]


def describe_more_problems(count: int, listed: int) -> list[str]:
    """Return “and 900 more problems”, or nothing where all are listed."""
    return [f"and {describe_problem_count(count, count - listed)}"] if count > listed else []


def describe_problem_count(count: int, more: int | None = None) -> str:
    """Return “1 problem”, “at least 10,000 problems”; with `more`, how many of them there are beside those listed."""
    at_least = "at least " * (count >= MAX_COUNTED_PROBLEMS)
    number = count if more is None else more
    return f"{at_least}{number:,} {'more ' * (more is not None)}problem{'s' * (number != 1)}"


class FileError(UserError):
    """A file that cannot be used: why, and on which line from 1 (None: on no line)."""

    category = "data"

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class DataError(UserError):
    """The data files cannot be used: `problems` are the first reasons, by files and lines, of `count` at least.

    Where there are more, the last of `problems` says how many.
    """

    category = "data"

    def __init__(self, problems: Sequence[Problem], count: int | None = None) -> None:
        self.count = len(problems) if count is None else count
        self.problems = list_first_problems(problems, self.count)
        super().__init__("\n".join(map(str, self.problems)))


class DataChanged(DataError):
    """The data files are no longer those that were read, and what was read of them is gone."""

    def __init__(self) -> None:
        super().__init__([Problem("", None, "", "the data files have changed since they were read; run icb-tui again")])
