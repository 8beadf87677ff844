"""The least that Textual can do: one DataTable of the rows of a CSV file; with --duckdb a database is opened first."""

from __future__ import annotations

import csv
import sys

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import DataTable


class BareTable(App[None]):
    """One table, keys to move in it, and nothing else."""

    BINDINGS = [Binding("j", "move('down')"), Binding("k", "move('up')"), Binding("q", "quit")]

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file

    def compose(self) -> ComposeResult:
        yield DataTable[str]()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        with open(self.file, newline="") as lines:
            heading, *rows = csv.reader(lines)
        table.add_columns(*heading)
        table.add_rows(rows)

    def action_move(self, way: str) -> None:
        table = self.query_one(DataTable)
        table.action_cursor_down() if way == "down" else table.action_cursor_up()


if __name__ == "__main__":
    if "--duckdb" in sys.argv:
        import duckdb

        database = duckdb.connect(":memory:", config={"threads": 1})
        database.execute("create table row as select 1 as id")
    BareTable(sys.argv[1]).run()
