"""What the commands print, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from icb_tui import ladder
from icb_tui.brief import brief_lines
from icb_tui.export import PAGE, Part, Table, Value
from icb_tui.facts import board_brief, board_facts
from icb_tui.grammar import hearing, reading
from icb_tui.lines import BLANK, plain
from icb_tui.model import Cell, Compared, Dataset, Evidence, Finding, Known, Year
from icb_tui.pages.board import aim_lines, board_text
from icb_tui.pages.coverage import Coverage, coverage_text
from icb_tui.pages.tilemap import map_lines
from icb_tui.pages.tray import Tray, tray_text
from icb_tui.peers import Sets
from icb_tui.sidelisting import indicator_object, official
from icb_tui.store import Store
from icb_tui.text import cut, width
from icb_tui.view import Centre, View, pool_filter
from icb_tui.wording import LAID, NOTHING, cited, counted, figure, fired, rule, why

if TYPE_CHECKING:
    from icb_tui.problems import Problem

MAP_LINES = 24
"""The lines that a printed map may take."""


def listed(view: View, cells: int | None) -> Table:
    """The boards found with their ratings; in words if they fit `cells` (None: any width), else in letters."""
    data = view.data
    wide = _lines(view, compact=False)
    heads = ("code", "label", "ICB", "region", *(aim.short_name for aim in data.aims))
    if cells is not None and _width(heads, wide) > cells:
        wide = _lines(view, compact=True)
        heads = ("code", "label", "ICB", "", *(str(n) for n in range(1, len(data.aims) + 1)))
    return Table(
        parts=[Part(heads=heads, lines=wide)],
        columns=("code", "name", "short_name", "region", "region_name", "year", "voices", *data.aim, "laid_over"),
        rows=[list(_spreadsheet_row(view, code)) for code in view.rows],
        objects=[_object(view, code) for code in view.rows],
    )


def _lines(view: View, *, compact: bool) -> list[list[str]]:
    said = _letter if compact else _word
    return [
        [
            code,
            (icb := view.data.icb[code]).label,
            icb.short_name,
            "" if compact else view.data.region[icb.region].name,
            *(said(view, view.cells[code, aim]) for aim in view.data.aim),
        ]
        for code in view.rows
    ]


def _width(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> int:
    rows = [heads, *lines]
    return sum(max(width(row[place]) for row in rows) + 2 for place in range(len(heads))) - 2


def _word(view: View, cell: Cell) -> str:
    own = f" {LAID}" if cell.laid else ""
    if cell.rating:
        return f"{view.data.rating[cell.rating].name}{own}"
    if cell.nothing:
        return NOTHING[cell.nothing].word
    said = counted(cell.findings, "finding") if cell.heard == "never-rated" else f"not rated ({cell.findings})"
    return f"{said}{own}"


def _letter(view: View, cell: Cell) -> str:
    return view.data.rating[cell.rating].letter if cell.rating else ladder.brief(cell, view.data).text


def _spreadsheet_row(view: View, code: str) -> Iterator[str]:
    icb = view.data.icb[code]
    yield from (
        code,
        icb.name,
        icb.short_name,
        icb.region,
        view.data.region[icb.region].name,
        view.year,
        voices_told(view),
    )
    for aim in view.data.aim:
        yield view.cells[code, aim].reading
    yield "+".join(aim for aim in view.data.aim if view.cells[code, aim].laid) or "none"


def voices_told(view: View) -> str:
    """The kinds whose findings count, by id; “all” where they all do."""
    return "all" if len(view.voices) == len(view.data.kinds) else "+".join(view.voices)


def _object(view: View, code: str) -> dict[str, object]:
    icb = view.data.icb[code]
    cells = {aim: view.cells[code, aim] for aim in view.data.aim}
    return {
        "code": code,
        "name": icb.name,
        "short_name": icb.short_name,
        "region": icb.region,
        "year": view.year,
        "voices": voices_told(view),
        "ratings": {aim: cell.rating for aim, cell in cells.items()},
        "findings": {aim: cell.findings for aim, cell in cells.items()},
        "nothing": {aim: cell.nothing for aim, cell in cells.items()},
        "laid_over": [aim for aim, cell in cells.items() if cell.laid],
    }


def mapped(view: View, cells: int) -> list[Part]:
    """The tile map as lines, with its legend."""
    told = view.data.indicator[view.indicator].name if view.indicator else view.data.aim[view.map_aim].name
    title = f"{told} · {view.year} · {hearing(view.wanted, view.data)} · {len(view.rows)} of {view.pool}"
    return [Part(title=title, prose=["", *plain(map_lines(view, cells, MAP_LINES, lit=False))])]


def browsed(view: View) -> Table:
    """What the explorer shows: the boards found with their ratings or official figures; as a map where it is one."""
    if view.centre == "indicators":
        return official(replace(view, aim=view.figures_aim), view.series)
    if view.centre == "matrix":
        return listed(view, None)
    table = official(view, view.series, view.indicator) if view.indicator else listed(view, None)
    return table._replace(parts=mapped(view, PAGE))


def board_row(view: View, code: str) -> Table:
    """A board's row of what the explorer shows."""
    centre: Centre = "indicators" if view.indicator else "matrix"
    return browsed(replace(view, rows=(code,), centre=centre))


