"""The explorer as command line and settings ask for it: terminal checks, look, start view. It needs no click."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from icb_tui.cli.arguments import (
    find_board,
    find_board_set,
    find_boards_and_groups,
    list_data_folders,
    open_store,
    print_problems,
    read_settings,
)
from icb_tui.cli.exit_codes import NO_TERMINAL, USAGE, CommandExit, InternalError
from icb_tui.cli.lean_imports import import_lean_textual, load_asyncio
from icb_tui.terminal.early.early_frame import EarlyStart
from icb_tui.terminal.served import SERVED_THEME, find_served_address
from icb_tui.terminal.size import measure_terminal
from icb_tui.user.locale import choose_ascii, locale_has_wide_glyphs
from icb_tui.user.settings import FILE_NAME, choose_mouse, is_about_data

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence
    from pathlib import Path

    from icb_tui.data_files.problems import Problem
    from icb_tui.domain.dataset import Dataset
    from icb_tui.store.store import Store
    from icb_tui.tui.colours import Depth
    from icb_tui.user.settings import Settings
    from icb_tui.views.view_state import Centre, Sort, View

START_SETTINGS = {"start.filter": "wanted", "start.year": "year", "start.evidence": "evidence", "start.aim": "aim"}
"""The settings of the start view that mean something only beside the data, and their options."""

SAME_FACTS = "icb-tui list prints the same facts"


class ExplorerStart(NamedTuple):
    """What the explorer opens on: its view, the page and the comparison over it, and what of the settings is wrong."""

    view: View
    page: str | None
    compared: tuple[str, ...]
    groups: tuple[str, ...]
    wrong: list[Problem]


def run_explorer(
    *,
    picking: bool = False,
    theme: str | None = None,
    mouse: bool | None = None,
    plain: bool | None = None,
    open_links: bool | None = None,
    screen_reader: bool | None = None,
    diffs: bool = True,
    data: Sequence[Path] = (),
    **options: Any,
) -> tuple[str, ...]:
    """Open the explorer; return the boards that were picked.

    Raise CommandExit where it cannot start or a signal ends it, InternalError where it breaks.
    """
    check_terminal()
    own = read_settings()
    ascii_setting = own.values["ascii"] if plain is None else plain
    ascii_only, narrow = choose_ascii(ascii_setting), not isinstance(ascii_setting, bool) and locale_has_wide_glyphs()
    store = open_store(data, ascii_only=ascii_only, own=own)
    dataset = store.data
    start = find_start(own, dataset, **options)

    from icb_tui.store import cache

    hide_from_libraries(os.environ)
    depth = set_colour_depth()
    load_asyncio()

    with import_lean_textual():
        from icb_tui.terminal.driver import find_driver, use_controlling_terminal, wait_for_foreground
        from icb_tui.tui.app import IcbApp
        from icb_tui.tui.endings import run_app
        from icb_tui.tui.theme import Appearance

        driver = find_driver(diffs=diffs)

    keymap: dict[str, str] = {}
    wrong, served_at = start.wrong, find_served_address(os.environ)
    if own.keys:  # finding out what can be had takes every screen, a few milliseconds
        from icb_tui.tui.keymap import validate_keymap

        keymap, refused = validate_keymap(own.keys)
        wrong += [own.make_problem(f"keys.{name}", reason) for name, reason in refused.items()]
    theme = theme or os.environ.get(SERVED_THEME) or str(own.values["theme"])
    is_spoken = bool(own.values["screen_reader"]) if screen_reader is None else screen_reader
    is_spoken = is_spoken and not served_at  # who uses a browser has plain pages, and settings are not theirs
    look = Appearance(theme, dataset, ascii_only=ascii_only, narrow=narrow, depth=depth, is_spoken=is_spoken)
    app = IcbApp(
        store,
        look,
        start.view,
        opened=start.page,
        compared=start.compared,
        groups=start.groups,
        reread=lambda: cache.open_cached_store(list_data_folders(own, data), ascii_only=look.ascii_only),
        keymap=keymap,
        message=report_setting_problems([*own.problems, *wrong]),
        settings_file=own.file,
        driver=driver,
        picking=picking,
        opens_links=choose_opens_links(own, open_links, served=bool(served_at)),
        served_at=served_at,
    )
    if not is_spoken:
        note_frame_inputs(own, list_data_folders(own, data), store, with_sets=bool(options.get("board_set")))
    with use_controlling_terminal():
        if not wait_for_foreground():
            raise CommandExit(NO_TERMINAL, f"icb-tui: the explorer cannot run in the background; {SAME_FACTS}")
        mouse = not is_spoken and choose_mouse(own.values["mouse"] if mouse is None else mouse, os.environ)
        code = run_app(app, mouse=mouse)
    if app.data_error:
        raise app.data_error
    if app.crash:
        raise InternalError(app.crash)
    if code:
        raise CommandExit(code)
    return app.return_value or ()


def note_frame_inputs(own: Settings, folders: Sequence[Path], store: Store, *, with_sets: bool) -> None:
    """Note which files decide how the first frame looks, so that it can be shown early at the next start."""
    from icb_tui.terminal.early.frame_inputs import list_inputs
    from icb_tui.user.board_sets import sets_file

    snapshot, store.snapshot = store.snapshot, None  # whose bytes are not needed any more
    EarlyStart.inputs = list_inputs(own, folders, snapshot, [sets_file()] if with_sets else [])


def find_start(
    own: Settings,
    data: Dataset,
    *,
    opened: str | None = None,
    compared: str | None = None,
    board_set: str | None = None,
    centre: Centre | None = None,
    indicator: str | None = None,
    sort: Sort | None = None,
    **options: Any,
) -> ExplorerStart:
    """Return what the options ask for, else the settings; raise CommandExit or UserError for what means nothing."""
    view, wrong = apply_start_settings(own, data, options)
    marked = find_board_set(board_set, data) if board_set else ()
    view = place_cursor(view, marked, sort or own.values["start.sort"], centre or own.values["start.view"], indicator)
    page = find_board(opened, data) if opened else None
    sides, groups = find_boards_and_groups(compared.split(","), data) if compared else ((), ())
    return ExplorerStart(view, page, tuple(sides), tuple(groups), wrong)


def apply_start_settings(own: Settings, data: Dataset, options: dict[str, Any]) -> tuple[View, list[Problem]]:
    """Return the view that the options ask for, else the settings, and what of the settings means nothing here."""
    from icb_tui.views.view_words import WrongWord, make_start_view

    problems = []
    for name, option in START_SETTINGS.items():
        value = own.values[name]
        if value and name in own.given and not options.get(option) and options.get(option) != "":
            setting: dict[str, Any] = {option: (value,) if option == "evidence" else value}
            try:
                make_start_view(data, **setting)
                options = {**options, **setting}
            except WrongWord as error:
                problems.append(own.make_problem(name, str(error).split(": ", 1)[1]))
    return make_start_view(data, **options), problems


def report_setting_problems(problems: Sequence[Problem]) -> str:
    """Say what is wrong with the settings, a line each; return what to say of it on the screen."""
    print_problems([problem for problem in problems if not is_about_data(problem)])
    if not problems:
        return ""
    first, more = problems[0], len(problems) - 1
    message = str(first._replace(file=FILE_NAME))
    return f"{message} ({more} more: icb-tui config)" if more else message


def choose_opens_links(own: Settings, option: bool | None, *, served: bool) -> bool:
    """Return whether the address of a source is opened: as asked for, else only in a browser's page."""
    if option is not None:
        return option
    return bool(own.values["open_links"]) if "open_links" in own.given else served


