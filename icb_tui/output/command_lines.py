"""The command lines that show or print a view again."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.filters.conditions import list_conditions
from icb_tui.filters.language import format_filter, list_typed_terms
from icb_tui.text.shell_words import join_command
from icb_tui.views.view_state import View


def join_explorer_command(options: Sequence[str]) -> str:
    """Return the command that opens the explorer with these options."""
    return join_command(["icb-tui", *options])


def list_view_options(view: View, *page: str) -> list[str]:
    """Return the options that show the same view: each name, such as --year, followed by its value."""
    words = [*page]
    if wanted := format_filter(view.filter, view.data):
        words += ["--filter", wanted]
    words += _write_year(view, of_indicators=bool(page) or _shows_values(view))
    if view.as_at:
        words += ["--as-at", view.as_at.isoformat()]
    if view.aim:
        words += ["--aim", str(view.data.number_of(view.aim))]
    if view.centre != "matrix":
        words += ["--view", view.centre]
    if view.indicator:
        words += ["--indicator", view.indicator]
    if view.sort != "name":
        words += ["--sort", view.sort]
    return words


def write_print_command(view: View, *command: str, year: bool = True, with_indicators: bool = False) -> str:
    """Return the command that prints a page (its empty words left out), in the year and evidence types of the view."""
    words = ["icb-tui", *filter(None, command), *(_write_year(view, of_indicators=with_indicators) if year else [])]
    if len(view.counted_kinds) < len(view.data.kinds):
        words += [word for kind in view.counted_kinds for word in ("--evidence", kind)]
    return join_command(words)


def write_view_command(view: View) -> str:
    """Return the command that prints what the explorer shows: its boards, or its indicators or map of an aim."""
    words = list_typed_terms(view.filter, view.data)
    match view.centre:
        case "map":
            filtering = ["--filter", " ".join(words)] if words else []
            command = ["map", str(view.data.number_of(view.map_aim)), *filtering]
        case "indicators":
            command = ["indicators", *words, "--aim", str(view.data.number_of(view.indicators_aim))]
        case _:
            command = ["list", *words]
    as_at = ["--as-at", view.as_at.isoformat()] if view.as_at else []
    year = _write_year(view, of_indicators=_shows_values(view))
    return join_command(["icb-tui", *command, *year, *as_at])


def _shows_values(view: View) -> bool:
    """Whether the view shows values of indicators, or is filtered by them."""
    return view.shows_indicators or bool(list_conditions(view.filter, None))


def _write_year(view: View, *, of_indicators: bool) -> list[str]:
    """The option of the view's year. Indicators in their newest period follow no year: the option is left out."""
    if of_indicators and view.indicator_year == ALL_YEARS != view.year:
        return []
    return ["--year", "all" if view.year == ALL_YEARS else view.year]
