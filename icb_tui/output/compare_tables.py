"""Comparisons as tables for commands, copies and exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from icb_tui.domain import indicator_values
from icb_tui.domain.answers import CellEvidence
from icb_tui.domain.cell_words import NOT_RATED, name_cell
from icb_tui.domain.comparison import TOPICS, write_sentences
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.phrases import format_count, name_indicator
from icb_tui.domain.records import UNRATED, Aim, Indicator
from icb_tui.output.formats import Table, TablePart, Value
from icb_tui.output.indicator_tables import make_indicator_object
from icb_tui.pages.compare import BoardGroup, ComparePage
from icb_tui.text.cells import cell_width, cut, wrap

MAX_HEAD_CELLS = 28
"""The cells of a board's name over its column."""


def make_compare_table(sides: ComparePage, voices: str, cells: int | None = None) -> Table:
    """A comparison: its sentences, a row for each aim and each indicator; their names are cut to fit `cells`."""
    data = sides.data
    told = write_sentences(sides.comparison)
    notes = [f"{heading}: {s.text}" for topic, heading in TOPICS.items() for s in told if s.topic == topic]
    heads = (f"{sides.year}, {voices}", *(_column_head(sides, column) for column in sides.columns))
    aims = [aim for aim in data.aims if not sides.hides_aim(aim)]
    indicators = [indicator for indicator in data.indicators if not sides.hides_indicator(indicator)]
    rated = [[aim.short_name, *(_describe_cell(sides, column, aim) for column in sides.columns)] for aim in aims]
    official = [
        [
            name_indicator(i, data) if cells else _name_with_unit(i, data),
            *(_describe_value(sides, column, i) for column in sides.columns),
        ]
        for i in indicators
    ]
    return Table(
        parts=[
            TablePart(notes=wrap_notes(notes, cells), heads=heads, lines=rated),
            TablePart(
                title="Official figures (1st = best)", heads=("", *heads[1:]), lines=fit_first_column(official, cells)
            ),
        ],
        columns=("row", "column", "period", "voices", "reading", "findings", "value", "unit", "median", "place", "of"),
        rows=[*_make_aim_rows(sides, aims, voices), *_make_indicator_rows(sides, indicators)],
        objects=_compare_object(sides, [s.text for s in told], voices, aims, indicators),
    )


def wrap_notes(notes: Sequence[str], cells: int | None) -> list[str]:
    """Return notes as lines of at most `cells` cells; as they are where there is no width to keep."""
    return [part for note in notes for part in wrap(note, cells)] if cells else list(notes)


def fit_first_column(rows: Sequence[Sequence[str]], cells: int | None) -> list[Sequence[str]]:
    """Return rows with their first column cut so that all fit `cells` cells, as far as that leaves it 20."""
    if not rows or cells is None:
        return list(rows)
    others = sum(max(cell_width(row[place]) for row in rows) + 2 for place in range(1, len(rows[0])))
    return [(cut(row[0], max(cells - others, 20)), *row[1:]) for row in rows]


def _column_head(sides: ComparePage, column: str | BoardGroup) -> str:
    if isinstance(column, BoardGroup):
        return f"{column.name}, {format_count(len(column.icbs), 'board')}"
    return cut(sides.data.icb[column].short_name, MAX_HEAD_CELLS)


def _describe_cell(sides: ComparePage, column: str | BoardGroup, aim: Aim) -> str:
    if isinstance(column, BoardGroup):
        return f"{_count_levels(column, aim, sides)} of {len(column.icbs)}"
    return name_cell(sides.comparison.cells[column, aim.id].cell, sides.data)


def _count_levels(group: BoardGroup, aim: Aim, sides: ComparePage) -> str:
    """How many boards of a group have each level: “1 Leading, 2 Strong, 8 not rated”."""
    held = [group.cells[icb, aim.id].rating for icb in group.icbs]
    parts = [f"{held.count(rating.id)} {rating.name}" for rating in sides.data.ratings if rating.id in held]
    return ", ".join([*parts, f"{held.count(None)} {NOT_RATED}"])


def _name_with_unit(indicator: Indicator, data: Dataset) -> str:
    return f"{name_indicator(indicator, data)} ({indicator.unit}, {indicator.newest_period})"


def _describe_value(sides: ComparePage, column: str | BoardGroup, indicator: Indicator) -> str:
    if isinstance(column, BoardGroup):
        median, of = column.medians[indicator.id]
        return "no value" if median is None else f"{indicator_values.format_value(median, indicator)}, median of {of}"
    series = sides.series[column, indicator.id]
    return ", ".join(indicator_values.list_value_and_rank(series, indicator))


def _make_aim_rows(sides: ComparePage, aims: Sequence[Aim], voices: str) -> Iterator[list[Value]]:
    for aim in aims:
        for column in sides.columns:
            if isinstance(column, BoardGroup):
                spoken = sum(column.cells[icb, aim.id].findings for icb in column.icbs)
                told: tuple[Value, ...] = (f"{_count_levels(column, aim, sides)} of {len(column.icbs)}", spoken)
                yield [aim.id, column.name, sides.year, voices, *told, *[None] * 5]
            else:
                cell = sides.comparison.cells[column, aim.id].cell
                yield [aim.id, column, sides.year, voices, cell.reading_id, cell.findings, *[None] * 5]


def _make_indicator_rows(sides: ComparePage, indicators: Sequence[Indicator]) -> Iterator[list[Value]]:
    for indicator in indicators:
        period = indicator.newest_period
        for column in sides.columns:
            if isinstance(column, BoardGroup):
                median, of = column.medians[indicator.id]
                yield [indicator.id, column.name, period, *[None] * 4, indicator.unit, median, None, of]
            else:
                point = sides.series[column, indicator.id].newest
                told = (point.value if point.value is not None else "no value", indicator.unit, point.median)
                yield [indicator.id, column, period, *[None] * 3, *told, point.place, point.of]


def _compare_object(
    sides: ComparePage, told: Sequence[str], voices: str, aims: Sequence[Aim], indicators: Sequence[Indicator]
) -> dict[str, object]:
    def cell(icb: str, aim: Aim) -> CellEvidence:
        return sides.comparison.cells[icb, aim.id]

    icbs = sides.comparison.icbs
    return {
        "icbs": list(icbs),
        "year": sides.year,
        "voices": voices,
        "sentences": list(told),
        "rows": [
            {
                "aim": aim.id,
                "same": sides.comparison.is_same(aim.id),
                "ratings": {icb: cell(icb, aim).cell.rating for icb in icbs},
                "nothing": {icb: cell(icb, aim).cell.missing for icb in icbs},
                "findings": {icb: [e.finding.id for e in cell(icb, aim).evidence] for icb in icbs},
            }
            for aim in aims
        ],
        "groups": [
            {
                "name": group.name,
                "boards": len(group.icbs),
                "ratings": {aim.id: _count_ratings(group, aim) for aim in aims},
                "medians": {i.id: dict(zip(("median", "of"), group.medians[i.id], strict=True)) for i in indicators},
            }
            for group in sides.groups
        ],
        "indicators": [make_indicator_object(sides.series[icb, i.id], i) for i in indicators for icb in icbs],
    }


def _count_ratings(group: BoardGroup, aim: Aim) -> dict[str, int]:
    held = [group.cells[icb, aim.id].rating or UNRATED for icb in group.icbs]
    return {level: held.count(level) for level in dict.fromkeys(held)}
