"""Boards and their ratings as tables for commands, copies and exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from icb_tui.domain.answers import Cell, CellEvidence
from icb_tui.domain.cell_words import cell_letter, explain_rating, name_cell_briefly
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.phrases import MARK_OWN
from icb_tui.filters.wording import name_evidence_types
from icb_tui.output.brief import gather_brief, write_brief
from icb_tui.output.finding_tables import FINDING_COLUMNS, finding_row, list_evidence_types, make_finding_object
from icb_tui.output.formats import PAGE_WIDTH, Table, TablePart
from icb_tui.output.indicator_tables import make_indicator_object, make_indicator_table
from icb_tui.pages.board import write_aim, write_board_page
from icb_tui.pages.gather import gather_board_page
from icb_tui.pages.tile_map import write_map
from icb_tui.pages.view_state import Centre, View
from icb_tui.store.store import Store
from icb_tui.text.cells import cell_width
from icb_tui.text.spans import plain_lines

MAP_LINES = 24
"""The lines that a printed map may take."""


def make_board_table(view: View, cells: int | None) -> Table:
    """The boards found with their ratings; in words if they fit `cells` (None: any width), else in letters."""
    data = view.data
    wide = _board_lines(view, compact=False)
    heads = ("code", "label", "ICB", "region", *(aim.short_name for aim in data.aims))
    if cells is not None and _table_width(heads, wide) > cells:
        wide = _board_lines(view, compact=True)
        heads = ("code", "label", "ICB", "", *(str(n) for n in range(1, len(data.aims) + 1)))
    return Table(
        parts=[TablePart(heads=heads, lines=wide)],
        columns=("code", "name", "short_name", "region", "region_name", "year", "voices", *data.aim, "laid_over"),
        rows=[list(_board_row(view, code)) for code in view.rows],
        objects=[_board_object(view, code) for code in view.rows],
    )


def _board_lines(view: View, *, compact: bool) -> list[list[str]]:
    def write_cell(cell: Cell) -> str:
        own = MARK_OWN if cell.has_own_data else ""
        if compact:
            return f"{cell_letter(cell, view.data)}{own}"
        return f"{name_cell_briefly(cell, view.data)} {own}".rstrip()

    return [
        [
            code,
            (icb := view.data.icb[code]).label,
            icb.short_name,
            "" if compact else view.data.region[icb.region].name,
            *(write_cell(view.cells[code, aim]) for aim in view.data.aim),
        ]
        for code in view.rows
    ]


def _table_width(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> int:
    rows = [heads, *lines]
    return sum(max(cell_width(row[place]) for row in rows) + 2 for place in range(len(heads))) - 2


def _board_row(view: View, code: str) -> Iterator[str]:
    icb = view.data.icb[code]
    yield from (
        code,
        icb.name,
        icb.short_name,
        icb.region,
        view.data.region[icb.region].name,
        view.year,
        list_evidence_types(view),
    )
    for aim in view.data.aim:
        yield view.cells[code, aim].reading_id
    yield "+".join(aim for aim in view.data.aim if view.cells[code, aim].has_own_data) or "none"


def _board_object(view: View, code: str) -> dict[str, object]:
    icb = view.data.icb[code]
    cells = {aim: view.cells[code, aim] for aim in view.data.aim}
    return {
        "code": code,
        "name": icb.name,
        "short_name": icb.short_name,
        "region": icb.region,
        "year": view.year,
        "voices": list_evidence_types(view),
        "ratings": {aim: cell.rating for aim, cell in cells.items()},
        "findings": {aim: cell.findings for aim, cell in cells.items()},
        "nothing": {aim: cell.missing for aim, cell in cells.items()},
        "laid_over": [aim for aim, cell in cells.items() if cell.has_own_data],
    }


def make_map_parts(view: View, cells: int) -> list[TablePart]:
    """The tile map as lines, with its legend."""
    told = view.data.indicator[view.indicator].name if view.indicator else view.data.aim[view.map_aim].name
    title = (
        f"{told} · {view.year} · {name_evidence_types(view.filter, view.data)} · {len(view.rows)} of {view.pool_count}"
    )
    return [TablePart(title=title, prose=["", *plain_lines(write_map(view, cells, MAP_LINES, lit=False))])]


def make_view_table(view: View) -> Table:
    """What the explorer shows: the boards found with their ratings or official figures; as a map where it is one."""
    if view.centre == "indicators":
        return make_indicator_table(replace(view, aim=view.indicators_aim), view.series)
    if view.centre == "matrix":
        return make_board_table(view, None)
    table = make_indicator_table(view, view.series, view.indicator) if view.indicator else make_board_table(view, None)
    return table._replace(parts=make_map_parts(view, PAGE_WIDTH))


def make_row_table(view: View, code: str) -> Table:
    """A board's row of what the explorer shows."""
    centre: Centre = "indicators" if view.indicator else "matrix"
    return make_view_table(replace(view, rows=(code,), centre=centre))


def make_evidence_table(view: View, code: str, store: Store, cells: int) -> Table:
    """One board with all its evidence: of every aim, or of the view's."""
    facts = gather_board_page(store, view, code)
    aims = [aim for aim in view.data.aim if view.aim in (None, aim)]
    told = [facts.cell_evidence(aim) for aim in aims]
    lines = write_aim(facts, view.aim, cells) if view.aim else write_board_page(facts, cells).lines
    of_whole = [] if view.aim else [e for e in facts.evidence if e.finding.aim is None]
    head = f"{facts.icb.short_name} ({code}) · {view.year} · {name_evidence_types(view.filter, view.data)}"
    view = replace(view, cells={(code, aim): facts.history[aim, view.year] for aim in view.data.aim})
    evidence = [*(e for each in told for e in each.evidence), *of_whole]
    return Table(
        parts=[TablePart(title=head, prose=["", *plain_lines(lines)])],
        columns=(*FINDING_COLUMNS, "voices"),
        rows=[(*finding_row(e), list_evidence_types(view)) for e in evidence],
        objects={
            **_board_object(view, code),
            "opened": facts.icb.opened.isoformat(),
            "closed": facts.icb.closed.isoformat() if facts.icb.closed else None,
            "successors": msgspec.to_builtins(facts.icb.successors),
            "aims": [_make_aim_object(each, view.data) for each in told],
            "whole": [make_finding_object(e) for e in of_whole],
            "indicators": [
                make_indicator_object(s, view.data.indicator[s.indicator])
                for s in facts.series
                if view.data.indicator[s.indicator].aim in aims
            ],
        },
    )


def _make_aim_object(told: CellEvidence, data: Dataset) -> dict[str, object]:
    return {
        "aim": told.cell.aim,
        "rating": told.cell.rating,
        "why": explain_rating(told.cell, told.evidence, data),
        "nothing": told.cell.missing,
        "later": [step.id for step in told.cell.later],
        "findings": [make_finding_object(e) for e in told.evidence],
    }


def make_brief_table(view: View, codes: Sequence[str], store: Store) -> Table:
    """A page of Markdown for each board; the same text whatever the width."""
    pages = ["\n".join(write_brief(gather_brief(store, view, code))) for code in codes]
    rows = list(zip(codes, pages, strict=True))
    parts = [TablePart(markdown=page.split("\n")) for page in pages]
    objects = [{"code": code, "markdown": page} for code, page in rows]
    return Table(parts=parts, columns=("code", "markdown"), rows=rows, objects=objects)
