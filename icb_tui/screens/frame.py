"""What every screen has: a title bar, a key bar made from its bindings, and a line where the terminal is too small."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from icb_tui import view as steps
from icb_tui.canvas import Canvas
from icb_tui.clipboard import printing
from icb_tui.grammar import heard_of, hearing
from icb_tui.keys import changed, moving, named, shown
from icb_tui.lines import Line, Run, Text, line, plain
from icb_tui.look import Look
from icb_tui.model import Compared
from icb_tui.page import Page
from icb_tui.panes.bars import Key, KeyBar, Runs, TitleBar
from icb_tui.panes.why import Why
from icb_tui.screens.handing import Handing
from icb_tui.store import Store
from icb_tui.text import wrap
from icb_tui.view import SMALLEST, View
from icb_tui.wording import LAID, introduced

ROUNDS = 8
"""How often all widgets have their turn before a paint: what they tell one another goes into the same one."""
TWIN = 78
"""The cells of a twin's lines."""


class TooSmall(Canvas):
    """What stands on the screen in place of everything else when it is too small."""

    def paint(self, cells: int, rows: int) -> list[Line]:
        columns, lines = SMALLEST
        same = f"{self.screen.printed_by} prints the same." if isinstance(self.screen, Frame) else ""
        told = f"icb-tui needs {columns}×{lines} cells; this terminal has {cells}×{rows}. {same}"
        return [line(Run(part, "warn")) for part in wrap(told, cells)]


class Frame(Handing):
    """A screen with its bars. Subclasses give `middle`, and their keys as BINDINGS."""

    BINDINGS: ClassVar[list[BindingType]] = named(
        [
            Binding("slash", "app.find", "find", key_display="/"),
            Binding("ctrl+p", "app.palette", "commands", show=False),
            Binding("y", "copy", "copy", show=False),
            Binding("e", "export", "export", show=False),
            Binding("r", "app.reread", "read again", show=False),
            Binding("equals_sign", "app.twin", "text", key_display="=", show=False),
            Binding("question_mark", "app.help", "help", key_display="?"),
            Binding("q", "app.quit", "quit"),
        ]
    )
    BLANK = True  # the panes cover it
    SETTABLE: ClassVar[bool] = True
    """Whether the settings may give the actions of the screen other keys; not where every key is typed."""

    def __init_subclass__(cls, **options: bool) -> None:
        """Give the bindings of a screen the names by which the settings know them."""
        if cls.SETTABLE and "BINDINGS" in cls.__dict__:
            cls.BINDINGS = named(cls.BINDINGS)
        super().__init_subclass__(**options)

    def __init__(self, store: Store, look: Look) -> None:
        super().__init__()
        self.store, self.look = store, look

    def compose(self) -> ComposeResult:
        yield TitleBar(self.look, id="title")
        yield from self.middle()
        yield KeyBar(self.look, id="keys")
        yield TooSmall(self.look, id="small")

    def middle(self) -> ComposeResult:
        """Yield what stands between the bars."""
        raise NotImplementedError

    def title_is(self, lefts: Sequence[Runs], rights: Sequence[Runs]) -> None:
        """Write the title bar: on each side the fullest wording that fits, and what was laid over."""
        laid = [Run(f"  {LAID} {name}", "key") for name in self.store.data.folders]
        self.query_one(TitleBar).sides = ([(*left, *laid) for left in lefts], rights)

    def in_year(self, view: View, years: int) -> View | None:
        """Return the view some years on, not yet asked for anew; None, and say so, where there is no such year."""
        year = steps.year_moved(view, years)
        if year != view.year:
            return replace(view, year=year)
        self.say(f"{year} is the {'newest' if years > 0 else 'oldest'} year of the data.")
        return None

    def renewed(self) -> bool:
        """Tell the screen anew from what the store has now; False where it cannot go on, and is to be left."""
        return False

    @property
    def printed_by(self) -> str:
        """The command that prints the same facts."""
        return "icb-tui list"

    def twin(self) -> Sequence[str]:
        """Return the same facts as plain lines; none where the screen has no twin."""
        return ()

    def on_resize(self, event: events.Resize) -> None:
        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        if self.has_class("-small") and not small:
            self.call_after_refresh(self._refocus)
        self.set_class(small, "-small")

    def _refocus(self) -> None:
        """Give the keys back to the pane that had them before the terminal was too small."""
        if self.focused is None and isinstance(self.AUTO_FOCUS, str):
            self.set_focus(self.query_one(self.AUTO_FOCUS))

    async def _on_idle(self, event: events.Idle) -> None:
        """Paint once what a key changed has gone round: Textual would wait for the next sixtieth of a second."""
        event.prevent_default()
        for _ in range(ROUNDS):
            await asyncio.sleep(0)
        if not self.message_queue_size:
            self._on_timer_update()
            await self._invoke_and_clear_callbacks()

    def _compositor_refresh(self) -> None:
        """Paint once every pane that is seen has drawn itself at its size: before, there is more to come."""
        panes = [pane for pane in self._compositor.visible_widgets if isinstance(pane, Canvas)]
        if panes and all(pane.drawn for pane in panes):
            super()._compositor_refresh()

    async def ready(self) -> None:
        """Wait until the screen has its widgets: one that was just pushed may have none yet."""
        await self._mounted_event.wait()

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        await self.run_action(message.action)

    def on_descendant_focus(self) -> None:
        self.list_keys()

    def list_keys(self) -> None:
        """Write the key bar."""
        self.bar.keys = tuple(self._keys())

    def _keys(self) -> list[Key]:
        """The keys that work here and are worth the bar's room, each action once, quitting last."""
        bindings = [active.binding for active in self.active_bindings.values()]
        own = changed(bindings, self.app._keymap)
        keys: dict[str, Key] = {}
        for binding in bindings:
            if binding.show and binding.description:
                keys.setdefault(binding.action, (shown(binding, own), binding.description, binding.action))
        ends = [keys.pop(action) for action in ("app.help", "app.quit") if action in keys]
        return [*keys.values(), *ends]


