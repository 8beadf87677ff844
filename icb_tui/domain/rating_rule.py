"""The rating rule: which rating a board has on an aim in a year, and which findings decide it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from icb_tui.domain.answers import Cell, Evidence
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.records import Rating


def rate(credit: int | None, concern: bool, ratings: Sequence[Rating]) -> str | None:
    """Return the rating for the highest rank credited (None: no credit) and whether there is any concern.

    Any credit and any concern is mixed; only concern is concern; otherwise it is the highest level credited.
    """
    if concern:
        role = "concern" if credit is None else "mixed"
        return next((rating.id for rating in ratings if rating.role == role), None)
    return next((rating.id for rating in ratings if rating.role == "credit" and rating.rank == credit), None)


def list_outcomes(ratings: Sequence[Rating]) -> list[tuple[int | None, bool, str | None]]:
    """Return every case of the rule: the highest rank credited, whether there is any concern, and the rating."""
    ranks = [None, *(rating.rank for rating in ratings if rating.role == "credit")]
    return [(rank, concern, rate(rank, concern, ratings)) for rank in ranks for concern in (False, True)]


class DecidingEvidence(NamedTuple):
    """The findings that decide a rating: those that credit the highest level, and those of concern."""

    credits: list[Evidence]
    concerns: list[Evidence]


def find_deciding(evidence: Iterable[Evidence], data: Dataset) -> DecidingEvidence:
    """Return which of the findings of a board, aim and year decide its rating; others carry none, or a lower one."""
    rated = [(e, data.rating[e.finding.rating]) for e in evidence if e.kind.rated and e.finding.rating]
    best = max((level.rank for _, level in rated if level.role == "credit"), default=None)
    return DecidingEvidence(
        [e for e, level in rated if level.role == "credit" and level.rank == best],
        [e for e, level in rated if level.role == "concern"],
    )


def combine_years(cells: Sequence[Cell]) -> Cell:
    """Return the cell of all years of a board and aim, from the cell of each, the oldest first.

    Its rating is the newest one, and never stands without its year. Without findings it is not open only where it is so
    in every year, and England-wide only where it is so in any.
    """
    newest = next((cell for cell in reversed(cells) if cell.rating), None)
    findings, reasons = sum(cell.findings for cell in cells), {cell.missing for cell in cells}
    return Cell(
        cells[0].icb,
        cells[0].aim,
        ALL_YEARS,
        newest.rating if newest else None,
        findings,
        None if findings else next(m for m in ("said-nationally", "not-mentioned", "not-in-being") if m in reasons),
        cells[0].evidence_scope,
        newest.later if newest else (),
        any(cell.has_own_data for cell in cells),
        newest.year if newest else "",
    )
