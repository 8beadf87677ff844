"""The Textual app: theme, keys, and the browser as its first screen."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import takewhile
from threading import Thread
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.color import Color
from textual.driver import Driver
from textual.filter import LineFilter
from textual.theme import Theme
from textual.widget import AwaitMount

from icb_tui.data_files.problems import DataError
from icb_tui.domain.phrases import describe_own_data, format_count
from icb_tui.output.formats import Table
from icb_tui.pages.view_state import View
from icb_tui.store.store import Store
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.base.hand_out import make_lines_table
from icb_tui.tui.endings import EndingApp
from icb_tui.tui.screens.browser import BrowserScreen
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance

if TYPE_CHECKING:
    from icb_tui.domain.name_search import SearchIndex

GC_THRESHOLD = 50_000
"""How many objects are made between two looks for garbage: some dozens of keys' worth."""


class RemoveColours(LineFilter):
    """Leaves no colour code in what is sent, not even those of the default colours."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and style.without_color, control) for text, style, control in segments]


class IcbApp(EndingApp):
    """The explorer; with `picking` it ends with the boards that were picked, as `return_value`."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        Binding("ctrl+q", "quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
        Binding("ctrl+l", "redraw", show=False, priority=True),
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
        driver: type[Driver] | None = None,
        picking: bool = False,
    ) -> None:
        super().__init__(driver_class=driver, ansi_color=look.shade is None)
        self._colour_filters = [] if look.depth else [RemoveColours()]
        self.session, self.look = ExplorerSession(store, start), look
        self.browser = _browser_class(picking=picking)(self.session, look)
        self._opened, self._compared, self._groups = opened, compared, groups
        self._reread, self._message = reread, message
        self.own_keys = dict(keymap or {})
        self.set_keymap(self.own_keys)
        theme = _make_theme(look)
        self.register_theme(theme)
        self.theme = theme.name
        self.stylesheet.set_variables(self.get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self._colour_filters]

    def on_mount(self) -> None:
        self.event_loop = asyncio.get_running_loop()
        self.push_screen(self.browser)
        if self._message:
            self.call_later(self.browser.say, self._message)
        if self._opened:
            self.call_later(self.browser.opener.open_page, self._opened)
        if self._compared or self._groups:
            self.call_later(self.browser.opener.open_comparison, self._compared, self._groups)
        self.call_after_refresh(self._finish_start)

    def _finish_start(self) -> None:
        """Once the first screen is there: open the database behind it, and collect garbage from now on."""
        gc.freeze()
        gc.set_threshold(GC_THRESHOLD)
        gc.enable()
        Thread(target=self._open_database).start()

    def _open_database(self) -> None:
        """Open the database in a thread of its own; where the data have changed meanwhile, read all of them again."""
        try:
            self.session.store.open_ahead()
        except DataError:
            self.call_later(self.action_reread)

    async def on_event(self, event: events.Event) -> None:
        """Carry out each key before the next is looked at, on the screen that it then meets: none is lost."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(event, events.Resize):
            self.terminal.forget_screen()
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
        screen.say("")
        try:
            if not await screen.handle_key(event):
                await self.run_binding(event.key)
        except DataError:
            await self.action_reread()

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

    async def action_palette(self) -> None:
        from icb_tui.tui.commands import list_commands
        from icb_tui.tui.screens.palette import PaletteScreen

        commands = list_commands(self.screen, self.browser, self.own_keys)
        await self.push_screen(PaletteScreen(self.session, self.look, commands))

    async def action_twin(self) -> None:
        """Show the screen as plain text, if it has that."""
        screen = self.screen
        if isinstance(screen, BaseScreen) and (lines := screen.plain_text_lines()):
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
        store = self.session.store
        try:
            other = self._reread() if self._reread else store
        except DataError as error:
            await self._show_problems(error)
            return
        if other.data.fingerprint == store.data.fingerprint:
            self._say_on_screen("Reloaded. The data files have not changed.")
            return
        store.replace_with(other)
        self.look.use_ratings(store.data)
        self.__dict__.pop("search_index", None)
        reloaded = list(takewhile(lambda s: not isinstance(s, BaseScreen) or s.reload_data(), self.screen_stack))
        for _ in self.screen_stack[len(reloaded) :]:
            await self.pop_screen()
        self._say_on_screen(" ".join(["Reloaded.", *describe_own_data(store.data)]))

    async def _show_problems(self, error: DataError) -> None:
        lines = [str(problem) for problem in error.problems]
        heading = f"{format_count(len(lines), 'problem')} in the data files. The data on the screen have not changed"
        await self.show_lines(lines, heading, "", lambda: None, "icb-tui.txt")

    def _say_on_screen(self, text: str) -> None:
        if isinstance(self.screen, BaseScreen):
            self.screen.say(text)

    def action_help(self) -> None:
        from icb_tui.tui.commands import list_key_help
        from icb_tui.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.session, self.look, list_key_help(self.screen, self.own_keys)))

    def action_suspend_process(self) -> None:
        """Give the terminal back to the shell until `fg`."""
        if not self.terminal.suspend_job():
            self._say_on_screen("No shell to go back to. Press q to quit.")

    def action_redraw(self) -> None:
        """Send the whole screen, whatever the terminal is taken to show."""
        self.terminal.forget_screen()
        self.refresh(layout=True)


def _make_theme(look: Appearance) -> Theme:
    """What Textual is to draw where no pane does; Textual 8.0 knows the terminal's own colours by the theme's name."""
    if look.shade is None:
        return Theme("textual-ansi", primary="ansi_blue", background="ansi_default", foreground="ansi_default")
    return Theme(
        f"icb-{look.theme}",
        primary=look.shade.texts["accent"],
        background=look.shade.grounds[""],
        foreground=look.shade.texts["text"],
        dark=look.shade.dark,
    )


def _browser_class(*, picking: bool) -> type[BrowserScreen]:
    """The first screen: the explorer, or the one to pick boards in."""
    if not picking:
        return BrowserScreen
    from icb_tui.tui.screens.picker import PickerScreen

    return PickerScreen
