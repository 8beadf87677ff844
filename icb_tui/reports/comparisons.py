"""Reports that set boards beside each other: a comparison, and the boards most like a board."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from icb_tui.analysis.similar import find_similar
from icb_tui.output.command_lines import list_view_options
from icb_tui.output.compare_tables import make_compare_table
from icb_tui.output.rows import list_evidence_types
from icb_tui.output.similar_tables import make_similar_table
from icb_tui.pages.compare_columns import RowOrder
from icb_tui.pages.gather import gather_comparison
from icb_tui.reports.report import Report
from icb_tui.store.store import Store
from icb_tui.views.view_state import View
from icb_tui.views.view_words import find_board, find_compared


def report_comparison(
    store: Store,
    view: View,
    names: Iterable[str],
    cells: int | None = None,
    *,
    only_differences: bool = False,
    order: RowOrder = "aim",
) -> Report:
    """Return boards, regions or England side by side; raise UnknownName, AmbiguousName or WrongWord."""
    found = find_compared(names, view.data)
    page = gather_comparison(store, found.icbs, found.groups, view.year, view.counted_kinds, view.indicator_year)
    page = replace(page, only_differences=only_differences, order=order)
    return Report(
        make_compare_table(page, list_evidence_types(view), cells),
        list_view_options(view, "--compare", ",".join((*found.icbs, *found.groups))),
        found.notes,
    )


def report_similar(store: Store, view: View, name: str, most: int = 5) -> Report:
    """Return the boards most like a board by published facts; raise UnknownName or AmbiguousName."""
    found = find_board(name, view.data)
    icb = view.data.icb[found.icbs[0]]
    similarity = find_similar(icb, view.data, store.list_series().values(), most)
    return Report(
        make_similar_table(similarity, view.data),
        list_view_options(view, "--open", icb.code),
        found.notes,
        bool(similarity.nearest),
    )
