"""Coverage, problems, sets of boards and counts of records as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from icb_tui.domain.answers import AimCoverage
from icb_tui.domain.dataset import Dataset, Year
from icb_tui.filters.wording import describe_filter, name_evidence_types
from icb_tui.output.formats import Table, TablePart
from icb_tui.pages.coverage import CoveragePage, write_coverage_page
from icb_tui.pages.view_state import View, make_pool_filter
from icb_tui.store.store import Store
from icb_tui.text.spans import plain_lines
from icb_tui.user.board_sets import BoardSets

if TYPE_CHECKING:
    from icb_tui.data_files.problems import Problem
from icb_tui.output.finding_tables import list_evidence_types


def make_coverage_table(view: View, store: Store, cells: int) -> Table:
    """How much is known by aim, year and voice; aim “whole” is the board as a whole, voice “all” those that count."""
    data, boards = view.data, view.pool_icbs
    coverage = CoveragePage(
        data, store.count_by_aim(view.counted_kinds, boards), store.count_by_evidence_type(view.counted_kinds, boards)
    )
    where = describe_filter(make_pool_filter(view.filter), data)
    head = f"Coverage · {where} · {name_evidence_types(view.filter, data)}"
    lenses = {list_evidence_types(view): view.counted_kinds} | {kind: (kind,) for kind in view.counted_kinds}
    rows = [
        {"voice": voice, **msgspec.to_builtins(known), "aim": known.aim or "whole"}
        for voice, heard in lenses.items()
        for known in store.count_by_aim(heard, boards)
    ]
    columns = ("voice", *AimCoverage.__struct_fields__)
    return Table(
        parts=[TablePart(title=head, prose=["", *plain_lines(write_coverage_page(coverage, cells).lines)])],
        columns=columns,
        rows=[[row[column] for column in columns] for row in rows],
        objects=rows,
    )


def make_problem_table(problems: Sequence[Problem]) -> Table:
    """What is wrong in the data files."""
    columns = ("file", "line", "key", "message")
    lines = [(p.file, str(p.line), p.key, p.message) for p in problems]
    objects = [problem._asdict() for problem in problems]
    return Table(parts=[TablePart(heads=columns, lines=lines)], columns=columns, rows=problems, objects=objects)


def make_set_table(sets: BoardSets, data: Dataset) -> Table:
    """The user's sets, a row for each board of each."""
    rows = [
        (name, code, data.icb[code].short_name if code in data.icb else "not in the data")
        for name, icbs in sets.items()
        for code in icbs
    ]
    columns = ("set", "code", "short_name")
    objects = [{"set": name, "codes": list(icbs)} for name, icbs in sets.items()]
    return Table(
        parts=[TablePart(heads=("set", "code", "ICB"), lines=rows)], columns=columns, rows=rows, objects=objects
    )


def make_section_table(data: Dataset) -> Table:
    """How many records of each kind freshly read data hold, how many of them were laid over, and boards by year."""
    sections = {
        "boards": "icbs",
        **{name: name for name in ("regions", "aims", "ratings", "kinds", "sources", "findings", "indicators")},
    }
    counts = [(name, len(getattr(data, s)), len(data.origins.get(s, ()))) for name, s in sections.items()]
    counts.append(("values", sum(len(values) for i in data.indicators for values in i.values.values()), 0))
    counts += [(f"boards in {year}", sum(Year(year).is_open(icb) for icb in data.icbs), 0) for year in data.years]
    lines = [(name, f"{count:,}", f"{laid:,} laid over" if laid else "") for name, count, laid in counts]
    return Table(
        parts=[TablePart(heads=("what", "how many", ""), lines=lines)],
        columns=("what", "count", "laid_over"),
        rows=counts,
        objects=[{"what": name, "count": count, "laid_over": laid} for name, count, laid in counts],
    )
