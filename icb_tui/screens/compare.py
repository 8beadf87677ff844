"""Two to six boards side by side."""

from __future__ import annotations

from msgspec.structs import replace
from textual import events
from textual.binding import Binding

from icb_tui.keys import AIMS, VOICES, WHY, YEARS
from icb_tui.lines import Run, Text
from icb_tui.look import Look
from icb_tui.model import Compared
from icb_tui.pages.compare import Sides, compare_text, shown
from icb_tui.screens.frame import Reader
from icb_tui.store import Store
from icb_tui.view import View


class CompareScreen(Reader):
    """The comparison of some boards in one year."""

    BINDINGS = [
        Binding("d", "differences", "differences only"),
        Binding("left,h", "sideways(-1)", "boards", key_display="← →"),
        Binding("right,l", "sideways(1)", "boards", show=False),
        *AIMS,
        *YEARS,
        *VOICES,
        WHY,
    ]

    def __init__(self, store: Store, look: Look, view: View, icbs: tuple[str, ...]) -> None:
        super().__init__(store, look, view)
        self.sides = Sides(view.data, icbs, view.year, {})
        self.ask()

    def ask(self) -> None:
        now = self.now
        cells = self.store.compare(self.sides.icbs, now.year, now.voices)
        self.sides = replace(self.sides, year=now.year, cells=cells)

    def write(self, cells: int) -> Text:
        return compare_text(self.sides, cells)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.entitle()

    def asked(self) -> list[Compared]:
        aims = list(self.now.data.aim)
        aim = self.page.place or aims[0]
        return [self.sides.cells[icb, aim] for icb in self._visible]

    @property
    def _visible(self) -> tuple[str, ...]:
        """The boards that fit on the screen."""
        return shown(self.sides, max(self.size.width - 2, 1))

    def entitle(self) -> None:
        sides = self.sides
        visible = self._visible
        start = sides.icbs.index(visible[0]) + 1
        part = f"boards {start} to {start + len(visible) - 1} of {len(sides.icbs)}"
        told = f"{len(sides.icbs)} boards" if len(visible) == len(sides.icbs) else f"◂ {part} ▸"
        differing = "differences only · " if sides.only_differences else ""
        self.title_is(self.titles("Side by side", "Compared"), [(Run(differing + told, "dim"),), (Run(told, "dim"),)])

    def _shown(self, sides: Sides, *, from_top: bool = False) -> None:
        self.sides = sides
        self.retold(from_top=from_top)

    def action_differences(self) -> None:
        self._shown(replace(self.sides, only_differences=not self.sides.only_differences), from_top=True)

    def action_sideways(self, boards: int) -> None:
        first = len(self.sides.icbs) - len(self._visible)
        self._shown(replace(self.sides, first=min(max(self.sides.first + boards, 0), first)))

    def action_aim(self, number: int) -> None:
        aims = list(self.now.data.aim)
        if number <= len(aims):
            self.page.jump(aims[number - 1])
            self.rewhy()
