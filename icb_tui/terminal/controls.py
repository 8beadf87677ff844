"""What the app asks of a driver beyond what Textual's own can do."""

from __future__ import annotations

from icb_tui.terminal.painting.screen_differ import ScreenDiffer


class TerminalControls:
    """What the app asks of a driver, as far as every platform can do it."""

    @property
    def differ(self) -> ScreenDiffer | None:
        """What compares paints as cells, where only the cells that changed are sent."""
        return None

    def forget_screen(self) -> None:
        """Send the whole screen at the next paint, whatever the terminal is taken to show."""

    def serve_screen_reader(self) -> None:
        """Hide the cursor no more, not even after `fg`, and send a row that changes in whole."""

    def note_resize(self) -> None:
        """Take nothing to be shown any more, where the terminal may have another size."""

    def suspend_job(self) -> bool:
        """Give the terminal back and stop until `fg`; False where no shell is there to say it."""
        return False

    def exit_if_hung_up(self) -> None:
        """End the process at once if the terminal is gone."""

    def restore_at_once(self) -> None:
        """Leave the terminal as it was found, whatever the app is at: the process ends now."""

    def exit_after(self, seconds: int, code: int) -> None:
        """Hear that the app ends. End the process with an exit code if it has not ended after some seconds."""

    def cancel_exit(self) -> None:
        """Take `exit_after` back: it ended in order."""
