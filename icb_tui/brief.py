"""A brief for a meeting: one page of Markdown on a board, every statement with its finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from icb_tui import __version__, figures, wording
from icb_tui.export import escaped
from icb_tui.model import Compared, Dataset, Evidence, Icb, Series
from icb_tui.text import one_of, wrap

CELLS, LINES = 80, 66
"""The width and length of a page."""

FURTHEST = 4
"""How many figures stand on a brief: those furthest from the median."""


class Brief(Struct, frozen=True, eq=False):
    """What a brief tells: a board in one year, and its official figures."""

    data: Dataset
    icb: Icb
    year: str
    voices: str
    cells: Sequence[Compared]
    whole: Sequence[Evidence]
    series: Sequence[Series]


def brief_lines(brief: Brief) -> list[str]:
    """Return the page: at most LINES lines of CELLS cells; what has no room is counted, and where it is to be found."""
    icb = brief.icb
    head = [f"# {escaped(icb.short_name)} ({icb.code})", ""]
    region = brief.data.region[icb.region].name
    told = f"{icb.name}, {region}. {' '.join(wording.existence(icb, brief.data))}"
    head += [*_wrapped(told, CELLS), "", *_wrapped(f"Year {brief.year}; voices: {brief.voices}.", CELLS), ""]
    tail = ["", *_figures(brief), "", *_sources(brief)]
    room = LINES - len(head) - len(tail)
    said = list(_sections(brief))
    while sum(map(len, said)) > room and _longest(said) > 1:
        said = _shortened(said)
    body = [line for section in said for line in section]
    return [*head, *body, *tail][:LINES]


def _sections(brief: Brief) -> Iterator[list[str]]:
    """What was assessed, what each other voice says, and what nobody mentions: items under a heading each."""
    evidence = [e for told in brief.cells for e in told.evidence] + list(brief.whole)
    for kind in brief.data.kinds:
        items = _items([e for e in evidence if e.kind == kind], brief)
        if kind.rated:
            yield [
                f"## {escaped(f'{kind.name} · {kind.voice}')}",
                "",
                *(_read(brief) or ["Nothing in this year and these voices."]),
            ]
            yield ["", *items] if items else []
        elif items:
            yield ["", f"## {escaped(f'{kind.name} · {kind.voice}')}, never rated", "", *items]
    silent = [told.cell for told in brief.cells if told.cell.nothing]
    if silent:
        names = [f"{brief.data.aim[c.aim].short_name} ({wording.NOTHING[c.nothing or ''].word})" for c in silent]
        told = f"{one_of(names, 99, 'and')}. That is no judgement."
        yield ["", "## Nothing of its own", "", *_wrapped(told, CELLS)]


def _read(brief: Brief) -> list[str]:
    """A sentence for each rating: the rule that fired."""
    lines = []
    for told in brief.cells:
        if told.cell.rating:
            why = wording.why(told.cell, told.evidence, brief.data)
            lines += _item(f": {why}", f"**{escaped(brief.data.aim[told.cell.aim].short_name)}**")
    return lines


def _items(evidence: Sequence[Evidence], brief: Brief) -> list[str]:
    """A statement each, with its aim and its finding."""
    lines = []
    for e in evidence:
        aim = brief.data.aim[e.finding.aim].short_name if e.finding.aim else "the board"
        cited = "; ".join(part for part in (aim, e.finding.id, wording.laid(e.origin)) if part)
        lines += _item(f"{e.finding.summary} ({cited})")
    return lines


def _item(text: str, before: str = "") -> list[str]:
    """A text, as it is, with what is Markdown already before it."""
    first, *rest = _wrapped(text, CELLS - 2, before)
    return [f"- {first}", *(f"  {part}" for part in rest)]


def _wrapped(text: str, cells: int, before: str = "") -> list[str]:
    """Lines that Markdown shows as the text is; none ends between a backslash and what it stands before."""
    lines = wrap(before + escaped(text), cells)
    for place, line in enumerate(lines[:-1]):
        if (len(line) - len(line.rstrip("\\"))) % 2:
            lines[place : place + 2] = [line[:-1], "\\" + lines[place + 1]]
    return lines


def _longest(sections: Sequence[Sequence[str]]) -> int:
    return max(sum(line.startswith("- ") for line in section) for section in sections)


def _shortened(sections: list[list[str]]) -> list[list[str]]:
    """The sections with one item less in the one that has most; the line at its end says how many are left out."""
    place = max(range(len(sections)), key=lambda n: sum(line.startswith("- ") for line in sections[n]))
    section, left = list(sections[place]), 1
    if section[-1].startswith("…"):
        left += int(section.pop().split()[1])
    last = max(n for n, line in enumerate(section) if line.startswith("- "))
    kept = [*section[:last], f"… {left} more: icb-tui show"]
    return [*sections[:place], kept, *sections[place + 1 :]]


def _figures(brief: Brief) -> list[str]:
    """The figures that stand furthest from the median, measured by the spread of all boards."""
    there = [s for s in brief.series if s.newest.value is not None and s.newest.most > s.newest.least]
    furthest = sorted(there, key=lambda s: -_distance(s))[:FURTHEST]
    lines = ["## Official figures furthest from the median", ""]
    for series in furthest:
        indicator, newest = brief.data.indicator[series.indicator], series.newest
        value = figures.in_unit(newest.value or 0, indicator)
        median = f"median {figures.amount(newest.median, indicator)}"
        told = "; ".join(part for part in (f"{value} in {newest.period}", median, figures.placed(newest)) if part)
        lines += _item(f"{indicator.name}: {told}")
    return lines if furthest else [*lines, "None: the board has no value."]


def _distance(series: Series) -> float:
    point = series.newest
    return abs((point.value or 0) - point.median) / (point.most - point.least)


def _sources(brief: Brief) -> list[str]:
    evidence = [e for told in brief.cells for e in told.evidence] + list(brief.whole)
    cited = {e.source.id: e.source for e in evidence}
    lines = ["## Sources", ""]
    lines += [line for source in list(cited.values())[:4] for line in _item(wording.cited(source))]
    lines += [f"… {len(cited) - 4} more: icb-tui show"] if len(cited) > 4 else []
    return [*lines, "", f"icb-tui {__version__}, data {brief.data.fingerprint}"]
