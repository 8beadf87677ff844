"""The matrix: a row for each board found, a column for each aim, a letter and a symbol in each cell."""

from __future__ import annotations

from icb_tui import ladder
from icb_tui.lines import Line, Run, column, line
from icb_tui.rows import NAME, Columns, Rows, lead, longest_name, longest_region
from icb_tui.text import width
from icb_tui.view import View

CUT = 10
"""The cells to which a long heading is cut before a shorter one is."""
WORDS, WIDEST = 19, 22
"""The cells from which on a column has room for the words of a rating, and the most that it is given."""


def columns(view: View, cells: int) -> Columns:
    """Share out the width: the aims as wide as their headings, unless that would cut the names below NAME."""
    aims = list(view.data.aims)
    mark, label_cells = 3, 6 if cells >= 64 else 0
    least = 7 if cells >= 64 else 4
    room = cells - mark - label_cells
    headings = [width(heading(view, place)) + 1 for place in range(len(aims))]
    name = min(longest_name(view), max(room - sum(headings), min(NAME, room - len(aims) * least)))
    left = max(room - name, 0)
    region = longest_region(view)
    whole = max(headings) + 1
    if left - region < len(aims) * whole:
        return Columns(mark, max(name, 8), label_cells, _shared(headings, left, least))
    size = min((left - region) // len(aims), WIDEST)
    return Columns(mark, name, label_cells, (size,) * len(aims), region=region)


def _shared(wanted: list[int], room: int, least: int) -> tuple[int, ...]:
    """As much for each as it wants; the widest give way first, down to CUT, so that the others stay whole."""
    given = list(wanted)
    while sum(given) > room and max(given) > least:
        widest = max(
            range(len(given)), key=lambda n: (given[n] > CUT, wanted[n], given[n]) if max(given) > CUT else (given[n],)
        )
        given[widest] -= 1
    return tuple(given)


def heading(view: View, place: int) -> str:
    """What stands over an aim's column: its key and its short name."""
    return view.data.numbered(view.data.aims[place].id)


def _short_heading(view: View, place: int, cells: int) -> Run:
    """A heading that fits: below six cells the key alone, for two letters of a name tell nothing."""
    style = "key" if view.data.aims[place].id == view.aim else "head"
    return column(heading(view, place) if cells > 5 else str(place + 1), cells, style)


def header(view: View, sizes: Columns) -> Line:
    """The line above the boards; the column of the cursor is lit, and the one that orders the rows is marked."""
    by_name = " ↓" if view.sort == "name" or (view.sort == "rating" and view.aim is None) else ""
    runs = [
        Run(" " * sizes.mark),
        column(f"ICB{by_name}", sizes.name + sizes.label, "key" if view.aim is None else "head"),
    ]
    if sizes.region:
        runs.append(column("Region", sizes.region, "head"))
    for place, (aim, cells) in enumerate(zip(view.data.aims, sizes.cells, strict=True)):
        mark = "↓" if aim.id == view.aim and view.sort == "rating" else ""
        runs += [_short_heading(view, place, cells - 1 - len(mark)), Run(f"{mark} ", "key")]
    return line(*runs)


def board_line(view: View, code: str, sizes: Columns, *, lit: bool) -> Line:
    """The row of one board."""
    here = code == view.here
    runs = lead(view, code, sizes, here=here and view.aim is None, lit=lit)
    for aim, cells in zip(view.data.aims, sizes.cells, strict=True):
        room = min(cells - 1, WORDS - 1 if cells >= WORDS else 5)
        text, style, _ = ladder.brief(view.cells.get((code, aim.id)), view.data, room=room)
        on_cursor = "cell" if here and lit and aim.id == view.aim else ""
        runs += [column(text, room, style, on_cursor), Run(" " * (cells - room))]
    return line(*runs, ground=("row" if lit else "off") if here else "")


class Matrix(Rows):
    """The pane itself."""

    def sized(self, view: View, cells: int) -> Columns:
        return columns(view, cells)

    def header(self, view: View, sizes: Columns) -> list[Line]:
        return [header(view, sizes)]

    def row(self, view: View, code: str, sizes: Columns, *, lit: bool) -> Line:
        return board_line(view, code, sizes, lit=lit)
