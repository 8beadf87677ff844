"""A cell in words: every form of every kind of cell."""

from __future__ import annotations

import pytest
from bundled_store import load_data
from msgspec.structs import replace

from icb_tui.domain import cell_words
from icb_tui.domain.answers import Cell, LaterStep, name_speaker
from icb_tui.domain.records import Source

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
