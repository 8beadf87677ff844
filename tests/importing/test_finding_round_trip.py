"""Findings written to a sheet and read from it again are the same: bundled ones, invented ones, and hostile ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pytest
from bundled_store import load_data
from command_line import run
from finding_sheets import forget_findings, make_sheet, read_csv_sheet, read_sheets
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fuzz.hostile import ESCAPES, FORMULAS, MARKUP, UNSEEN
from icb_tui.data_files.loader import load_dataset
from icb_tui.domain.records import Figure, Finding, Source
from icb_tui.importing.findings.columns import HEADINGS, join_words, make_finding_row, split_words
from icb_tui.importing.findings.template import write_finding_csv, write_finding_workbook
from icb_tui.importing.import_problems import normalise_text
from icb_tui.sheets.sheet import Sheet
from icb_tui.sheets.workbook import open_sheets
from icb_tui.text.formulas import escape_cell, unescape_cell

DATA = load_data()
EMPTY = forget_findings(DATA)


def write_csv_sheet(findings: Sequence[tuple[Finding, Source]]) -> Sheet:
    return read_csv_sheet(write_finding_csv([make_finding_row(finding, source) for finding, source in findings]))


def write_workbook_sheets(findings: Sequence[tuple[Finding, Source]], path: Path) -> list[Sheet]:
    rows = [make_finding_row(finding, source) for finding, source in findings]
    path.write_bytes(write_finding_workbook(rows, DATA))
    return open_sheets(path)


BUNDLED = [(finding, DATA.source[finding.source]) for finding in DATA.findings]


def sort_sources(sources: Sequence[Source]) -> list[Source]:
    return sorted(sources, key=lambda source: source.id)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_bundled_finding_comes_back_with_its_source(ending: str, tmp_path: Path) -> None:
    sheets = [write_csv_sheet(BUNDLED)] if ending == "csv" else write_workbook_sheets(BUNDLED, tmp_path / "all.xlsx")
    done = read_sheets(*sheets, data=EMPTY)
    assert done.problems == [] and len(DATA.findings) >= 544
    assert tuple(done.findings) == DATA.findings
    assert sort_sources(done.sources) == sort_sources(DATA.sources)
    again = read_sheets(*sheets)
    assert (again.findings, again.sources, again.known) == ([], [], len(DATA.findings))


@pytest.mark.parametrize("style", ["csv", "tsv", "parquet"])
def test_what_find_prints_is_read_again(style: str, tmp_path: Path) -> None:
    """The columns of the export are not those of the template; all the same no field is lost."""
    from bundled_store import open_test_store

    from icb_tui.output.finding_tables import make_mention_table
    from icb_tui.output.formats import write_table

    table = make_mention_table("Findings", DATA, open_test_store().search_findings("", voices=DATA.kind), None)
    written = write_table(table, style)
    path = tmp_path / f"findings.{style}"
    path.write_bytes(written if isinstance(written, bytes) else written.encode())
    done = read_sheets(*open_sheets(path), data=EMPTY)
    assert done.problems == [] and done.unused_columns == ["figure", "origin", "speaker"]
    assert tuple(done.findings) == DATA.findings
    assert sort_sources(done.sources) == sort_sources(DATA.sources)


def test_the_page_of_a_board_is_read_again(tmp_path: Path) -> None:
    """The folder of own data is laid over bundled data from which the findings of the board are gone."""
    path = tmp_path / "llr.csv"
    path.write_text(run("show", "LLR", "--year", "all", "--format", "csv").stdout, encoding="utf-8", newline="")
    done = read_sheets(*open_sheets(path), data=EMPTY)
    assert done.problems == []
    assert sorted(each.id for each in done.findings) == sorted(f.id for f in DATA.findings if f.icb == "QK1")
    assert all(finding in DATA.findings for finding in done.findings)


# ---- invented findings

SCOPES: list[Literal["icb", "national", "unresolved"]] = ["icb", "icb", "national", "unresolved"]
DIRECTIONS: list[Literal["positive", "concern", "neutral"]] = ["positive", "concern", "neutral"]

HOSTILE = [text.replace("\udcff", "") for text in (ESCAPES | UNSEEN | MARKUP | FORMULAS).values()]

texts = (
    st.one_of(
        st.text(max_size=40), st.sampled_from(HOSTILE), st.sampled_from(["'=1", "''-x", '"a"; b', "none", "whole"])
    )
    .map(lambda text: normalise_text(text.encode("utf-8", "replace").decode()))
    .filter(bool)
)
numbers = st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e12, 1e12).map(lambda number: round(number, 3)))
wordings = st.one_of(st.just("over 300"), texts.filter(lambda text: not any(map(str.isdigit, text))))
dates = st.dates(dt.date(1990, 1, 1)).flatmap(lambda day: st.sampled_from([day.isoformat()[:n] for n in (4, 7, 10)]))
addresses = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20).map(
    lambda path: normalise_text(f"https://example.org/{path}").replace(" ", "")
)


@st.composite
def sources(draw: st.DrawFn) -> list[Source]:
    """Sources of which no two have the same facts."""
    facts = st.tuples(texts, st.none() | texts, st.none() | dates, st.none() | addresses)

    def fold(fact: tuple[str | None, ...]) -> tuple[str | None, ...]:
        return (*(text and text.casefold() for text in fact[:3]), fact[3])

    chosen = draw(st.lists(facts, min_size=1, max_size=4, unique_by=fold))
    return [
        Source(f"source-{place}", publisher, title, published, draw(st.none() | texts), url, draw(st.none() | texts))
        for place, (publisher, title, published, url) in enumerate(chosen)
    ]


@st.composite
def findings(draw: st.DrawFn) -> list[tuple[Finding, Source]]:
    """Findings that the loader takes, each with its source, no two the same."""
    known = draw(sources())
    return [draw(single_findings(place, known)) for place in range(draw(st.integers(1, 5)))]


@st.composite
def single_findings(draw: st.DrawFn, place: int, known: list[Source]) -> tuple[Finding, Source]:
    scope = draw(st.sampled_from(SCOPES))
    kind = draw(st.sampled_from(DATA.kinds))
    aim = draw(st.none() | st.sampled_from(list(DATA.aim)))
    levels = [None, *(level for level in DATA.ratings if level.role != "mixed")]
    level = draw(st.sampled_from(levels)) if kind.rated and aim and scope == "icb" else None
    direction = draw(st.sampled_from(DIRECTIONS))
    if level:
        direction = "concern" if level.role == "concern" else "positive"
    source = draw(st.sampled_from(known))
    places = st.none() | st.integers(1, 999_999)
    return (
        Finding(
            id=f"X{place}",
            icb=draw(st.sampled_from(list(DATA.icb))) if scope == "icb" else None,
            scope=scope,
            named=draw(st.none() | texts) if scope == "unresolved" else None,
            candidates=tuple(draw(st.lists(st.sampled_from(list(DATA.icb)), max_size=3)))
            if scope == "unresolved"
            else (),
            year=draw(st.sampled_from(DATA.years)),
            aim=aim,
            kind=kind.id,
            direction=direction,
            rating=level.id if level else None,
            words=tuple(draw(st.lists(texts, max_size=3))),
            aspect=draw(st.none() | texts),
            summary=f"{draw(texts)} {place}",
            figure=draw(st.none() | st.builds(Figure, numbers | wordings, texts, texts)),
            source=source.id,
            page=draw(places),
            paragraph=draw(places),
            note=draw(st.none() | texts),
        ),
        source,
    )


@settings(max_examples=60, deadline=None)
@given(findings())
def test_invented_findings_come_back_from_csv(told: list[tuple[Finding, Source]]) -> None:
    done = read_sheets(write_csv_sheet(told), data=EMPTY)
    assert done.problems == []
    assert done.findings == [finding for finding, _ in told]
    assert {source.id: source for source in done.sources} == {source.id: source for _, source in told}


@settings(max_examples=8, deadline=None)
@given(findings())
def test_invented_findings_come_back_from_excel(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[Finding, Source]]
) -> None:
    done = read_sheets(*write_workbook_sheets(told, tmp_path_factory.mktemp("excel") / "told.xlsx"), data=EMPTY)
    assert done.problems == []
    assert done.findings == [finding for finding, _ in told]


@settings(max_examples=40, deadline=None)
@given(findings(), st.data())
def test_without_ids_each_row_is_a_finding_and_each_set_of_facts_a_source(
    told: list[tuple[Finding, Source]], data: st.DataObject
) -> None:
    """The oracle takes the rows one by one, and knows a source by its facts as the sheet has them."""
    rows = [
        dict(zip(HEADINGS, map(str, make_finding_row(f, s)), strict=True)) | {"id": "", "source.id": ""}
        for f, s in told
    ]
    doubled = data.draw(st.booleans())
    rows += rows[:1] * doubled
    done = read_sheets(
        make_sheet([list(HEADINGS.values()), *([escape_cell(cell) for cell in row.values()] for row in rows)]),
        data=EMPTY,
    )
    assert [problem.line for problem in done.problems] == [len(rows) + 1] * doubled
    assert [finding.id for finding in done.findings] == [f"letters-{place}" for place in range(1, len(told) + 1)]
    of_source = {finding.source: source for (_, source), finding in zip(told, done.findings, strict=True)}
    assert len(of_source) == len({source.id for _, source in told}) == len(done.sources)
    for source in done.sources:
        told_of = of_source[source.id]
        assert (source.publisher, source.title, source.url) == (told_of.publisher, told_of.title, told_of.url)


# ---- cells

ANY_CELL = st.text(st.characters(), max_size=8) | st.text("'=+-@＝\t a", max_size=6)


@given(ANY_CELL)
@example("'=1")
@example("")
def test_a_cell_that_could_be_a_formula_is_written_harmless_and_read_back(text: str) -> None:
    written = escape_cell(text)
    assert unescape_cell(written) == text
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert written == text or written == f"'{text}"


@given(st.lists(texts, max_size=3))
@example(["a;b", '"c"', 'd "e"', "'"])
def test_words_come_back_from_a_cell(words: list[str]) -> None:
    assert split_words(join_words(words)) == words


def test_an_export_of_own_data_is_the_import_of_another(tmp_path: Path) -> None:
    """From one folder to a sheet, and from the sheet to another folder, through the command line."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "assessments.yaml").write_text(
        "sources:\n  - {id: letter, publisher: =1+1, title: 'A; b', published: '2025'}\nfindings:\n"
        "  - {id: M1, icb: QK1, year: 2023/24, aim: productivity, kind: annual-assessment, direction: positive,"
        " rating: strong, words: ['a; b', '-c'], summary: '@sum', source: letter, page: 3}\n"
    )
    sheet = tmp_path / "mine.csv"
    sheet.write_text(run("find", "@sum", "--data", str(mine), "--format", "csv").stdout, encoding="utf-8", newline="")
    run("import", "--findings", str(sheet), "--to", str(tmp_path / "yours"))
    one, two = load_dataset(over=[mine]), load_dataset(over=[tmp_path / "yours"])
    assert one.findings == two.findings and one.sources == two.sources
