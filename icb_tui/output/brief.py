"""A brief for a meeting: what is known of a board, on one sheet, every statement with its numbered source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from icb_tui import __version__
from icb_tui.analysis import indicator_values
from icb_tui.analysis.indicator_periods import describe_period_choice
from icb_tui.analysis.predecessors import describe_stand_ins
from icb_tui.analysis.telling_indicators import MAX_FURTHEST, Side, choose_telling_indicators, find_side
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import CellEvidence, Evidence, IndicatorSeries, name_speaker
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.records import Icb, Indicator, Source
from icb_tui.filters.wording import name_evidence_types
from icb_tui.output.command_lines import write_print_command
from icb_tui.pages.board import BoardPage
from icb_tui.pages.gather import gather_board_page
from icb_tui.pages.predecessors import summarise_board
from icb_tui.store.store import Store
from icb_tui.text.cells import cut, join_names, wrap
from icb_tui.views.view_state import View

SHEET_CELLS, SHEET_LINES, MOST_SHEET_LINES = 118, 74, 81
"""What an A4 sheet has room for: lines of so many characters, measured on printed pages, with a little to spare.

Findings are left out beyond SHEET_LINES, indicators beyond the most that was still found to fit on the page.
"""

NAME_CELLS, VALUE_CELLS, HEADING_LINES, ROW_GAP = 38, 26, 1.8, 0.2
"""The characters of an indicator's name and value in the table of the sheet, and the lines of a heading and a rule."""

MAX_STATEMENTS, MAX_STATEMENT_CELLS = 20, 400
"""The most statements of a section and the most of one, so that nothing of a user's own data can fill the sheet."""


class BriefSource(NamedTuple):
    """A source as a brief cites it: publisher, date and title, and its address where it has one."""

    text: str
    address: str = ""


class Citation(NamedTuple):
    """Where a statement is from: its source and the paragraph there."""

    source: BriefSource
    paragraph: int | None = None


class Statement(NamedTuple):
    """A sentence of a brief. `lead` says what it is about, `detail` which aim and finding."""

    text: str
    citations: tuple[Citation, ...] = ()
    lead: str = ""
    detail: str = ""


class BriefSection(Struct, frozen=True):
    """Statements under a heading, with a sentence that introduces them; `left_out` of them have no room.

    Those of an evidence type that is rated are left out last: no concern may be missing beside its praise.
    """

    title: str
    intro: str
    statements: tuple[Statement, ...]
    left_out: int = 0
    is_rated: bool = False

    @property
    def left_out_note(self) -> str:
        """How many statements the sheet has no room for, of how many, and what shows them."""
        return f"… {self.left_out} more of {len(self.statements) + self.left_out}: icb-tui show" * (self.left_out > 0)


class BriefIndicator(NamedTuple):
    """An indicator of the board, and the source of its values."""

    indicator: Indicator
    series: IndicatorSeries
    source: BriefSource

    @property
    def value(self) -> str:
        """The board's value with its unit."""
        return indicator_values.format_with_unit(self.series.newest.value or 0, self.indicator)

    @property
    def side(self) -> Side:
        return find_side(self.series.newest, self.indicator)

    def format(self, value: float) -> str:
        """Return a value of any board."""
        return indicator_values.format_value(value, self.indicator)

    def describe(self) -> str:
        """Return where the board stands, in words: its value, the median, the lowest and the highest, and its rank."""
        point = self.series.newest
        side = "the same as" if self.side == "equal" else f"{self.side} than"
        rank = indicator_values.format_rank_with_direction(point)
        parts = (
            f"{self.value} in {point.period}",
            f"{side} the median, {self.format(point.median)}",
            f"lowest {self.format(point.least)}, highest {self.format(point.most)}",
            rank or f"of {phrases.format_count(point.of, 'board')}",
        )
        return "; ".join(parts)


