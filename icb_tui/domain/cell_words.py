"""A cell of the matrix in words: its name, its marks, the rule behind its rating, or why it has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from icb_tui.domain.answers import Cell, Evidence, LaterStep, name_speaker
from icb_tui.domain.dataset import ALL_YEARS, Dataset, in_year
from icb_tui.domain.phrases import (
    MARK_LATER,
    MARK_NEVER_RATED,
    MARK_OWN,
    MARK_UNRATED,
    cite_location,
    format_count,
    format_published,
    name_speakers,
    quote_words,
)
from icb_tui.domain.rating_rule import find_deciding
from icb_tui.domain.records import EvidenceType, Source
from icb_tui.text.cells import join_names, upper_first


class MissingWords(NamedTuple):
    """The words for a cell without findings: its name and glyph, and what that means.

    `explanation` says it of one cell, and `summary` in a few words beside the name; both may say `{in_year}`.
    `predicate` says it of boards, with `{be}` or `{have}` as the verb.
    """

    word: str
    glyph: str
    means: str
    explanation: str = ""
    summary: str = ""
    predicate: str = ""


NO_JUDGEMENT = "That is not a judgement."


MISSING = {
    "not-mentioned": MissingWords(
        word="no finding",
        glyph="–",
        means=f"No finding for this board and aim in the year. {NO_JUDGEMENT}",
        explanation=f"No finding for this board and aim {{in_year}}. {NO_JUDGEMENT}",
        summary=NO_JUDGEMENT,
        predicate="{have} no finding",
    ),
    "said-nationally": MissingWords(
        word="England-wide only",
        glyph="≈",
        means="England-wide comment only. This board is not named.",
        explanation="England-wide comment only. This board is not named.",
        summary="This board is not named.",
        predicate="{have} England-wide comment only",
    ),
    "not-in-being": MissingWords(
        word="not open",
        glyph="/",
        means="Not open in the year: closed before, or not yet open.",
        explanation="Not open {in_year}.",
        summary="{in_year}",
        predicate="{be} not open",
    ),
}
"""Why a cell has no findings. None of the reasons is bad."""

UNMATCHED = MissingWords("unmatched", "?", "The statement names no ICB. It counts for no board.")
"""The words for statements that no cell shows, because they have no board."""

NOT_RATED = "not rated"

MARK_MEANINGS = {MARK_LATER: "later oversight step", MARK_OWN: "with your data"}
"""What the marks behind a cell mean."""


def name_cell(cell: Cell, data: Dataset) -> str:
    """Return a cell in full: “Strong”, “no finding”, “not rated, 2 findings”."""
    name = _name_reading(cell, data)
    return name if cell.rating or cell.missing else f"{name}, {format_count(cell.findings, 'finding')}"


def name_cell_briefly(cell: Cell, data: Dataset) -> str:
    """Return a cell for a narrow column: “Strong”, “no finding”, “not rated (2)”."""
    name = _name_reading(cell, data)
    return name if cell.rating or cell.missing else f"{name} ({cell.findings})"


def describe_cell(cell: Cell, data: Dataset) -> str:
    """Return a cell in full with its marks in words: “Strong, later oversight step”."""
    return ", ".join([name_cell(cell, data), *(MARK_MEANINGS[mark] for mark in cell_marks(cell))])


def label_cell(cell: Cell, data: Dataset) -> str:
    """Return a cell's mark and name: the symbol and “Strong”, “–   No finding”, “·2  Not rated”."""
    name = _name_reading(cell, data)
    return f"{data.rating[cell.rating].mark if cell.rating else mark_cell(cell, data):<3} {upper_first(name)}"


def list_cell_forms(cell: Cell, data: Dataset) -> list[str]:
    """Return a cell as it can stand in a table, the fullest form first; a rating among all years keeps its year.

    The name with symbol and marks, the symbol with marks, the symbol; of all years the first with “(2023/24)”, the
    symbol with “23/24”, then “S 23/24†”, “S 23†”, “S23”.
    """
    marks, mark = cell_marks(cell), mark_cell(cell, data)
    if not cell.rating:
        return [f"{mark}{marks}", mark]
    named = f"{label_cell(cell, data)} {marks:<2}"  # with space after it: a column of words is not to look crowded
    if not cell.rating_year:
        return [named, f"{mark}{marks}", mark]
    letter, year = data.rating[cell.rating].letter, cell.rating_year[2:]
    return [named, f"{mark}{marks}", *(f"{letter} {part}{marks}" for part in (year, year[:2])), f"{letter}{year[:2]}"]


