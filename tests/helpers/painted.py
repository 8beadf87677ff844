"""What the app paints, and the terminal that shows it."""

from __future__ import annotations

from collections.abc import Sequence

import pyte
from bundled_store import load_data, open_test_store
from pyte.screens import Char
from screen import do_action, wait_until_settled
from textual.drivers.headless_driver import HeadlessDriver

from icb_tui.terminal.painting.screen_differ import PAINT_START
from icb_tui.tui.app import IcbApp
from icb_tui.tui.colours import Depth
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View


class SeenScreen:
    """A terminal, and what it shows."""

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self._stream.feed("\x1b[?7l")

    def feed(self, sent: str) -> None:
        self._stream.feed(sent)

    @property
    def cells(self) -> list[list[Char]]:
        """Every cell as it is seen: the colour and weight of a blank's text are not."""
        lines = self.screen.buffer
        return [[_reduce_blank(lines[y][x]) for x in range(self.screen.columns)] for y in range(self.screen.lines)]


def _reduce_blank(cell: Char) -> Char:
    if cell.data != " " or cell.reverse or cell.underscore or cell.strikethrough:
        return cell
    return cell._replace(fg="default", bold=False, italics=False)


class RecordingDriver(HeadlessDriver):
    """A terminal that takes everything."""

    taken: list[str]

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.taken.append(data)


async def record_paints(
    depth: Depth, keys: Sequence[str], recording: type[RecordingDriver] = RecordingDriver
) -> list[tuple[tuple[int, int], list[str]]]:
    """What the app paints after each key, and on which size."""
    taken: list[str] = []
    driver = type("Here", (recording,), {"taken": taken})
    app = IcbApp(
        open_test_store(),
        Appearance("dark", load_data(), depth=depth),
        View(data=load_data(), year="2023/24"),
        driver=driver,
    )
    steps = []
    async with app.run_test(headless=False, size=(120, 40)) as pilot:
        for key in ["", *keys]:
            if key:
                await do_action(pilot, key)
            await wait_until_settled(pilot)
            steps.append(((app.size.width, app.size.height), [each for each in taken if PAINT_START.match(each)]))
            taken.clear()
    return steps
