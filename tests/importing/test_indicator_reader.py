"""What is read of the rows of a table, beside a naive reader; what is never guessed, and what is wrong."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from import_sheets import DATA, import_sheet, list_values, make_sheet, read_text_sheet

from icb_tui.importing.choices import ImportChoices
from icb_tui.sheets.sheet import Sheet

CODES = [icb.code for icb in DATA.icbs]
GSS = {icb.gss_code: icb.code for icb in DATA.icbs}
NAMES = [name for icb in DATA.icbs for name in (icb.name, icb.short_name, *icb.aliases)]
LOCAL_NAMES = [name.removesuffix(" (part)") for icb in DATA.icbs for name in icb.local_authorities]
LOCAL_CODES = st.builds("{}{:06}".format, st.sampled_from(["E06", "E07", "E08", "E09", "E10"]), st.integers(0, 999_999))


# The three silent faults of before


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["nE54", "E54", "nE38", "nE92", "nE40", "nE06"]),
            st.integers(0, 75),
            st.sampled_from(["2022/23", "2023/24"]),
            st.integers(0, 99),
        ),
        min_size=1,
        max_size=30,
        unique_by=lambda row: row[:3],
    )
)
def test_fingertips_codes_are_boards_only_as_their_gss_codes_say(rows: list[tuple[str, int, str, int]]) -> None:
    header = "Indicator ID,Indicator Name,Area Code,Sex,Age,Category,Time period,Value,Time period Sortable"
    cells = [
        ["1", "Rate", f"{start}{number:06}", "Persons", "All", "", period, str(value), f"{period[:4]}0000"]
        for start, number, period, value in rows
    ]
    boards = {code: icb.code for icb in DATA.icbs for code in (icb.gss_code, *icb.other_gss_codes)}
    right: dict[tuple[str, str], set[float]] = {}
    for row in cells:
        if code := boards.get(row[2].removeprefix("n")):
            right.setdefault((row[6], code), set()).add(float(row[7]))
    result = import_sheet(make_sheet([header.split(","), *cells]), ImportChoices(skip_unknown=True))
    read = [
        (period, code, value)
        for indicator in result.indicators
        for period, row in indicator.values.items()
        for code, value in row.items()
    ]
    if all(len(values) == 1 for values in right.values()):
        assert {(period, code): {value} for period, code, value in read} == right
    else:
        assert result.problems.count and not read


@given(
    st.lists(st.tuples(LOCAL_CODES, st.sampled_from([*NAMES, *LOCAL_NAMES])), min_size=1, max_size=12),
    st.permutations(range(5)),
    st.sampled_from([ImportChoices(), ImportChoices(board="name"), ImportChoices(sum_rows=True)]),
    st.booleans(),
)
def test_local_authorities_never_become_boards(
    areas: list[tuple[str, str]], order: list[int], choices: ImportChoices, with_board: bool
) -> None:
    rows = [[code, name, "2024", str(number), "x"] for number, (code, name) in enumerate(areas)]
    rows += [["", "NHS Kent and Medway ICB", "2024", "7", "x"]] if with_board else []
    table = [[row[place] for place in order] for row in [["lad", "name", "period", "value", "other"], *rows]]
    result = import_sheet(make_sheet(table), choices)
    values = [row for indicator in result.indicators for row in indicator.values.values()]
    assert values == ([{"QKS": 7}] if with_board and not result.problems.count else [])


@pytest.mark.parametrize("name", ["Dorset", "NHS Dorset", "Dorset ICB"])
def test_a_code_of_a_local_authority_counts_wherever_it_first_appears(name: str) -> None:
    boards = [["x", name, str(1950 + number % 100), "1"] for number in range(600)]
    rows = [["note", "name", "period", "value"], *boards, ["e06000059", name, "2024", "5"]]
    result = import_sheet(make_sheet(rows))
    assert result.problems.first == [] and result.left_out["of local authorities"].count == 1
    # The first row that names a board is not remembered for rows of another kind, nor the other way round.
    turned = import_sheet(make_sheet([rows[0], rows[-1], *boards]))
    assert list_values(turned) == list_values(result)


def test_names_alone_are_no_boards_where_other_rows_are_plainly_of_local_authorities() -> None:
    rows = [["name", "period", "value"], ["Leicester", "2024", "1"], ["Barnsley", "2024", "2"]]
    (problem,) = import_sheet(make_sheet(rows)).problems.first
    assert problem.line == 2 and "“Leicester”" in problem.message and "“Barnsley” (line 3)" in problem.message
    assert list_values(import_sheet(make_sheet(rows[:2]))) == [{"2024": {"QK1": 1}}]


# A naive reader


AREAS = st.sampled_from([*CODES[:4], *list(GSS)[:4], "England", "E40000003", "91Q", "E06000016", "UNKNOWN", ""])
CELLS = st.sampled_from(["1", "2.5", "-3", "1,234", "*", "", "[c]", "−4", "0"])
ROW = st.tuples(AREAS, st.sampled_from(["2023", "2024"]), st.sampled_from(["A", "B"]), CELLS, st.sampled_from("xy"))


def read_naively(rows: list[tuple[str, ...]], wanted: str, summed: bool) -> object:
    """What a reader without any care for speed makes of rows: values, or the lines that clash."""
    values: dict[tuple[str, str, str], list[tuple[int, float | None]]] = {}
    for line, (area, period, name, cell, kind) in enumerate(rows, 2):
        code = GSS.get(area, area)
        if code not in CODES or kind not in wanted:
            continue
        number = None if cell in ("*", "", "[c]") else float(cell.replace(",", "").replace("−", "-"))
        values.setdefault((name, period, code), []).append((line, number))
    if summed:
        sums = {key: [number for _, number in each] for key, each in values.items()}
        return {key: sum(each) for key, each in sums.items() if None not in each}  # type: ignore[arg-type]
    clashes = {line for each in values.values() for line, number in each if number != each[0][1]}
    kept = {key: each[0][1] for key, each in values.items() if each[0][1] is not None}
    return clashes or kept


@settings(max_examples=150)
@given(st.lists(ROW, max_size=14), st.sampled_from(["x", "xy"]), st.booleans(), st.permutations(range(5)))
def test_what_is_read_is_what_a_naive_reader_reads(
    rows: list[tuple[str, ...]], wanted: str, summed: bool, order: list[int]
) -> None:
    rows = [*rows, (CODES[5], "2023", "A", "1", "x"), (CODES[5], "2023", "A", "1", "y")]
    header = ("code", "period", "indicator", "value", "kind")
    table = [[row[place] for place in order] for row in [header, *rows]]
    choices = ImportChoices(where={"kind": tuple(wanted)}, sum_rows=summed, skip_unknown=True)
    result = import_sheet(make_sheet(table), choices)
    naive = read_naively(rows, wanted, summed)
    if isinstance(naive, set):
        assert {problem.line for problem in result.problems.first} == naive
        return
    read = {
        (indicator.name, period, code): value
        for indicator in result.indicators
        for period, row in indicator.values.items()
        for code, value in row.items()
    }
    assert result.problems.first == [] and read == naive
    counted = Counter({str(kind): left.count for kind, left in result.left_out.items()})
    assert counted["of England"] == sum(row[0] == "England" and row[4] in wanted for row in rows)


# What is said of what is wrong


def test_two_values_for_a_board_and_a_period_name_both_rows_and_what_tells_them_apart() -> None:
    rows = [["code", "period", "Age", "value"], ["QKS", "2024", "0-17", "1"], ["QKS", "2024", "18+", "2"]]
    (problem,) = import_sheet(make_sheet(rows)).problems.first
    assert problem.line == 3 and "after line 2" in problem.message and "(2, not 1)" in problem.message
    assert "the rows differ in “Age”; --where chooses" in problem.message and "--sum" in problem.message


def test_sums_are_not_offered_for_percentages() -> None:
    rows = [["code", "period", "Age", "% seen"], ["QKS", "2024", "0-17", "1"], ["QKS", "2024", "18+", "2"]]
    (problem,) = import_sheet(make_sheet(rows)).problems.first
    assert "--where" in problem.message and "--sum" not in problem.message


@pytest.mark.parametrize(
    ("header", "cell"), [("value", "1%"), ("% seen", "1"), ("Rate per 1,000", "1"), ("Mean wait", "3")]
)
def test_percentages_and_rates_are_never_added_up(header: str, cell: str) -> None:
    rows = [["code", "period", header], ["QKS", "2024", cell], ["QKS", "2024", cell]]
    result = import_sheet(make_sheet(rows), ImportChoices(sum_rows=True))
    assert result.indicators == [] and "cannot be added up" in result.problems.first[0].message


def test_sums_of_decimals_have_a_warning_and_no_false_decimals() -> None:
    rows = [["code", "period", "value"], ["QKS", "2024", "0.1"], ["QKS", "2024", "0.2"]]
    result = import_sheet(make_sheet(rows), ImportChoices(sum_rows=True))
    assert list_values(result) == [{"2024": {"QKS": 0.3}}] and "decimals" in result.warnings[0]


def test_a_sum_of_which_a_part_is_suppressed_is_none() -> None:
    rows = [["code", "period", "value"], ["QKS", "2024", "1"], ["QKS", "2024", "*"], ["QK1", "2024", "3"]]
    result = import_sheet(make_sheet(rows), ImportChoices(sum_rows=True))
    assert list_values(result) == [{"2024": {"QK1": 3}}] and result.warnings[0].startswith("1 sum left out")


def test_percent_signs_in_a_part_of_an_indicator_are_a_problem_though_the_number_was_met_elsewhere() -> None:
    cells = [["QKS", "2024", "A", "1"], ["QK1", "2024", "B", "2%"], ["QKS", "2024", "B", "1"]]
    (problem,) = import_sheet(make_sheet([["code", "period", "indicator", "value"], *cells])).problems.first
    assert problem.line == 4 and "although line 3 has one" in problem.message


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!"])
def test_a_formula_error_is_a_problem_with_its_place(error: str) -> None:
    rows = [["code", "period", "value"], ["QK1", "2024", "1"], ["QKS", "2024", error]]
    (problem,) = import_sheet(make_sheet(rows, "Excel")).problems.first
    assert (problem.line, problem.key) == (3, "value") and f"formula error “{error}”" in problem.message


@pytest.mark.parametrize(
    ("cell", "value"),
    [("12,5", 12.5), ("1.234,5", 1234.5), ("0,125", 0.125), ("1234,567", 1234.567), ("12.5", 12.5), ("−1,5", -1.5)],
)
def test_decimal_commas_between_semicolons(cell: str, value: float) -> None:
    sheet = read_text_sheet(f"code;period;value\nQKS;2024;{cell}\n")
    assert list_values(import_sheet(sheet)) == [{"2024": {"QKS": value}}]


@pytest.mark.parametrize("cell", ["1,234", "12,345", "1,234,567"])
def test_a_comma_that_may_be_of_decimals_or_of_thousands_is_a_problem(cell: str) -> None:
    assert import_sheet(read_text_sheet(f"code;period;value\nQKS;2024;0,5\nQK1;2024;{cell}\n")).problems.count == 1


def test_rows_of_a_spreadsheet_may_lack_their_last_cells_and_those_of_csv_may_not() -> None:
    rows = [["code", "period", "value", "note"], ["QKS", "2024", "1"]]
    assert list_values(import_sheet(make_sheet(rows, "Excel"))) == [{"2024": {"QKS": 1}}]
    assert import_sheet(make_sheet(rows)).problems.first[0].line == 2


def test_notes_below_a_table_are_no_problem_whatever_their_commas() -> None:
    rows = [
        ["code", "period", "value"],
        ["QKS", "2024", "1"],
        ["1. Figures", " rounded", " to", " the nearest 5"],
        ["These figures are provisional"],
        ["code", "period", "value"],
        ["QK1", "2024", "2"],
    ]
    result = import_sheet(make_sheet(rows))
    assert list_values(result) == [{"2024": {"QKS": 1, "QK1": 2}}]
    assert [(str(kind), left.count) for kind, left in result.left_out.items()] == [("of notes", 3)]


def test_a_blank_cell_of_a_board_beside_a_value_is_never_passed_over() -> None:
    rows = [["code", "period", "value"], ["QKS", "2023", "1"], ["", "2024", "2"]]
    assert import_sheet(make_sheet(rows)).problems.first[0].line == 3
    skipped = import_sheet(make_sheet(rows), ImportChoices(skip_unknown=True))
    assert skipped.left_out["of boards that are not in the data"].count == 1


def test_a_row_of_an_stp_names_the_board_that_followed() -> None:
    rows = [["code", "period", "value"], ["QKS", "2024", "1"], ["E54000049", "2019", "2"]]
    (problem,) = import_sheet(make_sheet(rows)).problems.first
    assert problem.line == 3 and "QHM followed with other boundaries" in problem.message


def test_a_row_of_a_provider_inside_a_board_is_not_of_the_board() -> None:
    rows = [["Org", "ICB", "Year", "Value"], ["R1H", "QMF", "2024", "1"], ["QMF", "QMF", "2024", "2"]]
    result = import_sheet(make_sheet(rows), ImportChoices(board="ICB"))
    assert list_values(result) == [{"2024": {"QMF": 2}}] and result.left_out["of providers"].count == 1


def test_a_million_problems_are_counted_and_twenty_kept() -> None:
    rows = [["code", "period", "value"], ["QKS", "2024", "1"], *([["QKS", "2024", "2"]] * 50)]
    problems = import_sheet(make_sheet(rows)).problems
    assert problems.count == 50 and len(problems.first) == 20


def test_the_rows_of_a_sheet_are_read_once_where_nothing_clashes() -> None:
    sheet, times = make_sheet([["code", "period", "value"], ["QKS", "2024", "1"]]), Counter[str]()

    def read_counted() -> object:
        times["read"] += 1
        return sheet.read_rows()

    import_sheet(Sheet("a", "", "CSV", read_counted))  # type: ignore[arg-type]
    assert times["read"] == 2  # once to find the layout, once for all rows
