"""The explorer as command line and settings ask for it: terminal checks, look, start view. It needs no click."""

from __future__ import annotations

import os
import shutil
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from icb_tui.ending import NO_TERMINAL, USAGE, Broken, Stop
from icb_tui.settings import FILE, takes_mouse
from icb_tui.shell import (
    board,
    boards_and_groups,
    draws_ascii,
    laid,
    narrate,
    own_settings,
    peers_named,
    start_view,
    store_of,
    wide_glyphs,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from icb_tui.colours import Depth
    from icb_tui.model import Dataset
    from icb_tui.settings import Settings, Wrong
    from icb_tui.view import Centre, Sort, View

STARTS = {"start.filter": "wanted", "start.year": "year", "start.voice": "voices", "start.aim": "aim"}
"""The settings of the start view that mean something only beside the data, and their options."""


def explore(
    *,
    picking: bool = False,
    opened: str | None = None,
    compared: str | None = None,
    peers: str | None = None,
    centre: Centre | None = None,
    indicator: str | None = None,
    sort: Sort | None = None,
    theme: str | None = None,
    mouse: bool | None = None,
    plain: bool | None = None,
    data: Sequence[Path] = (),
    **asked: Any,
) -> tuple[str, ...]:
    """Open the explorer; return the boards that were picked. Raise Stop, or Broken, where it did not end by a key."""
    check_terminal()
    own = own_settings()
    asked_ascii = own.values["ascii"] if plain is None else plain
    ascii_only, narrow = draws_ascii(asked_ascii), not isinstance(asked_ascii, bool) and wide_glyphs()
    store = store_of(data, ascii_only=ascii_only)
    dataset = store.data
    view, wrong = own_start(own, dataset, asked)
    marked = peers_named(peers, dataset) if peers else ()
    view = started(view, marked, sort or own.values["start.sort"], centre or own.values["start.view"], indicator)
    page = board(opened, dataset) if opened else None
    sides, groups = boards_and_groups(compared.split(","), dataset) if compared else ((), ())

    from icb_tui import prepared

    depth = colours()

    from icb_tui.app import IcbApp, run
    from icb_tui.look import Look
    from icb_tui.terminal import Terminal, on_terminal

    keymap: dict[str, str] = {}
    if own.keys:  # finding out what can be had takes every screen, a few milliseconds
        from icb_tui.keymap import resolved

        keymap, refused = resolved(own.keys)
        wrong += [own.wrong(f"keys.{name}", told) for name, told in refused.items()]
    theme = theme or str(own.values["theme"])
    look = Look(theme, dataset, ascii_only=ascii_only, narrow=narrow, depth=depth)
    app = IcbApp(
        store,
        look,
        view,
        opened=page,
        compared=tuple(sides),
        groups=tuple(groups),
        reread=partial(prepared.opened, laid(own, data), ascii_only=ascii_only),
        keymap=keymap,
        said=complaints([*own.problems, *wrong]),
        driver=Terminal,
        picking=picking,
    )
    with on_terminal():
        code = run(app, mouse=takes_mouse(own.values["mouse"] if mouse is None else mouse, os.environ))
    if app.crash:
        raise Broken(app.crash)
    if code:
        raise Stop(code)
    return app.return_value or ()


def own_start(own: Settings, data: Dataset, asked: dict[str, Any]) -> tuple[View, list[Wrong]]:
    """Return the view that the options ask for, else the settings, and what of the settings means nothing here."""
    wrong = []
    for name, option in STARTS.items():
        value = own.values[name]
        if value and not asked.get(option) and asked.get(option) != "":
            told: dict[str, Any] = {option: (value,) if option == "voices" else value}
            try:
                start_view(data, **told)
                asked = {**asked, **told}
            except Stop as stopped:
                wrong.append(own.wrong(name, stopped.lines[0].split(": ", 2)[2]))
    return start_view(data, **asked), wrong


def complaints(problems: Sequence[Wrong]) -> str:
    """Say what is wrong with the settings, a line each; return what to say of it on the screen."""
    for problem in problems:
        if not problem.about_data:
            narrate(f"icb-tui: {problem}")
    if not problems:
        return ""
    first, more = problems[0], len(problems) - 1
    told = str(first._replace(file=FILE))
    return f"{told} ({more} more: icb-tui config)" if more else told


def colours() -> Depth:
    """Return how many colours to send, and make Textual and rich send as many, whatever they find themselves."""
    from icb_tui.colours import MANY, SIXTEEN, depth

    found = depth(os.environ)
    os.environ["TEXTUAL_COLOR_SYSTEM"] = {SIXTEEN: "standard", MANY: "256"}.get(found, "truecolor")
    os.environ.pop("NO_COLOR", None)
    return found


def started(
    view: View,
    marked: tuple[str, ...] = (),
    sort: Sort | None = None,
    centre: Centre | None = None,
    indicator: str | None = None,
) -> View:
    """Return the view with these boards marked, in this order, with this centre, and the cursor on this figure."""
    from msgspec.structs import replace

    from icb_tui.view import centred

    view = replace(view, marked=marked, sort=sort or view.sort)
    if indicator:
        if indicator not in view.data.indicator:
            told = f"icb-tui: --indicator: “{indicator}” is no official figure; expected one of"
            raise Stop(USAGE, f"{told} {', '.join(view.data.indicator)}")
        aim = view.data.indicator[indicator].aim
        return replace(view, aim=aim, indicator=indicator, centre="map" if centre == "map" else "indicators")
    return centred(view, centre) if centre else view


def check_terminal() -> None:
    """Raise Stop where there is no terminal that a screen can be drawn on."""
    from icb_tui.view import SMALLEST

    same = "icb-tui list prints the same facts"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        wrong = "a terminal, and standard input or output is none"
    elif os.environ.get("TERM", "dumb") in ("dumb", "unknown", ""):
        wrong = "a terminal that can move its cursor, and TERM says this is none"
    else:
        size = shutil.get_terminal_size()
        if size.columns >= SMALLEST[0] and size.lines >= SMALLEST[1]:
            return
        wrong = f"{SMALLEST[0]}×{SMALLEST[1]} cells, and this terminal has {size.columns}×{size.lines}"
    raise Stop(NO_TERMINAL, f"icb-tui: the explorer needs {wrong}; {same}")
