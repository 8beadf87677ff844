"""The statements of a year that name no board: said nationally, or under a name that is no ICB's."""

from __future__ import annotations

from icb_tui.domain.phrases import format_count
from icb_tui.output.command_lines import write_print_command
from icb_tui.output.finding_tables import make_national_table
from icb_tui.output.formats import PAGE_WIDTH, Table
from icb_tui.output.save import make_file_stem
from icb_tui.pages.national import NationalPage, write_national_page
from icb_tui.pages.view_state import View
from icb_tui.store.store import Store
from icb_tui.text.spans import PageText, Span
from icb_tui.tui.base.reader import ReadingScreen
from icb_tui.tui.bindings import AIM_BINDINGS, EVIDENCE_BINDINGS, YEAR_BINDINGS
from icb_tui.tui.theme import Appearance


class NationalScreen(ReadingScreen):
    """The tray, opened in the browser's year."""

    can_reload = True
    BINDINGS = [*AIM_BINDINGS, *YEAR_BINDINGS, *EVIDENCE_BINDINGS]

    def __init__(self, store: Store, look: Appearance, view: View) -> None:
        super().__init__(store, look, view)
        self.gather_facts()

    def gather_facts(self) -> None:
        now = self.current_view
        self.page = NationalPage(
            now.data, now.year, self.store.list_evidence(None, year=now.year, voices=now.counted_kinds)
        )

    def make_table(self) -> Table:
        return make_national_table(self.current_view, self.page.evidence, PAGE_WIDTH)

    def suggest_file_name(self) -> str:
        return f"{make_file_stem('national', self.current_view.year)}.csv"

    def explorer_command(self) -> str:
        return write_print_command(self.current_view, "national")

    def write_page(self, cells: int) -> PageText:
        return write_national_page(self.page, cells)

    @property
    def print_command(self) -> str:
        return self.explorer_command()

    def update_title(self) -> None:
        national, unresolved = (
            sum(e.finding.scope == s for e in self.page.evidence) for s in ("national", "unresolved")
        )
        told = f"{format_count(national, 'statement')} nationally, {unresolved} unresolved"
        self.set_title(
            self.list_titles("National and unresolved", "Of no board"),
            [(Span(told, "dim"),), (Span(f"{national} + {unresolved}", "dim"),)],
        )
