"""What the browser shows: one immutable value, and the pure steps from one to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from icb_tui.model import (
    STATUSES,
    UNRATED,
    Cell,
    Dataset,
    Evidence,
    Filter,
    Icb,
    Indicator,
    Match,
    Point,
    Series,
    Term,
    filter_of,
)

Centre = Literal["matrix", "indicators", "map"]
Sort = Literal["name", "rating", "region"]
SORTS: tuple[Sort, ...] = ("name", "rating", "region")
LEAST_COMPARED, MOST_COMPARED = 2, 6
SMALLEST = (60, 16)
"""The least columns and lines in which a screen can be read."""


class View(Struct, frozen=True, eq=False):
    """The state of the browser. `icb` and `aim` are where the cursor wants to be; no aim means the whole board.

    The cursor's board is kept when a filter hides it, so that it is there again when the filter goes. With `as_at` the
    boards are those in being on that day, whatever the year. With `why` the lower pane tells the rule that fired.
    """

    data: Dataset
    year: str
    wanted: Filter = Filter()
    matches: tuple[Match, ...] = ()
    facets: dict[Term, int] = {}
    cells: dict[tuple[str, str], Cell] = {}
    icb: str | None = None
    aim: str | None = None
    marked: tuple[str, ...] = ()
    sort: Sort = "name"
    as_at: dt.date | None = None
    why: bool = False
    centre: Centre = "matrix"
    indicator: str | None = None
    series: dict[tuple[str, str], Series] = {}
    rows: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def here(self) -> str | None:
        """The board under the cursor: the wanted one, or where it is hidden the next by name that is shown."""
        if self.icb in self.rows or not self.rows:
            return self.icb if self.rows else None
        if self.icb not in self.data.icb:
            return self.rows[0]
        name = self.data.icb[self.icb].short_name
        after = sorted(
            self.rows, key=lambda code: (self.data.icb[code].short_name < name, self.data.icb[code].short_name)
        )
        return after[0]

    @property
    def place(self) -> int:
        """The row of the cursor, from 0."""
        here = self.here
        return self.rows.index(here) if here else 0

    @property
    def voices(self) -> tuple[str, ...]:
        """The kinds whose findings count."""
        return self.wanted.heard(self.data.kind)

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor, if the cursor is on one."""
        return self.cells.get((self.here or "", self.aim or ""))

    @property
    def figures_aim(self) -> str:
        """The aim whose indicators are shown: that of the cursor, else the first that has any."""
        return self.aim or next((i.aim for i in self.data.indicators), self.data.aims[0].id)

    @property
    def map_aim(self) -> str:
        """The aim that the map shows: that of the cursor, else the first."""
        return self.aim or self.data.aims[0].id

    @property
    def indicators(self) -> list[Indicator]:
        """The indicators of that aim."""
        return self.data.indicators_of(self.figures_aim)

    @property
    def meant(self) -> tuple[str, ...]:
        """The boards that an action on boards is meant for: the marked ones, else the one under the cursor."""
        return self.marked or ((self.here,) if self.here else ())

    @property
    def base(self) -> int:
        """How many boards were in being in the year."""
        return len(self.matches)

    @property
    def pool(self) -> int:
        """How many of them are of the chosen regions and status: what a count of ratings stands on."""
        return sum(not {"region", "status"} & set(match.misses) for match in self.matches)

    @property
    def pooled(self) -> list[str] | None:
        """Every board of the chosen regions and status, in being in the year or not; None where none is chosen."""
        wanted = pool_filter(self.wanted)
        return [icb.code for icb in self.data.icbs if _belongs(icb, wanted)] if wanted else None

    @property
    def rated(self) -> int:
        """How many of the boards found have a rating on any aim."""
        return sum(any(self.rating(code, aim) for aim in self.data.aim) for code in self.rows)

    @property
    def unresolved(self) -> int:
        """How many statements of the year, in the voices heard, name no board that there is."""
        return sum(count for kind, count in self.data.unresolved.get(self.year, {}).items() if kind in self.voices)

    def rating(self, icb: str, aim: str) -> str | None:
        cell = self.cells.get((icb, aim))
        return cell.rating if cell else None

    def widened(self) -> list[tuple[str, int]]:
        """For each part of the filter, how many boards would be found without it."""
        parts = sorted({part for match in self.matches for part in match.misses})
        return [(part, sum(set(match.misses) <= {part} for match in self.matches)) for part in parts]


