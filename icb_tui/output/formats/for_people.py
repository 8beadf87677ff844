"""The formats that people read: plain text, Markdown, HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from icb_tui.output.formats.table import Table, TablePart, join_pieces
from icb_tui.text.cells import cell_width

if TYPE_CHECKING:
    from icb_tui.output.html_pages.markup import HtmlPage, LinkBoard, Paragraph

WIDEST_PADDED = 400
"""The cells to which a column of text is padded at most: a wider cell sticks out whole, and widens no other row."""


def _join_parts(parts: Iterable[Iterable[str]]) -> str:
    """The lines of parts, with an empty line between parts that have any."""
    return join_pieces(_separate_parts(parts))


def _separate_parts(parts: Iterable[Iterable[str]]) -> Iterator[str]:
    before_part = ""
    for lines in parts:
        before = before_part
        for line in lines:
            yield f"{before}{line}\n"
            before, before_part = "", "\n"


def format_text(table: Table) -> str:
    """Plain lines; tables as aligned columns under their headings, two spaces apart."""
    return _join_parts(map(_text_lines, table.parts))


def _text_lines(part: TablePart) -> Iterator[str]:
    yield from [part.title] if part.title else []
    yield from part.notes
    yield from [""] if part.notes and part.lines else []
    yield from part.prose
    yield from part.markdown
    if part.lines:
        rows = [part.heads, *part.lines]
        sizes = list(map(_measure_column, zip(*rows, strict=True)))
        yield from ("  ".join(map(_pad, row, sizes)).rstrip() for row in rows)


def _measure_column(cells: Iterable[str]) -> int:
    """The cells that a column is padded to: those of the widest that is not too wide for it."""
    return max((width for width in map(cell_width, cells) if width <= WIDEST_PADDED), default=0)


def _pad(text: str, cells: int) -> str:
    return text + " " * (cells - cell_width(text))


def format_markdown(table: Table) -> str:
    """GitHub's Markdown: headings, lists and tables; lines of prose stay as they are."""
    return _join_parts(map(_markdown_lines, table.parts))


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
    return _MARKDOWN_SIGNS.sub(r"\\\g<0>", text)


_MARKDOWN_SIGNS = re.compile(r"[\\`*_\[\]<>|#~]|&(?=#?\w{1,31};)")


def format_html(table: Table) -> str:
    """A page of its own: headings, lists and tables, no script and no style unless the table has its own page."""
    from icb_tui.output.html_pages.markup import link_no_board, write_document

    return write_document(make_html_page(table, link_no_board))


def make_html_page(table: Table, link_board: LinkBoard) -> HtmlPage:
    """Return a table as a page, whose boards lead to their own pages where there are any."""
    from icb_tui.output.html_pages.markup import HtmlPage

    if table.make_html:
        return table.make_html(link_board)
    title = table.title or next((part.title for part in table.parts if part.title), "icb-tui")
    return HtmlPage(title, join_pieces(f"{line}\n" for line in _html_lines(table.parts, title, link_board)))


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
