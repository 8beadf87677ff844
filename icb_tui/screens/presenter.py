"""What was said of some boards, a statement a screen."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding

from icb_tui.grammar import hearing
from icb_tui.lines import Run
from icb_tui.look import Look
from icb_tui.pages.presenter import slides
from icb_tui.panes.slide import SlidePane
from icb_tui.screens.frame import Frame
from icb_tui.store import Store
from icb_tui.view import View


class PresenterScreen(Frame):
    """The slides of some boards in the browser's year, as the voices of its filter have it."""

    AUTO_FOCUS = "SlidePane"
    BINDINGS = [
        Binding("space,right,l,j,down,pagedown,enter", "turn(1)", "next", key_display="space"),
        Binding("backspace,left,h,k,up,pageup", "turn(-1)", "before", key_display="backspace"),
        Binding("g,home", "turn(-1000000)", "first", show=False),
        Binding("G,end", "turn(1000000)", "last", show=False),
        Binding("escape", "app.pop_screen", "back", key_display="esc"),
    ]

    def __init__(self, store: Store, look: Look, view: View, icbs: Sequence[str]) -> None:
        super().__init__(store, look)
        self.now, self.here = view, 0
        cells = store.compare(icbs, view.year, view.voices)
        self.slides = slides([cells[icb, aim] for icb in icbs for aim in view.data.aim])

    def middle(self) -> ComposeResult:
        yield SlidePane(self.now.data, self.look)

    def on_mount(self) -> None:
        self.action_turn(0)

    @property
    def printed_by(self) -> str:
        icbs = dict.fromkeys(slide.told.cell.icb for slide in self.slides)
        return shlex.join(
            ["icb-tui", "brief", *(self.now.data.icb[icb].label for icb in icbs), "--year", self.now.year]
        )

    def action_turn(self, slides: int) -> None:
        self.here = min(max(self.here + slides, 0), len(self.slides) - 1)
        self.query_one(SlidePane).slide = self.slides[self.here]
        left = (
            Run("Presenter", "bright"),
            Run(f"  {self.now.year} · {hearing(self.now.wanted, self.now.data)}", "dim"),
        )
        self.title_is([left], [(Run(f"{self.here + 1} of {len(self.slides)}", "dim"),)])
