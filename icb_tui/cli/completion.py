"""What an argument or option can be, for the shell's completion: words of the data, each with its full name as help."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from icb_tui.domain.dataset import Dataset
    from icb_tui.domain.records import Icb

COMPLETE_VARIABLE = "_ICB_TUI_COMPLETE"
"""The variable by which a shell asks for candidates."""

Candidate = tuple[str, str]
"""A word to type, and what it means."""

FindCandidates = Callable[["Dataset", str], Iterable[Candidate]]
"""What finds the candidates for a word that is typed in part, in the data."""

Complete = Callable[["click.Context", "click.Parameter", str], "list[CompletionItem[str]]"]


def _make_items(found: Iterable[Candidate]) -> list[CompletionItem[str]]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(word, help=meaning) for word, meaning in found]


def _clean_candidates(found: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates as a terminal may show them."""
    from icb_tui.text.cells import clean

    return [(clean(word), clean(meaning)) for word, meaning in found]


def _filter_by_prefix(found: Iterable[Candidate], typed: str) -> Iterator[Candidate]:
    return ((word, meaning) for word, meaning in found if word.casefold().startswith(typed.casefold()))


def complete_board(data: Dataset, typed: str) -> list[Candidate]:
    """Each board once: by its label, code or short name, whichever begins so; where none does, by a later word."""
    wanted = typed.casefold()
    found = [(form, icb.name) for icb in data.icbs if (form := _matching_form(icb, wanted))]
    return found or [
        (icb.short_name, f"{icb.name} ({icb.code})") for icb in data.icbs if f" {wanted}" in icb.short_name.casefold()
    ]


def _matching_form(icb: Icb, wanted: str) -> str | None:
    forms = (icb.label, icb.code, icb.short_name)
    return next((form for form in forms if form.casefold().startswith(wanted)), None)


def complete_board_list(data: Dataset, typed: str) -> list[Candidate]:
    """The boards after the last comma, by label and code, which hold no comma."""
    before, comma, last = typed.rpartition(",")
    forms = [(form, icb.name) for icb in data.icbs for form in ((icb.label, icb.code) if last else (icb.label,))]
    return [(before + comma + form, meaning) for form, meaning in _filter_by_prefix(forms, last)]


def complete_board_or_group(data: Dataset, typed: str) -> list[Candidate]:
    """Boards and, beside them, regions and England."""
    from icb_tui.analysis.board_groups import ENGLAND

    regions = [(_short_name(region.aliases, region.name), region.name) for region in data.regions]
    named = [*regions, *((region.name, region.code) for region in data.regions if typed), (ENGLAND, "all boards")]
    return [*complete_board(data, typed), *dict(_filter_by_prefix(named, typed)).items()]


def _short_name(aliases: tuple[str, ...], name: str) -> str:
    return next((alias for alias in aliases if alias.isalnum()), name)


def complete_aim(data: Dataset, typed: str) -> list[Candidate]:
    """Numbers where nothing is typed, else words too."""
    from icb_tui.domain.names import list_filter_words

    numbers = [(str(number), aim.short_name) for number, aim in enumerate(data.aims, 1)]
    words = [(word, aim.short_name) for aim in data.aims for word in list_filter_words(aim) if typed and word.isalnum()]
    return list(_filter_by_prefix([*numbers, *words], typed))


def _complete_year(data: Dataset, typed: str) -> list[Candidate]:
    choices = [*((year, "") for year in data.years), ("all", "all years: the newest rating, with its year")]
    return list(_filter_by_prefix(choices, typed.replace("-", "/")))


def _complete_evidence_type(data: Dataset, typed: str) -> list[Candidate]:
    from icb_tui.filters.language import list_completions

    return [*_filter_by_prefix([("all", "All evidence")], typed), *list_completions(typed, data, facet="evidence")]


def _complete_indicator(data: Dataset, typed: str) -> list[Candidate]:
    return list(_filter_by_prefix([(indicator.id, indicator.name) for indicator in data.indicators], typed))


def complete_filter(data: Dataset, typed: str) -> list[Candidate]:
    """The last word of a filter; those before it in the same argument stay."""
    from icb_tui.filters.language import list_completions

    before, space, last = typed.rpartition(" ")
    return [(before + space + word, meaning) for word, meaning in list_completions(last, data)]


def complete_board_set(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    """Return the names of the sets that the user keeps."""
    from icb_tui.user import board_sets

    try:
        sets = [(name, " ".join(icbs)) for name, icbs in board_sets.read_board_sets().items()]
        return _make_items(_clean_candidates(_filter_by_prefix(sets, typed)))
    except board_sets.BoardSetsError:
        return []


class Candidates:
    """What click calls to complete each kind of argument, from the data with these folders laid over."""

    def __init__(self, folders: Callable[[Sequence[Path]], list[Path]]) -> None:
        self._folders = folders
        self.boards, self.board_lists, self.boards_and_groups = (
            self._make_completer(complete_board),
            self._make_completer(complete_board_list),
            self._make_completer(complete_board_or_group),
        )
        self.boards_and_aims = self._complete_board_then_aim
        self.aims, self.years, self.evidence_types = (
            self._make_completer(complete_aim),
            self._make_completer(_complete_year),
            self._make_completer(_complete_evidence_type),
        )
        self.indicators, self.filters, self.sets = (
            self._make_completer(_complete_indicator),
            self._make_completer(complete_filter),
            complete_board_set,
        )

    def _make_completer(self, find: FindCandidates) -> Complete:
        def complete_argument(
            context: click.Context, _parameter: click.Parameter, typed: str
        ) -> list[CompletionItem[str]]:
            return _make_items(ask_data(find, partial(self._find_folders, context), typed))

        return complete_argument

    def _complete_board_then_aim(
        self, context: click.Context, parameter: click.Parameter, typed: str
    ) -> list[CompletionItem[str]]:
        """A board, and after it an aim."""
        complete = self.aims if context.params.get("words") else self.boards
        return complete(context, parameter, typed)

    def _find_folders(self, context: click.Context) -> list[Path]:
        """The folders of the data that the line asks for so far."""
        contexts: list[click.Context | None] = [context, context.parent]
        given: list[Any] = [each.params.get("data") for each in contexts if each]
        return self._folders(next((folders for folders in given if folders), ()))


def ask_data(find: FindCandidates, find_folders: Callable[[], Sequence[Path]], typed: str) -> list[Candidate]:
    """Return the candidates in the data for a word; whatever is wrong there, a message in a line helps nobody."""
    from icb_tui.store.cache import load_cached_dataset

    try:
        return _clean_candidates(find(load_cached_dataset(find_folders()), typed))
    except Exception:
        return []
