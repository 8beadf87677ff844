"""Reports for a meeting: a brief of each board."""

from __future__ import annotations

from collections.abc import Iterable

from icb_tui.output.brief import gather_brief
from icb_tui.output.brief_tables import make_brief_table
from icb_tui.output.command_lines import list_view_options
from icb_tui.reports.report import Report
from icb_tui.store.store import Store
from icb_tui.views.view_state import MAX_COMPARED, View
from icb_tui.views.view_words import find_boards


def report_briefs(store: Store, view: View, names: Iterable[str]) -> Report:
    """Return a brief of each board; raise UnknownName or AmbiguousName."""
    found = find_boards(names, view.data)
    page = ("--open",) if len(found.icbs) == 1 else ("--compare",) if len(found.icbs) <= MAX_COMPARED else ()
    return Report(
        make_brief_table([gather_brief(store, view, icb) for icb in found.icbs]),
        list_view_options(view, *(word for option in page for word in (option, ",".join(found.icbs)))),
        found.notes,
    )
