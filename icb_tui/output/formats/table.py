"""A table to write, and how the pieces of what is written become one text, no longer than it may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from icb_tui.domain.errors import MOST_CHARACTERS, OutputTooLarge

if TYPE_CHECKING:
    from icb_tui.output.html_pages.markup import HtmlPage, LinkBoard

Value = str | int | float | None


class ExactNumber(str):
    """A number with more digits than a float has, as it is written: no text, though it may begin with a minus."""

    __slots__ = ()


PAGE_WIDTH = 80
"""The cells of a line of prose where it does not go to a terminal."""


class TablePart(NamedTuple):
    """What people read: a title, notes (a sentence each), lines as they are, lines of Markdown, and a table."""

    title: str = ""
    notes: Sequence[str] = ()
    prose: Sequence[str] = ()
    markdown: Sequence[str] = ()
    heads: tuple[str, ...] = ()
    lines: Sequence[Sequence[str]] = ()


class Table(NamedTuple):
    """What to print: for people (`parts`), for spreadsheets (`columns`, `rows`), for programs (`objects`).

    Where the columns have `types` (DuckDB's), `objects` has an object a row with a value a column. A page of HTML is
    called by the `title`, else by that of its first part; `make_html` makes it, where it is not made of the `parts`.
    """

    parts: Sequence[TablePart]
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    objects: Any
    types: tuple[str, ...] = ()
    make_html: Callable[[LinkBoard], HtmlPage] | None = None
    title: str = ""


def join_pieces(pieces: Iterable[str]) -> str:
    """Return pieces of text as one; raise OutputTooLarge before there is more than what is written."""
    joined, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > MOST_CHARACTERS:
            raise OutputTooLarge
        joined.append(piece)
    return "".join(joined)
