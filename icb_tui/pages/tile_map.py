"""The tile map: a tile for each board where it lies, with its letter on the aim or its fifth on an indicator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from icb_tui.analysis import indicator_values
from icb_tui.analysis.indicator_periods import find_period
from icb_tui.analysis.indicator_values import FIFTHS, find_fifth
from icb_tui.analysis.predecessors import opened_after
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.pages import evidence_list
from icb_tui.pages.predecessors import cell_span
from icb_tui.text.cells import cell_width, wrap
from icb_tui.text.spans import BLANK_LINE, RATING_STYLE, Line, Span, column_span, make_line, spans_width
from icb_tui.views.view_state import View


def place_tiles(view: View) -> dict[str, tuple[int, int]]:
    """Return the column and row of each open board; boards without a tile are below all others."""
    icbs = [view.data.icb[match.icb] for match in view.matches]
    places = {icb.code: (icb.tile.column, icb.tile.row) for icb in icbs if icb.tile}
    below = max((row for _, row in places.values()), default=-1) + 1
    across = max((column for column, _ in places.values()), default=5) + 1
    bare = [icb.code for icb in icbs if not icb.tile]
    return places | {code: (place % across, below + place // across) for place, code in enumerate(bare)}


def move_to_neighbour(view: View, columns: int, rows: int) -> View:
    """The view with the cursor on the nearest board found in a direction; where there is none, as it is."""
    places = {code: place for code, place in place_tiles(view).items() if code in view.rows}
    here = places.get(view.cursor_icb or "")
    if here is None:
        return view

    def measure_distance(place: tuple[int, int]) -> tuple[int, int] | None:
        across, down = place[0] - here[0], place[1] - here[1]
        ahead, aside = across * columns + down * rows, abs(across * rows) + abs(down * columns)
        # What lies aside counts double, so that a board straight ahead is preferred to a nearer one beside it.
        return (ahead + 2 * aside, aside) if ahead > 0 else None

    distances = {code: far for code, place in places.items() if (far := measure_distance(place))}
    return replace(view, icb=min(distances, key=lambda code: distances[code])) if distances else view


GAP = 1

LINES_WITH_NAME = 3
"""The lines of a tile that has room for the name."""

LEGEND_WORD_CELLS = 18
"""The cells of a word in the legend: the longest, “England-wide only”, and a space."""

LEGEND_CELLS = 33
"""The cells that a legend needs beside the map: a gap of 3, a mark, a word, and a count such as “12 of 42”."""


class TileSize(NamedTuple):
    """How big a tile is, in cells and lines, and the blank lines between the rows."""

    cells: int
    lines: int
    between: int


def choose_tile_size(view: View, cells: int, rows: int) -> TileSize:
    """The biggest tiles that fit."""
    places = place_tiles(view).values()
    across, down = (max((place[axis] for place in places), default=0) + 1 for axis in (0, 1))
    for size in (
        TileSize(17, LINES_WITH_NAME, 1),
        TileSize(17, LINES_WITH_NAME, 0),
        TileSize(8, 2, 1),
        TileSize(8, 2, 0),
        TileSize(9, 1, 0),
    ):
        beside = LEGEND_CELLS if size.lines == LINES_WITH_NAME else 0
        if across * (size.cells + GAP) + beside <= cells and down * (size.lines + size.between) <= rows:
            return size
    return TileSize(7, 1, 0)


def write_map(view: View, cells: int, rows: int, *, lit: bool) -> list[Line]:
    """Return the map and its legend, beside it where there is room, else below."""
    size = choose_tile_size(view, cells, rows)
    lines = [make_line(*runs) for runs in _write_grid(view, size, lit=lit)]
    legend = write_map_legend(view)
    widest = max((spans_width(row.spans) for row in lines), default=0)
    room = cells - widest - 3
    if room >= max(spans_width(row.spans) for row in legend):
        lines += [BLANK_LINE] * (len(legend) - len(lines))
        beside = legend + [BLANK_LINE] * (len(lines) - len(legend))
        gaps = (Span(" " * (widest + 3 - spans_width(row.spans))) for row in lines)
        return [make_line(*row.spans, gap, *key.spans) for row, gap, key in zip(lines, gaps, beside, strict=True)]
    if len(lines) + len(legend) + 1 <= rows:
        return [*lines, BLANK_LINE, *legend]
    return [*lines, write_brief_legend(view)]


def find_tile(view: View, x: int, y: int, size: TileSize) -> str | None:
    """Return the board whose tile is at a cell and line of the map, counted from its corner."""
    column_at, row_at = x // (size.cells + GAP), y // (size.lines + size.between)
    inside = x % (size.cells + GAP) < size.cells and y % (size.lines + size.between) < size.lines
    return next((c for c, at in place_tiles(view).items() if at == (column_at, row_at)), None) if inside else None


def _write_grid(view: View, size: TileSize, *, lit: bool) -> Iterator[list[Span]]:
    places = place_tiles(view)
    boards = {place: code for code, place in places.items()}
    across, down = (max((place[axis] for place in boards), default=0) for axis in (0, 1))
    for y in range(down + 1):
        for part in range(size.lines):
            runs: list[Span] = []
            for x in range(across + 1):
                code = boards.get((x, y))
                runs += _write_tile(view, code, size, part, lit=lit) if code else [Span(" " * size.cells)]
                runs.append(Span(" " * GAP))
            yield runs
        if y < down:
            yield from ([Span("")] for _ in range(size.between))


def _write_tile(view: View, code: str, size: TileSize, part: int, *, lit: bool) -> list[Span]:
    """One line of a tile: the label, the level, or on one line both."""
    icb, found = view.data.icb[code], code in view.rows
    level = _tile_span(view, code, size)
    ground = _tile_ground(view, code, level, lit=lit)
    label = Span(icb.label, "bright" if found else "dim", ground)
    mark = Span("●" if code in view.marked else " ", "key", ground)
    level = level._replace(style=level.style if found else "dim", ground=ground)
    gap = Span(" ", "text", ground)
    with_sign = [level, gap, Span(_tile_sign(view, code), "dim", ground)]
    if size.lines == LINES_WITH_NAME:
        return _write_named_tile(icb.short_name, size.cells, part, label, mark, with_sign)
    if size.lines == 2:
        if part:
            return _fill_tile([gap, *with_sign], size.cells)
        return [gap, column_span(label.text, size.cells - 3, label.style, ground), mark, gap]
    if size.cells < 8:
        letter = level.text.replace(" ", "").removesuffix(f"/{FIFTHS}")
        if view.year == ALL_YEARS:  # the year takes the place of the mark, which then takes the end of the label's
            marks = [mark] if code in view.marked else []
            short = column_span(label.text, 4 - len(marks), label.style, ground)
            return [short, *marks, column_span(letter, 3, level.style, ground)]
        fitting = letter if cell_width(letter) <= 2 else NOT_OPEN.glyph
        short = column_span(label.text, 4, label.style, ground)
        return [short, mark, column_span(fitting, 2, level.style, ground)]
    short = column_span(label.text, 4, label.style, ground)
    if view.year == ALL_YEARS:
        return _fill_tile([short, mark, level], size.cells)
    one_cell = with_sign[-1] if with_sign[-1].text == CLOSED_SIGN else gap
    return _fill_tile([short, mark, column_span(level.text, 3, level.style, ground), one_cell], size.cells)


def _tile_ground(view: View, code: str, level: Span, *, lit: bool) -> str:
    """What lies under a tile: the cursor, a board found with a rating, another board found, or nothing."""
    if code == view.cursor_icb:
        return "cell" if lit else "off"
    if code not in view.rows:
        return ""
    return "row" if level.style.startswith(RATING_STYLE) else "off"


def _fill_tile(spans: list[Span], cells: int) -> list[Span]:
    """The spans with blank cells up to the width of a tile."""
    return [*spans, Span(" " * max(cells - spans_width(spans), 0), "text", spans[0].ground)]


def _write_named_tile(whole: str, cells: int, part: int, label: Span, mark: Span, level: Sequence[Span]) -> list[Span]:
    """One line of a tile with room for the name: the label and the level, then the name on two lines."""
    gap = Span(" ", "text", label.ground)
    if not part:
        head = column_span(f" {label.text}", 6, label.style, label.ground)
        return _fill_tile([head, mark, gap._replace(text="  "), *level], cells)
    first, *rest = wrap(whole, cells - 2)
    style = "text" if label.style == "bright" else "dim"
    return [gap, column_span(first if part == 1 else " ".join(rest), cells - 2, style, label.ground), gap]


def _tile_span(view: View, code: str, size: TileSize) -> Span:
    """What a board's tile shows: its level on the aim, of all years with its year, or its fifth on the indicator."""
    if view.indicator:
        series = view.series.get((code, view.indicator))
        place = find_fifth(series.newest) if series else None
        return Span(f"{place}/{FIFTHS}", "accent") if place else Span("–", "dim")
    span = cell_span(view, code, view.map_aim, room=(room := _level_room(view, size)))
    is_cut = cell_width(span.text) > room and bool(view.list_stand_in_cells(code, view.map_aim))
    return span._replace(text=NOT_OPEN.glyph) if is_cut else span


