"""Official figures from CSV, tidy or as Fingertips gives them: text → a series for each indicator."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from icb_tui.amounts import NoNumber, amount, fitting_decimals, in_order
from icb_tui.csvtext import Problems, Row, delimiter_of, rows, shown
from icb_tui.model import Icb
from icb_tui.rules import folded, names_of
from icb_tui.text import clean, one_of
from icb_tui.wording import counted

LONGEST = 300
"""The most characters of a cell that is used."""

COLUMNS = {
    "board": (
        *("code", "ods_code", "ods", "icb_code", "icb", "gss_code", "gss", "area_code", "org_code", "board"),
        *("icb_name", "area_name", "board_name", "short_name", "name"),
    ),
    "period": ("period", "time_period", "year", "quarter", "month", "date"),
    "value": ("value", "figure"),
    "id": ("indicator_id",),
    "name": ("indicator", "indicator_name", "measure", "metric", "name"),
    "unit": ("unit", "units"),
    "order": ("time_period_sortable",),
}
"""What is read → the headers it may have, the best first; case, spacing and punctuation make no difference."""

REQUIRED = ("board", "period", "value")

FINGERTIPS = {
    "board": "area_code",
    "period": "time_period",
    "value": "value",
    "id": "indicator_id",
    "name": "indicator_name",
    "order": "time_period_sortable",
    "category": "category",
}
"""The columns of a Fingertips download that are read, by which it is known."""

SPLITS = ("sex", "age", "time_period_range")
"""Columns of Fingertips that make several indicators of one, which are never mixed."""

PEEKED = 50
"""Rows that are looked at to see whether a column `name` names boards or indicators."""

_BOARD_GSS = re.compile(r"E54\d{6}", re.ASCII)
_SUB_ICB = re.compile(r"E38\d{6}", re.ASCII)


@dataclass
class Series:
    """An indicator: `values` is period → ODS code → value, the oldest period first.

    `id` and `name` are empty where the file names no indicator, `unit` where it says none. Where the order of periods
    could not be told from how they are written, they are `as_found` in the file.
    """

    id: str
    name: str
    unit: str
    values: dict[str, dict[str, float]]
    decimals: int
    as_found: bool


@dataclass
class Reading:
    """What a CSV text holds; where there are problems, nothing of it is to be used. `left_out` is why → rows."""

    layout: str = ""
    series: list[Series] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    left_out: Counter[str] = field(default_factory=Counter)
    unused: list[str] = field(default_factory=list)


def board_names(icbs: Sequence[Icb]) -> dict[str, str]:
    """Return folded name → ODS code: codes (GSS codes too, also those of before), names and aliases."""
    names: dict[str, str] = {}
    for icb in icbs:
        bare = folded(icb.name).removeprefix("nhs ").removesuffix(" integrated care board")
        others = map(folded, icb.other_gss_codes)
        for name in (*names_of(icb), *others, bare, f"{bare} icb", f"nhs {bare} icb"):
            names.setdefault(name, icb.code)
    return names


def read(text: str, boards: Mapping[str, str], where: Mapping[str, str], *, skip_unknown: bool = False) -> Reading:
    """Return what a CSV text holds; never raises, what is wrong is in the reading.

    `boards` is folded name → code, `where` is header → the value that rows must have. With `skip_unknown` the rows of
    boards that are not in the data are left out.
    """
    reading, delimiter = Reading(), delimiter_of(text)
    each = rows(text, delimiter, reading.problems)
    header = next(each, None)
    if header:
        table = _Table(header, boards, reading, delimiter, skip_unknown=skip_unknown)
        table.choose(where)
        if not reading.problems.count:
            table.take(each)
    elif not reading.problems.count:
        reading.problems.add(1, "", "is empty; expected a header, and a row for each board and period")
    return reading


def settled(text: str) -> str:
    """Return a text on one line, safe for a terminal, as it is read back from YAML."""
    while (again := " ".join(clean(text).split())) != text:
        text = again
    return text


def slug(text: str) -> str:
    """Return the id that a name gives, of lower-case letters, digits and hyphens; empty where it gives none."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.findall("[a-z0-9]+", plain)
    while len(words) > 1 and len("-".join(words)) > 60:
        words.pop()
    return "-".join(words)[:60]


class _Wrong(Exception):
    """A row that cannot be used: the place of the column (None: the whole row), and what is wrong."""

    def __init__(self, place: int | None, message: str) -> None:
        super().__init__(message)
        self.place = place


class _LeftOut(Exception):
    """A row that is not wanted, or holds no value; the message is why."""


