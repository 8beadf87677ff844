"""Command lines to copy and paste, quoted as the shells of the platform read them."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterable

PLAIN_WORD = re.compile(r"[\w./:\\+-]+", re.ASCII)
"""A word that means nothing but itself in cmd and in PowerShell."""

POWERSHELL_SIGNS = re.compile(r"[`$\u201c-\u201e]")
"""What PowerShell reads within quotation marks: its escape, a variable, and quotation marks of other shapes."""


def join_command(words: Iterable[str]) -> str:
    """Return a command line that a shell splits into these words."""
    return " ".join(map(quote_word, words))


def quote_word(word: str) -> str:
    """Return a word as it stands in a command line."""
    return quote_for_windows(word) if sys.platform == "win32" else shlex.quote(word)


def quote_for_windows(word: str) -> str:
    """Return a word as it stands in a command line of cmd and of PowerShell.

    PowerShell reads signs in quotation marks that cmd does not know (a variable, a curly quotation mark): before each
    stands a backtick, which cmd would hand on. Neither ever takes a part of the word for a command.
    """
    if PLAIN_WORD.fullmatch(word):
        return word
    doubled = re.sub(r'(\\*)("|\Z)', lambda found: found[1] * 2 + found[2] * 2, word)
    return '"' + POWERSHELL_SIGNS.sub(r"`\g<0>", doubled) + '"'
