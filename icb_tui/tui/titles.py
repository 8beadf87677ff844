"""The wordings of title bars: what is shown, its year, the evidence types and in which order, the fullest first."""

from __future__ import annotations

from icb_tui.analysis.indicator_periods import describe_period_choice
from icb_tui.domain.phrases import format_date
from icb_tui.filters.wording import label_term, name_evidence_types, order_terms, summarise_evidence_types
from icb_tui.text.spans import Span, Spans
from icb_tui.views.view_state import COLUMN_ARROWS, View

VIEW_PARTS = (
    "data",
    "year",
    "indicator_year",
    "as_at",
    "filter",
    "matches",
    "cells",
    "rows",
    "sort",
    "centre",
    "aim",
    "indicator",
    "marked",
)
"""The parts of a view that the explorer's title depends on."""

BEST_AND_WORST = ("best", "worst")
"""What stands first in the order of a column, and in its reverse."""


def write_explorer_titles(
    view: View, heading: str, short_heading: str, *, counted: str = ""
) -> tuple[list[Spans], list[Spans]]:
    """Return the left and the right of the explorer's title bar, each the fullest wording first.

    `counted` is what stands behind the number of boards, where nobody sees what is counted.
    """
    when = _describe_year(view)
    evidence_types = f"{when} · {name_evidence_types(view.filter, view.data)}"
    briefly = f"{when} · {summarise_evidence_types(view.filter, view.data)}"
    orders, needs_words = _describe_order(view), view.sort != "name" and view.centre != "map"
    full = [f"{evidence_types} · {order}" for order in orders]
    lefts: list[Spans] = [(Span(heading, "bright"), Span(f"  {each}", "dim")) for each in full]
    if needs_words:
        # Nothing else tells the order in words, so it is told at any width.
        lefts += [(Span(short_heading, "bright"), Span(f"  {each}", "dim")) for each in full]
        lefts += [(Span(f"{briefly} · {order}", "dim"),) for order in orders]
        if len(view.counted_kinds) == len(view.data.kinds):
            lefts.append((Span(f"{when} · {orders[-1]}", "dim"),))
    else:
        lefts.append((Span(heading, "bright"), Span(f"  {evidence_types}", "dim")))
        lefts += [(Span(short_heading, "bright"), Span(f"  {briefly}", "dim")), (Span(briefly, "dim"),)]
    counts = f"{len(view.rows)} of {view.year_count}{counted}"
    names = [label_term(term, view.data) for term in order_terms(view.filter, view.data) if term.facet != "evidence"]
    unmatched = [f"{view.unmatched_count} unmatched"] if view.unmatched_count else []
    marked = [f"{len(view.marked)} marked"] if view.marked else []
    rated = f"{view.rated_count} rated"
    rights = [[*names, counts, rated, *unmatched], [*names, counts, rated], [*names, counts], [counts]]
    return lefts, [(Span(" · ".join([*right, *marked]), "dim"),) for right in rights]


def _describe_year(view: View) -> str:
    """The year that is shown, or the period of indicators; and which boards where they are not the year's own."""
    when = describe_period_choice(view.indicator_year, short=True) if view.shows_indicators else view.year
    return f"{when} · {_describe_boards(view)}" if view.as_at else when


def _describe_boards(view: View) -> str:
    """Which boards are shown in place of the year's."""
    is_today = view.as_at == view.data.newest_opening
    return "today's boards" if is_today or view.as_at is None else f"boards as at {format_date(view.as_at)}"


def _describe_order(view: View) -> list[str]:
    """The order of the rows in words, the fullest first; on the map, what it shows."""
    if view.centre == "map":
        from icb_tui.pages.map_legend import describe_map

        return [describe_map(view)]
    if view.sort not in COLUMN_ARROWS:
        return [f"by {view.sort}"]
    is_worst = view.sort == "worst"
    if view.centre != "matrix" and view.indicator:
        best, worst = (
            ("highest", "lowest") if view.data.indicator[view.indicator].better == "neither" else BEST_AND_WORST
        )
        return [f"{worst if is_worst else best} first"]
    if view.aim is None:
        most, last = ("fewest", ", unrated last") if is_worst else ("most", "")
        briefly = [f"{most} rated first", f"aims rated {COLUMN_ARROWS[view.sort]}"]
        return [f"by number of aims rated, {most} first{last}", f"aims rated: {most} first{last}", *briefly]
    column, first = view.data.aim[view.aim].short_name, f"{BEST_AND_WORST[is_worst]} first"
    return [f"by rating on {column}, {first}", f"{column}, {first}", first]


def write_page_titles(view: View, name: str, short_name: str, *, year: bool = True) -> list[Spans]:
    """Return the left of a page's title bar: what it is about, its year and the evidence types."""
    when = f"{view.year} · " if year else ""
    full, brief = name_evidence_types(view.filter, view.data), summarise_evidence_types(view.filter, view.data)
    titles = [
        (Span(title, "bright"), Span(f"  {when}{evidence_types}", "dim"))
        for title, evidence_types in ((name, full), (name, brief), (short_name, brief))
    ]
    return [(Span("ICBs › ", "dim"), *titles[0]), *titles]
