"""Reports on boards: those that match a filter, their page, their indicators, and their map."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from icb_tui.analysis.indicator_periods import describe_undated, list_dated_indicators
from icb_tui.domain.phrases import format_date
from icb_tui.output.board_tables import describe_boards_not_open, make_board_table, make_map_table
from icb_tui.output.command_lines import list_view_options
from icb_tui.output.formats import PAGE_WIDTH
from icb_tui.reports.report import Report
from icb_tui.store.store import Store
from icb_tui.views.view_state import View
from icb_tui.views.view_steps import apply_answers
from icb_tui.views.view_words import find_aim, find_board, find_indicator


def report_boards(store: Store, start: View, cells: int | None = None) -> Report:
    """Return the boards that the filter of a view finds, with their ratings."""
    view = find_rows(store, start)
    when = f", boards of {format_date(view.as_at)}" if view.as_at else ""
    notes = (describe_boards_not_open(view), view.describe_matches(f"{view.year}{when}"), view.unrated_note)
    return Report(make_board_table(view, cells), list_view_options(view), [*filter(None, notes)], bool(view.rows))


def find_rows(store: Store, view: View) -> View:
    """Return the view with the boards that its filter finds, and their cells."""
    matches = store.match_boards(view.filter, view.year, view.as_at, view.indicator_year)
    return apply_answers(view, matches, {}, store.year_cells(view.year, view.counted_kinds))


def report_board(store: Store, view: View, name: str, cells: int | None = None) -> Report:
    """Return a board with its evidence, of every aim or of the view's; raise UnknownName or AmbiguousName."""
    from icb_tui.output.evidence_tables import make_evidence_table

    found = find_board(name, view.data)
    (icb,) = found.icbs
    return Report(
        make_evidence_table(view, icb, store, cells or PAGE_WIDTH),
        list_view_options(view, "--open", icb),
        found.notes,
    )


def report_indicators(store: Store, start: View, named: Iterable[str] = ()) -> Report:
    """Return indicators of the boards that the filter of a view finds: those named, or all, of the view's aim or any.

    Raise WrongWord for a name that means no indicator, or several.
    """
    from icb_tui.output.indicator_tables import make_indicator_table

    view = find_rows(store, start)
    data, only = view.data, [find_indicator(each, view.data) for each in named]
    wanted = [i for i in data.indicators if view.aim in (None, i.aim) and (not only or i.id in only)]
    notes = [view.describe_matches(), describe_undated(wanted, view.indicator_year)]
    if not wanted:
        aim = data.aim[view.indicators_aim].short_name
        notes.append(f"None of these indicators is tied to {aim}." if only else f"No indicator is tied to {aim}.")
    return Report(
        make_indicator_table(view, store.list_series(year=view.indicator_year), only),
        list_view_options(replace(view, centre="indicators")),
        [*filter(None, notes)],
        bool(view.rows and list_dated_indicators(wanted, view.indicator_year)),
    )


def report_map(store: Store, view: View, aim: str, cells: int | None = None) -> Report:
    """Return the boards that the filter of a view finds, on the map of an aim; raise WrongWord for what is no aim."""
    view = find_rows(store, replace(view, aim=find_aim(aim, view.data), centre="map"))
    return Report(make_map_table(view, cells), list_view_options(view), is_found=bool(view.rows))
