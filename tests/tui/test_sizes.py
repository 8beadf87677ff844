"""Every size: nothing is cut without a sign, nothing is lost in resizing, and too small a terminal names a way out."""

from __future__ import annotations

import asyncio
import re
import shlex
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import product
from pathlib import Path

import pytest
from bundled_store import load_data, open_test_store
from rich import cells as cells_of
from rich.cells import cell_len
from screen import do_action, press_keys, read_last_screen, read_screen, resize_terminal, wait_until_settled
from textual.pilot import Pilot
from textual.timer import Timer

from icb_tui.cli.main import icb_tui
from icb_tui.data_files.ascii_stand_ins import convert_to_ascii
from icb_tui.store.store import Store
from icb_tui.terminal.painting.cell_styles import UnknownSequence
from icb_tui.tui.app import IcbApp
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.canvas import Canvas, list_pane_cells
from icb_tui.tui.colours import NO_COLOURS, TRUE_COLOUR, Depth
from icb_tui.tui.reading_pane import COLUMN_GAP
from icb_tui.tui.theme import DECORATIVE_STYLES, Appearance
from icb_tui.user import board_sets
from icb_tui.views.view_state import View

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
                browser.close_screens_above()
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


def test_every_pane_can_be_painted_at_every_size_that_it_has_for_a_moment() -> None:
    async def painted(name: str, pilot: Pilot[tuple[str, ...]]) -> None:
        app = await type_keys(pilot, [])
        for pane in app.screen.query(Canvas):
            for cells, rows in product((1, 2, 7, 30, 61, 200), (1, 2, 3, 9, 60)):
                assert pane.paint(cells, rows) is not None, (name, pane, cells, rows)
            place = pane.outer_size.region.grow((0, 0, 2, 0))
            assert [strip.text.strip() for strip in pane.render_lines(place)[-2:]] == ["", ""], (name, pane)

    tour_scenes(start_app(), SCENES, painted)


def test_a_pane_that_does_not_know_its_place_yet_is_left_to_textual() -> None:
    """Its cells are as many as it knows of, and would stand where those of others do."""

    async def shown(name: str, pilot: Pilot[tuple[str, ...]]) -> None:
        app = await type_keys(pilot, [])
        visible = app.screen._compositor.visible_widgets
        assert list(list_pane_cells(visible, app.size, app.console))
        for pane in (widget for widget in visible if isinstance(widget, Canvas)):
            region, clip = visible[pane]
            for place in (region.grow((0, 0, 1, 0)), region.shrink((1, 0, 0, 0))):
                with pytest.raises(UnknownSequence):
                    list(list_pane_cells({**visible, pane: (place, place.union(clip))}, app.size, app.console))

    tour_scenes(start_app(), {"matrix": []}, shown)


COMMANDS = {
    "matrix": "icb-tui list --year 2023/24",
    "indicators": "icb-tui indicators --aim 4",
    "map": "icb-tui map 1 --year 2023/24 --as-at 2026-04-01",
    "finder": "icb-tui find lon",
    "board": "icb-tui show BSW",
    "comparison": "icb-tui compare LLR HNY Y60",
    "presenter": "icb-tui brief HNY LLR --year 2023/24",
    "tray": "icb-tui national --year 2023/24",
    "coverage": "icb-tui coverage",
    "sets": "icb-tui sets",
    "indicator": "icb-tui show BSW --aim 4",
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


def test_a_wide_screen_shows_the_evidence_beside_the_matrix() -> None:
    _, _, _, matrix, below = press_keys("3", "s", "g", "size:150x60", size=WIDE)
    lines = matrix.splitlines()
    assert "West Yorkshire" in matrix and "↓" not in lines[-2]  # all rows stand in the height
    assert sum("paragraph" in line[140:] for line in lines) >= 5  # every finding, each with its paragraph
    assert lines[2].endswith("LLR · Inequalities · 2023/24") and "enter all 5 findings" in lines[3]
    rows = below.splitlines()
    assert next(n for n, line in enumerate(rows) if "enter all 5 findings" in line) > len(rows) // 2


def test_a_wide_screen_shows_the_trend_and_all_boards_beside_the_indicators() -> None:
    screen = press_keys("i", "3", size=WIDE)[-1]
    assert "All boards" in screen and "◂ median" in screen and "┼ median" in screen


def test_beside_the_matrix_a_board_has_every_aim_in_words() -> None:
    screen = press_keys("G", size=WIDE)[-1]
    assert all(f"{n} {aim.short_name}" in screen for n, aim in enumerate(load_data().aims, 1))
    assert "S △ Strong" in screen and "rated on 1 of 5 aims" in screen
    first = press_keys(size=WIDE)[-1]
    assert "Wiltshire Integrated Care Board" in " ".join(line[140:].strip() for line in first.splitlines()[2:4])


@pytest.mark.parametrize("size", [(200, 60), (240, 70)])
def test_a_page_on_a_wide_screen_stands_in_two_columns_of_whole_sections(size: tuple[int, int]) -> None:
    board = press_keys("enter", size=size)[-1].splitlines()
    start = 2 + (size[0] - 4 - COLUMN_GAP) // 2 + COLUMN_GAP
    lefts, rights = ([line[part].strip() for line in board[2:-2]] for part in (slice(start), slice(start, None)))
    assert lefts[0].startswith("NHS Bath and North East Somerset") and re.match(r"\d \w+", rights[0])
    aims = [aim.name for aim in load_data().aims]
    first = next(n for n, aim in enumerate(aims, 1) if rights[0].startswith(f"{n} {aim}"))
    assert not any(line.startswith(f"{n} {aims[n - 1]}") for line in lefts for n in range(first, len(aims) + 1))
    assert all(not line[start - COLUMN_GAP : start].strip() for line in board[2:-2])


def test_both_columns_scroll_together_and_an_aim_of_the_second_can_be_gone_to() -> None:
    _, _, board, scrolled, fifth, why = press_keys("enter", "0", "j", "5", "w", size=WIDE)
    assert scrolled.splitlines()[2:50] == board.splitlines()[3:51]
    assert "5 Helping the NHS support broader social and economic development" in fifth
    assert "Why · BSW · Social · 2023/24" in why
