"""The lower pane: the evidence on the board and aim under the cursor, with its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from icb_tui.analysis import indicator_values
from icb_tui.analysis.predecessors import list_stand_ins
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import Cell, CellEvidence, Evidence
from icb_tui.domain.dataset import ALL_YEARS, in_year
from icb_tui.pages import evidence_list
from icb_tui.pages.evidence_list import CLOSE_HINT, write_paragraph, write_why
from icb_tui.pages.predecessors import describe_values_before
from icb_tui.text.cells import cell_width, cut, upper_first, wrap
from icb_tui.text.spans import BLANK_LINE, Line, Span, column_span, indent_line, make_line, spans_width, spread_line
from icb_tui.tui.canvas import ViewPane
from icb_tui.tui.keys.bindings import movement_bindings
from icb_tui.views.view_state import View
from icb_tui.views.view_steps import find_fuller_year

MIN_TALL_ROWS = 16
"""From this many lines on, the pane stands beside the centre: titles are whole there, and a board has every aim."""

MIN_STAND_IN_ROWS = 5
"""The least lines for what the rating of a board before rests on: a space, its name, and a line or two of each side."""

MANY_ROWS = 10_000
"""More rows than a pane has: for all that there is to say."""


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
    from icb_tui.pages.indicator import describe_newest

    icb, indicator = view.data.icb[view.cursor_icb or ""], view.data.indicator[view.indicator or ""]
    series = view.series[icb.code, indicator.id]
    opens = (Span("enter", "key"), Span(" trend, all boards", "dim"))
    head = _write_head([f"{icb.label} · {indicator.name}"], opens, cells, rows)
    newest = f"{describe_newest(series, indicator)} {indicator_values.DIRECTIONS[indicator.better].capitalize()}."
    lines = [*head, *write_paragraph(newest, cells)]
    if before := describe_values_before(icb, indicator, lambda code: view.series[code, indicator.id], view.data):
        lines += write_paragraph(before, cells)
    lines += write_paragraph(f"Source: {phrases.cite_indicator_source(indicator, view.data)}", cells, "dim")
    return [*lines, *(write_paragraph(indicator.note, cells, "dim") if indicator.note else [])]


def _write_standing(view: View, cells: int) -> list[Line]:
    """The trend of the indicator under the cursor, and all boards: what its page shows."""
    from icb_tui.pages.indicator import IndicatorPage, write_standing

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
    head = _write_head([f"{icb.label} · {aim.short_name} · {view.year}"], _enter_hint(view), cells, rows)
    if view.list_stand_in_cells(cell.icb, cell.aim):
        lines, told = [*head, *_write_stand_ins(view, cells, rows - len(head))], []
        for of_board in view.cursor_evidence:
            if of_board.cell.rating and (block := _write_rated_stand_in(view, of_board, cells, rows - len(lines))):
                lines += block
                told += evidence_list.list_first_evidence(of_board.cell, of_board.evidence, view.data)
        return [*lines, *_write_other_findings(view, told, cells, rows - len(lines))]
    first, fuller = evidence_list.list_first_evidence(cell, view.evidence, view.data), _write_fuller_year(view, [cell])
    if not first or rows <= 2:
        return [*head, *evidence_list.write_rating_briefly(cell, view.evidence, view.data, cells, 1), *fuller][:rows]
    nothing = [] if cell.findings else fuller
    later = [make_line(Span(cut(step, cells), "warn")) for step in cell_words.describe_later_steps(cell, view.data)[:1]]
    room = rows - len(head) - len(nothing) - len(later)
    findings = evidence_list.fit_findings(first, view.data, cells, room - 1, dated=view.year == ALL_YEARS)
    rating = evidence_list.write_rating_briefly(cell, view.evidence, view.data, cells, room - len(findings))
    spare = room - len(rating) - len(findings)
    after = fuller if cell.findings and spare else []
    gap = [BLANK_LINE] if spare > len(after) else []
    lines = [*head, *rating, *nothing, *gap, *findings, *later, *after]
    return [*lines, *_write_other_findings(view, first, cells, rows - len(lines))]


def _write_head(titles: Sequence[str], hint: tuple[Span, ...], cells: int, rows: int) -> list[Line]:
    """The first of the titles that fits beside the hint, or else without it.

    Where the pane is tall, the first title stands whole above the hint.
    """
    if MIN_TALL_ROWS <= rows < MANY_ROWS:
        return [*write_paragraph(titles[0], cells, "bright"), make_line(*hint)]
    pairs = [(title, right) for right in (hint, ()) for title in titles]
    fitting = (pair for pair in pairs if cell_width(pair[0]) + spans_width(pair[1]) < cells)
    title, right = next(fitting, pairs[-1])
    return [spread_line((Span(title, "bright"),), right, cells)]


def _write_stand_ins(view: View, cells: int, room: int) -> Iterator[Line]:
    """That the board was not open yet, and the rating of each board before it: a line each, or all on as few as fit."""
    of_boards = [compared.cell for compared in view.cursor_evidence]
    intro = f"Not open {in_year(view.year)}. The boards before it:"
    if len(of_boards) >= room:
        parts = wrap(f"{intro} {'; '.join(cell_words.name_stand_ins(of_boards, view.data))}", cells)
        parts = parts if len(parts) <= room else [*parts[: room - 1], cut(f"{parts[room - 1]} …", cells)]
        yield from (make_line(Span(part, "dim")) for part in parts)
        return
    yield make_line(Span(intro, "dim"))
    boards, levels = zip(
        *((view.data.icb[c.icb], evidence_list.level_span(c, view.data)) for c in of_boards), strict=True
    )
    names = [board.short_name for board in boards]
    if max(map(cell_width, names)) + 2 + max(cell_width(level.text) for level in levels) > cells:
        names = [board.label for board in boards]
    widest = max(map(cell_width, names)) + 2
    for name, level in zip(names, levels, strict=True):
        yield make_line(column_span(name, widest), level)


def _write_rated_stand_in(view: View, of_board: CellEvidence, cells: int, room: int) -> list[Line]:
    """What the rating of a board before rests on, under its name; nothing where there is no room for all of it."""
    first = evidence_list.list_first_evidence(of_board.cell, of_board.evidence, view.data)
    findings = evidence_list.fit_findings(first, view.data, cells, room - 2, dated=view.year == ALL_YEARS)
    name = make_line(Span(view.data.icb[of_board.cell.icb].short_name, "bright"))
    block = [BLANK_LINE, name, *findings]
    return block if room >= MIN_STAND_IN_ROWS and len(block) <= room else []


def _write_other_findings(view: View, first: Sequence[Evidence], cells: int, room: int) -> Iterator[Line]:
    """As many of the other findings as there is room for, each whole; those of a board before under its name."""
    for each in view.evidence:
        stands_in = each.finding.icb not in (view.cursor_icb, None)
        name = f"{view.data.icb[each.finding.icb or ''].short_name}: " if stands_in else ""
        location = evidence_list.write_location(each, cells, dated=view.year == ALL_YEARS)
        block = [BLANK_LINE, *write_paragraph(name + each.finding.summary, cells), *location]
        if each not in first and len(block) <= room:
            room -= len(block)
            yield from block


def _enter_hint(view: View) -> tuple[Span, Span]:
    """What enter opens: every finding of the cell, of which the pane shows one."""
    many = max(len(view.evidence), view.cursor_cell.findings if view.cursor_cell else 0)
    return Span("enter", "key"), Span(f" all {many:,} findings" if many > 1 else " all evidence", "dim")


def _write_board(view: View, cells: int, rows: int) -> list[Line]:
    """The lines where the cursor is on the board itself."""
    icb = view.data.icb[view.cursor_icb or ""]
    own = phrases.describe_origin(view.data.find_origin("icbs", icb.code))
    facts = [icb.code, view.data.region[icb.region].name, *phrases.describe_residents(icb), *([own] if own else [])]
    lines = [
        *_write_head([icb.name, icb.short_name], _enter_hint(view), cells, rows),
        make_line(Span(" · ".join(facts), "dim")),
    ]
    lines += write_paragraph(" ".join(phrases.describe_dates(icb, view.data)), cells)
    counts, fuller = (
        _write_counts(view, cells),
        _write_fuller_year(view, [view.cells[icb.code, a] for a in view.data.aim]),
    )
    together = [make_line(*counts[-1].spans, Span(" "), *line.spans) for line in fuller]
    fits = all(spans_width(line.spans) <= cells for line in together)
    return [*lines, *counts[:-1], *(together or counts[-1:])] if fits else [*lines, *counts, *fuller]


def _write_counts(view: View, cells: int) -> list[Line]:
    """On how many aims the board is rated, or that it was not open and how it is with the boards before it."""
    icb = view.data.icb[view.cursor_icb or ""]
    counts = [f"rated on {_count_board(view, icb.code)}"]
    if stand_ins := list_stand_ins(icb, view.year, view.data):
        before = (f"{each.icb.label} was rated on {_count_board(view, each.icb.code)}" for each in stand_ins)
        counts = ["not open", *before]
    return write_paragraph(f"{upper_first(view.year)}: {'. '.join(counts)}.", cells, "dim")


def _count_board(view: View, icb: str) -> str:
    """On how many of the aims a board is rated, and how many findings it has."""
    of_board = [view.cells[icb, aim] for aim in view.data.aim]
    rated = sum(cell.rating is not None for cell in of_board)
    count = phrases.format_count(sum(cell.findings for cell in of_board), "finding")
    return f"{rated} of {len(of_board)} aims, with {count}"


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


def _write_fuller_year(view: View, of_cells: Sequence[Cell]) -> list[Line]:
    """Which other year says more of some cells, and the key that shows it; no line where none does."""
    counts: dict[str, int] = defaultdict(int)
    for cell in of_cells:
        for year, number in view.year_counts.get((cell.icb, cell.aim), {}).items():
            counts[year] += number
    if not (found := find_fuller_year(counts, view.year, view.data.years)):
        return []
    year, steps = found
    keys = " ".join(["[" if steps < 0 else "]"] * abs(steps))
    count = phrases.format_count(counts[year], "finding")
    return [make_line(Span(f"{count} in {year}: ", "dim"), Span(keys, "key"), Span(" shows them", "dim"))]


def scroll_detail(lines: Sequence[Line], top: int, rows: int, cells: int) -> list[Line]:
    """Return the lines of the pane from `top` on below its title, which says how many there are before and after."""
    body = lines[1:]
    shown = body[top : top + rows - 1]
    below = len(body) - top - len(shown)
    if not top and not below:
        return [lines[0]._replace(ground="row"), *shown]
    more = "  ".join([f"↑ {phrases.format_count(top, 'line')}"] * (top > 0) + [f"↓ {below} more"] * (below > 0))
    margin, title = lines[0].spans[:2]
    return [spread_line((margin, title), (Span(f"{more} ", "dim"),), cells, ground="row"), *shown]


class DetailPane(ViewPane, can_focus=True):
    """The pane itself. With the focus it holds all that there is to say, and scrolls."""

    BINDINGS = [*movement_bindings("scroll_lines", "scroll_pages")]

    top = 0
    """The first line below the title."""

    def paint(self, cells: int, rows: int) -> list[Line]:
        if not self.view:
            return []
        if not self.has_focus or not self.view.cursor_icb:
            return write_detail(self.view, cells, rows)
        lines = write_detail(self.view, cells, MANY_ROWS)
        self.top = max(min(self.top, len(lines) - rows), 0)
        return scroll_detail(lines, self.top, rows, cells)

    def follow_view(self, before: View | None, view: View) -> None:
        if before and (before.cursor_icb, before.evidence) != (view.cursor_icb, view.evidence):
            self.top = 0
        self.repaint()

    def action_scroll_lines(self, lines: int) -> None:
        """Scroll some lines; the paint knows how far there are any."""
        self.top = max(self.top + lines, 0)
        self.repaint()

    def action_scroll_pages(self, pages: int) -> None:
        self.action_scroll_lines(pages * max(self.content_size.height - 2, 1))

    def on_blur(self) -> None:
        self.top = 0
        super().on_blur()

    def on_mouse_scroll_down(self) -> None:
        self.focus()
        self.action_scroll_lines(3)

    def on_mouse_scroll_up(self) -> None:
        self.focus()
        self.action_scroll_lines(-3)
