"""Findings and the reasons for ratings as tables for commands, copies and exports."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from icb_tui.domain.answers import CellEvidence, Evidence
from icb_tui.domain.cell_words import describe_rule, explain_rating, find_deciding_evidence
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.phrases import cite_source, describe_figure
from icb_tui.domain.records import Finding
from icb_tui.filters.wording import name_evidence_types
from icb_tui.output.formats import Table, TablePart, Value
from icb_tui.pages import evidence_list
from icb_tui.pages.national import NationalPage, write_national_page
from icb_tui.pages.view_state import View
from icb_tui.text.cells import cut
from icb_tui.text.spans import BLANK_LINE, plain_lines


def list_evidence_types(view: View) -> str:
    """The kinds whose findings count, by id; “all” where they all do."""
    return "all" if len(view.counted_kinds) == len(view.data.kinds) else "+".join(view.counted_kinds)


def make_why_table(view: View, told: CellEvidence, national: Sequence[Evidence], cells: int) -> Table:
    """Why a board has its rating on an aim, or has none, with every finding of the cell."""
    data, cell, evidence = view.data, told.cell, told.evidence
    icb, aim = data.icb[cell.icb], data.aim[cell.aim]
    head = f"{icb.short_name} ({icb.code}) · {aim.short_name} · {cell.year} · {name_evidence_types(view.filter, data)}"
    lines = [
        *evidence_list.write_paragraph(head, cells),
        BLANK_LINE,
        *evidence_list.write_cell_evidence(cell, evidence, national, data, cells),
    ]
    if cell.rating:
        lines += [BLANK_LINE, *evidence_list.write_paragraph(describe_rule(data), cells)]
    reason, deciding = (
        explain_rating(cell, evidence, data),
        [e.finding.id for e in find_deciding_evidence(cell, evidence, data)],
    )
    found = {
        "code": icb.code,
        "aim": aim.id,
        "year": cell.year,
        "voices": list_evidence_types(view),
        "rating": cell.rating,
        "nothing": cell.missing,
        "why": reason,
        "fired": deciding,
        "later": [step.id for step in cell.later],
        "findings": [make_finding_object(e) for e in evidence],
    }
    row = (icb.code, aim.id, cell.year, list_evidence_types(view), cell.reading_id)
    columns = ("code", "aim", "year", "voices", "reading", "why", "fired", "later")
    return Table(
        parts=[TablePart(prose=plain_lines(lines))],
        columns=columns,
        rows=[(*row, reason, "+".join(deciding), "+".join(step.id for step in cell.later))],
        objects=[found],
    )


BUNDLED_ORIGIN = "bundled"
"""The origin, in tables, of what was not laid over."""

FINDING_COLUMNS = tuple(
    "id code year aim kind direction rating words aspect summary figure".split()
    + "publisher title published paragraph url origin".split()
)
"""The columns of a finding with its source."""


def finding_row(e: Evidence) -> tuple[Value, ...]:
    """A finding as a row, its source written out."""
    f, s = e.finding, e.source
    told = (f.id, f.icb, f.year, f.aim or "whole", f.kind, f.direction, f.rating, "; ".join(f.words), f.aspect)
    return (
        *told,
        f.summary,
        describe_figure(f),
        s.publisher,
        s.title,
        s.published,
        f.paragraph,
        s.url,
        e.origin or BUNDLED_ORIGIN,
    )


def make_mention_table(data: Dataset, found: Sequence[Evidence], cells: int | None) -> Table:
    """Findings that mention a text, a line each."""
    lines = [_mention_line(e, data, cells) for e in found]
    heads = ("id", "year", "ICB", "aim", "voice", "summary")
    objects = [make_finding_object(e) for e in found]
    return Table(
        parts=[TablePart(heads=heads, lines=lines)],
        columns=FINDING_COLUMNS,
        rows=[finding_row(e) for e in found],
        objects=objects,
    )


def _mention_line(e: Evidence, data: Dataset, cells: int | None) -> tuple[str, ...]:
    """A finding on a line; its summary is cut only where a terminal has no room for it."""
    f = e.finding
    whose = data.icb[f.icb].label if f.icb else f.scope
    summary = f.summary if cells is None else cut(f.summary, max(cells - 58, 30))
    return f.id, f.year, whose, data.aim[f.aim].short_name if f.aim else "whole", e.kind.name, summary


def make_finding_object(each: Evidence) -> dict[str, object]:
    """A finding as in the YAML, its source written out, and the folder that it was laid over from."""
    fields: dict[str, object] = msgspec.to_builtins(each.finding)
    return {name: value for name, value in fields.items() if value not in (None, [], ())} | {
        "source": {name: value for name, value in msgspec.to_builtins(each.source).items() if value is not None},
        "origin": each.origin or BUNDLED_ORIGIN,
    }


def make_national_table(view: View, evidence: Sequence[Evidence], cells: int) -> Table:
    """What was said of no board in the year."""
    lines = plain_lines(write_national_page(NationalPage(view.data, view.year, evidence), cells).lines)
    head = f"National and unresolved · {view.year} · {name_evidence_types(view.filter, view.data)}"
    columns = (
        "id",
        "scope",
        "year",
        "aim",
        "kind",
        "direction",
        "named",
        "candidates",
        "summary",
        "source",
        "paragraph",
    )
    rows = [(*_national_row(e.finding), cite_source(e.source), e.finding.paragraph) for e in evidence]
    return Table(
        parts=[TablePart(title=head, prose=["", *lines])],
        columns=columns,
        rows=rows,
        objects=[make_finding_object(e) for e in evidence],
    )


def _national_row(finding: Finding) -> tuple[Value, ...]:
    told = (finding.id, finding.scope, finding.year, finding.aim or "whole", finding.kind, finding.direction)
    return (*told, finding.named, "+".join(finding.candidates), finding.summary)
