"""Similar boards as a table for the command line and for exports."""

from __future__ import annotations

from functools import partial
from typing import Any

from icb_tui.analysis.similar import FACTS, BoardFact, FactValues, Similarity, describe_missing_facts, format_fact
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.phrases import format_count, format_date
from icb_tui.output.formats import Table, TablePart
from icb_tui.output.rows import Columns, make_table, same_keys
from icb_tui.text.cells import join_names

HEADS = ("distance", "code", "label", "ICB", *(fact.name for fact in FACTS))


def make_similar_table(similarity: Similarity, data: Dataset) -> Table:
    """The board with its facts, then the boards most like it with theirs and the distance of each."""
    icb = data.icb[similarity.icb]
    own = _make_board_object(similarity.icb, similarity.values, 0.0, data)
    objects = [own, *(_make_board_object(each.icb, each.values, each.distance, data) for each in similarity.nearest)]
    part = TablePart(
        title=f"Boards like {icb.short_name} ({icb.code})",
        notes=list_notes(similarity, data),
        heads=HEADS,
        lines=[_make_line(each, data) for each in objects],
    )
    columns: Columns = {
        **same_keys("code name short_name"),
        "distance": "distance",
        **{fact.id: f"facts.{fact.id}" for fact in FACTS},
    }
    return make_table([part], columns, objects)


def list_notes(similarity: Similarity, data: Dataset) -> list[str]:
    """What was compared, how, and what could not be: a sentence each."""
    icb = data.icb[similarity.icb]
    if not similarity.facts:
        return [describe_missing_facts(similarity, data)]
    notes = [
        f"The nearest {len(similarity.nearest)} of {format_count(similarity.compared, 'board')} "
        f"by {format_count(len(similarity.facts), 'fact')} of equal weight.",
        "Distance 0 is alike in every fact; 1 is one standard deviation apart in each.",
        *(f"{fact.name[:1].upper()}{fact.name[1:]}: {fact.unit}." for fact in similarity.facts),
    ]
    if similarity.missing:
        notes.append(
            f"Not known of {icb.short_name}: {join_names([fact.name for fact in similarity.missing], 99, 'and')}."
        )
    if similarity.left_out:
        names = join_names([data.icb[code].short_name for code in similarity.left_out], 3, "and")
        notes.append(f"Not compared, because a fact is not known: {names}.")
    if closed := [board for each in similarity.nearest if (board := data.icb[each.icb]).closed]:
        dated = [f"{board.short_name} ({format_date(board.last_day)})" for board in closed]
        notes.append(f"Closed since: {join_names(dated, 99, 'and')}.")
    return notes


def _make_board_object(code: str, values: FactValues, distance: float, data: Dataset) -> dict[str, Any]:
    icb = data.icb[code]
    return {
        "code": code,
        "name": icb.name,
        "short_name": icb.short_name,
        "distance": round(distance, 4),
        "facts": {fact.id: round(values[fact.id], 2) if fact.id in values else None for fact in FACTS},
    }


def _make_line(each: dict[str, Any], data: Dataset) -> list[str]:
    write = partial(_write_fact, each)
    return [
        f"{each['distance']:.2f}",
        each["code"],
        data.icb[each["code"]].label,
        each["short_name"],
        *map(write, FACTS),
    ]


def _write_fact(each: dict[str, Any], fact: BoardFact) -> str:
    return format_fact(fact, each["facts"][fact.id])
