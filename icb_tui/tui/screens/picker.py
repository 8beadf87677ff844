"""The browser where boards are picked for a command: `enter` ends it with those that are marked."""

from __future__ import annotations

from textual import events
from textual.binding import Binding

from icb_tui.domain.name_search import SearchHit
from icb_tui.tui.screens.browser import BrowserScreen


class PickerScreen(BrowserScreen):
    """The browser to pick boards in; the app's result are their codes."""

    SETTABLE = False
    BINDINGS = [
        Binding("enter", "pick", "pick"),
        Binding("p", "open", "open"),
        Binding("escape", "give_up", "back", show=False),
    ]
    headings = ("Pick boards", "Pick")

    _leaving = False

    def action_pick(self) -> None:
        """End with the marked boards, or with the one under the cursor."""
        if icbs := self.current_view.target_icbs:
            self.app.exit(icbs)
        else:
            self.say("No match. Press x to clear the filter, or q to quit.")

    async def handle_key(self, event: events.Key) -> bool:
        self._leaving = self._leaving and event.key == "escape"
        return await super().handle_key(event)

    def action_give_up(self) -> None:
        """Leave what is open; with nothing open, the second time leave without a board."""
        if self.has_class("-drawer"):
            self.action_back()
        elif self._leaving:
            self.app.exit()
        else:
            self._leaving = True
            self.say("Press esc again to leave without a board.")

    def go_to(self, hit: SearchHit) -> bool:
        """Mark a board that was found; go to anything else."""
        if hit.kind != "board":
            return super().go_to(hit)
        self.compare_boards((hit.id,))
        return True

    def compare_boards(self, icbs: tuple[str, ...]) -> None:
        """Mark the boards that were marked in the finder, beside those that are marked."""
        self.navigation.mark_only(tuple(dict.fromkeys((*self.current_view.marked, *icbs))))
