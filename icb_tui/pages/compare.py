"""Boards side by side: what can be said of them, then aims as rows and boards as columns, down to who said it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct

from icb_tui import figures, ladder, wording
from icb_tui.comparison import TOPICS, Side, sentences
from icb_tui.lines import BLANK, RATED, Line, Run, Text, clipped, length, line
from icb_tui.model import Cell, Compared, Dataset, Indicator, Series, Source
from icb_tui.text import wrap

LEAST = 30
"""The fewest cells in which a column can be read."""

Runs = tuple[Run, ...]


class Group(Struct, frozen=True, eq=False):
    """A region or England beside the boards: its boards in being, their cells, and medians of how many."""

    name: str
    icbs: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]
    medians: dict[str, tuple[float | None, int]]


class Sides(Struct, frozen=True, eq=False):
    """What the page tells. `columns` are the boards and then the groups; `at` is the place of the lit column."""

    side: Side
    year: str
    series: dict[tuple[str, str], Series] = {}
    groups: tuple[Group, ...] = ()
    at: int = 0
    only_differences: bool = False
    with_figures: bool = False

    @property
    def data(self) -> Dataset:
        return self.side.data

    @property
    def columns(self) -> tuple[str | Group, ...]:
        return (*self.side.icbs, *self.groups)


def shown(sides: Sides, cells: int) -> range:
    """The places of the columns that fit beside the aims at this width, the lit one among them."""
    number = max(min(len(sides.columns), (cells - aim_cells(cells)) // LEAST), 1)
    first = min(max(sides.at - number + 1, 0), len(sides.columns) - number)
    return range(first, first + number)


def aim_cells(cells: int) -> int:
    """The width of the first column."""
    return 18 if cells >= 100 else 15


def compare_text(sides: Sides, cells: int) -> Text:
    """Return the page at a width of `cells`."""
    places = shown(sides, cells)
    columns, first = [sides.columns[place] for place in places], aim_cells(cells)
    size = (cells - first) // len(columns)
    lines = said_lines(sides.side, cells)
    at: dict[str, int] = {}
    hidden: list[str] = []
    for number, aim in enumerate(sides.data.aims, 1):
        if sides.only_differences and sides.side.same(aim.id):
            hidden.append(aim.short_name)
        else:
            at[aim.id] = len(lines)
            stacks = [list(_stack(sides, column, aim.id, size - 2)) for column in columns]
            label: list[Runs] = [(Run(f"{number} ", "key"), Run(aim.short_name, "bright"))]
            lines += [*(_across(row, first, size) for row in zip_longest(label, *stacks, fillvalue=())), BLANK]
        lines += _official(sides, columns, aim.id, first, size)
    if hidden:
        told = f"The same for all, not shown: {', '.join(hidden)}. d shows them."
        lines += [*ladder.paragraph(told, cells, "dim"), BLANK]
    return Text(_head(sides, places, first, size), [*lines, *_sources(sides, cells)], at)


def said_lines(side: Side, cells: int) -> list[Line]:
    """The sentences, under what they are about, in the order of the topics."""
    told = sentences(side)
    lines: list[Line] = []
    for topic, heading in TOPICS.items():
        of_topic = [sentence.text for sentence in told if sentence.topic == topic]
        if of_topic:
            lines.append(line(Run(heading, "warn" if topic == "apart" else "head")))
            lines += [line("  ", part) for text in of_topic for part in wrap(text, cells - 2)]
    return [*lines, BLANK] if lines else []


def _head(sides: Sides, places: Sequence[int], first: int, size: int) -> list[Line]:
    """The names over the columns, as many lines as the longest needs; the lit one is marked."""
    names = []
    for place in places:
        lit = place == sides.at and len(sides.columns) > 1
        style, ground = ("key", "row") if lit else ("bright", "")
        names.append([(Run(part, style, ground),) for part in wrap(_name(sides, place), size - 2)])
    rows = zip_longest([(Run(sides.year, "dim"),)], *names, fillvalue=())
    return [*(_across(row, first, size) for row in rows), BLANK]


def _name(sides: Sides, place: int) -> str:
    column = sides.columns[place]
    if isinstance(column, Group):
        return f"{column.name}, {wording.counted(len(column.icbs), 'board')}"
    return f"{sides.data.icb[column].short_name} ({sides.data.icb[column].label})"


def _across(row: Iterable[Sequence[Run]], first: int, size: int) -> Line:
    """One line over all columns: the aim, then each column."""
    runs: list[Run] = []
    for place, piece in enumerate(row):
        cells = first if place == 0 else size
        kept = clipped(piece, cells - 1)
        runs += [*kept, Run(" " * (cells - length(kept)))]
    return line(*runs)


def _stack(sides: Sides, column: str | Group, aim: str, cells: int) -> Iterator[Runs]:
    if isinstance(column, Group):
        yield from _counted(column, aim, sides.data)
    else:
        yield from _said(sides.side.cells[column, aim], sides.data, cells)


def _counted(group: Group, aim: str, data: Dataset) -> Iterator[Runs]:
    """How many boards of a group have each level, on their base; a group itself has no rating."""
    cells = [group.cells[icb, aim] for icb in group.icbs]
    base = len(cells)
    for rating in data.ratings:
        if count := sum(cell.rating == rating.id for cell in cells):
            yield (
                Run(f"{count:>2} of {base} "),
                Run(f"{rating.letter} {rating.symbol} {rating.name}", RATED + rating.id),
            )
    yield (Run(f"{sum(cell.rating is None for cell in cells):>2} of {base} not rated", "dim"),)
    yield (Run(f"{sum(cell.findings > 0 for cell in cells):>2} of {base} spoken of", "dim"),)


def _said(compared: Compared, data: Dataset, cells: int) -> Iterator[Runs]:
    """What stands in the cell of a board, from the rating down to who said it."""
    cell, evidence = compared.cell, compared.evidence
    yield (ladder.level(cell, data),)
    yield from _wrapped(ladder.aspect(cell, evidence, data), cells)
    for step in wording.later(cell, data):
        yield from _wrapped(f"{wording.LATER} {step}", cells, "warn")
    for kind, group in wording.by_voice(evidence):
        yield ()
        yield from _wrapped(wording.voice(kind), cells, "head")
        for each in group:
            yield from _wrapped(each.finding.summary, cells)
            told = [wording.quoted(each.finding.words), wording.figure(each.finding)]
            for text in [*told, f"{each.finding.id} · {wording.where(each)}"]:
                yield from _wrapped(text, cells, "dim")


def _wrapped(text: str, cells: int, style: str = "text") -> Iterator[Runs]:
    """A text as lines of one run each; no text is no line."""
    for part in wrap(text, cells) if text else ():
        yield (Run(part, style),)


def _official(sides: Sides, columns: Sequence[str | Group], aim: str, first: int, size: int) -> list[Line]:
    """The indicators of an aim: what each is, then the values side by side; folded, how many there are."""
    indicators = [i for i in sides.data.indicators_of(aim) if not (sides.only_differences and _alike(sides, i))]
    if not indicators:
        return []
    if not sides.with_figures:
        told = f"   {wording.counted(len(indicators), 'official figure')}, "
        return [line(Run(told, "dim"), Run("i", "key"), Run(" shows them", "dim")), BLANK]
    lines: list[Line] = []
    for indicator in indicators:
        period, median = indicator.newest_period, _median(sides, indicator)
        told = f"{indicator.unit}, {period}, median {median}"
        lines.append(line("   ", Run(indicator.name), Run(f" · {told}", "dim")))
        lines.append(_across([(), *([_value(sides, column, indicator)] for column in columns)], first, size))
    return [*lines, BLANK]


def _alike(sides: Sides, indicator: Indicator) -> bool:
    """Whether all boards have the same value, as it is shown."""
    values = {figures.value_told(sides.series[icb, indicator.id], indicator) for icb in sides.side.icbs}
    return len(values) == 1


def _median(sides: Sides, indicator: Indicator) -> str:
    newest = sides.series[sides.side.icbs[0], indicator.id].newest
    return f"of {newest.of} boards {figures.amount(newest.median, indicator)}"


def _value(sides: Sides, column: str | Group, indicator: Indicator) -> Run:
    if isinstance(column, Group):
        median, of = column.medians[indicator.id]
        told = "no value" if median is None else f"{figures.amount(median, indicator)} median of {of}"
        return Run(told, "dim")
    series = sides.series[column, indicator.id]
    return Run("  ".join(figures.value_and_place(series, indicator)))


def _sources(sides: Sides, cells: int) -> Iterator[Line]:
    """Every source that the page cites, once."""
    cited: dict[str, Source] = {e.source.id: e.source for c in sides.side.cells.values() for e in c.evidence}
    if cited:
        yield line(Run("Sources", "head"))
    for source in cited.values():
        yield from ladder.paragraph(wording.cited(source), cells, "dim")
        if source.url:
            yield from ladder.paragraph(source.url, cells, "accent")
