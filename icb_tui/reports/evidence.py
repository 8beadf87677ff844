"""Reports on evidence: the rule behind a rating, findings, and what is known."""

from __future__ import annotations

from msgspec.structs import replace

from icb_tui.analysis.predecessors import list_stand_ins
from icb_tui.filters.lexicon import strip_quotes
from icb_tui.output.command_lines import list_view_options
from icb_tui.output.data_tables import make_coverage_table
from icb_tui.output.finding_tables import make_mention_table, make_national_table, make_why_table
from icb_tui.output.formats import PAGE_WIDTH
from icb_tui.reports.report import Report
from icb_tui.store.store import Store
from icb_tui.text.cells import clean
from icb_tui.views.view_state import View
from icb_tui.views.view_words import find_aim, find_board


def report_rating(store: Store, view: View, name: str, aim: str, cells: int | None = None) -> Report:
    """Return why a board has its rating on an aim, or none; raise UnknownName, AmbiguousName or WrongWord."""
    data, found = view.data, find_board(name, view.data)
    (code,), at = found.icbs, find_aim(aim, data)
    codes = [code, *(each.icb.code for each in list_stand_ins(data.icb[code], view.year, data))]
    cells_of = store.compare_boards(codes, view.year, view.counted_kinds)
    national = store.list_national(view.year, aim=at, voices=view.counted_kinds)
    return Report(
        make_why_table(view, [cells_of[each, at] for each in codes], national, cells or PAGE_WIDTH),
        list_view_options(replace(view, aim=at), "--open", code),
        found.notes,
    )


def report_mentions(
    store: Store, view: View, text: str, cells: int | None = None, *, year: str | None = None
) -> Report:
    """Return the findings that mention a text: of a year of the data, or of all (None)."""
    wanted = strip_quotes(clean(text).strip())
    found = store.search_findings(wanted, year=year, voices=view.counted_kinds)
    base = store.count_findings(year=year, voices=view.counted_kinds)
    title = f"Findings that mention “{wanted}”" if wanted else "Findings"
    return Report(
        make_mention_table(title, view.data, found, cells),
        list_view_options(view),
        [f"{title}: {len(found)} of {base:,}"],
        bool(found),
    )


def report_national(store: Store, view: View, cells: int | None = None) -> Report:
    """Return the findings of the year that name no board."""
    evidence = store.list_evidence(None, year=view.year, voices=view.counted_kinds)
    table = make_national_table(view, evidence, cells or PAGE_WIDTH)
    return Report(table, list_view_options(view), is_found=bool(evidence))


def report_coverage(store: Store, view: View, cells: int | None = None) -> Report:
    """Return how much is known by aim, year and evidence type."""
    return Report(make_coverage_table(view, store, cells or PAGE_WIDTH), list_view_options(view))
