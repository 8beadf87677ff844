"""Formats: what a table is written in, for people and for programs; one registry for every command."""

from __future__ import annotations

from collections.abc import Callable

from icb_tui.output.formats.for_people import (
    escape_markdown,
    format_html,
    format_markdown,
    format_text,
    make_html_page,
)
from icb_tui.output.formats.for_programs import (
    escape_formula,
    escape_non_ascii,
    format_csv,
    format_json,
    format_jsonl,
    format_parquet,
    format_tsv,
)
from icb_tui.output.formats.table import PAGE_WIDTH, ExactNumber, Table, TablePart, Value

__all__ = [
    "BOM_FORMATS",
    "ENDINGS",
    "FORMATS",
    "PAGE_WIDTH",
    "ExactNumber",
    "Table",
    "TablePart",
    "Value",
    "escape_formula",
    "escape_markdown",
    "format_text",
    "make_html_page",
    "write_table",
]

FORMATS: dict[str, Callable[[Table], str | bytes]] = {
    "text": format_text,
    "markdown": format_markdown,
    "csv": format_csv,
    "tsv": format_tsv,
    "json": format_json,
    "jsonl": format_jsonl,
    "html": format_html,
    "parquet": format_parquet,
}

ENDINGS = {
    ".txt": "text",
    ".md": "markdown",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".html": "html",
    ".parquet": "parquet",
}
"""The endings of files, and the format that each asks for."""


BOM_FORMATS = ("csv", "tsv")
"""The formats that may begin with a byte order mark, without which Excel takes UTF-8 for an older encoding."""


def write_table(table: Table, style: str, *, ascii_only: bool = False, bom: bool = False) -> str | bytes:
    """Return a table in one of the FORMATS, in ASCII if wanted; Parquet is no text and stays as it is.

    With a byte order mark, for one of the BOM_FORMATS, it is UTF-8 and never ASCII. Raise OutputTooLarge.
    """
    if bom:
        return f"\ufeff{FORMATS[style](table)!s}".encode()
    return _write_ascii(table, style) if ascii_only else FORMATS[style](table)


def _write_ascii(table: Table, style: str) -> str | bytes:
    """A table in ASCII.

    What becomes a sign of the format (a curly quotation mark, a wide less-than sign) never ends or begins anything:
    HTML and JSON write out what is not ASCII in their own way, and rows become ASCII before they are quoted.
    """
    from icb_tui.text.ascii import lines_to_ascii, to_ascii

    if style in ("csv", "tsv"):
        rows = [[to_ascii(value) if isinstance(value, str) else value for value in row] for row in table.rows]
        table = table._replace(rows=rows, columns=tuple(map(to_ascii, table.columns)))
    written = FORMATS[style](table)
    if isinstance(written, bytes):
        return written
    match style:
        case "html":
            return written.encode("ascii", "xmlcharrefreplace").decode()
        case "json" | "jsonl":
            return escape_non_ascii(written)
    return lines_to_ascii(written)
