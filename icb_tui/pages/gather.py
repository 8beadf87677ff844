"""What pages show, read from the store."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.analysis.board_groups import GroupValue, group_name, list_group_boards, summarize_values
from icb_tui.analysis.comparison import Comparison
from icb_tui.domain.answers import IndicatorSeries
from icb_tui.domain.dataset import Dataset, Year
from icb_tui.pages.board import BoardPage
from icb_tui.pages.compare_columns import BoardGroup, ComparePage
from icb_tui.pages.coverage import CoveragePage
from icb_tui.pages.view_state import View
from icb_tui.store.store import Store


def gather_comparison(
    store: Store, icbs: Sequence[str], groups: Sequence[str], year: str, kinds: Sequence[str]
) -> ComparePage:
    """Return the comparison of boards in a year, with regions or England beside them."""
    data, series = store.data, store.list_series()
    matrix = store.year_cells(year, kinds) if groups else {}
    beside = []
    for group in groups:
        everyone = list_group_boards(group, data)
        members = tuple(icb for icb in everyone if Year(year).is_open(data.icb[icb]))
        cells = {key: cell for key, cell in matrix.items() if key[0] in members}
        beside.append(BoardGroup(group_name(group, data), members, cells, _summarize(series, everyone, data)))
    comparison = Comparison(data, year, tuple(icbs), store.compare_boards(icbs, year, kinds) if icbs else {})
    return ComparePage(comparison, series, _summarize(series, list(data.icb), data), tuple(beside))


def _summarize(
    series: dict[tuple[str, str], IndicatorSeries], icbs: Sequence[str], data: Dataset
) -> dict[str, GroupValue]:
    """Each indicator over some boards, in its newest period."""
    return {
        indicator.id: summarize_values(series[icb, indicator.id].newest.value for icb in icbs)
        for indicator in data.indicators
    }


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
        series=list(store.list_series(icb=icb).values()),
    )


def gather_coverage(store: Store, view: View) -> CoveragePage:
    """Return the coverage of the boards of a view's regions and status, in every year."""
    kinds, boards = view.counted_kinds, view.pool_icbs
    return CoveragePage(view.data, store.count_by_aim(kinds, boards), store.count_by_evidence_type(kinds, boards))
