"""The filter of the explorer: typed on a line or pointed at, put into words, undone and redone."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from textual import events

from icb_tui.domain.phrases import format_count
from icb_tui.filters.language import UnknownFilterWord, complete_filter, format_filter, parse_filter
from icb_tui.filters.terms import Filter
from icb_tui.filters.wording import describe_matches
from icb_tui.pages.view_state import count_pool
from icb_tui.text.cells import join_names
from icb_tui.tui.line_editor import LineEdit, describe_cut_paste
from icb_tui.tui.panes.filter_line import FilterDraft, FilterLine
from icb_tui.tui.panes.filters import PAGE_OPTIONS, FiltersPane
from icb_tui.tui.session import Changed, ExplorerSession

OPTION_STEPS = {"up": -1, "down": 1, "pageup": -PAGE_OPTIONS, "pagedown": PAGE_OPTIONS}
"""How many options the keys go while a filter is typed or pointed at."""


class FilterController:
    """Takes the keys while a filter is typed or pointed at, and shows the boards that it finds.

    `show_line` shows the line in place of the key bar, or the key bar again; `say` says what came of a key.
    """

    def __init__(
        self,
        session: ExplorerSession,
        line: FilterLine,
        options: FiltersPane,
        show_line: Callable[[bool], None],
        say: Callable[[str], None],
    ) -> None:
        self._session, self._line, self._options = session, line, options
        self._show_line, self._say = show_line, say
        self.is_open = False

    def open_line(self) -> None:
        """Type a filter, or point at its options."""
        self._set_open(is_open=True)
        self._fill_line()

    def close_line(self) -> None:
        """Stop typing and pointing; what was typed is forgotten."""
        if self.is_open:
            self._set_open(is_open=False)

    def _set_open(self, *, is_open: bool) -> None:
        self.is_open = is_open
        self._options.light_cursor(lit=False)
        self._show_line(is_open)

    def _fill_line(self) -> None:
        """Put the filter that there is into the line, to be typed on."""
        text = format_filter(self._session.view.filter, self._session.view.data)
        self._show_draft(LineEdit.with_text(f"{text} " if text else ""))

    def press_key(self, event: events.Key) -> None:
        """Take a key while the line is open."""
        steps, line = OPTION_STEPS.get(event.key), self._line.draft.edit
        if event.key == "escape":
            self.close_line()
        elif steps and self._options.lit:
            self._options.move_cursor(steps)
        elif steps:
            self._options.light_cursor(lit=True)
        elif self._options.lit and event.key in ("space", "enter"):
            self.choose_option()
        elif event.key == "enter":
            self._apply_draft()
        elif event.key == "tab":
            self._complete_word(line)
        elif (pressed := line.press_key(event.key, event.character)) is not None:
            self._options.light_cursor(lit=False)
            self._show_draft(pressed)

    def insert_text(self, text: str) -> None:
        """Take a pasted text while the line is open."""
        self._show_draft(line := self._line.draft.edit.insert(text))
        if cut := describe_cut_paste(text, line):
            self._line.draft = replace(self._line.draft, message=f"{cut} {self._line.draft.message}")

    def _show_draft(self, line: LineEdit) -> None:
        """Show what is typed, and in words what it asks for."""
        view = self._session.view
        try:
            wanted_filter = parse_filter(line.text, view.data)
        except UnknownFilterWord as error:
            wrong = range(error.start, error.start + max(len(error.word), 1))
            self._line.draft = FilterDraft(line, str(error), wrong)
            return
        matches = self._session.store.match_boards(wanted_filter, view.year, view.as_at)
        found = sum(not match.misses for match in matches)
        words = describe_matches(wanted_filter, view.data, view.year, found, count_pool(matches))
        self._line.draft = FilterDraft(line, words)

    def _complete_word(self, line: LineEdit) -> None:
        text, others = complete_filter(line.text, self._session.view.data)
        self._show_draft(line if others else LineEdit.with_text(text))
        if others:
            self._line.draft = replace(self._line.draft, message=f"Several words match: {join_names(others)}.")

    def _read_draft(self) -> Filter | None:
        """The filter that was typed; None if it cannot be read."""
        draft = self._line.draft
        return None if draft.error_range else parse_filter(draft.edit.text, self._session.view.data)

    def _apply_draft(self) -> None:
        wanted_filter = self._read_draft()
        if wanted_filter is not None:
            self.close_line()
            self.apply_filter(wanted_filter)

    def choose_option(self) -> None:
        """Choose the option that is pointed at, beside what was typed."""
        wanted_filter = self._read_draft() if self.is_open else self._session.view.filter
        if wanted_filter is not None:
            self.apply_filter(wanted_filter.toggle(self._options.cursor_option))
            if self.is_open:
                self._fill_line()

    def apply_filter(self, wanted_filter: Filter) -> None:
        """Show the boards of a filter, and say what it asks for."""
        if self._session.apply_filter(wanted_filter):
            self._say_filter()

    def clear_filter(self) -> None:
        """Show every board."""
        self.apply_filter(Filter())

    def undo(self) -> None:
        """Undo the last change of the filter or the marks."""
        self._say_change(self._session.undo_change(), "Nothing to undo.")

    def redo(self) -> None:
        """Make the change that was undone again."""
        self._say_change(self._session.redo_change(), "Nothing to redo.")

    def _say_change(self, changed: Changed | None, nothing: str) -> None:
        if changed == "filter":
            self._say_filter()
        else:
            self._say(f"{format_count(len(self._session.view.marked), 'board')} marked." if changed else nothing)

    def _say_filter(self) -> None:
        view = self._session.view
        words = describe_matches(view.filter, view.data, view.year, len(view.rows), view.pool_count)
        self._say(words if view.filter else "")
