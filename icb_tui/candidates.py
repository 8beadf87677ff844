"""What an argument or option can be, for the shell's completion: words of the data, each with its full name as help."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from icb_tui.model import Dataset, Icb

Candidate = tuple[str, str]
"""A word to type, and what it means."""

Complete = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[str]]"]


def _items(found: Iterable[Candidate]) -> list[CompletionItem[str]]:
    from click.shell_completion import CompletionItem

    from icb_tui.text import clean

    return [CompletionItem(clean(word), help=clean(meaning)) for word, meaning in found]


def _beginning(found: Iterable[Candidate], typed: str) -> Iterator[Candidate]:
    return ((word, meaning) for word, meaning in found if word.casefold().startswith(typed.casefold()))


def _icbs(data: Dataset, typed: str) -> list[Candidate]:
    """Each board once: by its label, code or short name, whichever begins so; where none does, by a later word."""
    wanted = typed.casefold()
    found = [(form, icb.name) for icb in data.icbs if (form := _form(icb, wanted))]
    return found or [
        (icb.short_name, f"{icb.name} ({icb.code})") for icb in data.icbs if f" {wanted}" in icb.short_name.casefold()
    ]


def _form(icb: Icb, wanted: str) -> str | None:
    forms = (icb.label, icb.code, icb.short_name)
    return next((form for form in forms if form.casefold().startswith(wanted)), None)


def _some_icbs(data: Dataset, typed: str) -> list[Candidate]:
    """The boards after the last comma, by label and code, which hold no comma."""
    before, comma, last = typed.rpartition(",")
    forms = [(form, icb.name) for icb in data.icbs for form in ((icb.label, icb.code) if last else (icb.label,))]
    return [(before + comma + form, meaning) for form, meaning in _beginning(forms, last)]


def _columns(data: Dataset, typed: str) -> list[Candidate]:
    """Boards and, beside them, regions and England."""
    from icb_tui.facts import ENGLAND

    regions = [(_short(region.aliases, region.name), region.name) for region in data.regions]
    named = [*regions, *((region.name, region.code) for region in data.regions if typed), (ENGLAND, "all boards")]
    return [*_icbs(data, typed), *dict(_beginning(named, typed)).items()]


def _short(aliases: tuple[str, ...], name: str) -> str:
    return next((alias for alias in aliases if alias.isalnum()), name)


def _aims(data: Dataset, typed: str) -> list[Candidate]:
    """Numbers where nothing is typed, else words too."""
    from icb_tui.rules import words_of

    numbers = [(str(number), aim.short_name) for number, aim in enumerate(data.aims, 1)]
    words = [(word, aim.short_name) for aim in data.aims for word in words_of(aim) if typed and word.isalnum()]
    return list(_beginning([*numbers, *words], typed))


def _years(data: Dataset, typed: str) -> list[Candidate]:
    return list(_beginning([(year, "") for year in data.years], typed.replace("-", "/")))


def _voices(data: Dataset, typed: str) -> list[Candidate]:
    from icb_tui.grammar import words_beginning

    return [*_beginning([("all", "All voices")], typed), *words_beginning(typed, data, facet="voice")]


def _indicators(data: Dataset, typed: str) -> list[Candidate]:
    return list(_beginning([(indicator.id, indicator.name) for indicator in data.indicators], typed))


def _filter(data: Dataset, typed: str) -> list[Candidate]:
    """The last word of a filter; those before it in the same argument stay."""
    from icb_tui.grammar import words_beginning

    before, space, last = typed.rpartition(" ")
    return [(before + space + word, meaning) for word, meaning in words_beginning(last, data)]


def sets(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    """Return the names of the sets that the user keeps."""
    from icb_tui import peers

    try:
        return _items(_beginning([(name, " ".join(icbs)) for name, icbs in peers.kept().items()], typed))
    except peers.PeersError:
        return []


class Candidates:
    """What click calls to complete each kind of argument, from the data with these folders laid over."""

    def __init__(self, folders: Callable[[Sequence[Path]], list[Path]]) -> None:
        self._folders = folders
        self.icbs, self.some_icbs, self.columns = self._of(_icbs), self._of(_some_icbs), self._of(_columns)
        self.aims, self.years, self.voices = self._of(_aims), self._of(_years), self._of(_voices)
        self.indicators, self.words, self.sets = self._of(_indicators), self._of(_filter), sets

    def _of(self, find: Callable[[Dataset, str], Iterable[Candidate]]) -> Complete:
        """Return what is silent whatever is wrong with the data: a message in a command line helps nobody."""

        def complete(context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem[str]]:
            try:
                return _items(find(self._data(context), typed))
            except Exception:
                return []

        return complete

    def _data(self, context: click.Context) -> Dataset:
        """The data that the line asks for so far."""
        from icb_tui.prepared import known

        contexts: list[click.Context | None] = [context, context.parent]
        given: list[Any] = [each.params.get("data") for each in contexts if each]
        return known(self._folders(next((folders for folders in given if folders), ())))
