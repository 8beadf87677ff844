"""The running app in a test: press keys, read the text of the screen as a person sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypedDict, Unpack

from bundled_store import load_ascii_data, load_data, open_store_of, open_test_store
from textual import events
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot

from icb_tui.data_files.ascii_stand_ins import convert_to_ascii
from icb_tui.domain.dataset import Dataset
from icb_tui.filters.terms import Filter
from icb_tui.filters.wording import name_evidence_types
from icb_tui.tui.app import IcbApp
from icb_tui.tui.colours import TRUE_COLOUR, Depth
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View

SIZES = ((60, 20), (80, 24), (120, 40))

ALL_EVIDENCE, NO_MATCH = name_evidence_types(Filter(), load_data()), "No match"
"""Words of the screen that many tests look for."""


def read_screen(app: IcbApp) -> str:
    """The text of the screen, line by line, without trailing spaces."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips) + "\n"


def read_title(screen: str) -> str:
    return screen.splitlines()[0]


def read_message(screen: str) -> str:
    """The last line, which is a message or a question where there is one, and the keys where there is none."""
    return read_bottom(screen, 1)[0].strip()


def read_pane(screen: str) -> str:
    """The words of the pane below the matrix: what is right of the filters and below the last rule."""
    lines = screen.splitlines()
    rule = max(number for number, line in enumerate(lines) if line.endswith("─"))
    start = 25 if "Filters f" in screen else 0
    return " ".join(" ".join(line[start:] for line in lines[rule + 1 : -1]).split())


def read_centre(screen: str) -> str:
    """The words right of the filters, on a screen of 120 columns."""
    return " ".join(" ".join(line[25:] for line in screen.splitlines()[1:-1]).split())


def read_bottom(screen: str, lines: int = 0) -> list[str]:
    """The lowest lines with anything on them; none named: the filter that is typed, and what is said of it."""
    if lines:
        return [line for line in screen.splitlines() if line][-lines:]
    typed, *told = screen.splitlines()[-3:]
    return [typed, "\n".join(told).rstrip()]


Hurry = tuple[str, tuple[int, int], int]
"""A key, the columns and lines that the terminal gets with it, and how many turns of the loop come after it."""


class AppOptions(TypedDict, total=False):
    """How to start the app."""

    size: tuple[int, int]
    wanted: Filter
    year: str
    theme: str
    opened: str
    compared: Sequence[str]
    dataset: Dataset
    ascii_only: bool
    depth: Depth
    keymap: dict[str, str]
    message: str
    opens_links: bool


def press_keys(*keys: str, **options: Unpack[AppOptions]) -> list[str]:
    """Start the app, press keys, and return the screen at the start and after each key."""
    return asyncio.run(_run_app(keys, options, every=True))


def read_last_screen(*keys: str, **options: Unpack[AppOptions]) -> str:
    """The screen after all the keys."""
    return asyncio.run(_run_app(keys, options, every=False))[-1]


def press_and_look(*keys: str, **options: Unpack[AppOptions]) -> list[str]:
    """Start the app, press keys, and return the screen at each `look` among them."""
    return asyncio.run(_run_app(keys, options, every=False))[1:-1]


async def _run_app(keys: Sequence[str], options: AppOptions, *, every: bool) -> list[str]:
    plain = options.get("ascii_only", False)
    records = options.get("dataset", load_data())
    if plain:
        records = load_ascii_data() if records is load_data() else convert_to_ascii(records)
    look = Appearance(options.get("theme", "dark"), records, ascii_only=plain, depth=options.get("depth", TRUE_COLOUR))
    view = View(data=records, year=options.get("year", "2023/24"), filter=options.get("wanted", Filter()))
    app = IcbApp(
        open_test_store() if records is load_data() else open_store_of(records),
        look,
        view,
        opened=options.get("opened"),
        compared=tuple(options.get("compared", ())),
        keymap=options.get("keymap"),
        message=options.get("message", ""),
        opens_links=options.get("opens_links", False),
    )
    screens = []
    async with app.run_test(size=options.get("size", (120, 40))) as pilot:
        await wait_until_settled(pilot)
        screens.append(read_screen(app))
        for key in keys:
            if key != "look":
                await do_action(pilot, key)
            if every or key == "look":
                await wait_until_settled(pilot)
                screens.append(read_screen(app))
        await wait_until_settled(pilot)
        screens.append(read_screen(app))
    return screens if not every else screens[:-1]


