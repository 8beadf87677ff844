"""An indicator as it is read from a file: its values, unit, decimals and order of periods."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from icb_tui.data_files.csv_reader import CsvProblems
from icb_tui.data_files.number_formats import choose_decimals, sort_periods
from icb_tui.domain.names import fold_name, list_board_names
from icb_tui.domain.records import Icb
from icb_tui.text.cells import clean

MAX_CELL_CHARACTERS = 300
"""The most characters of a cell that is used."""


FACTS = ("aim", "decimals", "better", "source", "note")
"""What else a file may say of an indicator, in columns of these names; it counts if all of its rows say the same."""


@dataclass
class ImportedIndicator:
    """An indicator: `values` is period → ODS code → value, the oldest period first.

    `id` and `name` are empty where the file names no indicator, `unit` where it says none. Where the order of periods
    does not follow from how they are written, they are `unordered`: as found in the file. `facts` are those of FACTS
    that the file says.
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
    """What a CSV text holds; where there are problems, nothing of it is to be used. `left_out` is why → rows."""

    indicators: list[ImportedIndicator] = field(default_factory=list)
    problems: CsvProblems = field(default_factory=CsvProblems)
    left_out: Counter[str] = field(default_factory=Counter)
    unused: list[str] = field(default_factory=list)


def index_board_names(icbs: Sequence[Icb]) -> dict[str, str]:
    """Return folded name → ODS code: codes (GSS codes too, also those of before), names and aliases."""
    names: dict[str, str] = {}
    for icb in icbs:
        bare = fold_name(icb.name).removeprefix("nhs ").removesuffix(" integrated care board")
        others = map(fold_name, icb.other_gss_codes)
        for name in (*list_board_names(icb), *others, bare, f"{bare} icb", f"nhs {bare} icb"):
            names.setdefault(name, icb.code)
    return names


def normalise_text(text: str) -> str:
    """Return a text on one line, safe for a terminal, as it is read back from YAML."""
    while (again := " ".join(clean(text).split())) != text:
        text = again
    return text


def make_id(text: str) -> str:
    """Return the id that a name gives, of lower-case letters, digits and hyphens; empty where it gives none."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.findall("[a-z0-9]+", plain)
    while len(words) > 1 and len("-".join(words)) > 60:
        words.pop()
    return "-".join(words)[:60]


class RowError(Exception):
    """A row that cannot be used: the place of the column (None: the whole row), and what is wrong."""

    def __init__(self, place: int | None, message: str) -> None:
        super().__init__(message)
        self.place = place


class RowSkipped(Exception):
    """A row that is not wanted, or holds no value; the message is why."""


@dataclass
class IndicatorDraft:
    """A series that is being read; `splits` are the cells that keep it apart from others of its id."""

    indicator_id: str
    name: str
    unit: str
    splits: tuple[str, ...]
    values: dict[str, dict[str, float]] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    orders: dict[str, list[int]] = field(default_factory=dict)
    percent_signs: dict[bool, int] = field(default_factory=dict)
    facts: dict[str, set[str]] = field(default_factory=lambda: {fact: set() for fact in FACTS})
    decimals: int = 0

    def to_indicator(self, *, fingertips: bool) -> ImportedIndicator:
        """The series as it is read: periods in order, decimals and unit as the values have them."""
        known = sorted(self.values, key=lambda period: self.orders[period]) if any(self.orders.values()) else None
        ordered = known or sort_periods(self.values)
        numbers = [value for values in self.values.values() for value in values.values()]
        return ImportedIndicator(
            make_id(self.name if fingertips else self.indicator_id or self.name),
            self.name,
            self.unit or ("%" if True in self.percent_signs else ""),
            {period: self.values[period] for period in ordered or self.values},
            choose_decimals(numbers, self.decimals),
            ordered is None and len(self.values) > 1,
            {fact: text for fact, texts in self.facts.items() if len(texts) == 1 and (text := next(iter(texts)))},
        )
