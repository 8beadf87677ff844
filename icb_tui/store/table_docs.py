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

_PLACE = "Its place in the data files, from 0"

_LAID = "Whether any of its findings was laid over the bundled ones"


class TableDoc(NamedTuple):
    """A table, view or macro for SQL: `sample` is how it is read from, `columns` are those that no record describes."""

    example_source: str
    about: str
    columns: dict[str, str]
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
        {"place": _PLACE, "origin": "The folder that it was laid over from; none for what was bundled"},
        record,
    )


_CELL_COLUMNS = {
    "icb_place": "The place of the board in the data",
    "aim_place": "The place of the aim in the data",
    "icb": "The ODS code of the board",
    "aim": "The aim",
    "year": "The financial year",
    "rating": "The rating by the rule; none where there is none",
    "findings": "How many findings there are",
    "nothing": "Which kind of nothing, where there is no finding: not-mentioned, said-nationally, not-in-being",
    "heard": "Whose findings count: all, some, or never-rated where none of the voices can rate",
    "later": "The findings of later years that stand against the rating",
    "laid": _LAID,
}

TABLE_DOCS: dict[str, TableDoc] = {
    "region": _record_table(Region, "region", "The NHS England regions"),
    "icb": _record_table(Icb, "icb", "The boards, old and new: dated rows"),
    "aim": _record_table(Aim, "aim", "System leadership and the core aims"),
    "rating": _record_table(Rating, "rating", "The levels of a rating"),
    "kind": _record_table(EvidenceType, "kind", "Who speaks, and how"),
    "source": _record_table(Source, "source", "Where findings were published"),
    "finding": _record_table(Finding, "finding", "What was said, one statement a row"),
    "year": TableDoc(
        "year",
        "The financial years",
        {"place": _PLACE, "id": "Such as 2023/24", "starts": "Its first day", "ends": "Its last day"},
    ),
    "indicator": _record_table(Indicator, "indicator", "The official figures, one a row; their values are in measure"),
    "measure": TableDoc(
        "measure",
        "The value of each official figure, period and board",
        {
            "indicator": "The figure",
            "period": "The period as its file names it",
            "nth": "The place of the period, from 0, the oldest first",
            "icb": "The ODS code of the board",
            "value": "The value in the figure's unit",
        },
    ),
    "glimpse": TableDoc(
        "glimpse",
        "What a pane shows of each board, aim, year and kind",
        {
            "icb": "The ODS code of the board; empty for what was said nationally",
            "aim": "The aim",
            "year": "The financial year",
            "kind": "Who speaks",
            "told": "The first twenty findings as JSON, rated ones first",
        },
    ),
    "words": TableDoc(
        "words",
        "The words of each finding, folded for searching",
        {
            "place": _PLACE,
            "finding": "The finding",
            "text": "Its summary, aspect, words and figure in small letters",
            "folded": "The same with its id and the name it uses, without punctuation, as the finder looks",
        },
    ),
    "spoken": TableDoc(
        "spoken",
        "What was said of each board, aim, year and kind",
        {
            "icb": "The ODS code of the board",
            "aim": "The aim; none for the board as a whole",
            "year": "The financial year",
            "kind": "Who speaks",
            "findings": "How many findings there are",
            "laid": _LAID,
            "credit": "The highest rank credited, if any",
            "concern": "Whether any of a rated kind is a concern",
        },
    ),
    "later": TableDoc(
        "later",
        "Findings of later years that may stand against a rating of an earlier one",
        {
            "icb": "The ODS code of the board",
            "aim": "The aim",
            "year": "The earlier year",
            "kind": "Who speaks",
            "place": "The place of the later finding in the data",
            "step": "The later finding",
            "against": "The role of a rating that it stands against: credit or concern",
        },
    ),
    "nationally": TableDoc(
        "nationally",
        "On which aims and in which years each kind said something nationally",
        {"aim": "The aim", "year": "The financial year", "kind": "Who speaks"},
    ),
    "being": TableDoc(
        "being",
        "Which boards were in being on any day of which year",
        {"icb": "The ODS code of the board", "year": "The financial year"},
    ),
    "open_days": TableDoc(
        "open_days",
        "The days on which each board was open",
        {
            "icb": "The ODS code of the board",
            "first": "The day on which it opened",
            "last": "Its last day; 9999-12-31 while it is open",
        },
    ),
    "rating_rule": TableDoc(
        "rating_rule",
        "THE RATING RULE, case by case",
        {
            "credit": "The highest rank credited; none where nothing is credited",
            "concern": "Whether any finding is of concern",
            "rating": "The rating in that case; none where there is neither",
        },
    ),
    "matrix": TableDoc(
        "matrix",
        "Every board × aim × year with its rating, all voices heard",
        _CELL_COLUMNS,
    ),
    "standing": TableDoc(
        "standing",
        "Each value of a figure among those of all boards in its period",
        {
            "indicator": "The figure",
            "period": "The period",
            "nth": "The place of the period, from 0, the oldest first",
            "icb": "The ODS code of the board",
            "value": "The value in the figure's unit",
            "rank": "Its place from the best or, where neither way is better, from the highest",
            "place": "Its place from the best; none where neither way is better",
            "tied": "Whether another board has the same value",
            "of": "How many boards have a value",
            "median": "The median of them all",
            "least": "The lowest of them all",
            "most": "The highest of them all",
        },
    ),
    "verdict": TableDoc(
        "verdict([])",
        "The rating of each board, aim and year by the rule, from the findings of some voices",
        {name: _CELL_COLUMNS[name] for name in ("icb", "aim", "year", "findings", "laid", "rating")},
        call="verdict(['kind', …])",
    ),
    "cell": TableDoc(
        "cell([])", "The matrix as some voices have it, with what it lacks", _CELL_COLUMNS, call="cell(['kind', …])"
    ),
    "in_being": TableDoc(
        "in_being('', null)",
        "The boards in being on a day or, where that is null, in a year",
        {
            "place": _PLACE,
            "code": "The ODS code of the board",
            "region": "The ODS code of its region",
            "status": "open or closed, as it is now",
        },
        call="in_being('year', day)",
    ),
}
"""What `icb-tui sql` can read from."""