async def wait_until_settled(pilot: Pilot[tuple[str, ...]]) -> None:
    """Wait until every message is carried out, and what came of it is painted.

    Textual's own pause sleeps until the processor has been idle for a while; this only goes round until nothing waits.
    """
    quiet = 0
    while quiet < 2 and not (pilot.app._exit or (isinstance(pilot.app, IcbApp) and pilot.app.crash)):
        await pilot.pause(0)
        quiet = 0 if _is_busy(pilot.app) else quiet + 1


def _is_busy(app: App[Any]) -> bool:
    """Whether anything is still to be carried out, laid out or painted."""
    screen = app.screen
    nodes: list[MessagePump] = [app, *screen.walk_children(with_self=True)]
    waiting = any(node.message_queue_size or node._next_callbacks for node in nodes)
    return waiting or bool(screen._callbacks or screen._dirty_widgets or screen._layout_required)


async def resize_terminal(pilot: Pilot[tuple[str, ...]], columns: int, lines: int) -> None:
    """Give the terminal another size."""
    begin_resize(pilot, columns, lines)
    await wait_until_settled(pilot)
    end_resize(pilot)
    await wait_until_settled(pilot)


def begin_resize(pilot: Pilot[tuple[str, ...]], columns: int, lines: int) -> None:
    """Give the terminal another size, and wait for nothing."""
    size = Size(columns, lines)
    if isinstance(pilot.app._driver, HeadlessDriver):
        pilot.app._driver._size = size
    pilot.app.post_message(events.Resize(size, size))


def end_resize(pilot: Pilot[tuple[str, ...]]) -> None:
    """Have the screens told of the size, which Textual 8.2 puts off for a moment."""
    if hasattr(pilot.app, "_check_resize"):
        pilot.app._check_resize()


async def type_while_resizing(pilot: Pilot[tuple[str, ...]], keys_and_sizes: Iterable[Hurry]) -> None:
    """Press keys and change the size, only so many turns of the loop between: fewer than anything takes."""
    for key, size, turns in keys_and_sizes:
        pilot.app.post_message(make_key(key))
        begin_resize(pilot, *size)
        if turns:
            end_resize(pilot)
        for _ in range(turns):
            await asyncio.sleep(0)
    await resize_terminal(pilot, *SIZES[-1])


async def do_action(pilot: Pilot[tuple[str, ...]], key: str) -> None:
    """Press a key; `size:80x24` resizes the terminal and `click:8,7` clicks."""
    if key.startswith("size:"):
        columns, lines = key[5:].split("x")
        await resize_terminal(pilot, int(columns), int(lines))
    elif key.startswith("click:"):
        column, row = key[6:].split(",")
        await pilot.click(offset=(int(column), int(row)))
    else:
        pilot.app.post_message(make_key(key))


def make_key(key: str) -> events.Key:
    """A key as a terminal sends it: a character with its name, or a named key."""
    character = " " if key == "space" else key if len(key) == 1 else None
    return events.Key(_character_to_key(key) if len(key) == 1 else key, character)


def make_click(column: int, row: int, button: int = 1) -> list[events.Event]:
    """What a terminal tells of a click: the left button is 1, the middle one 2, the right one 3."""
    return [
        kind(None, column, row, 0, 0, button, False, False, False, screen_x=column, screen_y=row)
        for kind in (events.MouseDown, events.MouseUp)
    ]


SNAPSHOTS = Path(__file__).parent.parent / "snapshots"
