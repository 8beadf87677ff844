"""What the screens of a session share: the explorer's view, the marked boards, and what can be gone back to."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

from msgspec.structs import replace

from icb_tui.domain.answers import Cell, Evidence
from icb_tui.domain.dataset import Dataset
from icb_tui.filters.terms import Filter
from icb_tui.store.store import Store
from icb_tui.views import view_steps
from icb_tui.views.view_state import View

_Step = TypeVar("_Step")

SILENT_CELLS = ("not-mentioned", "not-in-being")
"""The reasons for which a cell has no finding at all: the store need not be asked for any."""

MAX_REMEMBERED_STEPS = 100
"""How many views can be gone back to, and how many changes can be undone: a session may stay open for days."""

Marks = tuple[str, ...]
"""The codes of the marked boards."""

Changes = deque[Filter | Marks]
"""What the filter or the marks were before each change, the last one at the end."""

Changed = Literal["filter", "marks"]
"""What an undone or redone change changes."""


class ExplorerSession:
    """The one owner of view, marks and history. Every screen is handed it, and no screen keeps a copy of the marks.

    `view` is what the explorer shows, with the marked boards in it. `on_change` is called after each change of it.
    `opens_links`: the address of a source is opened, not copied. `served_at` is the address of the server whose page
    shows the explorer in a browser; "" in a terminal.
    """

    def __init__(self, store: Store, start: View, *, opens_links: bool = False, served_at: str = "") -> None:
        self.store, self.view, self.opens_links, self.served_at = store, start, opens_links, served_at
        self.on_change: Callable[[], None] = lambda: None
        self._past_views: deque[View] = deque(maxlen=MAX_REMEMBERED_STEPS)
        self._before_trial: View | None = None
        self._undo: Changes = deque(maxlen=MAX_REMEMBERED_STEPS)
        self._redo: Changes = deque(maxlen=MAX_REMEMBERED_STEPS)

    def answer_view(self, view: View) -> View:
        """Return a view with the store's answers for its filter and year."""
        cells = self.store.year_cells(view.year, view.counted_kinds)
        matches = self.store.match_boards(view.filter, view.year, view.as_at, view.indicator_year)
        counts = self.store.count_options(view.filter, view.year, view.as_at, view.indicator_year)
        by_year = self.store.count_findings_by_year(view.counted_kinds)
        return replace(view_steps.apply_answers(view, matches, counts, cells), year_counts=by_year)

    def show_view(self, view: View) -> None:
        """Show a view whose answers are there, and remember the one before if it showed other boards."""
        if view_steps.shows_other_boards(self.view, view):
            self._past_views.append(self.view)
        self.put_view(view)

    def put_view(self, view: View) -> None:
        """Show a view without remembering the one before; add what its cursor needs: indicators and evidence."""
        if not view.series and (view.centre == "indicators" or view.indicator):
            series = self.store.list_series(year=view.indicator_year)
            view = view_steps.order_rows(replace(view, series=series))
        self.view = replace(view, icb=view.icb or view.cursor_icb, evidence=self.find_evidence(view))
        self.on_change()

    def find_evidence(self, view: View) -> tuple[Evidence, ...]:
        """Return the findings of the cell under the cursor: all where the rule is shown, else the first ones."""
        cells = [compared.cell for compared in view.cursor_evidence]
        return tuple(e for cell in cells for e in self._find_cell_evidence(cell, view))

    def _find_cell_evidence(self, cell: Cell, view: View) -> Sequence[Evidence]:
        """The findings of one cell. What names no board is none of a board's that stands in for another."""
        nationally = cell.missing == "said-nationally"
        if cell.missing in SILENT_CELLS or (nationally and cell.icb != view.cursor_icb):
            return ()
        ask = self.store.list_evidence if view.shows_why and not nationally else self.store.glimpse_evidence
        return ask(None if nationally else cell.icb, aim=cell.aim, year=cell.year, voices=view.counted_kinds)

    def toggle_mark(self, icb: str) -> None:
        """Mark a board, or unmark it where it is marked."""
        self.apply_marks(view_steps.toggle_mark(self.view, icb).marked)

    def mark_only(self, icbs: Sequence[str]) -> None:
        """Mark these boards, as far as the data has them, and no other."""
        self.apply_marks(tuple(icb for icb in icbs if icb in self.view.data.icb))

    def apply_marks(self, marked: Marks, icb: str | None = None) -> None:
        """Mark these boards, put the cursor on `icb` if it is given, and remember the marks before for undo."""
        if marked != self.view.marked:
            self._record_change(self.view.marked)
            self.put_view(replace(self.view, marked=marked, icb=icb or self.view.icb))

    def apply_filter(self, wanted_filter: Filter) -> bool:
        """Show the boards of a filter, and remember the one before; False where it is the same."""
        self.try_filter(wanted_filter)
        return self.keep_filter()

    def try_filter(self, wanted_filter: Filter) -> None:
        """Show the boards of a filter that may change further before it is kept or dropped, as while it is typed."""
        if wanted_filter != self.view.filter:
            self._before_trial = self._before_trial or self.view
            self.put_view(self.answer_view(view_steps.replace_filter(self.view, wanted_filter)))

    def keep_filter(self) -> bool:
        """Remember what was shown before a filter was tried, for undo and to go back to; False where it is the same."""
        before, self._before_trial = self._before_trial, None
        if before is None or before.filter == self.view.filter:
            return False
        self._record_change(before.filter)
        self._past_views.append(before)
        return True

    def drop_filter(self) -> None:
        """Show again the boards of the filter before one was tried."""
        if before := self._before_trial:
            self.try_filter(before.filter)
            self.put_view(replace(self.view, aim=before.aim, indicator=before.indicator))
            self._before_trial = None

    def _record_change(self, before: Filter | Marks) -> None:
        self._undo.append(before)
        self._redo.clear()

    def undo_change(self) -> Changed | None:
        """Go back to the filter or the marks before, and return which of them; None where there was no change."""
        return self._swap_change(self._undo, self._redo)

    def redo_change(self) -> Changed | None:
        """Make the last undone change again, and return what it changes; None where there is none."""
        return self._swap_change(self._redo, self._undo)

    def _swap_change(self, taken: Changes, given: Changes) -> Changed | None:
        """Show the last filter or marks of one list, and put the present ones on the other."""
        if not taken:
            return None
        wanted = taken.pop()
        if isinstance(wanted, Filter):
            given.append(self.view.filter)
            self._show_filter(wanted)
            return "filter"
        given.append(self.view.marked)
        self.put_view(replace(self.view, marked=wanted))
        return "marks"

    def _show_filter(self, wanted_filter: Filter) -> None:
        self.show_view(self.answer_view(view_steps.replace_filter(self.view, wanted_filter)))

    @property
    def past_count(self) -> int:
        """How many views can be gone back to."""
        return len(self._past_views)

    def restore_last_view(self) -> bool:
        """Go back to the view before, with the marks and the cursor's board of now; False where there is none."""
        if not self._past_views:
            return False
        before = replace(self._past_views.pop(), marked=self.view.marked, icb=self.view.icb)
        self.put_view(self.answer_view(before))
        return True

    def reload_data(self) -> None:
        """Take over the store's data, which were read again: what they do not have leaves the view and the history."""
        data = self.store.data
        for changes in (self._undo, self._redo):
            _replace_each(changes, lambda change: self._replace_data_of_change(change, data))
        _replace_each(self._past_views, lambda view: view_steps.replace_data(view, data))
        self._before_trial = self._before_trial and view_steps.replace_data(self._before_trial, data)
        self.put_view(self.answer_view(view_steps.replace_data(self.view, data)))

    def _replace_data_of_change(self, change: Filter | Marks, data: Dataset) -> Filter | Marks:
        """A filter or marks of the history, without what the data does not have."""
        if isinstance(change, Filter):
            return view_steps.replace_data(replace(self.view, filter=change), data).filter
        return view_steps.replace_data(replace(self.view, marked=change), data).marked


def _replace_each(steps: deque[_Step], make: Callable[[_Step], _Step]) -> None:
    """Put another in place of each step of a history."""
    made = [make(each) for each in steps]
    steps.clear()
    steps.extend(made)
