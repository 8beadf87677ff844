"""What the explorer and the commands share: exit codes, reading the data, names and words from the command line."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from icb_tui.cli.exit_codes import AMBIGUOUS, BAD_DATA, NOTHING_MATCHED, USAGE, CommandExit
from icb_tui.text.cells import clean

if TYPE_CHECKING:
    from icb_tui.domain.dataset import Dataset
    from icb_tui.domain.errors import UserError
    from icb_tui.store.store import Store
    from icb_tui.user.settings import Settings
    from icb_tui.views.view_state import View


def print_note(text: str) -> None:
    """Say something about the data on standard error, so that standard output holds only the data."""
    print(clean(text), file=sys.stderr)


def read_settings() -> Settings:
    """Return the user's settings."""
    from icb_tui.user import settings
    from icb_tui.user.paths import config_folder

    folder = config_folder()
    return settings.read_settings_file(folder / settings.FILE_NAME if folder else None)


def find_data_folders(folders: Sequence[Path], own: Settings | None = None) -> list[Path]:
    """Return the folders to be laid over the bundled data: the settings', the environment's, then the options'."""
    from icb_tui.user.settings import is_about_data

    own = own or read_settings()
    for problem in own.problems:
        if is_about_data(problem):
            print_note(f"icb-tui: {problem}")
    return list_data_folders(own, folders)


def list_data_folders(own: Settings, folders: Sequence[Path]) -> list[Path]:
    """Return the folders to be laid over the bundled data, in their order."""
    return [*own.list_folders, *list_environment_folders(), *folders]


def list_environment_folders() -> list[Path]:
    """Return the folders that ICB_TUI_DATA names."""
    from icb_tui.user.settings import expand_user

    return [expand_user(name) for name in os.environ.get("ICB_TUI_DATA", "").split(os.pathsep) if name]


EXIT_CODE_OF = {"usage": USAGE, "no match": NOTHING_MATCHED, "ambiguous": AMBIGUOUS, "data": BAD_DATA}
"""The exit code for each category of what whoever uses the program can mend."""


@contextmanager
def exit_on_user_error(where: str = "", code: int | None = None) -> Iterator[None]:
    """End the command where something is wrong that its user can mend; raise CommandExit.

    `where` is the option or the command that it is about, `code` another exit code than that of its category.
    """
    from icb_tui.domain.errors import UserError

    try:
        yield
    except UserError as error:
        lines = _list_data_problems(error) or (f"icb-tui: {where}{': ' * bool(where)}{error}", *error.details)
        raise CommandExit(code or EXIT_CODE_OF[error.category], *lines) from None


def _list_data_problems(error: UserError) -> tuple[str, ...]:
    """Every problem of the data; nothing for another error."""
    from icb_tui.data_files.problems import DataChanged, DataError

    if isinstance(error, DataChanged) or not isinstance(error, DataError):
        return ()
    from icb_tui.domain.phrases import format_count

    lines = [str(problem) for problem in error.problems]
    return (*lines, f"icb-tui: {format_count(len(lines), 'problem')} in the data; icb-tui check lists them too")


def open_store(folders: Sequence[Path], *, ascii_only: bool = False, own: Settings | None = None) -> Store:
    """Return the store of the bundled data with the folders of the user; raise DataError with all that is wrong.

    `own` are the settings, where they were read already.
    """
    from icb_tui.store import cache

    store = cache.open_cached_store(find_data_folders(folders, own), ascii_only=ascii_only)
    if store.data.own_folders:
        from icb_tui.domain.phrases import describe_own_data

        print_note(" ".join(describe_own_data(store.data)))
    return store


def make_start_view(
    data: Dataset,
    *,
    wanted: str | None = None,
    year: str | None = None,
    aim: str | None = None,
    evidence: tuple[str, ...] = (),
    as_at: str | None = None,
) -> View:
    """Return the view that the options ask for, before the store has answered; raise CommandExit for a wrong one."""
    from icb_tui.domain.dataset import ALL_YEARS
    from icb_tui.filters import language
    from icb_tui.filters.lexicon import UnknownFilterWord
    from icb_tui.views.view_state import View

    try:
        chosen = language.parse_filter(wanted or "", data)
    except UnknownFilterWord as error:
        pointer = " " * error.start + "^" * max(len(error.word), 1)
        raise CommandExit(USAGE, f"icb-tui: filter: {error}", f"  {clean(wanted or '')}", f"  {pointer}") from None
    kinds = [find_word(language.parse_evidence_type, name, data, "--evidence") for name in evidence]
    if counted := [kind for kind in kinds if kind]:
        chosen = chosen.with_evidence_types(*counted)
    at = find_aim(aim, data) if aim else None
    of_indicators = parse_year(data, year) if year else ALL_YEARS
    return View(
        data=data,
        year=parse_year(data, year),
        indicator_year=of_indicators,
        filter=chosen,
        aim=at,
        as_at=parse_date(as_at),
    )


