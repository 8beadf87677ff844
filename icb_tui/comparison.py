"""What can be said of boards side by side, in sentences made only of stored facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from icb_tui import wording
from icb_tui.model import Aim, Compared, Dataset, Finding
from icb_tui.text import one_of

Cells = dict[tuple[str, str], Compared]
"""The cells of a comparison, by board and aim."""

Topic = Literal["apart", "differs", "same", "silent"]
TOPICS: dict[Topic, str] = {
    "apart": "Not to be compared",
    "differs": "What differs",
    "same": "What is the same",
    "silent": "What nobody mentions",
}
"""The sentences come in this order."""

NUMBERS = "no one two three four five six seven eight nine ten".split()


class Sentence(NamedTuple):
    """One sentence of a comparison, and what it is about."""

    topic: Topic
    text: str


class State(NamedTuple):
    """Where a board stands on an aim: its rating, or how many findings without one, or which kind of nothing."""

    rating: str | None
    nothing: str | None
    findings: int

    @classmethod
    def of(cls, compared: Compared) -> State:
        cell = compared.cell
        return cls(cell.rating, cell.nothing, 0 if cell.rating else cell.findings)


class Side(Struct, frozen=True, eq=False):
    """The boards of a comparison, with their cells in one year."""

    data: Dataset
    icbs: tuple[str, ...]
    cells: Cells

    @property
    def there(self) -> list[str]:
        """The boards that were in being."""
        return [
            icb for icb in self.icbs if any(self._state(icb, aim).nothing != "not-in-being" for aim in self.data.aim)
        ]

    def _state(self, icb: str, aim: str) -> State:
        return State.of(self.cells[icb, aim])

    def states(self, aim: str) -> dict[State, list[str]]:
        """The boards in being by where they stand on an aim, in the order of the data's levels, then the rest."""
        by_state: dict[State, list[str]] = defaultdict(list)
        for icb in self.there:
            by_state[self._state(icb, aim)].append(icb)
        levels = list(self.data.rating)
        order = sorted(by_state, key=lambda s: (levels.index(s.rating) if s.rating else len(levels), -s.findings))
        return {state: by_state[state] for state in order}

    def same(self, aim: str) -> bool:
        """Whether all boards stand alike on an aim: the same rating, the same kind of nothing, or as many findings.

        Findings without a rating are alike only where some voice speaks of all the boards.
        """
        states = {self._state(icb, aim) for icb in self.icbs}
        return len(states) == 1 and (not next(iter(states)).findings or self.shared(self.icbs, aim))

    def shared(self, icbs: Sequence[str], aim: str) -> bool:
        """Whether some voice speaks of all these boards on an aim."""
        return bool(set.intersection(*({e.kind.id for e in self.cells[icb, aim].evidence} for icb in icbs)))

    def named(self, icbs: Sequence[str]) -> str:
        """The names of boards as English; labels where the names themselves hold an “and”."""
        names = [self.data.icb[icb].short_name for icb in icbs]
        if len(names) > 1 and any(" and " in name or "," in name for name in names):
            names = [self.data.icb[icb].label for icb in icbs]
        return one_of(names, 99, "and")


def sentences(side: Side) -> list[Sentence]:
    """Return what can be said: what cannot be compared and why, what differs, what is the same, what none mentions."""
    told = [*_apart(side), *_differing(side), *_alike(side), *_silent(side)]
    return sorted(told, key=lambda sentence: list(TOPICS).index(sentence.topic))


def _apart(side: Side) -> Iterator[Sentence]:
    """Boards not in being, voices that are never rated, and aims on which different voices speak of the boards."""
    year = next(iter(side.cells.values())).cell.year
    if absent := [icb for icb in side.icbs if icb not in side.there]:
        text = f"{side.named(absent)} {_was(absent)} not in being in {year}, so nothing there can be compared."
        yield Sentence("apart", text)
    heard = {compared.cell.heard for compared in side.cells.values()}
    if "never-rated" in heard:
        yield Sentence("apart", "No assessment is among the voices chosen, so no rating is compared.")
    if heard != {"all"}:
        yield Sentence("apart", "Only the voices chosen are heard; what others say is left out.")
    for aim in side.data.aims:
        rated, unrated = _spoken_of(side, aim)
        if unrated and (rated or not side.shared(unrated, aim.id)) and len(rated) + len(unrated) > 1:
            states = side.states(aim.id).items()
            parts = [_standing(side, state, icbs) for state, icbs in states if state.rating]
            parts += [f"only {_heard(side.cells[icb, aim.id])} of {side.named([icb])}" for icb in unrated]
            yield Sentence("apart", f"{aim.short_name}, different voices: {'; '.join(parts)}.")


def _spoken_of(side: Side, aim: Aim) -> tuple[list[str], list[str]]:
    """The boards that are rated on an aim, and those that have findings without a rating."""
    cells = {icb: side.cells[icb, aim.id].cell for icb in side.there}
    return [i for i, c in cells.items() if c.rating], [i for i, c in cells.items() if c.findings and not c.rating]


def _heard(compared: Compared) -> str:
    """For example “Self-reported” and “CQC pilot” speak."""
    kinds = list(dict.fromkeys(f"“{e.kind.name}”" for e in compared.evidence))
    return f"{one_of(kinds, 99, 'and')} {'speaks' if len(kinds) == 1 else 'speak'}"


