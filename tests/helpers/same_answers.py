"""Two stores compared by what they answer."""

from __future__ import annotations

from icb_tui.filters.terms import Filter, Term, make_filter
from icb_tui.store.store import Store

LOW = "ae-4-hours<70"


def check_same_answers(second: Store, first: Store) -> None:
    year, other = first.data.rated_year, first.data.years[0]
    strong, compared = (make_filter([Term(*term)]) for term in (("cell", "leadership:strong"), ("indicator", LOW)))
    for wanted, when in ((Filter(), year), (strong, year), (compared, year), (Filter(), other)):
        assert second.match_boards(wanted, when) == first.match_boards(wanted, when)
        assert second.count_options(wanted, when) == first.count_options(wanted, when)
        assert second.year_cells(when) == first.year_cells(when)
        assert second.year_cells(when, ["self-report"]) == first.year_cells(when, ["self-report"])
    assert second.list_evidence("QK1") == first.list_evidence("QK1")
    assert second.list_series() == first.list_series()
    assert second.search_folded("waiting", 30) == first.search_folded("waiting", 30)
    assert second.data.fingerprint == first.data.fingerprint and second.data.icbs == first.data.icbs
    assert [each.periods for each in second.data.indicators] == [each.periods for each in first.data.indicators]
    assert second.data.findings == () and not any(any(each.values.values()) for each in second.data.indicators)
