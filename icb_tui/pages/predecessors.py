"""The boards before a board as lines: what was said of each under its own name, and their indicators side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from icb_tui.analysis import indicator_values
from icb_tui.analysis.predecessors import Predecessor, PredecessorEvidence, describe_share, list_predecessors
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import BoardEvidence, Cell, CellEvidence, Evidence, IndicatorSeries
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.records import Icb, Indicator
from icb_tui.pages import evidence_list
from icb_tui.text.cells import cell_width, wrap
from icb_tui.text.spans import BLANK_LINE, Line, Span, column_span, indent_line, spread_line
from icb_tui.views.view_state import View

VALUE_CELLS, MIN_NAME_CELLS = 10, 24
"""The cells of a column of values, and the fewest of an indicator's name beside the columns."""


def list_share_rows(predecessors: Sequence[Predecessor], new: Icb) -> dict[str, list[str]]:
    """Return how much of each board was taken over and, where it is known, its share of the new board: two rows."""
    taken = ["all" if each.percent == 100 else _name_percent(each.percent) for each in predecessors]
    of_new = [_name_percent(each.percent_of_new) for each in predecessors]
    return {"Taken over": taken} | ({f"Share of {new.label}": of_new} if any(of_new) else {})


def _name_percent(percent: float | None) -> str:
    return "" if percent is None else phrases.format_percent(percent)


def describe_share_basis(predecessors: Sequence[Predecessor]) -> str:
    """Return what the shares are of: residents, and in which year; or what the data name instead."""
    years = {max(each.icb.population) for each in predecessors if each.percent_of_new is not None}
    other = [f"{each.icb.label}: by {each.basis}." for each in predecessors if each.basis]
    residents = f"Shares are of residents{f' in {max(years)}' if years else ''}."
    return " ".join([residents] * (len(other) < len(predecessors)) + other)


def cell_span(view: View, icb: str, aim: str, *, room: int) -> Span:
    """A cell in a table of `room` cells a column; of a board that was not open yet, the letters of the boards before.

    The letters are dim and without symbols: they are no rating of the board.
    """
    stand_ins = view.list_stand_in_cells(icb, aim)
    if not stand_ins:
        return evidence_list.brief_span(view.cells.get((icb, aim)), view.data, room=room)
    return Span(write_stand_ins(stand_ins, view.data, room), "dim")


def write_stand_ins(stand_ins: Sequence[Cell], data: Dataset, room: int) -> str:
    """Return the letters of the boards before a board, as fully as there is room: “before: S –”, “S –”, “S–”."""
    letters = cell_words.stand_in_letters(stand_ins, data)
    wordings = (f"before: {letters}", letters, letters.replace(" ", ""))
    return next((text for text in wordings if cell_width(text) <= room), wordings[-1])


def summarise_board(board: PredecessorEvidence, data: Dataset) -> str:
    """Return the share of a board before and its own rating on each aim, in one sentence."""
    share = describe_share(board.predecessor)
    cells = [board.cell_evidence(aim.id).cell for aim in data.aims]
    ratings = [f"{data.aim[cell.aim].short_name} {cell_words.name_cell_briefly(cell, data)}" for cell in cells]
    return f"{board.icb.short_name} ({board.icb.label}){f', {share}' if share else ''}: {', '.join(ratings)}."


def write_name(board: PredecessorEvidence, cells: int) -> list[Line]:
    """The name of a board before, with its share."""
    share = describe_share(board.predecessor)
    first, *rest = wrap(f"{board.icb.short_name} · {share}" if share else board.icb.short_name, cells - 3)
    name, rule, beside = first.partition(" · ")
    head = indent_line(evidence_list.INDENT, Span(name, "bright"), Span(rule + beside, "dim"))
    return [BLANK_LINE, head, *(indent_line(evidence_list.INDENT, Span(part, "dim")) for part in rest)]


def write_aim_evidence(
    boards: Sequence[PredecessorEvidence], aim: str, national: Sequence[Evidence], data: Dataset, cells: int
) -> Iterator[Sequence[Line]]:
    """What was said of each board on an aim, under its name; then what names no board."""
    for board in boards:
        yield write_name(board, cells)
        yield _write_cell_evidence(board.cell_evidence(aim), data, cells)
    if any(board.cell_evidence(aim).cell.missing == "said-nationally" for board in boards):
        dated = boards[0].year == ALL_YEARS
        yield evidence_list.write_by_evidence_type(national, cells, scope="England-wide · ", dated=dated)


