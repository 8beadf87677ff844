"""The data in an in-process DuckDB, locked down, and the questions that are asked of it, each one statement.

DuckDB is loaded, and filled or opened, when the first question needs it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path
from threading import Lock
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import msgspec
from msgspec import Struct

from icb_tui.model import (
    Aim,
    Cell,
    Compared,
    Dataset,
    Evidence,
    Filter,
    Finding,
    Icb,
    Indicator,
    Kind,
    Known,
    Later,
    Match,
    Point,
    Rating,
    Region,
    Said,
    Series,
    Source,
    Term,
    Year,
)
from icb_tui.rules import folded, id_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from icb_tui.query import Answer

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "1GB",
    "temp_directory": "",
    "python_enable_replacements": False,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "allow_community_extensions": False,
}

_LOCKED = "set enable_external_access = false; set lock_configuration = true"
"""Not among the settings, of which DuckDB may take any first: after these two no temp_directory can be set."""

_TABLES: dict[str, type[Struct]] = {
    "region": Region,
    "icb": Icb,
    "aim": Aim,
    "rating": Rating,
    "kind": Kind,
    "source": Source,
    "finding": Finding,
}
_SECTIONS = {name: f"{name}s" for name in _TABLES}
_Record = TypeVar("_Record", bound=Struct)
_SCALARS: dict[Any, str] = {str: "varchar", int: "bigint", float: "double", bool: "boolean", dt.date: "date"}


def sql_type(kind: Any) -> str:
    """Return the DuckDB type that holds a field of the model; a number or text is held as its JSON text."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return sql_type(parts[0])
    if origin is Literal:
        return "varchar"
    if origin in (Union, UnionType):
        real = {sql_type(part) for part in parts if part is not NoneType}
        return real.pop() if len(real) == 1 else "json"
    if origin is tuple:
        return f"{sql_type(parts[0])}[]"
    if origin is dict:
        return f"map({sql_type(parts[0])}, {sql_type(parts[1])})"
    if issubclass(kind, Struct):
        return f"struct({_columns(kind)})"
    return _SCALARS[kind]


def _columns(kind: type[Struct], names: Iterable[str] = ()) -> str:
    """The columns of a record type, or those of some of its fields."""
    hints = get_type_hints(kind, include_extras=True)
    return ", ".join(f'"{name}" {sql_type(hints[name])}' for name in names or kind.__struct_fields__)


class Opening(Struct, frozen=True):
    """What the explorer asks first, answered beforehand: every board in a year, without a filter, all voices heard."""

    year: str
    matches: list[Match]
    facets: list[tuple[Term, int]]
    cells: list[Cell]


class Prepared(NamedTuple):
    """A database file with the answers known beforehand; `anew` reads the data again, should the file be broken."""

    path: Path
    opening: Opening
    anew: Callable[[], Dataset]


