"""The Textual app: theme, keys, and the browser as its first screen."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding
from textual.driver import Driver
from textual.widget import AwaitMount

from icb_tui.data_files.problems import DataError, describe_problem_count
from icb_tui.domain.phrases import describe_own_data
from icb_tui.store.store import Store
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.keys.bindings import list_bound_keys
from icb_tui.tui.look_app import LookApp
from icb_tui.tui.screens.browser import BrowserScreen
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View

if TYPE_CHECKING:
    from icb_tui.domain.name_search import SearchIndex
    from icb_tui.output.formats import Table

LEFT_BUTTON = 1
"""The button of the mouse that clicks, as Textual counts them."""

INTERRUPTED = 130
"""The exit code of a program that ctrl+c ended."""

MAX_SCREENS = 20
"""How many screens may lie over one another; of more, the oldest page is closed. Each takes memory."""

OLDEST_PAGE = 2
"""Its place among the screens: below it are Textual's own and the explorer."""

GC_THRESHOLDS = 50_000, 5, 2
"""How many objects are made between two looks for garbage: some dozens of keys' worth. Each eighteenth is at all.

Python's own 10, 10 look at all after 19,000 keys: the pages that were left meanwhile, 400,000 objects, would lie there.
"""

PAGES_AHEAD = "icb_tui.tui.screens.board", "icb_tui.tui.screens.compare"
"""The pages that are opened most. One of them is loaded behind each key, once that is answered: 8 and 4 ms."""


