"""One statement or one indicator a screen, for a meeting: large margins, and its source always in sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from icb_tui.analysis.charts import AxisLabel, draw_wide_axis, find_side, stack_labels
from icb_tui.analysis.indicator_values import DIRECTIONS, format_rank, format_value
from icb_tui.analysis.telling_indicators import choose_for_boards
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import CellEvidence, Evidence, IndicatorSeries, SeriesByKey
from icb_tui.domain.dataset import Dataset, in_year
from icb_tui.domain.records import Indicator
from icb_tui.pages import evidence_list
from icb_tui.text.spans import BLANK_LINE, Line, Span, indent_line


class Slide(Struct, frozen=True):
    """One statement: the cell that it belongs to, and the finding; None where there is no finding."""

    cell_evidence: CellEvidence
    evidence: Evidence | None = None


def make_slides(cells: Sequence[CellEvidence]) -> list[Slide]:
    """Return a slide for each finding of each cell, board by board; a board without findings has one slide."""
    slides = [Slide(compared, each) for compared in cells for each in compared.evidence]
    with_findings = {slide.cell_evidence.cell.icb for slide in slides}
    without = {c.cell.icb: Slide(c) for c in cells if c.cell.icb not in with_findings}
    return [*slides, *without.values()]


class IndicatorSlide(Struct, frozen=True):
    """One indicator of some boards: their series by code, and which of the chosen ones it is."""

    indicator: Indicator
    series: dict[str, IndicatorSeries]
    place: int
    chosen: int


def make_indicator_slides(series: SeriesByKey, icbs: Sequence[str], data: Dataset) -> list[IndicatorSlide]:
    """Return a slide for each indicator that says most of some boards."""
    chosen = choose_for_boards(series, icbs, data)
    return [
        IndicatorSlide(indicator, {icb: series[icb, indicator.id] for icb in icbs}, place, len(chosen))
        for place, indicator in enumerate(chosen, 1)
    ]


def write_slide(slide: Slide | IndicatorSlide, data: Dataset, cells: int, rows: int) -> list[Line]:
    """Return a slide in the middle of so many cells and lines."""
    if isinstance(slide, IndicatorSlide):
        lines = _fit_indicator(slide, data, cells, rows)
    else:
        lines = _fit_statement(slide, data, cells, rows)
    return [*[BLANK_LINE] * max((rows - len(lines)) // 2, 0), *lines]


def _fit_statement(slide: Slide, data: Dataset, cells: int, rows: int) -> list[Line]:
    for margin in (max(cells // 10, 2), 2, 1):
        lines = list(_write_slide_lines(slide, data, margin, cells - margin))
        if len(lines) <= rows:
            break
    else:
        # Blank lines are given up before the source is cut off, then its title where it has an address.
        lines = [row for row in lines if row.spans]
        if len(lines) > rows and slide.evidence and slide.evidence.source.url:
            lines = [row for row in _write_slide_lines(slide, data, margin, cells - margin, titled=False) if row.spans]
    return lines


def _write_slide_lines(slide: Slide, data: Dataset, margin: int, cells: int, *, titled: bool = True) -> Iterator[Line]:
    cell, evidence = slide.cell_evidence.cell, slide.evidence
    yield from evidence_list.write_indented(data.icb[cell.icb].short_name, margin, cells, "bright")
    if evidence is None:
        yield BLANK_LINE
        yield from evidence_list.write_indented(
            f"No finding on any aim {in_year(cell.year)}. {cell_words.NO_JUDGEMENT}", margin, cells
        )
        return
    about = evidence_list.describe_aspect(cell, slide.cell_evidence.evidence, data)
    yield indent_line(margin, Span(f"{data.aim[cell.aim].name} · {evidence.finding.year}", "dim"))
    yield indent_line(margin, evidence_list.level_span(cell, data), Span(f"   {about}" if about else "", "dim"))
    yield BLANK_LINE
    yield from evidence_list.write_indented(evidence.finding.summary, margin, cells, "bright")
    quoted = (phrases.quote_words(evidence.finding.words), phrases.describe_figure(evidence.finding.figure))
    yield from evidence_list.write_indented(" · ".join(filter(None, quoted)), margin, cells)
    yield BLANK_LINE
    kind = evidence.kind.name if evidence.reporter else phrases.name_evidence_type(evidence.kind, [evidence])
    cited = (kind, evidence.finding.id, phrases.cite_location(evidence))
    for text in (" · ".join(cited), evidence.source.title if titled else "", evidence.source.url):
        yield from evidence_list.write_indented(text or "", margin, cells, "dim")


def _fit_indicator(slide: IndicatorSlide, data: Dataset, cells: int, rows: int) -> list[Line]:
    """The lines of an indicator: blank ones are given up first, then places of values, then lines of labels but one."""
    margin = max(cells // 10, 2)
    lines = list(_write_indicator_lines(slide, data, margin, cells - margin))
    for stacked, explained in ((True, True), (False, True), (False, False)):
        if len(lines) > rows:
            lines = [*_write_indicator_lines(slide, data, 1, cells - 1, stacked=stacked, explained=explained)]
            lines = [row for row in lines if row.spans]
    return lines


def _write_indicator_lines(
    slide: IndicatorSlide, data: Dataset, margin: int, cells: int, *, stacked: bool = True, explained: bool = True
) -> Iterator[Line]:
    indicator, point = slide.indicator, next(iter(slide.series.values())).newest
    about = f"{indicator.unit} · {point.period} · {DIRECTIONS[indicator.better]}"
    yield from evidence_list.write_indented(indicator.name, margin, cells, "bright")
    yield from evidence_list.write_indented(about, margin, cells, "dim")
    yield BLANK_LINE
    yield from _write_axis(slide, data, margin, cells - margin, stacked=stacked, most=99 if explained else 1)
    yield BLANK_LINE
    if without := [data.icb[icb].label for icb, series in slide.series.items() if series.newest.value is None]:
        yield from evidence_list.write_indented(f"No value: {', '.join(without)}", margin, cells)
    if explained:
        of = phrases.format_count(len(data.indicators), "indicator")
        chosen = f"Chosen: {slide.chosen} of {of}, the first of each aim and those furthest from the median. This is"
        yield from evidence_list.write_indented(f"{chosen} {slide.place} of {slide.chosen}.", margin, cells, "dim")
    source = phrases.cite_indicator_source(indicator, data)
    yield from evidence_list.write_indented(f"Source: {source}", margin, cells, "dim")


def _write_axis(
    slide: IndicatorSlide, data: Dataset, margin: int, cells: int, *, stacked: bool, most: int
) -> Iterator[Line]:
    """The axis with at most `most` lines of labels of the boards above it, and their values and ranks below."""
    indicator, point = slide.indicator, next(iter(slide.series.values())).newest
    boards = [(data.icb[icb].label, series.newest) for icb, series in slide.series.items()]
    above, below = [AxisLabel(point.median, "median", "dim")], []
    for label, own in boards:
        if own.value is not None:
            text = ", ".join(filter(None, (f"{label} {format_value(own.value, indicator)}", format_rank(own))))
            above.append(AxisLabel(own.value, label, find_side(own, indicator.better) or "accent"))
            below.append(AxisLabel(own.value, text, "bright"))
    ends = {"lowest": point.least, "median": point.median, "highest": point.most}
    scale = [AxisLabel(value, f"{word} {format_value(value, indicator)}", "dim") for word, value in ends.items()]
    for spans in reversed(stack_labels(above, point, cells)[:most]):
        yield indent_line(margin, *spans)
    yield indent_line(margin, *draw_wide_axis(point, indicator.better, [label.value for label in below], cells))
    for spans in stack_labels(scale, point, cells):
        yield indent_line(margin, *spans)
    yield BLANK_LINE
    if stacked:
        for spans in stack_labels(below, point, cells):
            yield indent_line(margin, *spans)
    else:
        yield from evidence_list.write_indented(" · ".join(each.text for each in below), margin, cells + margin)
