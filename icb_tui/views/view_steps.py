"""The pure steps from one view to the next: move, sort, mark, change the year, the centre or the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from msgspec.structs import replace

from icb_tui.analysis.indicator_periods import find_period
from icb_tui.domain.answers import BoardMatch, Cell
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.filters.conditions import list_conditions
from icb_tui.filters.options import drop_unknown_terms
from icb_tui.filters.terms import Filter, Term
from icb_tui.views.view_state import COLUMN_ARROWS, SORTS, Centre, View

Place = TypeVar("Place")


def apply_answers(
    view: View, matches: Sequence[BoardMatch], option_counts: dict[Term, int], cells: dict[tuple[str, str], Cell]
) -> View:
    """The view with new answers from the store, its rows in order."""
    return order_rows(replace(view, matches=tuple(matches), option_counts=option_counts, cells=cells))


def order_rows(view: View) -> View:
    """The view with the boards found in the order of its sort."""
    rows = [match.icb for match in view.matches if not match.misses]
    return replace(view, rows=tuple(sorted(rows, key=lambda code: _sort_key(view, code))))


def _sort_key(view: View, code: str) -> tuple[float, float, str]:
    icb = view.data.icb[code]
    match view.sort:
        case "rating" | "worst":
            value = _sort_value(view, code)
            place = 0 if value is None else value if view.sort == "worst" else -value
            return value is None, place, icb.short_name
        case "region":
            return 0, list(view.data.region).index(icb.region), icb.short_name
    return 0, 0, icb.short_name


def _sort_value(view: View, code: str) -> float | None:
    """How high a board stands in the order by rating: its level on the aim, or how many aims of it are rated.

    Among indicators it is the value, the best highest; as it is where neither way is better. None: nothing to order by.
    """
    if view.centre != "matrix" and view.indicator:
        series = view.series.get((code, view.indicator))
        value = series.newest.value if series else None
        lowest_first = view.data.indicator[view.indicator].better == "lower"
        return value if value is None or not lowest_first else -value
    if view.aim is None:
        return sum(view.rating_of(code, aim) is not None for aim in view.data.aim) or None
    rating = view.rating_of(code, view.aim)
    return view.data.rating[rating].rank if rating else None


def replace_data(view: View, data: Dataset) -> View:
    """The view over other data, without what the data does not have; its answers are still the old ones."""
    return replace(
        view,
        data=data,
        year=view.year if view.year in data.year_choices else data.rated_year,
        indicator_year=view.indicator_year if view.indicator_year in data.years else ALL_YEARS,
        filter=drop_unknown_terms(view.filter, data),
        icb=view.icb if view.icb in data.icb else None,
        aim=view.aim if view.aim in data.aim else None,
        indicator=view.indicator if view.indicator in data.indicator else None,
        marked=tuple(icb for icb in view.marked if icb in data.icb),
        series={},
    )


def move_cursor(view: View, rows: int = 0) -> View:
    """The view with the cursor some rows further, as far as there are any."""
    if not view.rows:
        return view
    place = min(max(view.cursor_row + rows, 0), len(view.rows) - 1)
    return replace(view, icb=view.rows[place])


def move_sideways(view: View, columns: int) -> View:
    """The view with the cursor some columns further: from the board itself over its aims, or its indicators."""
    if view.centre == "indicators":
        places = [None, *(indicator.id for indicator in view.indicators)]
        return order_rows(replace(view, indicator=step_along(places, view.indicator, columns)))
    return move_to_aim(view, step_along([None, *view.data.aim], view.aim, columns))


def move_to_aim(view: View, aim: str | None) -> View:
    """The view with the cursor on an aim's column, in order again where the order is by that column."""
    view = replace(view, aim=aim)
    if view.centre == "indicators" or view.indicator:
        view = replace(view, indicator=next((i.id for i in view.indicators), None) if aim else None)
    return order_rows(view) if view.sort in COLUMN_ARROWS else view


def move_to_column(view: View, place: int | None) -> View:
    """The view with the cursor on a column by its place, or on the board itself."""
    if view.centre == "indicators":
        return order_rows(replace(view, indicator=None if place is None else view.indicators[place].id))
    return move_to_aim(view, None if place is None else view.data.aims[place].id)


