"""What the commands print, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from icb_tui.export import Table
from icb_tui.model import UNRATED, Cell, Dataset, Year
from icb_tui.seed import Problem
from icb_tui.text import width
from icb_tui.view import View
from icb_tui.wording import NOTHING


def listed(view: View, cells: int | None) -> Table:
    """The boards found with their ratings; in words if they fit `cells` (None: any width), else in letters."""
    data = view.data
    wide = _lines(view, compact=False)
    heads = ("code", "label", "ICB", "region", *(aim.short_name for aim in data.aims))
    if cells is not None and _width(heads, wide) > cells:
        wide = _lines(view, compact=True)
        heads = ("code", "label", "ICB", "", *(str(n) for n in range(1, len(data.aims) + 1)))
    return Table(
        heads=heads,
        lines=wide,
        columns=("code", "name", "short_name", "region", "region_name", "year", *data.aim),
        rows=[list(_spreadsheet_row(view, code)) for code in view.rows],
        objects=[_object(view, code) for code in view.rows],
    )


def _lines(view: View, *, compact: bool) -> list[list[str]]:
    said = _letter if compact else _word
    return [
        [
            code,
            (icb := view.data.icb[code]).label,
            icb.short_name,
            "" if compact else view.data.region[icb.region].name,
            *(said(view, view.cells[code, aim]) for aim in view.data.aim),
        ]
        for code in view.rows
    ]


def _width(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> int:
    rows = [heads, *lines]
    return sum(max(width(row[place]) for row in rows) + 2 for place in range(len(heads))) - 2


def _word(view: View, cell: Cell) -> str:
    if cell.rating:
        return view.data.rating[cell.rating].name
    return NOTHING[cell.nothing] if cell.nothing else f"not rated ({cell.findings})"


def _letter(view: View, cell: Cell) -> str:
    if cell.rating:
        return view.data.rating[cell.rating].letter
    return "–" if cell.nothing else f"·{cell.findings}"


def _spreadsheet_row(view: View, code: str) -> Iterator[str]:
    icb = view.data.icb[code]
    yield from (code, icb.name, icb.short_name, icb.region, view.data.region[icb.region].name, view.year)
    for aim in view.data.aim:
        cell = view.cells[code, aim]
        yield cell.rating or cell.nothing or UNRATED


def _object(view: View, code: str) -> dict[str, object]:
    icb = view.data.icb[code]
    return {
        "code": code,
        "name": icb.name,
        "short_name": icb.short_name,
        "region": icb.region,
        "year": view.year,
        "ratings": {aim: view.rating(code, aim) for aim in view.data.aim},
    }


def problems_listed(problems: Sequence[Problem]) -> Table:
    """What is wrong in the data files."""
    columns = ("file", "line", "key", "message")
    rows = [(p.file, p.line, p.key, p.message) for p in problems]
    lines = [(p.file, str(p.line), p.key, p.message) for p in problems]
    return Table(heads=columns, lines=lines, columns=columns, rows=rows, objects=msgspec.to_builtins(problems))


def sections_listed(data: Dataset) -> Table:
    """How many records of each kind the data holds, and how many boards were in being in each year."""
    counts = [
        ("boards", len(data.icbs)),
        ("regions", len(data.regions)),
        ("aims", len(data.aims)),
        ("ratings", len(data.ratings)),
        ("kinds", len(data.kinds)),
        ("sources", len(data.sources)),
        ("findings", len(data.findings)),
        ("indicators", len(data.indicators)),
        ("values", sum(len(values) for i in data.indicators for values in i.values.values())),
        *((f"boards in {year}", sum(Year(year).has(icb) for icb in data.icbs)) for year in data.years),
    ]
    lines = [(name, f"{count:,}") for name, count in counts]
    return Table(heads=("what", "how many"), lines=lines, columns=("what", "count"), rows=counts, objects=counts)
