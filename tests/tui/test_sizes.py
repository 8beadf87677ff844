"""Every size: nothing is cut without a sign, nothing is lost in resizing, and too small a terminal names a way out."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

import pytest
from bundled_store import load_data, open_test_store
from rich import cells as cells_of
from rich.cells import cell_len
from screen import do_action, press_keys, read_last_screen, read_screen, resize_terminal, wait_until_settled
from textual.pilot import Pilot
from textual.timer import Timer

from icb_tui.cli.main import icb_tui
from icb_tui.data_files.loader import convert_to_ascii
from icb_tui.pages.view_state import View
from icb_tui.store.store import Store
from icb_tui.tui.app import IcbApp
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.colours import NO_COLOURS, TRUE_COLOUR, Depth
from icb_tui.tui.reading_pane import MAX_LINE_CELLS
from icb_tui.tui.theme import DECORATIVE_STYLES, Appearance
from icb_tui.user import board_sets

SMALL, HOME, WIDE, TOO_SMALL = (60, 16), (80, 24), (200, 60), (50, 10)
DOWN = ["pagedown"] * 4
SCENES: dict[str, list[str]] = {
    "matrix": ["3", "j", "space", "space", "k", "w"],
    "indicators": ["i", "4", "l", "l"],
    "map": ["m", "right", "a"],
    "filter": ["f", *"mi qq"],
    "facets": ["f", *DOWN],
    "finder": ["/", *"lon", "pagedown"],
    "palette": ["ctrl+p", "b", *DOWN],
    "board": ["enter", *DOWN, "w"],
    "comparison": ["c", ">", "i", "+", "enter", "pagedown", "w"],
    "presenter": ["P", "l"],
    "tray": ["n", "pagedown"],
    "coverage": ["v", "j"],
    "sets": ["S", "+", *"near"],
    "help": ["?", "j"],
    "twin": ["=", *DOWN],
    "indicator": ["i", "4", "l", "enter", "j"],
}
"""The keys to everything that can be open."""

RESIZED = ("matrix", "map", "filter", "facets", "finder", "board", "comparison", "presenter", "sets", "twin")
"""What keeps a state of its own; the other pages are kept as a board's is."""
BROAD = ("matrix", "board")
"""What is drawn differently on a wide screen."""

WITHOUT_KEYS = ("filter", "facets", "sets", "map")
"""Where a line that is typed in, or a message, stands in place of the keys."""

Seen = Callable[[str, Pilot[tuple[str, ...]]], Awaitable[None]]


def tour_scenes(app: IcbApp, scenes: Mapping[str, Sequence[str]], seen: Seen, size: tuple[int, int] = HOME) -> None:
    """Take an app from scene to scene, each from where it started; `seen` is called in each."""

    async def gone() -> None:
        async with app.run_test(size=size) as pilot:
            await wait_until_settled(pilot)
            browser = app.browser
            start = browser.current_view
            for name, keys in scenes.items():
                await type_keys(pilot, keys)
                await seen(name, pilot)
                browser._close_screens_above()
                browser.action_back()
                app.session.put_view(app.session.answer_view(start))
                await wait_until_settled(pilot)

    asyncio.run(gone())


async def type_keys(pilot: Pilot[tuple[str, ...]], keys: Sequence[str]) -> IcbApp:
    for key in keys:
        await do_action(pilot, key)
    await wait_until_settled(pilot)
    assert isinstance(pilot.app, IcbApp)
    return pilot.app


def start_app(*, ascii_only: bool = False, depth: Depth = TRUE_COLOUR) -> IcbApp:
    """The app with two boards marked."""
    records = convert_to_ascii(load_data()) if ascii_only else load_data()
    start = View(data=records, year="2023/24", marked=("QOQ", "QK1"))
    look = Appearance("dark", records, ascii_only=ascii_only, depth=depth)
    return IcbApp(Store(records) if ascii_only else open_test_store(), look, start)


@pytest.fixture(autouse=True)
def own_sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_sets, "sets_file", lambda: tmp_path / "sets.json")


