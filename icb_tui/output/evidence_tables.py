"""A board with all its evidence as a table for commands, copies and exports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from icb_tui.domain.answers import BoardEvidence, CellEvidence
from icb_tui.domain.cell_words import explain_rating
from icb_tui.domain.dataset import Dataset
from icb_tui.filters.wording import name_evidence_types
from icb_tui.output.board_tables import make_board_object
from icb_tui.output.finding_tables import FINDING_COLUMNS, OTHER_FIELD_COLUMNS, SPEAKER_COLUMN, make_finding_object
from icb_tui.output.formats import Table, TablePart
from icb_tui.output.html_pages import boards
from icb_tui.output.indicator_tables import make_indicator_object
from icb_tui.output.rows import Columns, make_table, same_keys
from icb_tui.pages.board import BoardPage, write_aim, write_board_page
from icb_tui.pages.gather import gather_board_page
from icb_tui.store.store import Store
from icb_tui.text.spans import plain_lines
from icb_tui.views.view_state import View


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
    board = make_board_object(replace(view, cells=cells), icb.code)
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
