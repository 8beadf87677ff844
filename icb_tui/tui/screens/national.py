"""The page of the findings of a year that name no board: England-wide ones, and those whose name is no ICB's."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.output.finding_tables import make_national_table
from icb_tui.output.formats import PAGE_WIDTH, Table
from icb_tui.pages.national import NationalPage, write_national_page
from icb_tui.text.spans import PageText, Span
from icb_tui.tui.base.reader import ReadingScreen
from icb_tui.tui.keys.bindings import AIM_BINDINGS, EVIDENCE_BINDINGS, SOURCE_BINDINGS, YEAR_BINDINGS


class NationalScreen(ReadingScreen):
    """The findings of a year that name no board, opened in the explorer's year."""

    can_reload = True
    BINDINGS = [*AIM_BINDINGS, *YEAR_BINDINGS, *EVIDENCE_BINDINGS, *SOURCE_BINDINGS]

    def gather_facts(self) -> None:
        view = self.current_view
        evidence = self.store.list_evidence(None, year=view.year, voices=view.counted_kinds)
        self.page = NationalPage(view.data, view.year, evidence)

    def make_table(self) -> Table:
        return make_national_table(self.current_view, self.page.evidence, PAGE_WIDTH)

    def list_file_name_words(self) -> Sequence[str]:
        return "national", self.year

    @property
    def print_command(self) -> str:
        return self.print_command_for("national")

    def explorer_command(self) -> str:
        return self.print_command

    def write_page(self, cells: int) -> PageText:
        return write_national_page(self.page, cells)

    def update_title(self) -> None:
        national, unmatched = (
            sum(e.finding.scope == s for e in self.page.evidence) for s in ("national", "unresolved")
        )
        counts = f"{national} England-wide, {unmatched} unmatched"
        self.set_title(
            self.list_titles("England-wide and unmatched", "England-wide"),
            [(Span(counts, "dim"),), (Span(f"{national} + {unmatched}", "dim"),)],
        )
