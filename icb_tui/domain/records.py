"""The records of the data files: boards, aims, findings, indicators, frozen and typed. No I/O."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, cast

from msgspec import Meta, Struct, defstruct
from msgspec.structs import fields

NonEmptyText = Annotated[str, Meta(pattern=r"\S", description="text")]

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

OneCharacter = Annotated[str, Meta(min_length=1, max_length=1)]

Ascii = Annotated[str, Meta(pattern="^[!-~]$", description="one printable ASCII character")]

Positive = Annotated[int, Meta(ge=0)]

Percent = Annotated[float, Meta(ge=0, le=100)]

TilePlace = Annotated[int, Meta(ge=0, le=64)]

IndicatorValue = Annotated[float, Meta(ge=-1e15, le=1e15, description="a number from -1e15 to 1e15")]
"""A value that can be drawn with six decimals, and whose differences can."""

UNRATED = "unrated"
"""The word for a cell without a rating in filters (and in the store's SQL); no level may take it as its id."""


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """One record of a data file."""


class Region(Record, frozen=True):
    """An NHS England region: `code` is its ODS code, for example Y60."""

    code: Code
    gss_code: Gss
    name: NonEmptyText
    aliases: tuple[NonEmptyText, ...] = ()


class Succession(Record, frozen=True):
    """A board that took over from another, with the share of the residents, where known."""

    code: Code
    percent: Percent | None = None
    basis: NonEmptyText | None = None


class Tile(Record, frozen=True):
    """The place of a board on the tile map, counted from the north-west corner."""

    column: TilePlace
    row: TilePlace


class Centroid(Record, frozen=True):
    """The middle of a board's area, in degrees."""

    latitude: Annotated[float, Meta(ge=49, le=61)]
    longitude: Annotated[float, Meta(ge=-9, le=3)]


class Icb(Record, frozen=True, kw_only=True):
    """An integrated care board (ICB), with the dates on which it opened and closed."""

    code: Code
    gss_code: Gss
    other_gss_codes: tuple[Gss, ...] = ()
    name: NonEmptyText
    short_name: NonEmptyText
    label: Annotated[str, Meta(min_length=1, max_length=4)]
    aliases: tuple[NonEmptyText, ...] = ()
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
    local_authorities: tuple[NonEmptyText, ...] = ()
    cluster_2025: str | None = None

    @property
    def last_day(self) -> dt.date:
        """The last day on which the board is open; the last of the calendar while no end is known."""
        return self.closed or dt.date.max

    def is_open(self, first: dt.date, last: dt.date) -> bool:
        """Whether the board is open on any day from the first to the last, both included."""
        return self.opened <= last and self.last_day >= first


class Aim(Record, frozen=True):
    """What boards are assessed on: system leadership, or one of the four core aims of integrated care systems."""

    id: Id
    name: NonEmptyText
    short_name: NonEmptyText
    core_aim: bool
    aliases: tuple[NonEmptyText, ...] = ()


class Rating(Record, frozen=True):
    """A level of the ratings, which are our reading of an assessor's words."""

    id: Id
    name: NonEmptyText
    letter: OneCharacter
    symbol: OneCharacter
    ascii: Ascii
    dark: Colour
    light: Colour
    role: Literal["credit", "mixed", "concern"]
    rank: int
    meaning: NonEmptyText
    words: tuple[NonEmptyText, ...] = ()

    @property
    def mark(self) -> str:
        """The letter and the symbol, as in the matrix."""
        return f"{self.letter} {self.symbol}"


class EvidenceType(Record, frozen=True, kw_only=True):
    """An evidence type, such as an annual assessment or a self-report.

    Only findings of a `rated` type have a rating. A later finding of a type that `follows` is shown, dated, beside an
    earlier rating that it contradicts.
    """

    id: Id
    name: NonEmptyText
    aliases: tuple[NonEmptyText, ...] = ()
    voice: NonEmptyText
    rated: bool
    follows: bool = False
    meaning: NonEmptyText


class Source(Record, frozen=True):
    """A publication that findings come from."""

    id: Id
    publisher: NonEmptyText
    title: NonEmptyText | None = None
    published: Published | None = None
    author: NonEmptyText | None = None
    url: (
        Annotated[str, Meta(pattern="^https?://[^ ]+$", description="an address such as https://example.org/page")]
        | None
    ) = None
    covers: NonEmptyText | None = None


class Figure(Record, frozen=True):
    """A number inside a finding, with its unit and what it counts."""

    value: int | float | str
    unit: NonEmptyText
    what: NonEmptyText


class Finding(Record, frozen=True, kw_only=True, gc=False):
    """A statement about one board (or England-wide), aim and year; `words` are the assessor's own, three at most.

    Of an unmatched finding, `named` is the name in the source, and `candidates` are the boards that it may mean.
    """

    id: FindingId
    icb: Code | None = None
    scope: Literal["icb", "national", "unresolved"] = "icb"
    named: NonEmptyText | None = None
    candidates: tuple[Code, ...] = ()
    year: YearId
    aim: Id | None = None
    kind: Id
    direction: Literal["positive", "concern", "neutral"]
    rating: Id | None = None
    words: Annotated[tuple[NonEmptyText, ...], Meta(max_length=3)] = ()
    aspect: NonEmptyText | None = None
    summary: NonEmptyText
    figure: Figure | None = None
    source: Id
    page: Annotated[int, Meta(ge=1)] | None = None
    paragraph: Annotated[int, Meta(ge=1)] | None = None
    note: NonEmptyText | None = None


class Indicator(Record, frozen=True, kw_only=True):
    """An indicator: an official statistic, with a value for each period and board."""

    id: Id
    name: NonEmptyText
    aim: Id
    unit: NonEmptyText
    decimals: Annotated[int, Meta(ge=0, le=6)]
    better: Literal["higher", "lower", "neither"]
    source: NonEmptyText
    note: NonEmptyText | None = None
    values: dict[NonEmptyText, dict[Code, IndicatorValue]]

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods, in the order of the file: the newest last."""
        return tuple(self.values)


class IcbFile(Record, frozen=True):
    """icbs.yaml."""

    regions: tuple[Region, ...]
    icbs: tuple[Icb, ...]


class AssessmentFile(Record, frozen=True):
    """assessments.yaml."""

    years: tuple[YearId, ...]
    aims: tuple[Aim, ...]
    ratings: tuple[Rating, ...]
    kinds: tuple[EvidenceType, ...]
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


def _make_sections_optional(kind: type[Record]) -> type[Record]:
    """The record of a file whose sections may all be missing."""
    sections = [(section.name, section.type, ()) for section in fields(kind)]
    made = defstruct(kind.__name__, sections, bases=(Record,), frozen=True, forbid_unknown_fields=True)
    return cast("type[Record]", made)


OWN_DATA_FILES = {name: _make_sections_optional(kind) for name, kind in FILES.items()}
"""The files of a folder of the user's own data: any of them, with any of their sections."""
