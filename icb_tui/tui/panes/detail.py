"""The lower pane: the evidence on the board and aim under the cursor, with its source."""

from __future__ import annotations

from collections.abc import Iterator

from textual.reactive import var

from icb_tui.analysis import indicator_values
from icb_tui.analysis.predecessors import list_stand_ins
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import Cell, Evidence
from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.pages import evidence_list
from icb_tui.pages.evidence_list import write_paragraph
from icb_tui.pages.indicator import IndicatorPage, describe_newest, write_standing
from icb_tui.pages.predecessors import describe_values_before
from icb_tui.pages.view_state import View
from icb_tui.pages.why import CLOSE_HINT, write_why
from icb_tui.text.cells import cell_width, cut, upper_first, wrap
from icb_tui.text.spans import (
    BLANK_LINE,
    Line,
    Span,
    clip_spans,
    column_span,
    indent_line,
    make_line,
    spans_width,
    spread_line,
)
from icb_tui.tui.canvas import Canvas

MIN_TALL_ROWS = 16
"""From this many lines on, the pane stands beside the centre: titles are whole there, and a board has every aim."""


def write_detail(view: View, cells: int, rows: int) -> list[Line]:
    """Return the pane's lines for where the cursor is; `rows` is the room for findings."""
    if view.cursor_icb is None:
        return []
    inner = cells - 2
    cell = view.cursor_cell
    if view.centre != "matrix" and view.indicator:
        lines = _write_indicator(view, inner, rows)
        standing = _write_standing(view, inner) if rows >= MIN_TALL_ROWS else []
        lines += standing if len(lines) + len(standing) <= rows else []
    elif view.shows_why:
        return _write_rule(view, cell, cells, rows)
    else:
        lines = _write_cell(view, cell, inner, rows) if cell else _write_board(view, inner, rows)
        lines += _write_aims(view, inner) if not cell and rows >= MIN_TALL_ROWS else []
    return [indent_line(1, *line.spans) for line in lines]


def _write_indicator(view: View, cells: int, rows: int) -> list[Line]:
    """The indicator under the cursor: its value, median, rank, trend and source."""
    icb, indicator = view.data.icb[view.cursor_icb or ""], view.data.indicator[view.indicator or ""]
    series = view.series[icb.code, indicator.id]
    opens = (Span("enter", "key"), Span(" trend, all boards", "dim"))
    head = _write_head(f"{icb.label} · {indicator.name}", opens, cells, rows)
    newest = f"{describe_newest(series, indicator)} {indicator_values.DIRECTIONS[indicator.better].capitalize()}."
    lines = [*head, *write_paragraph(newest, cells)]
    if before := describe_values_before(icb, indicator, lambda code: view.series[code, indicator.id], view.data):
        lines += write_paragraph(before, cells)
    lines += write_paragraph(f"Source: {phrases.cite_indicator_source(indicator, view.data)}", cells, "dim")
    return [*lines, *(write_paragraph(indicator.note, cells, "dim") if indicator.note else [])]


def _write_head(title: str, hint: tuple[Span, Span], cells: int, rows: int) -> list[Line]:
    """A title with a hint beside it; where the pane is tall, the title stands whole above the hint."""
    if rows < MIN_TALL_ROWS:
        return [spread_line((Span(title, "bright"),), hint, cells)]
    return [*write_paragraph(title, cells, "bright"), make_line(*hint)]


def _write_standing(view: View, cells: int) -> list[Line]:
    """The trend of the indicator under the cursor, and all boards: what its page shows."""
    series = {icb: each for (icb, indicator), each in view.series.items() if indicator == view.indicator}
    indicator, icb = view.data.indicator[view.indicator or ""], view.cursor_icb or ""
    return [BLANK_LINE, *write_standing(IndicatorPage(view.data, indicator, icb, series), cells)]


