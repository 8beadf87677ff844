"""A brief for a meeting: one page of Markdown on a board, every statement with its finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from icb_tui import __version__
from icb_tui.domain import cell_words, indicator_values, phrases
from icb_tui.domain.answers import CellEvidence, Evidence, IndicatorSeries
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import Icb
from icb_tui.filters.wording import name_evidence_types
from icb_tui.output.formats import escape_markdown
from icb_tui.pages.gather import gather_board_page
from icb_tui.pages.view_state import View
from icb_tui.store.store import Store
from icb_tui.text.cells import join_names, wrap


def gather_brief(store: Store, view: View, icb: str) -> Brief:
    """Return what a board's brief tells."""
    facts = gather_board_page(store, view, icb)
    return Brief(
        data=store.data,
        icb=facts.icb,
        year=view.year,
        voices=name_evidence_types(view.filter, store.data),
        cells=[facts.cell_evidence(aim) for aim in store.data.aim],
        whole=[e for e in facts.evidence if e.finding.aim is None],
        series=facts.series,
    )


PAGE_WIDTH, PAGE_LINES = 80, 66
"""The width and length of a page."""

MAX_INDICATORS = 4
"""How many figures stand on a brief: those furthest from the median."""


class Brief(Struct, frozen=True, eq=False):
    """What a brief tells: a board in one year, and its official figures."""

    data: Dataset
    icb: Icb
    year: str
    voices: str
    cells: Sequence[CellEvidence]
    whole: Sequence[Evidence]
    series: Sequence[IndicatorSeries]


def write_brief(brief: Brief) -> list[str]:
    """Return the page: at most LINES lines of CELLS cells; what has no room is counted, and where it is to be found."""
    icb = brief.icb
    head = [f"# {escape_markdown(icb.short_name)} ({icb.code})", ""]
    region = brief.data.region[icb.region].name
    told = f"{icb.name}, {region}. {' '.join(phrases.describe_dates(icb, brief.data))}"
    head += [
        *_wrap_markdown(told, PAGE_WIDTH),
        "",
        *_wrap_markdown(f"Year {brief.year}; voices: {brief.voices}.", PAGE_WIDTH),
        "",
    ]
    tail = ["", *_write_indicators(brief), "", *_write_sources(brief)]
    room = PAGE_LINES - len(head) - len(tail)
    said = list(_write_sections(brief))
    while sum(map(len, said)) > room and _count_longest(said) > 1:
        said = _shorten_longest(said)
    body = [line for section in said for line in section]
    return [*head, *body, *tail][:PAGE_LINES]


def _write_sections(brief: Brief) -> Iterator[list[str]]:
    """What was assessed, what each other voice says, and what nobody mentions: items under a heading each."""
    evidence = [e for told in brief.cells for e in told.evidence] + list(brief.whole)
    for kind in brief.data.kinds:
        items = _write_statements([e for e in evidence if e.kind == kind], brief)
        if kind.rated:
            yield [
                f"## {escape_markdown(f'{kind.name} · {kind.voice}')}",
                "",
                *(_write_ratings(brief) or ["Nothing in this year and these voices."]),
            ]
            yield ["", *items] if items else []
        elif items:
            yield ["", f"## {escape_markdown(f'{kind.name} · {kind.voice}')}, never rated", "", *items]
    silent = [told.cell for told in brief.cells if told.cell.missing]
    if silent:
        names = [f"{brief.data.aim[c.aim].short_name} ({cell_words.name_cell(c, brief.data)})" for c in silent]
        told = f"{join_names(names, 99, 'and')}. That is no judgement."
        yield ["", "## Nothing of its own", "", *_wrap_markdown(told, PAGE_WIDTH)]


def _write_ratings(brief: Brief) -> list[str]:
    """A sentence for each rating: the rule that fired."""
    lines = []
    for told in brief.cells:
        if told.cell.rating:
            why = cell_words.explain_rating(told.cell, told.evidence, brief.data)
            lines += _write_item(f": {why}", f"**{escape_markdown(brief.data.aim[told.cell.aim].short_name)}**")
    return lines


def _write_statements(evidence: Sequence[Evidence], brief: Brief) -> list[str]:
    """A statement each, with its aim and its finding."""
    lines = []
    for e in evidence:
        aim = brief.data.aim[e.finding.aim].short_name if e.finding.aim else "the board"
        cited = "; ".join(part for part in (aim, e.finding.id, phrases.describe_origin(e.origin)) if part)
        lines += _write_item(f"{e.finding.summary} ({cited})")
    return lines


def _write_item(text: str, before: str = "") -> list[str]:
    """A text, as it is, with what is Markdown already before it."""
    first, *rest = _wrap_markdown(text, PAGE_WIDTH - 2, before)
    return [f"- {first}", *(f"  {part}" for part in rest)]


def _wrap_markdown(text: str, cells: int, before: str = "") -> list[str]:
    """Lines that Markdown shows as the text is; none ends between a backslash and what it stands before."""
    lines = wrap(before + escape_markdown(text), cells)
    for place, line in enumerate(lines[:-1]):
        if (len(line) - len(line.rstrip("\\"))) % 2:
            lines[place : place + 2] = [line[:-1], "\\" + lines[place + 1]]
    return lines


def _count_longest(sections: Sequence[Sequence[str]]) -> int:
    return max(sum(line.startswith("- ") for line in section) for section in sections)


def _shorten_longest(sections: list[list[str]]) -> list[list[str]]:
    """The sections with one item less in the one that has most; the line at its end says how many are left out."""
    place = max(range(len(sections)), key=lambda n: sum(line.startswith("- ") for line in sections[n]))
    section, left = list(sections[place]), 1
    if section[-1].startswith("…"):
        left += int(section.pop().split()[1])
    last = max(n for n, line in enumerate(section) if line.startswith("- "))
    kept = [*section[:last], f"… {left} more: icb-tui show"]
    return [*sections[:place], kept, *sections[place + 1 :]]


def _write_indicators(brief: Brief) -> list[str]:
    """The figures that stand furthest from the median, measured by the spread of all boards."""
    there = [s for s in brief.series if s.newest.value is not None and s.newest.most > s.newest.least]
    furthest = sorted(there, key=lambda s: -_distance_from_median(s))[:MAX_INDICATORS]
    lines = ["## Official figures furthest from the median", ""]
    for series in furthest:
        indicator, newest = brief.data.indicator[series.indicator], series.newest
        value = indicator_values.format_with_unit(newest.value or 0, indicator)
        median = f"median {indicator_values.format_value(newest.median, indicator)}"
        told = "; ".join(
            part
            for part in (f"{value} in {newest.period}", median, indicator_values.format_rank_with_direction(newest))
            if part
        )
        lines += _write_item(f"{indicator.name}: {told}")
    return lines if furthest else [*lines, "None: the board has no value."]


def _distance_from_median(series: IndicatorSeries) -> float:
    point = series.newest
    return abs((point.value or 0) - point.median) / (point.most - point.least)


def _write_sources(brief: Brief) -> list[str]:
    evidence = [e for told in brief.cells for e in told.evidence] + list(brief.whole)
    cited = {e.source.id: e.source for e in evidence}
    lines = ["## Sources", ""]
    lines += [line for source in list(cited.values())[:4] for line in _write_item(phrases.cite_source(source))]
    lines += [f"… {len(cited) - 4} more: icb-tui show"] if len(cited) > 4 else []
    return [*lines, "", f"icb-tui {__version__}, data {brief.data.fingerprint}"]
