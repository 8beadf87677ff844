"""The user's sets of boards: to mark them again, to keep the marked ones, to delete one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from textual.app import ComposeResult
from textual.binding import Binding

from icb_tui import peers
from icb_tui.editing import Editor
from icb_tui.export import Table
from icb_tui.keys import moving
from icb_tui.lines import Run
from icb_tui.listing import sets_listed
from icb_tui.look import Look
from icb_tui.panes.sets import SetList
from icb_tui.screens.frame import Frame
from icb_tui.store import Store
from icb_tui.view import View
from icb_tui.wording import counted


class Keeper(Protocol):
    """Whoever keeps the marks."""

    def mark_only(self, icbs: Sequence[str]) -> None:
        """Mark these boards and no other."""
        ...


class SetsScreen(Frame):
    """The sets, one of them under the cursor; `u` brings a deleted one back."""

    AUTO_FOCUS = "SetList"
    BINDINGS = [
        Binding("escape", "back", "back", key_display="esc"),
        Binding("enter", "use", "mark its boards"),
        Binding("plus", "keep", "keep the marked", key_display="+"),
        Binding("x", "drop", "delete"),
        Binding("u", "undo", "undo"),
        *moving("move", "move"),
    ]

    def __init__(self, store: Store, look: Look, view: View, keeper: Keeper) -> None:
        super().__init__(store, look)
        self.now, self.keeper = view, keeper
        self.sets: peers.Sets = {}
        self.here = 0
        self._dropped: list[tuple[str, tuple[str, ...]]] = []

    def table(self) -> Table | None:
        return sets_listed(self.sets, self.now.data) if self.sets else None

    def file_name(self) -> str:
        return "sets.csv"

    def command(self) -> str:
        return "icb-tui sets"

    def middle(self) -> ComposeResult:
        yield SetList(self.now.data, self.look)

    def on_mount(self) -> None:
        self._read()

    def _read(self) -> None:
        """Read the sets anew: another session may have changed them."""
        try:
            self.sets = peers.kept()
        except peers.PeersError as error:
            self.say(str(error))
        self._show()

    def _show(self) -> None:
        self.here = min(max(self.here, 0), max(len(self.sets) - 1, 0))
        self.query_one(SetList).shown = (self.sets, self.here)
        told = f"{counted(len(self.sets), 'set')} kept · {len(self.now.marked)} marked"
        self.title_is([(Run("Sets of boards", "bright"),)], [(Run(told, "dim"),)])

    @property
    def name_here(self) -> str | None:
        return list(self.sets)[self.here] if self.sets else None

    @property
    def printed_by(self) -> str:
        return self.command()

    def action_move(self, sets: int) -> None:
        self.here += sets
        self._show()

    def action_use(self) -> None:
        if self.name_here is not None:
            self.keeper.mark_only(self.sets[self.name_here])
            self.app.pop_screen()

    def action_keep(self) -> None:
        """Ask for a name for the marked boards."""
        if not self.now.marked:
            self.say("No board is marked; esc goes back, space marks.")
            return
        self._ask_name(Editor())

    def _ask_name(self, line: Editor) -> None:
        self.ask_line("A name for the marked boards:", line, self._keep)

    def _keep(self, name: str) -> None:
        try:
            kept = peers.keep(name, self.now.marked)
        except peers.PeersError as error:
            self._ask_name(Editor.holding(name))
            self.say(str(error))
            return
        self.here = list(peers.kept()).index(kept)
        self._read()
        self.say(f"{counted(len(self.now.marked), 'board')} kept as “{kept}”, in {peers.place()}.")

    def action_drop(self) -> None:
        name = self.name_here
        if name is None:
            return
        try:
            peers.drop(name)
        except peers.PeersError as error:
            self.say(str(error))
            return
        self._dropped.append((name, self.sets[name]))
        self._read()
        self.say(f"“{name}” is deleted; u brings it back.")

    def action_undo(self) -> None:
        if not self._dropped:
            self.say("No set to bring back.")
            return
        name, icbs = self._dropped.pop()
        try:
            peers.keep(name, icbs)
        except peers.PeersError as error:
            self.say(str(error))
        self._read()

    def action_back(self) -> None:
        self.app.pop_screen()
