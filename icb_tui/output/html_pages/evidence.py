"""Evidence in HTML: a cell with its rating, its reason and its findings, each with its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from icb_tui.analysis.predecessors import Predecessor, describe_share, describe_stand_ins, list_stand_ins
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import Cell, CellEvidence, Evidence
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.records import Icb
from icb_tui.filters.wording import name_evidence_types
from icb_tui.output.html_pages.markup import (
    HtmlPage,
    InlineText,
    LinkBoard,
    LocalLink,
    Paragraph,
    SourceLink,
    join_lines,
    write_heading,
    write_list,
    write_paragraph,
    write_table,
)
from icb_tui.pages.evidence_list import describe_aspect
from icb_tui.pages.national import NationalPage
from icb_tui.views.view_state import View


def label_cell(cell: Cell, data: Dataset) -> str:
    """Return a cell by its mark, and in words such as “Strong, later oversight step”."""
    mark = data.rating[cell.rating].mark if cell.rating else cell_words.mark_cell(cell, data)
    return f"{mark} {cell_words.describe_cell(cell, data)}"


def write_cell_evidence(
    compared: CellEvidence, national: Sequence[Evidence], data: Dataset, level: int
) -> Iterator[str]:
    """Yield all evidence of a cell, with headings of a level; `national` is what names no board."""
    cell, evidence = compared.cell, compared.evidence
    yield write_paragraph("; ".join([label_cell(cell, data), *_describe_rating(cell, evidence, data)]))
    yield write_paragraph(cell_words.explain_rating(cell, evidence, data))
    yield from write_list(cell_words.describe_later_steps(cell, data))
    dated = cell.year == ALL_YEARS
    yield from write_findings(evidence, level, dated=dated)
    if cell.missing == "said-nationally":
        yield from write_findings(national, level, scope="England-wide · ", dated=dated)


def _describe_rating(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> list[str]:
    """What part of the aim a rating is about, and whose words it reads."""
    if not cell.rating:
        return []
    return [*filter(None, [describe_aspect(cell, evidence, data)]), cell_words.describe_reading(cell, evidence, data)]


def write_findings(evidence: Sequence[Evidence], level: int, *, scope: str = "", dated: bool = False) -> Iterator[str]:
    """Yield findings under a heading for each evidence type, which begins with the `scope`."""
    for kind, group in phrases.group_by_evidence_type(evidence):
        heading = f"{scope}{phrases.name_evidence_type(kind, group, dated=dated)}"
        yield write_heading(level, f"{heading}: {phrases.format_count(len(group), 'finding')}")
        yield from write_list(map(describe_finding, group))


def describe_finding(each: Evidence) -> list[InlineText]:
    """Return a finding with its words, figure and note, and its source with the paragraph."""
    finding = each.finding
    about = f"about {finding.aspect}" if finding.aspect else ""
    details = (
        phrases.quote_words(finding.words),
        about,
        phrases.describe_figure(finding.figure),
        phrases.describe_origin(each.origin),
        f"Note: {finding.note}" if finding.note else "",
    )
    said = " · ".join(filter(None, details))
    return [f"{finding.id}: {finding.summary}{f' ({said})' if said else ''} ", *cite_evidence(each)]


def cite_evidence(each: Evidence) -> list[InlineText]:
    """Return the source of a finding as a link, with the paragraph."""
    where = f", paragraph {each.finding.paragraph}" if each.finding.paragraph else ""
    return [SourceLink(phrases.cite_source(each.source), each.source.url or ""), where]


def make_why_page(
    view: View, icb: Icb, explained: Sequence[CellEvidence], national: Sequence[Evidence], *, has_stand_ins: bool
) -> HtmlPage:
    """Return why a board has its rating on an aim, or why each of the boards that stand in for it has its own."""
    data, lines = view.data, []
    if has_stand_ins:
        stand_ins = list_stand_ins(icb, view.year, data)
        lines.append(write_paragraph(describe_stand_ins(icb, view.year, stand_ins)))
    for each in explained:
        of = data.icb[each.cell.icb]
        lines.append(write_heading(2, f"{of.short_name} ({of.code}) · {each.cell.year}"))
        lines += write_cell_evidence(each, national, data, 3)
    if any(each.cell.rating for each in explained):
        lines.append(write_paragraph(cell_words.describe_rule(data)))
    aim = data.aim[explained[0].cell.aim].short_name
    title = f"{aim}: {icb.short_name} ({icb.code}) · {view.year} · {name_evidence_types(view.filter, data)}"
    return HtmlPage(title, join_lines(lines))


def make_mention_page(
    title: str,
    heads: Sequence[str],
    mentions: Sequence[Evidence],
    lines: Sequence[Sequence[str]],
    link_board: LinkBoard,
) -> HtmlPage:
    """Return the findings that mention a text, each in a line under the `heads`, with its source behind."""
    rows = [_list_mention_cells(e, line, link_board) for e, line in zip(mentions, lines, strict=True)]
    return HtmlPage(title, join_lines(write_table((*heads, "source"), rows, title) if rows else ()))


def _list_mention_cells(each: Evidence, line: Sequence[str], link_board: LinkBoard) -> list[Paragraph]:
    name, year, whose, *others = line
    board = LocalLink(whose, link_board(each.finding.icb)) if each.finding.icb else whose
    return [name, year, board, *others, cite_evidence(each)]


def name_stand_in(predecessor: Predecessor) -> str:
    """Return the name of a board before, with its share."""
    share = describe_share(predecessor)
    return f"{predecessor.icb.short_name}{f' · {share}' if share else ''}"


def make_national_page(title: str, page: NationalPage) -> HtmlPage:
    """Return the statements that name no board."""
    data, unmatched = page.data, page.list_statements("unresolved")
    lines = [
        write_heading(2, f"{cell_words.UNMATCHED.glyph} {cell_words.UNMATCHED.word.capitalize()}"),
        write_paragraph(f"{cell_words.UNMATCHED.means} {phrases.format_count(len(unmatched), 'statement')}."),
        *(line for each in unmatched for line in _write_unmatched(each, data)),
    ]
    titles: dict[str | None, str] = {aim.id: f"{number} {aim.name}" for number, aim in enumerate(data.aims, 1)}
    for aim, name in {**titles, None: "No single aim"}.items():
        statements = page.list_statements("national", aim)
        lines += [write_heading(2, name), write_paragraph(f"{len(statements) or 'none'} England-wide, {page.year}")]
        lines += write_findings(statements, 3)
    return HtmlPage(title, join_lines(lines))


def _write_unmatched(each: Evidence, data: Dataset) -> Iterator[str]:
    """A statement whose name is no board's, and the boards that it may mean."""
    finding = each.finding
    aim = data.aim[finding.aim].short_name if finding.aim else "no single aim"
    yield write_heading(3, f"“{finding.named}”" if finding.named else "No name given")
    yield write_paragraph(f"{aim} · {finding.year} · {phrases.name_evidence_type(each.kind, [each])}")
    yield from write_list([describe_finding(each)])
    if finding.candidates:
        boards = phrases.format_count(len(finding.candidates), "board")
        yield write_paragraph(f"The name may mean {boards}. None is chosen:")
        yield from write_list(_describe_candidate(data.icb[code], data) for code in finding.candidates)


def _describe_candidate(icb: Icb, data: Dataset) -> str:
    dates = " ".join(phrases.describe_dates(icb, data))
    return f"{icb.label}: {icb.short_name} ({icb.code} · {data.region[icb.region].name} · {dates})"
