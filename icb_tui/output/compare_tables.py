"""Comparisons as tables for commands, copies and exports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from icb_tui.analysis.comparison import TOPICS, Sentence, write_sentences
from icb_tui.analysis.indicator_periods import describe_period_choice
from icb_tui.analysis.indicator_values import NO_VALUE, format_value, list_value_and_rank
from icb_tui.domain.cell_words import NOT_RATED, name_cell, name_stand_ins
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.phrases import name_indicator
from icb_tui.domain.records import UNRATED, Aim, Indicator
from icb_tui.output.formats import Table, TablePart
from icb_tui.output.indicator_tables import make_indicator_object, take_value
from icb_tui.output.rows import Columns, make_share_object, make_table, same_keys, take_reading
from icb_tui.pages.compare_columns import MIN_NAME_CELLS, BoardGroup, ComparePage
from icb_tui.text.cells import cell_width, cut, wrap

COMPARE_COLUMNS: Columns = {
    **same_keys("row column period"),
    "voices": "voices",
    **same_keys("reading findings value unit median place of predecessor_of"),
}


def make_compare_table(page: ComparePage, evidence_types: str, cells: int | None = None) -> Table:
    """A comparison: its sentences, a row for each aim and each indicator.

    Names are whole; where that is too wide for `cells`, columns go by their labels and indicators may be cut.
    """
    sentences = write_sentences(page.comparison)
    aims, indicators = page.list_aims(), page.list_indicators()
    heads = [page.name_column(column) for column in page.columns]
    if cells is not None and sum(map(cell_width, heads)) + 2 * len(heads) > cells - MIN_NAME_CELLS:
        heads = [page.label_column(column) for column in page.columns]
    difference = ["difference"] if len(page.columns) == 2 else []
    rated = TablePart(
        notes=_write_notes(sentences, cells),
        heads=(f"{page.year}, {'all evidence' if evidence_types == 'all' else evidence_types}", *heads),
        lines=[[aim.short_name, *(_describe_cell(page, column, aim) for column in page.columns)] for aim in aims],
    )
    official = TablePart(
        title=f"Indicators, {describe_period_choice(page.indicator_year)} (rank 1 = best)",
        heads=("", *heads, *difference),
        lines=_fit_first_column([_indicator_line(page, indicator, cells) for indicator in indicators], cells),
    )
    compared = _make_compare_object(page, sentences, evidence_types, aims, indicators)
    table = make_table([rated, official], COMPARE_COLUMNS, compared, _list_records(compared, page))
    return table._replace(title=f"Comparison: {', '.join(map(page.name_column, page.columns))}")


def _write_notes(sentences: Sequence[Sentence], cells: int | None) -> list[str]:
    """The sentences by topic, as lines of at most `cells` cells; as they are where there is no width to keep."""
    notes = [f"{heading}: {s.text}" for topic, heading in TOPICS.items() for s in sentences if s.topic == topic]
    return [line for note in notes for line in wrap(note, cells)] if cells else notes


def _fit_first_column(rows: Sequence[Sequence[str]], cells: int | None) -> list[Sequence[str]]:
    """The rows with their first column cut so that all fit `cells` cells, as far as that leaves it 20."""
    if not rows or cells is None:
        return list(rows)
    others = sum(max(cell_width(row[place]) for row in rows) + 2 for place in range(1, len(rows[0])))
    return [(cut(row[0], max(cells - others, 20)), *row[1:]) for row in rows]


def _describe_cell(page: ComparePage, column: str | BoardGroup, aim: Aim) -> str:
    if isinstance(column, BoardGroup):
        return _describe_levels(column, aim.id, page.data)
    before = name_stand_ins(page.list_cells_before(column, aim.id), page.data)
    return (
        f"before: {', '.join(before)}" if before else name_cell(page.comparison.cells[column, aim.id].cell, page.data)
    )


def _describe_levels(group: BoardGroup, aim: str, data: Dataset) -> str:
    """How many boards of a group have each level: “1 Leading, 2 Strong, 8 not rated of 11”; of all years with years."""
    cells = [group.cells[icb, aim] for icb in group.icbs]
    rated = sorted((cell for cell in cells if cell.rating), key=lambda c: list(data.rating).index(c.rating or ""))
    levels = [f"{count} {name}" for name, count in Counter(name_cell(cell, data) for cell in rated).items()]
    return f"{', '.join([*levels, f'{len(cells) - len(rated)} {NOT_RATED}'])} of {len(cells)}"


def _indicator_line(page: ComparePage, indicator: Indicator, cells: int | None) -> list[str]:
    """An indicator's name, with its unit and period where there is no width to keep, its values, and the difference."""
    name = name_indicator(indicator, page.data)
    head = name if cells else f"{name} ({indicator.unit}, {page.find_period(indicator)})"
    difference = [page.describe_difference(indicator)] if len(page.columns) == 2 else []
    return [head, *(", ".join(_list_value_parts(page, column, indicator)) for column in page.columns), *difference]


def _list_value_parts(page: ComparePage, column: str | BoardGroup, indicator: Indicator) -> list[str]:
    """An indicator in a column: the value and its rank, or the values of the boards before a board without one.

    Of a group it is the median, of how many boards, and the lowest and the highest.
    """
    if isinstance(column, str):
        before = page.list_values_before(column, indicator)
        return before or list_value_and_rank(page.series[column, indicator.id], indicator)
    value = column.values[indicator.id]
    if value.median is None or value.least is None or value.most is None:
        return [NO_VALUE]
    ends = f"{format_value(value.least, indicator)} to {format_value(value.most, indicator)}"
    return [format_value(value.median, indicator), f"median of {value.of}", ends]


