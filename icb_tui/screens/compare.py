"""Two to six boards side by side."""

from __future__ import annotations

from msgspec.structs import replace
from textual import events
from textual.binding import Binding

from icb_tui import view as steps
from icb_tui.grammar import hearing
from icb_tui.keys import AIMS, YEARS
from icb_tui.lines import Run
from icb_tui.look import Look
from icb_tui.model import Compared
from icb_tui.page import Text
from icb_tui.panes.compare import Sides, compare_text, shown
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
    ]

    def __init__(self, store: Store, look: Look, view: View, icbs: tuple[str, ...]) -> None:
        super().__init__(look)
        self.store, self.now = store, view
        self.sides = Sides(view.data, icbs, view.year, self._cells(icbs, view.year))

    def _cells(self, icbs: tuple[str, ...], year: str) -> dict[tuple[str, str], Compared]:
        return self.store.compare(icbs, year, self.now.voices)

    def write(self, cells: int) -> Text:
        return compare_text(self.sides, cells)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._title()

    @property
    def _visible(self) -> tuple[str, ...]:
        """The boards that fit on the screen."""
        return shown(self.sides, max(self.size.width - 2, 1))

    def _title(self) -> None:
        sides = self.sides
        visible = self._visible
        start = sides.icbs.index(visible[0]) + 1
        part = f"boards {start} to {start + len(visible) - 1} of {len(sides.icbs)}"
        told = f"{len(sides.icbs)} boards" if len(visible) == len(sides.icbs) else f"◂ {part} ▸"
        left = (
            Run("Side by side", "bright"),
            Run(f"  {sides.year} · {hearing(self.now.wanted, self.now.data)}", "dim"),
        )
        told = f"{'differences only · ' if sides.only_differences else ''}{told}"
        self.title_is([left], [(Run(told, "dim"),)])

    def _changed(self, sides: Sides, *, from_top: bool = False) -> None:
        self.sides = sides
        self._title()
        self.page.rewrite(from_top=from_top)

    def action_differences(self) -> None:
        self._changed(replace(self.sides, only_differences=not self.sides.only_differences), from_top=True)

    def action_sideways(self, boards: int) -> None:
        first = len(self.sides.icbs) - len(self._visible)
        self._changed(replace(self.sides, first=min(max(self.sides.first + boards, 0), first)))

    def action_aim(self, number: int) -> None:
        aims = list(self.now.data.aim)
        if number <= len(aims):
            self.page.jump(aims[number - 1])

    def action_year(self, years: int) -> None:
        self.now = steps.in_year(self.now, steps.year_moved(self.now, years))
        cells = self._cells(self.sides.icbs, self.now.year)
        self._changed(replace(self.sides, year=self.now.year, cells=cells))
