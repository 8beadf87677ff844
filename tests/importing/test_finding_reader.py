"""Rows of a sheet made findings: what headings and cells mean, sources joined, ids made, and everything wrong told."""

from __future__ import annotations

import pytest
from bundled_store import load_data
from finding_sheets import GOOD, HEADINGS, list_problems, make_row, make_sheet, make_table, read_sheets
from wording import check_wording

from icb_tui.data_files.problems import FileError
from icb_tui.domain.records import Finding, Source
from icb_tui.importing.findings.cells import read_number_or_text, read_published
from icb_tui.importing.findings.columns import COLUMNS, join_words, recognise_columns, split_words


def read_finding(**cells: str) -> Finding:
    """The finding of one row."""
    done = read_sheets(make_table(make_row(**cells)))
    assert done.problems == []
    (finding,) = done.findings
    return finding


def test_a_row_is_a_finding() -> None:
    done = read_sheets(
        make_table(
            make_row(
                Words="strong; well led",
                Aspect="governance",
                Figure_value="12.5",
                Figure_unit="%",
                Figure_counts="staff who answered",
                Published="16 January 2025",
                Address="https://example.org/letter",
                Page="p. 3",
                Paragraph="14",
                Note="Read twice.",
            )
        )
    )
    assert done.problems == [] and (done.rows, done.known) == (1, 0)
    (finding,), (source,) = done.findings, done.sources
    assert (finding.id, finding.icb, finding.year, finding.aim) == ("letters-1", "QE1", "2023/24", "leadership")
    assert (finding.kind, finding.direction, finding.rating) == ("annual-assessment", "positive", "strong")
    assert (finding.words, finding.aspect) == (("strong", "well led"), "governance")
    assert finding.figure and (finding.figure.value, finding.figure.unit) == (12.5, "%")
    assert (finding.page, finding.paragraph, finding.note) == (3, 14, "Read twice.")
    assert finding.source == source.id == "nhs-england-letter"
    assert source == Source(
        "nhs-england-letter", "NHS England", title="Letter", published="2025-01-16", url="https://example.org/letter"
    )


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *((column.heading, column.field) for column in COLUMNS),
        *((other, column.field) for column in COLUMNS for other in column.others),
        ("  EVIDENCE_TYPE ", "kind"),
        ("evidence-type:", "kind"),
        ("Financial year (e.g. 2023/24)", "year"),
        ("Assessor’s own words*", "words"),
        ("ODS code", "icb"),
        ("Web-link", "source.url"),
    ],
)
def test_a_heading_is_recognised(heading: str, field: str) -> None:
    assert recognise_columns([heading]).places == {field: 0}


def test_no_heading_means_two_fields() -> None:
    headings = [heading for column in COLUMNS for heading in (column.heading, *column.others)]
    assert len({recognise_columns([heading]).places.popitem() for heading in headings}) == len(COLUMNS)


def test_of_two_columns_that_mean_a_field_the_clearer_one_counts_and_the_other_is_named() -> None:
    done = read_sheets(make_table({"Date": "2020", **make_row(Published="2025-01"), "Mood": "good"}))
    assert done.sources[0].published == "2025-01"
    assert done.unused_columns == ["Date", "Mood"]


def test_titles_may_stand_above_the_headings() -> None:
    rows = [["Findings from the letters of 2025"], [], ["Read by", "A. Nalyst", "Year"], [], HEADINGS, GOOD, [*GOOD]]
    assert list_problems(make_sheet(rows)) == [(7, "")]  # the second row says what the first one says
    assert len(read_sheets(make_sheet(rows[:-1])).findings) == 1


