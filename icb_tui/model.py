"""The domain: frozen records of boards, aims, findings and figures, and the filter over them. No I/O."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal, cast, get_args

from msgspec import Meta, Struct, defstruct, field
from msgspec.structs import fields

Text = Annotated[str, Meta(pattern=r"\S", description="text")]
Id = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", description="lower-case letters, digits and hyphens")]
FindingId = Annotated[str, Meta(pattern="^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", description="for example A041")]
Code = Annotated[str, Meta(pattern="^[A-Z0-9]{3,5}$", description="an ODS code: three to five capitals or digits")]
Gss = Annotated[str, Meta(pattern="^E[0-9]{8}$", description="a GSS code: E and eight digits")]
YearId = Annotated[str, Meta(pattern="^(19|20)[0-9]{2}/[0-9]{2}$", description="a financial year, for example 2023/24")]
Colour = Annotated[str, Meta(pattern="^#[0-9A-Fa-f]{6}$", description="a colour as #RRGGBB")]
Published = Annotated[
    str,
    Meta(
        pattern="^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$", description="2025, 2025-01 or 2025-01-16"
    ),
]
Mark = Annotated[str, Meta(min_length=1, max_length=1)]
Ascii = Annotated[str, Meta(pattern="^[!-~]$", description="one printable ASCII character")]
Positive = Annotated[int, Meta(ge=0)]
Percent = Annotated[float, Meta(ge=0, le=100)]

UNRATED = "unrated"
"""The word for a cell without a rating in filters (and in the store's SQL); no level may take it as its id."""

STATUSES = {"open": "still open", "closed": "since closed"}
"""Whether a board is in being now, in the filter and in words."""

NOBODY = "nobody"
"""A voice that no finding is said in."""


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """One record of a data file."""


class Region(Record, frozen=True):
    """An NHS England region: `code` is its ODS code, for example Y60."""

    code: Code
    gss_code: Gss
    name: Text
    aliases: tuple[Text, ...] = ()


class Succession(Record, frozen=True):
    """A board that took over from another; `percent` of the old board's residents, where it is known."""

    code: Code
    percent: Percent | None = None


class Tile(Record, frozen=True):
    """Where a board stands on the tile map, counted from the north-west."""

    column: Positive
    row: Positive


class Centroid(Record, frozen=True):
    """The middle of a board's area, in degrees."""

    latitude: Annotated[float, Meta(ge=49, le=61)]
    longitude: Annotated[float, Meta(ge=-9, le=3)]


class Icb(Record, frozen=True, kw_only=True):
    """An integrated care board: a dated row, never one of a fixed number."""

    code: Code
    gss_code: Gss
    other_gss_codes: tuple[Gss, ...] = ()
    name: Text
    short_name: Text
    label: Annotated[str, Meta(min_length=1, max_length=4)]
    aliases: tuple[Text, ...] = ()
    region: Code
    opened: dt.date
    closed: dt.date | None = None
    successors: tuple[Succession, ...] = ()
    tile: Tile | None = None
    population: dict[int, Positive] = {}
    registered_patients: Positive | None = None
    aged_65_plus_percent: Percent | None = None
    under_18_percent: Percent | None = None
    area_km2: Positive | None = None
    gp_practices: Positive | None = None
    sub_icb_locations: Positive | None = None
    centroid: Centroid | None = None
    local_authorities: tuple[Text, ...] = ()
    cluster_2025: str | None = None


class Aim(Record, frozen=True):
    """System leadership, or one of the core aims of an integrated care system."""

    id: Id
    name: Text
    short_name: Text
    core_aim: bool
    aliases: tuple[Text, ...] = ()


class Rating(Record, frozen=True):
    """A level of this tool's reading of an assessor's words; `role` is what the rule does with it."""

    id: Id
    name: Text
    letter: Mark
    symbol: Mark
    ascii: Ascii
    dark: Colour
    light: Colour
    role: Literal["credit", "mixed", "concern"]
    rank: int
    meaning: Text
    words: tuple[Text, ...] = ()


class Kind(Record, frozen=True, kw_only=True):
    """Who speaks and how: a voice. Only findings of a `rated` kind can carry a rating.

    What a kind that `follows` says later is shown, dated, beside an earlier rating that it stands against.
    """

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    voice: Text
    rated: bool
    follows: bool = False
    meaning: Text


class Source(Record, frozen=True):
    """Where a finding was published."""

    id: Id
    publisher: Text
    title: Text | None = None
    published: Published | None = None
    author: Text | None = None
    url: (
        Annotated[str, Meta(pattern="^https?://[^ ]+$", description="an address such as https://example.org/page")]
        | None
    ) = None
    covers: Text | None = None


class Figure(Record, frozen=True):
    """A number inside a finding, with its unit and what it counts."""

    value: int | float | str
    unit: Text
    what: Text


class Finding(Record, frozen=True, kw_only=True):
    """One statement about one ICB (or nationally), aim and year; `words` are the assessor's own, three at most.

    Of an unresolved one `named` is the name that it uses, which is no ICB's, and `candidates` are whom it may mean.
    """

    id: FindingId
    icb: Code | None = None
    scope: Literal["icb", "national", "unresolved"] = "icb"
    named: Text | None = None
    candidates: tuple[Code, ...] = ()
    year: YearId
    aim: Id | None = None
    kind: Id
    direction: Literal["positive", "concern", "neutral"]
    rating: Id | None = None
    words: Annotated[tuple[Text, ...], Meta(max_length=3)] = ()
    aspect: Text | None = None
    summary: Text
    figure: Figure | None = None
    source: Id
    paragraph: Annotated[int, Meta(ge=1)] | None = None
    note: Text | None = None


class Indicator(Record, frozen=True, kw_only=True):
    """An official figure per period and board: `values` is period → ODS code → value in `unit`."""

    id: Id
    name: Text
    aim: Id
    unit: Text
    decimals: Annotated[int, Meta(ge=0, le=6)]
    better: Literal["higher", "lower", "neither"]
    source: Text
    note: Text | None = None
    values: dict[Text, dict[Code, float]]

    @property
    def newest_period(self) -> str:
        """The last period of the file."""
        return list(self.values)[-1]


class IcbFile(Record, frozen=True):
    """icbs.yaml."""

    regions: tuple[Region, ...]
    icbs: tuple[Icb, ...]


class AssessmentFile(Record, frozen=True):
    """assessments.yaml."""

    years: tuple[YearId, ...]
    aims: tuple[Aim, ...]
    ratings: tuple[Rating, ...]
    kinds: tuple[Kind, ...]
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


class IndicatorFile(Record, frozen=True):
    """indicators.yaml."""

    indicators: tuple[Indicator, ...]


FILES: dict[str, type[Record]] = {
    "icbs.yaml": IcbFile,
    "assessments.yaml": AssessmentFile,
    "indicators.yaml": IndicatorFile,
}


def _laid(kind: type[Record]) -> type[Record]:
    """The record of a file whose sections may all be missing."""
    sections = [(section.name, section.type, ()) for section in fields(kind)]
    made = defstruct(kind.__name__, sections, bases=(Record,), frozen=True, forbid_unknown_fields=True)
    return cast("type[Record]", made)


LAID_FILES = {name: _laid(kind) for name, kind in FILES.items()}
"""The files of a folder that is laid over others: any of them, with any of their sections."""


class Year(Struct, frozen=True):
    """A financial year: 1 April to 31 March."""

    id: str

    @property
    def starts(self) -> dt.date:
        return dt.date(int(self.id[:4]), 4, 1)

    @property
    def ends(self) -> dt.date:
        return dt.date(int(self.id[:4]) + 1, 3, 31)

    def has(self, icb: Icb) -> bool:
        """Whether the board was in being on any day of the year."""
        return icb.opened <= self.ends and (icb.closed is None or icb.closed >= self.starts)


class Dataset(Struct, frozen=True, kw_only=True, dict=True):
    """All that was read from the data files, in their order.

    `origins` is section → id → the name of the folder that a record was laid over from; what is not in it was bundled.
    `folders` is folder → section → how many records were laid over from it. `rated_year` is the newest year in which
    any finding carries a rating, else the newest year; `unresolved` is how many statements of a year (by kind) name no
    board that there is; `fingerprint` changes with any change of the files. A prepared store keeps the findings, and
    where each was laid over from, to itself: `findings` is then empty.
    """

    regions: tuple[Region, ...]
    icbs: tuple[Icb, ...]
    years: tuple[str, ...]
    aims: tuple[Aim, ...]
    ratings: tuple[Rating, ...]
    kinds: tuple[Kind, ...]
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]
    indicators: tuple[Indicator, ...]
    origins: dict[str, dict[str, str]] = {}
    folders: dict[str, dict[str, int]] = {}
    rated_year: str = ""
    unresolved: dict[str, dict[str, int]] = {}
    fingerprint: str = ""

    def origin(self, section: str, id: str) -> str:
        """The folder that a record was laid over from; empty for what was bundled."""
        return self.origins.get(section, {}).get(id, "")

    @cached_property
    def region(self) -> dict[str, Region]:
        return {region.code: region for region in self.regions}

    @cached_property
    def icb(self) -> dict[str, Icb]:
        return {icb.code: icb for icb in self.icbs}

    @cached_property
    def aim(self) -> dict[str, Aim]:
        return {aim.id: aim for aim in self.aims}

    @cached_property
    def rating(self) -> dict[str, Rating]:
        return {rating.id: rating for rating in self.ratings}

    @cached_property
    def kind(self) -> dict[str, Kind]:
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def source(self) -> dict[str, Source]:
        return {source.id: source for source in self.sources}

    @property
    def newest_opening(self) -> dt.date:
        """The last day on which a board opened: from then on the boards are as they are now."""
        return max(icb.opened for icb in self.icbs)

    @cached_property
    def indicator(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}

    def number_of(self, aim: str) -> int:
        """The number of an aim, which is its key: from 1, in the order of the file."""
        return list(self.aim).index(aim) + 1

    def numbered(self, aim: str) -> str:
        """An aim with its number: “1 Leadership”."""
        return f"{self.number_of(aim)} {self.aim[aim].short_name}"

    def indicators_of(self, aim: str) -> list[Indicator]:
        """The indicators that are tied to an aim."""
        return [indicator for indicator in self.indicators if indicator.aim == aim]

    def relatives(self, icb: Icb) -> tuple[Icb, ...]:
        """The boards that it took over from, and those that took over from it."""
        after = tuple(self.icb[successor.code] for successor in icb.successors if successor.code in self.icb)
        return self.predecessors[icb.code] + after

    @cached_property
    def predecessors(self) -> dict[str, tuple[Icb, ...]]:
        """New board's code → the boards it took over from."""
        return {
            new.code: tuple(old for old in self.icbs if any(s.code == new.code for s in old.successors))
            for new in self.icbs
        }


