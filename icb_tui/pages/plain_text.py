"""The explorer as plain text: the same facts as lines, for a screen reader, an e-mail or minutes."""

from __future__ import annotations

from collections.abc import Iterator

from icb_tui.analysis import indicator_values
from icb_tui.analysis.board_groups import summarize_values
from icb_tui.analysis.fifths import FIFTHS, find_fifth
from icb_tui.analysis.indicator_periods import describe_period_choice, describe_undated
from icb_tui.analysis.predecessors import list_stand_ins
from icb_tui.analysis.region_groups import RegionGroup, describe_rated
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.records import Indicator
from icb_tui.filters.wording import describe_evidence_types
from icb_tui.pages.predecessors import describe_values_before
from icb_tui.text.cells import join_names, wrap
from icb_tui.views.view_state import View

LINE_CELLS = 78


def write_plain_text(view: View, *, wrapped: bool = True) -> list[str]:
    """Return what the explorer shows, a paragraph for each board found; `wrapped` to lines of LINE_CELLS at most."""
    paragraphs = list(_write_paragraphs(view))
    return [line for each in paragraphs for line in wrap(each, LINE_CELLS)] if wrapped else paragraphs


def _write_paragraphs(view: View) -> Iterator[str]:
    data = view.data
    when = f", boards of {phrases.format_date(view.as_at)}" if view.as_at else ""
    missing = f", {view.without_value_count} with no value" if view.without_value_count else ""
    base = f"{len(view.rows)} of {view.year_count} boards, {view.rated_count} rated{missing}"
    yield f"{view.filter_words}, {view.year}{when}: {base}."
    yield describe_evidence_types(view.filter, data)
    if view.shows_indicators:
        yield f"Indicators: {describe_period_choice(view.indicator_year)}."
    elif view.unrated_note:
        yield view.unrated_note
    yield from phrases.describe_own_data(data)
    if view.unmatched_count:
        statements = phrases.format_count(view.unmatched_count, "statement")
        yield f"{statements} {cell_words.UNMATCHED.word}. Press n to read more."
    if view.marked:
        yield f"Marked: {join_names([data.icb[icb].short_name for icb in view.marked], 99, 'and')}."
    if here := view.cursor_icb:
        at = f", {data.aim[view.aim].short_name}" if view.aim else ""
        yield f"The cursor is on {data.icb[here].short_name}{at}."
    first_of = {group.icbs[0]: group for group in view.region_groups.values()} if view.sort == "region" else {}
    for code in view.rows:
        icb = data.icb[code]
        yield ""
        if code in first_of:
            yield from _describe_region(view, first_of[code])
        yield f"{icb.short_name} ({icb.label}, {code}), {data.region[icb.region].name}"
        yield from (_describe_indicators(view, code) if view.indicator else _describe_ratings(view, code))


def _describe_region(view: View, group: RegionGroup) -> Iterator[str]:
    """What the heading of a region says: its boards, and the medians or how many are rated."""
    count = len(group.icbs)
    boards = f"{group.region.name}: {count} of {group.of} boards"
    if view.indicator:
        yield f"{boards}. Their medians:"
        for indicator in view.indicators:
            summary = summarize_values(view.series[code, indicator.id].newest.value for code in group.icbs)
            value = indicator_values.format_value(summary.median, indicator)
            of_boards = phrases.format_count(summary.of, "board")
            yield f"{phrases.name_indicator(indicator, view.data)}: {value}, of {of_boards}."
    else:
        yield f"{boards}, {describe_rated(group, view.aim, view.cells, view.data)}."
    yield ""


def _describe_ratings(view: View, code: str) -> Iterator[str]:
    if list_stand_ins(view.data.icb[code], view.year, view.data):
        yield f"Not open in {view.year}. The boards before it:"
    for aim in view.data.aims:
        yield f"{aim.short_name}: {describe_rating(view, code, aim.id)}."


def describe_rating(view: View, code: str, aim: str) -> str:
    """Return a board's cell in words; of one that was not open yet, those of the boards before it."""
    stand_ins = cell_words.name_stand_ins(view.list_stand_in_cells(code, aim), view.data)
    return "; ".join(stand_ins) or cell_words.describe_cell(view.cells[code, aim], view.data)


def _describe_indicators(view: View, code: str) -> Iterator[str]:
    for indicator in view.indicators:
        yield describe_indicator(view, code, indicator)


def describe_indicator(view: View, code: str, indicator: Indicator) -> str:
    """Return a board's value of an indicator in words: with its period, rank and fifth."""
    series = view.series[code, indicator.id]
    newest, fifth = series.newest, find_fifth(series.newest)
    parts = (
        indicator_values.describe_value_with_unit(series, indicator),
        newest.period if newest.value is not None else "",
        indicator_values.format_rank_with_direction(newest),
        f"fifth {fifth} of {FIFTHS}" if fifth else "",
    )
    value = f"{phrases.name_indicator(indicator, view.data)}: {', '.join(filter(None, parts))}."
    return f"{value} {_describe_values_before(view, code, indicator)}".rstrip()


def describe_no_indicators(view: View) -> str:
    """Return that no indicator is shown of the aim, and why."""
    tied = view.data.list_indicators(view.indicators_aim)
    others = [str(n) for n, aim in enumerate(view.data.aims, 1) if view.data.list_indicators(aim.id)]
    name = view.data.aim[view.indicators_aim].short_name
    none = f"No indicators for {name}. Aims with indicators: {', '.join(others)}."
    return describe_undated(tied, view.indicator_year) or none


def _describe_values_before(view: View, code: str, indicator: Indicator) -> str:
    return describe_values_before(view.data.icb[code], indicator, lambda icb: view.series[icb, indicator.id], view.data)
