"""The tile map: a tile for each board where it lies, with its letter on the aim or its fifth on an indicator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from icb_tui import figures, ladder, wording
from icb_tui.lines import BLANK, RATED, Line, Run, column, length, line
from icb_tui.text import width, wrap
from icb_tui.view import FIFTHS, View, fifth, tile_places

GAP = 1
NAMED = 3
"""The lines of a tile that has room for the name."""
LEGEND = 29
"""The cells that a legend needs beside the map."""


class Size(NamedTuple):
    """How big a tile is, in cells and lines, and the blank lines between the rows."""

    cells: int
    lines: int
    between: int


def size_for(view: View, cells: int, rows: int) -> Size:
    """The biggest tiles that fit."""
    places = tile_places(view).values()
    across, down = max((x for x, _ in places), default=0) + 1, max((y for _, y in places), default=0) + 1
    for size in (Size(17, NAMED, 1), Size(17, NAMED, 0), Size(8, 2, 1), Size(8, 2, 0), Size(9, 1, 0)):
        beside = LEGEND if size.lines == NAMED else 0
        if across * (size.cells + GAP) + beside <= cells and down * (size.lines + size.between) <= rows:
            return size
    return Size(7, 1, 0)


def map_lines(view: View, cells: int, rows: int, *, lit: bool) -> list[Line]:
    """Return the map and its legend, beside it where there is room, else below."""
    size = size_for(view, cells, rows)
    lines = [line(*runs) for runs in _grid(view, size, lit=lit)]
    legend = legend_lines(view)
    widest = max((length(row.runs) for row in lines), default=0)
    room = cells - widest - 3
    if room >= max(length(row.runs) for row in legend):
        lines += [BLANK] * (len(legend) - len(lines))
        beside = legend + [BLANK] * (len(lines) - len(legend))
        gaps = (Run(" " * (widest + 3 - length(row.runs))) for row in lines)
        return [line(*row.runs, gap, *key.runs) for row, gap, key in zip(lines, gaps, beside, strict=True)]
    if len(lines) + len(legend) + 1 <= rows:
        return [*lines, BLANK, *legend]
    return [*lines, brief_legend(view)]


def tile_at(view: View, x: int, y: int, size: Size) -> str | None:
    """Return the board whose tile stands at a cell and line of the map, counted from its corner."""
    column_at, row_at = x // (size.cells + GAP), y // (size.lines + size.between)
    inside = x % (size.cells + GAP) < size.cells and y % (size.lines + size.between) < size.lines
    return next((c for c, at in tile_places(view).items() if at == (column_at, row_at)), None) if inside else None


def _grid(view: View, size: Size, *, lit: bool) -> Iterator[list[Run]]:
    places = tile_places(view)
    across, down = max((x for x, _ in places.values()), default=0), max((y for _, y in places.values()), default=0)
    boards = {place: code for code, place in places.items()}
    for y in range(down + 1):
        for part in range(size.lines):
            runs: list[Run] = []
            for x in range(across + 1):
                code = boards.get((x, y))
                runs += _tile(view, code, size, part, lit=lit) if code else [Run(" " * size.cells)]
                runs.append(Run(" " * GAP))
            yield runs
        if y < down:
            yield from ([Run("")] for _ in range(size.between))


def _tile(view: View, code: str, size: Size, part: int, *, lit: bool) -> list[Run]:
    """One line of a tile: the label, the letter, or on one line both."""
    found, here = code in view.rows, code == view.here
    said = _said(view, code)
    plain = "cell" if here and lit else "off" if here else "row" if found and said.style.startswith(RATED) else ""
    ground = plain or ("off" if found else "")
    name = Run(view.data.icb[code].label, "bright" if found else "dim", ground)
    mark = Run("●" if code in view.marked else " ", "key", ground)
    said = said._replace(style=said.style if found else "dim", ground=ground)
    if size.lines == 1:
        label = column(name.text, 4, name.style, ground)
        if size.cells < 8:
            return [label, mark, column(said.text.replace(" ", "").removesuffix(f"/{FIFTHS}"), 2, said.style, ground)]
        rest = size.cells - 4 - 1 - width(said.text)
        return [label, mark, said, Run(" " * max(rest, 0), "text", ground)]
    if size.lines == NAMED:
        return _named_tile(view.data.icb[code].short_name, size.cells, part, name, mark, said)
    if part:
        return [Run(" ", "text", ground), said, Run(" " * (size.cells - 1 - width(said.text)), "text", ground)]
    return [
        Run(" ", "text", ground),
        column(name.text, size.cells - 3, name.style, ground),
        mark,
        Run(" ", "text", ground),
    ]


def _named_tile(whole: str, cells: int, part: int, label: Run, mark: Run, said: Run) -> list[Run]:
    """One line of a tile with room for the name: the label and what stands for it, then the name on two lines."""
    if not part:
        runs = [column(f" {label.text}", 6, label.style, label.ground), mark, Run("  ", "text", label.ground), said]
        return [*runs, Run(" " * (cells - length(runs)), "text", label.ground)]
    first, *rest = wrap(whole, cells - 2)
    text = first if part == 1 else " ".join(rest)
    style = "text" if label.style == "bright" else "dim"
    return [
        Run(" ", "text", label.ground),
        column(text, cells - 2, style, label.ground),
        Run(" ", "text", label.ground),
    ]


def _said(view: View, code: str) -> Run:
    """What stands on a board's tile: its level on the aim, or its fifth."""
    if view.indicator:
        series = view.series.get((code, view.indicator))
        place = fifth(series.newest) if series else None
        return Run(f"{place}/{FIFTHS}", "accent") if place else Run("–", "dim")
    return ladder.brief(view.cells.get((code, view.map_aim)), view.data, room=3)


