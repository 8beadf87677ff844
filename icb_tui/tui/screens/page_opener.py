"""Opening pages over the explorer: each screen is loaded when it is first opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from textual.widget import AwaitMount

from icb_tui.domain.records import Finding
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.views import view_steps
from icb_tui.views.view_state import View


class PageOpener:
    """Opens pages over the explorer's screen; `mark_only` marks boards and no other, and says so there."""

    def __init__(self, screen: BaseScreen, mark_only: Callable[[Sequence[str]], None]) -> None:
        self._screen, self._mark_only = screen, mark_only
        self._session, self._look = screen.session, screen.look

    def _push(self, page: BaseScreen) -> AwaitMount:
        return self._screen.app.push_screen(page)

    def open_cursor(self) -> None:
        """Open the page of the board under the cursor."""
        if self._session.view.cursor_icb:
            self.open_page(self._session.view.cursor_icb)

    def open_page(self, icb: str) -> None:
        """Open the page of a board; where the cursor is on an indicator, the indicator's page for it."""
        if indicator := self._session.view.indicator:
            from icb_tui.tui.screens.indicator import IndicatorScreen

            self._push(IndicatorScreen(self._session, self._look, icb, indicator))
        else:
            self.open_board(icb)

    def open_board(self, icb: str, view: View | None = None) -> None:
        """Open the page of a board, in the year and at the aim of a view; it need not be among those found."""
        from icb_tui.tui.screens.board import BoardScreen

        self._push(BoardScreen(self._session, self._look, icb, view))

    def open_finding(self, finding: Finding) -> None:
        """Open the page that a finding stands on, in its year: its board's, or that of the findings of no board."""
        view = self._session.view
        counted = view.filter if finding.kind in view.counted_kinds else view.filter.with_evidence_types()
        view = replace(view_steps.choose_year(view, finding.year), aim=finding.aim, filter=counted)
        if finding.icb:
            self.open_board(finding.icb, view)
        else:
            self.open_national(view)

    def open_national(self, view: View | None = None) -> None:
        """Open the findings that name no board that there is, in the year of a view."""
        from icb_tui.tui.screens.national import NationalScreen

        self._push(NationalScreen(self._session, self._look, view))

    def open_coverage(self) -> None:
        """Open the page of coverage."""
        from icb_tui.tui.screens.coverage import CoverageScreen

        self._push(CoverageScreen(self._session, self._look))

    def open_board_sets(self) -> None:
        """Open the user's sets of boards."""
        from icb_tui.tui.screens.board_sets import BoardSetsScreen

        self._push(BoardSetsScreen(self._session, self._look, self._mark_only))

    def compare_marked(self) -> None:
        """Open the comparison of the marked boards."""
        from icb_tui.tui.screens.compare import compare_marked

        compare_marked(self._screen)

    def compare_similar(self) -> None:
        """Open the comparison of the board under the cursor with the boards most like it, or say what is missing."""
        from icb_tui.analysis.similar import describe_missing_facts, find_similar

        if not (icb := self._session.view.cursor_icb):
            return
        data = self._session.store.data
        found = find_similar(data.icb[icb], data, self._session.store.list_series().values())
        if found.nearest:
            self.open_comparison((icb, *(each.icb for each in found.nearest)))
        else:
            self._screen.say(describe_missing_facts(found, data))

    def open_comparison(self, icbs: Sequence[str], groups: Sequence[str] = ()) -> None:
        """Open the comparison of these boards, with these groups beside them."""
        from icb_tui.tui.screens.compare import CompareScreen

        self._push(CompareScreen(self._session, self._look, icbs, groups))

    def open_presenter(self) -> None:
        """Show the findings of the marked boards, or of the one under the cursor, one a screen."""
        from icb_tui.tui.screens.presenter import PresenterScreen

        if icbs := self._session.view.target_icbs:
            self._push(PresenterScreen(self._session, self._look, icbs))

    async def open_briefs(self) -> None:
        """Show a page of Markdown on each marked board, or on the one under the cursor."""
        from icb_tui.tui.screens.plain_text import BriefScreen

        if icbs := self._session.view.target_icbs:
            await self._push(BriefScreen(self._session, self._look, icbs, self._session.view))
