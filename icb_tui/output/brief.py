"""A brief for a meeting: one page of Markdown on a board, every statement with its finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from icb_tui import __version__
from icb_tui.analysis import indicator_values
from icb_tui.analysis.indicator_periods import describe_period_choice
from icb_tui.analysis.predecessors import PredecessorEvidence, describe_stand_ins
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import CellEvidence, Evidence, IndicatorSeries, name_speaker
from icb_tui.domain.dataset import ALL_YEARS, Dataset, in_year
from icb_tui.domain.records import EvidenceType, Icb
from icb_tui.filters.wording import name_evidence_types
from icb_tui.output.formats import escape_markdown
from icb_tui.pages.gather import gather_board_page
from icb_tui.pages.predecessors import summarise_board
from icb_tui.pages.view_state import View
from icb_tui.store.store import Store
from icb_tui.text.cells import join_names, wrap

PAGE_WIDTH, PAGE_LINES = 80, 66
"""The width and length of a page."""

MAX_INDICATORS = 4
"""How many indicators a brief has: those furthest from the median."""

MAX_SOURCES = 4
"""How many sources a brief names; the others are counted."""


class Brief(Struct, frozen=True, eq=False):
    """What a brief says: a board in one year, and its indicators.

    `cells` has each aim with its evidence; `whole` is the evidence of the board as a whole.
    """

    data: Dataset
    icb: Icb
    year: str
    evidence_types: str
    cells: Sequence[CellEvidence]
    whole: Sequence[Evidence]
    series: Sequence[IndicatorSeries]
    indicator_year: str
    stand_ins: Sequence[PredecessorEvidence] = ()

    @property
    def evidence(self) -> list[Evidence]:
        """All evidence, that of each aim before that of the whole board."""
        return [*(e for compared in self.cells for e in compared.evidence), *self.whole]


def gather_brief(store: Store, view: View, icb: str) -> Brief:
    """Return what a board's brief says."""
    page = gather_board_page(store, view, icb)
    return Brief(
        data=store.data,
        icb=page.icb,
        year=view.year,
        evidence_types=name_evidence_types(view.filter, store.data),
        cells=[page.cell_evidence(aim) for aim in store.data.aim],
        whole=page.whole_evidence,
        series=page.series,
        indicator_year=page.indicator_year,
        stand_ins=page.stand_ins,
    )


def write_brief(brief: Brief) -> list[str]:
    """Return the page: at most PAGE_LINES lines of PAGE_WIDTH cells. What has no room is counted, with where it is."""
    icb = brief.icb
    region = brief.data.region[icb.region].name
    facts = f"{icb.name}, {region}. {' '.join(phrases.describe_dates(icb, brief.data))}"
    year = f"{'All years' if brief.year == ALL_YEARS else f'Year {brief.year}'}, {brief.evidence_types}."
    head = [f"# {escape_markdown(icb.short_name)} ({icb.code})", ""]
    head += [*_wrap_markdown(facts, PAGE_WIDTH), "", *_wrap_markdown(year, PAGE_WIDTH), ""]
    tail = ["", *_write_indicators(brief), "", *_write_sources(brief)]
    room = PAGE_LINES - len(head) - len(tail)
    sections = list(_write_sections(brief))
    while sum(map(len, sections)) > room and max(map(_count_items, sections)) > 1:
        sections = _shorten_longest(sections)
    body = [line for section in sections for line in section]
    return [*head, *body, *tail][:PAGE_LINES]


def _write_sections(brief: Brief) -> Iterator[list[str]]:
    """What was assessed, what each other evidence type says, and what has no finding: items under a heading each."""
    if brief.stand_ins:
        yield from _write_boards_before(brief)
        if not brief.evidence:
            return
    for kind in brief.data.kinds:
        of_kind = [e for e in brief.evidence if e.kind == kind]
        head = [f"## {escape_markdown(kind.name)}", "", *_write_speaker(kind, of_kind), ""]
        items = _write_statements(of_kind, brief)
        if kind.rated:
            yield [*head, *(_write_ratings(brief) or [f"No rating {in_year(brief.year)}."])]
            yield ["", *items] if items else []
        elif items:
            yield ["", *head, *items]
    if missing := [compared.cell for compared in brief.cells if compared.cell.missing]:
        names = [f"{brief.data.aim[c.aim].short_name} ({cell_words.name_cell(c, brief.data)})" for c in missing]
        text = f"{join_names(names, 99, 'and')}. {cell_words.NO_JUDGEMENT}"
        yield ["", "## Gaps", "", *_wrap_markdown(text, PAGE_WIDTH)]


def _write_boards_before(brief: Brief) -> Iterator[list[str]]:
    """What was said of each board before one that was not open yet, with the evidence type of each statement."""
    shares = [board.predecessor for board in brief.stand_ins]
    yield ["## The boards before", "", *_wrap_markdown(describe_stand_ins(brief.icb, brief.year, shares), PAGE_WIDTH)]
    for board in brief.stand_ins:
        yield ["", *_wrap_markdown(summarise_board(board, brief.data), PAGE_WIDTH), ""]
        yield [line for e in board.evidence for line in _write_statements([e], brief, e.kind.name)]