def _write_rule(view: View, cell: Cell | None, cells: int, rows: int) -> list[Line]:
    """Why the cell has its rating; on the board itself, which has no rating, the rule alone."""
    if cell:
        return write_why(view.cursor_evidence, view.data, cells, rows)
    icb = view.data.icb[view.cursor_icb or ""]
    head = spread_line((Span(f"Why · {icb.label} · {view.year}", "bright"),), CLOSE_HINT, cells - 2)
    whole = f"A board as a whole is never rated. Press 1 to {len(view.data.aims)} for its aims."
    rule = write_paragraph(f"{whole} {cell_words.describe_rule(view.data)}", cells - 2, "dim")
    return [indent_line(1, *line.spans) for line in [head, *rule]]


def _write_cell(view: View, cell: Cell, cells: int, rows: int) -> list[Line]:
    icb, aim = view.data.icb[cell.icb], view.data.aim[cell.aim]
    title = f"{icb.label} · {aim.short_name} · {view.year}"
    head = _write_head(title, _enter_hint(view), cells, rows)
    if view.list_stand_in_cells(cell.icb, cell.aim):
        lines = [*head, *_write_stand_ins(view, cells, rows - len(head))]
        return [*lines, *_write_other_findings(view, None, cells, rows - len(lines))]
    first = _first_evidence(view, cell)
    if first is None or rows <= 2:
        return [*head, *_write_rating(view, cell, cells, 1)]
    source = _write_location(view, first, cells)
    later = [make_line(Span(cut(step, cells), "warn")) for step in cell_words.describe_later_steps(cell, view.data)[:1]]
    parts = wrap(first.finding.summary, cells)
    room_for_rating = rows - 1 - len(parts) - len(source) - len(later)
    lines = [*head, *_write_rating(view, cell, cells, room_for_rating)]
    room = max(rows - len(lines) - len(source) - len(later), 1)
    summary = [make_line(part) for part in _cut_rows(parts, room, cells)]
    gap = [BLANK_LINE] if room > len(summary) else []
    lines += [*gap, *summary, *source, *later]
    return [*lines, *_write_other_findings(view, first, cells, rows - len(lines))]


def _write_stand_ins(view: View, cells: int, room: int) -> Iterator[Line]:
    """That the board was not open yet, and the rating of each board before it: a line each, or all on as few as fit."""
    of_boards = [compared.cell for compared in view.cursor_evidence]
    intro = f"Not open in {view.year}. The boards before it:"
    if len(of_boards) >= room:
        named = "; ".join(cell_words.name_stand_ins(of_boards, view.data))
        yield from (make_line(Span(part, "dim")) for part in _cut_rows(wrap(f"{intro} {named}", cells), room, cells))
        return
    yield make_line(Span(intro, "dim"))
    names = [view.data.icb[cell.icb].short_name for cell in of_boards]
    widest = min(max(map(cell_width, names)), max(cells - 24, 10)) + 2
    for cell, name in zip(of_boards, names, strict=True):
        yield make_line(column_span(name, widest), evidence_list.level_span(cell, view.data))


def _write_other_findings(view: View, first: Evidence | None, cells: int, room: int) -> Iterator[Line]:
    """As many of the other findings as there is room for, each whole; those of a board before under its name."""
    for each in view.evidence:
        stands_in = each.finding.icb not in (view.cursor_icb, None)
        name = f"{view.data.icb[each.finding.icb or ''].short_name}: " if stands_in else ""
        block = [BLANK_LINE, *write_paragraph(name + each.finding.summary, cells), *_write_location(view, each, cells)]
        if each is not first and len(block) <= room:
            room -= len(block)
            yield from block


def _write_location(view: View, each: Evidence, cells: int) -> list[Line]:
    kind = f"{each.kind.name} {each.finding.year}" if view.year == ALL_YEARS else each.kind.name
    return write_paragraph(f"{kind} · {phrases.cite_location(each)}", cells, "dim")


def _cut_rows(parts: list[str], room: int, cells: int) -> list[str]:
    """As many lines as there is room for, an ellipsis where more would follow."""
    return parts if len(parts) <= room else [*parts[: room - 1], cut(f"{parts[room - 1]} …", cells)]


