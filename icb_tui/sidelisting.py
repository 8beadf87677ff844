"""Comparisons and indicators as tables for the commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from icb_tui import figures
from icb_tui.comparison import TOPICS, sentences
from icb_tui.export import Part, Table, Value
from icb_tui.model import UNRATED, Aim, Compared, Dataset, Indicator, Series
from icb_tui.pages.compare import Group, Sides
from icb_tui.text import cut, width, wrap
from icb_tui.view import View
from icb_tui.wording import NOTHING, counted, of_indicator

HEAD = 28
"""The cells of a board's name over its column."""


def side_by_side(sides: Sides, voices: str, cells: int | None = None) -> Table:
    """A comparison: its sentences, a row for each aim and each indicator; their names are cut to fit `cells`."""
    data = sides.data
    told = sentences(sides.side)
    notes = [f"{heading}: {s.text}" for topic, heading in TOPICS.items() for s in told if s.topic == topic]
    heads = (f"{sides.year}, {voices}", *(_head(sides, column) for column in sides.columns))
    aims = [aim for aim in data.aims if not (sides.only_differences and sides.side.same(aim.id))]
    indicators = [i for i in data.indicators if not (sides.only_differences and _same_value(sides, i))]
    rated = [[aim.short_name, *(_reading(sides, column, aim) for column in sides.columns)] for aim in aims]
    official = [
        [of_indicator(i, data) if cells else _named(i, data), *(_value(sides, column, i) for column in sides.columns)]
        for i in indicators
    ]
    return Table(
        parts=[
            Part(notes=wrapped(notes, cells), heads=heads, lines=rated),
            Part(title="Official figures (1st = best)", heads=("", *heads[1:]), lines=fitted(official, cells)),
        ],
        columns=("row", "column", "period", "voices", "reading", "findings", "value", "unit", "median", "place", "of"),
        rows=[*_aim_rows(sides, aims, voices), *_indicator_rows(sides, indicators)],
        objects=_object(sides, [s.text for s in told], voices, aims, indicators),
    )


def wrapped(notes: Sequence[str], cells: int | None) -> list[str]:
    """Return notes as lines of at most `cells` cells; as they are where there is no width to keep."""
    return [part for note in notes for part in wrap(note, cells)] if cells else list(notes)


def fitted(rows: Sequence[Sequence[str]], cells: int | None) -> list[Sequence[str]]:
    """Return rows with their first column cut so that all fit `cells` cells, as far as that leaves it 20."""
    if not rows or cells is None:
        return list(rows)
    others = sum(max(width(row[place]) for row in rows) + 2 for place in range(1, len(rows[0])))
    return [(cut(row[0], max(cells - others, 20)), *row[1:]) for row in rows]


def _head(sides: Sides, column: str | Group) -> str:
    if isinstance(column, Group):
        return f"{column.name}, {counted(len(column.icbs), 'board')}"
    return cut(sides.data.icb[column].short_name, HEAD)


def _same_value(sides: Sides, indicator: Indicator) -> bool:
    return len({sides.series[icb, indicator.id].newest.value for icb in sides.side.icbs}) == 1


def _reading(sides: Sides, column: str | Group, aim: Aim) -> str:
    if isinstance(column, Group):
        return f"{_levels(column, aim, sides)} of {len(column.icbs)}"
    cell = sides.side.cells[column, aim.id].cell
    if cell.rating:
        return sides.data.rating[cell.rating].name
    return NOTHING[cell.nothing].word if cell.nothing else f"not rated ({counted(cell.findings, 'finding')})"


def _levels(group: Group, aim: Aim, sides: Sides) -> str:
    """How many boards of a group have each level: “1 Leading, 2 Strong, 8 not rated”."""
    held = [group.cells[icb, aim.id].rating for icb in group.icbs]
    parts = [f"{held.count(rating.id)} {rating.name}" for rating in sides.data.ratings if rating.id in held]
    return ", ".join([*parts, f"{held.count(None)} not rated"])


def _named(indicator: Indicator, data: Dataset) -> str:
    return f"{of_indicator(indicator, data)} ({indicator.unit}, {indicator.newest_period})"


def _value(sides: Sides, column: str | Group, indicator: Indicator) -> str:
    if isinstance(column, Group):
        median, of = column.medians[indicator.id]
        return "no value" if median is None else f"{figures.amount(median, indicator)}, median of {of}"
    series = sides.series[column, indicator.id]
    return ", ".join(figures.value_and_place(series, indicator))


def _aim_rows(sides: Sides, aims: Sequence[Aim], voices: str) -> Iterator[list[Value]]:
    for aim in aims:
        for column in sides.columns:
            if isinstance(column, Group):
                spoken = sum(column.cells[icb, aim.id].findings for icb in column.icbs)
                told: tuple[Value, ...] = (f"{_levels(column, aim, sides)} of {len(column.icbs)}", spoken)
                yield [aim.id, column.name, sides.year, voices, *told, *[None] * 5]
            else:
                cell = sides.side.cells[column, aim.id].cell
                yield [aim.id, column, sides.year, voices, cell.reading, cell.findings, *[None] * 5]


