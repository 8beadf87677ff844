"""The line that a shell asks to be completed, as its script hands it over, and what the shell is answered."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping


class ShellLine:
    """A line as zsh hands it over: the complete `words` after the program, and the word that is `typed`.

    Raises LookupError or ValueError where the environment is not what the script sets.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        words, place = split_words(environment["COMP_WORDS"]), int(environment["COMP_CWORD"])
        self.words = words[1:place]
        self.typed = words[place] if -len(words) <= place < len(words) else ""

    def format_candidate(self, kind: str, word: str, meaning: str | None) -> str:
        """Return what the script reads of a candidate; zsh takes a colon for the end of a word that has a meaning."""
        return "\n".join((kind, word.replace(":", r"\:") if meaning not in (None, "", "_") else word, meaning or "_"))


class FishLine(ShellLine):
    """A line as fish hands it over."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        words, typed = split_words(environment["COMP_WORDS"])[1:], environment["COMP_CWORD"]
        self.typed = split_words(typed)[0] if typed else ""
        self.words = words[:-1] if self.typed and words[-1:] == [self.typed] else words

    def format_candidate(self, kind: str, word: str, meaning: str | None) -> str:
        """Return a candidate and, behind a tab, what it means, on one line."""
        on_a_line = (meaning or "").replace("\n", r"\n").replace("\t", " ")
        return f"{kind},{word}\t{on_a_line}" if on_a_line else f"{kind},{word}"


class BashLine(ShellLine):
    """A line as bash hands it over. It replaces what stands behind the last `:` or `=`, and quotes nothing itself."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        line, self._replaced = environment["COMP_WORDS"], environment["COMP_CWORD"]
        words = split_words(line)
        self._written = _find_last_word(line)
        self.words, self.typed = (words[1:-1], words[-1]) if self._written else (words[1:], "")

    def format_candidate(self, kind: str, word: str, meaning: str | None) -> str:
        """Return a candidate as it is typed in the quotation marks that were opened, without what bash leaves alone."""
        left_alone = self._written.removesuffix(self._replaced)
        quote = self._written[0] if self._written[:1] in ("'", '"') else ""
        whole = quote + _quote_for_bash(word, quote)
        return f"{kind},{whole[len(left_alone) :]}"


SHELL_LINES = {"bash": BashLine, "zsh": ShellLine, "fish": FishLine}
"""The lines of the shells that there is a script for."""


def split_words(line: str) -> list[str]:
    """Return the words of a line as a shell splits it; an open quotation mark ends with the line."""
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:
        words.append(lexer.token)
    return words


def _find_last_word(line: str) -> str:
    """The last word of a line as it was typed, with its quotation marks and backslashes; empty after a space."""
    words = re.findall(r"""(?:\\.|'[^']*(?:'|$)|"(?:\\.|[^"\\])*(?:"|$)|[^\s'"])+|\s+""", line, re.DOTALL)
    return "" if not words or words[-1].isspace() else words[-1]


def _quote_for_bash(text: str, quote: str) -> str:
    """A text as it is written after a quotation mark of that kind, or after none."""
    match quote:
        case "'":
            return text.replace("'", r"'\''")
        case '"':
            return re.sub(r'([$`"\\])', r"\\\1", text)
    return re.sub(r"([^\w@%+=:,./-])", r"\\\1", text)
