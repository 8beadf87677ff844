"""Sentences on boards side by side, made only of stored facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from icb_tui.analysis.predecessors import Predecessor, list_stand_ins
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import CellEvidence, MissingKind
from icb_tui.domain.dataset import Dataset, in_year
from icb_tui.domain.records import Aim
from icb_tui.text.cells import join_names

ComparedCells = dict[tuple[str, str], CellEvidence]
"""The cells of a comparison, by board and aim."""

Topic = Literal["apart", "differs", "same", "silent"]

TOPICS: dict[Topic, str] = {
    "apart": "Not comparable",
    "differs": "Differences",
    "same": "The same",
    "silent": "Gaps",
}
"""The sentences come in this order."""

NUMBER_WORDS = "no one two three four five six seven eight nine ten".split()


class Sentence(NamedTuple):
    """One sentence of a comparison, and what it is about."""

    topic: Topic
    text: str


class CellState(NamedTuple):
    """The state of a board on an aim: its rating, or how many findings without one, or why it has none.

    Of all years the year of a rating belongs to it: ratings of two years are not the same.
    """

    rating: str | None
    missing: MissingKind | None
    findings: int
    rating_year: str

    @classmethod
    def from_cell(cls, compared: CellEvidence) -> CellState:
        cell = compared.cell
        return cls(cell.rating, cell.missing, 0 if cell.rating else cell.findings, cell.rating_year)


class Comparison(Struct, frozen=True, eq=False):
    """The boards of a comparison (none where only regions are compared), with their cells in one year."""

    data: Dataset
    year: str
    icbs: tuple[str, ...]
    cells: ComparedCells

    @property
    def boards_open(self) -> list[str]:
        """The boards that were open in the year."""
        return [
            icb
            for icb in self.icbs
            if any(self._cell_state(icb, aim).missing != "not-in-being" for aim in self.data.aim)
        ]

    def list_stand_ins(self, icb: str) -> list[Predecessor]:
        """The boards before a board that was not open yet."""
        return list_stand_ins(self.data.icb[icb], self.year, self.data)

    def _cell_state(self, icb: str, aim: str) -> CellState:
        return CellState.from_cell(self.cells[icb, aim])

    def group_by_state(self, aim: str) -> dict[CellState, list[str]]:
        """The open boards by their state on an aim, in the order of the data's levels, then the rest."""
        by_state: dict[CellState, list[str]] = defaultdict(list)
        for icb in self.boards_open:
            by_state[self._cell_state(icb, aim)].append(icb)
        levels = list(self.data.rating)
        order = sorted(by_state, key=lambda s: (levels.index(s.rating) if s.rating else len(levels), -s.findings))
        return {state: by_state[state] for state in order}

    def is_same(self, aim: str) -> bool:
        """Whether an aim is the same for all boards: the same rating, as many findings, or the same reason for none.

        Findings without a rating are alike only where all boards have findings of one evidence type. A board that was
        not open yet shows the boards before it, which are compared with none.
        """
        if any(self.list_stand_ins(icb) for icb in self.icbs):
            return False
        states = {self._cell_state(icb, aim) for icb in self.icbs}
        return (
            len(self.icbs) > 1
            and len(states) == 1
            and (not next(iter(states)).findings or self.shares_evidence_type(self.icbs, aim))
        )

    def shares_evidence_type(self, icbs: Sequence[str], aim: str) -> bool:
        """Whether all these boards have findings of one evidence type on an aim."""
        return bool(set.intersection(*({e.kind.id for e in self.cells[icb, aim].evidence} for icb in icbs)))

    def name_boards(self, icbs: Sequence[str]) -> str:
        """The names of boards as English; labels where the names themselves hold an “and”."""
        names = [self.data.icb[icb].short_name for icb in icbs]
        if len(names) > 1 and any(" and " in name or "," in name for name in names):
            names = [self.data.icb[icb].label for icb in icbs]
        return join_names(names, 99, "and")


def write_sentences(comparison: Comparison) -> list[Sentence]:
    """Return what cannot be compared and why, what differs, what is the same, and on what no board has a finding."""
    parts = (_write_incomparable, _write_differences, _write_similarities, _write_missing)
    sentences = [sentence for write in parts for sentence in write(comparison)]
    return sorted(sentences, key=lambda sentence: list(TOPICS).index(sentence.topic))


