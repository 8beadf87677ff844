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

from icb_tui.export import Table
from icb_tui.keys import changed, does, shown, told
from icb_tui.look import SHADES, Look
from icb_tui.screens.browser import Browser
from icb_tui.screens.frame import Frame
from icb_tui.screens.handing import prose
from icb_tui.store import Store
from icb_tui.terminal import Terminal, leave_if_vanished
from icb_tui.view import View
from icb_tui.wording import counted, laid_over

if TYPE_CHECKING:
    from icb_tui.pages.help import KeyHelp
    from icb_tui.problems import SeedError
    from icb_tui.screens.find import Command
    from icb_tui.search import Index

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
RUBBISH = 50_000
"""How many objects are made between two looks for garbage: some dozens of keys' worth."""
GRACE = 3
"""The seconds that an orderly end may take after a signal."""
INTERNAL_ERROR = 70


class Colourless(LineFilter):
    """Leaves no colour code in what is sent, not even those of the default colours."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and style.without_color, control) for text, style, control in segments]


class IcbApp(App[tuple[str, ...]]):
    """The explorer; with `picking` it ends with the boards that were picked, as `return_value`.

    `crash` is the traceback, without local values, of what ended it, if anything did.
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
        look: Look,
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
            self._filters.append(Colourless())
        self.browser = _browser(picking=picking)(store, look, start)
        self.crash = ""
        self._opened, self._compared, self._groups = opened, compared, groups
        self._reread, self._said = reread, said
        self._keymap = dict(keymap or {})
        self._event_loop: asyncio.AbstractEventLoop | None = None
        self._signalled = 0
        for name, shade in SHADES.items():
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
        self.call_after_refresh(self._settled)

    def _settled(self) -> None:
        """Once the first screen is there: open the database behind it, and collect garbage from now on."""
        gc.freeze()
        gc.set_threshold(RUBBISH)
        gc.enable()
        Thread(target=self.browser.store.warm).start()

    async def on_event(self, event: events.Event) -> None:
        """Carry out each key before the next is looked at, on the screen that it then meets: none is lost."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(event, events.Resize) and isinstance(self._driver, Terminal):
            self._driver.forget()
        if isinstance(screen, Frame) and isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            await self._entered(screen, event)
        else:
            await super().on_event(event)

    async def _entered(self, screen: Frame, event: events.Key | events.Paste) -> None:
        """What is typed or pasted goes to the screen's line, any other key to its binding; none once the app ends."""
        if self._exit:
            return
        await screen.ready()
        if isinstance(event, events.Paste):
            screen.pasted(event.text)
            return
        screen.say("")
        if not await screen.typed(event) and not await self._check_bindings(event.key, priority=True):
            await self._check_bindings(event.key)

    @cached_property
    def index(self) -> Index:
        """What can be found; made when it is first looked in."""
        from icb_tui.search import Index

        return Index(self.browser.store.data, self.browser.store.mentions)

    async def action_find(self) -> None:
        from icb_tui.screens.compare import CompareScreen
        from icb_tui.screens.find import FindScreen

        answer = self.screen if isinstance(self.screen, CompareScreen) else self.browser
        await self.push_screen(FindScreen(self.browser.store, self.browser.look, self.index, answer))

    async def action_palette(self) -> None:
        from icb_tui.screens.find import PaletteScreen

        await self.push_screen(PaletteScreen(self.browser.store, self.browser.look, self._commands()))

    def _commands(self) -> list[Command]:
        """What can be done here: every action with its key, every set of boards, every board."""
        from icb_tui.screens.find import Command

        active = {a.binding.action: a for a in self.screen.active_bindings.values() if told(a.binding)}
        own = changed((each.binding for each in active.values()), self._keymap)
        actions = [
            Command(
                does(binding),
                shown(binding, own),
                partial(self.run_action, binding.action, default_namespace=node),
            )
            for node, binding, *_ in active.values()
        ]
        data = self.browser.store.data
        boards = [
            Command(f"Open {icb.short_name} ({icb.label})", icb.code, partial(self.browser.open_board, icb.code))
            for icb in data.icbs
        ]
        sets = [
            Command(f"Mark the set “{name}”", "set", partial(self.browser.mark_only, icbs)) for name, icbs in _sets()
        ]
        named = {command.name: command for command in reversed([*actions, *sets, *boards])}
        return list(reversed(named.values()))

    async def action_twin(self) -> None:
        """Show the text twin of the screen, if it has one."""
        screen = self.screen
        if isinstance(screen, Frame) and (lines := screen.twin()):
            name = f"{screen.file_name().rpartition('.')[0]}.txt"
            await self.show_lines(lines, "As text", "", lambda: prose(lines, screen.table()), name)

    def show_lines(
        self, lines: Sequence[str], heading: str, what: str, table: Callable[[], Table | None], name: str
    ) -> AwaitMount:
        """Show plain lines over the screen, to be read and selected; `e` exports the table there, under this name."""
        from icb_tui.screens.twin import TwinScreen

        browser = self.browser
        return self.push_screen(TwinScreen(browser.store, browser.look, browser.now, lines, heading, what, table, name))

    async def action_reread(self) -> None:
        """Read the files of the data again; where they are broken the old data stay, and what is wrong is shown."""
        from icb_tui.problems import SeedError

        store = self.browser.store
        try:
            other = self._reread() if self._reread else store
        except SeedError as error:
            await self._refused(error)
            return
        if other.data.fingerprint == store.data.fingerprint:
            self._say("Read again: no file of the data has changed.")
            return
        store.refill(other)
        self.browser.look.take(store.data)
        self.__dict__.pop("index", None)
        told = list(takewhile(lambda s: not isinstance(s, Frame) or s.renewed(), self.screen_stack))
        for _ in self.screen_stack[len(told) :]:
            await self.pop_screen()
        self._say(" ".join(["Read again.", *laid_over(store.data)]))

    async def _refused(self, error: SeedError) -> None:
        lines = [str(problem) for problem in error.problems]
        heading = f"{counted(len(lines), 'problem')} in the data; what was read before stays"
        await self.show_lines(lines, heading, "", lambda: None, "icb-tui.txt")

    def _say(self, text: str) -> None:
        if isinstance(self.screen, Frame):
            self.screen.say(text)

    def action_help(self) -> None:
        from icb_tui.screens.help import HelpScreen

        keys = self._keys_here()
        self.push_screen(HelpScreen(self.browser.store, self.browser.look, self.browser.now, keys))

    def _keys_here(self) -> list[KeyHelp]:
        """The keys that work on this screen, those of one action together."""
        from icb_tui.pages.help import KeyHelp

        keys: dict[str, list[str]] = {}
        bindings = [active.binding for active in self.screen.active_bindings.values() if told(active.binding)]
        own = changed(bindings, self._keymap)
        for binding in bindings:
            keys.setdefault(does(binding), []).append(shown(binding, own))
        return [KeyHelp(" ".join(dict.fromkeys(each)), what) for what, each in keys.items()]

    def action_suspend_process(self) -> None:
        """Give the terminal back to the shell until `fg`."""
        if not (isinstance(self._driver, Terminal) and self._driver.stop_for_now()) and isinstance(self.screen, Frame):
            self.screen.say("There is no shell to go back to; q quits.")

    def action_redraw(self) -> None:
        """Send the whole screen, whatever the terminal is taken to show."""
        if isinstance(self._driver, Terminal):
            self._driver.forget()
        self.refresh(layout=True)

    def _set_pointer_shape(self, shape: str) -> None:
        """The pointer of the mouse stays as it is: nothing here is told by its shape."""

    def signalled(self, number: int, _: object = None) -> None:
        """End with the signal's code: in order, or in a moment if the terminal takes nothing any more."""
        if self._event_loop is None or self._event_loop.is_closed():
            raise SystemExit(128 + number)
        self._signalled = 128 + number
        if number == signal.SIGHUP:
            leave_if_vanished()
        if isinstance(self._driver, Terminal):
            leave = self._driver.leave_at_once
            signal.signal(signal.SIGALRM, lambda *_: leave(128 + number))
            signal.alarm(GRACE)
        self._event_loop.call_soon_threadsafe(partial(self.exit, return_code=128 + number))

    def _fatal_error(self) -> None:
        """End after an unhandled exception, keeping the traceback for the command line instead of printing it."""
        self._ended_by(sys.exc_info()[1])

    def panic(self, *renderables: Any) -> None:
        """End after an error outside a handler (the input thread), likewise."""
        self._ended_by(sys.exc_info()[1], "\n".join(map(str, renderables)))

    def _ended_by(self, error: BaseException | None, otherwise: str = "") -> None:
        try:
            if not self._signalled:  # else a screen that was being made has met the end half made
                self.crash = "".join(traceback.format_exception(error)) if error else otherwise or "unknown error"
        except MemoryError:
            self.crash = "MemoryError"
        self._return_code = self._signalled or INTERNAL_ERROR
        self._close_messages_no_wait()


def _browser(*, picking: bool) -> type[Browser]:
    """The first screen: the explorer, or the one to pick boards in."""
    if not picking:
        return Browser
    from icb_tui.screens.picker import Picker

    return Picker


def _sets() -> Sequence[tuple[str, tuple[str, ...]]]:
    """The user's sets; none where they cannot be read."""
    from icb_tui.peers import PeersError, kept

    try:
        return list(kept().items())
    except PeersError:
        return []


def run(app: IcbApp, *, mouse: bool) -> int:
    """Run the app until it ends; return the exit code."""
    for number in SIGNALS:
        signal.signal(number, app.signalled)
    app.run(mouse=mouse)
    signal.alarm(0)
    code = app.return_code
    return INTERNAL_ERROR if app.crash or code is None else code
