"""The headers by which columns are known, whatever their case, spacing and punctuation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from icb_tui.importing.import_problems import MAX_CELL_CHARACTERS

BOARD_HEADERS = (
    *("code", "odscode", "ods", "icbcode", "icb", "gsscode", "gss", "areacode", "orgcode", "board"),
    *("icbname", "areaname", "boardname", "shortname", "name"),
)

PERIOD_HEADERS = ("period", "timeperiod", "date", "month", "quarter", "year", "financialyear")

VALUE_HEADERS = ("value", "figure", "measurevalue")
"""Of what is read, the headers it may have, the best first, folded as fold_header does."""

NAME_HEADERS = (
    *("indicatorname", "indicator", "measurename", "measure", "metricname", "metric", "measuretitle", "kpi"),
    *("statistic", "variable", "name"),
)

ID_HEADERS = ("indicatorid", "measureid", "indicator")

UNIT_HEADERS = ("unit", "units", "unitofmeasure")

ORDER_HEADERS = ("timeperiodsortable",)

FACTS = ("aim", "decimals", "better", "source", "note")
"""What else a file may say of an indicator, in columns of these names; it counts if all of its rows say the same."""

FINGERTIPS_HEADERS = {
    "board": "areacode",
    "period": "timeperiod",
    "value": "value",
    "id": "indicatorid",
    "name": "indicatorname",
    "order": "timeperiodsortable",
    "category": "category",
}
"""The columns of a Fingertips download that are read, by which it is known."""

FINGERTIPS_SPLITS = ("sex", "age", "timeperiodrange")
"""Columns of Fingertips that make several indicators of one, which are never mixed; the first two are always there."""

_AUXILIARY = re.compile(
    r"\b(ci|lci|uci|confidence|limits?|lower|upper|denominator|numerator|count|counts|rank|percentile|decile|"
    r"quintile|standard error|se|sortable|id|code|longitude|latitude|population|list size)\b"
)

_PERCENT = re.compile(r"%|\b(pct|percent|percentage|per cent)\b")

_RATIO = re.compile(r"%|\b(pct|percent|percentage|per cent|rate|proportion|ratio|mean|average|median|per)\b")

_NO_PERIOD = re.compile(r"\b(publi\w*|extract\w*|updat\w*|load\w*|creat\w*|submi\w*|birth|closed?|opened|open)\b")

_PERIOD = re.compile(r"\b(period|date|month|year|quarter|week|snapshot)\b")


def fold_header(text: str) -> str:
    """Return a header as it is compared: its letters and digits alone, in lower case."""
    return "".join(re.findall(r"[^\W_]+", text[:MAX_CELL_CHARACTERS].casefold()))


def says_auxiliary(header: str) -> bool:
    """Return whether a header is of a count, a denominator or a limit of confidence: seldom what is looked for."""
    return bool(_AUXILIARY.search(_space(header)))


def says_percent(header: str) -> bool:
    """Return whether a header or a unit says that values are percentages."""
    return bool(_PERCENT.search(_space(header)))


def says_ratio(header: str) -> bool:
    """Return whether a header or a unit says that values cannot be added up."""
    return bool(_RATIO.search(_space(header)))


def says_period(header: str) -> bool:
    """Return whether a header is of a date or a period that the values of a row may be of."""
    return bool(_PERIOD.search(_space(header))) and not _NO_PERIOD.search(_space(header))


def _space(header: str) -> str:
    return re.sub(r"[\s_]+", " ", header[:MAX_CELL_CHARACTERS].casefold())


def find_columns(header: str, headers: Sequence[str]) -> list[int]:
    """Return the columns of a header: those that have it as it is, else as fold_header compares them."""
    wanted = " ".join(header.split()).casefold()
    exact = [place for place, each in enumerate(headers) if each.casefold() == wanted]
    folded = fold_header(header)
    return exact or [place for place, each in enumerate(headers) if folded and fold_header(each) == folded]