class Reader(Frame):
    """A screen with one page to read at length; its view is its own, and is forgotten with it."""

    AUTO_FOCUS = "Page"
    start = ""
    """The place of the text at which the page opens."""
    lasting = False
    """Whether the page asks the store for all it tells, and so can be told anew from other data."""
    flows = True
    """Whether the page is prose, which is read in two columns on a wide screen; tables take the whole width."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "back", key_display="esc"),
        *moving("go", "page"),
    ]

    def __init__(self, store: Store, look: Look, view: View) -> None:
        super().__init__(store, look)
        self.now = view

    def middle(self) -> ComposeResult:
        yield Page(self.look, self.write, at=self.start, flows=self.flows)
        yield Why(self.store.data, self.look)

    def write(self, cells: int) -> Text:
        """Return the text of the page at this width."""
        raise NotImplementedError

    def twin(self) -> Sequence[str]:
        title = plain([Line(tuple(self.query_one(TitleBar).sides[0][0]))])
        text = self.write(TWIN)
        return [*title, "", *plain([*text.head, *text.lines])]

    def ask(self) -> None:
        """Ask the store for what the page tells in the year and voices of the view; a page may need nothing of it."""

    def entitle(self) -> None:
        """Write the title bar."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.entitle()

    def changed(self, now: View, *, from_top: bool = False) -> None:
        """Tell the page anew for another view."""
        self.now = now
        self.ask()
        self.retold(from_top=from_top)

    def told_of(self) -> Sequence[str]:
        """Return the boards that the page tells of: without them it cannot go on."""
        return ()

    def renewed(self) -> bool:
        data = self.store.data
        if not self.lasting or not all(icb in data.icb for icb in self.told_of()):
            return False
        self.query_one(Why).data = data
        self.changed(steps.renewed(self.now, data))
        return True

    def retold(self, *, from_top: bool = False) -> None:
        """Write the page anew from what is known."""
        self.entitle()
        self.page.rewrite(from_top=from_top)
        self.rewhy()

    def action_year(self, years: int) -> None:
        if view := self.in_year(self.now, years):
            self.changed(view)

    def action_aim(self, number: int) -> None:
        """Go to an aim's part of the page, if it has one."""
        aims = list(self.now.data.aim)
        if number <= len(aims):
            self.page.jump(aims[number - 1])
            self.rewhy()

    def action_voice(self, voices: int) -> None:
        self.changed(replace(self.now, wanted=steps.next_voice(self.now, voices)))
        self.say(introduced(self.now.voices, self.now.data))

    def titles(self, name: str, short: str, *, year: bool = True) -> list[Runs]:
        """The left of the title bar, the fullest first: what the page is of, its year and whose findings count."""
        now, when = self.now, f"{self.now.year} · " if year else ""
        heard, briefly = hearing(now.wanted, now.data), heard_of(now.wanted, now.data)
        words = [(name, heard), (name, briefly), (short, briefly)]
        titles = [(Run(title, "bright"), Run(f"  {when}{voices}", "dim")) for title, voices in words]
        return [(Run("ICBs › ", "dim"), *titles[0]), *titles]

    def printed(self, *words: str) -> str:
        """The command that prints the same facts in the page's year and voices."""
        return printing(self.now, *words)

    def asked(self) -> Sequence[Compared]:
        """Return the cells whose rule `w` tells: those that are read."""
        return ()

    def action_why(self) -> None:
        self.set_class(not self.has_class("-why"), "-why")
        self.rewhy()

    def rewhy(self) -> None:
        """Tell the rule for what is read now, if it is asked for."""
        if self.has_class("-why"):
            self.query_one(Why).told = tuple(self.asked())

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.rewhy()

    @property
    def page(self) -> Page:
        return self.query_one(Page)

    def action_go(self, lines: int) -> None:
        self.page.go(lines)
        self.rewhy()

    def action_page(self, pages: int) -> None:
        self.page.go_pages(pages)
        self.rewhy()