class Store:
    """The boards and what was said of them. Every answer is in the order of the data files unless it says otherwise."""

    def __init__(self, data: Dataset, prepared: Prepared | None = None) -> None:
        """A store of these data, or of the prepared file that holds their findings."""
        self.data, self._prepared = data, prepared
        self._lock = Lock()
        self._opened: DuckDBPyConnection | None = None

    @property
    def _db(self) -> DuckDBPyConnection:
        """The database, opened by whoever needs it first."""
        with self._lock:
            if self._opened is None:
                self._opened = _reopened(self._prepared) if self._prepared else _filled(self.data)
        return self._opened

    def warm(self) -> None:
        """Open the database ahead of the first question, which may be asked meanwhile: each has its own cursor."""
        self._db.cursor().execute("select 1")

    def refill(self, other: Store) -> None:
        """Answer from the data of another store from now on."""
        self.close()
        self.__dict__.pop("_series", None)
        self.data, self._prepared = other.data, other._prepared
        with self._lock:
            self._opened = other._opened

    def close(self) -> None:
        with self._lock:
            if self._opened:
                self._opened.close()
            self._opened = None

    def opening(self) -> Opening:
        """Return the answers to what the explorer asks first."""
        year, cells = self.data.rated_year, self.matrix(self.data.rated_year)
        facets = list(self.facets(Filter(), year).items())
        return Opening(year, self.find(Filter(), year), facets, list(cells.values()))

    def _opens_with(self, year: str, wanted: Filter | None = None, as_at: dt.date | None = None) -> Opening | None:
        """The answers known beforehand, where they are what is asked."""
        known = self._prepared.opening if self._prepared else None
        return known if known and known.year == year and not wanted and as_at is None else None

    def find(self, wanted: Filter, year: str, as_at: dt.date | None = None) -> list[Match]:
        """Return every board in being in the year (or on a day), with the parts of the filter that it misses."""
        if known := self._opens_with(year, wanted, as_at):
            return known.matches
        rows = self._ask(_JUDGED + _FIND, year=year, as_at=as_at, **self._chosen(wanted))
        return [Match(code, tuple(misses)) for code, misses in rows]

    def facets(self, wanted: Filter, year: str, as_at: dt.date | None = None) -> dict[Term, int]:
        """Return for each region, status, aim and rating how many boards choosing it alone would give.

        The other parts of the filter are held; a rating looks at the chosen aims, and an aim at the chosen ratings.
        For a voice it is how many boards of the chosen regions and status it speaks of.
        """
        if known := self._opens_with(year, wanted, as_at):
            return dict(known.facets)
        looked_for = wanted.of("rating") or list(self.data.rating)
        rows = self._ask(_JUDGED + _FACETS, year=year, as_at=as_at, aim_ratings=looked_for, **self._chosen(wanted))
        return {Term(facet, value): count for facet, value, count in rows}

    def matrix(self, year: str, voices: Iterable[str] = ()) -> dict[tuple[str, str], Cell]:
        """Return the cell of every board and aim in the year, as those voices (none given: all) have it."""
        heard = self._heard(voices)
        if len(heard) == len(self.data.kind) and (known := self._opens_with(year)):
            return {(cell.icb, cell.aim): cell for cell in known.cells}
        rows = self._ask(_CELLS, year=year, icb=None, voices=heard)
        return {(row[0], row[1]): _cell(row) for row in rows}

    def history(self, icb: str, voices: Iterable[str] = ()) -> dict[tuple[str, str], Cell]:
        """Return the cell of every aim and year of a board, by aim and year."""
        rows = self._ask(_CELLS, year=None, icb=icb, voices=self._heard(voices))
        return {(row[1], row[2]): _cell(row) for row in rows}

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
        return [_evidence(row) for row in rows]

    def glimpse(self, icb: str | None, *, aim: str, year: str, voices: Iterable[str] = ()) -> list[Evidence]:
        """Return the first findings of a cell (no board: said nationally), of each kind at most twenty, rated first."""
        rows = self._ask(_GLIMPSE, icb=icb, aim=aim, year=year, voices=self._heard(voices))
        return [_evidence(row) for row in rows]

    def mentioned(self, text: str, *, year: str | None = None, voices: Iterable[str] = ()) -> list[Evidence]:
        """Return the findings that mention a text, in the order of the data."""
        return [_evidence(r) for r in self._ask(_MENTION, text=text.casefold(), year=year, voices=self._heard(voices))]

    def mentions(self, folded_text: str, most: int) -> list[Evidence]:
        """Return the first findings among whose words, folded, a text is."""
        return [_evidence(row) for row in self._ask(_FOLDED, text=folded_text, most=most)]

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
        return {key: each for key, each in self._series.items() if icb in (None, key[0]) and key[1] in tied}

    @cached_property
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
        cells: dict[tuple[str, str], Compared] = {}
        for *cell, finding, source, kind in rows:
            before = cells.get((cell[0], cell[1])) or Compared(_cell(cell))
            more = (_evidence((finding, source, kind)),) if finding and finding["id"] else ()
            cells[cell[0], cell[1]] = Compared(before.cell, before.evidence + more)
        return cells

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

    def _heard(self, voices: Iterable[str]) -> list[str]:
        """The kinds whose findings count: the given ones, or where none is given all."""
        return list(voices) or list(self.data.kind)

    def _chosen(self, wanted: Filter) -> dict[str, Any]:
        """A filter as the parameters of `_JUDGED`; to exclude an aim is to exclude every rating on it."""
        excluded = [f"{aim}:{rating}" for aim in wanted.of("aim", negated=True) for rating in self.data.rating]
        return {
            "voices": list(wanted.heard(self.data.kind)),
            "regions": wanted.of("region"),
            "statuses": wanted.of("status"),
            "aims": wanted.of("aim"),
            "ratings": wanted.of("rating"),
            "cells": wanted.of("cell"),
            "cell_aims": len({cell.split(":")[0] for cell in wanted.of("cell")}),
            "texts": [text.casefold() for text in wanted.of("text")],
            "not_regions": wanted.of("region", negated=True),
            "not_statuses": wanted.of("status", negated=True),
            "not_ratings": wanted.of("rating", negated=True),
            "not_cells": excluded + wanted.of("cell", negated=True),
            "not_texts": [text.casefold() for text in wanted.of("text", negated=True)],
        }


