"""Official figures of the analyst's own: what is read from CSV, what is said of what is wrong, and what is written."""

from __future__ import annotations

import csv
import errno
import io
import os
import re
from pathlib import Path

import pytest
from command_line import CommandResult, run
from hypothesis import example, given, settings
from hypothesis import strategies as st
from import_sheets import DATA, import_sheet, make_sheet, read_text_sheet
from msgspec.structs import replace
from wording import check_wording

from icb_tui.data_files import loader, yaml_reader, yaml_writer
from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.data_files.loader import load_dataset
from icb_tui.data_files.problems import FileError, Problem
from icb_tui.importing.choices import ImportChoices
from icb_tui.importing.indicator_drafts import ImportResult
from icb_tui.importing.numbers import choose_decimals, parse_number
from icb_tui.importing.periods import sort_periods
from icb_tui.sheets.sheet_file import MAX_BYTES

TIDY = """Code,Period,Value
QK1,2022/23,"1,234.5"
E54000015,2023/24,12.25
Lancs and South Cumbria,2023/24,*
NHS Lancashire and South Cumbria ICB,2021/22,-7
"""

FINGERTIPS_HEADER = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,Compared to percentiles,"
    "Time period Sortable,New data,Compared to goal,Time period range\n"
)


def make_fingertips_row(
    area: str, kind: str, period: str, value: str, *, sex: str = "Persons", category: str = ""
) -> str:
    order = period[:4] + "0000"
    return (
        f'40401,"Under 75 mortality rate, all causes",E92000001,England,{area},X,{kind},{sex},<75 yrs,,{category},'
        f"{period},{value},,,,,,,,Cannot be calculated,,,{order},,,3y\n"
    )


DOWNLOAD = FINGERTIPS_HEADER + "".join(
    [
        make_fingertips_row("E92000001", "England", "2021 - 23", "341.5"),
        make_fingertips_row("E40000011", "NHS regions", "2021 - 23", "350.1"),
        make_fingertips_row("E38000001", "ICB sub-locations", "2021 - 23", "350.1"),
        make_fingertips_row("E54000015", "ICBs", "2021 - 23", "331.4271828"),
        make_fingertips_row("E54000015", "ICBs", "2021 - 23", "400.1", category="Most deprived decile"),
        make_fingertips_row("E54000009", "ICBs", "2019 - 21", "405.25"),
        make_fingertips_row("E54000048", "ICBs", "2021 - 23", ""),
    ]
)


@pytest.fixture(autouse=True)
def bundled_data_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "load_dataset", lambda over=(), **known: load_dataset(over=over) if over else DATA)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "figures.csv"
    path.write_text(TIDY)
    return path


def import_file(file: Path, *arguments: str, code: int = 0) -> CommandResult:
    """What the command prints where everything that must be known is given."""
    return run("import", str(file), "--source", "NHS: June", "--aim", "4", *arguments, code=code)


def read_csv(text: str, **where: str) -> ImportResult:
    choices = ImportChoices(where={column: (value,) for column, value in where.items()})
    return import_sheet(read_text_sheet(text), choices)


def list_problems(text: str, **where: str) -> list[tuple[int, str]]:
    """The line and the column of each problem; the whole messages are in tests/wording/."""
    try:
        problems = read_csv(text, **where).problems.first
    except FileError as error:
        problems = [Problem("", error.line, "", str(error))]
    check_wording("\n".join(map(str, problems)))
    return [(problem.line or 0, problem.key) for problem in problems]


def read_values(text: str) -> dict[str, dict[str, float]]:
    """The values of a text with one indicator in which nothing is wrong."""
    reading = read_csv(text)
    assert reading.problems.first == []
    (series,) = reading.indicators
    return series.values


def test_tidy_csv_has_its_golden_bytes(file: Path) -> None:
    done = import_file(file, "--name", "Waits", "--unit", "% of A&E")
    assert done.stdout == (
        "indicators:\n"
        "  - id: waits\n"
        "    name: Waits\n"
        "    aim: productivity\n"
        "    unit: '% of A&E'\n"
        "    decimals: 2\n"
        "    better: neither\n"
        "    source: 'NHS: June'\n"
        "    values:\n"
        "      2021/22: {QE1: -7}\n"
        "      2022/23: {QK1: 1234.5}\n"
        "      2023/24: {QK1: 12.25}\n"
    )
    check_wording(done.stderr)


