"""The base of every error that whoever uses the program can mend."""

from __future__ import annotations

from typing import ClassVar, Literal


class UserError(Exception):
    """Something that whoever uses the program can mend; the message says what is wrong, and what would be right.

    `category` is what is wrong, of which the command line makes an exit code. `details` are lines that follow the
    message, such as the place in a query.
    """

    category: ClassVar[Literal["usage", "no match", "ambiguous", "data"]] = "usage"
    details: tuple[str, ...] = ()