def pool_filter(wanted: Filter) -> Filter:
    """The part of a filter that says which boards there are to choose from: their regions and status."""
    return filter_of(term for term in wanted.terms if term.facet in ("region", "status"))


def _belongs(icb: Icb, wanted: Filter) -> bool:
    """Whether a board is of the regions and status of a filter."""
    mine = {Term("region", icb.region), Term("status", "closed" if icb.closed else "open")}
    chosen = {term.facet for term in wanted.terms if not term.negated}
    refused = {Term(term.facet, term.value) for term in wanted.terms if term.negated}
    return not refused & mine and all(term in wanted.terms for term in mine if term.facet in chosen)


def found(view: View, matches: Sequence[Match], facets: dict[Term, int], cells: dict[tuple[str, str], Cell]) -> View:
    """The view with new answers from the store, its rows in order."""
    return ordered(replace(view, matches=tuple(matches), facets=facets, cells=cells))


def ordered(view: View) -> View:
    """The view with the boards found in the order of its sort."""
    rows = [match.icb for match in view.matches if not match.misses]
    return replace(view, rows=tuple(sorted(rows, key=lambda code: _sort_key(view, code))))


def _sort_key(view: View, code: str) -> tuple[float, str]:
    icb = view.data.icb[code]
    match view.sort:
        case "rating":
            return -_height(view, code), icb.short_name
        case "region":
            return list(view.data.region).index(icb.region), icb.short_name
    return 0, icb.short_name


def _height(view: View, code: str) -> float:
    """How high a board stands in the order by rating: its level on the aim, or how many aims of it are rated.

    Among indicators it is the value, the best first; the highest where neither way is better.
    """
    if view.centre != "matrix" and view.indicator:
        series = view.series.get((code, view.indicator))
        value = series.newest.value if series else None
        lowest_first = view.data.indicator[view.indicator].better == "lower"
        return float("-inf") if value is None else -value if lowest_first else value
    if view.aim is None:
        return sum(view.rating(code, aim) is not None for aim in view.data.aim)
    rating = view.rating(code, view.aim)
    return view.data.rating[rating].rank if rating else 0


def renewed(view: View, data: Dataset) -> View:
    """The view over other data, not yet asked for anew: what they do not have is no longer in it."""
    there: dict[str, Collection[str]] = {
        "region": data.region,
        "status": STATUSES,
        "aim": data.aim,
        "rating": {*data.rating, UNRATED},
        "cell": {f"{aim}:{rating}" for aim in data.aim for rating in (*data.rating, UNRATED)},
        "voice": data.kind,
    }
    terms = (t for t in view.wanted.terms if t.facet == "text" or t.value in there[t.facet])
    indicator = view.indicator if view.indicator in data.indicator else None
    return replace(
        view,
        data=data,
        year=view.year if view.year in data.years else data.rated_year,
        wanted=filter_of(terms),
        icb=view.icb if view.icb in data.icb else None,
        aim=view.aim if view.aim in data.aim else None,
        indicator=indicator,
        marked=tuple(icb for icb in view.marked if icb in data.icb),
        series={},
    )


def moved(view: View, rows: int = 0) -> View:
    """The view with the cursor some rows further, as far as there are any."""
    if not view.rows:
        return view
    place = min(max(view.place + rows, 0), len(view.rows) - 1)
    return replace(view, icb=view.rows[place])


def sideways(view: View, columns: int) -> View:
    """The view with the cursor some columns further: from the board itself over its aims, or its indicators."""
    if view.centre == "indicators":
        places = [None, *(indicator.id for indicator in view.indicators)]
        place = min(max(places.index(view.indicator) + columns, 0), len(places) - 1)
        return ordered(replace(view, indicator=places[place]))
    aims = [None, *view.data.aim]
    return looking_at(view, aims[min(max(aims.index(view.aim) + columns, 0), len(aims) - 1)])


def looking_at(view: View, aim: str | None) -> View:
    """The view with the cursor on an aim's column, in order again where the order is by that column."""
    view = replace(view, aim=aim)
    if view.centre == "indicators" or view.indicator:
        view = replace(view, indicator=next((i.id for i in view.indicators), None) if aim else None)
    return ordered(view) if view.sort == "rating" else view


