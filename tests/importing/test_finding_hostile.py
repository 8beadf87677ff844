"""Whatever the cells of a sheet hold: a row becomes a finding that the loader takes, or a problem, safe to print."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from bundled_store import load_data
from command_line import run
from finding_sheets import GOOD, HEADINGS, make_row, make_sheet, make_table, read_sheets
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fuzz.hostile import ESCAPES, FORMULAS, MARKUP, UNSEEN, harm
from icb_tui.data_files.loader import load_dataset
from icb_tui.data_files.problems import FileError
from icb_tui.domain.records import Finding, Source
from icb_tui.importing.board_index import index_boards
from icb_tui.importing.findings.cells import CellReader
from icb_tui.importing.findings.columns import COLUMNS, recognise_columns

DATA = load_data()
READER = CellReader(DATA, index_boards(DATA))

HOSTILE = [*(ESCAPES | UNSEEN | MARKUP | FORMULAS).values(), "\0", "x" * 20_000, "🏴" * 300, "9" * 400, "1e309", "-0.0"]

WORTHWHILE = [
    *("QK1", "England", "unmatched", "national", "2023/24", "1", "leadership", "assessed", "self-report", "positive"),
    *("concern", "neutral", "Strong", "Mixed", "2025-01", "5", "https://a.b", "A041", "hcl-2025", "none", "a; b", "x"),
]

cells = st.one_of(st.text(max_size=12), st.sampled_from(HOSTILE), st.sampled_from(WORTHWHILE), st.just(""))

FIELDS = [column.heading for column in COLUMNS]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(cells, max_size=len(FIELDS) + 2), max_size=6), st.booleans())
def test_any_rows_are_findings_or_problems(rows: list[list[str]], replacing: bool) -> None:
    done = read_sheets(make_sheet([FIELDS, *rows]), replacing=replacing)
    assert [str(problem) for problem in done.problems if harm(str(problem)) or len(str(problem)) > 1000] == []
    assert all(2 <= problem.line <= len(rows) + 1 for problem in done.problems)
    assert done.rows == sum(any(map(str.strip, row)) for row in rows)
    for record in (*done.findings, *done.sources):
        assert msgspec.convert(msgspec.to_builtins(record), type(record)) == record
    if not done.problems:
        assert len(done.findings) + done.known == done.rows
        assert {f.source for f in done.findings} <= {s.id for s in (*done.sources, *DATA.sources)}


@settings(max_examples=100, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(HEADINGS, cells)))
def test_a_row_with_few_odd_cells_never_becomes_another_finding(odd: dict[str, str]) -> None:
    """What is read stands in the row, but for case, spacing and names: nothing is made up."""
    done = read_sheets(make_table(make_row() | {"Summary": odd["Summary"], "Publisher": odd["Publisher"]}))
    for finding, source in zip(done.findings, done.sources, strict=False):
        assert (finding.icb, finding.year, finding.aim, finding.rating) == ("QE1", "2023/24", "leadership", "strong")
        assert not harm(finding.summary + source.publisher)
        assert len(finding.summary) <= len(odd["Summary"]) * 4


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([column.field for column in COLUMNS]), st.text(max_size=30) | st.sampled_from(HOSTILE))
@example("source.published", "2025-99")
@example("figure.value", "1e99")
def test_any_cell_is_read_or_refused_with_what_was_expected(field: str, cell: str) -> None:
    try:
        assert READER.read(field, cell) != ""
        message = "; expected"
    except ValueError as error:
        message = str(error)
    assert "; expected" in message and not harm(message) and len(message) < 500


@settings(deadline=None)
@given(st.lists(st.text(max_size=30) | st.sampled_from(HOSTILE + FIELDS), max_size=40))
def test_any_headings_are_recognised_or_not(headings: list[str]) -> None:
    places, doubled = recognise_columns(headings)
    assert all(0 <= place < len(headings) for place in (*places.values(), *doubled))
    assert len(set(places.values())) == len(places)
    try:
        done = read_sheets(make_sheet([headings, GOOD]))
    except FileError:
        assert len(places) < 3
    else:
        assert not any(harm(str(problem)) for problem in done.problems)


@pytest.mark.parametrize("name", list(ESCAPES | UNSEEN | MARKUP | FORMULAS))
def test_hostile_texts_are_harmless_in_what_is_written_and_said(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ESCAPES | UNSEEN | MARKUP | FORMULAS)[name].encode("utf-8", "replace").decode()
    row = make_row(Summary=f"{text} x", Publisher=f"x {text}", Words=f"{' '.join(text.split())}y", Note=f"{text} z")
    sheet = "\n".join(",".join('"{}"'.format(cell.replace('"', '""')) for cell in line) for line in (row, row.values()))
    Path("letters.csv").write_text(sheet, encoding="utf-8")
    done = run("import", "--findings", "letters.csv", "--to", "own", code=4 if "\0" in text else 0)
    assert not harm(done.stderr.replace("\n", ""))
    if "\0" not in text:
        written = Path("own/assessments.yaml").read_text(encoding="utf-8")
        assert not harm(written.replace("\n", ""))
        assert load_dataset(over=[Path("own")]).findings[-1].id == "letters-1"


def test_a_finding_and_a_source_have_a_column_for_every_field() -> None:
    """Or an export would lose it."""
    fields = {column.field for column in COLUMNS}
    assert {name for name in Finding.__struct_fields__ if name not in ("figure", "source")} <= fields
    assert {f"source.{name}" for name in Source.__struct_fields__} <= fields
