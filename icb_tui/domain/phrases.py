"""Facts in words: dates, counts, sources, evidence types, and where the user's own data come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from icb_tui.domain.answers import Evidence, name_speaker
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import Aim, EvidenceType, Figure, Finding, Icb, Indicator, Source
from icb_tui.text.cells import join_names

MARK_UNRATED, MARK_NEVER_RATED, MARK_LATER, MARK_OWN = "·", "□", "†", "+"
"""Marks of a cell: findings without a rating, findings of evidence types that are never rated, a later oversight step
that contradicts its rating, and findings of the user's own data."""

MONTHS = """January February March April May June
July August September October November December""".split()


def format_date(date: dt.date) -> str:
    """Return “31 March 2026”."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def format_published(text: str | None) -> str:
    """Return “2025”, “January 2025” or “16 January 2025”; “no date” where it is not known."""
    if not text:
        return "no date"
    year, *rest = text.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    words += [MONTHS[int(rest[0]) - 1]] if rest and 1 <= int(rest[0]) <= 12 else []
    return " ".join([*words, year])


def format_percent(percent: float) -> str:
    """Return “34.8%”: percentages that stand beside each other have as many decimals, exact halves rounded up."""
    return f"{Decimal(repr(percent)).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def format_count(number: int, one: str, many: str = "") -> str:
    """Return “1 finding”, “2 findings”."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def cite_location(each: Evidence, *, with_speaker: bool = True) -> str:
    """Return where a finding was published: “Healthcare Leader, January 2025, paragraph 14”, and whose file has it.

    Before a reporter stands whose words they report, unless a heading over the finding says so.
    """
    finding, source = each.finding, each.source
    publisher = each.speaker if each.reporter and with_speaker else source.publisher
    parts = (publisher, format_published(source.published), locate_in_source(finding), describe_origin(each.origin))
    return ", ".join(filter(None, parts))


def locate_in_source(finding: Finding) -> str:
    """Return the place of a finding in its source, such as “page 3, paragraph 14”; empty where it is not known."""
    if not (finding.page or finding.paragraph):
        return ""
    places = (("page", finding.page), ("paragraph", finding.paragraph))
    return ", ".join(f"{word} {number}" for word, number in places if number)


def describe_origin(origin: str) -> str:
    """Return “your data, from my-data”; nothing for bundled data."""
    return f"your data, from {origin}" if origin else ""


SECTION_NAMES = {
    "icbs": "board",
    "findings": "finding",
    "indicators": "indicator",
    "sources": "source",
    "regions": "region",
    "years": "year",
    "aims": "aim",
    "ratings": "rating level",
    "kinds": "evidence type",
}


def describe_own_data(data: Dataset) -> list[str]:
    """Return what each folder of the user's data holds, a sentence each: “Your data, from my-data: 2 findings.”."""
    sentences = []
    for folder, counts in data.own_folders.items():
        parts = [format_count(counts[section], one) for section, one in SECTION_NAMES.items() if section in counts]
        sentences.append(f"Your data, from {folder}: {', '.join(parts)}.")
    return sentences


def name_indicator(indicator: Indicator, data: Dataset) -> str:
    """Return an indicator's name, marked where it comes from the user's data."""
    return f"{indicator.name} {MARK_OWN}" if data.find_origin("indicators", indicator.id) else indicator.name


def cite_indicator_source(indicator: Indicator, data: Dataset) -> str:
    """Return an indicator's source, and whose file has it."""
    origin = describe_origin(data.find_origin("indicators", indicator.id))
    return f"{indicator.source}{f', {origin}' if origin else ''}"


def cite_source(source: Source) -> str:
    """Return a source as it is cited: “Healthcare Leader, January 2025: Title”."""
    published = f"{source.publisher}, {format_published(source.published)}"
    return f"{published}: {source.title}" if source.title else published


def name_evidence_type(kind: EvidenceType, evidence: Sequence[Evidence], *, dated: bool = False) -> str:
    """Return an evidence type and whose words these findings of it hold, with who reports them.

    For example “Annual assessment · NHS England, as reported by Healthcare Leader”. Where it is `dated` the year of the
    findings stands behind the type.
    """
    of_scopes = {each.finding.scope: each for each in evidence}.values()  # two of thousands: they speak with one voice
    voices = list(dict.fromkeys(each.voice for each in of_scopes)) or [kind.voice]
    name = f"{kind.name} {evidence[0].finding.year}" if dated else kind.name
    return f"{name} · {name_speaker(join_names(voices, 99, 'and'), (each.reporter for each in evidence))}"


def name_speakers(evidence: Iterable[Evidence], *, verb: str = "", comma: bool = True) -> str:
    """Return whose words the findings hold, with who reports them; a `verb` stands behind each speaker."""
    reporters: dict[str, list[str]] = {}
    for each in evidence:
        reporters.setdefault(each.voice + verb, []).append(each.reporter)
    return join_names([name_speaker(voice, by, comma=comma) for voice, by in reporters.items()], 99, "and")


