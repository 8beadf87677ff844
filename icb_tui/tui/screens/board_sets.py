"""The user's sets of boards: to mark them again, to keep the marked ones, to delete one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding

from icb_tui.domain.phrases import format_count
from icb_tui.output.data_tables import make_set_table
from icb_tui.output.formats import Table
from icb_tui.text.spans import Span, plain_lines
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.keys.bindings import movement_bindings
from icb_tui.tui.line_editor import LineEdit
from icb_tui.tui.panes.board_sets import BoardSetsPane
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance
from icb_tui.user import board_sets

if TYPE_CHECKING:
    from icb_tui.tui.panes.spoken import Utterance

WHOLE_LINE = 1_000
"""Cells in which a line of the list has room for all."""


class BoardSetsScreen(BaseScreen):
    """The sets, one of them under the cursor; `u` brings a deleted one back.

    `mark_only` marks the boards of the chosen set and no other.
    """

    AUTO_FOCUS = "BoardSetsPane"
    BINDINGS = [
        Binding("escape", "app.pop_screen", "back", key_display="esc"),
        Binding("enter", "use", "mark boards"),
        Binding("plus", "keep", "save marked", key_display="+"),
        Binding("x", "drop", "delete"),
        Binding("u", "undo", "undo"),
        *movement_bindings("move", "move"),
    ]

    def __init__(self, session: ExplorerSession, look: Appearance, mark_only: Callable[[Sequence[str]], None]) -> None:
        super().__init__(session, look)
        self._mark_only = mark_only
        self.sets_pane = BoardSetsPane(self.store.data, look, can_save=not session.served_at)
        self.sets: board_sets.BoardSets = {}
        self.cursor = 0
        self._dropped: list[tuple[str, tuple[str, ...]]] = []

    def make_table(self) -> Table | None:
        return make_set_table(self.sets, self.store.data) if self.sets else None

    def list_file_name_words(self) -> Sequence[str]:
        return ("sets",)

    @property
    def print_command(self) -> str:
        return "icb-tui sets"

    def explorer_command(self) -> str:
        return self.print_command

    def compose_middle(self) -> ComposeResult:
        yield self.sets_pane

    def on_mount(self) -> None:
        self._read_sets()

    def _read_sets(self, at: str | None = None) -> None:
        """Read the sets anew: another session may have changed them. Put the cursor on the set `at`, if it is there."""
        try:
            self.sets = board_sets.read_board_sets()
        except board_sets.BoardSetsError as error:
            self.say(str(error))
        if at is not None and at in self.sets:
            self.cursor = list(self.sets).index(at)
        self._show_sets()

    def _show_sets(self) -> None:
        self.cursor = min(max(self.cursor, 0), max(len(self.sets) - 1, 0))
        self.sets_pane.listed_sets = (self.sets, self.cursor)
        counts = f"{format_count(len(self.sets), 'set')} · {format_count(len(self._marked), 'board')} marked"
        self.set_title([(Span("Board sets", "bright"),)], [(Span(counts, "dim"),)])

    def describe_focus(self) -> Utterance:
        from icb_tui.spoken.words import speak_text
        from icb_tui.tui.panes.spoken import Utterance

        lines = plain_lines(self.sets_pane.write_lines(WHOLE_LINE))
        position = f", {self.cursor + 1} of {len(self.sets)}" if self.sets else ""
        said = lines[self.cursor] if self.sets else " ".join(lines)
        return Utterance(f"{speak_text(said)}{position}")

    @property
    def _marked(self) -> tuple[str, ...]:
        return self.session.view.marked

    @property
    def cursor_name(self) -> str | None:
        return list(self.sets)[self.cursor] if self.sets else None

    def action_move(self, sets: int) -> None:
        self.cursor += sets
        self._show_sets()

    def action_use(self) -> None:
        if self.cursor_name is not None:
            self._mark_only(self.sets[self.cursor_name])
            self.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what changes the sets in a browser's page: they are those of whoever serves it."""
        if action in ("keep", "drop", "undo") and self.session.served_at:
            return False
        return super().check_action(action, parameters)

    def action_keep(self) -> None:
        """Ask for a name for the marked boards."""
        if not self._marked:
            self.say("No board is marked. Go back with esc, and mark boards with space.")
            return
        self._ask_name(LineEdit())

    def _ask_name(self, line: LineEdit) -> None:
        self.ask_line("Name of the new set:", line, self._keep_marked)

    def _keep_marked(self, name: str) -> None:
        try:
            name = board_sets.save_board_set(name, self._marked)
        except board_sets.BoardSetsError as error:
            self._ask_name(LineEdit.with_text(name))
            self.say(str(error))
            return
        self._read_sets(name)
        self.say(f"Saved “{name}”: {format_count(len(self._marked), 'board')}, in {board_sets.sets_file()}.")

    def action_drop(self) -> None:
        name = self.cursor_name
        if name is None:
            return
        try:
            board_sets.delete_board_set(name)
        except board_sets.BoardSetsError as error:
            self.say(str(error))
            return
        self._dropped.append((name, self.sets[name]))
        self._read_sets()
        self.say(f"Deleted “{name}”. Press u to bring it back.")

    def action_undo(self) -> None:
        if not self._dropped:
            self.say("No deleted set to bring back.")
            return
        name, icbs = self._dropped.pop()
        try:
            board_sets.save_board_set(name, icbs)
        except board_sets.BoardSetsError as error:
            self.say(str(error))
        self._read_sets()
