"""The data in an in-process DuckDB, locked down, and the questions that are asked of it, each one statement.

DuckDB is loaded, and filled or opened, when the first question needs it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from icb_tui import judging
from icb_tui.judging import Standing
from icb_tui.model import (
    UNRATED,
    Cell,
    Compared,
    Dataset,
    Evidence,
    Filter,
    Finding,
    Icb,
    Known,
    Later,
    Match,
    Point,
    Said,
    Series,
    Term,
    Year,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from icb_tui.query import Answer

_Answered = TypeVar("_Answered")

REMEMBERED = 64
"""How many answers are remembered: the cells of a year, who speaks in it, who mentions a text, every series."""


class Opening(Struct, frozen=True):
    """What the explorer asks first, answered beforehand: a year's cells, all voices heard, and who is spoken of."""

    year: str
    cells: list[Cell]
    speaking: dict[str, frozenset[str]]


class Prepared(NamedTuple):
    """A database file, and the answers known beforehand; `anew` reads the data again, should the file be broken."""

    path: Path
    opening: Opening | None
    anew: Callable[[], Dataset]


class Store:
    """The boards and what was said of them. Every answer is in the order of the data files unless it says otherwise."""

    def __init__(self, data: Dataset, prepared: Prepared | None = None) -> None:
        """A store of these data, or of the prepared file that holds their findings."""
        self._lock = Lock()
        self._opened: DuckDBPyConnection | None = None
        self._take(data, prepared)

    def _take(self, data: Dataset, prepared: Prepared | None) -> None:
        """Answer from these data, with nothing remembered of others."""
        self.data, self._prepared = data, prepared
        self._remembered: dict[Hashable, Any] = {}

    def _once(self, ask: Callable[..., _Answered], *asked: Hashable) -> _Answered:
        """The answer to a question, asked anew only where it is not among the last REMEMBERED."""
        key = ask.__name__, *asked
        if key not in self._remembered:
            self._remembered[key] = ask(*asked)
            if len(self._remembered) > REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
        answer: _Answered = self._remembered[key]
        return answer

    def _open(self) -> DuckDBPyConnection:
        """Return the database, opened by whoever needs it first."""
        with self._lock:
            if self._opened is None:
                self._opened = _opened(self.data, self._prepared)
        return self._opened

    @property
    def _db(self) -> DuckDBPyConnection:
        return self._open()

    def warm(self) -> None:
        """Open the database ahead of the first question, which waits for it if it is asked meanwhile.

        Nothing is asked here: a connection refuses a question while it is busy with another thread's. What goes wrong
        is left for the first question to meet, where somebody hears it.
        """
        with suppress(Exception):
            self._open()

    def refill(self, other: Store) -> None:
        """Answer from the data of another store from now on."""
        self.close()
        self._take(other.data, other._prepared)
        with self._lock:
            self._opened = other._opened

    def close(self) -> None:
        with self._lock:
            if self._opened:
                self._opened.close()
            self._opened = None

    def opening(self) -> Opening:
        """Return the answers to what the explorer asks first."""
        year = self.data.rated_year
        return Opening(year, list(self.matrix(year).values()), self._speaking(year))

    def _known(self, year: str) -> Opening | None:
        """The answers that are known beforehand for a year, if any are."""
        opening = self._prepared.opening if self._prepared else None
        return opening if opening and opening.year == year else None

    def find(self, wanted: Filter, year: str, as_at: dt.date | None = None) -> list[Match]:
        """Return every board in being in the year (or on a day), with the parts of the filter that it misses."""
        return judging.matches(wanted, self._boards(wanted, year, as_at))

    def facets(self, wanted: Filter, year: str, as_at: dt.date | None = None) -> dict[Term, int]:
        """Return for each option of the filter how many boards choosing it alone would give (`judging.counts`)."""
        return judging.counts(wanted, self._boards(wanted, year, as_at), self.data)

    def _boards(self, wanted: Filter, year: str, as_at: dt.date | None) -> list[Standing]:
        """The boards in being, as the filter sees them; none in a year that is not in the data."""
        if year not in self.data.years:
            return []
        voices = wanted.heard(self.data.kind)
        cells, speaking = self.matrix(year, voices), self._once(self._speaking, year)
        texts = [*wanted.of("text"), *wanted.of("text", negated=True)]
        mentioning = {text: self._once(self._mentioning, text.casefold(), year, voices) for text in texts}
        return [
            Standing(
                icb,
                {aim: cells[icb.code, aim].rating or UNRATED for aim in self.data.aim},
                speaking.get(icb.code, frozenset()),
                frozenset(text for text, icbs in mentioning.items() if icb.code in icbs),
            )
            for icb in self.data.icbs
            if _in_being(icb, year, as_at)
        ]

    def _speaking(self, year: str) -> dict[str, frozenset[str]]:
        """The kinds that speak of each board in the year, on any aim or on the whole."""
        if known := self._known(year):
            return known.speaking
        return {icb: frozenset(kinds) for icb, kinds in self._ask(_SPEAKING, year=year)}

    def _mentioning(self, folded_text: str, year: str, voices: tuple[str, ...]) -> frozenset[str]:
        """The boards of which a finding of the year, in those voices, mentions a text."""
        rows = self._ask(_MENTIONING, text=folded_text, year=year, voices=self._heard(voices))
        return frozenset(icb for (icb,) in rows)

    def matrix(self, year: str, voices: Iterable[str] = ()) -> dict[tuple[str, str], Cell]:
        """Return the cell of every board and aim in the year, as those voices (none given: all) have it."""
        return self._once(self._cells, year, tuple(self._heard(voices)))

    def _cells(self, year: str, heard: tuple[str, ...]) -> dict[tuple[str, str], Cell]:
        if len(heard) == len(self.data.kind) and (known := self._known(year)):
            return {(cell.icb, cell.aim): cell for cell in known.cells}
        return {(cell.icb, cell.aim): cell for cell in self._told_cells(heard, year=year)}

    def history(self, icb: str, voices: Iterable[str] = ()) -> dict[tuple[str, str], Cell]:
        """Return the cell of every aim and year of a board, by aim and year."""
        return {(cell.aim, cell.year): cell for cell in self._told_cells(self._heard(voices), icb=icb)}

    def _told_cells(self, heard: Sequence[str], *, year: str | None = None, icb: str | None = None) -> list[Cell]:
        """The cells of a year, or of a board in every year: with every voice heard, they stand in a table."""
        if len(heard) == len(self.data.kind):
            rows = self._ask(_MATRIX, year=year, icb=icb)
        else:
            rows = self._ask(_CELLS, year=year, icb=icb, voices=list(heard))
        return [_cell(row) for row in rows]

    def known(self, voices: Iterable[str] = (), icbs: Sequence[str] | None = None) -> list[Known]:
        """Return how much is known on each aim, and of the boards as wholes, in each year: of those boards, or all."""
        return [Known(*row) for row in self._ask(_KNOWN, icbs=icbs, voices=self._heard(voices))]

    def said(self, voices: Iterable[str] = (), icbs: Sequence[str] | None = None) -> list[Said]:
        """Return what each voice said in each year of those boards (None: of all), and without naming one."""
        return [Said(*row) for row in self._ask(_SAID, icbs=icbs, voices=self._heard(voices))]

    def evidence(
        self, icb: str | None = None, *, aim: str | None = None, year: str | None = None, voices: Iterable[str] = ()
    ) -> list[Evidence]:
        """Return the findings of a board (None: of no board: national and unresolved ones), with their sources.

        An aim or a year narrows it. Kinds come in the order of the data, within a kind the order of the findings.
        """
        rows = self._ask(_EVIDENCE, icb=icb, aim=aim, year=year, voices=self._heard(voices))
        return self._evidence(rows)

    def glimpse(self, icb: str | None, *, aim: str, year: str, voices: Iterable[str] = ()) -> list[Evidence]:
        """Return the first findings of a cell (no board: said nationally), of each kind at most twenty, rated first."""
        heard, told = self._heard(voices), dict(self._ask(_GLIMPSE, icb=icb or "", aim=aim, year=year))
        return [self._cited(row) for kind in heard if kind in told for row in msgspec.json.decode(told[kind])]

    def mentioned(self, text: str, *, year: str | None = None, voices: Iterable[str] = ()) -> list[Evidence]:
        """Return the findings that mention a text, in the order of the data."""
        return self._evidence(self._ask(_MENTION, text=text.casefold(), year=year, voices=self._heard(voices)))

    def mentions(self, folded_text: str, most: int) -> list[Evidence]:
        """Return the first findings among whose words, folded, a text is."""
        return self._evidence(self._ask(_FOLDED, text=folded_text, most=most))

    def count(self, *, year: str | None = None, voices: Iterable[str] = ()) -> int:
        """Return how many findings there are, in those voices."""
        return int(self._ask(_COUNT, year=year, voices=self._heard(voices))[0][0])

    def national(self, year: str, *, aim: str, voices: Iterable[str] = ()) -> list[Evidence]:
        """Return what was said nationally of an aim in a year, naming no board."""
        said = self.evidence(None, aim=aim, year=year, voices=voices)
        return [e for e in said if e.finding.scope == "national"]

    def series(self, *, icb: str | None = None, aim: str | None = None) -> dict[tuple[str, str], Series]:
        """Return by board and indicator the values in every period: of one board or of all, on one aim or on all."""
        tied = {indicator.id for indicator in self.data.indicators if aim in (None, indicator.aim)}
        return {key: each for key, each in self._once(self._series).items() if icb in (None, key[0]) and key[1] in tied}

    def _series(self) -> dict[tuple[str, str], Series]:
        """Every series: figures change with neither year nor voices, so one question answers all."""
        rows = groupby(self._ask(_SERIES), key=lambda row: row[:2])
        return {(icb, id): Series(id, icb, tuple(Point(*point[2:]) for point in points)) for (icb, id), points in rows}

    def medians(self, icbs: Sequence[str]) -> dict[str, tuple[float | None, int]]:
        """Return by indicator the median of some boards in its newest period, and how many of them have a value."""
        return {indicator: (median, of) for indicator, median, of in self._ask(_MEDIANS, icbs=list(icbs))}

    def compare(self, icbs: Sequence[str], year: str, voices: Iterable[str] = ()) -> dict[tuple[str, str], Compared]:
        """Return the cell of each of the boards and aims in the year with its evidence, by board and aim."""
        rows = self._ask(_COMPARE, icbs=list(icbs), year=year, voices=self._heard(voices))
        compared = {}
        for key, told in groupby(rows, key=lambda row: row[:2]):
            of_cell = list(told)
            findings = [(finding,) for *_, finding in of_cell if finding]
            compared[key] = Compared(_cell(of_cell[0][:-1]), tuple(self._evidence(findings)))
        return compared

    def ask_freely(self, sql: str, *, seconds: float, limit: int) -> Answer:
        """Return what one SELECT from outside gives: its first `limit` rows (0: all), within seconds of work.

        It reads only the RELATIONS, and its rows are in its own order. Raise `query.Refused`.
        """
        from icb_tui import query
        from icb_tui.meanings import RELATIONS

        with self._db.cursor() as connection:
            return query.ask(connection, sql, RELATIONS, seconds=seconds, limit=limit)

    def columns_of(self, relation: str) -> dict[str, str]:
        """Return the columns of one of the RELATIONS and their types."""
        from icb_tui.meanings import RELATIONS

        rows = self._db.execute(f"describe from {RELATIONS[relation].sample}").fetchall()
        return {name: kind for name, kind, *_ in rows}

    def _ask(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        return self._db.execute(sql, parameters).fetchall()

    def _evidence(self, rows: Iterable[Sequence[str]]) -> list[Evidence]:
        """Findings as the database tells them, as JSON, each with its source and kind."""
        return [self._cited(msgspec.json.decode(told)) for (told,) in rows]

    def _cited(self, row: dict[str, Any]) -> Evidence:
        """A finding with its source, its kind, and the folder that it or its source was laid over from."""
        origin, _ = row.pop("origin"), row.pop("place")
        finding = msgspec.convert(row, Finding)
        laid = origin or self.data.origin("sources", finding.source)
        return Evidence(finding, self.data.source[finding.source], self.data.kind[finding.kind], laid)

    def _heard(self, voices: Iterable[str]) -> list[str]:
        """The kinds whose findings count: the given ones, or where none is given all, in the order of the data."""
        wanted = set(voices)
        return [kind for kind in self.data.kind if not wanted or kind in wanted]


def _in_being(icb: Icb, year: str, as_at: dt.date | None) -> bool:
    """Whether a board was in being on a day or, where no day is given, on any day of the year."""
    if as_at is None:
        return Year(year).has(icb)
    return icb.opened <= as_at and (icb.closed is None or icb.closed >= as_at)


def _opened(data: Dataset, prepared: Prepared | None) -> DuckDBPyConnection:
    """A prepared database, which nobody can change; where there is none, or its file is broken, one in memory."""
    import duckdb

    from icb_tui.filling import LOCKED, SETTINGS, filled

    if prepared is None:
        return filled(data)
    try:
        database = duckdb.connect(str(prepared.path), read_only=True, config=SETTINGS)
    except duckdb.Error:
        prepared.path.unlink(missing_ok=True)
        return filled(prepared.anew())
    database.execute(LOCKED)
    return database


def _cell(row: Sequence[Any]) -> Cell:
    icb, aim, year, rating, findings, nothing, heard, later, laid = row
    return Cell(icb, aim, year, rating, findings, nothing, heard, tuple(Later(**step) for step in later), laid)


_SPEAKING = "select icb, list(distinct kind) from spoken where year = $year group by icb"

_MENTIONING = """
select distinct f.icb from words w join finding f on f.place = w.place
where contains(w.text, $text) and f.year = $year and f.icb is not null and list_contains($voices::varchar[], f.kind)
"""

_MATRIX = """
select icb, aim, year, rating, findings, nothing, heard, later, laid from matrix
where ($year::varchar is null or year = $year) and ($icb::varchar is null or icb = $icb)
order by icb_place, aim_place
"""

_CELLS = """
select icb, aim, year, rating, findings, nothing, heard, later, laid from cell($voices::varchar[])
where ($year::varchar is null or year = $year) and ($icb::varchar is null or icb = $icb)
order by icb_place, aim_place
"""

_KNOWN = """
with known as (
    select aim, aim_place as place, c.year, count(*) as base, count(rating) as rated,
        count(*) filter (findings > 0) as spoken, sum(findings)::integer as findings,
        count(*) filter (nothing = 'not-mentioned') as not_mentioned,
        count(*) filter (nothing = 'said-nationally') as said_nationally
    from cell($voices::varchar[]) c join being b on b.icb = c.icb and b.year = c.year
    where $icbs::varchar[] is null or list_contains($icbs::varchar[], c.icb)
    group by all
),
whole as (
    select null as aim, count(*) over () as place, y.id as year, count(distinct b.icb) as base, 0 as rated,
        count(distinct f.icb) as spoken, count(f.id) as findings, 0 as not_mentioned, 0 as said_nationally
    from year y
    left join being b on b.year = y.id and ($icbs::varchar[] is null or list_contains($icbs::varchar[], b.icb))
    left join finding f on f.icb = b.icb and f.year = y.id and f.aim is null
        and list_contains($voices::varchar[], f.kind)
    group by y.id
),
unnamed as (
    select aim, year, count(*) filter (scope = 'national') as national,
        count(*) filter (scope = 'unresolved') as unresolved
    from finding where icb is null and list_contains($voices::varchar[], kind) group by all
)
select t.aim, t.year, base, rated, spoken, findings, not_mentioned, said_nationally,
    coalesce(national, 0), coalesce(unresolved, 0)
from (from known union all from whole) t join year y on y.id = t.year
left join unnamed u on u.aim is not distinct from t.aim and u.year = t.year
order by t.aim is null, t.place, y.place
"""

_SAID = """
with base as (
    select y.id as year, y.place, count(b.icb) as boards from year y
    left join being b on b.year = y.id and ($icbs::varchar[] is null or list_contains($icbs::varchar[], b.icb))
    group by all
)
select k.id, b.year, b.boards, count(distinct f.icb), count(f.icb),
    count(*) filter (f.scope = 'national'), count(*) filter (f.scope = 'unresolved')
from kind k cross join base b
left join finding f on f.kind = k.id and f.year = b.year
    and (f.icb is null or $icbs::varchar[] is null or list_contains($icbs::varchar[], f.icb))
where list_contains($voices::varchar[], k.id)
group by k.id, k.place, b.year, b.place, b.boards order by k.place, b.place
"""

_EVIDENCE = """
select to_json(f) from finding f
where f.icb is not distinct from $icb::varchar
  and ($aim::varchar is null or f.aim = $aim) and ($year::varchar is null or f.year = $year)
  and list_contains($voices::varchar[], f.kind)
order by list_position($voices::varchar[], f.kind), f.place
"""

_GLIMPSE = "select kind, told from glimpse where icb = $icb and aim = $aim and year = $year"

_MENTION = """
select to_json(f) from words w join finding f on f.place = w.place
where contains(w.text, $text) and ($year::varchar is null or f.year = $year)
  and list_contains($voices::varchar[], f.kind)
order by f.place
"""

_FOLDED = """
select to_json(f) from (select place from words where contains(folded, $text) limit $most) w
join finding f on f.place = w.place
order by f.place
"""

_COUNT = """
select count(*) from finding
where ($year::varchar is null or year = $year) and list_contains($voices::varchar[], kind)
"""

_SERIES = """
with period as (
    select distinct i.place, indicator, period, nth, "of", median, least, most from standing s join indicator i
    on i.id = s.indicator
)
select b.code, p.indicator, p.period, s.value, s.place, s.rank, coalesce(s.tied, false),
    p."of", p.median, p.least, p.most
from icb b cross join period p
left join standing s on s.indicator = p.indicator and s.period = p.period and s.icb = b.code
order by b.place, p.place, p.nth
"""

_MEDIANS = """
select i.id, round(median(m.value), 9), count(m.value) from indicator i
left join measure m on m.indicator = i.id and list_contains($icbs::varchar[], m.icb)
    and m.nth = (select max(nth) from measure where indicator = i.id)
group by i.id, i.place order by i.place
"""

_COMPARE = """
select c.icb, c.aim, c.year, c.rating, c.findings, c.nothing, c.heard, c.later, c.laid,
    case when f.id is not null then to_json(f) end
from cell($voices::varchar[]) c
join aim a on a.id = c.aim
left join finding f on f.icb = c.icb and f.aim = c.aim and f.year = c.year
    and list_contains($voices::varchar[], f.kind)
where c.year = $year and list_contains($icbs::varchar[], c.icb)
order by list_position($icbs::varchar[], c.icb), a.place, list_position($voices::varchar[], f.kind), f.place
"""