def _indicator_rows(sides: Sides, indicators: Sequence[Indicator]) -> Iterator[list[Value]]:
    for indicator in indicators:
        period = indicator.newest_period
        for column in sides.columns:
            if isinstance(column, Group):
                median, of = column.medians[indicator.id]
                yield [indicator.id, column.name, period, *[None] * 4, indicator.unit, median, None, of]
            else:
                point = sides.series[column, indicator.id].newest
                told = (point.value if point.value is not None else "no value", indicator.unit, point.median)
                yield [indicator.id, column, period, *[None] * 3, *told, point.place, point.of]


def _object(
    sides: Sides, told: Sequence[str], voices: str, aims: Sequence[Aim], indicators: Sequence[Indicator]
) -> dict[str, object]:
    def cell(icb: str, aim: Aim) -> Compared:
        return sides.side.cells[icb, aim.id]

    icbs = sides.side.icbs
    return {
        "icbs": list(icbs),
        "year": sides.year,
        "voices": voices,
        "sentences": list(told),
        "rows": [
            {
                "aim": aim.id,
                "same": sides.side.same(aim.id),
                "ratings": {icb: cell(icb, aim).cell.rating for icb in icbs},
                "nothing": {icb: cell(icb, aim).cell.nothing for icb in icbs},
                "findings": {icb: [e.finding.id for e in cell(icb, aim).evidence] for icb in icbs},
            }
            for aim in aims
        ],
        "groups": [
            {
                "name": group.name,
                "boards": len(group.icbs),
                "ratings": {aim.id: _counts(group, aim) for aim in aims},
                "medians": {i.id: dict(zip(("median", "of"), group.medians[i.id], strict=True)) for i in indicators},
            }
            for group in sides.groups
        ],
        "indicators": [indicator_object(sides.series[icb, i.id], i) for i in indicators for icb in icbs],
    }


def _counts(group: Group, aim: Aim) -> dict[str, int]:
    held = [group.cells[icb, aim.id].rating or UNRATED for icb in group.icbs]
    return {level: held.count(level) for level in dict.fromkeys(held)}


def indicator_object(series: Series, indicator: Indicator) -> dict[str, object]:
    """An indicator's newest value of one board, as programs read it; no value is null."""
    point = series.newest
    return {
        "indicator": indicator.id,
        "code": series.icb,
        "period": point.period,
        "value": point.value,
        "unit": indicator.unit,
        "median": point.median,
        "place": point.place,
        "of": point.of,
    }


def official(view: View, series: dict[tuple[str, str], Series], only: str | None = None) -> Table:
    """The indicators of the boards found: of one aim or, where the cursor is on none, of every aim in turn.

    `only` is an indicator that is wanted alone.
    """
    data = view.data
    aims = [aim for aim in data.aims if view.aim in (None, aim.id)]
    asked = {aim: [i for i in data.indicators_of(aim.id) if only in (None, i.id)] for aim in aims}
    indicators = [indicator for each in asked.values() for indicator in each]
    rows = [(indicator, series[code, indicator.id]) for indicator in indicators for code in view.rows]
    columns = ("indicator", "code", "period", "value", "unit", "median", "place", "of")
    objects = [indicator_object(each, indicator) for indicator, each in rows]
    return Table(
        parts=[_aim_part(view, aim, each, series) for aim, each in asked.items() if each] if view.rows else [],
        columns=columns,
        rows=[[_said(each, column) for column in columns] for each in objects],
        objects=objects,
    )


def _said(each: dict[str, object], column: str) -> Value:
    value = each[column]
    if value is None and column in ("value", "place"):
        return "no value" if column == "value" else "none"
    assert isinstance(value, (str, int, float))
    return value


def _aim_part(view: View, aim: Aim, indicators: Sequence[Indicator], series: dict[tuple[str, str], Series]) -> Part:
    """Indicators of an aim: what each is, numbered, then the boards with a column for each number."""
    notes, lines = [], []
    for number, indicator in enumerate(indicators, 1):
        newest = next(iter(each for (_, key), each in series.items() if key == indicator.id)).newest
        median = f"median of {newest.of} boards {figures.amount(newest.median, indicator)}"
        told = (indicator.unit, newest.period, median, figures.BETTER[indicator.better])
        notes.append(f"{number}. {of_indicator(indicator, view.data)}: {'; '.join(told)}")
    for code in view.rows:
        icb = view.data.icb[code]
        values = [_short(series[code, indicator.id], indicator) for indicator in indicators]
        lines.append([code, icb.label, icb.short_name, *values])
    numbers = [str(number) for number in range(1, len(indicators) + 1)]
    return Part(title=aim.name, notes=notes, heads=("code", "label", "ICB", *numbers), lines=lines)


def _short(series: Series, indicator: Indicator) -> str:
    value = series.newest.value
    return "no value" if value is None else figures.amount(value, indicator)