def test_a_fingertips_download_has_its_golden_bytes(file: Path) -> None:
    file.write_text(DOWNLOAD, encoding="utf-8-sig")
    done = import_file(file, "--unit", "per 100,000", "--better", "lower", "--note", "Three years: yes")
    assert done.stdout == (
        "indicators:\n"
        "  - id: under-75-mortality-rate-all-causes\n"
        "    name: Under 75 mortality rate, all causes\n"
        "    aim: productivity\n"
        "    unit: per 100,000\n"
        "    decimals: 1\n"
        "    better: lower\n"
        "    source: 'NHS: June'\n"
        "    note: 'Three years: yes'\n"
        "    values:\n"
        "      2019 - 21: {QF7: 405.25}\n"
        "      2021 - 23: {QK1: 331.4271828}\n"
    )
    check_wording(done.stderr)
    assert re.findall(r"\d+ rows?", done.stderr) == ["1 row"] * 5


def test_what_is_written_to_a_folder_is_what_the_explorer_reads(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "own data"
    done = import_file(file, "--name", "Waits", "--unit", "days", "--to", str(folder))
    assert done.stdout == ""
    assert f"icb-tui --data '{folder}' --indicator waits" in done.stderr
    data = load_dataset(over=[folder])
    assert data.indicator["waits"].values["2022/23"] == {"QK1": 1234.5}
    assert len(data.indicators) == len(DATA.indicators) + 1


def test_several_sexes_are_never_mixed(file: Path) -> None:
    text = DOWNLOAD + make_fingertips_row("E54000015", "ICBs", "2021 - 23", "280.5", sex="Female")
    assert list_problems(text) == [(1, "Sex")]
    file.write_text(text)
    done = import_file(file, "--unit", "per 100,000", "--where", "sex=female")
    assert "{QK1: 280.5}" in done.stdout and "331" not in done.stdout
    assert "7 rows" in done.stderr
    check_wording(done.stderr)


def test_a_tidy_file_can_hold_several_indicators(file: Path) -> None:
    file.write_text("name,ODS Code,indicator,unit,period,value\nLLR,QK1,A,days,2024,1\nLLR,QK1,B,%,2024,2%\n")
    done = import_file(file)
    assert done.stdout.count("  - id: ") == 2 and "unit: days" in done.stdout and "unit: '%'" in done.stdout
    check_wording(done.stderr)
    check_wording(import_file(file, "--name", "C", code=2).stderr)


@pytest.mark.parametrize(
    "text",
    [
        "icb;period;value\r\nQK1;2024;1.5\r\n",
        "GSS code\tYear\tValue\nE54000015\t2024\t1.5\n",
        "CODE,PERIOD,VALUE\rQK1,2024,1.5",
    ],
)
def test_delimiters_and_line_ends_make_no_difference(text: str) -> None:
    assert read_values(text) == {"2024": {"QK1": 1.5}}


@pytest.mark.parametrize("marker", ["", "*", "-", "–", "x", "[c]", "[low]", ":", "..", "n/a", "NA"])
def test_a_suppressed_value_is_none_and_never_zero(marker: str) -> None:
    reading = read_csv(f"code,period,value\nQK1,2024,{marker}\nQE1,2024,0\n")
    assert reading.indicators[0].values == {"2024": {"QE1": 0.0}}
    assert {kind: left.count for kind, left in reading.left_out.items()} == {"without a value (empty or suppressed)": 1}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234,567.5", 1234567.5),
        ("1 234", 1234),
        ("−3.5", -3.5),
        ("+2", 2),
        (".5", 0.5),
        ("12.3%", 12.3),
        ("1e3", 1000),
    ],
)
def test_numbers_as_publishers_write_them(text: str, value: float) -> None:
    read = parse_number(text)
    assert read and read.value == value


