"""The statements of a year that name no board: said nationally, or under a name that is no ICB's."""

from __future__ import annotations

from icb_tui.clipboard import printing
from icb_tui.export import PAGE, Table
from icb_tui.keys import AIMS, VOICES, YEARS
from icb_tui.lines import Run, Text
from icb_tui.listing import unnamed
from icb_tui.look import Look
from icb_tui.pages.tray import Tray, tray_text
from icb_tui.saving import stem_of
from icb_tui.screens.frame import Reader
from icb_tui.store import Store
from icb_tui.view import View
from icb_tui.wording import counted


class TrayScreen(Reader):
    """The tray, opened in the browser's year."""

    lasting = True
    BINDINGS = [*AIMS, *YEARS, *VOICES]

    def __init__(self, store: Store, look: Look, view: View) -> None:
        super().__init__(store, look, view)
        self.ask()

    def ask(self) -> None:
        now = self.now
        self.tray = Tray(now.data, now.year, self.store.evidence(None, year=now.year, voices=now.voices))

    def table(self) -> Table:
        return unnamed(self.now, self.tray.evidence, PAGE)

    def file_name(self) -> str:
        return f"{stem_of('national', self.now.year)}.csv"

    def command(self) -> str:
        return printing(self.now, "national")

    def write(self, cells: int) -> Text:
        return tray_text(self.tray, cells)

    @property
    def printed_by(self) -> str:
        return self.command()

    def entitle(self) -> None:
        national, unresolved = (
            sum(e.finding.scope == s for e in self.tray.evidence) for s in ("national", "unresolved")
        )
        told = f"{counted(national, 'statement')} nationally, {unresolved} unresolved"
        self.title_is(
            self.titles("National and unresolved", "Of no board"),
            [(Run(told, "dim"),), (Run(f"{national} + {unresolved}", "dim"),)],
        )