def reasoned(view: View, told: Compared, national: Sequence[Evidence], cells: int) -> Table:
    """Why a board has its rating on an aim, or has none, with every finding of the cell."""
    data, cell, evidence = view.data, told.cell, told.evidence
    icb, aim = data.icb[cell.icb], data.aim[cell.aim]
    head = f"{icb.short_name} ({icb.code}) · {aim.short_name} · {cell.year} · {hearing(view.wanted, data)}"
    lines = [*ladder.paragraph(head, cells), BLANK, *ladder.ladder(cell, evidence, national, data, cells)]
    if cell.rating:
        lines += [BLANK, *ladder.paragraph(rule(data), cells)]
    reason, deciding = why(cell, evidence, data), [e.finding.id for e in fired(cell, evidence, data)]
    found = {
        "code": icb.code,
        "aim": aim.id,
        "year": cell.year,
        "voices": voices_told(view),
        "rating": cell.rating,
        "nothing": cell.nothing,
        "why": reason,
        "fired": deciding,
        "later": [step.id for step in cell.later],
        "findings": [finding_object(e) for e in evidence],
    }
    row = (icb.code, aim.id, cell.year, voices_told(view), cell.reading)
    columns = ("code", "aim", "year", "voices", "reading", "why", "fired", "later")
    return Table(
        parts=[Part(prose=plain(lines))],
        columns=columns,
        rows=[(*row, reason, "+".join(deciding), "+".join(step.id for step in cell.later))],
        objects=[found],
    )


def shown(view: View, code: str, store: Store, cells: int) -> Table:
    """One board with all its evidence: of every aim, or of the view's."""
    facts = board_facts(store, view, code)
    aims = [aim for aim in view.data.aim if view.aim in (None, aim)]
    told = [facts.told(aim) for aim in aims]
    lines = aim_lines(facts, view.aim, cells) if view.aim else board_text(facts, cells).lines
    of_whole = [] if view.aim else [e for e in facts.evidence if e.finding.aim is None]
    head = f"{facts.icb.short_name} ({code}) · {view.year} · {hearing(view.wanted, view.data)}"
    view = replace(view, cells={(code, aim): facts.history[aim, view.year] for aim in view.data.aim})
    evidence = [*(e for each in told for e in each.evidence), *of_whole]
    return Table(
        parts=[Part(title=head, prose=["", *plain(lines)])],
        columns=(*CITED, "voices"),
        rows=[(*_cited(e), voices_told(view)) for e in evidence],
        objects={
            **_object(view, code),
            "opened": facts.icb.opened.isoformat(),
            "closed": facts.icb.closed.isoformat() if facts.icb.closed else None,
            "successors": msgspec.to_builtins(facts.icb.successors),
            "aims": [_aim_object(each, view.data) for each in told],
            "whole": [finding_object(e) for e in of_whole],
            "indicators": [
                indicator_object(s, view.data.indicator[s.indicator])
                for s in facts.series
                if view.data.indicator[s.indicator].aim in aims
            ],
        },
    )


def _aim_object(told: Compared, data: Dataset) -> dict[str, object]:
    return {
        "aim": told.cell.aim,
        "rating": told.cell.rating,
        "why": why(told.cell, told.evidence, data),
        "nothing": told.cell.nothing,
        "later": [step.id for step in told.cell.later],
        "findings": [finding_object(e) for e in told.evidence],
    }


BUNDLED = "bundled"
"""The origin, in tables, of what was not laid over."""

CITED = tuple(
    "id code year aim kind direction rating words aspect summary figure".split()
    + "publisher title published paragraph url origin".split()
)
"""The columns of a finding with its source."""


def _cited(e: Evidence) -> tuple[Value, ...]:
    """A finding as a row, its source written out."""
    f, s = e.finding, e.source
    told = (f.id, f.icb, f.year, f.aim or "whole", f.kind, f.direction, f.rating, "; ".join(f.words), f.aspect)
    return (*told, f.summary, figure(f), s.publisher, s.title, s.published, f.paragraph, s.url, e.origin or BUNDLED)


def mentioned(data: Dataset, found: Sequence[Evidence], cells: int | None) -> Table:
    """Findings that mention a text, a line each."""
    lines = [_mention(e, data, cells) for e in found]
    heads = ("id", "year", "ICB", "aim", "voice", "summary")
    objects = [finding_object(e) for e in found]
    return Table(
        parts=[Part(heads=heads, lines=lines)], columns=CITED, rows=[_cited(e) for e in found], objects=objects
    )


def _mention(e: Evidence, data: Dataset, cells: int | None) -> tuple[str, ...]:
    """A finding on a line; its summary is cut only where a terminal has no room for it."""
    f = e.finding
    whose = data.icb[f.icb].label if f.icb else f.scope
    summary = f.summary if cells is None else cut(f.summary, max(cells - 58, 30))
    return f.id, f.year, whose, data.aim[f.aim].short_name if f.aim else "whole", e.kind.name, summary


