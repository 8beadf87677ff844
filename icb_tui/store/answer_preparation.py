"""What a store is asked beforehand, so that the answers can be prepared beside its database."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

import msgspec
from msgspec import Raw

from icb_tui.domain.answers import Cell, IndicatorSeries
from icb_tui.store.prepared_answers import KindFindings, make_key
from icb_tui.store.store import Store


def list_prepared_answers(store: Store) -> Iterator[tuple[str, bytes]]:
    """Yield the answers of a store whose data are whole, each under its key."""
    cells: dict[str, list[Cell]] = {icb: [] for icb in store.data.icb}
    series: dict[str, list[IndicatorSeries]] = {icb: [] for icb in store.data.icb}
    for year in store.data.year_choices:
        answers = store.answer_year(year)
        yield make_key("year", year), msgspec.msgpack.encode(answers)
        for cell in answers.cells:
            cells[cell.icb].append(cell)
    for (icb, _), each in store.list_series().items():
        series[icb].append(each)
    for icb in store.data.icb:
        yield make_key("board", icb), msgspec.msgpack.encode(cells[icb])
        yield make_key("series", icb), msgspec.msgpack.encode(series[icb])
    for indicator in store.data.indicators:
        yield make_key("values", indicator.id), msgspec.msgpack.encode(indicator.values)
    for (board, aim, of_year), rows in groupby(store.list_first_findings(), key=itemgetter(0, 1, 2)):
        of_kinds = [KindFindings(kind, is_all, Raw(text.encode())) for *_, kind, is_all, text in rows]
        yield make_key("findings", board, aim, of_year), msgspec.json.encode(of_kinds)
