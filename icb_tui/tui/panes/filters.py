"""The filter pane: what can be chosen, each option with the number of boards that choosing it would give."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from textual import events
from textual.binding import Binding

from icb_tui.domain.names import fit_name
from icb_tui.domain.records import UNRATED
from icb_tui.filters.options import list_options
from icb_tui.filters.terms import Term
from icb_tui.filters.wording import label_term
from icb_tui.text.spans import BLANK_LINE, RATING_STYLE, Line, Span, column_span, make_line, spread_line
from icb_tui.tui.canvas import PaneMessage, ViewPane
from icb_tui.tui.keys.bindings import movement_bindings
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View

FACET_HEADINGS = {
    "region": "Region",
    "aim": "Rated on",
    "rating": "Rating",
    "status": "Today",
    "evidence": "Evidence that counts",
}
"""The headings of the options; the last ones are no filter of boards, but a choice of what counts."""

MIN_BASE_CELLS = 29
"""From this many cells on, there is room to say of how many boards an evidence type has findings on some."""


class OptionLine(NamedTuple):
    """A line of the pane, and the option that it offers, or how many lines on it leads, if any."""

    line: Line
    option: Term | None = None
    leads: int = 0


def write_options(view: View, cells: int, *, cursor: Term | None, airy: bool) -> list[OptionLine]:
    """Return the pane's lines: the options under their headings, and below a rule the evidence types."""
    out: list[OptionLine] = []
    for facet, options in groupby(list_options(view.data), key=attrgetter("facet")):
        heading = [Span(f" {FACET_HEADINGS[facet]}", "head")]
        if airy:
            out.append(OptionLine(BLANK_LINE))
        if facet == "evidence":
            out.append(OptionLine(make_line(Span(" " + "─" * (cells - 1), "rule"))))
            heading.append(Span(" o", "key"))
        out.append(OptionLine(make_line(*heading)))
        out += [OptionLine(_write_option(view, term, cells, here=term == cursor), term) for term in options]
    return out


def _write_option(view: View, term: Term, cells: int, *, here: bool) -> Line:
    count = view.option_counts.get(term, 0)
    number = f"{count:>3}"
    if term.facet == "evidence" and cells >= MIN_BASE_CELLS:
        number = f"{count:>2} of {view.year_count}"
    mark, is_chosen = _write_mark(view, term)
    style = "bright" if is_chosen else "text" if count else "dim"
    room = cells - 2 - len(number)
    name = _option_name(view, term, style, room)
    room -= sum(len(run.text) for run in name[:-1])
    return make_line(
        mark,
        *name[:-1],
        column_span(name[-1].text, room, style),
        Span(number, "bright" if is_chosen else "dim"),
        ground="row" if here else "",
    )


def _write_mark(view: View, term: Term) -> tuple[Span, bool]:
    """The mark of an option, and whether it is chosen. An evidence type has one where it counts: all do at first."""
    if term.facet != "evidence":
        is_chosen = term in view.filter.terms
        return Span("✓ " if is_chosen else "- " if term.opposite in view.filter.terms else "  ", "key"), is_chosen
    is_part = len(view.counted_kinds) < len(view.data.kinds)
    counts = term.value in view.counted_kinds
    return Span("✓ " if counts else "  ", "key" if is_part else "dim"), is_part and counts


def _option_name(view: View, term: Term, style: str, room: int) -> tuple[Span, ...]:
    """What an option is called: an aim with its key, a rating with its letter and symbol, others in short."""
    match term.facet:
        case "evidence":
            return (Span(fit_name(view.data.kind[term.value], room - 1)),)
        case "region":
            return (Span(fit_name(view.data.region[term.value], room)),)
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


class FiltersPane(ViewPane, can_focus=True):
    """The pane itself. It keeps only its cursor, lit while it has the focus and while a filter is pointed at."""

    FOCUS_ON_CLICK = False
    BINDINGS = [
        *movement_bindings("move", "page"),
        Binding("space", "choose", "choose", key_display="space"),
        Binding("enter", "choose", "choose", show=False),
    ]

    class Chosen(PaneMessage):
        """The option under the cursor was chosen."""

    cursor = 0
    top = 0
    lit = False

    def __init__(self, look: Appearance, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._tops: dict[int, int] = {}
        """The first line at each height: where it was scrolled to comes back with the height."""
        self._shown: list[OptionLine] = []

    def paint(self, cells: int, rows: int) -> list[Line]:
        if self.view is None:
            return []
        head = spread_line(
            [Span(" Filters ", "head"), Span("f", "key")],
            [Span(f"boards of {self.view.year_count}", "dim")],
            cells,
            ground="row" if self.has_focus else "",
        )
        options = len(list_options(self.view.data)) + len(FACET_HEADINGS) + 2  # the title and the rule
        cursor, is_lit = self.cursor_option, self.lit or self.has_focus
        body = write_options(
            self.view, cells, cursor=cursor if is_lit else None, airy=rows >= options + len(FACET_HEADINGS)
        )
        place = [each.option for each in body].index(cursor) if is_lit else None
        self.top = self._tops[rows] = _first_line(self._tops.get(rows, self.top), place, rows - 1, len(body))
        self._shown = body[self.top : self.top + rows - 1]
        if self.top and self._shown:
            self._shown[0] = _write_more(f"↑ {self.top + 1}", 3 - rows)
        if len(body) > self.top + rows - 1 and self._shown:
            self._shown[-1] = _write_more(f"↓ {len(body) - self.top - rows + 2}", rows - 3)
        return [head, *(each.line for each in self._shown)]

    @property
    def cursor_option(self) -> Term:
        """The option under the cursor: the last one where the data, read again, have fewer."""
        assert self.view is not None
        options = list_options(self.view.data)
        return options[min(self.cursor, len(options) - 1)]

    def follow_view(self, before: View | None, view: View) -> None:
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

    def scroll_lines(self, lines: int) -> None:
        """Show other lines: the cursor, which may be out of sight then, comes back with the next key that moves it."""
        self.lit = False
        self._tops[self.content_size.height] = self.top + lines
        self.repaint()

    def on_mouse_scroll_down(self) -> None:
        self.scroll_lines(3)

    def on_mouse_scroll_up(self) -> None:
        self.scroll_lines(-3)

    def action_move(self, steps: int) -> None:
        self.move_cursor(steps)

    def action_page(self, pages: int) -> None:
        self.move_cursor(pages * PAGE_OPTIONS)

    def action_choose(self) -> None:
        self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if self.view is None or at is None or not 0 < at.y <= len(self._shown):
            return
        _, option, leads = self._shown[at.y - 1]
        if leads:
            self.scroll_lines(leads)
        if option:
            self.cursor = list_options(self.view.data).index(option)
            self.action_choose()


def _write_more(more: str, leads: int) -> OptionLine:
    """The note that there are more lines, which leads to them."""
    return OptionLine(make_line(Span(f"   {more} more lines", "dim")), leads=leads)


def _first_line(top: int, cursor: int | None, rows: int, lines: int) -> int:
    """The first line to show so that a lit cursor is on the pane, and the note of more lines does not cover it."""
    if cursor is not None:
        top = min(max(top, cursor - rows + 2), cursor - 1)
    return max(min(top, lines - rows), 0)
