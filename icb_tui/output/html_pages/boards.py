"""A board in HTML: its facts, its ratings, then each aim with its evidence and its indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from icb_tui.analysis import indicator_values
from icb_tui.analysis.indicator_periods import describe_period_choice
from icb_tui.analysis.predecessors import PredecessorEvidence, describe_growth, describe_stand_ins
from icb_tui.domain import phrases
from icb_tui.domain.answers import BoardEvidence, IndicatorSeries
from icb_tui.domain.dataset import Dataset
from icb_tui.output.html_pages.evidence import label_cell, name_stand_in, write_cell_evidence, write_findings
from icb_tui.output.html_pages.markup import (
    HtmlPage,
    LinkBoard,
    LocalLink,
    join_lines,
    link_no_board,
    write_heading,
    write_list,
    write_paragraph,
    write_table,
)
from icb_tui.pages import predecessors
from icb_tui.pages.board import BoardPage, count_findings, describe_population

INDICATOR_HEADS = ("Indicator", "Value", "Period", "Rank, 1 = best", "Median of all boards", "Source")


def make_board_page(title: str, page: BoardPage, aim: str | None, link_board: LinkBoard = link_no_board) -> HtmlPage:
    """Return the page of a board, or of one aim of it."""
    lines = [] if aim else [*_write_facts(page, link_board), *_write_overview(page)]
    for each in [aim] if aim else page.data.aim:
        lines += _write_aim(page, each)
    if not aim:
        lines += [*_write_whole(page), *_write_population(page)]
    return HtmlPage(title, join_lines(lines))


def _write_facts(page: BoardPage, link_board: LinkBoard) -> Iterator[str]:
    icb, data = page.icb, page.data
    yield write_paragraph(f"{icb.name}: {icb.code} · {icb.gss_code} · {icb.label}")
    *became, opened = phrases.describe_own_dates(icb, data)
    yield write_paragraph(" ".join((*became, f"{data.region[icb.region].name}. {opened}")))
    if own := phrases.describe_origin(data.find_origin("icbs", icb.code)):
        yield write_paragraph(f"These facts about the board are {own}.")
    if relatives := data.list_relatives(icb):
        yield write_paragraph("The boards before and after:")
        yield from write_list(
            LocalLink(f"{each.short_name} ({each.code})", link_board(each.code)) for each in relatives
        )


def _write_overview(page: BoardPage) -> Iterator[str]:
    """The aims year by year; of the boards before this one in the page's year, each for itself."""
    data = page.data
    if not page.stand_ins:
        columns = {year: [label_cell(page.history[aim, year], data) for aim in data.aim] for year in data.years}
        yield write_heading(2, "Ratings by year")
        yield from _write_columns(data, columns)
    if page.predecessors:
        shares = [board.predecessor for board in page.predecessors]
        yield write_heading(2, "The boards before")
        intro = describe_stand_ins if page.stand_ins else describe_growth
        yield write_paragraph(intro(page.icb, page.year, shares))
        yield from _write_shares(page)
        yield write_paragraph(predecessors.describe_share_basis(shares))


def _write_columns(data: Dataset, columns: dict[str, list[str]]) -> Iterator[str]:
    """A table with a row for each aim."""
    names = [f"{number} {aim.short_name}" for number, aim in enumerate(data.aims, 1)]
    yield from write_table(("Aim", *columns), zip(names, *columns.values(), strict=True), "Ratings by year")


def _write_shares(page: BoardPage) -> Iterator[str]:
    """A table with a column for each board before, and for the board itself where something was said of it."""
    data, own = page.data, page.own_columns if page.stand_ins else ()
    boards: list[BoardEvidence] = [*own, *page.predecessors]
    shares = predecessors.list_share_rows([board.predecessor for board in page.predecessors], page.icb)
    rows: list[list[str]] = [[name, *[""] * len(own), *texts] for name, texts in shares.items()]
    rows.append([f"Findings in {page.year}, of all years", *(count_findings(board, data) for board in boards)])
    for number, aim in enumerate(data.aims, 1):
        cells = [label_cell(board.history[aim.id, page.year], data) for board in boards]
        rows.append([f"{number} {aim.short_name}", *cells])
    yield from write_table(("", *(board.icb.label for board in boards)), rows, "The boards before")