def set_colour_depth() -> Depth:
    """Return how many colours to send, and make Textual and rich send as many, whatever they find themselves."""
    from icb_tui.tui.colours import PALETTE_256, SIXTEEN_COLOURS, find_depth, read_windows_build

    found = find_depth(os.environ, read_windows_build())
    os.environ["TEXTUAL_COLOR_SYSTEM"] = {SIXTEEN_COLOURS: "standard", PALETTE_256: "256"}.get(found, "truecolor")
    os.environ.pop("NO_COLOR", None)
    return found


def hide_from_libraries(environment: MutableMapping[str, str]) -> None:
    """Take out of an environment what is for developers of Textual, and what rich fails on.

    Before Textual is loaded: it would write a log, press keys, load a driver, or end where it cannot.
    """
    for name in [name for name in environment if name == "TEXTUAL" or name.startswith("TEXTUAL_")]:
        del environment[name]
    for name in ("COLUMNS", "LINES"):
        if not re.fullmatch("[0-9]{1,5}", environment.get(name, "")):
            environment.pop(name, None)


def place_cursor(
    view: View,
    marked: tuple[str, ...] = (),
    sort: Sort | None = None,
    centre: Centre | None = None,
    indicator: str | None = None,
) -> View:
    """Return the view with these boards marked, in this order, with this centre, and the cursor on this indicator."""
    from msgspec.structs import replace

    from icb_tui.analysis.indicator_periods import find_period
    from icb_tui.views.view_steps import change_centre

    view = replace(view, marked=marked, sort=sort or view.sort)
    if indicator:
        if indicator not in view.data.indicator:
            message = f"icb-tui: --indicator: unknown indicator “{indicator}”; expected one of"
            raise CommandExit(USAGE, f"{message} {', '.join(view.data.indicator)}")
        if not find_period(view.data.indicator[indicator], view.indicator_year):
            message = f"icb-tui: --indicator: no period of {indicator} ends in {view.year} or before"
            raise CommandExit(USAGE, f"{message}; expected a later --year, or none")
        aim = view.data.indicator[indicator].aim
        return replace(view, aim=aim, indicator=indicator, centre="map" if centre == "map" else "indicators")
    return change_centre(view, centre) if centre else view


def check_terminal() -> None:
    """Raise CommandExit where there is no terminal that a screen can be drawn on; a browser's page is one."""
    if find_served_address(os.environ):
        return
    EarlyStart.end_if_gone()
    from icb_tui.views.view_state import SMALLEST_SIZE

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        wrong = "a terminal, and standard input or output is not one"
    elif sys.platform != "win32" and os.environ.get("TERM", "dumb") in ("dumb", "unknown", ""):
        wrong = "a terminal that can move its cursor, and TERM says that this one cannot"
    else:
        columns, lines = measure_terminal(sys.stdout.fileno())
        if columns >= SMALLEST_SIZE[0] and lines >= SMALLEST_SIZE[1]:
            return
        wrong = f"{SMALLEST_SIZE[0]}×{SMALLEST_SIZE[1]} cells, and this terminal has {columns}×{lines}"
    raise CommandExit(NO_TERMINAL, f"icb-tui: the explorer needs {wrong}; {SAME_FACTS}")
