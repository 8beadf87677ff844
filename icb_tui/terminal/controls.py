"""What the app asks of a driver beyond what Textual's own can do."""

SHOW_CURSOR, HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"


class TerminalControls:
    """What the app asks of a driver, as far as every platform can do it."""

    def forget_screen(self) -> None:
        """Send the whole screen at the next paint, whatever the terminal is taken to show."""

    def serve_screen_reader(self) -> None:
        """Hide the cursor no more, not even after `fg`, and send a row that changes in whole."""

    def suspend_job(self) -> bool:
        """Give the terminal back and stop until `fg`; False where no shell is there to say it."""
        return False

    def exit_if_hung_up(self) -> None:
        """End the process at once if the terminal is gone."""

    def exit_after(self, seconds: int, code: int) -> None:
        """End the process with an exit code after some seconds, if the terminal takes nothing until then."""

    def cancel_exit(self) -> None:
        """Take `exit_after` back: it ended in order."""
