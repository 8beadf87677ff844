"""The tile map: a tile for each board where it lies, with its letter on the aim or its fifth on an indicator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from icb_tui.analysis.fifths import find_fifth
from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.pages.map_legend import (
    CLOSED_SIGN,
    LEGEND_GAP,
    NOT_OPEN,
    add_brief_legend,
    fifth_ground,
    find_tile_sign,
    rating_ground,
    write_map_legend,
)
from icb_tui.pages.predecessors import cell_span
from icb_tui.text.cells import cell_width, cut, wrap
from icb_tui.text.spans import BLANK_LINE, Line, Span, column_span, make_line, spans_width
from icb_tui.views.map_places import place_tiles
from icb_tui.views.view_state import View

GAP = 1
"""The cells before each tile and behind the last: brackets stand there about the tile of the cursor."""

LINES_WITH_NAME = 3
"""The lines of a tile that has room for the name."""


class TileSize(NamedTuple):
    """How big a tile is, in cells and lines, and the blank lines between the rows."""

    cells: int
    lines: int
    between: int


TILE_SIZES = (
    *(TileSize(cells, LINES_WITH_NAME, between) for between in (1, 0) for cells in range(24, 16, -1)),
    TileSize(8, 2, 1),
    TileSize(8, 2, 0),
    TileSize(9, 1, 0),
)
"""The sizes of tiles, the biggest first. With 17 cells a word such as “Northamptonshire” is whole in a name."""

SMALLEST_SIZE = TileSize(7, 1, 0)


OPENING_BRACKET = "["
"""What stands before the tile of the cursor."""


def choose_tile_size(view: View, cells: int, rows: int) -> TileSize:
    """The biggest tiles that fit."""
    places = place_tiles(view).values()
    across, down = (max((place[axis] for place in places), default=0) + 1 for axis in (0, 1))
    legend = max(spans_width(row.spans) for row in write_map_legend(view)) + LEGEND_GAP
    for size in TILE_SIZES:
        beside = legend if size.lines == LINES_WITH_NAME else 0
        if across * (size.cells + GAP) + GAP + beside <= cells and down * (size.lines + size.between) <= rows:
            return size
    return SMALLEST_SIZE


def write_map(view: View, cells: int, rows: int, cursor_style: str = "") -> list[Line]:
    """Return the map and its legend, beside it where there is room, else below.

    The tile of the cursor stands in brackets of `cursor_style`; without one, in none.
    """
    size = choose_tile_size(view, cells, rows)
    lines = [make_line(*spans) for spans in _write_grid(view, size, cursor_style)]
    legend = write_map_legend(view)
    widest = max((spans_width(row.spans) for row in lines), default=0)
    room = cells - widest - LEGEND_GAP
    if room >= max(spans_width(row.spans) for row in legend):
        lines += [BLANK_LINE] * (len(legend) - len(lines))
        beside = legend + [BLANK_LINE] * (len(lines) - len(legend))
        gaps = (Span(" " * (widest + LEGEND_GAP - spans_width(row.spans))) for row in lines)
        return [make_line(*row.spans, gap, *key.spans) for row, gap, key in zip(lines, gaps, beside, strict=True)]
    if len(lines) + len(legend) + 1 <= rows:
        return [*lines, BLANK_LINE, *legend]
    return add_brief_legend(view, lines, cells, rows)


def find_tile(view: View, x: int, y: int, size: TileSize) -> str | None:
    """Return the board whose tile is at a cell and line of the map, counted from its corner."""
    column_at, row_at = (x - GAP) // (size.cells + GAP), y // (size.lines + size.between)
    inside = (x - GAP) % (size.cells + GAP) < size.cells and y % (size.lines + size.between) < size.lines
    return next((c for c, at in place_tiles(view).items() if at == (column_at, row_at)), None) if inside else None


def _write_grid(view: View, size: TileSize, cursor_style: str) -> Iterator[list[Span]]:
    places = place_tiles(view)
    boards = {place: code for code, place in places.items()}
    across, down = (max((place[axis] for place in boards), default=0) for axis in (0, 1))
    cursor = places.get(view.cursor_icb or "") if cursor_style else None
    for y in range(down + 1):
        for part in range(size.lines):
            spans: list[Span] = []
            for x in range(across + 1):
                code = boards.get((x, y))
                bracket = OPENING_BRACKET if cursor == (x, y) else "]" if cursor == (x - 1, y) else " "
                spans.append(Span(bracket, cursor_style or "text"))
                spans += _write_tile(view, code, size, part) if code else [Span(" " * size.cells)]
            yield [*spans, Span("]" if cursor == (across, y) else " ", cursor_style or "text")]
        if y < down:
            yield from ([] for _ in range(size.between))


def _write_tile(view: View, code: str, size: TileSize, part: int) -> list[Span]:
    """One line of a tile, on the ground of its level: the label, the level, or on one line both."""
    icb, found = view.data.icb[code], code in view.rows
    label = Span(icb.label, "bright" if found else "dim")
    mark = Span("●" if code in view.marked else " ", "key")
    level = _tile_span(view, code, size)
    level = level if found else level._replace(style="dim")
    with_sign = [level, Span(" "), Span(find_tile_sign(view, code), "dim")]
    if size.lines == 1:
        spans = _write_flat_tile(view, size, label, mark, with_sign)
    elif part == 0 and size.lines == LINES_WITH_NAME:
        spans = [column_span(f" {label.text}", 6, label.style), mark, Span("  "), *with_sign]
    elif part == 0:
        spans = [Span(" "), column_span(label.text, size.cells - 3, label.style), mark]
    elif size.lines == LINES_WITH_NAME:
        name = _break_name(icb.short_name, size.cells - 1, size.lines - 1)
        spans = [Span(" "), Span(name[part - 1] if part <= len(name) else "", "text" if found else "dim")]
    else:
        spans = [Span(" "), *with_sign]
    ground = _tile_ground(view, code) if found else ""
    blank = Span(" " * max(size.cells - spans_width(spans), 0))
    return [span._replace(ground=ground) for span in (*spans, blank) if span.text]


def _write_flat_tile(view: View, size: TileSize, label: Span, mark: Span, with_sign: Sequence[Span]) -> list[Span]:
    """A tile on one line: the label, the mark and the level, with the sign of a closed board if it has room."""
    level, _, sign = with_sign
    label = column_span(label.text, 4, label.style)
    if size.cells > SMALLEST_SIZE.cells:
        if view.year == ALL_YEARS:
            return [label, mark, level]
        return [label, mark, column_span(level.text, 3, level.style), sign if sign.text == CLOSED_SIGN else Span(" ")]
    letter = level.text.replace(" ", "")
    if view.year == ALL_YEARS:  # the year takes the place of the mark, which then takes the end of the label's
        marks = [mark] if mark.text.strip() else []
        label = column_span(label.text, 4 - len(marks), label.style)
        return [label, *marks, column_span(letter, 3, level.style)]
    fitting = letter if cell_width(letter) <= 2 else NOT_OPEN.glyph
    return [label, mark, column_span(fitting, 2, level.style)]


def _tile_ground(view: View, code: str) -> str:
    """What lies under the tile of a board found: its level or its fifth; nothing where it has none."""
    if view.indicator:
        fifth = _find_board_fifth(view, code)
        return fifth_ground(fifth, view.data.indicator[view.indicator]) if fifth else ""
    rating = view.cells[code, view.map_aim].rating
    return rating_ground(rating, view.data) if rating else ""


def _break_name(name: str, cells: int, lines: int) -> list[str]:
    """A name on some lines, broken only between words; what has no room is left out, and an ellipsis says so."""
    parts = wrap(name, cells)
    if len(parts) <= lines:
        return parts
    last = parts[lines - 1]
    if cell_width(last) == cells and " " in last:
        last = last.rpartition(" ")[0]
    return [*parts[: lines - 1], cut(f"{last}…", cells)]


def _find_board_fifth(view: View, code: str) -> int | None:
    series = view.series.get((code, view.indicator or ""))
    return find_fifth(series.newest) if series else None


def _tile_span(view: View, code: str, size: TileSize) -> Span:
    """What a board's tile shows: its level on the aim, of all years with its year, or its fifth on the indicator."""
    if view.indicator:
        fifth = _find_board_fifth(view, code)
        return Span(str(fifth), "bright") if fifth else Span("–", "dim")
    span = cell_span(view, code, view.map_aim, room=(room := _level_room(view, size)))
    is_cut = cell_width(span.text) > room and bool(view.list_stand_in_cells(code, view.map_aim))
    return span._replace(text=NOT_OPEN.glyph) if is_cut else span


def _level_room(view: View, size: TileSize) -> int:
    """The cells that a level has on a tile."""
    if view.year != ALL_YEARS:
        return 3
    return size.cells - {LINES_WITH_NAME: 9, 2: 1, 1: 5}[size.lines]
