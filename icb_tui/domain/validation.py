"""What must hold between the records of the data files, each broken rule with its place and remedy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from icb_tui.domain.names import fold_name, list_board_names, list_filter_words
from icb_tui.domain.record_sections import (
    REQUIRED_SECTIONS,
    KeyPath,
    PlacedRecord,
    RecordSections,
    list_record_ids,
    record_id,
)
from icb_tui.domain.records import UNRATED, EvidenceType, Finding, Icb, Indicator, Rating
from icb_tui.text.cells import cell_width, join_names

RuleBreach = tuple[KeyPath, str]
"""The path of a value from its section on, and what is wrong with it."""

RECORD_NAMES = {
    "regions": "region",
    "icbs": "board",
    "years": "year",
    "aims": "aim",
    "kinds": "evidence type",
    "sources": "source",
    "ratings": "rating",
}
"""What a record is called, by its section."""

RESERVED_WORDS = ("all", "open", "closed", "rated", UNRATED, "not rated", "not")
"""Words of the filter language that no name in the data may take."""


def find_breaches(data: RecordSections) -> Iterator[RuleBreach]:
    """Yield every rule between records that is broken: the path from the section on, and what is wrong."""
    yield from _check_years(data)
    yield from _check_ratings(data)
    yield from _check_filter_words(data)
    yield from _check_boards(data)
    yield from _check_board_names(data)
    yield from _check_tiles(data)
    yield from _check_findings(data)
    for place, indicator in data["indicators"]:
        yield from _check_indicator(data, ("indicators", place), indicator)


def find_duplicate_ids(data: RecordSections) -> Iterator[RuleBreach]:
    """Ids that are twice in their section."""
    for section, rows in data.items():
        ids = list_record_ids([row.record for row in rows])
        if len(set(ids)) == len(ids):
            continue
        first: dict[str, int] = {}
        for mine, (place, record) in zip(ids, rows, strict=True):
            if mine in first:
                key = () if section == "years" else ("code" if hasattr(record, "code") else "id",)
                yield (
                    (section, place, *key),
                    f"duplicate “{mine}”, also in {section}[{first[mine]}]; expected each id once",
                )
            first.setdefault(mine, place)


def _check_years(data: RecordSections) -> Iterator[RuleBreach]:
    rows = [row.record for row in data["years"]]
    for place, year in data["years"]:
        if int(year[5:]) != (int(year[:4]) + 1) % 100:
            yield ("years", place), f"not a financial year: {year}; expected a year and the next, such as 2023/24"
    if rows != sorted(rows):
        yield ("years",), "not in order; expected the oldest year first"
    for section in REQUIRED_SECTIONS:
        if section in data and not data.ids[section]:
            yield (section,), "empty; expected at least one entry"


def _check_ratings(data: RecordSections) -> Iterator[RuleBreach]:
    rows: list[tuple[int, Rating]] = [(row.place, row.record) for row in data["ratings"]]
    if rows and len(rows) == len(data.ids["ratings"]):
        for role in ("mixed", "concern"):
            if (count := sum(rating.role == role for _, rating in rows)) != 1:
                yield ("ratings",), f"{count} levels with the role {role}; expected exactly one"
    yield from _check_distinct_ratings(rows)
    for place, rating in rows:
        for key in ("letter", "symbol"):
            if cell_width(getattr(rating, key)) != 1:
                yield ("ratings", place, key), "not one cell wide in a terminal; expected a plain character"
        if rating.id == UNRATED:
            yield ("ratings", place, "id"), f"reserved word “{UNRATED}”, which means no rating; expected another id"


def _check_distinct_ratings(rows: list[tuple[int, Rating]]) -> Iterator[RuleBreach]:
    """Levels that a reader could not tell apart."""
    owner: dict[tuple[str, str | int], str] = {}
    for place, rating in rows:
        for key in ("rank", "letter", "symbol", "ascii"):
            value = getattr(rating, key)
            if (key, value) in owner:
                message = f"{value} is also the {key} of {owner[key, value]}; expected a different one"
                yield ("ratings", place, key), message
            owner.setdefault((key, value), rating.id)


def _check_filter_words(data: RecordSections) -> Iterator[RuleBreach]:
    """Regions, aims, ratings and evidence types share one filter language."""
    owner = dict.fromkeys(RESERVED_WORDS, "a reserved word of filters")
    owner |= {str(place + 1): f"a name of the aim “{aim.id}”" for place, aim in data["aims"]}
    for section in ("regions", "aims", "ratings", "kinds"):
        for place, record in data[section]:
            mine = f"a name of the {RECORD_NAMES[section]} “{record_id(record)}”"
            taken = [word for word in list_filter_words(record) if owner.setdefault(word, mine) != mine]
            for word, where in _locate_words(record, taken):
                yield (section, place, *where), f"“{word}” is also {owner[word]}; expected a different word"


def _check_board_names(data: RecordSections) -> Iterator[RuleBreach]:
    owner: dict[str, str] = {}
    for place, icb in data["icbs"]:
        taken = [word for word in list_board_names(icb) if owner.setdefault(word, icb.code) != icb.code]
        for word, where in _locate_words(icb, taken):
            if where != ("gss_code",):  # reported where the GSS codes are compared
                yield ("icbs", place, *where), f"“{word}” is also a name of {owner[word]}; expected a different name"


def _locate_words(record: Any, words: Sequence[str]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield each of some folded words with where it stands in a record."""
    if not words:
        return
    places: dict[str, tuple[str | int, ...]] = {}
    for key in ("code", "id", "name", "short_name", "label", "gss_code"):
        places.setdefault(fold_name(getattr(record, key, "")), (key,))
    for place, alias in enumerate(getattr(record, "aliases", ())):
        places.setdefault(fold_name(alias), ("aliases", place))
    for word in words:
        yield word, places[word]