def _write_aim(page: BoardPage, aim: str) -> Iterator[str]:
    data = page.data
    national = [e for e in page.national if e.finding.aim == aim and e.finding.scope == "national"]
    yield write_heading(2, f"{data.number_of(aim)} {data.aim[aim].name} · {page.year}")
    if page.own_columns:
        yield from write_cell_evidence(page.cell_evidence(aim), national, data, 3)
    for board in page.stand_ins:
        yield write_heading(3, name_stand_in(board.predecessor))
        yield from write_cell_evidence(board.cell_evidence(aim), national, data, 4)
    yield from _write_indicators(page, aim)


def _write_indicators(page: BoardPage, aim: str) -> Iterator[str]:
    """The indicators of an aim; where boards stand in, with a column for each board that has values."""
    data = page.data
    of_aim = [series for series in page.series if data.indicator[series.indicator].aim == aim]
    if not of_aim:
        return
    tied = len(data.list_indicators(aim))
    some = f"{len(of_aim)} of " if len(of_aim) < tied else ""
    count = f"{some}{phrases.format_count(tied, 'indicator')}, {describe_period_choice(page.indicator_year)}"
    yield write_heading(3, f"Indicators: {count}")
    if page.stand_ins:
        yield from _write_values_before(page, of_aim)
    else:
        yield from write_table(INDICATOR_HEADS, [_list_cells(series, data) for series in of_aim], "Indicators")


def _list_cells(series: IndicatorSeries, data: Dataset) -> list[str]:
    """A row of the table: an indicator's value with its rank, beside the median."""
    indicator, newest = data.indicator[series.indicator], series.newest
    rank = indicator_values.format_rank(newest, named=False) or phrases.format_count(newest.of, "board")
    return [
        phrases.name_indicator(indicator, data),
        indicator_values.describe_value_with_unit(series, indicator),
        newest.period,
        rank,
        indicator_values.format_value(newest.median, indicator),
        phrases.cite_indicator_source(indicator, data),
    ]


def _write_values_before(page: BoardPage, of_aim: Sequence[IndicatorSeries]) -> Iterator[str]:
    data = page.data
    boards: list[BoardEvidence] = [*([page] if predecessors.has_values(page) else []), *page.stand_ins]
    by_board = [{each.indicator: each for each in board.series} for board in boards]
    rows = []
    for series in of_aim:
        indicator = data.indicator[series.indicator]
        values = [indicator_values.describe_value(of[series.indicator], indicator) for of in by_board]
        median = indicator_values.format_value(series.newest.median, indicator)
        about = [indicator.unit, series.newest.period, median, phrases.cite_indicator_source(indicator, data)]
        rows.append([phrases.name_indicator(indicator, data), *values, *about])
    labels = [board.icb.label for board in boards]
    heads = ("Indicator", *labels, "Unit", "Period", "Median of all boards", "Source")
    yield from write_table(heads, rows, "Indicators")


def _write_whole(page: BoardPage) -> Iterator[str]:
    """The findings on the board as a whole, and on those that stand in."""
    boards: list[BoardEvidence | PredecessorEvidence] = [page, *page.stand_ins]
    said = [board for board in boards if board.whole_evidence]
    if said:
        yield write_heading(2, f"The board as a whole · {page.year}")
    for board in said:
        if isinstance(board, PredecessorEvidence):
            yield write_heading(3, name_stand_in(board.predecessor))
        yield from write_findings(board.whole_evidence, 4 if isinstance(board, PredecessorEvidence) else 3)


def _write_population(page: BoardPage) -> Iterator[str]:
    sentences = list(describe_population(page.icb))
    if sentences:
        yield write_heading(2, "Population and area")
        yield from map(write_paragraph, sentences)
