"""What the explorer and the commands share: exit codes, reading the data, names and words from the command line."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from icb_tui.ending import AMBIGUOUS, BAD_DATA, NOTHING_MATCHED, USAGE, Stop
from icb_tui.text import clean

if TYPE_CHECKING:
    from icb_tui.model import Dataset
    from icb_tui.problems import SeedError
    from icb_tui.settings import Settings
    from icb_tui.store import Store
    from icb_tui.view import View


def narrate(text: str) -> None:
    """Say something about the data on standard error, so that standard output holds only the data."""
    print(clean(text), file=sys.stderr)


def own_settings() -> Settings:
    """Return the user's settings."""
    from icb_tui import settings
    from icb_tui.places import config_folder

    folder = config_folder()
    return settings.read(folder / settings.FILE if folder else None)


def folders(asked: Sequence[Path]) -> list[Path]:
    """Return the folders to be laid over the bundled data: the settings', the environment's, then the options'."""
    own = own_settings()
    for problem in own.problems:
        if problem.about_data:
            narrate(f"icb-tui: {problem}")
    return laid(own, asked)


def laid(own: Settings, asked: Sequence[Path]) -> list[Path]:
    """Return the folders to be laid over the bundled data, in their order."""
    return [*own.folders, *environment_folders(), *asked]


def environment_folders() -> list[Path]:
    """Return the folders that ICB_TUI_DATA names."""
    from icb_tui.settings import homeward

    return [homeward(name) for name in os.environ.get("ICB_TUI_DATA", "").split(os.pathsep) if name]


def refused(error: SeedError) -> Stop:
    """Return the end of a command whose data cannot be used, with every problem that there is."""
    from icb_tui.wording import counted

    told = [str(problem) for problem in error.problems]
    return Stop(BAD_DATA, *told, f"icb-tui: {counted(len(told), 'problem')} in the data; icb-tui check says the same")


def store_of(asked: Sequence[Path], *, ascii_only: bool = False) -> Store:
    """Return the store of the bundled data with what is to be laid over; raise Stop with every problem there is."""
    from icb_tui import prepared
    from icb_tui.problems import SeedError

    try:
        store = prepared.opened(folders(asked), ascii_only=ascii_only)
    except SeedError as error:
        raise refused(error) from None
    if store.data.folders:
        from icb_tui.wording import laid_over

        narrate(" ".join(laid_over(store.data)))
    return store


def start_view(
    data: Dataset,
    *,
    wanted: str | None = None,
    year: str | None = None,
    aim: str | None = None,
    voices: tuple[str, ...] = (),
    as_at: str | None = None,
) -> View:
    """Return the view that the options ask for, before the store has answered; raise Stop at what they say wrong."""
    from icb_tui import grammar
    from icb_tui.view import View

    try:
        chosen = grammar.parse(wanted or "", data)
    except grammar.UnknownWord as error:
        pointer = " " * error.start + "^" * max(len(error.word), 1)
        raise Stop(USAGE, f"icb-tui: filter: {error}", f"  {clean(wanted or '')}", f"  {pointer}") from None
    if heard := [voice for name in voices if (voice := _named(grammar.voice_named, name, data, "--voice"))]:
        chosen = chosen.voiced(*heard)
    at = aim_named(aim, data) if aim else None
    return View(data=data, year=known_year(data, year), wanted=chosen, aim=at, as_at=known_day(as_at))


def aim_named(text: str, data: Dataset) -> str:
    """Return the id of the aim that a word means; raise Stop where it means none."""
    from icb_tui import grammar

    return _named(grammar.aim_named, text, data, "aim")


Named = TypeVar("Named")


def _named(find: Callable[[str, Dataset], Named], text: str, data: Dataset, option: str) -> Named:
    from icb_tui.grammar import UnknownWord

    try:
        return find(text, data)
    except UnknownWord as error:
        raise Stop(USAGE, f"icb-tui: {option}: {error}") from None


def known_year(data: Dataset, year: str | None) -> str:
    """Return the year asked for, which may be written 2023-24; the newest with ratings where none is."""
    if year is None:
        return data.rated_year
    wanted = year.strip().replace("-", "/")
    if wanted not in data.years:
        raise Stop(USAGE, f"icb-tui: --year: “{year}” is not in the data; expected one of {', '.join(data.years)}")
    return wanted


def known_day(text: str | None) -> dt.date | None:
    """Return the day asked for."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        told = f"icb-tui: --as-at: “{text}” is no day; expected year, month and day, such as 2026-04-01"
        raise Stop(USAGE, told) from None


def board(name: str, data: Dataset) -> str:
    """Return the code of the board that a name means; raise Stop where there is none, or where there are several."""
    from icb_tui import search

    try:
        return search.icb_named(clean(name), data).code
    except search.Unknown as error:
        raise Stop(NOTHING_MATCHED, f"icb-tui: {error}") from None
    except search.Ambiguous as error:
        raise Stop(AMBIGUOUS, f"icb-tui: {error}") from None


def boards_and_groups(names: Iterable[str], data: Dataset) -> tuple[list[str], list[str]]:
    """Return the boards and the groups (regions, England) that names mean; raise Stop where there are too many."""
    from icb_tui.facts import group_named
    from icb_tui.view import MOST_COMPARED
    from icb_tui.wording import counted

    boards, groups = [], []
    for name in names:
        if group := group_named(name, data):
            groups.append(group)
        else:
            boards.append(board(name, data))
    boards, groups = list(dict.fromkeys(boards)), list(dict.fromkeys(groups))
    if not 1 <= len(boards) <= MOST_COMPARED or len(boards) + len(groups) < 2:
        told = f"{counted(len(boards), 'board')} and {counted(len(groups), 'region')} named"
        expected = f"expected one to {MOST_COMPARED} boards, and with one board a region or England beside it"
        raise Stop(USAGE, f"icb-tui: compare: {told}; {expected}")
    return boards, groups


def peers_named(name: str, data: Dataset) -> tuple[str, ...]:
    """Return the boards of a set, as far as the data has them; raise Stop where there is no such set."""
    from icb_tui import peers

    try:
        sets = peers.kept()
    except peers.PeersError as error:
        raise Stop(BAD_DATA, f"icb-tui: --set: {error}") from None
    if name not in sets:
        raise Stop(NOTHING_MATCHED, f"icb-tui: --set: there is no set “{name}”; {peers.listed(sets)}")
    return tuple(icb for icb in sets[name] if icb in data.icb)


def locale() -> str:
    """Return what the environment says of the characters that the terminal shows; empty where it says nothing."""
    said = (os.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    return next((value for value in said if value), "").lower()


def only_ascii() -> bool:
    """Whether the locale says that the terminal shows no UTF-8; where it says nothing, it is taken to."""
    return bool(locale()) and "utf8" not in locale().replace("-", "")


def wide_glyphs() -> bool:
    """Whether it is a locale of China, Japan or Korea, where terminals show arrows and triangles two cells wide."""
    return locale().startswith(("zh", "ja", "ko"))


def draws_ascii(asked: bool | str) -> bool:
    """Whether to draw with ASCII only: as it was asked, or (“auto”) as the locale says."""
    return asked if isinstance(asked, bool) else only_ascii()
