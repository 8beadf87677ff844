"""Findings and the reasons for ratings as tables for commands, copies and exports."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from icb_tui.analysis.predecessors import describe_stand_ins, list_stand_ins
from icb_tui.domain.answers import CellEvidence, Evidence
from icb_tui.domain.cell_words import UNMATCHED, describe_rule, explain_rating, find_deciding_evidence
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.phrases import cite_source, describe_figure
from icb_tui.domain.records import Figure, Source
from icb_tui.filters.wording import name_evidence_types
from icb_tui.importing.findings.columns import join_words
from icb_tui.output.formats import Table, TablePart
from icb_tui.output.html_pages import evidence as html_evidence
from icb_tui.output.rows import Columns, list_evidence_types, make_table, same_keys, take_reading
from icb_tui.pages import evidence_list
from icb_tui.pages.national import NationalPage, write_national_page
from icb_tui.text.cells import cell_width, cut, wrap
from icb_tui.text.spans import BLANK_LINE, plain_lines
from icb_tui.views.view_state import View

BUNDLED_ORIGIN = "bundled"
"""The origin, in tables, of what is not the user's own data."""

MIN_SUMMARY_CELLS = 30
"""The least that the summary of a finding is cut to."""

NO_AIM = "whole"
"""The aim, in tables, of what is about the board as a whole."""

FINDING_COLUMNS: Columns = {
    "id": "id",
    "code": "icb",
    "year": "year",
    "aim": lambda finding: finding.get("aim", NO_AIM),
    **same_keys("kind direction rating"),
    "words": lambda finding: join_words(finding.get("words", ())),
    **same_keys("aspect summary"),
    "figure": lambda finding: describe_figure(msgspec.convert(finding.get("figure"), Figure | None)),
    **{name: f"source.{name}" for name in ("publisher", "title", "published")},
    "paragraph": "paragraph",
    "url": "source.url",
    "origin": "origin",
}
"""The columns of a finding with its source."""

SPEAKER_COLUMN: Columns = same_keys("speaker")
"""The last column of a finding: whose words it holds, and who reports them."""

OTHER_FIELD_COLUMNS: Columns = {
    **same_keys("scope named"),
    "candidates": lambda finding: finding.get("candidates", []),
    "figure_value": lambda finding: finding.get("figure", {}).get("value"),
    "figure_unit": lambda finding: finding.get("figure", {}).get("unit"),
    "figure_counts": lambda finding: finding.get("figure", {}).get("what"),
    "source_id": "source.id",
    **{name: f"source.{name}" for name in ("author", "covers")},
    **same_keys("page note"),
}
"""The columns before it: all that `icb-tui import --findings` needs, beside the others, to make the finding again."""

WHY_COLUMNS: Columns = {
    **same_keys("code aim year"),
    "voices": "voices",
    "reading": lambda why: take_reading(why["rating"], why["nothing"]),
    **same_keys("why fired later rating_year predecessor_of"),
}

NATIONAL_COLUMNS: Columns = {
    **same_keys("id scope year"),
    "aim": FINDING_COLUMNS["aim"],
    **same_keys("kind direction named"),
    "candidates": lambda finding: finding.get("candidates", []),
    "summary": "summary",
    "source": lambda finding: cite_source(msgspec.convert(finding["source"], Source)),
    "paragraph": "paragraph",
    **SPEAKER_COLUMN,
}


def make_finding_object(each: Evidence) -> dict[str, object]:
    """A finding as in the YAML, its source written out, the folder that it comes from, and whose words it holds."""
    fields: dict[str, object] = msgspec.to_builtins(each.finding)
    return {name: value for name, value in fields.items() if value not in (None, [], ())} | {
        "source": {name: value for name, value in msgspec.to_builtins(each.source).items() if value is not None},
        "origin": each.origin or BUNDLED_ORIGIN,
        "speaker": each.speaker,
    }