class IcbApp(LookApp):
    """The explorer; with `picking` it ends with the boards that were picked, as `return_value`."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        Binding("ctrl+q", "quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
        Binding("ctrl+l", "redraw", show=False, priority=True),
        Binding("ctrl+c", "help_quit", show=False, priority=True),
    ]

    def __init__(
        self,
        store: Store,
        look: Appearance,
        start: View,
        *,
        opened: str | None = None,
        compared: tuple[str, ...] = (),
        groups: tuple[str, ...] = (),
        reread: Callable[[], Store] | None = None,
        keymap: Mapping[str, str] | None = None,
        message: str = "",
        settings_file: Path | None = None,
        driver: type[Driver] | None = None,
        picking: bool = False,
        opens_links: bool = False,
        served_at: str = "",
    ) -> None:
        super().__init__(look, settings_file, driver)
        self.can_save_look = not served_at  # the settings are those of whoever serves
        self.session = ExplorerSession(store, start, opens_links=opens_links, served_at=served_at)
        self.is_picking = picking
        self.browser = _browser_class(picking=picking)(self.session, look)
        self._opened, self._compared, self._groups = opened, compared, groups
        self._reread, self._message = reread, message
        self._pages_ahead = [] if picking else [*PAGES_AHEAD]
        self.recent_commands: list[str] = []
        self.own_keys = dict(keymap or {})
        self.set_keymap(self.own_keys)

    def on_mount(self) -> None:
        self.event_loop = asyncio.get_running_loop()
        if self.look.is_spoken:
            self.serve_screen_reader()
        self.push_screen(self.browser)
        if self._message:
            self.call_later(self.browser.say, self._message)
        if self._opened:
            self.call_later(self.browser.opener.open_page, self._opened)
        if self._compared or self._groups:
            self.call_later(self.browser.opener.open_comparison, self._compared, self._groups)
        self.call_after_refresh(self._finish_start)

    def _finish_start(self) -> None:
        """Once the first screen is there: collect garbage from now on."""
        gc.freeze()
        gc.set_threshold(*GC_THRESHOLDS)
        gc.enable()

    def open_database_ahead(self) -> None:
        """Open the database in a thread of its own, so that the first question that needs it need not wait for it."""
        Thread(target=self._open_database).start()

    def _open_database(self) -> None:
        """Open the database; where the data have changed meanwhile, read all of them again."""
        try:
            self.session.store.open_ahead()
        except DataError:
            self.call_later(self.action_reread)

    async def on_event(self, event: events.Event) -> None:
        """Carry out each key before the next is looked at, on the screen that it then meets: none is lost."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        if len(self.screen_stack) > MAX_SCREENS:
            await self.close_covered_screen(OLDEST_PAGE)
        if isinstance(event, events.Resize):
            self.terminal.note_resize()
        if isinstance(event, (events.MouseDown, events.MouseUp)) and event.button != LEFT_BUTTON:
            return  # Textual would make a click of it
        if isinstance(screen, BaseScreen) and isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            await self._handle_input(screen, event)
        else:
            await super().on_event(event)

    async def _handle_input(self, screen: BaseScreen, event: events.Key | events.Paste) -> None:
        """What is typed or pasted goes to the screen's line, any other key to its binding; none once the app ends."""
        if self.is_ending:
            return
        await screen.wait_until_mounted()
        if isinstance(event, events.Paste):
            screen.handle_paste(event.text)
            return
        screen.clear_message()
        try:
            if not await screen.handle_key(event):
                await self.run_binding(*list_bound_keys(event))
        except DataError:
            await self.action_reread()
        if self._pages_ahead:
            self.call_after_refresh(import_module, self._pages_ahead.pop(0))

    @cached_property
    def search_index(self) -> SearchIndex:
        """What can be found; made when it is first looked in."""
        from icb_tui.domain.name_search import SearchIndex

        return SearchIndex(self.session.store.data, self.session.store.search_folded)

    async def action_find(self) -> None:
        from icb_tui.tui.screens.compare import CompareScreen
        from icb_tui.tui.screens.finder import FinderScreen

        first = (self.screen,) if isinstance(self.screen, CompareScreen) else ()
        await self.push_screen(FinderScreen(self.session, self.look, self.search_index, (*first, self.browser)))
        self.call_after_refresh(self.open_database_ahead)  # each letter looks in the findings

    async def action_palette(self) -> None:
        from icb_tui.tui.commands import CommandLister
        from icb_tui.tui.screens.palette import PaletteScreen

        commands = CommandLister(self, self.browser, self.own_keys).list_commands()
        await self.push_screen(PaletteScreen(self.session, self.look, commands, self.recent_commands))

    async def action_twin(self) -> None:
        """Show the screen as plain text, if it has that."""
        screen = self.screen
        if isinstance(screen, BaseScreen) and (lines := screen.plain_text_lines()):
            from icb_tui.tui.base.hand_out import make_lines_table

            name = f"{screen.suggest_file_name().rpartition('.')[0]}.txt"
            await self.show_lines(lines, "Plain text", "", lambda: make_lines_table(lines, screen.make_table()), name)

    def show_lines(
        self, lines: Sequence[str], heading: str, what: str, table: Callable[[], Table | None], name: str
    ) -> AwaitMount:
        """Show plain lines over the screen, to be read and selected; `e` exports the table there, under this name."""
        from icb_tui.tui.screens.plain_text import PlainTextScreen

        return self.push_screen(PlainTextScreen(self.session, self.look, lines, heading, what, table, name))

    async def action_reread(self) -> None:
        """Read the files of the data again. Where they cannot be read, list every problem, and keep the old data."""
        if (other := await self._read_data()) is None:
            return
        if other.data.fingerprint == self.session.store.data.fingerprint:
            self.say_on_screen("Reloaded. The data files have not changed.")
            return
        await self._use_data(other)
        self.say_on_screen(" ".join(["Reloaded.", *describe_own_data(self.session.store.data)]))

    async def _read_data(self) -> Store | None:
        """The data as the files have them now, in the characters of the look; None where they cannot be read."""
        try:
            return self._reread() if self._reread else self.session.store
        except DataError as error:
            await self._show_problems(error)
            return None

    async def _use_data(self, other: Store) -> None:
        """Show other data on every screen, and close those that have nothing to show any more."""
        store = self.session.store
        is_same = other.data.fingerprint == store.data.fingerprint
        if other is not store:
            store.replace_with(other)
        self.look.use_ratings(store.data)
        self.__dict__.pop("search_index", None)
        kept = takewhile(lambda s: not isinstance(s, BaseScreen) or s.reload_data() or is_same, self.screen_stack)
        for _ in self.screen_stack[len(list(kept)) :]:
            await self.pop_screen()

    async def reload_look(self) -> bool:
        if (other := await self._read_data()) is not None:
            await self._use_data(other)
        return other is not None

    async def _show_problems(self, error: DataError) -> None:
        lines = [str(problem) for problem in error.problems]
        heading = f"{describe_problem_count(error.count)} in the data files. The data on the screen have not changed"
        await self.show_lines(lines, heading, "", lambda: None, "icb-tui.txt")

    def say_on_screen(self, text: str) -> None:
        if isinstance(self.screen, BaseScreen):
            self.screen.say(text)

    def action_help_quit(self) -> None:
        """Where boards are picked, `ctrl+c` ends as in any picker; else it leaves a way to copy to the terminal."""
        if self.is_picking:
            self.exit(return_code=INTERRUPTED)
        else:
            self.say_on_screen("Press q to quit.")

    def action_help(self) -> None:
        from icb_tui.tui.commands import list_key_help
        from icb_tui.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.session, self.look, list_key_help(self.screen, self.own_keys)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what a page in a browser does not have: a shell to go back to."""
        if action == "suspend_process" and self.session.served_at:
            return False
        return super().check_action(action, parameters)

    def action_suspend_process(self) -> None:
        """Give the terminal back to the shell until `fg`."""
        if not self.terminal.suspend_job():
            self.say_on_screen("No shell to go back to. Press q to quit.")

    def action_redraw(self) -> None:
        """Send the whole screen, whatever the terminal is taken to show."""
        self.terminal.forget_screen()
        self.refresh(layout=True)


def _browser_class(*, picking: bool) -> type[BrowserScreen]:
    """The first screen: the explorer, or the one to pick boards in."""
    if not picking:
        return BrowserScreen
    from icb_tui.tui.screens.picker import PickerScreen

    return PickerScreen
