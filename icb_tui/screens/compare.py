"""Two to six boards side by side, and beside them their region and England."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec.structs import replace
from textual import events
from textual.binding import Binding

from icb_tui.clipboard import command_line
from icb_tui.comparison import sentences
from icb_tui.export import Table
from icb_tui.facts import beside, compared
from icb_tui.keys import AIMS, VOICES, WHY, YEARS
from icb_tui.lines import Run, Text
from icb_tui.listing import voices_told
from icb_tui.look import Look
from icb_tui.model import Compared
from icb_tui.pages.compare import Group, Sides, compare_text, shown
from icb_tui.saving import stem_of
from icb_tui.screens.frame import Reader
from icb_tui.screens.handing import Copy
from icb_tui.search import Hit
from icb_tui.sidelisting import side_by_side
from icb_tui.store import Store
from icb_tui.view import LEAST_COMPARED, MOST_COMPARED, View


class Marker(Protocol):
    """Whoever keeps the marks."""

    def unmark(self, icb: str) -> None:
        """Take the mark off a board."""
        ...

    def go_to(self, hit: Hit) -> None:
        """Go to what was found."""
        ...


class CompareScreen(Reader):
    """The comparison of some boards in one year."""

    lasting = True
    flows = False
    BINDINGS = [
        Binding("d", "differences", "differences only"),
        Binding("i", "figures", "figures"),
        Binding("left,h", "sideways(-1)", "column", key_display="← →"),
        Binding("right,l", "sideways(1)", "column", key_display="← →", show=False),
        Binding("less_than_sign", "shift(-1)", "move", key_display="< >"),
        Binding("greater_than_sign", "shift(1)", "move", key_display="< >", show=False),
        Binding("space", "leave", "take out"),
        Binding("plus", "group", "region, England", key_display="+"),
        *AIMS,
        *YEARS,
        *VOICES,
        WHY,
    ]

    def __init__(
        self, store: Store, look: Look, view: View, icbs: Sequence[str], marker: Marker, groups: Sequence[str] = ()
    ) -> None:
        super().__init__(store, look, view)
        self.marker = marker
        self.icbs, self.groups = tuple(icbs), tuple(groups)
        self.sides: Sides | None = None
        self.ask()

    def ask(self) -> None:
        before, now = self.sides, self.now
        self.sides = compared(self.store, self.icbs, self.groups, now.year, now.voices)
        if before:
            at = min(before.at, len(self.sides.columns) - 1)
            self.sides = replace(
                self.sides, at=at, only_differences=before.only_differences, with_figures=before.with_figures
            )

    @property
    def told(self) -> Sides:
        assert self.sides is not None
        return self.sides

    def told_of(self) -> Sequence[str]:
        return self.icbs

    def write(self, cells: int) -> Text:
        return compare_text(self.told, cells)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.entitle()

    @property
    def printed_by(self) -> str:
        return self.printed("compare", *(self.now.data.icb[icb].label for icb in self.icbs), *self.groups)

    def asked(self) -> list[Compared]:
        aim = self.page.place or next(iter(self.now.data.aim))
        columns = [self.told.columns[place] for place in self._visible]
        return [self.told.side.cells[column, aim] for column in columns if not isinstance(column, Group)]

    def table(self) -> Table:
        return side_by_side(self.told, voices_told(self.now))

    def file_name(self) -> str:
        labels = [self.now.data.icb[icb].label.replace("&", "") for icb in self.icbs]
        return f"{stem_of('compared', *labels, *self.groups, self.now.year)}.csv"

    def command(self) -> str:
        plain = replace(self.now, centre="matrix", indicator=None)
        return command_line(plain, "--compare", ",".join((*self.icbs, *self.groups)))

    def own_copies(self) -> dict[str, Copy]:
        return {"c": Copy("the sentences", lambda: "\n".join(said.text for said in sentences(self.told.side)))}

    @property
    def _visible(self) -> range:
        """The places of the columns that fit on the screen."""
        return shown(self.told, max(self.size.width - 2, 1))

    def entitle(self) -> None:
        sides, visible = self.told, self._visible
        number = len(sides.columns)
        part = f"◂ {visible.start + 1} to {visible.stop} of {number} ▸"
        told = f"{number} columns" if len(visible) == number else part
        differing = "differences only · " if sides.only_differences else ""
        self.title_is(self.titles("Side by side", "Compared"), [(Run(differing + told, "dim"),), (Run(told, "dim"),)])

    def _shown(self, sides: Sides, *, from_top: bool = False) -> None:
        self.sides = sides
        self.retold(from_top=from_top)

    def action_differences(self) -> None:
        self._shown(replace(self.told, only_differences=not self.told.only_differences), from_top=True)

    def action_figures(self) -> None:
        """Fold the official figures away, or unfold them."""
        self._shown(replace(self.told, with_figures=not self.told.with_figures))

    def action_sideways(self, columns: int) -> None:
        at = min(max(self.told.at + columns, 0), len(self.told.columns) - 1)
        self._shown(replace(self.told, at=at))

    def action_shift(self, columns: int) -> None:
        """Move the lit board some columns."""
        at, to = self.told.at, self.told.at + columns
        if not (at < len(self.icbs) and 0 <= to < len(self.icbs)):
            self.say("Only boards move, among the boards.")
            return
        order = list(self.icbs)
        order.insert(to, order.pop(at))
        self.icbs, self.sides = tuple(order), replace(self.told, at=to)
        self.changed(self.now)

    def action_leave(self) -> None:
        """Take the lit board or group out."""
        at = self.told.at
        if at >= len(self.icbs):
            left = at - len(self.icbs)
            self.groups = self.groups[:left] + self.groups[left + 1 :]
        elif len(self.icbs) + len(self.groups) <= LEAST_COMPARED or len(self.icbs) == 1:
            self.say(f"A comparison needs {LEAST_COMPARED} columns, one of them a board; esc leaves it.")
            return
        else:
            self.marker.unmark(self.icbs[at])
            self.icbs = self.icbs[:at] + self.icbs[at + 1 :]
        self.changed(self.now)

    def go_to(self, hit: Hit) -> None:
        """Put a board that was found, or its region, beside the others; go elsewhere to anything else."""
        if hit.kind == "board":
            self.compare_boards((hit.id,))
        elif hit.kind == "region":
            self.groups = tuple(dict.fromkeys((*self.groups, hit.id)))
            self.changed(self.now)
        else:
            self.marker.go_to(hit)

    def compare_boards(self, icbs: tuple[str, ...]) -> None:
        """Put boards beside the others, as many as there is place for."""
        joined = tuple(dict.fromkeys((*self.icbs, *icbs)))
        if len(joined) > MOST_COMPARED:
            self.say(f"At most {MOST_COMPARED} boards can be compared.")
            return
        self.icbs = joined
        self.sides = replace(self.told, at=len(joined) - 1)
        self.changed(self.now)

    def action_group(self) -> None:
        """Put the next group beside the boards: their regions, then England; after the last, none."""
        possible = beside(self.icbs, self.now.data)
        more = [group for group in possible if group not in self.groups]
        self.groups = (*self.groups, more[0]) if more else ()
        at = len(self.icbs) + len(self.groups) - 1 if more else 0
        self.sides = replace(self.told, at=at)
        self.changed(self.now)
