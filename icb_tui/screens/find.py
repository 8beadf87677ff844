"""The finder and the palette: type a few letters, and go where they lead."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding

from icb_tui import search, wording
from icb_tui.editing import Editor, told_cut
from icb_tui.keys import LEAVING
from icb_tui.lines import Run
from icb_tui.look import Look
from icb_tui.model import Dataset
from icb_tui.panes.found import Found, Item, List
from icb_tui.rules import folded
from icb_tui.screens.frame import Frame
from icb_tui.search import Hit, Index
from icb_tui.store import Store
from icb_tui.text import one_of

HINT = "a code, an abbreviation, part of a name, or words of a finding"


class Answer(Protocol):
    """Where the finder leads."""

    def go_to(self, hit: Hit) -> None:
        """Go to what was found."""
        ...

    def compare_boards(self, icbs: tuple[str, ...]) -> None:
        """Put the boards that were marked side by side."""
        ...


class Chooser(Frame, inherit_bindings=False):
    """A line to type in, and under it what fits. Subclasses say what that is."""

    BINDINGS = [
        Binding("enter", "choose", "go"),
        Binding("up,down", "move", "choose", key_display="↑ ↓"),
        Binding("escape", "back", "back", key_display="esc"),
    ]
    SETTABLE = False
    heading = ""
    hint = ""

    def __init__(self, store: Store, look: Look) -> None:
        super().__init__(store, look)
        self.line = Editor()
        self.here: int | None = None

    def middle(self) -> ComposeResult:
        yield Found(self.look)

    def on_mount(self) -> None:
        self.title_is([(Run(self.heading, "bright"),)], [()])
        self.list_keys()
        self.look_for(self.line.text)

    async def typed(self, event: events.Key) -> bool:
        """Take every key: the line's own, or what moves, chooses and leaves."""
        steps = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}.get(event.key)
        if event.key == "escape":
            self.app.pop_screen()
        elif event.key == "enter":
            self.choose()
        elif steps:
            self._moved(steps)
        elif event.key in LEAVING:
            return False
        elif (line := self.line.pressed(event.key, event.character)) is not None:
            self.rewrite(line)
        return True

    def pasted(self, text: str) -> None:
        self.rewrite(self.line.insert(text))
        self.say(told_cut(text, self.line))

    def rewrite(self, line: Editor) -> None:
        """Look for what the line says now."""
        looked_for = self.line.text
        self.line = line
        if line.text == looked_for:
            self.reshow()
        else:
            self.look_for(line.text)

    def on_found_pointed(self, message: Found.Pointed) -> None:
        self.here = message.row
        self.choose()

    def look_for(self, text: str) -> None:
        """Find what fits a text, and show it."""
        raise NotImplementedError

    def choose(self) -> None:
        """Go to what is under the cursor."""
        raise NotImplementedError

    def count(self) -> int:
        """Return how many items there are."""
        raise NotImplementedError

    def reshow(self) -> None:
        """Show what was found, with the cursor where it is."""
        raise NotImplementedError

    def show(self, items: Sequence[Item], said: str) -> None:
        """Show these items."""
        self.query_one(Found).shown = List(self.line, self.hint, items, self.here, said)

    def _moved(self, steps: int) -> None:
        number = self.count()
        if number:
            start = self.here if self.here is not None else -1 if steps > 0 else 0
            self.here = min(max(start + steps, 0), number - 1)
            self.reshow()


