"""Coverage, problems, sets of boards and counts of records as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from icb_tui.domain.answers import AimCoverage
from icb_tui.domain.dataset import Dataset
from icb_tui.filters.wording import describe_filter, name_evidence_types
from icb_tui.output.finding_tables import NO_AIM
from icb_tui.output.formats import Table, TablePart
from icb_tui.output.html_pages.overviews import make_coverage_page
from icb_tui.output.rows import list_evidence_types, make_table, same_keys
from icb_tui.pages.coverage import write_coverage_page
from icb_tui.store.store import Store
from icb_tui.text.spans import plain_lines
from icb_tui.user.board_sets import BoardSets
from icb_tui.views.view_state import View, make_pool_filter

if TYPE_CHECKING:
    from icb_tui.data_files.problems import Problem


def make_coverage_table(view: View, store: Store, cells: int) -> Table:
    """How much is known by aim, year and evidence type.

    The aim “whole” is the board as a whole; the evidence type “all” stands for all that count together.
    """
    data, boards, kinds = view.data, view.pool_icbs, view.counted_kinds
    from icb_tui.pages.gather import gather_coverage

    coverage = gather_coverage(store, view)
    by_aim = {list_evidence_types(view): coverage.by_aim}
    by_aim |= {kind: store.count_by_aim((kind,), boards) for kind in kinds if kind not in by_aim}
    boards_wanted = describe_filter(make_pool_filter(view.filter), data)
    head = f"Coverage · {boards_wanted} · {name_evidence_types(view.filter, data)}"
    objects = [
        {"voice": name, **msgspec.to_builtins(known), "aim": known.aim or NO_AIM}
        for name, counted in by_aim.items()
        for known in counted
    ]
    columns = same_keys(" ".join(["voice", *AimCoverage.__struct_fields__]))
    part = TablePart(title=head, prose=["", *plain_lines(write_coverage_page(coverage, cells).lines)])
    table = make_table([part], columns, objects)
    return table._replace(make_html=lambda _: make_coverage_page(head, coverage))


def make_problem_table(problems: Sequence[Problem]) -> Table:
    """What is wrong in the data files."""
    table = make_table([], same_keys("file line key message"), [problem._asdict() for problem in problems])
    lines = [[str(value) for value in row] for row in table.rows]
    return table._replace(parts=[TablePart(heads=table.columns, lines=lines)])


def make_set_table(sets: BoardSets, data: Dataset) -> Table:
    """The user's sets, a row for each board of each."""
    objects = [{"set": name, "codes": list(icbs)} for name, icbs in sets.items()]
    records = [
        {"set": name, "code": code, "short_name": data.icb[code].short_name if code in data.icb else "not in the data"}
        for name, icbs in sets.items()
        for code in icbs
    ]
    part = TablePart(heads=("set", "code", "ICB"), lines=[list(record.values()) for record in records])
    return make_table([part], same_keys("set code short_name"), objects, records)


SECTION_WORDS = {"kinds": "evidence types"}
"""What a section is called in text, where that is not its name in the files."""


def make_section_table(data: Dataset) -> Table:
    """How many records of each kind freshly read data hold, how many are the user's own, and boards by year."""
    names = "regions aims ratings kinds sources findings indicators".split()
    counts = [
        (name, len(getattr(data, section)), len(data.origins.get(section, ())))
        for name, section in {"boards": "icbs", **{name: name for name in names}}.items()
    ]
    counts.append(("values", sum(len(values) for i in data.indicators for values in i.values.values()), 0))
    counts += [(f"boards in {year}", len(data.list_open_boards(year)), 0) for year in data.years]
    lines = [
        (SECTION_WORDS.get(name, name), f"{count:,}", f"{own:,} from your data" if own else "")
        for name, count, own in counts
    ]
    objects = [{"what": name, "count": count, "laid_over": own} for name, count, own in counts]
    part = TablePart(heads=("what", "how many", ""), lines=lines)
    return make_table([part], same_keys("what count laid_over"), objects)
