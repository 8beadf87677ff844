"""Conditions on an indicator, such as `ae-4-hours<70`: read, compared with values, and put into words."""

from __future__ import annotations

import operator
import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple

from icb_tui.analysis.indicator_periods import find_period
from icb_tui.analysis.indicator_values import add_unit
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import Indicator
from icb_tui.filters.terms import Filter

OPERATORS = {
    "<=": (operator.le, "at most"),
    ">=": (operator.ge, "at least"),
    "<": (operator.lt, "below"),
    ">": (operator.gt, "above"),
    "=": (operator.eq, "equal to"),
}
"""How a value can be compared with a number, and how that reads."""

_OPERATOR = re.compile("[<>]=|[<>=]")

_NUMBER = re.compile(r"(£?)\s*+([-−]?)([0-9]*+)(?:\.([0-9]*+))?+\s*+(%?)")


class IndicatorCondition(NamedTuple):
    """What the value of an indicator is compared with: `number` is written with no zero that changes nothing."""

    indicator: str
    operator: str
    number: str

    def __str__(self) -> str:
        return f"{self.indicator}{self.operator}{self.number}"

    def is_met(self, values: Mapping[str, float | None], *, negated: bool = False) -> bool:
        """Whether a board with these values by indicator has one that is as wanted (or, negated, one that is not).

        Numbers are compared as they are written, to the last decimal.
        """
        value, (compare, _) = values.get(self.indicator), OPERATORS[self.operator]
        return value is not None and bool(compare(Decimal(repr(value)), Decimal(self.number))) != negated

    def describe(self, indicator: Indicator, year: str, *, negated: bool = False) -> str:
        """Return “A&E attendances within 4 hours below 70% of attendances (2024/25)”, with the period of the year."""
        number, words = f"{Decimal(self.number):,}".replace("-", "−"), OPERATORS[self.operator][1]
        wanted = f"{'not ' * negated}{words} {add_unit(number, indicator)}"
        return f"{indicator.name} {wanted} ({find_period(indicator, year) or f'no period to {year}'})"


def parse_condition(text: str) -> IndicatorCondition:
    """Return the condition of a term: what stands left of the first operator of its text, the operator, and the rest.

    A text without an operator is all left of it.
    """
    found = _OPERATOR.search(text)
    if found is None:
        return IndicatorCondition(text, "", "")
    return IndicatorCondition(text[: found.start()].strip(), found[0], text[found.end() :].strip())


def read_number(text: str, indicator: Indicator) -> str:
    """Return a number as a condition keeps it; raise ValueError where it is none, or has the sign of another unit."""
    found = _NUMBER.fullmatch(text)
    if not found or not re.search("[0-9]", text):
        raise ValueError("expected a number such as 60 or 60.5")
    pound, minus, whole, decimals, percent = found.groups()
    for sign in filter(None, (pound, percent)):
        if not indicator.unit.startswith((sign, "percentage" if sign == "%" else sign)):
            raise ValueError(f"the unit of {indicator.name} is {indicator.unit}; expected a number without {sign}")
    number = f"{whole.lstrip('0') or '0'}.{(decimals or '').rstrip('0')}".removesuffix(".")
    return f"-{number}" if minus and number != "0" else number


def list_conditions(wanted_filter: Filter, negated: bool | None = False) -> list[IndicatorCondition]:
    """Return the conditions on indicators that a filter asks for, or excludes (None: both)."""
    return [parse_condition(value) for value in wanted_filter.values_of("indicator", negated)]


def list_compared_periods(wanted_filter: Filter, data: Dataset, year: str) -> dict[str, str | None]:
    """Return by each indicator that a filter compares the period that counts for a year; None where it has none."""
    ids = {each.indicator for each in list_conditions(wanted_filter, None)}
    return {id: find_period(data.indicator[id], year) for id in ids if id in data.indicator}


def list_board_facts(
    wanted_filter: Filter, data: Dataset, compared: Mapping[str, Mapping[str, float]]
) -> dict[str, tuple[Collection[str], dict[str, float | None]]]:
    """Return by board what a filter looks at beside its findings: its names, and its value of each indicator.

    `compared` are the values by board of each indicator that the filter compares; of a board that has none it is None.
    The names are left out where the filter does not look at them.
    """
    names = data.board_names if wanted_filter.values_of("name", None) else {}
    return {
        icb.code: (names.get(icb.code, ()), {id: values.get(icb.code) for id, values in compared.items()})
        for icb in data.icbs
    }
