"""A page of thousands of findings: counted to the line, and written only where it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import cycle

import pytest
from bundled_store import load_data, open_store_of, open_test_store
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from icb_tui.domain.answers import Evidence
from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.domain.records import Figure
from icb_tui.pages import evidence_list
from icb_tui.pages.board import write_board_page
from icb_tui.pages.gather import gather_board_page
from icb_tui.pages.national import NationalPage, write_national_page
from icb_tui.text.cells import clean
from icb_tui.text.spans import Line, PageText, plain_lines
from icb_tui.views.view_state import View

BOARD, YEAR, MANY = "QOX", "2023/24", 3000

TEXTS = st.text("ab’é漢\u0301\u200b -%/", max_size=90).map(lambda text: clean(text).strip() or "x")


def list_evidence(icb: str | None = None) -> Sequence[Evidence]:
    return open_test_store().list_evidence(icb)


@st.composite
def findings(draw: st.DrawFn) -> Evidence:
    """A finding with texts of any length, or without them."""
    some = draw(st.sampled_from(list_evidence("QWU")))
    finding = replace(
        some.finding,
        summary=draw(TEXTS),
        words=tuple(draw(st.lists(TEXTS, max_size=3))),
        aspect=draw(st.none() | TEXTS),
        figure=draw(st.none() | st.builds(Figure, st.integers() | TEXTS, TEXTS, TEXTS)),
        page=draw(st.none() | st.integers(1, 10**9)),
        paragraph=draw(st.none() | st.integers(1, 10**9)),
        note=draw(st.none() | TEXTS),
    )
    source = replace(some.source, title=draw(st.none() | TEXTS), url=draw(st.sampled_from([None, some.source.url])))
    return replace(some, finding=finding, source=source, origin=draw(st.just("") | TEXTS))


@given(st.lists(findings(), max_size=2), st.integers(20, 130))
def test_findings_take_as_many_lines_as_are_counted(evidence: list[Evidence], cells: int) -> None:
    lines = evidence_list.write_findings(evidence, cells)
    assert len(lines) == len(list(lines))


def test_every_page_has_as_many_lines_as_are_counted_and_its_places_where_they_are_said_to_be() -> None:
    data, store, sizes = load_data(), open_test_store(), cycle((40, 78, 116))
    views = [View(data=data, year=year) for year in (YEAR, ALL_YEARS)]
    for icb, view, cells in zip(data.icb, cycle(views), sizes, strict=False):
        check_page(write_board_page(gather_board_page(store, view, icb), cells))
    for view in views:
        check_page(write_national_page(NationalPage(data, view.year, list_evidence(None)), next(sizes)))


def check_page(page: PageText) -> None:
    lines = plain_lines(page.lines)
    assert len(page.lines) == len(lines)
    numbers = {aim.id: f"{number} {aim.name}"[:30] for number, aim in enumerate(load_data().aims, 1)}
    for place, at in page.places.items():
        assert lines[at].startswith(numbers.get(place, "·")) and not lines[at - 1]


@cache
def write_long_page() -> PageText:
    """The page of a board with thousands of findings."""
    data = load_data()
    one = next(finding for finding in data.findings if finding.icb == BOARD and finding.aim)
    more = tuple(
        replace(one, id=f"X{n}", year=YEAR, aim=data.aims[n % len(data.aims)].id, summary=f"Finding {n} of many.")
        for n in range(MANY)
    )
    store = open_store_of(replace(data, findings=(*data.findings, *more)))
    return write_board_page(gather_board_page(store, View(data=store.data, year=YEAR), BOARD), 116)


def test_of_thousands_of_findings_only_those_that_are_looked_at_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    write = evidence_list._write_finding

    def write_and_note(each: Evidence, cells: int) -> list[Line]:
        written.append(each.finding.id)
        return write(each, cells)

    monkeypatch.setattr(evidence_list, "_write_finding", write_and_note)
    page = write_long_page()
    assert written == []
    for top in (page.places["inequalities"], len(page.lines) - 300):
        seen = " ".join(plain_lines(page.lines[top : top + 60]))
        assert 10 < len(written) <= 60 and all(f"{id} " in seen for id in written[1:])
        written.clear()
