"""What was said of some boards, a statement a screen."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding

from icb_tui.filters.wording import name_evidence_types
from icb_tui.pages.presenter import make_slides
from icb_tui.pages.view_state import View
from icb_tui.store.store import Store
from icb_tui.text.spans import Span
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.panes.slide import SlidePane
from icb_tui.tui.theme import Appearance


class PresenterScreen(BaseScreen):
    """The slides of some boards in the browser's year, as the voices of its filter have it."""

    AUTO_FOCUS = "SlidePane"
    BINDINGS = [
        Binding("space,right,l,j,down,pagedown,enter", "turn(1)", "next", key_display="space"),
        Binding("backspace,left,h,k,up,pageup", "turn(-1)", "before", key_display="backspace"),
        Binding("g,home", "turn(-1000000)", "first", show=False),
        Binding("G,end", "turn(1000000)", "last", show=False),
        Binding("escape", "app.pop_screen", "back", key_display="esc"),
    ]

    def __init__(self, store: Store, look: Appearance, view: View, icbs: Sequence[str]) -> None:
        super().__init__(store, look)
        self.now, self.here = view, 0
        cells = store.compare_boards(icbs, view.year, view.counted_kinds)
        self.slides = make_slides([cells[icb, aim] for icb in icbs for aim in view.data.aim])

    def compose_middle(self) -> ComposeResult:
        yield SlidePane(self.now.data, self.look)

    def on_mount(self) -> None:
        self.action_turn(0)

    @property
    def print_command(self) -> str:
        icbs = dict.fromkeys(slide.cell_evidence.cell.icb for slide in self.slides)
        return shlex.join(
            ["icb-tui", "brief", *(self.now.data.icb[icb].label for icb in icbs), "--year", self.now.year]
        )

    def action_turn(self, slides: int) -> None:
        self.here = min(max(self.here + slides, 0), len(self.slides) - 1)
        self.query_one(SlidePane).slide = self.slides[self.here]
        left = (
            Span("Presenter", "bright"),
            Span(f"  {self.now.year} · {name_evidence_types(self.now.filter, self.now.data)}", "dim"),
        )
        self.set_title([left], [(Span(f"{self.here + 1} of {len(self.slides)}", "dim"),)])