def _write_speaker(kind: EvidenceType, evidence: Sequence[Evidence]) -> list[str]:
    """Whose words the findings of an evidence type hold, and whether they are ever rated."""
    speaker = name_speaker(kind.voice, (e.reporter for e in evidence))
    return _wrap_markdown(f"Who says it: {speaker}.{'' if kind.rated else ' Never rated.'}", PAGE_WIDTH)


def _write_ratings(brief: Brief) -> list[str]:
    """A sentence for each rating: why the board has it."""
    lines = []
    for cell, evidence in ((compared.cell, compared.evidence) for compared in brief.cells):
        if cell.rating:
            why = cell_words.explain_rating(cell, evidence, brief.data)
            lines += _write_item(f": {why}", f"**{escape_markdown(brief.data.aim[cell.aim].short_name)}**")
    return lines


def _write_statements(evidence: Sequence[Evidence], brief: Brief, kind: str = "") -> list[str]:
    """A statement each, with its aim, its finding and, where no heading says it, its evidence type."""
    lines = []
    for e in evidence:
        aim = brief.data.aim[e.finding.aim].short_name if e.finding.aim else "the board"
        year = e.finding.year if brief.year == ALL_YEARS else ""
        cited = "; ".join(part for part in (kind, aim, year, e.finding.id, phrases.describe_origin(e.origin)) if part)
        lines += _write_item(f"{e.finding.summary} ({cited})")
    return lines


def _write_item(text: str, before: str = "") -> list[str]:
    """A text, as it is, with what is Markdown already before it."""
    first, *rest = _wrap_markdown(text, PAGE_WIDTH - 2, before)
    return [f"- {first}", *(f"  {part}" for part in rest)]


def _wrap_markdown(text: str, cells: int, before: str = "") -> list[str]:
    """Lines that Markdown shows as the text is; none is broken between a backslash and what it escapes."""
    lines = wrap(before + escape_markdown(text), cells)
    for place, line in enumerate(lines[:-1]):
        if (len(line) - len(line.rstrip("\\"))) % 2:
            lines[place : place + 2] = [line[:-1], "\\" + lines[place + 1]]
    return lines


def _count_items(section: Sequence[str]) -> int:
    return sum(line.startswith("- ") for line in section)


def _shorten_longest(sections: list[list[str]]) -> list[list[str]]:
    """The sections without the last item of the longest one, whose last line says how many are left out."""
    place = max(range(len(sections)), key=lambda place: _count_items(sections[place]))
    section, left = list(sections[place]), 1
    if section[-1].startswith("…"):
        left += int(section.pop().split()[1])
    last = max(n for n, line in enumerate(section) if line.startswith("- "))
    shorter = [*section[:last], f"… {left} more: icb-tui show"]
    return [*sections[:place], shorter, *sections[place + 1 :]]


def _write_indicators(brief: Brief) -> list[str]:
    """The indicators furthest from the median, measured by the spread of all boards."""
    every = [s for board in brief.stand_ins for s in board.series] or brief.series
    there = [s for s in every if s.newest.value is not None and s.newest.most > s.newest.least]
    furthest = sorted(there, key=lambda s: -_distance_from_median(s))[:MAX_INDICATORS]
    lines = [f"## Indicators furthest from the median, {describe_period_choice(brief.indicator_year)}", ""]
    for series in furthest:
        indicator, newest = brief.data.indicator[series.indicator], series.newest
        value = indicator_values.format_with_unit(newest.value or 0, indicator)
        median = f"median {indicator_values.format_value(newest.median, indicator)}"
        parts = (f"{value} in {newest.period}", median, indicator_values.format_rank_with_direction(newest))
        board = f"{brief.data.icb[series.icb].label}, " if brief.stand_ins else ""
        lines += _write_item(f"{board}{indicator.name}: {'; '.join(filter(None, parts))}")
    return lines if furthest else [*lines, "None: the board has no value."]


def _distance_from_median(series: IndicatorSeries) -> float:
    point = series.newest
    return abs((point.value or 0) - point.median) / (point.most - point.least)


def _write_sources(brief: Brief) -> list[str]:
    evidence = [*brief.evidence, *(e for board in brief.stand_ins for e in board.evidence)]
    sources = list({e.source.id: e.source for e in evidence}.values())
    lines = ["## Sources", ""]
    lines += [line for source in sources[:MAX_SOURCES] for line in _write_item(phrases.cite_source(source))]
    lines += [f"… {len(sources) - MAX_SOURCES} more: icb-tui show"] if len(sources) > MAX_SOURCES else []
    return [*lines, "", f"icb-tui {__version__}, data {brief.data.fingerprint}"]