def test_the_sheets_that_hold_findings_are_read_and_the_others_named() -> None:
    one, two = make_table(make_row()), make_table(make_row(ICB="QK1"), name="More")
    pivot = make_sheet([["ICB", "Year", "Rating", "how many"], ["QE1", "2023/24", "Strong", "3"]], "Pivot")
    done = read_sheets(pivot, one, two, make_sheet([["Notes"]], "Notes"))
    assert [(finding.id, finding.icb) for finding in done.findings] == [("letters-1", "QE1"), ("letters-2", "QK1")]
    assert done.unused_sheets == ["Pivot", "Notes"]
    assert [source.id for source in done.sources] == ["nhs-england-letter"]


@pytest.mark.parametrize(
    "board", ["QE1", "qe1", "E54000048", "Lancashire & South Cumbria", "NHS LANCASHIRE AND SOUTH CUMBRIA ICB"]
)
def test_a_board_has_many_names(board: str) -> None:
    assert read_finding(ICB=board).icb == "QE1"


@pytest.mark.parametrize("word", ["England-wide", "england", "E92000001", "National"])
def test_a_finding_on_england_needs_no_column_of_its_own(word: str) -> None:
    finding = read_finding(ICB=word, Rating="")
    assert (finding.icb, finding.scope) == (None, "national")


def test_an_unmatched_finding_says_so() -> None:
    finding = read_finding(
        ICB="", Rating="", Scope="unmatched", Name_in_the_source="Yorkshire", Boards_it_may_mean="QOQ; West Yorkshire"
    )
    assert (finding.scope, finding.named, finding.candidates) == ("unresolved", "Yorkshire", ("QOQ", "QWO"))


@pytest.mark.parametrize("year", ["2023/24", "2023-24", "2023–24", "2023/2024", "FY 2023/24", "fy2023-2024"])
def test_a_year_is_written_in_many_ways(year: str) -> None:
    assert read_finding(Year=year).year == "2023/24"


@pytest.mark.parametrize(
    "aim", ["1", "leadership", "System leadership", "Aim 1", "1 Leadership", "1. lead", "GOVERNANCE"]
)
def test_an_aim_is_a_number_or_a_word(aim: str) -> None:
    assert read_finding(Aim=aim).aim == "leadership"


@pytest.mark.parametrize("aim", ["", "whole", "Whole board", "None"])
def test_a_finding_may_be_about_the_whole_board(aim: str) -> None:
    assert read_finding(Aim=aim, Rating="").aim is None


@pytest.mark.parametrize("kind", ["annual-assessment", "Annual Assessment", "assessed"])
@pytest.mark.parametrize("rating", ["strong", "Strong", "s", "S"])
def test_evidence_type_and_rating_by_name_id_or_letter(kind: str, rating: str) -> None:
    finding = read_finding(Evidence_type=kind, Rating=rating)
    assert (finding.kind, finding.rating) == ("annual-assessment", "strong")


@pytest.mark.parametrize("rating", ["", "none", "Not rated", "unrated"])
def test_a_finding_need_not_be_rated(rating: str) -> None:
    assert read_finding(Rating=rating).rating is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025", "2025"),
        ("2025-01", "2025-01"),
        ("2025-01-16", "2025-01-16"),
        ("2025-01-16 00:00:00", "2025-01-16"),
        ("2025-01-16T00:00:00", "2025-01-16"),
        ("16 January 2025", "2025-01-16"),
        ("16th Jan 2025", "2025-01-16"),
        ("1 Sept 2025", "2025-09-01"),
        ("January 2025", "2025-01"),
        ("Jan. 2025", "2025-01"),
        ("16/01/2025", "2025-01-16"),
        ("16.1.2025", "2025-01-16"),
        ("02/02/2025", "2025-02-02"),
    ],
)
def test_a_date_as_exactly_as_it_is_given(text: str, date: str) -> None:
    assert read_published(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "01/02/2025",
        "01/16/2025",
        "31 February 2025",
        "2025-13",
        "45673",
        "Ma 2025",
        "16 J 2025",
        "soon",
        "２０２５",
        "25",
    ],
)
def test_a_date_is_never_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="expected") as error:
        read_published(text)
    check_wording(str(error.value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10", 10),
        ("-3", -3),
        ("1.5", 1.5),
        ("0", 0),
        ("1,234", "1,234"),
        ("over 300", "over 300"),
        ("£3m", "£3m"),
        ("007", "007"),
    ],
)
def test_a_figure_is_a_number_or_a_text(text: str, value: object) -> None:
    read = read_number_or_text(text)
    assert read == value and type(read) is type(value)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("strong", ["strong"]),
        ("strong;robust ; well led", ["strong", "robust", "well led"]),
        ("strong\nrobust", ["strong", "robust"]),
        ('"strong"; "robust"', ["strong", "robust"]),
        ('"not strong; not weak"; robust', ["not strong; not weak", "robust"]),
        ('"strong" leader; robust', ['"strong" leader', "robust"]),
        ("“strong”", ["“strong”"]),
        (" ; ;", []),
        ("", []),
    ],
)
def test_words_stand_between_semicolons(cell: str, words: list[str]) -> None:
    assert split_words(cell) == words
    assert split_words(join_words(words)) == words


