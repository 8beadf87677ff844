"""Groups of boards: a region, or England."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from icb_tui.domain.dataset import Dataset
from icb_tui.domain.names import fold_name, list_filter_words

ENGLAND = "england"
"""The group of all boards; regions go by their codes."""


class GroupValue(NamedTuple):
    """An indicator over a group: the median of the `of` boards that have a value, the lowest and the highest."""

    median: float | None
    of: int
    least: float | None
    most: float | None


def summarize_values(values: Iterable[float | None]) -> GroupValue:
    """Return the median and the ends of the values that there are; nothing is made up where there are none."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return GroupValue(None, 0, None, None)
    middle = len(known) // 2
    # Rounded as the store rounds its medians, so that half of a sum of decimals shows no dust.
    median = known[middle] if len(known) % 2 else round((known[middle - 1] + known[middle]) / 2, 9)
    return GroupValue(median, len(known), known[0], known[-1])


def list_group_boards(group: str, data: Dataset) -> list[str]:
    """Return every board of a group, open or not: an indicator's boards are those that have a value."""
    return [icb.code for icb in data.icbs if group in (ENGLAND, icb.region)]


def find_group(text: str, data: Dataset) -> str | None:
    """Return the group that a word means: a region by its code, name or alias, or England; None where it is none."""
    wanted = fold_name(text)
    if wanted == ENGLAND:
        return ENGLAND
    return next((region.code for region in data.regions if wanted in list_filter_words(region)), None)


def group_name(group: str, data: Dataset) -> str:
    """Return the name of a region, or England."""
    return "England" if group == ENGLAND else data.region[group].name


def list_groups_beside(icbs: Sequence[str], data: Dataset) -> list[str]:
    """Return the groups that boards can be put beside: their regions, then England."""
    return [*dict.fromkeys(data.icb[icb].region for icb in icbs), ENGLAND]
