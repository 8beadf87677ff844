"""What every screen has: a title bar, a key bar made from its bindings, and a line where the terminal is too small."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from icb_tui.canvas import Canvas
from icb_tui.keys import moving
from icb_tui.lines import Line, Run, line
from icb_tui.look import Look
from icb_tui.page import Page, Text
from icb_tui.panes.bars import Key, KeyBar, Runs, TitleBar
from icb_tui.text import wrap
from icb_tui.view import SMALLEST


class TooSmall(Canvas):
    """What stands on the screen in place of everything else when it is too small."""

    def paint(self, cells: int, rows: int) -> list[Line]:
        columns, lines = SMALLEST
        told = f"icb-tui needs {columns}×{lines} cells; this terminal has {cells}×{rows}. icb-tui list prints the same."
        return [line(Run(part, "warn")) for part in wrap(told, cells)]


class Frame(Screen[None]):
    """A screen with its bars. Subclasses give `middle`, and their keys as BINDINGS."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "app.quit", "quit")]

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look

    def compose(self) -> ComposeResult:
        yield TitleBar(self.look, id="title")
        yield from self.middle()
        yield KeyBar(self.look, id="keys")
        yield TooSmall(self.look, id="small")

    def middle(self) -> ComposeResult:
        """Yield what stands between the bars."""
        raise NotImplementedError

    def title_is(self, lefts: Sequence[Runs], rights: Sequence[Runs]) -> None:
        """Write the title bar: on each side the fullest wording that fits."""
        self.query_one(TitleBar).sides = (lefts, rights)

    def say(self, text: str) -> None:
        """Say something on the key bar, until the next key."""
        self.query_one(KeyBar).said = text

    def on_resize(self, event: events.Resize) -> None:
        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        self.set_class(small, "-small")

    def on_key(self) -> None:
        self.say("")

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        await self.run_action(message.action)

    def on_descendant_focus(self) -> None:
        self.query_one(KeyBar).keys = tuple(self._keys())

    def _keys(self) -> list[Key]:
        """The keys that work here and are worth the bar's room, each action once, quitting last."""
        shown: dict[str, Key] = {}
        for active in self.active_bindings.values():
            binding = active.binding
            if binding.show and binding.description:
                shown[binding.action] = (binding.key_display or binding.key, binding.description, binding.action)
        last = shown.pop("app.quit", None)
        return [*shown.values(), *([last] if last else [])]


class Reader(Frame):
    """A screen with one page to read at length."""

    AUTO_FOCUS = "Page"
    start = ""
    """The place of the text at which the page opens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "back", key_display="esc"),
        *moving("go", "page"),
    ]

    def middle(self) -> ComposeResult:
        yield Page(self.look, self.write, at=self.start)

    def write(self, cells: int) -> Text:
        """Return the text of the page at this width."""
        raise NotImplementedError

    @property
    def page(self) -> Page:
        return self.query_one(Page)

    def action_go(self, lines: int) -> None:
        self.page.go(lines)

    def action_page(self, pages: int) -> None:
        self.page.go_pages(pages)
