"""The base of every error that whoever uses the program can mend, and what any output may meet."""

from __future__ import annotations

from typing import ClassVar, Literal


class UserError(Exception):
    """Something that whoever uses the program can mend; the message says what is wrong, and what would be right.

    `category` is what is wrong, of which the command line makes an exit code. `details` are lines that follow the
    message, such as the place in a query.
    """

    category: ClassVar[Literal["usage", "no match", "ambiguous", "data"]] = "usage"
    details: tuple[str, ...] = ()


MOST_CHARACTERS = 100_000_000
"""The most characters that are printed, or written into a file."""


class OutputTooLarge(UserError):
    """Something to print that has more than MOST_CHARACTERS."""

    def __init__(self) -> None:
        super().__init__("the output is larger than 100 MB; ask for it in parts, with fewer rows or columns")
