"""A cell of the matrix in words: its rating, the rule behind it, or why it has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from icb_tui.domain.answers import Cell, Evidence
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.phrases import (
    cite_location,
    format_count,
    format_published,
    quote_words,
)
from icb_tui.domain.rating_rule import find_deciding
from icb_tui.domain.records import Source
from icb_tui.text.cells import join_names


class MissingWords(NamedTuple):
    """A kind of nothing, as a reader sees it: its word, its glyph, and what it means."""

    word: str
    glyph: str
    means: str


MISSING = {
    "not-mentioned": MissingWords(
        "not mentioned", "–", "No finding speaks of this board and aim in this year; that is no judgement."
    ),
    "said-nationally": MissingWords(
        "said nationally",
        "≈",
        "No finding of its own; what was said nationally of this aim and year names no board.",
    ),
    "not-in-being": MissingWords("not in being", "/", "The board was not in being in this year."),
}
"""The kinds of nothing that a cell can be. None of them is bad."""

UNMATCHED = MissingWords(
    "unresolved", "?", "A statement whose name is no ICB's; it counts for no board, whoever may have been meant."
)
"""The kind of nothing that no cell shows: it has no board."""


def find_deciding_evidence(cell: Cell, evidence: Iterable[Evidence], data: Dataset) -> list[Evidence]:
    """Return the findings that the rule's reading of a cell rests on: the deciding credit, the concern, or both."""
    return [e for side in find_deciding(evidence, data) for e in side] if cell.rating else []


def explain_rating(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> str:
    """Return the rule that fired, in one sentence that a reader can recompute."""
    if cell.rating is None:
        return explain_missing_rating(cell)
    name, role = data.rating[cell.rating].name, data.rating[cell.rating].role
    credits, concerns = find_deciding(evidence, data)
    said = join_names(sorted({e.kind.voice for e in credits + concerns}), 99, "and")
    because = {
        "mixed": f"credit ({_cite_findings(credits)}) and concern ({_cite_findings(concerns)})",
        "concern": f"only concern ({_cite_findings(concerns)})",
        "credit": f"the highest level credited ({_cite_findings(credits)}), and no concern",
    }[role]
    return f"{name}: {because}; {said}, {cell.year}."


def cite_cell(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> str:
    """Return a cell as it is pasted into a text: whose it is, its level, the deciding finding, and its source."""
    icb, aim = data.icb[cell.icb], data.aim[cell.aim]
    head = f"{icb.short_name}, {aim.short_name}, {cell.year}"
    if not cell.rating:
        return f"{head}: {explain_missing_rating(cell)}"
    deciding = find_deciding_evidence(cell, evidence, data)
    said = " ".join(f"{e.finding.summary} ({e.finding.id}; {cite_location(e)})" for e in deciding)
    return f"{head}: {data.rating[cell.rating].name}, {describe_reading(cell, evidence, data)}. {said}"


def describe_rule(data: Dataset) -> str:
    """Return the rating rule in a sentence, with the data's own names."""
    name = {rating.role: rating.name for rating in data.ratings}
    rated = join_names([kind.name.lower() for kind in data.kinds if kind.rated], 99)
    return (
        f"The rule, for one ICB, aim and year: any credit and any concern is {name['mixed']}; only concern is"
        f" {name['concern']}; else the highest level credited. Only findings of the kind {rated} are read."
    )


def explain_missing_rating(cell: Cell) -> str:
    """Return why a cell has no rating: its word, and what that means."""
    if cell.missing:
        return f"{MISSING[cell.missing].word.capitalize()}: {_lower_first(explain_missing(cell))}"
    return f"{'Said, not rated' if cell.evidence_scope == 'never-rated' else 'Not rated'}: {explain_missing(cell)}"


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
    brief = {
        "not-mentioned": "no finding here; that is no judgement",
        "said-nationally": "no finding of its own",
        "not-in-being": f"in {cell.year}",
    }
    if cell.missing:
        return brief[cell.missing]
    findings = format_count(cell.findings, "finding")
    never = cell.evidence_scope == "never-rated"
    return f"{findings}; no rating is made of this voice" if never else f"{findings}, none of a kind that is rated"


def describe_later_steps(cell: Cell, data: Dataset) -> list[str]:
    """Return what stands against a rating later, each dated: shown beside the rating, which stays what it is."""
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
    """The findings by id, with the assessor's words and the aspect that they speak of."""
    return "; ".join(
        ", ".join(
            part
            for part in (
                e.finding.id,
                quote_words(e.finding.words),
                f"about {e.finding.aspect}" if e.finding.aspect else "",
            )
            if part
        )
        for e in evidence
    )


def describe_reading(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> str:
    """Return whose words a rating reads: “our reading of NHS England's word “leader””."""
    findings = find_deciding_evidence(cell, evidence, data)
    words = list(dict.fromkeys(word for e in findings for word in e.finding.words))
    voices = join_names(list(dict.fromkeys(e.kind.voice for e in findings)), 99, "and")
    if not words:
        return f"our reading of what {voices} says"
    return f"our reading of {voices}'s {'word' if len(words) == 1 else 'words'} {quote_words(words)}"
