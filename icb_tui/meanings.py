"""What each field of the data files and each table for SQL means: for the JSON Schema, the docs and `sql`."""

from __future__ import annotations

from typing import NamedTuple

from icb_tui.model import (
    Aim,
    AssessmentFile,
    Centroid,
    Figure,
    Finding,
    Icb,
    IcbFile,
    Indicator,
    IndicatorFile,
    Kind,
    Rating,
    Record,
    Region,
    Source,
    Succession,
    Tile,
)

_ALIASES = "Other names and abbreviations that it is found by"
_PLACE = "Its place in the data files, from 0"
_LAID = "Whether any of its findings was laid over the bundled ones"

FIELDS: dict[type[Record], dict[str, str]] = {
    IcbFile: {
        "regions": "The NHS England regions, in the order in which they are listed",
        "icbs": "The boards, old and new",
    },
    AssessmentFile: {
        "years": "The financial years that findings are about, oldest first",
        "aims": "System leadership and the core aims, in the order of the columns",
        "ratings": "The levels of a rating, the highest first",
        "kinds": "Who speaks, and how",
        "sources": "Where findings were published",
        "findings": "What was said, one statement each",
    },
    IndicatorFile: {"indicators": "The official figures, each tied to an aim"},
    Region: {
        "code": "Its ODS code",
        "gss_code": "Its code of the Office for National Statistics",
        "name": "Its name",
        "aliases": _ALIASES,
    },
    Succession: {
        "code": "The ODS code of the board that took over",
        "percent": "The share of the old board's residents that it took over, where it is known",
    },
    Tile: {"column": "Counted from the west, from 0", "row": "Counted from the north, from 0"},
    Centroid: {"latitude": "Degrees north", "longitude": "Degrees east"},
    Icb: {
        "code": "Its ODS code",
        "gss_code": "Its code of the Office for National Statistics",
        "other_gss_codes": "Codes used for the same board before or since",
        "name": "Its full name",
        "short_name": "Its name without NHS and Integrated Care Board",
        "label": "At most four characters for the map and narrow columns",
        "aliases": _ALIASES,
        "region": "The ODS code of its region",
        "opened": "Its first day",
        "closed": "Its last day; none while it is open",
        "successors": "The boards that took over from it",
        "tile": "Where it stands on the tile map",
        "population": "Residents by year (mid-year estimates)",
        "registered_patients": "People registered with its GP practices",
        "aged_65_plus_percent": "The share of its residents aged 65 and over",
        "under_18_percent": "The share of its residents under 18",
        "area_km2": "Its area in square kilometres",
        "gp_practices": "How many GP practices it has",
        "sub_icb_locations": "How many sub-ICB locations it has",
        "centroid": "The middle of its area",
        "local_authorities": "The local authorities in its area",
        "cluster_2025": "The cluster of boards that it worked in from 2025, if any",
    },
    Aim: {
        "id": "How findings and indicators name it",
        "name": "Its name in full",
        "short_name": "Its name in columns",
        "core_aim": "Whether it is one of the core aims of an integrated care system",
        "aliases": "Other names, also as they changed over the years",
    },
    Rating: {
        "id": "How findings name it",
        "name": "Its name",
        "letter": "Its letter in the matrix",
        "symbol": "Its symbol in the matrix",
        "ascii": "The symbol where only ASCII can be shown",
        "dark": "Its colour on a dark ground",
        "light": "Its colour on a light ground",
        "role": "What the rule does with it: credit, concern, or mixed (both at once)",
        "rank": "The higher of two credits is the one with the higher rank",
        "meaning": "What it says, in a sentence",
        "words": "The assessors' words that it reads",
    },
    Kind: {
        "id": "How findings name it",
        "name": "Its name",
        "aliases": _ALIASES,
        "voice": "Who speaks",
        "rated": "Whether its findings can carry a rating",
        "follows": "Whether what it says later is shown beside an earlier rating that it stands against",
        "meaning": "What it is, in a sentence",
    },
    Source: {
        "id": "How findings name it",
        "publisher": "Who published it",
        "title": "Its title",
        "published": "When, as exactly as is known",
        "author": "Who wrote it",
        "url": "Its address",
        "covers": "What it covers",
    },
    Figure: {
        "value": "The number, or a text such as “over 300”",
        "unit": "What it counts in",
        "what": "What it counts",
    },
    Finding: {
        "id": "How it is cited",
        "icb": "The ODS code of the board; none where it names no board",
        "scope": "Whether it is about a board, national, or unresolved: under a name that is no board's",
        "named": "The name that an unresolved one uses",
        "candidates": "The boards that an unresolved one may mean",
        "year": "The financial year that it is about",
        "aim": "The aim that it is about; none where it is about the board as a whole",
        "kind": "Who speaks",
        "direction": "Whether it speaks well of the board, with concern, or neither",
        "rating": "The level that its words are read as; only where its kind is rated",
        "words": "The assessor's own words",
        "aspect": "What part of the aim it is about",
        "summary": "What it says, in our own words",
        "figure": "The number in it",
        "source": "Where it was published",
        "paragraph": "The paragraph of the source, from 1",
        "note": "What else a reader should know",
    },
    Indicator: {
        "id": "How it is named",
        "name": "Its name",
        "aim": "The aim that it is tied to",
        "unit": "What it is counted in",
        "decimals": "How many decimal places are shown",
        "better": "Which way is better",
        "source": "Who published it, and where",
        "note": "What else a reader should know",
        "values": "Period → ODS code → value, the oldest period first",
    },
}
"""The fields of each record, as its file has them."""


