"""What the user says of a file, what was found out about it, and what must still be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ImportChoices:
    """What the user says of a file; what is empty is found out, or asked for.

    `header_row` is the line of the header, from 1. `board`, `values` and the columns of `where` are headers as they
    stand in the file. `period` is a header, two such as "Year + Month", or a period itself such as "March 2025"; behind
    a header, or alone, "(day/month/year)" or "(month/day/year)" may say how dates are written. `where` is column → the
    values of which a row must have one. `sum_rows` adds up the rows of a board and period, which is right for counts
    only.
    """

    sheet: str = ""
    header_row: int | None = None
    board: str = ""
    period: str = ""
    values: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name: str = ""
    unit: str = ""
    sum_rows: bool = False
    skip_unknown: bool = False


@dataclass(frozen=True)
class PossibleAnswer:
    """An answer that a question may have, with the first cells of that column, sheet or kind as examples."""

    answer: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """Something that a file does not tell: the option that answers it, and what may be answered.

    `option` is the name of an option of `icb-tui import` without its dashes, such as "value". `text` is a sentence on
    what is missing. `proposed` is what would be chosen, empty where nothing is more likely than the rest. Of a question
    that takes `several` answers any number may be given.
    """

    option: str
    text: str
    possible: tuple[PossibleAnswer, ...] = ()
    proposed: str = ""
    several: bool = False


@dataclass(frozen=True)
class Layout:
    """How the rows of a table are read: which line is the header, and what each column is taken for.

    Columns are places from 0. `period_columns` are the one column of periods, or those of year and month; both they
    and `value_columns` are empty where periods stand in the header (`value_periods`: column → period; `value_name` is
    what these values are of, if the header says so). `fixed_period`
    is the period of all rows, where the user or a title says it. `month_first`: dates are month/day/year.
    `area_columns` hold codes or names of areas too: they tell what a row is of whose board cell is blank, and that it
    is of a part of a board. `where_columns` is column → the values of which a row must have one. `split_columns` keep
    indicators apart. `fact_columns` is what else a column says of its indicators (FACTS) → the column.
    """

    header_line: int
    headers: tuple[str, ...]
    board_column: int
    period_columns: tuple[int, ...] = ()
    fixed_period: str = ""
    month_first: bool = False
    area_columns: tuple[int, ...] = ()
    where_columns: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    value_columns: tuple[int, ...] = ()
    value_periods: Mapping[int, str] = field(default_factory=dict)
    value_name: str = ""
    id_column: int | None = None
    name_column: int | None = None
    unit_column: int | None = None
    order_column: int | None = None
    category_column: int | None = None
    split_columns: tuple[int, ...] = ()
    fact_columns: Mapping[str, int] = field(default_factory=dict)
    unused_columns: tuple[int, ...] = ()
    is_fingertips: bool = False


@dataclass(frozen=True)
class LeftOut:
    """Rows of one kind that no value was taken from: how many, and the first cells of one of them."""

    count: int
    example: str
