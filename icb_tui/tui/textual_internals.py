"""The private names of Textual that the explorer needs, in one place, each with its reason. Read in Textual 8.2.8.

No other module of `tui/` touches a private name of Textual; a test holds it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import product
from typing import Any

from rich.console import Console
from textual import events
from textual.app import App
from textual.binding import Binding
from textual.driver import Driver
from textual.geometry import Region, Size
from textual.keys import _character_to_key
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from icb_tui.terminal.cell_paints import CellPaint, PlacedCells
from icb_tui.terminal.controls import TerminalControls
from icb_tui.terminal.painting.screen_differ import ScreenDiffer

IDLE_ROUNDS = 8
"""How often all widgets have their turn before a paint: what they tell one another goes into the same one.

Found by trial: from six on there are no fewer paints; with less, going back to a screen takes up to four.
"""


class InternalsApp(App[tuple[str, ...]]):
    """An app that carries out a key at once, and that ends after an error without printing a traceback."""

    @property
    def is_ending(self) -> bool:
        """Whether it was told to end: Textual tells this of no app."""
        return self._exit

    async def run_binding(self, *keys: str) -> None:
        """Carry out the binding of the first of some keys that has one, and return when it is done.

        Textual's way goes through two queues, and gathers the bindings twice. No screen here is modal.
        """
        chain = self.screen._binding_chain
        for key, has_priority in product(keys, (True, False)):
            for node, bindings in reversed(chain) if has_priority else chain:
                for binding in bindings.key_to_bindings.get(key, ()):
                    if binding.priority == has_priority and await self.run_action(binding.action, node):
                        return

    async def close_covered_screen(self, place: int) -> None:
        """Close a screen that others cover, by its place from below: Textual closes only the one on top."""
        await self._screen_stack.pop(place).remove()

    def end_after_error(self, code: int) -> None:
        """End with an exit code where messages may go round no more; `exit` would send one."""
        self._return_code = code
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """Take an unhandled exception: Textual would print its traceback, local values and all."""
        self.report_exception()

    def report_exception(self) -> None:
        """Report the exception that is being handled, and end."""
        raise NotImplementedError


class InternalsScreen(Screen[None]):
    """A screen that paints once for each key, as soon as what the key changed has gone round."""

    async def _on_idle(self, event: events.Idle) -> None:
        """Paint at once: Textual would wait for the next sixtieth of a second."""
        event.prevent_default()
        for _ in range(IDLE_ROUNDS):
            await asyncio.sleep(0)
        if not self.message_queue_size:
            self._on_timer_update()
            await self._invoke_and_clear_callbacks()

    def note_change(self, widget: Widget) -> None:
        """Have the screen painted, for a widget changed: what Textual does, without a message for each widget."""
        if self in self._compositor:
            self._dirty_widgets.add(widget)
            self.check_idle()

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Add no widget: Textual would add a tooltip and a rack of toasts, which nothing here shows."""

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Take the styles as they are: each change has been followed when it came, on covered screens too."""
        event.refresh_styles = False

    def _screen_resized(self, size: Size) -> None:
        """Lay out for the size that the terminal has: one that it had may come later, for a layout sends its own."""
        if self.app.screen is self or self._size != self.app.size:
            super()._screen_resized(self.app.size)

    def _compositor_refresh(self) -> None:
        """Paint when there is a whole screen to show: Textual would show it in parts, and a covered one as well."""
        changed = self.complete_panes(self._compositor.visible_widgets) if self.app.screen is self else None
        if changed is None:
            return
        if differ := find_differ(self.app):
            self._show_cells(differ)
        else:
            self._show_regions(changed)

    def _show_regions(self, changed: dict[Widget, list[Region]]) -> None:
        """Have Textual paint what changed, and only once."""
        for pane, regions in changed.items():
            pane._set_dirty(*regions)
        self._compositor.update_widgets(set(changed))
        if self._compositor.size.region in self._compositor._dirty_regions:
            self._repaint_required = False  # Textual would paint all of it once more
        super()._compositor_refresh()

    def _show_cells(self, differ: ScreenDiffer) -> None:
        """Hand all that is seen to a differ: what changed of it is found sooner in cells than by Textual in regions."""
        compositor = self._compositor
        list_parts = partial(self.list_cells, compositor.visible_widgets)
        paint: Any = CellPaint(differ, list_parts, compositor.render_full_update)
        self.app._display(self, paint)
        self._dirty_widgets.clear()
        self._repaint_required = False
        compositor._dirty_regions.clear()
        self.app._update_mouse_over(self)

    def complete_panes(self, visible: Iterable[Widget]) -> dict[Widget, list[Region]] | None:
        """Return which cells changed just now of the widgets that are seen (none: all); None where more comes first."""
        raise NotImplementedError

    def list_cells(self, visible: Mapping[Widget, tuple[Region, Region]], console: Console) -> Iterator[PlacedCells]:
        """Yield what the widgets show that are seen, each given with its place and the part of it that is seen.

        Raises UnknownSequence where that cannot be said in cells.
        """
        raise NotImplementedError

    async def _on_message(self, message: Message) -> None:
        """Take a message, unless it comes too late: Textual tells a screen even after it was taken off."""
        if self.is_heard(message):
            await super()._on_message(message)

    def is_heard(self, message: Message) -> bool:
        """Return whether the screen is to take a message."""
        raise NotImplementedError

    async def wait_until_mounted(self) -> None:
        """Wait until the screen has its widgets: one that was just pushed may have none yet."""
        await self._mounted_event.wait()


def get_driver(app: App[Any]) -> Driver | None:
    """Return the driver of an app; None before it runs."""
    return app._driver


def find_differ(app: App[Any]) -> ScreenDiffer | None:
    """Return what compares the paints of an app as cells; None where its driver sends them as Textual makes them."""
    driver: object = get_driver(app)
    return driver.differ if isinstance(driver, TerminalControls) else None


def list_bindings(screen: type[Screen[Any]]) -> Iterator[Binding]:
    """Yield the bindings of a screen that is not open, with those that it inherits."""
    merged = screen._merged_bindings
    for bindings in merged.key_to_bindings.values() if merged else ():
        yield from bindings


def name_character_key(character: str) -> str:
    """Return the name of the key that types a character, such as `plus` for "+"."""
    return _character_to_key(character)
