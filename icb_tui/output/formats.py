"""The formats that rows are printed in: one registry for every command."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from icb_tui.output.html_pages.markup import HtmlPage, LinkBoard, Paragraph

from icb_tui.text.formulas import escape_cell

Value = str | int | float | None


class ExactNumber(str):
    """A number with more digits than a float has, as it is written: no text, though it may begin with a minus."""

    __slots__ = ()


PAGE_WIDTH = 80
"""The cells of a line of prose where it does not go to a terminal."""


class TablePart(NamedTuple):
    """What people read: a title, notes (a sentence each), lines as they are, lines of Markdown, and a table."""

    title: str = ""
    notes: Sequence[str] = ()
    prose: Sequence[str] = ()
    markdown: Sequence[str] = ()
    heads: tuple[str, ...] = ()
    lines: Sequence[Sequence[str]] = ()


class Table(NamedTuple):
    """What to print: for people (`parts`), for spreadsheets (`columns`, `rows`), for programs (`objects`).

    Where the columns have `types` (DuckDB's), `objects` has an object a row with a value a column. A page of HTML is
    called by the `title`, else by that of its first part; `make_html` makes it, where it is not made of the `parts`.
    """

    parts: Sequence[TablePart]
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    objects: Any
    types: tuple[str, ...] = ()
    make_html: Callable[[LinkBoard], HtmlPage] | None = None
    title: str = ""


def format_text(table: Table) -> str:
    """Plain lines; tables as aligned columns under their headings, two spaces apart."""
    parts = ["".join(f"{line}\n" for line in _text_lines(part)) for part in table.parts]
    return "\n".join(part for part in parts if part)


def _text_lines(part: TablePart) -> Iterator[str]:
    from icb_tui.text.cells import cell_width, fit

    yield from [part.title] if part.title else []
    yield from part.notes
    yield from [""] if part.notes and part.lines else []
    yield from part.prose
    yield from part.markdown
    if part.lines:
        rows = [part.heads, *part.lines]
        sizes = [max(cell_width(row[place]) for row in rows) for place in range(len(part.heads))]
        yield from ("  ".join(map(fit, row, sizes)).rstrip() for row in rows)


def format_markdown(table: Table) -> str:
    """GitHub's Markdown: headings, lists and tables; lines of prose stay as they are."""
    parts = ["".join(f"{line}\n" for line in _markdown_lines(part)) for part in table.parts]
    return "\n".join(part for part in parts if part)


def _markdown_lines(part: TablePart) -> Iterator[str]:
    yield from [f"## {escape_markdown(part.title)}", ""] if part.title else []
    yield from (f"- {escape_markdown(note)}" for note in part.notes)
    yield from [""] if part.notes and part.lines else []
    yield from ["```text", *(line.replace("```", "'''") for line in part.prose), "```"] if part.prose else []
    yield from part.markdown
    if part.lines:
        yield _markdown_row(part.heads)
        yield "|" + " --- |" * len(part.heads)
        yield from map(_markdown_row, part.lines)


def _markdown_row(cells: Sequence[str]) -> str:
    return "".join(f"| {escape_markdown(cell)} " for cell in cells) + "|"


def escape_markdown(text: str) -> str:
    """Return a text so that Markdown shows it as it is."""
    return "".join(f"\\{character}" if character in "\\`*_[]<>|#~" else character for character in text)


def format_json(table: Table) -> str:
    """One JSON value: as a rule an array of objects."""
    import msgspec

    return _escape_invisible(msgspec.json.format(msgspec.json.encode(table.objects), indent=2).decode()) + "\n"


def format_jsonl(table: Table) -> str:
    """JSON Lines: an object a line."""
    import msgspec

    objects = table.objects if isinstance(table.objects, list) else [table.objects]
    return "".join(_escape_invisible(msgspec.json.encode(each).decode()) + "\n" for each in objects)


def _escape_invisible(text: str) -> str:
    """JSON in which what a terminal could obey, or nobody would see, is written out: a query can make anything."""
    return _NON_ASCII.sub(_escape_character, text)


def _escape_character(found: re.Match[str]) -> str:
    from icb_tui.text.cells import clean

    return found[0] if clean(found[0]) == found[0] else _write_code(found[0])


def _write_code(character: str) -> str:
    """A character as JSON writes it out, by its code; what has no room in four digits as a pair."""
    return re.sub("....", r"\\u\g<0>", character.encode("utf-16-be").hex())


_NON_ASCII = re.compile(r"[^\x00-\x7e]")


def format_csv(table: Table) -> str:
    """RFC 4180, with a heading line; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    return _format_separated(table, ",", "\r\n")


def format_tsv(table: Table) -> str:
    """Values between tabs, for spreadsheets' clipboards, as harmless as those of the CSV."""
    return _format_separated(table, "\t", "\n")


def _format_separated(table: Table, separator: str, end: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end)
    writer.writerow(map(escape_formula, table.columns))
    writer.writerows([[escape_formula(value) for value in row] for row in table.rows])
    return out.getvalue()


def escape_formula(value: Value) -> Value:
    """Return a cell so that no spreadsheet reckons with it; a carriage return would begin another in TSV."""
    if not isinstance(value, str) or isinstance(value, ExactNumber):
        return value
    return escape_cell(value).replace("\r", " ")


def format_html(table: Table) -> str:
    """A page of its own: headings, lists and tables, no script and no style unless the table has its own page."""
    from icb_tui.output.html_pages.markup import link_no_board, write_document

    return write_document(make_html_page(table, link_no_board))


def make_html_page(table: Table, link_board: LinkBoard) -> HtmlPage:
    """Return a table as a page, whose boards lead to their own pages where there are any."""
    from icb_tui.output.html_pages.markup import HtmlPage, join_lines

    if table.make_html:
        return table.make_html(link_board)
    title = table.title or next((part.title for part in table.parts if part.title), "icb-tui")
    return HtmlPage(title, join_lines(_html_lines(table.parts, title, link_board)))


def _html_lines(parts: Sequence[TablePart], title: str, link_board: LinkBoard) -> Iterator[str]:
    """The parts of a page, each under its own title where that is not the page's."""
    from icb_tui.output.html_pages import markup

    for part in parts:
        yield from [markup.write_heading(2, part.title)] if part.title not in ("", title) else []
        yield from markup.write_list(part.notes)
        if prose := [*part.prose, *part.markdown]:
            yield markup.write_lines(prose)
        if part.lines:
            rows = [_link_codes(part.heads, line, link_board) for line in part.lines]
            yield from markup.write_table(part.heads, rows, part.title or title)


def _link_codes(heads: Sequence[str], line: Sequence[str], link_board: LinkBoard) -> list[Paragraph]:
    """A line of a table, whose code of a board leads to the page of the board."""
    from icb_tui.output.html_pages.markup import LocalLink

    return [
        LocalLink(cell, link_board(cell)) if head == "code" else cell for head, cell in zip(heads, line, strict=True)
    ]


def format_parquet(table: Table) -> bytes:
    """Apache Parquet, written by DuckDB: columns by their types, else by their values: numbers, or text.

    Raises TemporaryFolderError.
    """
    import duckdb
    import msgspec

    from icb_tui.data_files.temporary_folder import make_scratch_folder

    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    kinds = table.types or tuple(_column_type(column) for column in columns)
    rows = [list(each.values()) for each in table.objects] if table.types else table.rows
    records = [{f"c{place}": value for place, value in enumerate(row)} for row in rows]
    shape = ", ".join(f"c{place} {kind}" for place, kind in enumerate(kinds))
    escaped = [name.replace('"', '""') for name in table.columns]
    named = ", ".join(f'r.c{place} as "{name}"' for place, name in enumerate(escaped))
    with make_scratch_folder() as folder, duckdb.connect(":memory:") as database:
        path = folder / "table.parquet"
        database.execute(
            f"create table t as select {named} from (select unnest($1::json::struct({shape})[]) as r)",  # noqa: S608
            [msgspec.json.encode(records).decode()],
        )
        try:
            database.table("t").write_parquet(str(path))
        except duckdb.IOException as error:
            found = re.search(r'"errno":"(\d+)"', str(error))
            raise OSError(0, os.strerror(int(found[1])) if found else str(error)) from None
        return path.read_bytes()


def _column_type(column: Sequence[Value]) -> str:
    """The DuckDB type of a column: a number type where every value is one."""
    kinds = {type(value) for value in column if value is not None}
    return "bigint" if kinds == {int} else "double" if kinds and kinds <= {int, float} else "varchar"


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


def write_table(table: Table, style: str, *, ascii_only: bool = False) -> str | bytes:
    """Return a table in one of the FORMATS, in ASCII if wanted; Parquet is no text and stays as it is.

    What becomes a sign of the format (a curly quotation mark, a wide less-than sign) never ends or begins anything:
    HTML and JSON write out what is not ASCII in their own way, and rows become ASCII before they are quoted.
    """
    from icb_tui.text.ascii import lines_to_ascii, to_ascii

    if ascii_only and style in ("csv", "tsv"):
        rows = [[to_ascii(value) if isinstance(value, str) else value for value in row] for row in table.rows]
        table = table._replace(rows=rows, columns=tuple(map(to_ascii, table.columns)))
    written = FORMATS[style](table)
    if not ascii_only or isinstance(written, bytes):
        return written
    match style:
        case "html":
            return written.encode("ascii", "xmlcharrefreplace").decode()
        case "json" | "jsonl":
            return _NON_ASCII.sub(lambda found: _write_code(found[0]), written)
    return lines_to_ascii(written)