def at_column(view: View, place: int | None) -> View:
    """The view with the cursor on a column by its place, or on the board itself."""
    if view.centre == "indicators":
        return ordered(replace(view, indicator=None if place is None else view.indicators[place].id))
    return looking_at(view, None if place is None else view.data.aims[place].id)


def centred(view: View, centre: Centre) -> View:
    """The view with another centre; among indicators the cursor is on the first of the aim, unless it was on one."""
    if centre == "map":
        from_indicators = view.centre == "indicators"
        aim, indicator = view.map_aim, view.indicator if from_indicators else None
        return ordered(replace(view, centre=centre, aim=aim, indicator=indicator))
    if centre == "indicators" and view.indicator:
        return ordered(replace(view, centre=centre))
    view = replace(view, centre=centre, aim=view.figures_aim if centre == "indicators" else view.aim, indicator=None)
    return looking_at(view, view.aim)


FIFTHS = 5


def fifth(point: Point) -> int | None:
    """Return in which fifth of the boards a value lies, 1 being the best (or the highest); equal values in the same."""
    return None if point.rank is None else (point.rank - 1) * FIFTHS // point.of + 1


def tile_places(view: View) -> dict[str, tuple[int, int]]:
    """Return where the boards in being stand, by column and row; those without a tile stand below all others."""
    icbs = [view.data.icb[match.icb] for match in view.matches]
    places = {icb.code: (icb.tile.column, icb.tile.row) for icb in icbs if icb.tile}
    below = max((row for _, row in places.values()), default=-1) + 1
    across = max((column for column, _ in places.values()), default=5) + 1
    bare = [icb.code for icb in icbs if not icb.tile]
    return places | {code: (place % across, below + place // across) for place, code in enumerate(bare)}


def to_neighbour(view: View, columns: int, rows: int) -> View:
    """The view with the cursor on the nearest board found in a direction; where there is none, as it is."""
    places = {code: place for code, place in tile_places(view).items() if code in view.rows}
    here = places.get(view.here or "")
    if here is None:
        return view

    def distance(place: tuple[int, int]) -> tuple[int, int] | None:
        across, down = place[0] - here[0], place[1] - here[1]
        ahead, aside = across * columns + down * rows, abs(across * rows) + abs(down * columns)
        return (ahead + 2 * aside, aside) if ahead > 0 else None

    ways = {code: way for code, place in places.items() if (way := distance(place))}
    return replace(view, icb=min(ways, key=lambda code: ways[code])) if ways else view


def sorted_next(view: View) -> View:
    """The view in the next order: by name, by rating on the aim of the cursor, by region."""
    return ordered(replace(view, sort=SORTS[(SORTS.index(view.sort) + 1) % len(SORTS)]))


def marked(view: View, icb: str) -> View:
    """The view with a board marked, or unmarked where it was."""
    others = tuple(code for code in view.marked if code != icb)
    return replace(view, marked=others if icb in view.marked else (*view.marked, icb))


def year_moved(view: View, years: int) -> str:
    """The year some years on, as far as the data has any."""
    all_years = view.data.years
    return all_years[min(max(all_years.index(view.year) + years, 0), len(all_years) - 1)]


def elsewhere(one: View, other: View) -> bool:
    """Whether two views show something else: not only another place of the cursor, or other marks."""
    return any(getattr(one, key) != getattr(other, key) for key in ("year", "wanted", "sort", "as_at", "centre"))


def next_voice(view: View, steps: int) -> Filter:
    """The filter with the next voice heard alone: from all voices through each of them, and around."""
    lenses = [(), *((kind,) for kind in view.data.kind)]
    now = tuple(view.wanted.of("voice"))
    place = lenses.index(now) if now in lenses and not view.wanted.of("voice", negated=True) else 0
    return view.wanted.voiced(*lenses[(place + steps) % len(lenses)])


def facet_options(data: Dataset) -> list[Term]:
    """What the filter pane offers, in its order: regions, aims, ratings and not rated, voices, open and closed."""
    return [
        *(Term("region", code) for code in data.region),
        *(Term("aim", aim) for aim in data.aim),
        *(Term("rating", rating) for rating in data.rating),
        Term("rating", UNRATED),
        *(Term("voice", kind) for kind in data.kind),
        *(Term("status", status) for status in STATUSES),
    ]
