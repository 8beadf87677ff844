"""Words that ask for a view: its filter, year, aim, evidence types, day and boards, as somebody wrote them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.errors import UserError
from icb_tui.domain.phrases import format_count
from icb_tui.filters.terms import Filter
from icb_tui.text.cells import clean
from icb_tui.views.view_state import MAX_COMPARED, MIN_COMPARED, View


class WrongWord(UserError):
    """A word that means nothing where it stands; the message begins with the option that it was given for."""


class AmbiguousWord(WrongWord):
    """A word that can mean several things where it stands; the message lists them."""

    category = "ambiguous"


class NamedBoards(NamedTuple):
    """The boards and the groups (regions, England) that names mean; `notes` says which names fit others too."""

    icbs: list[str]
    groups: list[str]
    notes: list[str]


def make_start_view(
    data: Dataset,
    *,
    wanted: str | None = None,
    year: str | None = None,
    aim: str | None = None,
    evidence: Iterable[str] = (),
    as_at: str | None = None,
) -> View:
    """Return the view that words ask for, before the store has answered; raise WrongWord."""
    chosen = _parse_filter(wanted or "", data)
    if counted := _parse_evidence_types(evidence, data):
        chosen = chosen.with_evidence_types(*counted)
    return View(
        data=data,
        year=parse_year(data, year),
        indicator_year=parse_year(data, year) if year else ALL_YEARS,
        filter=chosen,
        aim=find_aim(aim, data) if aim else None,
        as_at=parse_date(as_at),
    )


def _parse_filter(wanted: str, data: Dataset) -> Filter:
    """The filter that words ask for; an error points at the word that is not known."""
    if not wanted.strip():
        return Filter()
    from icb_tui.filters.language import parse_filter
    from icb_tui.filters.lexicon import UnknownFilterWord

    try:
        return parse_filter(wanted, data)
    except UnknownFilterWord as error:
        wrong = WrongWord(f"filter: {error}")
        wrong.details = (f"  {clean(wanted)}", f"  {' ' * error.start}{'^' * max(len(error.word), 1)}")
        raise wrong from None


def _parse_evidence_types(names: Iterable[str], data: Dataset) -> list[str]:
    """The ids of the evidence types that words name; none for “all”."""
    if not (names := tuple(names)):
        return []
    from icb_tui.filters.language import parse_evidence_type

    kinds = [_find_word(parse_evidence_type, name, data, "--evidence") for name in names]
    return [kind for kind in kinds if kind]


def find_aim(text: str, data: Dataset) -> str:
    """Return the id of the aim that a word means; raise WrongWord where it means none."""
    from icb_tui.filters.language import parse_aim

    return _find_word(parse_aim, text, data, "aim")


def find_indicator(text: str, data: Dataset) -> str:
    """Return the id of the indicator that a text means: its id, its name or part of it; raise WrongWord."""
    from icb_tui.filters.lexicon import AmbiguousFilterWord, UnknownFilterWord, find_lexicon

    try:
        return find_lexicon(data).find_indicator(clean(text), 0).id
    except AmbiguousFilterWord as error:
        raise AmbiguousWord(f"--indicator: {error}") from None
    except UnknownFilterWord as error:
        raise WrongWord(f"--indicator: {error}") from None


_Named = TypeVar("_Named")


def _find_word(find: Callable[[str, Dataset], _Named], text: str, data: Dataset, option: str) -> _Named:
    """What a word means; an error names the option that it was given for."""
    try:
        return find(text, data)
    except UserError as error:
        raise WrongWord(f"{option}: {error}") from None


def parse_year(data: Dataset, year: str | None) -> str:
    """Return the year asked for, which may be written 2023-24, or “all”; the newest with ratings where none is."""
    if year is None:
        return data.rated_year
    wanted = year.strip().replace("-", "/")
    if wanted.casefold() in ("all", ALL_YEARS):
        return ALL_YEARS
    if wanted not in data.years:
        known = ", ".join((*data.years, "all"))
        raise WrongWord(f"--year: unknown year “{year}”; expected one of {known}")
    return wanted


def parse_date(text: str | None) -> dt.date | None:
    """Return the day asked for."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        expected = "expected YYYY-MM-DD, such as 2026-04-01"
        raise WrongWord(f"--as-at: not a valid date: {text}; {expected}") from None


def find_board(name: str, data: Dataset) -> NamedBoards:
    """Return the board that a name means; raise UnknownName or AmbiguousName.

    Where a board is taken by its whole name, and the name fits others in part, a note says so.
    """
    from icb_tui.domain.board_names import describe_others, match_icb

    match = match_icb(clean(name), data)
    return NamedBoards([match.icb.code], [], [describe_others(name, match)] if match.others else [])


def find_boards(names: Iterable[str], data: Dataset) -> NamedBoards:
    """Return the boards that names mean, each once; raise UnknownName or AmbiguousName."""
    found = [find_board(name, data) for name in names]
    icbs = dict.fromkeys(icb for each in found for icb in each.icbs)
    return NamedBoards(list(icbs), [], [note for each in found for note in each.notes])


def find_compared(names: Iterable[str], data: Dataset) -> NamedBoards:
    """Return the boards and groups that names mean; raise WrongWord for too few or too many to be compared."""
    from icb_tui.analysis.board_groups import find_group

    names = list(names)
    groups = {name: group for name in names if (group := find_group(name, data))}
    found = find_boards([name for name in names if name not in groups], data)
    sides = found._replace(groups=list(dict.fromkeys(groups.values())))
    if not MIN_COMPARED <= len(sides.icbs) + len(sides.groups) <= MAX_COMPARED:
        message = f"{format_count(len(sides.icbs), 'board')} and {format_count(len(sides.groups), 'region')} named"
        expected = f"expected {MIN_COMPARED} to {MAX_COMPARED} boards or regions"
        raise WrongWord(f"compare: {message}; {expected}")
    return sides
