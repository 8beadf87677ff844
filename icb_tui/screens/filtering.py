"""The filter of the explorer: typed on a line or pointed at, told in words, undone and redone."""

from __future__ import annotations

from msgspec.structs import replace
from textual import events

from icb_tui import view as steps
from icb_tui.canvas import Canvas
from icb_tui.editing import Editor, told_cut
from icb_tui.grammar import UnknownWord, completed, parse, reading, unparse
from icb_tui.keys import LEAVING
from icb_tui.look import Look
from icb_tui.model import Dataset, Filter
from icb_tui.panes.filterline import FilterLine, Typed
from icb_tui.panes.filters import Filters
from icb_tui.screens.frame import Frame
from icb_tui.store import Store
from icb_tui.text import one_of
from icb_tui.view import View


class Filtering(Frame):
    """A screen with a FilterLine and Filters. Subclasses have its state, and show the boards that a filter finds."""

    def __init__(self, store: Store, look: Look) -> None:
        super().__init__(store, look)
        self._undo: list[Filter] = []
        self._redo: list[Filter] = []

    @property
    def now(self) -> View:
        """The view as it stands."""
        raise NotImplementedError

    @property
    def middle_pane(self) -> Canvas:
        """The pane in the centre."""
        raise NotImplementedError

    def filtered(self, wanted: Filter) -> None:
        """Show the boards of another filter, and say what it asks for."""
        raise NotImplementedError

    def renew_filters(self, data: Dataset) -> None:
        """Leave out of the filters that can be gone back to what other data do not have."""
        for filters in (self._undo, self._redo):
            filters[:] = [steps.renewed(replace(self.now, wanted=wanted), data).wanted for wanted in filters]

    def action_filters(self) -> None:
        """Type a filter, or point at its options."""
        self.set_class(self.has_class("-narrow"), "-drawer")
        self._swap(filtering=True)
        self._light(pointing=False)
        self._fill()

    @property
    def filtering(self) -> bool:
        """Whether a filter is being typed, or pointed at."""
        return self.query_one(FilterLine).has_class("-open")

    def _swap(self, *, filtering: bool) -> None:
        """Put the line that is typed in where the keys stand, or back: a class of the whole screen takes longer."""
        self.query_one(FilterLine).set_class(filtering, "-open")
        self.bar.set_class(filtering, "-away")

    def _fill(self) -> None:
        """Put the filter that there is into the line, to be typed on."""
        text = unparse(self.now.wanted, self.now.data)
        self._typed(Editor.holding(f"{text} " if text else ""))

    def _light(self, *, pointing: bool) -> None:
        """Light the option under the cursor of the filters, or not."""
        filters = self.query_one(Filters)
        filters.lit = pointing
        filters.repaint()

    async def typed(self, event: events.Key) -> bool:
        if not self.filtering or event.key in LEAVING:
            return await super().typed(event)
        filters, line = self.query_one(Filters), self.query_one(FilterLine).typed.line
        options = {"up": -1, "down": 1, "pageup": -6, "pagedown": 6}.get(event.key)
        if event.key == "escape":
            self.action_back()
        elif options and filters.lit:
            filters.move(options)
        elif options:
            self._light(pointing=True)
        elif filters.lit and event.key in ("space", "enter"):
            self.action_choose()
        elif event.key == "enter":
            self._take(line)
        elif event.key == "tab":
            self._complete(line)
        elif (pressed := line.pressed(event.key, event.character)) is not None:
            self._light(pointing=False)
            self._typed(pressed)
        return True

    def pasted(self, text: str) -> None:
        if self.filtering:
            pane = self.query_one(FilterLine)
            self._typed(line := pane.typed.line.insert(text))
            if cut := told_cut(text, line):
                pane.typed = replace(pane.typed, told=f"{cut} {pane.typed.told}")

    def _typed(self, line: Editor) -> None:
        """Show what is typed, and in words what it asks for."""
        view = self.now
        try:
            wanted = parse(line.text, view.data)
        except UnknownWord as error:
            wrong = range(error.start, error.start + max(len(error.word), 1))
            self.query_one(FilterLine).typed = Typed(line, str(error), wrong)
            return
        asked = replace(view, matches=tuple(self.store.find(wanted, view.year, view.as_at)), wanted=wanted)
        found = sum(not match.misses for match in asked.matches)
        told = f"{reading(wanted, view.data)}, {view.year}: {found} of {asked.pool}"
        self.query_one(FilterLine).typed = Typed(line, told)

    def _complete(self, line: Editor) -> None:
        text, others = completed(line.text, self.now.data)
        self._typed(line if others else Editor.holding(text))
        if others:
            pane = self.query_one(FilterLine)
            pane.typed = replace(pane.typed, told=f"Can mean {one_of(others)}.")

    def _take(self, line: Editor) -> None:
        """Show the boards of the filter that was typed, if it can be read."""
        if self.query_one(FilterLine).typed.wrong is None:
            wanted = parse(line.text, self.now.data)
            self.action_back()
            self.filter_by(wanted)

    def action_choose(self) -> None:
        """Choose the option that is pointed at, beside what was typed."""
        wanted = self.now.wanted
        if self.filtering:
            typed = self.query_one(FilterLine).typed
            if typed.wrong:
                return
            wanted = parse(typed.line.text, self.now.data)
        self.filter_by(wanted.toggled(self.query_one(Filters).option))
        if self.filtering:
            self._fill()

    def on_filters_pointed(self) -> None:
        self.action_choose()

    def action_back(self) -> None:
        if self.filtering:
            self._light(pointing=False)
            self._swap(filtering=False)
        self.remove_class("-drawer")
        self.set_focus(self.middle_pane)

    def filter_by(self, wanted: Filter) -> None:
        """Show another filter, and remember the one before for `u`."""
        if wanted != self.now.wanted:
            self._undo.append(self.now.wanted)
            self._redo.clear()
            self.filtered(wanted)

    def action_undo(self) -> None:
        self._step(self._undo, self._redo, "undo")

    def action_redo(self) -> None:
        self._step(self._redo, self._undo, "redo")

    def _step(self, ahead: list[Filter], behind: list[Filter], what: str) -> None:
        """Take the next filter of a list, and keep the present one in the other."""
        if not ahead:
            self.say(f"No filter change to {what}.")
            return
        behind.append(self.now.wanted)
        self.filtered(ahead.pop())

    def action_clear(self) -> None:
        self.filter_by(Filter())
