"""Overviews in HTML: how much is known, and where the boards lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from icb_tui.domain import cell_words
from icb_tui.domain.records import Aim
from icb_tui.output.html_pages.evidence import label_cell
from icb_tui.output.html_pages.markup import (
    HtmlPage,
    LinkBoard,
    LocalLink,
    Paragraph,
    join_lines,
    link_no_board,
    write_heading,
    write_lines,
    write_paragraph,
    write_table,
)
from icb_tui.pages.coverage import CoveragePage, list_tables
from icb_tui.views.view_state import View

COUNT_CELLS = 14
"""The cells that “32 on 17 of 42” takes: there is no room for a bar, which says the same."""


def make_coverage_page(title: str, coverage: CoveragePage) -> HtmlPage:
    """Return the tables of the coverage."""
    return HtmlPage(title, join_lines(_write_coverage(coverage)))


def _write_coverage(coverage: CoveragePage) -> Iterator[str]:
    years = coverage.data.years
    for table in list_tables(coverage):
        rows = [
            [name, *("".join(span.text for span in table.write_cell(row, year, COUNT_CELLS)) for year in years)]
            for row, name in table.rows.items()
        ]
        yield write_heading(2, table.title)
        yield write_paragraph(table.meaning)
        yield from write_table((table.row_head, *years), rows, table.title)


def make_boards_page(title: str, view: View, link_board: LinkBoard = link_no_board) -> HtmlPage:
    """Return the boards found with their ratings on every aim."""
    return HtmlPage(title, join_lines(_write_boards(view, view.data.aims, link_board)))


def make_map_page(title: str, view: View, lines: Sequence[str], link_board: LinkBoard = link_no_board) -> HtmlPage:
    """Return the map of an aim as a picture of lines, and a table of the same boards and ratings."""
    picture = write_lines(lines, "A map of the boards. The table has the same ratings.")
    table = _write_boards(view, [view.data.aim[view.map_aim]], link_board)
    return HtmlPage(title, join_lines([picture, *table]))


def _write_boards(view: View, aims: Sequence[Aim], link_board: LinkBoard) -> Iterator[str]:
    """A table of the boards found, with a column for each aim."""
    rows = [_list_board_cells(view, code, aims, link_board) for code in view.rows]
    if rows:
        yield from write_table(("ICB", "Code", "Label", "Region", *(aim.short_name for aim in aims)), rows, "Boards")


def _list_board_cells(view: View, code: str, aims: Sequence[Aim], link_board: LinkBoard) -> list[Paragraph]:
    """A row of the table: a board with its ratings, or where it was not open yet those of the boards before it."""
    icb = view.data.icb[code]
    readings = [_describe_rating(view, code, aim.id) for aim in aims]
    name = LocalLink(icb.short_name, link_board(code))
    return [name, code, icb.label, view.data.region[icb.region].name, *readings]


def _describe_rating(view: View, code: str, aim: str) -> str:
    before = cell_words.name_stand_ins(view.list_stand_in_cells(code, aim), view.data)
    return f"before: {', '.join(before)}" if before else label_cell(view.cells[code, aim], view.data)
