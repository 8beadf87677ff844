"""What pages tell, asked of the store: a board's facts; a comparison with the groups of boards beside it."""

from __future__ import annotations

from collections.abc import Sequence

from icb_tui.brief import Brief
from icb_tui.comparison import Side
from icb_tui.grammar import hearing
from icb_tui.model import Dataset, Year
from icb_tui.pages.board import Facts
from icb_tui.pages.compare import Group, Sides
from icb_tui.rules import folded, words_of
from icb_tui.store import Store
from icb_tui.view import View

ENGLAND = "england"
"""The group of all boards; regions go by their codes."""


def compared(store: Store, icbs: Sequence[str], groups: Sequence[str], year: str, voices: Sequence[str]) -> Sides:
    """Return the comparison of boards in a year, with regions or England beside them."""
    data = store.data
    matrix = store.matrix(year, voices) if groups else {}
    told = []
    for group in groups:
        everyone = of_group(group, data)
        members = tuple(icb for icb in everyone if Year(year).has(data.icb[icb]))
        cells = {key: cell for key, cell in matrix.items() if key[0] in members}
        told.append(Group(group_name(group, data), members, cells, store.medians(everyone)))
    series = {key: series for key, series in store.series().items() if key[0] in icbs}
    side = Side(data, tuple(icbs), store.compare(icbs, year, voices))
    return Sides(side, year, series, tuple(told))


def board_facts(store: Store, view: View, icb: str) -> Facts:
    """Return what a board's page tells, in the year and voices of a view."""
    voices, history = view.voices, store.history(icb, view.voices)
    silent = [aim for aim in store.data.aim if history[aim, view.year].nothing == "said-nationally"]
    return Facts(
        data=store.data,
        icb=store.data.icb[icb],
        year=view.year,
        history=history,
        evidence=store.evidence(icb, year=view.year, voices=voices),
        national=store.evidence(None, year=view.year, voices=voices) if silent else (),
        series=list(store.series(icb=icb).values()),
    )


def board_brief(store: Store, view: View, icb: str) -> Brief:
    """Return what a board's brief tells."""
    facts = board_facts(store, view, icb)
    return Brief(
        data=store.data,
        icb=facts.icb,
        year=view.year,
        voices=hearing(view.wanted, store.data),
        cells=[facts.told(aim) for aim in store.data.aim],
        whole=[e for e in facts.evidence if e.finding.aim is None],
        series=facts.series,
    )


def of_group(group: str, data: Dataset) -> list[str]:
    """Return every board of a group, in being or not: an indicator's boards are those that have a value."""
    return [icb.code for icb in data.icbs if group in (ENGLAND, icb.region)]


def group_named(text: str, data: Dataset) -> str | None:
    """Return the group that a word means: a region by its code, name or alias, or England; None where it is none."""
    wanted = folded(text)
    if wanted == ENGLAND:
        return ENGLAND
    return next((region.code for region in data.regions if wanted in words_of(region)), None)


def group_name(group: str, data: Dataset) -> str:
    """Return the name of a region, or England."""
    return "England" if group == ENGLAND else data.region[group].name


def beside(icbs: Sequence[str], data: Dataset) -> list[str]:
    """Return the groups that boards can be put beside: their regions, then England."""
    return [*dict.fromkeys(data.icb[icb].region for icb in icbs), ENGLAND]
