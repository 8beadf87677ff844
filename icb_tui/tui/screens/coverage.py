"""The page of coverage: how many findings there are, and where the gaps are."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.filters.language import format_filter
from icb_tui.filters.wording import describe_filter
from icb_tui.output.command_lines import write_print_command
from icb_tui.output.data_tables import make_coverage_table
from icb_tui.output.formats import PAGE_WIDTH, Table
from icb_tui.pages.coverage import write_coverage_page
from icb_tui.pages.gather import gather_coverage
from icb_tui.text.spans import PageText, Span
from icb_tui.tui.base.reader import ReadingScreen
from icb_tui.tui.keys.bindings import EVIDENCE_BINDINGS
from icb_tui.views.view_state import make_pool_filter


class CoverageScreen(ReadingScreen):
    """The coverage of the boards of the explorer's regions and status, in every year."""

    can_reload = True
    flows = False
    BINDINGS = [*EVIDENCE_BINDINGS]

    def gather_facts(self) -> None:
        self.page = gather_coverage(self.store, self.current_view)

    def make_table(self) -> Table:
        return make_coverage_table(self.current_view, self.store, PAGE_WIDTH)

    def list_file_name_words(self) -> Sequence[str]:
        return "coverage", self._pool_text

    @property
    def print_command(self) -> str:
        return write_print_command(self.current_view, "coverage", self._pool_text, year=False)

    def explorer_command(self) -> str:
        return self.print_command

    @property
    def _pool_text(self) -> str:
        """The regions and status that the boards are of, as a filter is typed."""
        return format_filter(make_pool_filter(self.current_view.filter), self.current_view.data)

    def write_page(self, cells: int) -> PageText:
        return write_coverage_page(self.page, cells)

    def update_title(self) -> None:
        pool = make_pool_filter(self.current_view.filter)
        where = describe_filter(pool, self.current_view.data) if pool else "all ICBs"
        self.set_title(self.list_titles("Coverage", "Coverage", year=False), [(Span(where, "dim"),)])