def _check_boards(data: RecordSections) -> Iterator[RuleBreach]:
    gss: dict[str, str] = {}
    for place, icb in data["icbs"]:
        at: KeyPath = ("icbs", place)
        yield from _check_reference(data, "regions", icb.region, (*at, "region"))
        if icb.closed and icb.closed < icb.opened:
            yield (*at, "closed"), f"{icb.closed} is before the board opened ({icb.opened}); expected a later date"
        if icb.successors and not icb.closed:
            yield (*at, "successors"), "the board has no `closed:` date; expected both or neither"
        yield from _check_successors(data, at, icb)
        others = [(("other_gss_codes", n), code) for n, code in enumerate(icb.other_gss_codes)]
        for key, code in [(("gss_code",), icb.gss_code), *others]:
            if gss.setdefault(code, icb.code) != icb.code:
                yield (*at, *key), f"“{code}” is also the code of {gss[code]}; expected a different code"


def _check_successors(data: RecordSections, at: KeyPath, icb: Icb) -> Iterator[RuleBreach]:
    for place, successor in enumerate(icb.successors):
        here = (*at, "successors", place, "code")
        yield from _check_reference(data, "icbs", successor.code, here)
        if successor.code == icb.code:
            yield here, "the board cannot follow itself; expected another board"
    if sum(successor.percent or 0 for successor in icb.successors) > 100.5:
        yield (*at, "successors"), "the percentages add up to more than 100; expected at most 100"


def _check_tiles(data: RecordSections) -> Iterator[RuleBreach]:
    """Boards that share a tile must not be open at once: each is compared with the one before that closes last."""
    on: dict[tuple[int, int], list[PlacedRecord]] = defaultdict(list)
    for row in data["icbs"]:
        if row.record.tile:
            on[row.record.tile.column, row.record.tile.row].append(row)
    for rows in on.values():
        first, *others = sorted(rows, key=lambda row: row.record.opened)
        for row in others:
            if row.record.opened <= first.record.last_day:
                earlier, later = sorted([first, row], key=lambda row: row.place)
                yield ("icbs", later.place, "tile"), f"the tile of {earlier.record.code}; expected a free tile"
            first = max(first, row, key=lambda row: row.record.last_day)