@pytest.mark.parametrize(
    "text",
    ["12,5", "1,23,456", "=1+1", "nan", "inf", "1e309", "1e15", "1e-13", "٣", "0x10", "1_000", "(3)", "£3", "1.2.3"],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        parse_number(text)


def test_a_comma_that_may_be_decimal_is_refused() -> None:
    assert list_problems("code;period;value\nQK1;2024;1,234\n") == [(2, "value")]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("QZZ,2024,1", (2, "code")),
        ("E38000001,2024,1", (1, "")),
        (",2024,1", (2, "code")),
        ("QK1,,1", (2, "period")),
        ("QK1,2024", (2, "")),
        ("QK1,2024,1,2", (2, "")),
        ("QK1,2024,=cmd()", (2, "value")),
        ("QK1,2024,\x1b[31m", (2, "value")),
        ("QK1,2024,1\nLLR,2024,2", (3, "code")),
        ('QK1,"2024,1', (2, "")),
        ("QK1,2024," + "9" * 301, (2, "value")),
        ("QK1,2024," + "9" * 1_000_000, (2, "")),
        ("QK1,2024,1%\nQE1,2024,0.5", (3, "value")),
        ("", (1, "")),
        ("QK1,2024,*", (1, "")),
    ],
)
def test_what_cannot_be_used_is_a_problem_with_its_line(row: str, place: tuple[int, str]) -> None:
    assert list_problems(f"code,period,value\n{row}\n") == [place]


@pytest.mark.parametrize(
    ("header", "place"),
    [
        ("code,period", (1, "")),
        ("code,period,value,value", (1, "value")),
    ],
)
def test_an_unusable_header_is_a_problem(header: str, place: tuple[int, str]) -> None:
    assert list_problems(f"{header}\nQK1,2024,1,1\n") == [place]


def test_a_line_is_counted_where_its_row_begins() -> None:
    text = 'code,period,note,value\n\nQK1,2024,"two\nlines",1\nQZZ,2024,,1\n'
    assert list_problems(text)[0] == (5, "code")


def test_at_most_twenty_problems_are_printed_and_nothing_is_written(file: Path, tmp_path: Path) -> None:
    file.write_text("code,period,value\n" + "QZZ,2024,1\n" * 25)
    done = import_file(file, "--name", "A", "--unit", "B", "--to", str(tmp_path / "own"), code=4)
    told = done.stderr.splitlines()
    assert len(told) == 22
    assert told[0].startswith(f"{file}:2: code: ") and told[19].startswith(f"{file}:21: code: ")
    check_wording(done.stderr)
    assert not (tmp_path / "own").exists()


def test_unknown_boards_are_left_out_where_it_is_asked(file: Path) -> None:
    file.write_text(TIDY + "QZZ,2024,1\n")
    done = import_file(file, "--name", "A", "--unit", "B", "--skip-unknown")
    assert "1 row " in done.stderr
    check_wording(done.stderr)


@pytest.mark.parametrize("missing", ["source", "aim", "name", "unit"])
def test_what_must_be_known_is_named_where_nobody_can_be_asked(file: Path, missing: str) -> None:
    given = {"source": "NHS", "aim": "4", "name": "A", "unit": "days"}
    options = [part for option, text in given.items() if option != missing for part in (f"--{option}", text)]
    done = run("import", str(file), *options, code=2)
    assert f"--{missing}" in done.stderr
    check_wording(done.stderr)


@pytest.mark.parametrize(
    "options",
    [("--id", "A B"), ("--name", "日本"), ("--id", "ae-4-hours"), ("--where", "Sex"), ("--unit", " ")],
    ids=" ".join,
)
def test_an_unusable_option_is_an_error(file: Path, options: tuple[str, str]) -> None:
    done = import_file(file, "--name", "A", "--unit", "days", *options, code=2)
    check_wording(done.stderr)
    assert done.stdout == ""


def test_what_is_not_a_file_is_an_error_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").touch()
    os.truncate(tmp_path / "large", MAX_BYTES + 1)
    for name in ("pipe", "", "none", "large"):
        check_wording(import_file(tmp_path / name, code=4).stderr)


OWN = """# My figures
indicators:
- id: a   # mine
  name: A
  # which aim?
  aim: productivity
  unit: days
  decimals: 0
  better: neither
  source: me
  values: {'2024': {QK1: 1}}

# of b
- {id: b, name: B, aim: productivity, unit: days, decimals: 0, better: lower, source: me, values: {'2024': {QK1: 1}}}"""


def test_nothing_that_is_in_the_file_is_lost(file: Path, tmp_path: Path) -> None:
    (tmp_path / "indicators.yaml").write_text(OWN)
    import_file(file, "--name", "C", "--unit", "days", "--to", str(tmp_path))
    text = (tmp_path / "indicators.yaml").read_text()
    assert text.startswith(OWN + "\n\n- id: c\n  name: C\n")
    assert [indicator.id for indicator in load_dataset(over=[tmp_path]).indicators][-3:] == ["a", "b", "c"]


