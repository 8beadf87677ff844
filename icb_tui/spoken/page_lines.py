"""A page of HTML as lines that are read one by one: headings, paragraphs, items, rows of tables as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import zip_longest
from typing import NamedTuple

from icb_tui.domain.dataset import Dataset
from icb_tui.output.formats import Table, make_html_page
from icb_tui.output.html_pages.markup import link_no_board
from icb_tui.spoken.words import MarkRemover, speak_text


class SpokenLine(NamedTuple):
    """A line of a page: its words, the level of a heading (0: none), and the address of the source that it cites."""

    text: str
    level: int = 0
    address: str = ""

    @property
    def said(self) -> str:
        """The line as it is said."""
        return f"Heading {self.level}: {self.text}" if self.level else self.text


def list_table_lines(table: Table, data: Dataset) -> list[SpokenLine]:
    """Return what a table's page of HTML says, line by line."""
    reader, marks = _LineReader(), MarkRemover(data)
    reader.feed(make_html_page(table, link_no_board).body)
    spoken = (line._replace(text=speak_text(marks.remove_marks(line.text))) for line in reader.lines)
    return [line for line in spoken if line.text]


def list_text_lines(lines: Sequence[str]) -> list[SpokenLine]:
    """Return plain lines as they are heard; lines of Markdown that begin so are headings."""
    return [line for line in map(_read_text_line, lines) if line.text]


def _read_text_line(line: str) -> SpokenLine:
    text = line.lstrip("#")
    level = len(line) - len(text) if text.startswith(" ") else 0
    return SpokenLine(speak_text(text if level else line), level)


class _LineReader(HTMLParser):
    """Makes lines of the pages that `output/html_pages/` writes."""

    BLOCKS = {"p": 0, "li": 0, "pre": 0, "dt": 0, "dd": 0} | {f"h{level}": level for level in range(1, 7)}
    CELLS = ("th", "td")
    SILENT = ("style", "script", "svg", "caption", "title")

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[SpokenLine] = []
        self._texts: list[str] = []
        self._address = self._silent = ""
        self._heads: list[str] = []
        self._row: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.SILENT:
            self._silent = self._silent or tag
        elif tag in self.BLOCKS or tag in self.CELLS:
            self._texts.clear()
        elif tag == "tr":
            self._row = []
        elif tag == "table":
            self._heads = []
        elif tag == "a":
            self._address = self._address or dict(attrs).get("href") or ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        elif tag in self.CELLS:
            self._row.append(" ".join("".join(self._texts).split()))
        elif tag == "thead":
            self._heads = self._row
        elif tag == "tr" and self._heads:
            self._add_line(_join_row(self._heads, self._row))
        elif tag in self.BLOCKS:
            for text in "".join(self._texts).split("\n"):
                self._add_line(text, self.BLOCKS[tag])

    def _add_line(self, text: str, level: int = 0) -> None:
        self.lines.append(SpokenLine(text, level, self._address))
        self._address = ""


def _join_row(heads: Sequence[str], row: Sequence[str]) -> str:
    """A row as a sentence: its first cell, then each other one behind the heading of its column."""
    return f"{row[0]}. {'; '.join(_join_cells(heads[1:], row[1:]))}."


def _join_cells(heads: Sequence[str], cells: Sequence[str]) -> Iterator[str]:
    for head, cell in zip_longest(heads, cells, fillvalue=""):
        if cell:
            yield f"{head}: {cell}" if head else cell
