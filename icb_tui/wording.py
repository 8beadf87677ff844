"""Facts → words: dates, sources, what a rating rests on, and which kind of nothing a cell is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from icb_tui.model import Aim, Cell, Dataset, Evidence, Finding, Icb, Indicator, Kind, Source
from icb_tui.text import one_of


class Silence(NamedTuple):
    """A kind of nothing, as a reader sees it: its word, its glyph, and what it means."""

    word: str
    glyph: str
    means: str


NOTHING = {
    "not-mentioned": Silence(
        "not mentioned", "–", "No finding speaks of this board and aim in this year; that is no judgement."
    ),
    "said-nationally": Silence(
        "said nationally",
        "≈",
        "No finding of its own; what was said nationally of this aim and year names no board.",
    ),
    "not-in-being": Silence("not in being", "/", "The board was not in being in this year."),
}
"""The kinds of nothing that a cell can be. None of them is bad."""

UNRESOLVED = Silence(
    "unresolved", "?", "A statement whose name is no ICB's; it counts for no board, whoever may have been meant."
)
"""The kind of nothing that no cell shows: it has no board."""

SAID, HOLLOW, LATER, LAID = "·", "□", "†", "+"
"""Marks of a cell: findings without a rating, findings of voices that are never rated, a later step against it, and
findings that were laid over the bundled ones."""

MONTHS = """January February March April May June
July August September October November December""".split()


def day(date: dt.date) -> str:
    """Return “31 March 2026”."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def published(text: str | None) -> str:
    """Return “2025”, “January 2025” or “16 January 2025”; nothing where the date is not known."""
    if not text:
        return ""
    year, *rest = text.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    words += [MONTHS[int(rest[0]) - 1]] if rest and 1 <= int(rest[0]) <= 12 else []
    return " ".join([*words, year])


def counted(number: int, one: str, many: str = "") -> str:
    """Return “1 finding”, “2 findings”."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def where(each: Evidence) -> str:
    """Return where a finding was said: “Healthcare Leader, January 2025, paragraph 14”, and whose file says so."""
    finding, source = each.finding, each.source
    paragraph = f"paragraph {finding.paragraph}" if finding.paragraph else ""
    told = (source.publisher, published(source.published) or "no date", paragraph, laid(each.origin))
    return ", ".join(part for part in told if part)


def laid(origin: str) -> str:
    """Return “laid over from my-data”; nothing for what was bundled."""
    return f"laid over from {origin}" if origin else ""


SECTIONS = {
    "icbs": "board",
    "findings": "finding",
    "indicators": "indicator",
    "sources": "source",
    "regions": "region",
    "years": "year",
    "aims": "aim",
    "ratings": "rating level",
    "kinds": "voice",
}


def laid_over(data: Dataset) -> list[str]:
    """Return what each folder laid over the bundled data, a sentence each: “Laid over from my-data: 2 findings.”."""
    told = []
    for folder, laid in data.folders.items():
        parts = [counted(laid[section], one) for section, one in SECTIONS.items() if section in laid]
        told.append(f"Laid over from {folder}: {', '.join(parts)}.")
    return told


def of_indicator(indicator: Indicator, data: Dataset) -> str:
    """Return an indicator's name, marked where it was laid over."""
    return f"{indicator.name} {LAID}" if data.origin("indicators", indicator.id) else indicator.name


def source_of(indicator: Indicator, data: Dataset) -> str:
    """Return an indicator's source, and whose file says so."""
    origin = laid(data.origin("indicators", indicator.id))
    return f"{indicator.source}{f', {origin}' if origin else ''}"


def cited(source: Source) -> str:
    """Return a source as it is cited: “Healthcare Leader, January 2025: Title”."""
    told = f"{source.publisher}, {published(source.published) or 'no date'}"
    return f"{told}: {source.title}" if source.title else told


def voice(kind: Kind) -> str:
    """Return who speaks and how: “Annual assessment · NHS England”."""
    return f"{kind.name} · {kind.voice}"


