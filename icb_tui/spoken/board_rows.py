"""The row of the cursor as one line: the board, its ratings or indicators, and its position."""

from __future__ import annotations

from collections.abc import Iterator

from icb_tui.domain import cell_words, phrases
from icb_tui.domain.records import Aim
from icb_tui.pages.plain_text import describe_indicator, describe_no_indicators, describe_rating
from icb_tui.spoken.words import join_sentences
from icb_tui.text.cells import upper_first
from icb_tui.views.view_state import View

WAYS_ON = "Press f to change the filter, u to undo, x to clear the filter"


def describe_cursor_row(view: View) -> str:
    """Return the row of the cursor: what the cursor is on comes first, and the rest of the row after the position."""
    if view.cursor_icb is None:
        return join_sentences([f"No match: {view.describe_matches()}", WAYS_ON])
    return join_sentences([*_describe_row(view, view.cursor_icb), *_describe_why(view)])


def _describe_row(view: View, code: str) -> Iterator[str]:
    """The row in sentences."""
    position = f"{view.cursor_row + 1} of {len(view.rows)}"
    if view.shows_indicators and view.indicator:
        indicator = view.data.indicator[view.indicator]
        yield describe_indicator(view, code, indicator).rstrip(".")
        place = f"indicator {view.indicators.index(indicator) + 1} of {len(view.indicators)}"
        yield ", ".join([*_name_board(view, code), position, place])
    elif view.shows_indicators and not view.indicators:
        yield describe_no_indicators(view)
        yield ", ".join([*_name_board(view, code), position])
    elif view.shows_indicators:
        yield ", ".join([*_name_board(view, code), position])
        yield from (describe_indicator(view, code, each).rstrip(".") for each in view.indicators)
    else:
        here = view.map_aim if view.centre == "map" else view.aim
        readings = {aim.id: _describe_aim(view, code, aim) for aim in view.data.aims}
        first = [upper_first(readings.pop(here))] if here else []
        parts = [*first, *_name_board(view, code)]
        yield ", ".join([*parts, position, *readings.values()] if first else [*parts, *readings.values(), position])


def _name_board(view: View, code: str) -> Iterator[str]:
    """The board: its name, its region, and whether it is marked or the user's own."""
    icb = view.data.icb[code]
    yield icb.short_name
    yield view.data.region[icb.region].name
    if origin := phrases.describe_origin(view.data.find_origin("icbs", code)):
        yield origin
    if code in view.marked:
        yield "marked"


def _describe_aim(view: View, code: str, aim: Aim) -> str:
    """An aim with its rating: “aim 1 Leadership Strong”."""
    return f"aim {view.data.number_of(aim.id)} {aim.short_name} {describe_rating(view, code, aim.id)}"


def _describe_why(view: View) -> Iterator[str]:
    """The rule behind the rating under the cursor, where it is asked for."""
    if not view.shows_why or view.shows_indicators:
        return
    if not view.cursor_evidence:
        yield cell_words.describe_rule(view.data)
    for each in view.cursor_evidence:
        yield cell_words.explain_rating(each.cell, each.evidence, view.data)
