"""The tray: what was said of no board, either nationally or under a name that is no ICB's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from icb_tui import ladder, wording
from icb_tui.lines import BLANK, Line, Run, Text, indented, line
from icb_tui.model import Dataset, Evidence
from icb_tui.text import wrap


class Tray(Struct, frozen=True, eq=False):
    """What the page tells: the statements of one year that name no board."""

    data: Dataset
    year: str
    evidence: Sequence[Evidence]

    def of(self, scope: str, aim: str | None = None) -> list[Evidence]:
        """The statements of a scope; of an aim (None: of no aim) where they are national."""
        return [
            e for e in self.evidence if e.finding.scope == scope and (scope == "unresolved" or e.finding.aim == aim)
        ]


def tray_text(tray: Tray, cells: int) -> Text:
    """Return the page at a width of `cells`."""
    unresolved = tray.of("unresolved")
    head = f"{wording.UNRESOLVED.glyph} Unresolved: the name is no ICB's"
    lines = [line(Run(head, "bright"), Run(f"  {wording.counted(len(unresolved), 'statement')}", "dim"))]
    lines += ladder.paragraph("It counts for no board, whoever may have been meant.", cells, "dim")
    for each in unresolved:
        lines += [BLANK, *_unresolved(each, tray.data, cells)]
    places = {}
    for number, aim in enumerate(tray.data.aims, 1):
        places[aim.id] = len(lines) + 1
        lines += _national(str(number), aim.name, tray.of("national", aim.id), tray, cells)
    lines += _national("·", "Of no single aim", tray.of("national"), tray, cells)
    return Text([], lines, places)


def _unresolved(each: Evidence, data: Dataset, cells: int) -> Iterator[Line]:
    finding = each.finding
    aim = data.aim[finding.aim].short_name if finding.aim else "of no single aim"
    name = f"“{finding.named}”" if finding.named else "No name given"
    yield indented(ladder.INDENT, Run(name, "bright"), Run(f"  {aim} · {finding.year}", "dim"))
    yield from ladder.findings([each], cells)
    if not finding.candidates:
        return
    boards = wording.counted(len(finding.candidates), "board")
    yield indented(ladder.INDENT, Run(f"It may mean {boards}; none is chosen:", "dim"))
    for code in finding.candidates:
        icb, start = data.icb[code], ladder.INDENT + 3
        told = f"{icb.code} · {data.region[icb.region].name} · {' '.join(wording.existence(icb, data))}"
        yield indented(start, Run(f"{icb.label:<5}", "accent"), Run(icb.short_name))
        yield from (indented(start + 5, Run(part, "dim")) for part in wrap(told, cells - start - 5))


def _national(number: str, title: str, said: Sequence[Evidence], tray: Tray, cells: int) -> list[Line]:
    count = f"{len(said)} nationally" if said else "none nationally"
    head = ladder.section(number, title, f"{tray.year} · {count}", cells)
    return [*head, *ladder.voices(said, cells)]
