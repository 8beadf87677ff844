"""Official figures of the analyst's own: what is read from CSV, what is said of what is wrong, and what is written."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_main import Done, run

from icb_tui.data_files import csv_reader, indicator_import, indicator_series, loader, yaml_reader, yaml_writer
from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.data_files.loader import load_dataset
from icb_tui.data_files.number_formats import choose_decimals, parse_number, sort_periods
from icb_tui.data_files.problems import FileError

DATA = load_dataset()
BOARDS = indicator_series.index_board_names(DATA.icbs)

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


def fingertips(area: str, kind: str, period: str, value: str, *, sex: str = "Persons", category: str = "") -> str:
    order = period[:4] + "0000"
    return (
        f'40401,"Under 75 mortality rate, all causes",E92000001,England,{area},X,{kind},{sex},<75 yrs,,{category},'
        f"{period},{value},,,,,,,,Cannot be calculated,,,{order},,,3y\n"
    )


DOWNLOAD = FINGERTIPS_HEADER + "".join(
    [
        fingertips("E92000001", "England", "2021 - 23", "341.5"),
        fingertips("E40000011", "NHS regions", "2021 - 23", "350.1"),
        fingertips("E38000001", "ICB sub-locations", "2021 - 23", "350.1"),
        fingertips("E54000015", "ICBs", "2021 - 23", "331.4271828"),
        fingertips("E54000015", "ICBs", "2021 - 23", "400.1", category="Most deprived decile"),
        fingertips("E54000009", "ICBs", "2019 - 21", "405.25"),
        fingertips("E54000048", "ICBs", "2021 - 23", ""),
    ]
)


@pytest.fixture(autouse=True)
def bundled_data_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "load_dataset", lambda over=(): load_dataset(over=over) if over else DATA)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "figures.csv"
    path.write_text(TIDY)
    return path


def imported(file: Path, *arguments: str, code: int = 0) -> Done:
    """What the command prints where everything that must be known is given."""
    return run("import", str(file), "--source", "NHS: June", "--aim", "4", *arguments, code=code)


def read(text: str, **where: str) -> indicator_series.ImportResult:
    return indicator_import.read_indicators(text, BOARDS, where)


def problems(text: str, **where: str) -> list[str]:
    return [str(problem) for problem in read(text, **where).problems.first]


def values(text: str) -> dict[str, dict[str, float]]:
    """The values of a text with one indicator in which nothing is wrong."""
    reading = read(text)
    assert reading.problems.first == []
    (series,) = reading.indicators
    return series.values


def test_tidy_csv_has_its_golden_bytes(file: Path) -> None:
    done = imported(file, "--name", "Waits", "--unit", "% of A&E")
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
    assert done.stderr == (
        "Waits: 2 of 48 boards, 3 periods (2021/22 to 2023/24), 3 values\n"
        "Left out: 1 row without a value (empty or suppressed)\n"
        "Nothing was written; --to DIR puts it into DIR/indicators.yaml\n"
    )


def test_a_fingertips_download_has_its_golden_bytes(file: Path) -> None:
    file.write_text(DOWNLOAD, encoding="utf-8-sig")
    done = imported(file, "--unit", "per 100,000", "--better", "lower", "--note", "Three years: yes")
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
    assert done.stderr.splitlines()[1:4] == [
        "Left out: 3 rows of other areas (England, regions, sub-ICB locations, …)",
        "Left out: 1 row of a category, such as a deprivation decile",
        "Left out: 1 row without a value (empty or suppressed)",
    ]


def test_what_is_written_to_a_folder_is_what_the_explorer_reads(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "own data"
    done = imported(file, "--name", "Waits", "--unit", "days", "--to", str(folder))
    assert done.stdout == ""
    assert f"To see it: icb-tui --data '{folder}' --indicator waits" in done.stderr
    data = load_dataset(over=[folder])
    assert data.indicator["waits"].values["2022/23"] == {"QK1": 1234.5}
    assert len(data.indicators) == len(DATA.indicators) + 1


def test_several_sexes_are_never_mixed(file: Path) -> None:
    text = DOWNLOAD + fingertips("E54000015", "ICBs", "2021 - 23", "280.5", sex="Female")
    assert problems(text) == [
        '1: Sex: is “Persons” and “Female” for indicator 40401; expected one, chosen as in --where "Sex=Persons"'
    ]
    file.write_text(text)
    done = imported(file, "--unit", "per 100,000", "--where", "sex=female")
    assert "{QK1: 280.5}" in done.stdout and "331" not in done.stdout
    assert "7 rows not chosen by --where" in done.stderr


def test_a_tidy_file_can_hold_several_figures(file: Path) -> None:
    file.write_text("name,ODS Code,indicator,unit,period,value\nLLR,QK1,A,days,2024,1\nLLR,QK1,B,%,2024,2%\n")
    done = imported(file)
    assert done.stdout.count("  - id: ") == 2 and "unit: days" in done.stdout and "unit: '%'" in done.stdout
    assert "Columns not read: name" in done.stderr
    assert "--name is for one figure, and the file holds 2" in imported(file, "--name", "C", code=2).stderr


@pytest.mark.parametrize(
    "text",
    [
        "icb;period;value\r\nQK1;2024;1.5\r\n",
        "GSS code\tYear\tValue\nE54000015\t2024\t1.5\n",
        "CODE,PERIOD,VALUE\rQK1,2024,1.5",
    ],
)
def test_delimiters_and_line_ends_make_no_difference(text: str) -> None:
    assert values(text) == {"2024": {"QK1": 1.5}}


@pytest.mark.parametrize("marker", ["", "*", "-", "–", "x", "[c]", "[low]", ":", "..", "n/a", "NA"])
def test_a_suppressed_value_is_none_and_never_zero(marker: str) -> None:
    reading = read(f"code,period,value\nQK1,2024,{marker}\nQE1,2024,0\n")
    assert reading.indicators[0].values == {"2024": {"QE1": 0.0}}
    assert reading.left_out == {"without a value (empty or suppressed)": 1}


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
    assert problems("code;period;value\nQK1;2024;1,234\n") == [
        "2: value: is “1,234”; expected a number such as 1234.5, or nothing"
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("QZZ,2024,1", "2: code: is “QZZ”, which is no board in the data; expected a code such as QK1 or E54000015"),
        ("E38000001,2024,1", "2: code: is “E38000001”, the code of a sub-ICB location, which is no board"),
        (",2024,1", "2: code: is empty; expected a code"),
        ("QK1,,1", "2: period: is empty; expected a period such as 2023/24"),
        ("QK1,2024", "2: has 2 cells; expected 3, as in the header"),
        ("QK1,2024,1,2", "2: has 4 cells; expected 3, as in the header"),
        ("QK1,2024,=cmd()", "2: value: is “=cmd()”; expected a number"),
        ("QK1,2024,\x1b[31m", "2: value: is “␛[31m”; expected a number"),
        ("QK1,2024,1\nLLR,2024,1", "3: code: is QK1 in 2024 again, as in line 2; expected one row"),
        ('QK1,"2024,1', "2: has a quotation mark out of place"),
        ("QK1,2024," + "9" * 301, "2: value: has 301 characters; expected at most 300"),
        ("QK1,2024," + "9" * 1_000_000, "2: has a cell that is too long"),
        ("QK1,2024,1%\nQE1,2024,0.5", "3: value: has no % sign, but line 2 has one; expected the same in all rows"),
        ("", "1: no value can be used; expected some"),
        ("QK1,2024,*", "1: no value can be used (1 row without a value (empty or suppressed)); expected some"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_line(row: str, told: str) -> None:
    (problem,) = problems(f"code,period,value\n{row}\n")
    assert problem.startswith(told)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("code,period", "1: has no column for the value, only “code” and “period”; expected value or figure"),
        ("code,period,value,value", "1: value: stands twice in the header; expected it once"),
    ],
)
def test_a_header_that_does_not_do_is_said(header: str, told: str) -> None:
    assert problems(f"{header}\nQK1,2024,1,1\n") == [told]


def test_a_line_is_counted_where_its_row_begins() -> None:
    text = 'code,period,note,value\n\nQK1,2024,"two\nlines",1\nQZZ,2024,,1\n'
    assert problems(text)[0].startswith("5: code: is “QZZ”")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        ("code,é".encode("latin-1"), "is not UTF-8 (byte E9), perhaps Latin-1"),
        ("code".encode("utf-16"), "is UTF-16"),
        ("code".encode("utf-16-le"), "is UTF-16"),
        (b"code,\0", "has a NUL character"),
        (b"PK\x03\x04", "is a spreadsheet"),
    ],
)
def test_what_is_no_csv_is_said(raw: bytes, told: str) -> None:
    with pytest.raises(FileError) as error:
        csv_reader.decode_csv(raw)
    assert told in str(error.value)


def test_problems_are_told_up_to_twenty_and_nothing_is_written(file: Path, tmp_path: Path) -> None:
    file.write_text("code,period,value\n" + "QZZ,2024,1\n" * 25)
    done = imported(file, "--name", "A", "--unit", "B", "--to", str(tmp_path / "own"), code=4)
    told = done.stderr.splitlines()
    assert len(told) == 22
    assert told[0].startswith(f"{file}:2: code: is “QZZ”")
    assert told[-2:] == ["… and 5 more", f"icb-tui: 25 problems in {file}; nothing was written"]
    assert not (tmp_path / "own").exists()


def test_unknown_boards_are_left_out_where_it_is_asked(file: Path) -> None:
    file.write_text(TIDY + "QZZ,2024,1\n")
    done = imported(file, "--name", "A", "--unit", "B", "--skip-unknown")
    assert "Left out: 1 row of boards that are not in the data" in done.stderr


@pytest.mark.parametrize("missing", ["source", "aim", "name", "unit"])
def test_what_must_be_known_is_named_where_nobody_can_be_asked(file: Path, missing: str) -> None:
    given = {"source": "NHS", "aim": "4", "name": "A", "unit": "days"}
    options = [part for option, text in given.items() if option != missing for part in (f"--{option}", text)]
    done = run("import", str(file), *options, code=2)
    assert done.stderr.startswith(f"icb-tui: import: --{missing} is missing; expected ")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--id", "A B"), "--id: “A B” is no id; expected lower-case letters"),
        (("--name", "日本"), "--id is missing, and the name gives none"),
        (("--id", "ae-4-hours"), "there is a figure “ae-4-hours” already; expected another --id, or --replace"),
        (("--where", "Sex"), "--where: “Sex” is no choice; expected COLUMN=VALUE"),
        (("--unit", " "), "--unit is empty; expected what it is counted in"),
    ],
)
def test_an_option_that_does_not_do_is_said(file: Path, options: tuple[str, ...], told: str) -> None:
    done = imported(file, "--name", "A", "--unit", "days", *options, code=2)
    assert told in done.stderr and done.stdout == ""


def test_what_no_file_can_be_read_from_is_said_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").touch()
    os.truncate(tmp_path / "large", csv_reader.MAX_BYTES + 1)
    told = {"pipe": "is no regular file", "": "is a directory", "none": "is missing", "large": "expected at most"}
    for name, what in told.items():
        assert what in imported(tmp_path / name, code=4).stderr


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
    imported(file, "--name", "C", "--unit", "days", "--to", str(tmp_path))
    text = (tmp_path / "indicators.yaml").read_text()
    assert text.startswith(OWN + "\n\n- id: c\n  name: C\n")
    assert [indicator.id for indicator in load_dataset(over=[tmp_path]).indicators][-3:] == ["a", "b", "c"]


def test_a_figure_is_replaced_only_where_it_is_asked(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_text(OWN)
    arguments = ("--name", "New", "--id", "a", "--unit", "days", "--to", str(tmp_path))
    assert "there is a figure “a” already" in imported(file, *arguments, code=2).stderr
    assert path.read_text() == OWN
    done = imported(file, *arguments, "--replace")
    assert "Comments inside the figures replaced are gone: 1 line" in done.stderr
    text = path.read_text()
    assert text.startswith("# My figures\nindicators:\n- id: a\n  name: New\n")
    assert text.endswith(OWN[OWN.index("\n\n# of b") :] + "\n")


@pytest.mark.parametrize(
    ("there", "told"),
    [
        ("indicators: []", "is written so that nothing can be put in"),
        ("{}", "is written so that nothing can be put in"),
        ("indicators:\n- id: a", "indicators.yaml:2: indicators[0]: has no `name:`"),
    ],
)
def test_a_file_that_nothing_can_be_put_into_stays_as_it_is(file: Path, tmp_path: Path, there: str, told: str) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_text(there)
    done = imported(file, "--name", "C", "--unit", "days", "--to", str(tmp_path), code=4)
    assert told in done.stderr and str(path) in done.stderr
    assert path.read_text() == there


def test_boards_of_the_folder_that_is_written_to_are_known(file: Path, tmp_path: Path) -> None:
    (tmp_path / "icbs.yaml").write_text(
        "icbs:\n- {code: QZZ, gss_code: E54999999, name: NHS Mine Integrated Care Board, short_name: Mine, label: MINE,"
        " region: Y60, opened: 2026-04-01}\n"
    )
    file.write_text("code,period,value\nNHS Mine ICB,2026/27,1\n")
    imported(file, "--name", "C", "--unit", "days", "--to", str(tmp_path))
    assert load_dataset(over=[tmp_path]).indicator["c"].values == {"2026/27": {"QZZ": 1}}


def test_a_folder_that_cannot_be_written_is_said(file: Path) -> None:
    done = imported(file, "--name", "C", "--unit", "days", "--to", str(file), code=4)
    assert "figures.csv/indicators.yaml: cannot be read: Not a directory" in done.stderr


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


def test_periods_without_an_order_stand_as_in_the_file_and_that_is_said(file: Path) -> None:
    file.write_text("code,period,value\nQK1,wave b,1\nQK1,wave a,1\n")
    told = imported(file, "--name", "A", "--unit", "B").stderr
    assert "does not tell their order: wave a, the last, is taken as newest" in told


@pytest.mark.parametrize(
    ("numbers", "written", "shown"),
    [([1.0], 1, 1), ([331.4271828], 7, 1), ([23.9123], 4, 1), ([0.00123], 5, 5), ([0], 9, 1)],
)
def test_decimals_are_as_many_as_tell_something(numbers: list[float], written: int, shown: int) -> None:
    assert choose_decimals(numbers, written) == shown


def test_every_bundled_figure_reads_back_from_csv_as_it_was() -> None:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(["indicator", "period", "gss_code", "value"])
    for indicator in DATA.indicators:
        for period, row in indicator.values.items():
            writer.writerows([indicator.id, period, DATA.icb[code].gss_code, value] for code, value in row.items())
    assert [each.values for each in read(sheet.getvalue()).indicators] == [each.values for each in DATA.indicators]


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
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(["code", "indicator", "period", "unit", "value"])
    writer.writerows(["QK1", name, period, unit, repr(value)] for name, period, unit, value in rows)
    reading = read(sheet.getvalue())
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


def test_the_folder_of_bundled_figures_can_be_put_into() -> None:
    there = (find_bundled_folder() / "indicators.yaml").read_text()
    assert yaml_writer.merge_records(there, [{"id": "new", "values": {"2024": {"QK1": 1.0}}}])[0].startswith(there)
