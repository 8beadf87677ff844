"""The text twin: no fact that a screen shows is missing from it."""

from __future__ import annotations

import re

import pytest
from bundled_store import load_data, open_test_store
from screen import read_last_screen, read_title

from icb_tui.domain.cell_words import MISSING
from icb_tui.filters.terms import Term, make_filter
from icb_tui.pages.gather import gather_coverage
from icb_tui.pages.plain_text import write_plain_text
from icb_tui.views.view_state import View
from icb_tui.views.view_steps import apply_answers

TALL = (100, 500)
"""A terminal that shows a page whole."""

CHROME = {"p", "chooses", "enter", "opens", "ICBs", "1", "2", "of", "●"}
"""What only the screen has: its keys, and where it stands among the boards."""


def list_words(text: str) -> set[str]:
    """The words and figures of a text, without glyphs that draw."""
    return {word for word in re.findall(r"[^\s·]+", text) if re.search(r"[A-Za-z0-9]", word)}


@pytest.mark.parametrize(
    "keys",
    [("enter",), ("n",), ("v",), ("4", "i", "enter"), ("space", "space", "k", "c")],
    ids=["board", "tray", "coverage", "indicator", "comparison"],
)
def test_every_word_of_a_page_is_in_its_twin(keys: tuple[str, ...]) -> None:
    page = "\n".join(read_last_screen(*keys, size=TALL).splitlines()[1:-1])
    twin = "".join(read_last_screen(*keys, "equals_sign", size=TALL).split())
    assert not {word for word in list_words(page) - CHROME if word.strip("…≈–") not in twin}


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)], ids=str)
def test_a_page_in_plain_text_fits_the_screen_and_has_no_keys_that_do_nothing_there(size: tuple[int, int]) -> None:
    screen = read_last_screen("a", *["j"] * 4, "enter", "equals_sign", size=size)
    assert "S1Y5D · E54000065 · CE\n" in screen and "p chooses" not in screen


@pytest.mark.parametrize("year", load_data().years)
def test_every_cell_of_the_matrix_is_in_its_twin_in_words(year: str) -> None:
    view = View(data=load_data(), year=year)
    answers = (
        open_test_store().match_boards(view.filter, year),
        open_test_store().count_options(view.filter, year),
        open_test_store().year_cells(year),
    )
    view = apply_answers(view, *answers)
    told = "\n".join(write_plain_text(view))
    for code in view.rows:
        icb = load_data().icb[code]
        part = " ".join(told.split(f"({icb.label}, {code})", 1)[1].split("\n\n", 1)[0].split())
        for aim in load_data().aims:
            cell = view.cells[code, aim.id]
            word = MISSING[cell.missing].word if cell.missing else "not rated"
            assert f"{aim.short_name}: {load_data().rating[cell.rating].name if cell.rating else word}" in part
            assert cell.rating or cell.missing or f"{cell.findings} finding" in part
    assert f"{len(view.rows)} of {view.year_count} boards, {view.rated_count} rated" in told


def test_a_region_that_is_left_out_is_counted_in_the_same_way_on_the_screen_and_in_plain_text() -> None:
    wanted = make_filter([Term("region", "Y56", negated=True)])
    view = View(data=load_data(), year="2023/24", filter=wanted)
    view = apply_answers(
        view, open_test_store().match_boards(wanted, "2023/24"), {}, open_test_store().year_cells("2023/24")
    )
    assert "ICBs outside London, 2023/24: 37 of 42 boards, 19 rated." in write_plain_text(view)
    assert "37 of 42" in read_title(read_last_screen(wanted=wanted))
    known = gather_coverage(open_test_store(), view).by_aim
    assert {each.base for each in known if each.year == "2023/24"} == {37}


def test_the_evidence_that_counts_stands_apart_from_what_is_filtered() -> None:
    wanted = make_filter([Term("evidence", "self-report")])
    view = View(data=load_data(), year="2023/24", filter=wanted)
    assert write_plain_text(view)[1] == "Evidence that counts: Self-report."
    assert "Self" not in write_plain_text(view)[0]
