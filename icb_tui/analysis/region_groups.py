"""Boards in the order of their regions: which are shown of each region, out of how many, and how many are rated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from icb_tui.domain.answers import Cell
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import Region


class RegionGroup(NamedTuple):
    """The boards of a region that are shown, out of the `of` that it has."""

    region: Region
    icbs: tuple[str, ...]
    of: int


def group_by_region(shown: Sequence[str], everyone: Iterable[str], data: Dataset) -> dict[str, RegionGroup]:
    """Return the boards shown by their region, in the order in which they stand; `everyone` has the others too."""
    counts = Counter(data.icb[code].region for code in everyone)
    by_region = groupby(shown, key=lambda code: data.icb[code].region)
    return {region: RegionGroup(data.region[region], tuple(codes), counts[region]) for region, codes in by_region}


def describe_rated(group: RegionGroup, aim: str | None, cells: Mapping[tuple[str, str], Cell], data: Dataset) -> str:
    """Return how many boards of a group are rated on an aim, or on any where none is given: “7 of 11 rated”."""
    aims = [aim] if aim else list(data.aim)
    rated = sum(any((cell := cells.get((icb, each))) and cell.rating for each in aims) for icb in group.icbs)
    return f"{rated} of {len(group.icbs)} rated" + (f" on {data.aim[aim].short_name}" if aim else "")


def count_ratings(icbs: Iterable[str], aim: str, cells: Mapping[tuple[str, str], Cell]) -> Counter[str]:
    """Return how many boards have each rating on an aim."""
    found = (cells.get((icb, aim)) for icb in icbs)
    return Counter(cell.rating for cell in found if cell and cell.rating)
