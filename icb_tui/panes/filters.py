"""The filter pane: what can be chosen, each option with the number of boards that choosing it would give."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.reactive import var

from icb_tui.canvas import Canvas
from icb_tui.grammar import label
from icb_tui.lines import BLANK, RATED, Line, Run, column, line
from icb_tui.look import Look
from icb_tui.model import UNRATED, Term
from icb_tui.view import View, facet_options

HEADINGS = {"region": "Region", "aim": "Aim", "rating": "Rating", "voice": "Voice", "status": "Now"}


def facet_lines(view: View, cells: int, *, cursor: Term | None, airy: bool) -> list[tuple[Line, Term | None]]:
    """Return the pane's lines, each with the option that it offers."""
    out: list[tuple[Line, Term | None]] = []
    facet = ""
    for term in facet_options(view.data):
        if term.facet != facet:
            facet = term.facet
            if airy:
                out.append((BLANK, None))
            out.append((line(Run(f" {HEADINGS[facet]}", "head")), None))
        out.append((_option(view, term, cells, here=term == cursor), term))
    return out


def _option(view: View, term: Term, cells: int, *, here: bool) -> Line:
    chosen, count = term in view.wanted.terms, view.facets.get(term, 0)
    number = f"{count:>3}"
    style = "bright" if chosen else "text" if count else "dim"
    name = _named(view, term, style)
    room = cells - 2 - len(number) - sum(len(run.text) for run in name[:-1])
    return line(
        Run("✓ " if chosen else "  ", "key"),
        *name[:-1],
        column(name[-1].text, room, style),
        Run(number, "bright" if chosen else "dim"),
        ground="row" if here else "",
    )


def _named(view: View, term: Term, style: str) -> tuple[Run, ...]:
    """What an option is called: an aim with its key, a rating with its letter and symbol."""
    name = label(term, view.data)
    if term.facet == "aim":
        return Run(f"{view.data.number_of(term.value)} ", "key" if style != "dim" else "dim"), Run(name)
    if term.value == UNRATED:
        return Run("·    ", "dim"), Run(name)
    if term.facet == "rating":
        rating = view.data.rating[term.value]
        return Run(f"{rating.letter} {rating.symbol}  ", RATED + rating.id), Run(name)
    return (Run(name),)


class Filters(Canvas):
    """The pane itself. It keeps only its cursor, which is lit while a filter is typed or pointed at."""

    view: var[View | None] = var(None, init=False, always_update=True)

    class Pointed(Message):
        """The option under the cursor was chosen with the mouse."""

    cursor = 0
    top = 0
    lit = False

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._tops: dict[int, int] = {}
        """The first line at each height: where it was scrolled to comes back with the height."""

    def paint(self, cells: int, rows: int) -> list[Line]:
        if self.view is None:
            return []
        head = line(Run(" Filters ", "head"), Run("f", "key"))
        body = self._body(cells, rows)
        top, cursor = self._tops.get(rows, self.top), [term for _, term in body].index(self.option)
        self.top = self._tops[rows] = _top(top, cursor, rows - 1, len(body))
        shown = [row for row, _ in body[self.top : self.top + rows - 1]]
        if self.top:
            shown[0] = line(Run(f"   ↑ {self.top + 1} more lines", "dim"))
        if len(body) > self.top + rows - 1:
            shown[-1] = line(Run(f"   ↓ {len(body) - self.top - rows + 2} more lines", "dim"))
        return [head, *shown]

    def _body(self, cells: int, rows: int) -> list[tuple[Line, Term | None]]:
        assert self.view is not None
        cursor = self.option if self.lit else None
        options = len(facet_options(self.view.data)) + len(HEADINGS)
        return facet_lines(self.view, cells, cursor=cursor, airy=rows > options + len(HEADINGS) + 1)

    @property
    def option(self) -> Term:
        """The option under the cursor."""
        assert self.view is not None
        return facet_options(self.view.data)[self.cursor]

    def watch_view(self, before: View | None, view: View) -> None:
        if before is None or before.facets is not view.facets or before.wanted != view.wanted:
            self.repaint()

    def move(self, steps: int) -> None:
        """Go some options further."""
        if self.view is not None:
            self.cursor = min(max(self.cursor + steps, 0), len(facet_options(self.view.data)) - 1)
            self.repaint()

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if self.view is None or at is None or at.y < 1:
            return
        body = self._body(*self.content_size)
        place = at.y - 1 + self.top
        term = body[place][1] if place < len(body) else None
        if term is not None:
            self.cursor = facet_options(self.view.data).index(term)
            self.post_message(self.Pointed())


def _top(top: int, cursor: int, rows: int, lines: int) -> int:
    """The first line to show so that the cursor is on the pane, and the note of more lines does not cover it."""
    if lines <= rows:
        return 0
    if cursor >= top + rows - 1:
        top = cursor - rows + 2
    return min(max(min(top, cursor - 1), 0), lines - rows)
