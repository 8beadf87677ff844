"""What was found in a sheet, as lines to look at: its first rows, and what each column is taken for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from icb_tui.domain.phrases import format_count
from icb_tui.importing.choices import Layout, LeftOut
from icb_tui.importing.indicator_reader import SOME_VALUES
from icb_tui.sheets.sheet import Row, Sheet
from icb_tui.text.cells import cell_width, clean, cut, fit

MOST_ROWS, MOST_CELLS, MOST_KINDS = 4, 30, 12
"""The rows that are shown, the cells of the widest column, and the kinds of rows left out that are named."""

GAP = "  "

NOT_USED = "not used"


def draw_preview(sheet: Sheet, layout: Layout, width: int) -> list[str]:
    """Return the header and the first rows of a sheet as a table of at most `width` cells, with each column's part.

    Columns that are used come before others where there is no room for all. Raises FileError where the sheet does.
    """
    parts = name_parts(layout)
    rows = list(islice((row for row in sheet.read_rows() if row.line > layout.header_line), MOST_ROWS + 1))
    lines = [[str(row.line), *(_clean_cell(row, place) for place in range(len(parts)))] for row in rows[:MOST_ROWS]]
    heads = [sheet.line_word, *map(_clean_text, layout.headers)]
    table = [heads, ["", *parts], *lines]
    shown = _choose_columns(table, width)
    drawn = _draw_table([[row[place] for place in shown] for row in table])
    more = ["…"] if len(rows) > MOST_ROWS else []
    hidden = sum(not _is_empty(table, place) for place in range(len(heads)) if place not in shown)
    notes = [f"Not shown: {format_count(hidden, 'more column')}"] if hidden else []
    return [_describe_sheet(sheet, layout), *drawn, *more, *notes, *_describe_period(layout)]


def _describe_sheet(sheet: Sheet, layout: Layout) -> str:
    of_sheet = f", sheet “{clean(sheet.sheet)}”" if sheet.sheet else ""
    return f"{clean(sheet.file)}: {sheet.kind}{of_sheet}, headings in {sheet.line_word} {layout.header_line}"


def _describe_period(layout: Layout) -> list[str]:
    return [f"Period of all rows: {clean(layout.fixed_period)}"] if layout.fixed_period else []


def name_parts(layout: Layout) -> list[str]:
    """Return what each column of a layout is taken for, in a word or two."""
    parts = [NOT_USED] * len(layout.headers)
    for part, places in _list_parts(layout):
        for place in places:
            parts[place] = part
    return parts


def _list_parts(layout: Layout) -> list[tuple[str, Sequence[int]]]:
    """Each part with its columns; a later one prevails."""
    single = {
        "category": layout.category_column,
        "order of periods": layout.order_column,
        "unit": layout.unit_column,
        "indicator": layout.name_column,
        "id": layout.id_column,
    }
    return [
        ("area", layout.area_columns),
        ("--where", list(layout.where_columns)),
        ("kept apart", layout.split_columns),
        *((part, [place]) for part, place in single.items() if place is not None),
        ("period", layout.period_columns),
        ("values", layout.value_columns),
        *((f"values of {clean(period)}", [place]) for place, period in layout.value_periods.items()),
        ("board", [layout.board_column]),
    ]


def _clean_text(text: str) -> str:
    return " ".join(clean(text[:300]).split())


def _clean_cell(row: Row, place: int) -> str:
    return _clean_text(row.cells[place]) if place < len(row.cells) else ""


def _choose_columns(table: Sequence[Sequence[str]], width: int) -> list[int]:
    """The columns that there is room for, in order: that of the lines, those that are used, then others."""
    widths = [_measure_column(table, place) for place in range(len(table[0]))]
    empty = [place for place in range(1, len(widths)) if _is_empty(table, place)]
    order = sorted(range(len(widths)), key=lambda place: (place in empty, _rank_part(table[1][place]), place))
    shown, room = [], width
    for place in order:
        if place not in empty and widths[place] <= room:
            shown.append(place)
            room -= widths[place] + len(GAP)
    return sorted(shown)


def _rank_part(part: str) -> int:
    """What matters most, first: what is read, what else is used, the rest."""
    return 0 if not part or part.startswith(("board", "period", "values")) else 1 + (part == NOT_USED)


def _is_empty(table: Sequence[Sequence[str]], place: int) -> bool:
    """Whether a column has neither a heading nor cells."""
    return not any(row[place] for row in (table[0], *table[2:]))


def _measure_column(table: Sequence[Sequence[str]], place: int) -> int:
    return min(max(cell_width(row[place]) for row in table), MOST_CELLS)


def _draw_table(table: Sequence[Sequence[str]]) -> list[str]:
    widths = [_measure_column(table, place) for place in range(len(table[0]))]
    return [
        GAP.join(fit(cut(cell, cells), cells) for cell, cells in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]


def describe_left_out(left_out: Mapping[str, LeftOut]) -> list[str]:
    """Return a line for each kind of row that no value was taken from: how many there are, and one of them."""
    lines = [
        f"{'Taken in part' if kind == SOME_VALUES else 'Left out'}: {format_count(left.count, 'row')} "
        f"{kind}{_give_example(left)}"
        for kind, left in left_out.items()
    ]
    more = len(lines) - MOST_KINDS
    return lines if more <= 0 else [*lines[:MOST_KINDS], f"… and rows of {format_count(more, 'more kind')}"]


def count_left_out(left_out: Mapping[str, LeftOut]) -> list[str]:
    """Return how many rows no value was taken from, where a preview has listed them by kind; nothing for none."""
    count = sum(left.count for kind, left in left_out.items() if kind != SOME_VALUES)
    return [f"Left out: {format_count(count, 'row')}, as listed above"] if count else []


def _give_example(left: LeftOut) -> str:
    example = _clean_text(left.example)
    return f", for example “{cut(example, 60)}”" if example else ""