def _level_room(view: View, size: TileSize) -> int:
    """The cells that a level has on a tile."""
    if view.year != ALL_YEARS:
        return 3
    return size.cells - {LINES_WITH_NAME: 9, 2: 1, 1: 5}[size.lines]


NOT_OPEN = cell_words.MISSING["not-in-being"]

CLOSED_SIGN, NEW_SIGN = "×", "new"
"""What the tile of a board found says where it has closed since, and where it opened after the year."""

SIGN_WORDS = {CLOSED_SIGN: "closed since", NEW_SIGN: "opened since"}


def _tile_sign(view: View, code: str) -> str:
    icb = view.data.icb[code]
    if code in view.rows and icb.closed:
        return CLOSED_SIGN
    return NEW_SIGN if code in view.rows and opened_after(icb, view.year, view.data) else ""


def write_map_legend(view: View) -> list[Line]:
    """What the letters mean, each with how many of the boards found have it."""
    if view.indicator:
        return list(_write_fifths(view))
    aim = view.data.aim[view.map_aim]
    cells = [view.cells[code, aim.id] for code in view.rows]
    base = len(cells)
    lines = [make_line(Span(view.data.number_and_name(aim.id), "head")), BLANK_LINE]
    for rating in view.data.ratings:
        count = sum(cell.rating == rating.id for cell in cells)
        lines.append(_legend_line(evidence_list.rating_span(rating), rating.name, count, base))
    lines.append(BLANK_LINE)
    unrated = sum(cell.rating is None and cell.findings > 0 for cell in cells)
    counts = [(f"{phrases.MARK_UNRATED}n", cell_words.NOT_RATED, unrated)]
    counts += [
        (words.glyph, words.word, count)
        for missing, words in cell_words.MISSING.items()
        if (count := sum(cell.missing == missing for cell in cells)) and words is not NOT_OPEN
    ]
    signs = [_tile_sign(view, code) for code in view.rows]
    counts += [(sign, word, count) for sign, word in SIGN_WORDS.items() if (count := signs.count(sign))]
    lines += [_legend_line(Span(mark, "dim"), word, count, base) for mark, word, count in counts]
    return lines


