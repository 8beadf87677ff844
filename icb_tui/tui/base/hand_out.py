"""What a screen hands out: `y` copies it to the terminal's clipboard, `e` writes it to a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from icb_tui.domain.cell_words import cite_cell
from icb_tui.domain.phrases import format_count
from icb_tui.output.formats import Table, TablePart, format_text, write_table
from icb_tui.output.save import SaveError, save_table
from icb_tui.terminal import clipboard
from icb_tui.terminal.links import explain_not_opened, open_address
from icb_tui.text.cells import clean
from icb_tui.tui.base.prompts import PromptScreen
from icb_tui.tui.line_editor import LineEdit
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.textual_internals import get_driver
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View

TABLE_COPIES = {"t": ("text", "text"), "m": ("markdown", "Markdown"), "s": ("tsv", "spreadsheet rows")}
"""The keys that copy the whole table: its format, and what it is called."""


class CopyChoice(NamedTuple):
    """Something to copy: what it is, and how its text is made, once it is wanted."""

    description: str
    make_text: Callable[[], str]


def copy_cell(session: ExplorerSession) -> CopyChoice:
    """Return how to copy a cell with its citation, from every finding of it: the view may hold only the first."""

    def cite() -> str:
        view = replace(session.view, shows_why=True)
        view = replace(view, evidence=session.find_evidence(view))
        return "\n".join(cite_cell(each.cell, each.evidence, view.data) for each in view.cursor_evidence)

    return CopyChoice("cell with citation", cite)


def copy_row(view: View, icb: str) -> CopyChoice:
    """Return how to copy the row of a board."""

    def format_row() -> str:
        from icb_tui.output.board_tables import make_row_table

        return format_text(make_row_table(view, icb))

    return CopyChoice("row", format_row)


class HandOutController:
    """Asks what to copy, or which file to write, and does it. It asks and answers on the key bar of a screen.

    `show_text` shows a text that was sent to the clipboard: the text, what it is, and a heading.
    """

    clipboard_name = "the terminal's clipboard"
    clipboard_size = clipboard.MAX_BASE64_BYTES

    def __init__(self, screen: PromptScreen, show_text: Callable[[str, str, str], None], look: Appearance) -> None:
        self._screen, self._show_text, self._look = screen, show_text, look

    def list_table_copies(self, make_table: Callable[[], Table | None]) -> dict[str, CopyChoice]:
        """Return the ways to copy a whole table, by key."""
        return {
            key: CopyChoice(description, partial(self._format_table, make_table, style))
            for key, (style, description) in TABLE_COPIES.items()
        }

    def _format_table(self, make_table: Callable[[], Table | None], style: str) -> str:
        """Return the table in a format that is text; empty where there are no rows."""
        table = make_table()
        written = write_table(table, style, ascii_only=self._look.ascii_only) if table else ""
        assert isinstance(written, str)
        return written

    def ask_what_to_copy(self, copies: Mapping[str, CopyChoice]) -> None:
        """Ask what to copy: the next key says it."""
        if not copies:
            self._screen.say("Nothing to copy here.")
            return
        offered = ", ".join(f"{key} {copy.description}" for key, copy in copies.items())
        self._screen.ask_key(f"Copy: {offered}. Any other key cancels.", partial(self._copy_choice, copies))

    def _copy_choice(self, copies: Mapping[str, CopyChoice], key: str) -> None:
        if text := copies[key].make_text().removesuffix("\n") if key in copies else "":
            self.send_to_clipboard(text, copies[key].description, tabs=key == "s")
        else:
            self._screen.say("Nothing copied.")

    def send_to_clipboard(self, text: str, description: str, *, tabs: bool = False) -> None:
        """Send a text to the terminal's clipboard, and show it: a terminal does not say whether it took the text."""
        sent, message = self._write_to_clipboard(text, tabs=tabs), f"Sent to {self.clipboard_name}"
        if sent and "\n" not in text and self._screen.key_bar.fits_message(f"{message}: {text}"):
            self._screen.say(f"{message}: {text}")
        else:
            self._show_text(text, description, message if sent else _describe_too_long(text))

    def _write_to_clipboard(self, text: str, *, tabs: bool = False) -> bool:
        """Write the sequence for the clipboard; False where the text is too long for one."""
        sequence = clipboard.make_clipboard_sequence(text, os.environ, tabs=tabs, most=self.clipboard_size)
        if sequence and (driver := get_driver(self._screen.app)):
            driver.write(sequence)
        return sequence is not None

    def send_address(self, address: str, *, may_open: bool) -> None:
        """Send the address of a source, which is on the screen, to the clipboard; open it instead if it may be."""
        reason = f"{explain_not_opened(address, os.environ)} " if may_open else ""
        if may_open and not reason.strip():
            if open_address(address):
                self._screen.say("Address opened in the browser.")
                return
            reason = "No browser was found. "
        self.copy_address(address, reason)

    def copy_address(self, address: str, reason: str = "") -> None:
        """Send an address that is on the screen to the clipboard, and say so after the reason why it is not opened."""
        sent = self._write_to_clipboard(address)
        message = f"The address was sent to {self.clipboard_name}." if sent else _describe_too_long(address)
        self._screen.say(f"{reason}{message}")

    def ask_where_to_export(self, table: Table | None, name: str) -> None:
        """Ask for a file for a table; the suggested name can be changed from its stem on."""
        if table:
            self.ask_file(table, LineEdit(name, name.rfind(".")))
        else:
            self._screen.say("Nothing to export here.")

    def ask_file(self, table: Table, line: LineEdit) -> None:
        """Ask for the name of the file."""
        self._screen.ask_line("Export to", line, partial(self.export_table, table))

    def export_table(self, table: Table, name: str, *, replace: bool = False) -> None:
        """Write a table to a file by its name, and say where; ask again where that cannot be done."""
        try:
            path = save_table(table, name, replace=replace, ascii_only=self._look.ascii_only)
        except FileExistsError as error:
            question = f"{clean(error.filename)} already exists. Press y to overwrite it, or any other key to go back."
            self._screen.ask_key(question, partial(self._confirm_overwrite, table, name))
        except SaveError as error:
            self.ask_again(table, name, error)
        else:
            self._screen.say(f"Exported {format_count(len(table.rows), 'row')} to {clean(str(path))}")

    def ask_again(self, table: Table, name: str, error: SaveError) -> None:
        """Ask for another name, and say why this one will not do."""
        self.ask_file(table, LineEdit.with_text(name))
        self._screen.say(clean(str(error)))

    def _confirm_overwrite(self, table: Table, name: str, key: str) -> None:
        if key == "y":
            self.export_table(table, name, replace=True)
        else:
            self.ask_file(table, LineEdit.with_text(name))


def _describe_too_long(text: str) -> str:
    return f"Too long for the clipboard ({len(text.encode()):,} bytes). Select it here, or press e to export it"


def make_lines_table(lines: Sequence[str], table: Table | None = None) -> Table:
    """Return lines as a table; its rows are those of the table with the same facts, where there is one."""
    parts = [TablePart(prose=lines)]
    if table:
        return table._replace(parts=parts)
    return Table(parts, ("line",), [(each,) for each in lines], [{"line": each} for each in lines])
