"""A cell of the matrix in words: its name, its marks, the rule behind its rating, or why it has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from icb_tui.domain.answers import Cell, Evidence
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.phrases import (
    MARK_LATER,
    MARK_NEVER_RATED,
    MARK_OWN,
    MARK_UNRATED,
    cite_location,
    format_count,
    format_published,
    quote_words,
)
from icb_tui.domain.rating_rule import find_deciding
from icb_tui.domain.records import Source
from icb_tui.text.cells import join_names


class MissingWords(NamedTuple):
    """The words for a cell without findings: its name and glyph, and what that means.

    `summary` says it in a few words beside the name. `predicate` says it of boards, with `{be}` or `{have}` as the
    verb. Both may hold the `{year}`.
    """

    word: str
    glyph: str
    means: str
    summary: str = ""
    predicate: str = ""


MISSING = {
    "not-mentioned": MissingWords(
        "not mentioned",
        "–",
        "No finding speaks of this board and aim in this year; that is no judgement.",
        "no finding here; that is no judgement",
        "{be} not mentioned",
    ),
    "said-nationally": MissingWords(
        "said nationally",
        "≈",
        "No finding of its own; what was said nationally of this aim and year names no board.",
        "no finding of its own",
        "{have} only what was said nationally",
    ),
    "not-in-being": MissingWords(
        "not in being", "/", "The board was not in being in this year.", "in {year}", "{be} not in being"
    ),
}
"""Why a cell has no findings. None of the reasons is bad."""

UNMATCHED = MissingWords(
    "unresolved", "?", "A statement whose name is no ICB's; it counts for no board, whoever may have been meant."
)
"""The words for statements that no cell shows, because they have no board."""

NOT_RATED = "not rated"

MARK_MEANINGS = {MARK_LATER: "a later step stands against it", MARK_OWN: "with findings laid over"}
"""What the marks behind a cell mean."""


def name_cell(cell: Cell, data: Dataset) -> str:
    """Return a cell in full: “Strong”, “not mentioned”, “not rated, 2 findings”."""
    name = _name_reading(cell, data)
    return name if cell.rating or cell.missing else f"{name}, {format_count(cell.findings, 'finding')}"


def name_cell_briefly(cell: Cell, data: Dataset) -> str:
    """Return a cell for a narrow column: “Strong”, “not mentioned”, “not rated (2)”."""
    name = _name_reading(cell, data)
    return name if cell.rating or cell.missing else f"{name} ({cell.findings})"


def describe_cell(cell: Cell, data: Dataset) -> str:
    """Return a cell in full with its marks in words: “Strong; a later step stands against it”."""
    return "; ".join([name_cell(cell, data), *(MARK_MEANINGS[mark] for mark in cell_marks(cell))])


def label_cell(cell: Cell, data: Dataset) -> str:
    """Return a cell's mark and name: the symbol and “Strong”, “–   Not mentioned”, “·2  Not rated”."""
    name = _name_reading(cell, data)
    return f"{mark_cell(cell, data):<3} {name if cell.rating else name.capitalize()}"


def mark_cell(cell: Cell, data: Dataset) -> str:
    """Return a cell as in the matrix: letter and symbol, “–”, “·2”; “□2” where the findings are never rated."""
    if cell.rating:
        return data.rating[cell.rating].mark
    if cell.missing:
        return MISSING[cell.missing].glyph
    return f"{MARK_NEVER_RATED if cell.evidence_scope == 'never-rated' else MARK_UNRATED}{cell.findings}"


def cell_letter(cell: Cell, data: Dataset) -> str:
    """Return a cell as one letter or as its mark: “S”, “–”, “·2”."""
    return data.rating[cell.rating].letter if cell.rating else mark_cell(cell, data)


def cell_marks(cell: Cell) -> str:
    """Return the marks behind a cell: a dagger for a later step against its rating, a plus for the user's own data."""
    later = MARK_LATER if cell.rating and cell.later else ""
    return f"{later}{MARK_OWN if cell.has_own_data else ''}"


def _name_reading(cell: Cell, data: Dataset) -> str:
    if cell.rating:
        return data.rating[cell.rating].name
    return MISSING[cell.missing].word if cell.missing else NOT_RATED


def find_deciding_evidence(cell: Cell, evidence: Iterable[Evidence], data: Dataset) -> list[Evidence]:
    """Return the findings that the rule's reading of a cell rests on: the deciding credit, the concern, or both."""
    return [e for side in find_deciding(evidence, data) for e in side] if cell.rating else []