def find_aim(text: str, data: Dataset) -> str:
    """Return the id of the aim that a word means; raise CommandExit where it means none."""
    from icb_tui.filters import language

    return find_word(language.parse_aim, text, data, "aim")


def find_indicator(text: str, data: Dataset) -> str:
    """Return the id of the indicator that a text means: its id, its name or part of it; raise CommandExit."""
    from icb_tui.filters.lexicon import AmbiguousFilterWord, UnknownFilterWord, find_lexicon

    try:
        return find_lexicon(data).find_indicator(clean(text), 0).id
    except UnknownFilterWord as error:
        code = AMBIGUOUS if isinstance(error, AmbiguousFilterWord) else USAGE
        raise CommandExit(code, f"icb-tui: --indicator: {error}") from None


Named = TypeVar("Named")


def find_word(find: Callable[[str, Dataset], Named], text: str, data: Dataset, option: str) -> Named:
    """Return what a word of the command line means; raise CommandExit, naming the option, where it means nothing."""
    with exit_on_user_error(option):
        return find(text, data)


def parse_year(data: Dataset, year: str | None) -> str:
    """Return the year asked for, which may be written 2023-24, or “all”; the newest with ratings where none is."""
    from icb_tui.domain.dataset import ALL_YEARS

    if year is None:
        return data.rated_year
    wanted = year.strip().replace("-", "/")
    if wanted.casefold() in ("all", ALL_YEARS):
        return ALL_YEARS
    if wanted not in data.years:
        known = ", ".join((*data.years, "all"))
        raise CommandExit(USAGE, f"icb-tui: --year: unknown year “{year}”; expected one of {known}")
    return wanted


def parse_date(text: str | None) -> dt.date | None:
    """Return the day asked for."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        message = f"icb-tui: --as-at: not a valid date: {text}; expected YYYY-MM-DD, such as 2026-04-01"
        raise CommandExit(USAGE, message) from None


def find_board(name: str, data: Dataset) -> str:
    """Return the code of the board that a name means; raise UnknownName or AmbiguousName.

    Where a board is taken by its whole name, and the name fits others in part, say so.
    """
    from icb_tui.domain import board_names

    match = board_names.match_icb(clean(name), data)
    if match.others:
        print_note(board_names.describe_others(name, match))
    return match.icb.code


def find_boards_and_groups(names: Iterable[str], data: Dataset) -> tuple[list[str], list[str]]:
    """Return the boards and the groups (regions, England) that names mean; raise CommandExit for too many."""
    from icb_tui.analysis.board_groups import find_group
    from icb_tui.domain.phrases import format_count
    from icb_tui.views.view_state import MAX_COMPARED, MIN_COMPARED

    boards, groups = [], []
    for name in names:
        if group := find_group(name, data):
            groups.append(group)
        else:
            boards.append(find_board(name, data))
    boards, groups = list(dict.fromkeys(boards)), list(dict.fromkeys(groups))
    if not MIN_COMPARED <= len(boards) + len(groups) <= MAX_COMPARED:
        message = f"{format_count(len(boards), 'board')} and {format_count(len(groups), 'region')} named"
        expected = f"expected {MIN_COMPARED} to {MAX_COMPARED} boards or regions"
        raise CommandExit(USAGE, f"icb-tui: compare: {message}; {expected}")
    return boards, groups


def find_board_set(name: str, data: Dataset) -> tuple[str, ...]:
    """Return the boards of a set, as far as the data has them; raise CommandExit where there is no such set."""
    from icb_tui.user import board_sets

    with exit_on_user_error("--set", BAD_DATA):
        sets = board_sets.read_board_sets()
    if name not in sets:
        raise CommandExit(NOTHING_MATCHED, f"icb-tui: --set: unknown set “{name}”; {board_sets.list_set_names(sets)}")
    return tuple(icb for icb in sets[name] if icb in data.icb)
