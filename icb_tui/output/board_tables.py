"""Boards and their ratings as tables for commands, copies and exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import msgspec
from msgspec.structs import replace

from icb_tui.analysis.indicator_periods import describe_period_choice
from icb_tui.analysis.predecessors import list_predecessors, list_stand_ins
from icb_tui.domain.answers import BoardEvidence, CellEvidence
from icb_tui.domain.cell_words import cell_letter, explain_rating, name_cell_briefly, name_stand_ins, stand_in_letters
from icb_tui.domain.dataset import ALL_YEARS, Dataset, in_year
from icb_tui.domain.phrases import MARK_OWN
from icb_tui.filters.wording import name_evidence_types
from icb_tui.output.finding_tables import (
    FINDING_COLUMNS,
    OTHER_FIELD_COLUMNS,
    SPEAKER_COLUMN,
    list_evidence_types,
    make_finding_object,
)
from icb_tui.output.formats import PAGE_WIDTH, Table, TablePart
from icb_tui.output.html_pages import boards, overviews
from icb_tui.output.indicator_tables import make_indicator_object, make_indicator_table
from icb_tui.output.rows import Columns, make_share_object, make_table, same_keys, take_reading
from icb_tui.pages.board import BoardPage, write_aim, write_board_page
from icb_tui.pages.gather import gather_board_page
from icb_tui.pages.tile_map import write_map
from icb_tui.store.store import Store
from icb_tui.text.cells import cell_width, join_names
from icb_tui.text.spans import plain_lines
from icb_tui.views.view_state import Centre, View

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
    objects = [_make_board_object(view, code) for code in view.rows]
    table = make_table([TablePart(heads=heads, lines=lines)], _list_board_columns(data, view.year), objects)
    title = f"{view.describe_matches()} · {name_evidence_types(view.filter, data)}"
    return table._replace(make_html=lambda link_board: overviews.make_boards_page(title, view, link_board))


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


def _make_board_object(view: View, code: str) -> dict[str, Any]:
    """A board with its ratings, and the boards before it with theirs."""
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
    return make_board_table(view, cells)._replace(
        parts=parts, make_html=lambda link_board: overviews.make_map_page(title, view, lines, link_board)
    )


def make_map_parts(view: View, cells: int) -> list[TablePart]:
    """The tile map as lines, with its legend."""
    subject = view.data.indicator[view.indicator].name if view.indicator else view.data.aim[view.map_aim].name
    counts = f"{len(view.rows)} of {view.year_count} boards"
    when = describe_period_choice(view.indicator_year) if view.indicator else view.year
    title = f"{subject} · {when} · {name_evidence_types(view.filter, view.data)} · {counts}"
    return [TablePart(title=title, prose=["", *plain_lines(write_map(view, cells, MAP_LINES))])]


def make_view_table(view: View) -> Table:
    """What the explorer shows: the boards found with their ratings or indicators; as a map where it is one."""
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


def make_evidence_table(view: View, code: str, store: Store, cells: int) -> Table:
    """One board with all its evidence: of every aim, or of the view's."""
    page = gather_board_page(store, view, code)
    board = _make_evidence_object(view, page)
    lines = write_aim(page, view.aim, cells) if view.aim else write_board_page(page, cells, printed=True).lines
    head = f"{page.icb.short_name} ({code}) · {view.year} · {name_evidence_types(view.filter, view.data)}"
    records = [*_list_finding_records(board, None)]
    for before in board["predecessors"] if page.stand_ins else ():
        records += _list_finding_records(before, code)
    columns: Columns = {
        **FINDING_COLUMNS,
        "voices": lambda _: board["voices"],
        **same_keys("predecessor_of"),
        **OTHER_FIELD_COLUMNS,
        **SPEAKER_COLUMN,
    }
    table = make_table([TablePart(title=head, prose=["", *plain_lines(lines)])], columns, board, records)
    return table._replace(make_html=lambda link_board: boards.make_board_page(head, page, view.aim, link_board))


def _list_finding_records(board: dict[str, Any], predecessor_of: str | None) -> Iterator[dict[str, Any]]:
    """The findings of a board's object, each with the new board that it is shown for, if it is another board's."""
    for finding in (*(finding for aim in board["aims"] for finding in aim["findings"]), *board["whole"]):
        yield {**finding, "predecessor_of": predecessor_of}


def _make_evidence_object(view: View, page: BoardPage) -> dict[str, Any]:
    """A board as programs read it: with the aims of the view, each with its findings."""
    icb, data = page.icb, view.data
    cells = {
        (board.icb.code, aim): board.history[aim, view.year] for board in (page, *page.predecessors) for aim in data.aim
    }
    board = _make_board_object(replace(view, cells=cells), icb.code)
    return {
        **board,
        "opened": icb.opened.isoformat(),
        "closed": icb.closed.isoformat() if icb.closed else None,
        "successors": msgspec.to_builtins(icb.successors),
        **_make_evidence_parts(view, page),
        "predecessors": [
            {**before, **_make_evidence_parts(view, evidence)}
            for before, evidence in zip(board["predecessors"], page.predecessors, strict=True)
        ],
    }


def _make_evidence_parts(view: View, board: BoardEvidence) -> dict[str, Any]:
    """What was said of a board on the aims of the view and as a whole, and the indicators of these aims."""
    data, aims = view.data, [aim for aim in view.data.aim if view.aim in (None, aim)]
    return {
        "aims": [_make_aim_object(board.cell_evidence(aim), data) for aim in aims],
        "whole": [] if view.aim else [make_finding_object(e) for e in board.whole_evidence],
        "indicators": [
            make_indicator_object(series, data.indicator[series.indicator])
            for series in board.series
            if data.indicator[series.indicator].aim in aims
        ],
    }


def _make_aim_object(compared: CellEvidence, data: Dataset) -> dict[str, object]:
    cell = compared.cell
    return {
        "aim": cell.aim,
        "rating": cell.rating,
        "rating_year": cell.year_of_rating,
        "why": explain_rating(cell, compared.evidence, data),
        "nothing": cell.missing,
        "later": [step.id for step in cell.later],
        "findings": [make_finding_object(e) for e in compared.evidence],
    }
