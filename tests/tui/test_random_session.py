"""The running app, driven by chance: whatever is done, what is shown is what the store says, and harmless.

ICB_TUI_EXAMPLES=200 tries as many sessions, other ones each time; the suite tries the same few.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import random
import re
import struct
import tempfile
import termios
from contextlib import chdir
from functools import cache
from pathlib import Path
from unittest import mock

import hostile_data
import pytest
from bundled_store import load_data, open_test_store
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from rich.cells import cell_len
from screen import Hurry, make_click, read_screen, type_while_resizing, wait_until_settled
from terminal_session import TerminalSession as Terminal
from textual import events
from textual.pilot import Pilot

from fuzz.cases import case
from fuzz.hostile import ALL, harm
from icb_tui.data_files.loader import load_dataset
from icb_tui.domain.dataset import Dataset
from icb_tui.store.store import Store
from icb_tui.tui import keymap
from icb_tui.tui.app import IcbApp
from icb_tui.tui.board_columns import MARK_CELLS
from icb_tui.tui.keys import bindings
from icb_tui.tui.screens.browser import BrowserScreen
from icb_tui.tui.theme import Appearance
from icb_tui.user import board_sets
from icb_tui.views.view_state import View

LEAVING = {"q", "ctrl+q", "ctrl+z", "ctrl+c"}
KEYS = sorted(
    {key for screen in keymap._list_screens() for each in keymap._own_bindings(screen) for key in each.key.split(",")}
    - LEAVING
)
"""Every key of every screen, but for those that leave."""
SIZES = [(120, 40), (80, 24), (60, 16), (59, 15), (20, 3), (200, 60), (100, 30)]
ANY_SIZES = [*SIZES, (1, 1), (2, 1), (100, 1), (120, 2), (132, 3), (61, 17)]
"""Those too that a terminal has only for a moment, while its window is dragged."""
WORDS = ["midlands", "-closed ", "3:strong", "unr", "llr", "not ", '"debt"', "\t", "north", "1", ":", *ALL.values()]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=3).map("".join)
PICTURES = re.compile("[\u2500-\u259f\u2800-\u28ff]")
"""Lines of boxes, blocks and braille patterns."""
LETTERS = re.compile(r"(?:([A-Z]) [▲△○◆▼]|[·□]\d+|[–≈/])[†+]*")


AT_ONCE = st.sampled_from([["click"], ["click"] * 2, ["click"] * 3, ["click", "enter"], ["enter"] * 2, ["escape"] * 2])
"""What comes in one read of the terminal."""


def make_keys(*keys: str) -> list[events.Event]:
    return [events.Key(key, " " if key == "space" else bindings.key_character(key)) for key in keys]


class SwappingData:
    """Another world each time that the files are read again: the bundled, a hostile one, one that is broken."""

    def __init__(self, folder: Path) -> None:
        self.worlds: list[Dataset | Path] = [load_hostile_data(), folder, load_data()]
        (folder / "icbs.yaml").write_text('icbs: ["\\e[2J\\u202e[red]x"]')

    def __call__(self) -> Store:
        self.worlds.append(world := self.worlds.pop(0))
        return Store(load_dataset(over=[world]) if isinstance(world, Path) else world)


@cache
def load_hostile_data() -> Dataset:
    with tempfile.TemporaryDirectory() as folder:
        return load_dataset(over=[hostile_data.write_hostile_folder(Path(folder))])


class Session(RuleBasedStateMachine):
    """A session of the explorer: each rule is something that a person, or a terminal, may do."""

    IS_SPOKEN = False

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory(prefix="icb-tui-session-")
        folder = Path(self.place.name)
        self.home = chdir(folder)
        self.home.__enter__()
        self.sets = mock.patch.object(board_sets, "sets_file", return_value=folder / "sets.json")
        self.sets.start()
        self.runner, self.rereads = asyncio.Runner(), 0
        view = View(data=load_data(), year="2023/24")
        look = Appearance("dark", load_data(), is_spoken=self.IS_SPOKEN)
        self.app = IcbApp(Store(load_data()), look, view, reread=SwappingData(folder))
        self.running = self.app.run_test(size=(120, 40))
        self.pilot: Pilot[tuple[str, ...]] = self.runner.run(self.running.__aenter__())
        self.done()

    def done(self, *happen: events.Event) -> None:
        """Wait until what happens is over, and painted."""
        for event in happen:
            self.app.post_message(event)
        self.runner.run(wait_until_settled(self.pilot))

    def press(self, *pressed: str) -> None:
        self.done(*make_keys(*pressed))

    @rule(pressed=st.lists(st.sampled_from(KEYS), min_size=1, max_size=12))
    def presses_keys(self, pressed: list[str]) -> None:
        self.press(*pressed)

    @rule(typed=TEXTS, last=st.sampled_from(["enter", "tab", "escape", "space"]))
    def types_a_filter(self, typed: str, last: str) -> None:
        self.press("f")
        self.done(events.Paste(typed))
        self.press(last)

    @rule(typed=TEXTS, last=st.sampled_from([["enter"], ["tab", "tab", "enter"], ["down", "tab", "escape"]]))
    def finds(self, typed: str, last: list[str]) -> None:
        self.press("slash", *(character for character in typed if character.isalnum() and character.isascii()), *last)

    @rule(pasted=TEXTS, times=st.sampled_from([1, 1, 500]))
    def pastes(self, pasted: str, times: int) -> None:
        self.done(events.Paste(pasted * times))

    @rule(size=st.sampled_from(SIZES))
    def resizes(self, size: tuple[int, int]) -> None:
        self.runner.run(self.pilot.resize_terminal(*size))
        self.done()

    @rule(hurry=st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(ANY_SIZES), st.integers(0, 5)), max_size=20))
    def types_while_the_size_changes(self, hurry: list[Hurry]) -> None:
        self.runner.run(type_while_resizing(self.pilot, hurry))
        self.done()

    @rule(x=st.integers(0, 199), y=st.integers(0, 59), button=st.sampled_from([1, 1, 2, 3]), at_once=AT_ONCE)
    def clicks(self, x: int, y: int, button: int, at_once: list[str]) -> None:
        column, row = x % self.app.size.width, y % self.app.size.height
        clicks = [make_click(column, row, button) if each == "click" else make_keys(each) for each in at_once]
        self.done(*(event for events in clicks for event in events))

    @rule(
        opening=st.sampled_from(["slash", "ctrl+p"]),
        letter=st.sampled_from("aelmns3"),
        row=st.integers(2, 6),
        at_once=AT_ONCE,
    )
    def clicks_on_what_is_found(self, opening: str, letter: str, row: int, at_once: list[str]) -> None:
        self.press(*["escape"] * 3, opening, letter)
        self.clicks(20, row, 1, at_once)

    @precondition(lambda self: not isinstance(self.app.screen, BrowserScreen))
    @rule()
    def goes_back(self) -> None:
        self.press("escape", "escape", "escape", "escape")

    @precondition(lambda self: self.rereads < 3)
    @rule()
    def reads_the_files_again(self) -> None:
        self.rereads += 1
        self.press("escape", "r")

    @invariant()
    def nothing_broke(self) -> None:
        assert not self.app.crash, self.app.crash

    @invariant()
    def the_view_is_what_the_store_answers(self) -> None:
        view, store = self.app.browser.current_view, self.app.browser.store
        found = [match.icb for match in store.match_boards(view.filter, view.year, view.as_at) if not match.misses]
        assert sorted(view.rows) == sorted(found)
        assert view.cells == store.year_cells(view.year, view.counted_kinds)
        assert view.cursor_icb in view.rows or (view.cursor_icb is None and not view.rows)
        assert view.year in view.data.years and (view.aim is None or view.aim in view.data.aim)
        assert set(view.marked) <= set(view.data.icb) and len(set(view.marked)) == len(view.marked)

    @invariant()
    def the_screen_is_in_bounds_and_harmless(self) -> None:
        lines = read_screen(self.app).splitlines()
        assert len(lines) <= self.app.size.height
        assert all(cell_len(line) <= self.app.size.width for line in lines)
        assert all(line.isprintable() and not harm(line) for line in lines)
        for strip in self.app.screen._compositor.render_strips():
            for segment in strip:
                assert not (segment.style and (segment.style.link or "@click" in segment.style.meta))

    @invariant()
    def the_cursor_is_on_the_screen(self) -> None:
        x, y = self.app.cursor_position
        assert 0 <= x < self.app.size.width and 0 <= y < self.app.size.height

    @invariant()
    def the_matrix_shows_the_rows_and_ratings_of_the_view(self) -> None:
        view = self.app.browser.current_view
        if (
            self.IS_SPOKEN
            or self.app.screen is not self.app.browser
            or view.centre != "matrix"
            or not 100 <= self.app.size.width <= 120
        ):
            return
        shown = [row for row in map(self.row, read_screen(self.app).splitlines()) if row]
        codes = [code for code, _ in shown]
        # A board that was not open yet has the marks of several before it in each cell, which no line here reads.
        rows = tuple(icb for icb in view.rows if not any(view.list_stand_in_cells(icb, aim) for aim in view.data.aim))
        if self.app.browser.query("MatrixPane").first().display:
            assert bool(shown) == bool(rows)
        start = rows.index(codes[0]) if codes else 0
        run = rows[start : start + len(codes)]
        after_new_order = (*rows[: len(codes) - 1], view.cursor_icb)
        assert tuple(codes) in (run, after_new_order)
        for code, letters in shown:
            ratings = [view.cells[code, aim].rating for aim in view.data.aim]
            assert letters == [view.data.rating[rating].letter if rating else "" for rating in ratings]

    def row(self, line: str) -> tuple[str, list[str]] | None:
        """The board of a line of the matrix, by its label or its long name, and the letters in its cells."""
        view = self.app.browser.current_view
        cells = list(LETTERS.finditer(line))[-len(view.data.aims) :]
        if len(cells) < len(view.data.aims) or line[cells[-1].end() :].strip():
            return None
        before = line[: cells[0].start()].rstrip().removesuffix("+").rstrip()
        name = before[self.app.browser.centre_pane.region.x + MARK_CELLS :].removesuffix("…").rstrip()
        boards = [view.data.icb[code] for code in view.rows]
        codes = [icb.code for icb in boards if before.endswith(f" {icb.label}") or icb.short_name.startswith(name)]
        return (codes[0], [each[1] or "" for each in cells]) if len(codes) == 1 else None

    def teardown(self) -> None:
        self.runner.run(self.running.__aexit__(None, None, None))
        self.runner.close()
        self.sets.stop()
        self.home.__exit__(None, None, None)
        self.place.cleanup()


EXAMPLES = int(os.environ.get("ICB_TUI_EXAMPLES", "0"))
Session.TestCase.settings = settings(
    max_examples=EXAMPLES or 3,
    stateful_step_count=15 if not EXAMPLES else 40,
    deadline=None,
    derandomize=not EXAMPLES,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TestSession = Session.TestCase


class SpokenSession(Session):
    """The same with a screen reader: one line is said at a time, and no picture is drawn."""

    IS_SPOKEN = True

    @invariant()
    def nothing_is_drawn(self) -> None:
        assert not PICTURES.search(read_screen(self.app))


SpokenSession.TestCase.settings = settings(Session.TestCase.settings, max_examples=EXAMPLES or 1)
TestSpokenSession = SpokenSession.TestCase


@pytest.mark.parametrize("seed", range(EXAMPLES) if EXAMPLES else (0, 27, 28))  # each found a fault
def test_keys_between_the_resizes_of_a_dragged_window_break_nothing(seed: int, tmp_path: Path) -> None:
    """Quicker than the rules above, which wait for the paint: what is open may be neither whole nor there any more."""
    chance = random.Random(seed)
    hurry = [(chance.choice(KEYS), chance.choice(ANY_SIZES), chance.choice((0, 0, 1, 2, 5))) for _ in range(100)]

    async def type_all() -> None:
        app = IcbApp(open_test_store(), Appearance("dark", load_data()), View(data=load_data(), year="2023/24"))
        async with app.run_test(size=(120, 40)) as pilot:
            await type_while_resizing(pilot, hurry)
            while not app.crash and len(read_screen(app).splitlines()) != 40:
                await pilot.pause(0.01)

    with chdir(tmp_path), mock.patch.object(board_sets, "sets_file", return_value=tmp_path / "sets.json"):
        asyncio.run(asyncio.wait_for(type_all(), 30))


# ---- the real program in a real terminal

LEAVES = b"q\x03\x11\x1a\x1c"
"""What would end it before the end, or hand the terminal to the shell."""
SEQUENCE = re.compile(rb"\x1b\[[0-9;:<=>?$]*[ -/]*[@-~]")
"""The only form of sequence that a session sends: what is copied goes out as OSC 52, and nothing else as OSC."""
COPIED = re.compile(rb"\x1b\]52;c;[A-Za-z0-9+/=]*\x07")


def test_after_a_session_of_chance_on_hostile_data_the_terminal_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sessions: list[Terminal]
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = hostile_data.write_hostile_folder(tmp_path)
    session = Terminal("--data", str(folder), columns=100, lines=30, XDG_DATA_HOME=str(tmp_path))
    sessions.append(session)
    session.wait_for("42 of 42")
    for number in range(25):
        session.press(case("keys", 3, number)[:60].translate(None, LEAVES))
        columns, lines = SIZES[number % len(SIZES)] if number % 10 == 0 else (100, 30)
        fcntl.ioctl(session.slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        session.read(0.01)
    session.press(b"\x1b[201~\x11")
    assert session.wait_for_end() == 0
    assert session.is_restored()
    plain = COPIED.sub(b"", SEQUENCE.sub(b"", session.sent)).decode()
    assert not harm(plain.replace("\r", "").replace("\b", ""))  # by which the cursor goes, too