def list_unsigned_cuts(app: IcbApp) -> list[str]:
    """The panes that show less than they have, and do not say so."""
    found = []
    for pane in app.screen.query(Canvas):
        cells, rows = pane.content_size
        if not (pane.is_on_screen and cells and rows):
            continue
        painted = pane.paint(cells, rows)
        strips = pane.render_lines(pane.content_region.translate(-pane.region.offset))
        shown = ["".join(segment.text for segment in strip) for strip in strips]
        more = app.browser.look.substitute("…")
        if len(painted) > rows and more not in shown[-1]:
            found.append(f"{pane} has {len(painted)} lines for {rows} rows")
        for row, line in zip(painted, shown, strict=False):
            whole = "".join(run.text for run in row.spans)
            if cell_len(whole.rstrip()) > cells and more not in line:
                found.append(f"{pane} cuts {whole!r}")
    return found


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was cut to nothing, with no cell for the sign."""
    found: list[str] = []
    sized = cells_of.set_cell_size

    def spied(whole: str, cells: int) -> str:
        if cells < 1 and whole.strip():
            found.append(whole)
        return sized(whole, cells)

    monkeypatch.setattr("icb_tui.text.cells.set_cell_size", spied)
    return found


def list_timers(app: IcbApp) -> list[Timer]:
    """The timers that run: each would wake the program, and might send something, with nobody at the keys."""
    nodes = [app, *(node for screen in app.screen_stack for node in screen.walk_children(with_self=True))]
    return [timer for node in nodes for timer in node._timers if timer._active.is_set()]


def list_faint_words(app: IcbApp) -> list[str]:
    """The words in the colour of mere lines, which is too weak to be read."""
    panes = [pane for pane in app.screen.query(Canvas) if pane.is_on_screen and pane.content_size.area]
    runs = [run for pane in panes for row in pane.paint(*pane.content_size) for run in row.spans]
    return [run.text for run in runs if run.style in DECORATIVE_STYLES and any(map(str.isalnum, run.text))]


def test_nothing_is_lost_in_resizing_and_nothing_is_cut_unsaid(silent: list[str]) -> None:
    async def grown_and_shrunk(name: str, pilot: Pilot[tuple[str, ...]]) -> None:
        app = await type_keys(pilot, [])
        before = read_screen(app)
        for size in (SMALL, *([WIDE] if name in BROAD else []), TOO_SMALL, HOME):
            await resize_terminal(pilot, *size)
            screen = read_screen(app)
            assert list_unsigned_cuts(app) == [] and silent == [], (name, size)
            assert all(cell_len(line) <= size[0] for line in screen.splitlines()), (name, size)
            assert ("icb-tui needs 60×16" in screen) == (size == TOO_SMALL), (name, size)
        assert screen == before, name

    tour_scenes(start_app(), {name: SCENES[name] for name in RESIZED}, grown_and_shrunk)


COMMANDS = {
    "matrix": "icb-tui list --year 2023/24",
    "indicators": "icb-tui indicators --aim 4 --year 2023/24",
    "map": "icb-tui map 1 --year 2023/24 --as-at 2026-04-01",
    "finder": "icb-tui find lon",
    "board": "icb-tui show BSW --year 2023/24",
    "comparison": "icb-tui compare LLR HNY Y60 --year 2023/24",
    "presenter": "icb-tui brief HNY LLR --year 2023/24",
    "tray": "icb-tui national --year 2023/24",
    "coverage": "icb-tui coverage",
    "sets": "icb-tui sets",
    "indicator": "icb-tui show BSW --aim 4 --year 2023/24",
}


def test_the_smallest_screens_say_what_they_cut_are_at_rest_and_in_ascii_are_ascii(silent: list[str]) -> None:
    named: dict[str, str] = {}

    async def asserted(name: str, pilot: Pilot[tuple[str, ...]]) -> None:
        app = await type_keys(pilot, [])
        screen = read_screen(app)
        assert screen.isascii(), (name, {character for character in screen if not character.isascii()})
        assert list_unsigned_cuts(app) == [] and silent == [], name
        assert list_timers(app) == [] and list_faint_words(app) == [], name
        assert isinstance(app.screen, BaseScreen)
        assert name in WITHOUT_KEYS or screen.splitlines()[-1].endswith(("? help  q quit", "F1 help")), name
        named[name] = app.screen.print_command

    tour_scenes(start_app(ascii_only=True), SCENES, asserted, size=SMALL)
    assert COMMANDS.items() <= named.items()


def test_too_small_a_terminal_names_the_command_that_prints_what_was_open() -> None:
    told = " ".join(read_last_screen("v", "size:50x10").split())
    assert told == "icb-tui needs 60×16 cells. This terminal has 50×10. icb-tui coverage prints the same."


@pytest.mark.parametrize("command", ["icb-tui list", "icb-tui --help", *COMMANDS.values()])
def test_every_command_that_is_named_can_be_run(command: str) -> None:
    name, *words = shlex.split(command)[1:]
    if name in icb_tui.commands:
        icb_tui.commands[name].make_context(name, words)
    else:
        assert name == "--help"


def _read_body(app: IcbApp) -> list[object]:
    """The screen between its bars as one sees it without colours: text, and what is bold, dim, reversed, underlined.

    Of a blank one sees neither bold nor dim.
    """
    strips = list(app.screen._compositor.render_strips())[1:-1]
    assert not any(s.style and (s.style.color or s.style.bgcolor) for strip in strips for s in strip if s.text.strip())
    looks = [[(c, s.style) for s in strip for c in s.text] for strip in strips]
    return [[(c, s and (*((s.bold, s.dim) if c != " " else ()), s.reverse, s.underline)) for c, s in x] for x in looks]


PAIRS: dict[str, tuple[list[str], list[str]]] = {
    "the row of the cursor": ([], ["j"]),
    "the column of the cursor": (["1"], ["2"]),
    "a mark": ([], ["space"]),
    "a filter chosen": (["f", "down"], ["space"]),
    "the option pointed at": (["f", "down"], ["down"]),
    "the caret of the filter line": (["f", *"mid"], ["space"]),
    "the caret of the finder": (["/", *"lon"], ["space"]),
    "typing or pointing": (["f"], ["down"]),
    "the row of the finder": (["/", *"lon", "down"], ["down"]),
    "a mark of the finder": (["/", *"lon", "down", "down"], ["tab"]),
    "the tile of the map": (["m"], ["right"]),
    "a mark on the map": (["m"], ["space"]),
    "the indicator": (["i", "4", "l"], ["l"]),
    "fifths on the map": (["i", "4", "l", "m"], ["right"]),
    "the order": (["1"], ["s"]),
    "a warning": (["f", *"mid"], ["x"]),
    "the column of a comparison": (["c"], ["l"]),
    "the board after": (["a", "G", "enter"], ["p"]),
}
"""The keys to two states that differ in one thing, the second from the first on."""


def test_no_state_is_shown_by_colour_alone() -> None:
    async def differs(state: str, pilot: Pilot[tuple[str, ...]]) -> None:
        one = _read_body(await type_keys(pilot, []))
        assert one != _read_body(await type_keys(pilot, PAIRS[state][1])), state

    tour_scenes(start_app(depth=NO_COLOURS), {state: keys for state, (keys, _) in PAIRS.items()}, differs)


def test_a_wide_screen_uses_its_width() -> None:
    _, _, _, matrix, board = press_keys("3", "s", "g", "enter", size=WIDE)
    assert "Region " in matrix and "Bath and North East Somerset, Swindon and Wiltshire BSW" in matrix
    assert matrix.count("paragraph") >= 3  # several findings below, each with its paragraph
    beside = [line for line in board.splitlines()[1:] if line[:60].strip() and line[MAX_LINE_CELLS + 3 :].strip()]
    assert len(beside) > 10  # two columns
