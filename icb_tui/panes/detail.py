"""The lower pane: what is said of the board and aim under the cursor, who said it, and where."""

from __future__ import annotations

from collections.abc import Iterator

from textual.reactive import var

from icb_tui import figures, ladder, wording
from icb_tui.canvas import Canvas
from icb_tui.lines import BLANK, Line, Run, clipped, line, spread
from icb_tui.model import Cell, Compared, Evidence
from icb_tui.pages.indicator import told_whole
from icb_tui.pages.why import CLOSES, why_lines
from icb_tui.text import cut, wrap
from icb_tui.view import View


def detail_lines(view: View, cells: int, rows: int) -> list[Line]:
    """Return the pane's lines for where the cursor is, in so many rows where it can be said in fewer words."""
    if view.here is None:
        return []
    inner = cells - 2
    cell = view.cell
    if view.centre != "matrix" and view.indicator:
        return [_in(row) for row in _figure(view, inner)]
    if view.why:
        return _why(view, cell, cells, rows)
    head, *rest = _cell(view, cell, inner, rows) if cell else _board(view, inner)
    return [_in(row) for row in [head, *rest]]


def _in(row: Line) -> Line:
    return row._replace(runs=(Run(" "), *row.runs))


def _figure(view: View, cells: int) -> list[Line]:
    """The indicator under the cursor: its value, median, place, trend and source."""
    icb, indicator = view.data.icb[view.here or ""], view.data.indicator[view.indicator or ""]
    series = view.series[icb.code, indicator.id]
    opens = (Run("enter", "key"), Run(" trend, all boards", "dim"))
    head = spread((Run(f"{icb.label} · {indicator.name}", "bright"),), opens, cells)
    told = f"{told_whole(series, indicator)} {figures.BETTER[indicator.better].capitalize()}."
    rest = [
        *wrap(f"Source: {wording.source_of(indicator, view.data)}", cells),
        *(wrap(indicator.note, cells) if indicator.note else []),
    ]
    return [head, *(line(part) for part in wrap(told, cells)), *(line(Run(part, "dim")) for part in rest)]


def _why(view: View, cell: Cell | None, cells: int, rows: int) -> list[Line]:
    """The rule that fired; on the board itself, which has no rating, the rule alone."""
    if cell:
        return why_lines([Compared(cell, view.evidence)], view.data, cells, rows)
    icb = view.data.icb[view.here or ""]
    head = spread((Run(f"Why · {icb.label} · {view.year}", "bright"),), CLOSES, cells - 2)
    told = f"A board as a whole is never rated; 1 to {len(view.data.aims)} go to its aims. {wording.rule(view.data)}"
    return [_in(head), *(_in(line(Run(part, "dim"))) for part in wrap(told, cells - 2))]


def _cell(view: View, cell: Cell, cells: int, rows: int) -> list[Line]:
    icb, aim = view.data.icb[cell.icb], view.data.aim[cell.aim]
    title = f"{icb.label} · {aim.short_name} · {view.year}"
    lines = [spread((Run(title, "bright"),), _opens(view), cells), _verdict(view, cell, cells)]
    shown = _first(view, cell)
    if shown is None or rows <= len(lines):
        return lines
    source = [line(Run(part, "dim")) for part in wrap(f"{shown.kind.name} · {wording.where(shown)}", cells)]
    later = [line(Run(cut(f"{wording.LATER} {step}", cells), "warn")) for step in wording.later(cell, view.data)[:1]]
    room = max(rows - len(lines) - len(source) - len(later), 1)
    summary = [line(part) for part in _kept(wrap(shown.finding.summary, cells), room, cells)]
    airy = [BLANK] if room > len(summary) else []
    lines += [*airy, *summary, *source, *later]
    return [*lines, *_others(view, shown, cells, rows - len(lines))]


def _others(view: View, shown: Evidence, cells: int, room: int) -> Iterator[Line]:
    """As many of the other findings as there is room for, each whole."""
    for each in view.evidence:
        said = [line(part) for part in wrap(each.finding.summary, cells)]
        told = wrap(f"{each.kind.name} · {wording.where(each)}", cells)
        block = [BLANK, *said, *(line(Run(part, "dim")) for part in told)]
        if each is not shown and len(block) <= room:
            room -= len(block)
            yield from block


def _kept(parts: list[str], room: int, cells: int) -> list[str]:
    """As many lines as there is room for, an ellipsis where more would follow."""
    return parts if len(parts) <= room else [*parts[: room - 1], cut(f"{parts[room - 1]} …", cells)]


def _opens(view: View) -> tuple[Run, Run]:
    """What enter opens: every finding of the cell, of which the pane shows one."""
    many = max(len(view.evidence), view.cell.findings if view.cell else 0)
    return Run("enter", "key"), Run(f" all {many:,} findings" if many > 1 else " all evidence", "dim")


def _verdict(view: View, cell: Cell, cells: int) -> Line:
    level = ladder.level(cell, view.data)
    if cell.rating is None:
        return line(level._replace(style="bright"), Run(f"   {wording.briefly_not(cell)}", "dim"))
    about = ladder.aspect(cell, view.evidence, view.data)
    aspect = Run(f"  {about}" if about else "", "text")
    reading = Run(f"  {wording.reading_of(cell, view.evidence, view.data)}", "dim")
    return line(*clipped((level, aspect, reading), cells))


def _first(view: View, cell: Cell) -> Evidence | None:
    """The finding to show: one that the rating rests on, else the first there is."""
    return next(iter([*wording.fired(cell, view.evidence, view.data), *view.evidence]), None)


def _board(view: View, cells: int) -> list[Line]:
    """What the pane says where the cursor is on the board itself."""
    icb = view.data.icb[view.here or ""]
    own = wording.laid(view.data.origin("icbs", icb.code))
    facts = [icb.code, view.data.region[icb.region].name, *_residents(icb.population), *([own] if own else [])]
    lines = [
        spread((Run(icb.name, "bright"),), _opens(view), cells),
        line(Run(" · ".join(facts), "dim")),
    ]
    lines += [line(part) for part in wrap(" ".join(wording.existence(icb, view.data)), cells)]
    return [*lines, *_levels(view)]


def _residents(population: dict[int, int]) -> Iterator[str]:
    if population:
        year = max(population)
        yield f"{population[year]:,} residents ({year})"


def _levels(view: View) -> Iterator[Line]:
    """How many aims are rated and how many findings there are, on their base."""
    of_board = [view.cells[view.here or "", aim] for aim in view.data.aim]
    rated = sum(cell.rating is not None for cell in of_board)
    findings = sum(cell.findings for cell in of_board)
    told = f"{view.year}: rated on {rated} of {len(of_board)} aims, {wording.counted(findings, 'finding')} on them."
    yield line(Run(told, "dim"))


class Detail(Canvas):
    """The pane itself."""

    view: var[View | None] = var(None, init=False, always_update=True)

    def paint(self, cells: int, rows: int) -> list[Line]:
        return detail_lines(self.view, cells, rows) if self.view else []

    def watch_view(self) -> None:
        self.repaint()