def mark_cell(cell: Cell, data: Dataset) -> str:
    """Return a cell as in the matrix: letter and symbol, “–”, “·2”; “□2” where the findings are never rated.

    The newest rating of all years stands with its year: “23/24” behind the symbol.
    """
    if cell.rating:
        return f"{data.rating[cell.rating].mark} {cell.rating_year[2:]}".rstrip()
    if cell.missing:
        return MISSING[cell.missing].glyph
    return f"{MARK_NEVER_RATED if cell.evidence_scope == 'never-rated' else MARK_UNRATED}{cell.findings}"


def cell_letter(cell: Cell, data: Dataset) -> str:
    """Return a cell as one letter or as its mark: “S”, “–”, “·2”; of all years “S 23/24”."""
    return (
        f"{data.rating[cell.rating].letter} {cell.rating_year[2:]}".rstrip() if cell.rating else mark_cell(cell, data)
    )


def stand_in_letters(cells: Iterable[Cell], data: Dataset) -> str:
    """Return the cells of the boards before a board, a letter or sign each: “S – ·”. None of them is its rating."""
    return " ".join(cell_letter(cell, data)[0] for cell in cells)


def name_stand_ins(cells: Iterable[Cell], data: Dataset) -> list[str]:
    """Return the cells of the boards before a board, each under its label: “MSE Strong”, “HWE not rated (2)”."""
    return [f"{data.icb[cell.icb].label} {name_cell_briefly(cell, data)}" for cell in cells]


def cell_marks(cell: Cell) -> str:
    """Return the marks behind a cell: a dagger for a later oversight step, a plus for the user's own data."""
    later = MARK_LATER if cell.rating and cell.later else ""
    return f"{later}{MARK_OWN if cell.has_own_data else ''}"


def _name_reading(cell: Cell, data: Dataset) -> str:
    if cell.rating:
        return f"{data.rating[cell.rating].name}{f' ({cell.rating_year})' if cell.rating_year else ''}"
    return MISSING[cell.missing].word if cell.missing else NOT_RATED


def find_deciding_evidence(cell: Cell, evidence: Iterable[Evidence], data: Dataset) -> list[Evidence]:
    """Return the findings that the rule's reading of a cell rests on: the deciding credit, the concern, or both."""
    return [e for side in find_deciding(list_rated_evidence(cell, evidence), data) for e in side] if cell.rating else []


