"""Groups of boards: a region, or England."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.domain.dataset import Dataset
from icb_tui.domain.names import fold_name, list_filter_words

ENGLAND = "england"
"""The group of all boards; regions go by their codes."""


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
