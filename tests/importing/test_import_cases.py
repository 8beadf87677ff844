"""Tables in the shapes that analysts really have, with invented rows, and the values that are right for each."""

from __future__ import annotations

import pytest
from import_sheets import find_sheet_layout, import_sheet, list_values, make_sheet, read_text_sheet

from icb_tui.importing.choices import ImportChoices

FINGERTIPS_HEADER = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator,Value note,Time period Sortable,"
    "Time period range\n"
)


def make_fingertips_row(code: str, name: str, kind: str, period: str, value: int) -> str:
    return (
        f"1,Invented rate,E92000001,England,{code},{name},{kind},Persons,All ages,,,{period},{value},{value - 1},"
        f"{value + 1},150,1000,,{period[:4]}0000,1y\n"
    )


def count_left_out(text: str, choices: ImportChoices | None = None) -> dict[str, int]:
    result = import_sheet(read_text_sheet(text), choices)
    return {str(kind): left.count for kind, left in result.left_out.items()}


NORTH_WEST_LONDON = "NHS North West London Integrated Care Board - QRV"

FINGERTIPS = FINGERTIPS_HEADER + "".join(
    [
        make_fingertips_row("E92000001", "England", "England", "2022/23", 15),
        make_fingertips_row("E54000027", "North West London", "STP", "2018/19", 16),
        make_fingertips_row("nE54000027", NORTH_WEST_LONDON, "ICBs", "2018/19", 16),
        make_fingertips_row("nE54000027", NORTH_WEST_LONDON, "ICBs", "2022/23", 13),
        make_fingertips_row("nE54000032", "NHS Kent and Medway Integrated Care Board - QKS", "ICBs", "2022/23", 14),
        make_fingertips_row("nE38000237", "NHS Kent and Medway ICB - 91Q", "ICB sub-locations", "2022/23", 99),
    ]
)


def test_fingertips_codes_with_an_n_are_boards() -> None:
    values = [{"2018/19": {"QRV": 16}, "2022/23": {"QRV": 13, "QKS": 14}}]
    assert list_values(import_sheet(read_text_sheet(FINGERTIPS))) == values
    left = {"of England": 1, "with the same value as another row": 1, "of sub-ICB locations": 1}
    assert count_left_out(FINGERTIPS) == left


def test_an_stp_and_its_board_with_different_values_are_a_problem_that_names_both_rows() -> None:
    text = FINGERTIPS.replace("2018/19,16", "2018/19,17", 1)
    (problem,) = import_sheet(read_text_sheet(text)).problems.first
    assert problem.line == 4 and "after line 3" in problem.message and "16, not 17" in problem.message
    assert "“Area Type”" in problem.message


def test_local_authorities_with_the_names_of_boards_give_no_value() -> None:
    rows = "E06000016,Leicester,2025,34\nE08000025,Birmingham,2025,38\nE06000059,Dorset,2025,16\n"
    text = f"lad_code,name,period,value\n{rows}E06000047,County Durham,2025,27\n"
    result = import_sheet(read_text_sheet(text))
    assert result.indicators == [] and "4 rows of local authorities" in result.problems.first[0].message


OWN_HEADERS = """icb22_code,date,total_attendances,pct_attendance_over_4hours
E54000032,April 2022,1000,0.28
E54000015,April 2022,2000,0.06
"""


def test_headers_of_their_own_are_known_by_their_columns_and_the_values_are_asked_for() -> None:
    (question,) = find_sheet_layout(read_text_sheet(OWN_HEADERS)).questions
    assert question.option == "value" and question.several
    assert [each.answer for each in question.possible] == ["total_attendances", "pct_attendance_over_4hours"]
    assert question.possible[0].examples == ("1000", "2000")
    result = import_sheet(read_text_sheet(OWN_HEADERS), ImportChoices(values=("pct_attendance_over_4hours",)))
    assert list_values(result) == [{"April 2022": {"QKS": 0.28, "QK1": 0.06}}]
    assert result.indicators[0].unit == "" and "between 0 and 1" in result.doubts[0]


TWO_COLUMNS = """Period,ICB Code,ICB Name,Total number of incomplete pathways,% within 18 weeks
2026-03,QR1,NHS GLOUCESTERSHIRE INTEGRATED CARE BOARD,"74,120",74.3%
2026-03,QKS,NHS KENT AND MEDWAY INTEGRATED CARE BOARD,"201,000",64.9%
"""


def test_two_columns_of_values_are_a_figure_each() -> None:
    both = ("Total number of incomplete pathways", "% within 18 weeks")
    result = import_sheet(read_text_sheet(TWO_COLUMNS), ImportChoices(values=both))
    assert list_values(result) == [
        {"2026-03": {"QR1": 74120, "QKS": 201000}},
        {"2026-03": {"QR1": 74.3, "QKS": 64.9}},
    ]
    assert [(each.name, each.unit) for each in result.indicators] == [(both[0], ""), (both[1], "%")]
    assert find_sheet_layout(read_text_sheet(TWO_COLUMNS)).questions[0].proposed == both[1]