def list_rated_evidence(cell: Cell, evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return the findings that the rule looks at: of all years those of the year that the rating is of."""
    return [e for e in evidence if e.kind.rated and e.finding.year == (cell.rating_year or e.finding.year)]


def explain_rating(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> str:
    """Return why a cell has its rating, or none, in one sentence that a reader can check."""
    if cell.rating is None:
        return explain_missing_rating(cell)
    name, role = _name_reading(cell, data), data.rating[cell.rating].role
    credits, concerns = find_deciding(list_rated_evidence(cell, evidence), data)
    reason = {
        "mixed": f"praise ({_cite_findings(credits)}) and concern ({_cite_findings(concerns)})",
        "concern": f"only concern ({_cite_findings(concerns)})",
        "credit": f"the highest level praised ({_cite_findings(credits)}), no concern",
    }[role]
    return f"{name}: {reason}. {name_speakers(credits + concerns)}."


def cite_cell(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> str:
    """Return a cell as it is pasted into a text: board, aim, year, rating, the deciding findings with their sources."""
    icb, aim = data.icb[cell.icb], data.aim[cell.aim]
    head = f"{icb.short_name}, {aim.short_name}, {cell.rating_year or cell.year}"
    if not cell.rating:
        return f"{head}: {explain_missing_rating(cell)}"
    deciding = find_deciding_evidence(cell, evidence, data)
    findings = " ".join(
        f"{e.finding.summary} ({e.finding.id}; {cite_location(e, with_speaker=False)})" for e in deciding
    )
    return f"{head}: {data.rating[cell.rating].name}, {describe_reading(cell, evidence, data)}. {findings}"


def describe_rule(data: Dataset) -> str:
    """Return the rating rule in a few sentences, with the data's own names."""
    name = {rating.role: rating.name for rating in data.ratings}
    rated = join_names([f"{_lower_first(kind.name)}s" for kind in data.kinds if kind.rated], 99, "and")
    return (
        f"The rule for one ICB, aim and year: praise and concern make {name['mixed']}. Only concern makes"
        f" {name['concern']}. Otherwise the highest level praised. Only {rated} are rated."
    )


def explain_missing_rating(cell: Cell) -> str:
    """Return why a cell has no rating, in a sentence or two."""
    if cell.missing == "not-mentioned" and cell.evidence_scope != "all":
        none = f"None of the chosen evidence types has a finding for this board and aim {in_year(cell.year)}."
        return f"{none} {NO_JUDGEMENT}"
    if cell.missing:
        return MISSING[cell.missing].explanation.format(in_year=in_year(cell.year))
    return f"{upper_first(NOT_RATED)}: {_describe_unrated(cell)}."


def explain_unrated_year(data: Dataset, year: str, kinds: Sequence[str]) -> str:
    """Return why no board has a rating in a year, from what the data hold of these evidence types.

    The first sentence says why: it fits a narrow screen alone. The second counts the other findings of boards. Nothing
    is said where none of the types is ever rated: whoever chose them knows.
    """
    counts: Counter[bool] = Counter()
    for of_year in (data.board_findings.get(each, {}) for each in data.list_years(year)):
        for kind, findings in of_year.items():
            counts[data.kind[kind].rated] += findings if kind in kinds else 0
    names = [_lower_first(kind.name) for kind in data.kinds if kind.rated and kind.id in kinds]
    if not names:
        return ""
    when, why = "" if year == ALL_YEARS else f" of {year}", "has a rating" if counts[True] else "is in the data"
    more = f" Other findings: {counts[False]:,}." if counts[False] and not counts[True] else ""
    return f"No board's {join_names(names, 99)}{when} {why}.{more}"


def summarise_missing(cell: Cell) -> str:
    """Return why a cell has no rating, in a few words beside its name."""
    return MISSING[cell.missing].summary.format(in_year=in_year(cell.year)) if cell.missing else _describe_unrated(cell)


def _describe_unrated(cell: Cell) -> str:
    """For example “2 findings that cannot be rated”."""
    findings = format_count(cell.findings, "finding")
    if cell.evidence_scope == "never-rated":
        types = "a type that is never rated" if cell.findings == 1 else "types that are never rated"
        return f"{findings}, of {types}"
    return f"{findings} that cannot be rated"


def describe_later_steps(cell: Cell, data: Dataset) -> list[str]:
    """Return the later steps that contradict a rating, a mark and a dated sentence each. The rating stays as it is."""
    return [_describe_later_step(step, data.kind[step.kind], data.source[step.source], data) for step in cell.later]


def _describe_later_step(step: LaterStep, kind: EvidenceType, source: Source, data: Dataset) -> str:
    when = f"{step.year}, {format_published(source.published)}"
    speaker = name_speaker(kind.voice, [data.name_reporter(kind, source)])
    return f"{MARK_LATER} Later {_lower_first(kind.name)}, {when}: {step.summary} ({step.id}; {speaker})"


def _lower_first(text: str) -> str:
    """A text that begins with a small letter, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _cite_findings(evidence: Iterable[Evidence]) -> str:
    """The findings by id, with the assessor's words and the aspect that they are about."""
    cited = (
        (e.finding.id, quote_words(e.finding.words), f"about {e.finding.aspect}" if e.finding.aspect else "")
        for e in evidence
    )
    return "; ".join(", ".join(filter(None, parts)) for parts in cited)


def quote_deciding_words(deciding: Iterable[Evidence]) -> str:
    """Return the assessor's own words that a rating reads, in quotation marks."""
    return quote_words(dict.fromkeys(word for e in deciding for word in e.finding.words))


def describe_reading(cell: Cell, evidence: Sequence[Evidence], data: Dataset) -> str:
    """Return whose words a rating reads: “our reading of “strong”, NHS England as reported by Healthcare Leader”."""
    findings = find_deciding_evidence(cell, evidence, data)
    if words := quote_deciding_words(findings):
        return f"our reading of {words}, {name_speakers(findings, comma=False)}"
    return f"our reading of what {name_speakers(findings, verb=' says')}"
