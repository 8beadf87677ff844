"""The presenter: the findings of some boards, then the indicators that say most of them, one a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding

from icb_tui.analysis.indicator_periods import describe_period_choice
from icb_tui.analysis.predecessors import replace_with_stand_ins
from icb_tui.filters.wording import name_evidence_types
from icb_tui.output.command_lines import write_print_command
from icb_tui.pages.presenter import IndicatorSlide, Slide, make_indicator_slides, make_slides, write_slide
from icb_tui.text.spans import Span, plain_lines
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.keys.bindings import MANY_STEPS
from icb_tui.tui.panes.slide import SlidePane
from icb_tui.tui.session import ExplorerSession
from icb_tui.tui.theme import Appearance

if TYPE_CHECKING:
    from icb_tui.tui.panes.spoken import Utterance

MANY_CELLS = 500
"""Cells and lines in which each part of a slide has room on one line."""


class PresenterScreen(BaseScreen):
    """The slides of some boards in the explorer's year, of the evidence types of its filter; then their indicators."""

    AUTO_FOCUS = "SlidePane"
    BINDINGS = [
        Binding("space,right,l,j,down,pagedown,enter", "turn(1)", "next", key_display="space"),
        Binding("backspace,left,h,k,up,pageup", "turn(-1)", "previous", key_display="backspace"),
        Binding("g,home", f"turn({-MANY_STEPS})", "first", show=False),
        Binding("G,end", f"turn({MANY_STEPS})", "last", show=False),
        Binding("i", "slide_indicators", "indicators"),
        Binding("o", "source", "source"),
        Binding("escape", "app.pop_screen", "back", key_display="esc"),
    ]

    def __init__(self, session: ExplorerSession, look: Appearance, icbs: Sequence[str]) -> None:
        super().__init__(session, look)
        self.place, self.slide_pane = 0, SlidePane(self.store.data, look)
        view = session.view
        icbs = replace_with_stand_ins(icbs, view.year, view.data)
        cells = self.store.compare_boards(icbs, view.year, view.counted_kinds)
        statements = make_slides([cells[icb, aim] for icb in icbs for aim in view.data.aim])
        series = self.store.list_series(year=view.indicator_year)
        self.icbs, self.first_indicator = icbs, len(statements)
        self.slides: list[Slide | IndicatorSlide] = [*statements, *make_indicator_slides(series, icbs, view.data)]

    def compose_middle(self) -> ComposeResult:
        yield self.slide_pane

    def on_mount(self) -> None:
        self.action_turn(0)

    def describe_focus(self) -> Utterance:
        from icb_tui.spoken.words import MarkRemover, join_sentences, speak_text
        from icb_tui.tui.panes.spoken import Utterance

        data, marks = self.store.data, MarkRemover(self.store.data)
        lines = plain_lines(write_slide(self.slides[self.place], data, MANY_CELLS, MANY_CELLS))
        return Utterance(join_sentences(speak_text(marks.remove_marks(line.strip())) for line in lines))

    @property
    def print_command(self) -> str:
        view = self.session.view
        return write_print_command(view, "brief", *(view.data.icb[icb].label for icb in self.icbs))

    def action_source(self) -> None:
        """Hand out the address of the source of the finding."""
        slide = self.slides[self.place]
        evidence = slide.evidence if isinstance(slide, Slide) else None
        if evidence and evidence.source.url:
            self.hand_out.send_address(evidence.source.url, may_open=self.session.opens_links)
        else:
            is_empty = isinstance(slide, Slide) and not evidence
            self.say("No finding, so no source." if is_empty else "This source has no address.")

    def action_slide_indicators(self) -> None:
        """Go to the first indicator, or from the indicators back to the first finding."""
        self.action_turn(-self.place if self.place >= self.first_indicator else self.first_indicator - self.place)

    def action_turn(self, slides: int) -> None:
        view = self.session.view
        self.place = min(max(self.place + slides, 0), len(self.slides) - 1)
        self.slide_pane.slide = self.slides[self.place]
        about = f"{view.year} · {name_evidence_types(view.filter, view.data)}"
        if isinstance(self.slides[self.place], IndicatorSlide):
            about = describe_period_choice(view.indicator_year)
        left = (Span("Presenter", "bright"), Span(f"  {about}", "dim"))
        self.set_title([left], [(Span(f"screen {self.place + 1} of {len(self.slides)}", "dim"),)])
