"""Whose words a finding holds, and who reports them."""

from __future__ import annotations

from collections.abc import Iterable

from icb_tui.text.cells import join_names

MAX_REPORTERS = 3
"""How many reporters are named of findings under one heading; the others are counted."""


def name_speaker(voice: str, reporters: Iterable[str] = (), *, comma: bool = True) -> str:
    """Return “NHS England, as reported by Healthcare Leader”.

    `reporters` has an entry for each finding; an empty one is a finding in a document of the speaker's own.
    """
    reporters = list(dict.fromkeys(reporters))
    named = [reporter for reporter in reporters if reporter]
    if not named:
        return voice
    if (left := len(named) - MAX_REPORTERS) > 0:
        named[MAX_REPORTERS:] = [f"{left} {'other' if left == 1 else 'others'}"]
    part = "in part " if "" in reporters else ""
    return f"{voice}{',' if comma else ''} {part}as reported by {join_names(named, 99, 'and')}"
