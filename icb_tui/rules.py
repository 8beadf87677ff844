"""What must hold between the records of the data files, each broken rule with its place and how to mend it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from icb_tui.model import (
    UNRATED,
    Aim,
    Finding,
    Icb,
    Indicator,
    Kind,
    Rating,
    Record,
    Region,
)
from icb_tui.text import one_of, width

if TYPE_CHECKING:
    from icb_tui.yamlread import Path

    Broken = tuple[Path, str]

SPOKEN_FOR = ("all", "open", "closed", "rated", UNRATED, "not rated", "not")
"""Words of the filter language that no name in the data may take."""

NEVER_EMPTY = ("years", "aims", "ratings", "regions", "kinds", "icbs")
"""Sections that must hold something."""


class Row(NamedTuple):
    """A record with its place in its section."""

    place: int
    record: Any


class Sections(dict[str, list[Row]]):
    """The sections of the data files: the records that are of the right type, and every id that the files name."""

    def __missing__(self, section: str) -> list[Row]:
        """A section that could not be read has no records; what refers to it is not called wrong."""
        return []

    def __init__(self) -> None:
        super().__init__()
        self.ids: dict[str, set[str]] = defaultdict(set)

    @classmethod
    def of(cls, records: dict[str, Iterable[Any]]) -> Sections:
        """Sections of whole, converted records."""
        sections = cls()
        for name, rows in records.items():
            sections[name] = [Row(place, record) for place, record in enumerate(rows)]
            sections.ids[name] = {id_of(record) for record in rows}
        return sections

    def add(self, document: Any, kind: type[Record]) -> None:
        """Take what can be converted of a document, and every id, so that nothing in the file is called unknown."""
        for field in msgspec.structs.fields(kind):
            item_kind = field.type.__args__[0]
            values = document.get(field.name) if isinstance(document, dict) else None
            if not isinstance(values, list):
                continue
            self[field.name] = []
            for place, value in enumerate(values):
                self.ids[field.name].add(id_of(value))
                try:
                    self[field.name].append(Row(place, msgspec.convert(value, item_kind)))
                except msgspec.ValidationError:
                    continue

    def known(self, section: str) -> str:
        """The ids of a section, in words."""
        return one_of(sorted(self.ids[section]))


def id_of(value: Any) -> str:
    """Return the id or the code of a record, converted or not; of a year the year itself."""
    if isinstance(value, dict):
        return str(value.get("id") or value.get("code"))
    return str(getattr(value, "id", None) or getattr(value, "code", value))


class Home(NamedTuple):
    """Where a laid-over record stands: its layer, and its place in the section there."""

    layer: int
    place: int


def laid_over(layers: list[Sections]) -> tuple[Sections, dict[str, list[Home]]]:
    """Return the sections of all layers as one, and where each record comes from.

    A record takes the place of that of the same id in a layer below; a new one comes after them, a year in its order.
    """
    whole, homes = Sections(), {}
    for section in dict.fromkeys(section for layer in layers for section in layer):
        last: dict[str, list[tuple[Home, Any]]] = {}
        for number, layer in enumerate(layers):
            mine: dict[str, list[tuple[Home, Any]]] = {}
            for row in layer.get(section, ()):
                mine.setdefault(id_of(row.record), []).append((Home(number, row.place), row.record))
            last |= mine
        top = [row for rows in last.values() for row in rows]
        if section == "years" and any(home.layer for home, _ in top):
            top.sort(key=lambda row: str(row[1]))
        whole[section] = [Row(place, record) for place, (_, record) in enumerate(top)]
        whole.ids[section] = set().union(*(layer.ids[section] for layer in layers))
        homes[section] = [home for home, _ in top]
    return whole, homes


def broken(data: Sections) -> Iterator[Broken]:
    """Yield every rule between records that is broken: the path from the section on, and what is wrong."""
    yield from _years(data)
    yield from _ratings(data)
    yield from _clashing_words(data)
    yield from _icbs(data)
    yield from _clashing_boards(data)
    yield from _tiles(data)
    for place, finding in data["findings"]:
        yield from _finding(data, ("findings", place), finding)
    for place, indicator in data["indicators"]:
        yield from _indicator(data, ("indicators", place), indicator)


def doubled(data: Sections) -> Iterator[Broken]:
    """Ids that stand twice in their section."""
    for section, rows in data.items():
        first: dict[str, int] = {}
        for place, record in rows:
            mine = id_of(record)
            if mine in first:
                key = () if section == "years" else ("code" if hasattr(record, "code") else "id",)
                yield (section, place, *key), f"is “{mine}”, as in {section}[{first[mine]}]; expected each id once"
            first.setdefault(mine, place)


def _years(data: Sections) -> Iterator[Broken]:
    rows = [row.record for row in data["years"]]
    for place, year in data["years"]:
        if int(year[5:]) != (int(year[:4]) + 1) % 100:
            yield ("years", place), f"is “{year}”; expected a year and the next, for example 2023/24"
    if rows != sorted(rows):
        yield ("years",), "are not in order; expected the oldest first"
    for section in NEVER_EMPTY:
        if section in data and not data.ids[section]:
            yield (section,), "is empty; expected at least one"


def _ratings(data: Sections) -> Iterator[Broken]:
    rows: list[tuple[int, Rating]] = [(row.place, row.record) for row in data["ratings"]]
    if rows and len(rows) == len(data.ids["ratings"]):
        for role in ("mixed", "concern"):
            if (count := sum(rating.role == role for _, rating in rows)) != 1:
                yield ("ratings",), f"have {count} levels with the role {role}; expected exactly one"
    yield from _alike(rows)
    for place, rating in rows:
        for key in ("letter", "symbol"):
            if width(getattr(rating, key)) != 1:
                yield ("ratings", place, key), "does not take one cell of a terminal; expected a plain character"
        if rating.id == UNRATED:
            yield ("ratings", place, "id"), f"is “{UNRATED}”, the word for no rating; expected another id"


def _alike(rows: list[tuple[int, Rating]]) -> Iterator[Broken]:
    """Levels that a reader could not tell apart."""
    for (_, one), (place, two) in combinations(rows, 2):
        for key in ("rank", "letter", "symbol", "ascii"):
            if getattr(one, key) == getattr(two, key):
                yield ("ratings", place, key), f"is {getattr(two, key)}, as for {one.id}; expected its own"


def words_of(record: Region | Aim | Rating | Kind) -> list[str]:
    """The words that mean a record in the filter language, folded."""
    match record:
        case Region():
            words = [record.code, record.name, *record.aliases]
        case Aim():
            words = [record.id, record.name, record.short_name, *record.aliases]
        case Rating():
            words = [record.id, record.name]
        case Kind():
            words = [record.id, record.name, *record.aliases]
    return list(dict.fromkeys(map(folded, words)))


def names_of(icb: Icb) -> list[str]:
    """The words that mean a board, folded."""
    return list(dict.fromkeys(map(folded, [icb.code, icb.gss_code, icb.name, icb.short_name, icb.label, *icb.aliases])))


def folded(name: str) -> str:
    """A name as it is compared: case, spacing, `&` and punctuation make no difference."""
    spaced = "".join(c if c.isalnum() else " and " if c == "&" else "" if c in "'’." else " " for c in name.casefold())
    return " ".join(spaced.split())


def _clashing_words(data: Sections) -> Iterator[Broken]:
    """Regions, aims, ratings and voices share one filter language."""
    owner = dict.fromkeys(SPOKEN_FOR, "the filter language itself")
    owner |= {str(place + 1): f"aims “{aim.id}”" for place, aim in data["aims"]}
    for section in ("regions", "aims", "ratings", "kinds"):
        for place, record in data[section]:
            for word in words_of(record):
                mine = f"{section} “{id_of(record)}”"
                if owner.setdefault(word, mine) != mine:
                    yield (section, place, *_spot(record, word)), f"“{word}” also means {owner[word]}; expected its own"


def _clashing_boards(data: Sections) -> Iterator[Broken]:
    owner: dict[str, str] = {}
    for place, icb in data["icbs"]:
        for word in names_of(icb):
            if word == folded(icb.gss_code):
                continue  # said where the GSS codes are compared
            if owner.setdefault(word, icb.code) != icb.code:
                yield ("icbs", place, *_spot(icb, word)), f"“{word}” also means {owner[word]}; expected its own"


def _spot(record: Any, word: str) -> tuple[str | int, ...]:
    """Where in a record a folded word stands."""
    for key in ("code", "id", "name", "short_name", "label", "gss_code"):
        if folded(getattr(record, key, "")) == word:
            return (key,)
    aliases = [folded(alias) for alias in record.aliases]
    return ("aliases", aliases.index(word))


def _icbs(data: Sections) -> Iterator[Broken]:
    gss: dict[str, str] = {}
    for place, icb in data["icbs"]:
        at: Path = ("icbs", place)
        yield from _unknown(data, "regions", icb.region, (*at, "region"))
        if icb.closed and icb.closed < icb.opened:
            yield (*at, "closed"), f"is {icb.closed}, before it opened ({icb.opened}); expected a later date"
        if icb.successors and not icb.closed:
            yield (*at, "successors"), "are named, but the board has no `closed:` date; expected both or neither"
        yield from _successors(data, at, icb)
        others = [(("other_gss_codes", n), code) for n, code in enumerate(icb.other_gss_codes)]
        for key, code in [(("gss_code",), icb.gss_code), *others]:
            if gss.setdefault(code, icb.code) != icb.code:
                yield (*at, *key), f"“{code}” is also that of {gss[code]}; expected its own"


def _successors(data: Sections, at: Path, icb: Icb) -> Iterator[Broken]:
    for place, successor in enumerate(icb.successors):
        here = (*at, "successors", place, "code")
        yield from _unknown(data, "icbs", successor.code, here)
        if successor.code == icb.code:
            yield here, "is the board itself; expected another board"
    if sum(successor.percent or 0 for successor in icb.successors) > 100.5:
        yield (*at, "successors"), "take more than 100 percent of the board together; expected at most 100"


def _tiles(data: Sections) -> Iterator[Broken]:
    placed = [(place, icb) for place, icb in data["icbs"] if icb.tile]
    on: dict[tuple[int, int], list[Icb]] = defaultdict(list)
    for place, icb in placed:
        spot = (icb.tile.column, icb.tile.row)
        for other in on[spot]:
            if _together(icb, other):
                yield ("icbs", place, "tile"), f"is where {other.code} stands already; expected a free tile"
        on[spot].append(icb)


def _together(one: Icb, two: Icb) -> bool:
    """Whether two boards were ever in being on the same day."""
    ends = min((date for date in (one.closed, two.closed) if date), default=None)
    return ends is None or max(one.opened, two.opened) <= ends


def _unknown(data: Sections, section: str, value: str | None, path: Path) -> Iterator[Broken]:
    said_before = section not in data or (section in NEVER_EMPTY and not data.ids[section])
    if value is not None and value not in data.ids[section] and not said_before:
        yield path, f"is “{value}”, which is not under `{section}:`; expected one of {data.known(section)}"


def _finding(data: Sections, at: Path, finding: Finding) -> Iterator[Broken]:
    yield from _unknown(data, "icbs", finding.icb, (*at, "icb"))
    yield from _unknown(data, "years", finding.year, (*at, "year"))
    yield from _unknown(data, "aims", finding.aim, (*at, "aim"))
    yield from _unknown(data, "kinds", finding.kind, (*at, "kind"))
    yield from _unknown(data, "sources", finding.source, (*at, "source"))
    yield from _unknown(data, "ratings", finding.rating, (*at, "rating"))
    for place, code in enumerate(finding.candidates):
        yield from _unknown(data, "icbs", code, (*at, "candidates", place))
    if finding.icb and finding.scope != "icb":
        yield (*at, "scope"), f"is {finding.scope}, but `icb:` names {finding.icb}; expected one of the two"
    if not finding.icb and finding.scope == "icb":
        yield at, "names no board; expected `icb:`, or `scope: national`, or `scope: unresolved`"
    for key in ("named", "candidates"):
        if getattr(finding, key) and finding.scope != "unresolved":
            yield (*at, key), "is for a name that is no board's; expected `scope: unresolved` beside it"
    if finding.rating:
        yield from _rating_of(data, at, finding)


def _rating_of(data: Sections, at: Path, finding: Finding) -> Iterator[Broken]:
    """A rating needs a board, an aim, a kind that is rated, and a direction that agrees."""
    here = (*at, "rating")
    if not (finding.icb and finding.aim):
        yield here, "stands on a finding without a board and an aim; expected `icb:` and `aim:`, or no rating"
    kind: Kind | None = next((row.record for row in data["kinds"] if row.record.id == finding.kind), None)
    if kind and not kind.rated:
        rated = [row.record.id for row in data["kinds"] if row.record.rated]
        yield (
            here,
            f"stands on a finding of the kind {kind.id}, which is not rated; expected {one_of(rated)}, or no rating",
        )
    level: Rating | None = next((row.record for row in data["ratings"] if row.record.id == finding.rating), None)
    if not level:
        return
    if level.role == "mixed":
        yield here, f"is {level.id}, which the rule makes of credit and concern; expected what this finding alone says"
        return
    fitting = "concern" if level.role == "concern" else "positive"
    if finding.direction != fitting:
        yield (*at, "direction"), f"is {finding.direction} beside the rating {level.id}; expected {fitting}"


def _indicator(data: Sections, at: Path, indicator: Indicator) -> Iterator[Broken]:
    yield from _unknown(data, "aims", indicator.aim, (*at, "aim"))
    if not indicator.values:
        yield (*at, "values"), "is empty; expected at least one period with a value for at least one board"
    for period, values in indicator.values.items():
        for code in values:
            yield from _unknown(data, "icbs", code, (*at, "values", period, code))
        if not values:
            yield (*at, "values", period), "is empty; expected a value for at least one board"