def briefed(view: View, codes: Sequence[str], store: Store) -> Table:
    """A page of Markdown for each board; the same text whatever the width."""
    pages = ["\n".join(brief_lines(board_brief(store, view, code))) for code in codes]
    rows = list(zip(codes, pages, strict=True))
    parts = [Part(markdown=page.split("\n")) for page in pages]
    objects = [{"code": code, "markdown": page} for code, page in rows]
    return Table(parts=parts, columns=("code", "markdown"), rows=rows, objects=objects)


def finding_object(each: Evidence) -> dict[str, object]:
    """A finding as in the YAML, its source written out, and the folder that it was laid over from."""
    fields: dict[str, object] = msgspec.to_builtins(each.finding)
    return {name: value for name, value in fields.items() if value not in (None, [], ())} | {
        "source": {name: value for name, value in msgspec.to_builtins(each.source).items() if value is not None},
        "origin": each.origin or BUNDLED,
    }


def unnamed(view: View, evidence: Sequence[Evidence], cells: int) -> Table:
    """What was said of no board in the year."""
    lines = plain(tray_text(Tray(view.data, view.year, evidence), cells).lines)
    head = f"National and unresolved · {view.year} · {hearing(view.wanted, view.data)}"
    columns = (
        "id",
        "scope",
        "year",
        "aim",
        "kind",
        "direction",
        "named",
        "candidates",
        "summary",
        "source",
        "paragraph",
    )
    rows = [(*_said(e.finding), cited(e.source), e.finding.paragraph) for e in evidence]
    return Table(
        parts=[Part(title=head, prose=["", *lines])],
        columns=columns,
        rows=rows,
        objects=[finding_object(e) for e in evidence],
    )


def _said(finding: Finding) -> tuple[Value, ...]:
    told = (finding.id, finding.scope, finding.year, finding.aim or "whole", finding.kind, finding.direction)
    return (*told, finding.named, "+".join(finding.candidates), finding.summary)


def covered(view: View, store: Store, cells: int) -> Table:
    """How much is known by aim, year and voice; aim “whole” is the board as a whole, voice “all” those that count."""
    data, boards = view.data, view.pooled
    coverage = Coverage(data, store.known(view.voices, boards), store.said(view.voices, boards))
    where = reading(pool_filter(view.wanted), data)
    head = f"Coverage · {where} · {hearing(view.wanted, data)}"
    lenses = {voices_told(view): view.voices} | {kind: (kind,) for kind in view.voices}
    rows = [
        {"voice": voice, **msgspec.to_builtins(known), "aim": known.aim or "whole"}
        for voice, heard in lenses.items()
        for known in store.known(heard, boards)
    ]
    columns = ("voice", *Known.__struct_fields__)
    return Table(
        parts=[Part(title=head, prose=["", *plain(coverage_text(coverage, cells).lines)])],
        columns=columns,
        rows=[[row[column] for column in columns] for row in rows],
        objects=rows,
    )


def problems_listed(problems: Sequence[Problem]) -> Table:
    """What is wrong in the data files."""
    columns = ("file", "line", "key", "message")
    rows = [(p.file, p.line, p.key, p.message) for p in problems]
    lines = [(p.file, str(p.line), p.key, p.message) for p in problems]
    return Table(
        parts=[Part(heads=columns, lines=lines)], columns=columns, rows=rows, objects=msgspec.to_builtins(problems)
    )


def sets_listed(sets: Sets, data: Dataset) -> Table:
    """The user's sets, a row for each board of each."""
    rows = [
        (name, code, data.icb[code].short_name if code in data.icb else "not in the data")
        for name, icbs in sets.items()
        for code in icbs
    ]
    columns = ("set", "code", "short_name")
    objects = [{"set": name, "codes": list(icbs)} for name, icbs in sets.items()]
    return Table(parts=[Part(heads=("set", "code", "ICB"), lines=rows)], columns=columns, rows=rows, objects=objects)


def sections_listed(data: Dataset) -> Table:
    """How many records of each kind freshly read data hold, how many of them were laid over, and boards by year."""
    sections = {
        "boards": "icbs",
        **{name: name for name in ("regions", "aims", "ratings", "kinds", "sources", "findings", "indicators")},
    }
    counts = [(name, len(getattr(data, s)), len(data.origins.get(s, ()))) for name, s in sections.items()]
    counts.append(("values", sum(len(values) for i in data.indicators for values in i.values.values()), 0))
    counts += [(f"boards in {year}", sum(Year(year).has(icb) for icb in data.icbs), 0) for year in data.years]
    lines = [(name, f"{count:,}", f"{laid:,} laid over" if laid else "") for name, count, laid in counts]
    return Table(
        parts=[Part(heads=("what", "how many", ""), lines=lines)],
        columns=("what", "count", "laid_over"),
        rows=counts,
        objects=[{"what": name, "count": count, "laid_over": laid} for name, count, laid in counts],
    )