def change_centre(view: View, centre: Centre) -> View:
    """The view with another centre; among indicators the cursor is on the one that it was on, else one of the filter.

    Where the filter compares none, it is on the first of the aim.
    """
    if centre == "map":
        from_indicators = view.centre == "indicators"
        aim, indicator = view.map_aim, view.indicator if from_indicators else None
        return order_rows(replace(view, centre=centre, aim=aim, indicator=indicator))
    if centre == "indicators" and view.indicator:
        return order_rows(replace(view, centre=centre))
    if centre == "indicators" and (compared := _list_compared(view, view.filter)):
        return order_rows(point_at_indicator(replace(view, centre=centre), compared[0]))
    view = replace(view, centre=centre, aim=view.indicators_aim if centre == "indicators" else view.aim, indicator=None)
    return move_to_aim(view, view.aim)


def point_at_indicator(view: View, indicator: str) -> View:
    """The view with the cursor on an indicator, and on the aim that it is tied to."""
    return replace(view, aim=view.data.indicator[indicator].aim, indicator=indicator)


def replace_filter(view: View, wanted_filter: Filter) -> View:
    """The view with another filter; among indicators the cursor goes to the first that is newly compared."""
    before = _list_compared(view, view.filter)
    new = [indicator for indicator in _list_compared(view, wanted_filter) if indicator not in before]
    view = replace(view, filter=wanted_filter)
    return point_at_indicator(view, new[0]) if new and view.centre == "indicators" else view


def _list_compared(view: View, wanted_filter: Filter) -> list[str]:
    """The indicators that a filter compares, as far as they have a period that counts for the year."""
    compared = (condition.indicator for condition in list_conditions(wanted_filter, None))
    return [each for each in compared if find_period(view.data.indicator[each], view.indicator_year)]


def next_order(view: View) -> View:
    """The view in the next order: by name, by the column of the cursor best first, worst first, by region."""
    return order_rows(replace(view, sort=SORTS[(SORTS.index(view.sort) + 1) % len(SORTS)]))


def order_by_column(view: View, place: int) -> View:
    """The view in the order of a column, best first; worst first where that is its order already."""
    moved = move_to_column(view, place)
    same = view.sort == "rating" and (view.aim, view.indicator) == (moved.aim, moved.indicator)
    return order_rows(replace(moved, sort="worst" if same else "rating"))


def toggle_mark(view: View, icb: str) -> View:
    """The view with a board marked, or unmarked where it was."""
    others = tuple(code for code in view.marked if code != icb)
    return replace(view, marked=others if icb in view.marked else (*view.marked, icb))


def choose_year(view: View, year: str) -> View:
    """The view of another year, or of all years; its indicators follow, with the cursor on one that is there."""
    kept = view.series if year == view.indicator_year else {}
    view = replace(view, year=year, indicator_year=year, series=kept)
    there = [indicator.id for indicator in view.indicators]
    if view.indicator is None or view.indicator in there:
        return view
    return replace(view, indicator=next(iter(there), None))


def step_year(view: View, years: int, *, of_indicators: bool = False) -> View:
    """The view some years on, as far as the data has any; after the newest year come all years.

    Among indicators the steps go from the period shown: before the newest of all comes that of the last year.
    """
    here = view.indicator_year if of_indicators else view.year
    year = step_along(view.data.year_choices, here, years)
    return view if year == here else choose_year(view, year)


def find_fuller_year(counts: Mapping[str, int], year: str, years: Sequence[str]) -> tuple[str, int] | None:
    """The year with the most findings, the nearest of several, and how many steps away it is; None if it is `year`."""
    if year not in years:
        return None
    here = years.index(year)
    fullest = max(years, key=lambda other: (counts.get(other, 0), -abs(years.index(other) - here)))
    steps = years.index(fullest) - here
    return (fullest, steps) if steps and counts.get(fullest, 0) > counts.get(year, 0) else None


def step_along(places: Sequence[Place], here: Place, steps: int) -> Place:
    """The place some steps on from here, as far as there are any."""
    return places[min(max(places.index(here) + steps, 0), len(places) - 1)]


def shows_other_boards(one: View, other: View) -> bool:
    """Whether two views show something else: not only another place of the cursor, or other marks."""
    return any(
        getattr(one, key) != getattr(other, key)
        for key in ("year", "indicator_year", "filter", "sort", "as_at", "centre")
    )


def next_evidence_type(view: View, steps: int) -> Filter:
    """The filter with the next evidence type alone: from all types through each of them, and around."""
    choices = [(), *((kind,) for kind in view.data.kind)]
    chosen = tuple(view.filter.values_of("evidence"))
    place = choices.index(chosen) if chosen in choices and not view.filter.values_of("evidence", negated=True) else 0
    return view.filter.with_evidence_types(*choices[(place + steps) % len(choices)])