def introduced(kinds: Sequence[str], data: Dataset, boards: str = "") -> str:
    """Return whose findings count and what they are, for example of self-reports: what the ICB says of itself."""
    heard = [data.kind[kind] for kind in kinds if kind in data.kind]
    if len(heard) != 1:
        return "All voices." if len(heard) == len(data.kinds) else f"{len(heard)} of {len(data.kinds)} voices."
    return f"{heard[0].name}, {heard[0].voice}{boards}: {heard[0].meaning}"


def quoted(words: Iterable[str]) -> str:
    """Return the assessor's own words in quotation marks."""
    return ", ".join(f"“{word}”" for word in words)


def figure(finding: Finding) -> str:
    """Return the figure of a finding with its unit and what it counts, or nothing.

    A value written as text may bring its own sign (£33.5 million); the unit is then not said again.
    """
    if not finding.figure:
        return ""
    value, unit = finding.figure.value, finding.figure.unit
    amount = f"{value:,}" if isinstance(value, (int, float)) else value
    own_sign = (unit == "GBP" and "£" in amount) or (unit.startswith("%") and "%" in amount)
    return f"{amount}{'' if own_sign else f' {unit}'}: {finding.figure.what}"


def fired(cell: Cell, evidence: Iterable[Evidence], data: Dataset) -> list[Evidence]:
    """Return the findings that the rule's reading of a cell rests on: the deciding credit, the concern, or both."""
    credits, concerns = _deciding(cell, evidence, data)
    return credits + concerns


def _deciding(cell: Cell, evidence: Iterable[Evidence], data: Dataset) -> tuple[list[Evidence], list[Evidence]]:
    """The findings that credit the highest level, and those that concern."""
    levels = [(e, data.rating[e.finding.rating]) for e in evidence if e.kind.rated and e.finding.rating and cell.rating]
    best = max((level.rank for _, level in levels if level.role == "credit"), default=0)
    credits = [e for e, level in levels if level.role == "credit" and level.rank == best]
    return credits, [e for e, level in levels if level.role == "concern"]