class FindScreen(Chooser):
    """The finder: boards, regions, aims, indicators, and the words of findings."""

    heading = "Find"
    hint = HINT
    BINDINGS = [Binding("tab", "mark", "mark")]

    def __init__(self, store: Store, look: Look, index: Index, answer: Answer) -> None:
        super().__init__(store, look)
        self.index, self.answer = index, answer
        self.hits: list[Hit] = []
        self.marked: tuple[str, ...] = ()

    async def typed(self, event: events.Key) -> bool:
        if event.key == "tab":
            self._mark()
            return True
        return await super().typed(event)

    @property
    def printed_by(self) -> str:
        return shlex.join(["icb-tui", "find", *self.line.text.split()]) if self.line.text.strip() else "icb-tui list"

    def look_for(self, text: str) -> None:
        self.hits = self.index.find(text)
        only = search.chosen(self.hits, self.store.data)
        self.here = self.hits.index(only) if only else None
        self.reshow()

    def reshow(self) -> None:
        data = self.store.data
        self.show([_item(hit, data, marked=hit.id in self.marked) for hit in self.hits], self._said())

    def count(self) -> int:
        return len(self.hits)

    def _said(self) -> str:
        marks = f"{one_of([self.store.data.icb[icb].label for icb in self.marked], 9, 'and')} marked. " * bool(
            self.marked
        )
        if not self.line.text.strip():
            return f"{marks}Boards open and closed, regions, aims, official figures, and the words of findings."
        if not self.hits:
            return f"{marks}Nothing is called “{self.line.text.strip()}”, and no finding says it."
        if self.hits[0].fit == search.NEAR:
            return f"{marks}Nothing is spelt so. Did you mean one of these?"
        if self.here is None and self.hits[0].fit != search.MENTION and len(self.hits) > 1:
            return f"{marks}“{self.line.text.strip()}” can mean several; ↓ chooses."
        return marks

    def _mark(self) -> None:
        """Mark the board under the cursor, or the only one there is, and stay."""
        boards = [hit for hit in self.hits if hit.kind == "board"]
        hit = self.hits[self.here] if self.here is not None else boards[0] if len(boards) == 1 else None
        if hit is None or hit.kind != "board":
            self.say("No board is chosen to be marked; ↓ chooses one.")
            return
        others = tuple(icb for icb in self.marked if icb != hit.id)
        self.marked = others if hit.id in self.marked else (*self.marked, hit.id)
        self.rewrite(Editor()) if self.line.text else self.reshow()

    def choose(self) -> None:
        if len(self.marked) > 1:
            self.app.pop_screen()
            self.answer.compare_boards(self.marked)
        elif self.here is not None:
            hit = self.hits[self.here]
            self.app.pop_screen()
            self.answer.go_to(hit)
        elif self.hits:
            self.say("Several fit; ↓ chooses one." if len(self.hits) > 1 else "↓ chooses it.")


def _item(hit: Hit, data: Dataset, *, marked: bool) -> Item:
    """A hit as a line: what it is, its name, and what tells it from others."""
    match hit.kind:
        case "board":
            icb = data.icb[hit.id]
            dates = f"{icb.opened.year} to {icb.closed.year}" if icb.closed else f"since {icb.opened.year}"
            told = f"{dates} · {data.region[icb.region].name} · {icb.label} · {icb.code}"
            return Item("board", icb.short_name, told, marked)
        case "region":
            count = sum(icb.region == hit.id for icb in data.icbs)
            return Item(
                "region", data.region[hit.id].name, f"{wording.counted(count, 'board')}, closed ones too", marked
            )
        case "aim":
            return Item("aim", data.numbered(hit.id), data.aim[hit.id].name, marked)
        case "indicator":
            indicator = data.indicator[hit.id]
            return Item("figure", indicator.name, f"{indicator.unit} · {data.aim[indicator.aim].short_name}", marked)
    finding = hit.finding
    assert finding
    whose = data.icb[finding.icb].label if finding.icb else finding.named or "nationally"
    return Item(finding.id, finding.summary, f"{whose} · {finding.year} · {data.kind[finding.kind].name}", marked)


class Command(NamedTuple):
    """Something that can be done: its name, its key, and how it is done."""

    name: str
    key: str
    run: Callable[[], object]


class PaletteScreen(Chooser):
    """The palette: every action with its key, every set of boards, every board."""

    heading = "Commands"
    hint = "What to do, a set, or a board"

    def __init__(self, store: Store, look: Look, commands: Sequence[Command]) -> None:
        super().__init__(store, look)
        self.commands = commands
        self.fitting: list[Command] = []

    def look_for(self, text: str) -> None:
        words = folded(text).split()
        self.fitting = [c for c in self.commands if all(f" {folded(c.name)}".find(f" {word}") >= 0 for word in words)]
        self.here = 0 if self.fitting else None
        self.reshow()

    def reshow(self) -> None:
        items = [Item(command.key, command.name, "") for command in self.fitting]
        self.show(items, "" if items else "Nothing of this name can be done here.")

    def count(self) -> int:
        return len(self.fitting)

    def choose(self) -> None:
        if self.here is not None:
            command = self.fitting[self.here]
            self.app.pop_screen()
            self.app.call_later(command.run)