def explain_rating(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> str:
    """Return why a cell has its rating, or none, in one sentence that a reader can check."""
    if cell.rating is None:
        return explain_missing_rating(cell)
    name, role = data.rating[cell.rating].name, data.rating[cell.rating].role
    credits, concerns = find_deciding(evidence, data)
    assessors = join_names(sorted({e.kind.voice for e in credits + concerns}), 99, "and")
    reason = {
        "mixed": f"credit ({_cite_findings(credits)}) and concern ({_cite_findings(concerns)})",
        "concern": f"only concern ({_cite_findings(concerns)})",
        "credit": f"the highest level credited ({_cite_findings(credits)}), and no concern",
    }[role]
    return f"{name}: {reason}; {assessors}, {cell.year}."


def cite_cell(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> str:
    """Return a cell as it is pasted into a text: board, aim, year, rating, the deciding findings with their sources."""
    icb, aim = data.icb[cell.icb], data.aim[cell.aim]
    head = f"{icb.short_name}, {aim.short_name}, {cell.year}"
    if not cell.rating:
        return f"{head}: {explain_missing_rating(cell)}"
    deciding = find_deciding_evidence(cell, evidence, data)
    findings = " ".join(f"{e.finding.summary} ({e.finding.id}; {cite_location(e)})" for e in deciding)
    return f"{head}: {data.rating[cell.rating].name}, {describe_reading(cell, evidence, data)}. {findings}"


def describe_rule(data: Dataset) -> str:
    """Return the rating rule in a sentence, with the data's own names."""
    name = {rating.role: rating.name for rating in data.ratings}
    rated = join_names([kind.name.lower() for kind in data.kinds if kind.rated], 99)
    return (
        f"The rule, for one ICB, aim and year: any credit and any concern is {name['mixed']}; only concern is"
        f" {name['concern']}; else the highest level credited. Only findings of the kind {rated} are read."
    )


def explain_missing_rating(cell: Cell) -> str:
    """Return why a cell has no rating: its name, and what that means."""
    name = MISSING[cell.missing].word if cell.missing else NOT_RATED
    return f"{name.capitalize()}: {_lower_first(explain_missing(cell))}"


def explain_missing(cell: Cell) -> str:
    """Return what it means that a cell has no rating."""
    if cell.missing == "not-mentioned" and cell.evidence_scope != "all":
        return "None of the voices chosen speaks of this board and aim in this year; that is no judgement."
    if cell.missing:
        return MISSING[cell.missing].means
    findings = format_count(cell.findings, "finding")
    if cell.evidence_scope == "never-rated":
        return f"{findings}, all in voices of which no rating is made."
    return f"{findings}, none of them an assessment that can be rated."


def summarise_missing(cell: Cell) -> str:
    """Return why a cell has no rating, in a few words."""
    if cell.missing:
        return MISSING[cell.missing].summary.format(year=cell.year)
    findings = format_count(cell.findings, "finding")
    never = cell.evidence_scope == "never-rated"
    return f"{findings}; no rating is made of this voice" if never else f"{findings}, none of a kind that is rated"


def describe_later_steps(cell: Cell, data: Dataset) -> list[str]:
    """Return the later steps against a rating, a dated sentence each. The rating itself stays as it is."""
    return [
        f"Later, {step.year}, {_publication_date(data.source[step.source])}: {step.summary} ({step.id},"
        f" {data.kind[step.kind].name.lower()})"
        for step in cell.later
    ]


def _publication_date(source: Source) -> str:
    return f"published {format_published(source.published)}" if source.published else "without a date"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _cite_findings(evidence: Iterable[Evidence]) -> str:
    """The findings by id, with the assessor's words and the aspect that they are about."""
    cited = (
        (e.finding.id, quote_words(e.finding.words), f"about {e.finding.aspect}" if e.finding.aspect else "")
        for e in evidence
    )
    return "; ".join(", ".join(filter(None, parts)) for parts in cited)


def describe_reading(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> str:
    """Return whose words a rating reads: “our reading of NHS England's word “leader””."""
    findings = find_deciding_evidence(cell, evidence, data)
    words = list(dict.fromkeys(word for e in findings for word in e.finding.words))
    assessors = join_names(list(dict.fromkeys(e.kind.voice for e in findings)), 99, "and")
    if not words:
        return f"our reading of what {assessors} says"
    return f"our reading of {assessors}'s {'word' if len(words) == 1 else 'words'} {quote_words(words)}"
