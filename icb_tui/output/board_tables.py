"""Boards and their ratings as tables for commands, copies and exports."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from icb_tui.analysis.indicator_periods import describe_period_choice
from icb_tui.analysis.predecessors import list_predecessors, list_stand_ins
from icb_tui.domain.cell_words import cell_letter, name_cell_briefly, name_stand_ins, stand_in_letters
from icb_tui.domain.dataset import ALL_YEARS, Dataset, in_year
from icb_tui.domain.phrases import MARK_OWN
from icb_tui.filters.wording import name_evidence_types
from icb_tui.output.formats import PAGE_WIDTH, Table, TablePart
from icb_tui.output.rows import Columns, list_evidence_types, make_share_object, make_table, same_keys, take_reading
from icb_tui.text.cells import cell_width, join_names
from icb_tui.text.spans import plain_lines
from icb_tui.views.view_state import Centre, View

if TYPE_CHECKING:
    from icb_tui.output.html_pages.markup import HtmlPage, LinkBoard

MAP_LINES = 24
"""The lines that a printed map may take."""


def make_board_table(view: View, cells: int | None) -> Table:
    """The boards found with their ratings; in words if they fit `cells` (None: any width), else in letters."""
    data = view.data
    lines = _board_lines(view, compact=False)
    heads = ("code", "label", "ICB", "region", *(aim.short_name for aim in data.aims))
    if cells is not None and _table_width(heads, lines) > cells:
        lines = _board_lines(view, compact=True)
        heads = ("code", "label", "ICB", "", *(str(n) for n in range(1, len(data.aims) + 1)))
    objects = [make_board_object(view, code) for code in view.rows]
    table = make_table([TablePart(heads=heads, lines=lines)], _list_board_columns(data, view.year), objects)
    title = f"{view.describe_matches()} · {name_evidence_types(view.filter, data)}"

    def make_html(link_board: LinkBoard) -> HtmlPage:
        from icb_tui.output.html_pages.overviews import make_boards_page

        return make_boards_page(title, view, link_board)

    return table._replace(make_html=make_html)


def describe_boards_not_open(view: View) -> str:
    """Return which of the boards found were not open yet, so that those before them are given; nothing where none."""
    data = view.data
    new = [data.icb[code].label for code in view.rows if list_stand_ins(data.icb[code], view.year, data)]
    names = join_names(new, 99, "and")
    return f"Not open {in_year(view.year)}, so not rated: {names}. The boards before each are given." if new else ""


def _board_lines(view: View, *, compact: bool) -> list[list[str]]:
    def write_cell(code: str, aim: str) -> str:
        cell, stand_ins = view.cells[code, aim], view.list_stand_in_cells(code, aim)
        own = MARK_OWN if cell.has_own_data else ""
        if stand_ins:
            return (
                stand_in_letters(stand_ins, view.data) if compact else ", ".join(name_stand_ins(stand_ins, view.data))
            )
        if compact:
            return f"{cell_letter(cell, view.data)}{own}"
        return f"{name_cell_briefly(cell, view.data)} {own}".rstrip()

    return [
        [
            code,
            (icb := view.data.icb[code]).label,
            icb.short_name,
            "" if compact else view.data.region[icb.region].name,
            *(write_cell(code, aim) for aim in view.data.aim),
        ]
        for code in view.rows
    ]


def _table_width(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> int:
    rows = [heads, *lines]
    return sum(max(cell_width(row[place]) for row in rows) + 2 for place in range(len(heads))) - 2


def _list_board_columns(data: Dataset, year: str) -> Columns:
    return {
        **same_keys("code name short_name region"),
        "region_name": lambda board: data.region[board["region"]].name,
        "year": "year",
        "voices": "voices",
        **{aim: partial(_take_aim_reading, aim) for aim in data.aim},
        **({f"{aim}_year": partial(_take_rating_year, aim) for aim in data.aim} if year == ALL_YEARS else {}),
        "laid_over": lambda board: board["laid_over"] or "none",
        "predecessors": lambda board: [each["code"] for each in board["predecessors"]] or "none",
    }


def _take_aim_reading(aim: str, board: dict[str, Any]) -> str:
    return take_reading(board["ratings"][aim], board["nothing"][aim])


def _take_rating_year(aim: str, board: dict[str, Any]) -> str:
    return board["rating_years"][aim] or "none"


def make_board_object(view: View, code: str) -> dict[str, Any]:
    """Return a board with its ratings, and the boards before it with theirs."""
    icb = view.data.icb[code]
    return {
        "code": code,
        "name": icb.name,
        "short_name": icb.short_name,
        "region": icb.region,
        "year": view.year,
        "voices": list_evidence_types(view),
        **_make_readings(view, code),
        "laid_over": [aim for aim in view.data.aim if view.cells[code, aim].has_own_data],
        "predecessors": [
            {**make_share_object(each), **_make_readings(view, each.icb.code)}
            for each in list_predecessors(icb, view.data)
        ],
    }


def _make_readings(view: View, code: str) -> dict[str, dict[str, Any]]:
    """By aim the rating of a board, how many findings it has, and why it has none."""
    cells = {aim: view.cells[code, aim] for aim in view.data.aim}
    return {
        "ratings": {aim: cell.rating for aim, cell in cells.items()},
        "rating_years": {aim: cell.year_of_rating for aim, cell in cells.items()},
        "findings": {aim: cell.findings for aim, cell in cells.items()},
        "nothing": {aim: cell.missing for aim, cell in cells.items()},
    }


def make_map_table(view: View, cells: int | None) -> Table:
    """The boards found with their ratings, as a map of the view's aim."""
    parts = make_map_parts(view, cells or PAGE_WIDTH)
    title, lines = parts[0].title, parts[0].prose

    def make_html(link_board: LinkBoard) -> HtmlPage:
        from icb_tui.output.html_pages.overviews import make_map_page

        return make_map_page(title, view, lines, link_board)

    return make_board_table(view, cells)._replace(parts=parts, make_html=make_html)


def make_map_parts(view: View, cells: int) -> list[TablePart]:
    """The tile map as lines, with its legend."""
    from icb_tui.pages.tile_map import write_map

    subject = view.data.indicator[view.indicator].name if view.indicator else view.data.aim[view.map_aim].name
    counts = f"{len(view.rows)} of {view.year_count} boards"
    when = describe_period_choice(view.indicator_year) if view.indicator else view.year
    title = f"{subject} · {when} · {name_evidence_types(view.filter, view.data)} · {counts}"
    return [TablePart(title=title, prose=["", *plain_lines(write_map(view, cells, MAP_LINES))])]


def make_view_table(view: View) -> Table:
    """What the explorer shows: the boards found with their ratings or indicators; as a map where it is one."""
    from icb_tui.output.indicator_tables import make_indicator_table

    if view.centre == "indicators":
        return make_indicator_table(replace(view, aim=view.indicators_aim), view.series)
    if view.centre == "matrix":
        return make_board_table(view, None)
    table = (
        make_indicator_table(view, view.series, (view.indicator,)) if view.indicator else make_board_table(view, None)
    )
    return table._replace(parts=make_map_parts(view, PAGE_WIDTH))


def make_row_table(view: View, code: str) -> Table:
    """A board's row of what the explorer shows."""
    centre: Centre = "indicators" if view.indicator else "matrix"
    return make_view_table(replace(view, rows=(code,), centre=centre))
