"""The command palette: every action, set of boards and board by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from icb_tui.domain.names import fold_name
from icb_tui.tui.panes.results import ResultItem
from icb_tui.tui.screens.chooser import ChooserScreen
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance


class PaletteCommand(NamedTuple):
    """Something that can be done: its name, its key, and how it is done."""

    name: str
    key: str
    run: Callable[[], object]


class PaletteScreen(ChooserScreen):
    """The palette: every action with its key, every set of boards, every board."""

    heading = "Commands"
    hint = "type a command, a board set or a board"

    def __init__(self, session: ExplorerSession, look: Appearance, commands: Sequence[PaletteCommand]) -> None:
        super().__init__(session, look)
        self.commands = commands
        self.fitting: list[PaletteCommand] = []

    def search(self, text: str) -> None:
        words = fold_name(text).split()
        self.fitting = [
            c for c in self.commands if all(f" {fold_name(c.name)}".find(f" {word}") >= 0 for word in words)
        ]
        self.cursor = 0 if self.fitting else None
        self.show_results()

    def show_results(self) -> None:
        items = [ResultItem(command.key, command.name, "") for command in self.fitting]
        self.show_items(items, "" if items else f"No match for “{self.edit.text.strip()}”.")

    def open_chosen(self) -> None:
        if self.cursor is not None:
            command = self.fitting[self.cursor]
            self.app.pop_screen()
            self.app.call_later(command.run)
