"""A line that is typed in: its text and its caret, and the pure steps from key to key."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from msgspec import Struct

from icb_tui.text.cells import cell_width, clean
from icb_tui.text.spans import Span, clip_spans

MAX_CHARACTERS = 2000
"""The characters that a line may have; what is pasted beyond them is left out."""


def describe_cut_paste(text: str, line: LineEdit) -> str:
    """Return what to say of a text that was put into a line: whether all of it is there."""
    whole = len(line.text) < MAX_CHARACTERS or len(text) < MAX_CHARACTERS
    return "" if whole else f"Pasted only in part: the line holds {MAX_CHARACTERS:,} characters."


class LineEdit(Struct, frozen=True):
    """A line of text with a caret before one of its characters, or behind the last."""

    text: str = ""
    caret: int = 0

    @classmethod
    def with_text(cls, text: str) -> LineEdit:
        """An editor with the caret behind its text."""
        return cls(text, len(text))

    def insert(self, text: str) -> LineEdit:
        """The line with a text, made safe to show, put in at the caret."""
        new = clean(text)[: MAX_CHARACTERS - len(self.text)]
        return LineEdit(self.text[: self.caret] + new + self.text[self.caret :], self.caret + len(new))

    def press_key(self, key: str, character: str | None) -> LineEdit | None:
        """The line after a key; None where the key means nothing to it."""
        if step := _KEY_STEPS.get(key):
            return step(self)
        return self.insert(character) if character and character.isprintable() else None

    def delete_range(self, start: int, end: int) -> LineEdit:
        """The line without what stands from `start` up to `end`, the caret there."""
        start, end = max(start, 0), min(end, len(self.text))
        return LineEdit(self.text[:start] + self.text[end:], start)

    def move_caret(self, caret: int) -> LineEdit:
        """The line with the caret elsewhere, as far as it is long."""
        return LineEdit(self.text, min(max(caret, 0), len(self.text)))

    @property
    def word_start(self) -> int:
        """Where the word before the caret begins."""
        return self.text[: self.caret].rstrip().rfind(" ") + 1

    def first_visible(self, cells: int) -> int:
        """The first character that is shown in so many cells: the line is scrolled so that the caret is seen."""
        at = cell_width(self.text[self.caret : self.caret + 1]) or 1
        more = self.caret + 1 < len(self.text)

        def fits(start: int) -> bool:
            return cell_width(self.text[start : self.caret]) + at + more <= cells

        return min(bisect_left(range(self.caret + 1), True, key=fits), self.caret)

    def to_spans(self, cells: int, hint: str = "") -> Sequence[Span]:
        """The line in so many cells, the caret on it; a long one is scrolled so that the caret is seen."""
        start = self.first_visible(cells)
        before = _mark_scrolled(self.text[start : self.caret]) if start else self.text[: self.caret]
        at = self.text[self.caret : self.caret + 1] or " "
        hinted = Span(f" {hint}", "dim") if hint and not self.text else Span(self.text[self.caret + 1 :])
        return clip_spans((Span(before), Span(at, "bright", "cell"), hinted), cells)


def _mark_scrolled(text: str) -> str:
    """The text with a sign in place of its first character that more stands before it."""
    first = next((n for n in range(1, len(text) + 1) if cell_width(text[:n])), 0)
    return "…" + " " * (cell_width(text[:first]) - 1) + text[first:] if first else text


_KEY_STEPS: dict[str, Callable[[LineEdit], LineEdit]] = {
    "backspace": lambda line: line.delete_range(line.caret - 1, line.caret),
    "ctrl+h": lambda line: line.delete_range(line.caret - 1, line.caret),
    "delete": lambda line: line.delete_range(line.caret, line.caret + 1),
    "ctrl+w": lambda line: line.delete_range(line.word_start, line.caret),
    "ctrl+u": lambda line: line.delete_range(0, line.caret),
    "ctrl+k": lambda line: line.delete_range(line.caret, len(line.text)),
    "left": lambda line: line.move_caret(line.caret - 1),
    "right": lambda line: line.move_caret(line.caret + 1),
    "home": lambda line: line.move_caret(0),
    "ctrl+a": lambda line: line.move_caret(0),
    "end": lambda line: line.move_caret(len(line.text)),
    "ctrl+e": lambda line: line.move_caret(len(line.text)),
}
