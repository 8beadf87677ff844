"""What a screen hands out in a session of `icb-tui serve`: to the browser that shows it, never to the server's disk."""

from __future__ import annotations

import io
from functools import partial

from icb_tui.domain.phrases import format_count
from icb_tui.output.formats import Table
from icb_tui.output.save import SaveError, make_download
from icb_tui.terminal.clipboard import MAX_BROWSER_BYTES
from icb_tui.terminal.links import WEB_ADDRESS
from icb_tui.text.cells import clean
from icb_tui.tui.base.hand_out import HandOutController
from icb_tui.tui.line_editor import LineEdit


class WebHandOutController(HandOutController):
    """Copies to the browser's clipboard, has it save files, and opens addresses in its tabs.

    The page (web/static/page.js) shows a text that the browser does not let it copy.
    """

    clipboard_name = "the browser's clipboard"
    clipboard_size = MAX_BROWSER_BYTES

    def send_address(self, address: str, *, may_open: bool) -> None:
        if not may_open:
            self.copy_address(address)
        elif WEB_ADDRESS.fullmatch(address):
            self._screen.app.open_url(address)
            self._screen.say("The browser opens the address in a new tab, unless it blocks pop-ups.")
        else:
            self.copy_address(address, "Only http and https addresses are opened. ")

    def ask_file(self, table: Table, line: LineEdit) -> None:
        self._screen.ask_line("Download as", line, partial(self.export_table, table))

    def export_table(self, table: Table, name: str, *, replace: bool = False) -> None:
        """Have the browser save a table under a name, and say so; ask again where that cannot be done."""
        try:
            name, content = make_download(table, name, ascii_only=self._look.ascii_only)
        except SaveError as error:
            self.ask_again(table, name, error)
            return
        self._screen.app.deliver_binary(io.BytesIO(content), save_directory="/", save_filename=name)
        self._screen.say(f"Sent {format_count(len(table.rows), 'row')} to the browser as {clean(name)}")
