"""An indicator as it is read from a file: its values, unit, decimals, order of periods, and an id of its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from icb_tui.importing.choices import LeftOut, Question
from icb_tui.importing.import_problems import ImportProblems, clean_text, shorten_cell
from icb_tui.importing.numbers import choose_decimals
from icb_tui.importing.periods import sort_periods
from icb_tui.text.normal_forms import normalise

MAX_ID_CHARACTERS = 60

MIN_OWN_ID_CHARACTERS = 4
"""The fewest characters of an id of a file that is used: shorter ones, and numbers, tell nothing beside a name."""


@dataclass
class ImportedIndicator:
    """An indicator: `values` is period → ODS code → value, the oldest period first.

    `id` and `name` are empty where the file names no indicator, `unit` where it says none. Where the order of periods
    does not follow from how they are written, they are `unordered`: as found in the file. `facts` are those of FACTS
    that the file says, as it says them.
    """

    id: str
    name: str
    unit: str
    values: dict[str, dict[str, float]]
    decimals: int
    unordered: bool
    facts: dict[str, str] = field(default_factory=dict)


@dataclass
class ImportResult:
    """What a sheet holds; where there are problems, there are no indicators.

    `left_out` is kind of row, as it continues “3 rows …” → how many. `warnings` are sentences on what was made distinct
    or left out of sums, and `doubts` on values that were taken as they are, although they may be wrong. `questions` are
    those whose answers would do away with some of the problems.
    """

    indicators: list[ImportedIndicator] = field(default_factory=list)
    problems: ImportProblems = field(default_factory=ImportProblems)
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


@dataclass
class IndicatorDraft:
    """A series that is being read: `values` is period → code → value, None where one is suppressed.

    `column` is the (first) place of its values, `splits` are the cells that keep it apart from others of its id.
    `plain_line` and `percent_line` are the first lines of a value without and with a % sign. `incomplete` are periods
    and codes of which a part has no value, so that they have no sum. `facts` is fact → the different cells that say it.
    """

    indicator_id: str
    name: str
    unit: str
    splits: tuple[str, ...] = ()
    column: int = 0
    values: dict[str, dict[str, float | None]] = field(default_factory=dict)
    orders: dict[str, list[int]] = field(default_factory=dict)
    plain_line: int = 0
    percent_line: int = 0
    decimals: int = 0
    is_summed: bool = False
    incomplete: set[tuple[str, str]] = field(default_factory=set)
    facts: dict[str, set[str]] = field(default_factory=dict)

    def list_values(self) -> dict[str, dict[str, float]]:
        """The values that there are, by period and code; periods without any are left out."""
        rows = {
            period: {
                code: round(value, self.decimals) if self.is_summed else value
                for code, value in row.items()
                if value is not None and (period, code) not in self.incomplete
            }
            for period, row in self.values.items()
        }
        return {period: row for period, row in rows.items() if row}

    def to_indicator(self, *, id_of_name: bool) -> ImportedIndicator:
        """The series as it is read: periods in order, decimals and unit as the values have them."""
        values = self.list_values()
        known = sorted(values, key=lambda period: self.orders[period]) if any(self.orders.values()) else None
        ordered = known or sort_periods(values, day_first=True)
        numbers = [value for row in values.values() for value in row.values()]
        own = "" if id_of_name or not _tells_something(self.indicator_id) else self.indicator_id
        return ImportedIndicator(
            make_id(own or self.name),
            self.name,
            self.unit or ("%" if self.percent_line else ""),
            {period: values[period] for period in ordered or values},
            choose_decimals(numbers, self.decimals),
            ordered is None and len(values) > 1,
            self._list_facts(),
        )

    def _list_facts(self) -> dict[str, str]:
        """What all rows say of the indicator in the same words."""
        texts_of = {fact: {clean_text(cell) for cell in cells} for fact, cells in self.facts.items()}
        return {fact: text for fact, texts in texts_of.items() if len(texts) == 1 and (text := next(iter(texts)))}


def make_id(text: str) -> str:
    """Return the id that a name gives, of lower-case letters, digits and hyphens; empty where it gives none."""
    return _join_words(_list_words(text))


def make_ids_distinct(indicators: Sequence[ImportedIndicator]) -> list[str]:
    """Give indicators of one id ids of their own, and return a sentence on each id that was shared.

    The words by which their names differ are put at the end; where these are not enough, a number is.
    """
    by_id: dict[str, list[ImportedIndicator]] = defaultdict(list)
    for indicator in indicators:
        by_id[indicator.id].append(indicator)
    taken = {id for id, each in by_id.items() if len(each) == 1}
    sentences = []
    for id, each in by_id.items():
        if len(each) > 1:
            for indicator, telling in zip(each, _list_telling_ids(each), strict=True):
                indicator.id = _number_id(telling, taken)
                taken.add(indicator.id)
            sentences.append(_describe_distinct(id, each))
    return sentences


def _tells_something(own: str) -> bool:
    return len(own) >= MIN_OWN_ID_CHARACTERS and not own.isdecimal()


def _list_words(text: str) -> list[str]:
    plain = normalise("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.findall("[a-z0-9]+", plain)


def _join_words(words: Sequence[str], ending: str = "") -> str:
    """As many words as an id has room for, and what must stand behind them."""
    kept, room = list(words), MAX_ID_CHARACTERS - len(ending)
    while len(kept) > 1 and len("-".join(kept)) > room:
        kept.pop()
    return "-".join(kept)[:room].strip("-") + ending


def _list_telling_ids(indicators: Sequence[ImportedIndicator]) -> list[str]:
    """An id for each, which ends with the words that not all the others have."""
    words = [_list_words(indicator.name) for indicator in indicators]
    shared = set.intersection(*map(set, words))
    endings = ["-".join(word for word in each if word not in shared)[:30].strip("-") for each in words]
    return [
        _join_words([word for word in each if word in shared], f"-{ending}") if ending else _join_words(each)
        for each, ending in zip(words, endings, strict=True)
    ]


def _number_id(id: str, taken: set[str]) -> str:
    number = 1
    while (numbered := f"{id[:54].strip('-')}-{number}".strip("-") if number > 1 or not id else id) in taken:
        number += 1
    return numbered


def _describe_distinct(id: str, indicators: Sequence[ImportedIndicator]) -> str:
    names = " and ".join(f"“{shorten_cell(each.name)}” {each.id}" for each in indicators[:3])
    more = f" and {len(indicators) - 3} more" if len(indicators) > 3 else ""
    return f"{len(indicators)} indicators would have the same id ({id or 'none'}); their ids are: {names}{more}"
