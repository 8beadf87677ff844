"""A report: what a command tells, wherever it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from icb_tui.output.formats import Table


class Report(NamedTuple):
    """A table, and what to say beside it: the notes, a sentence each.

    `options` are those of the explorer that show the same, each a name such as --year followed by its value.
    `is_found` is False where nothing matched.
    """

    table: Table
    options: Sequence[str] = ()
    notes: Sequence[str] = ()
    is_found: bool = True
