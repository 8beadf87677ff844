"""The page of one indicator, for one board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.binding import Binding

from icb_tui.analysis.indicator_periods import find_period
from icb_tui.output.command_lines import list_view_options
from icb_tui.output.formats import Table, format_text
from icb_tui.output.indicator_tables import make_indicator_table
from icb_tui.pages.indicator import IndicatorPage, write_indicator_page
from icb_tui.text.spans import PageText, Span
from icb_tui.tui.base.hand_out import CopyChoice
from icb_tui.tui.base.reader import ReadingScreen
from icb_tui.tui.keys.bindings import YEAR_BINDINGS
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View
from icb_tui.views.view_steps import step_along

if TYPE_CHECKING:
    from icb_tui.spoken.page_lines import SpokenLine

MIN_CHART_ROWS, MAX_CHART_ROWS = 7, 16
"""The lines of the trend: a third of the screen, between these."""


class IndicatorScreen(ReadingScreen):
    """An indicator: its definition, its trend for the board, and the board among all."""

    is_of_indicators = True
    BINDINGS = [
        *YEAR_BINDINGS,
        Binding("left,h", "next(-1)", "board", key_display="← →"),
        Binding("right,l", "next(1)", "board", key_display="← →", show=False),
    ]

    def __init__(self, session: ExplorerSession, look: Appearance, icb: str, indicator: str) -> None:
        super().__init__(session, look)
        self.indicator, self.icb = session.view.data.indicator[indicator], icb

    def gather_facts(self) -> None:
        data, year = self.store.data, self.indicator_year
        every_series = self.store.list_series(aim=self.indicator.aim, year=year)
        series = {code: each for (code, id), each in every_series.items() if id == self.indicator.id}
        self.page = IndicatorPage(data, self.indicator, self.icb, series, year, self.session.view.marked)

    def show_view(self, view: View) -> None:
        if find_period(self.indicator, view.indicator_year):
            super().show_view(view)
        else:
            self.say(f"No period ends in {view.indicator_year} or before.")

    def make_table(self) -> Table:
        return self._make_indicator_table(self.current_view)

    def _make_indicator_table(self, view: View) -> Table:
        """The indicator of the boards found."""
        indicator = self.page.indicator
        series = {(icb, indicator.id): each for icb, each in self.page.series.items()}
        return make_indicator_table(replace(view, aim=indicator.aim), series, (indicator.id,))

    def list_file_name_words(self) -> Sequence[str]:
        return (self.page.indicator.id,)

    def explorer_options(self) -> Sequence[str]:
        return list_view_options(self.current_view, "--open", self.page.icb)

    def list_own_copies(self) -> dict[str, CopyChoice]:
        view = replace(self.current_view, rows=(self.page.icb,))
        return {"r": CopyChoice("row", lambda: format_text(self._make_indicator_table(view)))}

    def write_page(self, cells: int) -> PageText:
        return write_indicator_page(self.page, cells, min(max(self.size.height // 3, MIN_CHART_ROWS), MAX_CHART_ROWS))

    def list_spoken_lines(self) -> Sequence[SpokenLine]:
        from icb_tui.spoken.indicator_lines import list_indicator_lines

        return list(list_indicator_lines(self.page))

    @property
    def print_command(self) -> str:
        return self.print_command_for(
            "show", self.page.data.icb[self.page.icb].label, "--aim", self._aim_number, with_indicators=True
        )

    @property
    def _aim_number(self) -> str:
        return str(self.page.data.number_of(self.page.indicator.aim))

    def update_title(self) -> None:
        page, rows = self.page, self.current_view.rows
        icb = page.data.icb[page.icb]
        left = [(Span(f"{name} · {page.indicator.name}", "bright"),) for name in (icb.short_name, icb.label)]
        place = f"board {rows.index(icb.code) + 1} of {len(rows)}" if icb.code in rows else ""
        self.set_title(left, [(Span(place, "dim"),)])

    def action_next(self, boards: int) -> None:
        rows, icb = self.current_view.rows, self.page.icb
        if icb in rows:
            self.icb = step_along(rows, icb, boards)
            self.reload_page()