def test_an_indicator_is_replaced_only_when_asked(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_text(OWN)
    arguments = ("--name", "New", "--id", "a", "--unit", "days", "--to", str(tmp_path))
    check_wording(import_file(file, *arguments, code=2).stderr)
    assert path.read_text() == OWN
    done = import_file(file, *arguments, "--replace")
    check_wording(done.stderr)
    text = path.read_text()
    assert text.startswith("# My figures\nindicators:\n- id: a\n  name: New\n")
    assert text.endswith(OWN[OWN.index("\n\n# of b") :] + "\n")


@pytest.mark.parametrize("there", ["indicators: []", "{}", "indicators:\n- id: a"])
def test_a_file_that_nothing_can_be_put_into_stays_as_it_is(file: Path, tmp_path: Path, there: str) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_text(there)
    done = import_file(file, "--name", "C", "--unit", "days", "--to", str(tmp_path), code=4)
    check_wording(done.stderr)
    assert str(path) in done.stderr and path.read_text() == there


def test_boards_of_the_folder_that_is_written_to_are_known(file: Path, tmp_path: Path) -> None:
    (tmp_path / "icbs.yaml").write_text(
        "icbs:\n- {code: QZZ, gss_code: E54999999, name: NHS Mine Integrated Care Board, short_name: Mine, label: MINE,"
        " region: Y60, opened: 2026-04-01}\n"
    )
    file.write_text("code,period,value\nNHS Mine ICB,2026/27,1\n")
    import_file(file, "--name", "C", "--unit", "days", "--to", str(tmp_path))
    assert load_dataset(over=[tmp_path]).indicator["c"].values == {"2026/27": {"QZZ": 1}}


def test_a_folder_that_cannot_be_written_is_an_error(file: Path) -> None:
    done = import_file(file, "--name", "C", "--unit", "days", "--to", str(file), code=4)
    assert f"{file}/indicators.yaml: " in done.stderr and os.strerror(errno.ENOTDIR) in done.stderr


@pytest.mark.parametrize(
    ("found", "ordered"),
    [
        ("2024|2022|2023", "2022|2023|2024"),
        ("2023/24 Q2|2023/24 Q1|2022/23 Q4", "2022/23 Q4|2023/24 Q1|2023/24 Q2"),
        ("March 2024|April 2023|December 2023", "April 2023|December 2023|March 2024"),
        ("2 Jan 2024|12 Jan 2024|31 Dec 2023", "31 Dec 2023|2 Jan 2024|12 Jan 2024"),
        ("Q1 2024|Q4 2023", "Q4 2023|Q1 2024"),
        ("2024|2023/24", None),
        ("02/01/2024|01/02/2024", None),
        ("before|after", None),
    ],
)
def test_periods_are_put_in_order_only_where_it_is_sure(found: str, ordered: str | None) -> None:
    assert sort_periods(found.split("|")) == (ordered.split("|") if ordered else None)


def test_periods_without_an_order_keep_that_of_the_file_with_a_notice(file: Path) -> None:
    file.write_text("code,period,value\nQK1,wave b,1\nQK1,wave a,1\n")
    check_wording(import_file(file, "--name", "A", "--unit", "B").stderr)


@pytest.mark.parametrize(
    ("numbers", "written", "shown"),
    [([1.0], 1, 1), ([331.4271828], 7, 1), ([23.9123], 4, 1), ([0.00123], 5, 5), ([0], 9, 1)],
)
def test_decimals_are_as_many_as_tell_something(numbers: list[float], written: int, shown: int) -> None:
    assert choose_decimals(numbers, written) == shown


def test_every_bundled_indicator_reads_back_from_csv_as_it_was() -> None:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(["indicator", "period", "gss_code", "value"])
    for indicator in DATA.indicators:
        for period, row in indicator.values.items():
            writer.writerows([indicator.id, period, DATA.icb[code].gss_code, value] for code, value in row.items())
    assert [each.values for each in read_csv(sheet.getvalue()).indicators] == [each.values for each in DATA.indicators]


@pytest.mark.parametrize("style", ["csv", "tsv"])
def test_what_icb_tui_indicators_prints_is_read_back_with_nothing_lost(tmp_path: Path, style: str) -> None:
    printed, folder = tmp_path / f"printed.{style}", tmp_path / "own"
    table = run("indicators", "--format", style).stdout
    printed.write_bytes(table.encode())
    run("import", str(printed), "--to", str(folder), "--id-prefix", "own")
    read = {
        each.id.removeprefix("own-"): each for each in load_dataset(over=[folder]).indicators[len(DATA.indicators) :]
    }
    codes = {row["code"] for row in csv.DictReader(io.StringIO(table), delimiter="\t" if style == "tsv" else ",")}
    assert len(codes) == 42 and set(read) == {each.id for each in DATA.indicators}
    for each in DATA.indicators:
        period, values = list(each.values.items())[-1]
        newest = {period: {code: value for code, value in values.items() if code in codes}}
        assert read[each.id] == replace(each, id=f"own-{each.id}", values=newest)


def test_what_a_file_says_of_an_indicator_gives_way_to_an_option(file: Path) -> None:
    header = "code,period,value,indicator,unit,aim,decimals,better,note"
    file.write_text(f"{header}\nQK1,2024,1.5,A,%,2,3,lower,'=Per head\n")
    done = run("import", str(file), "--source", "NHS", "--better", "higher").stdout
    assert "decimals: 3\n" in done and "better: higher\n" in done and "aim: population-health\n" in done
    assert "note: =Per head" in done


@pytest.mark.parametrize(("column", "text"), [("better", "more"), ("decimals", "9"), ("decimals", "few")])
def test_a_fact_in_a_column_that_cannot_be_is_an_error(file: Path, column: str, text: str) -> None:
    file.write_text(f"code,period,value,indicator,unit,{column}\nQK1,2024,1.5,A,%,{text}\n")
    assert f"column {column}: “{text}”" in import_file(file, code=4).stderr


def test_a_fact_that_differs_between_rows_is_none(file: Path) -> None:
    file.write_text("code,period,value,indicator,unit,source\nQK1,2024,1,A,%,x\nQWO,2024,2,A,%,y\n")
    assert "--source is missing" in run("import", str(file), "--aim", "2", code=2).stderr


TOKENS = (
    *(
        "QK1",
        "QE1",
        "E54000015",
        "E54999999",
        "LLR",
        "2024",
        "2023/24",
        "1.5",
        "1,234",
        "12%",
        "*",
        "1e309",
        "nan",
        "-0",
    ),
    *(
        "code",
        "period",
        "value",
        "indicator",
        "unit",
        "name",
        ",",
        ";",
        "\t",
        '"',
        '""',
        "\n",
        "\r\n",
        "\r",
        "\0",
        "\x1b[2J",
    ),
    *(
        "=1+1",
        "\u2028",
        "\x85",
        "\ufeff",
        "e\u0301\u0301\u0301",
        "日本",
        "null",
        "~",
        "- a: [",
        "#",
        " ",
        "",
        "9" * 400,
    ),
)


NASTY = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(TOKENS)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(NASTY, NASTY, NASTY, st.floats(-1e14, 1e14)), min_size=1, max_size=5),
    st.booleans(),
)
@example([("1e5", "no", "%", 1e-7), ("0", "0x1", "~", -0.0)], True)
def test_what_is_accepted_is_read_back_from_yaml_as_it_was(
    rows: list[tuple[str, str, str, float]], again: bool
) -> None:
    cells = [["QK1", name, period, unit, repr(value)] for name, period, unit, value in rows]
    reading = import_sheet(make_sheet([["code", "indicator", "period", "unit", "value"], *cells]))
    records = [
        {"id": series.id or "none", "name": series.name, "unit": series.unit, "values": series.values}
        for series in reading.indicators
    ]
    text = (
        yaml_writer.merge_records(yaml_writer.write_records([{"id": "there"}]) if again else "", records)[0]
        if records
        else ""
    )
    found = yaml_reader.read_yaml(text)[0]["indicators"][again:] if records else []
    assert found == records
    assert [list(record["values"]) for record in found] == [list(record["values"]) for record in records]
    written = {value for record in found for row in record["values"].values() for value in row.values()}
    assert written <= {value for *_, value in rows}


def test_the_folder_of_bundled_indicators_can_be_imported_into() -> None:
    there = (find_bundled_folder() / "indicators.yaml").read_text()
    assert yaml_writer.merge_records(there, [{"id": "new", "values": {"2024": {"QK1": 1.0}}}])[0].startswith(there)