NHS_ENGLAND = """,,,,,
,Title:,Invented attendances,,,
,Period:,March 2025,,,
,,,,,
,,,Attendances,Percentage,
,Code,System,Total attendances,Percentage in 4 hours or less (all),
,-,-,"3,000",70.0%,
,,,,,
,QKS,NHS Kent And Medway Integrated Care Board,"1,000",81.8%,
,QK1,"NHS Leicester, Leicestershire And Rutland Integrated Care Board","2,000",75.3%,
,,,,,
"""


def test_the_header_and_the_period_are_found_under_titles_of_nhs_england() -> None:
    choices = ImportChoices(values=("Percentage in 4 hours or less (all)",))
    found = find_sheet_layout(read_text_sheet(NHS_ENGLAND), choices)
    assert found.layout and (found.layout.header_line, found.layout.fixed_period) == (6, "March 2025")
    result = import_sheet(read_text_sheet(NHS_ENGLAND), choices)
    assert list_values(result) == [{"March 2025": {"QKS": 81.8, "QK1": 75.3}}]
    left_out = {kind: (left.count, left.example) for kind, left in result.left_out.items()}
    unknown = "of an area that the file does not know"
    assert left_out == {unknown: (1, "-, -, 3,000, 70.0%"), "without any text": (1, "")}


def test_england_regions_unknown_and_notes_are_counted_by_kind() -> None:
    note = "1. A footnote: " + "Figures cannot be compared to results published before. " * 7
    text = f"""ICB Code,ICB Name,Period,Value
-,England,2022,79%
E40000003,London,2022,75%
UNKNOWN,UNKNOWN,2022,50%
QKS,NHS Kent and Medway ICB,2022,82%
,,,
"{note}",,,
Source: Invented
"""
    result = import_sheet(read_text_sheet(text))
    assert list_values(result) == [{"2022": {"QKS": 82}}]
    assert result.indicators[0].unit == "%"
    kinds = ["of England", "of regions", "of an area that the file does not know", "without any text", "of notes"]
    assert count_left_out(text) == dict(zip(kinds, (1, 1, 1, 1, 2), strict=True))


def test_blank_rows_are_counted_beside_rows_of_several_lines() -> None:
    text = 'ICB,Period,"Value\n(days)"\n\nQKS,2024,1\n,,\n\n"QK1\r\n",2024,2\nQUE,2024,3\n\n\n'
    assert list_values(import_sheet(read_text_sheet(text))) == [{"2024": {"QKS": 1, "QK1": 2, "QUE": 3}}]
    assert count_left_out(text) == {"without any text": 3}


@pytest.mark.parametrize(("month", "value"), [("March 2025", 81.8), ("June 2025", 82.5)])
def test_a_month_in_words_is_a_period(month: str, value: float) -> None:
    text = f"code,period,value\nQKS,{month},{value}\n"
    assert list_values(import_sheet(read_text_sheet(text))) == [{month: {"QKS": value}}]


PRACTICES = """SUB_ICB_LOCATION_CODE,ICB_ONS_CODE,Appointment_Month,Open Practices
00L,E54000050,01FEB2023,36
00N,E54000050,01FEB2023,20
91Q,E54000032,01FEB2023,180
"""


def test_parts_of_boards_are_added_up_only_on_request() -> None:
    result = import_sheet(read_text_sheet(PRACTICES))
    assert "3 rows of sub-ICB locations" in result.problems.first[0].message
    assert "--sum" in result.problems.first[0].message
    summed = import_sheet(read_text_sheet(PRACTICES), ImportChoices(sum_rows=True))
    assert list_values(summed) == [{"01FEB2023": {"QHM": 56, "QKS": 180}}]


def test_a_year_and_a_month_in_two_columns_are_one_period() -> None:
    text = "Year,Month,ICB Code,Value\n2020,Apr,QKS,100\n2020,May,QKS,110\n2021,Apr,QKS,120\n"
    values = {"Apr 2020": {"QKS": 100}, "May 2020": {"QKS": 110}, "Apr 2021": {"QKS": 120}}
    (found,) = list_values(import_sheet(read_text_sheet(text)))
    assert list(found.items()) == list(values.items())


def test_dates_with_days_over_12_are_in_their_order() -> None:
    text = "code,period,value\nQKS,30/09/2024,9\nQKS,31/08/2024,8\nQKS,31/07/2024,7\n"
    result = import_sheet(read_text_sheet(text))
    assert list(result.indicators[0].values) == ["31/07/2024", "31/08/2024", "30/09/2024"]
    assert not result.indicators[0].unordered


def test_names_that_begin_alike_have_ids_of_their_own() -> None:
    beds = "Proportion of available beds that are occupied (General & Acute"
    text = f"code,period,indicator,value\nQKS,2023,{beds} - overnight),0.91\nQKS,2023,{beds} - day),0.80\n"
    result = import_sheet(read_text_sheet(f"{text}QKS,2023,Smoking,98.7\n"))
    assert [values["2023"]["QKS"] for values in list_values(result)] == [0.91, 0.80, 98.7]
    ids = [each.id for each in result.indicators]
    assert len(set(ids)) == 3 and ids[0].endswith("-overnight") and ids[1].endswith("-day") and ids[2] == "smoking"
    assert "same id" in result.warnings[0] and ids[0] in result.warnings[0]


