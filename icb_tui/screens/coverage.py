"""How much is known, and where the holes are."""

from __future__ import annotations

from icb_tui.clipboard import printing
from icb_tui.export import PAGE, Table
from icb_tui.grammar import reading, unparse
from icb_tui.keys import VOICES
from icb_tui.lines import Run, Text
from icb_tui.listing import covered
from icb_tui.look import Look
from icb_tui.pages.coverage import Coverage, coverage_text
from icb_tui.saving import stem_of
from icb_tui.screens.frame import Reader
from icb_tui.store import Store
from icb_tui.view import View, pool_filter


class CoverageScreen(Reader):
    """The coverage of the boards of the browser's regions and status, in every year."""

    lasting = True
    flows = False
    BINDINGS = [*VOICES]

    def __init__(self, store: Store, look: Look, view: View) -> None:
        super().__init__(store, look, view)
        self.ask()

    def ask(self) -> None:
        now = self.now
        self.coverage = Coverage(
            now.data, self.store.known(now.voices, now.pooled), self.store.said(now.voices, now.pooled)
        )

    def table(self) -> Table:
        return covered(self.now, self.store, PAGE)

    def file_name(self) -> str:
        return f"{stem_of('coverage', self._pool)}.csv"

    def command(self) -> str:
        return printing(self.now, "coverage", self._pool, year=False)

    @property
    def _pool(self) -> str:
        """The regions and status that the boards are of, as a filter is typed."""
        return unparse(pool_filter(self.now.wanted), self.now.data)

    @property
    def printed_by(self) -> str:
        return self.command()

    def write(self, cells: int) -> Text:
        return coverage_text(self.coverage, cells)

    def entitle(self) -> None:
        where = reading(pool_filter(self.now.wanted), self.now.data)
        self.title_is(self.titles("Coverage", "Coverage", year=False), [(Run(where, "dim"),)])
