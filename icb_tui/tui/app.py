"""The Textual app: theme, signals, and the browser as its first screen."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from itertools import takewhile
from threading import Thread
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual import events
from textual.app import App
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
from icb_tui.terminal.driver import TerminalDriver, exit_if_hung_up
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.base.hand_out import make_lines_table
from icb_tui.tui.bindings import describe_binding, find_rebound_actions, format_keys, is_own_binding
from icb_tui.tui.screens.browser import BrowserScreen
from icb_tui.tui.theme import THEME_COLOURS, Appearance

if TYPE_CHECKING:
    from icb_tui.domain.name_search import SearchIndex
    from icb_tui.pages.help import KeyHelp
    from icb_tui.tui.screens.palette import PaletteCommand

END_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

GC_THRESHOLD = 50_000
"""How many objects are made between two looks for garbage: some dozens of keys' worth."""

GRACE_SECONDS = 3
"""The seconds that an orderly end may take after a signal."""

INTERNAL_ERROR = 70


class RemoveColours(LineFilter):
    """Leaves no colour code in what is sent, not even those of the default colours."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and style.without_color, control) for text, style, control in segments]


class IcbApp(App[tuple[str, ...]]):
    """The explorer; with `picking` it ends with the boards that were picked, as `return_value`.

    `crash` is the traceback, without local values, of what ended it, if anything did; `data_error` says that the data
    must be read anew, where that ended it.
    """

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
        said: str = "",
        driver: type[Driver] | None = None,
        picking: bool = False,
    ) -> None:
        super().__init__(driver_class=driver, ansi_color=look.shade is None)
        if not look.depth:
            self._filters.append(RemoveColours())
        self.browser = _browser_class(picking=picking)(store, look, start)
        self.crash = ""
        self.data_error: DataError | None = None
        self._opened, self._compared, self._groups = opened, compared, groups
        self._reread, self._said = reread, said
        self._keymap = dict(keymap or {})
        self._event_loop: asyncio.AbstractEventLoop | None = None
        self._signalled = 0
        for name, shade in THEME_COLOURS.items():
            ground, text = shade.grounds[""], shade.texts["text"]
            self.register_theme(
                Theme(f"icb-{name}", primary=shade.texts["accent"], background=ground, foreground=text, dark=shade.dark)
            )
        self.theme = f"icb-{look.theme}" if look.shade else "ansi-dark"
        self.stylesheet.set_variables(self.get_css_variables())

    def _watch_theme(self, theme_name: str) -> None:
        """The theme is chosen once, before anything is drawn: there is nothing to read or to paint again for it."""
        self._refresh_truecolor_filter(self.ansi_theme)

    def on_mount(self) -> None:
        self._event_loop = asyncio.get_running_loop()
        self.push_screen(self.browser)
        if self._said:
            self.call_later(self.browser.say, self._said)
        if self._opened:
            self.call_later(self.browser.open_page, self._opened)
        if self._compared:
            self.call_later(self.browser.open_comparison, self._compared, self._groups)
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
            self.browser.store.open_ahead()
        except DataError:
            self.call_later(self.action_reread)

    async def on_event(self, event: events.Event) -> None:
        """Carry out each key before the next is looked at, on the screen that it then meets: none is lost."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(event, events.Resize) and isinstance(self._driver, TerminalDriver):
            self._driver.forget_screen()
        if isinstance(screen, BaseScreen) and isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            await self._handle_input(screen, event)
        else:
            await super().on_event(event)

    async def _handle_input(self, screen: BaseScreen, event: events.Key | events.Paste) -> None:
        """What is typed or pasted goes to the screen's line, any other key to its binding; none once the app ends."""
        if self._exit:
            return
        await screen.wait_until_mounted()
        if isinstance(event, events.Paste):
            screen.handle_paste(event.text)
            return
        screen.say("")
        try:
            if not await screen.handle_key(event) and not await self._check_bindings(event.key, priority=True):
                await self._check_bindings(event.key)
        except DataError:
            await self.action_reread()

    @cached_property
    def search_index(self) -> SearchIndex:
        """What can be found; made when it is first looked in."""
        from icb_tui.domain.name_search import SearchIndex

        return SearchIndex(self.browser.store.data, self.browser.store.search_folded)

    async def action_find(self) -> None:
        from icb_tui.tui.screens.compare import CompareScreen
        from icb_tui.tui.screens.finder import FinderScreen

        answer = self.screen if isinstance(self.screen, CompareScreen) else self.browser
        await self.push_screen(FinderScreen(self.browser.store, self.browser.look, self.search_index, answer))

    async def action_palette(self) -> None:
        from icb_tui.tui.screens.palette import PaletteScreen

        await self.push_screen(PaletteScreen(self.browser.store, self.browser.look, self._list_commands()))

    def _list_commands(self) -> list[PaletteCommand]:
        """What can be done here: every action with its key, every set of boards, every board."""
        from icb_tui.tui.screens.palette import PaletteCommand

        active = {a.binding.action: a for a in self.screen.active_bindings.values() if is_own_binding(a.binding)}
        own = find_rebound_actions((each.binding for each in active.values()), self._keymap)
        actions = [
            PaletteCommand(
                describe_binding(binding),
                format_keys(binding, own),
                partial(self.run_action, binding.action, default_namespace=node),
            )
            for node, binding, *_ in active.values()
        ]
        data = self.browser.store.data
        boards = [
            PaletteCommand(f"Open {icb.short_name} ({icb.label})", icb.code, partial(self.browser.open_board, icb.code))
            for icb in data.icbs
        ]
        sets = [
            PaletteCommand(f"Mark the set “{name}”", "set", partial(self.browser.mark_only, icbs))
            for name, icbs in _read_board_sets()
        ]
        named = {command.name: command for command in reversed([*actions, *sets, *boards])}
        return list(reversed(named.values()))

    async def action_twin(self) -> None:
        """Show the text twin of the screen, if it has one."""
        screen = self.screen
        if isinstance(screen, BaseScreen) and (lines := screen.plain_text_lines()):
            name = f"{screen.suggest_file_name().rpartition('.')[0]}.txt"
            await self.show_lines(lines, "As text", "", lambda: make_lines_table(lines, screen.make_table()), name)

    def show_lines(
        self, lines: Sequence[str], heading: str, what: str, table: Callable[[], Table | None], name: str
    ) -> AwaitMount:
        """Show plain lines over the screen, to be read and selected; `e` exports the table there, under this name."""
        from icb_tui.tui.screens.plain_text import PlainTextScreen

        browser = self.browser
        return self.push_screen(
            PlainTextScreen(browser.store, browser.look, browser.current_view, lines, heading, what, table, name)
        )

    async def action_reread(self) -> None:
        """Read the files of the data again; where they are broken the old data stay, and what is wrong is shown."""
        store = self.browser.store
        try:
            other = self._reread() if self._reread else store
        except DataError as error:
            await self._show_problems(error)
            return
        if other.data.fingerprint == store.data.fingerprint:
            self._say_on_screen("Read again: no file of the data has changed.")
            return
        store.replace_with(other)
        self.browser.look.use_ratings(store.data)
        self.__dict__.pop("search_index", None)
        told = list(takewhile(lambda s: not isinstance(s, BaseScreen) or s.reload_data(), self.screen_stack))
        for _ in self.screen_stack[len(told) :]:
            await self.pop_screen()
        self._say_on_screen(" ".join(["Read again.", *describe_own_data(store.data)]))

    async def _show_problems(self, error: DataError) -> None:
        lines = [str(problem) for problem in error.problems]
        heading = f"{format_count(len(lines), 'problem')} in the data; what was read before stays"
        await self.show_lines(lines, heading, "", lambda: None, "icb-tui.txt")

    def _say_on_screen(self, text: str) -> None:
        if isinstance(self.screen, BaseScreen):
            self.screen.say(text)

    def action_help(self) -> None:
        from icb_tui.tui.screens.help import HelpScreen

        keys = self._list_key_help()
        self.push_screen(HelpScreen(self.browser.store, self.browser.look, self.browser.current_view, keys))

    def _list_key_help(self) -> list[KeyHelp]:
        """The keys that work on this screen, those of one action together."""
        from icb_tui.pages.help import KeyHelp

        keys: dict[str, list[str]] = {}
        bindings = [active.binding for active in self.screen.active_bindings.values() if is_own_binding(active.binding)]
        own = find_rebound_actions(bindings, self._keymap)
        for binding in bindings:
            keys.setdefault(describe_binding(binding), []).append(format_keys(binding, own))
        return [KeyHelp(" ".join(dict.fromkeys(each)), what) for what, each in keys.items()]

    def action_suspend_process(self) -> None:
        """Give the terminal back to the shell until `fg`."""
        if not (isinstance(self._driver, TerminalDriver) and self._driver.suspend()) and isinstance(
            self.screen, BaseScreen
        ):
            self.screen.say("There is no shell to go back to; q quits.")

    def action_redraw(self) -> None:
        """Send the whole screen, whatever the terminal is taken to show."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.forget_screen()
        self.refresh(layout=True)

    def _set_pointer_shape(self, shape: str) -> None:
        """The pointer of the mouse stays as it is: nothing here is told by its shape."""

    def handle_signal(self, number: int, _: object = None) -> None:
        """End with the signal's code: in order, or in a moment if the terminal takes nothing any more."""
        if self._event_loop is None or self._event_loop.is_closed():
            raise SystemExit(128 + number)
        self._signalled = 128 + number
        if number == signal.SIGHUP:
            exit_if_hung_up()
        if isinstance(self._driver, TerminalDriver):
            leave = self._driver.exit_at_once
            signal.signal(signal.SIGALRM, lambda *_: leave(128 + number))
            signal.alarm(GRACE_SECONDS)
        self._event_loop.call_soon_threadsafe(partial(self.exit, return_code=128 + number))

    def _fatal_error(self) -> None:
        """End after an unhandled exception, keeping the traceback for the command line instead of printing it."""
        error = sys.exc_info()[1]
        if isinstance(error, DataError):
            self.data_error = error
        self._record_crash(error)

    def panic(self, *renderables: Any) -> None:
        """End after an error outside a handler (the input thread), likewise."""
        self._record_crash(sys.exc_info()[1], "\n".join(map(str, renderables)))

    def _record_crash(self, error: BaseException | None, otherwise: str = "") -> None:
        try:
            if not self._signalled:  # else a screen that was being made has met the end half made
                self.crash = "".join(traceback.format_exception(error)) if error else otherwise or "unknown error"
        except MemoryError:
            self.crash = "MemoryError"
        self._return_code = self._signalled or INTERNAL_ERROR
        self._close_messages_no_wait()


def _browser_class(*, picking: bool) -> type[BrowserScreen]:
    """The first screen: the explorer, or the one to pick boards in."""
    if not picking:
        return BrowserScreen
    from icb_tui.tui.screens.picker import PickerScreen

    return PickerScreen


def _read_board_sets() -> Sequence[tuple[str, tuple[str, ...]]]:
    """The user's sets; none where they cannot be read."""
    from icb_tui.user.board_sets import BoardSetsError, read_board_sets

    try:
        return list(read_board_sets().items())
    except BoardSetsError:
        return []


def run_app(app: IcbApp, *, mouse: bool) -> int:
    """Run the app until it ends; return the exit code."""
    for number in END_SIGNALS:
        signal.signal(number, app.handle_signal)
    app.run(mouse=mouse)
    signal.alarm(0)
    code = app.return_code
    return INTERNAL_ERROR if app.crash or code is None else code
