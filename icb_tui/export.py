"""The formats that rows are printed in: one registry for every command."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from icb_tui.text import fit, width

Value = str | int | float | None


class Part(Struct, frozen=True, kw_only=True):
    """What people read: a title, notes (a sentence each), lines that are laid out already, and a table."""

    title: str = ""
    notes: Sequence[str] = ()
    prose: Sequence[str] = ()
    heads: tuple[str, ...] = ()
    lines: Sequence[Sequence[str]] = ()


class Table(Struct, frozen=True, kw_only=True):
    """What to print: for people (`parts`), for spreadsheets (`columns`, `rows`), for programs (`objects`)."""

    parts: Sequence[Part]
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    objects: Any


def as_text(table: Table) -> str:
    """Plain lines; tables as aligned columns under their headings, two spaces apart."""
    parts = ["".join(f"{line}\n" for line in _plain(part)) for part in table.parts]
    return "\n".join(part for part in parts if part)


def _plain(part: Part) -> Iterator[str]:
    yield from [part.title] if part.title else []
    yield from part.notes
    yield from [""] if part.notes and part.lines else []
    yield from part.prose
    if part.lines:
        rows = [part.heads, *part.lines]
        sizes = [max(width(row[place]) for row in rows) for place in range(len(part.heads))]
        yield from ("  ".join(map(fit, row, sizes)).rstrip() for row in rows)


def as_markdown(table: Table) -> str:
    """GitHub's Markdown: headings, lists and tables; what was laid out as lines is kept as it is."""
    parts = ["".join(f"{line}\n" for line in _marked(part)) for part in table.parts]
    return "\n".join(part for part in parts if part)


def _marked(part: Part) -> Iterator[str]:
    yield from [f"## {escaped(part.title)}", ""] if part.title else []
    yield from (f"- {escaped(note)}" for note in part.notes)
    yield from [""] if part.notes and part.lines else []
    yield from ["```text", *(line.replace("```", "'''") for line in part.prose), "```"] if part.prose else []
    if part.lines:
        yield _row(part.heads)
        yield "|" + " --- |" * len(part.heads)
        yield from map(_row, part.lines)


def _row(cells: Sequence[str]) -> str:
    return "".join(f"| {escaped(cell)} " for cell in cells) + "|"


def escaped(text: str) -> str:
    """Return a text so that Markdown shows it as it is."""
    return "".join(f"\\{character}" if character in "\\`*_[]<>|#~" else character for character in text)


def as_json(table: Table) -> str:
    """One JSON value: as a rule an array of objects."""
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


FORMATS: dict[str, Callable[[Table], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
    "csv": as_csv,
}
