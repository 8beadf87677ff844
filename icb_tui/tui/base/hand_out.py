"""What a screen hands out: `y` copies it to the terminal's clipboard, `e` writes it to a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, Protocol, cast

from icb_tui.domain.phrases import format_count
from icb_tui.output import clipboard
from icb_tui.output.formats import FORMATS, Table, TablePart
from icb_tui.output.save import SaveError, save_table
from icb_tui.text.ascii import lines_to_ascii
from icb_tui.text.cells import clean
from icb_tui.tui.base.prompts import PromptScreen
from icb_tui.tui.line_editor import LineEdit
from icb_tui.tui.textual_internals import get_driver
from icb_tui.tui.theme import Appearance

SENT_MESSAGE = "Sent to the terminal's clipboard"

VIEW_COPIES = {"t": ("text", "the view as text"), "m": ("markdown", "as Markdown"), "s": ("tsv", "as a sheet")}
"""The keys that copy the whole view: its format, and what it is called."""


class CopyChoice(NamedTuple):
    """Something to copy: what it is, and how its text is made, once it is wanted."""

    description: str
    make_text: Callable[[], str]


class LinesHost(Protocol):
    """The app, as far as a screen asks something of it."""

    def show_lines(
        self, lines: Sequence[str], heading: str, what: str, table: Callable[[], Table | None], name: str
    ) -> object:
        """Show plain lines over the screen, to be read and selected; `e` exports the table there, under this name."""
        ...


class HandOutScreen(PromptScreen):
    """A screen that hands out what it shows. Subclasses say what that is: `table` and `command`, `cell` and `row`."""

    look: Appearance

    def make_table(self) -> Table | None:
        """Return what the screen shows as the commands print it; None where it is no rows."""
        return None

    def suggest_file_name(self) -> str:
        """Return the name that is suggested for a file of the table."""
        return "icb-tui.csv"

    def explorer_command(self) -> str:
        """Return the command line that shows the same; none where there is none."""
        return ""

    def list_own_copies(self) -> dict[str, CopyChoice]:
        """Return what can be copied beside the whole: `c` the cell with its citation, `r` the row."""
        return {}

    def list_copies(self) -> dict[str, CopyChoice]:
        """Return what can be copied here, by its key."""
        copies, handing = self.list_own_copies(), type(self)
        if handing.make_table is not HandOutScreen.make_table:
            copies |= {
                key: CopyChoice(what, partial(self._format_table, style)) for key, (style, what) in VIEW_COPIES.items()
            }
        if handing.explorer_command is not HandOutScreen.explorer_command:
            copies["v"] = CopyChoice("the command that shows this view", self.explorer_command)
        return copies

    def _format_table(self, style: str) -> str:
        """Return the table in a format that is text; empty where there are no rows."""
        table = self.make_table()
        written = FORMATS[style](table) if table else ""
        assert isinstance(written, str)
        return lines_to_ascii(written) if self.look.ascii_only else written

    def action_copy(self) -> None:
        """Ask what to copy: the next key says it."""
        copies = self.list_copies()
        if not copies:
            self.say("Nothing to copy here.")
            return
        offered = ", ".join(f"{key} {copy.description}" for key, copy in copies.items())
        self.ask_key(f"Copy: {offered}; any other key: nothing.", partial(self._copy_choice, copies))

    def _copy_choice(self, copies: dict[str, CopyChoice], key: str) -> None:
        if text := copies[key].make_text().removesuffix("\n") if key in copies else "":
            self.send_to_clipboard(text, copies[key].description, tabs=key == "s")
        else:
            self.say("Nothing is copied.")

    def send_to_clipboard(self, text: str, what: str, *, tabs: bool = False) -> None:
        """Send a text to the terminal's clipboard, and show it: whether the terminal takes it, it does not tell."""
        sent = clipboard.make_clipboard_sequence(text, os.environ, tabs=tabs)
        driver = get_driver(self.app)
        if sent and driver:
            driver.write(sent)
        if sent and "\n" not in text and self.key_bar.fits_message(f"{SENT_MESSAGE}: {text}"):
            self.say(f"{SENT_MESSAGE}: {text}")
        else:
            self.show_sent(text, what, self._describe_too_long(text) if sent is None else SENT_MESSAGE)

    def _describe_too_long(self, text: str) -> str:
        return f"Too long for a terminal's clipboard ({len(text.encode()):,} bytes); select it here, or e writes it"

    def show_sent(self, text: str, what: str, heading: str) -> None:
        """Show a text that was sent, to be selected where the terminal did not take it."""
        lines = text.split("\n")
        cast("LinesHost", self.app).show_lines(lines, heading, what, self.make_table, self.suggest_file_name())

    def action_export(self) -> None:
        """Ask for a file for what is shown; the name suggested can be changed from its stem on."""
        if table := self.make_table():
            name = self.suggest_file_name()
            self._ask_file(table, LineEdit(name, name.rfind(".")))
        else:
            self.say("Nothing to export here.")

    def _ask_file(self, table: Table, line: LineEdit) -> None:
        self.ask_line("Export to", line, partial(self._export_table, table))

    def _export_table(self, table: Table, name: str, *, replace: bool = False) -> None:
        """Write a table to a file by its name, and say where; ask again where that cannot be done."""
        try:
            path = save_table(table, name, replace=replace, ascii_only=self.look.ascii_only)
        except FileExistsError as there:
            told = f"{clean(there.filename)} is there already; y overwrites it, any other key goes back."
            self.ask_key(told, partial(self._confirm_overwrite, table, name))
        except SaveError as error:
            self._ask_file(table, LineEdit.with_text(name))
            self.say(clean(str(error)))
        else:
            self.say(f"Written: {clean(str(path))}, {format_count(len(table.rows), 'row')}")

    def _confirm_overwrite(self, table: Table, name: str, key: str) -> None:
        if key == "y":
            self._export_table(table, name, replace=True)
        else:
            self._ask_file(table, LineEdit.with_text(name))


def make_lines_table(lines: Sequence[str], table: Table | None = None) -> Table:
    """Return lines as a table; its rows are those of the table that the lines tell, where there is one."""
    parts = [TablePart(prose=lines)]
    if table:
        return table._replace(parts=parts)
    return Table(parts, ("line",), [(each,) for each in lines], [{"line": each} for each in lines])
