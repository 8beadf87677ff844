"""The legend: the marks of some cells with their names, and no other."""

from __future__ import annotations

from bundled_store import load_data, open_test_store
from naive_route import make_cells

from icb_tui.domain.cell_words import MISSING
from icb_tui.domain.legend import list_marks, list_shown_marks

DATA, STORE = load_data(), open_test_store()


def test_each_mark_of_the_cells_is_named_and_no_other() -> None:
    for year in DATA.years:
        for evidence in ("all", "self-report"):
            kinds = () if evidence == "all" else (evidence,)
            shown = " ".join(list_shown_marks(STORE.year_cells(year, kinds).values(), DATA))
            told = [cell for place, cell in make_cells(evidence).items() if place[2] == year]
            for level in DATA.ratings:
                assert (level.name in shown) == any(cell.rating == level.id for cell in told)
            for missing, words in MISSING.items():
                assert (words.word in shown) == any(cell.missing == missing for cell in told)
            unrated = [cell for cell in told if cell.findings and not cell.rating]
            assert ("unrated findings" in shown) == any(not cell.never_rated for cell in unrated)
            assert ("never rated" in shown) == any(cell.never_rated for cell in unrated)
            assert ("later oversight step" in shown) == any(cell.later for cell in told)


def test_no_two_marks_begin_alike() -> None:
    signs = [each.mark.text[0] for each in list_marks(DATA)]
    assert len(set(signs)) == len(signs)