def _write_incomparable(comparison: Comparison) -> Iterator[Sentence]:
    """Boards that were not open, evidence types that are left out, and aims with different evidence types."""
    if absent := [icb for icb in comparison.icbs if icb not in comparison.boards_open]:
        predicate = cell_words.MISSING["not-in-being"].predicate.format(be="was" if len(absent) == 1 else "were")
        text = (
            f"{comparison.name_boards(absent)} {predicate} {in_year(comparison.year)}, so there is nothing to compare."
        )
        yield Sentence("apart", text)
    for icb in absent:
        if before := [each.icb.code for each in comparison.list_stand_ins(icb)]:
            shown = f"For {comparison.name_boards([icb])} the table shows the boards before it"
            text = f"{shown}: {comparison.name_boards(before)}."
            yield Sentence("apart", text)
    scopes = {compared.cell.evidence_scope for compared in comparison.cells.values()} or {"all"}
    if "never-rated" in scopes:
        yield Sentence("apart", "None of the chosen evidence types is ever rated, so no rating is compared.")
    if scopes != {"all"}:
        yield Sentence("apart", "Only the chosen evidence types count. Other findings are left out.")
    for aim in comparison.data.aims:
        yield from _write_mixed_evidence(comparison, aim)


def _write_mixed_evidence(comparison: Comparison, aim: Aim) -> Iterator[Sentence]:
    """Whether the findings of the boards on an aim are of different evidence types, and of which."""
    rated, unrated = _split_by_rating(comparison, aim)
    if unrated and (rated or not comparison.shares_evidence_type(unrated, aim.id)) and len(rated) + len(unrated) > 1:
        states = comparison.group_by_state(aim.id).items()
        parts = [_describe_state(comparison, state, icbs) for state, icbs in states if state.rating]
        parts += [
            f"{comparison.name_boards([icb])} has only {_name_evidence_types(comparison.cells[icb, aim.id])}"
            for icb in unrated
        ]
        yield Sentence("apart", f"{aim.short_name}, different evidence types: {'; '.join(parts)}.")


def _split_by_rating(comparison: Comparison, aim: Aim) -> tuple[list[str], list[str]]:
    """The boards that are rated on an aim, and those that have findings without a rating."""
    cells = {icb: comparison.cells[icb, aim.id].cell for icb in comparison.boards_open}
    return [i for i, c in cells.items() if c.rating], [i for i, c in cells.items() if c.findings and not c.rating]


def _name_evidence_types(compared: CellEvidence) -> str:
    """For example “Self-report” and “CQC pilot”."""
    return join_names(list(dict.fromkeys(f"“{e.kind.name}”" for e in compared.evidence)), 99, "and")


def _write_differences(comparison: Comparison) -> Iterator[Sentence]:
    """Aims on which the boards differ, and equal ratings that rest on different evidence."""
    for aim in comparison.data.aims:
        states = comparison.group_by_state(aim.id)
        rated = [icbs for state, icbs in states.items() if state.rating]
        parts = [
            _describe_state(comparison, state, icbs) for state, icbs in states.items() if not (rated and state.findings)
        ]
        if len(parts) > 1:
            yield Sentence("differs", f"{aim.short_name}: {'; '.join(parts)}.")
        for icbs in rated:
            if len(icbs) > 1 and (basis := _describe_basis(comparison, icbs, aim)):
                yield Sentence("differs", basis)


def _describe_state(comparison: Comparison, state: CellState, icbs: list[str]) -> str:
    """For example “SUSX and C&W are rated Strong”, “LLR has no finding”, “DEV has two findings, not rated”."""
    be, have, each = ("is", "has", "") if len(icbs) == 1 else ("are", "have", " each")
    if state.rating:
        predicate = f"{be} rated {_name_rating(comparison, state)}"
    elif state.missing:
        predicate = cell_words.MISSING[state.missing].predicate.format(be=be, have=have)
    else:
        predicate = f"{have} {_count_findings(state.findings)}{each}, {cell_words.NOT_RATED}"
    return f"{comparison.name_boards(icbs)} {predicate}"