def _reopened(prepared: Prepared) -> DuckDBPyConnection:
    """A prepared database, which nobody can change; where its file is broken or gone, one in memory."""
    import duckdb

    try:
        database = duckdb.connect(str(prepared.path), read_only=True, config=SETTINGS)
    except duckdb.Error:
        prepared.path.unlink(missing_ok=True)
        return _filled(prepared.anew())
    database.execute(_LOCKED)
    return database


def _filled(data: Dataset) -> DuckDBPyConnection:
    """The data in a database in memory."""
    import duckdb

    database = duckdb.connect(":memory:", config=SETTINGS)
    database.execute(_LOCKED)
    fill(database, data)
    return database


def prepare(data: Dataset, path: Path) -> None:
    """Write the data into a new database file."""
    import duckdb

    with duckdb.connect(str(path), config=SETTINGS) as database:
        database.execute(_LOCKED)
        fill(database, data)
        database.execute("checkpoint")


def fill(database: DuckDBPyConnection, data: Dataset) -> None:
    """Make the tables and views of the data in an empty database."""
    for name, kind in _TABLES.items():
        _fill(database, name, kind, data)
    _fill_years(database, data)
    _fill_measures(database, data)
    _fill_words(database, data)
    database.execute((Path(__file__).parent / "store.sql").read_text())


AT_ONCE = 50_000
"""How many records are handed to DuckDB in one statement."""


def _fill(database: DuckDBPyConnection, name: str, kind: type[Struct], data: Dataset) -> None:
    """Make a table from a record type, with the order in the file and the folder laid over, and fill it."""
    records: Sequence[Struct] = getattr(data, _SECTIONS[name])
    laid = data.origins.get(_SECTIONS[name], {})
    database.execute(f'create table "{name}" (place integer, origin varchar, {_columns(kind)})')
    for start in range(0, len(records), AT_ONCE):
        rows = records[start : start + AT_ONCE]
        origins = [laid.get(id_of(row)) for row in rows]
        database.execute(
            f'insert into "{name}" select place, origin, unnest(row) from'  # noqa: S608
            " (select $2 + unnest(range(len(rows))) as place, unnest($3::varchar[]) as origin, unnest(rows) as row"
            f" from (select $1::json::struct({_columns(kind)})[] as rows))",
            [msgspec.json.encode(rows).decode(), start, origins],
        )


def _fill_years(database: DuckDBPyConnection, data: Dataset) -> None:
    database.execute("create table year (place integer, id varchar, starts date, ends date)")
    years = [Year(year) for year in data.years]
    rows = [(place, year.id, year.starts, year.ends) for place, year in enumerate(years)]
    _insert(database, "year", rows)


