"""What can be said of boards side by side, in sentences made only of stored facts."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.model import Compared, Dataset
from icb_tui.text import one_of

Cells = dict[tuple[str, str], Compared]
"""The cells of a comparison, by board and aim."""


def apart(icbs: Sequence[str], cells: Cells, data: Dataset) -> list[str]:
    """Return what cannot be compared, and why: boards not in being, and boards of which different voices speak."""
    there = [icb for icb in icbs if not _absent(icb, cells, data)]
    told = [f"{named([icb], data)} was not in being in {_year(cells)}" for icb in icbs if icb not in there]
    sentences = [f"{one_of(told, 99, 'and')}: nothing to compare."] if told else []
    return sentences + [sentence for aim in data.aim if (sentence := _voices_apart(there, aim, cells, data))]


def _absent(icb: str, cells: Cells, data: Dataset) -> bool:
    return all(cells[icb, aim].cell.nothing == "not-in-being" for aim in data.aim)


def _year(cells: Cells) -> str:
    return next(iter(cells.values())).cell.year


def _voices_apart(icbs: Sequence[str], aim: str, cells: Cells, data: Dataset) -> str:
    """For one aim: some boards assessed and others not, or unrated ones of which no voice is the same."""
    rated = [icb for icb in icbs if cells[icb, aim].cell.rating]
    unrated = [icb for icb in icbs if not cells[icb, aim].cell.rating and cells[icb, aim].cell.findings]
    if len(rated) + len(unrated) < 2 or not unrated or (not rated and _shared(unrated, aim, cells)):
        return ""
    parts = [f"{named(rated, data)} {'is' if len(rated) == 1 else 'are'} assessed"] if rated else []
    parts += [f"{named([icb], data)} has only {_heard(cells[icb, aim])}" for icb in unrated]
    return f"{data.aim[aim].short_name}, different voices: {one_of(parts, 99, 'and')}."


def _shared(icbs: Sequence[str], aim: str, cells: Cells) -> bool:
    """Whether some voice speaks of all these boards on the aim."""
    return bool(set.intersection(*({e.kind.id for e in cells[icb, aim].evidence} for icb in icbs)))


def _heard(compared: Compared) -> str:
    return one_of(list(dict.fromkeys(e.kind.name for e in compared.evidence)), 99, "and")


def named(icbs: Sequence[str], data: Dataset) -> str:
    """Return the short names of boards as English."""
    return one_of([data.icb[icb].short_name for icb in icbs], 99, "and")
