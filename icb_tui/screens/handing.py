"""What a screen hands out: `y` copies it to the terminal's clipboard, `e` writes it to a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, Protocol, cast

from icb_tui import clipboard
from icb_tui.editing import Editor
from icb_tui.export import FORMATS, Part, Table
from icb_tui.look import Look
from icb_tui.plain import ascii_lines
from icb_tui.saving import NotSaved, saved
from icb_tui.screens.asking import Asking
from icb_tui.text import clean
from icb_tui.wording import counted

SENT = "Sent to the terminal's clipboard"
VIEWS = {"t": ("text", "the view as text"), "m": ("markdown", "as Markdown"), "s": ("tsv", "as a sheet")}
"""The keys that copy the whole view: its format, and what it is called."""


class Copy(NamedTuple):
    """Something to copy: what it is, and how its text is made, once it is wanted."""

    what: str
    text: Callable[[], str]


class Host(Protocol):
    """The app, as far as a screen asks something of it."""

    def show_lines(
        self, lines: Sequence[str], heading: str, what: str, table: Callable[[], Table | None], name: str
    ) -> object:
        """Show plain lines over the screen, to be read and selected; `e` exports the table there, under this name."""
        ...


class Handing(Asking):
    """A screen that hands out what it shows. Subclasses say what that is: `table` and `command`, `cell` and `row`."""

    look: Look

    def table(self) -> Table | None:
        """Return what the screen shows as the commands print it; None where it is no rows."""
        return None

    def file_name(self) -> str:
        """Return the name that is suggested for a file of the table."""
        return "icb-tui.csv"

    def command(self) -> str:
        """Return the command line that shows the same; none where there is none."""
        return ""

    def own_copies(self) -> dict[str, Copy]:
        """Return what can be copied beside the whole: `c` the cell with its citation, `r` the row."""
        return {}

    def copies(self) -> dict[str, Copy]:
        """Return what can be copied here, by its key."""
        copies, handing = self.own_copies(), type(self)
        if handing.table is not Handing.table:
            copies |= {key: Copy(what, partial(self._written, style)) for key, (style, what) in VIEWS.items()}
        if handing.command is not Handing.command:
            copies["v"] = Copy("the command that shows this view", self.command)
        return copies

    def _written(self, style: str) -> str:
        """Return the table in a format that is text; empty where there are no rows."""
        table = self.table()
        written = FORMATS[style](table) if table else ""
        assert isinstance(written, str)
        return ascii_lines(written) if self.look.ascii_only else written

    def action_copy(self) -> None:
        """Ask what to copy: the next key says it."""
        copies = self.copies()
        if not copies:
            self.say("Nothing to copy here.")
            return
        offered = ", ".join(f"{key} {copy.what}" for key, copy in copies.items())
        self.ask_key(f"Copy: {offered}; any other key: nothing.", partial(self._copy, copies))

    def _copy(self, copies: dict[str, Copy], key: str) -> None:
        if text := copies[key].text().removesuffix("\n") if key in copies else "":
            self.send(text, copies[key].what, tabs=key == "s")
        else:
            self.say("Nothing is copied.")

    def send(self, text: str, what: str, *, tabs: bool = False) -> None:
        """Send a text to the terminal's clipboard, and show it: whether the terminal takes it, it does not tell."""
        sent = clipboard.sequence(text, os.environ, tabs=tabs)
        driver = self.app._driver
        if sent and driver:
            driver.write(sent)
        if sent and "\n" not in text and self.bar.holds(f"{SENT}: {text}"):
            self.say(f"{SENT}: {text}")
        else:
            self.show_sent(text, what, self._too_long(text) if sent is None else SENT)

    def _too_long(self, text: str) -> str:
        return f"Too long for a terminal's clipboard ({len(text.encode()):,} bytes); select it here, or e writes it"

    def show_sent(self, text: str, what: str, heading: str) -> None:
        """Show a text that was sent, to be selected where the terminal did not take it."""
        lines = text.split("\n")
        cast("Host", self.app).show_lines(lines, heading, what, self.table, self.file_name())

    def action_export(self) -> None:
        """Ask for a file for what is shown; the name suggested can be changed from its stem on."""
        if table := self.table():
            name = self.file_name()
            self._ask_file(table, Editor(name, name.rfind(".")))
        else:
            self.say("Nothing to export here.")

    def _ask_file(self, table: Table, line: Editor) -> None:
        self.ask_line("Export to", line, partial(self._export, table))

    def _export(self, table: Table, name: str, *, replace: bool = False) -> None:
        """Write a table to a file by its name, and say where; ask again where that cannot be done."""
        try:
            path = saved(table, name, replace=replace, ascii_only=self.look.ascii_only)
        except FileExistsError as there:
            told = f"{clean(there.filename)} is there already; y overwrites it, any other key goes back."
            self.ask_key(told, partial(self._overwrite, table, name))
        except NotSaved as error:
            self._ask_file(table, Editor.holding(name))
            self.say(clean(str(error)))
        else:
            self.say(f"Written: {clean(str(path))}, {counted(len(table.rows), 'row')}")

    def _overwrite(self, table: Table, name: str, key: str) -> None:
        if key == "y":
            self._export(table, name, replace=True)
        else:
            self._ask_file(table, Editor.holding(name))


def prose(lines: Sequence[str], table: Table | None = None) -> Table:
    """Return lines as a table; its rows are those of the table that the lines tell, where there is one."""
    parts = [Part(prose=lines)]
    if table:
        return table._replace(parts=parts)
    return Table(parts, ("line",), [(each,) for each in lines], [{"line": each} for each in lines])
