"""Boards side by side: sentences on them, then a row for each aim and a column for each board, with the evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct

from icb_tui.analysis import indicator_values
from icb_tui.analysis.comparison import TOPICS, Comparison, has_same_value, write_sentences
from icb_tui.analysis.indicator_periods import describe_period_choice
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import Cell, CellEvidence, IndicatorPoint, IndicatorSeries
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.records import Aim, Indicator, Source
from icb_tui.pages import evidence_list
from icb_tui.pages.predecessors import list_values
from icb_tui.text.cells import wrap
from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, Spans, clip_spans, column_span, make_line, spans_width

MIN_COLUMN_CELLS = 30
"""The fewest cells in which a column can be read."""


class BoardGroup(Struct, frozen=True, eq=False):
    """A region or England beside the boards: its open boards, their cells, and the medians of how many."""

    name: str
    icbs: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]
    medians: dict[str, tuple[float | None, int]]

    @property
    def heading(self) -> str:
        return f"{self.name}, {phrases.format_count(len(self.icbs), 'board')}"


class ComparePage(Struct, frozen=True, eq=False):
    """What the page shows. `columns` are the boards and then the groups; `at` is the place of the lit column.

    `cells_before` are the cells of the boards before those that were not open yet.
    """

    comparison: Comparison
    series: dict[tuple[str, str], IndicatorSeries] = {}
    groups: tuple[BoardGroup, ...] = ()
    indicator_year: str = ALL_YEARS
    cells_before: dict[tuple[str, str], Cell] = {}
    at: int = 0
    only_differences: bool = False
    with_indicators: bool = False

    @property
    def data(self) -> Dataset:
        return self.comparison.data

    @property
    def year(self) -> str:
        return self.comparison.year

    @property
    def columns(self) -> tuple[str | BoardGroup, ...]:
        return (*self.comparison.icbs, *self.groups)

    @property
    def indicators(self) -> list[Indicator]:
        """The indicators that have a period which counts for the year."""
        there = {indicator for _, indicator in self.series}
        return [indicator for indicator in self.data.indicators if indicator.id in there]

    def list_value_parts(self, column: str | BoardGroup, indicator: Indicator) -> list[str]:
        """The value of an indicator in a column and its rank, or the median of a group and of how many boards."""
        if isinstance(column, str):
            if self.list_values_before(column, indicator):
                return self.list_values_before(column, indicator)
            return indicator_values.list_value_and_rank(self.series[column, indicator.id], indicator)
        median, of = column.medians[indicator.id]
        parts = [indicator_values.format_value(median, indicator), f"median of {of}"]
        return parts[:1] if median is None else parts

    def list_values_before(self, icb: str, indicator: Indicator) -> list[str]:
        """The values of the boards before a board that was not open yet, where it has none of its own."""
        if self.series[icb, indicator.id].newest.value is not None:
            return []
        before = [self.series[each.icb.code, indicator.id] for each in self.comparison.list_stand_ins(icb)]
        return list_values(before, indicator, self.data)

    def list_cells_before(self, icb: str, aim: str) -> list[Cell]:
        """The cells of the boards before a board that was not open yet."""
        if self.comparison.cells[icb, aim].cell.missing != "not-in-being":
            return []
        return [self.cells_before[each.icb.code, aim] for each in self.comparison.list_stand_ins(icb)]

    def hides_aim(self, aim: Aim) -> bool:
        """Whether an aim is left out, because only differences are wanted and it is the same for all boards."""
        return self.only_differences and self.comparison.is_same(aim.id)

    def hides_indicator(self, indicator: Indicator) -> bool:
        """Whether an indicator is left out, because only differences are wanted and all boards have the same value."""
        if not self.only_differences or any(self.list_values_before(icb, indicator) for icb in self.comparison.icbs):
            return False
        return has_same_value((self.series[icb, indicator.id] for icb in self.comparison.icbs), indicator)


def find_visible_columns(page: ComparePage, cells: int) -> range:
    """The places of the columns that fit beside the aims at this width, the lit one among them."""
    number = max(min(len(page.columns), (cells - first_column_cells(cells)) // MIN_COLUMN_CELLS), 1)
    first = min(max(page.at - number + 1, 0), len(page.columns) - number)
    return range(first, first + number)


def first_column_cells(cells: int) -> int:
    """The width of the first column."""
    return 18 if cells >= 100 else 15


def write_compare_page(page: ComparePage, cells: int) -> PageText:
    """Return the page at a width of `cells`."""
    places = find_visible_columns(page, cells)
    columns, first = [page.columns[place] for place in places], first_column_cells(cells)
    size = (cells - first) // len(columns)
    lines = _write_sentence_lines(page.comparison, cells)
    at: dict[str, int] = {}
    for aim in page.data.aims:
        if not page.hides_aim(aim):
            at[aim.id] = len(lines)
            lines += _write_aim(page, columns, aim, first, size)
        lines += _write_indicators(page, columns, aim.id, first, size)
    if hidden := [aim.short_name for aim in page.data.aims if page.hides_aim(aim)]:
        note = f"The same for all, not shown: {', '.join(hidden)}. Press d to show them."
        lines += [*evidence_list.write_paragraph(note, cells, "dim"), BLANK_LINE]
    return PageText(_write_head(page, places, first, size), [*lines, *_write_sources(page, cells)], at)


def _write_aim(page: ComparePage, columns: Sequence[str | BoardGroup], aim: Aim, first: int, size: int) -> list[Line]:
    """The row of an aim: its name, then the cell of each column."""
    number = f"{page.data.number_of(aim.id)} "
    label: list[Spans] = [(Span(number, "key"), Span(aim.short_name, "bright"))]
    stacks = [list(_write_column(page, column, aim.id, size - 2)) for column in columns]
    rows = zip_longest(label, *stacks, fillvalue=())
    return [*(_join_columns(row, first, size) for row in rows), BLANK_LINE]


def _write_sentence_lines(comparison: Comparison, cells: int) -> list[Line]:
    """The sentences, under what they are about, in the order of the topics."""
    sentences = write_sentences(comparison)
    lines: list[Line] = []
    for topic, heading in TOPICS.items():
        of_topic = [sentence.text for sentence in sentences if sentence.topic == topic]
        if of_topic:
            lines.append(make_line(Span(heading, "warn" if topic == "apart" else "head")))
            lines += [make_line("  ", part) for text in of_topic for part in wrap(text, cells - 2)]
    return [*lines, BLANK_LINE] if lines else []


def _write_head(page: ComparePage, places: Sequence[int], first: int, size: int) -> list[Line]:
    """The names over the columns, as many lines as the longest needs; the lit one is marked."""
    names = []
    for place in places:
        lit = place == page.at and len(page.columns) > 1
        style, ground = ("key", "row") if lit else ("bright", "")
        names.append([(Span(part, style, ground),) for part in wrap(_column_name(page, place), size - 2)])
    rows = zip_longest([(Span(page.year, "dim"),)], *names, fillvalue=())
    return [*(_join_columns(row, first, size) for row in rows), BLANK_LINE]


def _column_name(page: ComparePage, place: int) -> str:
    column = page.columns[place]
    if isinstance(column, BoardGroup):
        return column.heading
    return f"{page.data.icb[column].short_name} ({page.data.icb[column].label})"


def _join_columns(row: Iterable[Sequence[Span]], first: int, size: int) -> Line:
    """One line over all columns: the aim, then each column."""
    spans: list[Span] = []
    for place, piece in enumerate(row):
        cells = first if place == 0 else size
        fitting = clip_spans(piece, cells - 1)
        spans += [*fitting, Span(" " * (cells - spans_width(fitting)))]
    return make_line(*spans)


def _write_column(page: ComparePage, column: str | BoardGroup, aim: str, cells: int) -> Iterator[Spans]:
    if isinstance(column, BoardGroup):
        yield from _write_group_counts(column, aim, page.data)
    elif before := page.list_cells_before(column, aim):
        yield from _write_cells_before(before, page.data)
    else:
        yield from _write_cell(page.comparison.cells[column, aim], page.data, cells)


def _write_cells_before(before: Sequence[Cell], data: Dataset) -> Iterator[Spans]:
    """That the board was not open, and under it each board before it with its own rating."""
    yield (Span("Not open. Boards before it:", "dim"),)
    for cell in before:
        yield column_span(data.icb[cell.icb].label, LABEL_CELLS, "dim"), evidence_list.level_span(cell, data)


LABEL_CELLS = 5
"""The cells of a label and a space."""


def _write_group_counts(group: BoardGroup, aim: str, data: Dataset) -> Iterator[Spans]:
    """How many boards of a group have each level, out of all; a group itself has no rating."""
    cells = [group.cells[icb, aim] for icb in group.icbs]
    base = len(cells)
    counts = Counter((cell.rating, cell.rating_year) for cell in cells)
    for rating in data.ratings:
        for year in sorted((year for level, year in counts if level == rating.id), reverse=True):
            when = Span(f" ({year})" if year else "", "dim")
            yield Span(f"{counts[rating.id, year]:>2} of {base} "), evidence_list.rating_span(rating, named=True), when
    yield (Span(f"{sum(cell.rating is None for cell in cells):>2} of {base} {cell_words.NOT_RATED}", "dim"),)
    yield (Span(f"{sum(cell.findings > 0 for cell in cells):>2} of {base} with a finding", "dim"),)


def _write_cell(compared: CellEvidence, data: Dataset, cells: int) -> Iterator[Spans]:
    """The cell of a board, from the rating down to the sources."""
    cell, evidence = compared.cell, compared.evidence
    yield (evidence_list.level_span(cell, data),)
    yield from _wrap_spans(evidence_list.describe_aspect(cell, evidence, data), cells)
    for step in cell_words.describe_later_steps(cell, data):
        yield from _wrap_spans(step, cells, "warn")
    for kind, group in phrases.group_by_evidence_type(evidence):
        yield ()
        yield from _wrap_spans(phrases.name_evidence_type(kind, group, dated=cell.year == ALL_YEARS), cells, "head")
        for each in group:
            yield from _wrap_spans(each.finding.summary, cells)
            words, figure = phrases.quote_words(each.finding.words), phrases.describe_figure(each.finding.figure)
            for text in (words, figure, f"{each.finding.id} · {phrases.cite_location(each, with_speaker=False)}"):
                yield from _wrap_spans(text, cells, "dim")


def _wrap_spans(text: str, cells: int, style: str = "text") -> Iterator[Spans]:
    """A text as lines of one run each; no text is no line."""
    for part in wrap(text, cells) if text else ():
        yield (Span(part, style),)


def _write_indicators(
    page: ComparePage, columns: Sequence[str | BoardGroup], aim: str, first: int, size: int
) -> list[Line]:
    """The indicators of an aim: what each is, then the values side by side; folded, how many there are."""
    indicators = [i for i in page.indicators if i.aim == aim and not page.hides_indicator(i)]
    if not indicators:
        return []
    if not page.with_indicators:
        period = describe_period_choice(page.indicator_year)
        count = f"   {phrases.format_count(len(indicators), 'indicator')}, {period}. Press "
        return [make_line(Span(count, "dim"), Span("i", "key"), Span(" to show them.", "dim")), BLANK_LINE]
    lines: list[Line] = []
    for indicator in indicators:
        about = (
            f"{indicator.unit}, {find_newest_point(page, indicator).period}, median {_describe_median(page, indicator)}"
        )
        lines += _write_indicator_head(indicator.name, about, first + size * len(columns))
        stacks = [_write_value(page, column, indicator) for column in columns]
        lines += [_join_columns([(), *row], first, size) for row in zip_longest(*stacks, fillvalue=())]
    return [*lines, BLANK_LINE]


def _write_indicator_head(name: str, about: str, cells: int) -> list[Line]:
    """What an indicator is, on one line where there is room; else its name, and the rest below."""
    head = (Span("   "), Span(name), Span(f" · {about}", "dim"))
    if spans_width(head) <= cells:
        return [make_line(*head)]
    indented = evidence_list.write_indented
    return [*indented(name, 3, cells), *indented(about, 3, cells, "dim")]


def find_newest_point(page: ComparePage, indicator: Indicator) -> IndicatorPoint:
    """The point whose period and median are those of every board."""
    return page.series[page.comparison.icbs[0], indicator.id].newest


def _describe_median(page: ComparePage, indicator: Indicator) -> str:
    newest = find_newest_point(page, indicator)
    return f"of {phrases.format_count(newest.of, 'board')} {indicator_values.format_value(newest.median, indicator)}"


def _write_value(page: ComparePage, column: str | BoardGroup, indicator: Indicator) -> list[Spans]:
    """The value in a column, with its rank or basis; of the boards before a board a line each."""
    parts = page.list_value_parts(column, indicator)
    if isinstance(column, BoardGroup):
        return [(Span(" ".join(parts), "dim"),)]
    return [(Span(part, "dim"),) for part in page.list_values_before(column, indicator)] or [(Span("  ".join(parts)),)]


def _write_sources(page: ComparePage, cells: int) -> Iterator[Line]:
    """Every source that the page cites, once."""
    cited: dict[str, Source] = {e.source.id: e.source for c in page.comparison.cells.values() for e in c.evidence}
    if cited:
        yield make_line(Span("Sources", "head"))
    for source in cited.values():
        yield from evidence_list.write_source(source, 0, cells)