# ---- what is wrong


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"ICB": ""}, "ICB"),
        ({"ICB": "Nowhere"}, "ICB"),
        ({"ICB": "England", "Scope": "unmatched", "Rating": ""}, "ICB"),
        ({"ICB": "QE1 QK1"}, "ICB"),
        ({"Scope": "all"}, "Scope"),
        ({"Scope": "unmatched"}, "Scope"),
        ({"Name in the source": "Lancs"}, "Name in the source"),
        ({"Boards it may mean": "QK1"}, "Boards it may mean"),
        ({"ICB": "", "Scope": "unmatched", "Rating": "", "Boards it may mean": "QK1; Nowhere"}, "Boards it may mean"),
        ({"Year": ""}, "Year"),
        ({"Year": "2023"}, "Year"),
        ({"Year": "2023/25"}, "Year"),
        ({"Year": "2031/32"}, "Year"),
        ({"Aim": "6"}, "Aim"),
        ({"Aim": "", "Rating": "Strong"}, "Rating"),
        ({"Evidence type": ""}, "Evidence type"),
        ({"Evidence type": "gossip"}, "Evidence type"),
        ({"Evidence type": "self-report"}, "Rating"),
        ({"Direction": ""}, "Direction"),
        ({"Direction": "good"}, "Direction"),
        ({"Direction": "concern"}, "Direction"),
        ({"Rating": "Excellent"}, "Rating"),
        ({"Rating": "Mixed"}, "Rating"),
        ({"Words": "a; b; c; d"}, "Words"),
        ({"Summary": " "}, "Summary"),
        ({"Figure value": "3", "Figure counts": "people"}, "Figure unit"),
        ({"Figure value": "3", "Figure unit": "%"}, "Figure counts"),
        ({"Figure unit": "%", "Figure counts": "people"}, "Figure value"),
        ({"Publisher": ""}, "Publisher"),
        ({"Published": "yesterday"}, "Published"),
        ({"Address": "www.example.org"}, "Address"),
        ({"Page": "0"}, "Page"),
        ({"Page": "3-4"}, "Page"),
        ({"Paragraph": "page 3"}, "Paragraph"),
        ({"Finding ID": "no. 1"}, "Finding ID"),
        ({"Finding ID": "Example"}, "Finding ID"),
        ({"Finding ID": "A041"}, "Finding ID"),
        ({"Source ID": "My Source"}, "Source ID"),
        ({"Source ID": "nowhere", "Publisher": "", "Source title": ""}, "Source ID"),
        ({"Source ID": "hcl-2025"}, "Source title"),
    ],
    ids=str,
)
def test_what_is_wrong_has_its_row_and_column(cells: dict[str, str], column: str) -> None:
    good = make_row(Summary="Another finding.")
    problems = read_sheets(make_table({**dict.fromkeys(cells, ""), **good}, make_row() | cells)).problems
    assert [(problem.line, problem.column) for problem in problems] == [(3, column)]
    check_wording(str(problems[0]))


