"""The legend of the tile map: the grounds, marks and fifths on it, each in words and with how many boards have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from icb_tui.analysis.fifths import FIFTHS, Fifth, list_fifths
from icb_tui.analysis.indicator_periods import find_period
from icb_tui.analysis.indicator_values import DIRECTIONS, format_value
from icb_tui.analysis.predecessors import opened_after
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import Indicator
from icb_tui.pages import evidence_list
from icb_tui.text.cells import cell_width, cut, upper_first
from icb_tui.text.spans import Line, Span, column_span, indent_line, make_line, spans_width
from icb_tui.views.view_state import View

LEVEL_GROUNDS = ("best", "good", "middle", "poor", "worst")
"""The grounds of the levels in order. Neighbours differ at least 3:1 in brightness, so the extremes are alike in it."""

NEUTRAL_GROUNDS = ("highest", "higher", "middle", "lower", "lowest")
"""The grounds of the fifths of an indicator of which neither way is better."""


def choose_level_ground(place: int, of: int) -> str:
    """Return the ground of a level: its place in the order from 0, the best, and how many levels there are."""
    last = len(LEVEL_GROUNDS) - 1
    return LEVEL_GROUNDS[round(place * last / max(of - 1, 1))]


def rating_ground(rating: str, data: Dataset) -> str:
    """Return the ground of a rating level."""
    order = [each.id for each in sorted(data.ratings, key=lambda each: -each.rank)]
    return choose_level_ground(order.index(rating), len(order))


def fifth_ground(fifth: int, indicator: Indicator) -> str:
    """Return the ground of a fifth of an indicator."""
    return (NEUTRAL_GROUNDS if indicator.better == "neither" else LEVEL_GROUNDS)[fifth - 1]


NOT_OPEN = cell_words.MISSING["not-in-being"]

CLOSED_SIGN, NEW_SIGN = "×", "new"
"""What the tile of a board found says where it has closed since, and where it opened after the year."""

SIGN_WORDS = {CLOSED_SIGN: "closed since", NEW_SIGN: "opened since"}


def find_tile_sign(view: View, code: str) -> str:
    """Return the sign of a tile: that its board has closed, or opened after the year; empty for another board."""
    icb = view.data.icb[code]
    if code in view.rows and icb.closed:
        return CLOSED_SIGN
    return NEW_SIGN if code in view.rows and opened_after(icb, view.year, view.data) else ""


LEGEND_GAP = 2
"""The cells between the map and a legend beside it."""

MIN_TAIL = 30
"""The cells that must be free behind the last tile for the legend to begin there."""


class LegendEntry(NamedTuple):
    """A mark of the map, what it means, and how many of the boards found have it."""

    mark: Span
    word: str
    boards: int


def _list_entries(view: View) -> list[LegendEntry]:
    """The marks of an aim: every rating, then what else stands on the boards found."""
    cells = [view.cells[code, view.map_aim] for code in view.rows]
    entries = [
        LegendEntry(
            evidence_list.rating_span(rating)._replace(ground=rating_ground(rating.id, view.data)),
            rating.name,
            sum(cell.rating == rating.id for cell in cells),
        )
        for rating in view.data.ratings
    ]
    unrated = sum(cell.rating is None and cell.findings > 0 for cell in cells)
    counts = [(f"{phrases.MARK_UNRATED}n", cell_words.NOT_RATED, unrated)]
    counts += [
        (words.glyph, words.word, sum(cell.missing == missing for cell in cells))
        for missing, words in cell_words.MISSING.items()
        if words is not NOT_OPEN
    ]
    signs = [find_tile_sign(view, code) for code in view.rows]
    counts += [(sign, word, signs.count(sign)) for sign, word in SIGN_WORDS.items()]
    return entries + [LegendEntry(Span(mark, "dim"), word, count) for mark, word, count in counts if count]


def write_map_legend(view: View) -> list[Line]:
    """What the marks mean, one a line, each with how many of the boards found have it."""
    if view.indicator:
        return _write_fifths(view)
    head = make_line(Span(f"{f'boards of {len(view.rows)}':>26}", "dim"))
    return [
        head,
        *(
            make_line(column_span(f" {e.mark.text}", 5, e.mark.style, e.mark.ground), f" {e.word:<18}{e.boards:>2}")
            for e in _list_entries(view)
        ),
    ]


def _write_fifths(view: View) -> list[Line]:
    """The fifths of an indicator: from which value to which, and how many of all boards lie in each."""
    fifths, indicator = _list_map_fifths(view), view.data.indicator[view.indicator or ""]
    ends = [tuple(format_value(value, indicator) for value in (each.first, each.last)) for each in fifths]
    names = [_name_fifth(each.number, indicator) for each in fifths]
    sizes = [max((cell_width(pair[at]) for pair in ends), default=0) for at in (0, 1)]
    rows = [
        make_line(
            Span(f" {each.number} ", "bright", fifth_ground(each.number, indicator)),
            f" {name:<{len(names[0]) + 2}}{first:>{sizes[0]}} to {last:>{sizes[1]}}  {each.boards:>2}",
        )
        for each, name, (first, last) in zip(fifths, names, ends, strict=True)
    ]
    width = max((spans_width(row.spans) for row in rows), default=0)
    count = f"boards of {sum(each.boards for each in fifths)}"
    head = make_line(Span("Fifths", "head"), Span(f"{count:>{max(width - 6, len(count) + 1)}}", "dim"))
    return [head, *rows, make_line(Span(_describe_direction(indicator), "dim"))]


def _list_map_fifths(view: View) -> list[Fifth]:
    points = [series.newest for (_, key), series in view.series.items() if key == view.indicator]
    return list_fifths(points, view.data.indicator[view.indicator or ""])


def _name_fifth(number: int, indicator: Indicator) -> str:
    """The word of the first and of the last fifth."""
    words = ("highest", "lowest") if indicator.better == "neither" else ("best", "worst")
    return {1: words[0], FIFTHS: words[1]}.get(number, "")


def _describe_direction(indicator: Indicator) -> str:
    return f"{upper_first(DIRECTIONS[indicator.better])}."


def add_brief_legend(view: View, lines: list[Line], cells: int, rows: int) -> list[Line]:
    """Return the map with the fullest legend that fits below it, some behind the last tile if there is room."""
    below = max(rows - len(lines), 0)
    last = lines[-1]
    while last.spans and not last.spans[-1].text.strip() and not last.spans[-1].ground:
        last = last._replace(spans=last.spans[:-1])
    tail = cells - spans_width(last.spans) - LEGEND_GAP
    is_behind = tail >= MIN_TAIL and below < 2
    rooms = [tail] * is_behind + [cells - 1] * max(below, 1)
    for entries in _list_brief_legends(view):
        flowed, is_whole = _flow_entries(entries, rooms)
        if is_whole:
            break
    if is_behind:
        lines = [*lines[:-1], make_line(*last.spans, Span(" " * LEGEND_GAP), *flowed.pop(0))]
    return [*lines, *(indent_line(1, *spans) for spans in flowed)]


def _list_brief_legends(view: View) -> Iterator[list[list[Span]]]:
    """The legend as entries that follow each other on a line, the fullest wording first."""
    if view.indicator:
        indicator, fifths = view.data.indicator[view.indicator], _list_map_fifths(view)
        full, brief = (
            [_write_brief_fifth(each, indicator, is_full=is_full) for each in fifths] for is_full in (True, False)
        )
        yield from ([*full, [Span(_describe_direction(indicator), "dim")]], full, brief)
        return
    entries = _list_entries(view)
    for shown in (entries, [entry for entry in entries if entry.boards]):
        yield [
            [Span(f"{phrases.format_count(len(view.rows), 'board')}:", "dim")],
            *([entry.mark, Span(f" {entry.word} {entry.boards}", "dim")] for entry in shown),
        ]


def _write_brief_fifth(fifth: Fifth, indicator: Indicator, *, is_full: bool) -> list[Span]:
    """A fifth as “1 best: 66.6 to 63.5”, or briefly “1 to 63.5”."""
    number = Span(str(fifth.number), "bright", fifth_ground(fifth.number, indicator))
    last = f"to {format_value(fifth.last, indicator)}"
    if not is_full:
        return [number, Span(f" {last}", "dim")]
    word = f" {_name_fifth(fifth.number, indicator)}".rstrip()
    return [number, Span(f"{word}: {format_value(fifth.first, indicator)} {last}", "dim")]


def _flow_entries(entries: Sequence[Sequence[Span]], rooms: Sequence[int]) -> tuple[list[list[Span]], bool]:
    """Entries one after another on lines of so many cells, and whether all of them have room."""
    lines: list[list[Span]] = [[]]
    for entry in entries:
        gap = [Span("  ")] if lines[-1] else []
        if spans_width([*lines[-1], *gap, *entry]) <= rooms[len(lines) - 1]:
            lines[-1] += [*gap, *entry]
        elif len(lines) < len(rooms) and spans_width(entry) <= rooms[len(lines)]:
            lines.append([*entry])
        else:
            return lines, False
    return lines, True


def write_map_heading(view: View, cells: int) -> Line:
    """What the map is of, in one line: the aim and the year, or the indicator and its period."""
    if not view.indicator:
        return make_line(Span(f" {view.data.number_and_name(view.map_aim)}", "bright"), Span(f" · {view.year}", "dim"))
    indicator = view.data.indicator[view.indicator]
    period = f" · {find_period(indicator, view.indicator_year) or ''}"
    more = [f"{period} · {DIRECTIONS[indicator.better]}", period]
    rest = next((text for text in more if cell_width(indicator.name + text) < cells), period)
    return make_line(Span(f" {cut(indicator.name, cells - 1 - cell_width(rest))}", "bright"), Span(rest, "dim"))


def describe_map(view: View) -> str:
    """What the map is of, for a title."""
    if view.indicator:
        return f"map · {view.data.indicator[view.indicator].name}"
    return f"map · {view.data.number_and_name(view.map_aim)}"
