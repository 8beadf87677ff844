"""What each table that a query can read means: for `icb-tui sql --tables` and docs/data.md."""

from __future__ import annotations

from typing import NamedTuple

from icb_tui.domain.field_docs import FIELDS
from icb_tui.domain.records import (
    Aim,
    EvidenceType,
    Finding,
    Icb,
    Indicator,
    Rating,
    Record,
    Region,
    Source,
)
from icb_tui.store.user_sql.table_examples import TABLE_EXAMPLES

_PLACE = "The position in the data files, from 0"

_ICB = "The ODS code of the board"

_AIM = "The id of the aim"

_YEAR = "The financial year, such as 2023/24"

_KIND = "The id of the evidence type"

_FINDINGS = "How many findings there are"

_NTH = "The position of the period, from 0, the oldest first"

_INDICATOR = "The id of the indicator"

_VALUE = "The value, in the unit of the indicator"

_LAID = "Whether any of the findings comes from your own data"


class TableDoc(NamedTuple):
    """A table, view or macro for SQL: `columns` are those that no record describes, `example` is a query that runs.

    `example_source` is how it is read from.
    """

    example_source: str
    about: str
    columns: dict[str, str]
    example: str
    record: type[Record] | None = None
    call: str = ""

    def describe_column(self, name: str) -> str:
        """What a column means."""
        own = self.columns.get(name)
        return own or (FIELDS[self.record][name] if self.record else "")


def _record_table(record: type[Record], name: str, about: str) -> TableDoc:
    return TableDoc(
        name,
        about,
        {"place": _PLACE, "origin": "The folder of your own data that the row comes from; NULL for bundled data"},
        TABLE_EXAMPLES[name],
        record,
    )


_CELL_COLUMNS = {
    "icb_place": "The position of the board in the data files",
    "aim_place": "The position of the aim in the data files",
    "icb": _ICB,
    "aim": _AIM,
    "year": _YEAR,
    "rating": "The rating by the rule; NULL if there is none",
    "findings": _FINDINGS,
    "nothing": "Why there is no finding: `not-mentioned` (no finding), `said-nationally` (an England-wide comment only)"
    " or `not-in-being` (not open in the year)",
    "heard": "Which evidence types count: `all`, `some`, or `never-rated` (only types that are never rated)",
    "later": "The later oversight steps that contradict the rating",
    "laid": _LAID,
}