def make_why_table(view: View, explained: Sequence[CellEvidence], national: Sequence[Evidence], cells: int) -> Table:
    """Why a board has its rating on an aim, or has none, with every finding of the cell.

    Behind its cell may come those of the boards before it: it was not open yet, and these are explained in its place.
    """
    own, *before = explained
    icb, lines = view.data.icb[own.cell.icb], []
    if before:
        stand_ins = list_stand_ins(icb, view.year, view.data)
        lines += [*wrap(describe_stand_ins(icb, view.year, stand_ins), cells), ""]
    for place, each in enumerate(before or [own]):
        lines += [*[""] * (place > 0), *_write_why_lines(view, each, national, cells)]
    objects = [_make_why_object(view, icb.code, each) for each in explained]
    table = make_table([TablePart(prose=lines)], WHY_COLUMNS, objects)
    return table._replace(
        make_html=lambda _: html_evidence.make_why_page(
            view, icb, before or [own], national, has_stand_ins=bool(before)
        )
    )


def _make_why_object(view: View, icb: str, explained: CellEvidence) -> dict[str, object]:
    cell, evidence = explained.cell, explained.evidence
    return {
        "code": cell.icb,
        "aim": cell.aim,
        "year": cell.year,
        "voices": list_evidence_types(view),
        "rating": cell.rating,
        "rating_year": cell.year_of_rating,
        "nothing": cell.missing,
        "why": explain_rating(cell, evidence, view.data),
        "fired": [e.finding.id for e in find_deciding_evidence(cell, evidence, view.data)],
        "later": [step.id for step in cell.later],
        "findings": [make_finding_object(e) for e in evidence],
        "predecessor_of": None if cell.icb == icb else icb,
    }


def _write_why_lines(view: View, explained: CellEvidence, national: Sequence[Evidence], cells: int) -> list[str]:
    data, cell = view.data, explained.cell
    icb, aim = data.icb[cell.icb], data.aim[cell.aim]
    head = f"{icb.short_name} ({icb.code}) · {aim.short_name} · {cell.year} · {name_evidence_types(view.filter, data)}"
    lines = [*evidence_list.write_paragraph(head, cells), BLANK_LINE]
    lines += evidence_list.write_cell_evidence(cell, explained.evidence, national, data, cells)
    if cell.rating:
        lines += [BLANK_LINE, *evidence_list.write_paragraph(describe_rule(data), cells)]
    return plain_lines(lines)


def make_mention_table(title: str, data: Dataset, mentions: Sequence[Evidence], cells: int | None) -> Table:
    """Findings that mention a text, a line each; summaries are cut only where a terminal has no room for them."""
    heads = ("id", "year", "ICB", "aim", "evidence type", "summary")
    whole = lines = [_mention_line(e, data) for e in mentions]
    if cells is not None:
        beside = sum(max(map(cell_width, column)) + 2 for column in list(zip(heads, *lines, strict=True))[:-1])
        lines = [(*line[:-1], cut(line[-1], max(cells - beside, MIN_SUMMARY_CELLS))) for line in lines]
    part = TablePart(heads=heads, lines=lines)
    columns = {**FINDING_COLUMNS, **OTHER_FIELD_COLUMNS, **SPEAKER_COLUMN}
    table = make_table([part], columns, [make_finding_object(e) for e in mentions])
    return table._replace(
        make_html=lambda link_board: html_evidence.make_mention_page(title, heads, mentions, whole, link_board)
    )


SCOPE_WORDS = {"national": "England-wide", "unresolved": UNMATCHED.word}
"""What stands for the board of a statement that names none, by its scope."""


def _mention_line(e: Evidence, data: Dataset) -> tuple[str, ...]:
    f = e.finding
    whose = data.icb[f.icb].label if f.icb else SCOPE_WORDS[f.scope]
    return f.id, f.year, whose, data.aim[f.aim].short_name if f.aim else "Whole board", e.kind.name, f.summary


def make_national_table(view: View, evidence: Sequence[Evidence], cells: int) -> Table:
    """The statements of the year that name no board."""
    page = NationalPage(view.data, view.year, evidence)
    lines = plain_lines(write_national_page(page, cells).lines)
    head = f"England-wide and unmatched · {view.year} · {name_evidence_types(view.filter, view.data)}"
    objects = [make_finding_object(e) for e in evidence]
    table = make_table([TablePart(title=head, prose=["", *lines])], NATIONAL_COLUMNS, objects)
    return table._replace(make_html=lambda _: html_evidence.make_national_page(head, page))
