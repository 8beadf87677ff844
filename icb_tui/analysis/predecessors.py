"""Boards that others merged into: which boards came before, in what share, and whose evidence stands in for theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from icb_tui.domain.answers import BoardEvidence
from icb_tui.domain.dataset import ALL_YEARS, Dataset, Year, in_year
from icb_tui.domain.phrases import format_percent
from icb_tui.domain.records import Icb, Succession
from icb_tui.text.cells import join_names


class Predecessor(Struct, frozen=True):
    """A board that another took over from, wholly or in part.

    `percent` is the share of the old board that the new one took over (None: not known): of the residents, unless a
    `basis` says otherwise. `percent_of_new` is the old board's share of the new board's residents, where the data tell.
    """

    icb: Icb
    percent: float | None
    basis: str | None = None
    percent_of_new: float | None = None


class PredecessorEvidence(BoardEvidence, frozen=True, eq=False, kw_only=True):
    """What was said of a predecessor, with its share: under its own name, and no part of the new board's rating."""

    predecessor: Predecessor


def list_predecessors(new: Icb, data: Dataset) -> list[Predecessor]:
    """Return the boards that a board took over from, in the order of the data."""
    pairs = [(old, _find_succession(old, new)) for old in data.predecessors[new.code]]
    percents = _work_out_percents_of_new(new, pairs)
    return [
        Predecessor(old, _get_percent(old, share), share.basis, percent)
        for (old, share), percent in zip(pairs, percents, strict=True)
    ]


def list_stand_ins(icb: Icb, year: str, data: Dataset) -> list[Predecessor]:
    """Return the boards before a board that opened only after the year: what was said of them is shown in its place."""
    return list_predecessors(icb, data) if opened_after(icb, year, data) else []


def opened_after(icb: Icb, year: str, data: Dataset) -> bool:
    """Whether a board opened only after a year or, where all years are asked for, after the newest of the data."""
    return icb.opened > Year(data.years[-1] if year == ALL_YEARS else year).ends


def replace_with_stand_ins(icbs: Iterable[str], year: str, data: Dataset) -> list[str]:
    """Return boards, with those before it in the place of each that was not open yet, each board once."""
    return list(
        dict.fromkeys(
            code
            for icb in icbs
            for code in ([each.icb.code for each in list_stand_ins(data.icb[icb], year, data)] or [icb])
        )
    )


def _find_succession(old: Icb, new: Icb) -> Succession:
    return next(share for share in old.successors if share.code == new.code)


def _get_percent(old: Icb, share: Succession) -> float | None:
    """How much of the old board went to the new one; all of it where that was its only successor."""
    return 100 if share.percent is None and len(old.successors) == 1 else share.percent


def _work_out_percents_of_new(new: Icb, pairs: Sequence[tuple[Icb, Succession]]) -> list[float | None]:
    """The share that each old board has of the new board's residents.

    None where the data do not tell: a share is not known or not of residents, the residents are not known for the same
    year, or the board was open before and so has residents of its own.
    """
    unknown: list[float | None] = [None] * len(pairs)
    moved = [_count_moved_residents(old, share) for old, share in pairs]
    same_year = len({max(old.population, default=0) for old, _ in pairs}) == 1
    grew = any(old.last_day >= new.opened for old, _ in pairs)
    if grew or not same_year or None in moved:
        return unknown
    counts = [count or 0 for count in moved]
    return [100 * count / sum(counts) for count in counts] if sum(counts) else unknown


def _count_moved_residents(old: Icb, share: Succession) -> float | None:
    """How many residents of the old board went to the new one, where the data tell."""
    percent = _get_percent(old, share)
    if percent is None or share.basis or not old.population:
        return None
    return old.population[max(old.population)] * percent / 100


def describe_share(predecessor: Predecessor) -> str:
    """Return “34.8% of its residents, 18.5% of the new board's”; “all of its residents”; nothing where not known."""
    percent = predecessor.percent
    if percent is None:
        return ""
    if predecessor.basis:
        return f"{format_percent(percent)} of it, by {predecessor.basis}"
    share = "all" if percent == 100 else format_percent(percent)
    of_new = predecessor.percent_of_new
    return f"{share} of its residents{f', {format_percent(of_new)} of the new board’s' if of_new is not None else ''}"


def describe_stand_ins(icb: Icb, year: str, predecessors: Sequence[Predecessor]) -> str:
    """Return why the evidence of other boards stands in the place of a board's own."""
    names = join_names([f"{each.icb.short_name} ({each.icb.label})" for each in predecessors], 99, "and")
    return f"{icb.short_name} was not open {in_year(year)}. What follows was said of the boards before it: {names}."


def describe_growth(icb: Icb, year: str, predecessors: Sequence[Predecessor]) -> str:
    """Return what a board that was open before took over, and that its own ratings do not count that."""
    names = join_names([f"{each.icb.short_name} ({each.icb.label})" for each in predecessors], 99, "and")
    said = f"What was said of {join_names([each.icb.label for each in predecessors], 99, 'and')} {in_year(year)}"
    return f"{icb.short_name} also took over from {names}. {said} does not count for {icb.label}."
