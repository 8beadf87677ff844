"""The parts that pages of HTML are made of. Every text is escaped here, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

LinkBoard = Callable[[str], str]
"""Returns the address of a board's page, by its code; empty where there is none."""


def link_no_board(_: str) -> str:
    """Return no address: a page that stands alone has no other beside it."""
    return ""


class SourceLink(NamedTuple):
    """A text that leads to a document elsewhere."""

    text: str
    address: str


class LocalLink(NamedTuple):
    """A text that leads to another page of ours; where the address is empty it is only a text."""

    text: str
    address: str


InlineText = str | SourceLink | LocalLink

Paragraph = InlineText | list[InlineText]


class HtmlPage(NamedTuple):
    """A page: its title, its body in HTML, and its style where it has one of its own.

    The title is its first heading, except where the page has its own style: such a body has all its headings.
    """

    title: str
    body: str
    style: str = ""


def write_document(page: HtmlPage) -> str:
    """Return a page that stands alone."""
    style = [f"<style>\n{page.style}</style>"] if page.style else []
    heading = [] if page.style else [write_heading(1, page.title)]
    lines = [
        "<!doctype html>",
        '<html lang="en-GB">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(page.title)}</title>",
        *style,
        "</head>",
        "<body>",
        *heading,
        page.body.rstrip("\n"),
        "</body>",
        "</html>",
    ]
    return "".join(f"{line}\n" for line in lines)


def join_lines(lines: Iterable[str]) -> str:
    """Return the body of a page from its lines."""
    return "".join(f"{line}\n" for line in lines)


def write_heading(level: int, text: str) -> str:
    """Return a heading."""
    return f"<h{level}>{escape(text)}</h{level}>"


def write_paragraph(paragraph: Paragraph) -> str:
    """Return a paragraph."""
    return f"<p>{_write_inline(paragraph)}</p>"


def write_list(items: Iterable[Paragraph]) -> Iterator[str]:
    """Yield a list; nothing where it has no item."""
    written = [f"<li>{_write_inline(item)}</li>" for item in items]
    yield from ["<ul>", *written, "</ul>"] if written else []


def write_lines(lines: Sequence[str], label: str = "") -> str:
    """Return lines as they are, in cells of one width; with a label they are a picture of what stands elsewhere."""
    picture = f' role="img" aria-label="{escape(label)}"' if label else ""
    return f"<pre{picture}>{escape(chr(10).join(lines))}</pre>"


def write_table(heads: Sequence[str], rows: Iterable[Sequence[Paragraph]], caption: str) -> Iterator[str]:
    """Yield a table; the first cell of each row is its heading. It scrolls by itself where it is too wide.

    The caption is also what a screen reader calls the part that scrolls.
    """
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
    yield "<table>"
    yield f"<caption>{escape(caption)}</caption>"
    yield f"<thead><tr>{''.join(_write_head(head) for head in heads)}</tr></thead>"
    yield "<tbody>"
    for first, *others in rows:
        cells = "".join(f"<td>{_write_inline(cell)}</td>" for cell in others)
        yield f'<tr><th scope="row">{_write_inline(first)}</th>{cells}</tr>'
    yield from ("</tbody>", "</table>", "</div>")


def _write_head(head: str) -> str:
    """The heading of a column; a corner without a word is no heading."""
    return f'<th scope="col">{escape(head)}</th>' if head.strip() else "<td></td>"


def _write_inline(paragraph: Paragraph) -> str:
    parts = paragraph if isinstance(paragraph, list) else [paragraph]
    return "".join(map(_write_part, parts))


def _write_part(part: InlineText) -> str:
    """A text or a link; what is no address of the web is never one."""
    match part:
        case SourceLink(text, address) if address.startswith(("https://", "http://")):
            return f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(text)}</a>'
        case LocalLink(text, address) if address:
            return f'<a href="{escape(address)}">{escape(text)}</a>'
        case SourceLink(text) | LocalLink(text):
            return escape(text)
    return escape(part)