@dataclass
class _Draft:
    """A series that is being read; `splits` are the cells that keep it apart from others of its id."""

    own: str
    name: str
    unit: str
    splits: tuple[str, ...]
    values: dict[str, dict[str, float]] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    orders: dict[str, list[int]] = field(default_factory=dict)
    signed: dict[bool, int] = field(default_factory=dict)
    decimals: int = 0

    def series(self, *, fingertips: bool) -> Series:
        """The series as it is read: periods in order, decimals and unit as the values have them."""
        known = sorted(self.values, key=lambda period: self.orders[period]) if any(self.orders.values()) else None
        ordered = known or in_order(self.values)
        numbers = [value for values in self.values.values() for value in values.values()]
        return Series(
            slug(self.name if fingertips else self.own or self.name),
            self.name,
            self.unit or ("%" if True in self.signed else ""),
            {period: self.values[period] for period in ordered or self.values},
            fitting_decimals(numbers, self.decimals),
            ordered is None and len(self.values) > 1,
        )


class _Table:
    """The rows of one file, read into series."""

    def __init__(
        self, header: Row, boards: Mapping[str, str], reading: Reading, delimiter: str, *, skip_unknown: bool
    ) -> None:
        self.header, self.boards, self.reading, self.skip_unknown = header, boards, reading, skip_unknown
        self.commas = delimiter != ";"
        self.columns = ["_".join(re.findall(r"[^\W_]+", cell[:LONGEST].casefold())) for cell in header.cells]
        self.fingertips = {*FINGERTIPS.values(), *SPLITS[:2]} <= set(self.columns)
        self.place: dict[str, int] = {}
        self.wanted: dict[int, str] = {}
        self.drafts: dict[tuple[str, ...], _Draft] = {}
        reading.layout = "Fingertips" if self.fingertips else "tidy"
        for role, names in COLUMNS.items() if not self.fingertips else [(r, (c,)) for r, c in FINGERTIPS.items()]:
            self._find(role, names)
        self.splits = [self.columns.index(c) for c in SPLITS if c in self.columns] if self.fingertips else []

    def _find(self, role: str, names: Sequence[str]) -> None:
        """Note the first column of those that a role may have which no other role has."""
        free = [n for n in names if n in self.columns and self.columns.index(n) not in self.place.values()]
        if free:
            self.place[role] = self.columns.index(free[0])
            if self.columns.count(free[0]) > 1:
                self.reading.problems.add(self.header.line, free[0], "stands twice in the header; expected it once")
        elif role in REQUIRED:
            told = f"has no column for the {role}, only {self._headers()}; expected {one_of(list(names), 6)}"
            self.reading.problems.add(self.header.line, "", told)

    def _headers(self) -> str:
        return one_of([f"“{shown(cell)}”" for cell in self.header.cells], 26, "and")

    def choose(self, where: Mapping[str, str]) -> None:
        """Keep only the rows that have these values."""
        known = {cell.strip().casefold(): place for place, cell in enumerate(self.header.cells)}
        for column, value in where.items():
            if (place := known.get(column.strip().casefold())) is None:
                told = f"is asked for, but is no column; expected one of {self._headers()}"
                self.reading.problems.add(self.header.line, column, told)
            else:
                self.wanted[place] = settled(value).casefold()

    def take(self, each: Iterator[Row]) -> None:
        """Read all rows into the reading's series."""
        first = list(islice(each, PEEKED))
        self._release_board_names(first)
        for row in chain(first, each):
            try:
                self._take_row(row)
            except _LeftOut as why:
                self.reading.left_out[str(why)] += 1
            except _Wrong as error:
                column = "" if error.place is None else self.header.cells[error.place]
                self.reading.problems.add(row.line, column, str(error))
        for place in self.splits:
            self._refuse_several(place)
        self._refuse_mixed_signs()
        self._finish()

    def _release_board_names(self, first: Iterable[Row]) -> None:
        """A column `name` that holds the names of boards names no indicators."""
        place = self.place.get("name")
        if place is not None and self.columns[place] == "name":
            names = [folded(row.cells[place][:LONGEST]) for row in first if len(row.cells) > place]
            if any(name in self.boards for name in names):
                del self.place["name"]
        if not self.fingertips:
            used = {*self.place.values(), *self.wanted}
            self.reading.unused = [shown(c) for n, c in enumerate(self.header.cells) if n not in used and c.strip()]

    def _take_row(self, row: Row) -> None:
        self._check_length(row)
        self._check_wanted(row)
        code, period = self._board(row), self._needed(row, "period", "a period such as 2023/24")
        draft = self._draft(row)
        value = self._value(row, draft)
        if (line := draft.lines.setdefault((period, code), row.line)) != row.line:
            raise _Wrong(self.place["board"], f"is {code} in {period} again, as in line {line}; expected one row")
        draft.orders.setdefault(period, [int(n) for n in re.findall("[0-9]+", self._text(row, "order"))])
        if value is None:
            raise _LeftOut("without a value (empty or suppressed)")
        draft.values.setdefault(period, {})[code] = value

    def _check_length(self, row: Row) -> None:
        """Past the header only empty cells may stand, as spreadsheets leave them."""
        wanted = len(self.columns)
        if len(row.cells) < wanted or any(map(str.strip, row.cells[wanted:])):
            raise _Wrong(None, f"has {len(row.cells)} cells; expected {wanted}, as in the header")

    def _check_wanted(self, row: Row) -> None:
        if any(self._cell(row, place).casefold() != value for place, value in self.wanted.items()):
            raise _LeftOut("not chosen by --where")

    def _cell(self, row: Row, place: int) -> str:
        cell = row.cells[place]
        if len(cell) > LONGEST:
            raise _Wrong(place, f"has {len(cell):,} characters; expected at most {LONGEST}")
        return cell if cell.isalnum() and cell.isascii() else settled(cell)

    def _text(self, row: Row, role: str) -> str:
        """The text of a cell; empty where there is no such column."""
        return self._cell(row, self.place[role]) if role in self.place else ""

    def _needed(self, row: Row, role: str, expected: str) -> str:
        text = self._text(row, role)
        if not text and role in self.place:
            raise _Wrong(self.place[role], f"is empty; expected {expected}")
        return text

    def _board(self, row: Row) -> str:
        """The board's code, for a row that is of one board as a whole."""
        named = self._text(row, "board")
        code = self.boards.get(folded(named))
        if self.fingertips and not code and not _BOARD_GSS.fullmatch(named):
            raise _LeftOut("of other areas (England, regions, sub-ICB locations, …)")
        if self._text(row, "category"):
            raise _LeftOut("of a category, such as a deprivation decile")
        if code:
            return code
        if self.skip_unknown:
            raise _LeftOut("of boards that are not in the data")
        what = f"is “{shown(named)}”, which is no board in the data" if named else "is empty"
        if _SUB_ICB.fullmatch(named):
            what = f"is “{named}”, the code of a sub-ICB location, which is no board"
        raise _Wrong(self.place["board"], f"{what}; expected a code such as QK1 or E54000015, or a name")

    def _draft(self, row: Row) -> _Draft:
        """The series that a row belongs to; its name and unit are the same in all rows."""
        own = self._needed(row, "id", "the id of an indicator")
        name = self._needed(row, "name", "the name of an indicator") or own
        unit = self._text(row, "unit")
        splits = tuple(self._cell(row, place) for place in self.splits)
        draft = self.drafts.setdefault((own or name, *splits), _Draft(own, name, unit, splits))
        for role, mine, its in (("name", name, draft.name), ("unit", unit, draft.unit)):
            if mine != its:
                told = f"is “{shown(mine)}”, but “{shown(its)}” in an earlier row"
                raise _Wrong(self.place[role], f"{told}; expected the same for the whole indicator")
        return draft

    def _value(self, row: Row, draft: _Draft) -> float | None:
        text = self._text(row, "value")
        try:
            read = amount(text, commas=self.commas)
        except NoNumber as error:
            raise _Wrong(self.place["value"], f"is “{shown(text)}”; {error}") from None
        if read is None:
            return None
        draft.signed.setdefault(read.percent, row.line)
        draft.decimals = max(draft.decimals, read.decimals)
        return read.value

    def _refuse_several(self, place: int) -> None:
        """What Fingertips tells apart, such as the sexes, must be chosen."""
        told: dict[str, dict[str, None]] = defaultdict(dict)
        for draft in self.drafts.values():
            told[draft.own][draft.splits[self.splits.index(place)]] = None
        for own, values in told.items():
            if len(values) > 1:
                header, each = shown(self.header.cells[place]), list(values)
                has = f"is {one_of([f'“{shown(v)}”' for v in each], conjunction='and')} for indicator {shown(own)}"
                chosen = f'--where "{header}={shown(each[0])}"'
                self.reading.problems.add(self.header.line, header, f"{has}; expected one, chosen as in {chosen}")

    def _refuse_mixed_signs(self) -> None:
        """12% and 0.12 in one series would be of different units."""
        for draft in self.drafts.values():
            if len(draft.signed) > 1:
                told = f"has no % sign, but line {draft.signed[True]} has one; expected the same in all rows"
                self.reading.problems.add(draft.signed[False], self.header.cells[self.place["value"]], told)

    def _finish(self) -> None:
        """Make the series, of drafts that hold any value; two of them never have one id."""
        problems, names = self.reading.problems, dict[str, Series]()
        if problems.count:
            return
        made = [draft.series(fingertips=self.fingertips) for draft in self.drafts.values() if draft.values]
        for series in made:
            if (other := names.setdefault(series.id, series)) is not series:
                told = f"“{shown(series.name)}” and “{shown(other.name)}” would have the same id"
                problems.add(self.header.line, "", f"{told} ({series.id or 'none'}); expected --where to choose one")
        if not made:
            left = "; ".join(f"{counted(n, 'row')} {why}" for why, n in self.reading.left_out.items())
            problems.add(self.header.line, "", f"no value can be used{f' ({left})' if left else ''}; expected some")
        self.reading.series = [] if problems.count else made