def _write_cell_evidence(compared: CellEvidence, data: Dataset, cells: int) -> Sequence[Line]:
    """The evidence of one board; where there is none, why, on one line."""
    if compared.cell.missing:
        level = evidence_list.level_span(compared.cell, data)
        reason = Span(f"   {cell_words.summarise_missing(compared.cell)}", "dim")
        return [indent_line(evidence_list.INDENT, level, reason)]
    return evidence_list.write_cell_evidence(compared.cell, compared.evidence, (), data, cells)


def write_indicators(
    own: BoardEvidence, boards: Sequence[BoardEvidence], aim: str, data: Dataset, cells: int
) -> Iterator[Line]:
    """The indicators of an aim, a column for each board; the board itself has one where it has a value of its own."""
    there = {series.indicator for series in own.series}
    indicators = [indicator for indicator in data.list_indicators(aim) if indicator.id in there]
    if not indicators:
        return
    columns = [board for board in (own, *boards) if board is not own or has_values(own)]
    count = Span(phrases.format_count(len(indicators), "indicator"), "dim")
    yield BLANK_LINE
    yield spread_line((Span(" " * evidence_list.INDENT), Span("Indicators", "head")), (count,), cells)
    values = [{each.indicator: each for each in board.series} for board in columns]
    name_cells = cells - evidence_list.INDENT - VALUE_CELLS * len(columns)
    beside = name_cells >= MIN_NAME_CELLS
    if beside:
        heads = [Span(f"{board.icb.label:>{VALUE_CELLS}}", "dim") for board in columns]
        yield indent_line(evidence_list.INDENT + name_cells, *heads)
    for indicator in indicators:
        series = [of_board[indicator.id] for of_board in values]
        name, about = phrases.name_indicator(indicator, data), _describe_indicator(indicator, series[0])
        if beside:
            yield from _write_row(name, [_value(each, indicator) for each in series], name_cells)
        else:
            listed = ", ".join(list_values(series, indicator, data))
            yield from evidence_list.write_indented(name, evidence_list.INDENT, cells)
            yield from evidence_list.write_indented(listed, evidence_list.INDENT + 3, cells)
        yield from evidence_list.write_indented(about, evidence_list.INDENT + 3, cells, "dim")


def _write_row(name: str, values: Sequence[str], name_cells: int) -> Iterator[Line]:
    """An indicator's name, on as many lines as it needs, with the values on the first."""
    first, *rest = wrap(name, name_cells - 1)
    columns = [
        Span(f"{value:>{VALUE_CELLS}}", "dim" if value == indicator_values.NO_VALUE else "text") for value in values
    ]
    yield indent_line(evidence_list.INDENT, column_span(first, name_cells), *columns)
    yield from (indent_line(evidence_list.INDENT, part) for part in rest)


def has_values(board: BoardEvidence) -> bool:
    """Whether the data have a value of a board's own for any indicator."""
    return any(point.value is not None for series in board.series for point in series.points)


def list_values(series: Sequence[IndicatorSeries], indicator: Indicator, data: Dataset) -> list[str]:
    """Return the newest value of each board under its label: “MSE 61.3”."""
    return [f"{data.icb[each.icb].label} {_value(each, indicator)}" for each in series]


def describe_values_before(
    icb: Icb, indicator: Indicator, find_series: Callable[[str], IndicatorSeries], data: Dataset
) -> str:
    """Return the values of the boards before a board that has none of its own: “Boards before it: MSE 61.6.”."""
    before = list_predecessors(icb, data)
    if not before or find_series(icb.code).newest.value is not None:
        return ""
    values = list_values([find_series(each.icb.code) for each in before], indicator, data)
    return f"Boards before it: {', '.join(values)}."


def _value(series: IndicatorSeries, indicator: Indicator) -> str:
    return indicator_values.format_value(series.newest.value, indicator)


def _describe_indicator(indicator: Indicator, series: IndicatorSeries) -> str:
    """The unit, period and median: “years, 2022-24, median of 42 boards 61.3”."""
    newest = series.newest
    median = f"median of {phrases.format_count(newest.of, 'board')}"
    return f"{indicator.unit}, {newest.period}, {median} {indicator_values.format_value(newest.median, indicator)}"