def _fill_measures(database: DuckDBPyConnection, data: Dataset) -> None:
    named = [name for name in Indicator.__struct_fields__ if name != "values"]
    database.execute(f"create table indicator (place integer, origin varchar, {_columns(Indicator, named)})")
    laid = data.origins.get("indicators", {})
    told = [(n, laid.get(i.id), *(getattr(i, name) for name in named)) for n, i in enumerate(data.indicators)]
    _insert(database, "indicator", told)
    database.execute("create table measure (indicator varchar, period varchar, nth integer, icb varchar, value double)")
    rows = [
        (indicator.id, period, nth, code, value)
        for indicator in data.indicators
        for nth, (period, values) in enumerate(indicator.values.items())
        for code, value in values.items()
    ]
    _insert(database, "measure", rows)


def _fill_words(database: DuckDBPyConnection, data: Dataset) -> None:
    """Each finding's words: folded as a quoted text of the filter is looked for, and as the finder looks."""
    database.execute("create table words (place integer, finding varchar, text varchar, folded varchar)")
    for start in range(0, len(data.findings), AT_ONCE):
        some = enumerate(data.findings[start : start + AT_ONCE], start)
        _insert(database, "words", [(place, f.id, searchable(f), _mentions(f)) for place, f in some])


def _insert(database: DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Fill a table, a whole column at a time."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        database.execute(f"insert into {table} select {', '.join(['unnest(?)'] * len(columns))}", columns)


def _mentions(finding: Finding) -> str:
    """The words of a finding that the finder looks in."""
    figure = [finding.figure.what, str(finding.figure.value)] if finding.figure else []
    told = [finding.id, finding.named, finding.summary, finding.aspect, *finding.words, *figure]
    return folded(" ".join(part for part in told if part))


def searchable(finding: Finding) -> str:
    """The words of a finding that a quoted text is looked for in, folded."""
    figure = finding.figure
    parts = [finding.summary, finding.aspect, *finding.words, *((figure.what, str(figure.value)) if figure else ())]
    return "\n".join(part for part in parts if part).casefold()


def _cell(row: Sequence[Any]) -> Cell:
    icb, aim, year, rating, findings, nothing, heard, later, laid = row
    return Cell(icb, aim, year, rating, findings, nothing, heard, tuple(Later(**step) for step in later), laid)


def _evidence(row: Sequence[dict[str, Any]]) -> Evidence:
    finding, source, kind = row
    if finding["figure"]:
        finding["figure"]["value"] = msgspec.json.decode(finding["figure"]["value"])
    origin = finding["origin"] or source["origin"] or ""
    return Evidence(_record(finding, Finding), _record(source, Source), _record(kind, Kind), origin)


def _record(row: dict[str, Any], kind: type[_Record]) -> _Record:
    """A row of a table as the record it was made from."""
    return msgspec.convert({name: value for name, value in row.items() if name not in ("place", "origin")}, kind)


# Each board in being, with what it has and which parts of the filter it meets. Read by both statements below.
_JUDGED = """
with has as (
    select b.place, b.code, b.region, b.status,
        coalesce(list(v.rating) filter (v.rating is not null
            and (len($aims::varchar[]) = 0 or list_contains($aims::varchar[], a.id))), []) as ratings,
        list(a.id || ':' || coalesce(v.rating, 'unrated')) as cells
    from in_being($year, $as_at::date) b cross join aim a
    left join verdict($voices::varchar[]) v on v.icb = b.code and v.aim = a.id and v.year = $year
    group by all
),
said as (
    select f.icb, list(w.text) as texts from finding f join words w on w.place = f.place
    where len($texts::varchar[]) + len($not_texts::varchar[]) > 0
      and f.year = $year and f.icb is not null and list_contains($voices::varchar[], f.kind)
    group by f.icb
),
speaks as (select icb, list(distinct kind) as kinds from spoken where year = $year group by icb),
judged as (
    select has.*, coalesce(kinds, []) as kinds,
        len($regions::varchar[]) = 0 or list_contains($regions::varchar[], region) as in_region,
        len($statuses::varchar[]) = 0 or list_contains($statuses::varchar[], status) as in_status,
        case when len($ratings::varchar[]) > 0 then list_has_any(ratings, $ratings::varchar[])
                or (list_contains($ratings::varchar[], 'unrated') and len(ratings) = 0)
            else len($aims::varchar[]) = 0 or len(ratings) > 0 end as in_rating,
        len(list_intersect(cells, $cells::varchar[])) = $cell_aims::integer as in_cell,
        len([t for t in $texts::varchar[]
             if len([s for s in coalesce(texts, []) if contains(s, t)]) = 0]) = 0 as in_text,
        not (list_contains($not_regions::varchar[], region) or list_contains($not_statuses::varchar[], status)
            or list_has_any(cells, $not_cells::varchar[])
            or len([t for t in $not_texts::varchar[]
                    if len([s for s in coalesce(texts, []) if contains(s, t)]) > 0]) > 0) as in_rest,
        not (list_has_any(ratings, $not_ratings::varchar[])
            or (list_contains($not_ratings::varchar[], 'unrated') and len(ratings) = 0)) as in_spared
    from has left join said on said.icb = has.code left join speaks on speaks.icb = has.code
)
"""

_FIND = """
select code, [part for part in [
    case when not in_region then 'region' end, case when not in_status then 'status' end,
    case when not in_rating then 'rating' end, case when not in_cell then 'cell' end,
    case when not in_text then 'text' end, case when not (in_rest and in_spared) then 'not' end]
    if part is not null] as misses
from judged order by place
"""

_FACETS = """
, option as (
    select 'region' as facet, code as value, place from region
    union all select 'status', unnest(['open', 'closed']), unnest([0, 1])
    union all select 'aim', id, place from aim
    union all select 'rating', id, place from rating
    union all select 'rating', 'unrated', count(*) from rating
    union all select 'voice', id, place from kind
)
select facet, value, count(code) as boards
from option left join judged on (facet = 'region' or in_region) and (facet = 'status' or in_status)
    and (facet = 'voice' or (in_cell and in_text and in_rest))
    and (facet in ('aim', 'rating', 'voice') or in_rating) and (facet in ('aim', 'voice') or in_spared)
    and case facet
        when 'region' then region = value
        when 'status' then status = value
        when 'voice' then list_contains(kinds, value)
        when 'rating' then list_contains(ratings, value) or (value = 'unrated' and len(ratings) = 0)
        when 'aim' then list_has_any(cells, [value || ':' || rating for rating in $aim_ratings::varchar[]])
            and not list_has_any(cells, [value || ':' || rating for rating in $not_ratings::varchar[]]) end
group by facet, value, option.place
order by facet, option.place
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
select f, s, k from finding f join source s on s.id = f.source join kind k on k.id = f.kind
where f.icb is not distinct from $icb::varchar
  and ($aim::varchar is null or f.aim = $aim) and ($year::varchar is null or f.year = $year)
  and list_contains($voices::varchar[], f.kind)
order by k.place, f.place
"""

_GLIMPSE = """
select f, s, k from glimpse f join source s on s.id = f.source join kind k on k.id = f.kind
where f.icb is not distinct from $icb::varchar
  and f.scope = case when $icb::varchar is null then 'national' else 'icb' end
  and f.aim = $aim and f.year = $year and list_contains($voices::varchar[], f.kind)
order by k.place, f.place
"""

_MENTION = """
select f, s, k from words w join finding f on f.place = w.place
join source s on s.id = f.source join kind k on k.id = f.kind
where contains(w.text, $text) and ($year::varchar is null or f.year = $year)
  and list_contains($voices::varchar[], f.kind)
order by f.place
"""

_FOLDED = """
select f, s, k from (select place from words where contains(folded, $text) limit $most) w
join finding f on f.place = w.place join source s on s.id = f.source join kind k on k.id = f.kind
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
select c.icb, c.aim, c.year, c.rating, c.findings, c.nothing, c.heard, c.later, c.laid, f, s, k
from cell($voices::varchar[]) c
join aim a on a.id = c.aim
left join finding f on f.icb = c.icb and f.aim = c.aim and f.year = c.year
    and list_contains($voices::varchar[], f.kind)
left join source s on s.id = f.source
left join kind k on k.id = f.kind
where c.year = $year and list_contains($icbs::varchar[], c.icb)
order by list_position($icbs::varchar[], c.icb), a.place, k.place, f.place
"""
