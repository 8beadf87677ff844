"""Conditions on an indicator, such as `ae-4-hours<70`: read, compared with values, and put into words."""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from icb_tui.analysis.indicator_values import add_unit
from icb_tui.domain.records import Indicator

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

    def is_met_by(self, value: float) -> bool:
        """Whether a value is as wanted; both are compared as they are written, to the last decimal."""
        compare, _ = OPERATORS[self.operator]
        return bool(compare(Decimal(repr(value)), Decimal(self.number)))

    def describe(self, indicator: Indicator, *, negated: bool = False) -> str:
        """Return “A&E attendances within 4 hours below 70% of attendances (2024/25)”."""
        number, words = f"{Decimal(self.number):,}".replace("-", "−"), OPERATORS[self.operator][1]
        wanted = f"{'not ' * negated}{words} {add_unit(number, indicator)}"
        return f"{indicator.name} {wanted} ({find_compared_period(indicator)})"


def parse_condition(text: str) -> IndicatorCondition:
    """Return the condition of a term: what stands left of the first operator of its text, the operator, and the rest.

    A text without an operator is all left of it.
    """
    found = _OPERATOR.search(text := text.replace("≤", "<=").replace("≥", ">="))
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


def find_compared_period(indicator: Indicator) -> str:
    """Return the period whose values conditions look at: the newest."""
    return indicator.newest_period


def find_compared_values(indicator: Indicator) -> Mapping[str, float]:
    """Return the values that conditions look at, by board; a board that has none is not among them."""
    return indicator.values[find_compared_period(indicator)]
