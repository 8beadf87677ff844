"""The filter of the explorer: typed on a line or pointed at, put into words, undone and redone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import events

from icb_tui.domain.phrases import explain_counted_types, format_count, introduce_evidence_types
from icb_tui.filters.options import toggle_option
from icb_tui.filters.terms import Filter, Term
from icb_tui.filters.wording import label_term
from icb_tui.text.cells import join_names
from icb_tui.tui.base.size_classes import MIN_WIDE_COLUMNS
from icb_tui.tui.canvas import Canvas
from icb_tui.tui.line_editor import LineEdit, describe_cut_paste
from icb_tui.tui.panes.filter_line import FilterDraft, FilterLine
from icb_tui.tui.panes.filters import FACET_HEADINGS, PAGE_OPTIONS, FiltersPane
from icb_tui.tui.session import Changed, ExplorerSession
from icb_tui.views.view_steps import next_evidence_type

if TYPE_CHECKING:
    from icb_tui.tui.panes.spoken import Utterance

OPTION_STEPS = {"up": -1, "down": 1, "pageup": -PAGE_OPTIONS, "pagedown": PAGE_OPTIONS}
"""How many options the keys go while a filter is typed or pointed at."""


class FilterController:
    """Takes the keys while a filter is typed or pointed at, and shows the boards that it finds.

    `show_line` shows the line in place of the key bar, or the key bar again; `show_options` the options, or where there
    is no room for both the table that follows what is typed; `say` says what came of a key.
    """

    def __init__(
        self,
        session: ExplorerSession,
        line: FilterLine,
        options: FiltersPane,
        show_line: Callable[[bool], None],
        show_options: Callable[[bool], None],
        say: Callable[[str], None],
    ) -> None:
        self._session, self._line, self._options = session, line, options
        self._show_line, self._show_options, self._say = show_line, show_options, say
        self.is_open = self._hides_options = False

    def open_line(self) -> None:
        """Type a filter, or point at its options."""
        self._set_open(is_open=True)
        self._fill_line()

    def close_line(self) -> None:
        """Stop typing and pointing, with the filter of before the typing."""
        if self.is_open:
            self._session.drop_filter()
            self._set_open(is_open=False)

    def keep_line(self) -> None:
        """Stop typing and pointing, and keep the filter that is shown."""
        if self.is_open:
            self._set_open(is_open=False)
            if self._session.keep_filter():
                self._say_filter()

    def _set_open(self, *, is_open: bool) -> None:
        self.is_open = is_open
        self._options.light_cursor(lit=False)
        self._options.set_class(self._hides_options and not is_open, "-away")
        self._show_options(True)
        self._show_line(is_open)

    def toggle_options(self) -> None:
        """Hide the options beside the table, or show them again; while a filter is typed they are shown."""
        if self._options.screen.has_class("-narrow"):
            self._say(f"The filters stand beside the boards from {MIN_WIDE_COLUMNS} columns on. Press f to open them.")
            return
        self._hides_options = not self._hides_options
        self._options.set_class(self._hides_options, "-away")
        self._show_line(False)  # a pane that is hidden must not keep the keys

    def _fill_line(self) -> None:
        """Put the filter that there is into the line, to be typed on."""
        from icb_tui.filters.language import format_filter

        text = format_filter(self._session.view.filter, self._session.view.data)
        self._show_draft(LineEdit.with_text(f"{text} " if text else ""))

    def press_key(self, event: events.Key) -> None:
        """Take a key while the line is open."""
        steps, line = OPTION_STEPS.get(event.key), self._line.draft.edit
        if event.key == "escape":
            self.close_line()
        elif steps:
            self._point_at_option(steps)
        elif self._options.lit and event.key == "space":
            self.choose_option()
        elif event.key == "enter":
            if not self._refuse_draft():
                self.keep_line()
        elif event.key == "tab":
            self._complete_word(line)
        elif (pressed := line.press_key(event.key, event.character)) is not None:
            self._options.light_cursor(lit=False)
            self._show_options(False)
            self._show_draft(pressed)

    def insert_text(self, text: str) -> None:
        """Take a pasted text while the line is open."""
        self._show_draft(line := self._line.draft.edit.insert(text))
        if cut := describe_cut_paste(text, line):
            self._add_note(f"{cut} {self._line.draft.note}")

    def _show_draft(self, line: LineEdit) -> None:
        """Show what is typed, and the boards that it asks for, as far as it can be read yet."""
        from icb_tui.filters.drafts import read_draft

        wanted_filter, refused = read_draft(line.text, self._session.view.data)
        self._session.try_filter(wanted_filter)
        unread = range(refused.start, refused.start + max(len(refused.word), 1)) if refused else None
        self._line.draft = FilterDraft(line, self._describe_filter(), str(refused or ""), unread)

    @property
    def focus_pane(self) -> Canvas:
        """What the keys are for while the line is open: the options when one is pointed at, else the line."""
        return self._options if self._options.lit else self._line

    def describe_draft(self) -> Utterance:
        """Return what is said while the line is open: an option that is pointed at, else what the line asks for."""
        from icb_tui.spoken.words import speak_text
        from icb_tui.tui.panes.spoken import Utterance

        draft, is_pointing = self._line.draft, self._options.lit
        is_quiet = bool(draft.unread and not draft.is_refused)
        said = (
            draft.note
            if is_pointing or draft.is_refused
            else draft.message
            if is_quiet
            else f"{draft.message} {draft.note}"
        )
        return Utterance(speak_text(said), "Filter:", draft.edit, is_typed=not is_pointing)

    def _add_note(self, note: str) -> None:
        self._line.draft = replace(self._line.draft, note=note)

    def _complete_word(self, line: LineEdit) -> None:
        from icb_tui.filters.language import complete_filter

        text, others = complete_filter(line.text, self._session.view.data)
        self._show_draft(line if others else LineEdit.with_text(text))
        if others:
            self._add_note(f"Several words match: {join_names(others)}.")

    def _refuse_draft(self) -> bool:
        """Say as an error what cannot be read of the line, if anything."""
        self._line.draft = replace(self._line.draft, is_refused=self._line.draft.unread is not None)
        return self._line.draft.is_refused

    def _point_at_option(self, steps: int) -> None:
        """Light the option under the cursor, or go some options on; say what choosing it does."""
        if self._options.lit:
            self._options.move_cursor(steps)
        self._options.light_cursor(lit=True)
        self._show_options(True)
        if not self._line.draft.unread:
            self._add_note(self._describe_option())

    def _describe_option(self) -> str:
        """What `space` does to the option that is pointed at, and how many boards are found then."""
        view, option = self._session.view, self._options.cursor_option
        wanted_filter = toggle_option(view.filter, option, view.data)
        if option.facet == "evidence":
            return f"space: {explain_counted_types(wanted_filter.counted_kinds(view.data.kind), view.data)}"
        matches = self._session.store.match_boards(wanted_filter, view.year, view.as_at, view.indicator_year)
        found = sum(not match.misses for match in matches)
        name = f"“{FACET_HEADINGS[option.facet]}: {label_term(option, view.data)}”"
        return f"space {'removes' if option in view.filter.terms else 'adds'} {name}: {found} of {len(matches)}"

    def choose_option(self) -> None:
        """Choose the option that is pointed at, beside what was typed, or take it away."""
        if self.is_open and self._refuse_draft():
            return
        view, option = self._session.view, self._options.cursor_option
        self._session.apply_filter(toggle_option(view.filter, option, view.data))
        if self.is_open:
            self._fill_line()
            self._add_note(self._describe_option())
        elif option.facet == "evidence":
            self._say_evidence_types()
        else:
            self._say_filter()

    def change_evidence_type(self, steps: int) -> None:
        """Let the findings of the next evidence type count alone, or of all."""
        self._session.apply_filter(next_evidence_type(self._session.view, steps))
        self._say_evidence_types()

    def _say_evidence_types(self) -> None:
        """Say which evidence types count now, and what that does to ratings."""
        view = self._session.view
        boards = [view.option_counts[Term("evidence", kind)] for kind in view.filter.values_of("evidence")]
        of_boards = f", on {boards[0]} of {view.year_count} boards" if len(boards) == 1 else ""
        self._say(introduce_evidence_types(view.counted_kinds, view.data, of_boards))

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
        self._say(self._describe_filter() if self._session.view.filter else "")

    def _describe_filter(self) -> str:
        return self._session.view.describe_matches()
