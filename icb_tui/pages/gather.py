"""The facts that pages show, asked of the store."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.domain.board_groups import group_name, list_group_boards
from icb_tui.domain.comparison import Comparison
from icb_tui.domain.dataset import Year
from icb_tui.pages.board import BoardPage
from icb_tui.pages.compare import BoardGroup, ComparePage
from icb_tui.pages.view_state import View
from icb_tui.store.store import Store


def gather_comparison(
    store: Store, icbs: Sequence[str], groups: Sequence[str], year: str, voices: Sequence[str]
) -> ComparePage:
    """Return the comparison of boards in a year, with regions or England beside them."""
    data = store.data
    matrix = store.year_cells(year, voices) if groups else {}
    told = []
    for group in groups:
        everyone = list_group_boards(group, data)
        members = tuple(icb for icb in everyone if Year(year).is_open(data.icb[icb]))
        cells = {key: cell for key, cell in matrix.items() if key[0] in members}
        told.append(BoardGroup(group_name(group, data), members, cells, store.median_values(everyone)))
    series = {key: series for key, series in store.list_series().items() if key[0] in icbs}
    side = Comparison(data, tuple(icbs), store.compare_boards(icbs, year, voices))
    return ComparePage(side, year, series, tuple(told))


def gather_board_page(store: Store, view: View, icb: str) -> BoardPage:
    """Return what a board's page tells, in the year and voices of a view."""
    voices, history = view.counted_kinds, store.board_cells(icb, view.counted_kinds)
    silent = [aim for aim in store.data.aim if history[aim, view.year].missing == "said-nationally"]
    return BoardPage(
        data=store.data,
        icb=store.data.icb[icb],
        year=view.year,
        history=history,
        evidence=store.list_evidence(icb, year=view.year, voices=voices),
        national=store.list_evidence(None, year=view.year, voices=voices) if silent else (),
        series=list(store.list_series(icb=icb).values()),
    )