def _name_rating(comparison: Comparison, state: CellState) -> str:
    """The rating of a state; of all years with its year: “Strong (2023/24)”."""
    name = comparison.data.rating[state.rating or ""].name
    return f"{name} ({state.rating_year})" if state.rating_year else name


def _describe_basis(comparison: Comparison, icbs: list[str], aim: Aim) -> str:
    """How many findings the same rating is based on, board by board, and their figures; empty where all is alike."""
    parts = [_describe_findings(comparison.cells[icb, aim.id]) for icb in icbs]
    if len(set(parts)) == 1:
        return ""
    first, *rest = [
        f"{_make_possessive(comparison.name_boards([icb]))}{{}} {part}" for icb, part in zip(icbs, parts, strict=True)
    ]
    return f"{', '.join([first.format(f' {aim.short_name} rating is based'), *(part.format('') for part in rest)])}."


def _describe_findings(compared: CellEvidence) -> str:
    """For example “on two findings (one with a figure: 20 of 25 indicators)”."""
    rated = [e.finding for e in cell_words.list_rated_evidence(compared.cell, compared.evidence)]
    amounts = [phrases.describe_figure(finding.figure).split(":")[0] for finding in rated if finding.figure]
    if not amounts:
        return f"on {_count_findings(len(rated))}"
    with_figure = f"{_spell_number(len(amounts))} with a figure: {join_names(amounts, 99, 'and')}"
    return f"on {_count_findings(len(rated))} ({with_figure})"


def _write_similarities(comparison: Comparison) -> Iterator[Sentence]:
    """Aims on which all boards have the same rating, or as many findings without one."""
    everyone = comparison.boards_open
    if len(everyone) < 2:
        return
    rated, unrated = [], []
    for aim in comparison.data.aims:
        states = comparison.group_by_state(aim.id)
        if len(states) == 1:
            (state,) = states
            rated += [f"{_name_rating(comparison, state)} on {aim.short_name}"] if state.rating else []
            counted = state.findings and comparison.shares_evidence_type(everyone, aim.id)
            unrated += [f"{_count_findings(state.findings)} on {aim.short_name}"] if counted else []
    if rated:
        ratings = join_names(rated, 99, "and")
        yield Sentence("same", f"{_name_all(comparison)} are rated {ratings} ({comparison.year}).")
    if unrated:
        yield Sentence(
            "same",
            f"{_name_all(comparison)} have {join_names(unrated, 99, 'and')}, {cell_words.NOT_RATED}"
            f" ({comparison.year}).",
        )


def _write_missing(comparison: Comparison) -> Iterator[Sentence]:
    """Aims on which no board has a finding of its own."""
    everyone = comparison.boards_open
    if len(everyone) < 2:
        return
    for missing in ("not-mentioned", "said-nationally"):
        aims = [
            aim.short_name
            for aim in comparison.data.aims
            if all(comparison.cells[icb, aim.id].cell.missing == missing for icb in everyone)
        ]
        if not aims:
            continue
        if missing == "not-mentioned":
            yield Sentence("silent", f"{_name_none(comparison)} has a finding on {join_names(aims, 99, 'or')}.")
        else:
            predicate = cell_words.MISSING[missing].predicate.format(have="have")
            yield Sentence("silent", f"On {join_names(aims, 99, 'and')} {_name_all(comparison).lower()} {predicate}.")


def _spell_number(count: int) -> str:
    return NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else f"{count:,}"


def _count_findings(count: int) -> str:
    return f"{_spell_number(count)} {'finding' if count == 1 else 'findings'}"


def _name_all(comparison: Comparison) -> str:
    """All open boards; where another was not open, they are the others."""
    number = len(comparison.boards_open)
    if number < len(comparison.icbs):
        return f"The other {_spell_number(number)}"
    return "Both" if number == 2 else f"All {_spell_number(number)}"


def _name_none(comparison: Comparison) -> str:
    number = len(comparison.boards_open)
    if number < len(comparison.icbs):
        return f"{'Neither' if number == 2 else 'None'} of the other {_spell_number(number)}"
    return "Neither" if number == 2 else f"None of the {_spell_number(number)}"


def _make_possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"