class Brief(Struct, frozen=True, eq=False):
    """What a brief says of a board in one year: a heading, facts, sections, indicators, and a note at the foot."""

    icb: Icb
    year: str
    evidence_types: str
    facts: str
    sections: tuple[BriefSection, ...]
    indicators: tuple[BriefIndicator, ...]
    indicators_note: str
    foot: str

    @property
    def basis(self) -> str:
        """Which year and evidence types the brief is of, in a sentence."""
        return f"{'All years' if self.year == ALL_YEARS else f'Year {self.year}'}, {self.evidence_types}."

    @property
    def sources(self) -> list[BriefSource]:
        """The sources in the order in which they are cited first: the first has number 1."""
        statements = (statement for section in self.sections for statement in section.statements)
        cited = [citation.source for statement in statements for citation in statement.citations]
        return list(dict.fromkeys([*cited, *(each.source for each in self.indicators)]))


def gather_brief(store: Store, view: View, icb: str) -> Brief:
    """Return what a board's brief says: as much as one sheet has room for."""
    page = gather_board_page(store, view, icb)
    briefs = (_fit_sheet(_write_brief(view, page, furthest)) for furthest in range(MAX_FURTHEST, 0, -1))
    fitting = (brief for brief in briefs if _count_lines(brief) <= MOST_SHEET_LINES)
    return next(fitting, None) or _fit_sheet(_write_brief(view, page, 0))


def _write_brief(view: View, page: BoardPage, furthest: int) -> Brief:
    """All that there is to say, with so many indicators furthest from the median on each side."""
    data = page.data
    chosen = choose_telling_indicators(page.series, data, furthest)
    known = sum(series.newest.value is not None for series in page.series)
    facts = (page.icb.name, data.region[page.icb.region].name, *phrases.describe_residents(page.icb))
    command = write_print_command(view, "brief", page.icb.code, with_indicators=True)
    return Brief(
        icb=page.icb,
        year=view.year,
        evidence_types=name_evidence_types(view.filter, data),
        facts=f"{', '.join(facts)}. {' '.join(phrases.describe_dates(page.icb, data))}",
        sections=(*_list_boards_before(page), *_list_sections(page)),
        indicators=tuple(_make_indicator(series, data) for series in chosen),
        indicators_note=_explain_choice(len(chosen), known, furthest, page),
        foot=f"{command} · icb-tui {__version__}, data {data.fingerprint}",
    )


def _list_boards_before(page: BoardPage) -> Iterator[BriefSection]:
    """Of a board that was not open yet: what was said of each board before it, under its name."""
    if page.stand_ins:
        shares = [board.predecessor for board in page.stand_ins]
        yield BriefSection("The boards before", describe_stand_ins(page.icb, page.year, shares), ())
    for board in page.stand_ins:
        statements = tuple(_write_finding(each, page, with_type=True) for each in board.evidence)
        yield BriefSection(board.icb.short_name, summarise_board(board, page.data), statements)


def _list_sections(page: BoardPage) -> Iterator[BriefSection]:
    """The ratings of all aims, then the findings of each evidence type."""
    data = page.data
    if page.stand_ins and not page.evidence:
        return
    ratings = tuple(statement for aim in data.aim for statement in _write_rating(page.cell_evidence(aim), data))
    yield BriefSection("Ratings", cell_words.describe_rule(data), ratings)
    of_type = groupby(sorted(page.evidence, key=lambda e: data.kinds.index(e.kind)), key=lambda e: e.kind)
    for kind, group in ((kind, list(findings)) for kind, findings in of_type):
        speaker = name_speaker(kind.voice, (e.reporter for e in group))
        intro = f"Who says it: {speaker}.{'' if kind.rated else ' Never rated.'}"
        yield BriefSection(kind.name, intro, tuple(_write_finding(each, page) for each in group), is_rated=kind.rated)


def _write_rating(explained: CellEvidence, data: Dataset) -> Iterator[Statement]:
    """Why the board has its rating on an aim, or none, and the later steps that contradict the rating."""
    cell, evidence, aim = explained.cell, explained.evidence, data.aim[explained.cell.aim].short_name
    deciding = cell_words.find_deciding_evidence(cell, evidence, data)
    sources = dict.fromkeys(Citation(_make_source(e.source)) for e in deciding)
    yield Statement(cell_words.explain_rating(cell, evidence, data), tuple(sources), aim)
    for step, words in zip(cell.later, cell_words.describe_later_steps(cell, data), strict=True):
        yield Statement(words, (Citation(_make_source(data.source[step.source])),), aim)


