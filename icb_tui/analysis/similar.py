"""Similar boards: the nearest to a board by five published facts, each of equal weight."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, pstdev
from typing import NamedTuple

from icb_tui.domain.answers import IndicatorSeries
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import Icb
from icb_tui.text.cells import join_names

DEPRIVATION = "deprivation"
"""The indicator that one of the facts is taken from: the average score of the Index of Multiple Deprivation."""


class BoardFact(NamedTuple):
    """What boards are likened by: its id, a name for a heading, its unit, and the decimals that are shown."""

    id: str
    name: str
    unit: str
    decimals: int


FACTS = (
    BoardFact("residents", "residents", "people, newest mid-year estimate", 0),
    BoardFact("aged_65_plus_percent", "65 and over", "% of residents", 1),
    BoardFact("under_18_percent", "under 18", "% of residents", 1),
    BoardFact("density", "density", "residents per square kilometre", 0),
    BoardFact(DEPRIVATION, "deprivation", "average score of the Index of Multiple Deprivation", 1),
)

FactValues = Mapping[str, float]
"""A board's facts by their ids; a fact that the data does not have is missing."""


class SimilarBoard(NamedTuple):
    """A board, its facts, and its distance: 0 is alike in every fact, 1 is one standard deviation apart in each."""

    icb: str
    values: FactValues
    distance: float


class Similarity(NamedTuple):
    """The boards most like a board.

    `facts` are those compared and `missing` those that the board does not have. Of the boards that were open together
    with it, `compared` is how many have every fact compared, and `left_out` are the others.
    """

    icb: str
    values: FactValues
    facts: tuple[BoardFact, ...]
    missing: tuple[BoardFact, ...]
    nearest: tuple[SimilarBoard, ...]
    compared: int
    left_out: tuple[str, ...]


def find_similar(icb: Icb, data: Dataset, series: Iterable[IndicatorSeries], most: int = 5) -> Similarity:
    """Return the boards nearest to a board, the nearest first, those equally near by name.

    Each fact is put in standard deviations of the boards compared, this one among them. The distance is the root of
    the mean square of the differences. `series` are those of the deprivation indicator.
    """
    deprivation = {each.icb: each.newest.value for each in series if each.indicator == DEPRIVATION}
    values = {each.code: list_facts(each, deprivation.get(each.code)) for each in data.icbs}
    own = values[icb.code]
    facts = tuple(fact for fact in FACTS if fact.id in own)
    others = [other for other in data.icbs if other != icb and icb.is_open(other.opened, other.last_day)]
    complete = [other.code for other in others if facts and all(fact.id in values[other.code] for fact in facts)]
    scales = [_measure_spread([values[code][fact.id] for code in (icb.code, *complete)]) for fact in facts]
    ranked = [
        SimilarBoard(code, values[code], _measure_distance(own, values[code], facts, scales)) for code in complete
    ]
    ranked.sort(key=lambda each: (round(each.distance, 9), data.icb[each.icb].short_name))
    missing = tuple(fact for fact in FACTS if fact not in facts)
    left_out = tuple(other.code for other in others if other.code not in complete)
    return Similarity(icb.code, own, facts, missing, tuple(ranked[:most]), len(complete), left_out)


def list_facts(icb: Icb, deprivation: float | None) -> dict[str, float]:
    """Return the facts that the data has of a board."""
    residents = icb.population[max(icb.population)] if icb.population else None
    values = {
        "residents": residents,
        "aged_65_plus_percent": icb.aged_65_plus_percent,
        "under_18_percent": icb.under_18_percent,
        "density": residents / icb.area_km2 if residents is not None and icb.area_km2 else None,
        DEPRIVATION: deprivation,
    }
    return {id: value for id, value in values.items() if value is not None}


def describe_missing_facts(similarity: Similarity, data: Dataset) -> str:
    """Return that a board has no fact to be likened by, and which boards before it may have."""
    icb = data.icb[similarity.icb]
    before = join_names([board.short_name for board in data.predecessors[icb.code]], 99, "or")
    instead = f" Ask for a board that it took over from: {before}." if before else ""
    return f"The data has none of the {len(FACTS)} facts of {icb.short_name}.{instead}"


FACT_NAMES = " · ".join(["distance", *(fact.name for fact in FACTS)])
"""What the parts of `describe_similar` are, in their order."""


def describe_similar(board: SimilarBoard) -> str:
    """Return how near a board is, and its facts: “0.15 · 1,001,233 · 18.1 · 21.3 · 482 · 20.0”."""
    facts = (format_fact(fact, board.values.get(fact.id)) for fact in FACTS)
    return " · ".join([f"{board.distance:.2f}", *facts])


def format_fact(fact: BoardFact, value: float | None) -> str:
    """Return a fact as it is shown: “1,175,364”, “18.6”; “not known” where the data does not have it."""
    return "not known" if value is None else f"{value:,.{fact.decimals}f}"


def _measure_spread(values: Sequence[float]) -> float:
    """The standard deviation of a fact; 1 where all are equal, for then the fact tells no board from another."""
    return pstdev(values) or 1.0


def _measure_distance(own: FactValues, other: FactValues, facts: Sequence[BoardFact], scales: Sequence[float]) -> float:
    return math.sqrt(
        fmean(((own[fact.id] - other[fact.id]) / scale) ** 2 for fact, scale in zip(facts, scales, strict=True))
    )