MEASURES = """REPORTING_PERIOD_END,BREAKDOWN,PRIMARY_LEVEL,MEASURE_ID,MEASURE_NAME,MEASURE_VALUE
30/09/2024,England,England,M1,Number waiting,300
30/09/2024,ICB of GP Practice or Residence,QKS,M1,Number waiting,100
30/09/2024,ICB of GP Practice or Residence,QKS,M1b,Proportion waiting,10.5
30/09/2024,ICB of GP Practice or Residence,QK1,M1,Number waiting,*
30/09/2024,ICB of GP Practice or Residence,UNKNOWN,M1,Number waiting,5
"""


def test_a_measure_of_nhs_digital_is_chosen_by_where() -> None:
    result = import_sheet(read_text_sheet(MEASURES), ImportChoices(where={"MEASURE_ID": ("M1",)}))
    assert list_values(result) == [{"30/09/2024": {"QKS": 100}}]
    assert result.indicators[0].name == "Number waiting"
    both = import_sheet(read_text_sheet(MEASURES), ImportChoices(where={"MEASURE_ID": ("M1", "M1b")}))
    assert [each.name for each in both.indicators] == ["Number waiting", "Proportion waiting"]


def test_a_value_of_where_that_no_row_has_lists_those_there_are() -> None:
    result = import_sheet(read_text_sheet(MEASURES), ImportChoices(where={"MEASURE_ID": ("M2",)}))
    problem = result.problems.first[0]
    assert problem.key == "MEASURE_ID" and "“M1” and “M1b”" in problem.message


def test_names_as_publishers_write_them_are_boards() -> None:
    text = f"""board,period,value
NHS Kent and Medway,2024,1
NHS Staffordshire and Stoke on Trent,2024,2
{NORTH_WEST_LONDON},2024,3
Cheshire and Merseyside Integrated Care System,2024,4
NHS Hampshire and the Isle of Wight ICB,2024,5
"""
    assert list_values(import_sheet(read_text_sheet(text))) == [
        {"2024": {"QKS": 1, "QNC": 2, "QRV": 3, "QYG": 4, "QRL": 5}}
    ]


def test_windows_1252_is_read_and_said() -> None:
    sheet = read_text_sheet(b"ICB Code,ICB Name,period,value\nQKS,NHS Kent and Medway \x96 QKS,2024,1\n")
    assert list_values(import_sheet(sheet)) == [{"2024": {"QKS": 1}}]
    assert sheet.guesses


def test_records_are_a_table_whose_header_is_first() -> None:
    sheet = make_sheet([["code", "period", "value"], ["QKS", "2024", "1.5"]], "JSON")
    assert list_values(import_sheet(sheet)) == [{"2024": {"QKS": 1.5}}]


def test_periods_may_be_columns() -> None:
    text = """ICB Code,ICB Name,2021/22,2022/23,2023/24
QKS,NHS Kent and Medway ICB,1.5,1.6,1.7
QK1,"NHS Leicester, Leicestershire and Rutland ICB",2.5,[c],2.7
"""
    assert list_values(import_sheet(read_text_sheet(text))) == [
        {"2021/22": {"QKS": 1.5, "QK1": 2.5}, "2022/23": {"QKS": 1.6}, "2023/24": {"QKS": 1.7, "QK1": 2.7}}
    ]
    assert count_left_out(text) == {"in which some values are empty or suppressed": 1}


def test_fractions_that_are_called_percent_are_taken_with_a_warning() -> None:
    sheet = read_text_sheet("code,period,value\nQKS,2024,0.745\nQK1,2024,0.62\n")
    result = import_sheet(sheet, ImportChoices(unit="% of pathways"))
    assert list_values(result) == [{"2024": {"QKS": 0.745, "QK1": 0.62}}]
    assert "% of pathways" in result.doubts[0] and "between 0 and 1" in result.doubts[0]
    assert import_sheet(sheet, ImportChoices(unit="share")).doubts == []


def test_what_fingertips_r_writes_has_the_same_columns_without_spaces() -> None:
    text = FINGERTIPS.replace(FINGERTIPS_HEADER, FINGERTIPS_HEADER.replace(" ", ""))
    assert list_values(import_sheet(read_text_sheet(text))) == list_values(import_sheet(read_text_sheet(FINGERTIPS)))


@pytest.mark.parametrize("header", ["Value", "Wert"])
def test_decimal_commas_between_semicolons_make_a_column_of_numbers(header: str) -> None:
    sheet = read_text_sheet(f"ICB;Period;{header}\nQK1;2024;12,5\nQKS;2024;13,5\n")
    assert list_values(import_sheet(sheet)) == [{"2024": {"QK1": 12.5, "QKS": 13.5}}]
