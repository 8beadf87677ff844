"""What pages show, read from the store."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import asdict

from icb_tui.analysis.board_groups import group_name, list_group_boards
from icb_tui.analysis.comparison import Comparison
from icb_tui.analysis.indicator_values import find_median
from icb_tui.analysis.predecessors import PredecessorEvidence, list_predecessors
from icb_tui.domain.answers import BoardEvidence
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
    comparison = Comparison(data, tuple(icbs), store.compare_boards(icbs, year, kinds))
    stand_ins = [each.icb.code for icb in icbs for each in comparison.list_stand_ins(icb)]
    series = {key: series for key, series in every_series.items() if key[0] in (*icbs, *stand_ins)}
    before = {key: cell for key, cell in store.year_cells(year, kinds).items() if key[0] in stand_ins}
    return ComparePage(comparison, series, tuple(beside), indicator_year, before)


def gather_board_page(store: Store, view: View, icb: str) -> BoardPage:
    """Return what a board's page shows, in the year and evidence types of a view."""
    own = _gather_evidence(store, view, icb)
    predecessors = [
        PredecessorEvidence(**asdict(_gather_evidence(store, view, each.icb.code)), predecessor=each)
        for each in list_predecessors(own.icb, store.data)
    ]
    cells = [board.history[aim, view.year] for board in (own, *predecessors) for aim in store.data.aim]
    needs_national = any(cell.missing == "said-nationally" for cell in cells)
    return BoardPage(
        **asdict(own),
        data=store.data,
        indicator_year=view.indicator_year,
        national=store.list_evidence(None, year=view.year, voices=view.counted_kinds) if needs_national else (),
        predecessors=predecessors,
    )


def _gather_evidence(store: Store, view: View, icb: str) -> BoardEvidence:
    """What is known of one board, in the year and evidence types of a view."""
    return BoardEvidence(
        icb=store.data.icb[icb],
        year=view.year,
        history=store.board_cells(icb, view.counted_kinds),
        evidence=store.list_evidence(icb, year=view.year, voices=view.counted_kinds),
        series=list(store.list_series(icb=icb, year=view.indicator_year).values()),
    )


def gather_coverage(store: Store, view: View) -> CoveragePage:
    """Return the coverage of the boards of a view's regions and status, in every year."""
    kinds, boards = view.counted_kinds, view.pool_icbs
    return CoveragePage(view.data, store.count_by_aim(kinds, boards), store.count_by_evidence_type(kinds, boards))