def _check_reference(data: RecordSections, section: str, value: str | None, path: KeyPath) -> Iterator[RuleBreach]:
    reported_before = section not in data or (section in REQUIRED_SECTIONS and not data.ids[section])
    if value is not None and value not in data.ids[section] and not reported_before:
        yield path, f"unknown {RECORD_NAMES[section]} “{value}”; expected {data.list_ids(section)}, from `{section}:`"


def _check_findings(data: RecordSections) -> Iterator[RuleBreach]:
    """Many findings are alike in all that is checked but their sources: one of them is looked at."""
    sound: set[tuple[Any, ...]] = set()
    sources = data.ids["sources"]
    for place, finding in data["findings"]:
        alike = _list_checked_values(finding)
        if alike in sound and finding.source in sources:
            continue
        breaches = list(check_finding(data, ("findings", place), finding))
        yield from breaches
        if not breaches:
            sound.add(alike)


_list_checked_values = attrgetter("icb", "scope", "named", "candidates", "year", "aim", "kind", "direction", "rating")
"""All of a finding that its rules look at, apart from its source."""


def check_finding(data: RecordSections, at: KeyPath, finding: Finding) -> Iterator[RuleBreach]:
    """Yield every rule that a finding breaks beside the other records; `at` is where it stands."""
    yield from _check_reference(data, "icbs", finding.icb, (*at, "icb"))
    yield from _check_reference(data, "years", finding.year, (*at, "year"))
    yield from _check_reference(data, "aims", finding.aim, (*at, "aim"))
    yield from _check_reference(data, "kinds", finding.kind, (*at, "kind"))
    yield from _check_reference(data, "sources", finding.source, (*at, "source"))
    yield from _check_reference(data, "ratings", finding.rating, (*at, "rating"))
    for place, code in enumerate(finding.candidates):
        yield from _check_reference(data, "icbs", code, (*at, "candidates", place))
    if finding.icb and finding.scope != "icb":
        yield (*at, "scope"), f"{finding.scope}, although `icb:` names {finding.icb}; expected only one of the two"
    if not finding.icb and finding.scope == "icb":
        yield at, "the finding names no board; expected `icb:`, or `scope: national`, or `scope: unresolved`"
    for key in ("named", "candidates"):
        if getattr(finding, key) and finding.scope != "unresolved":
            yield (*at, key), "only for an unmatched name; expected `scope: unresolved` as well"
    if finding.rating:
        yield from _check_finding_rating(data, at, finding)


def _check_finding_rating(data: RecordSections, at: KeyPath, finding: Finding) -> Iterator[RuleBreach]:
    """A rating needs a board, an aim, a kind that is rated, and a direction that agrees."""
    here = (*at, "rating")
    if not (finding.icb and finding.aim):
        yield here, "the finding lacks a board or an aim; expected `icb:` and `aim:`, or no rating"
    kind: EvidenceType | None = data.find_record("kinds", finding.kind)
    if kind and not kind.rated:
        what = f"findings of the evidence type {kind.id} are never rated"
        yield here, f"{what}; expected {join_names(data.rated_kinds)}, or no rating"
    level: Rating | None = data.find_record("ratings", finding.rating)
    if not level:
        return
    if level.role == "mixed":
        yield here, f"{level.id} is the rule's result of praise and concern; expected what this finding alone says"
        return
    fitting = "concern" if level.role == "concern" else "positive"
    if finding.direction != fitting:
        yield (*at, "direction"), f"{finding.direction}, although the rating is {level.id}; expected {fitting}"


def _check_indicator(data: RecordSections, at: KeyPath, indicator: Indicator) -> Iterator[RuleBreach]:
    yield from _check_reference(data, "aims", indicator.aim, (*at, "aim"))
    if not indicator.values:
        yield (*at, "values"), "empty; expected at least one period with a value for at least one board"
    for period, values in indicator.values.items():
        for code in values:
            yield from _check_reference(data, "icbs", code, (*at, "values", period, code))
        if not values:
            yield (*at, "values", period), "empty; expected a value for at least one board"
