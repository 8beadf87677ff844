"""A cell in words: every form of every kind of cell."""

from __future__ import annotations

from typing import Any

import pytest
from bundled_store import load_data
from msgspec.structs import replace

from icb_tui.domain import cell_words
from icb_tui.domain.answers import Cell, LaterStep, name_speaker
from icb_tui.domain.cell_words import name_cell
from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.domain.rating_rule import combine_years
from icb_tui.domain.records import Source
from icb_tui.pages.evidence_list import brief_span

STEP = LaterStep("L1", "2024/25", "oversight", "source", "A later step.")
RATED = Cell("QK1", "leadership", "2023/24", "strong", 3, None, later=(STEP,), has_own_data=True)
UNRATED = Cell("QK1", "leadership", "2023/24", None, 2, None, has_own_data=True)
NEVER_RATED = Cell("QK1", "leadership", "2023/24", None, 2, None, evidence_scope="never-rated")
MISSING = Cell("QK1", "leadership", "2023/24", None, 0, "not-mentioned")


@pytest.mark.parametrize(
    ("cell", "mark", "letter", "marks", "name", "brief", "label"),
    [
        (RATED, "S △", "S", "†+", "Strong", "Strong", "S △ Strong"),
        (UNRATED, "·2", "·2", "+", "not rated, 2 findings", "not rated (2)", "·2  Not rated"),
        (NEVER_RATED, "□2", "□2", "", "not rated, 2 findings", "not rated (2)", "□2  Not rated"),
        (MISSING, "–", "–", "", "no finding", "no finding", "–   No finding"),
    ],
)
def test_each_form_of_a_cell(cell: Cell, mark: str, letter: str, marks: str, name: str, brief: str, label: str) -> None:
    assert cell_words.mark_cell(cell, load_data()) == mark
    assert cell_words.cell_letter(cell, load_data()) == letter
    assert cell_words.cell_marks(cell) == marks
    assert cell_words.name_cell(cell, load_data()) == name
    assert cell_words.name_cell_briefly(cell, load_data()) == brief
    assert cell_words.label_cell(cell, load_data()) == label


def test_marks_are_also_given_in_words() -> None:
    assert cell_words.describe_cell(RATED, load_data()) == "Strong, later oversight step, with your data"


@pytest.mark.parametrize(
    ("reporters", "expected"),
    [
        ([], "NHS England"),
        ([""], "NHS England"),
        (["HSJ", "HSJ"], "NHS England, as reported by HSJ"),
        (["HSJ", "The Lowdown", "BBC News"], "NHS England, as reported by HSJ, The Lowdown and BBC News"),
        (["A", "B", "C", "D"], "NHS England, as reported by A, B, C and 1 other"),
        (["A", "B", "C", "D", "E", "F", "G"], "NHS England, as reported by A, B, C and 4 others"),
        (["HSJ", ""], "NHS England, in part as reported by HSJ"),
    ],
)
def test_findings_under_one_heading_name_their_reporters(reporters: list[str], expected: str) -> None:
    assert name_speaker("NHS England", reporters) == expected
    assert name_speaker("NHS England", reporters, comma=False) == expected.replace(",", "", 1)


def test_only_a_speaker_that_publishes_documents_in_the_data_is_reported() -> None:
    data = load_data()
    report, article = Source("own", "NHS England"), Source("article", "Healthcare Leader")
    assessment, self_report = data.kind["annual-assessment"], data.kind["self-report"]
    assert data.name_reporter(assessment, article) == "Healthcare Leader"
    assert data.name_reporter(assessment, report) == ""
    assert data.name_reporter(self_report, article) == ""
    assert replace(data, sources=(article,)).name_reporter(assessment, article) == ""


def make_cell(rating: str | None = None, year: str = "2023/24", *, findings: int = 1, missing: Any = None) -> Cell:
    return Cell("QUE", "leadership", year, rating, findings, missing)


def test_the_cell_of_all_years_has_the_newest_rating_with_its_year() -> None:
    old, new = make_cell("strong", "2022/23", findings=2), make_cell("concern", "2024/25")
    cell = combine_years([old, new, make_cell(year="2025/26", findings=4)])
    assert (cell.rating, cell.rating_year, cell.year_of_rating) == ("concern", "2024/25", "2024/25")
    assert (cell.year, cell.findings, cell.missing) == (ALL_YEARS, 7, None)
    assert name_cell(cell, load_data()) == "Concern (2024/25)"


@pytest.mark.parametrize(
    ("reasons", "reason"),
    [
        (("not-in-being", "not-in-being"), "not-in-being"),
        (("not-mentioned", "not-in-being"), "not-mentioned"),
        (("said-nationally", "not-mentioned"), "said-nationally"),
        (("not-in-being", "said-nationally"), "said-nationally"),
    ],
)
def test_nothing_in_all_years_is_not_open_only_where_it_is_so_in_each(reasons: tuple[Any, ...], reason: str) -> None:
    assert combine_years([make_cell(findings=0, missing=each) for each in reasons]).missing == reason


def test_a_rating_of_all_years_keeps_its_year_in_whatever_room_there_is() -> None:
    later = LaterStep("O1", "2024/25", "oversight", "x", "Said later.")
    cell = combine_years([replace(make_cell("strong"), later=(later,))])
    told = [brief_span(cell, load_data(), room=room).text.rstrip() for room in (30, 10, 8, 7, 5, 3, 1)]
    assert told == ["S △ Strong (2023/24) †", "S △ 23/24†", "S 23/24†", "S 23†", "S 23†", "S23", "S23"]


def test_a_rating_of_one_year_is_named_where_there_is_room() -> None:
    cell = make_cell("strong")
    assert [brief_span(cell, load_data(), room=room).text.rstrip() for room in (18, 5, 3)] == [
        "S △ Strong",
        "S △",
        "S △",
    ]
