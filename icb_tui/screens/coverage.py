"""How much is known, and where the holes are."""

from __future__ import annotations

import shlex

from icb_tui.grammar import reading, unparse
from icb_tui.keys import VOICES
from icb_tui.lines import Run, Text
from icb_tui.look import Look
from icb_tui.pages.coverage import Coverage, coverage_text
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

    @property
    def command(self) -> str:
        return shlex.join(["icb-tui", "coverage", *unparse(pool_filter(self.now.wanted), self.now.data).split()])

    def write(self, cells: int) -> Text:
        return coverage_text(self.coverage, cells)

    def entitle(self) -> None:
        where = reading(pool_filter(self.now.wanted), self.now.data)
        self.title_is(self.titles("Coverage", "Coverage", year=False), [(Run(where, "dim"),)])
