"""The least of all that Textual can do: one text, and one key that changes it."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Static


class BareText(App[None]):
    """One text, a key to change it, and nothing else."""

    BINDINGS = [Binding("j", "change"), Binding("q", "quit")]

    def compose(self) -> ComposeResult:
        yield Static("Bath and North East Somerset")

    def action_change(self) -> None:
        self.query_one(Static).update("Swindon and Wiltshire")


if __name__ == "__main__":
    BareText().run()
