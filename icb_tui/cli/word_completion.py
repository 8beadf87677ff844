"""A word of a line without options, completed for a shell: click, which reads any other line, is not loaded for it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, repeat
from pathlib import Path

from icb_tui.cli.arguments import find_data_folders
from icb_tui.cli.commands import COMMANDS
from icb_tui.cli.completion import (
    COMPLETE_VARIABLE,
    Candidate,
    FindCandidates,
    ask_data,
    complete_aim,
    complete_board,
    complete_board_or_group,
    complete_filter,
)
from icb_tui.cli.shell_lines import SHELL_LINES

WORDS: dict[str, Iterable[FindCandidates]] = {
    "list": repeat(complete_filter),
    "indicators": repeat(complete_filter),
    "coverage": repeat(complete_filter),
    "show": [complete_board],
    "similar": [complete_board],
    "brief": repeat(complete_board),
    "sets": repeat(complete_board),
    "compare": repeat(complete_board_or_group),
    "map": [complete_aim],
    "why": [complete_board, complete_aim],
}
"""What the words after a command can be, one after the other; a test holds it to the arguments of the commands."""


NAMES = sorted([*COMMANDS, "pick"])
"""The commands, and the one that is no module of its own."""


def complete_plain_word(environment: Mapping[str, str]) -> bool:
    """Print what the last word of a shell's line can be; return False where click has to read the line."""
    shell, _, task = environment[COMPLETE_VARIABLE].partition("_")
    if task != "complete" or shell not in SHELL_LINES:
        return False
    try:
        line = SHELL_LINES[shell](environment)
        found = find_candidates(line.words, line.typed, with_meaning=shell != "bash")
        if found is None:
            return False
        lines = [line.format_candidate("plain", word, meaning or None) for word, meaning in found]
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
    except (LookupError, ValueError):  # what is no line, or cannot be written
        return False
    return True


def find_candidates(words: Sequence[str], typed: str, *, with_meaning: bool) -> list[Candidate] | None:
    """Return what a word can be that follows others, in part `typed`; None where click has to read them."""
    if typed == "=" or any(word.startswith("-") for word in (*words, typed)):
        return None
    if words:
        find = _find_kind(words)
        return find and ask_data(find, _find_own_folders, typed)
    if with_meaning:  # which takes every command
        return None
    names = [(name, "") for name in NAMES if name.startswith(typed)]
    return [*names, *(ask_data(complete_board, _find_own_folders, typed) if typed else ())]


def _find_kind(words: Sequence[str]) -> FindCandidates | None:
    """What the next word is: after a command one of its words, after the name of a board an aim."""
    if words[0] not in NAMES:
        return complete_aim
    return next(islice(WORDS.get(words[0], ()), len(words) - 1, None), None)


def _find_own_folders() -> list[Path]:
    """The folders of the data without an option."""
    return find_data_folders(())
