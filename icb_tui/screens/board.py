"""The page of one board."""

from __future__ import annotations

from typing import Protocol

from textual.binding import Binding

from icb_tui import view as steps
from icb_tui.grammar import hearing
from icb_tui.keys import AIMS, YEARS
from icb_tui.lines import Run
from icb_tui.look import Look
from icb_tui.page import Text
from icb_tui.panes.board import WHOLE, Facts, board_text
from icb_tui.screens.frame import Reader
from icb_tui.store import Store
from icb_tui.view import View


class Marker(Protocol):
    """Whoever keeps the marks."""

    def mark(self, icb: str) -> None:
        """Mark a board, or unmark it."""
        ...

    def action_compare(self) -> None:
        """Compare the marked boards."""
        ...


class BoardScreen(Reader):
    """One board in one year, opened at the aim that the browser's cursor was on."""

    BINDINGS = [
        *AIMS,
        Binding("0", "aim(0)", "top", show=False),
        Binding("left,h", "next(-1)", "board", key_display="← →"),
        Binding("right,l", "next(1)", "board", show=False),
        *YEARS,
        Binding("space", "mark", "mark"),
        Binding("c", "compare", "compare"),
    ]

    def __init__(self, store: Store, look: Look, view: View, icb: str, marker: Marker) -> None:
        super().__init__(look)
        self.store, self.marker = store, marker
        self.now, self.icb = view, icb
        self.start = view.aim or ""
        self.facts = self._facts()

    def on_mount(self) -> None:
        self._title()

    def write(self, cells: int) -> Text:
        return board_text(self.facts, cells)

    def _facts(self) -> Facts:
        now, voices = self.now, self.now.voices
        cells = self.store.matrix(now.year, voices)
        return Facts(
            data=now.data,
            icb=now.data.icb[self.icb],
            year=now.year,
            cells={aim: cells[self.icb, aim] for aim in now.data.aim},
            evidence=self.store.evidence(self.icb, year=now.year, voices=voices),
            national=self.store.evidence(None, year=now.year, voices=voices),
        )

    def _title(self) -> None:
        icb, now = self.facts.icb, self.now
        left = (Run(icb.short_name, "bright"), Run(f"  {now.year} · {hearing(now.wanted, now.data)}", "dim"))
        place = (
            f"{now.rows.index(self.icb) + 1} of {len(now.rows)}"
            if self.icb in now.rows
            else "not among the boards found"
        )
        self.title_is([left], [(Run("● marked · " if self.icb in now.marked else "", "key"), Run(place, "dim"))])

    def _changed(self, *, from_top: bool) -> None:
        self.facts = self._facts()
        self._title()
        self.page.rewrite(from_top=from_top)

    def action_aim(self, number: int) -> None:
        page = self.page
        aims = ["", *self.now.data.aim, WHOLE]
        if number == 0:
            page.rewrite(from_top=True)
        elif number < len(aims) and page.jump(aims[number]):
            self.now = steps.looking_at(self.now, aims[number] if aims[number] != WHOLE else None)

    def action_next(self, boards: int) -> None:
        rows = self.now.rows
        if self.icb not in rows:
            return
        self.icb = rows[min(max(rows.index(self.icb) + boards, 0), len(rows) - 1)]
        self._changed(from_top=False)

    def action_year(self, years: int) -> None:
        self.now = steps.in_year(self.now, steps.year_moved(self.now, years))
        self._changed(from_top=False)

    def action_mark(self) -> None:
        self.marker.mark(self.icb)
        self.now = steps.marked(self.now, self.icb)
        self._title()

    def action_compare(self) -> None:
        self.marker.action_compare()
