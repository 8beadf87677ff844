"""Boards and regions side by side: what can be said in sentences, one table of all values, then the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from icb_tui.analysis import indicator_values
from icb_tui.analysis.comparison import TOPICS, Sentence, write_sentences
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import CellEvidence
from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.domain.records import Aim, Indicator, Source
from icb_tui.pages import evidence_list
from icb_tui.pages.compare_columns import ComparePage, list_drawn, plan_table
from icb_tui.pages.compare_table import write_aim_rows, write_head, write_indicator_rows, write_legend
from icb_tui.text.cells import count_lines, join_names, wrap
from icb_tui.text.item_lines import ItemLines, join_parts
from icb_tui.text.spans import (
    BLANK_LINE,
    Line,
    PageText,
    Span,
    Spans,
    clip_spans,
    column_span,
    indent_line,
    make_line,
    spans_width,
)

MIN_EVIDENCE_CELLS = 34
"""The fewest cells in which a column of evidence can be read; with less, the boards stand one below the other."""

TOP_LINES = 8
"""The lines that the sentences may take above the table; the others follow below it."""

LABEL_CELLS = 5
"""The cells of a label and a space."""

INDICATORS = "indicators"
"""The place of the page at which the indicators begin."""


def write_compare_page(page: ComparePage, cells: int) -> PageText:
    """Return the page at a width of `cells`."""
    layout = plan_table(page, cells)
    top, more = _split_sentences(page, cells)
    parts: list[Sequence[Line]] = [[*top, *write_aim_rows(page, layout), BLANK_LINE]]
    at = {INDICATORS: len(parts[0])}
    parts += [write_indicator_rows(page, layout), [BLANK_LINE, *write_legend(page, layout, cells)]]
    parts += [[*_write_hidden(page, cells), BLANK_LINE, *more]]
    boards = [column for column in list_drawn(page, layout) if isinstance(column, str)]
    for aim in page.list_aims() if boards else ():
        at[aim.id] = sum(map(len, parts))
        parts.append(_write_evidence(page, boards, aim, cells))
    parts += [list(_write_sources(page, cells)), _write_definitions(page, cells)]
    return PageText([*write_head(page, layout), BLANK_LINE], join_parts(parts), at)


def _split_sentences(page: ComparePage, cells: int) -> tuple[list[Line], list[Line]]:
    """The lines of the sentences that stand above the table, as many as TOP_LINES hold, and of those below it."""
    sentences = write_sentences(page.comparison)
    kept = len(sentences)
    while len(top := _write_sentences(sentences[:kept], cells)) > TOP_LINES:
        kept -= 1
    more = _write_sentences(sentences[kept:], cells)
    if more:
        count = phrases.format_count(len(sentences) - kept, "more sentence" if kept else "sentence")
        top.append(make_line(Span(f"{count} below the table.", "dim")))
        more.append(BLANK_LINE)
    return [*top, BLANK_LINE] if top else [], more


def _write_sentences(sentences: Sequence[Sentence], cells: int) -> list[Line]:
    """Sentences under what they are about."""
    lines: list[Line] = []
    for topic, group in groupby(sentences, key=lambda sentence: sentence.topic):
        lines.append(make_line(Span(TOPICS[topic], "warn" if topic == "apart" else "head")))
        lines += [make_line("  ", part) for sentence in group for part in wrap(sentence.text, cells - 2)]
    return lines


def _write_hidden(page: ComparePage, cells: int) -> list[Line]:
    """What is left out because it is the same for all boards."""
    if not page.only_differences:
        return []
    hidden = [aim.short_name for aim in page.data.aims if aim not in page.list_aims()]
    if indicators := len(page.everyone) - len(page.list_indicators()):
        hidden.append(phrases.format_count(indicators, "indicator"))
    note = f"The same for all and not shown: {join_names(hidden, 99, 'and')}." if hidden else "Everything differs."
    return evidence_list.write_paragraph(f"{note} Press d to show all rows.", cells, "dim")


def _write_evidence(page: ComparePage, boards: Sequence[str], aim: Aim, cells: int) -> list[Line]:
    """What was said of each board on an aim: in columns where they are wide enough, else one below the other."""
    data, compared = page.data, [page.comparison.cells[icb, aim.id] for icb in boards]
    heading = make_line(Span(f"{data.number_of(aim.id)} ", "key"), Span(aim.short_name, "bright"))
    size = cells // len(boards)
    names = [Span(page.name_column(icb), "bright") for icb in boards]
    stacks = [
        [(name,), *_write_cell(page, each, (size if size >= MIN_EVIDENCE_CELLS else cells) - 4)]
        for name, each in zip(names, compared, strict=True)
    ]
    if size < MIN_EVIDENCE_CELLS:
        return [heading, *(line for stack in stacks for line in (*(indent_line(2, *row) for row in stack), BLANK_LINE))]
    return [heading, *(_join_columns(row, size) for row in zip_longest(*stacks, fillvalue=())), BLANK_LINE]


def _join_columns(row: Sequence[Sequence[Span]], size: int) -> Line:
    """One line over all columns."""
    spans: list[Span] = []
    for piece in row:
        fitting = clip_spans(piece, size - 3)
        spans += [Span("  "), *fitting, Span(" " * (size - 2 - spans_width(fitting)))]
    return make_line(*spans)


def _write_cell(page: ComparePage, compared: CellEvidence, cells: int) -> Iterator[Spans]:
    """The cell of a board, from the rating down to the sources."""
    cell, evidence, data = compared.cell, compared.evidence, page.data
    if before := page.list_cells_before(cell.icb, cell.aim):
        yield (Span("Not open. Boards before it:", "dim"),)
        for stand_in in before:
            label = column_span(data.icb[stand_in.icb].label, LABEL_CELLS, "dim")
            yield label, evidence_list.level_span(stand_in, data)
        return
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


def _write_sources(page: ComparePage, cells: int) -> Iterator[Line]:
    """Every source that the page cites, once."""
    cited: dict[str, Source] = {e.source.id: e.source for c in page.comparison.cells.values() for e in c.evidence}
    if cited:
        yield make_line(Span("Sources", "head"))
    for source in cited.values():
        yield from evidence_list.write_source(source, 0, cells)


def _write_definitions(page: ComparePage, cells: int) -> Sequence[Line]:
    """Each indicator of the table in full."""
    texts = [_define_indicator(page, indicator) for indicator in page.list_indicators()]
    heights = (count_lines(text, cells) for text in texts)
    written = ItemLines(texts, heights, lambda text: evidence_list.write_paragraph(text, cells, "dim"))
    return join_parts([[BLANK_LINE, make_line(Span("Indicators in full", "head"))], written])


def _define_indicator(page: ComparePage, indicator: Indicator) -> str:
    """Its name, unit, period, the median of all boards, and its source."""
    everyone = page.everyone[indicator.id]
    median = f"median of {phrases.format_count(everyone.of, 'board')} "
    median += indicator_values.format_value(everyone.median, indicator)
    name, source = phrases.name_indicator(indicator, page.data), phrases.cite_indicator_source(indicator, page.data)
    before = [value for icb in page.comparison.icbs for value in page.list_values_before(icb, indicator)]
    values_before = f" Boards before: {', '.join(before)}." if before else ""
    return f"{name}: {indicator.unit}, {page.find_period(indicator)}, {median}.{values_before} {source}"
