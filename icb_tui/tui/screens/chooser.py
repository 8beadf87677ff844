"""A line to type in, and under it a list of what fits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widget import Widget

from icb_tui.text.spans import Span
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.keys.bindings import RESERVED_KEYS
from icb_tui.tui.line_editor import LineEdit, describe_cut_paste
from icb_tui.tui.panes.results import ResultItem, ResultList, ResultsPane
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance

if TYPE_CHECKING:
    from icb_tui.tui.panes.spoken import Utterance


class ChooserScreen(BaseScreen, inherit_bindings=False):
    """A line to type in, and under it what fits. Subclasses say what that is."""

    BINDINGS = [
        Binding("enter", "choose", "go"),
        Binding("up,down", "move", "choose", key_display="↑ ↓"),
        Binding("escape", "back", "back", key_display="esc"),
        Binding("f1", "app.help", "help", key_display="F1"),
    ]
    SETTABLE = False
    heading = ""
    hint = ""

    def __init__(self, session: ExplorerSession, look: Appearance) -> None:
        super().__init__(session, look)
        self.edit, self.results_pane = LineEdit(), ResultsPane(look)
        self.cursor: int | None = None
        self._is_pointed = False

    def compose_middle(self) -> ComposeResult:
        yield self.results_pane

    def on_mount(self) -> None:
        self.set_title([(Span(self.heading, "bright"),)], [()])
        self.update_key_bar()
        self.search(self.edit.text)

    def describe_focus(self) -> Utterance:
        from icb_tui.spoken.words import join_sentences, speak_text
        from icb_tui.tui.panes.spoken import Utterance

        results = self.results_pane.results
        item = "" if results.cursor is None else self._describe_item(results.items[results.cursor])
        message = "" if results.is_pointed else results.message or ("" if results.edit.text else results.hint)
        said = join_sentences([item, speak_text(message)])
        return Utterance(said, f"{self.heading}:", results.edit, is_typed=not results.is_pointed)

    def _describe_item(self, item: ResultItem) -> str:
        """An item in words, with its position."""
        from icb_tui.spoken.key_help import name_keys
        from icb_tui.spoken.words import speak_text

        marked = "marked" if item.marked else ""
        position = f"{(self.cursor or 0) + 1} of {len(self.results_pane.results.items)}"
        return ", ".join(filter(None, (item.name, name_keys(item.kind), speak_text(item.detail), marked, position)))

    def find_focus_pane(self) -> Widget | None:
        return self.results_pane

    async def handle_key(self, event: events.Key) -> bool:
        """Take every key: the line's own, or what moves, chooses and leaves."""
        steps = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}.get(event.key)
        if event.key == "escape":
            self.action_back()
        elif event.key == "enter":
            self.open_chosen()
        elif steps:
            self._move_cursor(steps)
        elif event.key in (*RESERVED_KEYS, "f1"):
            return False
        elif (line := self.edit.press_key(event.key, event.character)) is not None:
            self.change_line(line)
        return True

    def action_choose(self) -> None:
        """Go to what is under the cursor: its key is clicked on the bar."""
        self.open_chosen()

    def action_back(self) -> None:
        """Leave the list."""
        self.close()

    def handle_paste(self, text: str) -> None:
        self.change_line(self.edit.insert(text))
        self.say(describe_cut_paste(text, self.edit))

    def change_line(self, line: LineEdit) -> None:
        """Look for what the line says now."""
        before, self.edit, self._is_pointed = self.edit, line, False
        if line.text == before.text:
            self.show_results()
        else:
            self.search(line.text)

    def on_results_pane_pointed(self, message: ResultsPane.Pointed) -> None:
        self.cursor = message.row
        self.open_chosen()

    def search(self, text: str) -> None:
        """Find what fits a text, and show it."""
        raise NotImplementedError

    def open_chosen(self) -> None:
        """Go to what is under the cursor."""
        raise NotImplementedError

    def show_results(self) -> None:
        """Show what was found, with the cursor where it is."""
        raise NotImplementedError

    def show_items(self, items: Sequence[ResultItem], message: str) -> None:
        """Show these items, under a message."""
        self.results_pane.results = ResultList(self.edit, self.hint, items, self.cursor, message, self._is_pointed)

    def _move_cursor(self, steps: int) -> None:
        number = len(self.results_pane.results.items)
        if number:
            start = self.cursor if self.cursor is not None else -1 if steps > 0 else 0
            self.cursor, self._is_pointed = min(max(start + steps, 0), number - 1), True
            self.show_results()
