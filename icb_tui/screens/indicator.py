"""The page of one indicator, for one board."""

from __future__ import annotations

from msgspec.structs import replace
from textual.binding import Binding

from icb_tui.clipboard import command_line
from icb_tui.export import Table, as_text
from icb_tui.lines import Run, Text
from icb_tui.look import Look
from icb_tui.pages.indicator import Official, indicator_text
from icb_tui.saving import stem_of
from icb_tui.screens.frame import Reader
from icb_tui.screens.handing import Copy
from icb_tui.sidelisting import official
from icb_tui.store import Store
from icb_tui.view import View


class IndicatorScreen(Reader):
    """An indicator: its definition, its trend for the board, and the board among all."""

    BINDINGS = [
        Binding("left,h", "next(-1)", "board", key_display="← →"),
        Binding("right,l", "next(1)", "board", key_display="← →", show=False),
    ]

    def __init__(self, store: Store, look: Look, view: View, icb: str, indicator: str) -> None:
        super().__init__(store, look, view)
        series = {code: series for (code, each), series in view.series.items() if each == indicator}
        self.official = Official(view.data, view.data.indicator[indicator], icb, series)

    def table(self) -> Table:
        return self._listed(self.now)

    def _listed(self, view: View) -> Table:
        """The indicator of the boards found."""
        of = self.official.indicator
        series = {(icb, of.id): each for icb, each in self.official.series.items()}
        return official(replace(view, aim=of.aim), series, of.id)

    def file_name(self) -> str:
        return f"{stem_of(self.official.indicator.id)}.csv"

    def command(self) -> str:
        return command_line(self.now, "--open", self.official.icb)

    def own_copies(self) -> dict[str, Copy]:
        here = replace(self.now, rows=(self.official.icb,))
        return {"r": Copy("the row", lambda: as_text(self._listed(here)))}

    def write(self, cells: int) -> Text:
        return indicator_text(self.official, cells)

    @property
    def printed_by(self) -> str:
        return self.printed("show", self.official.data.icb[self.official.icb].label, "--aim", self._aim)

    @property
    def _aim(self) -> str:
        return str(self.official.data.number_of(self.official.indicator.aim))

    def entitle(self) -> None:
        official, rows = self.official, self.now.rows
        icb = official.data.icb[official.icb]
        left = [(Run(f"{name} · {official.indicator.name}", "bright"),) for name in (icb.short_name, icb.label)]
        place = f"{rows.index(icb.code) + 1} of {len(rows)}" if icb.code in rows else ""
        self.title_is(left, [(Run(place, "dim"),)])

    def action_next(self, boards: int) -> None:
        rows, icb = self.now.rows, self.official.icb
        if icb in rows:
            code = rows[min(max(rows.index(icb) + boards, 0), len(rows) - 1)]
            self.official = replace(self.official, icb=code)
            self.retold()
