"""What pages show, read from the store."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import asdict

from icb_tui.analysis.board_groups import GroupValue, group_name, list_group_boards, summarize_values
from icb_tui.analysis.comparison import Comparison
from icb_tui.analysis.predecessors import PredecessorEvidence, list_predecessors
from icb_tui.domain.answers import BoardEvidence, SeriesByKey
from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.pages.board import BoardPage
from icb_tui.pages.compare_columns import BoardGroup, ComparePage
from icb_tui.pages.coverage import CoveragePage
from icb_tui.store.store import Store
from icb_tui.views.view_state import View


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
    comparison = Comparison(data, year, tuple(icbs), store.compare_boards(icbs, year, kinds) if icbs else {})
    stand_ins = [each.icb.code for icb in icbs for each in comparison.list_stand_ins(icb)]
    series = _list_series(store, None if groups else [*icbs, *stand_ins], indicator_year)
    matrix = store.year_cells(year, kinds) if groups else {}
    beside = []
    for group in groups:
        of_group = list_group_boards(group, data)
        members = tuple(icb.code for icb in data.list_open_boards(year) if icb.code in of_group)
        cells = {key: cell for key, cell in matrix.items() if key[0] in members}
        beside.append(BoardGroup(group_name(group, data), members, cells, _summarize(series, of_group)))
    before = {key: cell for key, cell in store.year_cells(year, kinds).items() if key[0] in stand_ins}
    return ComparePage(comparison, series, _read_medians(series), tuple(beside), indicator_year, before)


def _list_series(store: Store, icbs: Sequence[str] | None, year: str) -> SeriesByKey:
    """Every indicator of some boards, or of all: each board has all indicators, with a value or without."""
    if icbs is None:
        return store.list_series(year=year)
    return {key: each for icb in icbs for key, each in store.list_series(icb=icb, year=year).items()}


def _read_medians(series: SeriesByKey) -> dict[str, GroupValue]:
    """Each indicator over all boards, in the period that counts, as the store has it beside the value of any board."""
    newest = {indicator: each.newest for (_, indicator), each in series.items()}
    return {id: GroupValue(point.median, point.of, point.least, point.most) for id, point in newest.items()}


def _summarize(series: SeriesByKey, icbs: Sequence[str]) -> dict[str, GroupValue]:
    """Each indicator over some boards, in the period that counts."""
    indicators = dict.fromkeys(indicator for _, indicator in series)
    return {id: summarize_values(series[icb, id].newest.value for icb in icbs) for id in indicators}


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
