"""All the records of the data files together, found by id; and the financial year."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from msgspec import Struct

from icb_tui.domain.names import list_board_names
from icb_tui.domain.records import (
    Aim,
    EvidenceType,
    Finding,
    Icb,
    Indicator,
    Rating,
    Region,
    Source,
)

ALL_YEARS = "all years"
"""What stands in place of a year for all years of the data together; of an indicator it means the newest period."""


def in_year(year: str) -> str:
    """Return “in 2023/24”, or for all years “in any year of the data”: how a sentence that denies something ends."""
    return "in any year of the data" if year == ALL_YEARS else f"in {year}"


class Year(Struct, frozen=True):
    """A financial year: 1 April to 31 March."""

    id: str

    @property
    def starts(self) -> dt.date:
        return dt.date(int(self.id[:4]), 4, 1)

    @property
    def ends(self) -> dt.date:
        return dt.date(int(self.id[:4]) + 1, 3, 31)

    def is_open(self, icb: Icb) -> bool:
        """Whether the board was open on any day of the year."""
        return icb.is_open(self.starts, self.ends)


class Dataset(Struct, frozen=True, kw_only=True, dict=True):
    """All that was read from the data files, in their order.

    `origins` is section → id → the name of the user's folder that a record comes from; other records are bundled.
    `own_folders` is folder → section → how many records come from it. `rated_year` is the newest year in which
    any finding carries a rating, else the newest year; `board_findings` is how many findings of a year (by kind) name a
    board, and `unmatched` how many name none that there is; `unmatched_names` is each such name, where boards are known
    that it may mean, → these boards; `fingerprint` changes with any change of the files. A prepared store keeps to
    itself the findings, the folder of each, and the values of indicators: `findings` is empty, and so is each period.
    """

    regions: tuple[Region, ...]
    icbs: tuple[Icb, ...]
    years: tuple[str, ...]
    aims: tuple[Aim, ...]
    ratings: tuple[Rating, ...]
    kinds: tuple[EvidenceType, ...]
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]
    indicators: tuple[Indicator, ...]
    origins: dict[str, dict[str, str]] = {}
    own_folders: dict[str, dict[str, int]] = {}
    rated_year: str = ""
    board_findings: dict[str, dict[str, int]] = {}
    unmatched: dict[str, dict[str, int]] = {}
    unmatched_names: dict[str, tuple[str, ...]] = {}
    fingerprint: str = ""

    def find_origin(self, section: str, id: str) -> str:
        """The user's folder that a record comes from; empty for bundled records."""
        return self.origins.get(section, {}).get(id, "")

    @property
    def year_choices(self) -> tuple[str, ...]:
        """The years, oldest first, and then all of them together."""
        return (*self.years, ALL_YEARS)

    def list_years(self, year: str) -> tuple[str, ...]:
        """The years that a choice of one stands for; none for one that is not in the data."""
        return self.years if year == ALL_YEARS else (year,) if year in self.years else ()

    def list_open_boards(self, year: str, day: dt.date | None = None) -> list[Icb]:
        """The boards that were open on any day of the year (or of any year) or, where a day is given, on that day."""
        times = [(day or each.starts, day or each.ends) for each in map(Year, self.list_years(year))]
        return [icb for icb in self.icbs if any(icb.is_open(*time) for time in times)]

    @cached_property
    def region(self) -> dict[str, Region]:
        return {region.code: region for region in self.regions}

    @cached_property
    def icb(self) -> dict[str, Icb]:
        return {icb.code: icb for icb in self.icbs}

    @cached_property
    def board_names(self) -> dict[str, list[str]]:
        """Board's code → the words that mean it, folded."""
        return {icb.code: list_board_names(icb) for icb in self.icbs}

    @cached_property
    def aim(self) -> dict[str, Aim]:
        return {aim.id: aim for aim in self.aims}

    @cached_property
    def rating(self) -> dict[str, Rating]:
        return {rating.id: rating for rating in self.ratings}

    @cached_property
    def kind(self) -> dict[str, EvidenceType]:
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def source(self) -> dict[str, Source]:
        return {source.id: source for source in self.sources}

    @cached_property
    def publishers(self) -> frozenset[str]:
        return frozenset(source.publisher for source in self.sources)

    def name_reporter(self, kind: EvidenceType, source: Source) -> str:
        """Who reports the words of an evidence type's speaker in a source; empty in a document of the speaker's own.

        Only a speaker that publishes documents itself is reported by others; “the ICB” or “press” never is.
        """
        return source.publisher if kind.voice in self.publishers and kind.voice != source.publisher else ""

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

    def number_and_name(self, aim: str) -> str:
        """An aim with its number: “1 Leadership”."""
        return f"{self.number_of(aim)} {self.aim[aim].short_name}"

    def list_indicators(self, aim: str) -> list[Indicator]:
        """The indicators that are tied to an aim."""
        return [indicator for indicator in self.indicators if indicator.aim == aim]

    def list_relatives(self, icb: Icb) -> tuple[Icb, ...]:
        """The boards that it took over from, and those that took over from it."""
        after = tuple(self.icb[successor.code] for successor in icb.successors if successor.code in self.icb)
        return self.predecessors[icb.code] + after

    @cached_property
    def predecessors(self) -> dict[str, tuple[Icb, ...]]:
        """New board's code → the boards it took over from."""
        before: dict[str, list[Icb]] = {icb.code: [] for icb in self.icbs}
        for old in self.icbs:
            for code in {successor.code for successor in old.successors} & before.keys():
                before[code].append(old)
        return {code: tuple(boards) for code, boards in before.items()}