def why(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> str:
    """Return the rule that fired, in one sentence that a reader can recompute."""
    if cell.rating is None:
        return why_not(cell)
    name, role = data.rating[cell.rating].name, data.rating[cell.rating].role
    credits, concerns = _deciding(cell, evidence, data)
    said = one_of(sorted({e.kind.voice for e in credits + concerns}), 99, "and")
    because = {
        "mixed": f"credit ({_named(credits)}) and concern ({_named(concerns)})",
        "concern": f"only concern ({_named(concerns)})",
        "credit": f"the highest level credited ({_named(credits)}), and no concern",
    }[role]
    return f"{name}: {because}; {said}, {cell.year}."


def citation(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> str:
    """Return a cell as it is pasted into a text: whose it is, its level, the deciding finding, and its source."""
    icb, aim = data.icb[cell.icb], data.aim[cell.aim]
    head = f"{icb.short_name}, {aim.short_name}, {cell.year}"
    if not cell.rating:
        return f"{head}: {why_not(cell)}"
    deciding = fired(cell, evidence, data)
    said = " ".join(f"{e.finding.summary} ({e.finding.id}; {where(e)})" for e in deciding)
    return f"{head}: {data.rating[cell.rating].name}, {reading_of(cell, evidence, data)}. {said}"


def rule(data: Dataset) -> str:
    """Return the rating rule in a sentence, with the data's own names."""
    name = {rating.role: rating.name for rating in data.ratings}
    rated = one_of([kind.name.lower() for kind in data.kinds if kind.rated], 99)
    return (
        f"The rule, for one ICB, aim and year: any credit and any concern is {name['mixed']}; only concern is"
        f" {name['concern']}; else the highest level credited. Only findings of the kind {rated} are read."
    )


def why_not(cell: Cell) -> str:
    """Return why a cell has no rating: its word, and what that means."""
    if cell.nothing:
        return f"{NOTHING[cell.nothing].word.capitalize()}: {_lower(meaning(cell))}"
    return f"{'Said, not rated' if cell.heard == 'never-rated' else 'Not rated'}: {meaning(cell)}"


def meaning(cell: Cell) -> str:
    """Return what it means that a cell has no rating."""
    if cell.nothing == "not-mentioned" and cell.heard != "all":
        return "None of the voices chosen speaks of this board and aim in this year; that is no judgement."
    if cell.nothing:
        return NOTHING[cell.nothing].means
    findings = counted(cell.findings, "finding")
    if cell.heard == "never-rated":
        return f"{findings}, all in voices of which no rating is made."
    return f"{findings}, none of them an assessment that can be rated."


def briefly_not(cell: Cell) -> str:
    """Return why a cell has no rating, in a few words."""
    brief = {
        "not-mentioned": "no finding here; that is no judgement",
        "said-nationally": "no finding of its own",
        "not-in-being": f"in {cell.year}",
    }
    if cell.nothing:
        return brief[cell.nothing]
    findings = counted(cell.findings, "finding")
    never = cell.heard == "never-rated"
    return f"{findings}; no rating is made of this voice" if never else f"{findings}, none of a kind that is rated"


def later(cell: Cell, data: Dataset) -> list[str]:
    """Return what stands against a rating later, each dated: shown beside the rating, which stays what it is."""
    return [
        f"Later, {step.year}, {_dated(data.source[step.source])}: {step.summary} ({step.id},"
        f" {data.kind[step.kind].name.lower()})"
        for step in cell.later
    ]


def _dated(source: Source) -> str:
    return f"published {published(source.published)}" if source.published else "without a date"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _named(evidence: Iterable[Evidence]) -> str:
    """The findings by id, with the assessor's words and the aspect that they speak of."""
    return "; ".join(
        ", ".join(
            part
            for part in (e.finding.id, quoted(e.finding.words), f"about {e.finding.aspect}" if e.finding.aspect else "")
            if part
        )
        for e in evidence
    )


def reading_of(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> str:
    """Return whose words a rating reads: “our reading of NHS England's word “leader””."""
    findings = fired(cell, evidence, data)
    words = list(dict.fromkeys(word for e in findings for word in e.finding.words))
    voices = one_of(list(dict.fromkeys(e.kind.voice for e in findings)), 99, "and")
    if not words:
        return f"our reading of what {voices} says"
    return f"our reading of {voices}'s {'word' if len(words) == 1 else 'words'} {quoted(words)}"


def aspects(evidence: Iterable[Evidence], aim: Aim) -> str:
    """Return what part of the aim the findings speak of, where they say: “about primary care”."""
    parts = dict.fromkeys(e.finding.aspect for e in evidence if e.finding.aspect)
    told = [part for part in parts if part.casefold() not in (aim.short_name.casefold(), aim.name.casefold())]
    return f"about {one_of(told, 99, 'and')}" if told else ""


def by_voice(evidence: Iterable[Evidence]) -> list[tuple[Kind, list[Evidence]]]:
    """Return the findings grouped by kind, in the order that they come in."""
    return [(kind, list(group)) for kind, group in groupby(evidence, key=lambda e: e.kind)]


def existence(icb: Icb, data: Dataset) -> list[str]:
    """Return when a board opened and closed, what it came from and what followed, a sentence each."""
    told = [f"Opened {day(icb.opened)}."]
    if icb.closed:
        told.append(f"Closed {day(icb.closed)}{followed(icb, data)}.")
    if before := data.predecessors.get(icb.code):
        told.append(f"Took over from {one_of([old.short_name for old in before], 99, 'and')}.")
    return told


def followed(icb: Icb, data: Dataset) -> str:
    """Return “; now Thames Valley (58.9%), Surrey and Sussex (18.2%), by residents”, or nothing without successors."""
    names = [f"{_name(s.code, data)}{f' ({s.percent:g}%)' if s.percent is not None else ''}" for s in icb.successors]
    shared = ", by residents" if any(s.percent is not None for s in icb.successors) else ""
    return f"; now {', '.join(names)}{shared}" if names else ""


def _name(code: str, data: Dataset) -> str:
    return data.icb[code].short_name if code in data.icb else code