def legend_lines(view: View) -> list[Line]:
    """What the letters mean, each with how many of the boards found have it."""
    if view.indicator:
        return list(_fifths(view))
    aim = view.data.aim[view.map_aim]
    cells = [view.cells[code, aim.id] for code in view.rows]
    base = len(cells)
    lines = [line(Run(view.data.numbered(aim.id), "head")), BLANK]
    for rating in view.data.ratings:
        count = sum(cell.rating == rating.id for cell in cells)
        mark = Run(f"{rating.letter} {rating.symbol} ", RATED + rating.id)
        lines.append(line(mark, column(rating.name, 12), Run(f"{count:>2} of {base}", "dim")))
    lines.append(BLANK)
    said = sum(cell.rating is None and cell.findings > 0 for cell in cells)
    lines.append(
        line(column(f"{wording.SAID}n", 4, "dim"), column("not rated", 12), Run(f"{said:>2} of {base}", "dim"))
    )
    for nothing, silence in wording.NOTHING.items():
        if count := sum(cell.nothing == nothing for cell in cells):
            word = silence.word.removeprefix("said ").capitalize() if len(silence.word) > 14 else silence.word
            lines.append(line(column(silence.glyph, 4, "dim"), column(word, 14), Run(f"{count} of {base}", "dim")))
    return lines


def _fifths(view: View) -> Iterator[Line]:
    """The fifths of an indicator: from which value to which, and how many of all boards lie in each."""
    best = "1 = best" if view.data.indicator[view.indicator or ""].better != "neither" else "1 = highest"
    yield line(Run(f"Fifths, {best}", "head"))
    yield BLANK
    for number, ends, count, base in _cuts(view):
        told = " to ".join(ends)
        yield line(Run(f"{number}/{FIFTHS} ", "accent"), Run(told), Run(f" {count} of {base}", "dim"))


def _cuts(view: View) -> Iterator[tuple[int, tuple[str, str], int, int]]:
    """Each fifth: its number, its best and worst value, how many boards lie in it, and of how many."""
    indicator = view.data.indicator[view.indicator or ""]
    points = [s.newest for (_, key), s in view.series.items() if key == indicator.id and s.newest.value is not None]
    for number in range(1, FIFTHS + 1):
        values = sorted(point.value for point in points if point.value is not None and fifth(point) == number)
        if values:
            ends = (values[0], values[-1]) if indicator.better == "lower" else (values[-1], values[0])
            yield (
                number,
                (figures.amount(ends[0], indicator), figures.amount(ends[1], indicator)),
                len(values),
                len(points),
            )


def brief_legend(view: View) -> Line:
    """The legend on one line, where there is room for no more."""
    if view.indicator:
        cuts = [ends[1] for _, ends, _, _ in _cuts(view)]
        return line(Run(f"Fifths end at {', '.join(cuts)}", "dim"))
    cells = [view.cells[code, view.map_aim] for code in view.rows]
    runs = [Run(f"{view.data.aim[view.map_aim].short_name}: ", "dim")]
    for rating in view.data.ratings:
        if count := sum(cell.rating == rating.id for cell in cells):
            runs += [Run(f"{rating.letter} {rating.symbol}", RATED + rating.id), Run(f" {count}  ", "dim")]
    return line(*runs, Run(f"of {len(cells)}", "dim"))


def map_told(view: View) -> str:
    """What the map is of, for a title."""
    if view.indicator:
        return f"map · {view.data.indicator[view.indicator].name}"
    return f"map · {view.data.numbered(view.map_aim)}"
