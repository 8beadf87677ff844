"""What the explorer and the commands share: exit codes, reading the data, names and words from the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from icb_tui.cli.exit_codes import AMBIGUOUS, BAD_DATA, NOTHING_MATCHED, USAGE, CommandExit, print_error

if TYPE_CHECKING:
    from icb_tui.data_files.problems import Problem
    from icb_tui.domain.dataset import Dataset
    from icb_tui.domain.errors import UserError
    from icb_tui.store.store import Store
    from icb_tui.user.settings import Settings
    from icb_tui.views.view_words import NamedBoards


def print_note(text: str) -> None:
    """Say something about the data on standard error, so that standard output holds only the data."""
    print_error(text)


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
    print_problems([problem for problem in own.problems if is_about_data(problem)])
    return list_data_folders(own, folders)


def print_problems(problems: Sequence[Problem]) -> None:
    """Say what is wrong with the settings: the first problems, a line each, and how many more there are."""
    from icb_tui.data_files.problems import list_first_problems

    for problem in list_first_problems(problems, len(problems)):
        print_note(f"icb-tui: {problem}")


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
    from icb_tui.data_files.problems import DataChanged, DataError, describe_problem_count

    if isinstance(error, DataChanged) or not isinstance(error, DataError):
        return ()
    lines = map(str, error.problems)
    return (*lines, f"icb-tui: {describe_problem_count(error.count)} in the data; icb-tui check lists them too")


def open_store(folders: Sequence[Path], *, ascii_only: bool = False, own: Settings | None = None) -> Store:
    """Return the store of the bundled data with the folders of the user; raise DataError with all that is wrong.

    `own` are the settings, where they were read already.
    """
    from icb_tui.data_files.progress import show_progress
    from icb_tui.store import cache
    from icb_tui.user.leftovers import remove_leftovers

    folders = find_data_folders(folders, own)
    remove_leftovers(folders)
    with show_progress():
        store = cache.open_cached_store(folders, ascii_only=ascii_only)
    if store.data.own_folders:
        from icb_tui.domain.phrases import describe_own_data

        print_note(" ".join(describe_own_data(store.data)))
    return store


def find_aim(text: str, data: Dataset) -> str:
    """Return the id of the aim that a word means; raise UserError where it means none."""
    from icb_tui.views import view_words

    return view_words.find_aim(text, data)


def find_board(name: str, data: Dataset) -> str:
    """Return the code of the board that a name means, and say if the name fits others; raise UserError."""
    from icb_tui.views import view_words

    return _say_notes(view_words.find_board(name, data)).icbs[0]


def find_boards_and_groups(names: Iterable[str], data: Dataset) -> tuple[list[str], list[str]]:
    """Return the boards and the groups (regions, England) that names mean; raise UserError for too many."""
    from icb_tui.views import view_words

    found = _say_notes(view_words.find_compared(names, data))
    return found.icbs, found.groups


def _say_notes(found: NamedBoards) -> NamedBoards:
    for note in found.notes:
        print_note(note)
    return found


def find_board_set(name: str, data: Dataset) -> tuple[str, ...]:
    """Return the boards of a set, as far as the data has them; raise CommandExit where there is no such set."""
    from icb_tui.user import board_sets

    with exit_on_user_error("--set", BAD_DATA):
        sets = board_sets.read_board_sets()
    if name not in sets:
        raise CommandExit(NOTHING_MATCHED, f"icb-tui: --set: unknown set “{name}”; {board_sets.list_set_names(sets)}")
    return tuple(icb for icb in sets[name] if icb in data.icb)
