"""Answers that are remembered, so that a question is asked once."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_Answer = TypeVar("_Answer")

MAX_REMEMBERED = 64
"""How many answers are remembered of each question that is asked again and again; the one used longest ago goes."""


class AnswerMemory:
    """The last answers to each question.

    Each question has its own, so that many of one kind (a typed quotation) push out no other. No lru_cache: it would
    hold the store, and with it the open database, until a collection of garbage.
    """

    def __init__(self) -> None:
        self._remembered: dict[str, OrderedDict[Hashable, Any]] = defaultdict(OrderedDict)

    def answer_once(self, question: Callable[..., _Answer], *arguments: Hashable) -> _Answer:
        """Return the answer to a question, asked only where it is not among those remembered."""
        known = self._remembered[question.__name__]
        if arguments in known:
            known.move_to_end(arguments)
        else:
            known[arguments] = question(*arguments)
            if len(known) > MAX_REMEMBERED:
                known.popitem(last=False)
        answer: _Answer = known[arguments]
        return answer