class Relation(NamedTuple):
    """A table, view or macro for SQL: `sample` is how it is read from, `columns` are those that no record describes."""

    sample: str
    about: str
    columns: dict[str, str]
    record: type[Record] | None = None
    call: str = ""

    def column(self, name: str) -> str:
        """What a column means."""
        own = self.columns.get(name)
        return own or (FIELDS[self.record][name] if self.record else "")


def _of(record: type[Record], name: str, about: str) -> Relation:
    return Relation(
        name,
        about,
        {"place": _PLACE, "origin": "The folder that it was laid over from; none for what was bundled"},
        record,
    )


_CELL = {
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

RELATIONS: dict[str, Relation] = {
    "region": _of(Region, "region", "The NHS England regions"),
    "icb": _of(Icb, "icb", "The boards, old and new: dated rows"),
    "aim": _of(Aim, "aim", "System leadership and the core aims"),
    "rating": _of(Rating, "rating", "The levels of a rating"),
    "kind": _of(Kind, "kind", "Who speaks, and how"),
    "source": _of(Source, "source", "Where findings were published"),
    "finding": _of(Finding, "finding", "What was said, one statement a row"),
    "year": Relation(
        "year",
        "The financial years",
        {"place": _PLACE, "id": "Such as 2023/24", "starts": "Its first day", "ends": "Its last day"},
    ),
    "indicator": _of(Indicator, "indicator", "The official figures, one a row; their values are in measure"),
    "measure": Relation(
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
    "glimpse": Relation(
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
    "words": Relation(
        "words",
        "The words of each finding, folded for searching",
        {
            "place": _PLACE,
            "finding": "The finding",
            "text": "Its summary, aspect, words and figure in small letters",
            "folded": "The same with its id and the name it uses, without punctuation, as the finder looks",
        },
    ),
    "spoken": Relation(
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
    "later": Relation(
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
    "nationally": Relation(
        "nationally",
        "On which aims and in which years each kind said something nationally",
        {"aim": "The aim", "year": "The financial year", "kind": "Who speaks"},
    ),
    "being": Relation(
        "being",
        "Which boards were in being on any day of which year",
        {"icb": "The ODS code of the board", "year": "The financial year"},
    ),
    "matrix": Relation(
        "matrix",
        "Every board × aim × year with its rating, all voices heard",
        _CELL,
    ),
    "standing": Relation(
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
    "verdict": Relation(
        "verdict([])",
        "THE RATING RULE: the rating of each board, aim and year from the findings of some voices",
        {name: _CELL[name] for name in ("icb", "aim", "year", "findings", "laid", "rating")},
        call="verdict(['kind', …])",
    ),
    "cell": Relation(
        "cell([])", "The matrix as some voices have it, with what it lacks", _CELL, call="cell(['kind', …])"
    ),
    "in_being": Relation(
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
