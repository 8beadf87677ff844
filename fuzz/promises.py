"""Promises, and how a target says that one was not kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fuzz.hostile import harm


class Broken(AssertionError):
    """A promise that was not kept."""


def promise(kept: object, told: str) -> None:
    """Raise Broken where a promise is not kept."""
    if not kept:
        raise Broken(told)


def shown(text: str) -> None:
    """A text that people see is harmless to a terminal."""
    promise(text.isprintable() and not harm(text), f"it would reach a terminal: {text!a}")


def told_at(message: str, line: int, text: str) -> None:
    """A message can be shown, and names a line that is there."""
    shown(message)
    promise(1 <= line <= len(text.splitlines()) + 1, f"line {line} is not there")


def values(document: Any) -> Iterator[Any]:
    """Every key and value inside a plain document."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list | tuple):
            waiting += value
        else:
            yield value