def _differing(side: Side) -> Iterator[Sentence]:
    """Aims on which the boards stand differently; and readings that are alike but rest on different evidence."""
    for aim in side.data.aims:
        states = side.states(aim.id)
        rated = [icbs for state, icbs in states.items() if state.rating]
        told = {state: icbs for state, icbs in states.items() if not (rated and state.findings)}
        if len(told) > 1:
            parts = "; ".join(_standing(side, state, icbs) for state, icbs in told.items())
            yield Sentence("differs", f"{aim.short_name}: {parts}.")
        for icbs in rated:
            if len(icbs) > 1 and (basis := _resting(side, icbs, aim)):
                yield Sentence("differs", basis)


def _standing(side: Side, state: State, icbs: list[str]) -> str:
    """For example “SUSX and C&W are rated Strong”, “LLR is not mentioned”, “DEV has two findings, not rated”."""
    names = side.named(icbs)
    if state.rating:
        return f"{names} {_is(icbs)} rated {side.data.rating[state.rating].name}"
    if state.findings:
        each = " each" if len(icbs) > 1 else ""
        return f"{names} {_has(icbs)} {_findings(state.findings)}{each}, not rated"
    if state.nothing == "said-nationally":
        return f"{names} {_has(icbs)} only what was said nationally"
    return f"{names} {_is(icbs)} {wording.NOTHING[state.nothing or 'not-mentioned'].word}"


def _resting(side: Side, icbs: list[str], aim: Aim) -> str:
    """How many findings the same reading rests on, board by board, and their figures; nothing where all is alike."""
    parts = [_basis(side.cells[icb, aim.id]) for icb in icbs]
    if len(set(parts)) == 1:
        return ""
    first, *rest = [f"{_possessive(side.named([icb]))}{{}} {part}" for icb, part in zip(icbs, parts, strict=True)]
    return f"{', '.join([first.format(f' {aim.short_name} reading rests'), *(part.format('') for part in rest)])}."


def _basis(compared: Compared) -> str:
    """For example “on two findings (one with a figure: 20 of 25 indicators)”."""
    rated = [e.finding for e in compared.evidence if e.kind.rated]
    figures = [finding for finding in rated if finding.figure]
    told = f"on {_findings(len(rated))}"
    if figures:
        told += f" ({_number(len(figures))} with a figure: {one_of([_figure(f) for f in figures], 99, 'and')})"
    return told


def _figure(finding: Finding) -> str:
    return wording.figure(finding).split(":")[0]


def _alike(side: Side) -> Iterator[Sentence]:
    """Aims on which all boards have the same rating, or as many findings without one."""
    everyone = side.there
    if len(everyone) < 2:
        return
    rated, unrated = [], []
    for aim in side.data.aims:
        states = side.states(aim.id)
        if len(states) == 1:
            (state,) = states
            rated += [f"{side.data.rating[state.rating].name} on {aim.short_name}"] if state.rating else []
            counted = state.findings and side.shared(everyone, aim.id)
            unrated += [f"{_findings(state.findings)} on {aim.short_name}"] if counted else []
    year = next(iter(side.cells.values())).cell.year
    if rated:
        yield Sentence("same", f"{_all(side)}: {one_of(rated, 99, 'and')} ({year}).")
    if unrated:
        yield Sentence("same", f"{_all(side)}: {one_of(unrated, 99, 'and')}, not rated ({year}).")


def _silent(side: Side) -> Iterator[Sentence]:
    """Aims on which no board has a finding of its own."""
    everyone = side.there
    if len(everyone) < 2:
        return
    for nothing in ("not-mentioned", "said-nationally"):
        aims = [
            aim.short_name
            for aim in side.data.aims
            if all(side.cells[icb, aim.id].cell.nothing == nothing for icb in everyone)
        ]
        if not aims:
            continue
        if nothing == "not-mentioned":
            yield Sentence("silent", f"{_none(side)} is mentioned on {one_of(aims, 99, 'or')}.")
        else:
            told = f"{_all(side).lower()} have only what was said nationally"
            yield Sentence("silent", f"On {one_of(aims, 99, 'and')} {told}.")


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def _findings(count: int) -> str:
    return f"{_number(count)} {'finding' if count == 1 else 'findings'}"


def _all(side: Side) -> str:
    """All boards in being: where another was not, they are the others."""
    number = len(side.there)
    if number < len(side.icbs):
        return f"The other {_number(number)}"
    return "Both" if number == 2 else f"All {_number(number)}"


def _none(side: Side) -> str:
    number = len(side.there)
    if number < len(side.icbs):
        return f"{'Neither' if number == 2 else 'None'} of the other {_number(number)}"
    return "Neither" if number == 2 else f"None of the {_number(number)}"


def _is(icbs: Sequence[str]) -> str:
    return "is" if len(icbs) == 1 else "are"


def _was(icbs: Sequence[str]) -> str:
    return "was" if len(icbs) == 1 else "were"


def _has(icbs: Sequence[str]) -> str:
    return "has" if len(icbs) == 1 else "have"


def _possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"
