"""A screen with one page to read at length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from icb_tui.domain.answers import CellEvidence
from icb_tui.domain.cell_words import explain_rating
from icb_tui.domain.phrases import introduce_evidence_types
from icb_tui.text.spans import Line, PageText, Spans, plain_lines
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.base.navigation import describe_last_year
from icb_tui.tui.base.spoken_reader import PLAIN_TEXT_CELLS, SpokenReader
from icb_tui.tui.keys.bindings import SOURCE_KEYS, movement_bindings
from icb_tui.tui.panes.why import WhyPane
from icb_tui.tui.reading_pane import ReadingPane
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance
from icb_tui.tui.titles import write_page_titles
from icb_tui.views import view_steps
from icb_tui.views.view_state import View

if TYPE_CHECKING:
    from icb_tui.spoken.page_lines import SpokenLine
    from icb_tui.tui.panes.spoken import Utterance


class ReadingScreen(BaseScreen):
    """A screen with one page to read at length.

    Its year, filter and aim are its own, and are forgotten with it; marks, rows and all else are the session's.
    """

    AUTO_FOCUS = "ReadingPane"
    start = ""
    """The place of the text at which the page opens."""
    can_reload = False
    """Whether the page asks the store for all its facts, and so can be written again from other data."""
    is_of_indicators = False
    """Whether the years that `[` and `]` go through are those of indicators, which begin with the newest period."""
    flows = True
    """Whether the page is prose, which is read in two columns on a wide screen; tables take the whole width."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "back", key_display="esc"),
        *movement_bindings("go", "page"),
    ]

    def __init__(self, session: ExplorerSession, look: Appearance, view: View | None = None) -> None:
        super().__init__(session, look)
        self._set_place(view or session.view)
        self.why_pane = WhyPane(self.store.data, look)

    def _set_place(self, view: View) -> None:
        """Keep of a view what is the page's own."""
        self.year, self.indicator_year, self.filter, self.aim = view.year, view.indicator_year, view.filter, view.aim

    @property
    def current_view(self) -> View:
        """The explorer's view, in the page's own year, evidence types and aim."""
        view = replace(self.session.view, year=self.year, indicator_year=self.indicator_year, filter=self.filter)
        return view if view.aim == self.aim else view_steps.move_to_aim(view, self.aim)

    @cached_property
    def _drawn_page(self) -> ReadingPane:
        return ReadingPane(self.look, self.write_page, at=self.start, flows=self.flows)

    @property
    def reading_pane(self) -> ReadingPane | SpokenReader:
        """Where the reading is."""
        return self.spoken_reader if self.speech else self._drawn_page

    def compose_middle(self) -> ComposeResult:
        if not self.speech:
            yield self._drawn_page
        yield self.why_pane

    def write_page(self, cells: int) -> PageText:
        """Return the text of the page at this width."""
        raise NotImplementedError

    @cached_property
    def spoken_reader(self) -> SpokenReader:
        """Where the reading is, where the page is read aloud."""
        return SpokenReader(self.list_spoken_lines, self.list_spoken_places, self._repaint_speech, at=self.start)

    def _repaint_speech(self) -> None:
        if self.speech:
            self.speech.pane.repaint()

    def list_spoken_lines(self) -> Sequence[SpokenLine]:
        """Return the page as it is read aloud: what its table says."""
        from icb_tui.spoken.page_lines import list_table_lines

        table = self.make_table()
        return list_table_lines(table, self.store.data) if table else ()

    def list_spoken_places(self) -> Mapping[str, str]:
        """Return how the headings of the places begin that can be gone to."""
        return {aim.id: f"{number} " for number, aim in enumerate(self.store.data.aims, 1)}

    def describe_focus(self) -> Utterance:
        from icb_tui.spoken.words import join_sentences
        from icb_tui.tui.panes.spoken import Utterance

        why = self.list_why_cells() if self.has_class("-why") else ()
        reasons = (explain_rating(each.cell, each.evidence, self.store.data) for each in why)
        return Utterance(join_sentences([self.spoken_reader.said, *reasons]))

    def write_plain_page(self, cells: int) -> PageText:
        """Return the page as plain text has it."""
        return self.write_page(cells)

    def plain_text_lines(self) -> Sequence[str]:
        if self.speech:
            return [line.said for line in self.list_spoken_lines()]
        title = plain_lines([Line(tuple(self.title_bar.wordings[0][0]))])
        text = self.write_plain_page(min(PLAIN_TEXT_CELLS, self.reading_pane.text_cells))
        return [*title, "", *plain_lines([*text.head, *text.lines])]

    def gather_facts(self) -> None:
        """Ask the store for the facts of the page in its year and evidence types; a page may need none."""

    def update_title(self) -> None:
        """Write the title bar."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.gather_facts()
        self.update_title()

    def on_screen_resume(self) -> None:
        """Write the title again: on the page above this one the marks may have changed."""
        self.update_title()

    def show_view(self, view: View) -> None:
        """Show the page for another year, other evidence types or another aim."""
        self._set_place(view)
        self.reload_page()

    def reload_page(self) -> None:
        """Ask the store again for what the page shows, and write it."""
        self.gather_facts()
        self.rewrite_page()

    def list_boards_shown(self) -> Sequence[str]:
        """Return the boards that the page is about: it is closed when the data no longer has them."""
        return ()

    def reload_data(self) -> bool:
        data = self.store.data
        if not self.can_reload or not all(icb in data.icb for icb in self.list_boards_shown()):
            return False
        self.why_pane.data = data
        self.show_view(view_steps.replace_data(self.current_view, data))
        return True

    def rewrite_page(self, *, from_top: bool = False) -> None:
        """Write the page anew from what is known."""
        self.update_title()
        self.reading_pane.rewrite_text(from_top=from_top)
        self.update_why()

    def action_year(self, years: int) -> None:
        before = self.current_view
        view = view_steps.step_year(before, years, of_indicators=self.is_of_indicators)
        if view is before:
            self.say(describe_last_year(view, years, of_indicators=self.is_of_indicators))
        else:
            self.show_view(view)

    def action_show_year(self, year: str) -> None:
        """Show the page for another year, or for all years."""
        self.show_view(view_steps.choose_year(self.current_view, year))

    def action_aim(self, number: int) -> None:
        """Go to an aim's part of the page, if it has one."""
        aims = list(self.current_view.data.aim)
        if number <= len(aims):
            self.reading_pane.jump_to(aims[number - 1])
            self.update_why()

    def action_voice(self, steps: int) -> None:
        self.show_view(replace(self.current_view, filter=view_steps.next_evidence_type(self.current_view, steps)))
        self.say(introduce_evidence_types(self.current_view.counted_kinds, self.current_view.data))

    def list_titles(self, name: str, short: str, *, year: bool = True) -> list[Spans]:
        """Return the left of the title bar, the fullest first."""
        return write_page_titles(self.current_view, name, short, year=year)

    def print_command_for(self, *words: str, with_indicators: bool = False) -> str:
        """The command that prints the same facts in the page's year and evidence types."""
        from icb_tui.output.command_lines import write_print_command

        return write_print_command(self.current_view, *words, with_indicators=with_indicators)

    def list_why_cells(self) -> Sequence[CellEvidence]:
        """Return the cells whose rule `w` shows: those that are read."""
        return ()

    def action_why(self) -> None:
        self.set_class(not self.has_class("-why"), "-why")
        self.update_why()

    def update_why(self) -> None:
        """Tell the rule for what is read now, if it is asked for."""
        if self.has_class("-why"):
            self.why_pane.cells_shown = tuple(self.list_why_cells())

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.update_why()

    def action_next_source(self, steps: int) -> None:
        """Light the next source of the page, and say what can be done with it."""
        chosen = self.reading_pane.choose_source(steps)
        does = "opens" if self.session.opens_links else "copies"
        number = f"Source {chosen.number} of {chosen.of}." if chosen else ""
        self.say(f"{number} o {does} its address." if chosen else "No source on this page has an address.")

    async def handle_key(self, event: events.Key) -> bool:
        """Take the keys that hand out the address of the source that is lit, before any binding does."""
        if await super().handle_key(event):
            return True
        chosen = self.reading_pane.chosen_source if event.key in SOURCE_KEYS else None
        if chosen:
            self.hand_out.send_address(chosen.address, may_open=self.session.opens_links)
        return chosen is not None

    def action_go(self, lines: int) -> None:
        self.reading_pane.scroll_lines(lines)
        self.update_why()

    def action_page(self, pages: int) -> None:
        self.reading_pane.scroll_pages(pages)
        self.update_why()
