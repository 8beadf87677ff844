"""The tray: what was said of no board, either nationally or under a name that is no ICB's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import Evidence
from icb_tui.domain.dataset import Dataset
from icb_tui.pages import evidence_list
from icb_tui.text.cells import wrap
from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, indent_line, make_line


class NationalPage(Struct, frozen=True, eq=False):
    """What the page tells: the statements of one year that name no board."""

    data: Dataset
    year: str
    evidence: Sequence[Evidence]

    def list_statements(self, scope: str, aim: str | None = None) -> list[Evidence]:
        """The statements of a scope; of an aim (None: of no aim) where they are national."""
        return [
            e for e in self.evidence if e.finding.scope == scope and (scope == "unresolved" or e.finding.aim == aim)
        ]


def write_national_page(tray: NationalPage, cells: int) -> PageText:
    """Return the page at a width of `cells`."""
    unresolved = tray.list_statements("unresolved")
    head = f"{cell_words.UNMATCHED.glyph} {cell_words.UNMATCHED.word.capitalize()}: the name is no ICB's"
    lines = [make_line(Span(head, "bright"), Span(f"  {phrases.format_count(len(unresolved), 'statement')}", "dim"))]
    lines += evidence_list.write_paragraph("It counts for no board, whoever may have been meant.", cells, "dim")
    for each in unresolved:
        lines += [BLANK_LINE, *_write_unmatched(each, tray.data, cells)]
    places = {}
    for number, aim in enumerate(tray.data.aims, 1):
        places[aim.id] = len(lines) + 1
        lines += _write_national(str(number), aim.name, tray.list_statements("national", aim.id), tray, cells)
    lines += _write_national("·", "Of no single aim", tray.list_statements("national"), tray, cells)
    return PageText([], lines, places)


def _write_unmatched(each: Evidence, data: Dataset, cells: int) -> Iterator[Line]:
    finding = each.finding
    aim = data.aim[finding.aim].short_name if finding.aim else "of no single aim"
    name = f"“{finding.named}”" if finding.named else "No name given"
    yield indent_line(evidence_list.INDENT, Span(name, "bright"), Span(f"  {aim} · {finding.year}", "dim"))
    yield from evidence_list.write_findings([each], cells)
    if not finding.candidates:
        return
    boards = phrases.format_count(len(finding.candidates), "board")
    yield indent_line(evidence_list.INDENT, Span(f"It may mean {boards}; none is chosen:", "dim"))
    for code in finding.candidates:
        icb, start = data.icb[code], evidence_list.INDENT + 3
        told = f"{icb.code} · {data.region[icb.region].name} · {' '.join(phrases.describe_dates(icb, data))}"
        yield indent_line(start, Span(f"{icb.label:<5}", "accent"), Span(icb.short_name))
        yield from (indent_line(start + 5, Span(part, "dim")) for part in wrap(told, cells - start - 5))


def _write_national(number: str, title: str, said: Sequence[Evidence], tray: NationalPage, cells: int) -> list[Line]:
    count = f"{len(said)} nationally" if said else "none nationally"
    head = evidence_list.write_section_head(number, title, f"{tray.year} · {count}", cells)
    return [*head, *evidence_list.write_by_evidence_type(said, cells)]
