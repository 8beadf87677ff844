"""What pages show, read from the store."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.analysis.board_groups import group_name, list_group_boards
from icb_tui.analysis.comparison import Comparison
from icb_tui.analysis.indicator_values import find_median
from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.pages.board import BoardPage
from icb_tui.pages.compare import BoardGroup, ComparePage
from icb_tui.pages.coverage import CoveragePage
from icb_tui.pages.view_state import View
from icb_tui.store.store import Store


def gather_comparison(
    store: Store,
    icbs: Sequence[str],
    groups: Sequence[str],
    year: str,
    kinds: Sequence[str],
    indicator_year: str = ALL_YEARS,
) -> ComparePage:
    """Return the comparison of boards in a year, with regions or England beside them."""
    data = store.data
    matrix = store.year_cells(year, kinds) if groups else {}
    every_series = store.list_series(year=indicator_year)
    indicators = dict.fromkeys(indicator for _, indicator in every_series)
    beside = []
    for group in groups:
        everyone = list_group_boards(group, data)
        members = tuple(icb.code for icb in data.list_open_boards(year) if icb.code in everyone)
        cells = {key: cell for key, cell in matrix.items() if key[0] in members}
        medians = {id: find_median(every_series[icb, id] for icb in everyone) for id in indicators}
        beside.append(BoardGroup(group_name(group, data), members, cells, medians))
    series = {key: series for key, series in every_series.items() if key[0] in icbs}
    comparison = Comparison(data, tuple(icbs), store.compare_boards(icbs, year, kinds))
    return ComparePage(comparison, series, tuple(beside), indicator_year)


def gather_board_page(store: Store, view: View, icb: str) -> BoardPage:
    """Return what a board's page shows, in the year and evidence types of a view."""
    kinds, history = view.counted_kinds, store.board_cells(icb, view.counted_kinds)
    needs_national = any(history[aim, view.year].missing == "said-nationally" for aim in store.data.aim)
    return BoardPage(
        data=store.data,
        icb=store.data.icb[icb],
        year=view.year,
        history=history,
        evidence=store.list_evidence(icb, year=view.year, voices=kinds),
        national=store.list_evidence(None, year=view.year, voices=kinds) if needs_national else (),
        series=list(store.list_series(icb=icb, year=view.indicator_year).values()),
        indicator_year=view.indicator_year,
    )


def gather_coverage(store: Store, view: View) -> CoveragePage:
    """Return the coverage of the boards of a view's regions and status, in every year."""
    kinds, boards = view.counted_kinds, view.pool_icbs
    return CoveragePage(view.data, store.count_by_aim(kinds, boards), store.count_by_evidence_type(kinds, boards))
