"""The filter of the explorer: typed on a line or pointed at, told in words, undone and redone."""

from __future__ import annotations

from msgspec.structs import replace
from textual import events

from icb_tui.domain.dataset import Dataset
from icb_tui.filters.language import UnknownFilterWord, complete_filter, format_filter, parse_filter
from icb_tui.filters.terms import Filter
from icb_tui.filters.wording import describe_filter
from icb_tui.pages import view_steps
from icb_tui.pages.view_state import View
from icb_tui.store.store import Store
from icb_tui.text.cells import join_names
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.bindings import RESERVED_KEYS
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.line_editor import LineEdit, describe_cut_paste
from icb_tui.tui.panes.filter_line import FilterDraft, FilterLine
from icb_tui.tui.panes.filters import FiltersPane
from icb_tui.tui.theme import Appearance


class FilterScreen(BaseScreen):
    """A screen with a FilterLine and Filters. Subclasses have its state, and show the boards that a filter finds."""

    def __init__(self, store: Store, look: Appearance) -> None:
        super().__init__(store, look)
        self._undo: list[Filter] = []
        self._redo: list[Filter] = []

    @property
    def current_view(self) -> View:
        """The view as it stands."""
        raise NotImplementedError

    @property
    def centre_pane(self) -> Canvas:
        """The pane in the centre."""
        raise NotImplementedError

    def show_filter(self, wanted: Filter) -> None:
        """Show the boards of another filter, and say what it asks for."""
        raise NotImplementedError

    def replace_filter_data(self, data: Dataset) -> None:
        """Leave out of the filters that can be gone back to what other data do not have."""
        for filters in (self._undo, self._redo):
            filters[:] = [
                view_steps.replace_data(replace(self.current_view, filter=wanted), data).filter for wanted in filters
            ]

    def action_filters(self) -> None:
        """Type a filter, or point at its options."""
        self.set_class(self.has_class("-narrow"), "-drawer")
        self._show_filter_line(filtering=True)
        self._light_option(pointing=False)
        self._fill_filter_line()

    @property
    def is_filtering(self) -> bool:
        """Whether a filter is being typed, or pointed at."""
        return self.query_one(FilterLine).has_class("-open")

    def _show_filter_line(self, *, filtering: bool) -> None:
        """Put the line that is typed in where the keys stand, or back: a class of the whole screen takes longer."""
        self.query_one(FilterLine).set_class(filtering, "-open")
        self.key_bar.set_class(filtering, "-away")

    def _fill_filter_line(self) -> None:
        """Put the filter that there is into the line, to be typed on."""
        text = format_filter(self.current_view.filter, self.current_view.data)
        self._show_draft(LineEdit.with_text(f"{text} " if text else ""))

    def _light_option(self, *, pointing: bool) -> None:
        """Light the option under the cursor of the filters, or not."""
        filters = self.query_one(FiltersPane)
        filters.lit = pointing
        filters.repaint()

    async def handle_key(self, event: events.Key) -> bool:
        if not self.is_filtering or event.key in RESERVED_KEYS:
            return await super().handle_key(event)
        filters, line = self.query_one(FiltersPane), self.query_one(FilterLine).draft.edit
        options = {"up": -1, "down": 1, "pageup": -6, "pagedown": 6}.get(event.key)
        if event.key == "escape":
            self.action_back()
        elif options and filters.lit:
            filters.move_cursor(options)
        elif options:
            self._light_option(pointing=True)
        elif filters.lit and event.key in ("space", "enter"):
            self.action_choose()
        elif event.key == "enter":
            self._apply_draft(line)
        elif event.key == "tab":
            self._complete_word(line)
        elif (pressed := line.press_key(event.key, event.character)) is not None:
            self._light_option(pointing=False)
            self._show_draft(pressed)
        return True

    def handle_paste(self, text: str) -> None:
        if self.is_filtering:
            pane = self.query_one(FilterLine)
            self._show_draft(line := pane.draft.edit.insert(text))
            if cut := describe_cut_paste(text, line):
                pane.draft = replace(pane.draft, message=f"{cut} {pane.draft.message}")

    def _show_draft(self, line: LineEdit) -> None:
        """Show what is typed, and in words what it asks for."""
        view = self.current_view
        try:
            wanted = parse_filter(line.text, view.data)
        except UnknownFilterWord as error:
            wrong = range(error.start, error.start + max(len(error.word), 1))
            self.query_one(FilterLine).draft = FilterDraft(line, str(error), wrong)
            return
        asked = replace(view, matches=tuple(self.store.match_boards(wanted, view.year, view.as_at)), filter=wanted)
        found = sum(not match.misses for match in asked.matches)
        told = f"{describe_filter(wanted, view.data)}, {view.year}: {found} of {asked.pool_count}"
        self.query_one(FilterLine).draft = FilterDraft(line, told)

    def _complete_word(self, line: LineEdit) -> None:
        text, others = complete_filter(line.text, self.current_view.data)
        self._show_draft(line if others else LineEdit.with_text(text))
        if others:
            pane = self.query_one(FilterLine)
            pane.draft = replace(pane.draft, message=f"Can mean {join_names(others)}.")

    def _apply_draft(self, line: LineEdit) -> None:
        """Show the boards of the filter that was typed, if it can be read."""
        if self.query_one(FilterLine).draft.error_range is None:
            wanted = parse_filter(line.text, self.current_view.data)
            self.action_back()
            self.apply_filter(wanted)

    def action_choose(self) -> None:
        """Choose the option that is pointed at, beside what was typed."""
        wanted = self.current_view.filter
        if self.is_filtering:
            typed = self.query_one(FilterLine).draft
            if typed.error_range:
                return
            wanted = parse_filter(typed.edit.text, self.current_view.data)
        self.apply_filter(wanted.toggle(self.query_one(FiltersPane).cursor_option))
        if self.is_filtering:
            self._fill_filter_line()

    def on_filters_pane_pointed(self) -> None:
        self.action_choose()

    def action_back(self) -> None:
        if self.is_filtering:
            self._light_option(pointing=False)
            self._show_filter_line(filtering=False)
        self.remove_class("-drawer")
        self.set_focus(self.centre_pane)

    def apply_filter(self, wanted: Filter) -> None:
        """Show another filter, and remember the one before for `u`."""
        if wanted != self.current_view.filter:
            self._undo.append(self.current_view.filter)
            self._redo.clear()
            self.show_filter(wanted)

    def action_undo(self) -> None:
        self._step_history(self._undo, self._redo, "undo")

    def action_redo(self) -> None:
        self._step_history(self._redo, self._undo, "redo")

    def _step_history(self, ahead: list[Filter], behind: list[Filter], what: str) -> None:
        """Take the next filter of a list, and keep the present one in the other."""
        if not ahead:
            self.say(f"No filter change to {what}.")
            return
        behind.append(self.current_view.filter)
        self.show_filter(ahead.pop())

    def action_clear(self) -> None:
        self.apply_filter(Filter())
