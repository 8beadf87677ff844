"""The query of a link to a view, read as options of the command line. Nothing of it can become another option."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from icb_tui.domain.errors import UserError
from icb_tui.output.view_links import LINK_WORDS
from icb_tui.text.cells import clean

MAX_VALUE = 1_000
"""The characters that a value may have: no filter that a person types is as long."""

REPEATED = {"evidence"}
"""The options that may be given more than once."""

OptionCheck = Callable[[Sequence[str]], None]
"""Takes the options of a link, as arguments of the command line; raises BadLink for those that mean nothing."""


class BadLink(UserError):
    """A link that shows no view; the message says why, and what was expected."""


def read_link(query: Iterable[tuple[str, str]], check: OptionCheck) -> tuple[str, ...]:
    """Return the options of a link, each as one argument such as --year=2023/24; raise BadLink.

    `query` is the names and values after the question mark, decoded.
    """
    options = collect_words(query, LINK_WORDS)
    arguments = tuple(f"--{name}={value}" for name, values in options.items() for value in values if value)
    if arguments:
        check(arguments)
    return arguments


def collect_words(query: Iterable[tuple[str, str]], known: Collection[str]) -> dict[str, list[str]]:
    """Return the values of each name of a query; raise BadLink for a name that is not known, and for no ordinary text.

    Empty values stay: a form sends them.
    """
    options: dict[str, list[str]] = {}
    for name, value in query:
        _check_pair(name, value, options, known)
        options.setdefault(name, []).append(value)
    return options


def _check_pair(name: str, value: str, before: dict[str, list[str]], known: Collection[str]) -> None:
    """Raise BadLink for what cannot be an option."""
    if name not in known:
        raise BadLink(f"unknown word “{_shorten(name)}” in the address; expected one of {', '.join(known)}")
    if name in before and name not in REPEATED:
        raise BadLink(f"“{name}” is given twice in the address; expected once")
    if len(value) > MAX_VALUE:
        raise BadLink(f"“{name}” has {len(value)} characters; expected at most {MAX_VALUE}")
    if not value.isprintable():
        raise BadLink(f"“{name}” has a control character: “{_shorten(value)}”; expected ordinary text")


def _shorten(text: str) -> str:
    return clean(text[:40]) + "…" * (len(text) > 40)