def introduce_evidence_types(kinds: Sequence[str], data: Dataset, boards: str = "") -> str:
    """Return which evidence types count, and what that does to ratings; of one alone also what it means."""
    meaning = f" {data.kind[kinds[0]].meaning}" if len(kinds) == 1 and kinds[0] in data.kind else ""
    return f"{explain_counted_types(kinds, data, boards)}{meaning}"


def explain_counted_types(kinds: Sequence[str], data: Dataset, boards: str = "") -> str:
    """Return which evidence types count, and what that does to ratings; `boards` says on which one has findings."""
    counted, every = [data.kind[kind] for kind in kinds if kind in data.kind], len(data.kinds)
    if len(counted) == every:
        return "All evidence counts."
    effect = explain_rating_effect(kinds, data)
    if len(counted) == 1:
        return f"Only {counted[0].name} counts ({counted[0].voice}{boards}). {effect}"
    return f"Only {len(counted)} of {every} evidence types count. {effect}"


def explain_rating_effect(kinds: Sequence[str], data: Dataset) -> str:
    """Return what it does to ratings that only these evidence types count."""
    it = "it" if len(kinds) == 1 else "them"
    is_rated = any(data.kind[kind].rated for kind in kinds if kind in data.kind)
    return f"Ratings and counts use {it} alone." if is_rated else f"No rating comes from {it}."


def quote_words(words: Iterable[str]) -> str:
    """Return the assessor's own words in quotation marks."""
    return ", ".join(f"“{word}”" for word in words)


def describe_figure(figure: Figure | None) -> str:
    """Return the figure of a finding with its unit and what it counts, or nothing.

    A value written as text may bring its own sign (£33.5 million); the unit is then not repeated.
    """
    if not figure:
        return ""
    value, unit = figure.value, figure.unit
    amount = f"{value:,}" if isinstance(value, (int, float)) else value
    own_sign = (unit == "GBP" and "£" in amount) or (unit.startswith("%") and "%" in amount)
    return f"{amount}{'' if own_sign else f' {unit}'}: {figure.what}"


def describe_aspects(evidence: Iterable[Evidence], aim: Aim) -> str:
    """Return what part of the aim the findings are about, if they name one: “about primary care”."""
    whole = (aim.short_name.casefold(), aim.name.casefold())
    aspects = dict.fromkeys(e.finding.aspect for e in evidence if e.finding.aspect)
    parts = [aspect for aspect in aspects if aspect.casefold() not in whole]
    return f"about {join_names(parts, 99, 'and')}" if parts else ""


def group_by_evidence_type(evidence: Iterable[Evidence]) -> list[tuple[EvidenceType, list[Evidence]]]:
    """Return the findings by evidence type, those of each year apart, in the order in which they come."""
    groups = groupby(evidence, key=lambda e: (e.kind, e.finding.year))
    return [(kind, list(group)) for (kind, _), group in groups]


def describe_dates(icb: Icb, data: Dataset) -> list[str]:
    """Return when a board closed and what followed, when it opened, and what it came from, a sentence each."""
    sentences = describe_own_dates(icb, data)
    if before := data.predecessors.get(icb.code):
        sentences.append(f"Took over from {join_names([old.short_name for old in before], 99, 'and')}.")
    return sentences


def describe_own_dates(icb: Icb, data: Dataset) -> list[str]:
    """Return when a board closed and what followed, and when it opened, a sentence each."""
    sentences = [f"Opened {format_date(icb.opened)}."]
    if icb.closed:
        sentences.insert(0, f"Closed {format_date(icb.closed)}{describe_successors(icb, data)}.")
    return sentences


def describe_residents(icb: Icb) -> list[str]:
    """Return “1,234,567 residents (2022)” in a list; an empty one where the number is not known."""
    if not icb.population:
        return []
    year = max(icb.population)
    return [f"{icb.population[year]:,} residents ({year})"]


def describe_successors(icb: Icb, data: Dataset) -> str:
    """Return “; now Thames Valley (58.9%), Surrey and Sussex (18.2%), by residents”, or nothing without successors."""
    names = [
        f"{_board_name(s.code, data)}{f' ({format_percent(s.percent)})' if s.percent is not None else ''}"
        for s in icb.successors
    ]
    bases = dict.fromkeys(s.basis or "residents" for s in icb.successors if s.percent is not None)
    shared = f", by {join_names(list(bases), 99, 'and')}" if bases else ""
    return f"; now {', '.join(names)}{shared}" if names else ""


def _board_name(code: str, data: Dataset) -> str:
    return data.icb[code].short_name if code in data.icb else code
