"""A line that is typed in: its text and its caret, and the pure steps from key to key."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from msgspec import Struct

from icb_tui.lines import Run, clipped
from icb_tui.text import clean, width

LONGEST = 2000
"""The characters that a line may have; what is pasted beyond them is left out."""


def told_cut(text: str, line: Editor) -> str:
    """Return what to say of a text that was put into a line: whether all of it is there."""
    whole = len(line.text) < LONGEST or len(text) < LONGEST
    return "" if whole else f"A line takes {LONGEST:,} characters; the rest of what was pasted is left out."


class Editor(Struct, frozen=True):
    """A line of text with a caret before one of its characters, or behind the last."""

    text: str = ""
    caret: int = 0

    @classmethod
    def holding(cls, text: str) -> Editor:
        """An editor with the caret behind its text."""
        return cls(text, len(text))

    def insert(self, text: str) -> Editor:
        """The line with a text, made safe to show, put in at the caret."""
        new = clean(text)[: LONGEST - len(self.text)]
        return Editor(self.text[: self.caret] + new + self.text[self.caret :], self.caret + len(new))

    def pressed(self, key: str, character: str | None) -> Editor | None:
        """The line after a key; None where the key means nothing to it."""
        if step := _STEPS.get(key):
            return step(self)
        return self.insert(character) if character and character.isprintable() else None

    def cut(self, start: int, end: int) -> Editor:
        """The line without what stands from `start` up to `end`, the caret there."""
        start, end = max(start, 0), min(end, len(self.text))
        return Editor(self.text[:start] + self.text[end:], start)

    def at(self, caret: int) -> Editor:
        """The line with the caret elsewhere, as far as it is long."""
        return Editor(self.text, min(max(caret, 0), len(self.text)))

    @property
    def word(self) -> int:
        """Where the word before the caret begins."""
        return self.text[: self.caret].rstrip().rfind(" ") + 1

    def first(self, cells: int) -> int:
        """The first character that is shown in so many cells: the line is scrolled so that the caret is seen."""
        at = width(self.text[self.caret : self.caret + 1]) or 1
        more = self.caret + 1 < len(self.text)

        def fits(start: int) -> bool:
            return width(self.text[start : self.caret]) + at + more <= cells

        return min(bisect_left(range(self.caret + 1), True, key=fits), self.caret)

    def runs(self, cells: int, hint: str = "") -> Sequence[Run]:
        """The line in so many cells, the caret on it; a long one is scrolled so that the caret is seen."""
        start = self.first(cells)
        before = _signed(self.text[start : self.caret]) if start else self.text[: self.caret]
        at = self.text[self.caret : self.caret + 1] or " "
        hinted = Run(f" {hint}", "dim") if hint and not self.text else Run(self.text[self.caret + 1 :])
        return clipped((Run(before), Run(at, "bright", "cell"), hinted), cells)


def _signed(text: str) -> str:
    """The text with a sign in place of its first character that more stands before it."""
    first = next((n for n in range(1, len(text) + 1) if width(text[:n])), 0)
    return "…" + " " * (width(text[:first]) - 1) + text[first:] if first else text


_STEPS: dict[str, Callable[[Editor], Editor]] = {
    "backspace": lambda line: line.cut(line.caret - 1, line.caret),
    "ctrl+h": lambda line: line.cut(line.caret - 1, line.caret),
    "delete": lambda line: line.cut(line.caret, line.caret + 1),
    "ctrl+w": lambda line: line.cut(line.word, line.caret),
    "ctrl+u": lambda line: line.cut(0, line.caret),
    "ctrl+k": lambda line: line.cut(line.caret, len(line.text)),
    "left": lambda line: line.at(line.caret - 1),
    "right": lambda line: line.at(line.caret + 1),
    "home": lambda line: line.at(0),
    "ctrl+a": lambda line: line.at(0),
    "end": lambda line: line.at(len(line.text)),
    "ctrl+e": lambda line: line.at(len(line.text)),
}