def test_a_cell_must_not_be_huge() -> None:
    assert list_problems(make_table(make_row(Summary="x" * 10_000))) == []
    assert list_problems(make_table(make_row(Summary="x" * 10_001, Words="x" * 10_001))) == [
        (2, "Words"),
        (2, "Summary"),
    ]


def test_the_column_has_the_name_that_the_file_gives_it() -> None:
    row = {
        "ods code": "QE1",
        "FY": "last",
        "kind": "assessed",
        "direction": "positive",
        "what it says": "a",
        "publisher": "b",
    }
    assert list_problems(make_table(row)) == [(2, "FY")]


def test_everything_is_told_in_one_go_in_the_order_of_rows() -> None:
    rows = [
        make_row(Evidence_type="self-report"),
        make_row(Year="x", Aim="y"),
        make_row(Direction="concern"),
        make_row(),
    ]
    assert list_problems(make_table(*rows)) == [(2, "Rating"), (3, "Year"), (3, "Aim"), (4, "Direction")]


@pytest.mark.parametrize("missing", ["ICB", "Year", "Evidence type", "Direction", "Summary", "Publisher"])
def test_a_missing_column_is_told_at_the_headings(missing: str) -> None:
    row = {heading: cell for heading, cell in make_row().items() if heading != missing}
    problems = read_sheets(make_sheet([["A title"], list(row), list(row.values())])).problems
    assert [(problem.line, problem.column) for problem in problems] == [(2, "")]
    check_wording(str(problems[0]))


def test_a_heading_must_not_be_there_twice() -> None:
    sheet = make_sheet([[*HEADINGS, "year"], [*GOOD, "2022/23"]])
    problems = read_sheets(sheet).problems
    assert [(problem.line, problem.column) for problem in problems] == [(1, "year")]
    check_wording(str(problems[0]))


@pytest.mark.parametrize("rows", [[["a", "b"]], [], [["ICB", "Year"]], [["x"]] * 60 + [list(HEADINGS)]])
def test_a_file_without_headings_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(FileError, match="no headings of findings found; expected a row with headings such as ICB"):
        read_sheets(make_sheet(rows))


def test_a_cell_without_a_heading_is_never_lost() -> None:
    assert list_problems(make_sheet([HEADINGS, [*GOOD[:-1], "Letter", "of January"]])) == [(2, "")]
    assert list_problems(make_sheet([["", *HEADINGS], ["mine", *GOOD]])) == [(2, "")]
    assert list_problems(make_sheet([HEADINGS, [*GOOD, "", " "]])) == []


def test_a_row_may_be_shorter_than_the_headings() -> None:
    assert list_problems(make_sheet([[*HEADINGS, "Note"], GOOD])) == []
    assert list_problems(make_sheet([HEADINGS, GOOD[:6]])) == [(2, "Summary"), (2, "Publisher")]


def test_a_problem_of_a_text_file_has_its_line_after_a_colon() -> None:
    sheet = make_sheet([HEADINGS, ["?", *GOOD[1:]]], name="", file="letters.csv")
    assert str(read_sheets(sheet).problems[0]).startswith("letters.csv:2: ICB: unknown board “?”")


# ---- sources


def test_rows_with_the_same_facts_share_a_source() -> None:
    rows = [
        make_row(Published="2025-01", Address="https://example.org/1", Author="A. Uthor"),
        make_row(ICB="QK1", Published="January 2025", Address="https://example.org/1", Publisher="nhs england"),
        make_row(ICB="QHL", Published="2025-01", Address="https://example.org/2"),
        make_row(ICB="QHL", Published="2025-02", Address="https://example.org/1", Source_title=""),
    ]
    done = read_sheets(make_table(*rows))
    assert [finding.source for finding in done.findings] == [
        *("nhs-england-letter", "nhs-england-letter", "nhs-england-letter-2", "nhs-england-2025-02"),
    ]
    assert [source.author for source in done.sources] == ["A. Uthor", None, None]


