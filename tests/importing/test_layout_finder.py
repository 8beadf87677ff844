"""How a table is read: found from its first rows, whatever stands around it, and asked for where it is not plain."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from import_sheets import DATA, find_sheet_layout, import_sheet, list_values, make_sheet, read_text_sheet

from icb_tui.importing.choices import ImportChoices
from icb_tui.sheets.sheet import Sheet

TABLE = [
    ["ICB Code", "ICB Name", "Region", "Month", "Number waiting", "Lower CI", "Denominator"],
    ["QKS", "NHS KENT AND MEDWAY ICB", "Y59", "Mar-25", "1,200", "1", "20"],
    ["-", "England", "", "Mar-25", "90,000", "2", "30"],
    ["QK1", "NHS LEICESTER, LEICESTERSHIRE AND RUTLAND ICB", "Y60", "Apr-25", "800", "3", "40"],
    ["QZ", "", "", "", "", "", ""],
]
VALUES = [{"Mar-25": {"QKS": 1200}, "Apr-25": {"QK1": 800}}]

TITLES = st.lists(
    st.sampled_from(
        [
            [],
            ["", "", ""],
            ["Waiting list, England, March 2025"],
            ["Table 1", "NHS England", "2025"],
            ["", "Published:", "10 April 2025"],
            ["Notes", "a", "b", "c"],
            ["Source: NHS England, 2025, all of it"],
            ["", "", "", "", "Counts", "Others", ""],
        ]
    ),
    max_size=6,
)


def copy_rows(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [list(row) for row in rows]


@given(TITLES, st.sampled_from(["CSV", "Excel"]))
def test_the_header_is_found_below_titles_notes_and_blank_rows(titles: list[list[str]], kind: str) -> None:
    sheet = make_sheet([*titles, *TABLE[:-1]], kind)
    found = find_sheet_layout(sheet)
    assert found.layout and found.layout.header_line == len(titles) + 1
    assert list_values(import_sheet(sheet)) == VALUES


@given(st.permutations(range(len(TABLE[0]))), TITLES)
def test_the_order_of_columns_makes_no_difference(order: list[int], titles: list[list[str]]) -> None:
    rows = [[row[place] for place in order] for row in TABLE[:-1]]
    assert list_values(import_sheet(make_sheet([*titles, *rows]))) == VALUES


def test_a_row_that_is_said_to_be_the_header_is_it() -> None:
    rows = [["a", "b", "c"], ["code", "period", "value"], ["QKS", "2024", "1"]]
    found = find_sheet_layout(make_sheet(rows), ImportChoices(header_row=1))
    assert found.layout and found.layout.headers == ("a", "b", "c")
    missing = find_sheet_layout(make_sheet(rows), ImportChoices(header_row=9))
    assert missing.problems.first[0].line == 9 and missing.layout is None


def test_merged_headings_tell_headers_apart_that_are_alike() -> None:
    rows = [
        ["", "", "Adults", "", "Children", ""],
        ["Code", "Period", "Seen", "Waiting", "Seen", "Waiting"],
        ["QKS", "2024", "1", "2", "3", "4"],
    ]
    (question,) = find_sheet_layout(make_sheet(rows)).questions
    assert [each.answer for each in question.possible] == [
        "Adults: Seen",
        "Adults: Waiting",
        "Children: Seen",
        "Children: Waiting",
    ]
    result = import_sheet(make_sheet(rows), ImportChoices(values=("Children: Seen",)))
    assert list_values(result) == [{"2024": {"QKS": 3}}]


def test_a_heading_merged_with_the_blank_cell_below_it_is_a_header() -> None:
    rows = [["Code", "Period", "Attendances", ""], ["", "", "Type 1", "All"], ["QKS", "2024", "1", "2"]]
    found = find_sheet_layout(make_sheet(rows))
    assert found.layout and found.layout.headers[2:] == ("Type 1", "All")


def test_several_columns_of_numbers_are_asked_for_without_counts_and_limits() -> None:
    rows = [
        ["Code", "Year", "Rate A", "Rate B", "Lower CI", "Count", "Denominator"],
        ["QKS", "2024", "1", "2", "3", "4", "5"],
    ]
    (question,) = find_sheet_layout(make_sheet(rows)).questions
    assert question.option == "value" and "“Rate A” and “Rate B”." in question.text and question.proposed == ""
    assert len(question.possible) == 5
    alone = [[cell for place, cell in enumerate(row) if place != 3] for row in rows]
    assert list_values(import_sheet(make_sheet(alone))) == [{"2024": {"QKS": 1}}]


def test_columns_of_different_boards_are_asked_for() -> None:
    rows = [["From ICB", "To ICB", "Year", "Value"], ["QKS", "QK1", "2024", "1"], ["QR1", "QR1", "2024", "2"]]
    (question,) = find_sheet_layout(make_sheet(rows)).questions
    assert question.option == "board" and [each.answer for each in question.possible] == ["From ICB", "To ICB"]
    result = import_sheet(make_sheet(rows), ImportChoices(board="To ICB"))
    assert list_values(result) == [{"2024": {"QK1": 1, "QR1": 2}}]


def test_codes_are_preferred_to_names_and_agree_with_them() -> None:
    rows = [["Name", "GSS", "Year", "Value"], ["NHS Kent and Medway ICB", "E54000032", "2024", "1"]]
    found = find_sheet_layout(make_sheet(rows))
    assert found.layout and found.layout.board_column == 1 and found.questions == ()


@pytest.mark.parametrize(
    ("choices", "key"),
    [
        (ImportChoices(board="ICB"), "ICB"),
        (ImportChoices(values=("Rate",)), "Rate"),
        (ImportChoices(period="Week"), "Week"),
        (ImportChoices(where={"Sex": ("Persons",)}), "Sex"),
    ],
)
def test_a_choice_that_names_no_column_lists_those_there_are(choices: ImportChoices, key: str) -> None:
    found = find_sheet_layout(make_sheet([["code", "period", "value"], ["QKS", "2024", "1"]]), choices)
    (problem,) = found.problems.first
    assert problem.key == key and "“code”, “period” and “value”" in problem.message


def test_a_table_without_boards_asks_for_their_column() -> None:
    found = find_sheet_layout(make_sheet([["town", "year", "value"], ["Paris", "2024", "1"]]))
    assert [each.option for each in found.questions] == ["board"] and found.layout is None
    assert [each.examples for each in found.questions[0].possible] == [("Paris",), ("2024",), ("1",)]


@pytest.mark.parametrize(("cells", "problems"), [([""] * 16_000, 0), (["x"] * 16_000, 1)])
def test_more_columns_than_anyone_reads_are_refused_and_blank_ones_are_not(cells: list[str], problems: int) -> None:
    rows = [["code", "period", "value", *cells], ["QKS", "2024", "1", *[""] * 16_000]]
    found = find_sheet_layout(make_sheet(rows, "Excel"))
    assert found.problems.count == problems and (problems == 0) == (found.layout is not None)
    if problems:
        assert found.problems.first[0].message == "16,003 columns; expected at most 2,000"


# Periods


def test_a_table_without_periods_asks_for_one_and_proposes_what_the_title_mentions() -> None:
    rows = [["A&E attendances, provisional, December 2024"], ["code", "value"], ["QKS", "1"]]
    (question,) = find_sheet_layout(make_sheet(rows)).questions
    assert question.option == "period" and question.proposed == "December 2024"
    result = import_sheet(make_sheet(rows), ImportChoices(period="Dec 2024"))
    assert list_values(result) == [{"Dec 2024": {"QKS": 1}}]


def test_the_name_of_a_file_proposes_a_period() -> None:
    sheet = make_sheet([["code", "value"], ["QKS", "1"]])
    named = Sheet("/tmp/Monthly-AE-June-2025.csv", "Sheet 1", "CSV", sheet.read_rows)
    assert find_sheet_layout(named).questions[0].proposed == "June 2025"


AMBIGUOUS = [["code", "date", "value"], ["QKS", "01/04/2024", "1"], ["QKS", "01/05/2024", "2"]]


def test_dates_whose_order_nothing_shows_are_asked_for() -> None:
    (question,) = find_sheet_layout(make_sheet(AMBIGUOUS)).questions
    assert [each.answer for each in question.possible] == ["date (day/month/year)", "date (month/day/year)"]
    assert question.proposed == "date (day/month/year)"
    british = import_sheet(make_sheet(AMBIGUOUS), ImportChoices(period=question.possible[0].answer))
    assert list(list_values(british)[0]) == ["01/04/2024", "01/05/2024"] and not british.indicators[0].unordered
    american = import_sheet(make_sheet(AMBIGUOUS), ImportChoices(period=question.possible[1].answer))
    assert list_values(american) == [{"2024-01-04": {"QKS": 1}, "2024-01-05": {"QKS": 2}}]


def test_a_day_over_12_far_down_shows_the_order_of_dates() -> None:
    rows = [["QKS", f"01/04/{2000 + number % 20}", "1"] for number in range(500)]
    sheet = make_sheet([AMBIGUOUS[0], *rows, ["QK1", "13/04/2024", "5"]])
    assert find_sheet_layout(sheet).questions == ()


def test_dates_with_the_month_first_are_written_as_iso() -> None:
    sheet = make_sheet([["code", "date", "value"], ["QKS", "09/30/2024", "1"], ["QKS", "10/01/2024", "2"]])
    assert list_values(import_sheet(sheet)) == [{"2024-09-30": {"QKS": 1}, "2024-10-01": {"QKS": 2}}]


def test_the_end_of_a_period_is_preferred_to_its_start() -> None:
    header = ["code", "REPORTING_PERIOD_START", "REPORTING_PERIOD_END", "MEASURE_VALUE"]
    sheet = make_sheet([header, ["QKS", "2024-09-01", "2024-09-30", "1"]])
    assert list_values(import_sheet(sheet)) == [{"2024-09-30": {"QKS": 1}}]


def test_two_columns_of_periods_are_asked_for() -> None:
    header = ["code", "Census date", "Snapshot date", "value"]
    sheet = make_sheet([header, ["QKS", "2024-09-01", "2024-09-30", "1"]])
    (question,) = find_sheet_layout(sheet).questions
    assert question.option == "period" and [each.answer for each in question.possible] == header[1:3]


def test_a_year_and_a_month_may_be_named() -> None:
    sheet = make_sheet([["code", "FY", "Mth", "n"], ["QKS", "2024/25", "2", "1"]])
    result = import_sheet(sheet, ImportChoices(period="FY + Mth", values=("n",)))
    assert list_values(result) == [{"Feb 2025": {"QKS": 1}}]


def test_of_several_periods_in_the_header_one_can_be_chosen() -> None:
    sheet = make_sheet([["code", "2021/22", "2022/23"], ["QKS", "1", "2"]])
    assert list_values(import_sheet(sheet, ImportChoices(values=("2022/23",)))) == [{"2022/23": {"QKS": 2}}]


QUALITY = [
    ["Table 3: Quality and Outcomes Framework"],
    ["", "", "2022-23", "", "2023-24", ""],
    ["ICB ODS code", "ICB name", "List size", "Prevalence (%)", "List size", "Prevalence (%)"],
    ["QKS", "NHS Kent and Medway ICB", "1,000", "7.1", "1,100", "7.2"],
    ["QK1", "NHS Leicester, Leicestershire and Rutland ICB", "2,000", "8.1", "2,100", "8.2"],
]


@pytest.mark.parametrize("measures_first", [False, True])
def test_periods_may_be_merged_headings_over_several_measures(measures_first: bool) -> None:
    rows = copy_rows(QUALITY)
    if measures_first:
        rows[1:3] = [
            ["", "", "List size", "", "Prevalence (%)", ""],
            ["ICB ODS code", "ICB name", "2022-23", "2023-24", "2022-23", "2023-24"],
        ]
        rows[3:] = [[*row[:2], row[2], row[4], row[3], row[5]] for row in rows[3:]]
    (question,) = find_sheet_layout(make_sheet(rows)).questions
    assert question.option == "value"
    assert [each.answer for each in question.possible] == ["List size", "Prevalence (%)"]
    result = import_sheet(make_sheet(rows), ImportChoices(values=("Prevalence (%)",)))
    assert list_values(result) == [{"2022-23": {"QKS": 7.1, "QK1": 8.1}, "2023-24": {"QKS": 7.2, "QK1": 8.2}}]
    assert (result.indicators[0].name, result.indicators[0].unit) == ("Prevalence (%)", "%")
    newest = "Prevalence (%): 2023-24" if measures_first else "2023-24: Prevalence (%)"
    one = import_sheet(make_sheet(rows), ImportChoices(values=(newest,)))
    assert list_values(one) == [{"2023-24": {"QKS": 7.2, "QK1": 8.2}}]


def test_boards_far_down_are_found_behind_rows_of_england() -> None:
    rows = [["England", "England", f"{2000 + number % 20}", "1"] for number in range(900)]
    sheet = make_sheet([["Breakdown", "Level", "Year", "Value"], *rows, ["ICB", "QKS", "2024", "5"]])
    assert list_values(import_sheet(sheet)) == [{"2024": {"QKS": 5}}]


def test_what_our_own_csv_says_of_an_indicator_is_read_back() -> None:
    text = """indicator,code,period,value,unit,median,place,of,indicator_name,aim,decimals,better,source,note
waits-18,QK1,Mar 2026,59.8,% of waits,65.35,41,42,Waits within 18 weeks,productivity,1,higher,NHS,'=Per head
waits-18,QKS,Mar 2026,no value,% of waits,65.35,none,42,Waits within 18 weeks,productivity,1,higher,NHS,'=Per head
"""
    (indicator,) = import_sheet(read_text_sheet(text)).indicators
    assert (indicator.id, indicator.name, indicator.unit) == ("waits-18", "Waits within 18 weeks", "% of waits")
    assert indicator.values == {"Mar 2026": {"QK1": 59.8}}
    said = {"aim": "productivity", "decimals": "1", "better": "higher", "source": "NHS", "note": "=Per head"}
    assert indicator.facts == said


def test_every_bundled_indicator_may_have_its_periods_as_columns() -> None:
    for indicator in DATA.indicators:
        codes = {code: None for row in indicator.values.values() for code in row}
        rows = [[code, *(str(row.get(code, "")) for row in indicator.values.values())] for code in codes]
        result = import_sheet(make_sheet([["Board", *indicator.values], *rows]))
        assert list_values(result) == [indicator.values]