def _write_finding(each: Evidence, page: BoardPage, *, with_type: bool = False) -> Statement:
    """A finding, with its aim and, where no heading says them, its evidence type and its year."""
    finding = each.finding
    aim = page.data.aim[finding.aim].short_name if finding.aim else "Whole board"
    kind, year = each.kind.name * with_type, finding.year * (page.year == ALL_YEARS)
    detail = ", ".join(filter(None, (kind, aim, year, finding.id, phrases.describe_origin(each.origin))))
    citation = Citation(_make_source(each.source), finding.paragraph)
    return Statement(cut(finding.summary, MAX_STATEMENT_CELLS), (citation,), detail=detail)


def _make_source(source: Source) -> BriefSource:
    return BriefSource(cut(phrases.cite_source(source), MAX_STATEMENT_CELLS), _encode_address(source.url or ""))


def _encode_address(address: str) -> str:
    """An address with nothing in it that could end it: whatever is no part of an address is written as %3C."""
    from urllib.parse import quote

    return quote(address, safe=":/?#@!$&'()*+,;=%~")


def _make_indicator(series: IndicatorSeries, data: Dataset) -> BriefIndicator:
    indicator = data.indicator[series.indicator]
    return BriefIndicator(indicator, series, BriefSource(phrases.cite_indicator_source(indicator, data)))


def _explain_choice(chosen: int, known: int, furthest: int, page: BoardPage) -> str:
    """Which indicators stand on the sheet, out of how many, and in which period."""
    if not chosen:
        labels = join_names([board.icb.label for board in page.predecessors], 99, "and")
        before = f" The briefs of the boards before it have theirs: {labels}." if labels else ""
        return f"None: the board has no value.{before}"
    there = f"{phrases.format_count(known, 'indicator')} with a value, {describe_period_choice(page.indicator_year)}"
    choice = "the first of each aim"
    if furthest:
        choice += f", and the {f'{furthest} ' if furthest > 1 else ''}furthest from the median on each side"
    return f"{chosen} of {there}: {choice}."


def _fit_sheet(brief: Brief) -> Brief:
    """The brief without the last statements of its longest sections, until one sheet has room for it."""
    sections = [_shorten(section, MAX_STATEMENTS) for section in brief.sections]
    brief = replace(brief, sections=tuple(sections))
    while _count_lines(brief) > SHEET_LINES and (place := _find_longest(sections)):
        sections[place] = _shorten(sections[place], len(sections[place].statements) - 1)
        brief = replace(brief, sections=tuple(sections))
    return brief


def _find_longest(sections: Sequence[BriefSection]) -> int:
    """The place of the section to shorten: the longest that is never rated, else the longest; 0 where none can be."""
    lengths = [(not each.is_rated, len(each.statements), -place) for place, each in enumerate(sections) if place]
    longer = [each for each in lengths if each[1] > 1]
    return -max(longer)[2] if longer else 0


def _shorten(section: BriefSection, most: int) -> BriefSection:
    """A section with no more than so many statements."""
    left_out = max(len(section.statements) - most, 0)
    return replace(section, statements=section.statements[:most], left_out=section.left_out + left_out)


def _count_lines(brief: Brief) -> float:
    """The lines of the sheet that the brief takes: its title, its sections, the indicators and the sources."""
    texts = [brief.facts, brief.indicators_note, brief.foot]
    for section in brief.sections:
        texts += [section.intro, section.left_out_note]
        texts += (f"{s.lead} {s.text} {s.detail} [00, paragraph 00]" for s in section.statements)
    texts += (f"{source.text} {source.address}" for source in brief.sources)
    rows = (
        max(_count_wrapped(e.indicator.name, NAME_CELLS), _count_wrapped(e.value, VALUE_CELLS))
        for e in brief.indicators
    )
    headings = HEADING_LINES * (len(brief.sections) + 3)
    return headings + sum(_count_wrapped(text) for text in texts) + sum(row + ROW_GAP for row in rows) + 3


def _count_wrapped(text: str, cells: int = SHEET_CELLS) -> int:
    return len(wrap(text, cells)) if text else 0
