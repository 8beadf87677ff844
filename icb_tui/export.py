"""The formats that rows are printed in: one registry for every command."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from icb_tui.text import fit, width

Value = str | int | float | None


class Table(Struct, frozen=True, kw_only=True):
    """What to print: for people (`heads` and `lines`, or `prose`), for spreadsheets (`columns`, `rows`), for programs.

    `prose` is the text where a table would not do, line by line.
    """

    heads: tuple[str, ...] = ()
    lines: Sequence[Sequence[str]] = ()
    prose: Sequence[str] = ()
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    objects: Sequence[Any]


def as_text(table: Table) -> str:
    """The prose, or aligned columns under their headings, two spaces apart."""
    if table.prose:
        return "".join(f"{line}\n" for line in table.prose)
    rows = [table.heads, *table.lines]
    sizes = [max(width(row[place]) for row in rows) for place in range(len(table.heads))]
    return "".join("  ".join(map(fit, row, sizes)).rstrip() + "\n" for row in rows) if table.lines else ""


def as_json(table: Table) -> str:
    """One JSON array of objects."""
    return msgspec.json.format(msgspec.json.encode(table.objects), indent=2).decode() + "\n"


def as_csv(table: Table) -> str:
    """RFC 4180, with a heading line; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([[harmless(value) for value in row] for row in table.rows])
    return out.getvalue()


def harmless(value: Value) -> Value:
    """Return a cell so that no spreadsheet reckons with it."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


FORMATS: dict[str, Callable[[Table], str]] = {"text": as_text, "json": as_json, "csv": as_csv}