def _make_compare_object(
    page: ComparePage,
    sentences: Sequence[Sentence],
    evidence_types: str,
    aims: Sequence[Aim],
    indicators: Sequence[Indicator],
) -> dict[str, Any]:
    icbs = page.comparison.icbs
    return {
        "icbs": list(icbs),
        "year": page.year,
        "voices": evidence_types,
        "sentences": [sentence.text for sentence in sentences],
        "rows": [_make_aim_object(page, aim) for aim in aims],
        "groups": [
            {
                "name": group.name,
                "boards": len(group.icbs),
                "ratings": {aim.id: _count_ratings(group, aim) for aim in aims},
                "rating_years": {aim.id: _count_rating_years(group, aim) for aim in aims},
                "medians": {i.id: group.values[i.id]._asdict() for i in indicators},
            }
            for group in page.groups
        ],
        "indicators": [make_indicator_object(page.series[icb, i.id], i) for i in indicators for icb in icbs],
        "predecessors": {icb: _make_predecessor_objects(page, icb, aims, indicators) for icb in icbs},
    }


def _make_predecessor_objects(
    page: ComparePage, icb: str, aims: Sequence[Aim], indicators: Sequence[Indicator]
) -> list[dict[str, Any]]:
    """The boards before a board that was not open yet, with their own ratings and indicators."""
    return [
        {
            **make_share_object(each),
            "ratings": {aim.id: page.cells_before[code, aim.id].rating for aim in aims},
            "findings": {aim.id: page.cells_before[code, aim.id].findings for aim in aims},
            "nothing": {aim.id: page.cells_before[code, aim.id].missing for aim in aims},
            "indicators": [make_indicator_object(page.series[code, i.id], i) for i in indicators],
        }
        for each in page.comparison.list_stand_ins(icb)
        for code in [each.icb.code]
    ]


def _make_aim_object(page: ComparePage, aim: Aim) -> dict[str, object]:
    compared = {icb: page.comparison.cells[icb, aim.id] for icb in page.comparison.icbs}
    return {
        "aim": aim.id,
        "same": page.comparison.is_same(aim.id),
        "ratings": {icb: each.cell.rating for icb, each in compared.items()},
        "rating_years": {icb: each.cell.year_of_rating for icb, each in compared.items()},
        "nothing": {icb: each.cell.missing for icb, each in compared.items()},
        "findings": {icb: [e.finding.id for e in each.evidence] for icb, each in compared.items()},
    }


def _count_ratings(group: BoardGroup, aim: Aim) -> dict[str, int]:
    """How many boards of a group have each level, or none, by its id."""
    levels = [group.cells[icb, aim.id].rating or UNRATED for icb in group.icbs]
    return {level: levels.count(level) for level in dict.fromkeys(levels)}


def _count_rating_years(group: BoardGroup, aim: Aim) -> dict[str, int]:
    """Of how many boards of a group the rating is of each year."""
    return dict(Counter(year for icb in group.icbs if (year := group.cells[icb, aim.id].year_of_rating)))


def _list_records(compared: dict[str, Any], page: ComparePage) -> Iterator[dict[str, Any]]:
    """What has a row of a spreadsheet: each aim and each indicator of each board and group."""
    for row in compared["rows"]:
        yield from _list_aim_records(compared, row, page)
    by_indicator = groupby(compared["indicators"], key=lambda each: each["indicator"])
    for indicator, of_boards in by_indicator:
        for each in of_boards:
            yield {**each, "row": indicator, "column": each["code"], "value": take_value(each)}
        for group in compared["groups"]:
            about = {"row": indicator, "column": group["name"], "period": each["period"], "unit": each["unit"]}
            yield about | {key: group["medians"][indicator][key] for key in ("median", "of")}
    for icb, before in compared["predecessors"].items():
        for board in before:
            yield from _list_predecessor_records(compared, board, icb)


def _list_predecessor_records(compared: dict[str, Any], board: dict[str, Any], new: str) -> Iterator[dict[str, Any]]:
    """What has a row of a board before a board: as of the others, and with the board that it is shown for."""
    about = {"column": board["code"], "predecessor_of": new}
    for aim, rating in board["ratings"].items():
        reading, findings = take_reading(rating, board["nothing"][aim]), board["findings"][aim]
        of_year = {"row": aim, "period": compared["year"], "voices": compared["voices"]}
        yield {**about, **of_year, "reading": reading, "findings": findings}
    for each in board["indicators"]:
        yield {**each, **about, "row": each["indicator"], "value": take_value(each)}


def _list_aim_records(compared: dict[str, Any], row: dict[str, Any], page: ComparePage) -> Iterator[dict[str, Any]]:
    aim, about = row["aim"], {"row": row["aim"], "period": compared["year"], "voices": compared["voices"]}
    for icb in compared["icbs"]:
        reading, year = take_reading(row["ratings"][icb], row["nothing"][icb]), row["rating_years"][icb]
        of_board = {"column": icb, "reading": reading, "findings": len(row["findings"][icb])}
        yield about | of_board | ({"period": year} if year else {})
    for group, boards in zip(compared["groups"], page.groups, strict=True):
        reading = _describe_levels(boards, aim, page.data)
        findings = sum(boards.cells[icb, aim].findings for icb in boards.icbs)
        yield {**about, "column": group["name"], "reading": reading, "findings": findings}