def _enter_hint(view: View) -> tuple[Span, Span]:
    """What enter opens: every finding of the cell, of which the pane shows one."""
    many = max(len(view.evidence), view.cursor_cell.findings if view.cursor_cell else 0)
    return Span("enter", "key"), Span(f" all {many:,} findings" if many > 1 else " all evidence", "dim")


def _write_rating(view: View, cell: Cell, cells: int, room: int) -> list[Line]:
    """The rating and whose words it reads: on one line or, where that is too short and there is room, on two."""
    level = evidence_list.level_span(cell, view.data)
    if cell.rating is None:
        return [make_line(level._replace(style="bright"), Span(f"   {cell_words.summarise_missing(cell)}", "dim"))]
    about = evidence_list.describe_aspect(cell, view.evidence, view.data)
    aspect = Span(f"  {about}" if about else "", "text")
    reading = Span(cell_words.describe_reading(cell, view.evidence, view.data), "dim")
    together = (level, aspect, Span("  "), reading)
    if room < 2 or spans_width(together) <= cells:
        return [make_line(*clip_spans(together, cells))]
    return [make_line(*clip_spans((level, aspect), cells)), make_line(*clip_spans((reading,), cells))]


def _first_evidence(view: View, cell: Cell) -> Evidence | None:
    """The finding to show: one that the rating rests on, else the first there is."""
    return next(iter([*cell_words.find_deciding_evidence(cell, view.evidence, view.data), *view.evidence]), None)


def _write_board(view: View, cells: int, rows: int) -> list[Line]:
    """The lines where the cursor is on the board itself."""
    icb = view.data.icb[view.cursor_icb or ""]
    own = phrases.describe_origin(view.data.find_origin("icbs", icb.code))
    facts = [icb.code, view.data.region[icb.region].name, *phrases.describe_residents(icb), *([own] if own else [])]
    lines = [
        *_write_head(icb.name, _enter_hint(view), cells, rows),
        make_line(Span(" · ".join(facts), "dim")),
    ]
    lines += write_paragraph(" ".join(phrases.describe_dates(icb, view.data)), cells)
    counts = [f"rated on {_count_board(view, icb.code)}"]
    if stand_ins := list_stand_ins(icb, view.year, view.data):
        counts = [
            "not open",
            *(f"{each.icb.label} was rated on {_count_board(view, each.icb.code)}" for each in stand_ins),
        ]
    return [*lines, *write_paragraph(f"{upper_first(view.year)}: {'. '.join(counts)}.", cells, "dim")]


def _write_aims(view: View, cells: int) -> Iterator[Line]:
    """Every aim of the board: its rating or why it has none, and the later steps that contradict the rating."""
    size = max(cell_width(view.data.number_and_name(aim)) for aim in view.data.aim) + 3
    yield BLANK_LINE
    for aim in view.data.aim:
        cell = view.cells[view.cursor_icb or "", aim]
        yield make_line(
            column_span(view.data.number_and_name(aim), size, "dim"), evidence_list.level_span(cell, view.data)
        )
        for step in cell_words.describe_later_steps(cell, view.data):
            yield from evidence_list.write_indented(step, size, cells, "warn")


def _count_board(view: View, icb: str) -> str:
    """On how many of the aims a board is rated, and how many findings it has."""
    of_board = [view.cells[icb, aim] for aim in view.data.aim]
    rated = sum(cell.rating is not None for cell in of_board)
    count = phrases.format_count(sum(cell.findings for cell in of_board), "finding")
    return f"{rated} of {len(of_board)} aims, with {count}"


class DetailPane(Canvas):
    """The pane itself."""

    view: var[View | None] = var(None, init=False, always_update=True)

    def paint(self, cells: int, rows: int) -> list[Line]:
        return write_detail(self.view, cells, rows) if self.view else []

    def watch_view(self) -> None:
        self.repaint()
