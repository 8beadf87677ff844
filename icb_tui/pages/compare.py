"""Boards side by side: what can be said of them, then aims as rows and boards as columns, down to who said it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct

from icb_tui.domain import cell_words, indicator_values, phrases
from icb_tui.domain.answers import Cell, CellEvidence, IndicatorSeries
from icb_tui.domain.comparison import TOPICS, Comparison, has_same_value, write_sentences
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import Aim, Indicator, Source
from icb_tui.pages import evidence_list
from icb_tui.text.cells import wrap
from icb_tui.text.spans import BLANK_LINE, RATING_STYLE, Line, PageText, Span, Spans, clip_spans, make_line, spans_width

MIN_COLUMN_CELLS = 30
"""The fewest cells in which a column can be read."""


class BoardGroup(Struct, frozen=True, eq=False):
    """A region or England beside the boards: its boards in being, their cells, and medians of how many."""

    name: str
    icbs: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]
    medians: dict[str, tuple[float | None, int]]


class ComparePage(Struct, frozen=True, eq=False):
    """What the page tells. `columns` are the boards and then the groups; `at` is the place of the lit column."""

    comparison: Comparison
    year: str
    series: dict[tuple[str, str], IndicatorSeries] = {}
    groups: tuple[BoardGroup, ...] = ()
    at: int = 0
    only_differences: bool = False
    with_figures: bool = False

    @property
    def data(self) -> Dataset:
        return self.comparison.data

    @property
    def columns(self) -> tuple[str | BoardGroup, ...]:
        return (*self.comparison.icbs, *self.groups)

    def hides_aim(self, aim: Aim) -> bool:
        """Whether an aim is left out, because only differences are wanted and all boards stand alike on it."""
        return self.only_differences and self.comparison.is_same(aim.id)

    def hides_indicator(self, indicator: Indicator) -> bool:
        """Whether an indicator is left out, because only differences are wanted and all boards have the same value."""
        return self.only_differences and has_same_value(
            (self.series[icb, indicator.id] for icb in self.comparison.icbs), indicator
        )


def find_visible_columns(sides: ComparePage, cells: int) -> range:
    """The places of the columns that fit beside the aims at this width, the lit one among them."""
    number = max(min(len(sides.columns), (cells - first_column_cells(cells)) // MIN_COLUMN_CELLS), 1)
    first = min(max(sides.at - number + 1, 0), len(sides.columns) - number)
    return range(first, first + number)


def first_column_cells(cells: int) -> int:
    """The width of the first column."""
    return 18 if cells >= 100 else 15


def write_compare_page(sides: ComparePage, cells: int) -> PageText:
    """Return the page at a width of `cells`."""
    places = find_visible_columns(sides, cells)
    columns, first = [sides.columns[place] for place in places], first_column_cells(cells)
    size = (cells - first) // len(columns)
    lines = write_sentence_lines(sides.comparison, cells)
    at: dict[str, int] = {}
    hidden: list[str] = []
    for number, aim in enumerate(sides.data.aims, 1):
        if sides.hides_aim(aim):
            hidden.append(aim.short_name)
        else:
            at[aim.id] = len(lines)
            stacks = [list(_write_column(sides, column, aim.id, size - 2)) for column in columns]
            label: list[Spans] = [(Span(f"{number} ", "key"), Span(aim.short_name, "bright"))]
            lines += [
                *(_join_columns(row, first, size) for row in zip_longest(label, *stacks, fillvalue=())),
                BLANK_LINE,
            ]
        lines += _write_indicators(sides, columns, aim.id, first, size)
    if hidden:
        told = f"The same for all, not shown: {', '.join(hidden)}. d shows them."
        lines += [*evidence_list.write_paragraph(told, cells, "dim"), BLANK_LINE]
    return PageText(_write_head(sides, places, first, size), [*lines, *_write_sources(sides, cells)], at)


def write_sentence_lines(side: Comparison, cells: int) -> list[Line]:
    """The sentences, under what they are about, in the order of the topics."""
    told = write_sentences(side)
    lines: list[Line] = []
    for topic, heading in TOPICS.items():
        of_topic = [sentence.text for sentence in told if sentence.topic == topic]
        if of_topic:
            lines.append(make_line(Span(heading, "warn" if topic == "apart" else "head")))
            lines += [make_line("  ", part) for text in of_topic for part in wrap(text, cells - 2)]
    return [*lines, BLANK_LINE] if lines else []


def _write_head(sides: ComparePage, places: Sequence[int], first: int, size: int) -> list[Line]:
    """The names over the columns, as many lines as the longest needs; the lit one is marked."""
    names = []
    for place in places:
        lit = place == sides.at and len(sides.columns) > 1
        style, ground = ("key", "row") if lit else ("bright", "")
        names.append([(Span(part, style, ground),) for part in wrap(_column_name(sides, place), size - 2)])
    rows = zip_longest([(Span(sides.year, "dim"),)], *names, fillvalue=())
    return [*(_join_columns(row, first, size) for row in rows), BLANK_LINE]


def _column_name(sides: ComparePage, place: int) -> str:
    column = sides.columns[place]
    if isinstance(column, BoardGroup):
        return f"{column.name}, {phrases.format_count(len(column.icbs), 'board')}"
    return f"{sides.data.icb[column].short_name} ({sides.data.icb[column].label})"


def _join_columns(row: Iterable[Sequence[Span]], first: int, size: int) -> Line:
    """One line over all columns: the aim, then each column."""
    runs: list[Span] = []
    for place, piece in enumerate(row):
        cells = first if place == 0 else size
        kept = clip_spans(piece, cells - 1)
        runs += [*kept, Span(" " * (cells - spans_width(kept)))]
    return make_line(*runs)


def _write_column(sides: ComparePage, column: str | BoardGroup, aim: str, cells: int) -> Iterator[Spans]:
    if isinstance(column, BoardGroup):
        yield from _write_group_counts(column, aim, sides.data)
    else:
        yield from _write_cell(sides.comparison.cells[column, aim], sides.data, cells)


def _write_group_counts(group: BoardGroup, aim: str, data: Dataset) -> Iterator[Spans]:
    """How many boards of a group have each level, on their base; a group itself has no rating."""
    cells = [group.cells[icb, aim] for icb in group.icbs]
    base = len(cells)
    for rating in data.ratings:
        if count := sum(cell.rating == rating.id for cell in cells):
            yield (
                Span(f"{count:>2} of {base} "),
                Span(f"{rating.letter} {rating.symbol} {rating.name}", RATING_STYLE + rating.id),
            )
    yield (Span(f"{sum(cell.rating is None for cell in cells):>2} of {base} {cell_words.NOT_RATED}", "dim"),)
    yield (Span(f"{sum(cell.findings > 0 for cell in cells):>2} of {base} spoken of", "dim"),)


def _write_cell(compared: CellEvidence, data: Dataset, cells: int) -> Iterator[Spans]:
    """What stands in the cell of a board, from the rating down to who said it."""
    cell, evidence = compared.cell, compared.evidence
    yield (evidence_list.level_span(cell, data),)
    yield from _wrap_spans(evidence_list.describe_aspect(cell, evidence, data), cells)
    for step in cell_words.describe_later_steps(cell, data):
        yield from _wrap_spans(f"{phrases.MARK_LATER} {step}", cells, "warn")
    for kind, group in phrases.group_by_evidence_type(evidence):
        yield ()
        yield from _wrap_spans(phrases.name_evidence_type(kind), cells, "head")
        for each in group:
            yield from _wrap_spans(each.finding.summary, cells)
            told = [phrases.quote_words(each.finding.words), phrases.describe_figure(each.finding)]
            for text in [*told, f"{each.finding.id} · {phrases.cite_location(each)}"]:
                yield from _wrap_spans(text, cells, "dim")


def _wrap_spans(text: str, cells: int, style: str = "text") -> Iterator[Spans]:
    """A text as lines of one run each; no text is no line."""
    for part in wrap(text, cells) if text else ():
        yield (Span(part, style),)


def _write_indicators(
    sides: ComparePage, columns: Sequence[str | BoardGroup], aim: str, first: int, size: int
) -> list[Line]:
    """The indicators of an aim: what each is, then the values side by side; folded, how many there are."""
    indicators = [i for i in sides.data.list_indicators(aim) if not sides.hides_indicator(i)]
    if not indicators:
        return []
    if not sides.with_figures:
        told = f"   {phrases.format_count(len(indicators), 'official figure')}, "
        return [make_line(Span(told, "dim"), Span("i", "key"), Span(" shows them", "dim")), BLANK_LINE]
    lines: list[Line] = []
    for indicator in indicators:
        period, median = indicator.newest_period, _describe_median(sides, indicator)
        told = f"{indicator.unit}, {period}, median {median}"
        lines.append(make_line("   ", Span(indicator.name), Span(f" · {told}", "dim")))
        lines.append(_join_columns([(), *([_value_span(sides, column, indicator)] for column in columns)], first, size))
    return [*lines, BLANK_LINE]


def _describe_median(sides: ComparePage, indicator: Indicator) -> str:
    newest = sides.series[sides.comparison.icbs[0], indicator.id].newest
    return f"of {newest.of} boards {indicator_values.format_value(newest.median, indicator)}"


def _value_span(sides: ComparePage, column: str | BoardGroup, indicator: Indicator) -> Span:
    if isinstance(column, BoardGroup):
        median, of = column.medians[indicator.id]
        told = "no value" if median is None else f"{indicator_values.format_value(median, indicator)} median of {of}"
        return Span(told, "dim")
    series = sides.series[column, indicator.id]
    return Span("  ".join(indicator_values.list_value_and_rank(series, indicator)))


def _write_sources(sides: ComparePage, cells: int) -> Iterator[Line]:
    """Every source that the page cites, once."""
    cited: dict[str, Source] = {e.source.id: e.source for c in sides.comparison.cells.values() for e in c.evidence}
    if cited:
        yield make_line(Span("Sources", "head"))
    for source in cited.values():
        yield from evidence_list.write_paragraph(phrases.cite_source(source), cells, "dim")
        if source.url:
            yield from evidence_list.write_paragraph(source.url, cells, "accent")
