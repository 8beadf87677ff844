"""The columns of a pane with a row for each board: their widths, and what stands before the first of them."""

from __future__ import annotations

from typing import Literal, NamedTuple

from icb_tui.domain.phrases import MARK_OWN
from icb_tui.text.cells import cell_width
from icb_tui.text.spans import Span, column_span
from icb_tui.views.view_state import View

Heading = int | Literal["name", "region"]
"""What a heading stands over: a column by its place, the names, or the regions."""

MARK_CELLS = 3
"""The cells before a name, for the mark."""

USUAL_NAME_CELLS = 38
"""The cells that all names but the longest need, with a space after them."""


class ColumnWidths(NamedTuple):
    """The widths of a row, in cells: the name, the label at its end, each column, and the region (0: left out).

    `first` is the place of the first column shown, where there is not room for all. `values` are the cells of the
    values in each column, where they are numbers.
    """

    name: int
    label: int
    cells: tuple[int, ...]
    first: int = 0
    region: int = 0
    values: tuple[int, ...] = ()

    @property
    def lead_cells(self) -> int:
        """The cells before the first column."""
        return MARK_CELLS + self.name + self.region

    @property
    def rooms(self) -> list[int]:
        """The cells of each column that can be written on: a blank one is between two columns."""
        return [cells - (place < len(self.cells)) for place, cells in enumerate(self.cells, 1)]

    def find_heading(self, x: int) -> Heading | None:
        """Which heading stands at a cell of the line, if any."""
        if x < self.lead_cells - self.region:
            return "name"
        return "region" if x < self.lead_cells else self.find_column(x)

    def find_column(self, x: int) -> int | None:
        """Which column stands at a cell of the line: its place, or None for the board itself."""
        x -= self.lead_cells
        if x < 0:
            return None
        for place, cells in enumerate(self.cells, self.first):
            if x < cells:
                return place
            x -= cells
        return None


def lead_spans(view: View, code: str, sizes: ColumnWidths, *, here: bool, lit: bool) -> list[Span]:
    """The mark, the name and the label of a board; lit where the cursor is on the board itself.

    A name that needs the room of the label has it: the mark of the user's own data stays.
    """
    icb = view.data.icb[code]
    own = MARK_OWN if view.data.find_origin("icbs", code) else ""
    has_room = cell_width(icb.short_name) < sizes.name - sizes.label
    beside = f" {icb.label}{own}" if has_room else f" {own}" if own else ""
    beside_cells = sizes.label if has_room else cell_width(beside)
    style, ground = "bright" if code == view.cursor_icb else "text", "cell" if here and lit else ""
    runs = [
        Span(" ● " if code in view.marked else "   ", "key"),
        column_span(icb.short_name, sizes.name - 1 - beside_cells, style, ground),
        column_span(beside, beside_cells + 1, "dim"),
    ]
    return [*runs, column_span(view.data.region[icb.region].name, sizes.region, "dim")] if sizes.region else runs


def write_name_heading(view: View) -> str:
    """The heading of the names, with an arrow where they or their regions order the rows."""
    return {"name": "ICB ↓", "region": "ICB by region ↓"}.get(view.sort, "ICB")


def longest_region_cells(view: View) -> int:
    """The cells that the longest name of a region takes, with space after it; none where it heads its boards."""
    return 0 if view.sort == "region" else max(cell_width(region.name) for region in view.data.regions) + 2


def longest_label_cells(view: View) -> int:
    """The cells that the longest label takes, with a space before it."""
    own = len(MARK_OWN) if view.data.own_folders else 0
    return max((cell_width(view.data.icb[match.icb].label) for match in view.matches), default=4) + own + 1


def longest_name_cells(view: View) -> int:
    """The cells that the longest name takes, with its label and a space after it."""
    longest = max((cell_width(view.data.icb[match.icb].short_name) for match in view.matches), default=20)
    return longest + longest_label_cells(view) + 1