TABLE_DOCS: dict[str, TableDoc] = {
    "region": _record_table(Region, "region", "The NHS England regions"),
    "icb": _record_table(Icb, "icb", "The integrated care boards, open and closed"),
    "aim": _record_table(Aim, "aim", "System leadership and the core aims"),
    "rating": _record_table(Rating, "rating", "The levels of the ratings"),
    "kind": _record_table(EvidenceType, "kind", "The evidence types"),
    "source": _record_table(Source, "source", "The publications that findings come from"),
    "finding": _record_table(Finding, "finding", "The findings, one statement in each row"),
    "year": TableDoc(
        "year",
        "The financial years",
        {"place": _PLACE, "id": _YEAR, "starts": "The first day of the year", "ends": "The last day of the year"},
        TABLE_EXAMPLES["year"],
    ),
    "indicator": _record_table(Indicator, "indicator", "The indicators; their values are in the table measure"),
    "measure": TableDoc(
        "measure",
        "The value of each indicator, period and board",
        {
            "indicator": _INDICATOR,
            "period": "The period, as the data file names it",
            "nth": _NTH,
            "icb": _ICB,
            "value": _VALUE,
        },
        TABLE_EXAMPLES["measure"],
    ),
    "glimpse": TableDoc(
        "glimpse",
        "The findings that the lower pane shows, as JSON",
        {
            "icb": "The ODS code of the board; empty for England-wide findings",
            "aim": _AIM,
            "year": _YEAR,
            "kind": _KIND,
            "told": "The first twenty findings as JSON, rated ones first",
        },
        TABLE_EXAMPLES["glimpse"],
    ),
    "words": TableDoc(
        "words",
        "The words of each finding, as they are searched",
        {
            "place": _PLACE,
            "finding": "The id of the finding",
            "text": "The summary, aspect, words and number of the finding in small letters, for the filter",
            "folded": "The same text with the id and the name in the source, without punctuation, for the finder",
        },
        TABLE_EXAMPLES["words"],
    ),
    "spoken": TableDoc(
        "spoken",
        "Counts of findings, with the praise and concern in them",
        {
            "icb": _ICB,
            "aim": "The id of the aim; NULL for findings about the board as a whole",
            "year": _YEAR,
            "kind": _KIND,
            "findings": _FINDINGS,
            "laid": _LAID,
            "credit": "The highest rank of praise in the findings; NULL if there is no praise",
            "concern": "Whether any finding of an evidence type that is rated is a concern",
        },
        TABLE_EXAMPLES["spoken"],
    ),
    "later": TableDoc(
        "later",
        "Later findings that may contradict an earlier rating",
        {
            "icb": _ICB,
            "aim": _AIM,
            "year": "The earlier financial year",
            "kind": _KIND,
            "place": "The position of the later finding in the data files",
            "step": "The later finding",
            "against": "The role of the ratings that the later finding contradicts: `credit` or `concern`",
        },
        TABLE_EXAMPLES["later"],
    ),
    "nationally": TableDoc(
        "nationally",
        "Where there are England-wide findings",
        {"aim": _AIM, "year": _YEAR, "kind": _KIND},
        TABLE_EXAMPLES["nationally"],
    ),
    "being": TableDoc(
        "being",
        "Which boards were open in which year",
        {"icb": _ICB, "year": _YEAR},
        TABLE_EXAMPLES["being"],
    ),
    "open_days": TableDoc(
        "open_days",
        "The days on which each board was open",
        {
            "icb": _ICB,
            "first": "The first day of the board",
            "last": "The last day of the board; 9999-12-31 while it is open",
        },
        TABLE_EXAMPLES["open_days"],
    ),
    "rating_rule": TableDoc(
        "rating_rule",
        "The rule of the ratings, case by case",
        {
            "credit": "The highest rank of praise in the findings; NULL if there is no praise",
            "concern": "Whether any finding is a concern",
            "rating": "The rating in this case; NULL if there is neither praise nor concern",
        },
        TABLE_EXAMPLES["rating_rule"],
    ),
    "matrix": TableDoc(
        "matrix",
        "The rating of each board, aim and year, all evidence",
        _CELL_COLUMNS,
        TABLE_EXAMPLES["matrix"],
    ),
    "series": TableDoc(
        "series",
        "The values of each board and indicator, as JSON",
        {
            "icb": _ICB,
            "indicator": _INDICATOR,
            "points": "Its value and standing in each period, oldest first, as JSON",
        },
        TABLE_EXAMPLES["series"],
    ),
    "standing": TableDoc(
        "standing",
        "Each value of an indicator, with its rank and the median",
        {
            "indicator": _INDICATOR,
            "period": "The period, as the data file names it",
            "nth": _NTH,
            "icb": _ICB,
            "value": _VALUE,
            "rank": "The rank, 1 = best; if neither direction is better, 1 = highest",
            "place": "The rank, 1 = best; NULL if neither direction is better",
            "tied": "Whether another board has the same value",
            "of": "How many boards have a value",
            "median": "The median of all boards",
            "least": "The lowest value of all boards",
            "most": "The highest value of all boards",
        },
        TABLE_EXAMPLES["standing"],
    ),
    "verdict": TableDoc(
        "verdict([])",
        "Ratings by the rule, from chosen evidence types",
        {name: _CELL_COLUMNS[name] for name in ("icb", "aim", "year", "findings", "laid", "rating")},
        TABLE_EXAMPLES["verdict"],
        call="verdict(['kind', …])",
    ),
    "cell": TableDoc(
        "cell([])",
        "The columns of matrix, from chosen evidence types",
        _CELL_COLUMNS,
        TABLE_EXAMPLES["cell"],
        call="cell(['kind', …])",
    ),
    "in_being": TableDoc(
        "in_being('', null)",
        "The boards open on a day; if the day is NULL, in a year",
        {
            "place": _PLACE,
            "code": _ICB,
            "region": "The ODS code of the board's region",
            "status": "Whether the board is open or closed today",
        },
        TABLE_EXAMPLES["in_being"],
        call="in_being('year', day)",
    ),
}
"""What `icb-tui sql` can read from."""
