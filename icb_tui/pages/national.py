"""The page of statements that name no board: those about all of England, and those whose name is no ICB's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import Evidence
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.pages import evidence_list
from icb_tui.text.item_lines import join_parts
from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, indent_line, make_line


class NationalPage(Struct, frozen=True, eq=False):
    """What the page shows: the statements of one year that name no board."""

    data: Dataset
    year: str
    evidence: Sequence[Evidence]

    def list_statements(self, scope: str, aim: str | None = None) -> list[Evidence]:
        """The statements of a scope; of an aim (None: of no aim) where they are national."""
        return [
            e for e in self.evidence if e.finding.scope == scope and (scope == "unresolved" or e.finding.aim == aim)
        ]


NO_SINGLE_AIM = "none"
"""The place of the statements that belong to no aim."""


def write_national_page(page: NationalPage, cells: int) -> PageText:
    """Return the page at a width of `cells`."""
    unmatched = page.list_statements("unresolved")
    head = f"{cell_words.UNMATCHED.glyph} {cell_words.UNMATCHED.word.capitalize()}"
    lines = [make_line(Span(head, "bright"), Span(f"  {phrases.format_count(len(unmatched), 'statement')}", "dim"))]
    lines += evidence_list.write_paragraph(cell_words.UNMATCHED.means, cells, "dim")
    for each in unmatched:
        lines += [BLANK_LINE, *_write_unmatched(each, page.data, cells)]
    parts: list[Sequence[Line]] = [lines]
    places = {}
    for number, aim in enumerate(page.data.aims, 1):
        places[aim.id] = sum(map(len, parts)) + 1
        parts += _write_national(str(number), aim.name, page.list_statements("national", aim.id), page, cells)
    places[NO_SINGLE_AIM] = sum(map(len, parts)) + 1
    parts += _write_national("·", "No single aim", page.list_statements("national"), page, cells)
    return PageText([], join_parts(parts), places)


def _write_unmatched(each: Evidence, data: Dataset, cells: int) -> Iterator[Line]:
    finding = each.finding
    aim = data.aim[finding.aim].short_name if finding.aim else "no single aim"
    name = f"“{finding.named}”" if finding.named else "No name given"
    yield indent_line(evidence_list.INDENT, Span(name, "bright"), Span(f"  {aim} · {finding.year}", "dim"))
    type_and_speaker = phrases.name_evidence_type(each.kind, [each])
    yield from evidence_list.write_indented(type_and_speaker, evidence_list.INDENT, cells, "head")
    yield from evidence_list.write_findings([each], cells)
    if not finding.candidates:
        return
    boards = phrases.format_count(len(finding.candidates), "board")
    yield indent_line(evidence_list.INDENT, Span(f"The name may mean {boards}. None is chosen:", "dim"))
    for code in finding.candidates:
        icb, start = data.icb[code], evidence_list.INDENT + 3
        facts = f"{icb.code} · {data.region[icb.region].name} · {' '.join(phrases.describe_dates(icb, data))}"
        yield indent_line(start, Span(f"{icb.label:<5}", "accent"), Span(icb.short_name))
        yield from evidence_list.write_indented(facts, start + 5, cells, "dim")


def _write_national(
    number: str, title: str, evidence: Sequence[Evidence], page: NationalPage, cells: int
) -> list[Sequence[Line]]:
    count = f"{len(evidence) or 'none'} England-wide"
    head = evidence_list.write_section_head(number, title, f"{page.year} · {count}", cells)
    return [head, evidence_list.write_by_evidence_type(evidence, cells, dated=page.year == ALL_YEARS)]