def test_a_source_of_the_data_is_used_and_not_doubled() -> None:
    known = load_data().source["hcl-2025"]
    facts = {"Source title": known.title or "", "Published": known.published or "", "Address": known.url or ""}
    done = read_sheets(make_table(make_row(Publisher=known.publisher) | facts))
    assert (done.findings[0].source, done.sources, done.known_sources) == ("hcl-2025", [], 1)


def test_a_source_can_be_named_by_its_id_alone() -> None:
    bare = {"Publisher": "", "Source title": ""}
    rows = [
        make_row(Source_ID="hcl-2025") | bare,
        make_row(ICB="QK1", Source_ID="mine") | bare,
        make_row(ICB="QHL", Source_ID="mine"),
    ]
    done = read_sheets(make_table(*rows))
    assert done.problems == []
    assert [finding.source for finding in done.findings] == ["hcl-2025", "mine", "mine"]
    assert [source.id for source in done.sources] == ["mine"]


def test_a_source_may_be_told_of_in_several_rows_but_somewhere_by_whom_it_was_published() -> None:
    bare = {"Publisher": "", "Source title": ""}
    one, two = make_row(Source_ID="mine", Author="A. Uthor") | bare, make_row(ICB="QK1", Source_ID="mine") | bare
    assert list_problems(make_table(one, two)) == [(2, "Publisher"), (3, "Publisher")]
    done = read_sheets(make_table(one, two | {"Publisher": "Me"}))
    assert done.problems == [] and done.sources == [Source("mine", "Me", author="A. Uthor")]


def test_rows_that_contradict_each_other_about_a_source_are_told() -> None:
    rows = [make_row(Author="A. Uthor"), make_row(ICB="QK1", Author="Another"), make_row(ICB="QHL", Author="")]
    problems = read_sheets(make_table(*rows)).problems
    assert [(problem.line, problem.column) for problem in problems] == [(3, "Author")]
    check_wording(str(problems[0]))


def test_a_source_of_the_data_changes_only_when_asked() -> None:
    known = load_data().source["hcl-2025"]
    row = make_row(Source_ID="hcl-2025", Publisher=known.publisher, Author="A. Uthor", Source_title="")
    problems = read_sheets(make_table(row)).problems
    assert [(problem.line, problem.column) for problem in problems] == [(2, "Author")]
    check_wording(str(problems[0]))
    done = read_sheets(make_table(row), replacing=True)
    assert (done.sources[0].author, done.sources[0].title) == ("A. Uthor", known.title)
    assert done.replaced == ["hcl-2025"]


# ---- ids


def test_ids_are_kept_and_made_distinct() -> None:
    rows = [
        make_row(),
        make_row(ICB="QK1", Finding_ID="letters-2"),
        make_row(ICB="QHL"),
        make_row(ICB="QHM", Finding_ID="X1"),
    ]
    assert [finding.id for finding in read_sheets(make_table(*rows)).findings] == [
        "letters-1",
        "letters-2",
        "letters-3",
        "X1",
    ]


def test_what_is_twice_in_a_file_is_told() -> None:
    rows = [make_row(Finding_ID="X1"), make_row(Finding_ID="X1", ICB="QK1"), make_row(ICB="QHL"), make_row(ICB="QHL")]
    problems = read_sheets(make_table(*rows)).problems
    assert [(problem.line, problem.column) for problem in problems] == [(3, "Finding ID"), (5, "")]
    for problem in problems:
        check_wording(str(problem))


def test_a_finding_of_the_data_gives_way_only_when_asked() -> None:
    sheet = make_table(make_row(Finding_ID="A041"))
    assert list_problems(sheet) == [(2, "Finding ID")]
    done = read_sheets(sheet, replacing=True)
    assert [finding.id for finding in done.findings] == done.replaced == ["A041"]
