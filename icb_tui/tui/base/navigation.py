"""Moving about in the explorer: the cursor, the year, the order, the centre, the marks, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from icb_tui.analysis.indicator_periods import find_period
from icb_tui.domain.dataset import ALL_YEARS, in_year
from icb_tui.domain.phrases import format_count, format_date
from icb_tui.tui.board_columns import Heading
from icb_tui.tui.session import ExplorerSession
from icb_tui.views import map_places, view_steps
from icb_tui.views.view_state import Centre, View

if TYPE_CHECKING:
    from icb_tui.domain.name_search import SearchHit


class NavigationController:
    """Carries out on the session what the keys of the explorer ask for; `say` says what came of it."""

    def __init__(self, session: ExplorerSession, say: Callable[[str], None]) -> None:
        self._session, self._say = session, say

    @property
    def _view(self) -> View:
        return self._session.view

    def move_rows(self, rows: int) -> None:
        """Move the cursor up or down: some rows, or on the map one tile."""
        if self._view.centre == "map":
            self._session.show_view(map_places.move_to_neighbour(self._view, 0, max(min(rows, 1), -1)))
        else:
            self._session.show_view(view_steps.move_cursor(self._view, rows))

    def move_columns(self, columns: int) -> None:
        """Move the cursor left or right."""
        if self._view.centre == "map":
            self._session.show_view(map_places.move_to_neighbour(self._view, columns, 0))
        else:
            self._session.show_view(view_steps.move_sideways(self._view, columns))

    def move_to_board(self, icb: str) -> None:
        """Put the cursor on a board."""
        self._session.show_view(replace(self._view, icb=icb))

    def move_to_cell(self, icb: str, column: int | None) -> None:
        """Put the cursor on a board and the place of a column (None: on the board itself)."""
        self._session.show_view(view_steps.move_to_column(replace(self._view, icb=icb), column))

    def move_to_aim(self, number: int) -> None:
        """Go to the aim of this number; 0 is the board itself."""
        aims = [None, *self._view.data.aim]
        if number < len(aims):
            self._session.show_view(view_steps.move_to_aim(self._view, aims[number]))

    def change_year(self, years: int) -> None:
        """Go some years on."""
        of_indicators = self._view.shows_indicators
        view = view_steps.step_year(self._view, years, of_indicators=of_indicators)
        if view is self._view:
            self._say(describe_last_year(view, years, of_indicators=of_indicators))
        else:
            self._session.show_view(self._session.answer_view(view))

    def show_year(self, year: str) -> None:
        """Go to a year, or to all years."""
        self._session.show_view(self._session.answer_view(view_steps.choose_year(self._view, year)))

    def toggle_today(self) -> None:
        """Change between the boards of the year and those that are open today."""
        view = self._view
        as_at = None if view.as_at else view.data.newest_opening
        self._session.show_view(self._session.answer_view(replace(view, as_at=as_at)))
        whose = f"Today's boards, as at {format_date(as_at)}" if as_at else f"Boards open {in_year(view.year)}"
        self._say(f"{whose}: {self._view.year_count}.")

    def change_order(self) -> None:
        """Order the rows in the next way."""
        self._session.show_view(view_steps.next_order(self._view))

    def order_by_heading(self, heading: Heading) -> None:
        """Order the rows by a column, and the second time from its other end; or by name or region."""
        view = self._view
        if isinstance(heading, int):
            self._session.show_view(view_steps.order_by_column(view, heading))
        else:
            self._session.show_view(view_steps.order_rows(replace(view, sort=heading)))

    def toggle_why(self) -> None:
        """Show the rule that a rating comes from, or hide it."""
        self._session.show_view(replace(self._view, shows_why=not self._view.shows_why))

    def toggle_map(self) -> None:
        """Change between the map and what was in the centre: the matrix, or the indicators it shows fifths of."""
        before: Centre = "indicators" if self._view.indicator else "matrix"
        self.show_centre(before if self._view.centre == "map" else "map")

    def toggle_indicators(self) -> None:
        """Change between the matrix and the indicators of the cursor's aim."""
        self.show_centre("matrix" if self._view.centre == "indicators" else "indicators")

    def show_centre(self, centre: Centre) -> None:
        """Show the matrix, the indicators or the map in the centre."""
        if centre != self._view.centre:
            self._session.show_view(view_steps.change_centre(self._view, centre))

    def toggle_mark(self) -> None:
        """Mark the board under the cursor, or unmark it."""
        if self._view.cursor_icb:
            self._session.toggle_mark(self._view.cursor_icb)

    def mark_cursor(self) -> None:
        """Mark the board under the cursor, or unmark it, and go to the next row; the map has no rows."""
        view = self._view
        if view.cursor_icb:
            after = view if view.centre == "map" else view_steps.move_cursor(view, 1)
            self._session.apply_marks(view_steps.toggle_mark(view, view.cursor_icb).marked, after.icb)

    def mark_shown(self) -> None:
        """Mark every board shown, beside those that are marked, and say how many are marked."""
        if not self._view.rows:
            self._say("No boards are shown, so none were marked.")
            return
        self.mark_only(tuple(dict.fromkeys((*self._view.marked, *self._view.rows))))

    def clear_marks(self) -> None:
        """Remove every mark."""
        self._say("All marks removed." if self._view.marked else "No board is marked.")
        self._session.mark_only(())

    def mark_only(self, icbs: Sequence[str]) -> None:
        """Mark these boards and no other, and say how many they are."""
        self._session.mark_only(icbs)
        self._say(f"{format_count(len(self._view.marked), 'board')} marked.")

    def go_back(self) -> None:
        """Go back to the view before: its filter, year, evidence types, order, and what was in the centre."""
        if not self._session.restore_last_view():
            self._say("No earlier view.")
            return
        count = self._session.past_count
        more = f"{format_count(count, 'earlier view')}." if count else "This is the first view."
        self._say(f"Back. {more}")

    def go_to(self, hit: SearchHit) -> None:
        """Go to an aim or an indicator that was found."""
        if hit.kind == "aim":
            self._session.show_view(view_steps.move_to_aim(self._view, hit.id))
        elif hit.kind == "indicator":
            if not find_period(self._view.data.indicator[hit.id], self._view.indicator_year):
                self._say(f"No period ends in {self._view.year} or before. The newest period is shown.")
                self.show_year(ALL_YEARS)
            self.show_centre("indicators")
            view = view_steps.move_to_aim(self._view, self._view.data.indicator[hit.id].aim)
            self._session.show_view(view_steps.order_rows(replace(view, indicator=hit.id)))


def describe_last_year(view: View, years: int, *, of_indicators: bool = False) -> str:
    """Return the message that no step follows (or none before, for negative `years`) the year of a view."""
    if years < 0:
        return f"{view.year} is the oldest year in the data."
    shown = "The newest period of each indicator is" if of_indicators else "All years are"
    return f"{shown} shown already. Press [ for the year before."