def _legend_line(mark: Span, word: str, count: int, base: int) -> Line:
    return make_line(
        column_span(mark.text, 4, mark.style),
        column_span(word, LEGEND_WORD_CELLS),
        Span(f"{count:>2} of {base}", "dim"),
    )


def _write_fifths(view: View) -> Iterator[Line]:
    """The fifths of an indicator: from which value to which, and how many of all boards lie in each."""
    best = "1 = best" if view.data.indicator[view.indicator or ""].better != "neither" else "1 = highest"
    yield make_line(Span(f"Fifths, {best}", "head"), Span(f" · {_map_period(view)}", "dim"))
    yield BLANK_LINE
    for number, ends, count, base in _list_fifths(view):
        fifth = Span(f"{number}/{FIFTHS} ", "accent")
        yield make_line(fifth, Span(" to ".join(ends)), Span(f" {count} of {base}", "dim"))


def _map_period(view: View) -> str:
    """The period that the map's indicator is of."""
    return find_period(view.data.indicator[view.indicator or ""], view.indicator_year) or ""


def _list_fifths(view: View) -> Iterator[tuple[int, tuple[str, str], int, int]]:
    """Each fifth: its number, its best and worst value, how many boards lie in it, and of how many."""
    indicator = view.data.indicator[view.indicator or ""]
    points = [s.newest for (_, key), s in view.series.items() if key == indicator.id and s.newest.value is not None]
    for number in range(1, FIFTHS + 1):
        values = sorted(point.value for point in points if point.value is not None and find_fifth(point) == number)
        if values:
            ends = (values[0], values[-1]) if indicator.better == "lower" else (values[-1], values[0])
            yield (
                number,
                (indicator_values.format_value(ends[0], indicator), indicator_values.format_value(ends[1], indicator)),
                len(values),
                len(points),
            )


def write_brief_legend(view: View) -> Line:
    """The legend on one line, where there is room for no more."""
    if view.indicator:
        cuts = [ends[1] for _, ends, _, _ in _list_fifths(view)]
        return make_line(Span(f"{_map_period(view)} · fifths end at {', '.join(cuts)}", "dim"))
    cells = [view.cells[code, view.map_aim] for code in view.rows]
    runs = [Span(f"{view.data.aim[view.map_aim].short_name}: ", "dim")]
    for rating in view.data.ratings:
        if count := sum(cell.rating == rating.id for cell in cells):
            runs += [evidence_list.rating_span(rating), Span(f" {count}  ", "dim")]
    signs = [_tile_sign(view, code) for code in view.rows]
    runs += [Span(f"{sign} {SIGN_WORDS[sign]} {signs.count(sign)}  ", "dim") for sign in SIGN_WORDS if sign in signs]
    return make_line(*runs, Span(f"of {len(cells)}", "dim"))


def describe_map(view: View) -> str:
    """What the map is of, for a title."""
    if view.indicator:
        return f"map · {view.data.indicator[view.indicator].name}"
    return f"map · {view.data.number_and_name(view.map_aim)}"
