"""The text twin of the explorer: the same facts as plain lines, for a screen reader, an e-mail or minutes."""

from __future__ import annotations

from collections.abc import Iterator

from icb_tui import figures, wording
from icb_tui.grammar import hearing, reading
from icb_tui.model import Cell
from icb_tui.text import one_of, wrap
from icb_tui.view import FIFTHS, View, fifth

CELLS = 78


def twin_lines(view: View) -> list[str]:
    """Return what the explorer shows, a paragraph for each board found, no line longer than CELLS."""
    return [part for told in _told(view) for part in (wrap(told, CELLS) if told else [""])]


def _told(view: View) -> Iterator[str]:
    data = view.data
    when = f", boards of {wording.day(view.as_at)}" if view.as_at else ""
    base = f"{len(view.rows)} of {view.pool} boards, {view.rated} rated"
    yield f"{reading(view.wanted, data)}, {view.year}{when}, {hearing(view.wanted, data)}: {base}."
    yield from wording.laid_over(data)
    if view.unresolved:
        yield f"{wording.counted(view.unresolved, 'statement')} unresolved; n tells of them."
    if view.marked:
        yield f"Marked: {one_of([data.icb[icb].short_name for icb in view.marked], 99, 'and')}."
    if here := view.here:
        at = f", {data.aim[view.aim].short_name}" if view.aim else ""
        yield f"The cursor is on {data.icb[here].short_name}{at}."
    for code in view.rows:
        icb = data.icb[code]
        yield ""
        yield f"{icb.short_name} ({icb.label}, {code}), {data.region[icb.region].name}"
        yield from (_figures(view, code) if view.indicator else _levels(view, code))


def _levels(view: View, code: str) -> Iterator[str]:
    for aim in view.data.aims:
        yield f"{aim.short_name}: {level(view, view.cells[code, aim.id])}."


def level(view: View, cell: Cell) -> str:
    """Return a cell in words: its rating, its kind of nothing, or how many findings there are without a rating."""
    own = "; with findings laid over" if cell.laid else ""
    if cell.rating:
        later = "; a later step stands against it" if cell.later else ""
        return f"{view.data.rating[cell.rating].name}{later}{own}"
    if cell.nothing:
        return wording.NOTHING[cell.nothing].word
    return f"not rated, {wording.counted(cell.findings, 'finding')}{own}"


def _figures(view: View, code: str) -> Iterator[str]:
    for indicator in view.indicators:
        series = view.series[code, indicator.id]
        newest = series.newest
        place = fifth(newest)
        parts = (
            figures.value_in_unit(series, indicator),
            newest.period if newest.value is not None else "",
            figures.placed(newest),
        )
        among = f"fifth {place} of {FIFTHS}" if place else ""
        yield f"{wording.of_indicator(indicator, view.data)}: {', '.join(part for part in (*parts, among) if part)}."