Facet = Literal["region", "status", "aim", "rating", "cell", "voice", "text"]
FACETS: tuple[str, ...] = get_args(Facet)
"""The facets in the order in which a filter is told."""


class Term(Struct, frozen=True):
    """One condition of a filter.

    `value` is a region code, `open` or `closed`, an aim id, a rating id or UNRATED, `aim id:rating id` for a cell,
    a kind id for a voice, or words to look for in the findings.
    """

    facet: Facet
    value: str
    negated: bool = False


class Filter(Struct, frozen=True):
    """Which boards to show: or within a facet, and across facets, every negated term on its own.

    A rating looks at the chosen aims, or at all; aims alone ask for any rating on one of them; UNRATED asks that
    none of them is rated. Cells are or within one aim, and across aims. Each text must be in some finding of the
    year. Voices say whose findings count, for ratings and texts alike.
    """

    terms: frozenset[Term] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def of(self, facet: Facet, negated: bool = False) -> list[str]:
        """The chosen (or excluded) values of a facet, sorted."""
        return sorted(term.value for term in self.terms if term.facet == facet and term.negated == negated)

    def heard(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """The kinds whose findings count, of all that there are; NOBODY alone where every voice is excluded."""
        chosen, excluded = self.of("voice"), self.of("voice", negated=True)
        return tuple(kind for kind in kinds if kind not in excluded and (not chosen or kind in chosen)) or (NOBODY,)

    def voiced(self, *kinds: str) -> Filter:
        """The filter with only these voices heard; none given: all."""
        others = {term for term in self.terms if term.facet != "voice"}
        return Filter(frozenset(others | {Term("voice", kind) for kind in kinds}))

    def toggled(self, term: Term) -> Filter:
        """The filter with this term added, or taken away where it was there."""
        return Filter(self.terms ^ {term})


def filter_of(terms: Iterable[Term]) -> Filter:
    """A filter of these terms."""
    return Filter(frozenset(terms))


Nothing = Literal["not-mentioned", "said-nationally", "not-in-being"]


Heard = Literal["all", "some", "never-rated"]
"""Whose findings a cell counts: all voices, some, or some of which none can rate."""


class Later(Struct, frozen=True):
    """A finding of a later year that stands against a rating."""

    id: str
    year: str
    kind: str
    source: str
    summary: str


class Cell(Struct, frozen=True):
    """One board and aim in one year: its rating, how many findings it has, or which kind of nothing it is.

    `later` are the first findings of later years that stand against the rating; they never change it. `laid` says
    that some of its findings were laid over the bundled ones.
    """

    icb: str
    aim: str
    year: str
    rating: str | None
    findings: int
    nothing: Nothing | None
    heard: Heard = "all"
    later: tuple[Later, ...] = ()
    laid: bool = False

    @property
    def reading(self) -> str:
        """The rating's id, or the kind of nothing, or UNRATED: never empty."""
        return self.rating or self.nothing or UNRATED


class Match(Struct, frozen=True):
    """A board in being in the year, and the conditions of the filter that it misses (none: it is found)."""

    icb: str
    misses: tuple[str, ...] = ()


class Evidence(Struct, frozen=True):
    """A finding with its source and kind written out; `origin` is the folder that it was laid over from, if any."""

    finding: Finding
    source: Source
    kind: Kind
    origin: str = ""


class Known(Struct, frozen=True):
    """How much is known on an aim (None: of the boards as wholes) in a year.

    Of `base` boards in being it counts those rated, those spoken of, those not, and the statements that name no board.
    """

    aim: str | None
    year: str
    base: int
    rated: int
    spoken: int
    findings: int
    not_mentioned: int
    said_nationally: int
    national: int
    unresolved: int


class Said(Struct, frozen=True):
    """What a voice said in a year: its findings, of how many of `base` boards, and those that name no board."""

    kind: str
    year: str
    base: int
    spoken: int
    findings: int
    national: int
    unresolved: int


class Point(Struct, frozen=True):
    """An indicator's value of one board in a period, among the `of` boards that have one; None: no value.

    `place` counts from the best, where a better way exists; `rank` from the best or, where neither way is better, from
    the highest; `tied` says that others have the same value.
    """

    period: str
    value: float | None
    place: int | None
    rank: int | None
    tied: bool
    of: int
    median: float
    least: float
    most: float


class Series(Struct, frozen=True):
    """An indicator's values of one board, a point for each period that any board has a value in."""

    indicator: str
    icb: str
    points: tuple[Point, ...]

    @property
    def newest(self) -> Point:
        return self.points[-1]

    @property
    def before(self) -> Point | None:
        """The last point with a value before the newest period."""
        return next((point for point in reversed(self.points[:-1]) if point.value is not None), None)


class Compared(Struct, frozen=True):
    """One cell of a comparison, with its evidence."""

    cell: Cell
    evidence: tuple[Evidence, ...] = field(default_factory=tuple)
