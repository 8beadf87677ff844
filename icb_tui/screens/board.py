"""The page of one board."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from functools import partial
from typing import Protocol

from msgspec.structs import replace
from textual.binding import Binding

from icb_tui import view as steps
from icb_tui.clipboard import command_line
from icb_tui.export import PAGE, Table, as_text
from icb_tui.facts import board_facts
from icb_tui.keys import AIMS, VOICES, WHY, YEARS
from icb_tui.lines import Run, Text
from icb_tui.listing import board_row, shown
from icb_tui.look import Look
from icb_tui.model import Compared
from icb_tui.pages.board import WHOLE, board_text
from icb_tui.saving import stem_of
from icb_tui.screens.frame import Reader
from icb_tui.screens.handing import Copy
from icb_tui.store import Store
from icb_tui.view import View
from icb_tui.wording import citation


class Marker(Protocol):
    """Whoever keeps the marks."""

    def mark(self, icb: str) -> None:
        """Mark a board, or unmark it."""
        ...

    def action_compare(self) -> None:
        """Compare the marked boards."""
        ...

    def open_briefs(self, icbs: Sequence[str], view: View) -> Awaitable[None]:
        """Show a page of Markdown on each of these boards."""
        ...


class BoardScreen(Reader):
    """One board in one year, opened at the aim that the browser's cursor was on."""

    lasting = True
    BINDINGS = [
        *AIMS,
        Binding("0", "aim(0)", "top", show=False),
        Binding("left,h", "next(-1)", "board", key_display="← →"),
        Binding("right,l", "next(1)", "board", key_display="← →", show=False),
        *YEARS,
        *VOICES,
        WHY,
        Binding("space", "mark", "mark"),
        Binding("c", "compare", "compare"),
        Binding("b", "brief", "brief", show=False),
        Binding("p", "relative", "before, after"),
        Binding("enter", "follow", "open", show=False),
    ]

    def __init__(self, store: Store, look: Look, view: View, icb: str, marker: Marker) -> None:
        super().__init__(store, look, view)
        self.icb, self.marker = icb, marker
        self.start = view.aim or ""
        self.ask()

    def write(self, cells: int) -> Text:
        return board_text(self.facts, cells)

    def ask(self) -> None:
        self.facts = board_facts(self.store, self.now, self.icb)

    def told_of(self) -> Sequence[str]:
        return (self.icb,)

    @property
    def printed_by(self) -> str:
        return self.printed("show", self.facts.icb.label)

    def entitle(self) -> None:
        icb, rows = self.facts.icb, self.now.rows
        among = f"{rows.index(self.icb) + 1} of {len(rows)}" if self.icb in rows else "not among the boards found"
        marked = Run("● marked · " if self.icb in self.now.marked else "", "key")
        rights = [(marked, Run(place, "dim")) for place in (among, among.removesuffix(" among the boards found"))]
        self.title_is(self.titles(icb.short_name, icb.label), rights)

    def asked(self) -> list[Compared]:
        aims = list(self.now.data.aim)
        place = self.page.place
        return [self.facts.told(place if place in aims else aims[0])]

    def table(self) -> Table:
        return shown(replace(self.now, aim=None), self.icb, self.store, PAGE)

    def file_name(self) -> str:
        return f"{stem_of(self.facts.icb.label, self.now.year)}.csv"

    def command(self) -> str:
        return command_line(replace(self.now, centre="matrix", indicator=None), "--open", self.icb)

    def own_copies(self) -> dict[str, Copy]:
        (told,), now = self.asked(), self.now
        aim = now.data.aim[told.cell.aim].short_name
        return {
            "c": Copy(f"{aim} with its citation", partial(citation, told.cell, told.evidence, now.data)),
            "r": Copy("the row", self._row),
        }

    def _row(self) -> str:
        """The board's row of the explorer, in the year and voices of the page."""
        cells = self.store.matrix(self.now.year, self.now.voices)
        return as_text(board_row(replace(self.now, cells=cells, indicator=None, centre="matrix"), self.icb))

    def action_aim(self, number: int) -> None:
        aims = ["", *self.now.data.aim, WHOLE]
        if number == 0:
            self.page.rewrite(from_top=True)
        elif number < len(aims) and self.page.jump(aims[number]):
            self.now = steps.looking_at(self.now, aims[number] if aims[number] != WHOLE else None)
        self.rewhy()

    def action_next(self, boards: int) -> None:
        rows = self.now.rows
        if self.icb in rows:
            self.icb = rows[min(max(rows.index(self.icb) + boards, 0), len(rows) - 1)]
            self.changed(self.now)

    def action_mark(self) -> None:
        self.marker.mark(self.icb)
        self.now = steps.marked(self.now, self.icb)
        self.entitle()

    def action_compare(self) -> None:
        self.marker.action_compare()

    def action_brief(self) -> Awaitable[None]:
        """Show a page of Markdown on the board."""
        return self.marker.open_briefs((self.icb,), self.now)

    def action_relative(self) -> None:
        """Light the next of the boards before and after this one."""
        relatives = self.now.data.relatives(self.facts.icb)
        if not relatives:
            self.say("No board came before this one, and none after it.")
            return
        chosen = -1 if self.facts.chosen is None else self.facts.chosen
        self.facts = replace(self.facts, chosen=(chosen + 1) % len(relatives))
        self.retold(from_top=True)

    def action_follow(self) -> None:
        """Open the board that is lit."""
        if self.facts.chosen is not None:
            icb = self.now.data.relatives(self.facts.icb)[self.facts.chosen]
            self.app.push_screen(BoardScreen(self.store, self.look, self.now, icb.code, self.marker))
