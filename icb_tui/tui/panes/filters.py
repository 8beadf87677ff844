"""The filter pane: what can be chosen, each option with the number of boards that choosing it would give."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.reactive import var

from icb_tui.domain.names import fit_name
from icb_tui.domain.records import UNRATED
from icb_tui.filters.options import list_options
from icb_tui.filters.terms import Term
from icb_tui.filters.wording import label_term
from icb_tui.pages.view_state import View
from icb_tui.text.spans import BLANK_LINE, RATING_STYLE, Line, Span, column_span, make_line
from icb_tui.tui.bindings import movement_bindings
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.theme import Appearance

FACET_HEADINGS = {"region": "Region", "aim": "Rated on", "rating": "Rating", "evidence": "Evidence", "status": "Today"}


def write_options(view: View, cells: int, *, cursor: Term | None, airy: bool) -> list[tuple[Line, Term | None]]:
    """Return the pane's lines, each with the option that it offers."""
    out: list[tuple[Line, Term | None]] = []
    facet = ""
    for term in list_options(view.data):
        if term.facet != facet:
            facet = term.facet
            if airy:
                out.append((BLANK_LINE, None))
            out.append((make_line(Span(f" {FACET_HEADINGS[facet]}", "head")), None))
        out.append((_option_line(view, term, cells, here=term == cursor), term))
    return out


def _option_line(view: View, term: Term, cells: int, *, here: bool) -> Line:
    chosen, count = term in view.filter.terms, view.option_counts.get(term, 0)
    number = f"{count:>3}"
    style = "bright" if chosen else "text" if count else "dim"
    room = cells - 2 - len(number)
    name = _option_name(view, term, style, room)
    room -= sum(len(run.text) for run in name[:-1])
    return make_line(
        Span("✓ " if chosen else "  ", "key"),
        *name[:-1],
        column_span(name[-1].text, room, style),
        Span(number, "bright" if chosen else "dim"),
        ground="row" if here else "",
    )


def _option_name(view: View, term: Term, style: str, room: int) -> tuple[Span, ...]:
    """What an option is called: an aim with its key, a rating with its letter and symbol, an evidence type in short."""
    if term.facet == "evidence":
        return (Span(fit_name(view.data.kind[term.value], room - 1)),)
    name = label_term(term, view.data)
    if term.facet == "aim":
        return Span(f"{view.data.number_of(term.value)} ", "key" if style != "dim" else "dim"), Span(name)
    if term.value == UNRATED:
        return Span("·    ", "dim"), Span(name)
    if term.facet == "rating":
        rating = view.data.rating[term.value]
        return Span(f"{rating.letter} {rating.symbol}  ", RATING_STYLE + rating.id), Span(name)
    return (Span(name),)


PAGE_OPTIONS = 6
"""How many options a page key goes."""


class FiltersPane(Canvas, can_focus=True):
    """The pane itself. It keeps only its cursor, lit while it has the focus and while a filter is pointed at."""

    FOCUS_ON_CLICK = False
    BINDINGS = [
        *movement_bindings("move", "page"),
        Binding("space", "choose", "choose", key_display="space"),
        Binding("enter", "choose", "choose", show=False),
    ]

    view: var[View | None] = var(None, init=False, always_update=True)

    class Chosen(Message):
        """The option under the cursor was chosen."""

    cursor = 0
    top = 0
    lit = False

    def __init__(self, look: Appearance, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._tops: dict[int, int] = {}
        """The first line at each height: where it was scrolled to comes back with the height."""

    def paint(self, cells: int, rows: int) -> list[Line]:
        if self.view is None:
            return []
        head = make_line(Span(" Filters ", "head"), Span("f", "key"), ground="row" if self.has_focus else "")
        body = self._option_lines(cells, rows)
        top, cursor = self._tops.get(rows, self.top), [term for _, term in body].index(self.cursor_option)
        self.top = self._tops[rows] = _first_line(top, cursor, rows - 1, len(body))
        lines = [row for row, _ in body[self.top : self.top + rows - 1]]
        if self.top:
            lines[0] = make_line(Span(f"   ↑ {self.top + 1} more lines", "dim"))
        if len(body) > self.top + rows - 1:
            lines[-1] = make_line(Span(f"   ↓ {len(body) - self.top - rows + 2} more lines", "dim"))
        return [head, *lines]

    def _option_lines(self, cells: int, rows: int) -> list[tuple[Line, Term | None]]:
        assert self.view is not None
        cursor = self.cursor_option if self.lit or self.has_focus else None
        options = len(list_options(self.view.data)) + len(FACET_HEADINGS)
        return write_options(self.view, cells, cursor=cursor, airy=rows > options + len(FACET_HEADINGS) + 1)

    @property
    def cursor_option(self) -> Term:
        """The option under the cursor."""
        assert self.view is not None
        return list_options(self.view.data)[self.cursor]

    def watch_view(self, before: View | None, view: View) -> None:
        if before is None or before.option_counts is not view.option_counts or before.filter != view.filter:
            self.repaint()

    def light_cursor(self, *, lit: bool) -> None:
        """Light the option under the cursor, or not."""
        if lit != self.lit:
            self.lit = lit
            self.repaint()

    def move_cursor(self, steps: int) -> None:
        """Go some options further."""
        if self.view is not None:
            self.cursor = min(max(self.cursor + steps, 0), len(list_options(self.view.data)) - 1)
            self.repaint()

    def action_move(self, steps: int) -> None:
        self.move_cursor(steps)

    def action_page(self, pages: int) -> None:
        self.move_cursor(pages * PAGE_OPTIONS)

    def action_choose(self) -> None:
        self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if self.view is None or at is None or at.y < 1:
            return
        body = self._option_lines(*self.content_size)
        place = at.y - 1 + self.top
        term = body[place][1] if place < len(body) else None
        if term is not None:
            self.cursor = list_options(self.view.data).index(term)
            self.action_choose()


def _first_line(top: int, cursor: int, rows: int, lines: int) -> int:
    """The first line to show so that the cursor is on the pane, and the note of more lines does not cover it."""
    if lines <= rows:
        return 0
    if cursor >= top + rows - 1:
        top = cursor - rows + 2
    return min(max(min(top, cursor - 1), 0), lines - rows)
